"""Cars, boats, balls, balloons and rocks: things move as a whole, and one that speaks has a face."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import BLUSH, Face, draw_face
from generators.toon.figures.pen import INK, WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, blob, capsule, oval, rounded, tube

GLASS: RGB = (196, 230, 244)
LAMP: RGB = (255, 236, 150)
"""A lit window."""
_GREY: RGB = (206, 208, 216)


def whole(m: Moment) -> tuple[float, tuple[float, float]]:
    """How a thing moves: turned by an angle, and stretched sideways and upwards."""
    match m.action:
        case "dance":
            bounce = abs(m.swing(0.95, 0.25))
            return 0.10 * m.swing(0.95), (1.03 - 0.06 * bounce, 0.97 + 0.06 * bounce)
        case "wave":
            return 0.07 * m.swing(1.6), (1, 1)
        case "give":
            return 0.08 + 0.03 * m.swing(0.6), (1, 1)
        case "fall":
            return 0.35 + 0.08 * m.swing(1.1), (1, 1)
        case "fly" | "swim":
            return 0.05 * m.swing(0.45), (1, 1)
        case "jump":
            up = m.hop
            return 0.0, (1 - 0.10 * up, 1 + 0.14 * min(up, 0.3))
        case "sit" | "sleep":
            breath = 0.012 * m.swing(0.25)
            return 0.0, (1.01 - breath, 0.99 + breath)
        case _:
            return 0.0, (1, 1)


@contextmanager
def as_a_whole(pen: Pen, m: Moment, share: float = 1.0) -> Iterator[None]:
    """Draw a thing that moves as a whole; `share` of the turn, for what stands heavily."""
    angle, stretch = whole(m)
    with pen.at(0, 0, angle * share, stretch=stretch):
        yield


def features(pen: Pen, f: Figure, x: float, y: float, r: float, m: Moment) -> None:
    """A face around (x, y), on things that speak somewhere in the story."""
    if not f.talks:
        return
    shift = 0.12 if m.view == "side" else 0.0
    with pen.at(x, y):
        draw_face(
            pen,
            Face(
                ((shift - 0.42, -0.1), (shift + 0.42, -0.1)),
                (0.15, 0.22),
                (shift, 0.36),
                0.28,
                ((shift - 0.78, 0.24), (shift + 0.78, 0.24)),
                mix(f.main, BLUSH, 0.6),
            ),
            r,
            m,
        )


def draw_car(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the car on the ground at the origin, one unit tall, facing right."""
    angle, stretch = whole(m)
    moving = m.action in ("walk", "run")
    hum = 0.008 * m.swing(7.0) if moving else 0.003 * m.swing(5.0)
    with pen.at(0, 0, angle, stretch=stretch):
        pen.fill((60, 56, 70), rounded(-0.90, -0.30, 0.90, -0.14, 0.06))
        with pen.at(0, hum):
            if m.carries:
                _windscreen(pen, f)
            else:
                _roof(pen, f, m)
            pen.part(
                f.main,
                blob(
                    [
                        (-1.0, -0.28),
                        (-0.99, -0.48),
                        (-0.86, -0.58),
                        (-0.40, -0.60),
                        (0.45, -0.60),
                        (0.86, -0.54),
                        (1.0, -0.42),
                        (1.02, -0.26),
                        (0.90, -0.18),
                        (-0.92, -0.18),
                    ]
                ),
            )
            pen.fill(
                shade(f.main, 0.80),
                blob([(-0.99, -0.32), (0.0, -0.35), (1.0, -0.32), (1.0, -0.24), (0.90, -0.18), (-0.92, -0.18)]),
            )
            pen.fill(shade(f.main, 1.4), capsule(-0.80, -0.53, 0.60, -0.545, 0.016))
            pen.fill(
                shade(f.main, 0.62),
                capsule(-0.09, -0.56, -0.09, -0.24, 0.008),
                capsule(0.02, -0.45, 0.14, -0.45, 0.016),
            )
            pen.part((255, 244, 176) if m.lamps < 0.3 else (255, 252, 214), oval(0.93, -0.42, 0.055, 0.075))
            pen.part((224, 70, 62), rounded(-1.0, -0.48, -0.91, -0.36, 0.03))
            pen.part(_GREY, rounded(-1.03, -0.27, -0.86, -0.19, 0.03), rounded(0.88, -0.27, 1.04, -0.19, 0.03))
            features(pen, f, -0.02, -0.42, 0.19, m)
        for x in (-0.56, 0.56):
            draw_wheel(pen, x, 0.20, m.gait * 2 * math.pi if moving else 0.0)
    if m.lamps > 0.3:
        for far, alpha in ((1.65, 0.10), (2.1, 0.08)):
            beam = [(0.98, -0.46), (far - 0.1, -0.58), (far, -0.30), (far - 0.1, -0.04), (0.98, -0.37)]
            pen.canvas.polygon(blob(beam), LAMP, alpha=alpha * m.lamps, solid=False)


