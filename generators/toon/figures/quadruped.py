"""How a body on four legs holds itself: every action as joints over time.

Lengths are leg lengths: how high the middle of the body is over the ground when it stands. Angles are radians.
"""

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
    sit: float = 0.0
    """How far the rump is on the ground, 0..1."""
    lie: float = 0.0
    """How far the belly is on the ground, 0..1."""
    rear: float = 0.0
    """How far the body stands up on its hind legs, 0..1."""
    graze: float = 0.0
    """How far the mouth is lowered to the ground, 0..1."""
    ahead: float = 0.0
    """The body forward of where it stands."""
    feet: Four = ((0, 0), (0, 0), (0, 0), (0, 0))
    """From where each stands: forward, and up."""
    paws: tuple[Two | None, Two | None] = (None, None)
    """Where the far and the near forepaw are held, from their shoulder: forward, and up. None: on the ground."""
    head: tuple[float, float, float] = (0, 0, 0)
    """From where it is held: forward, down; and turned, positive nose down."""
    tail: float = 0.0
    """Raised (positive) or lowered."""
    ears: float = 0.0
    """Laid back."""


WALK_REACH, WALK_DUTY = 0.33, 0.64
RUN_REACH, RUN_DUTY = 0.53, 0.36
CRAWL_REACH, CRAWL_DUTY = 0.22, 0.72
WALK_STRIDE = 2 * WALK_REACH / WALK_DUTY
"""Leg lengths of ground a walk covers in one cycle when its feet do not slide."""
RUN_STRIDE = 2 * RUN_REACH / RUN_DUTY


def foot(phase: float, reach: float, duty: float, lift: float) -> Two:
    """A foot of a gait: on the ground for `duty` of the cycle, then through the air."""
    u = phase % 1.0
    if u < duty:
        return reach * (1 - 2 * u / duty), 0.0
    share = (u - duty) / (1 - duty)
    return reach * (2 * ease(share) - 1), lift * math.sin(math.pi * share)


def _gait(cycle: float, phases: tuple[float, float, float, float], reach: float, duty: float, lift: float) -> Four:
    a, b, c, d = (foot(cycle + p, reach, duty, lift) for p in phases)
    return a, b, c, d


def _stand(m: Moment) -> Crouch:
    breath = m.swing(0.3)
    return Crouch(drop=-0.010 * breath, head=(0, 0.016 * breath, 0.03 * m.swing(0.13)), tail=0.22 * m.swing(0.8))


def _walk(m: Moment) -> Crouch:
    bob = math.cos(4 * math.pi * m.gait)
    return Crouch(
        drop=0.03 * bob,
        feet=_gait(m.gait, (0.5, 0.75, 0.0, 0.25), WALK_REACH, WALK_DUTY, 0.16),
        head=(0.025, 0.03 * math.cos(4 * math.pi * m.gait - 1), 0.03 * bob),
        tail=0.2 * math.sin(2 * math.pi * m.gait),
    )


def _run(m: Moment) -> Crouch:
    wave = math.sin(2 * math.pi * m.gait)
    return Crouch(
        drop=-0.08 - 0.09 * wave,
        pitch=0.13 * math.cos(2 * math.pi * m.gait),
        feet=_gait(m.gait, (0.12, 0.62, 0.0, 0.5), RUN_REACH, RUN_DUTY, 0.29),
        head=(0.15, 0.11 + 0.04 * wave, 0.10 * math.cos(2 * math.pi * m.gait)),
        tail=-0.35 + 0.3 * wave,
        ears=0.55 + 0.15 * wave,
    )


def _crawl(m: Moment) -> Crouch:
    sway = math.sin(2 * math.pi * m.gait)
    return Crouch(
        drop=0.40 + 0.02 * sway,
        pitch=0.04 * sway,
        feet=_gait(m.gait, (0.5, 0.75, 0.0, 0.25), CRAWL_REACH, CRAWL_DUTY, 0.10),
        head=(0.22, 0.30, 0.05 * sway),
        tail=-0.45 + 0.12 * sway,
        ears=0.6,
    )


def _jump(m: Moment) -> Crouch:
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


