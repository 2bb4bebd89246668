"""What stands still in a still shot stays where it is: cells in which nobody is near, the same in all of its frames.

Frames that are sampled each to a picture of its own agree nearly, and what nearly agrees flickers. So where the
camera stands, the bare ground of all keyframes becomes that of the first that shows it (a mean of several would be a
blur); and between two that show the very same, it is known.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.fill import BESIDE, covered


def bare(conditions: FrameConditions, rows: int, columns: int) -> Bool[Tensor, "{rows} {columns}"]:
    """The cells in which nobody is, or casts a shadow."""
    free = torch.ones(rows, columns, dtype=torch.bool)
    for seen in conditions.seen:
        free &= covered(seen.box, rows, columns, BESIDE) == 0
    return free


def settled(
    frames: Float[Tensor, "l c h w"], conditions: Sequence[FrameConditions], supplied: Sequence[bool]
) -> Float[Tensor, "l c h w"]:
    """Frames of a shot, each bare cell that of the first that is bare; of the supplied ones, which stay, if one is.

    Where the camera moves all is as it was.
    """
    if any(one.camera != conditions[0].camera for one in conditions):
        return frames
    free = torch.stack([bare(one, *frames.shape[-2:]) for one in conditions])[:, None]
    kept = torch.tensor(supplied)[:, None, None, None]
    shown = torch.where((free & kept).any(0), free & kept, free)
    first = shown.int().argmax(0, keepdim=True).expand_as(frames[:1])
    return torch.where(free & ~kept, frames.gather(0, first), frames)


def known_between(
    first: Float[Tensor, "c h w"], last: Float[Tensor, "c h w"], wanted: Sequence[FrameConditions]
) -> Bool[Tensor, "l 1 h w"]:
    """The cells of frames between two that are known by both: the same in each, with nobody near."""
    same = (first == last).all(0)
    return torch.stack([same & bare(one, *first.shape[-2:]) for one in wanted])[:, None]
