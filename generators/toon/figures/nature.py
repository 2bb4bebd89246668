"""What is rooted to its spot: trees, flowers and houses."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.pen import WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, LAMP, features, whole
from generators.toon.shapes import Points, blob, capsule, oval, rounded, tube

_BARK: RGB = (136, 96, 70)


def draw_tree(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the tree on the ground at the origin, one unit tall."""
    angle, stretch = whole(m)
    with pen.at(0, 0, angle * 0.6, stretch=stretch):
        pen.part(
            _BARK,
            blob(
                [
                    (-0.13, -0.005),
                    (-0.075, -0.10),
                    (-0.060, -0.40),
                    (-0.14, -0.52),
                    (0.14, -0.52),
                    (0.060, -0.40),
                    (0.075, -0.10),
                    (0.14, -0.005),
                    (0.0, -0.020),
                ]
            ),
        )
        pen.part(_BARK, tube([(0.03, -0.34), (0.13, -0.45), (0.17, -0.54)], (0.030, 0.024, 0.018)))
        pen.fill(shade(_BARK, 0.78), blob([(0.02, -0.01), (0.03, -0.40), (0.06, -0.40), (0.075, -0.10), (0.13, -0.01)]))
        pen.stroke(shade(_BARK, 0.68), [(-0.03, -0.12), (-0.035, -0.20), (-0.02, -0.30)], 0.007)
        breeze = 0.010 * m.swing(0.22)
        crown = [
            (-0.19, -0.52, 0.170),
            (0.20, -0.52, 0.165),
            (-0.21, -0.70, 0.155),
            (0.21, -0.71, 0.150),
            (0.0, -0.82, 0.170),
            (0.0, -0.60, 0.22),
        ]
        pen.part(
            f.main,
            *(
                oval(x + breeze * (-y * 1.6), y + 0.006 * m.swing(0.3, n * 0.17), r, r * 0.96)
                for n, (x, y, r) in enumerate(crown)
            ),
        )
        pen.fill(
            shade(f.main, 0.84),
            blob(
                [
                    (-0.33, -0.53),
                    (-0.18, -0.56),
                    (-0.04, -0.50),
                    (0.10, -0.54),
                    (0.24, -0.50),
                    (0.35, -0.53),
                    (0.26, -0.39),
                    (0.10, -0.39),
                    (0.0, -0.385),
                    (-0.12, -0.385),
                    (-0.27, -0.39),
                ]
            ),
        )
        for x, y, r in ((-0.07, -0.86, 0.085), (-0.22, -0.73, 0.060), (0.15, -0.76, 0.055)):
            pen.fill(shade(f.main, 1.20), oval(x + breeze * (-y * 1.6), y, r, r * 0.62, -0.3))
        if f.has("apple") or f.variant % 3 == 0:
            for x, y in ((-0.16, -0.60), (0.08, -0.70), (0.20, -0.56), (-0.05, -0.50)):
                pen.part((222, 74, 66), oval(x + breeze, y, 0.024, 0.025))
        features(pen, f, 0, -0.24, 0.085, m)


