"""What a person may choose from, where a field holds one of several words."""

from collections.abc import Mapping, Sequence
from typing import get_args

from storyline.film.plugins import plugins
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.layout import Expression, Facing
from storyline.schema.script import Subtitles, TransitionKind
from storyline.schema.sound import LineKind
from storyline.schema.vocabulary import ACTIONS, COLOURS, KINDS, SETTINGS, TIMES_OF_DAY, WEATHERS

CHOICES: Mapping[str, Sequence[str]] = {
    "size": get_args(ShotSize),
    "angle": get_args(Angle),
    "transition": get_args(TransitionKind),
    "time_of_day": TIMES_OF_DAY,
    "weather": WEATHERS,
    "kinds": tuple(KINDS),
    "actions": tuple(ACTIONS),
    "colours": tuple(COLOURS),
    "settings": tuple(SETTINGS),
    "facing": get_args(Facing),
    "expression": get_args(Expression),
    "anchors": ("seat", "hand", "mouth", "head", "back", "top", "inside"),
    "line": get_args(LineKind),
    "subtitles": get_args(Subtitles),
}
"""Words that a field may have, or that every generator knows."""


def choices() -> dict[str, list[str]]:
    """These, and the generators that are installed, as plain JSON."""
    return {name: list(words) for name, words in CHOICES.items()} | {"generators": list(plugins("generators"))}
