"""How a body on four legs gets about: standing, its gaits, jumping, in the air and in water."""

import math

from generators.toon.figures.crouch import (
    CRAWL_DUTY,
    CRAWL_REACH,
    RUN_DUTY,
    RUN_REACH,
    WALK_DUTY,
    WALK_REACH,
    Crouch,
    Four,
    foot,
)
from generators.toon.figures.state import Moment


def _gait(cycle: float, phases: tuple[float, float, float, float], reach: float, duty: float, lift: float) -> Four:
    a, b, c, d = (foot(cycle + p, reach, duty, lift) for p in phases)
    return a, b, c, d


def stand(m: Moment) -> Crouch:
    """Breathes."""
    breath = m.swing(0.3)
    return Crouch(drop=-0.010 * breath, head=(0, 0.016 * breath, 0.03 * m.swing(0.13)), tail=0.22 * m.swing(0.8))


def walk(m: Moment) -> Crouch:
    """One cycle of `gait` is a step of each foot, one after the other."""
    bob = math.cos(4 * math.pi * m.gait)
    return Crouch(
        drop=0.03 * bob,
        feet=_gait(m.gait, (0.5, 0.75, 0.0, 0.25), WALK_REACH, WALK_DUTY, 0.16),
        head=(0.025, 0.03 * math.cos(4 * math.pi * m.gait - 1), 0.03 * bob),
        tail=0.2 * math.sin(2 * math.pi * m.gait),
    )


def run(m: Moment) -> Crouch:
    """Gallops: the hind feet together, then the fore feet."""
    wave = math.sin(2 * math.pi * m.gait)
    return Crouch(
        drop=-0.08 - 0.09 * wave,
        pitch=0.13 * math.cos(2 * math.pi * m.gait),
        feet=_gait(m.gait, (0.12, 0.62, 0.0, 0.5), RUN_REACH, RUN_DUTY, 0.29),
        head=(0.15, 0.11 + 0.04 * wave, 0.10 * math.cos(2 * math.pi * m.gait)),
        tail=-0.35 + 0.3 * wave,
        ears=0.55 + 0.15 * wave,
    )


def crawl(m: Moment) -> Crouch:
    """Belly low, in small steps."""
    sway = math.sin(2 * math.pi * m.gait)
    return Crouch(
        drop=0.40 + 0.02 * sway,
        pitch=0.04 * sway,
        feet=_gait(m.gait, (0.5, 0.75, 0.0, 0.25), CRAWL_REACH, CRAWL_DUTY, 0.10),
        head=(0.22, 0.30, 0.05 * sway),
        tail=-0.45 + 0.12 * sway,
        ears=0.6,
    )


def jump(m: Moment) -> Crouch:
    """Crouches, stretches, lands on soft legs."""
    up = m.hop
    if up <= 0:
        return Crouch(
            drop=-0.34 * up, pitch=-0.08 * up, head=(0.05, -0.16 * up, 0.1 * up), tail=0.3 * up, ears=-0.2 * up
        )
    return Crouch(
        drop=-0.08 * up,
        pitch=-0.26 * up,
        feet=((-0.37 * up, 0.05), (0.37 * up, 0.37 * up), (-0.47 * up, 0.0), (0.53 * up, 0.26 * up)),
        head=(0.08, -0.08, -0.1 * up),
        tail=-0.3 * up,
        ears=0.4 * up,
    )


def fly(m: Moment) -> Crouch:
    """Legs stretched out, ears in the wind."""
    flap = m.swing(1.3)
    return Crouch(
        drop=-0.13,
        pitch=-0.12 + 0.03 * flap,
        feet=(
            (-0.53, 0.32 + 0.05 * flap),
            (0.53, 0.53 + 0.08 * flap),
            (-0.63, 0.21 - 0.05 * flap),
            (0.63, 0.42 - 0.08 * flap),
        ),
        head=(0.05, -0.03, -0.06),
        tail=0.2 * flap,
        ears=0.5 + 0.4 * flap,
    )


def swim(m: Moment) -> Crouch:
    """Paddles."""
    return Crouch(
        drop=0.05 * m.swing(0.5),
        pitch=-0.12,
        feet=_gait(m.seconds * 1.1, (0.5, 0.0, 0.0, 0.5), 0.37, 0.5, 0.26),
        head=(0.08, 0.0, -0.05),
        tail=0.4 * m.swing(1.1),
    )


def fall(m: Moment) -> Crouch:
    """Head first, all legs in the air."""
    flail = m.swing(2.2)
    return Crouch(
        turn=0.55 + 0.08 * m.swing(0.7),
        pitch=0.05,
        feet=(
            (-0.42 + 0.13 * flail, 0.21),
            (0.37 - 0.13 * flail, 0.32),
            (-0.32 - 0.13 * flail, 0.26),
            (0.53 + 0.13 * flail, 0.21),
        ),
        head=(0, 0, -0.25),
        tail=0.7 + 0.3 * flail,
        ears=-0.5,
    )
