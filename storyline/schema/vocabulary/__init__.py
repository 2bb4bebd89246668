"""The words that every planner may use and every generator knows: one table each.

A storyboard may say any other word: it is drawn as a labelled figure, a plain place or standing still,
and the notes say so. Adding a word here and its drawing in `generators/toon` is all it takes.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from storyline.schema.vocabulary.actions import ACTIONS, Action, action_of, nearest_action
from storyline.schema.vocabulary.animals import ANIMALS
from storyline.schema.vocabulary.colours import BASIC_COLOURS, COLOUR_NOUNS, COLOURS, basic_colour, colour_of, rgb
from storyline.schema.vocabulary.kind import GROUND_LINE, HOLDING, UNKNOWN_KIND, Kind, Medium, Spot
from storyline.schema.vocabulary.people import PEOPLE
from storyline.schema.vocabulary.poses import Seat, bottom_of, extent_of, grip_of, seat_of
from storyline.schema.vocabulary.settings import SETTINGS, Ground, Setting, TimeOfDay, Weather
from storyline.schema.vocabulary.things import THINGS

__all__ = [
    "ACTIONS",
    "ANIMALS",
    "BASIC_COLOURS",
    "COLOURS",
    "COLOUR_NOUNS",
    "GROUND_LINE",
    "HOLDING",
    "KINDS",
    "PEOPLE",
    "SETTINGS",
    "THINGS",
    "TIMES_OF_DAY",
    "UNKNOWN_KIND",
    "WEATHERS",
    "Action",
    "Ground",
    "Kind",
    "Medium",
    "Seat",
    "Setting",
    "Spot",
    "TimeOfDay",
    "Weather",
    "action_of",
    "basic_colour",
    "bottom_of",
    "colour_of",
    "extent_of",
    "grip_of",
    "kind_of",
    "nearest_action",
    "rgb",
    "seat_of",
    "setting_of",
]

TIMES_OF_DAY: tuple[str, ...] = get_args(TimeOfDay)
WEATHERS: tuple[str, ...] = get_args(Weather)
KINDS: Mapping[str, Kind] = MappingProxyType({**PEOPLE, **ANIMALS, **THINGS})
"""Every kind that is drawn as itself."""


def kind_of(noun: str) -> str | None:
    """The kind of `KINDS` that a noun names, itself or by another name; None if none does.

    >>> kind_of("Rabbit"), kind_of("samovar")
    ('hare', None)
    """
    return _NOUN_TO_KIND.get(noun.lower())


def setting_of(noun: str) -> str | None:
    """The setting of `SETTINGS` that a noun names, itself or by another name; None if none does."""
    return _NOUN_TO_SETTING.get(noun.lower())


_NOUN_TO_KIND = {noun: kind for kind, k in KINDS.items() for noun in (kind, *k.others)}
_NOUN_TO_SETTING = {noun: setting for setting, s in SETTINGS.items() for noun in (setting, *s.others)}
