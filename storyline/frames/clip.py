"""A clip as everyone passes it on: frames by index, made or read when asked for."""

from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import UInt8

Picture = UInt8[np.ndarray, "height width 3"]
"""sRGB, 0..255, row by row from the top."""


@runtime_checkable
class Clip(Protocol):
    """The frames of one shot, at random access; nothing is kept in memory but what is asked for."""

    def __len__(self) -> int:
        """How many frames it has."""
        ...

    def __getitem__(self, frame: int) -> Picture:
        """One frame. Raises IndexError outside 0..len-1."""
        ...
