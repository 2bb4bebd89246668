"""Words of a reply → words of the closed vocabulary, by other names for the same and, where asked, by likeness."""

import difflib
from collections.abc import Callable, Mapping
from typing import get_args

from storyline.schema.camera import Angle, ShotSize
from storyline.schema.layout import Expression, Facing
from storyline.schema.script import TransitionKind
from storyline.schema.vocabulary import (
    ACTIONS,
    COLOURS,
    SETTINGS,
    TIMES_OF_DAY,
    WEATHERS,
    action_of,
    colour_of,
    setting_of,
)

_SIZES = {
    "extreme wide": "EWS", "extreme long": "EWS", "establishing": "EWS", "aerial": "EWS", "very wide": "EWS",
    "wide": "WS", "long": "WS", "ls": "WS", "master": "WS", "full": "FS", "full body": "FS", "medium wide": "MWS",
    "medium long": "MWS", "mls": "MWS", "cowboy": "MWS", "american": "MWS", "medium": "MS", "mid": "MS", "waist": "MS",
    "two": "MS", "over the shoulder": "MS", "ots": "MS", "medium close up": "MCU", "medium closeup": "MCU",
    "close up": "CU", "closeup": "CU", "close": "CU", "insert": "CU", "extreme close up": "ECU",
    "extreme closeup": "ECU", "xcu": "ECU", "bcu": "ECU", "detail": "ECU",
}  # fmt: skip
_ANGLES = {
    "eye level": "eye", "straight": "eye", "neutral": "eye", "normal": "eye", "low angle": "low", "worm's eye": "low",
    "high angle": "high", "bird's eye": "overhead", "birds eye": "overhead", "top": "overhead", "top down": "overhead",
    "aerial": "overhead", "dutch angle": "dutch", "tilted": "dutch", "canted": "dutch",
}  # fmt: skip
_MOVES = {
    "still": "static", "fixed": "static", "locked": "static", "locked off": "static", "none": "static",
    "push in": "zoom in", "dolly in": "zoom in", "move in": "zoom in", "zoom": "zoom in", "pull out": "zoom out",
    "pull back": "zoom out", "dolly out": "zoom out", "track": "follow", "tracking": "follow", "truck": "follow",
    "dolly": "follow", "pan": "pan right", "tilt": "tilt up", "crane up": "tilt up", "crane down": "tilt down",
}  # fmt: skip
_TRANSITIONS = {
    "hard cut": "cut", "straight cut": "cut", "none": "cut", "jump cut": "cut", "match cut": "cut", "cut to": "cut",
    "cross dissolve": "dissolve", "crossfade": "dissolve", "cross fade": "dissolve", "fade in": "fade",
    "fade out": "fade", "fade to black": "fade", "swipe": "wipe",
}  # fmt: skip
_FACINGS = {"camera": "front", "forward": "front", "forwards": "front", "toward camera": "front", "viewer": "front",
            "away": "back", "backward": "back", "backwards": "back", "east": "right", "west": "left"}  # fmt: skip
_EXPRESSIONS = {
    "calm": "neutral", "serious": "neutral", "curious": "neutral", "focused": "neutral", "determined": "neutral",
    "joyful": "happy", "smiling": "happy", "excited": "happy", "proud": "happy", "amused": "happy", "pleased": "happy",
    "unhappy": "sad", "worried": "sad", "crying": "sad", "tired": "sad", "furious": "angry", "annoyed": "angry",
    "mad": "angry", "shocked": "surprised", "amazed": "surprised", "astonished": "surprised", "scared": "afraid",
    "fearful": "afraid", "frightened": "afraid", "nervous": "afraid", "sleeping": "asleep", "sleepy": "asleep",
}  # fmt: skip
_TIMES = {"sunrise": "dawn", "daybreak": "dawn", "midday": "noon", "daytime": "day", "dusk": "sunset",
          "twilight": "sunset", "midnight": "night", "nighttime": "night", "late afternoon": "afternoon"}  # fmt: skip
