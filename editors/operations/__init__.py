"""What can be done to a canonical image: a file an operation, each registered here by the word that scripts use."""

from collections.abc import Mapping
from types import MappingProxyType

from editors import work
from editors.operations import grade, paint, place, recolour, relight, remove, restyle, warp
from editors.operations.protocol import Operation
from storyline.errors import EditError

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    dict(
        zip(
            work.OPERATIONS,
            (
                recolour.recolour,
                grade.grade,
                relight.relight,
                restyle.restyle,
                place.replace,
                place.sign,
                paint.paint,
                remove.remove,
                warp.warp,
            ),
            strict=True,
        )
    )
)


def operation(name: str) -> Operation:
    """The operation of a name. Raises EditError if there is none."""
    if name not in OPERATIONS:
        raise EditError(f"operation: expected one of {', '.join(OPERATIONS)}; got {name!r}")
    return OPERATIONS[name]
