"""What drives: buses, lorries, trains, tractors, bicycles, carts, carriages and sleds. Wheels turn with the ground."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD
from generators.toon.figures.pen import INK, WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, LAMP, as_a_whole, draw_wheel, features
from generators.toon.shapes import Points, blob, capsule, oval, rounded, tube

WOOD: RGB = (170, 118, 76)
_TYRE: RGB = (62, 58, 70)
_SMOKE: RGB = (240, 240, 244)
BUS_WHEEL, TRAIN_WHEEL, TRUCK_WHEEL, BICYCLE_WHEEL, TRACTOR_WHEEL, CART_WHEEL = 0.15, 0.14, 0.16, 0.30, 0.30, 0.28


def roll(radius: float) -> tuple[float, float]:
    """Heights of ground that a turn of wheels of this radius covers, slow and fast."""
    return 2 * math.pi * radius, 2 * math.pi * radius


def _turn(m: Moment) -> float:
    return m.gait * 2 * math.pi if m.action in ("walk", "run") else 0.0


def _hum(m: Moment) -> float:
    return 0.006 * m.swing(7.0) if m.action in ("walk", "run") else 0.002 * m.swing(5.0)


def _pane(pen: Pen, f: Figure, m: Moment, *outlines: Points) -> None:
    glass = mix(GLASS, LAMP, 0.7 * m.lamps)
    for outline in outlines:
        pen.part(glass, outline, ink=shade(f.main, 0.6))


def _spokes(pen: Pen, x: float, r: float, turn: float, colour: RGB, rim: RGB, count: int = 6) -> None:
    """A thin wheel that one can look through."""
    ring, hole = arc(x, -r, r * 0.97, 0, 2 * math.pi, 33), arc(x, -r, r * 0.80, 0, 2 * math.pi, 33)
    pen.canvas.polygons([arc(x, -r, r * 0.97 + pen.line, 0, 2 * math.pi, 33), hole], INK)
    for n in range(count):
        a = turn + n * math.pi / count
        dx, dy = r * 0.86 * math.cos(a), r * 0.86 * math.sin(a)
        pen.fill(colour, capsule(x - dx, -r - dy, x + dx, -r + dy, r * 0.035))
    pen.canvas.polygons([ring, hole], rim)
    pen.part(colour, oval(x, -r, r * 0.15, r * 0.15))


def smoke(pen: Pen, x: float, y: float, size: float, m: Moment) -> None:
    """Draw puffs that rise from a chimney and stay behind."""
    drift = 0.9 if m.action in ("walk", "run", "swim", "fly") else 0.25
    for n in range(3):
        age = (m.seconds * 0.55 + n / 3) % 1.0
        r = size * (0.5 + 1.0 * age)
        pen.canvas.oval(
            x - drift * size * 6 * age, y - size * 3.2 * age, r, r * 0.9, _SMOKE, alpha=0.8 * (1 - age), solid=False
        )


def draw_bus(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bus on the ground at the origin, one unit tall, facing right."""
    with as_a_whole(pen, m, 0.5):
        pen.fill(_TYRE, rounded(-0.92, -0.22, 0.92, -0.08, 0.04))
        with pen.at(0, _hum(m)):
            pen.part(f.main, rounded(-0.98, -0.99, 0.98, -0.13, 0.13))
            pen.fill(shade(f.main, 0.82), rounded(-0.97, -0.34, 0.97, -0.14, 0.08))
            pen.fill(mix(f.main, WHITE, 0.7), rounded(-0.98, -0.40, 0.98, -0.35, 0.01))
            pen.fill(shade(f.main, 1.3), capsule(-0.84, -0.945, 0.70, -0.945, 0.014))
            panes = [rounded(x, -0.86, x + 0.26, -0.50, 0.05) for x in (-0.88, -0.57, -0.26, 0.05)]
            _pane(pen, f, m, *panes, rounded(0.70, -0.88, 0.985, -0.46, 0.06))
            for x in (-0.80, -0.49, -0.18, 0.13):
                shine = [(x, -0.54), (x + 0.07, -0.82), (x + 0.12, -0.82), (x + 0.05, -0.54)]
                pen.fill(WHITE, blob(shine, 1), alpha=0.5)
            _pane(pen, f, m, rounded(0.38, -0.88, 0.50, -0.20, 0.03), rounded(0.52, -0.88, 0.64, -0.20, 0.03))
            pen.part((255, 244, 176), oval(0.95, -0.25, 0.035, 0.05))
            pen.part((224, 70, 62), rounded(-0.99, -0.32, -0.94, -0.22, 0.02))
            features(pen, f, -0.10, -0.31, 0.14, m)
        for x in (-0.58, 0.66 - 0.06):
            draw_wheel(pen, x, BUS_WHEEL, _turn(m))


