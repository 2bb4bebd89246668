"""A canonical image as a PNG, for any program that paints; and back."""

from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from editors.canonical import Layer
from storyline.errors import EditError
from storyline.frames.pictures import read_picture
from storyline.frames.replacing import replacing

_UNSEEN = 96
"""Alpha of what no frame shows: painting there is never seen."""


def write_image(layer: Layer, path: Path) -> None:
    """Write a canonical image. What lies outside of the safe area, where no frame looks, is half transparent."""
    colours = (layer.image.clamp(0, 1) * 255).round().byte().movedim(0, -1).numpy()
    alpha = np.where(layer.seen.numpy() > 0, 255, _UNSEEN).astype(np.uint8)
    with replacing(path) as part:
        Image.fromarray(np.concatenate([colours, alpha[..., None]], 2)).save(part, "PNG")


def read_image(path: Path, layer: Layer) -> tuple[Float[Tensor, "3 height width"], Float[Tensor, "height width"]]:
    """Read an edited canonical image, and its alpha.

    Raises:
        EditError: it has another size than the layer's canvas.
        ScriptError: it is no picture.
    """
    picture = read_picture(path)
    height, width = layer.image.shape[-2:]
    if picture.shape[:2] != (height, width):
        raise EditError(
            f"{path.resolve()}: expected the canonical image of layer {layer.name!r}, {width}x{height}; "
            f"got {picture.shape[1]}x{picture.shape[0]}. Export it again, and keep its size"
        )
    values = torch.tensor(picture).movedim(-1, 0).float() / 255
    return values[:3], values[3]
