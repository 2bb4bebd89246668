"""The snake: one long wave with a face."""

import math

from generators.toon.canvas import mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import sway
from generators.toon.shapes import Pair, blob, capsule, oval, tube

_HEAD = blob(
    [
        (-0.22, -0.10),
        (-0.06, -0.20),
        (0.14, -0.17),
        (0.30, -0.02),
        (0.28, 0.10),
        (0.08, 0.17),
        (-0.12, 0.15),
        (-0.23, 0.05),
    ]
)


def draw_snake(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the snake on the ground at the origin, one unit tall, facing right, its head raised."""
    s = sway(m)
    spine = _spine(m, s.drop, s.ahead)
    head = spine[-1]
    with pen.at(0, -0.2, s.tilt * 0.4), pen.at(0, 0.2):
        widths = (0.016, 0.070, 0.105, 0.118, 0.120, 0.116, 0.105)
        pen.part(f.main, tube(spine, widths))
        pen.fill(
            mix(f.main, (252, 240, 170), 0.62),
            tube([(x + 0.045, y + 0.035) for x, y in spine[3:]], (0.045, 0.052, 0.055, 0.050)),
        )
        for n in range(1, 5):
            (x0, y0), (x1, y1) = spine[n], spine[n + 1]
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            angle = math.atan2(y1 - y0, x1 - x0)
            pen.fill(
                shade(f.main, 0.70),
                oval(x - 0.04 * math.sin(angle) * -1, y - 0.045 * abs(math.cos(angle)) - 0.01, 0.062, 0.036, angle),
            )
        with pen.at(*head, 0.8 * s.nod - 0.1 * s.lift[1]):
            if m.view != "back" and m.mouth < 0.05 and m.action not in ("sleep", "cry") and m.seconds % 2.4 < 0.5:
                for dy in (-0.03, 0.03):
                    pen.fill(
                        (226, 72, 84),
                        capsule(0.26, 0.07, 0.42, 0.07, 0.013),
                        capsule(0.41, 0.07, 0.48, 0.07 + dy, 0.012),
                    )
            pen.part(f.main, _HEAD)
            if m.view != "back":
                for x in (0.24, 0.28):
                    pen.dot(shade(f.main, 0.6), x, 0.0, 0.012)
                with pen.at(0.02, -0.02), pen.at(stretch=(0.2, 0.2)):
                    face = Face(
                        ((-0.24, -0.24), (0.48, -0.24)),
                        (0.22, 0.30),
                        (0.72, 0.46),
                        0.34,
                        ((0.0, 0.34),),
                        mix(f.main, (246, 120, 120), 0.5),
                    )
                    unit = Pen(pen.canvas, pen.line / 0.2)
                    if m.eyes > 0.3 and m.expression not in ("asleep", "happy"):
                        for x, y in face.eyes:
                            unit.part(WHITE, oval(x, y, 0.33, 0.40), ink=shade(f.main, 0.5))
                    draw_face(unit, face, 1.0, m)


def _spine(m: Moment, drop: float, ahead: float) -> list[Pair]:
    """From the tip of the tail to the head."""
    moving = m.action in ("walk", "run", "crawl") or m.steps
    phase = 2 * math.pi * m.gait if moving else 0.7 * m.swing(0.25)
    if m.action in ("sleep", "sit", "ride", "read"):
        # coiled up
        turn = 0.02 * m.swing(0.22)
        neck = 0.0 if m.action == "sleep" else -0.36
        return [
            (-0.62, -0.06),
            (-0.20, -0.09),
            (0.42, -0.10),
            (0.46, -0.28),
            (-0.10, -0.34 + turn),
            (-0.06, -0.46 + neck / 2 + turn),
            (0.20, -0.50 + neck + turn),
        ]
    if m.action in ("swim", "fly", "fall", "climb"):
        wave = 2 * math.pi * m.seconds * 0.8
        return [(-0.86 + 0.29 * n, -0.45 + 0.14 * math.sin(wave - n * 1.2) - 0.02 * n) for n in range(7)]
    flat = 0.34 if m.action == "crawl" else 0.14 if m.action == "run" else 0.0
    up = -0.12 * max(0.0, m.hop) if m.action == "jump" else 0.0
    sway_ = 0.05 * m.swing(0.95) if m.action == "dance" else 0.0
    wiggle = [0.075 * math.sin(phase - n * 1.5) for n in range(7)]
    x = ahead
    return [
        (-0.86 + wiggle[0] * 0.3, -0.10 + wiggle[0] * 0.6),
        (-0.62, -0.11 - abs(wiggle[1])),
        (-0.30, -0.12 - max(0.0, wiggle[2] + 0.05)),
        (0.02, -0.12 - max(0.0, wiggle[3])),
        (0.26 + x * 0.5, -0.22 + drop * 0.3 + flat * 0.4),
        (0.20 + x + sway_ * 2 + flat * 0.5, -0.50 + drop + up + flat * 0.8),
        (0.40 + x + sway_ * 3 + flat, -0.80 + drop + up * 1.4 + flat),
    ]