def _sit(m: Moment) -> Crouch:
    breath = m.swing(0.28)
    return Crouch(
        sit=1.0,
        pitch=-0.01 * breath,
        feet=((0.42, 0), (-0.08, 0), (0.53, 0), (0.05, 0)),
        head=(-0.04, 0.02 * breath, 0.04 * m.swing(0.2)),
        tail=-0.5 + 0.25 * m.swing(0.6),
    )


def _sleep(m: Moment) -> Crouch:
    breath = m.swing(0.22)
    return Crouch(
        lie=1.0,
        drop=-0.016 * breath,
        feet=((0.42, 0), (0.34, 0), (0.32, 0), (0.53, 0)),
        head=(0, 0, 0.16 + 0.01 * breath),
        tail=-0.75,
        ears=0.35,
    )


def _wave(m: Moment) -> Crouch:
    paw = (0.62 + 0.10 * m.swing(1.6), 0.42 + 0.20 * m.swing(1.6, 0.25))
    return replace(_sit(m), paws=(None, paw), tail=-0.2 + 0.5 * m.swing(1.6))


def _give(m: Moment) -> Crouch:
    reach = 0.5 + 0.5 * m.swing(0.5)
    return Crouch(
        pitch=0.02 * reach,
        paws=(None, (0.50 + 0.06 * reach, -0.42 + 0.05 * reach)),
        feet=((-0.10, 0), (-0.06, 0), (0.02, 0), (0, 0)),
        head=(0.10 * reach, 0.06 * reach, 0.04),
        tail=0.3 * m.swing(1.0),
    )


def _hold(m: Moment) -> Crouch:
    breath = m.swing(0.3)
    return Crouch(drop=-0.010 * breath, head=(0.02, 0, 0.01 * breath), tail=0.25 + 0.22 * m.swing(0.9), ears=-0.1)


def _point(m: Moment) -> Crouch:
    strain = 0.02 * m.swing(0.9)
    return Crouch(
        ahead=0.08,
        pitch=-0.03,
        feet=((-0.20, 0), (0.04, 0), (-0.10, 0), (0, 0)),
        paws=(None, (0.88, 0.02 + strain)),
        head=(0.16, 0.02, -0.06 + strain),
        tail=0.35,
        ears=-0.25,
    )


def _push(m: Moment) -> Crouch:
    shove = 0.5 + 0.5 * m.swing(0.7)
    return Crouch(
        ahead=0.10 + 0.08 * shove,
        drop=0.16,
        pitch=0.10 + 0.03 * shove,
        feet=((-0.46, 0.10 * max(0.0, m.swing(0.7, 0.5))), (-0.16, 0), (-0.30, 0), (-0.02, 0)),
        head=(0.22, 0.42, 0.34),
        tail=0.25,
        ears=0.55,
    )


def _pull(m: Moment) -> Crouch:
    tug = 0.5 + 0.5 * m.swing(0.8)
    return Crouch(
        ahead=-0.16 - 0.10 * tug,
        drop=0.16 + 0.04 * tug,
        pitch=-0.16 - 0.04 * tug,
        feet=((0.14, 0), (0.20, 0), (0.26, 0.06 * max(0.0, m.swing(0.8, 0.25))), (0.34, 0)),
        head=(0.16, 0.18, -0.06 * tug),
        tail=0.5 + 0.3 * m.swing(1.6),
        ears=0.6,
    )


def _throw(m: Moment) -> Crouch:
    # the paw goes back and down, waits, and flings; the body follows
    u = (m.seconds * 0.62) % 1.0
    wind, fling = ease(u / 0.42), ease((u - 0.50) / 0.12)
    back = wind * (1 - fling) - 0.35 * fling * (1 - ease((u - 0.68) / 0.3))
    paw = (0.30 - 0.62 * max(0.0, back) + 0.80 * max(0.0, -back) / 0.35, 0.10 + 0.40 * abs(back))
    return replace(
        _sit(m),
        paws=((0.35, -0.15), paw),
        pitch=-0.14 * back,
        head=(0.04 - 0.10 * back, 0.02 * back, -0.16 * back),
        tail=0.4 * back,
    )


def _hug(m: Moment) -> Crouch:
    press = m.swing(0.4)
    return replace(
        _sit(m),
        pitch=-0.06,
        paws=((0.80, 0.14), (0.74 + 0.03 * press, -0.06)),
        head=(0.12, 0.04, 0.14 + 0.03 * press),
        tail=0.3 * m.swing(1.2),
    )


