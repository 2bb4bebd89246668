"""A shot's panels → calls of a model that makes clips: which frames each draws, and which it is given. Integers alone.

Long gaps are filled as NUWA-XL fills them: a few frames far apart, then those between, again and again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generators.hierarchy import spread, windows_between
from generators.hub.family import About


@dataclass(frozen=True)
class Call:
    """One call of a model."""

    frames: tuple[int, ...]
    """Of the shot, rising: what it is to show."""
    given: tuple[int, ...]
    """Those of them whose pictures are there before."""
    count: int
    """Frames that the model draws: as many, or the next number that it can."""

    @property
    def picked(self) -> tuple[int, ...]:
        """Which of the drawn frames is each of `frames`."""
        last = len(self.frames) - 1
        return tuple(round(n * (self.count - 1) / last) if last else 0 for n in range(len(self.frames)))


@dataclass(frozen=True)
class Stretch:
    """Frames of a shot that one task makes."""

    start: int
    end_exclusive: int
    calls: tuple[Call, ...]
    """In order: one may be given what those before it drew."""
    given: tuple[int, ...]
    """Panels' frames that are read."""


def stretches(at: Sequence[int], duration: int, about: About) -> Iterator[Stretch]:
    """How a shot is drawn, given its panels' frames; together its frames, each once.

    A model that takes keyframes anywhere is given as many of them at once as it has frames for.
    """
    can, counts = about.can, about.counts
    if not can.first:
        frames = spread(duration - 1, min(duration, counts.most))
        yield Stretch(0, duration, (Call(frames, (), counts.at_least(len(frames))),), ())
        return
    positions = sorted({0, duration - 1, *at})
    groups = list(_together(positions, counts.most)) if can.inner else [list(pair) for pair in pairwise(positions)]
    for n, group in enumerate(groups or [positions]):
        end = duration if n >= len(groups) - 1 else group[-1]
        yield Stretch(group[0], end, tuple(_calls(group, about)), tuple(group))


def _together(positions: Sequence[int], most: int) -> Iterator[list[int]]:
    """Positions that follow each other in groups that share their ends, as many as lie within `most` frames."""
    group = [positions[0]]
    for position in positions[1:]:
        if len(group) > 1 and position - group[0] >= most:
            yield group
            group = group[-1:]
        group.append(position)
    if len(group) > 1:
        yield group


def _calls(group: Sequence[int], about: About) -> Iterator[Call]:
    counts = about.counts
    first, last = group[0], group[-1]
    if last - first < 2:
        return  # nothing lies between them
    if about.can.last == "no":
        start = first
        while start < last:
            frames = tuple(range(start, min(start + counts.most, last + 1)))
            yield Call(frames, frames[:1], counts.at_least(len(frames)))
            start = frames[-1]
        return
    if last - first < counts.most:
        frames = tuple(range(first, last + 1))
        yield Call(frames, tuple(group), counts.at_least(len(frames)))
        return
    for window in windows_between(first, last, counts.most):
        yield Call(window.frames, window.given, counts.at_least(len(window.frames)))
