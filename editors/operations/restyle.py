"""Another style of drawing, by filters or by a model: strokes and edges lie on the layer, and so move with it."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import cv2
import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from editors.change import Change
from editors.diffusion.pipeline import PipelineEditor
from editors.diffusion.protocol import How
from editors.diffusion.views import VIEWS, redrawn
from editors.operations.protocol import Asked, number
from storyline.errors import EditError

Pixels = UInt8[np.ndarray, "height width 3"]


def restyle(asked: Asked) -> Change:
    """`to`: a style of `STYLES`; with `by: diffusers` any words, and a model redraws (see `editors.diffusion`)."""
    if asked.parameters.get("by") is not None:
        return _by_words(asked)
    if asked.to not in STYLES:
        raise EditError(f"restyle: expected a style, {', '.join(STYLES)}; got {asked.to!r}")
    filtered = partial(_filtered, style=STYLES[asked.to])
    return Change(asked.layer.name, "difference", asked.region, image=filtered(asked.layer.image), filtered=filtered)


def _filtered(picture: Float[Tensor, "3 h w"], style: Callable[[Pixels], Pixels]) -> Float[Tensor, "3 h w"]:
    pixels = (picture.clamp(0, 1) * 255).round().byte().movedim(0, -1).contiguous().numpy()
    return torch.from_numpy(style(pixels)).movedim(-1, 0).float() / 255


def _by_words(asked: Asked) -> Change:
    if not isinstance(asked.to, str) or not asked.to.strip():
        raise EditError(f"restyle by a model: expected words, what it is to be drawn like; got {asked.to!r}")
    how = How(
        prompt=asked.to,
        negative_prompt=str(asked.parameters.get("not", "")),
        strength=number(asked, "strength", How.strength, 0.01, 1),
        guidance=number(asked, "guidance", How.guidance, 1, 50),
        steps=round(number(asked, "steps", How.steps, 1, 1000)),
        seed=round(number(asked, "seed", How.seed, 0, 2**62)),
    )
    editor = PipelineEditor(str(asked.parameters["model"]))
    views = round(number(asked, "views", VIEWS, 1, 100))
    image, amount = redrawn(asked.clip, asked.layer, asked.region, editor, how, views)
    return Change(asked.layer.name, "surface", amount, image=image)


def _watercolour(picture: Pixels) -> Pixels:
    found: Pixels = cv2.stylization(picture, sigma_s=max(picture.shape) / 12, sigma_r=0.5)
    return found


def _pencil(picture: Pixels) -> Pixels:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    blurred = cv2.GaussianBlur(255 - grey, (0, 0), max(picture.shape) / 60)
    drawn: Pixels = np.repeat(cv2.divide(grey, np.maximum(255 - blurred, 1), scale=250)[..., None], 3, 2)
    return drawn


def _poster(picture: Pixels) -> Pixels:
    smooth = cv2.bilateralFilter(picture, 0, 40, max(picture.shape) / 80)
    found: Pixels = (smooth // 52 * 52 + 26).astype(np.uint8)
    return found


def _cartoon(picture: Pixels) -> Pixels:
    flat = _poster(picture)
    grey = cv2.medianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 5)
    lines = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 9, 6)
    found: Pixels = (flat * (lines[..., None] > 0)).astype(np.uint8)
    return found


def _pixels(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    cell = max(2, round(max(height, width) / 64))
    small = cv2.resize(picture, (max(1, width // cell), max(1, height // cell)), interpolation=cv2.INTER_AREA)
    found: Pixels = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    return found


STYLES: Mapping[str, Callable[[Pixels], Pixels]] = MappingProxyType(
    {"watercolour": _watercolour, "pencil": _pencil, "poster": _poster, "cartoon": _cartoon, "pixels": _pixels}
)
