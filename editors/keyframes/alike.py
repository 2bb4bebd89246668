"""What the picture does not show: places of a colour are changed as others of that colour near them are.

Legs that were stretched out take their new colour from those that were not; a wall that somebody stood before takes it
from the wall beside them. Means over cells of place and colour say how.

Source: the bilateral grid of Chen et al. 2007 (Real-time Edge-Aware Image Processing with the Bilateral Grid).
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

_DOWN = 8
"""Cells from the upper edge to the lower."""
_COLOURS = 12
"""Cells of each of red, green and blue."""
_FAR, _ANY = 1e-3, 1e-7
"""What a place of a colour counts anywhere in the frame, and one of any colour, beside one that is near and alike."""
_MOSTLY = 0.5, 0.9
"""Of what is alike, so much must be changed for anything else to be, and for it to be changed wholly."""


@dataclass(frozen=True, eq=False)
class Alike:
    """What was done to colours at places."""

    cells: Float[Tensor, "5 y x c c c"]
    """Sums of what was added to red, green and blue, of how much was changed, and of how much there is."""

    @classmethod
    def of(
        cls,
        colours: Float[Tensor, "3 h w"],
        added: Float[Tensor, "3 h w"],
        amount: Float[Tensor, "h w"],
        weight: Float[Tensor, "h w"],
    ) -> "Alike":
        """Learn it of a picture. `amount` says where colours were changed, `weight` which pixels count."""
        h, w = amount.shape
        across = max(1, round(_DOWN * w / h))
        y, x = torch.meshgrid((torch.arange(h) + 0.5) / h, (torch.arange(w) + 0.5) / w, indexing="ij")
        shape = (_DOWN, across, _COLOURS, _COLOURS, _COLOURS)
        at = _cells(colours, torch.stack([x, y], -1), shape)
        values = torch.cat([added * amount, amount[None], torch.ones_like(amount)[None]]) * weight
        total = torch.zeros(5, *shape).flatten(1)
        total.index_add_(1, at.flatten(), values.flatten(1))
        cells = total.reshape(5, *shape)
        for axis in (1, 2, 1, 2, 3, 4, 5):
            cells = _softened(cells, axis)
        anywhere = cells.sum((1, 2), keepdim=True)
        return cls(cells + _FAR * anywhere + _ANY * anywhere.sum((3, 4, 5), keepdim=True))

    def found(
        self, colours: Float[Tensor, "3 h w"], where: Float[Tensor, "h w 2"]
    ) -> tuple[Float[Tensor, "h w"], Float[Tensor, "3 h w"]]:
        """How surely colours at places are changed, 0..1, and what is added to them."""
        at = _cells(colours, where, tuple(self.cells.shape[1:]))
        cells = self.cells.flatten(1)
        added = cells[:3] / cells[3].clamp_min(1e-12)
        low, high = _MOSTLY
        share = ((cells[3] / cells[4].clamp_min(1e-12) - low) / (high - low)).clamp(0, 1)
        return share[at], added[:, at]


def _cells(
    colours: Float[Tensor, "3 h w"], where: Float[Tensor, "h w 2"], shape: tuple[int, ...]
) -> Int[Tensor, "h w"]:
    """The numbers of the cells that colours at places are in."""
    down, across, many = shape[0], shape[1], shape[2]
    x = (where[..., 0] * across).long().clamp(0, across - 1)
    y = (where[..., 1] * down).long().clamp(0, down - 1)
    red, green, blue = (colours * many).long().clamp(0, many - 1)
    number: Int[Tensor, "h w"] = (((y * across + x) * many + red) * many + green) * many + blue
    return number


def _softened(cells: Tensor, axis: int) -> Tensor:
    """Each cell with half of those beside it."""
    beside = torch.zeros_like(cells)
    length = cells.shape[axis]
    if length > 1:
        beside.narrow(axis, 0, length - 1).add_(cells.narrow(axis, 1, length - 1))
        beside.narrow(axis, 1, length - 1).add_(cells.narrow(axis, 0, length - 1))
    return cells + beside / 2
