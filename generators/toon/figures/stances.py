"""The stance of every action, for bodies on two legs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generators.toon.figures import gaits, gestures
from generators.toon.figures.biped import Stance
from generators.toon.figures.state import Moment

STANCES: Mapping[str, Callable[[Moment], Stance]] = MappingProxyType(
    {
        "stand": gaits.stand,
        "walk": gaits.walk,
        "run": gaits.run,
        "jump": gaits.jump,
        "fly": gaits.fly,
        "swim": gaits.swim,
        "fall": gaits.fall,
        "crawl": gaits.crawl,
        "climb": gaits.climb,
        "sit": gestures.sit,
        "sit/ground": gestures.sit,
        "sit/chair": gestures.sit_on,
        "sit/astride": gestures.ride,
        "sit/inside": gestures.ride_in,
        "ride": gestures.ride,
        "sleep": gestures.sleep,
        "wave": gestures.wave,
        "dance": gestures.dance,
        "give": gestures.give,
        "hold": gestures.hold,
        "push": gestures.push,
        "pull": gestures.pull,
        "throw": gestures.throw,
        "hug": gestures.hug,
        "point": gestures.point,
        "clap": gestures.clap,
        "eat": gestures.eat,
        "read": gestures.read,
        "cry": gestures.cry,
        "laugh": gestures.laugh,
        "bow": gestures.bow,
        "dig": gestures.dig,
    }
)


def walking_legs(now: Stance, m: Moment) -> Stance:
    """A stance whose hands go on with what they do while the legs walk."""
    walk = gaits.walk(m)
    return replace(now, rise=walk.rise, feet=walk.feet, toes=walk.toes, sway=0.0, lean=now.lean * 0.7 + 0.03)


def sitting_legs(now: Stance, seated: Stance) -> Stance:
    """A stance whose hands go on with what they do while the body sits."""
    return replace(
        now, rise=seated.rise, feet=seated.feet, toes=seated.toes, hidden=seated.hidden, sway=0.0, lean=now.lean * 0.6
    )