def draw_flower(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the flower on the ground at the origin, one unit tall."""
    angle, stretch = whole(m)
    green: RGB = (94, 168, 92)
    nod = 0.03 * m.swing(0.3) + 0.25 * math.sin(angle * 2)
    x, y = nod, -0.70
    with pen.at(stretch=stretch):
        pen.part(
            green, tube([(0.0, -0.005), (-0.015, -0.24), (0.4 * nod, -0.48), (x, y)], (0.030, 0.028, 0.026, 0.024))
        )
        for side, base in ((-1, -0.20), (1, -0.30)):
            pen.part(
                green,
                blob(
                    [
                        (0.0, base),
                        (side * 0.12, base - 0.14),
                        (side * 0.28, base - 0.15),
                        (side * 0.22, base - 0.02),
                        (side * 0.08, base + 0.02),
                    ],
                    4,
                ),
            )
            pen.stroke(
                shade(green, 0.75),
                [(side * 0.03, base - 0.015), (side * 0.12, base - 0.07), (side * 0.21, base - 0.10)],
                0.010,
            )
        with pen.at(x, y, nod * 1.5):
            petals = [
                (0.155 * math.cos(a), 0.150 * math.sin(a), a) for a in (n * math.pi / 3 + math.pi / 6 for n in range(6))
            ]
            for px, py, a in petals:
                pen.part(f.main, oval(px * 1.12, py * 1.12, 0.125, 0.098, a))
            for px, py, a in petals:
                pen.fill(shade(f.main, 1.25), oval(px * 1.15, py * 1.15, 0.062, 0.045, a))
            pen.part((252, 206, 84) if f.main != (250, 208, 74) else (190, 116, 60), oval(0, 0, 0.105, 0.105))
            features(pen, f, 0, 0, 0.095, m)


def draw_house(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the house on the ground at the origin, one unit tall."""
    angle, stretch = whole(m)
    wall = mix(f.main, WHITE, 0.10)
    roof = f.accent if f.accent not in (f.main, WHITE) else (198, 92, 74)
    roof = (198, 92, 74) if min(roof) > 225 else roof
    with pen.at(0, 0, angle * 0.5, stretch=stretch):
        pen.part((176, 116, 96), rounded(0.20, -0.985, 0.33, -0.60, 0.012))
        pen.part((150, 96, 80), rounded(0.18, -1.0, 0.35, -0.945, 0.012))
        pen.part(wall, blob([(-0.46, 0.0), (-0.46, -0.56), (0.0, -0.91), (0.46, -0.56), (0.46, 0.0)], 1))
        pen.fill(shade(wall, 0.90), blob([(0.32, -0.02), (0.32, -0.66), (0.455, -0.56), (0.455, -0.02)], 1))
        pen.fill(
            shade(wall, 0.80),
            blob([(-0.46, -0.55), (0.0, -0.90), (0.46, -0.55), (0.46, -0.50), (0.0, -0.84), (-0.46, -0.50)], 1),
        )
        pen.fill(mix(shade(wall, 0.7), (150, 140, 140), 0.4), rounded(-0.455, -0.07, 0.455, -0.003, 0.012))
        eaves = [
            (0.0, -0.865),
            (0.50, -0.485),
            (0.555, -0.54),
            (0.04, -0.955),
            (-0.04, -0.955),
            (-0.555, -0.54),
            (-0.50, -0.485),
        ]
        pen.part(roof, blob(eaves, 1))
        for side in (-1, 1):
            pen.fill(shade(roof, 1.22), capsule(side * 0.49, -0.548, side * 0.05, -0.90, 0.010))
        _pane(pen, oval(0, -0.685, 0.072, 0.072), m)
        pen.fill(WHITE, capsule(-0.07, -0.685, 0.07, -0.685, 0.008), capsule(0, -0.755, 0, -0.615, 0.008))
        door: RGB = mix((128, 86, 62), shade(roof, 0.7), 0.35)
        pen.part(door, np.concatenate([arc(0, -0.245, 0.11, math.pi, 2 * math.pi), [(0.11, -0.01), (-0.11, -0.01)]]))
        pen.fill(
            shade(door, 0.8), capsule(-0.036, -0.29, -0.036, -0.02, 0.006), capsule(0.036, -0.29, 0.036, -0.02, 0.006)
        )
        pen.dot((250, 208, 74), 0.072, -0.16, 0.018)
        pen.part((186, 180, 176), rounded(-0.15, -0.032, 0.15, 0.0, 0.01))
        for x in (-0.29, 0.29):
            _window(pen, x, -0.30, m)
        features(pen, f, 0, -0.49, 0.12, m)
    for n in range(3):
        age = (m.seconds * 0.22 + n / 3) % 1.0
        pen.canvas.oval(
            0.265 + 0.10 * age + 0.02 * math.sin(age * 9),
            -1.02 - 0.26 * age,
            0.030 + 0.05 * age,
            0.028 + 0.045 * age,
            (246, 246, 248),
            alpha=0.5 * (1 - age),
            solid=False,
        )


def _pane(pen: Pen, outline: Points, m: Moment) -> None:
    pen.part(GLASS, outline, ink=WHITE)
    if m.lamps:
        with pen.canvas.lit(lambda colour: colour):  # it shines by itself: the night does not dim it
            pen.fill(LAMP, outline, alpha=m.lamps)


def _window(pen: Pen, x: float, y: float, m: Moment) -> None:
    _pane(pen, rounded(x - 0.085, y - 0.10, x + 0.085, y + 0.08, 0.012), m)
    if m.lamps < 0.5:
        pen.fill(
            WHITE,
            blob([(x - 0.05, y + 0.06), (x + 0.01, y - 0.085), (x + 0.045, y - 0.085), (x - 0.015, y + 0.06)], 1),
            alpha=0.5,
        )
    pen.fill(WHITE, capsule(x - 0.085, y - 0.01, x + 0.085, y - 0.01, 0.009), capsule(x, y - 0.10, x, y + 0.08, 0.009))
    pen.part((168, 108, 80), rounded(x - 0.105, y + 0.085, x + 0.105, y + 0.125, 0.012))
    for n, dx in enumerate((-0.07, 0.0, 0.07)):
        pen.dot(((236, 96, 110), (250, 208, 90), (236, 130, 170))[n], x + dx, y + 0.082, 0.024, 0.022)
