"""What is eaten and drunk, and what it is served in."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, as_a_whole, features
from generators.toon.shapes import blob, oval, rounded, tube

_LEAF: RGB = (98, 172, 92)
_STALK: RGB = (120, 84, 60)
_STRAW: RGB = (214, 170, 98)
_CRUST: RGB = (206, 142, 82)


def draw_apple(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the apple at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(_STALK, tube([(0.0, -0.66), (0.0, -0.84), (-0.08, -0.97)], (0.035, 0.032, 0.04)))
        pen.part(_LEAF, blob([(0.02, -0.76), (0.16, -0.96), (0.46, -0.98), (0.30, -0.80)], 5))
        pen.stroke(shade(_LEAF, 0.75), [(0.08, -0.80), (0.22, -0.88), (0.36, -0.93)], 0.012)
        skin = [(0.0, -0.68), (0.20, -0.76), (0.42, -0.60), (0.43, -0.34), (0.28, -0.08), (0.10, -0.02), (0.0, -0.06)]
        outline = [*skin, *((-x, y) for x, y in reversed(skin[1:-1]))]
        pen.part(f.main, blob(outline))
        pen.fill(
            shade(f.main, 0.82),
            blob([(0.28, -0.62), (0.41, -0.46), (0.34, -0.18), (0.10, -0.04), (-0.14, -0.06), (0.18, -0.24)]),
        )
        pen.fill(mix(f.main, WHITE, 0.7), oval(-0.24, -0.54, 0.07, 0.11, 0.4))
        features(pen, f, 0, -0.38, 0.24, m)


def draw_bread(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a loaf at the origin, one unit tall."""
    with as_a_whole(pen, m):
        loaf = [
            (-0.90, -0.20),
            (-0.88, -0.62),
            (-0.55, -0.92),
            (0.0, -0.99),
            (0.55, -0.92),
            (0.88, -0.62),
            (0.90, -0.20),
            (0.60, -0.02),
            (-0.60, -0.02),
        ]
        pen.part(f.main, blob(loaf))
        pen.fill(
            shade(f.main, 0.82), blob([(-0.86, -0.22), (0.0, -0.16), (0.86, -0.22), (0.58, -0.03), (-0.58, -0.03)])
        )
        for x in (-0.42, 0.0, 0.42):
            pen.fill(
                mix(f.main, (255, 236, 190), 0.65),
                tube([(x - 0.10, -0.48), (x, -0.68), (x + 0.12, -0.80)], (0.05, 0.075, 0.04)),
            )
        features(pen, f, 0, -0.36, 0.24, m)


