"""What runs on electricity: cameras, telephones, computers and televisions. Their screens shine by themselves."""

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, as_a_whole, features
from generators.toon.shapes import Points, blob, capsule, oval, rounded, tube

_DARK: RGB = (58, 62, 84)
_SCREEN: RGB = (120, 196, 236)
_PAPER: RGB = (236, 246, 252)


def draw_camera(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a camera at the origin, one unit tall, its lens to us."""
    with as_a_whole(pen, m):
        strap = [
            (-0.42, -0.52),
            (-0.46, -0.76),
            (-0.24, -0.95),
            (0.02, -0.965),
            (0.26, -0.94),
            (0.46, -0.76),
            (0.42, -0.52),
        ]
        pen.part((150, 98, 70), tube(strap, (0.022,) * 7))
        pen.part(shade(f.main, 0.8), rounded(-0.16, -0.70, 0.18, -0.50, 0.05))
        pen.part((226, 84, 74), rounded(-0.38, -0.61, -0.25, -0.52, 0.03))
        pen.part(f.main, rounded(-0.48, -0.565, 0.48, -0.015, 0.10))
        pen.fill(shade(f.main, 0.76), rounded(-0.475, -0.22, 0.475, -0.02, 0.09))
        pen.fill(shade(f.main, 1.3), rounded(-0.36, -0.535, 0.36, -0.50, 0.015))
        pen.part(_PAPER, rounded(0.26, -0.49, 0.41, -0.39, 0.02), ink=shade(f.main, 0.5))
        pen.part((206, 210, 220), oval(0, -0.29, 0.235, 0.235))
        pen.part(_DARK, oval(0, -0.29, 0.178, 0.178))
        if f.talks:
            features(pen, f, 0, -0.29, 0.175, m)
        else:
            pen.fill((96, 140, 196), oval(0, -0.29, 0.112, 0.112))
            pen.fill(WHITE, oval(-0.055, -0.345, 0.044, 0.032, -0.6))


def draw_phone(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a mobile telephone at the origin, one unit tall, leaning to the right."""
    ring = 0.05 * m.swing(8.0) if m.action in ("dance", "wave", "jump") else 0.0
    with as_a_whole(pen, m), pen.at(-0.09, -0.02, 0.20 + ring):
        pen.part(f.main, rounded(-0.25, -0.96, 0.25, 0.0, 0.075))
        _lit(pen, rounded(-0.205, -0.88, 0.205, -0.13, 0.02), _SCREEN)
        pen.dot(shade(f.main, 1.6), 0, -0.065, 0.038)
        pen.fill(shade(f.main, 1.6), capsule(-0.05, -0.92, 0.05, -0.92, 0.012))
        if f.talks:
            features(pen, f, 0, -0.50, 0.18, m)
        else:
            for n in range(6):
                x, y = -0.115 + 0.115 * (n % 3), -0.68 + 0.20 * (n // 3)
                colour = (
                    (236, 96, 90),
                    (250, 208, 84),
                    (110, 186, 110),
                    (250, 250, 250),
                    (236, 140, 186),
                    (250, 160, 80),
                )[n]
                pen.fill(colour, rounded(x - 0.042, y - 0.06, x + 0.042, y + 0.024, 0.02))
            pen.fill(WHITE, rounded(-0.16, -0.31, 0.16, -0.24, 0.03), alpha=0.8)


def draw_computer(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an open laptop on the ground at the origin, one unit tall, its screen to us."""
    with as_a_whole(pen, m, 0.6):
        pen.part(f.main, rounded(-0.56, -0.985, 0.56, -0.22, 0.06))
        screen = rounded(-0.49, -0.925, 0.49, -0.29, 0.02)
        _lit(pen, screen, _SCREEN)
        if f.talks:
            features(pen, f, 0, -0.62, 0.26, m)
        else:
            _lit(pen, rounded(-0.36, -0.84, 0.20, -0.42, 0.02), _PAPER, ink=(84, 150, 190))
            pen.fill((236, 96, 90), rounded(-0.355, -0.835, 0.195, -0.765, 0.015))
            for y, x in ((-0.69, 0.10), (-0.61, 0.02), (-0.53, 0.12)):
                pen.fill((150, 170, 190), capsule(-0.29, y, x, y, 0.016))
            pen.fill((250, 208, 84), oval(0.34, -0.76, 0.07, 0.07))
        pen.part(shade(f.main, 1.18), np.array([(-0.55, -0.24), (0.55, -0.24), (0.68, -0.05), (-0.68, -0.05)]))
        pen.part(shade(f.main, 0.72), rounded(-0.69, -0.075, 0.69, -0.015, 0.025))
        for y, half in ((-0.205, 0.46), (-0.155, 0.50)):
            for n in range(9):
                x = -half + 2 * half * n / 8
                pen.fill(shade(f.main, 0.62), rounded(x - 0.036, y - 0.017, x + 0.036, y + 0.017, 0.008))
        pen.fill(shade(f.main, 0.85), rounded(-0.13, -0.118, 0.13, -0.082, 0.01))


def draw_television(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a television on its legs on the ground at the origin, one unit tall, its screen to us."""
    with as_a_whole(pen, m, 0.4):
        for side in (-1, 1):
            pen.part((112, 118, 132), capsule(side * 0.03, -0.64, side * 0.30, -0.95, 0.012))
            pen.part((112, 118, 132), oval(side * 0.30, -0.955, 0.028, 0.028))
            pen.part(shade(f.main, 0.62), capsule(side * 0.34, -0.18, side * 0.44, -0.03, 0.028))
        pen.part(f.main, rounded(-0.55, -0.70, 0.55, -0.14, 0.09))
        pen.fill(shade(f.main, 0.82), rounded(-0.545, -0.24, 0.545, -0.15, 0.045))
        pen.part(shade(f.main, 0.66), rounded(-0.475, -0.645, 0.245, -0.205, 0.10))
        _lit(pen, rounded(-0.435, -0.612, 0.205, -0.238, 0.08), _SCREEN)
        if f.talks:
            features(pen, f, -0.115, -0.43, 0.17, m)
        else:
            pen.fill((255, 232, 120), oval(0.07, -0.53, 0.050, 0.050))
            hill = [
                (-0.42, -0.31),
                (-0.28, -0.42),
                (-0.14, -0.35),
                (0.02, -0.45),
                (0.19, -0.34),
                (0.12, -0.255),
                (-0.35, -0.255),
            ]
            pen.fill((120, 186, 104), blob(hill, 4))
            pen.fill(WHITE, tube([(-0.38, -0.42), (-0.36, -0.53), (-0.28, -0.575)], (0.010, 0.018, 0.010)), alpha=0.8)
        for y in (-0.56, -0.43):
            pen.part((236, 224, 196), oval(0.39, y, 0.055, 0.055))
            pen.stroke(_DARK, [(0.39, y), (0.41, y - 0.035)], 0.009)
        for y in (-0.335, -0.29):
            pen.fill(shade(f.main, 0.6), capsule(0.335, y, 0.445, y, 0.009))


def _lit(pen: Pen, outline: Points, colour: RGB, ink: RGB = _DARK) -> None:
    """A part that the night does not dim."""
    pen.part(GLASS, outline, ink=ink)
    with pen.canvas.lit(lambda own: own):
        pen.fill(colour, outline)
