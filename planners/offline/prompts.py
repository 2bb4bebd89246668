"""What a panel shows, in one sentence that stands alone: for generators that read."""

import re
from collections.abc import Mapping, Sequence

from storyline.schema.base import EntityId
from storyline.schema.camera import ShotSize
from storyline.schema.entity import Entity, Place
from storyline.schema.layout import Placement
from storyline.schema.vocabulary import ACTIONS, SETTINGS

SIZES: dict[str, str] = {
    "EWS": "Extreme wide shot",
    "WS": "Wide shot",
    "FS": "Full shot",
    "MWS": "Medium wide shot",
    "MS": "Medium shot",
    "MCU": "Medium close-up",
    "CU": "Close-up",
    "ECU": "Extreme close-up",
}
_TIMES = {
    "dawn": "at dawn",
    "morning": "in the morning",
    "day": "by day",
    "noon": "at noon",
    "afternoon": "in the afternoon",
    "sunset": "at sunset",
    "evening": "in the evening",
    "night": "at night",
}
_WEATHER = {
    "cloudy": "under clouds",
    "rain": "in the rain",
    "snow": "in falling snow",
    "fog": "in fog",
    "wind": "in the wind",
    "storm": "in a storm",
}
_DOUBLES = re.compile(r"^[^aeiou]{1,2}[aeiou][bdgmnprt]$")
"""Verbs of one short syllable: their last letter is doubled before -ing."""


def participle(action: str) -> str:
    """`run` → `running`."""
    if action in ACTIONS:
        return ACTIONS[action].participle
    first, _, rest = action.partition(" ")
    if first.endswith("ie"):
        first = first[:-2] + "y"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        first = first[:-1]
    elif _DOUBLES.search(first):
        first += first[-1]
    return f"{first}ing {rest}".strip()


def prompt(
    size: ShotSize,
    placements: Sequence[Placement],
    cast: Mapping[EntityId, Entity],
    place: Place,
    time: str,
    weather: str,
    style: str,
) -> str:
    """The sentence of a panel: shot size, who does what, where, when, in which light."""
    figures = []
    for p in placements:
        entity = cast[p.entity]
        look = entity.look(p.look)
        what = look.description or entity.kind
        if entity.name.lower() not in what.lower() and entity.name[:1].isupper() and entity.name.lower() != entity.kind:
            what = f"{entity.name}, {what},"
        doing = participle(p.action)
        fixed = p.action == "stand" and p.parent is None
        figures.append(f"{what} {doing}" if not fixed else what)
    known = SETTINGS.get(place.setting)
    where = known.phrase if known else f"in the {place.setting}"
    scene = " ".join(w for w in (where, _TIMES.get(time, ""), _WEATHER.get(weather, "")) if w)
    who = ", ".join(figures) or "nobody"
    return f"{SIZES[size]}: {who} {scene}." + (f" {style}" if style else "")
