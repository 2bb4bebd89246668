"""Where each pixel of a frame is in another one: optical flow behind one protocol, and where it can be believed.

Flow is in pixels, x then y: a pixel at (x, y) of the first frame is at (x, y) + flow of the second.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float, Float32
from torch import Tensor

from storyline.frames.clip import Picture

_TIMES, _PLUS = 0.01, 0.5
"""How far there and back again may end from where it began: of the squared lengths, and pixels on top (Sundaram et al.
2010, "Dense Point Trajectories by GPU-Accelerated Large Displacement Optical Flow", equation 5)."""


@runtime_checkable
class Flow(Protocol):
    """Estimates flow between two pictures."""

    name: str

    def __call__(self, first: Picture, second: Picture) -> Float32[np.ndarray, "h w 2"]:
        """Flow of every pixel of the first; both have one size."""
        ...


class Dis:
    """OpenCV's dense inverse search: no weights, fast (Kroeger et al. 2016)."""

    name = "dis"

    @cached_property
    def _search(self) -> Any:
        search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        search.setFinestScale(1)
        return search

    def __call__(self, first: Picture, second: Picture) -> Float32[np.ndarray, "h w 2"]:
        """See `Flow`."""
        one, other = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second))
        found: Float32[np.ndarray, "h w 2"] = self._search.calc(one, other, None)
        return found


@dataclass(frozen=True, eq=False)
class Flows:
    """Flow between neighbouring frames of a clip, both ways."""

    forward: Float[Tensor, "m h w 2"]
    """Of frame t to t + 1."""
    backward: Float[Tensor, "m h w 2"]
    """Of frame t + 1 to t."""
    sure_forward: Float[Tensor, "m h w"]
    """1 where there and back again ends where it began."""
    sure_backward: Float[Tensor, "m h w"]

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.forward.shape[1], self.forward.shape[2]


def flows_of(frames: Sequence[Picture], size: tuple[int, int], flow: Flow | None = None) -> Flows:
    """Flow between neighbours, estimated at the frames' own size and told at another (rows, columns)."""
    estimate = flow or Dis()
    rows, columns = size
    pairs: list[tuple[Tensor, Tensor]] = []
    for first, second in itertools.pairwise(frames):
        pairs.append((_resized(estimate(first, second), size), _resized(estimate(second, first), size)))
    empty = torch.zeros(0, rows, columns, 2)
    forward = torch.stack([pair[0] for pair in pairs]) if pairs else empty
    backward = torch.stack([pair[1] for pair in pairs]) if pairs else empty
    return Flows(forward, backward, sure(forward, backward), sure(backward, forward))


def sure(there: Float[Tensor, "m h w 2"], back: Float[Tensor, "m h w 2"]) -> Float[Tensor, "m h w"]:
    """1 where a pixel that goes there and back comes home, and stays in the picture; else 0."""
    arrived = pixels(there.shape[1], there.shape[2]).to(there) + there
    returning = sampled(back.movedim(-1, 1), arrived).movedim(1, -1)
    astray = (there + returning).square().sum(-1)
    allowed = _TIMES * (there.square().sum(-1) + returning.square().sum(-1)) + _PLUS
    rows, columns = there.shape[1:3]
    x, y = arrived.unbind(-1)
    inside = (x >= 0) & (x <= columns) & (y >= 0) & (y <= rows)
    return ((astray < allowed) & inside).float()


def pixels(rows: int, columns: int) -> Float[Tensor, "{rows} {columns} 2"]:
    """The middles of all pixels: x in 0.5..columns - 0.5, y likewise."""
    y, x = torch.meshgrid(torch.arange(rows) + 0.5, torch.arange(columns) + 0.5, indexing="ij")
    return torch.stack([x, y], -1)


def sampled(values: Float[Tensor, "n c h w"], where: Float[Tensor, "n a b 2"]) -> Float[Tensor, "n c a b"]:
    """Values at places in pixels, bilinearly; beyond the edges the edge goes on."""
    rows, columns = values.shape[-2:]
    grid = 2 * where / torch.tensor([columns, rows]).to(where) - 1
    return F.grid_sample(values, grid, mode="bilinear", padding_mode="border", align_corners=False)


def _resized(flow: Float32[np.ndarray, "h w 2"], size: tuple[int, int]) -> Float[Tensor, "a b 2"]:
    rows, columns = size
    h, w = flow.shape[:2]
    small = flow if (h, w) == size else cv2.resize(flow, (columns, rows), interpolation=cv2.INTER_AREA)
    return torch.from_numpy(small).float() * torch.tensor([columns / w, rows / h])
