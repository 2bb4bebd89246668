"""How a body on four legs holds itself: every action as joints over time. Lengths in heights of the figure."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from generators.toon.figures.state import Moment, ease
from storyline.schema.vocabulary import nearest_action

Two = tuple[float, float]
Four = tuple[Two, Two, Two, Two]


@dataclass(frozen=True)
class Crouch:
    """Joints of one instant. Feet are (far hind, far fore, near hind, near fore)."""

    drop: float = 0.0
    """How much lower than standing the body is."""
    pitch: float = 0.0
    """The body about its middle; positive is nose down."""
    turn: float = 0.0
    """The whole animal about its middle."""
    feet: Four = ((0, 0), (0, 0), (0, 0), (0, 0))
    """From where each stands: forward, and up."""
    head: tuple[float, float, float] = (0, 0, 0)
    """From where it is held: forward, down; and turned."""
    tail: float = 0.0
    """Raised (positive) or lowered, radians."""
    ears: float = 0.0
    """Laid back, radians."""


WALK_REACH, WALK_DUTY = 0.125, 0.64
RUN_REACH, RUN_DUTY = 0.20, 0.36
WALK_STRIDE = 2 * WALK_REACH / WALK_DUTY
"""Heights of ground a walk covers in one cycle when its feet do not slide."""
RUN_STRIDE = 2 * RUN_REACH / RUN_DUTY


def _foot(phase: float, reach: float, duty: float, lift: float) -> Two:
    u = phase % 1.0
    if u < duty:
        return reach * (1 - 2 * u / duty), 0.0
    share = (u - duty) / (1 - duty)
    return reach * (2 * ease(share) - 1), lift * math.sin(math.pi * share)


def _gait(m: Moment, phases: tuple[float, float, float, float], reach: float, duty: float, lift: float) -> Four:
    a, b, c, d = (_foot(m.gait + p, reach, duty, lift) for p in phases)
    return a, b, c, d


def _stand(m: Moment) -> Crouch:
    breath = m.swing(0.3)
    return Crouch(drop=-0.004 * breath, head=(0, 0.006 * breath, 0.03 * m.swing(0.13)), tail=0.22 * m.swing(0.8))


def _walk(m: Moment) -> Crouch:
    bob = math.cos(4 * math.pi * m.gait)
    return Crouch(
        drop=0.012 * bob,
        feet=_gait(m, (0.5, 0.75, 0.0, 0.25), WALK_REACH, WALK_DUTY, 0.06),
        head=(0.01, 0.012 * math.cos(4 * math.pi * m.gait - 1), 0.03 * bob),
        tail=0.2 * math.sin(2 * math.pi * m.gait),
    )


def _run(m: Moment) -> Crouch:
    wave = math.sin(2 * math.pi * m.gait)
    return Crouch(
        drop=-0.03 - 0.035 * wave,
        pitch=0.13 * math.cos(2 * math.pi * m.gait),
        feet=_gait(m, (0.12, 0.62, 0.0, 0.5), RUN_REACH, RUN_DUTY, 0.11),
        head=(0.06, 0.05 + 0.02 * wave, 0.10 * math.cos(2 * math.pi * m.gait)),
        tail=-0.35 + 0.3 * wave,
        ears=0.55 + 0.15 * wave,
    )


def _jump(m: Moment) -> Crouch:
    up = m.hop
    if up <= 0:
        return Crouch(
            drop=-0.13 * up, pitch=-0.08 * up, head=(0.02, -0.06 * up, 0.1 * up), tail=0.3 * up, ears=-0.2 * up
        )
    return Crouch(
        drop=-0.03 * up,
        pitch=-0.26 * up,
        feet=((-0.14 * up, 0.02), (0.14 * up, 0.14 * up), (-0.18 * up, 0.0), (0.20 * up, 0.10 * up)),
        head=(0.03, -0.03, -0.1 * up),
        tail=-0.3 * up,
        ears=0.4 * up,
    )


def _sit(m: Moment) -> Crouch:
    breath = m.swing(0.28)
    return Crouch(
        drop=0.05,
        pitch=-0.72 - 0.01 * breath,
        feet=((0.16, 0), (-0.03, 0), (0.20, 0), (0.02, 0)),
        head=(-0.10, -0.03, 0.04 * m.swing(0.2)),
        tail=-0.5 + 0.25 * m.swing(0.6),
    )


def _sleep(m: Moment) -> Crouch:
    breath = m.swing(0.22)
    return Crouch(
        drop=0.205 - 0.006 * breath,
        feet=((0.16, 0), (0.13, 0), (0.12, 0), (0.20, 0)),
        head=(0.06, 0.235, 0.16 + 0.01 * breath),
        tail=-0.75,
        ears=0.35,
    )


def _wave(m: Moment) -> Crouch:
    paw = (0.20 + 0.04 * m.swing(1.6), 0.50 + 0.07 * m.swing(1.6, 0.25))
    sit = _sit(m)
    return replace(sit, feet=(*sit.feet[:3], paw), tail=-0.2 + 0.5 * m.swing(1.6))


def _give(m: Moment) -> Crouch:
    sit = _sit(m)
    return replace(sit, feet=(*sit.feet[:3], (0.24, 0.22 + 0.02 * m.swing(0.5))), tail=-0.3 + 0.3 * m.swing(1.0))


def _dance(m: Moment) -> Crouch:
    beat, bounce = m.swing(0.95), abs(m.swing(0.95, 0.25))
    return Crouch(
        drop=-0.06 - 0.05 * bounce,
        pitch=-1.02 + 0.14 * beat,
        feet=(
            (0.20, 0.06 * max(0, beat)),
            (0.0 + 0.08 * beat, 0.44 + 0.10 * beat),
            (0.10, 0.06 * max(0, -beat)),
            (0.14 - 0.08 * beat, 0.44 - 0.10 * beat),
        ),
        head=(-0.17 + 0.03 * beat, -0.16 - 0.04 * bounce, 0.16 * beat),
        tail=0.6 * beat,
        ears=0.25 * bounce,
    )


def _fly(m: Moment) -> Crouch:
    flap = m.swing(1.3)
    return Crouch(
        drop=-0.05,
        pitch=-0.12 + 0.03 * flap,
        feet=(
            (-0.20, 0.12 + 0.02 * flap),
            (0.20, 0.20 + 0.03 * flap),
            (-0.24, 0.08 - 0.02 * flap),
            (0.24, 0.16 - 0.03 * flap),
        ),
        head=(0.02, -0.01, -0.06),
        tail=0.2 * flap,
        ears=0.5 + 0.4 * flap,
    )


def _swim(m: Moment) -> Crouch:
    swimming = replace(m, gait=m.seconds * 1.1)
    a, b, c, d = _gait(swimming, (0.5, 0.0, 0.0, 0.5), 0.14, 0.5, 0.10)
    return Crouch(
        drop=0.02 * m.swing(0.5), pitch=-0.12, feet=(a, b, c, d), head=(0.03, 0.0, -0.05), tail=0.4 * m.swing(1.1)
    )


def _fall(m: Moment) -> Crouch:
    flail = m.swing(2.2)
    return Crouch(
        turn=0.55 + 0.08 * m.swing(0.7),
        pitch=0.05,
        feet=(
            (-0.16 + 0.05 * flail, 0.08),
            (0.14 - 0.05 * flail, 0.12),
            (-0.12 - 0.05 * flail, 0.10),
            (0.20 + 0.05 * flail, 0.08),
        ),
        head=(0, 0, -0.25),
        tail=0.7 + 0.3 * flail,
        ears=-0.5,
    )


CROUCHES: Mapping[str, Callable[[Moment], Crouch]] = {
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


def crouch(m: Moment) -> Crouch:
    """How a body on four legs holds itself at a moment."""
    return CROUCHES[nearest_action(m.action, CROUCHES)](m)
