"""Colours as people see them (CIE L*a*b*), and what the colour of a thing is."""

import cv2
import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

_BINS, _SPREAD = 44, 2.0
"""Of each of a and b, in which colours are counted; and over how many neighbours a count is spread."""
_CHROMA = 0.5
"""How much more a strong colour counts than grey."""
_ABOUT, _ANY = 30.0, 0.01
"""How far from a colour, in a and b, one is still like it; and the part of a region that must be, at least."""


def to_lab(pictures: Float[Tensor, "*n 3 h w"]) -> Float[Tensor, "*n 3 h w"]:
    """sRGB of 0..1 to lightness of 0..100, and a and b of about -100..100."""
    return _converted(pictures, cv2.COLOR_RGB2LAB)


def to_rgb(pictures: Float[Tensor, "*n 3 h w"]) -> Float[Tensor, "*n 3 h w"]:
    """The way back; what no screen can show is cut to 0..1."""
    return _converted(pictures, cv2.COLOR_LAB2RGB).clamp(0, 1)


def _converted(pictures: Tensor, how: int) -> Tensor:
    rows = pictures.movedim(-3, -1)
    flat = rows.reshape(-1, 1, 3).contiguous().float().numpy()
    return torch.from_numpy(cv2.cvtColor(flat, how)).reshape(rows.shape).movedim(-1, -3)


def main_colour(
    lab: Float[Tensor, "3 h w"], weight: Float[Tensor, "h w"], like: Float[Tensor, "3"] | None = None
) -> Float[Tensor, "3"]:
    """The colour that most of a region has: the mean of the commonest hue and its like.

    Light and dark of one hue count together. Grey counts as a hue, for less: what is half red and half white is red.
    With `like`, the commonest of those that are about that colour, if any is: a dress, not the skin.
    """
    if float(weight.sum()) <= 0:
        return lab.flatten(1).mean(1)
    values, count = lab.flatten(1), weight.flatten()
    cells = ((values[1:] + 110) / 220 * _BINS).clamp(0, _BINS - 1).long()
    count = count * (1 + _CHROMA * (values[1:].norm(dim=0) / 60).clamp(0, 1))
    histogram = torch.zeros(_BINS * _BINS).index_add_(0, cells[0] * _BINS + cells[1], count)
    smooth = cv2.GaussianBlur(histogram.reshape(_BINS, _BINS).numpy(), (0, 0), _SPREAD, borderType=cv2.BORDER_CONSTANT)
    if like is not None:
        ticks = (np.arange(_BINS) + 0.5) * 220 / _BINS - 110
        off = np.hypot(ticks[:, None] - float(like[1]), ticks[None] - float(like[2]))
        alike = smooth * np.exp(-((off / _ABOUT) ** 2))
        if alike.sum() > _ANY * smooth.sum():
            smooth = alike
    a, b = np.unravel_index(int(smooth.argmax()), smooth.shape)
    middle = (torch.tensor([float(a), float(b)]) + 0.5) * 220 / _BINS - 110
    near = count * (values[1:] - middle[:, None]).square().sum(0).lt(144)
    found: Tensor = (values * near).sum(1) / near.sum().clamp_min(1e-6)
    return found
