"""What one cooks, eats and fetches water with."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.household import WOOD
from generators.toon.figures.pen import WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import as_a_whole, features
from generators.toon.shapes import blob, capsule, oval, rounded, tube

_PORRIDGE: RGB = (238, 206, 148)


def draw_plate(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a plate lying at the origin, one unit tall, seen a little from above."""
    rim = f.accent if f.accent not in (f.main, WHITE) and min(f.accent) < 225 else (92, 142, 206)
    with as_a_whole(pen, m):
        pen.part(shade(f.main, 0.80), rounded(-0.62, -0.20, 0.62, -0.02, 0.08))
        pen.part(f.main, oval(0, -0.53, 1.52, 0.44))
        for outer, colour in ((1.36, rim), (1.22, f.main)):
            pen.fill(colour, oval(0, -0.54, outer, outer * 0.285))
        pen.part(shade(f.main, 0.93), oval(0, -0.52, 0.94, 0.235), ink=shade(f.main, 0.78))
        pen.fill(shade(f.main, 1.4), tube([(-0.66, -0.50), (-0.40, -0.62), (0.0, -0.67)], (0.02, 0.035, 0.02)))
        features(pen, f, 0.0, -0.50, 0.22, m)


def draw_spoon(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a spoon at the origin, one unit tall, its bowl up."""
    with as_a_whole(pen, m):
        pen.part(
            f.main, tube([(0, -0.04), (0, -0.34), (0, -0.70)], (0.050, 0.026, 0.032)), oval(0, -0.81, 0.130, 0.178)
        )
        pen.fill(shade(f.main, 0.80), oval(0.006, -0.81, 0.092, 0.136))
        pen.fill(shade(f.main, 1.5), tube([(-0.06, -0.76), (-0.065, -0.85), (-0.03, -0.92)], (0.012, 0.022, 0.012)))
        pen.fill(shade(f.main, 1.4), capsule(-0.006, -0.10, -0.006, -0.52, 0.010))
        features(pen, f, 0, -0.81, 0.085, m)


def draw_pot(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a cooking pot with its lid on at the origin, one unit tall."""
    with as_a_whole(pen, m):
        for side in (-1, 1):
            handle = tube(
                [(side * 0.46, -0.56), (side * 0.62, -0.54), (side * 0.60, -0.38), (side * 0.46, -0.38)], (0.045,) * 4
            )
            pen.part(shade(f.main, 0.66), handle)
        pot = [(-0.50, -0.62), (0.50, -0.62), (0.51, -0.26), (0.38, -0.03), (-0.38, -0.03), (-0.51, -0.26)]
        pen.part(f.main, blob(pot, 4))
        pen.fill(
            shade(f.main, 0.80),
            blob([(0.30, -0.58), (0.49, -0.58), (0.50, -0.26), (0.37, -0.05), (-0.20, -0.05), (0.24, -0.2)], 4),
        )
        pen.fill(shade(f.main, 1.35), tube([(-0.37, -0.50), (-0.39, -0.30), (-0.32, -0.17)], (0.025, 0.04, 0.02)))
        pen.part(shade(f.main, 0.72), rounded(-0.13, -0.985, 0.13, -0.88, 0.05))
        pen.part(
            shade(f.main, 1.12),
            blob([(-0.52, -0.64), (-0.34, -0.83), (0.0, -0.90), (0.34, -0.83), (0.52, -0.64), (0.0, -0.56)], 5),
        )
        pen.fill(shade(f.main, 0.86), blob([(-0.50, -0.64), (0.0, -0.68), (0.50, -0.64), (0.0, -0.57)], 5))
        features(pen, f, 0, -0.34, 0.26, m)


def draw_bucket(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a bucket of water on the ground at the origin, one unit tall, its handle up."""
    with as_a_whole(pen, m):
        handle = [(-0.36, -0.62), (-0.30, -0.86), (0.0, -0.97), (0.30, -0.86), (0.36, -0.62)]
        pen.part((112, 118, 132), tube(handle, (0.020,) * 5))
        pen.part(WOOD, capsule(-0.09, -0.965, 0.09, -0.965, 0.034))
        pen.part(
            f.main,
            np.array([(-0.39, -0.62), (0.39, -0.62), (0.30, -0.06), (0.25, -0.015), (-0.25, -0.015), (-0.30, -0.06)]),
        )
        pen.fill(
            shade(f.main, 0.82), np.array([(0.22, -0.58), (0.385, -0.60), (0.295, -0.06), (0.25, -0.02), (0.12, -0.02)])
        )
        for y, half in ((-0.44, 0.355), (-0.18, 0.312)):
            pen.stroke(shade(f.main, 0.66), [(-half, y), (0.0, y + 0.035), (half, y)], 0.016)
        pen.part(shade(f.main, 1.2), oval(0, -0.62, 0.395, 0.095))
        pen.fill((96, 170, 220), oval(0, -0.61, 0.325, 0.062))
        pen.fill(WHITE, capsule(-0.16, -0.62, 0.0, -0.63, 0.010), alpha=0.8)
        features(pen, f, 0, -0.31, 0.21, m)


def draw_knife(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a kitchen knife at the origin, one unit tall, its blade up, the edge to the right."""
    with as_a_whole(pen, m):
        edge = [(-0.08, -0.98), (-0.01, -0.93), (0.05, -0.84), (0.09, -0.71), (0.105, -0.55), (0.105, -0.38)]
        pen.part(f.main, np.array([(-0.075, -0.36), *edge]))
        pen.fill(shade(f.main, 1.45), np.array([*edge[1:], (0.065, -0.39), (0.06, -0.58), (0.03, -0.76)]))
        pen.part((96, 70, 60), rounded(-0.075, -0.37, 0.065, -0.02, 0.045))
        for y in (-0.28, -0.20, -0.12):
            pen.dot((226, 214, 190), -0.005, y, 0.016)
        features(pen, f, 0.0, -0.56, 0.07, m)


def draw_bowl(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a bowl of porridge at the origin, one unit tall, a spoon in it."""
    with as_a_whole(pen, m):
        pen.part((206, 210, 220), capsule(0.26, -0.66, 0.62, -0.93, 0.045))
        pen.part(shade(f.main, 0.78), rounded(-0.34, -0.14, 0.34, -0.02, 0.05))
        pen.part(f.main, arc(0, 0, 1, 0, math.pi, 17) * (0.83, 0.60) + (0, -0.69))
        pen.fill(
            shade(f.main, 0.82),
            blob([(0.52, -0.62), (0.78, -0.62), (0.66, -0.34), (0.36, -0.11), (-0.20, -0.11), (0.34, -0.28)], 4),
        )
        pen.part(shade(f.main, 1.2), oval(0, -0.70, 0.84, 0.17))
        pen.fill(_PORRIDGE, oval(0, -0.69, 0.72, 0.12))
        pen.fill(shade(_PORRIDGE, 1.4), tube([(-0.46, -0.70), (-0.20, -0.75), (0.10, -0.74)], (0.018, 0.028, 0.016)))
        pen.fill(mix(f.main, WHITE, 0.6), tube([(-0.64, -0.50), (-0.54, -0.34), (-0.42, -0.25)], (0.025, 0.04, 0.02)))
        features(pen, f, 0, -0.36, 0.24, m)
