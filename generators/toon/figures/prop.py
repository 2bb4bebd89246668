"""What hands use when the story gives them nothing: a spade to dig with, a book to read, an apple to eat."""

import math

from generators.toon.canvas import RGB, shade
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.skeleton import Skeleton
from generators.toon.figures.state import Moment
from generators.toon.shapes import blob, capsule, oval

PROPS = frozenset({"dig", "read", "eat"})
"""Actions that need something in the hands."""

_WOOD: RGB = (170, 116, 74)
_IRON: RGB = (176, 184, 196)
_COVER: RGB = (196, 74, 70)
_APPLE: RGB = (226, 78, 62)
_LEAF: RGB = (104, 176, 84)


def draw_prop(pen: Pen, k: Skeleton, m: Moment) -> None:
    """Draw what is in the hands, from the figure's feet, in its heights."""
    far, near = k.hand(0), k.hand(1)
    match m.action:
        case "dig":
            _spade(pen, near, far)
        case "read":
            _book(pen, ((far[0] + near[0]) / 2, (far[1] + near[1]) / 2), m)
        case "eat":
            x, y = near[0] + (0.022 if m.view == "side" else 0.0), near[1] - 0.022
            pen.part(_APPLE, oval(x, y, 0.036, 0.034))
            pen.fill(_LEAF, oval(x + 0.014, y - 0.040, 0.016, 0.008, -0.5))


def _spade(pen: Pen, top: tuple[float, float], low: tuple[float, float]) -> None:
    """From the upper hand through the lower one to the blade."""
    dx, dy = low[0] - top[0], low[1] - top[1]
    angle = math.atan2(dx, dy) if math.hypot(dx, dy) > 0.02 else 0.6
    with pen.at(*top, -angle):
        pen.part(_WOOD, capsule(0, -0.04, 0, 0.36, 0.012))
        pen.part(_WOOD, capsule(-0.035, -0.045, 0.035, -0.045, 0.012))
        blade = [(-0.050, 0.34), (0.0, 0.325), (0.050, 0.34), (0.048, 0.41), (0.0, 0.475), (-0.048, 0.41)]
        pen.part(_IRON, blob(blade, 4))


def _book(pen: Pen, middle: tuple[float, float], m: Moment) -> None:
    x, y = middle
    if m.view == "side":
        with pen.at(x + 0.005, y - 0.02, 0.30):
            for side in (-1, 1):  # open, seen along its back: its pages are turned to the reader
                edge = (side * 0.030, -0.150) if side < 0 else (side * 0.085, -0.125)
                pen.part(_COVER, capsule(0.0, 0.04, *edge, 0.012))
            pen.fill(WHITE, blob([(-0.004, 0.024), (-0.024, -0.138), (0.070, -0.115)], 2))
        return
    if m.view == "back":
        return
    with pen.at(x, y - 0.03):
        cover = [(-0.11, -0.075), (0.0, -0.060), (0.11, -0.075), (0.11, 0.055), (0, 0.07), (-0.11, 0.055)]
        pen.part(_COVER, blob(cover, 2))
        pen.fill(shade(_COVER, 0.8), capsule(0, -0.058, 0, 0.068, 0.006))
