"""Boxes as others write them → boxes of ours, and what had to be mended on the way."""

from collections.abc import Sequence
from typing import Literal

from storyline.schema.layout import Box
from storyline.schema.script import Note

_LEAST, _MOST = -1.0, 2.0
"""Between these a box may lie (`layout.Box`)."""


class Repairs:
    """What was guessed, mended or left out while one plan was read, each with its place."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.notes: list[Note] = []
        self.where = ""
        """Where the reader is: `frame 3`, `shot 2`."""

    def guessed(self, text: str) -> None:
        """The plan leaves it open, and something was taken."""
        self._add("guessed", text)

    def repaired(self, text: str) -> None:
        """The plan is wrong, and it was mended."""
        self._add("repaired", text)

    def dropped(self, text: str) -> None:
        """The plan says something that no storyboard can hold."""
        self._add("dropped", text)

    def _add(self, kind: Literal["guessed", "repaired", "dropped"], text: str) -> None:
        note = Note(kind=kind, text=text, where=self.where, by=self.dialect)
        if note not in self.notes:
            self.notes.append(note)

    def box(self, corners: Sequence[float], name: str) -> Box | None:
        """A box of corners (x0, y0, x1, y1) in fractions of the frame; None where it says that nothing is there.

        What lies partly outside stays as it is: boxes are amodal. Corners in the wrong order are swapped, what reaches
        farther than a box may is cut, and an empty box or one beside the frame is an absence.
        """
        x0, y0, x1, y1 = corners
        shown = f"({x0:.3g}, {y0:.3g}, {x1:.3g}, {y1:.3g})"
        if x0 == x1 or y0 == y1:
            self.dropped(f"the box of “{name}” is empty, {shown}: it is taken to be absent")
            return None
        if x0 > x1 or y0 > y1:
            self.repaired(f"the corners of the box of “{name}” are in the wrong order, {shown}: they are swapped")
            x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if x1 <= 0 or y1 <= 0 or x0 >= 1 or y0 >= 1:
            self.dropped(f"the box of “{name}” lies beside the frame, {shown}: it is taken to be absent")
            return None
        if min(x0, y0) < _LEAST or max(x1, y1) > _MOST:
            self.repaired(f"the box of “{name}” reaches too far out of the frame, {shown}: it is cut")
            x0, y0, x1, y1 = max(x0, _LEAST), max(y0, _LEAST), min(x1, _MOST), min(y1, _MOST)
        return Box((x0, y0, x1, y1))


def numbers(value: object, count: int) -> tuple[float, ...] | None:
    """The first `count` numbers of a list; None if it is no list of so many finite ones."""
    if not isinstance(value, list | tuple) or len(value) < count:
        return None
    found = value[:count]
    if any(isinstance(n, bool) or not isinstance(n, int | float) or not abs(n) < 1e9 for n in found):
        return None
    return tuple(float(n) for n in found)
