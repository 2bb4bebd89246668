"""What is built and stays where it is: castles, towers, bridges, wells, mills, tents and fences."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD
from generators.toon.figures.pen import INK, WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, LAMP, as_a_whole, features
from generators.toon.shapes import Points, blob, capsule, oval, rounded, tube

_STONE: RGB = (176, 176, 186)
_WOOD: RGB = (160, 112, 76)


def _window(pen: Pen, x: float, y: float, size: float, m: Moment) -> None:
    """A pointed window, lit at night."""
    outline = np.concatenate(
        [arc(x, y, size, math.pi, 2 * math.pi, 9), [(x + size, y + size * 1.7), (x - size, y + size * 1.7)]]
    )
    pen.part((70, 72, 96), outline, ink=(120, 118, 130))
    if m.lamps:
        with pen.canvas.lit(lambda colour: colour):
            pen.fill(LAMP, outline, alpha=m.lamps)


def _battlements(x0: float, x1: float, top: float, bottom: float, teeth: int) -> Points:
    """The outline of a wall with teeth on top."""
    step = (x1 - x0) / (2 * teeth - 1)
    tooth = step * 0.9
    edge: list[tuple[float, float]] = []
    for n in range(teeth):
        x = x0 + 2 * n * step
        edge += [(x, top), (x + step, top), (x + step, top + tooth), (x + 2 * step, top + tooth)]
    return np.array([(x0, bottom), *edge[:-2], (x1, bottom)])


def _bricks(pen: Pen, colour: RGB, places: tuple[tuple[float, float], ...], size: float) -> None:
    for x, y in places:
        pen.fill(shade(colour, 0.86), rounded(x, y, x + size, y + size * 0.45, size * 0.12))


def draw_tower(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a round tower with a pointed roof on the ground at the origin, one unit tall."""
    roof = f.accent if f.accent not in (f.main, WHITE) and min(f.accent) < 228 else (198, 84, 74)
    with as_a_whole(pen, m, 0.3):
        pen.part(GOLD, capsule(0, -0.985, 0, -0.93, 0.006))
        pen.part(f.main, blob([(-0.135, -0.62), (0.135, -0.62), (0.155, 0.0), (-0.155, 0.0)], 1))
        pen.fill(shade(f.main, 0.86), blob([(0.06, -0.62), (0.13, -0.62), (0.15, -0.005), (0.07, -0.005)], 1))
        pen.part(f.main, _battlements(-0.185, 0.185, -0.70, -0.58, 5))
        pen.part(roof, blob([(-0.20, -0.685), (0.0, -0.96), (0.20, -0.685), (0.0, -0.665)], 2))
        pen.fill(shade(roof, 1.2), blob([(-0.13, -0.70), (-0.01, -0.90), (-0.06, -0.70)], 2))
        _bricks(pen, f.main, ((-0.11, -0.50), (0.03, -0.38), (-0.10, -0.20), (0.05, -0.12), (-0.12, -0.07)), 0.055)
        _window(pen, 0, -0.51, 0.038, m)
        _window(pen, -0.05, -0.32, 0.028, m)
        door = np.concatenate([arc(0, -0.12, 0.058, math.pi, 2 * math.pi, 9), [(0.058, -0.005), (-0.058, -0.005)]])
        pen.part(_WOOD, door)
        features(pen, f, 0, -0.43, 0.10, m)


