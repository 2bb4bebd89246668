"""Pictures through the model's autoencoder: what benchmarks set beside its films."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.decoding import decoded, shown
from storyline.frames.clip import Picture
from storyline.schema.media import FrameSize

_GRID = (3, 4)
"""Rows and columns of a picture over which features are means."""


@lru_cache(maxsize=1)
def loaded(folder: Path, device: str) -> Checkpoint:
    """The model of a folder, kept for the next call. Raises SetupError as `Checkpoint.load` does."""
    return Checkpoint.load(folder, device)


@torch.inference_mode()
def latents_of(model: Checkpoint, pictures: Sequence[Picture]) -> Float[Tensor, "l c h w"]:
    """The latents of pictures that follow each other, brought to the size of the model's that is nearest."""
    height, width, _ = pictures[0].shape
    size = model.card.size_for(FrameSize((width, height)))
    fitted = np.stack([shown(picture, size) for picture in pictures])
    frames = torch.from_numpy(fitted).permute(0, 3, 1, 2)[None].to(model.device).float() / 127.5 - 1
    return model.autoencoder.to_latents(frames)[0]


def rebuilt(model: Checkpoint, pictures: Sequence[Picture]) -> list[Picture]:
    """Pictures that follow each other, encoded and decoded again: the best that a film of this model can show."""
    height, width, _ = pictures[0].shape
    found = decoded(model, list(latents_of(model, pictures)), "float32")
    return [shown(picture, FrameSize((width, height))) for picture in found]


def features(model: Checkpoint, pictures: Sequence[Picture]) -> Float[np.ndarray, "n d"]:
    """For each picture the means of its latents over a grid of 3 by 4, and how much they differ over it."""
    latents = latents_of(model, pictures)
    pooled = functional.adaptive_avg_pool2d(latents, _GRID).flatten(1)
    found: Float[np.ndarray, "n d"] = torch.cat([pooled, latents.std((2, 3))], 1).float().cpu().numpy()
    return found
