"""Words of the trade as plans write them → the schema's."""

import re

from storyline.schema.base import PlaceId, slug
from storyline.schema.camera import ShotSize
from storyline.schema.entity import ScriptPlace
from storyline.schema.vocabulary import setting_of

_SIZES: tuple[tuple[str, ShotSize], ...] = (
    ("extreme close", "ECU"),
    ("big close", "ECU"),
    ("macro", "ECU"),
    ("medium close", "MCU"),
    ("close", "CU"),
    ("insert", "CU"),
    ("extreme wide", "EWS"),
    ("extreme long", "EWS"),
    ("establishing", "EWS"),
    ("medium wide", "MWS"),
    ("medium long", "MWS"),
    ("american", "MWS"),
    ("cowboy", "MWS"),
    ("full", "FS"),
    ("wide", "WS"),
    ("long", "WS"),
    ("two shot", "MS"),
    ("over the shoulder", "MS"),
    ("medium", "MS"),
    ("mid", "MS"),
)
"""The first that occurs decides."""
_LONGEST = 60
"""Characters of a place's name."""


def words_of(text: object) -> str:
    """Words in small letters with single spaces: `Plot/Visual Description` and `plot_visual_description` are the same.

    >>> words_of("Plot/Visual Description"), words_of("plot_visual_description")
    ('plot visual description', 'plot visual description')
    """
    return " ".join(re.findall(r"[^\W_]+", str(text).lower()))


def shot_size(text: str) -> ShotSize | None:
    """The size that a plan's words name.

    >>> shot_size("Medium Close-Up Shot"), shot_size("Extreme long shot"), shot_size("Dutch angle")
    ('MCU', 'EWS', None)
    """
    said = words_of(text)
    return next((size for words, size in _SIZES if words in said), None)


def place_of(words: str) -> ScriptPlace:
    """The place that words name, with the setting of the vocabulary where one of them is one."""
    name = " ".join(words.split())[:_LONGEST].strip()
    known = (setting for word in (name, *reversed(name.split())) if (setting := setting_of(word)) is not None)
    return ScriptPlace(id=PlaceId(slug(name)), name=name, setting=next(known, name))
