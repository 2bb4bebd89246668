"""Words of space, time and weather: where in the frame, in which place, when, under what sky."""

from collections.abc import Mapping

from planners.offline.words import bag
from storyline.schema.vocabulary import SETTINGS, TimeOfDay, Weather

SPOTS: Mapping[str, tuple[float | None, float | None]] = {
    # word: where the middle of a figure goes, in frame fractions (None leaves that axis alone)
    "left": (0.2, None),
    "right": (0.8, None),
    "top": (None, 0.24),
    "bottom": (None, 0.76),
    "upper": (None, 0.24),
    "lower": (None, 0.76),
    "centre": (0.5, None),
    "center": (0.5, None),
    "middle": (0.5, None),
    "front": (None, None),
    "back": (None, None),
    "corner": (None, None),
    "side": (None, None),
    "edge": (None, None),
    "foreground": (None, None),
    "background": (None, None),
    "distance": (None, None),
    "half": (None, None),
}
"""Nouns (and adjectives before them) that name a part of the picture or a side of a thing."""

RELATIONS: Mapping[str, str] = {
    **dict.fromkeys(["beside", "next-to", "near", "by", "close-to", "at", "alongside", "against", "with", "opposite"], "beside"),
    **dict.fromkeys(["behind", "beyond"], "behind"),
    **dict.fromkeys(["in-front-of", "before"], "front"),
    **dict.fromkeys(["on", "on-top-of", "onto", "upon"], "on"),
    **dict.fromkeys(["under", "beneath", "below", "at-the-foot-of"], "under"),
    **dict.fromkeys(["above", "over"], "above"),
    **dict.fromkeys(["in", "inside", "within", "into"], "inside"),
    **dict.fromkeys(["between", "among", "amid"], "between"),
    **dict.fromkeys(["around", "round"], "around"),
    **dict.fromkeys(["past", "across", "through", "along"], "past"),
    **dict.fromkeys(["to", "toward", "towards", "for"], "to"),
    **dict.fromkeys(["from", "away-from", "off", "out-of"], "from"),
}
"""Preposition to relation with the entity after it."""

PLACE_NOUNS: Mapping[str, str] = {
    # settings that have no drawing of their own, and what the place is called by
    **{
        noun: noun
        for noun in ["desert", "castle", "library", "spaceship", "restaurant", "station", "island", "garage", "attic", "basement", "hospital", "church", "museum", "temple", "palace", "dungeon", "office", "factory", "airport", "zoo", "playground", "theatre", "theater", "stadium", "swamp", "moon", "planet", "jungle-gym", "classroom", "bathroom", "cellar", "tunnel", "prison", "court", "courtyard", "yard", "path", "trail", "bridge", "harbor", "port", "café", "cafe", "bar", "inn", "tavern", "camp", "clearing", "canyon", "volcano", "waterfall", "stream", "desert-island"]
    }
}

PLACE_PREPOSITIONS = bag("in at on into through across along inside onto within near by beside to over from")

INDOORS = bag("house cottage home hut cabin")
"""Things one sees from outside, but places when one is inside them."""


def _at(time: TimeOfDay, words: str) -> dict[str, TimeOfDay]:
    return dict.fromkeys(words.split(), time)


def _under(weather: Weather, words: str) -> dict[str, Weather]:
    return dict.fromkeys(words.split(), weather)


TIMES: Mapping[str, TimeOfDay] = {
    **_at("dawn", "dawn sunrise daybreak"),
    **_at("morning", "morning breakfast"),
    **_at("noon", "noon midday lunch lunchtime"),
    **_at("afternoon", "afternoon teatime"),
    **_at("sunset", "sunset sundown dusk twilight nightfall"),
    **_at("evening", "evening dinner supper"),
    **_at("night", "night midnight moonlight moonlit starlight tonight bedtime"),
    **_at("day", "day daytime daylight"),
}
DAY_AS_TIME = frozenset({"day", "daytime", "daylight"})
"""`one day`, `all day` say nothing of the light; these count only after `by` or `in broad`."""

WEATHER_WORDS: Mapping[str, Weather] = {
    **_under("rain", "rain rainy raining rained raindrop shower drizzle downpour"),
    **_under("snow", "snow snowy snowing snowed snowflake blizzard"),
    **_under("storm", "storm stormy thunder thunderstorm lightning tempest"),
    **_under("fog", "fog foggy mist misty haze"),
    **_under("cloudy", "cloudy overcast"),
    **_under("wind", "windy gale"),
    **_under("clear", "sunny sunshine cloudless"),
}

LATER = bag("later after-a-while meanwhile finally soon tomorrow next afterwards after-that")
"""Words after which time has passed."""

SETTING_WORDS = frozenset(n for s, k in SETTINGS.items() for n in (s, *k.also)) | frozenset(PLACE_NOUNS)