def draw_truck(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the lorry on the ground at the origin, one unit tall, facing right."""
    load = f.accent if f.accent != f.main else WHITE
    with as_a_whole(pen, m, 0.5):
        pen.fill(_TYRE, rounded(-1.05, -0.28, 1.02, -0.14, 0.03))
        with pen.at(0, _hum(m)):
            pen.part(load, rounded(-1.10, -0.99, 0.30, -0.24, 0.05))
            for x in (-0.82, -0.54, -0.26, 0.02):
                pen.stroke(shade(load, 0.86), [(x, -0.94), (x, -0.29)], 0.010)
            cab = [
                (0.38, -0.20),
                (0.38, -0.78),
                (0.46, -0.86),
                (0.80, -0.86),
                (0.98, -0.52),
                (1.10, -0.46),
                (1.12, -0.20),
            ]
            pen.part(f.main, blob(cab, 3))
            pen.fill(shade(f.main, 0.82), rounded(0.39, -0.30, 1.10, -0.20, 0.03))
            _pane(pen, f, m, blob([(0.54, -0.52), (0.54, -0.76), (0.76, -0.78), (0.88, -0.52)], 2))
            pen.stroke(shade(f.main, 0.62), [(0.50, -0.50), (0.50, -0.24)], 0.008)
            pen.part((255, 244, 176), oval(1.08, -0.36, 0.04, 0.055))
            pen.part((206, 208, 216), rounded(1.00, -0.24, 1.16, -0.15, 0.03))
            features(pen, f, 0.72, -0.40, 0.12, m)
        for x in (-0.82, -0.46, 0.70):
            draw_wheel(pen, x, TRUCK_WHEEL, _turn(m))


def draw_train(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an engine and a wagon on the ground at the origin, one unit tall, facing right."""
    turn = _turn(m)
    second = f.accent if f.accent not in (f.main, WHITE) and min(f.accent) < 230 else mix(f.main, (66, 124, 214), 0.6)
    with as_a_whole(pen, m, 0.4):
        smoke(pen, 0.98, -1.0, 0.07, m)
        pen.fill(_TYRE, rounded(-1.36, -0.24, 1.36, -0.14, 0.03))
        with pen.at(0, _hum(m)):
            pen.part(second, rounded(-1.42, -0.80, -0.22, -0.18, 0.05))
            pen.part(shade(second, 0.8), blob([(-1.48, -0.80), (-1.36, -0.90), (-0.28, -0.90), (-0.16, -0.80)], 3))
            _pane(pen, f, m, *(rounded(x, -0.70, x + 0.24, -0.44, 0.03) for x in (-1.30, -0.94, -0.58)))
            pen.fill(shade(second, 0.8), rounded(-1.41, -0.30, -0.23, -0.19, 0.03))
            pen.part(f.main, rounded(0.30, -0.66, 1.22, -0.22, 0.16))
            pen.fill(shade(f.main, 0.82), rounded(0.32, -0.36, 1.20, -0.24, 0.06))
            for x in (0.62, 0.90):
                pen.fill(GOLD, rounded(x, -0.66, x + 0.04, -0.22, 0.005))
            pen.part(
                _TYRE,
                blob([(0.90, -0.64), (0.92, -0.86), (0.86, -0.985), (1.10, -0.985), (1.04, -0.86), (1.06, -0.64)], 3),
            )
            pen.part(GOLD, blob([(0.62, -0.64), (0.64, -0.74), (0.70, -0.78), (0.76, -0.74), (0.78, -0.64)], 3))
            pen.part(f.main, rounded(-0.06, -0.88, 0.38, -0.20, 0.04))
            _pane(pen, f, m, rounded(0.02, -0.78, 0.28, -0.52, 0.04))
            pen.part(shade(f.main, 0.7), rounded(-0.14, -0.95, 0.46, -0.86, 0.04))
            pen.part(shade(f.main, 0.7), blob([(1.14, -0.24), (1.26, -0.24), (1.46, -0.03), (1.16, -0.05)], 3))
            pen.part((255, 244, 176), oval(1.22, -0.50, 0.06, 0.07))
            features(pen, f, 1.02, -0.46, 0.14, m)
        for x, r in ((-1.12, 0.13), (-0.52, 0.13), (0.16, 0.19), (0.60, TRAIN_WHEEL), (0.94, TRAIN_WHEEL)):
            draw_wheel(pen, x, r, turn * TRAIN_WHEEL / r)
        dx, dy = 0.06 * math.cos(turn), 0.06 * math.sin(turn)
        pen.part((206, 208, 216), capsule(0.16 + dx, -0.16 + dy, 0.94 + dx, -0.14 + dy, 0.022))


def draw_tractor(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the tractor on the ground at the origin, one unit tall, facing right."""
    turn = _turn(m)
    with as_a_whole(pen, m, 0.5):
        smoke(pen, 0.37, -0.93, 0.05, m)
        with pen.at(0, _hum(m)):
            pen.part(_TYRE, capsule(0.37, -0.60, 0.37, -0.92, 0.026))
            pen.part(f.main, rounded(-0.20, -0.64, 0.72, -0.26, 0.07))
            pen.fill(shade(f.main, 0.8), rounded(-0.18, -0.36, 0.71, -0.27, 0.04))
            for y in (-0.56, -0.49, -0.42):
                pen.fill(shade(f.main, 0.6), capsule(0.56, y, 0.66, y, 0.012))
            if not m.carries:
                pen.part(shade(f.main, 0.9), rounded(-0.58, -0.99, 0.10, -0.92, 0.03))
                for x0, x1 in ((-0.52, -0.54), (0.02, 0.08)):
                    pen.part(shade(f.main, 0.7), capsule(x0, -0.93, x1, -0.52, 0.020))
                _pane(pen, f, m, blob([(-0.48, -0.90), (0.0, -0.90), (0.05, -0.62), (-0.49, -0.62)], 1))
            pen.stroke(INK, [(0.00, -0.62), (0.04, -0.74), (-0.04, -0.80)], 0.016)
            features(pen, f, 0.40, -0.47, 0.12, m)
        draw_wheel(pen, -0.36, TRACTOR_WHEEL, turn)
        pen.part(f.main, arc(-0.36, -TRACTOR_WHEEL, 0.345, math.pi * 1.1, math.pi * 1.85, 12))
        draw_wheel(pen, 0.52, 0.17, turn * TRACTOR_WHEEL / 0.17)


def draw_bicycle(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bicycle on the ground at the origin, one unit tall, facing right."""
    turn, r = _turn(m), BICYCLE_WHEEL
    with as_a_whole(pen, m, 0.6):
        for x in (-0.50, 0.52):
            _spokes(pen, x, r, turn, (206, 208, 216), _TYRE)
        pedal = turn * 0.5
        for side in (0.0, math.pi):
            x, y = -0.04 + 0.13 * math.cos(pedal + side), -0.28 + 0.13 * math.sin(pedal + side)
            pen.part((120, 124, 136), capsule(-0.04, -0.28, x, y, 0.018), capsule(x - 0.06, y, x + 0.06, y, 0.022))
        bars = (
            ((-0.50, -r), (-0.04, -0.28)),
            ((-0.50, -r), (-0.20, -0.70)),
            ((-0.04, -0.28), (-0.22, -0.78)),
            ((-0.20, -0.70), (0.36, -0.74)),
            ((-0.04, -0.28), (0.38, -0.70)),
            ((0.34, -0.86), (0.52, -r)),
        )
        pen.part(f.main, *(capsule(*a, *b, 0.028) for a, b in bars))
        pen.part((206, 208, 216), tube([(0.34, -0.84), (0.32, -0.95), (0.22, -0.97)], (0.02, 0.02, 0.02)))
        pen.part(_TYRE, capsule(0.24, -0.97, 0.14, -0.95, 0.030))
        pen.part(
            (96, 66, 56), blob([(-0.36, -0.84), (-0.24, -0.86), (-0.06, -0.82), (-0.10, -0.77), (-0.30, -0.77)], 4)
        )
        pen.part((255, 244, 176), oval(0.46, -0.80, 0.05, 0.06))
        features(pen, f, 0.06, -0.52, 0.14, m)


def draw_cart(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a wooden cart on the ground at the origin, one unit tall, its shaft to the right."""
    turn = _turn(m)
    with as_a_whole(pen, m, 0.5):
        pen.part(shade(WOOD, 0.8), tube([(0.40, -0.40), (0.85, -0.42), (1.25, -0.50)], (0.035, 0.032, 0.028)))
        with pen.at(0, _hum(m)):
            hay = [
                (-0.78, -0.70),
                (-0.62, -0.90),
                (-0.30, -0.99),
                (0.05, -0.95),
                (0.36, -0.88),
                (0.56, -0.70),
                (0.0, -0.60),
            ]
            if not m.carries:
                pen.part((240, 204, 110), blob(hay))
                for x, y in ((-0.45, -0.84), (-0.15, -0.88), (0.15, -0.80), (-0.60, -0.74)):
                    pen.stroke((206, 164, 74), [(x, y), (x + 0.08, y - 0.05)], 0.010)
            wood = mix(f.main, WOOD, 0.35)
            pen.part(wood, blob([(-0.86, -0.74), (0.66, -0.74), (0.58, -0.30), (-0.76, -0.30)], 1))
            for y in (-0.60, -0.45):
                pen.stroke(shade(wood, 0.72), [(-0.82, y), (0.62, y)], 0.010)
            for x in (-0.55, 0.36):
                pen.fill(shade(wood, 0.78), capsule(x, -0.72, x, -0.33, 0.022))
            features(pen, f, -0.10, -0.53, 0.16, m)
        _spokes(pen, -0.10, CART_WHEEL, turn, shade(WOOD, 0.8), shade(WOOD, 0.66), 4)


def draw_carriage(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a coach for kings and queens on the ground at the origin, one unit tall, facing right."""
    turn = _turn(m)
    with as_a_whole(pen, m, 0.5):
        pen.part(GOLD, tube([(-0.62, -0.36), (-0.30, -0.24), (0.30, -0.24), (0.70, -0.42), (0.98, -0.40)], (0.03,) * 5))
        with pen.at(0, _hum(m)):
            body = [
                (-0.50, -0.56),
                (-0.46, -0.80),
                (-0.34, -0.90),
                (0.34, -0.90),
                (0.46, -0.80),
                (0.50, -0.56),
                (0.34, -0.30),
                (0.0, -0.24),
                (-0.34, -0.30),
            ]
            pen.part(f.main, blob(body))
            _pane(
                pen,
                f,
                m,
                rounded(-0.15, -0.82, 0.15, -0.54, 0.08),
                rounded(-0.40, -0.80, -0.22, -0.56, 0.06),
                rounded(0.22, -0.80, 0.40, -0.56, 0.06),
            )
            pen.stroke(GOLD, [(-0.48, -0.52), (0.0, -0.48), (0.48, -0.52)], 0.018)
            pen.stroke(shade(f.main, 0.7), [(-0.18, -0.50), (-0.16, -0.28)], 0.008)
            pen.stroke(shade(f.main, 0.7), [(0.18, -0.50), (0.16, -0.28)], 0.008)
            pen.part(
                GOLD, blob([(-0.42, -0.90), (0.0, -0.955), (0.42, -0.90), (0.0, -0.86)], 4), oval(0, -0.975, 0.03, 0.03)
            )
            pen.part(
                shade(f.main, 0.7), rounded(0.56, -0.66, 0.82, -0.56, 0.03), capsule(0.58, -0.58, 0.62, -0.40, 0.025)
            )
            features(pen, f, 0, -0.40, 0.12, m)
        for x, r in ((-0.58, CART_WHEEL), (0.66, 0.21)):
            _spokes(pen, x, r, turn * CART_WHEEL / r, GOLD, shade(GOLD, 0.72), 4)


def draw_sled(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a sled on the ground at the origin, one unit tall, facing right."""
    with as_a_whole(pen, m):
        for dy, tone in ((-0.06, 0.7), (0.0, 1.0)):
            runner = [
                (-1.25, -0.07 + dy),
                (0.0, -0.06 + dy),
                (0.95, -0.08 + dy),
                (1.32, -0.36),
                (1.22, -0.70),
                (1.02, -0.66),
            ]
            pen.part(shade((150, 160, 176), tone), tube(runner, (0.05, 0.05, 0.05, 0.05, 0.05, 0.05)))
        for x in (-0.85, 0.0, 0.75):
            pen.part(shade(f.main, 0.74), capsule(x, -0.56, x, -0.12, 0.06))
        for n in range(3):
            pen.part(shade(f.main, 1.0 - 0.06 * n), rounded(-1.25, -0.76 + 0.09 * n, 1.08, -0.66 + 0.09 * n, 0.04))
        back = np.array([(-1.25, -0.62), (-1.34, -0.98), (-1.22, -0.98), (-1.10, -0.62)])
        pen.part(shade(f.main, 0.86), back)
        features(pen, f, 0.0, -0.64, 0.16, m)
