"""What is held in hands: tools, toys, treasures and papers."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD, star
from generators.toon.figures.pen import INK, WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, as_a_whole, features, whole
from generators.toon.shapes import blob, capsule, oval, rounded, tube

_LEATHER: RGB = (110, 74, 60)
_WOOD: RGB = (176, 122, 80)


def draw_sword(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the sword, its pommel at the origin, one unit tall, the blade up."""
    with as_a_whole(pen, m):
        blade = [(-0.055, -0.24), (-0.055, -0.86), (0.0, -0.99), (0.055, -0.86), (0.055, -0.24)]
        pen.part(f.main, np.array(blade))
        pen.fill(shade(f.main, 1.4), np.array([(-0.045, -0.25), (-0.045, -0.86), (0.0, -0.96), (0.0, -0.25)]))
        pen.part(GOLD, capsule(-0.16, -0.23, 0.16, -0.23, 0.030))
        pen.part(_LEATHER, rounded(-0.032, -0.21, 0.032, -0.06, 0.01))
        pen.part(GOLD, oval(0, -0.04, 0.042, 0.040))
        features(pen, f, 0, -0.52, 0.055, m)


def draw_key(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the key, its bit at the origin, one unit tall, its bow up."""
    with as_a_whole(pen, m):
        pen.part(
            f.main,
            capsule(0, -0.62, 0, -0.04, 0.045),
            rounded(0.0, -0.16, 0.19, -0.06, 0.02),
            rounded(0.0, -0.32, 0.15, -0.23, 0.02),
        )
        rings = [oval(x, y, 0.155, 0.150) for x, y in ((-0.12, -0.70), (0.12, -0.70), (0.0, -0.83))]
        pen.part(f.main, *rings)
        for x, y in ((-0.12, -0.70), (0.12, -0.70), (0.0, -0.84)):
            pen.part((96, 84, 92), oval(x, y, 0.060, 0.058))
        pen.part(shade(f.main, 0.85), rounded(-0.075, -0.58, 0.075, -0.52, 0.02))
        features(pen, f, 0, -0.74, 0.13, m)


def draw_book(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a book at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(shade(f.main, 0.7), rounded(-0.40, -0.97, 0.40, -0.02, 0.05))
        pen.part(WHITE, rounded(-0.36, -0.95, 0.42, -0.07, 0.02))
        for y in (-0.09, -0.12):
            pen.stroke(shade(WHITE, 0.8), [(-0.33, y), (0.40, y)], 0.006)
        pen.part(f.main, rounded(-0.42, -0.99, 0.38, -0.14, 0.05))
        pen.fill(shade(f.main, 0.76), rounded(-0.415, -0.985, -0.30, -0.145, 0.04))
        if f.talks:
            features(pen, f, 0.04, -0.56, 0.22, m)
        else:
            pen.fill(GOLD, star(0.04, -0.56, 0.17))
            for y in (-0.86, -0.28):
                pen.fill(GOLD, capsule(-0.20, y, 0.28, y, 0.014))


def draw_letter(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an envelope at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(f.main, rounded(-0.74, -0.98, 0.74, -0.02, 0.05))
        dark = shade(f.main, 0.80)
        for side in (-1, 1):
            pen.stroke(dark, [(side * 0.70, -0.07), (side * 0.16, -0.48)], 0.014)
        pen.part(shade(f.main, 0.95), np.array([(-0.72, -0.95), (0.72, -0.95), (0.0, -0.38)]))
        pen.part((214, 66, 66), oval(0, -0.44, 0.14, 0.135))
        if f.talks:
            features(pen, f, 0, -0.22, 0.18, m)


def draw_scroll(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a map, half unrolled, at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(f.main, rounded(-0.50, -0.90, 0.50, -0.10, 0.02))
        pen.stroke((196, 132, 84), [(-0.34, -0.30), (-0.16, -0.44), (0.0, -0.36), (0.14, -0.52), (0.26, -0.66)], 0.018)
        for side in (-1, 1):
            pen.fill((214, 66, 66), capsule(0.28 - 0.07, -0.70 - 0.07 * side, 0.28 + 0.07, -0.70 + 0.07 * side, 0.022))
        pen.fill((110, 170, 200), blob([(-0.40, -0.78), (-0.14, -0.80), (-0.20, -0.62), (-0.40, -0.60)], 4))
        for y in (-0.90, -0.10):
            pen.part(shade(f.main, 0.88), rounded(-0.60, y - 0.09, 0.60, y + 0.09, 0.08))
        features(pen, f, 0, -0.48, 0.22, m)


def draw_umbrella(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an open umbrella, its handle at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part((120, 124, 136), capsule(0, -0.96, 0, -0.10, 0.014))
        pen.part(_WOOD, tube([(0.0, -0.18), (0.0, -0.05), (0.05, -0.015), (0.10, -0.05), (0.10, -0.09)], (0.022,) * 5))
        with pen.at(0, -0.96 * 0.24, stretch=(0.76, 0.76)):
            roof = np.concatenate([arc(0, -0.50, 0.58, math.pi, 2 * math.pi, 25) * (1, 0.78) + (0, -0.11)])
            hem = [(0.58 - 0.145 * n, -0.50 + (0.045 if n % 2 else 0.0)) for n in range(9)]
            pen.part(f.main, np.concatenate([roof, np.array(hem)]))
            pale = f.accent if f.accent != f.main else shade(f.main, 1.3)
            for x0, x1 in ((-0.29, 0.0), (0.29, 0.58)):
                pen.fill(
                    pale,
                    blob(
                        [
                            (0, -0.945),
                            (x0 * 0.68, -0.82),
                            (x0, -0.52),
                            ((x0 + x1) / 2, -0.46),
                            (x1 * 0.97, -0.515),
                            (x1 * 0.68, -0.82),
                        ],
                        4,
                    ),
                )
        pen.part((120, 124, 136), capsule(0, -0.97, 0, -0.945, 0.014))
        features(pen, f, 0, -0.745, 0.15, m)


def draw_kite(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the kite, the end of its string at the origin, one unit tall."""
    angle, _ = whole(m)
    pale = f.accent if f.accent != f.main else WHITE
    sway = 0.02 * m.swing(0.35)
    with pen.at(0, 0, angle * 0.3):
        x, y = 0.12 + sway, -0.70
        pen.stroke(INK, [(0.0, -0.005), (0.02 + 0.03 * m.swing(0.4), -0.22), (0.04, -0.42), (x - 0.02, y)], 0.0055)
        with pen.at(x, y, 0.30 + 0.06 * m.swing(0.4)):
            tail = [
                (0.0, 0.26),
                (-0.06 + 0.03 * m.swing(0.8), 0.36),
                (0.03 + 0.04 * m.swing(0.8, 0.2), 0.46),
                (-0.04 + 0.05 * m.swing(0.8, 0.4), 0.55),
            ]
            pen.stroke(INK, tail, 0.006)
            for n, (tx, ty) in enumerate(tail[1:]):
                bow = (f.main, pale, f.main)[n]
                pen.part(
                    bow,
                    blob([(tx, ty), (tx - 0.05, ty - 0.03), (tx - 0.05, ty + 0.03)], 2),
                    blob([(tx, ty), (tx + 0.05, ty - 0.03), (tx + 0.05, ty + 0.03)], 2),
                )
            top, side, low = (0.0, -0.26), 0.20, (0.0, 0.28)
            pen.part(f.main, np.array([top, (side, -0.04), low, (-side, -0.04)]))
            pen.fill(pale, np.array([top, (side, -0.04), (0, -0.04)]), np.array([(0, -0.04), (-side, -0.04), low]))
            pen.stroke(shade(f.main, 0.6), [top, low], 0.005)
            pen.stroke(shade(f.main, 0.6), [(-side, -0.04), (side, -0.04)], 0.005)
            features(pen, f, 0, -0.05, 0.13, m)


def draw_bell(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bell at the origin, one unit tall."""
    ring = 0.22 * m.swing(1.3) if m.action not in ("stand", "sleep", "sit") else 0.04 * m.swing(0.5)
    with as_a_whole(pen, m), pen.at(0, -0.94, ring), pen.at(0, 0.94):
        pen.part(shade(f.main, 0.8), oval(-0.10 * m.swing(1.3, 0.2), -0.10, 0.10, 0.09))
        pen.part(f.main, tube([(-0.07, -0.84), (0.0, -0.95), (0.07, -0.84)], (0.03, 0.03, 0.03)))
        pen.part(
            f.main,
            blob(
                [
                    (0, -0.88),
                    (0.20, -0.80),
                    (0.28, -0.52),
                    (0.34, -0.30),
                    (0.48, -0.16),
                    (0.0, -0.13),
                    (-0.48, -0.16),
                    (-0.34, -0.30),
                    (-0.28, -0.52),
                    (-0.20, -0.80),
                ]
            ),
        )
        pen.fill(
            shade(f.main, 0.82),
            blob([(0.12, -0.80), (0.24, -0.54), (0.30, -0.30), (0.44, -0.17), (0.10, -0.14), (0.16, -0.50)]),
        )
        pen.fill(shade(f.main, 0.72), rounded(-0.35, -0.31, 0.35, -0.27, 0.015))
        pen.fill(mix(f.main, WHITE, 0.7), oval(-0.13, -0.62, 0.035, 0.11, 0.2))
        features(pen, f, 0, -0.46, 0.18, m)


def draw_guitar(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the guitar upright at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(_LEATHER, rounded(-0.028, -0.90, 0.028, -0.36, 0.008))
        pen.part(shade(_LEATHER, 0.8), rounded(-0.050, -0.99, 0.050, -0.86, 0.02))
        for y in (-0.96, -0.90):
            for side in (-1, 1):
                pen.dot(GOLD, side * 0.062, y, 0.014)
        pen.part(f.main, oval(0, -0.36, 0.155, 0.145), oval(0, -0.19, 0.200, 0.185))
        pen.fill(
            shade(f.main, 0.82), blob([(0.10, -0.34), (0.19, -0.20), (0.12, -0.05), (-0.08, -0.02), (0.06, -0.12)])
        )
        pen.part(shade(f.main, 0.45), oval(0, -0.32, 0.060, 0.058))
        pen.part(shade(f.main, 0.5), rounded(-0.075, -0.125, 0.075, -0.095, 0.01))
        for x in (-0.014, 0.0, 0.014):
            pen.stroke(WHITE, [(x, -0.88), (x, -0.11)], 0.0025)
        features(pen, f, 0, -0.20, 0.12, m)


def draw_crown(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a crown at the origin, one unit tall."""
    with as_a_whole(pen, m):
        spikes = [
            (-0.62, -0.10),
            (-0.72, -0.82),
            (-0.36, -0.46),
            (0.0, -0.90),
            (0.36, -0.46),
            (0.72, -0.82),
            (0.62, -0.10),
            (0.0, -0.02),
        ]
        pen.part(f.main, np.array(spikes))
        for x, y in ((-0.72, -0.86), (0.0, -0.92), (0.72, -0.86)):
            pen.part(f.main, oval(x, y, 0.085, 0.085))
        pen.part(
            shade(f.main, 0.86),
            blob([(-0.64, -0.26), (0.0, -0.18), (0.64, -0.26), (0.61, -0.08), (0.0, -0.01), (-0.61, -0.08)], 4),
        )
        for x, colour in ((-0.36, (224, 72, 66)), (0.0, (66, 124, 214)), (0.36, (92, 176, 96))):
            pen.part(colour, oval(x, -0.13, 0.075, 0.065))
        features(pen, f, 0, -0.40, 0.22, m)


def draw_ring(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a ring with a stone at the origin, one unit tall."""
    with as_a_whole(pen, m):
        hole = oval(0, -0.34, 0.24, 0.24)
        pen.canvas.polygons([oval(0, -0.34, 0.335 + pen.line, 0.335 + pen.line), hole], shade(f.main, 0.5))
        pen.canvas.polygons([oval(0, -0.34, 0.335, 0.335), oval(0, -0.34, 0.24 + pen.line, 0.24 + pen.line)], f.main)
        gem = f.accent if f.accent not in (f.main,) and min(f.accent) < 228 else (120, 206, 236)
        pen.part(gem, np.array([(-0.24, -0.84), (-0.14, -0.98), (0.14, -0.98), (0.24, -0.84), (0.0, -0.62)]))
        pen.fill(shade(gem, 1.5), np.array([(-0.12, -0.96), (0.04, -0.96), (-0.02, -0.84), (-0.20, -0.84)]))
        features(pen, f, 0, -0.84, 0.10, m)


def draw_flag(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a flag on its pole at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.5):
        pen.part(_WOOD, capsule(-0.26, -0.96, -0.26, -0.012, 0.018))
        pen.part(GOLD, oval(-0.26, -0.965, 0.032, 0.030))
        top, low = [], []
        for n in range(6):
            x = -0.24 + 0.11 * n
            wave = 0.012 * n * m.swing(0.9, -0.13 * n)
            top.append((x, -0.93 + wave))
            low.append((x, -0.55 + wave))
        pen.part(f.main, blob([*top, *reversed(low)], 3))
        band = [(x, y + 0.13) for x, y in top] + [(x, y - 0.13) for x, y in reversed(low)]
        pen.fill(f.accent if f.accent != f.main else WHITE, blob(band, 3))
        features(pen, f, 0.04, -0.74, 0.14, m)


def draw_telescope(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a telescope on its legs at the origin, one unit tall, pointing to the upper right."""
    with as_a_whole(pen, m):
        for x in (-0.26, 0.02, 0.30):
            pen.part(_WOOD, capsule(0.02, -0.52, x, -0.03, 0.024))
        with pen.at(0.02, -0.56, -0.55):
            pen.part(f.main, rounded(-0.24, -0.085, 0.30, 0.085, 0.02))
            pen.part(GOLD, rounded(-0.30, -0.07, -0.20, 0.07, 0.01), rounded(0.26, -0.125, 0.34, 0.125, 0.02))
            pen.part(shade(f.main, 0.86), rounded(0.32, -0.112, 0.62, 0.112, 0.03))
            pen.part(shade(f.main, 0.8), rounded(-0.44, -0.050, -0.28, 0.050, 0.01))
            pen.part(GLASS, oval(0.62, 0, 0.035, 0.105))
            features(pen, f, 0.05, 0, 0.08, m)
        pen.part(GOLD, oval(0.02, -0.52, 0.05, 0.05))


def draw_broom(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a broom lying along the ground, its tip to the right, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(_WOOD, tube([(-0.60, -0.48), (0.80, -0.52), (2.30, -0.66)], (0.085, 0.08, 0.075)))
        straw: RGB = (232, 190, 96)
        pen.part(
            straw,
            blob(
                [
                    (-0.55, -0.68),
                    (-1.20, -0.96),
                    (-2.30, -0.92),
                    (-2.10, -0.66),
                    (-2.36, -0.46),
                    (-2.10, -0.28),
                    (-2.30, -0.04),
                    (-1.20, -0.06),
                    (-0.55, -0.30),
                ],
                4,
            ),
        )
        for y in (-0.70, -0.50, -0.30):
            pen.stroke(shade(straw, 0.74), [(-0.75, -0.49 + (y + 0.5) * 0.5), (-1.9, y)], 0.03)
        pen.part(f.main, rounded(-0.76, -0.74, -0.50, -0.24, 0.06))
        features(pen, f, -1.25, -0.50, 0.34, m)


def draw_bag(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a sack, tied at the top, at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(
            shade(f.main, 0.9),
            blob([(-0.10, -0.72), (-0.26, -0.97), (-0.06, -0.90), (0.06, -0.99), (0.24, -0.95), (0.10, -0.72)], 4),
        )
        pen.part(
            f.main,
            blob(
                [
                    (-0.10, -0.76),
                    (-0.36, -0.56),
                    (-0.46, -0.24),
                    (-0.34, -0.02),
                    (0.34, -0.02),
                    (0.46, -0.24),
                    (0.36, -0.56),
                    (0.10, -0.76),
                ]
            ),
        )
        pen.fill(
            shade(f.main, 0.84), blob([(0.24, -0.58), (0.42, -0.26), (0.32, -0.04), (-0.10, -0.04), (0.22, -0.22)])
        )
        pen.part(_LEATHER, capsule(-0.12, -0.75, 0.12, -0.75, 0.035))
        if f.talks:
            features(pen, f, 0, -0.32, 0.22, m)
        else:
            pen.part(shade(f.main, 1.25), rounded(-0.17, -0.42, 0.05, -0.22, 0.02))


def draw_gift(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a wrapped present at the origin, one unit tall."""
    ribbon = f.accent if f.accent != f.main else GOLD
    with as_a_whole(pen, m):
        pen.part(f.main, rounded(-0.50, -0.46, 0.50, -0.01, 0.03))
        pen.fill(shade(f.main, 0.86), rounded(0.30, -0.45, 0.49, -0.02, 0.02))
        pen.part(shade(f.main, 1.12), rounded(-0.56, -0.62, 0.56, -0.44, 0.03))
        pen.fill(ribbon, rounded(-0.075, -0.62, 0.075, -0.015, 0.005))
        for side in (-1, 1):
            loop = [(0, -0.64), (side * 0.08, -0.92), (side * 0.30, -0.97), (side * 0.40, -0.80), (side * 0.26, -0.66)]
            pen.part(ribbon, blob(loop))
            pen.fill(shade(ribbon, 0.8), oval(side * 0.24, -0.80, 0.075, 0.055, side * -0.6))
        pen.part(shade(ribbon, 0.86), oval(0, -0.67, 0.09, 0.08))
        features(pen, f, 0, -0.22, 0.18, m)
