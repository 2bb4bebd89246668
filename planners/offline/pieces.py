"""Narration → pieces, a shot each: cut where the action has lasted long enough, or is somewhere else."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planners.offline.clauses import Clause
from planners.offline.events import Event
from planners.offline.happenings import Happening
from planners.offline.places import place_in
from planners.offline.segments import Told
from planners.offline.timing import event_seconds

_LONG = 5.5
"""Seconds of action after which a shot is cut at the next clause."""
_DANGLING = re.compile(r"[\s,;]+(?:and|but|or|then)\s*$", re.IGNORECASE)


class Piece(NamedTuple):
    """What one shot tells."""

    text: str
    clauses: Sequence[Clause]
    events: Sequence[Event]


def pieces(text: str, told: Told, found: Sequence[Happening]) -> Iterator[Piece]:
    """The pieces of a text that is all or most of what is told; `found` happens in it.

    A text in words of its own is one piece: where its clauses begin is not known.
    """
    own = text in told.text
    source, offset = (told.text, told.text.index(text)) if own else (text, 0)
    runs: list[tuple[int, list[Happening]]] = [(offset, [])]
    for happening in found:
        start, run = runs[-1]
        if own and _begins(happening[0], start) and _goes_beyond(happening, start, run):
            runs.append((happening[0].start, []))
        runs[-1][1].append(happening)
    for n, (start, run) in enumerate(runs):
        end = runs[n + 1][0] if n + 1 < len(runs) else offset + len(text)
        piece = _DANGLING.sub("", source[start:end].strip(" ,;")).strip(" ,;")
        yield Piece(piece, [c for c, _ in run], [e for _, e in run if e is not None])


def _begins(clause: Clause, start: int) -> bool:
    """Whether the text from a start on can be cut where a clause begins."""
    whole = bool(clause.join) or any(n.start >= clause.start for n in clause.subjects)
    return whole and not clause.inner and clause.start > start


def _goes_beyond(happening: Happening, start: int, run: Sequence[Happening]) -> bool:
    """Whether what happens next is too much for the shot of a run from a start on, or is somewhere else."""
    clause, shown = happening
    events = [e for _, e in run if e is not None]
    if not events:
        return False
    there, here = place_in((clause,)), place_in([c for c, _ in run])
    if there is not None and there.strong and here is not None and here.noun != there.noun:
        return True
    spent = sum(event_seconds(e) for e in events)
    long = shown is not None and spent + event_seconds(shown) > _LONG and clause.start > start + 20
    return long and clause.join != "while"
