"""Which frames are sampled together, and which of them are known by then: integers alone, pure.

Global diffusion draws a few frames from nothing, local diffusion fills between neighbours, again and again, until every
frame exists. Source: Yin et al. 2023 (NUWA-XL), section 3.4: L frames a window, depth m, about L^m frames in all.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

GLOBAL = 1
"""The level of keyframes. Anchors are level 0, windows between keyframes 2 and more."""


@dataclass(frozen=True)
class Window:
    """Frames that are sampled together."""

    frames: tuple[int, ...]
    """In order."""
    known: tuple[bool, ...]
    """Which of them are there before."""
    level: int

    @property
    def wanted(self) -> tuple[int, ...]:
        """The frames that it makes."""
        return tuple(frame for frame, known in zip(self.frames, self.known, strict=True) if not known)

    @property
    def given(self) -> tuple[int, ...]:
        """The frames that it is made from."""
        return tuple(frame for frame, known in zip(self.frames, self.known, strict=True) if known)

    def at(self, positions: Sequence[int]) -> "Window":
        """The same window where its frames are numbers of `positions`."""
        return Window(tuple(positions[frame] for frame in self.frames), self.known, self.level)


def spread(gap: int, length: int) -> tuple[int, ...]:
    """`length` frames of 0..gap, both ends among them, as evenly spaced as can be; all where there are fewer.

    One frame alone is the middle one.

    >>> spread(10, 4), spread(2, 16), spread(6, 1)
    ((0, 3, 6, 10), (0, 1, 2), (3,))

    Raises:
        ValueError: `gap` is negative, or `length` below 1.
    """
    if gap < 0 or length < 1:
        raise ValueError(f"expected a gap of at least 0 and a length of at least 1; got {gap} and {length}")
    if length == 1:
        return (gap // 2,)
    steps = max(1, min(length - 1, gap))
    return tuple(dict.fromkeys(n * gap // steps for n in range(steps + 1)))


def depth(gap: int, length: int) -> int:
    """How many windows lie one within the other between two frames `gap` apart.

    >>> depth(15, 16), depth(16, 16), depth(3375, 16), depth(1, 16)
    (1, 2, 3, 0)
    """
    if length < 3:
        return max(0, gap - 1).bit_length()
    levels, reached = 0, 1
    while reached < gap:
        levels, reached = levels + 1, reached * (length - 1)
    return levels


def windows_between(
    first: int, last: int, length: int, *, level: int = GLOBAL + 1, until: int = 1, deepest: int | None = None
) -> Iterator[Window]:
    """The windows that fill between two known frames, breadth first: a level is whole before the next begins.

    As few levels as `length` allows, and on each as few frames, so that the last windows are as full as can be; the
    splits are as even as can be. A window of two has no room between two ends: it draws the middle from the end before.

    Args:
        first: known, as `last` is.
        last: above `first`.
        length: frames of a window, at most.
        level: of the outermost.
        until: gaps no larger than this are left.
        deepest: the last level that is made; what is left then is for a fill without diffusion. All when None.

    Raises:
        ValueError: `length` is below 2, or the frames are out of order.
    """
    if length < 2 or last < first or until < 1:
        raise ValueError(f"expected length >= 2, first <= last, until >= 1; got {length}, {first}, {last}, {until}")
    gaps = [(first, last)] if last - first > until else []
    while gaps and (deepest is None or level <= deepest):
        inner = []
        for start, end in gaps:
            frames = tuple(start + step for step in spread(end - start, _parts(end - start, length) + 1))
            known = tuple(n in (0, len(frames) - 1) for n in range(len(frames)))
            yield Window(frames, known, level) if length > 2 else Window(frames[:2], known[:2], level)
            inner += [gap for gap in pairwise(frames) if gap[1] - gap[0] > until]
        gaps, level = inner, level + 1


def keyframe_windows(positions: Sequence[int], length: int, room: int | None = None) -> Iterator[Window]:
    """Windows for the keyframes of a shot: some of them from nothing, then those between.

    Args:
        positions: the keyframes' numbers in the shot, rising.
        length: frames of a window, at most.
        room: of those, how many the first window has for keyframes beside the anchors that it is given.

    Raises:
        ValueError: there is no room for the first keyframe and the last.
    """
    room = length if room is None else room
    if room < min(2, len(positions)):
        raise ValueError(f"expected room for the first keyframe and the last; got {room}")
    chosen = spread(len(positions) - 1, room)
    yield Window(tuple(positions[n] for n in chosen), (False,) * len(chosen), GLOBAL)
    for window in _breadth_first(pairwise(chosen), length):
        yield window.at(positions)


def plain(total: int, length: int) -> Iterator[Window]:
    """The pipeline of the paper over `total` frames: `length` keyframes as even as can be, then all between.

    >>> len([frame for window in plain(3376, 16) for frame in window.wanted])
    3376
    >>> [sum(window.level == level for window in plain(3376, 16)) for level in (1, 2, 3)]
    [1, 15, 225]
    """
    yield from keyframe_windows(range(total), length)


def autoregressive(total: int, length: int, context: int) -> Iterator[Window]:
    """Each window goes on from the last `context` frames of the one before.

    Raises:
        ValueError: `context` leaves no room for new frames, or is none.
    """
    if not 1 <= context < length:
        raise ValueError(f"expected a context of 1..{length - 1} frames; got {context}")
    end = min(total, length)
    yield Window(tuple(range(end)), (False,) * end, GLOBAL)
    while end < total:
        start, new = end - context, min(length - context, total - end)
        yield Window(tuple(range(start, end + new)), (True,) * context + (False,) * new, GLOBAL + 1)
        end += new


def one_by_one(total: int) -> Iterator[Window]:
    """Each frame alone, as a network of pictures draws."""
    return (Window((frame,), (False,), GLOBAL) for frame in range(total))


def waves(windows: Iterable[Window], known: Collection[int] = ()) -> Iterator[tuple[Window, ...]]:
    """Windows in the same order, in groups that may be sampled side by side: none needs what its group makes.

    Raises:
        ValueError: a window needs a frame that none before it makes.
    """
    done, wave, making = set(known), list[Window](), set[int]()
    for window in windows:
        if making & {*window.given, *window.wanted}:
            yield tuple(wave)
            done |= making
            wave, making = [], set()
        if missing := set(window.given) - done:
            raise ValueError(f"a window of level {window.level} needs frames {sorted(missing)}, made by none before")
        wave.append(window)
        making |= set(window.wanted)
    if wave:
        yield tuple(wave)


def _breadth_first(gaps: Iterable[tuple[int, int]], length: int) -> Iterator[Window]:
    """The windows of several gaps, level by level."""
    found = [window for first, last in gaps for window in windows_between(first, last, length)]
    return iter(sorted(found, key=lambda window: window.level))


def _parts(gap: int, length: int) -> int:
    """Into how many gaps one is split: so few that what is left has one level less."""
    if length < 3:
        return 2
    reach: int = (length - 1) ** (depth(gap, length) - 1)
    return -(-gap // reach)
