"""Bodies on two legs that do something where they are: each action over time, with a wind-up and a follow-through."""

import math
from dataclasses import replace

from generators.toon.figures.biped import Stance, Two, along, mixed
from generators.toon.figures.gaits import stand, step
from generators.toon.figures.state import Moment, ease


def sit(m: Moment) -> Stance:
    """On the ground, legs ahead, hands on the knees."""
    breath = m.swing(0.25)
    return Stance(
        rise=0.26,
        lean=-0.06 + 0.014 * breath,
        nod=0.05 + 0.05 * m.swing(0.13),
        feet=((0.50, 0.24), (0.62, 0.26)),
        toes=(0.25 + 0.08 * m.swing(0.21), 0.25 - 0.08 * m.swing(0.17)),
        arms=((0.55, 0.45), (0.50 + 0.02 * breath, 0.55)),
    )


def sit_on(m: Moment) -> Stance:
    """On a seat, the feet down, one of them swinging a little."""
    breath, dangle = m.swing(0.25), m.swing(0.45)
    return Stance(
        rise=0.57,
        lean=-0.03 + 0.014 * breath,
        nod=0.03 + 0.05 * m.swing(0.13),
        feet=((0.40, 0.55), (0.47 + 0.05 * dangle, 0.55 - 0.01 * dangle)),
        toes=(0.0, 0.10 + 0.10 * dangle),
        arms=((0.50, 0.40), (0.40 + 0.02 * breath, 0.62)),
    )


def ride(m: Moment) -> Stance:
    """Astride, a leg on either side, the hands at the reins."""
    bounce, late = m.swing(0.9), m.swing(0.9, -0.15)
    return Stance(
        rise=0.70,
        lean=0.06 + 0.03 * bounce,
        nod=-0.03 - 0.05 * late,
        feet=((0.20, 0.68), (0.24, 0.69)),
        toes=(0.15, 0.22),
        arms=((0.78 + 0.05 * late, 0.50), (0.70 + 0.06 * late, 0.55)),
        hidden=(1 if m.seat else 0, 0),  # the farther leg is behind the mount
    )


def ride_in(m: Moment) -> Stance:
    """In a car or a boat: what is below the seat is not seen."""
    return replace(
        ride(m), rise=0.10, lean=-0.02, nod=0.02 * m.swing(0.5), arms=((0.95, 0.42), (0.88, 0.5)), hidden=(1, 1)
    )


def sleep(m: Moment) -> Stance:
    """On the back, a hand on the belly that rises and falls."""
    breath = m.swing(0.22)
    return Stance(
        rise=0.42,
        turn=-math.pi / 2,
        lying=1,
        nod=0.02 * breath,
        feet=((0.16, 0.90), (0.0, 0.96)),
        toes=(0.4, 0.4),
        arms=((0.35, 0.25), (0.40 + 0.05 * breath, 0.45 + 0.06 * breath)),
    )


def wave(m: Moment) -> Stance:
    """The far arm: it is seen beside the head, the near one would hide the face."""
    beat, late = m.swing(1.7), m.swing(1.7, -0.14)
    return replace(
        stand(m),
        lean=-0.03 + 0.02 * beat,
        nod=0.06 * m.swing(0.85),
        arms=((2.05 + 0.18 * beat, 0.45 + 0.50 * late), (-0.16, 0.20)),
        wide=1,
    )


def dance(m: Moment) -> Stance:
    """From one foot to the other, the arms up in turn."""
    beat, late = m.swing(0.95), m.swing(0.95, -0.10)
    bounce = abs(m.swing(0.95, 0.25))
    low = 0.84 + 0.10 * bounce
    return Stance(
        rise=low,
        sway=0.14 * beat,
        lean=-0.12 * beat,
        nod=0.18 * late,
        feet=((-0.24 - 0.14 * beat, low - 0.26 * max(0.0, beat)), (0.24 - 0.14 * beat, low - 0.26 * max(0.0, -beat))),
        toes=(-0.3 * max(0.0, beat), -0.3 * max(0.0, -beat)),
        arms=((1.5 - 0.95 * late, 0.7 - 0.3 * beat), (-1.5 - 0.95 * late, -0.7 - 0.3 * beat)),
        squash=1 + 0.02 * (bounce - 0.6),
        wide=1,
    )


