"""A layer's edited picture → edited frames: only what was changed is drawn anew, all else stays as it was shot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.canonical import CanonicalClip, Layer

_SAME, _OTHER = 0.06, 0.18
"""Differences of colour between which a pixel goes over from showing its layer to showing what is in front of it."""
_GRAIN = 0.06
"""Of what was shot, so much is left on what is stuck on."""
_AROUND = 0.012
"""Of the frame's height: so much around a thing goes with it."""

OnColours = Callable[[Float[Tensor, "3 h w"]], Float[Tensor, "3 h w"]]
"""Colours to colours, each pixel by itself."""


@dataclass(frozen=True, eq=False)
class Change:
    """What was done to a layer.

    `repaint`: colours of what was shot are changed, each by itself. `difference`: what was done to the canonical
    image's colours is done to those of the frames, which keep their grain. `surface`: the picture is stuck on, and
    lit as the layer is. `bend`: the layer is drawn out of shape. `reveal`: the farthest layer is seen in its place.
    """

    layer: str
    how: Literal["repaint", "difference", "surface", "bend", "reveal"]
    amount: Float[Tensor, "height width"]
    """Where on the canvas, 0..1."""
    image: Float[Tensor, "3 height width"] | None = None
    """The edited canonical image; of `repaint` and `bend` there is none."""
    colours: OnColours | None = None
    """Of `repaint`."""
    moves: Float[Tensor, "2 height width"] | None = None
    """Of `bend`: by how much each place of the canvas is drawn away from where it was, in canonical coordinates."""


def changed(frame: Float[Tensor, "3 h w"], clip: CanonicalClip, number: int, change: Change) -> Float[Tensor, "3 h w"]:
    """A frame with a change, at its own size. Nothing changes where the layer is hidden."""
    size = (frame.shape[-2], frame.shape[-1])
    layer, share = next((layer, share) for layer, share in clip.visible(number, size) if layer.name == change.layer)
    amount = layer.taken(change.amount[None], number, size)[0] * share
    if not bool(amount.any()):
        return frame
    match change.how:
        case "repaint":
            assert change.colours is not None
            made, part = frame.clone(), _around(amount)
            made[part] = change.colours(frame[part])
        case "difference":
            assert change.image is not None
            made = frame + layer.taken(change.image - layer.image, number, size) * layer.lit(number, size)
        case "surface":
            assert change.image is not None
            made = layer.taken(change.image, number, size) * layer.lit(number, size)
            made = made + (frame - layer.taken(layer.image, number, size) * layer.lit(number, size)).clamp(
                -_GRAIN, _GRAIN
            )
            amount = amount * in_sight(frame, layer, number)
        case "bend":
            assert change.moves is not None
            bent = _bent(torch.cat([frame, share[None]]), layer, number, change.moves)
            made, there = bent[:3], bent[3]
            if layer is not clip.layers[0]:
                left = grown(share, round(_AROUND * size[0])) * (1 - there)
                frame = torch.lerp(frame, _behind(clip, number, size), left * amount.max())
                amount = there * amount.max()
        case "reveal":
            made = _behind(clip, number, size)
            amount = grown(amount, round(_AROUND * size[0]))
    return torch.lerp(frame, made.clamp(0, 1), amount)


def _around(amount: Float[Tensor, "h w"]) -> tuple[slice, slice, slice]:
    """The smallest part of a picture, of three channels, outside of which there is nothing."""
    rows, columns = (amount.any(axis).nonzero().flatten() for axis in (1, 0))
    return slice(None), slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def in_sight(frame: Float[Tensor, "3 h w"], layer: Layer, number: int) -> Float[Tensor, "h w"]:
    """Where a frame shows what the layer has there, 1; 0 where something else is in front of it."""
    size = (frame.shape[-2], frame.shape[-1])
    expected = layer.taken(layer.image, number, size) * layer.lit(number, size)
    off = (frame - expected).square().mean(0, keepdim=True)[None]
    radius = max(1, round(size[0] / 90))
    off = F.avg_pool2d(F.pad(off, (radius,) * 4, mode="replicate"), 2 * radius + 1, 1)[0, 0].sqrt()
    return 1 - ((off - _SAME) / (_OTHER - _SAME)).clamp(0, 1)


def _behind(clip: CanonicalClip, number: int, size: tuple[int, int]) -> Float[Tensor, "3 h w"]:
    """The farthest layer, as if nothing stood in front of it."""
    ground = clip.layers[0]
    return ground.taken(ground.image, number, size) * ground.lit(number, size)


def _bent(
    frame: Float[Tensor, "c h w"], layer: Layer, number: int, moves: Float[Tensor, "2 height width"]
) -> Float[Tensor, "c h w"]:
    """What was where a place is drawn from, taken from the frame itself: the move there is what the map makes of it."""
    size = (frame.shape[-2], frame.shape[-1])
    rows, columns = size
    where = layer.where(number, size)
    across, down = torch.gradient(where, dim=1)[0], torch.gradient(where, dim=0)[0]
    drawn = layer.taken(moves, number, size).movedim(0, -1)
    area = (across[..., 0] * down[..., 1] - across[..., 1] * down[..., 0]).abs().clamp_min(0.1 * 4 / (rows * columns))
    x = (drawn[..., 0] * down[..., 1] - drawn[..., 1] * down[..., 0]) / area
    y = (drawn[..., 1] * across[..., 0] - drawn[..., 0] * across[..., 1]) / area
    here = torch.stack(torch.meshgrid(torch.arange(rows) + 0.5, torch.arange(columns) + 0.5, indexing="ij")[::-1], -1)
    grid = 2 * (here - torch.stack([x, y], -1)) / torch.tensor([columns, rows]) - 1
    return F.grid_sample(frame[None], grid[None], padding_mode="border", align_corners=False)[0]


def grown(region: Float[Tensor, "height width"], by: int) -> Float[Tensor, "height width"]:
    """A region and what is within some pixels of it."""
    return F.max_pool2d(region[None, None], 2 * by + 1, 1, by)[0, 0] if by > 0 else region
