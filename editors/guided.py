"""What is known at some pixels, told at all: nearby it goes with colour, so that it ends where a thing ends."""

import torch
from jaxtyping import Float
from torch import Tensor

from editors.means import means

_EVEN = 1e-2
"""Of colours' variance: where they differ less, all around has the same say."""


def guided(
    values: Float[Tensor, "h w k"], weight: Float[Tensor, "h w"], guide: Float[Tensor, "3 h w"], side: int
) -> Float[Tensor, "h w k"]:
    """Values as linear functions of the guide's colours, fitted in squares where they have weight.

    Source: He et al. 2010 (Guided Image Filtering), equations 14 to 16 for guides in colour; with weights.
    """
    size, k = weight.shape, values.shape[-1]
    known = values.movedim(-1, 0)
    pairs = torch.triu_indices(3, 3)
    kinds = [
        torch.ones(1, *size),
        guide,
        known,
        guide[pairs[0]] * guide[pairs[1]],
        (guide[:, None] * known).flatten(0, 1),
    ]
    summed = means((torch.cat(kinds) * weight.clamp_min(1e-6))[None], side)[0]
    colour, value, both, crossed = torch.split(summed[1:] / summed[:1], [3, k, 6, 3 * k])
    spread = torch.empty(3, 3, *size)
    spread[pairs[0], pairs[1]] = spread[pairs[1], pairs[0]] = both - colour[pairs[0]] * colour[pairs[1]]
    along = torch.unflatten(crossed, 0, (3, k)) - colour[:, None] * value
    slope = torch.linalg.solve(
        (spread + _EVEN * torch.eye(3)[..., None, None]).permute(2, 3, 0, 1), along.permute(2, 3, 0, 1)
    )
    slope = slope.permute(2, 3, 0, 1)
    level = value - (slope * colour[:, None]).sum(0)
    smooth = means(torch.cat([slope.flatten(0, 1), level])[None], side)[0]
    slopes, levels = torch.split(smooth, [3 * k, k])
    found: Tensor = (torch.unflatten(slopes, 0, (3, k)) * guide[:, None]).sum(0) + levels
    return found.movedim(0, -1)