def give(m: Moment) -> Stance:
    """Takes heart, holds out both hands, and lets them sink when it is done."""
    offer = 0.05 * m.swing(0.5)
    out = replace(
        stand(m),
        sway=0.05,
        lean=0.14,
        nod=0.06,
        feet=((-0.20, 0.95), (0.20, 0.96)),
        arms=((1.00 + offer, 0.42), (1.18 + offer, 0.30)),
        wide=0.3,
    )
    back = replace(out, sway=-0.03, lean=-0.04, arms=((0.30, 1.30), (0.25, 1.50)))
    return along(m.progress, (0.0, stand(m)), (0.10, back), (0.24, out), (0.84, out), (1.0, _sunk(out, m)))


def _sunk(out: Stance, m: Moment) -> Stance:
    return mixed(out, stand(m), 0.6)


def hold(m: Moment) -> Stance:
    """Both hands before the belly, breathing with the weight."""
    breath = m.swing(0.28)
    return replace(
        stand(m),
        lean=-0.06,
        arms=((0.38 + 0.03 * breath, 1.18), (0.28 + 0.03 * breath, 1.30)),
    )


def push(m: Moment) -> Stance:
    """Braced against it, shoving step by step."""
    strain, gait = m.swing(0.9), m.gait
    low = 0.84 + 0.012 * strain
    far, far_toe = step(gait + 0.5, 0.30, 0.68, low, 0.14)
    near, near_toe = step(gait, 0.30, 0.68, low, 0.14)
    return Stance(
        rise=low,
        lean=0.52 + 0.05 * strain,
        nod=-0.20 - 0.05 * strain,
        feet=((far[0] - 0.34, far[1]), (near[0] - 0.34, near[1])),
        toes=(far_toe - 0.2, near_toe - 0.2),
        arms=((1.16 - 0.07 * strain, 0.24 + 0.14 * strain), (1.05 - 0.07 * strain, 0.34 + 0.14 * strain)),
    )


def pull(m: Moment) -> Stance:
    """Leans back and tugs: a heave, and a breath before the next."""
    u = (m.seconds * 0.75) % 1.0
    heave = ease(u / 0.35) if u < 0.35 else 1 - ease((u - 0.35) / 0.65)
    low = 0.90 - 0.10 * heave
    far, far_toe = step(-m.gait + 0.5, 0.18, 0.72, low, 0.10)
    near, near_toe = step(-m.gait, 0.18, 0.72, low, 0.10)
    return Stance(
        rise=low,
        lean=-0.20 - 0.34 * heave,
        nod=0.10 + 0.12 * heave,
        sway=-0.10 * heave,
        feet=((far[0] + 0.10 + 0.10 * heave, far[1]), (near[0] + 0.36 + 0.10 * heave, near[1])),
        toes=(max(0.0, far_toe) + 0.2 * heave, max(0.0, near_toe) + 0.3 * heave),
        arms=((1.18 - 0.2 * heave, 0.12 + 0.5 * heave), (1.08 - 0.2 * heave, 0.16 + 0.6 * heave)),
    )


