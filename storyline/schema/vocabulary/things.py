"""Vehicles, things and plants: one row a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.vocabulary.kind import Kind

THINGS: Mapping[str, Kind] = MappingProxyType(
    {
        "car": Kind(0.25, 2.10, "ground", False, "red", "automobile, taxi"),
        "boat": Kind(0.34, 1.10, "water", False, "red", "ship, sailboat, sailing boat"),
        "ball": Kind(0.12, 1.00, "ground", False, "red", "football"),
        "balloon": Kind(0.30, 0.50, "air", False, "red"),
        "tree": Kind(0.62, 0.75, "fixed", False, "green", "oak"),
        "house": Kind(0.52, 1.10, "fixed", False, "yellow", "cottage, home, hut, cabin"),
        "flower": Kind(0.15, 0.60, "fixed", False, "pink", "rose, tulip, daisy"),
        "rock": Kind(0.14, 1.45, "fixed", False, "gray", "stone, boulder"),
    }
)
