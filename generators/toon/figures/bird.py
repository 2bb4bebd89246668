"""The bird: round, winged, on two thin legs."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import MOUTH, Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval, tube

_BEAK: RGB = (248, 168, 52)
WALK_STRIDE, RUN_STRIDE = 0.42, 0.7


def draw_bird(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bird with its feet at the origin, one unit tall, facing right."""
    airborne = m.aloft or m.action in ("fly", "fall") or (m.action == "jump" and m.hop > 0)
    tilt = {
        "fly": -0.10 + 0.04 * m.swing(0.7),
        "fall": 0.85,
        "sit": -0.04,
        "sleep": 0.10,
        "dance": 0.22 * m.swing(0.95),
    }.get(m.action, 0.0)
    if m.action in ("walk", "run"):
        tilt = 0.06 * math.sin(4 * math.pi * m.gait)
    low = {"sit": 0.16, "sleep": 0.18, "swim": 0.14, "jump": -0.10 * min(0.0, m.hop)}.get(m.action, 0.0)
    low -= 0.05 * abs(m.swing(0.95)) if m.action == "dance" else 0.0
    if not airborne and m.action != "swim":
        _legs(pen, m, low)
    with pen.at(0, -0.50 + low, tilt), pen.at(0, 0.50):
        _body(pen, f, m, airborne)


def _legs(pen: Pen, m: Moment, low: float) -> None:
    for n, x in enumerate((-0.10, 0.08)):
        dx = up = 0.0
        if m.action in ("walk", "run", "dance"):
            phase = m.gait if m.action != "dance" else m.seconds * 0.95
            dx = 0.13 * math.sin(2 * math.pi * (phase + n / 2)) * (m.action != "dance")
            up = 0.08 * max(0.0, math.cos(2 * math.pi * (phase + n / 2)))
        leg = shade(_BEAK, 0.80 if n == 0 else 0.95)
        if low > 0.12:
            pen.part(leg, capsule(x - 0.02, -0.035, x + 0.10, -0.035, 0.030))
            continue
        pen.part(leg, capsule(x, -0.26 + low, x + dx, -0.04 - up, 0.024))
        for toe in (-0.07, 0.05, 0.12):
            pen.part(leg, capsule(x + dx, -0.05 - up, x + dx + toe, -0.026 - up, 0.022, 0.016))


def _body(pen: Pen, f: Figure, m: Moment, airborne: bool) -> None:
    dark, pale = shade(f.main, 0.72), mix(f.main, WHITE, 0.62)
    beat = m.swing(2.6)
    if airborne or m.action in ("dance", "wave", "swim", "give"):
        with pen.at(0.02, -0.58, _wing_angle(m, beat, far=True)):
            _wing(pen, shade(f.main, 0.62), 0.52)
    wag = 0.05 * m.swing(0.9)
    for angle in (0.16, -0.10):
        with pen.at(-0.30, -0.46, angle + wag):
            pen.part(dark, blob([(0.05, -0.09), (-0.26, -0.10), (-0.33, -0.02), (-0.27, 0.06), (0.05, 0.08)]))
    pen.part(f.main, oval(-0.02, -0.46, 0.37, 0.285, -0.10), oval(0.24, -0.70, 0.225, 0.215))
    pen.fill(pale, oval(0.07, -0.36, 0.25, 0.165, -0.25))
    _head(pen, f, m)
    with pen.at(-0.04, -0.54, _wing_angle(m, beat, far=False)):
        _wing(pen, shade(f.main, 0.84), 0.50 if airborne else 0.36)


def _wing_angle(m: Moment, beat: float, *, far: bool) -> float:
    match m.action:
        case "fall":
            return 1.2 + 0.35 * m.swing(2.9, 0.2 * far)
        case "jump" if m.hop > 0:
            return 0.8 + 0.7 * m.swing(4.0)
        case "dance":
            return 0.4 + 0.6 * m.swing(0.95, 0.5 * far)
        case "wave":
            return 1.35 + 0.35 * m.swing(1.8) if not far else -0.3
        case "swim":
            return 0.1 + 0.15 * m.swing(0.8)
        case "give":
            return -0.1 if not far else -0.9
        case action if m.aloft or action == "fly":
            return 0.62 + 0.85 * beat
        case _:
            return -0.22 + 0.03 * m.swing(0.3)


def _wing(pen: Pen, colour: RGB, long: float) -> None:
    # from the shoulder backwards; three feathers at the tip
    k = long / 0.5
    pen.part(
        colour,
        blob(
            [
                (0.13, -0.03),
                (0.02, -0.13),
                (-0.22 * k, -0.14),
                (-0.50 * k, -0.08),
                (-0.42 * k, -0.01),
                (-0.46 * k, 0.04),
                (-0.34 * k, 0.07),
                (-0.34 * k, 0.12),
                (-0.12, 0.14),
                (0.08, 0.10),
            ],
            4,
        ),
    )
    pen.fill(
        shade(colour, 1.2), blob([(0.08, -0.03), (-0.05, -0.08), (-0.22 * k, -0.08), (-0.10, -0.02), (0.05, 0.02)])
    )


def _head(pen: Pen, f: Figure, m: Moment) -> None:
    gape = 0.09 * m.mouth
    pen.part(shade(_BEAK, 0.80), blob([(0.40, -0.655), (0.47, -0.615 + gape), (0.58, -0.63 + gape), (0.46, -0.69)], 3))
    if gape > 0.02:
        pen.fill(MOUTH, blob([(0.41, -0.67), (0.50, -0.635 + gape * 0.6), (0.55, -0.66), (0.48, -0.69)], 3))
    pen.part(_BEAK, blob([(0.39, -0.765), (0.50, -0.745), (0.61, -0.665), (0.50, -0.645), (0.39, -0.655)], 4))
    for n, (x, y) in enumerate(((0.14, -0.97), (0.21, -0.99), (0.28, -0.96))[: 1 + f.variant % 3]):
        pen.part(
            shade(f.main, 0.78),
            tube(
                [(0.22, -0.88), ((0.22 + x) / 2 - 0.01, -0.94), (x, y + 0.02 * m.swing(0.9, n * 0.2))],
                (0.03, 0.024, 0.012),
                3,
            ),
        )
    with pen.at(0.25, -0.71):
        eyes = ((0.28, -0.12),) if m.view == "side" else ((-0.28, -0.12), (0.42, -0.12))
        draw_face(
            pen, Face(eyes, (0.20, 0.25), None, 0.0, ((0.05, 0.36),), mix(f.main, (246, 120, 120), 0.55)), 0.22, m
        )