def throw(m: Moment) -> Stance:
    """Winds up over the back foot, whips over the shoulder, lets go at 0.4, and follows through."""
    ready = stand(m)
    wound = Stance(
        rise=0.93,
        sway=-0.16,
        lean=-0.34,
        nod=0.20,
        feet=((-0.20, 0.92), (0.36, 0.70)),
        toes=(0.0, 0.35),
        arms=((1.25, 0.15), (-2.15, -1.0)),
        wide=1,
    )
    over = replace(wound, arms=(wound.arms[0], (wound.arms[1][0] + 2 * math.pi, wound.arms[1][1])))
    release = Stance(
        rise=0.92,
        sway=0.12,
        lean=0.26,
        nod=-0.10,
        feet=((-0.52, 0.90), (0.34, 0.92)),
        toes=(-0.5, 0.0),
        arms=((-0.55, 0.25), (2.15, -0.05)),
        wide=1,
    )
    through = replace(
        release,
        rise=0.88,
        sway=0.16,
        lean=0.52,
        nod=0.05,
        feet=((-0.60, 0.72), (0.26, 0.88)),
        toes=(-0.9, 0.0),
        arms=((-0.95, -0.2), (0.55, 0.45)),
    )
    if m.progress < 0.28:
        return along(m.progress, (0.0, ready), (0.22, wound), (0.28, wound))
    if m.progress < 0.40:  # no easing in: a whip
        return mixed(over, release, ((m.progress - 0.28) / 0.12) ** 1.5)
    return along(m.progress, (0.40, release), (0.58, through), (0.70, through), (1.0, ready))


def hug(m: Moment) -> Stance:
    """Opens the arms, closes them round somebody, and squeezes."""
    squeeze = 0.5 + 0.5 * m.swing(0.55)
    ready = stand(m)
    open_ = replace(ready, wide=0.9, lean=-0.06, arms=((1.75, -0.10), (1.05, -0.15)), nod=-0.05)
    closed = replace(
        ready,
        sway=0.06,
        lean=0.15 + 0.03 * squeeze,
        nod=0.16 + 0.04 * squeeze,
        wide=0.6,
        arms=((1.34, 0.22 + 0.14 * squeeze), (0.86, 0.50 + 0.18 * squeeze)),
        feet=((-0.16, 0.96), (0.14, 0.96)),
    )
    return along(m.progress, (0.0, ready), (0.12, open_), (0.26, closed), (1.0, closed))


def point(m: Moment) -> Stance:
    """Draws the hand back, throws the arm out past its goal, and settles; the other hand rests on the hip."""
    ready = stand(m)
    rest = (-0.62, 1.55)
    back = replace(ready, wide=1, lean=-0.05, arms=(rest, (0.15, 1.75)))
    past = replace(
        ready, wide=1, sway=0.06, lean=0.12, nod=0.05, arms=(rest, (1.74, -0.06)), feet=((-0.20, 0.95), (0.16, 0.96))
    )
    there = replace(past, sway=0.04, lean=0.08, arms=(rest, (1.56 + 0.03 * m.swing(0.7), 0.02)))
    return along(m.progress, (0.0, ready), (0.10, back), (0.20, past), (0.28, there), (1.0, there))


def clap(m: Moment) -> Stance:
    """The hands part and meet before the chest."""
    apart = 0.5 - 0.5 * math.cos(2 * math.pi * m.seconds * 2.1)
    apart = apart**0.7  # they meet for a moment only
    return replace(
        stand(m),
        lean=-0.03,
        nod=-0.02 + 0.04 * m.swing(1.05),
        arms=((1.0, 0.8), (0.9, 0.9)),
        hands=((1.22 + 0.10 * apart, 1.12 - 0.62 * apart), (1.22 + 0.05 * apart, 1.18 + 0.55 * apart)),
        touch=(1, 1),
    )


def eat(m: Moment) -> Stance:
    """Brings a bite to the mouth, chews, lowers the hand, and again."""
    near = _bite(m.seconds)
    return replace(
        stand(m),
        lean=0.02,
        nod=0.10 * near + 0.03 * m.swing(2.6) * (1 - near),
        arms=((0.20, 0.35), (0.5, 1.6)),
        hands=((0.8, 1.9), _mix((0.95, 1.75), (0.66, 0.66), near)),
        touch=(0, 1),
    )


