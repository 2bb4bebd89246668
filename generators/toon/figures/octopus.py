"""Those of the sea floor with many arms: octopuses and crabs."""

import math

from generators.toon.canvas import mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import Sway, scurry, sway
from generators.toon.shapes import Pair, blob, capsule, oval, tube

# fmt: off
_DOME = blob([(0.02, -1.0), (0.26, -0.93), (0.38, -0.72), (0.34, -0.50), (0.30, -0.34), (0.0, -0.28), (-0.30, -0.34),
              (-0.34, -0.50), (-0.36, -0.72), (-0.24, -0.93)])
_SHELL = blob([(0.0, -0.70), (0.36, -0.64), (0.54, -0.44), (0.46, -0.22), (0.20, -0.12), (-0.20, -0.12),
    (-0.46, -0.22),
               (-0.54, -0.44), (-0.36, -0.64)])
_PINCER = blob([(-0.10, 0.02), (-0.16, -0.16), (-0.08, -0.34), (0.04, -0.38), (0.02, -0.24), (0.06, -0.20),
    (0.16, -0.34),
                (0.22, -0.20), (0.14, -0.02), (0.04, 0.06)], 5)
# fmt: on


def draw_octopus(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the octopus on the ground (or in the water) at the origin, one unit tall, facing right."""
    s = sway(m)
    crawl = 2 * math.pi * m.gait if m.action in ("walk", "run", "crawl") or m.steps else 0.0
    low = min(s.drop, 0.14)
    with pen.at(s.ahead, -0.3, s.whole * 0.8), pen.at(0, 0.3):
        for n in (0, 5, 1, 4, 2, 3):
            _arm(pen, f, n, low, s, m, crawl, 1.0 if n in (2, 3) else 0.80)
        with (
            pen.at(0, low, stretch=(2 - s.squash, s.squash)),
            pen.at(0, -0.34, 0.15 * s.nod + 0.8 * (s.tilt - s.whole)),
            pen.at(0, 0.34),
        ):
            pen.part(f.main, _DOME)
            pen.fill(shade(f.main, 1.35), oval(-0.16, -0.86, 0.09, 0.05, -0.5))
            for x, y, r in ((-0.24, -0.68, 0.040), (-0.27, -0.56, 0.028), (-0.16, -0.74, 0.022)):
                pen.dot(shade(f.main, 0.82), x, y, r, r * 0.8)
            if m.view != "back":
                turn = 0.07 if m.view == "side" else 0.0
                with pen.at(turn, -0.52 + 0.06 * s.nod), pen.at(stretch=(0.3, 0.3)):
                    face = Face(
                        ((-0.42, -0.15), (0.44, -0.15)),
                        (0.17, 0.24),
                        (0.02, 0.34),
                        0.26,
                        ((-0.74, 0.26), (0.74, 0.26)),
                        mix(f.main, (246, 90, 110), 0.5),
                    )
                    draw_face(Pen(pen.canvas, pen.line / 0.3), face, 1.0, m)


def _arm(pen: Pen, f: Figure, n: int, low: float, s: Sway, m: Moment, crawl: float, tone: float) -> None:
    side = -1 if n < 3 else 1
    out = (0.62, 0.46, 0.24)[n if n < 3 else 5 - n]
    root = (side * out * 0.38, -0.36 + low)
    wave = math.sin(2 * math.pi * m.seconds * s.pace * 0.6 + n * 1.1) * 0.035 + 0.05 * math.sin(
        crawl + n * 1.05
    ) * bool(crawl)
    up = s.lift[0] if n == 4 else s.lift[1] if n in (3, 5) else 0.0
    if m.action in ("fall", "fly", "swim", "jump", "dance"):
        up = s.lift[0 if side > 0 else 1] * (0.6 if m.action == "swim" else 0.8)
    rest: list[Pair] = [
        (side * out * 0.85, -0.16),
        (side * out * 1.05 + wave, -0.05),
        (side * (out * 1.05 + 0.14) + wave, -0.09 - abs(wave)),
    ]
    if n == 3 or (up and side > 0):
        high: list[Pair] = [
            (0.36, -0.30),
            (0.58, -0.46 - 0.25 * up),
            (0.60 + 0.10 * (1 - up), -0.62 - 0.36 * up + wave),
        ]
    else:
        high = [(side * 0.40, -0.34), (side * 0.60, -0.46 - 0.2 * up), (side * 0.66, -0.60 - 0.3 * up + wave)]
    share = min(1.0, 1.8 * up)
    spine = [root, *((a + (p - a) * share, b + (q - b) * share) for (a, b), (p, q) in zip(rest, high, strict=True))]
    pen.part(shade(f.main, tone), tube(spine, (0.105, 0.080, 0.060, 0.022)))
    for k in (1, 2):
        x, y = spine[k]
        pen.dot(mix(shade(f.main, tone), WHITE, 0.55), x + 0.2 * (spine[k + 1][0] - x), y + 0.025, 0.020, 0.016)


def draw_crab(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the crab on the ground at the origin, one unit tall, facing right (it goes sideways)."""
    s = sway(m)
    low = min(s.drop, 0.12)
    for n in range(6):
        side, k = (-1, 1)[n % 2], n // 2
        step, up = scurry(m, n + k)
        if m.action in ("fly", "fall", "jump", "swim"):
            up = 0.10 * (1 + m.swing(2.2, n * 0.17))
        knee = (side * (0.50 + 0.09 * k), -0.34 + 0.05 * k + low)
        foot = (side * (0.46 + 0.15 * k) + step, -0.03 - up)
        pen.limb(shade(f.main, 0.80), [(side * 0.34, -0.28 + low), knee, foot], (0.050, 0.045, 0.022))
    with pen.at(s.ahead, -0.35 + low, s.tilt * 0.5, stretch=(2 - s.squash, s.squash)), pen.at(0, 0.35):
        _claw(pen, f, 1, s.lift[0], 0.84, m)
        for x in (-0.16, 0.16):
            pen.part(shade(f.main, 0.92), capsule(x, -0.62, x * 1.25, -0.86, 0.035))
        pen.part(f.main, _SHELL)
        pen.fill(shade(f.main, 1.22), oval(-0.22, -0.57, 0.12, 0.05, -0.35))
        for x, y in ((-0.34, -0.40), (-0.26, -0.30), (0.38, -0.36)):
            pen.dot(shade(f.main, 0.82), x, y, 0.028, 0.024)
        if m.view != "back":
            for x in (-0.20, 0.20):
                pen.part(WHITE, oval(x, -0.88, 0.115, 0.120))
            with pen.at(0.02, -0.55 + 0.04 * s.nod), pen.at(stretch=(0.3, 0.3)):
                face = Face(
                    ((-0.70, -1.08), (0.64, -1.08)),
                    (0.20, 0.26),
                    (0.0, 0.56),
                    0.30,
                    ((-0.62, 0.62), (0.62, 0.62)),
                    mix(f.main, (255, 170, 150), 0.55),
                )
                draw_face(Pen(pen.canvas, pen.line / 0.3), face, 1.0, m)
        else:
            for x in (-0.20, 0.20):
                pen.part(f.main, oval(x, -0.88, 0.115, 0.120))
        _claw(pen, f, -1, s.lift[1], 1.0, m)


def _claw(pen: Pen, f: Figure, side: int, lift: float, tone: float, m: Moment) -> None:
    lift = 0.55 + 0.5 * lift if m.action not in ("sleep", "cry", "bow") else 0.1
    elbow = (side * 0.66, -0.40 - 0.10 * lift)
    hand = (side * (0.70 + 0.04 * lift), -0.46 - 0.34 * lift)
    pen.limb(shade(f.main, tone * 0.92), [(side * 0.44, -0.40), elbow, hand], (0.055, 0.055, 0.05))
    with pen.at(*hand, -0.25 * side + 0.12 * m.swing(0.7, 0.2 * side), stretch=(-side, 1)):
        pen.part(shade(f.main, tone), _PINCER)
