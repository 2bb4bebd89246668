"""People, and who walks and talks like them: one row a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.vocabulary.kind import Kind

PEOPLE: Mapping[str, Kind] = MappingProxyType(
    {
        "man": Kind(0.44, 0.46, "ground", True, "blue", "king, father, farmer, person, fisherman"),
        "woman": Kind(0.43, 0.48, "ground", True, "purple", "queen, mother, lady, grandmother"),
        "boy": Kind(0.34, 0.52, "ground", True, "orange", "child, kid, son, prince"),
        "girl": Kind(0.34, 0.54, "ground", True, "yellow", "daughter, princess"),
        "robot": Kind(0.40, 0.58, "ground", True, "gray", "android"),
    }
)
