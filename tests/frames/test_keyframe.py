"""Pictures in the place of frames: of their shape, in any size."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storyline.errors import ScriptError
from storyline.frames.keyframe import must_have_shape, reach_of, read_keyframe
from storyline.schema.media import FrameSize

SIZE = FrameSize((64, 36))


def saved(folder: Path, width: int, height: int) -> Path:
    Image.new("RGB", (width, height), (200, 40, 30)).save(folder / "p.png")
    return folder / "p.png"


@pytest.mark.parametrize(("width", "height"), [(64, 36), (1280, 720), (32, 18), (854, 480), (1344, 768)])
def test_a_picture_of_the_frames_shape_is_brought_to_their_size(tmp_path: Path, width: int, height: int) -> None:
    path = saved(tmp_path, width, height)
    must_have_shape(path, SIZE)
    found = read_keyframe(path, SIZE)
    assert found.shape == (36, 64, 4) and found.dtype == np.uint8
    np.testing.assert_array_equal(found, np.broadcast_to(np.array([200, 40, 30, 255], np.uint8), found.shape))


@pytest.mark.parametrize(("width", "height"), [(36, 64), (64, 48), (100, 54), (64, 1)])
def test_one_of_another_shape_is_refused(tmp_path: Path, width: int, height: int) -> None:
    said = rf"the frames' shape, 64x36; got 'p\.png' of {width}x{height}\. Crop it"
    with pytest.raises(ScriptError, match=said):
        must_have_shape(saved(tmp_path, width, height), SIZE)


def test_what_is_resized_may_be_out_of_place(tmp_path: Path) -> None:
    for (width, height), reach in (((64, 36), 0), ((128, 72), 1), ((32, 18), 2), ((16, 9), 4)):
        assert reach_of(saved(tmp_path, width, height), SIZE) == reach
