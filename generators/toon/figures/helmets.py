"""Crowns, helmets and hoods. All lengths are radii of the head, from its middle.

`turn` is how far the face looks to the right.
"""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD, STEEL
from generators.toon.figures.pen import WHITE, Pen, arc, ink_of
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Points, blob, capsule, grow, oval, scaled, tube


def draw_crown(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw a crown of gold; a prince's is small on a big head."""
    if f.kind == "prince":  # a small crown for a big head
        with pen.at(0, -0.26 * r):
            _gold(pen, 0.72 * r)
    else:
        _gold(pen, r)


def _gold(pen: Pen, r: float) -> None:
    points = scaled(
        r,
        (-0.62, -0.70),
        (-0.76, -1.36),
        (-0.36, -1.06),
        (0.02, -1.50),
        (0.40, -1.06),
        (0.80, -1.36),
        (0.66, -0.70),
        (0.02, -0.62),
    )
    pen.part(GOLD, np.array(points))
    for x, y in ((-0.76, -1.38), (0.02, -1.52), (0.80, -1.38)):
        pen.part(GOLD, oval(x * r, y * r, 0.09 * r, 0.09 * r))
    pen.fill(
        shade(GOLD, 0.82),
        blob(scaled(r, (-0.62, -0.78), (0.02, -0.70), (0.66, -0.78), (0.65, -0.68), (0.02, -0.60), (-0.61, -0.68))),
    )
    for x, colour in ((-0.30, (224, 72, 66)), (0.02, (66, 124, 214)), (0.34, (224, 72, 66))):
        pen.dot(colour, x * r, -0.90 * r, 0.08 * r)


def draw_tiara(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw a tiara."""
    if m.view == "back":
        pen.stroke(GOLD, scaled(r, (-0.80, -0.66), (0.0, -0.92), (0.80, -0.66)), 0.05 * r)
        return
    x = turn * 0.7
    points = scaled(
        r,
        (x - 0.66, -0.72),
        (x - 0.56, -0.98),
        (x - 0.32, -0.90),
        (x, -1.34),
        (x + 0.32, -0.90),
        (x + 0.56, -0.98),
        (x + 0.66, -0.72),
        (x, -0.82),
    )
    pen.part(GOLD, np.array(points))
    pen.dot((236, 96, 150), x * r, -1.02 * r, 0.08 * r)
    for side in (-1, 1):
        pen.dot((120, 196, 236), (x + side * 0.38) * r, -0.86 * r, 0.05 * r)


def draw_helm(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw a knight's helm with its visor up, the face in it."""
    if f.has("plume"):
        wind = 0.06 * m.swing(0.6)
        feather = scaled(r, (-0.05, -1.05), (-0.30, -1.58 + wind), (-0.86, -1.70 + wind), (-1.30, -1.16 - wind))
        colour = f.main if f.main != STEEL else (214, 70, 70)
        pen.part(colour, tube(feather, [v * r for v in (0.10, 0.22, 0.26, 0.10)]))
        pen.stroke(shade(colour, 0.76), feather, 0.035 * r)
    shell = blob(
        scaled(
            r,
            (-1.10, 0.30),
            (-1.12, -0.30),
            (-0.80, -0.90),
            (-0.05, -1.20),
            (0.78, -0.92),
            (1.10, -0.30),
            (1.10, 0.30),
            (0.86, 0.86),
            (0.0, 1.06),
            (-0.86, 0.86),
        )
    )
    if m.view == "back":
        pen.part(STEEL, shell)
    else:
        x = turn * 0.95
        _around(
            pen,
            STEEL,
            shell,
            blob(
                scaled(
                    r,
                    (x - 0.66, 0.10),
                    (x - 0.56, -0.28),
                    (x, -0.36),
                    (x + 0.58, -0.28),
                    (x + 0.68, 0.10),
                    (x + 0.50, 0.64),
                    (x, 0.80),
                    (x - 0.50, 0.64),
                )
            ),
        )
        visor = blob(
            scaled(
                r, (x - 0.92, -0.30), (x - 0.70, -0.82), (x, -0.98), (x + 0.74, -0.82), (x + 0.94, -0.30), (x, -0.44)
            )
        )
        pen.part(shade(STEEL, 1.25), visor)
        for n in (-2, -1, 0, 1, 2):
            slot = capsule((x + 0.24 * n) * r, -0.78 * r, (x + 0.24 * n) * r, -0.60 * r, 0.035 * r)
            pen.fill(shade(STEEL, 0.55), slot)
    pen.fill(shade(STEEL, 1.5), blob(scaled(r, (-0.86, -0.40), (-0.66, -0.84), (-0.50, -0.88), (-0.70, -0.42)), 4))


def draw_bubble(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw an astronaut's helmet, the face behind its glass."""
    shell = oval(0, -0.04 * r, 1.30 * r, 1.26 * r)
    if m.view == "back":
        pen.part(WHITE, shell)
        pen.fill(shade(WHITE, 0.9), oval(0, 0.10 * r, 0.9 * r, 0.85 * r))
        return
    x = turn * 0.9
    glass = oval(x * r, 0.04 * r, 0.98 * r, 0.90 * r)
    _around(pen, WHITE, shell, glass)
    pen.fill((168, 214, 244), glass, alpha=0.22)
    pen.fill(
        WHITE,
        tube(scaled(r, (x - 0.70, 0.10), (x - 0.66, -0.28), (x - 0.42, -0.58)), [0.05 * r, 0.09 * r, 0.04 * r]),
        alpha=0.8,
    )
    pen.part(f.accent, oval(-1.02 * r, 0.0, 0.20 * r, 0.30 * r))


def draw_fire_helmet(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw a firefighter's helmet."""
    red: RGB = mix(f.main, (206, 58, 52), 0.5)
    back, front = (-1.72, 1.36) if m.view == "side" else (-1.42, 1.42)
    pen.part(
        red,
        blob(
            scaled(
                r,
                (back, -0.12),
                (-1.06, -0.56),
                (0.0, -0.66),
                (1.02, -0.60),
                (front, -0.34),
                (0.90, -0.36),
                (0.0, -0.42),
                (-1.0, -0.30),
            )
        ),
        np.concatenate(
            [arc(0, -0.44 * r, 1.02 * r, math.pi, 2 * math.pi, 16), np.array(scaled(r, (0.9, -0.4), (-0.9, -0.4)))]
        ),
    )
    ridge = scaled(r, (-0.92, -0.80), (-0.50, -1.34), (0.10, -1.54), (0.62, -1.26))
    pen.part(shade(red, 0.82), tube(ridge, [0.06 * r, 0.12 * r, 0.15 * r, 0.08 * r]))
    if m.view != "back":
        x = turn * 2.0
        shield = scaled(
            r, (x - 0.28, -1.10), (x, -1.20), (x + 0.28, -1.10), (x + 0.22, -0.72), (x, -0.54), (x - 0.22, -0.72)
        )
        pen.part(GOLD, blob(shield, 3))


def draw_hood(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw a hood round the face."""
    shell = blob(
        scaled(
            r,
            (-1.16, 0.50),
            (-1.20, -0.40),
            (-0.86, -1.02),
            (-0.30, -1.30),
            (0.40, -1.14),
            (0.98, -0.62),
            (1.08, 0.10),
            (0.86, 0.80),
            (0.0, 1.10),
            (-0.90, 0.96),
        )
    )
    if m.view == "back":
        pen.part(f.main, shell)
        return
    x = turn
    _around(
        pen,
        f.main,
        shell,
        blob(
            scaled(
                r,
                (x - 0.76, 0.10),
                (x - 0.64, -0.42),
                (x, -0.70),
                (x + 0.66, -0.42),
                (x + 0.74, 0.10),
                (x + 0.50, 0.72),
                (x, 0.88),
                (x - 0.52, 0.72),
            )
        ),
    )


def _around(pen: Pen, colour: RGB, outer: Points, hole: Points) -> None:
    """A part with an opening for the face."""
    pen.canvas.polygons([grow(outer, pen.line), grow(hole, -pen.line)], ink_of(colour))
    pen.canvas.polygons([outer, hole], colour)
