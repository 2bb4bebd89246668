"""What grows, burns and shines outdoors: palms, firs, bushes, mushrooms, fires, stars, clouds, the sun and the moon."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import star
from generators.toon.figures.pen import WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import LAMP, as_a_whole, features
from generators.toon.shapes import blob, capsule, oval, tube

_BARK: RGB = (136, 96, 70)


def draw_mushroom(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the mushroom on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.8):
        stem: RGB = (250, 238, 214)
        pen.part(
            stem,
            blob(
                [
                    (-0.15, -0.56),
                    (0.15, -0.56),
                    (0.19, -0.20),
                    (0.26, -0.03),
                    (0.0, 0.0),
                    (-0.26, -0.03),
                    (-0.19, -0.20),
                ]
            ),
        )
        pen.part(
            shade(stem, 0.88), blob([(-0.22, -0.50), (0.22, -0.50), (0.26, -0.40), (0.0, -0.44), (-0.26, -0.40)], 4)
        )
        cap = np.concatenate(
            [
                arc(0, -0.50, 0.55, math.pi, 2 * math.pi, 25) * (1, 0.88) + (0, -0.06),
                [(0.40, -0.43), (0, -0.46), (-0.40, -0.43)],
            ]
        )
        pen.part(f.main, cap)
        spots = WHITE if min(f.main) < 215 else (224, 72, 66)
        for x, y, r in (
            (-0.26, -0.74, 0.085),
            (0.06, -0.86, 0.075),
            (0.32, -0.66, 0.075),
            (0.02, -0.62, 0.07),
            (-0.42, -0.56, 0.05),
        ):
            pen.fill(spots, oval(x, y, r, r * 0.85))
        features(pen, f, 0, -0.24, 0.15, m)


def draw_bush(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bush on the ground at the origin, one unit tall."""
    breeze = 0.02 * m.swing(0.22)
    with as_a_whole(pen, m, 0.4):
        lumps = (
            (-0.50, -0.28, 0.29),
            (0.52, -0.27, 0.28),
            (-0.36, -0.60, 0.27),
            (0.40, -0.54, 0.27),
            (0.02, -0.72, 0.27),
            (0.0, -0.35, 0.36),
        )
        pen.part(f.main, *(oval(x - breeze * y, y, r, r * 0.96) for x, y, r in lumps))
        low = [
            (-0.70, -0.20),
            (-0.30, -0.28),
            (0.0, -0.18),
            (0.34, -0.28),
            (0.70, -0.20),
            (0.54, -0.03),
            (0.0, 0.0),
            (-0.54, -0.03),
        ]
        pen.fill(shade(f.main, 0.82), blob(low))
        for x, y in ((-0.40, -0.72), (0.0, -0.86), (0.42, -0.66)):
            pen.fill(shade(f.main, 1.2), oval(x - breeze * y, y, 0.12, 0.070, -0.3))
        berries: RGB = (224, 72, 80) if f.variant % 2 else (250, 190, 210)
        for x, y in ((-0.48, -0.48), (-0.14, -0.58), (0.18, -0.42), (0.46, -0.46), (-0.34, -0.26), (0.30, -0.20)):
            pen.part(berries, oval(x - breeze * y, y, 0.045, 0.045))
        features(pen, f, 0, -0.45, 0.26, m)


def draw_cactus(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the cactus on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.5):
        arms = (
            tube([(0.0, -0.34), (-0.26, -0.36), (-0.27, -0.62)], (0.07, 0.075, 0.07)),
            tube([(0.0, -0.46), (0.24, -0.48), (0.26, -0.76)], (0.065, 0.07, 0.065)),
        )
        pen.part(f.main, capsule(0, -0.84, 0, -0.02, 0.125), *arms)
        for x in (-0.05, 0.04):
            pen.stroke(shade(f.main, 0.80), [(x, -0.88), (x, -0.04)], 0.010)
        for x, y in (
            (-0.09, -0.70),
            (0.09, -0.60),
            (-0.08, -0.22),
            (0.08, -0.14),
            (-0.28, -0.50),
            (0.27, -0.62),
            (0.0, -0.80),
        ):
            pen.stroke(WHITE, [(x - 0.022, y - 0.014), (x + 0.022, y + 0.014)], 0.005)
        for a in range(5):
            turn = a * 2 * math.pi / 5
            pen.part((243, 120, 160), oval(0.045 * math.cos(turn), -0.955 + 0.035 * math.sin(turn), 0.036, 0.030))
        features(pen, f, 0, -0.52, 0.12, m)


