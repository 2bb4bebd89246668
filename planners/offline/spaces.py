"""Words of space, time and weather: where in the frame, in which place, when, under what sky."""

from collections.abc import Mapping

from planners.offline.words import bag, by_word
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

RELATIONS: Mapping[str, str] = by_word(
    {
        "beside": "beside next-to near by close-to at alongside against with opposite",
        "behind": "behind beyond",
        "front": "in-front-of before",
        "on": "on on-top-of onto upon",
        "under": "under underneath beneath below at-the-foot-of",
        "above": "above over",
        "inside": "in inside inside-of within into",
        "between": "between among amid",
        "around": "around round",
        "past": "past across through along",
        "to": "to toward towards for",
        "from": "from away-from off out-of",
    }
)
"""Preposition to relation with the entity after it."""

PLACE_NOUNS = bag(
    """
    desert castle library spaceship restaurant station island garage attic basement hospital church museum temple
    palace dungeon office factory airport zoo playground theatre theater stadium swamp moon planet jungle-gym
    classroom bathroom cellar tunnel prison court courtyard yard path trail harbor port café cafe bar inn
    tavern camp clearing canyon volcano waterfall stream desert-island
    patio paddock enclosure plaza rink arena hallway lobby balcony terrace terminal aisle runway driveway
    crosswalk hillside slope racetrack
    """
)
"""Places that have no backdrop of their own."""

PLACE_PREPOSITIONS = bag(
    "in at on into through across along inside inside-of onto within near by beside to over out-of down up"
)

BUILDINGS = bag(
    """
    castle library restaurant station hospital church museum temple palace factory theatre theater school shop prison
    inn tavern lighthouse tower mill barn
    """
)
INTERIORS = BUILDINGS | bag(
    """
    house cottage home hut cabin library restaurant office classroom bathroom cellar basement attic garage hospital
    museum theatre theater cafe café bar inn tavern shop store chamber dungeon apartment flat corridor hallway lounge
    studio laboratory lab gym hotel bank ward cell parlour nursery workshop stable study
    """
)
"""Places that are rooms once one is in them."""
INDOORS = BUILDINGS | bag("house cottage home hut cabin")
"""Things one sees from outside, but places when one is inside them."""

SAME_PLACES = tuple(
    map(bag, ("shore beach seashore seaside coast", "forest wood woods woodland", "meadow grass field", "city town"))
)
"""Nouns by which a story calls one and the same place."""

TIMES: Mapping[str, TimeOfDay] = by_word(
    {
        "dawn": "dawn sunrise daybreak",
        "morning": "morning breakfast",
        "noon": "noon midday lunch lunchtime",
        "afternoon": "afternoon teatime",
        "sunset": "sunset sundown dusk twilight nightfall",
        "evening": "evening dinner supper",
        "night": "night midnight moonlight moonlit starlight tonight bedtime",
        "day": "day daytime daylight",
    }
)
DAY_AS_TIME = frozenset({"day", "daytime", "daylight"})
"""`one day`, `all day` say nothing of the light; these count only after `by` or `in broad`."""

WEATHER_WORDS: Mapping[str, Weather] = by_word(
    {
        "rain": "rain rainy raining rained raindrop shower drizzle downpour",
        "snow": "snow snowy snowing snowed snowflake blizzard",
        "storm": "storm stormy thunder thunderstorm lightning tempest",
        "fog": "fog foggy mist misty haze",
        "cloudy": "cloudy overcast",
        "wind": "windy gale",
        "clear": "sunny sunshine cloudless",
    }
)

LATER = bag("later after-a-while meanwhile finally soon tomorrow next afterwards after-that")
"""Words after which time has passed."""

SETTING_WORDS = frozenset(n for s, k in SETTINGS.items() for n in (s, *k.others)) | PLACE_NOUNS
