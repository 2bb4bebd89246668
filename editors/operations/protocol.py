"""What an operation is: one call, a layer and a region of its canvas in, a change out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float, UInt8
from torch import Tensor

from editors.canonical import CanonicalClip, Layer
from editors.change import Change
from storyline.errors import EditError


@dataclass(frozen=True, eq=False)
class Asked:
    """What is to be done, and where."""

    clip: CanonicalClip
    layer: Layer
    region: Float[Tensor, "height width"]
    """Of the layer's canvas, 0..1."""
    to: Any = None
    """What the word `to` of an edit says: a colour, a text, a file; plain JSON."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Whatever else the edit says."""
    root: Path = Path()
    """The folder that files are named from."""
    frame: UInt8[np.ndarray, "rows columns 3"] | None = None
    """Of an edit that is about one frame: that, as it was shot;"""
    number: int | None = None
    """and its number in the clip."""


@runtime_checkable
class Operation(Protocol):
    """Changes a canonical image. The same question has the same answer."""

    def __call__(self, asked: Asked) -> Change:
        """The change. Raises EditError if what is asked makes no sense."""
        ...


def number(asked: Asked, name: str, default: float, low: float, high: float) -> float:
    """A parameter that is a number in a range. Raises EditError."""
    value = asked.parameters.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise EditError(f"{name}: expected a number from {low:g} to {high:g}; got {value!r}")
    return float(value)
