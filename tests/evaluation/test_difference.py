"""How far frames differ: numbers that are known beforehand."""

import numpy as np
import pytest

from storyline.evaluation.between import MOST, psnr
from storyline.evaluation.difference import Differences, none, ssim

RNG = np.random.default_rng(5)


def noise(height: int = 40, width: int = 60) -> np.ndarray:
    return RNG.integers(0, 256, (height, width, 3), np.uint8)


def test_the_numbers_are_those_of_all_frames_together() -> None:
    pairs = [(noise(), noise()) for _ in range(3)]
    found = Differences()
    means = [found.add(a, b) for a, b in pairs]
    total = found.total()
    difference = np.stack([a.astype(int) - b for a, b in pairs])
    assert total.mean == pytest.approx(np.abs(difference).mean()) == pytest.approx(np.mean(means))
    assert total.largest == np.abs(difference).max()
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    assert total.psnr == pytest.approx(psnr(a, b), abs=1e-4)
    assert total.ssim == pytest.approx(np.mean([ssim(a, b) for a, b in pairs]))
    assert (total.frames, total.identical) == (3, 0)


def test_one_value_of_one_frame_makes_them_differ() -> None:
    a = noise()
    b = a.copy()
    b[7, 8, 1] ^= 1
    found = Differences()
    assert found.add(a, a) == 0 and found.add(a, b) == pytest.approx(1 / a.size)
    total = found.total()
    assert (total.frames, total.identical, total.largest) == (2, 1, 1)
    assert total.psnr < MOST and 0.999 < total.ssim < 1


def test_what_is_the_same_is_told_as_such() -> None:
    found = Differences()
    picture = noise()
    found.add(picture, picture.copy())
    assert found.total() == none(1)
    assert none(4).identical == 4


@pytest.mark.parametrize("size", [(40, 60), (12, 16), (1, 1), (600, 800)])
def test_ssim_of_even_pictures_is_that_of_their_light(size: tuple[int, int]) -> None:
    a, b = (np.full((*size, 3), value, np.uint8) for value in (100, 130))
    c1 = (0.01 * 255) ** 2
    assert ssim(a, b) == pytest.approx((2 * 100 * 130 + c1) / (100**2 + 130**2 + c1), rel=1e-4)
    assert ssim(a, a) == pytest.approx(1)


def test_ssim_sees_structure_and_not_light() -> None:
    picture = noise(60, 60) // 2 + 40
    turned = 255 - picture
    lighter = picture + 10
    assert ssim(picture, lighter) > 0.95 > 0.1 > ssim(picture, turned)
    assert ssim(picture, turned) == pytest.approx(ssim(turned, picture))


def test_nothing_has_no_difference() -> None:
    with pytest.raises(ValueError, match="expected pairs of frames; got none"):
        Differences().total()
