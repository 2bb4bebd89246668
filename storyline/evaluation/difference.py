"""How far two clips differ, frame by frame."""

import cv2
import numpy as np
from jaxtyping import Float32

from storyline.evaluation.between import decibels
from storyline.frames.clip import Picture
from storyline.schema.comparison import Difference

_SHORTER = 256
"""Pixels to which the shorter side is brought for SSIM, as its authors advise: structure as one sees it from afar."""
_WINDOW = (11, 11)
_SIGMA = 1.5
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2

Light = Float32[np.ndarray, "rows columns"]


class Differences:
    """The differences of pairs of frames of one size, added up; exact but for SSIM, and nothing of them is kept."""

    def __init__(self) -> None:
        self._frames = self._identical = self._values = self._largest = 0
        self._sum = self._squares = self._ssim = 0.0

    def add(self, a: Picture, b: Picture) -> float:
        """Take in a pair; returns its mean absolute difference, 0..255."""
        sum = cv2.norm(a, b, cv2.NORM_L1)
        self._frames, self._values = self._frames + 1, self._values + a.size
        if sum == 0:
            self._identical, self._ssim = self._identical + 1, self._ssim + 1.0
            return 0.0
        self._sum += sum
        self._squares += cv2.norm(a, b, cv2.NORM_L2SQR)
        self._largest = max(self._largest, int(cv2.norm(a, b, cv2.NORM_INF)))
        self._ssim += ssim(a, b)
        return float(sum / a.size)

    def total(self) -> Difference:
        """What was found. Raises ValueError if there were no pairs."""
        if not self._frames:
            raise ValueError("differences: expected pairs of frames; got none")
        return Difference(
            frames=self._frames,
            identical=self._identical,
            mean=self._sum / self._values,
            largest=self._largest,
            psnr=decibels(self._squares / self._values),
            ssim=self._ssim / self._frames,
        )


def none(frames: int) -> Difference:
    """The difference of so many frames that are known to be the same."""
    return Difference(frames=frames, identical=frames, mean=0.0, largest=0, psnr=decibels(0), ssim=1.0)


def ssim(a: Picture, b: Picture) -> float:
    """Mean structural similarity of the light of two pictures of one size: 1 where they are the same.

    Pictures less than 11 pixels wide or high are one window.

    Source: Wang et al. 2004, Image Quality Assessment: From Error Visibility to Structural Similarity, section III.
    """
    x, y = _light(a), _light(b)
    mean_x, mean_y = _smooth(x), _smooth(y)
    spread_x = _smooth(x * x) - mean_x * mean_x
    spread_y = _smooth(y * y) - mean_y * mean_y
    common = _smooth(x * y) - mean_x * mean_y
    light = (2 * mean_x * mean_y + _C1) / (mean_x * mean_x + mean_y * mean_y + _C1)
    return float(np.mean(light * (2 * common + _C2) / (spread_x + spread_y + _C2)))


def _light(picture: Picture) -> Light:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    by = max(1, round(min(height, width) / _SHORTER))
    if by > 1:
        grey = cv2.resize(grey, (width // by, height // by), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.float32)


def _smooth(light: Light) -> Float32[np.ndarray, "inner_rows inner_columns"]:
    """Weighted means of windows that lie in the picture as a whole."""
    x, y = (min(size, side) // 2 for size, side in zip(_WINDOW, (light.shape[1], light.shape[0]), strict=True))
    smooth = cv2.GaussianBlur(light, _WINDOW, _SIGMA, borderType=cv2.BORDER_REFLECT)
    rows, columns = slice(y, max(y + 1, light.shape[0] - y)), slice(x, max(x + 1, light.shape[1] - x))
    return np.asarray(smooth[rows, columns])