def _clap(m: Moment) -> Crouch:
    apart = abs(m.swing(1.1))
    return replace(
        _sit(m),
        paws=((0.62 + 0.04 * apart, 0.06 + 0.34 * apart), (0.62 - 0.10 * apart, 0.0 - 0.34 * apart)),
        head=(0, -0.05 * apart, -0.05 + 0.05 * m.swing(0.55)),
        tail=0.3 * m.swing(1.1),
    )


def _read(m: Moment) -> Crouch:
    return replace(
        _sit(m),
        paws=((0.60, -0.10), (0.56, -0.16)),
        head=(0.06, 0.06, 0.22 + 0.03 * m.swing(0.23)),
        tail=-0.6 + 0.1 * m.swing(0.3),
    )


def _ride(m: Moment) -> Crouch:
    bounce = abs(m.swing(1.0))
    return replace(
        _sit(m),
        drop=-0.05 * bounce,
        paws=((0.50, -0.40), (0.46, -0.46)),
        head=(0.0, -0.02 * bounce, 0.03 * m.swing(1.0)),
        tail=-0.3 + 0.2 * m.swing(1.0),
        ears=0.2 + 0.1 * bounce,
    )


def _climb(m: Moment) -> Crouch:
    pull = m.swing(0.8)
    return Crouch(
        rear=1.0,
        pitch=-0.14,
        drop=-0.10 * abs(pull),
        feet=((0.20, 0.22 * max(0.0, pull)), (0, 0), (0.06, 0.22 * max(0.0, -pull)), (0, 0)),
        paws=((0.52, 0.42 + 0.34 * pull), (0.52, 0.42 - 0.34 * pull)),
        head=(0.02, 0, -0.30),
        tail=-0.5 + 0.3 * pull,
        ears=0.2,
    )


def _eat(m: Moment) -> Crouch:
    # down to the food, a few bites, and up again to chew
    u = (m.seconds * 0.22) % 1.0
    down = 1 - 0.30 * ease((u - 0.66) / 0.10) * (1 - ease((u - 0.90) / 0.10))
    bite = m.swing(1.7)
    return Crouch(
        drop=0.05,
        pitch=0.06,
        graze=down,
        feet=((0, 0), (0.14, 0), (0, 0), (0.02, 0)),
        head=(0, 0.02 * bite, 0.05 * bite),
        tail=0.18 * m.swing(0.7),
    )


def _dig(m: Moment) -> Crouch:
    scrape = m.seconds * 1.9
    far, near = (
        (0.18 + 0.30 * math.cos(2 * math.pi * t), 0.16 + 0.16 * math.sin(2 * math.pi * t))
        for t in (scrape, scrape + 0.5)
    )
    return Crouch(
        drop=0.20,
        pitch=0.26 + 0.03 * math.sin(4 * math.pi * scrape),
        feet=((-0.14, 0), far, (0.02, 0), near),
        head=(0.10, 0.22, 0.30),
        tail=0.5 + 0.3 * m.swing(1.9),
        ears=0.4,
    )


def _cry(m: Moment) -> Crouch:
    sob = abs(m.swing(1.3)) * (0.5 + 0.5 * m.swing(0.31))
    return replace(
        _sit(m),
        pitch=0.12 + 0.02 * sob,
        head=(0.06, 0.20 - 0.05 * sob, 0.34 - 0.06 * sob),
        tail=-0.9,
        ears=0.7,
    )


def _laugh(m: Moment) -> Crouch:
    shake = abs(m.swing(2.2))
    return replace(
        _sit(m),
        pitch=-0.10 + 0.03 * shake,
        drop=-0.03 * shake,
        paws=(None, (0.34, -0.30 - 0.04 * shake)),
        head=(-0.06, 0.05 * shake, -0.34 + 0.10 * shake),
        tail=0.4 * m.swing(1.1),
        ears=0.3 * shake,
    )


def _bow(m: Moment) -> Crouch:
    # the chest goes down between the forelegs, the rump stays up
    u = (m.seconds * 0.36) % 1.0
    down = ease(u / 0.25) * (1 - 0.45 * ease((u - 0.70) / 0.25)) if u < 0.95 else 0.55 * (1 - (u - 0.95) / 0.05)
    down = 0.55 + 0.45 * down
    return Crouch(
        drop=0.30 * down,
        pitch=0.40 * down,
        feet=((-0.08, 0), (0.52 * down, 0), (0.02, 0), (0.62 * down, 0)),
        head=(0.10 * down, 0.10 * down, 0.16 * down),
        tail=0.4 * down + 0.25 * m.swing(1.4),
        ears=0.3 * down,
    )


