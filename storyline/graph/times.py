"""When each artifact of a store was made, by whom, and how long that took, so that a render can be looked at later."""

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyline.frames import processes
from storyline.graph.journal import add, lines
from storyline.graph.store import present
from storyline.schema.task import Task

_LARGEST = 8 << 20
"""Bytes of the file: about 80,000 artifacts."""
_MOST = 1e15
"""Seconds; what says that more passed is no number of ours."""


@dataclass(frozen=True)
class Taken:
    """What is known of the making of an artifact."""

    seconds: float
    """Of one worker. Of tasks that were done in one call, each has its share by its pixels."""
    when: float
    """When it was there, by the clock of the store's disk, in seconds since 1970."""
    by: str
    """The process that had it made; see `processes.this`."""
    together: int
    """How many tasks were done in the call."""


class Times:
    """Of a store: a file in it, one line of JSON for each batch that was done. A store need not have it."""

    def __init__(self, store: Path) -> None:
        """`store` is its folder."""
        self._store, self._file = store, store / "times.jsonl"

    def note(self, tasks: Sequence[Task], keys: Sequence[str], seconds: float) -> None:
        """Write down how long a batch took whose artifacts have these keys."""
        weights = [task.frames * task.size[0] * task.size[1] for task in tasks]
        share = seconds / (sum(weights) or 1)
        shares = {key: round(weight * share, 4) for key, weight in zip(keys, weights, strict=True)}
        add(self._file, [processes.this(), present(self._store), shares], _LARGEST)

    def of(self, keys: Container[str]) -> dict[str, Taken]:
        """What is known of each of these keys; the last time counts."""
        found: dict[str, Taken] = {}
        for line in lines(self._file):
            with suppress(ValueError, TypeError, AttributeError):  # no line of ours
                by, when, shares = line
                found |= {key: _taken(by, when, share, len(shares)) for key, share in shares.items() if key in keys}
        return found


def _taken(by: Any, when: Any, seconds: Any, together: int) -> Taken:
    taken = Taken(float(seconds), float(when), str(by), together)
    if not 0 <= taken.seconds < _MOST:
        raise ValueError(f"expected seconds; got {taken.seconds}")
    return taken
