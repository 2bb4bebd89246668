"""`python -m generators.toon.settings OUT.png`: every setting in every light and every weather, on one sheet."""

import sys
from collections.abc import Sequence

import cv2
import numpy as np

from generators.toon.canvas import Canvas
from generators.toon.settings import draw_backdrop, draw_weather
from storyline.frames.clip import Picture
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene
from storyline.schema.vocabulary import SETTINGS, TIMES_OF_DAY, WEATHERS

_CELL = (192, 108)
_MARGIN = 82  # pixels for the names of the settings
_HEAD = 18  # pixels for the names of hours and weathers
_INK = (60, 56, 70)


def picture(
    setting: str,
    time: str = "day",
    weather: str = "clear",
    *,
    size: tuple[int, int] = (320, 180),
    camera: Camera | None = None,
    seconds: float = 1.0,
    appearance: str = "",
    light: str = "",
) -> Picture:
    """One backdrop with its weather."""
    place = Place.model_construct(id="place", name=setting, setting=setting, appearance=appearance)
    scene = Scene.model_construct(time_of_day=time, weather=weather, light=light)
    canvas = Canvas(FrameSize(size))
    view = camera or Camera()
    draw_backdrop(canvas, place, scene, view, seconds, 7)
    draw_weather(canvas, place, scene, view, seconds, 7)
    return canvas.picture()


def sheet(
    times: Sequence[str] = TIMES_OF_DAY, weathers: Sequence[str] = WEATHERS, *, size: tuple[int, int] = _CELL
) -> Picture:
    """A row a setting: first at these times of day under a clear sky, then by day in these weathers; named."""
    columns = [(time, time, "clear") for time in times] + [(weather, "day", weather) for weather in weathers]
    width, height = size
    out: Picture = np.full((_HEAD + len(SETTINGS) * height, _MARGIN + len(columns) * width, 3), 255, np.uint8)
    for n, (name, _, _) in enumerate(columns):
        _write(out, name, _MARGIN + n * width + 4, _HEAD - 6)
    for row, setting in enumerate(SETTINGS):
        top = _HEAD + row * height
        _write(out, setting, 4, top + height // 2)
        for n, (_, time, weather) in enumerate(columns):
            left = _MARGIN + n * width
            out[top : top + height - 1, left : left + width - 1] = picture(setting, time, weather, size=size)[:-1, :-1]
    return out


def _write(out: Picture, text: str, x: int, y: int) -> None:
    cv2.putText(out, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.4, _INK, 1, cv2.LINE_AA)


if __name__ == "__main__":
    cv2.imwrite(sys.argv[1], cv2.cvtColor(sheet(), cv2.COLOR_RGB2BGR))
