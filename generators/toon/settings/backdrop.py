"""A place and its light become a painted backdrop."""

from generators.toon.canvas import RGB, Canvas
from generators.toon.settings.scenery import light_at, scenery_of, season_of, stage_of
from generators.toon.settings.wet import draw_wet
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene


def draw_backdrop(canvas: Canvas, place: Place, scene: Scene, camera: Camera, seconds: float, seed: int) -> None:
    """Fill the whole canvas with a place as it is `seconds` into the scene.

    The ground moves as `Camera.project` says; `camera.roll` is left to the caller, who may draw inside a turned
    `canvas.at`: the sky turns with it. `seed` decides the scenery: give each place its own and it is the same in
    every scene. A setting that is not in `vocabulary.SETTINGS` becomes hills and grass.
    """
    canvas.begin(0)
    scenery = scenery_of(place)
    stage = stage_of(canvas, place, scene, camera, seconds, seed)
    scenery.draw(stage)
    if scenery.under == "sky" and scene.weather in ("rain", "storm") and not stage.season.snow:
        draw_wet(stage, ground_colour(place, scene), puddles=place.setting != "sea")


def ground_colour(place: Place, scene: Scene) -> RGB:
    """What figures stand on, or swim in, there and then: the colour to shade for their shadows."""
    scenery, light = scenery_of(place), light_at(place, scene)
    if place.setting == "sea":
        return light.water(scenery.ground)
    return light.scenery(season_of(place, scene).soil(scenery.ground) if scenery.under == "sky" else scenery.ground)
