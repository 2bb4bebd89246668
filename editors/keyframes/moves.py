"""Where things of one frame are in another, as far as the storyboard says: moves of the whole, and pictures moved so.

Places are fractions of the frame.
"""

import math

import cv2
import numpy as np
from jaxtyping import Float, Float32, UInt8

from editors.keyframes.traced import Region
from storyline.schema.camera import Camera
from storyline.schema.layout import Placement

Affine = Float32[np.ndarray, "2 3"]
STILL: Affine = np.eye(2, 3, dtype=np.float32)


def panned(here: Camera, there: Camera, aspect: float) -> Affine:
    """What takes places of a frame that one camera sees to where another sees them; `aspect` is width over height."""
    turn, back = math.radians(here.roll), math.radians(-there.roll)
    wide = np.diag([aspect, 1.0])
    linear = np.linalg.inv(wide) @ _rotation(back + turn) @ wide * (there.zoom / here.zoom)
    apart = np.array([(here.pan - there.pan) * aspect, here.tilt - there.tilt])
    shift = np.linalg.inv(wide) @ _rotation(back) @ apart * there.zoom
    middle = np.array([0.5, 0.5])
    return np.concatenate([linear, (middle + shift - linear @ middle)[:, None]], 1).astype(np.float32)


def boxed(here: Placement, there: Placement) -> Affine:
    """What takes somebody from one box to another: feet on feet, in their proportions, turned round if they are."""
    scale = math.sqrt(there.box.width * there.box.height / (here.box.width * here.box.height))
    across = -scale if {here.facing, there.facing} == {"left", "right"} else scale
    (x, _), y = here.box.centre, here.box.y1
    (to_x, _), to_y = there.box.centre, there.box.y1
    return np.array([[across, 0, to_x - across * x], [0, scale, to_y - scale * y]], np.float32)


def warped(
    picture: UInt8[np.ndarray, "*s"], move: Affine, region: Region, size: tuple[int, int]
) -> UInt8[np.ndarray, "*t"]:
    """A picture, or a mask, as a region shows it after a move, in so many rows and columns; 0 beyond its edges."""
    height, width = size
    x0, y0, x1, y1 = region
    across, down = width / (x1 - x0), height / (y1 - y0)
    coloured = picture.ndim == 3
    while coloured and min(picture.shape[:2]) > 64 and across * float(np.hypot(*move[:, 0])) < picture.shape[1] / 2:
        half = picture.shape[1] // 2, picture.shape[0] // 2
        picture = cv2.resize(picture, half, interpolation=cv2.INTER_AREA)
    rows, columns = picture.shape[:2]
    linear = np.diag([across, down]) @ move[:, :2] @ np.diag([1 / columns, 1 / rows])
    shift = np.diag([across, down]) @ (move[:, 2] - np.array([x0, y0]))
    shift = shift + linear @ np.array([0.5, 0.5]) - 0.5  # cv2 counts from the middle of the first pixel
    matrix = np.concatenate([linear, shift[:, None]], 1)
    way = cv2.INTER_LINEAR if coloured else cv2.INTER_NEAREST
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), flags=way, borderMode=cv2.BORDER_CONSTANT))


def _rotation(turn: float) -> Float[np.ndarray, "2 2"]:
    return np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
