"""The robot: plates, bolts and a screen for a face."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.pen import WHITE, Pen, bow, reach
from generators.toon.figures.skeleton import Bones, Limb, Skeleton, skeleton
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import capsule, oval, rounded, tube

LEG, _TORSO, _HEAD, _ARM = 0.27, 0.32, 0.135, 0.27
_STEEL: RGB = (170, 178, 192)
_GLOW: RGB = (138, 238, 246)


_WIDTH = 0.165
"""Half the width of the trunk, seen from the side."""
_FRONT = 0.185
BONES = Bones(
    leg=LEG,
    ankle=0.045,
    hips=(0.05, 0.095),
    torso=_TORSO,
    upper=_ARM * 0.50,
    lower=_ARM * 0.44,
    shoulders=((_WIDTH * 0.75, -_TORSO * 0.80), (-_WIDTH * 0.62, -_TORSO * 0.80)),
    width=_FRONT + 0.015,
    skull=_TORSO + 0.02 + _HEAD,
    head=_HEAD,
    lie=(0.19, 0.0),
    seat=0.03,
)


def draw_robot(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the robot on the ground at the origin, one unit tall, facing right (or us, or away)."""
    k = skeleton(BONES, m)
    s = k.trunk.stance
    side = m.view == "side"
    late = m.view == "front" and k.before
    with pen.at(stretch=(2 - s.squash, s.squash)), pen.at(*k.trunk.hips, k.trunk.turn):
        if side:
            with pen.at(0, 0, k.trunk.lean):
                _arm(pen, f, k.arms[0], 0.82)
        for n in (0, 1):
            if s.hidden[n] < 0.5:
                _leg(pen, f, k, n, m)
        with pen.at(0, 0, k.trunk.lean):
            if not side and not late:
                _arm(pen, f, k.arms[0], 0.95)
                _arm(pen, f, k.arms[1], 0.95)
            with pen.at(stretch=(1, k.trunk.fold)):
                _torso(pen, f, _WIDTH if side else _FRONT, m)
            with pen.at(0, (-_TORSO - 0.02) * k.trunk.fold, k.trunk.nod):
                _head(pen, f, m)
            if late:
                _arm(pen, f, k.arms[0], 0.97)
            if side or late:
                _arm(pen, f, k.arms[1], 1.0)


def _arm(pen: Pen, f: Figure, joints: Limb, tone: float) -> None:
    shoulder, elbow, hand = joints
    pointing = math.atan2(hand[0] - elbow[0], hand[1] - elbow[1])
    steel = shade(_STEEL, tone)
    pen.limb(steel, [shoulder, elbow, hand], (0.028, 0.026, 0.026))
    pen.part(shade(f.main, tone * 0.92), oval(*shoulder, 0.050, 0.050))
    pen.part(steel, oval(*elbow, 0.033, 0.033))
    for spread in (-0.55, 0.55):
        pen.part(shade(f.main, tone * 0.85), capsule(*hand, *reach(*hand, 0.050, pointing + spread), 0.026, 0.020))


def draw_claws(pen: Pen, f: Figure, k: Skeleton, m: Moment) -> None:
    """Draw the hands that hold something, alone: one finger lies over it."""
    for n in (0, 1):
        if m.reach[n] is not None:
            x, y = k.hand(n)
            pen.part(shade(f.main, 0.85), capsule(x - 0.012, y + 0.022, x + 0.020, y - 0.020, 0.024, 0.018))


def _leg(pen: Pen, f: Figure, k: Skeleton, n: int, m: Moment) -> None:
    side = m.view == "side"
    tone = 0.84 if side and n == 0 else 1.0
    hip, knee, ankle = k.legs[n]
    steel = shade(_STEEL, tone * 0.92)
    pen.limb(steel, [hip, knee, ankle], (0.034, 0.032, 0.032))
    pen.part(steel, oval(*knee, 0.040, 0.040))
    with pen.at(*ankle, -k.trunk.stance.toes[n] * 0.6 if side else 0):
        pen.part(shade(f.main, 0.80 * tone), rounded(-0.060, -0.030, 0.095 if side else 0.060, 0.045, 0.030))
        pen.fill(shade(f.main, 0.58 * tone), rounded(-0.058, 0.022, 0.093 if side else 0.058, 0.043, 0.010))


