"""The explicit field: the canonical image is an ordinary picture, and maps are sums of grids of displacements.

Maps begin with flow strung together and are corrected by grids from coarse to fine; the frame of reference stays where
it is, so that the canonical image is as natural as that frame. No network anywhere.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float, Int
from torch import Tensor, nn

from editors.canonical import Canvas

GRIDS = (27, 14, 7, 3.5)
"""Pixels of a frame's height per cell of each grid of displacements, at 108 rows; the last is the finest."""
_LEVELS = 4
"""Of the image: full size, and ever halved."""
_LIGHT = (3, 5)
"""Rows and columns in which light varies."""
_COARSE = 0.4
"""The part of a fit in which grids come in one after the other."""


class ImageField(nn.Module):
    """See `editors.field.Field`."""

    name = "image"

    def __init__(
        self,
        start: Float[Tensor, "n h w 2"],
        reference: int,
        image: Float[Tensor, "3 height width"],
        canvas: Canvas,
    ) -> None:
        """Begin with maps in canonical coordinates, of which that of the reference frame is exact, and an image."""
        super().__init__()
        n, rows, columns, _ = start.shape
        self.start: Tensor
        self.moves: Tensor
        self.register_buffer("start", start)
        self.register_buffer("moves", (torch.arange(n) != reference).float()[:, None, None, None])
        sizes = [(max(2, round(rows / cell)), max(2, round(columns / cell))) for cell in _cells(rows)]
        self.grids = nn.ParameterList(torch.zeros(n, 2, *size) for size in sizes)
        self.levels = nn.ParameterList(_pyramid(image))
        self.gains = nn.Parameter(torch.zeros(n, 3, *_LIGHT))
        self.canvas, self.size = canvas, (rows, columns)
        self._pixel = (2 / columns, 2 / rows)

    def maps(self, frames: Int[Tensor, " k"], progress: float) -> Float[Tensor, "k h w 2"]:
        """See `Field`."""
        moved = torch.zeros(len(frames), 2, *self.size)
        for n, grid in enumerate(self.grids):
            weight = min(1.0, max(0.0, progress / _COARSE * len(self.grids) - n + 1)) if progress < _COARSE else 1.0
            if weight > 0:
                moved = moved + weight * F.interpolate(grid[frames], self.size, mode="bilinear", align_corners=False)
        scaled = moved * torch.tensor(self._pixel)[:, None, None] * self.moves[frames]
        return self.start[frames] + scaled.movedim(1, -1)

    def colours(
        self, frames: Int[Tensor, " k"], where: Float[Tensor, "k h w 2"], progress: float
    ) -> Float[Tensor, "k 3 h w"]:
        """See `Field`."""
        x0, y0, x1, y1 = self.canvas
        low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
        grid = 2 * (where - low) / (high - low) - 1
        whole = self._whole().expand(len(frames), -1, -1, -1)
        taken = F.grid_sample(whole, grid, mode="bilinear", padding_mode="border", align_corners=False)
        light = F.interpolate(self._light(frames), self.size, mode="bilinear", align_corners=False)
        return taken * light

    def light(self) -> Float[Tensor, "n 3 lh lw"]:
        """See `Field`."""
        return self._light(torch.arange(len(self.gains))).detach()

    def image(self, size: tuple[int, int]) -> Float[Tensor, "3 height width"]:
        """See `Field`."""
        return F.interpolate(self._whole().detach(), size, mode="bilinear", align_corners=False, antialias=True)[0]

    def groups(self) -> list[dict[str, object]]:
        """See `Field`."""
        return [
            {"params": list(self.grids), "lr": 0.03},
            {"params": list(self.levels), "lr": 0.01},
            {"params": [self.gains], "lr": 0.003},
        ]

    def _light(self, frames: Int[Tensor, " k"]) -> Float[Tensor, "k 3 lh lw"]:
        """That of the frame of reference is 1, so that the image keeps its colours."""
        light: Tensor = (self.gains[frames] * self.moves[frames]).exp()
        return light

    def _whole(self) -> Float[Tensor, "1 3 height width"]:
        finest = self.levels[0]
        whole: Tensor = finest[None]
        for level in list(self.levels)[1:]:
            whole = whole + F.interpolate(level[None], finest.shape[-2:], mode="bilinear", align_corners=False)
        return whole


def _cells(rows: int) -> list[float]:
    return [cell * rows / 108 for cell in GRIDS]


def _pyramid(image: Float[Tensor, "3 height width"]) -> Sequence[Tensor]:
    """The image itself, and corrections of none at all in ever coarser cells."""
    height, width = image.shape[-2:]
    coarser = [torch.zeros(3, max(1, height >> k), max(1, width >> k)) for k in range(1, _LEVELS)]
    return [image.clone(), *coarser]
