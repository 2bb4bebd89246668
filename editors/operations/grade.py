"""The whole picture's or one thing's exposure, contrast, saturation and warmth: numbers, or a look by name."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import torch
from jaxtyping import Float
from torch import Tensor

from editors.change import Change
from editors.colours import to_lab, to_rgb
from editors.operations.protocol import Asked, number
from storyline.errors import EditError

LOOKS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "warm": {"warmth": 0.5, "saturation": 1.1},
        "cold": {"warmth": -0.5, "saturation": 0.9},
        "night": {"exposure": -1.4, "warmth": -0.8, "saturation": 0.6},
        "noir": {"saturation": 0.0, "contrast": 1.35},
        "faded": {"saturation": 0.6, "contrast": 0.75, "exposure": 0.15},
        "vivid": {"saturation": 1.4, "contrast": 1.1},
    }
)
_WARM = 30.0
"""Steps of b* that warmth 1 adds in the mid tones, and a third of it of a*."""


def grade(asked: Asked) -> Change:
    """`to`: a look of `LOOKS`; or `exposure` in stops, `contrast` and `saturation` as factors, `warmth` of -1..1."""
    if asked.to is not None and asked.to not in LOOKS:
        raise EditError(f"grade: expected a look, {', '.join(LOOKS)}; got {asked.to!r}")
    look = LOOKS[asked.to] if asked.to is not None else {}
    colours = partial(
        graded,
        exposure=number(asked, "exposure", look.get("exposure", 0.0), -5, 5),
        contrast=number(asked, "contrast", look.get("contrast", 1.0), 0, 4),
        saturation=number(asked, "saturation", look.get("saturation", 1.0), 0, 4),
        warmth=number(asked, "warmth", look.get("warmth", 0.0), -1, 1),
    )
    return Change(asked.layer.name, "repaint", asked.region, colours=colours)


def graded(
    picture: Float[Tensor, "3 h w"], *, exposure: float, contrast: float, saturation: float, warmth: float
) -> Float[Tensor, "3 h w"]:
    """A picture so changed: exposure in linear light, the rest in L*a*b*."""
    linear = torch.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4) * 2**exposure
    shown = torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear.clamp_min(1e-8) ** (1 / 2.4) - 0.055)
    lab = to_lab(shown.clamp(0, 1))
    lightness = (50 + (lab[:1] - 50) * contrast).clamp(0, 100)
    mid = 1 - (lightness / 50 - 1).square()
    shift = torch.tensor([_WARM / 3, _WARM])[:, None, None] * warmth
    return to_rgb(torch.cat([lightness, lab[1:] * saturation + shift * mid]))
