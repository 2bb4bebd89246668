"""What a panel shows, told as planners tell it, and in other words: the same facts in many forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal

from generators.toon.words import camera_words
from planners.offline.prompts import participle, prompt
from storyline.schema.base import EntityId
from storyline.schema.camera import CameraKeyframe, ShotSize
from storyline.schema.entity import Entity, Place
from storyline.schema.layout import Placement
from storyline.schema.vocabulary import KINDS, PEOPLE, SETTINGS

Form = Literal["planner", "sentence", "place first", "video", "tags"]

_TIMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "dawn": ("at dawn", "at daybreak"),
        "morning": ("in the morning", "early in the day"),
        "day": ("by day", "during the day", "in daylight"),
        "noon": ("at noon", "at midday"),
        "afternoon": ("in the afternoon",),
        "sunset": ("at sunset", "as the sun sets"),
        "evening": ("in the evening", "at dusk"),
        "night": ("at night", "by night", "under the moon"),
    }
)
_WEATHERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cloudy": ("under clouds", "under a grey sky"),
        "rain": ("in the rain", "while it rains"),
        "snow": ("in falling snow", "while it snows"),
        "fog": ("in fog", "in the mist"),
        "wind": ("in the wind",),
        "storm": ("in a storm", "in a thunderstorm"),
    }
)
_OTHER_NOUNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hare": ("rabbit", "bunny"),
        "tortoise": ("turtle",),
        "man": ("person", "gentleman"),
        "woman": ("lady",),
        "dog": ("puppy", "hound"),
        "cat": ("kitty",),
        "car": ("automobile",),
    }
)
"""Nouns that are drawn as the kind itself, so that they may stand for it."""


@dataclass(frozen=True)
class Manner:
    """How the panels of one shot are told: the choices are made once, so that only the facts change."""

    form: Form
    when: str
    """The time of day in words; empty where it goes without saying."""
    weather: str
    place: str
    move: str
    """What the camera does, or nothing."""
    style: str
    reverse: bool
    """Near figures first."""


def manner(
    chance: Random, place: Place, time: str, weather: str, camera: Sequence[CameraKeyframe], style: str
) -> Manner:
    """Choose how a shot is told."""
    forms: tuple[Form, ...] = ("planner", "sentence", "place first", "video", "tags")
    setting = SETTINGS.get(place.setting)
    told = time != "day" or chance.random() < 0.5
    return Manner(
        form=chance.choices(forms, (0.55, 0.16, 0.11, 0.10, 0.08))[0],
        when=chance.choice(_TIMES[time]) if told else "",
        weather=chance.choice(_WEATHERS[weather]) if weather in _WEATHERS else "",
        place=setting.phrase if setting else f"in the {place.setting}",
        move=camera_words(camera).capitalize() if chance.random() < 0.5 else "",
        style=style,
        reverse=chance.random() < 0.5,
    )


def panel_prompt(
    told: Manner,
    size: ShotSize,
    placements: Sequence[Placement],
    cast: Mapping[EntityId, Entity],
    place: Place,
    time: str,
    weather: str,
) -> str:
    """The prompt of a panel, in the manner of its shot."""
    ordered = tuple(reversed(placements)) if told.reverse else tuple(placements)
    if told.form == "planner":
        said = prompt(size, ordered, cast, place, time, weather, told.style)
        return f"{said} {told.move}." if told.move else said
    style = f", {told.style}" if told.style else ""
    move = f", {told.move[:1].lower()}{told.move[1:]}" if told.move else ""
    if told.form == "tags":
        nouns = [_described(cast[p.entity], p).split(" ", 1)[1] + f" {participle(p.action)}" for p in ordered]
        words = [*nouns, place.setting, time, *([weather] if told.weather else [])]
        return ", ".join(words) + style + move
    where = " ".join(words for words in (told.place, told.when, told.weather) if words)
    doing = [_doing(cast[p.entity], p) for p in ordered]
    who = ", ".join([*doing[:-2], " and ".join(doing[-2:])]) if doing else "nobody"
    if told.form == "video":
        return f"A realistic lively video of a scene with {who} {where}{style}{move}."
    if told.form == "place first":
        return f"{where[:1].upper()}{where[1:]}, {who}{style}{move}."
    return f"{who[:1].upper()}{who[1:]} {where}{style}{move}."


def description(chance: Random, kind: str, colour: str | None, attributes: Sequence[str]) -> str:
    """How a look is described, as planners do: `a little red hare`, `a girl in a red coat`.

    Now and then by another noun for its kind.
    """
    others = _OTHER_NOUNS.get(kind, ())
    noun = chance.choice(others) if others and chance.random() < 0.12 else kind
    worn = [a for a in attributes if a in ("crown", "scarf", "hat")]
    dressed = colour if kind in PEOPLE and chance.random() < 0.5 else None
    before = [a for a in attributes if a not in worn] + ([colour] if colour is not None and not dressed else [])
    words = " ".join([*before, noun])
    after = ""
    if dressed:
        after = f" in {chance.choice((_a(f'{dressed} shirt'), _a(f'{dressed} coat'), dressed))}"
    after += "".join(f" with a {a}" for a in worn)
    return f"{_a(words)}{after}"


def _a(words: str) -> str:
    """The words with their article."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _described(entity: Entity, placement: Placement) -> str:
    return entity.look(placement.look).description or f"a {entity.kind}"


def _doing(entity: Entity, placement: Placement) -> str:
    words = _described(entity, placement)
    alive = entity.kind in KINDS and KINDS[entity.kind].alive
    if placement.action == "stand" and not alive:
        return words
    mood = f", {placement.expression}," if placement.expression not in ("neutral", "asleep") else ""
    return f"{words}{mood} {participle(placement.action)}"
