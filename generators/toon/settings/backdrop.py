"""A place and its light become a painted backdrop."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generators.toon.canvas import Canvas
from generators.toon.light import light_of
from generators.toon.settings.beach import draw_beach
from generators.toon.settings.city import draw_city
from generators.toon.settings.forest import draw_forest
from generators.toon.settings.meadow import draw_meadow, draw_plain
from generators.toon.settings.mountains import draw_mountains
from generators.toon.settings.room import draw_room
from generators.toon.settings.sea import draw_sea
from generators.toon.settings.stage import Season, Stage
from generators.toon.settings.village import draw_village
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

_BREEZE: Mapping[str, float] = MappingProxyType({"wind": 3.0, "storm": 3.5, "rain": 1.4})


def draw_backdrop(canvas: Canvas, place: Place, scene: Scene, camera: Camera, seconds: float, seed: int) -> None:
    """Fill the whole canvas with a place as it is `seconds` into the scene.

    The ground moves as `Camera.project` says; `camera.roll` is left to the caller, who turns the finished picture.
    `seed` decides the scenery: give each place its own and it is the same in every scene. A setting that is not in
    `vocabulary.SETTINGS` becomes hills and grass.
    """
    canvas.begin(0)
    stage = Stage(
        canvas,
        camera,
        light_of(scene.time_of_day, scene.weather),
        _season(place.appearance, scene),
        seconds,
        seed,
        _BREEZE.get(scene.weather, 1.0),
    )
    _DRAW.get(place.setting, draw_plain)(stage)


def _season(appearance: str, scene: Scene) -> Season:
    words = appearance.lower()
    snowy = scene.weather == "snow" or any(word in words for word in ("snow", "winter", "icy", "frozen"))
    return Season(snow=float(snowy), autumn=float("autumn" in words))
