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
from jaxtyping import Float, Float32, UInt8
from torch import Tensor

from storyline.frames.clip import Picture

_TIMES, _PLUS = 0.01, 0.5
"""How far there and back again may end from where it began: of the squared lengths, and pixels on top (Sundaram et al.
2010, "Dense Point Trajectories by GPU-Accelerated Large Displacement Optical Flow", equation 5)."""


_LEAST_ROWS = 216
"""Smaller pictures are enlarged: the search looks at patches of 8 pixels."""


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
        rows, columns = first.shape[:2]
        scale = -(-_LEAST_ROWS // rows)
        one, other = (
            cv2.resize(grey, (columns * scale, rows * scale), interpolation=cv2.INTER_CUBIC)
            for grey in _greyed(first, second)
        )
        found = self._search.calc(one, other, None)
        return np.asarray(cv2.resize(found, (columns, rows), interpolation=cv2.INTER_AREA) / scale, np.float32)


def _greyed(*pictures: Picture) -> list[UInt8[np.ndarray, "h w"]]:
    """Pictures in the one mixture of their colours in which they differ most: a red ball on grass is lost in grey."""
    pixels = np.concatenate([picture[::2, ::2].reshape(-1, 3) for picture in pictures]).astype(np.float64)
    middle = pixels.mean(0)
    _, mixture = np.linalg.eigh(np.cov(pixels - middle, rowvar=False))
    along = mixture[:, -1] * (1 if mixture[:, -1].sum() >= 0 else -1)
    spread = float(np.abs((pixels - middle) @ along).max()) or 1.0
    return [
        np.clip(
            (picture.astype(np.float32) - middle.astype(np.float32)) @ along.astype(np.float32) / spread * 127 + 128,
            0,
            255,
        ).astype(np.uint8)
        for picture in pictures
    ]


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