def _dance(m: Moment) -> Crouch:
    beat, bounce = m.swing(0.95), abs(m.swing(0.95, 0.25))
    return Crouch(
        rear=1.0,
        drop=-0.13 * bounce,
        pitch=0.14 * beat,
        feet=((0.40, 0.16 * max(0.0, beat)), (0, 0), (0.14, 0.16 * max(0.0, -beat)), (0, 0)),
        paws=((0.60, 0.10 + 0.34 * beat), (0.62, 0.10 - 0.34 * beat)),
        head=(0.05 * beat, -0.06 * bounce, 0.16 * beat),
        tail=0.6 * beat,
        ears=0.25 * bounce,
    )


def _fly(m: Moment) -> Crouch:
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


def _swim(m: Moment) -> Crouch:
    return Crouch(
        drop=0.05 * m.swing(0.5),
        pitch=-0.12,
        feet=_gait(m.seconds * 1.1, (0.5, 0.0, 0.0, 0.5), 0.37, 0.5, 0.26),
        head=(0.08, 0.0, -0.05),
        tail=0.4 * m.swing(1.1),
    )


def _fall(m: Moment) -> Crouch:
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


CROUCHES: Mapping[str, Callable[[Moment], Crouch]] = {
    "stand": _stand,
    "walk": _walk,
    "run": _run,
    "jump": _jump,
    "fly": _fly,
    "swim": _swim,
    "fall": _fall,
    "sit": _sit,
    "sleep": _sleep,
    "wave": _wave,
    "dance": _dance,
    "give": _give,
    "crawl": _crawl,
    "climb": _climb,
    "ride": _ride,
    "push": _push,
    "pull": _pull,
    "throw": _throw,
    "hold": _hold,
    "hug": _hug,
    "point": _point,
    "clap": _clap,
    "eat": _eat,
    "read": _read,
    "cry": _cry,
    "laugh": _laugh,
    "bow": _bow,
    "dig": _dig,
}


def crouch(m: Moment) -> Crouch:
    """How a body on four legs holds itself at a moment."""
    return CROUCHES[nearest_action(m.action, CROUCHES)](m)


_IDLE_PAWS = ((0.42, -0.30), (0.40, -0.36))


def perch(m: Moment) -> Crouch:
    """The same for those who rest on their haunches with their forepaws before the chest: squirrels and mice."""
    c = crouch(m)
    match m.action:
        case "stand" | "point" | "hold" | "give" | "push" | "pull" | "eat":
            sit = replace(_sit(m), tail=c.tail)
        case "sit" | "wave" | "laugh" | "cry" | "throw":
            return replace(c, paws=(c.paws[0] or _IDLE_PAWS[0], c.paws[1] or _IDLE_PAWS[1]))
        case _:
            return c
    match m.action:
        case "eat":
            nibble = m.swing(2.6)
            return replace(
                sit,
                paws=((0.52, 0.02 + 0.03 * nibble), (0.50, -0.03 + 0.03 * nibble)),
                head=(0.02, 0.05, 0.10 + 0.04 * nibble),
            )
        case "hold":
            return replace(sit, paws=((0.58, -0.12), (0.55, -0.18)))
        case "give":
            return replace(sit, pitch=0.06, paws=((0.78, -0.06), (0.76, -0.12 + 0.04 * m.swing(0.5))), head=c.head)
        case "point":
            return replace(sit, paws=(_IDLE_PAWS[0], (0.92, 0.10)), head=c.head)
        case "push":
            return replace(
                sit, pitch=0.10 + 0.05 * m.swing(0.7), paws=((0.85, 0.0), (0.82, -0.08)), head=(0.10, 0.10, 0.2)
            )
        case "pull":
            return replace(sit, pitch=-0.16 - 0.05 * m.swing(0.8), paws=((0.80, -0.16), (0.74, -0.22)), ears=0.4)
        case _:
            return replace(sit, paws=_IDLE_PAWS)
