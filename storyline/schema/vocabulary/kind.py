"""What a planner must know of a kind to place it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from storyline.schema.vocabulary.word import Word

Medium = Literal["ground", "air", "water", "fixed"]
"""Where a kind is at home: on the ground, in the air, in water, or rooted to its spot."""

Spot = tuple[float, float]
"""x and y in fractions of the kind's own box, facing right, from its top-left corner, y down."""

GROUND_LINE = 0.82
"""Where feet stand in the master view, in frame heights: above two lines of subtitles."""


HOLDING = frozenset({"hand", "mouth"})
"""Anchors at which a parent holds its child; at all others it bears it."""


@dataclass(frozen=True)
class Kind(Word):
    """What a planner must know of a kind to give it a box."""

    height: float
    """Of the figure, in frame heights of the master view, its feet at `GROUND_LINE`."""
    aspect: float
    """Width over height of the figure, both in pixels."""
    medium: Medium
    alive: bool
    colour: str
    """When nobody says one."""
    also: str = ""
    """Other nouns for it, with commas between."""
    anchors: Mapping[str, Spot] = field(default_factory=lambda: MappingProxyType({}))
    """Where others touch it while it stands: `hand` (what it holds has its grip there), `seat` (who sits on it or
    rides it has the bottom there), `head`, `mouth`. Without a `hand` nothing is held, without a `seat` nobody rides."""


UNKNOWN_KIND = Kind(0.28, 0.80, "ground", False, "tan", anchors=MappingProxyType({"grip": (0.30, 0.90)}))
"""How large a figure of any other kind is."""
