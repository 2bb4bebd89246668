"""What stands in rooms and yards: furniture, boxes, lamps and clocks."""

import math
from itertools import pairwise

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD
from generators.toon.figures.pen import INK, WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, LAMP, as_a_whole, features
from generators.toon.shapes import blob, capsule, oval, rounded, tube

WOOD: RGB = (176, 122, 80)


def draw_chair(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the chair on the ground at the origin, one unit tall, its back to the left."""
    dark = shade(f.main, 0.78)
    with as_a_whole(pen, m):
        for x in (-0.14, 0.20):
            pen.part(shade(dark, 0.85), capsule(x, -0.46, x, -0.05, 0.028))
        pen.part(f.main, capsule(-0.26, -0.94, -0.24, -0.04, 0.036))
        pen.part(f.main, capsule(0.27, -0.46, 0.28, -0.04, 0.034))
        for y in (-0.90, -0.72):
            pen.part(dark, tube([(-0.25, y), (-0.15, y - 0.01), (-0.08, y - 0.04)], (0.05, 0.045, 0.035)))
        pen.part(dark, capsule(-0.08, -0.95, -0.07, -0.50, 0.026))
        seat = [(-0.30, -0.50), (0.06, -0.54), (0.33, -0.50), (0.31, -0.42), (-0.27, -0.42)]
        pen.part(shade(f.main, 1.12), blob(seat, 4))
        features(pen, f, 0.02, -0.47, 0.085, m)


def draw_table(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the table on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.4):
        for x, tone in ((-0.62, 0.7), (0.62, 0.7), (-0.82, 0.9), (0.82, 0.9)):
            pen.part(shade(f.main, tone), capsule(x, -0.80, x * 1.02, -0.06, 0.065, 0.05))
        pen.part(shade(f.main, 0.82), rounded(-0.90, -0.84, 0.90, -0.66, 0.04))
        pen.part(f.main, rounded(-1.02, -0.99, 1.02, -0.82, 0.07))
        pen.fill(shade(f.main, 1.2), capsule(-0.90, -0.93, 0.70, -0.93, 0.014))
        if not f.talks:
            pen.dot(GOLD, 0, -0.75, 0.035)
        features(pen, f, 0, -0.84, 0.13, m)


def draw_bed(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bed on the ground at the origin, one unit tall, its head to the left."""
    with as_a_whole(pen, m, 0.3):
        for x in (-1.08, 1.06):
            pen.part(shade(WOOD, 0.8), capsule(x, -0.30, x, -0.05, 0.055))
        head = np.concatenate([arc(-1.0, -0.82, 0.16, math.pi, 2 * math.pi, 9), [(-0.84, -0.10), (-1.16, -0.10)]])
        pen.part(WOOD, head)
        pen.part(shade(WOOD, 0.9), rounded(-1.02, -0.38, 1.10, -0.14, 0.04))
        pen.part(WHITE, rounded(-1.00, -0.56, 1.04, -0.32, 0.09))
        pen.part(
            mix(WHITE, GLASS, 0.35),
            blob([(-0.92, -0.56), (-0.84, -0.74), (-0.50, -0.72), (-0.42, -0.56), (-0.66, -0.50)]),
        )
        quilt = [
            (-0.36, -0.62),
            (0.20, -0.67),
            (0.80, -0.64),
            (1.09, -0.56),
            (1.10, -0.22),
            (0.40, -0.18),
            (-0.40, -0.22),
        ]
        pen.part(f.main, blob(quilt, 4))
        pen.part(mix(f.main, WHITE, 0.72), tube([(-0.36, -0.60), (-0.38, -0.42), (-0.40, -0.24)], (0.06, 0.06, 0.05)))
        for x, y in ((0.0, -0.50), (0.35, -0.38), (0.70, -0.52), (0.90, -0.34), (0.10, -0.30)):
            pen.dot(mix(f.main, WHITE, 0.45), x, y, 0.045)
        pen.part(WOOD, rounded(1.04, -0.56, 1.16, -0.10, 0.05))
        features(pen, f, 0.35, -0.42, 0.16, m)


def draw_door(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a door in its frame on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.3):
        frame = np.concatenate([arc(0, -0.74, 0.25, math.pi, 2 * math.pi, 13), [(0.25, 0.0), (-0.25, 0.0)]])
        pen.part(mix((206, 200, 196), WOOD, 0.2), frame)
        leaf = np.concatenate([arc(0, -0.73, 0.195, math.pi, 2 * math.pi, 13), [(0.195, -0.012), (-0.195, -0.012)]])
        pen.part(f.main, leaf)
        for x in (-0.10, 0.0, 0.10):
            pen.stroke(shade(f.main, 0.78), [(x, -0.89 + 0.8 * abs(x)), (x, -0.03)], 0.006)
        for y in (-0.66, -0.24):
            pen.fill((86, 84, 96), capsule(-0.19, y, 0.03, y, 0.016))
        pen.part(GOLD, oval(0.13, -0.42, 0.024, 0.024))
        features(pen, f, 0, -0.50, 0.10, m)


def draw_box(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a treasure chest on the ground at the origin, one unit tall."""
    dark = shade(f.main, 0.72)
    is_open = m.action in ("give", "dance", "laugh") or m.mouth > 0.2
    with as_a_whole(pen, m):
        if is_open:
            pen.part(shade(f.main, 0.6), rounded(-0.58, -0.98, 0.58, -0.60, 0.12))
            for n in range(9):
                x = -0.44 + 0.11 * n
                pen.part(GOLD, oval(x, -0.60 - 0.05 * (n % 3), 0.085, 0.07))
        pen.part(f.main, rounded(-0.62, -0.60, 0.62, -0.02, 0.04))
        pen.fill(shade(f.main, 0.84), rounded(-0.61, -0.18, 0.61, -0.03, 0.03))
        for y in (-0.42, -0.24):
            pen.stroke(dark, [(-0.60, y), (0.60, y)], 0.010)
        if not is_open:
            lid = np.concatenate(
                [
                    arc(0, -0.56, 0.64, math.pi, 2 * math.pi, 19) * (1, 0.64) + (0, -0.205),
                    [(0.64, -0.54), (-0.64, -0.54)],
                ]
            )
            pen.part(shade(f.main, 1.08), lid)
            pen.stroke(dark, [(-0.57, -0.74), (0.57, -0.74)], 0.010)
        for x in (-0.42, 0.42):
            pen.part(GOLD, rounded(x - 0.055, -0.60 if is_open else -0.86, x + 0.055, -0.03, 0.02))
        pen.part(GOLD, rounded(-0.11, -0.64, 0.11, -0.36, 0.04))
        pen.dot(INK, 0, -0.52, 0.034)
        pen.fill(INK, capsule(0, -0.50, 0, -0.43, 0.014))
        if f.talks:
            features(pen, f, 0, -0.24, 0.20, m)


def draw_clock(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an alarm clock on the ground at the origin, one unit tall."""
    ring = 0.03 * m.swing(9.0) if m.action in ("dance", "wave", "jump") else 0.0
    with as_a_whole(pen, m), pen.at(0, 0, ring):
        for side in (-1, 1):
            pen.part(shade(f.main, 0.7), capsule(side * 0.22, -0.14, side * 0.32, -0.04, 0.04))
            pen.part(
                GOLD, blob([(side * 0.10, -0.84), (side * 0.20, -0.97), (side * 0.38, -0.86), (side * 0.36, -0.74)], 4)
            )
        pen.part(shade(f.main, 0.7), capsule(0, -0.94, 0, -0.84, 0.03))
        pen.part(f.main, oval(0, -0.45, 0.41, 0.41))
        pen.part(WHITE, oval(0, -0.45, 0.32, 0.32))
        for n in range(12):
            a = n * math.pi / 6
            pen.dot(INK, 0.27 * math.cos(a), -0.45 + 0.27 * math.sin(a), 0.020 if n % 3 == 0 else 0.012)
        if f.talks:
            features(pen, f, 0, -0.44, 0.20, m)
        else:
            turn = m.seconds * 0.4
            pen.stroke(INK, [(0, -0.45), (0.22 * math.sin(turn), -0.45 - 0.22 * math.cos(turn))], 0.018)
            pen.stroke(
                INK, [(0, -0.45), (0.14 * math.sin(turn / 12 + 2), -0.45 - 0.14 * math.cos(turn / 12 + 2))], 0.024
            )
            pen.dot((224, 72, 66), 0, -0.45, 0.034)


def draw_ladder(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the ladder on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.4):
        for n in range(7):
            y = -0.10 - 0.13 * n
            pen.part(shade(f.main, 0.86), capsule(-0.12, y, 0.12, y, 0.016))
        for side in (-1, 1):
            pen.part(f.main, capsule(side * 0.145, -0.02, side * 0.115, -0.98, 0.024))
        features(pen, f, 0, -0.55, 0.10, m)


def draw_lamp(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a lantern, one unit tall, its foot at the origin, a handle on top."""
    with as_a_whole(pen, m):
        ring = tube([(-0.10, -0.72), (-0.15, -0.88), (0.0, -0.985), (0.15, -0.88), (0.10, -0.72)], (0.018,) * 5)
        pen.part((104, 100, 112), ring)
        pen.part(
            f.main, blob([(-0.26, -0.64), (0.0, -0.80), (0.26, -0.64)], 2), rounded(-0.30, -0.68, 0.30, -0.61, 0.03)
        )
        glow = 0.35 + 0.65 * m.lamps
        pen.part(mix(GLASS, (255, 226, 120), glow), rounded(-0.17, -0.64, 0.17, -0.12, 0.05))
        flicker = 0.015 * m.swing(4.0)
        if f.talks:
            features(pen, f, 0, -0.38, 0.15, m)
        else:
            pen.fill(
                (243, 148, 56),
                blob([(-0.075, -0.22), (-0.05, -0.36), (flicker, -0.50), (0.06, -0.34), (0.075, -0.22), (0, -0.15)]),
            )
            pen.fill((255, 240, 160), blob([(-0.035, -0.21), (flicker * 0.6, -0.36), (0.035, -0.21), (0, -0.17)]))
        for x in (-0.17, 0.17):
            pen.part(f.main, capsule(x, -0.62, x, -0.14, 0.018))
        pen.part(f.main, rounded(-0.31, -0.13, 0.31, -0.01, 0.05))
    if m.lamps > 0.3:
        with pen.canvas.lit(lambda colour: colour):
            pen.canvas.polygon(oval(0, -0.38, 0.75, 0.75), LAMP, alpha=0.16 * m.lamps, solid=False)


def draw_candle(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the candle in its holder at the origin, one unit tall."""
    flicker = 0.02 * m.swing(3.2)
    with as_a_whole(pen, m):
        ring, hole = oval(0.34, -0.16, 0.13, 0.11), oval(0.34, -0.16, 0.075, 0.06)
        pen.canvas.polygons([oval(0.34, -0.16, 0.13 + pen.line, 0.11 + pen.line), hole], INK)
        pen.canvas.polygons([ring, hole], GOLD)
        pen.part(GOLD, blob([(-0.34, -0.16), (0.34, -0.16), (0.22, -0.01), (-0.22, -0.01)], 4))
        pen.part(f.main, rounded(-0.13, -0.68, 0.13, -0.13, 0.04))
        pen.fill(shade(f.main, 0.86), rounded(0.05, -0.66, 0.125, -0.15, 0.03))
        pen.part(shade(f.main, 1.15), tube([(-0.09, -0.66), (-0.09, -0.50)], (0.035, 0.03)))
        pen.stroke(INK, [(0, -0.67), (0, -0.75)], 0.012)
        pen.part(
            (248, 172, 66),
            blob([(-0.085, -0.76), (-0.05, -0.88), (flicker, -0.99), (0.06, -0.87), (0.085, -0.76), (0, -0.70)]),
        )
        pen.fill((255, 242, 170), blob([(-0.04, -0.76), (flicker * 0.6, -0.88), (0.04, -0.76), (0, -0.72)]))
        features(pen, f, 0, -0.40, 0.11, m)
    with pen.canvas.lit(lambda colour: colour):
        pen.canvas.polygon(oval(0, -0.82, 0.42, 0.42), LAMP, alpha=0.10 + 0.12 * m.lamps, solid=False)


def draw_mirror(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a standing mirror on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.4):
        for side in (-1, 1):
            pen.part(
                shade(f.main, 0.8),
                tube([(side * 0.10, -0.14), (side * 0.22, -0.08), (side * 0.27, -0.02)], (0.03, 0.028, 0.024)),
            )
        pen.part(f.main, oval(0, -0.55, 0.29, 0.43))
        pen.part(GOLD if f.main != GOLD else WOOD, oval(0, -0.975, 0.05, 0.03))
        pen.part(GLASS, oval(0, -0.55, 0.225, 0.36), ink=shade(f.main, 0.6))
        pen.fill(WHITE, tube([(-0.12, -0.46), (-0.10, -0.66), (0.0, -0.80)], (0.02, 0.03, 0.015)), alpha=0.8)
        features(pen, f, 0, -0.54, 0.16, m)


def draw_basket(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the basket on the ground at the origin, one unit tall, a handle over it."""
    with as_a_whole(pen, m):
        pen.part(
            shade(f.main, 0.82),
            tube([(-0.44, -0.46), (-0.36, -0.84), (0.0, -0.96), (0.36, -0.84), (0.44, -0.46)], (0.035,) * 5),
        )
        cloth = [(-0.42, -0.50), (-0.24, -0.62), (0.02, -0.58), (0.26, -0.63), (0.42, -0.50), (0.0, -0.40)]
        pen.part((224, 92, 84) if f.main[0] < 220 else WHITE, blob(cloth))
        sides = [(-0.49, -0.48), (0.49, -0.48), (0.42, -0.08), (0.36, -0.015), (-0.36, -0.015), (-0.42, -0.08)]
        pen.part(f.main, np.array(sides))
        for row, y in enumerate((-0.38, -0.26, -0.14)):
            for n in range(5):
                x = -0.36 + 0.18 * n + (0.09 if row % 2 else 0.0)
                if abs(x) < 0.40:
                    pen.fill(shade(f.main, 0.78), capsule(x - 0.055, y, x + 0.055, y, 0.018))
        pen.part(shade(f.main, 1.1), rounded(-0.54, -0.54, 0.54, -0.45, 0.04))
        features(pen, f, 0, -0.24, 0.18, m)


def draw_drum(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the drum on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(f.main, blob([(-0.52, -0.82), (0.52, -0.82), (0.50, -0.14), (0.0, -0.02), (-0.50, -0.14)], 3))
        zig = [(-0.52 + 0.13 * n, -0.66 if n % 2 else -0.18) for n in range(9)]
        for a, b in pairwise(zig):
            pen.fill(GOLD, capsule(*a, *b, 0.016))
        pen.part(WHITE, oval(0, -0.80, 0.54, 0.17))
        pen.fill(shade(WHITE, 0.9), oval(0, -0.80, 0.42, 0.115))
        pen.part(
            shade(f.main, 0.72),
            tube([(-0.52, -0.16), (-0.26, -0.07), (0.0, -0.045), (0.26, -0.07), (0.52, -0.16)], (0.04,) * 5),
        )
        beat = 0.06 * abs(m.swing(1.9)) if m.action in ("dance", "stand", "laugh") else 0.0
        for side in (-1, 1):
            pen.part(WOOD, capsule(side * 0.10, -0.82 - beat, side * 0.74, -0.97 - beat, 0.024))
            pen.part((240, 214, 150), oval(side * 0.10, -0.85 - beat, 0.05, 0.045))
        features(pen, f, 0, -0.38, 0.20, m)


def draw_rug(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a rug lying at the origin, one unit tall, its nearer edge the longer; in the air it waves."""
    wave = 0.22 if m.action in ("fly", "swim", "fall", "run", "walk") else 0.0
    pale = f.accent if f.accent != f.main else mix(f.main, WHITE, 0.7)

    def at(u: float, v: float) -> tuple[float, float]:
        """A spot of the rug: `u` from left to right, -1..1, `v` from the nearer edge to the farther, 0..1."""
        return u * (2.42 - 0.38 * v), -0.06 - 0.86 * v + wave * m.swing(0.8, -0.25 * u)

    def piece(size: float, lowest: float, highest: float) -> list[tuple[float, float]]:
        across = np.linspace(-size, size, 9).tolist()
        return [*(at(u, lowest) for u in across), *(at(u, highest) for u in reversed(across))]

    with as_a_whole(pen, m):
        for v in (0.06, 0.28, 0.50, 0.72, 0.94):
            for side in (-1, 1):
                x, y = at(side, v)
                pen.part(mix(pale, (240, 220, 180), 0.5), capsule(x, y, x + side * 0.15, y + 0.03, 0.045))
        pen.part(f.main, np.array(piece(1.0, 0.0, 1.0)))
        for size, margin, colour in ((0.92, 0.12, pale), (0.86, 0.21, f.main), (0.50, 0.30, shade(f.main, 0.74))):
            pen.fill(colour, np.array(piece(size, margin, 1 - margin)))
        for u in (-0.68, 0.0, 0.68):
            pen.fill(pale, np.array([at(u - 0.10, 0.5), at(u, 0.74), at(u + 0.10, 0.5), at(u, 0.26)]))
        features(pen, f, 0.0, -0.48, 0.26, m)
