"""Settings: the kinds of place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from storyline.schema.vocabulary.word import Word

TimeOfDay = Literal["dawn", "morning", "day", "noon", "afternoon", "sunset", "evening", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog", "wind", "storm"]

Ground = Literal["land", "water", "floor", "seabed"]
"""What figures are on: earth, street or sand; open water, where all swim or float; a floor, under a roof;
the bottom of the sea, where fish swim at any height and the others walk on the sand."""


@dataclass(frozen=True)
class Setting(Word):
    """What a planner must know of a setting to place entities in it (master view, y down)."""

    ground: Ground
    horizon: float
    """Where the ground (or the water) begins, in frame heights."""
    phrase: str
    """How a sentence names it: `in the forest`."""
    also: str = ""
    """Other nouns for it, with commas between."""
    water: float | None = None
    """Where boats and swimmers have their lower edge, in frame heights, if there is water behind the ground."""


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "meadow": Setting("land", 0.62, "in the meadow", "field, grass, countryside, valley, pasture, plain, prairie"),
        "forest": Setting("land", 0.62, "in the forest", "wood, woods, grove, woodland, clearing, glade"),
        "beach": Setting("land", 0.64, "on the beach", "shore, seashore, seaside, coast, sand, island", 0.62),
        "sea": Setting("water", 0.58, "on the sea", "ocean, bay, lagoon"),
        "city": Setting("land", 0.64, "in the city", "town, street, downtown, avenue, sidewalk, pavement, alley"),
        "village": Setting("land", 0.62, "in the village", "market, marketplace, square, hamlet"),
        "mountains": Setting(
            "land", 0.62, "in the mountains", "mountain, hill, hills, cliff, peak, summit, mountainside"
        ),
        "desert": Setting("land", 0.64, "in the desert", "dune, dunes, canyon, wasteland"),
        "snow": Setting("land", 0.64, "in the snow", "snowfield, ice, glacier, arctic, north pole, tundra"),
        "jungle": Setting("land", 0.65, "in the jungle", "rainforest, rain forest, tropics"),
        "river": Setting(
            "land",
            0.64,
            "by the river",
            "riverbank, riverside, stream, brook, creek, lake, lakeside, pond",
            0.745,
        ),
        "farm": Setting("land", 0.64, "on the farm", "farmyard, barnyard, farmhouse, ranch, barn, stable, cornfield"),
        "garden": Setting("land", 0.66, "in the garden", "yard, backyard, orchard, allotment"),
        "park": Setting("land", 0.65, "in the park", "playground, lawn"),
        "road": Setting("land", 0.66, "on the road", "roadside, highway, lane, path, trail, crossroads"),
        "castle": Setting("land", 0.65, "at the castle", "fortress, fort, palace, courtyard, court"),
        "harbour": Setting(
            "land", 0.56, "at the harbour", "harbor, port, dock, docks, quay, pier, wharf, jetty, marina", 0.72
        ),
        "cave": Setting("land", 0.64, "in the cave", "cavern, grotto, tunnel, mine, den, burrow, dungeon"),
        "underwater": Setting(
            "seabed", 0.66, "under the sea", "seabed, sea floor, ocean floor, reef, coral reef, deep sea"
        ),
        "space": Setting("land", 0.64, "in space", "outer space, moon, planet, mars, galaxy, universe"),
        "room": Setting(
            "floor", 0.66, "in the room", "house, living room, sitting room, parlour, parlor, apartment, flat"
        ),
        "kitchen": Setting("floor", 0.66, "in the kitchen", "pantry"),
        "bedroom": Setting("floor", 0.66, "in the bedroom", "nursery, dormitory, bedchamber, hotel room"),
        "classroom": Setting("floor", 0.66, "in the classroom", "school, schoolroom, schoolhouse, kindergarten"),
        "shop": Setting("floor", 0.66, "in the shop", "store, supermarket, bakery, grocery, grocery store"),
        "office": Setting("floor", 0.66, "in the office", "headquarters, bureau, newsroom"),
        "hall": Setting("floor", 0.66, "in the hall", "great hall, throne room, ballroom, banquet hall"),
        "cafe": Setting(
            "floor", 0.66, "in the cafe", "café, coffee shop, restaurant, bar, pub, inn, tavern, diner, canteen"
        ),
        "library": Setting("floor", 0.66, "in the library", "study, bookshop, archive"),
        "hospital": Setting("floor", 0.66, "in the hospital", "clinic, ward, infirmary, hospital room"),
        "station": Setting("land", 0.66, "at the station", "railway station, train station, platform, railway"),
    }
)
"""Every setting that is drawn as itself."""
