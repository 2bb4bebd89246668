"""Which part of the drawn world is learnt: its kinds, colours, settings, actions, hours and weathers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storyline.schema.vocabulary import (
    ACTIONS,
    ANIMALS,
    BASIC_COLOURS,
    COLOURS,
    KINDS,
    PEOPLE,
    SETTINGS,
    TIMES_OF_DAY,
    WEATHERS,
    TimeOfDay,
    Weather,
)

TRAINING = range(2**40)
"""Seeds of what is learnt from."""
HELD_OUT = range(2**40, 2**41)
"""Seeds of what is measured on: no training draws from them."""


@dataclass(frozen=True)
class World:
    """A part of the drawn world. All names are words of `storyline.schema.vocabulary`."""

    kinds: tuple[str, ...]
    colours: tuple[str, ...]
    settings: tuple[str, ...]
    actions: tuple[str, ...]
    """What is done besides standing there; who cannot do any stands."""
    times: tuple[TimeOfDay, ...]
    weathers: tuple[Weather, ...]
    attributes: tuple[str, ...] = ()
    """Words that change how a figure is drawn."""
    actors: tuple[float, ...] = (0.03, 0.20, 0.34, 0.33, 0.10)
    """How often nobody, one, two, … are in a shot."""
    often: tuple[str, ...] = ()
    """Kinds that every second figure is of, where some are named; one that is named twice, twice as often."""
    individuals: int = 8
    """Of each kind: by these a figure's hair, skin or spots differ where nobody says anything of them."""

    def __post_init__(self) -> None:
        """Raises ValueError if a word is not in the vocabulary."""
        known: Mapping[str, tuple[tuple[str, ...], object]] = {
            "kind": ((*self.kinds, *self.often), KINDS),
            "colour": (self.colours, COLOURS),
            "setting": (self.settings, SETTINGS),
            "action": (self.actions, ACTIONS),
        }
        for noun, (words, table) in known.items():
            for word in words:
                if word not in table:  # type: ignore[operator]
                    raise ValueError(f"a world is made of words of the vocabulary; got the {noun} {word!r}")


CORE = World(
    kinds=(
        *("car", "cat", "bird", "ball", "dog"),
        *("hare", "tortoise", "fox", "tree", "house", "flower"),
        *("man", "woman", "girl", "boy", "horse", "bear", "mouse", "frog", "robot"),
    ),
    colours=tuple(BASIC_COLOURS),
    settings=("meadow", "forest", "village", "beach", "city", "snow", "mountains", "room"),
    actions=("walk", "run", "jump", "fly", "sit", "sleep", "wave", "dance", "eat", "give"),
    times=("day", "sunset", "night", "morning", "noon"),
    weathers=("clear", "rain", "snow"),
    attributes=("little", "big"),
)
"""Small enough for a model of a few million weights: all that the LVD benchmark and the fable name is in it."""

ALL = World(
    kinds=tuple(KINDS),
    colours=tuple(BASIC_COLOURS),
    settings=tuple(SETTINGS),
    actions=tuple(action for action in ACTIONS if action not in ("stand", "ride")),
    times=TIMES_OF_DAY,  # type: ignore[arg-type]
    weathers=WEATHERS,  # type: ignore[arg-type]
    attributes=("little", "big", "old", "young", "crown", "scarf", "hat"),
    actors=(0.03, 0.15, 0.27, 0.27, 0.17, 0.11),
    often=(*CORE.kinds, *PEOPLE, *ANIMALS),
)
"""All of the vocabulary; who moves, and who is met in most stories, more often than things are."""

WORLDS: Mapping[str, World] = MappingProxyType({"core": CORE, "all": ALL})
"""By the name that command lines use."""

_UNSEEN = 8
"""One in so many combinations."""


def unseen(kind: str, colour: str, setting: str) -> bool:
    """Whether nothing learns from a kind of this colour in this setting: what a model makes of it, it puts together.

    The colour that a kind has where nobody says one is always learnt.
    """
    digest = hashlib.sha256(f"{kind}/{colour}/{setting}".encode()).digest()
    return digest[0] % _UNSEEN == 0 and colour != KINDS[kind].colour


ALIVE = frozenset({*PEOPLE, *ANIMALS})
"""Kinds that live."""