def _windscreen(pen: Pen, f: Figure) -> None:
    """The top is down when somebody rides in it."""
    pen.part(shade(f.main, 0.6), blob([(-0.72, -0.56), (-0.66, -0.66), (-0.40, -0.64), (-0.34, -0.56)], 4))
    pen.part(GLASS, blob([(0.26, -0.88), (0.31, -0.88), (0.54, -0.57), (0.44, -0.55)], 1), ink=shade(f.main, 0.6))


def _roof(pen: Pen, f: Figure, m: Moment) -> None:
    pen.part(
        shade(f.main, 0.92),
        blob(
            [
                (-0.66, -0.50),
                (-0.52, -0.88),
                (-0.36, -0.985),
                (0.06, -0.985),
                (0.24, -0.90),
                (0.50, -0.54),
                (0.0, -0.46),
            ]
        ),
    )
    pane = mix(GLASS, LAMP, 0.6 * m.lamps)
    pen.part(
        pane,
        blob([(-0.54, -0.56), (-0.44, -0.84), (-0.32, -0.90), (-0.14, -0.90), (-0.14, -0.56)], 4),
        ink=shade(f.main, 0.6),
    )
    pen.part(
        pane,
        blob([(-0.04, -0.56), (-0.04, -0.90), (0.06, -0.90), (0.20, -0.82), (0.38, -0.56)], 4),
        ink=shade(f.main, 0.6),
    )
    for x in (-0.40, 0.06):
        pen.fill(WHITE, blob([(x, -0.60), (x + 0.09, -0.85), (x + 0.14, -0.85), (x + 0.05, -0.60)], 1), alpha=0.6)


CAR_ROLL = 2 * math.pi * 0.20
"""Heights of ground a car covers in one turn of its wheels."""
BALL_ROLL = math.pi


def draw_wheel(pen: Pen, x: float, r: float, turn: float) -> None:
    """Draw a wheel of radius `r` that stands on the ground at `x`, turned by radians."""
    pen.part((62, 58, 70), oval(x, -r, r * 0.97, r * 0.97), ink=INK)
    pen.dot(_GREY, x, -r, r * 0.60)
    for n in range(3):
        a = turn + n * math.pi / 3
        pen.fill(
            (150, 152, 164),
            capsule(
                x - r * 0.5 * math.cos(a),
                -r - r * 0.5 * math.sin(a),
                x + r * 0.5 * math.cos(a),
                -r + r * 0.5 * math.sin(a),
                r * 0.07,
            ),
        )
    pen.dot((236, 238, 244), x, -r, r * 0.18)


