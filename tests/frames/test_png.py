"""Pictures written strip by strip are the pictures that were given."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storyline.frames.png import write_png


def test_strips_come_back_as_one_picture(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (50, 31, 3), dtype=np.uint8)
    pixels[10:40] = pixels[10]
    for cuts in ([], [1, 2, 30], [49]):
        write_png(tmp_path / "a.png", 31, 50, np.split(pixels, cuts))
        with Image.open(tmp_path / "a.png") as read:
            assert (read.mode, read.size) == ("RGB", (31, 50))
            np.testing.assert_array_equal(np.asarray(read), pixels)


def test_rows_are_counted(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected 9 rows of pixels; got 8"):
        write_png(tmp_path / "a.png", 4, 9, [np.zeros((8, 4, 3), np.uint8)])
