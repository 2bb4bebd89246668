"""What flies and what sails: planes, helicopters, rockets, hot air balloons, ships and submarines."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD
from generators.toon.figures.pen import INK, WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import GLASS, LAMP, features, whole
from generators.toon.shapes import Points, blob, capsule, oval, rounded, tube

_WOOD: RGB = (150, 104, 70)
_DARK: RGB = (62, 58, 70)


def _contrast(f: Figure) -> RGB:
    """The second colour, if it is one; else white, or red on white."""
    if f.accent != f.main and min(f.accent) < 228:
        return f.accent
    return WHITE if min(f.main) < 200 else (224, 72, 66)


def _pane(pen: Pen, m: Moment, ink: RGB, *outlines: Points) -> None:
    for outline in outlines:
        pen.part(mix(GLASS, LAMP, 0.7 * m.lamps), outline, ink=ink)


def _blur(pen: Pen, x: float, y: float, rx: float, ry: float, m: Moment) -> None:
    """A propeller that spins: a disc that one looks through, and the blades where they happen to be."""
    pen.canvas.polygon(oval(x, y, rx, ry), (226, 236, 244), alpha=0.45)
    t = math.cos(2 * math.pi * m.seconds * 2.7)
    dx, dy = (rx * t, 0.0) if rx > ry else (0.0, ry * t)
    pen.fill(_DARK, capsule(x - dx, y - dy, x + dx, y + dy, max(0.012, min(rx, ry) * 0.4)))


def draw_plane(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the plane, its wheels at the origin, one unit tall, facing right."""
    angle, stretch = whole(m)
    second = _contrast(f)
    climb = -0.06 if m.action == "fly" else 0.0
    with pen.at(0, -0.4, angle + climb, stretch=stretch), pen.at(0, 0.4):
        for x in (0.42, 0.62):
            pen.part((150, 154, 164), capsule(0.50, -0.30, x, -0.08, 0.020))
            pen.part(_DARK, oval(x, -0.085, 0.08, 0.08))
        pen.part(shade(second, 0.86), blob([(-0.10, -0.60), (0.30, -0.60), (0.02, -0.80), (-0.14, -0.80)], 3))
        tail = [(-1.06, -0.62), (-1.20, -0.985), (-0.96, -0.96), (-0.70, -0.66)]
        pen.part(second, blob(tail, 3))
        body = [
            (-1.15, -0.62),
            (-0.60, -0.70),
            (0.10, -0.74),
            (0.70, -0.70),
            (0.98, -0.52),
            (0.92, -0.36),
            (0.50, -0.24),
            (-0.10, -0.24),
            (-0.75, -0.42),
        ]
        pen.part(f.main, blob(body))
        pen.fill(
            shade(f.main, 0.82),
            blob(
                [
                    (-1.05, -0.56),
                    (-0.4, -0.46),
                    (0.4, -0.40),
                    (0.94, -0.42),
                    (0.50, -0.25),
                    (-0.10, -0.25),
                    (-0.75, -0.43),
                ]
            ),
        )
        if m.carries:
            _pane(pen, m, shade(f.main, 0.6), blob([(0.46, -0.70), (0.40, -0.90), (0.48, -0.90), (0.64, -0.68)], 2))
        else:
            _pane(pen, m, shade(f.main, 0.6), blob([(0.16, -0.72), (0.22, -0.88), (0.44, -0.90), (0.64, -0.68)], 4))
        _pane(pen, m, shade(f.main, 0.6), *(oval(x, -0.56, 0.055, 0.06) for x in (-0.52, -0.30, -0.08)))
        pen.part(second, blob([(-0.30, -0.46), (0.32, -0.46), (0.20, -0.34), (-0.34, -0.16), (-0.50, -0.18)], 3))
        pen.part(second, blob([(-1.22, -0.58), (-0.82, -0.58), (-0.94, -0.48), (-1.28, -0.46)], 3))
        features(pen, f, 0.62, -0.50, 0.14, m)
        pen.part((206, 208, 216), oval(0.98, -0.46, 0.06, 0.09))
        if m.action in ("fly", "walk", "run", "fall"):
            _blur(pen, 1.05, -0.46, 0.05, 0.34, m)
        else:
            pen.part(_DARK, oval(1.05, -0.62, 0.030, 0.16), oval(1.05, -0.30, 0.030, 0.16))


