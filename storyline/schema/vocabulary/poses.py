"""Poses: how much room an action takes, and where a body meets what it sits on or holds.

Planners cut boxes by these; the drawn world draws to them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from storyline.schema.vocabulary.animals import ANIMALS
from storyline.schema.vocabulary.kind import UNKNOWN_KIND, Spot
from storyline.schema.vocabulary.people import PEOPLE
from storyline.schema.vocabulary.things import THINGS

Seat = Literal["ground", "chair", "astride", "inside"]
"""How somebody sits: with the legs before them, with the feet down, with a leg on either side, half hidden."""

_ASTRIDE = frozenset({"bicycle", "motorcycle", "scooter", "broom", "sled", "log"})
"""Things that are ridden like a horse."""

_UPRIGHT: Mapping[str, Spot] = MappingProxyType(
    {
        "fly": (0.98, 0.72),
        "swim": (1.08, 0.55),
        "fall": (0.92, 0.80),
        "sit": (0.60, 0.80),
        "sleep": (1.10, 0.46),
        "crawl": (0.86, 0.64),
        "climb": (0.52, 1.04),
        "bow": (0.68, 0.84),
        "dig": (0.66, 0.94),
        "push": (0.80, 0.94),
        "pull": (0.80, 0.94),
        "hug": (0.60, 1.00),
        "sit/chair": (0.56, 0.92),
        "sit/astride": (0.54, 0.90),
        "sit/inside": (0.50, 0.68),
    }
)
_FOUR_LEGS: Mapping[str, Spot] = MappingProxyType({"run": (1.20, 0.92), "sleep": (1.15, 0.68), "sit": (0.95, 1.06)})
_BOTTOMS: Mapping[Seat, Spot] = MappingProxyType(
    {"ground": (0.32, 0.98), "chair": (0.36, 0.74), "astride": (0.44, 0.76), "inside": (0.50, 0.98)}
)
_GRIPS: Mapping[str, Spot] = MappingProxyType(
    {
        "balloon": (0.5, 0.97),
        "kite": (0.5, 0.97),
        "flower": (0.5, 0.75),
        "sword": (0.5, 0.88),
        "umbrella": (0.5, 0.92),
        "lamp": (0.5, 0.06),
        "lantern": (0.5, 0.06),
        "bag": (0.5, 0.06),
        "basket": (0.5, 0.06),
        "bucket": (0.5, 0.06),
        "broom": (0.5, 0.45),
    }
)


def seat_of(action: str, parent: str | None) -> Seat | None:
    """How somebody sits who does `sit` or `ride` on a parent of this kind (None: on no one); None for other actions.

    >>> seat_of("sit", None), seat_of("sit", "chair"), seat_of("ride", "dog"), seat_of("ride", "car")
    ('ground', 'chair', 'astride', 'inside')
    """
    if action not in ("sit", "ride"):
        return None
    if parent is None:
        return "ground"
    if parent in ANIMALS or parent in PEOPLE or parent in _ASTRIDE:
        return "astride"
    return "chair" if action == "sit" and parent not in ("car", "boat", "plane") else "inside"


def extent_of(kind: str, action: str, parent: str | None = None) -> Spot:
    """Width and height of a kind in an action, both in heights of the same kind when it stands.

    `parent` is the kind of what it sits on. The box of a placement is cut to this: as high as
    the second times the height of the figure, and as wide as the first.

    >>> extent_of("man", "walk"), extent_of("man", "swim"), extent_of("ball", "roll")
    ((0.46, 1.0), (1.08, 0.55), (1.0, 1.0))
    """
    known = PEOPLE.get(kind) or ANIMALS.get(kind) or THINGS.get(kind) or UNKNOWN_KIND
    standing = (known.aspect, 1.0)
    seat = seat_of(action, parent)
    if kind in PEOPLE:
        pose = "sit" if seat == "ground" else f"sit/{seat}" if seat else action
        return _UPRIGHT.get(pose, standing)
    if kind in ANIMALS and known.medium == "ground":
        wide, high = _FOUR_LEGS.get(action, (1.15, 1.0))
        return known.aspect * wide / 1.15, high
    return standing


def bottom_of(seat: Seat) -> Spot:
    """Where in the box of one who sits so the bottom is, facing right: it lies on the parent's `seat`."""
    return _BOTTOMS[seat]


def grip_of(kind: str) -> Spot:
    """Where in the box of a thing a hand holds it: it lies in the parent's `hand`.

    >>> grip_of("balloon"), grip_of("ball")
    ((0.5, 0.97), (0.5, 0.5))
    """
    return _GRIPS.get(kind, (0.5, 0.5))