def draw_cake(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a cake with candles at the origin, one unit tall."""
    icing = f.main
    with as_a_whole(pen, m):
        pen.part((226, 230, 238), blob([(-0.72, -0.06), (0.0, -0.10), (0.72, -0.06), (0.40, 0.0), (-0.40, 0.0)], 4))
        for x0, top, bottom in ((0.58, -0.44, -0.05), (0.38, -0.72, -0.42)):
            pen.part((250, 232, 196), rounded(-x0, top, x0, bottom, 0.06))
            pen.fill(shade((250, 232, 196), 0.88), rounded(-x0 + 0.01, bottom - 0.10, x0 - 0.01, bottom - 0.01, 0.04))
            count = 7 if x0 > 0.5 else 5
            drips = [
                oval(-x0 + (n + 0.5) * 2 * x0 / count, top + 0.05, x0 / count * 1.08, 0.07 + 0.05 * (n % 2))
                for n in range(count)
            ]
            pen.part(icing, rounded(-x0 - 0.02, top - 0.06, x0 + 0.02, top + 0.05, 0.05), *drips)
        for n, x in enumerate((-0.22, 0.0, 0.22)):
            pen.part(
                ((120, 190, 236), (250, 208, 74), (236, 110, 130))[n], rounded(x - 0.03, -0.90, x + 0.03, -0.75, 0.01)
            )
            pen.fill(
                (248, 172, 66),
                blob([(x - 0.03, -0.93), (x + 0.01 * m.swing(3, n * 0.3), -1.0), (x + 0.03, -0.93), (x, -0.90)], 3),
            )
        features(pen, f, 0, -0.22, 0.18, m)


def draw_cheese(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a wedge of cheese at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(shade(f.main, 1.25), blob([(-0.86, -0.52), (0.30, -0.97), (0.86, -0.72), (0.84, -0.56)], 1))
        pen.part(f.main, rounded(-0.88, -0.58, 0.86, -0.02, 0.05))
        for x, y, r in (
            (-0.58, -0.38, 0.10),
            (-0.20, -0.16, 0.085),
            (0.56, -0.40, 0.11),
            (0.30, -0.12, 0.05),
            (0.02, -0.46, 0.05),
        ):
            if not f.talks or abs(x) > 0.4:
                pen.dot(shade(f.main, 0.80), x, y, r, r * 0.9)
        pen.dot(shade(f.main, 1.02), 0.30, -0.76, 0.09, 0.045)
        features(pen, f, 0.0, -0.30, 0.24, m)


def draw_carrot(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the carrot at the origin, one unit tall, its leaves up."""
    with as_a_whole(pen, m):
        for x, top in ((-0.14, -0.90), (0.0, -0.98), (0.14, -0.90)):
            pen.part(_LEAF, tube([(x * 0.3, -0.68), (x * 0.8, -0.80), (x, top)], (0.035, 0.055, 0.03)))
        pen.part(
            f.main,
            blob(
                [
                    (0.0, -0.72),
                    (0.15, -0.68),
                    (0.17, -0.54),
                    (0.09, -0.24),
                    (0.0, -0.005),
                    (-0.09, -0.24),
                    (-0.17, -0.54),
                    (-0.15, -0.68),
                ]
            ),
        )
        for y, x in ((-0.56, -0.10), (-0.44, 0.06), (-0.30, -0.05)):
            pen.stroke(shade(f.main, 0.78), [(x - 0.035, y), (x + 0.045, y + 0.008)], 0.012)
        features(pen, f, 0, -0.52, 0.11, m)


def draw_cup(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a cup with something hot in it at the origin, one unit tall."""
    with as_a_whole(pen, m):
        for n, x in enumerate((-0.16, 0.12)):
            rise = 0.03 * m.swing(0.5, n * 0.4)
            steam = tube(
                [(x, -0.76), (x + 0.07 + rise, -0.84), (x - 0.03, -0.91), (x + 0.05, -0.985)],
                (0.01, 0.026, 0.026, 0.008),
            )
            pen.canvas.polygon(steam, WHITE, alpha=0.8)
        handle = tube([(0.36, -0.56), (0.62, -0.54), (0.62, -0.28), (0.32, -0.22)], (0.05, 0.05, 0.05, 0.05))
        pen.part(shade(f.main, 0.9), handle)
        pen.part(
            f.main,
            blob([(-0.46, -0.68), (0.46, -0.68), (0.40, -0.24), (0.22, -0.02), (-0.22, -0.02), (-0.40, -0.24)], 4),
        )
        pen.part(shade(f.main, 1.2), oval(0, -0.68, 0.46, 0.09))
        pen.fill((132, 84, 58), oval(0, -0.67, 0.37, 0.055))
        pen.fill(mix(f.main, WHITE, 0.6), rounded(-0.40, -0.46, 0.40, -0.40, 0.02))
        features(pen, f, 0, -0.30, 0.22, m)


def draw_bottle(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bottle at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part((196, 146, 98), rounded(-0.06, -0.99, 0.06, -0.88, 0.02))
        glass = [
            (-0.075, -0.90),
            (0.075, -0.90),
            (0.085, -0.66),
            (0.20, -0.50),
            (0.21, -0.10),
            (0.15, -0.01),
            (-0.15, -0.01),
            (-0.21, -0.10),
            (-0.20, -0.50),
            (-0.085, -0.66),
        ]
        pen.part(mix(f.main, GLASS, 0.25), blob(glass, 4))
        pen.part(WHITE, rounded(-0.19, -0.42, 0.19, -0.16, 0.02), ink=shade(f.main, 0.6))
        pen.fill(WHITE, tube([(-0.12, -0.48), (-0.04, -0.64), (-0.035, -0.80)], (0.018, 0.018, 0.012)), alpha=0.7)
        if f.talks:
            features(pen, f, 0, -0.30, 0.13, m)
        else:
            pen.fill(
                f.main, blob([(0, -0.24), (-0.06, -0.31), (-0.03, -0.36), (0, -0.33), (0.03, -0.36), (0.06, -0.31)], 4)
            )


def draw_egg(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an egg in its nest at the origin, one unit tall."""
    rock = 0.10 * math.sin(m.seconds * 3) if m.action in ("dance", "wave", "laugh", "jump") else 0.0
    with as_a_whole(pen, m):
        pen.part(shade(_STRAW, 0.72), oval(0, -0.24, 0.56, 0.14))
        with pen.at(0, -0.10, rock):
            right = [(0, -0.89), (0.20, -0.78), (0.33, -0.50), (0.32, -0.20), (0.16, 0.0)]
            pen.part(f.main, blob([*right, *((-x, y) for x, y in reversed(right[1:]))]))
            pen.fill(
                shade(f.main, 0.88), blob([(0.18, -0.62), (0.31, -0.42), (0.29, -0.16), (0.10, -0.04), (0.16, -0.24)])
            )
            for x, y in ((-0.16, -0.62), (0.10, -0.72), (0.20, -0.40), (-0.24, -0.38)):
                pen.dot(shade(f.main, 0.80), x, y, 0.026)
            pen.fill(WHITE, oval(-0.14, -0.66, 0.055, 0.09, 0.4), alpha=0.7)
            features(pen, f, 0, -0.42, 0.19, m)
        nest = [
            (-0.62, -0.26),
            (-0.30, -0.17),
            (0.0, -0.15),
            (0.30, -0.17),
            (0.62, -0.26),
            (0.46, -0.06),
            (0.0, -0.005),
            (-0.46, -0.06),
        ]
        pen.part(_STRAW, blob(nest))
        for x, y, tilt in ((-0.42, -0.15, 0.04), (-0.14, -0.10, -0.03), (0.16, -0.10, 0.04), (0.42, -0.15, -0.04)):
            pen.stroke(shade(_STRAW, 0.74), [(x - 0.12, y + tilt), (x + 0.12, y - tilt)], 0.014)


def draw_pumpkin(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the pumpkin at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(_LEAF, tube([(0, -0.66), (0.02, -0.84), (0.18, -0.96)], (0.10, 0.06, 0.06)))
        for x, rx, tone in (
            (-0.38, 0.26, 0.86),
            (0.38, 0.26, 0.86),
            (-0.20, 0.27, 0.95),
            (0.20, 0.27, 0.95),
            (0.0, 0.24, 1.04),
        ):
            pen.part(shade(f.main, tone), oval(x, -0.36, rx, 0.355 - 0.10 * abs(x)))
        pen.fill(mix(f.main, WHITE, 0.6), oval(-0.24, -0.54, 0.04, 0.09, 0.2))
        features(pen, f, 0, -0.34, 0.26, m)


def draw_ice_cream(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an ice cream in its cone, the point at the origin, one unit tall."""
    second = f.accent if f.accent != f.main else (250, 240, 214)
    with as_a_whole(pen, m):
        pen.part(_STRAW, np.array([(-0.185, -0.50), (0.185, -0.50), (0.025, -0.01), (-0.025, -0.01)]))
        for x0, x1 in ((-0.13, 0.06), (-0.02, 0.11), (0.13, -0.06), (0.02, -0.11)):
            pen.stroke(shade(_STRAW, 0.74), [(x0, -0.46), (x1, -0.20)], 0.010)
        pen.part(
            second, oval(0, -0.58, 0.225, 0.155), oval(-0.13, -0.50, 0.075, 0.06), oval(0.06, -0.485, 0.085, 0.065)
        )
        pen.part(
            f.main, oval(0, -0.745, 0.190, 0.165), oval(-0.09, -0.645, 0.075, 0.055), oval(0.10, -0.655, 0.07, 0.05)
        )
        pen.fill(mix(f.main, WHITE, 0.65), oval(-0.08, -0.80, 0.035, 0.055, 0.5))
        pen.part((214, 60, 62), oval(0.03, -0.935, 0.055, 0.052))
        features(pen, f, 0, -0.70, 0.15, m)


def draw_banana(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a banana lying at the origin, one unit tall, its ends up."""
    with as_a_whole(pen, m):
        brown: RGB = (128, 96, 62)
        pen.part(brown, tube([(0.86, -0.72), (0.92, -0.86), (0.90, -0.97)], (0.075, 0.06, 0.07)))
        pen.part(brown, oval(-0.93, -0.58, 0.07, 0.065))
        spine = [(-0.92, -0.56), (-0.60, -0.30), (-0.05, -0.24), (0.52, -0.38), (0.86, -0.74)]
        pen.part(f.main, tube(spine, (0.06, 0.19, 0.235, 0.20, 0.08)))
        pen.fill(
            shade(f.main, 0.84),
            tube([(-0.82, -0.40), (-0.52, -0.16), (0.0, -0.09), (0.52, -0.22)], (0.02, 0.06, 0.07, 0.02)),
        )
        pen.stroke(
            shade(f.main, 0.72), [(-0.80, -0.50), (-0.50, -0.33), (0.0, -0.28), (0.50, -0.42), (0.76, -0.66)], 0.016
        )
        features(pen, f, 0.0, -0.26, 0.19, m)


def draw_grape(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a bunch of grapes hanging down to the origin, one unit tall, a leaf at its stalk."""
    with as_a_whole(pen, m):
        pen.part(_STALK, tube([(0.0, -0.76), (0.0, -0.88), (0.08, -0.97)], (0.030, 0.028, 0.036)))
        leaf = [(0.02, -0.82), (0.14, -0.99), (0.30, -0.93), (0.46, -0.94), (0.42, -0.80), (0.30, -0.70), (0.14, -0.74)]
        pen.part(_LEAF, blob(leaf, 4))
        pen.stroke(shade(_LEAF, 0.75), [(0.06, -0.82), (0.22, -0.84), (0.38, -0.86)], 0.012)
        for row, (count, y) in enumerate(((4, -0.70), (3, -0.54), (3, -0.40), (2, -0.25), (1, -0.11))):
            for n in range(count):
                x = (n - (count - 1) / 2) * 0.205 + (0.05 if row == 2 else 0.0)
                pen.part(shade(f.main, 0.86 + 0.08 * ((n + row) % 3)), oval(x, y, 0.118, 0.112))
                pen.fill(mix(f.main, WHITE, 0.6), oval(x - 0.04, y - 0.04, 0.022, 0.030, 0.5))
        features(pen, f, 0.0, -0.52, 0.20, m)
