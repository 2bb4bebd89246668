"""Bodies on two legs that get somewhere: walking, running, jumping, crawling, climbing, flying, swimming, falling."""

import math
from dataclasses import replace

from generators.toon.figures.biped import Stance, Two, along
from generators.toon.figures.state import Moment, ease

WALK_REACH, WALK_DUTY = 0.46, 0.60
RUN_REACH, RUN_DUTY = 0.62, 0.38
CRAWL_REACH, CRAWL_DUTY = 0.16, 0.60
WALK_STRIDE = 2 * WALK_REACH / WALK_DUTY
"""Leg lengths of ground a walk covers in one cycle when its feet do not slide."""
RUN_STRIDE = 2 * RUN_REACH / RUN_DUTY
CRAWL_STRIDE = 2 * CRAWL_REACH / CRAWL_DUTY


def step(phase: float, reach: float, duty: float, rise: float, lift: float) -> tuple[Two, float]:
    """A foot of a gait, and how far its toes point up: on the ground for `duty` of the cycle, then through the air."""
    u = phase % 1.0
    if u < duty:
        share = u / duty
        return (reach * (1 - 2 * share), rise), 0.35 * max(0.0, 1 - share * 5) - 0.5 * max(0.0, share * 4 - 3)
    share = (u - duty) / (1 - duty)
    return (reach * (2 * ease(share) - 1), rise - lift * math.sin(math.pi * share)), 0.35 * share - 0.5 * (1 - share)


def stand(m: Moment) -> Stance:
    """Breathes, and shifts its weight now and then."""
    breath, shift = m.swing(0.28), m.swing(0.09)
    return Stance(
        rise=0.965 + 0.008 * breath,
        sway=0.012 * shift,
        nod=0.025 * m.swing(0.11),
        feet=((-0.10 - 0.012 * shift, 0.965), (0.12 - 0.012 * shift, 0.965)),
        arms=((0.16 + 0.03 * breath, 0.14), (-0.12 - 0.03 * breath, 0.16)),
    )


def _gait(m: Moment, reach: float, duty: float, rise: float, lift: float, swing: float, elbow: float) -> Stance:
    far, far_toe = step(m.gait + 0.5, reach, duty, rise, lift)
    near, near_toe = step(m.gait, reach, duty, rise, lift)
    arm = swing * math.cos(2 * math.pi * (m.gait - 0.08))
    drag = 0.2 * swing * math.cos(2 * math.pi * (m.gait - 0.20))  # forearms follow a little later
    return Stance(
        rise=rise,
        feet=(far, near),
        toes=(far_toe, near_toe),
        arms=((arm, elbow + drag), (-arm, elbow - drag)),
    )


def walk(m: Moment) -> Stance:
    """One cycle of `gait` is two steps."""
    bob = math.cos(4 * math.pi * (m.gait - 0.05))
    gait = _gait(m, WALK_REACH, WALK_DUTY, 0.925 - 0.03 * bob, 0.20, 0.52, 0.28)
    return replace(gait, lean=0.05, nod=0.02 * bob)


def run(m: Moment) -> Stance:
    """One cycle of `gait` is two leaps."""
    bob = math.cos(4 * math.pi * (m.gait - 0.19))
    gait = _gait(m, RUN_REACH, RUN_DUTY, 0.90 - 0.06 * bob, 0.52, 0.85, 1.35)
    return replace(gait, lean=0.20, nod=-0.10 + 0.03 * bob)


def jump(m: Moment) -> Stance:
    """Crouches, leaps, lands, as `hop` says."""
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
            wide=0.7,
        )
    return Stance(
        rise=0.965,
        lean=0.06,
        nod=-0.10 * up,
        feet=((-0.32 * up, 0.96 - 0.22 * up), (0.24 * up, 0.96 - 0.34 * up)),
        toes=(-0.5 * up, -0.2 * up),
        arms=((0.3 + 1.7 * up, 0.35), (-0.2 - 1.9 * up, -0.35)),
        squash=1 + 0.04 * up,
        wide=0.7,
    )


def crawl(m: Moment) -> Stance:
    """On hands and knees; one cycle of `gait` moves each of them once, those across from each other together."""
    (far, far_lift), (near, near_lift) = (_knee(m.gait + phase) for phase in (0.5, 0.0))
    (far_hand, far_up), (near_hand, near_up) = (_knee(m.gait + phase) for phase in (0.08, 0.58))
    bob = math.cos(4 * math.pi * m.gait)
    low = 0.58 + 0.012 * bob
    return Stance(
        rise=low,
        lean=1.10 + 0.03 * bob,
        nod=-0.78 + 0.06 * bob,
        feet=((-0.44 + far, low - 0.09 - far_lift), (-0.44 + near, low - 0.09 - near_lift)),
        toes=(-1.3, -1.3),
        arms=((0.0 + 1.5 * far_hand, 0.10 + 3 * far_up), (-0.12 + 1.5 * near_hand, 0.10 + 3 * near_up)),
    )


