"""Settings: the kinds of place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from storyline.schema.vocabulary.word import Word

TimeOfDay = Literal["dawn", "morning", "day", "noon", "afternoon", "sunset", "evening", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog", "wind", "storm"]

Ground = Literal["land", "water", "floor"]


@dataclass(frozen=True)
class Setting(Word):
    """What a planner must know of a setting to place entities in it (master view, y down)."""

    ground: Ground
    horizon: float
    """Where the ground (or the water) begins, in frame heights."""
    phrase: str
    """How a sentence names it: `in the forest`."""
    also: str = ""
    """Other nouns for it, with commas between."""


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "meadow": Setting("land", 0.62, "in the meadow", "field, grass, park, garden, countryside, valley"),
        "forest": Setting("land", 0.62, "in the forest", "wood, woods, jungle, grove"),
        "beach": Setting("land", 0.64, "on the beach", "shore, seaside, coast, sand"),
        "sea": Setting("water", 0.58, "on the sea", "ocean, lake, river, pond, harbour, bay"),
        "city": Setting("land", 0.64, "in the city", "town, street, road, downtown"),
        "village": Setting("land", 0.62, "in the village", "farm, market, square"),
        "mountains": Setting("land", 0.62, "in the mountains", "mountain, hill, hills, cliff, peak"),
        "room": Setting("floor", 0.66, "in the room", "house, kitchen, bedroom, hall, shop, school, cave"),
    }
)
"""Every setting that is drawn as itself."""
