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

_INSIDE = frozenset(
    {"airship", "boat", "bus", "canoe", "car", "carriage", "cart", "helicopter", "plane", "raft", "rocket", "ship"}
    | {"spaceship", "submarine", "tractor", "train", "truck", "van", "wagon"}
)
"""Things that hide the legs of who sits in them."""
_FLAT = frozenset({"leaf", "rug"})
"""Things as flat as the ground."""
_SEATED = frozenset(
    {"sit", "ride", "stand", "hold", "give", "wave", "hug", "point", "clap", "eat", "read", "cry", "laugh", "throw"}
)
"""What can be done sitting."""

_UPRIGHT: Mapping[str, Spot] = MappingProxyType(
    {
        "fly": (1.02, 0.68),
        "swim": (1.08, 0.62),
        "fall": (0.90, 0.81),
        "sit": (0.62, 0.81),
        "sleep": (1.10, 0.50),
        "crawl": (0.90, 0.68),
        "climb": (0.60, 0.96),
        "bow": (0.70, 0.88),
        "dig": (0.82, 0.98),
        "push": (0.80, 0.92),
        "pull": (0.75, 0.94),
        "hug": (0.66, 1.00),
        "throw": (0.68, 0.97),
        "dance": (0.68, 0.98),
        "sit/chair": (0.58, 0.89),
        "sit/astride": (0.61, 0.93),
        "sit/inside": (0.62, 0.72),
    }
)
_FOUR_LEGS: Mapping[str, Spot] = MappingProxyType({"run": (1.20, 0.92), "sleep": (1.15, 0.68), "sit": (0.95, 1.06)})
_BOTTOMS: Mapping[Seat, Spot] = MappingProxyType(
    {"ground": (0.45, 0.92), "chair": (0.45, 0.84), "astride": (0.36, 0.80), "inside": (0.42, 0.98)}
)


def seat_of(action: str, parent: str | None) -> Seat | None:
    """How somebody sits in an action on a parent of this kind (None: on no one); None for who does not sit.

    Who sits somewhere may have the hands free for something else: to read, to wave.

    >>> seat_of("sit", None), seat_of("read", "rock"), seat_of("ride", "dog"), seat_of("ride", "car")
    ('ground', 'chair', 'astride', 'inside')
    >>> seat_of("sit", "rug")
    'ground'
    """
    if parent is None:
        return "ground" if action == "sit" else None
    if action not in _SEATED:
        return None
    if parent in _FLAT:
        return "ground"
    if parent in ANIMALS or parent in PEOPLE or parent in _ASTRIDE:
        return "astride"
    return "inside" if action == "ride" or parent in _INSIDE else "chair"


def extent_of(kind: str, action: str, parent: str | None = None) -> Spot:
    """Width and height of a kind in an action, both in heights of the same kind when it stands.

    `parent` is the kind of what it sits on. The box of a placement is cut to this: as high as
    the second times the height of the figure, and as wide as the first.

    >>> extent_of("man", "walk"), extent_of("man", "swim"), extent_of("ball", "roll")
    ((0.46, 1.0), (1.08, 0.62), (1.0, 1.0))
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
    """Where in the box of a thing a hand holds it, or of somebody: it lies in the parent's `hand`.

    >>> grip_of("balloon"), grip_of("ball"), grip_of("cat")
    ((0.5, 0.97), (0.3, 0.72), (0.5, 0.6))
    """
    if kind in PEOPLE or kind in ANIMALS:
        return 0.5, 0.6
    return THINGS.get(kind, UNKNOWN_KIND).anchors.get("grip", (0.3, 0.72))
