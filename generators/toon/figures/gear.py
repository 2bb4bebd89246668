"""What one works, plays and dresses with: ropes and nets, axes and pencils, hats and shoes, a teddy bear."""

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import STEEL, star
from generators.toon.figures.pen import INK, WHITE, Pen, bow, ink_of
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import as_a_whole, features
from generators.toon.shapes import Pair, blob, capsule, oval, rounded, tube

_WOOD: RGB = (176, 122, 80)


def draw_rope(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a coil of rope lying at the origin, one unit tall, its end to the right."""
    dark = shade(f.main, 0.70)
    with as_a_whole(pen, m):
        pen.part(f.main, tube([(0.30, -0.16), (0.66, -0.10), (0.84, -0.22), (1.02, -0.16)], (0.105, 0.10, 0.095, 0.10)))
        for x, y in ((0.62, -0.10), (0.78, -0.19), (0.93, -0.20)):
            pen.stroke(dark, [(x - 0.05, y + 0.06), (x + 0.04, y - 0.07)], 0.018)
        for n, y in enumerate((-0.26, -0.45, -0.64)):
            x = (-0.22, -0.16, -0.20)[n]
            pen.part(f.main, oval(x, y, 0.66 - 0.03 * n, 0.245))
            for k in range(8):
                u = -0.84 + 0.24 * k
                low = y + 0.235 * (1 - u * u) ** 0.5
                pen.stroke(dark, [(x + u * 0.62 - 0.04, low - 0.04), (x + u * 0.62 + 0.05, low - 0.16)], 0.018)
        pen.part(shade(f.main, 0.55), oval(-0.20, -0.70, 0.40, 0.115), ink=dark)
        pen.part(
            f.main, tube([(-0.62, -0.74), (-0.30, -0.93), (0.12, -0.90), (0.30, -0.74)], (0.07, 0.075, 0.075, 0.07))
        )
        for x, y in ((-0.46, -0.86), (-0.24, -0.93), (0.0, -0.93), (0.18, -0.86)):
            pen.stroke(dark, [(x - 0.04, y + 0.05), (x + 0.04, y - 0.05)], 0.016)
        features(pen, f, -0.20, -0.36, 0.24, m)


def draw_net(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a net thrown over the origin, one unit tall: what is behind it is seen through it."""
    sway = 0.012 * m.swing(0.4)

    def knot(u: float, t: float) -> Pair:
        """Where the strand `u` (-1..1) is, a share `t` of the way down."""
        spread = 0.20 + 0.56 * t**0.62
        return u * spread + sway * t, -0.96 + 0.16 * u * u + (0.90 - 0.14 * u * u) * t**1.25

    strands = [[knot(u, n / 6) for n in range(7)] for u in np.linspace(-1, 1, 8).tolist()]
    rounds = []
    for t in (0.0, 0.22, 0.44, 0.66, 0.88):
        across: list[Pair] = []
        for u in np.linspace(-1, 1, 15).tolist():
            x, y = knot(u, t)
            across.append((x, y + (0.022 if round((u + 1) * 7) % 2 else 0.0)))
        rounds.append(across)
    with as_a_whole(pen, m):
        skin = blob([*strands[0], *(line[-1] for line in strands[1:-1]), *reversed(strands[-1]), (0.0, -0.97)], 3)
        pen.canvas.polygon(skin, mix(f.main, WHITE, 0.4), alpha=0.16, solid=False)
        for line in (*rounds, *strands):
            pen.stroke(ink_of(f.main), line, 0.011 + pen.line * 0.6)
        for line in (*rounds, *strands):
            pen.stroke(f.main, line, 0.011)
        for line in strands:
            pen.part((122, 126, 140), oval(line[-1][0], -0.045, 0.038, 0.040))
        features(pen, f, 0.0, -0.60, 0.16, m)


def draw_axe(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an axe at the origin, one unit tall, its blade up and to the right."""
    with as_a_whole(pen, m):
        pen.part(
            _WOOD, tube([(0.02, -0.02), (-0.05, -0.34), (-0.06, -0.66), (-0.05, -0.97)], (0.050, 0.038, 0.036, 0.04))
        )
        head = [
            (-0.14, -0.90),
            (0.06, -0.88),
            (0.30, -0.98),
            (0.36, -0.76),
            (0.30, -0.54),
            (0.06, -0.68),
            (-0.14, -0.68),
        ]
        pen.part(f.main, blob(head, 3))
        pen.fill(shade(f.main, 1.45), blob([(0.28, -0.96), (0.35, -0.76), (0.28, -0.56), (0.25, -0.76)], 4))
        pen.fill(shade(f.main, 0.78), rounded(-0.12, -0.74, 0.08, -0.69, 0.02))
        features(pen, f, 0.10, -0.78, 0.09, m)


def draw_pencil(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a pencil, its point at the origin, one unit tall, leaning to the right."""
    with as_a_whole(pen, m), pen.at(-0.26, -0.02, 0.52):
        pen.part((250, 220, 176), np.array([(-0.075, -0.22), (0.0, 0.0), (0.075, -0.22)]))
        pen.fill(INK, np.array([(-0.026, -0.078), (0.0, 0.0), (0.026, -0.078)]))
        pen.part(f.main, rounded(-0.08, -0.92, 0.08, -0.20, 0.015))
        pen.fill(shade(f.main, 1.3), rounded(-0.078, -0.92, -0.03, -0.21, 0.01))
        pen.fill(shade(f.main, 0.78), rounded(0.03, -0.92, 0.078, -0.21, 0.01))
        pen.part((236, 130, 140), rounded(-0.08, -1.07, 0.08, -0.94, 0.04))
        pen.part(STEEL, rounded(-0.085, -0.98, 0.085, -0.89, 0.01))
        features(pen, f, 0.0, -0.56, 0.075, m)


def draw_hat_alone(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a hat that nobody wears at the origin, one unit tall."""
    band = f.accent if f.accent != f.main else shade(f.main, 0.6)
    with as_a_whole(pen, m):
        brim = [
            (-0.86, -0.24),
            (-0.46, -0.32),
            (0.46, -0.32),
            (0.86, -0.24),
            (0.52, -0.04),
            (0.0, -0.01),
            (-0.52, -0.04),
        ]
        pen.part(f.main, blob(brim, 5))
        pen.fill(
            shade(f.main, 0.82), blob([(-0.80, -0.20), (0.0, -0.08), (0.80, -0.20), (0.50, -0.05), (-0.50, -0.05)], 5)
        )
        crown = [
            (-0.48, -0.24),
            (-0.46, -0.66),
            (-0.34, -0.94),
            (-0.04, -0.88),
            (0.32, -0.98),
            (0.46, -0.66),
            (0.48, -0.24),
            (0.0, -0.14),
        ]
        pen.part(f.main, blob(crown, 5))
        pen.fill(
            band,
            blob([(-0.485, -0.44), (0.0, -0.36), (0.485, -0.44), (0.485, -0.26), (0.0, -0.16), (-0.485, -0.26)], 5),
        )
        pen.fill(shade(f.main, 1.22), tube([(-0.30, -0.56), (-0.26, -0.78)], (0.04, 0.03)))
        features(pen, f, 0.0, -0.58, 0.26, m)


def draw_shoe(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a laced shoe on the ground at the origin, one unit tall, its toe to the right."""
    with as_a_whole(pen, m):
        upper = [
            (-0.60, -0.10),
            (-0.62, -0.58),
            (-0.58, -0.95),
            (-0.10, -0.96),
            (0.02, -0.66),
            (0.40, -0.50),
            (0.66, -0.32),
            (0.68, -0.10),
        ]
        pen.part(shade(f.main, 0.62), oval(-0.34, -0.92, 0.26, 0.075))
        pen.part(f.main, blob(upper, 4))
        pen.fill(
            shade(f.main, 0.84), blob([(-0.60, -0.12), (-0.61, -0.46), (-0.20, -0.34), (0.30, -0.20), (0.66, -0.12)], 4)
        )
        pen.part(mix(f.main, WHITE, 0.85), blob([(0.40, -0.12), (0.46, -0.42), (0.64, -0.36), (0.70, -0.14)], 5))
        pen.part(mix(f.main, WHITE, 0.92), rounded(-0.64, -0.17, 0.72, -0.015, 0.075))
        for x, y in ((-0.06, -0.84), (0.03, -0.68), (0.18, -0.58)):
            pen.part(WHITE, capsule(x - 0.13, y + 0.03, x + 0.05, y, 0.034), ink=shade(f.main, 0.6))
        pen.part(f.accent if f.accent != f.main else WHITE, rounded(-0.63, -0.98, -0.06, -0.86, 0.05))
        features(pen, f, -0.26, -0.50, 0.22, m)


def draw_teddy(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a sitting teddy bear at the origin, one unit tall, its face to us."""
    pale, dark = mix(f.main, (255, 236, 206), 0.62), shade(f.main, 0.84)
    with as_a_whole(pen, m):
        for side in (-1, 1):
            pen.part(f.main, oval(side * 0.235, -0.905, 0.095, 0.090))
            pen.fill(pale, oval(side * 0.235, -0.90, 0.050, 0.048))
            pen.part(
                dark, tube([(side * 0.18, -0.46), (side * 0.33, -0.36), (side * 0.36, -0.26)], (0.085, 0.085, 0.085))
            )
        pen.part(f.main, oval(0, -0.30, 0.255, 0.27))
        pen.fill(pale, oval(0, -0.27, 0.155, 0.17))
        for side in (-1, 1):
            pen.part(f.main, oval(side * 0.25, -0.115, 0.135, 0.11))
            pen.part(pale, oval(side * 0.285, -0.115, 0.075, 0.080), ink=dark)
        pen.part(f.main, oval(0, -0.695, 0.290, 0.255))
        pen.part(pale, oval(0, -0.615, 0.135, 0.105), ink=dark)
        if f.talks:
            features(pen, f, 0, -0.70, 0.23, m)
        else:
            for side in (-1, 1):
                pen.dot(INK, side * 0.125, -0.735, 0.036, 0.040)
                pen.dot(WHITE, side * 0.125 + 0.012, -0.75, 0.012)
            pen.dot(INK, 0, -0.66, 0.045, 0.032)
            pen.stroke(INK, bow(0, -0.607, 0.055, 0.038), 0.010)
        ribbon = f.accent if f.accent not in (f.main, WHITE) and min(f.accent) < 225 else (214, 76, 70)
        pen.part(ribbon, *(blob([(0, -0.455), (side * 0.15, -0.52), (side * 0.14, -0.385)], 3) for side in (-1, 1)))
        pen.part(shade(ribbon, 0.82), oval(0, -0.455, 0.036, 0.038))


def draw_wand(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a magic wand at the origin, one unit tall, its star up; the star glitters."""
    with as_a_whole(pen, m):
        pen.part((96, 74, 128), capsule(0, -0.03, 0, -0.66, 0.030, 0.022))
        pen.part(WHITE, capsule(0, -0.03, 0, -0.07, 0.034), ink=(96, 74, 128))
        pen.part(f.main, star(0.0, -0.765, 0.235))
        pen.fill(mix(f.main, WHITE, 0.6), star(0.0, -0.765, 0.12))
        for n, (x, y) in enumerate(((-0.21, -0.56), (0.22, -0.60), (-0.19, -0.93))):
            size = 0.045 * (0.55 + 0.45 * m.swing(0.9, n / 3))
            pen.fill(mix(f.main, WHITE, 0.5), star(x, y, size, 4))
        features(pen, f, 0.0, -0.76, 0.11, m)


def draw_fishing_rod(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a fishing rod, its butt at the origin, one unit tall, its line hanging down to the right."""
    swing = 0.03 * m.swing(0.5)
    with as_a_whole(pen, m, 0.5):
        line = [(0.42, -0.97), (0.435 + swing * 0.3, -0.70), (0.43 + swing, -0.40)]
        pen.stroke((236, 240, 246), line, 0.005 + pen.line * 0.4)
        x, y = line[-1]
        pen.part((222, 74, 66), oval(x, y, 0.030, 0.038))
        pen.fill(WHITE, oval(x, y + 0.016, 0.026, 0.020))
        hook = [(x, y + 0.05), (x + 0.004, y + 0.12), (x - 0.028, y + 0.145), (x - 0.048, y + 0.11)]
        pen.stroke((112, 118, 132), hook, 0.006 + pen.line * 0.3)
        pen.part(
            f.main, tube([(-0.30, -0.02), (-0.12, -0.42), (0.12, -0.80), (0.42, -0.98)], (0.026, 0.020, 0.013, 0.006))
        )
        pen.part((74, 70, 84), capsule(-0.295, -0.03, -0.235, -0.16, 0.032))
        pen.part((150, 156, 170), oval(-0.160, -0.21, 0.045, 0.045))
        features(pen, f, -0.10, -0.44, 0.05, m)
