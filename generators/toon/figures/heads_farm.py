"""The heads of those with hooves: horses, cows, pigs, sheep, goats, deer. Lengths in radii of the head."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.breeds import bristle, dark, pale
from generators.toon.figures.coat import scallops
from generators.toon.figures.face import Face
from generators.toon.figures.heads_pets import EAR, blush, leaf, wet_nose
from generators.toon.figures.pen import Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Points, blob, capsule, oval, tube

_HORN: RGB = (240, 226, 192)
# fmt: off
_FORELOCK = blob([(-0.42, -1.00), (0.10, -1.12), (0.46, -0.82), (0.52, -0.28), (0.26, -0.48), (0.10, -0.20),
    (-0.05, -0.62)], 5)
_SHEEP_FACE = blob([(-0.1, -0.85), (0.60, -0.62), (0.92, 0.10), (1.05, 0.75), (0.70, 1.05), (0.20, 0.90),
    (-0.55, 0.50), (-0.80, -0.2)])
_PIG = blob([(0, -0.92), (0.70, -0.70), (1.0, 0.0), (0.84, 0.66), (0.2, 0.94), (-0.66, 0.82), (-1.0, 0.15),
    (-0.74, -0.64)])
_PIG_EAR = blob([(-0.30, 0.12), (-0.26, -0.40), (-0.02, -0.66), (0.46, -0.34), (0.52, 0.10), (0.26, -0.02),
    (0.16, 0.22)], 5)
# fmt: on
_TOPKNOT = scallops(0.62, 0.42, 7, 0.10)


def _long(pen: Pen, f: Figure, tip: RGB, *, m: Moment, drop: float = 0.0) -> None:
    """The skull and the long muzzle of horses and cows."""
    ink = None
    pen.part(f.main, oval(0, 0, 1.0, 0.94), capsule(0.30, 0.20, 1.22, 0.86 + drop, 0.66, 0.52), ink=ink)
    if m.view == "back":
        return
    pen.fill(tip, oval(1.22, 0.90 + drop, 0.52, 0.47, 0.5))
    if m.mouth > 0.05:
        pen.fill((150, 52, 60), oval(1.06, 1.16 + drop, 0.28, 0.10 + 0.18 * m.mouth, 0.35))
    else:
        pen.stroke(shade(tip, 0.55), [(0.78, 1.10 + drop), (1.02, 1.22 + drop), (1.30, 1.22 + drop)], 0.05)
    for x, y in ((1.22, 0.74), (1.52, 0.80)):
        pen.dot(shade(tip, 0.55), x, y + drop, 0.075, 0.10, 0.4)


def _horse(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    tip = mix(pale(f), f.main, 0.35)
    horn = f.kind == "unicorn"
    leaf(pen, shade(f.main, 0.86), None, (0.30, -0.72), 0.30 - 0.6 * ears, 0.86, 0.24)
    _long(pen, f, tip if not horn else mix(f.main, EAR, 0.45), m=m)
    if horn:
        with pen.at(0.40, -0.82, 0.42):
            pen.part((250, 208, 96), blob([(-0.22, 0.10), (0.0, -1.75), (0.22, 0.10)], 2))
            for y in (-0.2, -0.6, -1.0):
                w = 0.20 * (1 + y / 1.75)
                pen.stroke((222, 164, 62), [(-w, y + 0.08), (w, y - 0.10)], 0.045)
    leaf(pen, f.main, mix(f.main, EAR, 0.6), (-0.36, -0.70), -0.10 - 0.6 * ears, 0.92, 0.27)
    if m.view != "back":
        if f.variant % 3 == 0 and not horn:
            pen.fill(mix(f.main, (255, 250, 240), 0.85), oval(0.62, 0.10, 0.16, 0.42, -0.75))
        pen.part(bristle(f), np.add(_FORELOCK, (-0.06, 0.0)))
    eyes = ((turn - 0.02, -0.06), (turn + 0.60, -0.02))
    return Face(eyes, (0.16 if not horn else 0.18, 0.22), None, 0.0, ((0.14, 0.48),), blush(f))


def _donkey(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    leaf(pen, shade(f.main, 0.84), None, (0.26, -0.70), 0.34 - 0.7 * ears, 1.72, 0.34)
    _long(pen, f, mix(pale(f), (255, 255, 255), 0.35), m=m)
    leaf(pen, f.main, mix(f.main, EAR, 0.55), (-0.38, -0.64), -0.14 - 0.7 * ears, 1.76, 0.38)
    if m.view != "back":
        pen.part(bristle(f), np.add(_FORELOCK * (0.7, 0.72), (-0.02, -0.26)))
        for x, y in ((turn - 0.04, -0.06), (turn + 0.58, -0.02)):
            pen.fill(mix(pale(f), (255, 255, 255), 0.35), oval(x, y, 0.27, 0.33))
    return Face(((turn - 0.02, -0.04), (turn + 0.60, 0.0)), (0.15, 0.21), None, 0.0, ((0.12, 0.50),), blush(f))


def _cow(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    mark, snout = bristle(f), (246, 178, 176)
    for line in ([(0.40, -0.78), (0.72, -1.02), (0.76, -1.40)], [(-0.42, -0.78), (-0.78, -1.02), (-0.76, -1.44)]):
        pen.part(_HORN, tube(line, (0.18, 0.15, 0.05)))
    leaf(pen, mark, None, (0.62, -0.52), 1.25 + 0.2 * ears, 0.72, 0.28)
    _long(pen, f, snout, m=m)
    leaf(pen, mark, mix(EAR, mark, 0.25), (-0.70, -0.50), -1.35 - 0.4 * ears, 0.92, 0.32)
    if m.view != "back":
        pen.fill(mark, oval(turn - 0.16, -0.14, 0.40, 0.50, -0.2))
        pen.part(f.main, np.add(scallops(0.46, 0.26, 5, 0.14), (0.05, -0.88)))
        pen.fill((255, 252, 246), oval(turn - 0.10, -0.08, 0.23, 0.29))
    return Face(((turn - 0.08, -0.06), (turn + 0.58, -0.02)), (0.15, 0.21), None, 0.0, (), blush(f))


def _pig(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    with pen.at(0.42, -0.62, 0.15 + ears * 0.3):
        pen.part(shade(f.main, 0.86), _PIG_EAR)
    pen.part(f.main, _PIG)
    with pen.at(-0.52, -0.60, -0.25 - ears * 0.4):
        pen.part(shade(f.main, 0.93), _PIG_EAR * (1.05, 1.05))
    if m.view != "back":
        snout = mix(f.main, (236, 96, 130), 0.35)
        pen.part(snout, oval(turn + 0.52, 0.22, 0.40, 0.32))
        for x in (turn + 0.40, turn + 0.66):
            pen.dot(shade(snout, 0.60), x, 0.22, 0.065, 0.11)
    eyes = ((turn - 0.30, -0.20), (turn + 0.56, -0.20))
    return Face(
        eyes, (0.105, 0.145), (turn + 0.36, 0.66), 0.22, ((turn - 0.52, 0.24),), mix(f.main, (240, 90, 110), 0.45)
    )


def _sheep(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    skin: RGB = (250, 220, 194) if dark(f.main) < 0.6 else mix(f.main, (250, 220, 194), 0.45)
    leaf(pen, shade(skin, 0.86), None, (0.62, -0.40), 1.75 + 0.2 * ears, 0.66, 0.24)
    pen.part(skin, _SHEEP_FACE)
    leaf(pen, skin, mix(skin, EAR, 0.7), (-0.62, -0.36), -1.95 - 0.3 * ears, 0.82, 0.27)
    pen.part(f.main, np.add(_TOPKNOT * (1.22, 1.2), (-0.10, -0.72)))
    if m.view != "back":
        pen.dot((206, 120, 122), 0.86, 0.62, 0.16, 0.11, 0.3)
    eyes = ((turn - 0.20, 0.02), (turn + 0.48, 0.04))
    return Face(eyes, (0.135, 0.185), (0.70, 0.84), 0.19, ((-0.10, 0.42),), mix(skin, (246, 120, 120), 0.45))


def _goat(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    horn: RGB = (176, 152, 126)
    pen.part(
        shade(horn, 0.86), tube([(0.30, -0.70), (0.34, -1.25), (0.02, -1.75), (-0.36, -1.92)], (0.17, 0.16, 0.11, 0.04))
    )
    leaf(pen, shade(f.main, 0.84), None, (0.56, -0.42), 1.75 + 0.2 * ears, 0.62, 0.20)
    if m.view != "back":
        beard = [(0.62, 0.90), (0.66, 1.35), (0.52 + 0.05 * m.swing(0.7), 1.80)]
        pen.part(shade(f.main, 0.86), tube(beard, (0.30, 0.22, 0.04)))
    pen.part(f.main, oval(0, 0, 0.90, 0.90), capsule(0.26, 0.20, 0.84, 0.70, 0.62, 0.44))
    pen.part(horn, tube([(-0.14, -0.70), (-0.18, -1.28), (-0.55, -1.76), (-0.98, -1.90)], (0.19, 0.18, 0.12, 0.04)))
    leaf(pen, f.main, mix(f.main, EAR, 0.6), (-0.60, -0.34), -1.90 - 0.3 * ears, 0.86, 0.24)
    if m.view != "back":
        pen.fill(mix(f.main, (255, 246, 232), 0.5), oval(0.92, 0.74, 0.36, 0.34, 0.5))
        pen.dot((206, 120, 122), 1.10, 0.56, 0.15, 0.10, 0.4)
    return Face(
        ((turn - 0.16, -0.12), (turn + 0.44, -0.10)), (0.13, 0.18), (0.84, 0.84), 0.18, ((-0.05, 0.36),), blush(f)
    )


def _antler(shift: float) -> Points:
    main = tube([(0.0, -0.75), (-0.28, -1.35), (-0.20, -1.95), (0.10, -2.45)], (0.13, 0.11, 0.09, 0.04))
    return np.asarray(main + np.array((shift, 0.0)))


def _deer(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    horn: RGB = mix((206, 172, 124), f.main, 0.15)
    if not f.has("young", "doe"):
        for x, tone in ((0.34, 0.84), (-0.24, 1.0)):
            # fmt: off
            tines = [tube([(x - 0.24, -1.30), (x - 0.66, -1.55), (x - 0.80, -1.98)], (0.10, 0.085, 0.035)),
                     tube([(x - 0.24, -1.80), (x + 0.26, -1.98), (x + 0.46, -2.36)], (0.09, 0.08, 0.035)),
                     tube([(x - 0.22, -1.30), (x + 0.24, -1.42), (x + 0.40, -1.72)], (0.09, 0.08, 0.035))]
            # fmt: on
            pen.part(shade(horn, tone), _antler(x), *tines)
    leaf(pen, shade(f.main, 0.86), None, (0.56, -0.52), 0.95 - 0.3 * ears, 0.95, 0.30)
    pen.part(f.main, oval(0, 0, 0.96, 0.92), capsule(0.26, 0.18, 1.02, 0.58, 0.62, 0.38))
    leaf(pen, f.main, mix(f.main, EAR, 0.6), (-0.60, -0.50), -0.95 - 0.5 * ears, 1.10, 0.33)
    if m.view != "back":
        pen.fill(pale(f), oval(0.98, 0.72, 0.40, 0.26, 0.45))
        wet_nose(pen, 1.28, 0.46, 0.17, 0.13)
    eyes = ((turn - 0.16, -0.06), (turn + 0.52, -0.02))
    return Face(eyes, (0.165, 0.225), (0.92, 0.74), 0.18, ((0.05, 0.42),), blush(f))


def _giraffe(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    for x, tone in ((0.34, 0.84), (-0.22, 1.0)):
        pen.part(shade(f.main, tone), capsule(x, -0.60, x - 0.06, -1.42, 0.13))
        pen.part(shade(bristle(f), tone), oval(x - 0.06, -1.46, 0.20, 0.18))
    leaf(pen, shade(f.main, 0.86), None, (0.58, -0.50), 1.15 - 0.3 * ears, 0.70, 0.26)
    _long(pen, f, mix(pale(f), (255, 250, 240), 0.3), m=m)
    leaf(pen, f.main, mix(f.main, EAR, 0.6), (-0.66, -0.48), -1.15 - 0.4 * ears, 1.0, 0.30)
    return Face(((turn - 0.08, -0.10), (turn + 0.58, -0.06)), (0.18, 0.25), None, 0.0, ((0.10, 0.46),), blush(f))


HEADS: Mapping[str, Callable[[Pen, Figure, float, float, Moment], Face]] = MappingProxyType(
    {
        "horse": _horse,
        "unicorn": _horse,
        "donkey": _donkey,
        "cow": _cow,
        "pig": _pig,
        "sheep": _sheep,
        "goat": _goat,
        "deer": _deer,
        "giraffe": _giraffe,
    }
)
"""Draws the head of a kind, all but the face that it returns."""