def draw_boat(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the boat afloat at the origin, one unit tall, facing right."""
    angle, stretch = whole(m)
    with pen.at(0, -0.08, angle + 0.045 * m.swing(0.30), stretch=stretch), pen.at(0, 0.08):
        wood: RGB = (134, 94, 66)
        pen.part(wood, capsule(-0.04, -0.24, -0.04, -0.955, 0.018))
        flag = [
            (-0.04, -0.985),
            (-0.13, -0.965 + 0.012 * m.swing(1.4)),
            (-0.22, -0.955 + 0.016 * m.swing(1.4, 0.2)),
            (-0.13, -0.925 + 0.012 * m.swing(1.4)),
            (-0.04, -0.915),
        ]
        pen.part(f.main, blob(flag, 3))
        belly = 0.03 * m.swing(0.4) + (0.05 if m.action in ("walk", "run", "swim") else 0.02)
        sail = mix(f.accent, WHITE, 0.35) if f.accent != f.main else WHITE
        pen.part(
            sail,
            blob(
                [
                    (0.0, -0.92),
                    (0.20 + belly, -0.70),
                    (0.40 + belly, -0.46),
                    (0.42, -0.36),
                    (0.20, -0.335),
                    (0.0, -0.34),
                    (0.012, -0.62),
                ],
                4,
            ),
        )
        pen.fill(
            shade(sail, 0.90),
            blob([(0.0, -0.48), (0.22, -0.46), (0.41, -0.44), (0.42, -0.36), (0.20, -0.335), (0.0, -0.34)], 3),
        )
        pen.part(
            shade(sail, 0.95),
            blob([(-0.09, -0.84), (-0.20 - belly * 0.3, -0.62), (-0.38, -0.36), (-0.22, -0.335), (-0.09, -0.34)], 4),
        )
        hull = blob(
            [
                (-0.53, -0.275),
                (-0.30, -0.255),
                (0.0, -0.245),
                (0.30, -0.262),
                (0.55, -0.305),
                (0.47, -0.13),
                (0.33, -0.02),
                (0.0, 0.0),
                (-0.34, -0.02),
                (-0.47, -0.12),
            ]
        )
        pen.part(f.main, hull)
        pen.fill(
            shade(f.main, 0.76),
            blob([(-0.46, -0.13), (0.0, -0.10), (0.47, -0.14), (0.33, -0.02), (0.0, 0.0), (-0.34, -0.02)]),
        )
        pen.fill(WHITE, tube([(-0.50, -0.225), (0.0, -0.197), (0.51, -0.25)], (0.016, 0.016, 0.016)))
        for x in (-0.22, 0.0, 0.22):
            pen.part(GLASS, oval(x, -0.135, 0.034, 0.034), ink=shade(f.main, 0.5))
        features(pen, f, 0.05, -0.145, 0.15, m)
    for n, x in enumerate((-0.44, 0.02, 0.46)):
        y = -0.005 + 0.012 * m.swing(0.5, n * 0.3)
        pen.canvas.polygon(
            tube(
                [(x - 0.16, y), (x - 0.05, y - 0.02), (x + 0.05, y - 0.02), (x + 0.16, y)], (0.006, 0.018, 0.018, 0.006)
            ),
            (236, 248, 252),
            alpha=0.75,
            solid=False,
        )


def draw_ball(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the ball on the ground at the origin, one unit tall."""
    _, stretch = whole(m)
    rolling = m.action in ("walk", "run")
    turn = (
        m.gait * 2 * math.pi
        if rolling
        else {"fall": m.seconds * 4, "dance": m.swing(0.95), "wave": 0.3 * m.swing(1.6), "fly": m.seconds * 2}.get(
            m.action, 0.15
        )
    )
    with pen.at(stretch=stretch), pen.at(0, -0.5):
        pen.part(f.main, oval(0, 0, 0.485, 0.485))
        pale = f.accent if f.accent != f.main else WHITE
        with pen.at(0, 0, turn):
            for n in range(3):
                a = n * 2 * math.pi / 3
                petal = [(0.0, 0.0), (0.28, -0.17), (0.472, -0.08), (0.472, 0.08), (0.28, 0.17)]
                c, s = math.cos(a), math.sin(a)
                pen.fill(pale, blob([(x * c - y * s, x * s + y * c) for x, y in petal], 3))
            pen.dot(shade(f.main, 0.75), 0, 0, 0.10)
        pen.canvas.polygon(
            blob([(-0.40, 0.26), (0.0, 0.34), (0.40, 0.26), (0.24, 0.43), (0.0, 0.478), (-0.24, 0.43)]), INK, alpha=0.14
        )
        pen.canvas.polygon(oval(-0.18, -0.24, 0.13, 0.08, -0.7), WHITE, alpha=0.8)
        features(pen, f, 0, 0, 0.36, m)


def draw_balloon(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the balloon, the end of its string at the origin, one unit tall."""
    angle, stretch = whole(m)
    drift = m.swing(0.25)
    with pen.at(0, 0, angle * 0.4):
        top = (0.01 * drift, -0.40)
        pen.stroke(
            INK, [(0.0, -0.005), (0.045 * m.swing(0.4), -0.13), (-0.035 * m.swing(0.4, 0.15), -0.27), top], 0.007
        )
        with pen.at(*top, 0.025 * drift, stretch=stretch):
            pen.part(shade(f.main, 0.84), blob([(0, -0.03), (0.05, 0.035), (0, 0.025), (-0.05, 0.035)], 3))
            pen.part(
                f.main,
                blob(
                    [
                        (0, -0.595),
                        (0.17, -0.545),
                        (0.242, -0.36),
                        (0.19, -0.16),
                        (0.04, -0.015),
                        (-0.04, -0.015),
                        (-0.19, -0.16),
                        (-0.242, -0.36),
                        (-0.17, -0.545),
                    ]
                ),
            )
            pen.fill(
                shade(f.main, 0.84),
                blob(
                    [
                        (0.242, -0.36),
                        (0.19, -0.16),
                        (0.04, -0.015),
                        (0.0, -0.02),
                        (0.11, -0.14),
                        (0.18, -0.30),
                        (0.20, -0.46),
                    ]
                ),
            )
            pen.fill(
                mix(f.main, WHITE, 0.75), tube([(-0.155, -0.36), (-0.14, -0.45), (-0.075, -0.52)], (0.018, 0.026, 0.02))
            )
            features(pen, f, 0, -0.32, 0.17, m)


def draw_rock(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the rock on the ground at the origin, one unit tall."""
    angle, stretch = whole(m)
    k = (f.variant % 5 - 2) * 0.03
    with pen.at(0, 0, angle, stretch=stretch):
        edge: list[Pair] = [
            (-0.70, -0.14),
            (-0.64, -0.50),
            (-0.36 + k, -0.86),
            (0.02 + k, -0.985),
            (0.34 + k, -0.80),
            (0.62, -0.46),
            (0.71, -0.12),
            (0.52, -0.005),
            (-0.54, -0.005),
        ]
        pen.part(f.main, blob(edge, 3))
        pen.fill(
            shade(f.main, 0.80),
            blob(
                [
                    (0.08 + k, -0.62),
                    (0.34 + k, -0.78),
                    (0.61, -0.46),
                    (0.70, -0.12),
                    (0.52, -0.01),
                    (-0.20, -0.02),
                    (0.06, -0.28),
                ],
                3,
            ),
        )
        pen.fill(
            shade(f.main, 1.28),
            blob([(-0.55, -0.50), (-0.32 + k, -0.80), (0.0 + k, -0.92), (-0.12 + k, -0.72), (-0.34, -0.54)], 3),
        )
        for crack in ([(0.14, -0.60), (0.20, -0.45), (0.12, -0.32)], [(-0.40, -0.34), (-0.28, -0.26), (-0.30, -0.14)]):
            pen.stroke(shade(f.main, 0.60), crack, 0.016)
        pen.fill(
            (118, 172, 96), blob([(-0.62, -0.10), (-0.48, -0.20), (-0.30, -0.12), (-0.20, -0.005), (-0.54, -0.005)], 4)
        )
        features(pen, f, 0.0, -0.45, 0.30, m)
