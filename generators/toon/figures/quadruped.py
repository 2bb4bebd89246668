"""How a body on four legs holds itself: every action as joints over time.

Lengths are leg lengths: how high the middle of the body is over the ground when it stands. Angles are radians.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from generators.toon.figures import paces
from generators.toon.figures.crouch import Crouch, mixed
from generators.toon.figures.state import Moment, ease
from storyline.schema.vocabulary import nearest_action


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
    wound = ease(m.progress / 0.26) * (1 - ease((m.progress - 0.28) / 0.12))
    flung = ease((m.progress - 0.28) / 0.12) * (1 - ease((m.progress - 0.62) / 0.30))
    rest = 1 - max(wound, flung)
    paw = (0.40 * rest - 0.30 * wound + 0.78 * flung, -0.30 * rest - 0.45 * wound + 0.30 * flung)
    return replace(
        _sit(m),
        paws=((0.35, -0.15), paw),
        pitch=-0.20 * wound + 0.10 * flung,
        head=(-0.10 * wound + 0.08 * flung, 0.02 * wound, -0.22 * wound + 0.08 * flung),
        tail=0.4 * flung - 0.2 * wound,
        ears=0.3 * flung,
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
    if m.holds:
        return replace(_hold(m), head=(0.02, 0.03 * bite, 0.04 + 0.05 * bite))
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
    down = ease(m.progress / 0.36) * (1 - ease((m.progress - 0.70) / 0.25))
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


CROUCHES: Mapping[str, Callable[[Moment], Crouch]] = {
    "stand": paces.stand,
    "walk": paces.walk,
    "run": paces.run,
    "jump": paces.jump,
    "fly": paces.fly,
    "swim": paces.swim,
    "fall": paces.fall,
    "sit": _sit,
    "sleep": _sleep,
    "wave": _wave,
    "dance": _dance,
    "give": _give,
    "crawl": paces.crawl,
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


def crouch(m: Moment, *, upright: bool = False) -> Crouch:
    """How a body on four legs holds itself at a moment: in its action, or on the way there from the one before.

    `upright`: it rests on its haunches, its forepaws before the chest, as squirrels and mice do.
    """
    now = _perched(m) if upright else CROUCHES[nearest_action(m.action, CROUCHES)](m)
    if m.steps and m.action not in ("walk", "run", "crawl"):
        now = _walking(now, m)
    if m.share < 1 and m.was is not None:
        before = replace(m, action=m.was, was=None, share=1.0, progress=1.0)
        now = mixed(crouch(before, upright=upright), now, ease(m.share))
    return now


def _walking(c: Crouch, m: Moment) -> Crouch:
    """The same on the move: on its feet, the head and the tail at what they were."""
    walk = paces.walk(m)
    return replace(
        c,
        sit=0.0,
        lie=0.0,
        rear=0.0,
        graze=0.0,
        ahead=0.0,
        feet=walk.feet,
        paws=(None, None),
        drop=c.drop * 0.5 + walk.drop,
    )


_IDLE_PAWS = ((0.42, -0.30), (0.40, -0.36))


def _perched(m: Moment) -> Crouch:
    c = CROUCHES[nearest_action(m.action, CROUCHES)](m)
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
