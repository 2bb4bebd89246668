from itertools import combinations

import cv2
import numpy as np
import pytest

from generators.toon.canvas import Canvas
from generators.toon.light import light_of
from generators.toon.settings import draw_backdrop, ground_colour, light_at
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene
from storyline.schema.vocabulary import BASIC_COLOURS, SETTINGS, TIMES_OF_DAY, WEATHERS

DISTINCT = 12.0
"""CIE76 distance in CIELAB: about five times what an eye just notices side by side."""


def lab(rgb):
    pixel = np.array([[rgb]], np.float32) / 255
    return cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0]


def distance(a, b):
    return float(np.linalg.norm(lab(a) - lab(b)))


def labs(rgbs):
    return cv2.cvtColor(np.array([rgbs], np.float32) / 255, cv2.COLOR_RGB2LAB)[0]


def there(setting, time, weather="clear"):
    """The place and the scene."""
    place = Place.model_construct(id="p", name=setting, setting=setting, appearance="")
    return place, Scene.model_construct(time_of_day=time, weather=weather, light="")


@pytest.mark.parametrize("time", TIMES_OF_DAY)
def test_figures_keep_their_colours_apart(time):
    light = light_of(time, "clear")
    for a, b in combinations(BASIC_COLOURS, 2):
        assert distance(light.figure(BASIC_COLOURS[a]), light.figure(BASIC_COLOURS[b])) > DISTINCT, (a, b)


@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("time", TIMES_OF_DAY)
def test_figures_stand_out_from_every_ground(time, weather):
    for setting in SETTINGS:
        place, scene = there(setting, time, weather)
        seen = labs([light_at(place, scene).figure(rgb) for rgb in BASIC_COLOURS.values()])
        away = np.linalg.norm(seen - lab(ground_colour(place, scene)), axis=1)
        assert away.min() > (DISTINCT if weather == "clear" else DISTINCT * 0.6), (setting, away.round(1))


@pytest.mark.parametrize("weather", ["clear", "storm"])
@pytest.mark.parametrize("time", ["dawn", "day", "night"])
def test_figures_stand_out_from_what_is_behind_them(time, weather):
    for setting in SETTINGS:
        place, scene = there(setting, time, weather)
        canvas = Canvas(FrameSize((96, 54)))
        draw_backdrop(canvas, place, scene, Camera(), 0.0, 7)
        behind = labs(canvas.picture()[21:50].reshape(-1, 3))
        for colour, rgb in BASIC_COLOURS.items():
            near = np.linalg.norm(behind - lab(light_at(place, scene).figure(rgb)), axis=1) < DISTINCT
            assert near.mean() < (0.35 if weather == "clear" else 0.7), (setting, colour, near.mean())


@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("time", TIMES_OF_DAY)
def test_every_light_gives_colours(time, weather):
    light = light_of(time, weather)
    for rgb in [(0, 0, 0), (255, 255, 255), *BASIC_COLOURS.values()]:
        for seen in (light.scenery(rgb), light.figure(rgb), light.far(rgb, 1.0), light.water(rgb), light.lamp(rgb)):
            assert all(isinstance(v, int) and 0 <= v <= 255 for v in seen)


def test_every_hour_has_a_light_of_its_own():
    for a, b in combinations(TIMES_OF_DAY, 2):
        skies = zip(light_of(a, "clear").sky, light_of(b, "clear").sky, strict=True)
        assert max(distance(p, q) for p, q in skies) > DISTINCT, (a, b)


def test_figures_are_brighter_than_the_night_around_them():
    light = light_of("night", "clear")
    for rgb in BASIC_COLOURS.values():
        assert sum(light.figure(rgb)) > sum(light.scenery(rgb))


def test_bad_weather_hides_sun_and_stars_and_takes_colour():
    clear, storm = light_of("night", "clear"), light_of("night", "storm")
    assert storm.stars < 0.1 < clear.stars and storm.orb_strength < clear.orb_strength
    red = light_of("day", "clear").scenery(BASIC_COLOURS["red"])
    dull = light_of("day", "storm").scenery(BASIC_COLOURS["red"])
    assert max(dull) - min(dull) < max(red) - min(red)


def test_lamps_are_lit_at_night_alone():
    glass = (150, 196, 218)
    assert light_of("day", "clear").lamp(glass) == glass
    assert light_of("night", "clear").lamp(glass)[0] > 240


@pytest.mark.parametrize("under", ["indoors", "underground", "under_water", "in_space", "over_snow"])
@pytest.mark.parametrize("time", TIMES_OF_DAY)
def test_every_hour_has_its_light_under_every_roof(time, under):
    light = getattr(light_of(time, "storm"), under)()
    for rgb in BASIC_COLOURS.values():
        assert all(0 <= v <= 255 for seen in (light.scenery(rgb), light.figure(rgb), light.far(rgb, 1.0)) for v in seen)
        assert distance(light.figure(rgb), rgb) < 30


def test_a_storm_darkens_the_sea_bed_but_not_space():
    calm, rough = (sum(light_at(*there("underwater", "day", w)).scenery((200, 200, 200))) for w in ("clear", "storm"))
    assert rough < 0.9 * calm
    assert light_at(*there("space", "day", "storm")) == light_at(*there("space", "day", "clear"))
