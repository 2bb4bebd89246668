"""The words that every planner may use and every generator knows: one table each.

A storyboard may say any other word: it is drawn as a labelled figure, a plain place or standing still,
and the notes say so. Adding a word here and its drawing in `generators/toon` is all it takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Medium = Literal["ground", "air", "water", "fixed"]
"""Where a kind is at home: on the ground, in the air, in water, or rooted to its spot."""

TimeOfDay = Literal["dawn", "morning", "day", "noon", "afternoon", "sunset", "evening", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog", "wind", "storm"]
TIMES_OF_DAY: tuple[str, ...] = get_args(TimeOfDay)
WEATHERS: tuple[str, ...] = get_args(Weather)

COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "red": (224, 72, 66),
        "orange": (243, 148, 56),
        "yellow": (250, 208, 74),
        "green": (92, 176, 96),
        "blue": (66, 124, 214),
        "purple": (146, 96, 192),
        "pink": (243, 140, 176),
        "brown": (146, 98, 66),
        "black": (58, 56, 66),
        "white": (246, 243, 236),
        "gray": (150, 154, 164),
    }
)
"""Colour names with the sRGB that the drawn world gives them."""


def rgb(colour: str) -> tuple[int, int, int]:
    """The sRGB of `#rrggbb` or of a name in `COLOURS`.

    >>> rgb("#ff8000")
    (255, 128, 0)
    """
    if colour.startswith("#"):
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    return COLOURS[colour]


GROUND_LINE = 0.82
"""Where feet stand in the master view, in frame heights: above two lines of subtitles."""


@dataclass(frozen=True)
class Kind:
    """What a planner must know of a kind to give it a box."""

    height: float
    """Of the figure, in frame heights of the master view, its feet at `GROUND_LINE`."""
    aspect: float
    """Width over height of the figure, both in pixels."""
    medium: Medium
    alive: bool
    colour: str
    """When nobody says one."""
    also: tuple[str, ...] = ()
    """Other nouns for it."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "man": Kind(0.44, 0.46, "ground", True, "blue", ("king", "father", "farmer", "person", "fisherman")),
        "woman": Kind(0.43, 0.48, "ground", True, "purple", ("queen", "mother", "lady", "grandmother")),
        "boy": Kind(0.34, 0.52, "ground", True, "orange", ("child", "kid", "son", "prince")),
        "girl": Kind(0.34, 0.54, "ground", True, "yellow", ("daughter", "princess")),
        "robot": Kind(0.40, 0.58, "ground", True, "gray", ("android",)),
        "dog": Kind(0.27, 1.20, "ground", True, "brown", ("puppy", "hound", "wolf")),
        "cat": Kind(0.26, 1.15, "ground", True, "orange", ("kitten", "kitty")),
        "hare": Kind(0.30, 0.85, "ground", True, "brown", ("rabbit", "bunny")),
        "fox": Kind(0.27, 1.35, "ground", True, "orange", ("vixen",)),
        "tortoise": Kind(0.20, 1.45, "ground", True, "green", ("turtle",)),
        "bird": Kind(
            0.16,
            1.20,
            "air",
            True,
            "blue",
            (
                "sparrow",
                "robin",
                "crow",
                "swallow",
                "gull",
                "seagull",
                "dove",
                "parrot",
                "eagle",
                "owl",
                "duck",
                "goose",
            ),
        ),
        "fish": Kind(0.13, 1.70, "water", True, "orange", ("goldfish", "salmon", "trout")),
        "car": Kind(0.25, 2.10, "ground", False, "red", ("automobile", "taxi")),
        "boat": Kind(0.34, 1.10, "water", False, "red", ("ship", "sailboat", "sailing boat")),
        "ball": Kind(0.12, 1.00, "ground", False, "red", ("football",)),
        "balloon": Kind(0.30, 0.50, "air", False, "red", ()),
        "tree": Kind(0.62, 0.75, "fixed", False, "green", ("oak",)),
        "house": Kind(0.52, 1.10, "fixed", False, "yellow", ("cottage", "home", "hut", "cabin")),
        "flower": Kind(0.15, 0.60, "fixed", False, "pink", ("rose", "tulip", "daisy")),
        "rock": Kind(0.14, 1.45, "fixed", False, "gray", ("stone", "boulder")),
    }
)
"""Every kind that is drawn as itself."""

UNKNOWN_KIND = Kind(0.28, 0.80, "ground", False, "gray")
"""How large a figure of any other kind is."""

Ground = Literal["land", "water", "floor"]


@dataclass(frozen=True)
class Setting:
    """What a planner must know of a setting to place entities in it (master view, y down)."""

    ground: Ground
    horizon: float
    """Where the ground (or the water) begins, in frame heights."""
    phrase: str
    """How a sentence names it: `in the forest`."""
    also: tuple[str, ...] = ()


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "meadow": Setting("land", 0.62, "in the meadow", ("field", "grass", "park", "garden", "countryside", "valley")),
        "forest": Setting("land", 0.62, "in the forest", ("wood", "woods", "jungle", "grove")),
        "beach": Setting("land", 0.64, "on the beach", ("shore", "seaside", "coast", "sand")),
        "sea": Setting("water", 0.58, "on the sea", ("ocean", "lake", "river", "pond", "harbour", "bay")),
        "city": Setting("land", 0.64, "in the city", ("town", "street", "road", "downtown")),
        "village": Setting("land", 0.62, "in the village", ("farm", "market", "square")),
        "mountains": Setting("land", 0.62, "in the mountains", ("mountain", "hill", "hills", "cliff", "peak")),
        "room": Setting(
            "floor", 0.66, "in the room", ("house", "kitchen", "bedroom", "hall", "shop", "school", "cave")
        ),
    }
)
"""Every setting that is drawn as itself."""

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "stand": "standing",
        "walk": "walking",
        "run": "running",
        "jump": "jumping",
        "fly": "flying",
        "swim": "swimming",
        "fall": "falling",
        "sit": "sitting",
        "sleep": "sleeping",
        "wave": "waving",
        "dance": "dancing",
        "give": "giving",
    }
)
"""Every action with a pose of its own, and its present participle."""


def kind_of(noun: str) -> str | None:
    """The kind of `KINDS` that a noun names, itself or by another name; None if none does.

    >>> kind_of("Rabbit"), kind_of("samovar")
    ('hare', None)
    """
    return _NOUN_TO_KIND.get(noun.lower())


def setting_of(noun: str) -> str | None:
    """The setting of `SETTINGS` that a noun names, itself or by another name; None if none does."""
    return _NOUN_TO_SETTING.get(noun.lower())


_NOUN_TO_KIND = {noun: kind for kind, k in KINDS.items() for noun in (kind, *k.also)}
_NOUN_TO_SETTING = {noun: setting for setting, s in SETTINGS.items() for noun in (setting, *s.also)}
