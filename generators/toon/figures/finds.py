"""What one finds on the ground and takes along: leaves, sticks, feathers, nuts, shells, corn, bones and coins."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import star
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import as_a_whole, features
from generators.toon.shapes import Pair, blob, capsule, oval, rounded, tube

_GREEN: RGB = (98, 172, 92)


def draw_leaf(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a leaf lying at the origin, one unit tall, its stem to the left and its tip up."""
    rock = 0.05 * m.swing(0.4)
    with as_a_whole(pen, m), pen.at(0, 0, rock if m.action in ("fall", "fly", "swim") else 0.0):
        pen.part(shade(f.main, 0.78), tube([(-0.66, -0.30), (-0.84, -0.32), (-0.99, -0.46)], (0.05, 0.045, 0.055)))
        blade: list[Pair] = [
            (-0.70, -0.28),
            (-0.44, -0.68),
            (0.02, -0.94),
            (0.48, -0.93),
            (0.80, -0.86),
            (1.00, -0.97),
            (0.94, -0.62),
            (0.66, -0.26),
            (0.20, -0.04),
            (-0.32, -0.05),
        ]
        pen.part(f.main, blob(blade, 5))
        under = [
            (-0.68, -0.27),
            (0.16, -0.42),
            (0.97, -0.88),
            (0.92, -0.62),
            (0.64, -0.27),
            (0.20, -0.06),
            (-0.3, -0.07),
        ]
        pen.fill(shade(f.main, 0.84), blob(under, 5))
        vein = shade(f.main, 0.66)
        pen.stroke(vein, [(-0.66, -0.29), (0.16, -0.43), (0.92, -0.86)], 0.022)
        for x, y, up, low in ((-0.30, -0.34, 0.26, 0.17), (0.06, -0.41, 0.34, 0.22), (0.40, -0.54, 0.28, 0.22)):
            pen.stroke(vein, [(x, y), (x + 0.14, y - up * 0.62), (x + 0.17, y - up)], 0.014)
            pen.stroke(vein, [(x, y), (x + 0.15, y + low * 0.5), (x + 0.20, y + low)], 0.014)
        features(pen, f, 0.12, -0.48, 0.28, m)


