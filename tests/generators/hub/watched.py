"""Asking a family for a clip, and what a part of its model is given meanwhile."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from generators.hub.family import About, ClipAsked, How
from storyline.frames.clip import Picture
from storyline.schema.media import FrameSize

SIZE = FrameSize((32, 32))
SEED = 7


def picture(seed: int, size: FrameSize = SIZE) -> Picture:
    """Of noise."""
    return np.random.default_rng(seed).integers(0, 256, (size.height, size.width, 3), np.uint8)


def clip(frames: int, at: Iterable[int], **others: Any) -> ClipAsked:
    """Of so many frames, with keyframes at some; the picture of each has its frame as a seed."""
    given: dict[str, Any] = {
        "prompts": {0: "a fox runs"}, "negative": "ugly", "seed": SEED, "rate": 8.0,
        "keyframes": {frame: picture(frame) for frame in at},
    }  # fmt: skip
    return ClipAsked(frames, **given | others)


def how(about: About, steps: int = 1, guidance: float | None = None, **parameters: Any) -> How:
    """A family's own, but for some parameters."""
    usual = about.guidance if guidance is None else guidance
    return How(SIZE, steps, usual, {**about.parameters, **parameters})


@contextmanager
def watched(part: torch.nn.Module) -> Iterator[list[dict[str, Any]]]:
    """What a part is given, call after call, by the names of its arguments, or their numbers."""
    found: list[dict[str, Any]] = []

    def kept(value: Any) -> Any:
        return value.detach().clone() if isinstance(value, torch.Tensor) else value

    def before(module: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        found.append({str(n): kept(value) for n, value in enumerate(args)} | {k: kept(v) for k, v in kwargs.items()})

    handle = part.register_forward_pre_hook(before, with_kwargs=True)
    try:
        with torch.no_grad():
            yield found
    finally:
        handle.remove()


def pixels(*pictures: Picture | None) -> torch.Tensor:
    """Pictures as autoencoders take them, one behind the other, -1 to 1; None is 0 all over."""
    frames = [torch.zeros(3, SIZE.height, SIZE.width) if p is None else torch.tensor(p).permute(2, 0, 1) / 127.5 - 1
              for p in pictures]  # fmt: skip
    return torch.stack(frames, 1)[None].float()
