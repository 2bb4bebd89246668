"""Animals: one row a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.vocabulary.kind import Kind

ANIMALS: Mapping[str, Kind] = MappingProxyType(
    {
        "dog": Kind(0.27, 1.20, "ground", True, "brown", "puppy, hound, wolf"),
        "cat": Kind(0.26, 1.15, "ground", True, "orange", "kitten, kitty"),
        "hare": Kind(0.30, 0.85, "ground", True, "brown", "rabbit, bunny"),
        "fox": Kind(0.27, 1.35, "ground", True, "orange", "vixen"),
        "tortoise": Kind(0.20, 1.45, "ground", True, "green", "turtle"),
        "bird": Kind(
            0.16,
            1.20,
            "air",
            True,
            "blue",
            "sparrow, robin, crow, swallow, gull, seagull, dove, parrot, eagle, owl, duck, goose",
        ),
        "fish": Kind(0.13, 1.70, "water", True, "orange", "goldfish, salmon, trout"),
    }
)