_WEATHERS = {"sunny": "clear", "sun": "clear", "fair": "clear", "fine": "clear", "overcast": "cloudy",
             "clouds": "cloudy", "rainy": "rain", "drizzle": "rain", "snowy": "snow", "foggy": "fog", "mist": "fog",
             "misty": "fog", "windy": "wind", "stormy": "storm", "thunderstorm": "storm"}  # fmt: skip

MOVES = ("static", "pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out", "follow")
"""What a camera may do in a shot."""


def _table(words: tuple[str, ...], others: Mapping[str, str]) -> Callable[[str], str | None]:
    known = {w.lower(): w for w in words} | dict(others)

    def find(word: str) -> str | None:
        plain = " ".join(word.lower().replace("-", " ").replace("_", " ").split())
        for ending in ("", " shot", " angle", " view"):
            if (found := known.get(plain.removesuffix(ending))) is not None:
                return found
        return None

    return find


def _colour(word: str) -> str | None:
    lower = word.lower().strip()
    if len(lower) == 7 and lower[0] == "#" and all(c in "0123456789abcdef" for c in lower[1:]):
        return lower
    return colour_of(lower)


_FINDERS: Mapping[str, tuple[Callable[[str], str | None], tuple[str, ...]]] = {
    "action": (action_of, tuple(ACTIONS)),
    "setting": (setting_of, tuple(SETTINGS)),
    "colours": (_colour, tuple(COLOURS)),
    "size": (_table(get_args(ShotSize), _SIZES), get_args(ShotSize)),
    "angle": (_table(get_args(Angle), _ANGLES), get_args(Angle)),
    "move": (_table(MOVES, _MOVES), MOVES),
    "transition": (_table(get_args(TransitionKind), _TRANSITIONS), get_args(TransitionKind)),
    "facing": (_table(get_args(Facing), _FACINGS), get_args(Facing)),
    "expression": (_table(get_args(Expression), _EXPRESSIONS), get_args(Expression)),
    "time_of_day": (_table(TIMES_OF_DAY, _TIMES), TIMES_OF_DAY),
    "weather": (_table(WEATHERS, _WEATHERS), WEATHERS),
}
"""By the field of a reply: how a word for it is found, and the words there are."""

FIELDS = frozenset(_FINDERS)
"""The fields of replies whose words are closed."""
_UNSAID = {"action": "stand", "facing": "right", "expression": "neutral", "weather": "clear", "angle": "eye",
           "move": "static", "transition": "cut"}  # fmt: skip
"""What a field says where its word cannot be made out."""


def known(field: str, word: str) -> bool:
    """Whether a word is one of its field's own."""
    return word in _FINDERS[field][1] or (field == "colours" and _colour(word) == word)


def meant(field: str, word: str) -> str | None:
    """The word of the vocabulary that another one certainly means; None if the tables do not say.

    >>> meant("action", "hops"), meant("size", "Close-Up shot"), meant("setting", "woods"), meant("action", "jmup")
    ('jump', 'CU', 'forest', None)
    """
    find, words = _FINDERS[field]
    return word if word in words else find(word)


def likely(field: str, word: str) -> str | None:
    """The word that a misspelt or unknown one probably means, or the one that says least; None if there is none.

    >>> likely("action", "jmup"), likely("action", "yodel"), likely("setting", "qqq")
    ('jump', 'stand', None)
    """
    found = meant(field, word)
    if found is not None:
        return found
    lower = {w.lower(): w for w in _FINDERS[field][1]}
    near = difflib.get_close_matches(word.lower(), list(lower), n=1, cutoff=0.7)
    if near:
        return lower[near[0]]
    for part in word.lower().replace("-", " ").split():  # `dark forest`
        if (inner := meant(field, part)) is not None:
            return inner
    return _UNSAID.get(field)
