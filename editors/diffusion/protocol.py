"""What redraws a picture by words: one call."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from storyline.frames.clip import Picture


@dataclass(frozen=True)
class How:
    """How a picture is redrawn."""

    prompt: str
    negative_prompt: str = ""
    strength: float = 0.6
    """0..1: how far from the picture; 1 keeps nothing of it."""
    guidance: float = 5.0
    """1 is none."""
    steps: int = 20
    seed: int = 0


@runtime_checkable
class ImageEditor(Protocol):
    """Redraws pictures. The same picture, region and `How` have the same result."""

    def redraw(self, picture: Picture, region: Float32[np.ndarray, "h w"], how: How) -> Picture:
        """A picture of the same size. Where `region` is 0 (of 0..1) whoever asked keeps the old one.

        Raises:
            EditError: the model will not, or cannot be used.
        """
        ...
