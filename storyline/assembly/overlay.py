"""Drawings with transparency, laid over frames."""

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import UInt8
from PIL import Image

from storyline.frames.clip import Picture


@dataclass(frozen=True)
class Overlay:
    """A drawing, ready to be laid over a part of a frame."""

    light: UInt8[np.ndarray, "height width 3"]
    """Colours, already multiplied by opacity."""
    through: UInt8[np.ndarray, "height width 3"]
    """How much of the frame is seen through it: 255 is all."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.light.shape[1], self.light.shape[0]


def blank(width: int, height: int) -> Image.Image:
    """A transparent image to draw on."""
    return Image.new("RGBA", (width, height), (0, 0, 0, 0))


def overlay(drawing: Image.Image) -> Overlay:
    """Of a drawing on `blank`."""
    pixels = np.asarray(drawing)
    opacity = np.repeat(pixels[:, :, 3:], 3, axis=2)
    return Overlay(cv2.multiply(np.ascontiguousarray(pixels[:, :, :3]), opacity, scale=1 / 255), 255 - opacity)


def lay(over: Overlay, frame: Picture, left: int, top: int) -> Picture:
    """A frame with a drawing on it, whose corner is at (left, top); what hangs over the frame's edges is cut off."""
    height, width = frame.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + over.size[0], width), min(top + over.size[1], height)
    drawn = frame.copy()
    if x0 < x1 and y0 < y1:
        part = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
        seen = cv2.multiply(drawn[y0:y1, x0:x1], over.through[part], scale=1 / 255)
        drawn[y0:y1, x0:x1] = cv2.add(seen, over.light[part])
    return drawn
