"""The layout as a picture in the latent grid: every entity painted into its box, far to near; and where the grid lies.

The strongest lever of all conditions: without it a network must learn from words alone what stands where.
"""

import math

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from generators.nuwa_xl.blocks import fourier

PAD = 0.35
"""Cells by which a painted box is larger on every side: outlines reach over it."""
MASKS = 3
"""Channels beside the paint: how much of a cell entities cover, whether several do, whether any touches it."""
GROUND = 17
"""Channels that say where a cell is."""
_COORDINATES = 12
_FARTHEST = 1.4
"""How far outside its box, in half boxes, an entity's coordinates go on."""
_SMALLEST = 0.02
"""Of the frame: smaller boxes are painted as if they were so large."""


def coverage(box: Float[Tensor, "*s 4"], size: tuple[int, int], pad: float = 0.0) -> Float[Tensor, "*s h w"]:
    """The share of each cell that a box covers, exact, `pad` cells added on every side."""
    x0, y0, x1, y1 = box[..., None].unbind(-2)
    across = _overlap(x0, x1, size[1], pad)
    down = _overlap(y0, y1, size[0], pad)
    return down[..., :, None] * across[..., None, :]


def inside(
    box: Float[Tensor, "b l n 4"], present: Bool[Tensor, "b l n"], size: tuple[int, int]
) -> Float[Tensor, "b l 1 h w"]:
    """1 in every cell that a box touches, 0 elsewhere: where losses weigh more and layouts are measured."""
    touched = (coverage(box, size) > 0) & present[..., None, None]
    return touched.any(2).to(box.dtype)[:, :, None]


def ground(camera: Float[Tensor, "b l 4"], size: tuple[int, int]) -> Float[Tensor, "b l 17 h w"]:
    """Where each cell is in the frame, and in the place's master view, as features.

    A camera that pans or zooms moves the second: what stands still in a place keeps its coordinates.
    """
    x, y = _centres(size, camera.device)
    x, y = x.expand(size), y[:, None].expand(size)
    pan, tilt, zoom, roll = (v[..., None, None] for v in camera.unbind(-1))
    aspect = size[1] / size[0]
    right, down = (x - 0.5) * aspect, y - 0.5
    turn = roll * math.pi
    right, down = right * turn.cos() - down * turn.sin(), right * turn.sin() + down * turn.cos()
    u = right / aspect / 2**zoom + pan
    v = down / 2**zoom + tilt
    frame = torch.stack([2 * x - 1, 2 * y - 1], -1).expand(*u.shape, 2)
    place = torch.stack([u, v], -1)
    both = torch.cat(
        [frame, place.clamp(-2, 2), fourier(place, 3), torch.full_like(u, math.log(aspect))[..., None]], -1
    )
    return both.permute(0, 1, 4, 2, 3)


class Painting(nn.Module):
    """Paints entities: in each cell a small network of who it is and where in its box the cell lies."""

    def __init__(self, entity: int, width: int, hidden: int = 64) -> None:
        """`entity` is the width of what describes one, `width` that of the paint."""
        super().__init__()
        self.where = nn.Linear(_COORDINATES, hidden)
        self.who = nn.Linear(entity, 2 * hidden)
        self.paint = nn.Linear(hidden, width)

    def forward(
        self,
        entity: Float[Tensor, "b l n e"],
        box: Float[Tensor, "b l n 4"],
        mirrored: Bool[Tensor, "b l n"],
        present: Bool[Tensor, "b l n"],
        size: tuple[int, int],
    ) -> Float[Tensor, "b l c h w"]:
        """Paint and masks, `width + MASKS` channels; a nearer entity hides a farther one.

        `mirrored` faces the other way: its coordinates run from right to left.
        """
        b, length = box.shape[:2]
        entity, box, mirrored, here = (x.flatten(0, 1) for x in (entity, box, mirrored, present))
        masks = coverage(box, size, PAD) * here[..., None, None]
        hides = torch.cat([1 - masks[:, 1:], torch.ones_like(masks[:, :1])], 1).flip(1).cumprod(1).flip(1)
        shown = masks * hides
        # only cells in which somebody is shown are computed: a twelfth of them all
        f, n, row, column = shown.nonzero(as_tuple=True)
        # what describes an entity scales and shifts the first layer's outputs: a layer of its own for each
        scale, shift = self.who(entity).chunk(2, -1)
        hidden = self.where(self._features(box[f, n], mirrored[f, n], row, column, size))
        hidden = F.silu(hidden * (1 + scale[f, n]) + shift[f, n])
        # hidden layers are laid over each other: the last layer is linear, so it is the same as to do so with paint
        laid = hidden.new_zeros(len(box) * size[0] * size[1], hidden.shape[-1])
        weight = shown[f, n, row, column, None].to(hidden.dtype)
        laid = laid.index_add(0, (f * size[0] + row) * size[1] + column, hidden * weight)
        covered = shown.sum(1).flatten()[:, None].to(hidden.dtype)
        paint = F.linear(laid, self.paint.weight) + self.paint.bias * covered
        channels = paint.float().reshape(len(box), *size, -1).permute(0, 3, 1, 2)
        flags = [masks.amax(1), (masks.sum(1) > 1).float(), (masks > 0).any(1).float()]
        painted = torch.cat([channels, torch.stack(flags, 1)], 1)
        return painted.reshape(b, length, *painted.shape[1:])

    def _features(
        self,
        box: Float[Tensor, "k 4"],
        mirrored: Bool[Tensor, " k"],
        row: Int[Tensor, " k"],
        column: Int[Tensor, " k"],
        size: tuple[int, int],
    ) -> Float[Tensor, "k 12"]:
        """Where a cell is in a box, -1..1 from edge to edge, and how large the box is."""
        x, y = (column + 0.5) / size[1], (row + 0.5) / size[0]
        wide, high = ((box[:, k + 2] - box[:, k]).clamp(min=_SMALLEST) for k in (0, 1))
        across = ((x - box[:, 0]) / wide * 2 - 1) * torch.where(mirrored, -1.0, 1.0)
        down = (y - box[:, 1]) / high * 2 - 1
        place = torch.stack([across, down], -1).clamp(-_FARTHEST, _FARTHEST)
        return torch.cat([place, fourier(place, 2), torch.stack([wide * 4 - 1, high * 3 - 1], -1)], -1)


def _centres(size: tuple[int, int], device: torch.device) -> tuple[Float[Tensor, " w"], Float[Tensor, " h"]]:
    """Of the columns and of the rows, in fractions of the frame."""
    h, w = size
    return (torch.arange(w, device=device) + 0.5) / w, (torch.arange(h, device=device) + 0.5) / h


def _overlap(
    low: Float[Tensor, "*s 1"], high: Float[Tensor, "*s 1"], cells: int, pad: float
) -> Float[Tensor, "*s {cells}"]:
    """The share of each of so many cells in a row that lies between two fractions of it."""
    left = torch.arange(cells, device=low.device)
    return (torch.minimum(left + 1, high * cells + pad) - torch.maximum(left, low * cells - pad)).clamp(0, 1)
