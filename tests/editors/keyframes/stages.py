"""A small shot whose truth is known: a ground that is panned over, and a ball that rolls before it."""

import cv2
import numpy as np

from editors.keyframes.trace import traced
from editors.keyframes.traced import Traced
from editors.keyframes.work import Moment, Stage
from storyline.frames.clip import Picture
from storyline.schema.camera import CameraKeyframe
from storyline.schema.layout import Box, Placement
from tests.editors.clips import texture

ROWS, COLUMNS = 72, 128
FRAMES, AT = 9, 4
STEP = 2
"""Pixels that the camera pans a frame."""
BLUE, RED = (40, 60, 200), (220, 30, 30)
RADIUS = 11


def centre(frame: int) -> tuple[int, int]:
    """Of the ball, x and y."""
    return 40 + 5 * frame, 44 - 2 * (frame % 3)


def frames(blue: tuple[int, int, int] = BLUE) -> list[Picture]:
    """The ball has a stripe, and its own outline."""
    ground = texture(ROWS, COLUMNS + STEP * FRAMES, 3)
    found = []
    for n in range(FRAMES):
        frame = np.ascontiguousarray(ground[:, n * STEP : n * STEP + COLUMNS])
        cv2.circle(frame, centre(n), RADIUS, blue, -1, cv2.LINE_AA)
        cv2.circle(frame, centre(n), RADIUS, (20, 20, 20), 1, cv2.LINE_AA)
        x, y = centre(n)
        cv2.line(frame, (x - 6, y + 3), (x + 6, y - 3), (240, 240, 240), 2, cv2.LINE_AA)
        found.append(frame)
    return found


def stage() -> Stage:
    """Its boxes are the circle's but for the bouncing."""
    moments = []
    for n in (0, FRAMES - 1):
        x, _ = centre(n)
        box = Box(((x - 12) / COLUMNS, 27 / ROWS, (x + 12) / COLUMNS, 56 / ROWS))
        moments.append(Moment(at=n, placements=(Placement(entity="ball", box=box, depth=1),)))
    camera = (CameraKeyframe(at=0), CameraKeyframe(at=FRAMES - 1, pan=STEP * (FRAMES - 1) / COLUMNS))
    return Stage(moments=tuple(moments), camera=camera)


def shot(blue: tuple[int, int, int] = BLUE) -> Traced:
    """All its frames, traced to the one in the middle."""
    made = frames(blue)
    return traced(enumerate(made), made[AT], AT, stage())


def opaque(picture: Picture) -> np.ndarray:
    """A picture as files are read."""
    return np.concatenate([picture, np.full((*picture.shape[:2], 1), 255, np.uint8)], 2)
