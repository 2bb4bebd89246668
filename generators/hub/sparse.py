"""Keyframes → what SparseCtrl's network is shown of them. Here torch comes in."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import torch
from diffusers import AnimateDiffSparseControlNetPipeline
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from storyline.frames.clip import Picture


class SteadyPipeline(AnimateDiffSparseControlNetPipeline):  # type: ignore[misc]
    """The pipeline, encoding keyframes without noise: its own would be from nowhere, and another every time."""

    def prepare_image(
        self, image: Sequence[Image.Image], width: int, height: int, device: Any, dtype: torch.dtype
    ) -> Float[Tensor, "1 c n h w"]:
        """Pictures as the network is shown them."""
        shown = self.control_image_processor.preprocess(image, height=height, width=width).to(device, dtype)
        if self.controlnet.config.use_simplified_condition_embedding:
            shown = self.vae.encode(2 * shown - 1).latent_dist.mode() * self.vae.config.scaling_factor
        return shown[None].transpose(1, 2)  # type: ignore[no-any-return]


def as_control(model: Any, picture: Picture) -> Image.Image:
    """A keyframe as the network wants it: the picture, or its lines, white on black."""
    if model.controlnet.config.use_simplified_condition_embedding:
        return Image.fromarray(picture)
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 1)
    lines = cv2.dilate(cv2.Canny(grey, 60, 120), np.ones((3, 3), np.uint8))
    return Image.fromarray(np.repeat(lines[..., None], 3, axis=2))
