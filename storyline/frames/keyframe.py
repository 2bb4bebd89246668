"""A picture file in the place of a frame: of the frames' shape, and brought to their size."""

from pathlib import Path

import cv2
import numpy as np
from jaxtyping import UInt8

from storyline.errors import ScriptError
from storyline.frames.pictures import picture_size, read_picture
from storyline.schema.media import FrameSize

SHAPE = 0.02
"""By so much of itself the ratio of width to height may differ from that of the frames."""


def read_keyframe(path: Path, size: FrameSize) -> UInt8[np.ndarray, "height width 4"]:
    """A picture as red, green, blue and opacity, 0..255, as large as frames are. See `must_have_shape`.

    Raises:
        ScriptError: it is no picture, too large or damaged; the message does not say where it is named.
    """
    picture = read_picture(path)
    if picture.shape[:2] == (size.height, size.width):
        return picture
    smaller = picture.shape[0] * picture.shape[1] > size.width * size.height
    resized = cv2.resize(picture, size.root, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)


def must_have_shape(path: Path, size: FrameSize) -> None:
    """Refuse a picture of another shape than frames of a size, by its head alone.

    Raises:
        ScriptError: it has one, or is no picture; the message does not say where it is named.
    """
    width, height = picture_size(path)
    ratio = width * size.height / (height * size.width)
    if not 1 - SHAPE <= ratio <= 1 / (1 - SHAPE):
        raise ScriptError(
            f"expected a picture of the frames' shape, {size}; got {path.name!r} of {width}x{height}. Crop it to that "
            "shape; its size does not matter."
        )


def reach_of(path: Path, size: FrameSize) -> int:
    """By how many pixels of a frame what a picture shows may be out of place, as it is resized; 0 if it is not.

    Raises:
        ScriptError: it is no picture; the message does not say where it is named.
    """
    _, height = picture_size(path)
    return 0 if height == size.height else max(1, -(-size.height // height))
