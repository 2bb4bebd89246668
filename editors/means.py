"""Means over squares around every pixel."""

import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor


def means(values: Float[Tensor, "n c h w"], side: int, *, beyond: bool = False) -> Float[Tensor, "n c h w"]:
    """Of a square of an odd side; beyond the edges there are zeros, if they count at all.

    First down, then across: what a square takes side * side additions for.
    """
    down = F.avg_pool2d(values, (side, 1), 1, (side // 2, 0), count_include_pad=beyond)
    return F.avg_pool2d(down, (1, side), 1, (0, side // 2), count_include_pad=beyond)
