"""Light from one side, painted on the layer: it moves with what it falls on."""

import torch

from editors.change import Change
from editors.operations.protocol import Asked, number
from storyline.errors import EditError

_FROM = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "above": (0.0, -1.0), "below": (0.0, 1.0)}


def relight(asked: Asked) -> Change:
    """`to`: left, right, above or below, where the light is; `strength` of 0..1."""
    if asked.to not in _FROM:
        raise EditError(f"relight: expected where the light is, {', '.join(_FROM)}; got {asked.to!r}")
    strength = number(asked, "strength", 0.5, 0, 1)
    height, width = asked.region.shape
    y, x = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
    across, down = _FROM[asked.to]
    inside = asked.region > 0.5
    along = x * across + y * down
    if bool(inside.any()):
        low, high = along[inside].min(), along[inside].max()
        along = ((along - low) / (high - low).clamp_min(1e-3)).clamp(0, 1) * 2 - 1
    image = asked.layer.image * (1 + strength * along)
    return Change(asked.layer.name, "difference", asked.region, image=image)
