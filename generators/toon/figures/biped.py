"""How a body on two legs holds itself: every action as joints over time.

Lengths are leg lengths. Angles are radians: an arm hanging down is 0, forward positive; leaning forward positive.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from generators.toon.figures.state import Moment, ease
from storyline.schema.vocabulary import nearest_action

Two = tuple[float, float]


@dataclass(frozen=True)
class Stance:
    """Joints of one instant. Pairs are (far side, near side)."""

    rise: float = 0.96
    """Hips over the ground."""
    lean: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    """The whole body about the hips."""
    sway: float = 0.0
    """Hips sideways."""
    feet: tuple[Two, Two] = ((-0.04, 0.96), (0.04, 0.96))
    """From the hips, forward and down."""
    toes: Two = (0.0, 0.0)
    """How far each foot points up."""
    arms: tuple[Two, Two] = ((0.14, 0.12), (-0.10, 0.12))
    """Shoulder angle, and how much further forward the forearm points."""
    squash: float = 1.0
    """Of the height; the width makes up for it."""


WALK_REACH, WALK_DUTY = 0.46, 0.60
RUN_REACH, RUN_DUTY = 0.62, 0.38
WALK_STRIDE = 2 * WALK_REACH / WALK_DUTY
"""Leg lengths of ground a walk covers in one cycle when its feet do not slide."""
RUN_STRIDE = 2 * RUN_REACH / RUN_DUTY


def step(phase: float, reach: float, duty: float, rise: float, lift: float) -> tuple[Two, float]:
    """A foot of a gait, and how far its toes point up: on the ground for `duty` of the cycle, then through the air."""
    u = phase % 1.0
    if u < duty:
        share = u / duty
        return (reach * (1 - 2 * share), rise), 0.35 * max(0.0, 1 - share * 5) - 0.5 * max(0.0, share * 4 - 3)
    share = (u - duty) / (1 - duty)
    return (reach * (2 * ease(share) - 1), rise - lift * math.sin(math.pi * share)), 0.35 * share - 0.5 * (1 - share)


def _stand(m: Moment) -> Stance:
    breath = m.swing(0.28)
    return Stance(
        rise=0.965 + 0.008 * breath,
        nod=0.02 * m.swing(0.11),
        feet=((-0.10, 0.965), (0.12, 0.965)),
        arms=((0.16 + 0.02 * breath, 0.14), (-0.12 - 0.02 * breath, 0.14)),
    )


def _gait(m: Moment, reach: float, duty: float, rise: float, lift: float, swing: float, elbow: float) -> Stance:
    far, far_toe = step(m.gait + 0.5, reach, duty, rise, lift)
    near, near_toe = step(m.gait, reach, duty, rise, lift)
    arm = swing * math.cos(2 * math.pi * (m.gait - 0.08))
    return Stance(
        rise=rise,
        feet=(far, near),
        toes=(far_toe, near_toe),
        arms=((arm, elbow + 0.2 * arm), (-arm, elbow - 0.2 * arm)),
    )


def _walk(m: Moment) -> Stance:
    bob = math.cos(4 * math.pi * (m.gait - 0.05))
    gait = _gait(m, WALK_REACH, WALK_DUTY, 0.925 - 0.03 * bob, 0.20, 0.52, 0.28)
    return replace(gait, lean=0.05, nod=0.02 * bob)


def _run(m: Moment) -> Stance:
    bob = math.cos(4 * math.pi * (m.gait - 0.19))
    gait = _gait(m, RUN_REACH, RUN_DUTY, 0.90 - 0.06 * bob, 0.52, 0.85, 1.35)
    return replace(gait, lean=0.20, nod=-0.10 + 0.03 * bob)


def _jump(m: Moment) -> Stance:
    up = m.hop
    if up <= 0:
        low = 0.965 + 0.36 * up
        back = 0.16 + 0.9 * up
        return Stance(
            rise=low,
            lean=-0.30 * up,
            nod=0.12 * up,
            feet=((-0.08, low), (0.12, low)),
            arms=((back, 0.3), (back - 0.2, 0.3)),
            squash=1 + 0.05 * up,
        )
    return Stance(
        rise=0.965,
        lean=0.06,
        nod=-0.10 * up,
        feet=((-0.32 * up, 0.96 - 0.22 * up), (0.24 * up, 0.96 - 0.34 * up)),
        toes=(-0.5 * up, -0.2 * up),
        arms=((0.3 + 1.7 * up, 0.35), (-0.2 - 1.9 * up, -0.35)),
        squash=1 + 0.04 * up,
    )


def _sit(m: Moment) -> Stance:
    breath = m.swing(0.25)
    return Stance(
        rise=0.26,
        lean=-0.06 + 0.012 * breath,
        nod=0.06,
        feet=((0.50, 0.24), (0.60, 0.26)),
        toes=(0.25, 0.25),
        arms=((0.55, 0.45), (0.50, 0.55)),
    )


def _sleep(m: Moment) -> Stance:
    breath = m.swing(0.22)
    return Stance(
        rise=0.42,
        turn=-math.pi / 2,
        feet=((0.16, 0.90), (0.0, 0.96)),
        toes=(0.4, 0.4),
        arms=((0.35, 0.25), (0.40 + 0.04 * breath, 0.45 + 0.05 * breath)),
    )


def _wave(m: Moment) -> Stance:
    # the far arm: it is seen beside the head, the near one would hide the face
    hand = (1.95 + 0.10 * m.swing(1.7), 0.55 + 0.45 * m.swing(1.7))
    return replace(_stand(m), nod=0.05 * m.swing(0.7), arms=(hand, (-0.14, 0.14)))


def _dance(m: Moment) -> Stance:
    beat = m.swing(0.95)
    bounce = abs(m.swing(0.95, 0.25))
    low = 0.84 + 0.10 * bounce
    return Stance(
        rise=low,
        sway=0.12 * beat,
        lean=-0.10 * beat,
        nod=0.16 * beat,
        feet=((-0.24 - 0.12 * beat, low - 0.22 * max(0.0, beat)), (0.24 - 0.12 * beat, low - 0.22 * max(0.0, -beat))),
        arms=((1.5 - 0.9 * beat, 0.7), (-1.5 - 0.9 * beat, -0.7)),
    )


def _give(m: Moment) -> Stance:
    offer = 0.06 * m.swing(0.5)
    return Stance(
        lean=0.10,
        nod=0.04,
        feet=((-0.14, 0.96), (0.20, 0.96)),
        arms=((0.95 + offer, 0.45), (1.15 + offer, 0.35)),
    )


def _fly(m: Moment) -> Stance:
    flap = m.swing(1.6)
    return Stance(
        rise=1.0,
        turn=0.62 + 0.03 * m.swing(0.5),
        nod=-0.42,
        feet=((-0.14, 0.94), (-0.02 + 0.06 * flap, 0.90)),
        toes=(-0.9, -0.9),
        arms=((1.75 + 0.55 * flap, 0.1), (-1.30 - 0.55 * flap, -0.1)),
    )


def _swim(m: Moment) -> Stance:
    kick = m.swing(2.0)
    stroke = -(m.seconds * 0.8) % 1.0 * 2 * math.pi
    return Stance(
        rise=0.62,
        turn=1.22,
        nod=-0.75,
        feet=((0.20 * kick, 0.92), (-0.20 * kick, 0.92)),
        toes=(-1.1, -1.1),
        arms=((math.pi + stroke, 0.15), (stroke, 0.15)),
    )


def _fall(m: Moment) -> Stance:
    flail = m.swing(2.2)
    return Stance(
        rise=0.98,
        turn=-0.75 + 0.12 * m.swing(0.6),
        nod=0.18,
        feet=((0.55 + 0.12 * flail, 0.70), (0.20 - 0.14 * flail, 0.86)),
        toes=(0.3, 0.3),
        arms=((1.7 + 0.45 * flail, 0.2), (-2.2 - 0.45 * flail, -0.2)),
    )


STANCES: Mapping[str, Callable[[Moment], Stance]] = {
    "stand": _stand,
    "walk": _walk,
    "run": _run,
    "jump": _jump,
    "sit": _sit,
    "sleep": _sleep,
    "wave": _wave,
    "dance": _dance,
    "give": _give,
    "fly": _fly,
    "swim": _swim,
    "fall": _fall,
}


def stance(m: Moment) -> Stance:
    """How a body on two legs holds itself at a moment."""
    return STANCES[nearest_action(m.action, STANCES)](m)