def draw_helicopter(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the helicopter, its skids at the origin, one unit tall, facing right."""
    angle, stretch = whole(m)
    second = _contrast(f)
    with pen.at(0, -0.5, angle + (0.08 if m.action == "fly" else 0.0), stretch=stretch), pen.at(0, 0.5):
        boom = [(-0.10, -0.62), (-0.80, -0.66), (-1.12, -0.72)]
        pen.part(shade(f.main, 0.92), tube(boom, (0.11, 0.06, 0.04)))
        pen.part(second, blob([(-1.06, -0.70), (-1.26, -0.92), (-1.10, -0.94), (-0.94, -0.70)], 3))
        pen.part(
            (120, 124, 136),
            capsule(-0.34, -0.035, 0.58, -0.035, 0.034),
            capsule(-0.14, -0.22, -0.18, -0.04, 0.02),
            capsule(0.34, -0.22, 0.38, -0.04, 0.02),
        )
        pen.part((120, 124, 136), capsule(0.10, -0.80, 0.10, -0.95, 0.035))
        pen.part(
            f.main,
            blob(
                [
                    (-0.36, -0.56),
                    (-0.24, -0.76),
                    (0.12, -0.84),
                    (0.46, -0.74),
                    (0.68, -0.46),
                    (0.56, -0.24),
                    (0.10, -0.16),
                    (-0.28, -0.26),
                ]
            ),
        )
        pen.fill(
            shade(f.main, 0.82),
            blob([(-0.33, -0.36), (0.1, -0.30), (0.62, -0.34), (0.52, -0.23), (0.10, -0.17), (-0.28, -0.27)]),
        )
        _pane(
            pen,
            m,
            shade(f.main, 0.6),
            blob([(0.24, -0.74), (0.46, -0.68), (0.62, -0.46), (0.26, -0.46)], 4),
            rounded(-0.14, -0.70, 0.14, -0.48, 0.05),
        )
        pen.fill(second, rounded(-0.33, -0.42, 0.64, -0.38, 0.01))
        features(pen, f, 0.30, -0.38, 0.12, m)
        _blur(pen, 0.10, -0.965, 0.95, 0.030, m)
        a = m.seconds * 25
        pen.fill(
            _DARK,
            *(
                capsule(-1.14, -0.78, -1.14 + 0.14 * math.cos(a + k), -0.78 + 0.14 * math.sin(a + k), 0.018)
                for k in (0.0, math.pi)
            ),
        )


def draw_rocket(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the rocket on the ground at the origin, one unit tall, its nose up."""
    angle, stretch = whole(m)
    second = _contrast(f)
    with pen.at(0, 0, angle, stretch=stretch):
        if m.action in ("fly", "run", "jump", "walk"):
            flicker = 0.04 * m.swing(6.0)
            for wide, long, colour in ((0.13, 0.30, (243, 148, 56)), (0.08, 0.20, (252, 222, 110))):
                fire = [
                    (-wide, -0.10),
                    (wide, -0.10),
                    (wide * 0.7, long * 0.4),
                    (0.0, long + flicker),
                    (-wide * 0.7, long * 0.4),
                ]
                pen.canvas.polygon(blob(fire), colour, solid=False)
        pen.part((150, 154, 164), blob([(-0.10, -0.16), (0.10, -0.16), (0.15, -0.05), (-0.15, -0.05)], 2))
        for side in (-1, 1):
            fin = [(side * 0.15, -0.40), (side * 0.33, -0.16), (side * 0.33, -0.005), (side * 0.16, -0.13)]
            pen.part(second, blob(fin, 4))
        hull = [
            (0.0, -0.99),
            (0.12, -0.84),
            (0.20, -0.58),
            (0.19, -0.30),
            (0.13, -0.12),
            (-0.13, -0.12),
            (-0.19, -0.30),
            (-0.20, -0.58),
            (-0.12, -0.84),
        ]
        pen.part(f.main, blob(hull))
        pen.fill(
            second, blob([(0.0, -0.98), (0.10, -0.86), (0.135, -0.78), (0.0, -0.75), (-0.135, -0.78), (-0.10, -0.86)])
        )
        pen.fill(
            shade(f.main, 0.84),
            blob([(0.10, -0.74), (0.19, -0.56), (0.18, -0.30), (0.12, -0.13), (0.05, -0.13), (0.12, -0.40)]),
        )
        if f.talks:
            features(pen, f, 0, -0.48, 0.14, m)
        else:
            pen.part(shade(f.main, 0.7), oval(0, -0.56, 0.090, 0.090))
            _pane(pen, m, INK, oval(0, -0.56, 0.066, 0.066))
            _pane(pen, m, INK, oval(0, -0.36, 0.040, 0.040))
        pen.part(shade(second, 0.86), capsule(0, -0.24, 0, -0.03, 0.026))


def draw_hot_air_balloon(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the balloon with its basket at the origin, one unit tall."""
    angle, stretch = whole(m)
    second = _contrast(f)
    with pen.at(0, 0, angle * 0.4 + 0.03 * m.swing(0.25), stretch=stretch):
        for x in (-1, 1):
            pen.stroke(shade(_WOOD, 0.7), [(x * 0.08, -0.15), (x * 0.15, -0.36)], 0.006)
        skin = [
            (0.0, -0.99),
            (0.22, -0.93),
            (0.35, -0.75),
            (0.34, -0.58),
            (0.20, -0.40),
            (0.09, -0.32),
            (-0.09, -0.32),
            (-0.20, -0.40),
            (-0.34, -0.58),
            (-0.35, -0.75),
            (-0.22, -0.93),
        ]
        pen.part(f.main, blob(skin))
        for x0, x1 in ((-0.62, -0.30), (0.06, 0.38)):
            gore = [
                (0.0, -0.98),
                (x0 * 0.5, -0.88),
                (x0 * 0.53, -0.66),
                (x0 * 0.2, -0.34),
                (x1 * 0.2, -0.34),
                (x1 * 0.53, -0.66),
                (x1 * 0.5, -0.88),
            ]
            pen.fill(second, blob(gore))
        pen.canvas.polygon(oval(-0.19, -0.80, 0.05, 0.09, 0.5), WHITE, alpha=0.5)
        features(pen, f, 0, -0.66, 0.20, m)
        pen.part(_WOOD, blob([(-0.11, -0.17), (0.11, -0.17), (0.09, -0.005), (-0.09, -0.005)], 3))
        pen.part(shade(_WOOD, 0.8), rounded(-0.12, -0.19, 0.12, -0.155, 0.015))
        for y in (-0.11, -0.06):
            pen.stroke(shade(_WOOD, 0.74), [(-0.095, y), (0.095, y)], 0.006)


def draw_ship(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a tall ship afloat at the origin, one unit tall, facing right."""
    angle, stretch = whole(m)
    sailing = m.action in ("walk", "run", "swim")
    with pen.at(0, -0.08, angle + 0.025 * m.swing(0.22), stretch=stretch), pen.at(0, 0.08):
        pen.part(shade(_WOOD, 0.85), tube([(0.52, -0.28), (0.76, -0.42)], (0.018, 0.010)))
        belly = 0.035 + 0.012 * m.swing(0.35) + (0.025 if sailing else 0.0)
        sail = mix(f.accent, WHITE, 0.4) if f.accent != f.main else WHITE
        for x, top, wide in ((-0.36, -0.82, 0.125), (0.0, -0.96, 0.165), (0.36, -0.84, 0.130)):
            pen.part(_WOOD, capsule(x, -0.26, x, top, 0.014))
            flag = [(x, top - 0.03), (x - 0.10, top - 0.015 + 0.01 * m.swing(1.3, x)), (x, top + 0.015)]
            pen.part(f.main, blob(flag, 3))
            rows = ((0.40, 1.0), (0.66, 0.80))
            for share, size in rows:
                y = -0.26 + (top + 0.26) * share
                half, tall = wide * size, -(top + 0.26) * 0.155
                cloth = [
                    (x - half, y - tall),
                    (x + half, y - tall),
                    (x + half + belly, y),
                    (x + half, y + tall),
                    (x + belly, y + tall * 0.75),
                    (x - half, y + tall),
                    (x - half + belly * 1.2, y),
                ]
                pen.part(sail, blob(cloth, 3))
                pen.fill(_WOOD, capsule(x - half, y - tall, x + half, y - tall, 0.008))
        pen.stroke(shade(_WOOD, 0.7), [(0.74, -0.41), (0.37, -0.80)], 0.004)
        hull = [
            (-0.66, -0.40),
            (-0.50, -0.36),
            (-0.44, -0.28),
            (0.40, -0.27),
            (0.48, -0.33),
            (0.64, -0.36),
            (0.56, -0.16),
            (0.42, -0.02),
            (0.0, 0.0),
            (-0.46, -0.02),
            (-0.60, -0.18),
        ]
        pen.part(f.main, blob(hull, 4))
        pen.fill(
            shade(f.main, 0.76),
            blob([(-0.60, -0.16), (0.0, -0.12), (0.55, -0.16), (0.42, -0.02), (0.0, 0.0), (-0.46, -0.02)]),
        )
        pen.fill(
            GOLD, tube([(-0.62, -0.33), (-0.40, -0.24), (0.0, -0.22), (0.42, -0.235), (0.61, -0.30)], (0.012,) * 5)
        )
        for x in (-0.36, -0.18, 0.0, 0.18, 0.36):
            pen.part(_DARK if not m.lamps else LAMP, rounded(x - 0.026, -0.185, x + 0.026, -0.135, 0.008), ink=GOLD)
        features(pen, f, 0.42, -0.20, 0.085, m)
    _waves(pen, m, (-0.5, 0.0, 0.5))


def draw_submarine(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the submarine at the origin, one unit tall, facing right."""
    angle, stretch = whole(m)
    second = _contrast(f)
    with pen.at(0, -0.4, angle + 0.03 * m.swing(0.3), stretch=stretch), pen.at(0, 0.4):
        pen.part((150, 154, 164), tube([(0.10, -0.70), (0.10, -0.94), (0.26, -0.95)], (0.035, 0.035, 0.045)))
        pen.part(f.main, blob([(-0.24, -0.60), (-0.20, -0.80), (0.22, -0.80), (0.32, -0.60)], 4))
        for y in (-1, 1):
            pen.part(
                second,
                blob(
                    [(-0.78, -0.34), (-1.04, -0.34 + 0.26 * y), (-0.92, -0.34 + 0.28 * y), (-0.66, -0.34 + 0.10 * y)], 3
                ),
            )
        _blur(pen, -1.08, -0.34, 0.05, 0.20, m)
        pen.part(
            f.main,
            blob(
                [
                    (-1.02, -0.34),
                    (-0.80, -0.54),
                    (-0.30, -0.66),
                    (0.40, -0.66),
                    (0.84, -0.54),
                    (1.0, -0.34),
                    (0.84, -0.14),
                    (0.40, -0.01),
                    (-0.30, -0.01),
                    (-0.80, -0.16),
                ]
            ),
        )
        pen.fill(
            shade(f.main, 0.80),
            blob(
                [
                    (-0.95, -0.28),
                    (0.0, -0.22),
                    (0.95, -0.28),
                    (0.84, -0.15),
                    (0.40, -0.02),
                    (-0.30, -0.02),
                    (-0.80, -0.17),
                ]
            ),
        )
        pen.fill(mix(f.main, WHITE, 0.6), capsule(-0.40, -0.585, 0.36, -0.585, 0.018))
        if not f.talks:
            for x in (-0.40, 0.0, 0.40):
                pen.part(shade(second, 0.9), oval(x, -0.36, 0.125, 0.125))
                _pane(pen, m, INK, oval(x, -0.36, 0.085, 0.085))
        features(pen, f, 0.45, -0.36, 0.22, m)


def _waves(pen: Pen, m: Moment, places: tuple[float, ...]) -> None:
    for n, x in enumerate(places):
        y = -0.005 + 0.010 * m.swing(0.5, n * 0.3)
        crest = tube(
            [(x - 0.16, y), (x - 0.05, y - 0.018), (x + 0.05, y - 0.018), (x + 0.16, y)], (0.005, 0.014, 0.014, 0.005)
        )
        pen.canvas.polygon(crest, (236, 248, 252), alpha=0.75, solid=False)
