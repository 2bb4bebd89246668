"""The heads of lions, tigers, bears, elephants, mice, squirrels and hedgehogs. Lengths in radii of the head."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import mix, shade
from generators.toon.figures.breeds import bristle, pale
from generators.toon.figures.face import Face
from generators.toon.figures.heads_pets import EAR, NOSE, blush, front_teeth, leaf, round_ear, wet_nose, whiskers
from generators.toon.figures.pen import INK, Pen
from generators.toon.figures.state import Figure, Moment, ease
from generators.toon.shapes import Pair, blob, capsule, oval, tube

# fmt: off
_BIG_CAT = blob([(0, -0.94), (0.70, -0.70), (0.98, 0.0), (0.84, 0.62), (0.25, 0.94), (-0.40, 0.90),
    (-0.92, 0.56), (-1.0, 0.0), (-0.70, -0.70)])
_RUFFED = blob([(0, -0.92), (0.72, -0.68), (0.98, 0.0), (1.02, 0.50), (0.72, 0.62), (0.25, 0.94),
    (-0.35, 0.88), (-0.85, 0.78), (-1.22, 0.66), (-1.0, 0.0), (-0.72, -0.68)])
_BEAR = blob([(0, -0.94), (0.72, -0.68), (1.0, 0.05), (0.80, 0.70), (0.1, 0.94), (-0.74, 0.78), (-1.02, 0.12),
    (-0.74, -0.66)])
_MOUSE = blob([(-0.1, -0.90), (0.55, -0.66), (0.98, -0.10), (1.30, 0.34), (1.18, 0.56), (0.60, 0.78),
    (-0.1, 0.88), (-0.80, 0.64), (-0.98, 0.0), (-0.72, -0.64)])
_HEDGEHOG = blob([(-0.5, -0.85), (0.25, -0.80), (0.75, -0.35), (1.15, 0.10), (1.62, 0.20), (1.66, 0.42),
    (1.10, 0.72), (0.30, 0.92), (-0.6, 0.85), (-0.95, 0.1)])
_ELEPHANT_EAR = blob([(0.25, -0.55), (-0.30, -0.95), (-1.05, -0.85), (-1.38, -0.20), (-1.15, 0.62),
    (-0.62, 1.05), (-0.30, 0.62), (0.05, 0.35)])
_TUSK = blob([(-0.10, -0.12), (0.14, -0.10), (0.40, 0.26), (0.56, 0.28), (0.46, 0.44), (0.16, 0.38)], 5)
# fmt: on


def _lion(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    for x in (0.62, -0.66):
        round_ear(pen, shade(f.main, 0.92), mix(f.main, bristle(f), 0.6), x - 0.2 * ears, -0.86 + 0.1 * ears, 0.34)
    pen.part(f.main if m.view != "back" else shade(bristle(f), 0.92), _BIG_CAT)
    if m.view != "back":
        _cat_muzzle(pen, f, turn)
        wet_nose(pen, turn + 0.26, 0.20, 0.22, 0.14)
    eyes = ((turn - 0.38, -0.14), (turn + 0.50, -0.14))
    return Face(eyes, (0.125, 0.165), (turn + 0.26, 0.50), 0.28, ((turn - 0.70, 0.24),), blush(f))


def _cat_muzzle(pen: Pen, f: Figure, turn: float) -> None:
    pen.fill(
        pale(f),
        oval(turn + 0.02, 0.46, 0.40, 0.32),
        oval(turn + 0.50, 0.46, 0.36, 0.30),
        oval(turn + 0.26, 0.72, 0.28, 0.20),
    )
    for dx in (-0.20, 0.70):
        for dy in (0.38, 0.52):
            pen.dot(mix(pale(f), bristle(f), 0.45), turn + dx, dy, 0.030)


def _tiger(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    for x in (0.58, -0.64):
        round_ear(pen, shade(f.main, 0.90), mix(pale(f), bristle(f), 0.25), x - 0.2 * ears, -0.80 + 0.1 * ears, 0.34)
    pen.part(f.main, _RUFFED)
    stripe = bristle(f)
    for k in (-0.30, 0.02, 0.34):
        pen.fill(stripe, capsule(turn + k, -0.88, turn + k * 0.6, -0.56 + 0.12 * (k == 0.02), 0.060, 0.03))
    for y, long in ((0.10, 0.34), (0.36, 0.40)):
        pen.fill(stripe, capsule(-1.04, y, -1.04 + long, y + 0.03, 0.070, 0.02))
    if m.view != "back":
        for x, y in ((turn - 0.38, -0.34), (turn + 0.50, -0.34)):
            pen.fill(pale(f), oval(x, y, 0.20, 0.13))
        _cat_muzzle(pen, f, turn)
        pen.dot(NOSE, turn + 0.26, 0.20, 0.19, 0.12)
        whiskers(pen, turn + 0.26, 0.42, 0.52, 0.42)
    eyes = ((turn - 0.38, -0.10), (turn + 0.50, -0.10))
    return Face(eyes, (0.120, 0.160), (turn + 0.26, 0.48), 0.26, (), blush(f))


def _bear(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    for x in (0.62, -0.68):
        round_ear(pen, shade(f.main, 0.92), pale(f), x - 0.15 * ears, -0.72 + 0.1 * ears, 0.33)
    pen.part(f.main, _BEAR)
    if m.view != "back":
        pen.part(pale(f), oval(turn + 0.36, 0.40, 0.52, 0.42), ink=shade(f.main, 0.72))
        wet_nose(pen, turn + 0.46, 0.16, 0.22, 0.15)
    eyes = ((turn - 0.38, -0.16), (turn + 0.48, -0.16))
    return Face(eyes, (0.105, 0.140), (turn + 0.38, 0.48), 0.24, ((turn - 0.62, 0.26),), blush(f))


def _mouse(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    round_ear(pen, shade(f.main, 0.86), shade(EAR, 0.92), 0.46 - 0.2 * ears, -0.92 + 0.25 * ears, 0.50)
    pen.part(f.main, _MOUSE)
    round_ear(pen, f.main, EAR, -0.62 - 0.15 * ears, -0.86 + 0.3 * ears, 0.60)
    if m.view != "back":
        pen.fill(pale(f), oval(0.74, 0.52, 0.40, 0.22))
        front_teeth(pen, 0.78, 0.66, m)
        pen.dot(NOSE, 1.27, 0.38, 0.15, 0.13)
        whiskers(pen, 0.80, 0.38, 0.16, 0.56)
    eyes = ((turn - 0.20, -0.08), (turn + 0.52, -0.08))
    return Face(eyes, (0.135, 0.180), (0.78, 0.54), 0.20, ((0.02, 0.36),), blush(f))


def _squirrel(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    for x, tone in ((0.36, 0.86), (-0.52, 1.0)):
        leaf(
            pen, shade(f.main, tone), None, (x - 0.1 * ears, -0.66), (0.10 if x > 0 else -0.18) - 0.5 * ears, 0.92, 0.26
        )
    pen.part(f.main, _MOUSE * (0.98, 1.0))
    if m.view != "back":
        pen.fill(pale(f), oval(0.62, 0.46, 0.48, 0.32))
        front_teeth(pen, 0.74, 0.66, m)
        pen.dot(INK, 1.20, 0.34, 0.13, 0.10)
    eyes = ((turn - 0.22, -0.10), (turn + 0.54, -0.10))
    return Face(eyes, (0.150, 0.200), (0.74, 0.54), 0.20, ((0.0, 0.38),), blush(f))


def _hedgehog(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    skin = pale(f)
    pen.part(skin, _HEDGEHOG)
    pen.part(skin, oval(-0.32, -0.62, 0.26, 0.26))
    if m.view != "back":
        wet_nose(pen, 1.62, 0.26, 0.19, 0.16)
    eyes = ((turn - 0.08, -0.06), (turn + 0.58, -0.06))
    return Face(eyes, (0.125, 0.165), (0.86, 0.50), 0.20, ((0.16, 0.36),), mix(skin, (246, 120, 120), 0.45))


# fmt: off
_TRUNK_OUT = frozenset((
    "give", "point", "push", "pull", "hug", "hold", "climb", "fly", "ride",
    "read", "swim", "sleep", "bow", "dig", "crawl", "fall",
))
# fmt: on
"""What an elephant does with its trunk stretched forward."""


def trunk_of(m: Moment) -> list[Pair]:
    """The spine of an elephant's trunk in an action, from the face to its tip."""
    hang = [(0.55, 0.15), (0.92, 0.62), (1.00, 1.20), (1.02, 1.72), (1.22, 1.98)]
    up = [(0.55, 0.15), (1.02, 0.42), (1.34, 0.10), (1.36, -0.50), (1.58, -0.92)]
    out = [(0.55, 0.15), (1.00, 0.58), (1.40, 0.72), (1.86, 0.60), (2.20, 0.72)]
    curl = [(0.55, 0.15), (0.98, 0.62), (1.22, 1.08), (0.98, 1.40), (0.62, 1.06)]
    if m.holds and m.action != "throw":  # what it holds hangs where the trunk of one who stands ends
        aim, share = up, 0.0
    elif m.action in ("wave", "dance", "clap", "laugh", "jump"):
        aim, share = up, 0.85 + 0.15 * m.swing(1.6)
    elif m.action in _TRUNK_OUT:
        aim, share = out, 0.92 + 0.08 * m.swing(0.8)
    elif m.action == "throw":
        hang, aim = up, out
        share = ease((m.progress - 0.28) / 0.12)
    elif m.action == "eat":
        aim, share = curl, ease(0.5 + 0.75 * m.swing(0.4))
    else:
        aim, share = up, 0.04 * m.swing(0.35)
    return [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for (x0, y0), (x1, y1) in zip(hang, aim, strict=True)]