def _bite(seconds: float) -> float:
    """How near the mouth the hand is."""
    u = (seconds * 0.62) % 1.0
    return ease(u / 0.22) if u < 0.22 else 1.0 if u < 0.42 else 1 - ease((u - 0.42) / 0.2)


def read(m: Moment) -> Stance:
    """A book before the chest, the eyes on it; a page turns now and then."""
    u = (m.seconds * 0.3) % 1.0
    turn = math.sin(math.pi * (u - 0.8) / 0.2) if u > 0.8 else 0.0
    return replace(
        stand(m),
        nod=0.24 + 0.03 * m.swing(0.3),
        arms=((0.45, 1.35), (0.35, 1.45)),
        hands=((1.22, 1.42), (1.05 - 0.20 * turn, 1.52 - 0.25 * turn)),
        touch=(1, 1),
    )


def cry(m: Moment) -> Stance:
    """The head down, the shoulders shaking, a hand that wipes the eyes."""
    sob, rub = abs(m.swing(1.3)), m.swing(1.1)
    return replace(
        stand(m),
        rise=0.945 + 0.012 * sob,
        lean=0.14 + 0.03 * sob,
        nod=0.30 + 0.05 * sob,
        arms=((0.30, 0.30), (0.6, 2.0)),
        hands=((0.62, 0.10), (0.72 + 0.06 * rub, 0.20 + 0.08 * rub)),
        touch=(0, 1),
    )


def laugh(m: Moment) -> Stance:
    """Thrown back and shaking, the hands on the belly."""
    shake, rock = m.swing(3.6), m.swing(0.5)
    return replace(
        stand(m),
        rise=0.94 + 0.014 * shake,
        lean=-0.20 + 0.10 * rock + 0.02 * shake,
        nod=-0.20 + 0.14 * rock + 0.05 * m.swing(3.6, -0.2),
        arms=((0.42 + 0.05 * shake, 1.45), (0.10 + 0.05 * shake, 1.75)),
        squash=1 + 0.012 * shake,
    )


def bow(m: Moment) -> Stance:
    """A breath, down from the hips with a hand across the belly, held, and up again."""
    ready = stand(m)
    lift = replace(ready, lean=-0.08, nod=-0.10, arms=((0.4, 0.9), (-0.3, 0.2)))
    down = replace(
        ready,
        rise=0.945,
        sway=-0.12,
        lean=0.98 + 0.02 * m.swing(0.3),
        nod=0.28,
        feet=((-0.02, 0.945), (0.26, 0.945)),
        arms=((-1.35, -0.15), (-0.30, 1.05)),
    )
    return along(m.progress, (0.0, ready), (0.14, lift), (0.36, down), (0.70, down), (0.95, ready))


DIG_HERTZ = 0.58


def dig(m: Moment) -> Stance:
    """Drives the spade in, heaves, and tosses the earth over the shoulder."""
    u = (m.seconds * DIG_HERTZ) % 1.0
    ready = Stance(
        rise=0.92,
        lean=0.20,
        nod=0.12,
        feet=((-0.26, 0.90), (0.24, 0.92)),
        arms=((0.85, 0.05), (0.30, 1.35)),
    )
    driven = replace(
        ready, rise=0.82, lean=0.62, nod=0.05, feet=((-0.30, 0.80), (0.24, 0.82)), arms=((0.50, -0.05), (0.30, 1.05))
    )
    tossed = replace(
        ready,
        rise=0.95,
        sway=-0.06,
        lean=-0.16,
        nod=-0.12,
        feet=((-0.26, 0.94), (0.20, 0.95)),
        arms=((1.75, 0.25), (0.55, 1.05)),
    )
    return along(u, (0.0, ready), (0.22, driven), (0.38, driven), (0.62, tossed), (0.72, tossed), (1.0, ready))


def _mix(a: Two, b: Two, share: float) -> Two:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
