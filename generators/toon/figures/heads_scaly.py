"""The heads of dragons, dinosaurs and crocodiles. Lengths in radii of the head."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.breeds import bristle, pale
from generators.toon.figures.face import MOUTH, TONGUE, Face
from generators.toon.figures.heads_pets import blush
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval, tube

_HORN: RGB = (250, 232, 190)
_TOOTH = blob([(-0.10, -0.02), (0.10, -0.02), (0.0, 0.20)], 2)


def _dragon(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    pen.part(shade(_HORN, 0.86), tube([(0.24, -0.72), (0.10, -1.20), (-0.26, -1.56)], (0.19, 0.15, 0.05)))
    pen.part(f.main, oval(0, 0, 1.0, 0.92), capsule(0.35, 0.26, 1.15, 0.46, 0.60, 0.46))
    pen.part(_HORN, tube([(-0.34, -0.70), (-0.56, -1.20), (-1.00, -1.50)], (0.22, 0.17, 0.05)))
    with pen.at(-0.80, -0.05, -0.5 * ears):
        pen.part(bristle(f), blob([(0.14, -0.28), (-0.55, -0.52), (-0.40, -0.10), (-0.62, 0.22), (0.10, 0.28)], 3))
    if m.view != "back":
        pen.fill(pale(f), oval(0.88, 0.72, 0.58, 0.22, 0.12))
        for x in (1.18, 1.44):
            pen.part(f.main, oval(x, 0.12, 0.13, 0.12))
            pen.dot(shade(f.main, 0.45), x + 0.02, 0.12, 0.06, 0.05)
        if m.mouth < 0.05:
            pen.fill(WHITE, np.add(_TOOTH, (1.22, 0.66)))
    eyes = ((turn - 0.30, -0.20), (turn + 0.46, -0.20))
    return Face(eyes, (0.150, 0.210), (0.90, 0.60), 0.34, ((turn - 0.46, 0.28),), blush(f))


def _dinosaur(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    pen.part(f.main, oval(0, 0, 0.96, 0.86), capsule(0.30, 0.16, 1.02, 0.30, 0.62, 0.50))
    if m.view != "back":
        for x in (1.14, 1.36):
            pen.dot(shade(f.main, 0.55), x, 0.02, 0.055, 0.07)
    eyes = ((turn - 0.24, -0.26), (turn + 0.48, -0.26))
    return Face(eyes, (0.150, 0.210), (0.80, 0.42), 0.40, ((0.10, 0.24),), blush(f))


def _crocodile(pen: Pen, f: Figure, ears: float, turn: float, m: Moment) -> Face:
    gape = 0.30 * m.mouth + 0.06 * (m.expression == "happy")
    if m.view == "back":
        pen.part(f.main, oval(0, 0, 0.95, 0.80), oval(-0.25, -0.62, 0.36, 0.36), oval(0.40, -0.62, 0.36, 0.36))
        return Face(((0, 0),), (0.1, 0.1), None, 0.0)
    with pen.at(0.30, 0.42, gape):
        pen.part(mix(f.main, pale(f), 0.75), capsule(0.0, 0.12, 2.15, 0.10, 0.30, 0.20))
    if gape > 0.03:
        with pen.at(0.30, 0.36, gape / 2):
            pen.fill(MOUTH, blob([(0.0, 0.0), (2.0, -gape * 0.95), (2.0, gape * 0.95)], 2))
            pen.fill(TONGUE, oval(1.0, gape * 0.3, 0.6, 0.35 * gape))
    with pen.at(0.30, 0.30, -0.3 * gape):
        for x in (0.55, 0.95, 1.35, 1.75):
            pen.fill(WHITE, np.add(_TOOTH * (1.1, 1.1), (x, 0.08)))
        # fmt: off
        pen.part(f.main, blob([(-1.2, -0.5), (-0.5, -1.0), (0.35, -0.85), (0.75, -0.36), (1.60, -0.28),
            (2.05, -0.42), (2.30, -0.14), (2.15, 0.10), (1.2, 0.14), (0.2, 0.22), (-0.9, 0.45)], 6))
        # fmt: on
        for x in (2.00, 2.18):
            pen.dot(shade(f.main, 0.5), x, -0.22, 0.07, 0.05)
    for x, tone in ((turn + 0.34, 0.94), (turn - 0.36, 1.0)):
        pen.part(shade(f.main, tone), oval(x, -0.62, 0.34, 0.38))
        pen.fill((255, 252, 236), oval(x + 0.05, -0.60, 0.23, 0.27))
    eyes = ((turn - 0.29, -0.60), (turn + 0.41, -0.60))
    return Face(eyes, (0.125, 0.180), None, 0.0, ((turn - 0.2, 0.02),), blush(f))


HEADS: Mapping[str, Callable[[Pen, Figure, float, float, Moment], Face]] = MappingProxyType(
    {"dragon": _dragon, "dinosaur": _dinosaur, "crocodile": _crocodile}
)
"""Draws the head of a kind, all but the face that it returns."""
