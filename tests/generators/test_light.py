from itertools import combinations, product

import cv2
import numpy as np
import pytest

from generators.toon.light import light_of
from generators.toon.settings import ground_colour
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene
from storyline.schema.vocabulary import BASIC_COLOURS, SETTINGS, TIMES_OF_DAY, WEATHERS

DISTINCT = 12.0
"""CIE76 distance in CIELAB: about five times what an eye just notices side by side."""


def lab(rgb):
    pixel = np.array([[rgb]], np.float32) / 255
    return cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0]


def distance(a, b):
    return float(np.linalg.norm(lab(a) - lab(b)))


def ground(setting, time, weather="clear"):
    place = Place.model_construct(id="p", name=setting, setting=setting, appearance="")
    return ground_colour(place, Scene.model_construct(time_of_day=time, weather=weather))


@pytest.mark.parametrize("time", TIMES_OF_DAY)
def test_figures_keep_their_colours_apart(time):
    light = light_of(time, "clear")
    for a, b in combinations(BASIC_COLOURS, 2):
        assert distance(light.figure(BASIC_COLOURS[a]), light.figure(BASIC_COLOURS[b])) > DISTINCT, (a, b)


@pytest.mark.parametrize("time", TIMES_OF_DAY)
def test_figures_stand_out_from_every_ground(time):
    light = light_of(time, "clear")
    for setting, colour in product(SETTINGS, BASIC_COLOURS):
        assert distance(light.figure(BASIC_COLOURS[colour]), ground(setting, time)) > DISTINCT, (setting, colour)


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