def _elephant(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    flap = 0.12 * m.swing(0.5) + 0.3 * ears
    pen.part(f.main, oval(0, 0, 0.98, 0.96))
    if m.view != "back":
        if m.mouth > 0.05 or m.expression == "happy":
            pen.part(shade(f.main, 0.92), oval(0.52, 0.86, 0.34, 0.24 + 0.16 * m.mouth))
            pen.fill((150, 52, 60), oval(0.56, 0.84, 0.22, 0.10 + 0.18 * m.mouth))
        pen.part((255, 250, 236), np.add(_TUSK, (0.58, 0.66)))
        spine = trunk_of(m)
        pen.part(f.main, tube(spine, (0.46, 0.34, 0.26, 0.21, 0.19)))
        pen.fill(f.main, oval(0.35, 0.0, 0.55, 0.62))
        for k in (1, 2, 3):
            (x0, y0), (x1, y1) = spine[k], spine[k + 1]
            a = math.atan2(y1 - y0, x1 - x0) + math.pi / 2
            w = 0.24 - 0.03 * k
            pen.stroke(
                shade(f.main, 0.84), [(x0 + math.cos(a) * w, y0 + math.sin(a) * w), (x0 + 0.03, y0 + 0.03)], 0.03
            )
        pen.dot(mix(f.main, EAR, 0.7), *spine[-1], 0.10, 0.10)
    with pen.at(-0.22, -0.12, stretch=(1 - 0.25 * abs(flap), 1)), pen.at(0, 0, flap * 0.5):
        pen.part(shade(f.main, 0.95), _ELEPHANT_EAR)
        pen.fill(mix(f.main, EAR, 0.45), np.add(_ELEPHANT_EAR * (0.72, 0.72), (-0.13, 0.02)))
    eyes = ((turn + 0.02, -0.20), (turn + 0.56, -0.20))
    return Face(eyes, (0.105, 0.145), None, 0.0, ((turn + 0.0, 0.16),), blush(f))


HEADS: Mapping[str, Callable[[Pen, Figure, float, float, Moment], Face]] = MappingProxyType(
    {
        "lion": _lion,
        "tiger": _tiger,
        "bear": _bear,
        "mouse": _mouse,
        "squirrel": _squirrel,
        "hedgehog": _hedgehog,
        "elephant": _elephant,
    }
)
"""Draws the head of a kind, all but the face that it returns."""
