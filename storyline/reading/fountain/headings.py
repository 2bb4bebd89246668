"""A scene heading → where and when: `EXT. BEACH - NIGHT` is outside, on the beach, at night."""

import re
from typing import NamedTuple

from storyline.reading.fountain.blocks import is_heading
from storyline.reading.fountain.cues import in_capitals
from storyline.reading.fountain.emphasis import plain
from storyline.schema.base import PlaceId, slug
from storyline.schema.entity import ScriptPlace
from storyline.schema.vocabulary import SETTINGS, TimeOfDay, Weather, setting_of

_TIMES: dict[TimeOfDay, str] = {
    "dawn": "dawn sunrise daybreak sunup aube alba amanecer рассвет",
    "morning": "morning matin morgen mañana mattina manhã утро 早晨 清晨 早上 朝",
    "noon": "noon midday midi mittag mediodía 中午",
    "afternoon": "afternoon après-midi nachmittag tarde pomeriggio 下午",
    "sunset": "sunset dusk sundown twilight magic-hour golden-hour crépuscule atardecer tramonto 黄昏",
    "evening": "evening soir soirée abend sera kväll вечер 傍晚",
    "night": "night midnight nighttime nuit nacht noche notte noite natt noc ночь 夜 夜晚 夜里 晚上",
    "day": "day daytime jour tag día dia giorno dag dzień день 日 白天",
}
_WEATHERS: dict[Weather, str] = {
    "rain": "rain rainy raining drizzle downpour",
    "snow": "snow snowy snowing blizzard snowfall",
    "storm": "storm stormy thunderstorm",
    "fog": "fog foggy mist misty",
    "wind": "wind windy",
    "cloudy": "cloudy overcast",
    "clear": "sunny clear",
}
_FOLLOWING = """later continuous continued cont'd same moment moments the next that this early late earlier before after
    following previous a an few some one two three second seconds minute minutes hour hours days week weeks month months
    year years meanwhile simultaneous time and to in of present past back forward scene shots establishing stock footage
    travelling traveling moving end begin begins ends predawn"""
"""Words that say how scenes follow each other."""
_CUTAWAY = "flashback flashforward flash dream montage series intercut insert super pov sequence"
"""Words that say what a passage is, not where."""

_WORD_TIMES = {word: time for time, words in _TIMES.items() for word in words.split()}
_WORD_WEATHERS = {word: weather for weather, words in _WEATHERS.items() for word in words.split()}
_CUTAWAYS = frozenset(_CUTAWAY.split())
_WHEN = frozenset(_FOLLOWING.split()) | _CUTAWAYS | _WORD_TIMES.keys() | _WORD_WEATHERS.keys()
_LAST = frozenset({"later", "continuous", "same"}) | _WORD_TIMES.keys()
"""Words of `_WHEN` that may end a place without a dash before them: `EXT. BEACH, NIGHT`."""
_WHERE = re.compile(r"(?P<where>[A-Z]+\.?(?:\s?/\s?[A-Z]+)?)(?:\.\s*|\s+|\Z)[-–—\s]*", re.IGNORECASE)
_DASH = re.compile(r" [-–—]+ ?|[-–—]+ |[–—]+|--+")
_ASIDE = re.compile(r"\(([^()]*)\)")
_HOUR = re.compile(r"\b(magic|golden) hour\b", re.IGNORECASE)


class Heading(NamedTuple):
    """What a heading says."""

    place: str = ""
    """Its name; empty if it names none."""
    inside: bool | None = None
    """None for both, or unsaid."""
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None


def read_heading(heading: str) -> Heading:
    """Read a heading, with or without `INT.` or `EXT.` before it.

    What only says how scenes follow each other (`CONTINUOUS`, `LATER`) leaves the time open.

    >>> read_heading("INT. BRICK'S HOUSE - KITCHEN - LATER THAT NIGHT")
    Heading(place="Brick's house - kitchen", inside=True, time_of_day='night', weather=None)
    """
    text = _HOUR.sub(r"\1-hour", plain(heading))
    inside: bool | None = None
    known = _WHERE.match(text) if is_heading(text) else None
    if known:
        where = known["where"].upper()
        inside = None if "/" in where else where.startswith("INT")
        text = text[known.end() :]
    when = _words(" ".join(_ASIDE.findall(text)))
    place: list[str] = []
    for part in _DASH.split(_ASIDE.sub(" ", text)):
        words = _words(part)
        if all(word in _WHEN or word.isdecimal() for word in words):
            when += words
        elif known or _CUTAWAYS.isdisjoint(words):
            kept, last = _without_when(part)
            place.append(kept)
            when += last
    name = " - ".join(place)
    return Heading(
        name[:1].upper() + name[1:].lower() if in_capitals(name) else name,
        inside,
        next((_WORD_TIMES[word] for word in reversed(when) if word in _WORD_TIMES), None),
        next((_WORD_WEATHERS[word] for word in reversed(when) if word in _WORD_WEATHERS), None),
    )


def _without_when(part: str) -> tuple[str, list[str]]:
    """A place, and the words after it that say when."""
    kept = part.split()
    last: list[str] = []
    while len(kept) > 1 and _word(kept[-1]) in (_WHEN if last else _LAST):
        last.insert(0, _word(kept.pop()))
    return " ".join(kept).strip(" .,;:"), last


def _words(text: str) -> list[str]:
    return [word for word in map(_word, text.split()) if word]


def _word(token: str) -> str:
    return token.strip('.,;:!?"“”/&+#').lower()


class Places:
    """The places that headings name, each once: inside and outside are two."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool | None], PlaceId] = {}
        self._found: dict[PlaceId, ScriptPlace] = {}

    @property
    def found(self) -> tuple[ScriptPlace, ...]:
        """In the order of the screenplay."""
        return tuple(self._found.values())

    def at(self, heading: Heading) -> PlaceId | None:
        """The place that a heading names; None if it names none."""
        if not heading.place:
            return None
        name, inside = slug(heading.place), heading.inside
        both = (True, False, None) if inside is None else (inside, None)
        id = next((self._known[name, side] for side in both if (name, side) in self._known), None)
        if id is None:
            id = PlaceId(name if PlaceId(name) not in self._found else f"{name}-{'inside' if inside else 'outside'}")
            setting = _setting(heading)
            place = ScriptPlace(id=id, name=heading.place[:200])
            self._found[id] = place if setting is None else place.model_copy(update={"setting": setting})
        self._known[name, inside] = id
        return id


def _setting(heading: Heading) -> str | None:
    """The setting that a place's words name, the last one first; a room is inside, and whatever has a sky is not."""
    for part in reversed(heading.place.split(" - ")):
        words = _words(part)
        for n in range(len(words) - 1, -1, -1):
            for noun in (" ".join(words[n - 1 : n + 1]) if n else "", words[n], words[n].removesuffix("s")):
                setting = setting_of(noun)
                if setting and heading.inside in (None, SETTINGS[setting].ground == "floor"):
                    return setting
    return "room" if heading.inside else None