def draw_castle(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a castle on the ground at the origin, one unit tall."""
    roof = f.accent if f.accent not in (f.main, WHITE) and min(f.accent) < 228 else (88, 116, 190)
    dark = shade(f.main, 0.9)
    with as_a_whole(pen, m, 0.2):
        pen.part(dark, _battlements(-0.22, 0.22, -0.66, 0.0, 4))
        for x, wide, top in ((0.0, 0.13, -0.74), (-0.52, 0.13, -0.62), (0.52, 0.13, -0.62)):
            flag = [(x, top - 0.25), (x + 0.09, top - 0.235 + 0.01 * m.swing(1.1, x)), (x, top - 0.20)]
            pen.part(GOLD, capsule(x, top - 0.25, x, top - 0.12, 0.005))
            pen.part((224, 72, 66), blob(flag, 2))
            pen.part(roof, blob([(x - wide * 1.3, top), (x, top - 0.20), (x + wide * 1.3, top), (x, top + 0.02)], 2))
            pen.part(f.main, rounded(x - wide, top, x + wide, 0.0 if x else -0.5, 0.004))
            pen.fill(
                shade(f.main, 0.87),
                rounded(x + wide * 0.45, top + 0.005, x + wide * 0.97, -0.005 if x else -0.5, 0.004),
            )
            _window(pen, x, top + 0.13, 0.035, m)
        pen.part(f.main, _battlements(-0.42, 0.42, -0.40, 0.0, 6))
        _bricks(
            pen,
            f.main,
            (
                (-0.36, -0.24),
                (0.22, -0.28),
                (-0.30, -0.10),
                (0.30, -0.12),
                (-0.60, -0.30),
                (0.50, -0.24),
                (-0.54, -0.12),
            ),
            0.07,
        )
        gate = np.concatenate([arc(0, -0.16, 0.13, math.pi, 2 * math.pi, 11), [(0.13, -0.004), (-0.13, -0.004)]])
        pen.part(_WOOD, gate)
        for x in (-0.065, 0.0, 0.065):
            pen.stroke(shade(_WOOD, 0.7), [(x, -0.26), (x, -0.01)], 0.006)
        features(pen, f, 0, -0.30, 0.11, m)


def draw_bridge(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an arched bridge on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.2):
        for x in np.linspace(-1.35, 1.35, 7).tolist():
            y = -0.62 + 0.20 * (x / 1.5) ** 2
            pen.part(shade(f.main, 0.76), capsule(x, y, x, y - 0.26, 0.035))
        rail = [(x, -0.90 + 0.20 * (x / 1.5) ** 2) for x in np.linspace(-1.45, 1.45, 7).tolist()]
        pen.part(shade(f.main, 0.9), tube(rail, (0.045,) * 7))
        deck = [(x, -0.64 + 0.20 * (x / 1.5) ** 2) for x in np.linspace(-1.6, 1.6, 9).tolist()]
        opening = [(x, -0.38 * math.sqrt(max(0.0, 1 - (x / 0.92) ** 2))) for x in np.linspace(0.92, -0.92, 15).tolist()]
        pen.part(f.main, np.array([*deck, (1.6, 0.0), *opening, (-1.6, 0.0)]))
        pen.stroke(shade(f.main, 1.2), deck, 0.020)
        for n in range(7):
            a = math.pi * (0.1 + 0.8 * n / 6)
            stone = (-1.04 * math.cos(a), -0.46 * math.sin(a))
            pen.fill(shade(f.main, 0.84), oval(*stone, 0.075, 0.055, math.pi / 2 - a))
        for x, y in ((-1.40, -0.12), (-1.18, -0.28), (1.30, -0.14), (1.12, -0.30)):
            pen.fill(shade(f.main, 0.84), rounded(x - 0.10, y - 0.05, x + 0.10, y + 0.05, 0.03))
        features(pen, f, 0, -0.50, 0.12, m)


def draw_well(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a well with a roof on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.3):
        pen.fill((66, 92, 116), oval(0, -0.36, 0.30, 0.06))
        for x in (-0.28, 0.28):
            pen.part(_WOOD, capsule(x, -0.78, x, -0.34, 0.028))
        pen.part(shade(_WOOD, 0.8), capsule(-0.32, -0.62, 0.32, -0.62, 0.024))
        pen.stroke((206, 178, 130), [(0, -0.61), (0, -0.48)], 0.009)
        pen.part((120, 124, 136), blob([(-0.075, -0.50), (0.075, -0.50), (0.055, -0.38), (-0.055, -0.38)], 2))
        pen.part(f.main, blob([(-0.38, -0.34), (0.38, -0.34), (0.36, -0.01), (-0.36, -0.01)], 2))
        for x, y in (
            (-0.30, -0.28),
            (-0.10, -0.28),
            (0.12, -0.28),
            (-0.20, -0.18),
            (0.02, -0.18),
            (0.22, -0.18),
            (-0.30, -0.09),
            (-0.08, -0.09),
            (0.14, -0.09),
        ):
            pen.fill(shade(f.main, 0.84), rounded(x, y, x + 0.15, y + 0.065, 0.02))
        pen.part(shade(f.main, 1.1), rounded(-0.42, -0.40, 0.42, -0.31, 0.03))
        pen.part(
            (198, 92, 74),
            blob([(-0.46, -0.70), (0.0, -0.99), (0.46, -0.70), (0.38, -0.68), (0.0, -0.88), (-0.38, -0.68)], 1),
        )
        pen.part((198, 92, 74), blob([(-0.44, -0.70), (0.0, -0.985), (0.44, -0.70)], 1))
        features(pen, f, 0, -0.18, 0.16, m)


def draw_windmill(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a windmill on the ground at the origin, one unit tall, its sails going round."""
    roof = f.accent if f.accent not in (f.main, WHITE) and min(f.accent) < 228 else (186, 96, 72)
    with as_a_whole(pen, m, 0.2):
        pen.part(f.main, blob([(-0.12, -0.62), (0.12, -0.62), (0.19, 0.0), (-0.19, 0.0)], 1))
        pen.fill(shade(f.main, 0.87), blob([(0.05, -0.62), (0.115, -0.62), (0.185, -0.005), (0.08, -0.005)], 1))
        pen.part(roof, blob([(-0.145, -0.60), (-0.10, -0.72), (0.0, -0.78), (0.10, -0.72), (0.145, -0.60)], 4))
        door = np.concatenate([arc(0, -0.12, 0.050, math.pi, 2 * math.pi, 9), [(0.050, -0.005), (-0.050, -0.005)]])
        pen.part(_WOOD, door)
        _window(pen, 0, -0.30, 0.030, m)
        features(pen, f, 0, -0.44, 0.09, m)
        turn = m.seconds * 0.9 + 0.5
        for n in range(4):
            with pen.at(0, -0.63, turn + n * math.pi / 2):
                pen.part(WHITE, rounded(0.03, -0.34, 0.115, -0.07, 0.008), ink=shade(_WOOD, 0.7))
                for y in (-0.28, -0.21, -0.14):
                    pen.stroke(shade(_WOOD, 0.9), [(0.03, y), (0.112, y)], 0.004)
                pen.part(_WOOD, capsule(0, 0, 0, -0.345, 0.013))
        pen.part(shade(_WOOD, 0.8), oval(0, -0.63, 0.034, 0.034))


def draw_lighthouse(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a lighthouse on the ground at the origin, one unit tall, its light lit at night."""
    with as_a_whole(pen, m, 0.2):
        pen.part((150, 150, 160), blob([(-0.24, 0.0), (-0.17, -0.07), (0.17, -0.07), (0.24, 0.0)], 3))
        tower = [(-0.10, -0.76), (0.10, -0.76), (0.155, -0.05), (-0.155, -0.05)]
        pen.part(WHITE, blob(tower, 1))
        for y0, y1 in ((-0.70, -0.56), (-0.42, -0.28), (-0.14, -0.05)):
            w0, w1 = (0.10 + (y + 0.76) * 0.0775 for y in (y0, y1))
            pen.fill(f.main, blob([(-w0, y0), (w0, y0), (w1, y1), (-w1, y1)], 1))
        pen.fill(INK, blob([(0.05, -0.755), (0.098, -0.755), (0.152, -0.055), (0.08, -0.055)], 1), alpha=0.12)
        pen.part(shade(_STONE, 0.8), rounded(-0.15, -0.79, 0.15, -0.75, 0.015))
        pen.part(mix(GLASS, LAMP, max(0.25, m.lamps)), rounded(-0.075, -0.90, 0.075, -0.79, 0.01))
        pen.part(f.main, blob([(-0.10, -0.895), (0.0, -0.99), (0.10, -0.895), (0.0, -0.885)], 3))
        _window(pen, 0, -0.49, 0.026, m)
        features(pen, f, 0, -0.35, 0.085, m)
    if m.lamps > 0.3:
        swing = math.cos(m.seconds * 0.8)
        with pen.canvas.lit(lambda colour: colour):
            beam = [(0.0, -0.87), (1.3 * swing, -1.0), (1.3 * swing, -0.72), (0.0, -0.83)]
            pen.canvas.polygon(np.array(beam), LAMP, alpha=0.22 * m.lamps, solid=False)


def draw_tent(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a tent on the ground at the origin, one unit tall."""
    flap = 0.02 * m.swing(0.6)
    with as_a_whole(pen, m, 0.3):
        for side in (-1, 1):
            pen.part(_WOOD, capsule(side * 0.07, -0.98, -side * 0.03, -0.86, 0.018))
            pen.stroke((206, 178, 130), [(side * 0.60, -0.40), (side * 0.98, -0.01)], 0.008)
        pen.part(f.main, blob([(0.0, -0.93), (0.30, -0.52), (0.80, 0.0), (-0.80, 0.0), (-0.30, -0.52)], 2))
        pen.fill(shade(f.main, 0.84), blob([(0.02, -0.90), (0.30, -0.50), (0.77, -0.01), (0.36, -0.01)], 2))
        pen.fill(shade(f.main, 0.42), blob([(0.0, -0.72), (0.26, -0.005), (-0.26, -0.005)], 1))
        pen.part(
            shade(f.main, 1.2), blob([(0.0, -0.74), (-0.12 + flap, -0.30), (-0.36 + flap, -0.005), (-0.22, -0.005)], 3)
        )
        pen.part(
            shade(f.main, 1.1), blob([(0.0, -0.74), (0.14 - flap, -0.30), (0.38 - flap, -0.005), (0.22, -0.005)], 3)
        )
        features(pen, f, -0.02, -0.82, 0.10, m)


def draw_fence(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a piece of fence on the ground at the origin, one unit tall."""
    with as_a_whole(pen, m, 0.2):
        for y in (-0.68, -0.30):
            pen.part(shade(f.main, 0.84), rounded(-1.45, y - 0.07, 1.45, y + 0.07, 0.03))
        for n in range(7):
            x = -1.26 + 0.42 * n
            pen.part(
                f.main, np.array([(x - 0.13, 0.0), (x - 0.13, -0.82), (x, -0.99), (x + 0.13, -0.82), (x + 0.13, 0.0)])
            )
            pen.fill(shade(f.main, 0.9), rounded(x + 0.05, -0.80, x + 0.12, -0.02, 0.01))
            for y in (-0.68, -0.30):
                pen.dot(shade(f.main, 0.62), x, y, 0.022)
        features(pen, f, 0, -0.50, 0.20, m)