def _torso(pen: Pen, f: Figure, w: float, m: Moment) -> None:
    pen.part(_STEEL, rounded(-0.055, -_TORSO - 0.035, 0.055, -_TORSO + 0.04, 0.015))
    pen.part(f.main, rounded(-w, -_TORSO, w, 0.03, 0.065))
    pen.fill(shade(f.main, 0.84), rounded(-w, -0.06, w, 0.03, 0.045))
    pen.fill(shade(f.main, 1.35), rounded(-w + 0.03, -_TORSO + 0.022, w - 0.05, -_TORSO + 0.045, 0.011))
    if m.view == "back":
        for y in (-0.22, -0.18, -0.14):
            pen.fill(shade(f.main, 0.68), capsule(-0.09, y, 0.09, y, 0.009))
        return
    x = 0.02 if m.view == "side" else 0
    pen.fill(mix(f.main, WHITE, 0.62), rounded(x - 0.105, -_TORSO * 0.78, x + 0.105, -_TORSO * 0.30, 0.024))
    pulse = 0.5 + 0.5 * m.swing(0.8)
    for n, colour in enumerate(((236, 84, 74), (250, 208, 74), (96, 190, 108))):
        pen.dot(mix(shade(colour, 0.75), colour, pulse if n == 0 else 1), x - 0.06 + 0.055 * n, -_TORSO * 0.66, 0.019)
    points = [(x - 0.075 + 0.025 * n, -_TORSO * 0.44 + 0.022 * math.sin(n * 1.3 + m.seconds * 5)) for n in range(7)]
    pen.stroke(shade(f.main, 0.55), points, 0.007)


def _head(pen: Pen, f: Figure, m: Moment) -> None:
    w, h = 0.195, 2 * _HEAD
    x = 0.035 if m.view == "side" else 0
    sway = 0.012 * m.swing(1.2)
    pen.part(_STEEL, tube([(0, -h), (sway * 0.5, -h - 0.045), (sway, -h - 0.08)], (0.010, 0.008, 0.008)))
    pen.part((250, 208, 74), oval(sway, -h - 0.095, 0.030, 0.030))
    for side in (-1, 1):
        pen.part(shade(f.main, 0.86), rounded(side * w - 0.026, -h * 0.66, side * w + 0.026, -h * 0.30, 0.020))
    pen.part(_STEEL, rounded(-w, -h, w, -0.005, 0.075))
    pen.fill(shade(_STEEL, 1.45), rounded(-w + 0.05, -h + 0.016, w - 0.06, -h + 0.036, 0.010))
    if m.view == "back":
        for bolt in (-0.10, 0.10):
            pen.dot(shade(_STEEL, 0.7), bolt, -h * 0.5, 0.016)
        return
    pen.fill((46, 50, 72), rounded(x - 0.148, -h * 0.84, x + 0.148, -h * 0.16, 0.055))
    _screen(pen, x, -h * 0.54, m)


def _screen(pen: Pen, x: float, y: float, m: Moment) -> None:
    asleep = m.expression == "asleep" or m.eyes < 0.3
    right, down = m.gaze or (0.0, 0.0)
    for side in (-1, 1):
        e, level = x + side * 0.068 + 0.022 * right, y + 0.018 * down
        if asleep:
            pen.stroke(_GLOW, [(e - 0.030, level), (e + 0.030, level)], 0.008)
        elif m.expression == "happy":
            pen.stroke(_GLOW, bow(e, level + 0.015, 0.034, -0.037), 0.011)
        elif m.expression in ("surprised", "afraid"):
            pen.dot(_GLOW, e, level, 0.038, 0.042)
            pen.dot((46, 50, 72), e, level, 0.020 if m.expression == "surprised" else 0.028)
        else:
            pen.dot(_GLOW, e, level, 0.030, 0.036 * m.eyes)
            pen.dot(WHITE, e + 0.010, level - 0.013, 0.010)
            tilt = {"angry": 0.026, "sad": -0.026}.get(m.expression)
            if tilt:
                pen.fill(
                    (46, 50, 72),
                    capsule(e - side * 0.045, level - 0.026 + tilt, e + side * 0.045, level - 0.026 - tilt, 0.016),
                )
    mouth = y + 0.068
    if m.mouth > 0.05:
        pen.fill(
            _GLOW,
            rounded(x - 0.045, mouth - 0.008 - 0.020 * m.mouth, x + 0.045, mouth + 0.008 + 0.020 * m.mouth, 0.008),
        )
    else:
        curve = {"happy": 0.016, "neutral": 0.010, "sad": -0.014, "afraid": -0.010, "angry": -0.008}.get(
            m.expression, 0.0
        )
        wide = 0.045 if m.expression != "surprised" else 0.018
        pen.stroke(_GLOW, bow(x, mouth - curve, wide, 2 * curve), 0.007)
