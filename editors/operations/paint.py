"""A canonical image that a person has painted on: what is different from the one that was exported."""

import torch

from editors.change import Change
from editors.exchange import read_image
from editors.operations.protocol import Asked
from storyline.errors import EditError

_DIFFERENT = (0.02, 0.06)
"""Between these differences of a colour a pixel goes over from untouched to painted."""


def paint(asked: Asked) -> Change:
    """`to`: the edited PNG, of the size that was exported."""
    if not isinstance(asked.to, str):
        raise EditError(f"paint: expected the name of a PNG; got {asked.to!r}")
    image, _ = read_image(asked.root / asked.to, asked.layer)
    low, high = _DIFFERENT
    off = (image - asked.layer.image).abs().amax(0)
    amount = ((off - low) / (high - low)).clamp(0, 1)
    if not bool(amount.any()):
        file = (asked.root / asked.to).resolve()
        raise EditError(f"{file}: nothing is different from the canonical image; paint on it first")
    return Change(asked.layer.name, "surface", amount, image=torch.lerp(asked.layer.image, image, amount))
