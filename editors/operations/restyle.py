"""Another style of drawing, by filters: strokes and edges lie on the layer, and so move with it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np
import torch
from jaxtyping import UInt8

from editors.change import Change
from editors.operations.protocol import Asked
from storyline.errors import EditError

Pixels = UInt8[np.ndarray, "height width 3"]


def restyle(asked: Asked) -> Change:
    """`to`: a style of `STYLES`."""
    if asked.to not in STYLES:
        raise EditError(f"restyle: expected a style, {', '.join(STYLES)}; got {asked.to!r}")
    picture = (asked.layer.image.clamp(0, 1) * 255).round().byte().movedim(0, -1).contiguous().numpy()
    styled = STYLES[asked.to](picture)
    image = torch.from_numpy(styled).movedim(-1, 0).float() / 255
    return Change(asked.layer.name, "difference", asked.region, image=image)


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
