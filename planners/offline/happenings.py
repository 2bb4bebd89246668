"""What happens in the segments of a beat; each is read when it is first asked for, and once."""

from collections.abc import Iterator, Sequence

from planners.offline.cast import Cast
from planners.offline.clauses import Clause
from planners.offline.events import Event, event
from planners.offline.notes import Notebook
from planners.offline.segments import Segment, Told

Happening = tuple[Clause, Event | None]


class Happenings:
    """The happenings of a beat: the cast learns from a segment where it is read, be it ahead of a line that it tags."""

    def __init__(self, parts: Sequence[Segment], cast: Cast, notes: Notebook) -> None:
        self.parts, self.cast, self.notes = parts, cast, notes
        self._known: dict[int, list[Happening]] = {}

    def of(self, n: int) -> list[Happening]:
        """Those of the nth segment; none if it is a line."""
        part = self.parts[n]
        if n not in self._known and isinstance(part, Told):
            self.cast.next_sentence()
            self._known[n] = [(c, event(c, self.cast, self.notes)) for c in part.clauses]
        return self._known.get(n, [])

    def beside(self, n: int) -> Iterator[Happening]:
        """Those of the segment after the nth, then of the one before it."""
        for other in (n + 1, n - 1):
            if 0 <= other < len(self.parts):
                yield from self.of(other)
