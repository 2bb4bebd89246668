"""Which frames of a shot are sampled in which of its tasks: integers alone, the same for who plans and who samples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from generators.hierarchy import (
    GLOBAL,
    Window,
    autoregressive,
    keyframe_windows,
    one_by_one,
    plain,
    windows_between,
)

Order = Literal["panels", "plain", "autoregressive", "by-frame"]
"""The panels first, then between them; the paper's own, from frames at even distances; each window going on from the
one before; each frame alone."""

_MOST = 256
"""Frames between two latents that one task fills in, at most."""
_ENOUGH = 48
"""Frames after which a new task begins at the next latents."""


@dataclass(frozen=True)
class ShotPlan:
    """How a shot is sampled: some latents at first, in a task of their own, and then what lies between them."""

    positions: tuple[int, ...]
    """The frames whose latents are made first, rising; the shot's first and last are among them."""
    windows: tuple[Window, ...]
    """What makes them, in order."""
    levels: tuple[int, ...]
    """Of the windows between each position and the next."""
    length: int
    deepest: int | None
    duration: int

    def tasks(self) -> Iterator[tuple[int, int]]:
        """The frames of each task that makes frames, start and end: together all, each once.

        A task begins at latents that are made first, but for gaps that no level fills: those are cut anywhere.
        """
        start = 0
        for first, last in pairwise((*self.positions[:-1], self.duration)):
            if first - start >= _ENOUGH:
                yield start, first
                start = first
            while last - start > _MOST + _ENOUGH:
                yield start, start + _MOST
                start += _MOST
        yield start, self.duration

    def given(self, start: int, end: int) -> range:
        """Which of the positions a task reads: those within, and those around it."""
        first = max(n for n, position in enumerate(self.positions) if position <= start)
        last = min(n for n, position in enumerate(self.positions) if position >= min(end, self.duration - 1))
        return range(first, last + 1)

    def between(self, start: int, end: int) -> Iterator[Window]:
        """The windows that a task samples. What they leave is for the fill."""
        given = self.given(start, end)
        found: list[Window] = []
        for n in given[:-1]:
            first, last = self.positions[n], self.positions[n + 1]
            if first >= start and last <= end:
                found += windows_between(first, last, self.length, level=self.levels[n], deepest=self.deepest)
        return iter(sorted(found, key=lambda window: window.level))


def plan_shot(
    panels: Sequence[int],
    duration: int,
    *,
    order: Order = "panels",
    length: int,
    room: int | None = None,
    deepest: int | None = None,
    context: int | None = None,
) -> ShotPlan:
    """How a shot is sampled.

    Args:
        panels: its panels' frames.
        duration: its frames.
        order: what is made of what.
        length: frames of a window, at most.
        room: of those, how many the first window of `panels` has beside anchors; all when None.
        deepest: the last level that is sampled; 1 are the keyframes alone. All when None.
        context: frames of the window before that `autoregressive` goes on from; a quarter of `length` when None.
    """
    if order == "panels":
        return _panels(panels, duration, length, room, deepest)
    match order:
        case "plain":
            windows = [w for w in plain(duration, length) if deepest is None or w.level <= deepest]
        case "autoregressive":
            windows = list(autoregressive(duration, length, context or max(1, length // 4)))
        case "by-frame":
            windows = list(one_by_one(duration))
    positions = tuple(sorted(frame for window in windows for frame in window.wanted))
    return ShotPlan(positions, tuple(windows), (GLOBAL + 1,) * (len(positions) - 1), length, deepest, duration)


def _panels(panels: Sequence[int], duration: int, length: int, room: int | None, deepest: int | None) -> ShotPlan:
    """Keyframes first; gaps too long for one task are divided in the same task, as evenly as the hierarchy does."""
    keyframes = sorted({0, duration - 1, *(min(panel, duration - 1) for panel in panels)})
    positions, levels, dividing = [keyframes[0]], list[int](), list[Window]()
    for first, last in pairwise(keyframes):
        inner = list(windows_between(first, last, length, until=_MOST, deepest=deepest))
        found = sorted(frame for window in inner for frame in window.wanted)
        positions += [*found, last]
        levels += [max((window.level for window in inner), default=GLOBAL) + 1] * (len(found) + 1)
        dividing += inner
    windows = (*keyframe_windows(keyframes, length, room), *sorted(dividing, key=lambda window: window.level))
    return ShotPlan(tuple(positions), windows, tuple(levels), length, deepest, duration)
