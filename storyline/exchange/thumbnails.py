"""Pictures of panels → thumbnails, a few shots ahead of their use, so that memory holds no more than these."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from typing import TypeVar

import cv2
import numpy as np
from PIL import Image

from storyline.frames.clip import Picture
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize

T = TypeVar("T")

Pictures = Callable[[ShotId, Sequence[int]], Iterable[Picture]]
"""The pictures of a shot at some of its frames, in order, of any size. Threads call it."""

_AHEAD = 4  # calls whose thumbnails are made while one is used: most of the time is spent waiting for ffmpeg
_AT_ONCE = 32  # panels that are asked for in one call


def thumbnails(
    pictures: Pictures,
    moments: Iterable[tuple[ShotId, Sequence[int]]],
    size: tuple[int, int],
    finish: Callable[[Image.Image], T],
) -> Iterator[T]:
    """What `finish` makes of the picture of each moment, in order, brought to `size`. Threads call `finish`."""

    def make(shot: ShotId, frames: Sequence[int]) -> list[T]:
        return [finish(_thumbnail(picture, size)) for picture in pictures(shot, frames)]

    made: deque[Future[list[T]]] = deque()
    with ThreadPoolExecutor(_AHEAD) as pool:
        try:
            for shot, frames in moments:
                for start in range(0, len(frames), _AT_ONCE):
                    made.append(pool.submit(make, shot, frames[start : start + _AT_ONCE]))
                    if len(made) > _AHEAD:
                        yield from made.popleft().result()
            while made:
                yield from made.popleft().result()
        finally:
            for waiting in made:
                waiting.cancel()


def thumbnail_size(frame: FrameSize, longest: int) -> tuple[int, int]:
    """Width and height of a frame whose longer side is `longest` pixels."""
    scale = longest / max(frame.width, frame.height)
    return max(1, round(frame.width * scale)), max(1, round(frame.height * scale))


def jpeg(picture: Image.Image) -> bytes:
    """A picture as a file."""
    data = BytesIO()
    picture.save(data, format="JPEG", quality=80, optimize=True)
    return data.getvalue()


def webp(picture: Image.Image) -> bytes:
    """A picture as a file, two thirds as long as a JPEG of the same looks."""
    data = BytesIO()
    picture.save(data, format="WEBP", quality=80, method=2)
    return data.getvalue()


def _thumbnail(picture: Picture, size: tuple[int, int]) -> Image.Image:
    shrinks = size[0] < picture.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return Image.fromarray(cv2.resize(np.asarray(picture), size, interpolation=how))
