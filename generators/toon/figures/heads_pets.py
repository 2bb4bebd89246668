"""The heads of dogs, cats, foxes, wolves and hares, and the ears that others have too. Lengths in radii of the head."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.breeds import bristle, pale
from generators.toon.figures.face import Face
from generators.toon.figures.pen import INK, WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, Points, blob, capsule, oval

EAR: RGB = (244, 168, 164)
NOSE: RGB = (226, 108, 116)
_SHINE: RGB = (150, 140, 156)

# fmt: off
_LEAF = blob([(-0.5, 0.1), (-1.0, -0.45), (-0.42, -0.88), (0.0, -1.0), (0.42, -0.88), (1.0, -0.45), (0.5, 0.1)])
_FOX = blob([(0, -0.92), (0.72, -0.66), (1.0, 0.0), (0.86, 0.50), (0.30, 0.86), (-0.35, 0.80), (-1.12, 0.52),
    (-0.98, -0.05), (-0.66, -0.70)])
_FOX_MASK = blob([(0.98, 0.10), (0.86, 0.50), (0.30, 0.84), (-0.30, 0.78), (-0.98, 0.50), (-0.55, 0.30),
    (-0.10, 0.36), (0.28, 0.08), (0.60, 0.30)])
_FOX_MUZZLE = blob([(0.36, 0.20), (0.75, 0.16), (1.16, 0.30), (1.18, 0.44), (0.80, 0.66), (0.38, 0.62)])
_FOX_BRIDGE = blob([(0.20, 0.05), (0.62, 0.08), (1.12, 0.27), (0.80, 0.32), (0.40, 0.28)])
_WOLF = blob([(0, -0.92), (0.74, -0.68), (1.0, 0.0), (0.80, 0.62), (0.15, 0.92), (-0.30, 0.72), (-0.62, 1.05),
    (-0.72, 0.62), (-1.22, 0.62), (-0.98, -0.05), (-0.70, -0.70)])
_WOLF_MUZZLE = blob([(0.30, 0.10), (0.80, 0.08), (1.38, 0.26), (1.42, 0.46), (1.0, 0.74), (0.34, 0.72)])
_WOLF_BRIDGE = blob([(0.14, -0.08), (0.70, 0.02), (1.34, 0.24), (0.95, 0.30), (0.36, 0.28)])
_CAT = blob([(0, -0.88), (0.75, -0.62), (1.04, 0.10), (0.70, 0.74), (0, 0.88), (-0.70, 0.74), (-1.06, 0.10),
    (-0.75, -0.62)])
_HARE = blob([(0, -0.94), (0.74, -0.62), (1.0, 0.12), (0.80, 0.72), (0.1, 0.94), (-0.72, 0.78), (-1.0, 0.15),
    (-0.72, -0.62)])
_FLAP = blob([(-0.16, -0.10), (0.16, -0.12), (0.26, 0.45), (0.06, 0.88), (-0.22, 0.62), (-0.26, 0.2)])
_TEETH = blob([(-0.09, -0.09), (0.09, -0.09), (0.08, 0.09), (-0.08, 0.09)], 2)
# fmt: on


def leaf(pen: Pen, coat: RGB, inner: RGB | None, at: Pair, angle: float, long: float, wide: float) -> None:
    """An ear like a leaf: it points up from its root at angle 0, clockwise otherwise; `wide` is half its width."""
    with pen.at(*at, angle):
        pen.part(coat, _LEAF * (wide, long))
        if inner is not None:
            pen.fill(inner, np.add(_LEAF * (wide * 0.58, long * 0.74), (0.0, -0.10 * long)))


def pointed(pen: Pen, coat: RGB, inner: RGB, x: float, tall: float, lean: float) -> None:
    """An upright pointed ear over the skull at `x`, its tip `tall` over the middle of the head."""
    # fmt: off
    outer = [(x - 0.36, -0.42), (x - 0.16 + lean, -tall * 0.86), (x + lean, -tall),
        (x + 0.14 + lean, -tall * 0.86), (x + 0.36, -0.52)]
    # fmt: on
    pen.part(coat, blob(outer, 3))
    pen.fill(inner, blob([(x - 0.18, -0.62), (x + lean * 0.9, -tall * 0.88), (x + 0.20, -0.66)], 3))


def round_ear(pen: Pen, coat: RGB, inner: RGB, x: float, y: float, r: float) -> None:
    """A round ear."""
    pen.part(coat, oval(x, y, r, r))
    pen.fill(inner, oval(x + 0.06 * r, y + 0.10 * r, r * 0.62, r * 0.62))


def blush(f: Figure) -> RGB:
    """Cheeks."""
    return mix(f.main, (246, 120, 120), 0.5)


def wet_nose(pen: Pen, x: float, y: float, rx: float, ry: float) -> None:
    """A dark nose that shines."""
    pen.dot(INK, x, y, rx, ry)
    pen.dot(_SHINE, x + 0.2 * rx, y - 0.35 * ry, rx * 0.3, ry * 0.28)


def _dog(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    def ear(far: bool) -> None:
        x, angle = (0.62, -0.35) if far else (-0.78, 0.22)
        with pen.at(x, -0.52, angle + (ears * 0.9 if not far else -ears * 0.4)):
            pen.part(shade(f.main, 0.58 if far else 0.66), _FLAP)

    ear(True)
    pen.part(f.main, oval(0, 0, 1, 0.94))
    if m.view != "back":
        if f.variant % 2:
            pen.fill(shade(f.main, 0.72), oval(-0.16, -0.08, 0.34, 0.40))
        pen.part(pale(f), oval(0.56, 0.36, 0.60, 0.42), ink=shade(f.main, 0.72))
        wet_nose(pen, 0.80, 0.16, 0.20, 0.145)
    ear(False)
    return Face(((turn - 0.30, -0.14), (turn + 0.40, -0.14)), (0.125, 0.165), (0.56, 0.52), 0.26, (), blush(f))


def _fox(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    inner: RGB = (84, 58, 56)
    pointed(pen, shade(f.main, 0.86), inner, 0.50, 1.52, 0.16 - ears * 0.25)
    pen.part(f.main, _FOX)
    if m.view != "back":
        pen.fill(pale(f), _FOX_MASK)
        pen.part(pale(f), _FOX_MUZZLE, ink=shade(f.main, 0.72))
        pen.fill(f.main, _FOX_BRIDGE)
        pen.dot(INK, 1.14, 0.33, 0.13, 0.11)
    pointed(pen, f.main, inner, -0.54, 1.52, -0.14 - ears * 0.25)
    eyes = ((turn - 0.36, -0.10), (turn + 0.40, -0.10))
    return Face(eyes, (0.115, 0.165), (0.72, 0.56), 0.20, ((-0.42, 0.34),), blush(f))


def _wolf(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    inner = shade(f.main, 0.55)
    pointed(pen, shade(f.main, 0.80), inner, 0.44, 1.50, 0.06 - ears * 0.25)
    pen.part(f.main, _WOLF)
    if m.view != "back":
        pen.fill(pale(f), _FOX_MASK)
        pen.part(pale(f), _WOLF_MUZZLE, ink=shade(f.main, 0.66))
        pen.fill(f.main, _WOLF_BRIDGE)
        wet_nose(pen, 1.36, 0.29, 0.17, 0.14)
        if m.mouth < 0.05 and m.expression != "asleep":
            for x in (0.94, 1.12):
                pen.fill(WHITE, blob([(x - 0.06, 0.52), (x + 0.06, 0.52), (x, 0.68)], 2))
        for x, lean in ((turn - 0.36, -0.05), (turn + 0.40, 0.05)):
            pen.fill(bristle(f), capsule(x - 0.17, -0.38 - lean, x + 0.17, -0.38 + lean, 0.055))
    pointed(pen, f.main, inner, -0.50, 1.50, -0.10 - ears * 0.25)
    return Face(((turn - 0.36, -0.12), (turn + 0.40, -0.12)), (0.115, 0.150), (0.84, 0.54), 0.26, (), blush(f))


def _cat(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    pointed(pen, shade(f.main, 0.86), EAR, 0.50, 1.36, 0.16 - ears * 0.25)
    pen.part(f.main, _CAT)
    pointed(pen, f.main, EAR, -0.54, 1.36, -0.14 - ears * 0.25)
    for k in (-0.26, 0.0, 0.26):
        pen.fill(shade(f.main, 0.74), capsule(turn + k, -0.80, turn + k * 0.7, -0.52, 0.055, 0.03))
    if m.view != "back":
        pen.fill(pale(f), oval(turn + 0.02, 0.46, 0.42, 0.28), oval(turn + 0.34, 0.44, 0.32, 0.25))
        pen.dot(NOSE, turn + 0.16, 0.30, 0.10, 0.07)
        whiskers(pen, turn + 0.16, 0.36, 0.46, 0.62)
    eyes = ((turn - 0.42, -0.02), (turn + 0.42, -0.02))
    return Face(eyes, (0.135, 0.185), (turn + 0.16, 0.46), 0.20, ((turn - 0.66, 0.34), (0.86, 0.34)), blush(f))


def whiskers(pen: Pen, x: float, y: float, out: float, long: float) -> None:
    """Two hairs to each side of the nose."""
    for dy, slope in ((0.0, -0.08), (0.10, 0.06)):
        for side in (-1, 1):
            pen.fill(WHITE, capsule(x + side * out, y + dy, x + side * (out + long), y + dy + slope, 0.022, 0.010))


def front_teeth(pen: Pen, x: float, y: float, m: Moment) -> None:
    """The two front teeth of hares, mice and squirrels, when nobody speaks."""
    if m.mouth < 0.05 and m.expression in ("neutral", "happy"):
        pen.fill(WHITE, np.add(_TEETH, (x, y)))


def _hare(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    def ear(far: bool) -> None:
        x, angle = (0.30, 0.14) if far else (-0.26, -0.12)
        with pen.at(x, -0.72, angle - ears * (0.9 if far else 1.1)):
            pen.part(shade(f.main, 0.86 if far else 1.0), _hare_ear(0.27, 0.20, 1.95, 0.97, 0.15))
            pen.fill(EAR, _hare_ear(0.13, 0.08, 1.95, 0.84, 0.0))

    ear(True)
    pen.part(f.main, _HARE)
    ear(False)
    if m.view != "back":
        pen.fill(pale(f), oval(turn + 0.30, 0.46, 0.48, 0.34))
        front_teeth(pen, turn + 0.29, 0.61, m)
        pen.dot(NOSE, turn + 0.29, 0.30, 0.12, 0.08)
    eyes = ((turn - 0.40, -0.06), (turn + 0.42, -0.06))
    return Face(eyes, (0.135, 0.195), (turn + 0.28, 0.48), 0.20, ((turn - 0.64, 0.30), (0.88, 0.28)), blush(f))


def _hare_ear(wide: float, root: float, long: float, tip: float, low: float) -> Points:
    return blob(
        [
            (-root, low),
            (root, low),
            (wide, -long * 0.5),
            (wide * 0.37, -long * tip),
            (-wide * 0.37, -long * tip),
            (-wide, -long * 0.5),
        ]
    )


HEADS: Mapping[str, Callable[[Pen, Figure, float, float, Moment], Face]] = MappingProxyType(
    {"dog": _dog, "fox": _fox, "wolf": _wolf, "cat": _cat, "hare": _hare}
)
"""Draws the head of a kind, all but the face that it returns."""
