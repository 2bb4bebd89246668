"""What can be done to a canonical image: a file an operation, each registered here by the word that scripts use."""

from collections.abc import Mapping
from types import MappingProxyType

from editors.operations import grade, keyframe, match, paint, place, recolour, relight, remove, restyle, warp
from editors.operations.protocol import Operation
from editors.work import known

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "recolour": recolour.recolour,
        "grade": grade.grade,
        "relight": relight.relight,
        "restyle": restyle.restyle,
        "replace": place.replace,
        "sign": place.sign,
        "paint": paint.paint,
        "remove": remove.remove,
        "warp": warp.warp,
        "match": match.match,
        "keyframe": keyframe.keyframe,
    }
)
"""By the names of `editors.work.OPERATIONS`, which are read without torch."""


def operation(name: str) -> Operation:
    """The operation of a name. Raises EditError if there is none."""
    return OPERATIONS[known(name)]
