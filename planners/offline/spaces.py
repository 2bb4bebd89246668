"""Words of space, time and weather: where in the frame, in which place, when, under what sky."""

from collections.abc import Mapping

from storyline.schema.vocabulary import SETTINGS

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
    **dict.fromkeys("beside next-to near by close-to at alongside against with opposite".split(), "beside"),
    **dict.fromkeys("behind beyond".split(), "behind"),
    **dict.fromkeys("in-front-of before".split(), "front"),
    **dict.fromkeys("on on-top-of onto upon".split(), "on"),
    **dict.fromkeys("under beneath below at-the-foot-of".split(), "under"),
    **dict.fromkeys("above over".split(), "above"),
    **dict.fromkeys("in inside within into".split(), "inside"),
    **dict.fromkeys("between among amid".split(), "between"),
    **dict.fromkeys("around round".split(), "around"),
    **dict.fromkeys("past across through along".split(), "past"),
    **dict.fromkeys("to toward towards for".split(), "to"),
    **dict.fromkeys("from away-from off out-of".split(), "from"),
}
"""Preposition to relation with the entity after it."""

PLACE_NOUNS: Mapping[str, str] = {
    # settings that have no drawing of their own, and what the place is called by
    **{
        noun: noun
        for noun in """desert castle library spaceship restaurant station island garage attic basement hospital church museum
        temple palace dungeon office factory airport zoo playground theatre theater stadium swamp moon planet jungle-gym
        classroom bathroom cellar tunnel prison court courtyard yard path trail bridge harbor port café cafe bar inn tavern
        camp clearing canyon volcano waterfall stream desert-island""".split()
    }
}

PLACE_PREPOSITIONS = frozenset(
    "in at on into through across along inside onto within near by beside to over from".split()
)

INDOORS = frozenset("house cottage home hut cabin".split())
"""Things one sees from outside, but places when one is inside them."""

TIMES: Mapping[str, str] = {
    **dict.fromkeys("dawn sunrise daybreak".split(), "dawn"),
    **dict.fromkeys("morning breakfast".split(), "morning"),
    **dict.fromkeys("noon midday lunch lunchtime".split(), "noon"),
    **dict.fromkeys("afternoon teatime".split(), "afternoon"),
    **dict.fromkeys("sunset sundown dusk twilight nightfall".split(), "sunset"),
    **dict.fromkeys("evening dinner supper".split(), "evening"),
    **dict.fromkeys("night midnight moonlight moonlit starlight tonight bedtime".split(), "night"),
    **dict.fromkeys("day daytime daylight".split(), "day"),
}
DAY_AS_TIME = frozenset({"day", "daytime", "daylight"})
"""`one day`, `all day` say nothing of the light; these count only after `by` or `in broad`."""

WEATHER_WORDS: Mapping[str, str] = {
    **dict.fromkeys("rain rainy raining rained raindrop shower drizzle downpour".split(), "rain"),
    **dict.fromkeys("snow snowy snowing snowed snowflake blizzard".split(), "snow"),
    **dict.fromkeys("storm stormy thunder thunderstorm lightning tempest".split(), "storm"),
    **dict.fromkeys("fog foggy mist misty haze".split(), "fog"),
    **dict.fromkeys("cloudy overcast".split(), "cloudy"),
    **dict.fromkeys("windy gale".split(), "wind"),
    **dict.fromkeys("sunny sunshine cloudless".split(), "clear"),
}

LATER = frozenset("later after-a-while meanwhile finally soon tomorrow next afterwards after-that".split())
"""Words after which time has passed."""

SETTING_WORDS = frozenset(n for s, k in SETTINGS.items() for n in (s, *k.also)) | frozenset(PLACE_NOUNS)
