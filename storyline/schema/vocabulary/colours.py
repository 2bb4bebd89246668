"""Colours by name."""

from collections.abc import Mapping
from types import MappingProxyType

COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "red": (224, 72, 66),
        "orange": (243, 148, 56),
        "yellow": (250, 208, 74),
        "green": (92, 176, 96),
        "blue": (66, 124, 214),
        "purple": (146, 96, 192),
        "pink": (243, 140, 176),
        "brown": (146, 98, 66),
        "black": (58, 56, 66),
        "white": (246, 243, 236),
        "gray": (150, 154, 164),
    }
)
"""Colour names with the sRGB that the drawn world gives them."""


def rgb(colour: str) -> tuple[int, int, int]:
    """The sRGB of `#rrggbb` or of a name in `COLOURS`.

    >>> rgb("#ff8000")
    (255, 128, 0)
    """
    if colour.startswith("#"):
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    return COLOURS[colour]
