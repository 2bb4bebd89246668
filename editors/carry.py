"""From a frame to the canvas, and from the canvas of one piece of a clip to that of the next."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from jaxtyping import Float
from torch import Tensor

from editors.canonical import CanonicalClip, Layer
from editors.canvas import gathered
from editors.change import Change

_HARDLY = 0.02


def painted(
    layer: Layer, values: Float[Tensor, "n c h w"], frames: Sequence[int], weight: Float[Tensor, "n h w"] | None = None
) -> tuple[Float[Tensor, "c height width"], Float[Tensor, "height width"]]:
    """What some frames hold, on the layer's canvas; and where on it they lie, 0 where they do not."""
    size = (values.shape[-2], values.shape[-1])
    maps = torch.stack([layer.where(frame, size) for frame in frames])
    weight = torch.ones(len(frames), *size) if weight is None else weight
    height, width = layer.image.shape[-2:]
    found, seen = gathered(values, maps, weight, layer.canvas, (height, width))
    return found, (seen > _HARDLY).float()


def region_of(layer: Layer, frame: int, matte: Float[Tensor, "h w"]) -> Float[Tensor, "height width"]:
    """The part of the canvas that a matte in a frame lies on."""
    found, seen = painted(layer, matte[None, None], [frame])
    return found[0] * seen


def carried(change: Change, old: CanonicalClip, new: CanonicalClip, shared: Sequence[tuple[int, int]]) -> Change:
    """A change of one piece as one of the next: what the frames that both have show of it.

    Args:
        shared: those frames: their numbers in the old piece and in the new one.
    """
    layer, onto = old.layer(change.layer), new.layer(change.layer)
    size = old.size
    nothing = torch.zeros_like(layer.image)
    moves = torch.zeros(2, *layer.image.shape[-2:]) if change.moves is None else change.moves
    image = nothing if change.image is None else change.image
    whole = torch.cat([image, change.amount[None], moves])
    values = torch.stack([layer.taken(whole, before, size) for before, _ in shared])
    found, seen = painted(onto, values, [after for _, after in shared])
    amount = found[3] * seen
    return replace(
        change,
        amount=amount,
        image=None if change.image is None else torch.where(amount > _HARDLY, found[:3], onto.image),
        moves=None if change.moves is None else found[4:] * seen,
    )
