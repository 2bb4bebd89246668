"""`python -m generators.toon.settings OUT.png`: every setting in every light, on one sheet."""

import sys

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

_ROW = 180  # pixels


def picture(
    setting: str,
    time: str = "day",
    weather: str = "clear",
    *,
    size: tuple[int, int] = (320, _ROW),
    camera: Camera | None = None,
    seconds: float = 0.0,
) -> Picture:
    """One backdrop with its weather."""
    place = Place.model_construct(id="place", name=setting, setting=setting, appearance="")
    scene = Scene.model_construct(time_of_day=time, weather=weather)
    canvas = Canvas(FrameSize(size))
    view = camera or Camera()
    draw_backdrop(canvas, place, scene, view, seconds, 7)
    draw_weather(canvas, place, scene, view, seconds, 7)
    return canvas.picture()


def sheet() -> Picture:
    """Every setting by day, sunset and night; the hours; the weathers; cameras and shapes of frame."""
    settings = [*SETTINGS, "elsewhere"]
    rows = [[picture(setting, time) for setting in settings] for time in ("day", "sunset", "night")]
    rows.append([picture(settings[n], time) for n, time in enumerate(TIMES_OF_DAY)])
    rows.append([picture(settings[n], "day", weather) for n, weather in enumerate(WEATHERS)])
    cameras = [Camera(pan=p, tilt=t, zoom=z) for p, t, z in ((0.6, 0, 1), (3, 0, 0.4), (0.1, 0.1, 2), (0, -0.2, 5))]
    rows += [[picture(setting, camera=camera) for setting in settings] for camera in cameras]
    rows.append([picture(setting, size=(102, _ROW)) for setting in settings])
    rows.append([picture(setting, size=(430, _ROW)) for setting in settings])
    width = max(sum(p.shape[1] for p in row) for row in rows)
    out = np.full((len(rows) * _ROW, width, 3), 255, np.uint8)
    for n, row in enumerate(rows):
        joined = np.concatenate(row, 1)
        out[n * _ROW : (n + 1) * _ROW, : joined.shape[1]] = joined
    return out


if __name__ == "__main__":
    cv2.imwrite(sys.argv[1], cv2.cvtColor(sheet(), cv2.COLOR_RGB2BGR))
