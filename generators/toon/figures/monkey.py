"""The monkey: it goes on two legs, has hands, and a tail to hang from."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import Pen, reach
from generators.toon.figures.skeleton import Bones, Limb, Skeleton, skeleton
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval, tube

_LEG, _TORSO, _HEAD, _ARM = 0.27, 0.30, 0.205, 0.36
BONES = Bones(
    leg=_LEG,
    ankle=0.030,
    hips=(0.045, 0.085),
    torso=_TORSO,
    upper=_ARM * 0.50,
    lower=_ARM * 0.46,
    shoulders=((0.085, -_TORSO * 0.86), (-0.070, -_TORSO * 0.84)),
    width=0.140,
    skull=_TORSO + 0.88 * _HEAD,
    head=_HEAD,
    lie=(0.15, 0.0),
    seat=0.06,
)
# fmt: off
_SKULL = blob([(0, -0.98), (0.66, -0.76), (0.96, -0.10), (0.82, 0.60), (0.20, 0.92), (-0.50, 0.84),
    (-0.92, 0.30), (-0.92, -0.32), (-0.60, -0.80)])
_MASK = blob([(0.22, -0.34), (0.46, -0.56), (0.80, -0.44), (0.90, -0.08), (0.98, 0.34), (0.72, 0.74),
    (0.20, 0.84), (-0.28, 0.66), (-0.42, 0.28), (-0.36, -0.20), (-0.22, -0.50), (0.02, -0.54)])
# fmt: on


def draw_monkey(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the monkey on the ground at the origin, one unit tall, facing right (or us, or away)."""
    k = skeleton(BONES, m)
    s = k.trunk.stance
    side = m.view == "side"
    with pen.at(stretch=(2 - s.squash, s.squash)), pen.at(*k.trunk.hips, k.trunk.turn):
        _tail(pen, f, m)
        with pen.at(0, 0, k.trunk.lean):
            _arm(pen, f, k.arms[0], 0.80 if side else 0.95)
            if not side and not k.before:
                _arm(pen, f, k.arms[1], 0.95)
        for n in (0, 1):
            if s.hidden[n] < 0.5:
                _leg(pen, f, k, n, m)
        with pen.at(0, 0, k.trunk.lean):
            with pen.at(stretch=(1, k.trunk.fold)):
                w = 0.115 if side else 0.130
                pen.part(
                    f.main,
                    blob(
                        [
                            (0, -_TORSO - 0.03),
                            (w, -_TORSO * 0.80),
                            (w * 1.15, -_TORSO * 0.30),
                            (w * 0.92, 0.05),
                            (0, 0.085),
                            (-w * 0.92, 0.05),
                            (-w * 1.15, -_TORSO * 0.30),
                            (-w, -_TORSO * 0.80),
                        ]
                    ),
                )
                if m.view != "back":
                    pen.fill(_skin(f), oval(0.028 if side else 0, -_TORSO * 0.36, w * 0.72, _TORSO * 0.40))
            with pen.at(0, -_TORSO * k.trunk.fold - 0.88 * _HEAD, k.trunk.nod), pen.at(stretch=(_HEAD, _HEAD)):
                _head(Pen(pen.canvas, pen.line / _HEAD), f, m)
            if side or k.before:
                _arm(pen, f, k.arms[1], 1.0)
                if not side:
                    _arm(pen, f, k.arms[0], 1.0)


def draw_paws(pen: Pen, f: Figure, k: Skeleton, m: Moment) -> None:
    """Draw the hands that hold something, alone: the fingers lie over it."""
    for n in (0, 1):
        if m.reach[n] is not None:
            x, y = k.hand(n)
            pen.part(_skin(f), capsule(x - 0.012, y + 0.014, x + 0.022, y - 0.012, 0.024, 0.018))


def _skin(f: Figure) -> RGB:
    return mix(f.main, (252, 222, 184), 0.72)


def _tail(pen: Pen, f: Figure, m: Moment) -> None:
    wave = 0.03 * m.swing(0.6)
    spine = [
        (-0.05, 0.0),
        (-0.20, 0.06),
        (-0.34, -0.02),
        (-0.38 + wave, -0.20),
        (-0.30 + wave, -0.33),
        (-0.20 + wave, -0.29),
        (-0.22 + wave, -0.21),
    ]
    pen.part(shade(f.main, 0.88), tube(spine, (0.034, 0.032, 0.030, 0.029, 0.028, 0.026, 0.020)))


def _arm(pen: Pen, f: Figure, joints: Limb, tone: float) -> None:
    _, elbow, hand = joints
    pointing = math.atan2(hand[0] - elbow[0], hand[1] - elbow[1])
    pen.limb(shade(f.main, tone), joints, (0.046, 0.040, 0.036))
    pen.part(shade(_skin(f), tone), capsule(*hand, *reach(*hand, 0.030, pointing), 0.040, 0.036))


def _leg(pen: Pen, f: Figure, k: Skeleton, n: int, m: Moment) -> None:
    side = m.view == "side"
    tone = 0.80 if side and n == 0 else 1.0
    pen.limb(shade(f.main, tone), k.legs[n], (0.062, 0.050, 0.042))
    with pen.at(*k.legs[n][2], -k.trunk.stance.toes[n] * 0.6 if side else 0):
        pen.part(shade(_skin(f), tone), oval(0.038 if side else 0, 0.006, 0.078 if side else 0.052, 0.030))


def _head(pen: Pen, f: Figure, m: Moment) -> None:
    """Its radius is 1."""
    turn = 0.16 if m.view == "side" else -0.06
    skin = _skin(f)
    for x, tone in ((0.92, 0.84), (-0.98, 1.0)):
        pen.part(shade(f.main, tone), oval(x, -0.02, 0.36, 0.40))
        pen.fill(shade(skin, 0.8 + 0.2 * tone), oval(x + 0.04, 0.0, 0.22, 0.26))
    pen.part(f.main, _SKULL)
    tuft = [(-0.28, -0.86), (-0.10, -1.26), (0.06, -1.06), (0.24, -1.24), (0.30, -0.88)]
    pen.part(f.main, blob(tuft, 4))
    pen.fill(f.main, oval(0, -0.66, 0.5, 0.28))
    if m.view == "back":
        return
    pen.fill(skin, np.add(_MASK, (turn - 0.30, 0.02)))
    for x in (turn - 0.10, turn + 0.10):
        pen.dot(shade(skin, 0.6), x + 0.02, 0.14, 0.045, 0.035)
    face = Face(
        ((turn - 0.32, -0.14), (turn + 0.34, -0.14)),
        (0.125, 0.170),
        (turn + 0.02, 0.44),
        0.32,
        ((turn - 0.50, 0.22), (turn + 0.52, 0.22)),
        mix(skin, (246, 110, 110), 0.5),
    )
    draw_face(pen, face, 1.0, m)
