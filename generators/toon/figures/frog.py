"""The frog: all mouth, eyes and hind legs."""

import math

from generators.toon.canvas import mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen, bend
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import Sway, sway
from generators.toon.shapes import Pair, blob, capsule, oval

# fmt: off
_BODY = blob([(0.30, -0.62), (0.44, -0.42), (0.34, -0.16), (0.06, -0.07), (-0.34, -0.10), (-0.50, -0.28),
    (-0.34, -0.50), (-0.02, -0.66)])
_HEAD = blob([(0.0, -0.28), (0.30, -0.26), (0.48, -0.06), (0.44, 0.14), (0.16, 0.24), (-0.20, 0.22),
    (-0.42, 0.10), (-0.40, -0.12), (-0.22, -0.26)])
# fmt: on


def draw_frog(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the frog sitting on the ground at the origin, one unit tall, facing right."""
    s = sway(m)
    air = (m.action == "jump" and m.hop > 0) or m.action in ("fly", "fall", "swim", "climb")
    stride = math.sin(2 * math.pi * m.gait) if m.action in ("walk", "run", "crawl") or m.steps else 0.0
    hop = -0.10 * abs(stride) if m.action in ("walk", "run") else 0.0
    low = min(s.drop, 0.06) + hop
    with (
        pen.at(s.ahead, -0.35 + low, s.tilt * 0.8 - 0.10 * abs(stride)),
        pen.at(0, 0.35),
        pen.at(stretch=(2 - s.squash, s.squash)),
    ):
        _hind(pen, f, air, stride, 0.80, 0.08, m)
        _fore(pen, f, s, air, 0, stride, m)
        pen.part(f.main, _BODY)
        pen.fill(
            mix(f.main, (252, 246, 196), 0.66),
            blob([(0.38, -0.46), (0.40, -0.26), (0.30, -0.13), (0.04, -0.09), (0.10, -0.30)]),
        )
        for x, y, r in ((-0.30, -0.36, 0.045), (-0.16, -0.47, 0.036), (-0.36, -0.24, 0.030)):
            pen.dot(shade(f.main, 0.78), x, y, r, r * 0.8)
        _hind(pen, f, air, stride, 1.0, 0.0, m)
        with pen.at(0.14, -0.62 + 0.10 * s.nod, 0.35 * s.nod):
            _head(pen, f, m)
        _fore(pen, f, s, air, 1, stride, m)


def _hind(pen: Pen, f: Figure, air: bool, stride: float, tone: float, shift: float, m: Moment) -> None:
    colour = shade(f.main, tone)
    hip = (-0.30 + shift, -0.22)
    kick = 1.0 if air else max(0.0, stride) * 0.5
    if m.action == "swim":
        kick = 0.5 + 0.5 * m.swing(1.2)
    if kick > 0.3:
        foot = (-0.30 - 0.52 * kick + shift, -0.10 + 0.06 * kick)
        joints = bend(hip, foot, 0.30, 0.32, -1)
        pen.limb(colour, joints, (0.13, 0.085, 0.055))
        pen.part(
            colour, *(capsule(*joints[2], joints[2][0] - 0.15, joints[2][1] + dy, 0.035) for dy in (-0.02, 0.05, 0.11))
        )
        return
    pen.part(colour, oval(-0.30 + shift, -0.20, 0.235, 0.175, -0.35))
    pen.part(colour, capsule(-0.36 + shift, -0.055, -0.10 + shift, -0.045, 0.05))
    pen.part(colour, *(capsule(-0.12 + shift, -0.045, 0.06 + shift, -0.045 + dy, 0.038, 0.032) for dy in (-0.03, 0.01)))


def _fore(pen: Pen, f: Figure, s: Sway, air: bool, n: int, stride: float, m: Moment) -> None:
    colour = shade(f.main, 0.80 if n == 0 else 1.0)
    x = 0.30 if n else 0.36
    lift = s.lift[n]
    foot: Pair = (x + 0.06 + 0.12 * stride * (1 if n else -1), -0.04)
    if air and m.action != "climb":
        foot = (x + 0.24, -0.20 - 0.1 * lift)
    elif lift > 0.02:
        foot = (x + 0.22 + 0.06 * math.sin(math.pi * lift), -0.12 - 0.62 * lift)
    joints = bend((x - 0.06, -0.32), foot, 0.19, 0.19, -1)
    pen.limb(colour, joints, (0.075, 0.058, 0.045))
    hand = joints[2]
    pen.part(colour, *(capsule(*hand, hand[0] + 0.09, hand[1] + dy, 0.032, 0.028) for dy in (-0.05, 0.0)))


def _head(pen: Pen, f: Figure, m: Moment) -> None:
    for x, tone in ((0.26, 0.90), (-0.16, 1.0)):
        pen.part(shade(f.main, tone), oval(x, -0.24, 0.155, 0.165))
    pen.part(f.main, _HEAD)
    if m.view == "back":
        return
    for x in (0.27, -0.15):
        pen.fill(WHITE, oval(x + 0.015, -0.245, 0.112, 0.120))
    pen.fill(
        mix(f.main, (252, 246, 196), 0.45),
        blob([(0.44, 0.06), (0.40, 0.16), (0.14, 0.23), (-0.16, 0.21), (-0.30, 0.14), (0.06, 0.12)]),
    )
    for x in (0.30, 0.37):
        pen.dot(shade(f.main, 0.55), x, -0.055, 0.014)
    with pen.at(0.06, 0.0), pen.at(stretch=(0.3, 0.3)):
        face = Face(
            ((-0.66, -0.82), (0.74, -0.82)),
            (0.23, 0.29),
            (0.22, 0.30),
            0.50,
            ((-0.80, 0.10),),
            mix(f.main, (246, 120, 120), 0.5),
        )
        draw_face(Pen(pen.canvas, pen.line / 0.3), face, 1.0, m)