def draw_branch(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a branch lying at the origin, one unit tall, its thick end to the left, some leaves on it."""
    with as_a_whole(pen, m):
        fork = tube([(0.10, -0.42), (0.40, -0.62), (0.62, -0.86)], (0.10, 0.075, 0.05))
        stub = tube([(-0.46, -0.24), (-0.34, -0.50), (-0.36, -0.62)], (0.09, 0.07, 0.055))
        spine = [(-1.18, -0.14), (-0.50, -0.26), (0.20, -0.42), (0.84, -0.40), (1.18, -0.52)]
        pen.part(f.main, fork, stub, tube(spine, (0.13, 0.12, 0.105, 0.08, 0.05)))
        pen.part(mix(f.main, (250, 222, 176), 0.6), oval(-1.20, -0.14, 0.075, 0.125, 0.15))
        pen.stroke(shade(f.main, 0.74), [(-0.98, -0.14), (-0.66, -0.18), (-0.40, -0.20)], 0.018)
        pen.stroke(shade(f.main, 0.74), [(-0.20, -0.30), (0.16, -0.37), (0.44, -0.38)], 0.018)
        for x, y, angle in ((0.70, -0.88, -0.9), (0.52, -0.64, 0.5), (1.20, -0.58, -0.4), (0.92, -0.32, 0.7)):
            with pen.at(x, y, angle):
                pen.part(_GREEN, blob([(-0.06, 0.0), (0.06, -0.10), (0.24, -0.02), (0.08, 0.08)], 4))
        features(pen, f, -0.16, -0.30, 0.16, m)


def draw_feather(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a feather at the origin, one unit tall, its quill down."""
    with as_a_whole(pen, m):
        spine: list[Pair] = [(-0.07, -0.01), (-0.03, -0.30), (0.0, -0.60), (0.09, -0.94)]
        vane = [
            (-0.05, -0.26),
            (-0.17, -0.40),
            (-0.20, -0.60),
            (-0.12, -0.82),
            (0.11, -0.99),
            (0.20, -0.80),
            (0.17, -0.54),
            (0.10, -0.36),
            (-0.02, -0.22),
        ]
        pen.part(f.main, blob(vane, 5))
        pen.fill(
            shade(f.main, 0.86),
            blob([(-0.03, -0.24), (0.0, -0.60), (0.10, -0.96), (0.19, -0.80), (0.16, -0.54), (0.09, -0.36)], 5),
        )
        for y, x in ((-0.42, -0.19), (-0.66, -0.19)):
            pen.stroke(shade(f.main, 0.62), [(x, y - 0.01), (x + 0.10, y + 0.06)], 0.010)
        pen.stroke(shade(f.main, 0.62), [(0.19, -0.60), (0.08, -0.54)], 0.010)
        pen.part(mix(f.main, (240, 220, 180), 0.7), tube(spine, (0.022, 0.020, 0.014, 0.006)))
        features(pen, f, 0.0, -0.56, 0.12, m)


def draw_nut(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an acorn at the origin, one unit tall, its cap up."""
    with as_a_whole(pen, m, 1.6), pen.at(0, 0, 0.0):
        right = [(0, -0.70), (0.33, -0.62), (0.31, -0.34), (0.17, -0.13), (0.0, -0.02)]
        pen.part(f.main, blob([*right, *((-x, y) for x, y in reversed(right[1:-1]))], 5))
        pen.fill(
            shade(f.main, 0.82), blob([(0.16, -0.60), (0.31, -0.56), (0.29, -0.34), (0.14, -0.13), (0.10, -0.3)], 5)
        )
        pen.fill(mix(f.main, WHITE, 0.6), oval(-0.15, -0.42, 0.035, 0.10, 0.2))
        cap = mix(f.main, (104, 76, 60), 0.7)
        pen.part(cap, tube([(0.0, -0.84), (0.02, -0.92), (0.07, -0.98)], (0.05, 0.04, 0.045)))
        pen.part(
            cap, blob([(-0.40, -0.60), (-0.32, -0.80), (0.0, -0.89), (0.32, -0.80), (0.40, -0.60), (0.0, -0.54)], 5)
        )
        for x, y in (
            (-0.24, -0.68),
            (-0.08, -0.64),
            (0.10, -0.64),
            (0.26, -0.68),
            (-0.14, -0.77),
            (0.02, -0.76),
            (0.17, -0.76),
        ):
            pen.dot(shade(cap, 0.76), x, y, 0.036, 0.026)
        features(pen, f, 0.0, -0.36, 0.20, m)


def draw_bone(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a bone lying at the origin, one unit tall."""
    with as_a_whole(pen, m), pen.at(0, -0.5, -0.10):
        knobs = [oval(side * 0.80, y, 0.235, 0.225) for side in (-1, 1) for y in (-0.19, 0.19)]
        pen.part(f.main, capsule(-0.76, 0, 0.76, 0, 0.165), *knobs)
        pen.fill(shade(f.main, 0.86), tube([(-0.90, 0.28), (-0.60, 0.10), (0.60, 0.10), (0.90, 0.28)], (0.06,) * 4))
        pen.fill(mix(f.main, WHITE, 0.8), tube([(-0.55, -0.08), (0.30, -0.08)], (0.035, 0.03)))
        features(pen, f, 0.0, 0.0, 0.20, m)


def draw_coin(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a coin on its edge at the origin, one unit tall, turned a little to the right and leaning back."""
    with as_a_whole(pen, m), pen.at(0.18, -0.04, -0.42), pen.at(0, 0.03):
        pen.part(shade(f.main, 0.70), oval(0.075, -0.5, 0.235, 0.485), rounded(-0.055, -0.985, 0.075, -0.015, 0.01))
        pen.part(f.main, oval(-0.060, -0.5, 0.240, 0.485))
        pen.canvas.polygons([oval(-0.060, -0.5, 0.190, 0.395), oval(-0.060, -0.5, 0.166, 0.352)], shade(f.main, 0.70))
        if f.talks:
            features(pen, f, -0.060, -0.50, 0.17, m)
        else:
            pen.fill(shade(f.main, 0.74), star(0, 0, 0.20) * (0.68, 1.0) + (-0.062, -0.49))
        pen.fill(
            mix(f.main, WHITE, 0.8), tube([(-0.252, -0.44), (-0.232, -0.64), (-0.172, -0.79)], (0.016, 0.024, 0.012))
        )


def draw_pebble(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a smooth pebble and a smaller one on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m):
        pen.part(
            f.main,
            blob(
                [
                    (-0.92, -0.40),
                    (-0.76, -0.80),
                    (-0.34, -0.98),
                    (0.16, -0.82),
                    (0.36, -0.44),
                    (0.10, -0.06),
                    (-0.56, -0.03),
                ]
            ),
        )
        pen.fill(
            shade(f.main, 0.82),
            blob([(-0.20, -0.34), (0.18, -0.54), (0.34, -0.42), (0.10, -0.08), (-0.56, -0.05), (-0.60, -0.16)]),
        )
        pen.stroke(mix(f.main, WHITE, 0.5), [(-0.86, -0.36), (-0.44, -0.44), (-0.10, -0.70), (0.0, -0.86)], 0.040)
        pen.fill(mix(f.main, WHITE, 0.7), oval(-0.56, -0.74, 0.13, 0.06, -0.5))
        pale = mix(f.main, (236, 214, 180), 0.45)
        pen.part(pale, blob([(0.16, -0.22), (0.34, -0.44), (0.66, -0.46), (0.90, -0.26), (0.78, -0.04), (0.32, -0.02)]))
        pen.fill(shade(pale, 0.84), blob([(0.56, -0.18), (0.84, -0.26), (0.76, -0.06), (0.34, -0.04)]))
        features(pen, f, -0.28, -0.48, 0.28, m)


def draw_shell(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a scallop shell at the origin, one unit tall, its hinge down."""
    with as_a_whole(pen, m):
        pen.part(shade(f.main, 0.84), rounded(-0.17, -0.12, 0.17, -0.015, 0.04))
        tips = [math.pi * (1.06 + 0.88 * (n / 6)) for n in range(7)]
        fan: list[Pair] = [(-0.15, -0.10)]
        for n, a in enumerate(tips):
            fan.append((0.58 * math.cos(a), -0.40 + 0.57 * math.sin(a)))
            if n < 6:
                b = a + math.pi * 0.88 / 12
                fan.append((0.525 * math.cos(b), -0.40 + 0.515 * math.sin(b)))
        pen.part(f.main, blob([*fan, (0.15, -0.10)], 4))
        for n in range(6):
            b = tips[n] + math.pi * 0.88 / 12
            pen.stroke(
                shade(f.main, 0.80),
                [(0.05 * math.cos(b), -0.14), (0.49 * math.cos(b), -0.38 + 0.47 * math.sin(b))],
                0.013,
            )
        pen.fill(mix(f.main, WHITE, 0.6), oval(-0.28, -0.66, 0.05, 0.11, 0.7))
        features(pen, f, 0.0, -0.48, 0.26, m)


def draw_hay(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a sheaf of corn at the origin, one unit tall, tied in its middle."""
    sway = 0.02 * m.swing(0.4)
    dark = shade(f.main, 0.76)
    with as_a_whole(pen, m):
        low = [
            (-0.07, -0.40),
            (-0.25, -0.03),
            (-0.10, -0.01),
            (0.0, -0.03),
            (0.10, -0.01),
            (0.25, -0.03),
            (0.07, -0.40),
        ]
        pen.part(dark, blob(low, 2))
        for n, x in enumerate((-0.30, 0.30, -0.17, 0.17, 0.0)):
            top = (-0.76, -0.76, -0.86, -0.86, -0.92)[n]
            tip = (x * 1.1 + sway, top)
            pen.part(f.main, tube([(x * 0.25, -0.36), (x * 0.62, -0.56), tip], (0.040, 0.034, 0.026)))
            with pen.at(*tip, x * 0.9 + sway):
                for y, side in ((0.06, -1), (0.06, 1), (-0.01, -1), (-0.01, 1)):
                    pen.part(f.main, oval(side * 0.038, y, 0.032, 0.050, side * 0.5))
                pen.part(f.main, oval(0, -0.055, 0.030, 0.048))
        for x in (-0.12, 0.0, 0.12):
            pen.stroke(shade(f.main, 0.58), [(x * 0.4, -0.34), (x, -0.08)], 0.010)
        pen.part((206, 92, 74), rounded(-0.12, -0.46, 0.12, -0.36, 0.04))
        features(pen, f, 0.0, -0.58, 0.15, m)
