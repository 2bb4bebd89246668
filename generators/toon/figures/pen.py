"""The pen that figures are drawn with: a canvas, and an outline in a darker tone of what it surrounds."""

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np

from generators.toon.canvas import RGB, Canvas, mix
from generators.toon.shapes import Pair, Points, capsule, grow, oval, tube

INK: RGB = (52, 42, 58)
WHITE: RGB = (255, 253, 248)


def ink_of(colour: RGB) -> RGB:
    """The outline of a colour: darker, and a little towards the common ink."""
    red, green, blue = mix(colour, INK, 0.28)
    return int(red * 0.62), int(green * 0.60), int(blue * 0.64)


@dataclass(frozen=True)
class Pen:
    """Draws parts with an outline `line` wide; all lengths in heights of the figure."""

    canvas: Canvas
    line: float

    def at(
        self, x: float = 0, y: float = 0, angle: float = 0, *, stretch: tuple[float, float] = (1, 1)
    ) -> AbstractContextManager[None]:
        """Draw relative to a point, turned clockwise by `angle` radians."""
        return self.canvas.at(x, y, angle=angle, stretch=stretch)

    def part(self, colour: RGB, *outlines: Points, ink: RGB | None = None) -> None:
        """A part of the body made of shapes that melt into one, outlined as a whole."""
        edge = ink_of(colour) if ink is None else ink
        for outline in outlines:
            self.canvas.polygon(grow(outline, self.line), edge)
        for outline in outlines:
            self.canvas.polygon(outline, colour)

    def fill(self, colour: RGB, *outlines: Points, alpha: float = 1.0) -> None:
        """Details inside a part: no outline."""
        for outline in outlines:
            self.canvas.polygon(outline, colour, alpha=alpha)

    def dot(self, colour: RGB, x: float, y: float, rx: float, ry: float | None = None, angle: float = 0) -> None:
        """An ellipse without outline."""
        self.canvas.polygon(oval(x, y, rx, rx if ry is None else ry, angle), colour)

    def stroke(self, colour: RGB, points: Sequence[Pair], radius: float) -> None:
        """A smooth line of one thickness."""
        self.canvas.polygon(tube(points, (radius,) * len(points), 4), colour)

    def limb(self, colour: RGB, joints: Sequence[Pair], radii: Sequence[float]) -> None:
        """An arm or a leg through its joints, as thick at each as the radii say."""
        self.part(
            colour,
            *(capsule(*joints[n], *joints[n + 1], radii[n], radii[n + 1]) for n in range(len(joints) - 1)),
        )


def reach(x: float, y: float, length: float, angle: float) -> Pair:
    """The point `length` away; angle 0 is straight down, positive is forward (to the right)."""
    return x + math.sin(angle) * length, y + math.cos(angle) * length


def toward(a: Pair, b: Pair, share: float) -> Pair:
    """The point a share of the way from one to the other."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def bend(start: Pair, end: Pair, upper: float, lower: float, side: float = 1) -> tuple[Pair, Pair, Pair]:
    """The joints of a limb of two bones from `start` towards `end`: start, knee or elbow, end.

    The joint points forward (to the right of a limb that hangs down) for side 1, backward for -1.
    An end out of reach is brought within reach.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = max(1e-6, math.hypot(dx, dy))
    reached = min(max(distance, abs(upper - lower) + 1e-4), upper + lower - 1e-4)
    dx, dy = dx / distance, dy / distance
    along = (upper**2 - lower**2 + reached**2) / (2 * reached)
    out = math.sqrt(max(0.0, upper**2 - along**2)) * side
    knee = (start[0] + dx * along + dy * out, start[1] + dy * along - dx * out)
    return start, knee, (start[0] + dx * reached, start[1] + dy * reached)


def bow(x: float, y: float, half: float, drop: float) -> list[Pair]:
    """A round line from left to right, `drop` lower (negative: higher) in its middle than at its ends."""
    return [(x + half * t, y + drop * (1 - t * t)) for t in (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0)]


def arc(x: float, y: float, radius: float, start: float, end: float, count: int = 9) -> Points:
    """Points along a circle, angles in radians clockwise from the right."""
    turn = np.linspace(start, end, count)
    return np.stack([np.cos(turn) * radius + x, np.sin(turn) * radius + y], 1)