def _knee(phase: float) -> Two:
    """How far forward a knee (or a hand) of a crawl is, and how high."""
    u = phase % 1.0
    if u < CRAWL_DUTY:
        return CRAWL_REACH * (1 - 2 * u / CRAWL_DUTY), 0.0
    share = (u - CRAWL_DUTY) / (1 - CRAWL_DUTY)
    return CRAWL_REACH * (2 * ease(share) - 1), 0.10 * math.sin(math.pi * share)


def climb(m: Moment) -> Stance:
    """Hand over hand; a hand and the foot across from it move together, and the body follows in pushes."""
    far, near = (_rung(m.seconds * 0.62 + phase) for phase in (0.5, 0.0))
    push = math.cos(4 * math.pi * m.seconds * 0.62)
    return Stance(
        rise=0.98 + 0.05 * push,
        sway=0.03 * m.swing(0.62),
        lean=0.10 - 0.03 * push,
        nod=-0.24 + 0.05 * m.swing(0.62),
        feet=((0.26, 0.93 - 0.42 * near), (0.32, 0.93 - 0.42 * far)),
        toes=(0.15, 0.15),
        arms=((1.45 + 0.95 * far, 0.85 - 0.65 * far), (1.05 + 0.75 * near, 1.15 - 0.75 * near)),
        wide=1,
    )


def _rung(phase: float) -> float:
    """How high a hand or a foot is between two rungs, 0..1: up at once, then held while the body passes it."""
    u = phase % 1.0
    return ease(u / 0.3) if u < 0.3 else 1 - ease((u - 0.3) / 0.7)


def fly(m: Moment) -> Stance:
    """Flat on the air, one fist ahead, the legs trailing in its waves."""
    wave, late = m.swing(0.8), m.swing(0.8, -0.22)
    return Stance(
        rise=0.62,
        turn=1.12 + 0.05 * m.swing(0.4),
        nod=-0.70,
        feet=((-0.12 + 0.06 * late, 0.93), (0.04 - 0.06 * late, 0.95)),
        toes=(-1.0, -1.0),
        arms=((2.12 + 0.07 * wave, 0.10), (-0.30 - 0.10 * late, -0.15)),
        knees=-1,
        wide=1,
    )


def swim(m: Moment) -> Stance:
    """A crawl: the arms go round in turn, the legs beat, the body rolls with them."""
    beat, beat_late = m.swing(2.0), m.swing(2.0, -0.2)
    stroke = -(m.seconds * 0.8) % 1.0 * 2 * math.pi
    return Stance(
        rise=0.60 + 0.02 * m.swing(0.8),
        turn=1.32 + 0.05 * m.swing(0.8, 0.1),
        nod=-0.82 + 0.06 * m.swing(0.8),
        feet=((0.20 * beat, 0.93), (-0.20 * beat_late, 0.93)),
        toes=(-1.1, -1.1),
        arms=((math.pi + stroke, _pull(math.pi + stroke)), (stroke, _pull(stroke))),
        wide=1,
    )


def _pull(angle: float) -> float:
    """The elbow bends as the hand comes over the water."""
    return 0.15 + 0.75 * max(0.0, -math.sin(angle))


def fall(m: Moment) -> Stance:
    """Loses its footing, flails through the air, and lands on its bottom."""
    flail, late = m.swing(2.2), m.swing(2.2, -0.2)
    slip = Stance(
        rise=0.95,
        lean=-0.42,
        nod=-0.12,
        feet=((0.10, 0.94), (0.46, 0.78)),
        toes=(0.2, 0.5),
        arms=((1.6 + 0.6 * flail, 0.3), (-1.3 + 0.6 * late, -0.3)),
        wide=1,
    )
    air = Stance(
        rise=0.78,
        turn=-0.80 + 0.10 * m.swing(0.6),
        nod=0.22,
        feet=((0.50 + 0.14 * flail, 0.72), (0.22 - 0.16 * late, 0.86)),
        toes=(0.3, 0.3),
        arms=((1.7 + 0.5 * flail, 0.25), (-2.2 - 0.5 * late, -0.25)),
        wide=1,
    )
    landed = Stance(
        rise=0.22,
        lean=-0.34,
        nod=0.22 + 0.05 * m.swing(1.2),
        feet=((0.66, 0.16), (0.80, 0.02)),
        toes=(0.5, 0.6),
        arms=((-0.55, -0.25), (-0.75, -0.20)),
        wide=0.5,
    )
    hit = replace(landed, squash=0.90, feet=((0.60, -0.10), (0.72, -0.22)), nod=0.42)
    return along(m.progress, (0.0, stand(m)), (0.16, slip), (0.34, air), (0.72, air), (0.82, hit), (0.95, landed))
