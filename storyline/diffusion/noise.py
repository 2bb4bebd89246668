"""Noise by name: the same wherever and in whatever company it is drawn.

Frames may share a part of it, as moving pictures share most of what they show: the mixed prior of PYoCo (Ge et al.
2023, "Preserve Your Own Correlation"), which holds the background still at no cost in training.
"""

import hashlib
import json
from collections.abc import Sequence
from math import prod, sqrt

import torch
from jaxtyping import Float
from torch import Tensor

from storyline.errors import RenderError


def seed_of(*parts: str | int) -> int:
    """A seed of 0..2⁶³-1 that depends on all parts and their order: `seed_of(film, "frames/the-hare-runs", 48)`.

    >>> seed_of(7, "the-hare-runs") == seed_of(7, "the-hare-runs") != seed_of("7", "the-hare-runs")
    True
    """
    return int.from_bytes(hashlib.sha256(json.dumps(parts).encode()).digest()[:8], "big") >> 1


def noise(
    seed: int, shape: Sequence[int], share: float = 0.0, frames: Sequence[int] | None = None
) -> Float[Tensor, "*leading l c h w"]:
    """Standard normal noise on the CPU, in single precision; move it where it is needed.

    Args:
        seed: of the shot or clip.
        shape: l c h w, or b l c h w: each clip of a batch is then drawn for itself, by its place in it.
        share: 0 to 1, of the variance: what is common to all frames of a clip. It depends on the seed alone, so that
            windows of one shot have it in common.
        frames: each frame's number, on which its own part depends, and on nothing else: a window that begins later, or
            is longer, has the same noise in the same frames. 0, 1, 2, … if not given.

    Raises:
        RenderError: the shape has other dimensions, the share is outside 0 to 1, or the frames' numbers are not l.
    """
    if len(shape) not in (4, 5) or not 0 <= share <= 1:
        raise RenderError(
            f"noise: expected the shape l c h w or b l c h w and a share of 0 to 1; got {tuple(shape)} and {share}"
        )
    *batch, length, channels, rows, columns = shape
    numbers = range(length) if frames is None else frames
    if len(numbers) != length:
        raise RenderError(f"noise: expected {length} frames' numbers; got {len(numbers)}")
    if batch:
        clips = [noise(seed_of(seed, "clip", n), shape[1:], share, numbers) for n in range(prod(batch))]
        return torch.stack(clips) if clips else torch.empty(*shape)
    frame = (channels, rows, columns)
    own = torch.stack([_normal(seed_of(seed, "frame", n), frame) for n in numbers]) if length else torch.empty(*shape)
    return sqrt(share) * _normal(seed_of(seed, "common"), frame) + sqrt(1 - share) * own


def _normal(seed: int, shape: tuple[int, ...]) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))