def draw_palm(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the palm on the ground at the origin, one unit tall."""
    breeze = 0.010 * m.swing(0.25)
    with as_a_whole(pen, m, 0.5):
        trunk = [(-0.06, -0.01), (-0.03, -0.28), (0.03, -0.54), (0.10 + breeze, -0.76)]
        pen.part((176, 130, 88), tube(trunk, (0.065, 0.048, 0.040, 0.036)))
        for t in (0.12, 0.24, 0.36, 0.48, 0.60):
            x = -0.055 + 0.14 * t * t * 1.6
            pen.stroke((136, 96, 66), [(x - 0.045, -t - 0.01), (x + 0.045, -t + 0.005)], 0.007)
        cx, cy = 0.10 + breeze, -0.78
        for n, (dx, dy) in enumerate(
            ((-0.44, 0.16), (0.42, 0.18), (-0.38, -0.08), (0.38, -0.06), (-0.16, -0.20), (0.18, -0.20))
        ):
            tip = (cx + dx + breeze, cy + dy + 0.012 * m.swing(0.3, n * 0.2))
            mid = (cx + dx * 0.55, cy + dy * 0.35 - 0.10)
            pen.part(
                shade(f.main, (0.84, 0.84, 0.94, 0.94, 1.06, 1.06)[n]),
                tube([(cx, cy), mid, tip], (0.022, 0.058, 0.010)),
            )
        for x in (-0.035, 0.035):
            pen.part((126, 84, 58), oval(cx + x, cy + 0.045, 0.038, 0.040))
        features(pen, f, -0.01, -0.42, 0.055, m)


def draw_fir(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the fir on the ground at the origin, one unit tall."""
    breeze = 0.008 * m.swing(0.22)
    with as_a_whole(pen, m, 0.5):
        pen.part(_BARK, blob([(-0.055, -0.20), (0.055, -0.20), (0.07, -0.005), (-0.07, -0.005)], 1))
        for n, (low, half, high) in enumerate(((-0.12, 0.33, -0.56), (-0.36, 0.27, -0.76), (-0.58, 0.20, -0.985))):
            x = breeze * (n + 1)
            tier = [
                (x, high),
                (half * 0.55, (low + high) / 2 + 0.04),
                (half, low),
                (half * 0.35, low + 0.035),
                (0, low + 0.01),
                (-half * 0.35, low + 0.035),
                (-half, low),
                (-half * 0.55, (low + high) / 2 + 0.04),
            ]
            pen.part(shade(f.main, 0.86 + 0.09 * n), blob(tier, 4))
        features(pen, f, 0, -0.30, 0.12, m)


def draw_campfire(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a campfire on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.5):
        for wide, tall, colour, phase in (
            (0.34, 0.98, f.main, 0.0),
            (0.24, 0.72, (250, 186, 70), 0.3),
            (0.13, 0.46, (255, 240, 160), 0.6),
        ):
            a, b = 0.06 * m.swing(2.1, phase), 0.05 * m.swing(2.9, phase + 0.2)
            flame = [
                (0, -0.10),
                (wide, -0.24),
                (wide * 0.86, -tall * 0.52),
                (wide * 0.5 + b, -tall * 0.66),
                (wide * 0.35 + a, -tall * 0.60),
                (a, -tall),
                (-wide * 0.45 + a, -tall * 0.62),
                (-wide * 0.62 + b, -tall * 0.76),
                (-wide, -0.34),
            ]
            (pen.part if wide > 0.3 else pen.fill)(colour, blob(flame))
        for x0, x1, tone in ((-0.44, 0.40, 0.85), (0.44, -0.40, 1.0)):
            pen.part(shade(_BARK, tone), capsule(x0, -0.065, x1, -0.20, 0.062))
            pen.part((226, 190, 140), oval(x0, -0.065, 0.042, 0.058))
        features(pen, f, 0, -0.34, 0.16, m)
    with pen.canvas.lit(lambda colour: colour):
        pen.canvas.polygon(oval(0, -0.42, 0.85, 0.75), LAMP, alpha=0.06 + 0.12 * m.lamps, solid=False)


def draw_log(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a felled trunk on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(shade(f.main, 0.9), tube([(0.35, -0.80), (0.52, -0.96)], (0.14, 0.11)))
        pen.part(f.main, capsule(-1.10, -0.45, 1.20, -0.45, 0.44))
        for x, y, long in ((-0.60, -0.70, 0.7), (0.10, -0.30, 0.8), (-0.40, -0.18, 0.5), (0.50, -0.58, 0.4)):
            pen.stroke(shade(f.main, 0.72), [(x, y), (x + long, y + 0.02)], 0.022)
        pen.part((232, 198, 150), oval(-1.20, -0.45, 0.30, 0.43))
        for r in (0.30, 0.17):
            ring = arc(-1.20, -0.45, 1.0, 0, 2 * math.pi, 25)
            points = [(-1.20 + (x + 1.20) * 0.72 * r, -0.45 + (y + 0.45) * r) for x, y in ring.tolist()]
            pen.stroke((186, 140, 96), points, 0.016)
        pen.fill((118, 172, 96), blob([(-0.10, -0.885), (0.25, -0.91), (0.60, -0.88), (0.45, -0.76), (0.10, -0.80)]))
        features(pen, f, 0.30, -0.45, 0.28, m)


def draw_star(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a star over the origin, one unit tall."""
    glow = 0.10 + 0.05 * m.swing(0.6)
    with as_a_whole(pen, m), pen.at(0, -0.48, 0.04 * m.swing(0.3)):
        with pen.canvas.lit(lambda colour: colour):
            pen.canvas.polygon(oval(0, 0, 0.66, 0.66), LAMP, alpha=glow, solid=False)
        edge = star(0, 0.03, 0.53)
        middle = (edge + np.concatenate([edge[1:], edge[:1]])) / 2
        pen.part(f.main, np.concatenate([np.stack([edge * 0.96 + middle * 0.04, middle], 1).reshape(-1, 2)]))
        pen.fill(shade(f.main, 1.3), star(-0.03, -0.02, 0.34))
        pen.fill(f.main, star(0, 0.03, 0.33))
        features(pen, f, 0, 0.02, 0.20, m)


def draw_moon(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a crescent moon over the origin, one unit tall."""
    with as_a_whole(pen, m), pen.at(0, -0.5, 0.03 * m.swing(0.2)):
        with pen.canvas.lit(lambda colour: colour):
            pen.canvas.polygon(oval(-0.05, 0, 0.62, 0.62), LAMP, alpha=0.12, solid=False)
        outer = arc(0, 0, 0.485, math.radians(55), math.radians(305), 31)
        inner = arc(0.20, 0, 0.405, math.radians(283), math.radians(77), 25)
        pen.part(f.main, np.concatenate([outer, inner]))
        for x, y, r in ((-0.32, -0.22, 0.055), (-0.20, 0.34, 0.045), (-0.42, 0.08, 0.030)):
            pen.dot(shade(f.main, 0.87), x, y, r)
        features(pen, f, -0.30, 0.04, 0.12, m)


def draw_sun(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the sun over the origin, one unit tall."""
    with as_a_whole(pen, m), pen.at(0, -0.5):
        with pen.canvas.lit(lambda colour: colour):
            pen.canvas.polygon(oval(0, 0, 0.64, 0.64), LAMP, alpha=0.16, solid=False)
        with pen.at(0, 0, m.seconds * 0.25):
            rays = []
            for n in range(12):
                a, half = n * math.pi / 6, 0.11 if n % 2 else 0.14
                tip = 0.43 if n % 2 else 0.49
                rays.append(
                    np.array(
                        [
                            (0.30 * math.cos(a - half * 1.3), 0.30 * math.sin(a - half * 1.3)),
                            (tip * math.cos(a), tip * math.sin(a)),
                            (0.30 * math.cos(a + half * 1.3), 0.30 * math.sin(a + half * 1.3)),
                        ]
                    )
                )
            pen.part(shade(f.main, 0.92), *rays)
        pen.part(f.main, oval(0, 0, 0.315, 0.315))
        pen.fill(shade(f.main, 1.35), oval(-0.11, -0.13, 0.10, 0.07, -0.6))
        features(pen, f, 0, 0, 0.22, m)


def draw_cloud(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a cloud over the origin, one unit tall."""
    with as_a_whole(pen, m):
        puff = 0.02 * m.swing(0.2)
        lumps = (
            (-0.62, -0.32, 0.30),
            (0.64, -0.30, 0.28),
            (-0.28, -0.60, 0.36 + puff),
            (0.24, -0.56, 0.34 - puff),
            (0.0, -0.34, 0.34),
        )
        pen.part(f.main, *(oval(x, y, r, r * 0.98) for x, y, r in lumps), capsule(-0.66, -0.20, 0.66, -0.20, 0.19))
        pen.fill(
            mix(f.main, (150, 176, 214), 0.28),
            blob(
                [
                    (-0.84, -0.16),
                    (-0.4, -0.22),
                    (0.0, -0.14),
                    (0.4, -0.22),
                    (0.82, -0.16),
                    (0.66, -0.02),
                    (0.0, -0.005),
                    (-0.66, -0.02),
                ]
            ),
        )
        features(pen, f, 0, -0.42, 0.28, m)
