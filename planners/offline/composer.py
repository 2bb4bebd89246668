"""Who says where those stand of whom the script says nothing: the planner's own rules, or somebody with an eye."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from storyline.schema.layout import Box


class Standing(NamedTuple):
    """Somebody who has a place."""

    kind: str
    action: str
    box: Box


@runtime_checkable
class Composer(Protocol):
    """Finds places. The same question has the same answer."""

    def placed(self, setting: str, there: Sequence[Standing], kind: str, action: str) -> Box:
        """A likely box for one more in the master view of a place, beside those who are there already."""
        ...
