"""How each setting is drawn, what its ground is coloured like, and what it lies under."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from generators.toon.canvas import RGB, Canvas
from generators.toon.light import Light, light_of
from generators.toon.mood import in_mood, with_lamps
from generators.toon.settings.beach import SAND, draw_beach
from generators.toon.settings.bedroom import FLOOR as BEDROOM_FLOOR
from generators.toon.settings.bedroom import draw_bedroom
from generators.toon.settings.cafe import FLOOR as CAFE_FLOOR
from generators.toon.settings.cafe import draw_cafe
from generators.toon.settings.castle import COURT, draw_castle
from generators.toon.settings.cave import ROCK, draw_cave
from generators.toon.settings.city import ASPHALT, draw_city
from generators.toon.settings.classroom import FLOOR as SCHOOL_FLOOR
from generators.toon.settings.classroom import draw_classroom
from generators.toon.settings.desert import DUST, draw_desert
from generators.toon.settings.farm import YARD, draw_farm
from generators.toon.settings.forest import MOSS, draw_forest
from generators.toon.settings.garden import LAWN, draw_garden
from generators.toon.settings.hall import MARBLE, draw_hall
from generators.toon.settings.harbour import QUAY, draw_harbour
from generators.toon.settings.hospital import LINOLEUM, draw_hospital
from generators.toon.settings.jungle import EARTH, draw_jungle
from generators.toon.settings.kitchen import TILE as KITCHEN_TILE
from generators.toon.settings.kitchen import draw_kitchen
from generators.toon.settings.library import FLOOR as LIBRARY_FLOOR
from generators.toon.settings.library import draw_library
from generators.toon.settings.meadow import GRASS, PLAIN, draw_meadow, draw_plain
from generators.toon.settings.mountains import ALP, draw_mountains
from generators.toon.settings.office import CARPET, draw_office
from generators.toon.settings.park import GRAVEL, draw_park
from generators.toon.settings.river import BANK, draw_river
from generators.toon.settings.road import ASPHALT as TARMAC
from generators.toon.settings.road import draw_road
from generators.toon.settings.room import FLOOR, draw_room
from generators.toon.settings.sea import WATER, draw_sea
from generators.toon.settings.shop import TILE as SHOP_TILE
from generators.toon.settings.shop import draw_shop
from generators.toon.settings.snowfield import SNOW, draw_snowfield
from generators.toon.settings.space import MOON, draw_space
from generators.toon.settings.stage import Season, Stage
from generators.toon.settings.station import PLATFORM, draw_station
from generators.toon.settings.underwater import SEABED, draw_underwater
from generators.toon.settings.village import LANE, draw_village
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene

Under = Literal["sky", "roof", "rock", "water", "stars"]


@dataclass(frozen=True)
class Scenery:
    """A setting as the drawn world has it."""

    draw: Callable[[Stage], None]
    ground: RGB
    """What figures stand on, or swim in, by plain daylight."""
    under: Under = "sky"


_PLAIN = Scenery(draw_plain, PLAIN)
_SCENERY: Mapping[str, Scenery] = MappingProxyType(
    {
        "meadow": Scenery(draw_meadow, GRASS),
        "forest": Scenery(draw_forest, MOSS),
        "beach": Scenery(draw_beach, SAND),
        "sea": Scenery(draw_sea, WATER),
        "city": Scenery(draw_city, ASPHALT),
        "village": Scenery(draw_village, LANE),
        "mountains": Scenery(draw_mountains, ALP),
        "desert": Scenery(draw_desert, DUST),
        "snow": Scenery(draw_snowfield, SNOW),
        "space": Scenery(draw_space, MOON, "stars"),
        "underwater": Scenery(draw_underwater, SEABED, "water"),
        "river": Scenery(draw_river, BANK),
        "farm": Scenery(draw_farm, YARD),
        "castle": Scenery(draw_castle, COURT),
        "park": Scenery(draw_park, GRAVEL),
        "cave": Scenery(draw_cave, ROCK, "rock"),
        "garden": Scenery(draw_garden, LAWN),
        "road": Scenery(draw_road, TARMAC),
        "harbour": Scenery(draw_harbour, QUAY),
        "jungle": Scenery(draw_jungle, EARTH),
        "room": Scenery(draw_room, FLOOR, "roof"),
        "office": Scenery(draw_office, CARPET, "roof"),
        "shop": Scenery(draw_shop, SHOP_TILE, "roof"),
        "classroom": Scenery(draw_classroom, SCHOOL_FLOOR, "roof"),
        "bedroom": Scenery(draw_bedroom, BEDROOM_FLOOR, "roof"),
        "kitchen": Scenery(draw_kitchen, KITCHEN_TILE, "roof"),
        "hall": Scenery(draw_hall, MARBLE, "roof"),
        "cafe": Scenery(draw_cafe, CAFE_FLOOR, "roof"),
        "library": Scenery(draw_library, LIBRARY_FLOOR, "roof"),
        "hospital": Scenery(draw_hospital, LINOLEUM, "roof"),
        "station": Scenery(draw_station, PLATFORM),
    }
)
_SNOWY = frozenset(("snow", "snowy", "snowbound", "winter", "wintry", "icy", "frozen", "frosty"))
_AUTUMNAL = frozenset(("autumn", "autumnal"))
_VERNAL = frozenset(("spring", "springtime", "blossom", "blossoms", "blossoming", "blooming"))
_DRY = frozenset(("dry", "parched", "withered", "barren", "dusty", "drought"))
_BREEZE: Mapping[str, float] = MappingProxyType({"wind": 3.0, "storm": 3.5, "rain": 1.4})


def scenery_of(place: Place) -> Scenery:
    """How a place is drawn: hills and grass if its setting is not in `vocabulary.SETTINGS`."""
    return _SCENERY.get(place.setting, _PLAIN)


def light_at(place: Place, scene: Scene) -> Light:
    """The light that scenery and figures have there and then."""
    return in_mood(_light(place, scene), scene.light)


def _light(place: Place, scene: Scene) -> Light:
    under = scenery_of(place).under
    if under == "stars":
        return light_of(scene.time_of_day, "clear").in_space()
    outside = with_lamps(light_of(scene.time_of_day, scene.weather), scene.light)
    if under == "roof":
        return outside.indoors()
    if under == "rock":
        return outside.underground()
    if under == "water":
        return outside.under_water()
    return outside.over_snow() if season_of(place, scene).snow else outside


def season_of(place: Place, scene: Scene) -> Season:
    """What the place's description and the weather put over its plants and ground."""
    words = set(re.findall(r"[a-z]+", place.appearance.lower()))
    snowy = place.setting == "snow" or (scene.weather == "snow" and scenery_of(place).under in ("sky", "roof"))
    return Season(
        snow=float(snowy or not words.isdisjoint(_SNOWY)),
        autumn=float(not words.isdisjoint(_AUTUMNAL)),
        spring=float(not words.isdisjoint(_VERNAL)),
        dry=float(not words.isdisjoint(_DRY)),
    )


def stage_of(canvas: Canvas, place: Place, scene: Scene, camera: Camera, seconds: float, seed: int) -> Stage:
    """The stage on which a place is drawn as it is `seconds` into the scene."""
    return Stage(
        canvas=canvas,
        camera=camera,
        light=light_at(place, scene),
        season=season_of(place, scene),
        seconds=seconds,
        seed=seed,
        breeze=_BREEZE.get(scene.weather, 1.0) if scenery_of(place).under in ("sky", "water") else 1.0,
        weather=scene.weather,
        outside=light_of(scene.time_of_day, scene.weather),
    )
