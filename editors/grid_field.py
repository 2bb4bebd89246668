"""The field of feature grids: a canonical image and a deformation, each dense grids that a small network reads.

Dense grids read bilinearly take the place of hash tables: on a CPU those are several times slower. Features of the
deformation come in from coarse to fine.

Source: Ouyang et al. 2023 (CoDeF), sections 3.1 and 3.2; Müller et al. 2022 (Instant NGP) for the grids' levels.
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float, Int
from torch import Tensor, nn

from editors.canonical import Canvas

_FEATURES, _HIDDEN = 4, 64
_IMAGE_LEVELS = 5
"""Of the canonical image's grids: full size, and ever halved."""
_MOTION_LEVELS = 4
_FINEST = 4
"""Pixels of a frame, and half as many frames, per cell of the finest grid of the deformation."""
_COARSE = 0.4
"""The part of a fit in which the deformation's features come in, level after level."""
_MOST = 0.2
"""What the network's output of 1 moves, in canonical coordinates: a fifth, as CoDeF divides by five."""


class GridField(nn.Module):
    """See `editors.field.Field`."""

    name = "grid"

    def __init__(
        self,
        start: Float[Tensor, "n h w 2"],
        reference: int,
        image: Float[Tensor, "3 height width"],
        canvas: Canvas,
    ) -> None:
        """Begin with maps in canonical coordinates; the image is learnt anew, whatever `image` shows."""
        super().__init__()
        n, rows, columns, _ = start.shape
        height, width = image.shape[-2:]
        self.start: Tensor
        self.moves: Tensor
        self.register_buffer("start", start)
        self.register_buffer("moves", (torch.arange(n) != reference).float()[:, None, None, None])
        self.canvas, self.size, self.length = canvas, (rows, columns), n
        generator = torch.Generator().manual_seed(0)

        def grid(*sizes: int) -> nn.Parameter:
            return nn.Parameter(1e-2 * torch.randn(1, _FEATURES, *sizes, generator=generator))

        self.pictures = nn.ParameterList(grid(max(2, height >> k), max(2, width >> k)) for k in range(_IMAGE_LEVELS))
        cells = [_FINEST * 2**k for k in range(_MOTION_LEVELS)]
        self.motions = nn.ParameterList(
            grid(max(2, -(-2 * n // cell)), max(2, rows // cell), max(2, columns // cell)) for cell in reversed(cells)
        )
        self.paint = _network((2 + _FEATURES * _IMAGE_LEVELS, _HIDDEN, _HIDDEN, 3), generator)
        self.bend = _network((3 + _FEATURES * _MOTION_LEVELS, _HIDDEN, _HIDDEN, 2), generator)
        nn.init.zeros_(self.bend[-1].weight)  # type: ignore[arg-type]

    def maps(self, frames: Int[Tensor, " k"], progress: float) -> Float[Tensor, "k h w 2"]:
        """See `Field`."""
        rows, columns = self.size
        k = len(frames)
        time = 2 * (frames.float() + 0.5) / self.length - 1
        y = 2 * (torch.arange(rows) + 0.5) / rows - 1
        x = 2 * (torch.arange(columns) + 0.5) / columns - 1
        t, v, u = torch.meshgrid(time, y, x, indexing="ij")
        at = torch.stack([u, v, t], -1)
        read = [at]
        for n, level in enumerate(self.motions):
            weight = min(1.0, max(0.0, progress / _COARSE * _MOTION_LEVELS - n + 1)) if progress < _COARSE else 1.0
            found = F.grid_sample(level, at[None], padding_mode="border", align_corners=False)[0]
            read.append(weight * found.movedim(0, -1))
        moved: Tensor = self.bend(torch.cat(read, -1).reshape(k * rows * columns, -1)).reshape(k, rows, columns, 2)
        return self.start[frames] + _MOST * moved * self.moves[frames]

    def colours(
        self, frames: Int[Tensor, " k"], where: Float[Tensor, "k h w 2"], progress: float
    ) -> Float[Tensor, "k 3 h w"]:
        """See `Field`."""
        return self._painted(where).movedim(-1, 1)

    def light(self) -> Float[Tensor, "n 3 lh lw"]:
        """See `Field`: it is one light."""
        return torch.ones(self.length, 3, 1, 1)

    def image(self, size: tuple[int, int]) -> Float[Tensor, "3 height width"]:
        """See `Field`."""
        height, width = size
        x0, y0, x1, y1 = self.canvas
        y = y0 + (torch.arange(height) + 0.5) / height * (y1 - y0)
        x = x0 + (torch.arange(width) + 0.5) / width * (x1 - x0)
        with torch.no_grad():
            plane = torch.stack(torch.meshgrid(y, x, indexing="ij")[::-1], -1)
            return self._painted(plane[None])[0].movedim(-1, 0)

    def groups(self) -> list[dict[str, object]]:
        """See `Field`."""
        return [
            {"params": [*self.pictures, *self.motions], "lr": 1e-2},
            {"params": [*self.paint.parameters(), *self.bend.parameters()], "lr": 2e-3},
        ]

    def _painted(self, where: Float[Tensor, "k h w 2"]) -> Float[Tensor, "k h w 3"]:
        x0, y0, x1, y1 = self.canvas
        low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
        at = 2 * (where - low) / (high - low) - 1
        k, rows, columns, _ = at.shape
        flat = at.reshape(1, k * rows, columns, 2)
        read = [flat[0]]
        for level in self.pictures:
            found = F.grid_sample(level, flat, padding_mode="border", align_corners=False)[0]
            read.append(found.movedim(0, -1))
        painted: Tensor = self.paint(torch.cat(read, -1).reshape(k * rows * columns, -1)) + 0.5
        return painted.reshape(k, rows, columns, 3)


def _network(widths: Sequence[int], generator: torch.Generator) -> nn.Sequential:
    layers: list[nn.Module] = []
    for before, after in pairwise(widths):
        linear = nn.Linear(before, after)
        with torch.no_grad():
            linear.weight.normal_(0, (2 / before) ** 0.5, generator=generator)
            nn.init.zeros_(linear.bias)
        layers += [linear, nn.ReLU()]
    return nn.Sequential(*layers[:-1])
