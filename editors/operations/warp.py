"""Points of a thing dragged elsewhere: the rest bends with them, least where it is farthest away."""

from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from editors.change import Change
from editors.operations.protocol import Asked, number
from storyline.errors import EditError


def warp(asked: Asked) -> Change:
    """`to`: pairs of points [[x, y], [x, y]], from where to where, in fractions of the reference frame.

    `reach`: how far around a point it bends, in fractions of the frame's height.
    """
    pairs = _pairs(asked.to)
    reach = number(asked, "reach", 0.15, 0.01, 2)
    x0, y0, x1, y1 = asked.layer.canvas
    height, width = asked.region.shape
    y, x = torch.meshgrid(
        y0 + (torch.arange(height) + 0.5) / height * (y1 - y0),
        x0 + (torch.arange(width) + 0.5) / width * (x1 - x0),
        indexing="ij",
    )
    aspect = asked.clip.size[1] / asked.clip.size[0]
    start, end = 2 * pairs[:, 0] - 1, 2 * pairs[:, 1] - 1
    moves = _spread(torch.stack([x, y]), end, end - start, 2 * reach, aspect)
    return Change(asked.layer.name, "bend", torch.ones_like(asked.region), moves=moves)


def _spread(
    places: Float[Tensor, "2 h w"],
    at: Float[Tensor, "k 2"],
    moves: Float[Tensor, "k 2"],
    reach: float,
    aspect: float,
) -> Float[Tensor, "2 h w"]:
    """Moves at some points made into moves everywhere, by bells whose sum is exact at the points."""

    def bells(of: Float[Tensor, "m 2"]) -> Float[Tensor, "m k"]:
        off = (of[:, None] - at[None]) * torch.tensor([aspect, 1.0])
        found: Tensor = (-off.square().sum(-1) / (2 * (reach / 2) ** 2)).exp()
        return found

    weights = torch.linalg.lstsq(bells(at) + 1e-6 * torch.eye(len(at)), moves).solution
    flat: Tensor = bells(places.flatten(1).movedim(0, -1)) @ weights
    return flat.movedim(-1, 0).reshape(places.shape)


def _pairs(said: Any) -> Float[Tensor, "k 2 2"]:
    try:
        pairs = torch.tensor(said, dtype=torch.float32)
    except (TypeError, ValueError):
        pairs = torch.empty(0)
    if pairs.ndim != 3 or pairs.shape[1:] != (2, 2) or not len(pairs):
        raise EditError(f"warp: expected pairs of points, [[[x, y], [x, y]], …], from where to where; got {said!r}")
    return pairs
