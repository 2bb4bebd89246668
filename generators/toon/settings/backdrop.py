"""A place and its light become a painted backdrop."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generators.toon.canvas import RGB, Canvas
from generators.toon.light import light_of
from generators.toon.settings.beach import SAND, draw_beach
from generators.toon.settings.city import ASPHALT, draw_city
from generators.toon.settings.forest import MOSS, draw_forest
from generators.toon.settings.meadow import GRASS, PLAIN, draw_meadow, draw_plain
from generators.toon.settings.mountains import ALP, draw_mountains
from generators.toon.settings.room import FLOOR, draw_room
from generators.toon.settings.sea import WATER, draw_sea
from generators.toon.settings.stage import Season, Stage
from generators.toon.settings.village import LANE, draw_village
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene

_DRAW: Mapping[str, Callable[[Stage], None]] = MappingProxyType(
    {
        "meadow": draw_meadow,
        "forest": draw_forest,
        "beach": draw_beach,
        "sea": draw_sea,
        "city": draw_city,
        "village": draw_village,
        "mountains": draw_mountains,
        "room": draw_room,
    }
)

_GROUND: Mapping[str, RGB] = MappingProxyType(
    {"meadow": GRASS, "forest": MOSS, "beach": SAND, "city": ASPHALT, "village": LANE, "mountains": ALP}
)

_BREEZE: Mapping[str, float] = MappingProxyType({"wind": 3.0, "storm": 3.5, "rain": 1.4})


def draw_backdrop(canvas: Canvas, place: Place, scene: Scene, camera: Camera, seconds: float, seed: int) -> None:
    """Fill the whole canvas with a place as it is `seconds` into the scene.

    The ground moves as `Camera.project` says; `camera.roll` is left to the caller, who may draw inside a turned
    `canvas.at`: the sky turns with it. `seed` decides the scenery: give each place its own and it is the same in
    every scene. A setting that is not in `vocabulary.SETTINGS` becomes hills and grass.
    """
    canvas.begin(0)
    light, breeze = light_of(scene.time_of_day, scene.weather), _BREEZE.get(scene.weather, 1.0)
    _DRAW.get(place.setting, draw_plain)(Stage(canvas, camera, light, _season(place, scene), seconds, seed, breeze))


def ground_colour(place: Place, scene: Scene) -> RGB:
    """What figures stand on, or swim in, there and then: the colour to shade for their shadows."""
    light = light_of(scene.time_of_day, scene.weather)
    if place.setting == "sea":
        return light.water(WATER)
    if place.setting == "room":
        return light.indoors().scenery(FLOOR)
    return light.scenery(_season(place, scene).soil(_GROUND.get(place.setting, PLAIN)))


def _season(place: Place, scene: Scene) -> Season:
    words = place.appearance.lower()
    snowy = scene.weather == "snow" or any(word in words for word in ("snow", "winter", "icy", "frozen"))
    return Season(snow=float(snowy), autumn=float("autumn" in words))
