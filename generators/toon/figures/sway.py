"""How bodies hold themselves that have no arms to speak of: birds, fish, insects and the like; every action over time.

Lengths are heights of the figure, angles radians.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from generators.toon.figures.crouch import foot
from generators.toon.figures.state import Moment, ease
from storyline.schema.vocabulary import nearest_action

Two = tuple[float, float]


@dataclass(frozen=True)
class Sway:
    """A body of one instant."""

    tilt: float = 0.0
    """Of the whole body, nose down."""
    drop: float = 0.0
    """How much lower than at rest it is."""
    ahead: float = 0.0
    """How far forward of where it stands."""
    squash: float = 1.0
    """Of the height; the width makes up for it."""
    nod: float = 0.0
    """Of the head, down."""
    lift: Two = (0.0, 0.0)
    """The far and the near limb (wing, fin, claw): 0 at rest, 0.5 straight out, 1 up."""
    pace: float = 0.9
    """How fast tails and wings beat, a second."""

    @property
    def whole(self) -> float:
        """How much of the tilt is of legs and all: who stands on many feet tilts the body alone, but for a fall."""
        return self.tilt if abs(self.tilt) > 0.5 else 0.0


def _stand(m: Moment) -> Sway:
    breath = m.swing(0.28)
    return Sway(tilt=0.015 * m.swing(0.19), squash=1 + 0.012 * breath, nod=0.03 * m.swing(0.13))


def _walk(m: Moment) -> Sway:
    s = math.sin(4 * math.pi * m.gait)
    return Sway(tilt=0.05 * s, drop=-0.02 * abs(s), nod=-0.06 * s, pace=1.6)


def _run(m: Moment) -> Sway:
    s = math.sin(4 * math.pi * m.gait)
    return Sway(tilt=0.16 + 0.05 * s, drop=-0.05 * abs(s), nod=-0.14 - 0.06 * s, lift=(0.25, 0.28), pace=2.6)


def _crawl(m: Moment) -> Sway:
    s = math.sin(2 * math.pi * m.gait)
    return Sway(tilt=0.05 + 0.03 * s, drop=0.08, squash=0.88, nod=0.12, pace=1.1)


def _jump(m: Moment) -> Sway:
    up = m.hop
    if up <= 0:
        return Sway(squash=1 + 0.20 * up, tilt=-0.10 * up, lift=(-0.1 * up, -0.1 * up), pace=1.5)
    return Sway(squash=1 + 0.06 * up, tilt=-0.30 * up, nod=-0.15 * up, lift=(0.75 * up, 0.80 * up), pace=2.6)


def _fly(m: Moment) -> Sway:
    beat = m.swing(2.6)
    return Sway(
        tilt=-0.10 + 0.04 * m.swing(0.7), drop=0.02 * beat, lift=(0.55 + 0.55 * beat, 0.55 + 0.55 * beat), pace=2.6
    )


def _swim(m: Moment) -> Sway:
    stroke = 0.15 * m.swing(0.8)
    return Sway(tilt=0.04 * m.swing(0.5), drop=0.02 * m.swing(0.5), lift=(0.2 + stroke, 0.2 + stroke), pace=1.8)


def _fall(m: Moment) -> Sway:
    flail = m.swing(2.6)
    return Sway(tilt=0.80 + 0.12 * m.swing(0.6), nod=-0.2, lift=(0.85 + 0.25 * flail, 0.85 - 0.25 * flail), pace=3.0)


def _sit(m: Moment) -> Sway:
    return Sway(drop=0.13, squash=0.98 + 0.012 * m.swing(0.28), tilt=-0.05, nod=0.03 * m.swing(0.2), pace=0.7)


def _sleep(m: Moment) -> Sway:
    breath = m.swing(0.22)
    return Sway(drop=0.16, squash=0.95 + 0.018 * breath, tilt=0.06, nod=0.35 + 0.02 * breath, pace=0.35)


def _wave(m: Moment) -> Sway:
    return replace(_stand(m), tilt=-0.05, nod=-0.06 + 0.04 * m.swing(0.9), lift=(0.0, 0.85 + 0.22 * m.swing(1.8)))


def _dance(m: Moment) -> Sway:
    beat, bounce = m.swing(0.95), abs(m.swing(0.95, 0.25))
    return Sway(
        tilt=0.22 * beat,
        drop=-0.08 * bounce,
        squash=0.95 + 0.07 * bounce,
        nod=-0.20 * beat,
        lift=(0.5 + 0.42 * beat, 0.5 - 0.42 * beat),
        pace=1.9,
    )


def _give(m: Moment) -> Sway:
    out = 0.5 + 0.5 * m.swing(0.5)
    return Sway(tilt=0.08 + 0.04 * out, ahead=0.05 * out, nod=0.06, lift=(0.10, 0.42 + 0.08 * out))


def _hold(m: Moment) -> Sway:
    return replace(_stand(m), lift=(0.34, 0.40 + 0.02 * m.swing(0.3)))


def _point(m: Moment) -> Sway:
    return Sway(tilt=-0.04, ahead=0.03, nod=-0.10, lift=(0.0, 0.56 + 0.03 * m.swing(0.9)))


def _push(m: Moment) -> Sway:
    shove = 0.5 + 0.5 * m.swing(0.7)
    return Sway(tilt=0.22 + 0.05 * shove, ahead=0.05 + 0.05 * shove, nod=0.10, lift=(0.46, 0.50), pace=1.8)


def _pull(m: Moment) -> Sway:
    tug = 0.5 + 0.5 * m.swing(0.8)
    return Sway(tilt=-0.20 - 0.07 * tug, ahead=-0.06 - 0.05 * tug, nod=0.24, lift=(0.42, 0.46), pace=1.8)


def _throw(m: Moment) -> Sway:
    # back and down, a moment's wait, and out; the body follows
    wound = ease(m.progress / 0.26) * (1 - ease((m.progress - 0.28) / 0.12))
    flung = ease((m.progress - 0.28) / 0.12) * (1 - ease((m.progress - 0.66) / 0.30))
    return Sway(
        tilt=-0.22 * wound + 0.24 * flung,
        ahead=-0.05 * wound + 0.06 * flung,
        nod=-0.15 * wound,
        lift=(0.15, 0.10 + 0.95 * wound + 0.45 * flung),
        pace=1.5,
    )


def _hug(m: Moment) -> Sway:
    press = 0.03 * m.swing(0.4)
    return Sway(tilt=0.10 + press, ahead=0.05, nod=0.14, lift=(0.56, 0.52))


def _clap(m: Moment) -> Sway:
    apart = abs(m.swing(1.2))
    return Sway(
        tilt=-0.05, drop=-0.02 * apart, nod=-0.08 * apart, lift=(0.34 + 0.30 * apart, 0.34 + 0.30 * apart), pace=1.4
    )


def _eat(m: Moment) -> Sway:
    u = (m.seconds * 0.30) % 1.0
    down = 1 - 0.85 * ease((u - 0.62) / 0.12) * (1 - ease((u - 0.88) / 0.12))
    peck = 0.10 * m.swing(2.2)
    if m.holds:
        return Sway(tilt=0.03, nod=0.14 + peck, lift=(0.34, 0.42))
    return Sway(tilt=(0.42 + 0.3 * peck) * down, nod=(1.05 + peck) * down, pace=0.9)


def _read(m: Moment) -> Sway:
    return replace(_sit(m), nod=0.30 + 0.03 * m.swing(0.23), lift=(0.32, 0.36))


def _ride(m: Moment) -> Sway:
    return replace(_sit(m), drop=0.12 - 0.04 * abs(m.swing(1.0)), lift=(0.20, 0.24))


def _climb(m: Moment) -> Sway:
    pull = m.swing(0.8)
    return Sway(
        tilt=-0.85 + 0.05 * pull,
        drop=-0.04 * abs(pull),
        nod=0.05,
        lift=(0.55 + 0.35 * pull, 0.55 - 0.35 * pull),
        pace=1.6,
    )


def _cry(m: Moment) -> Sway:
    sob = abs(m.swing(1.3)) * (0.6 + 0.4 * m.swing(0.31))
    return Sway(drop=0.04, tilt=0.14, squash=0.93 + 0.03 * sob, nod=0.42 - 0.10 * sob, lift=(0.12, 0.16), pace=0.5)


def _laugh(m: Moment) -> Sway:
    shake = abs(m.swing(2.2))
    return Sway(
        tilt=-0.16 + 0.04 * shake,
        drop=-0.04 * shake,
        squash=0.97 + 0.05 * shake,
        nod=-0.30,
        lift=(0.26, 0.30),
        pace=1.6,
    )


def _bow(m: Moment) -> Sway:
    down = ease(m.progress / 0.36) * (1 - ease((m.progress - 0.70) / 0.25))
    return Sway(tilt=0.34 * down, nod=0.45 * down, lift=(0.30 * down, -0.1 * down))


def _dig(m: Moment) -> Sway:
    scrape = m.swing(1.9)
    return Sway(
        tilt=0.28, drop=0.03, nod=0.30 + 0.08 * scrape, lift=(0.25 + 0.25 * scrape, 0.25 - 0.25 * scrape), pace=2.0
    )


SWAYS: Mapping[str, Callable[[Moment], Sway]] = MappingProxyType(
    {
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
)


SCURRY_STRIDE = 2 * 0.10 / 0.60
"""Heights of ground that many small feet cover in one cycle when they do not slide."""


def scurry(m: Moment, n: int) -> Two:
    """How far forward of its place, and how far up, the foot `n` of one with many small feet is."""
    if m.action in ("dance", "dig", "climb"):
        return foot(m.seconds * 1.2 + n / 2, 0.10, 0.60, 0.08)
    if m.action in ("walk", "run", "crawl") or m.steps:
        return foot(m.gait + (n % 2) / 2 + n * 0.06, 0.10, 0.60, 0.08)
    return 0.0, 0.0


def sway(m: Moment) -> Sway:
    """How such a body holds itself at a moment: in its action, or on the way there from the one before."""
    now = SWAYS[nearest_action(m.action, SWAYS)](m)
    if m.share < 1 and m.was is not None:
        before = sway(replace(m, action=m.was, was=None, share=1.0, progress=1.0))
        now = _mixed(before, now, ease(m.share))
    return now


def _mixed(a: Sway, b: Sway, share: float) -> Sway:
    def between(p: float, q: float) -> float:
        return p + (q - p) * share

    lift = (between(a.lift[0], b.lift[0]), between(a.lift[1], b.lift[1]))
    return Sway(
        **{f.name: between(getattr(a, f.name), getattr(b, f.name)) for f in fields(Sway) if f.name != "lift"}, lift=lift
    )
