"""Every frame exactly once, its neighbours known before it, splits as even as can be."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.hierarchy import (
    GLOBAL,
    Window,
    autoregressive,
    depth,
    keyframe_windows,
    one_by_one,
    plain,
    spread,
    waves,
    windows_between,
)

LENGTHS = st.integers(2, 20)


def made(windows: Iterable[Window], known: Iterable[int] = ()) -> Counter[int]:
    """How often each frame is made. Asserts that what a window is given exists by then."""
    there = set(known)
    count: Counter[int] = Counter()
    for window in windows:
        assert len(window.frames) == len(window.known) and list(window.frames) == sorted(set(window.frames))
        assert set(window.given) <= there and window.wanted
        there |= set(window.wanted)
        count.update(window.wanted)
    return count


@given(st.integers(0, 4000), st.integers(1, 64))
def test_spread_is_even_and_has_both_ends(gap: int, length: int) -> None:
    frames = spread(gap, length)
    assert len(frames) == min(length, gap + 1)
    if length > 1:
        assert (frames[0], frames[-1]) == (0, gap)
        steps = [b - a for a, b in pairwise(frames)]
        assert not steps or max(steps) - min(steps) <= 1 <= min(steps)


@given(st.integers(-50, 50), st.integers(0, 700), LENGTHS)
def test_between_two_frames_every_frame_is_made_once(first: int, gap: int, length: int) -> None:
    windows = list(windows_between(first, first + gap, length))
    assert made(windows, (first, first + gap)) == Counter(range(first + 1, first + gap))
    assert all(len(window.frames) <= length for window in windows)
    levels = [window.level for window in windows]
    assert levels == sorted(levels)
    assert len(set(levels)) == depth(gap, length)
    if length > 2:  # both ends are seen
        assert all(window.known[0] and window.known[-1] and sum(window.known) == 2 for window in windows)


@given(st.integers(1, 700), LENGTHS, st.integers(1, 300))
def test_what_is_left_is_no_larger_than_asked(gap: int, length: int, until: int) -> None:
    there = {0, gap, *made(windows_between(0, gap, length, until=until), (0, gap))}
    assert all(b - a <= until for a, b in pairwise(sorted(there)))


@given(st.sets(st.integers(0, 5000), min_size=1, max_size=90), LENGTHS, st.integers(2, 20))
def test_keyframes_at_any_spacing_are_made_once(chosen: set[int], length: int, room: int) -> None:
    positions = sorted(chosen)
    windows = list(keyframe_windows(positions, length, min(room, length)))
    assert made(windows) == Counter(positions)
    assert windows[0].level == GLOBAL and len(windows[0].frames) <= room
    assert {windows[0].frames[0], windows[0].frames[-1]} == {positions[0], positions[-1]}


@given(st.integers(1, 900), LENGTHS)
def test_the_plain_pipeline_makes_every_frame_once(total: int, length: int) -> None:
    assert made(plain(total, length)) == Counter(range(total))


def test_sixteen_frames_at_depth_three_are_the_3376_of_the_paper() -> None:
    windows = list(plain(3376, 16))
    assert all(len(window.frames) == 16 for window in windows)
    assert [len(wave) for wave in waves(windows)] == [1, 15, 225]
    assert max(window.level for window in plain(3377, 16)) == 4
    assert len([*waves(plain(226, 16))]) == 2


@given(st.integers(1, 300), LENGTHS, st.data())
def test_extension_makes_every_frame_once(total: int, length: int, data: st.DataObject) -> None:
    context = data.draw(st.integers(1, length - 1))
    windows = list(autoregressive(total, length, context))
    assert made(windows) == Counter(range(total))
    assert all(sum(window.known) == context and len(window.frames) <= length for window in windows[1:])
    assert [len(wave) for wave in waves(windows)] == [1] * len(windows)  # one after the other: nothing side by side


@given(st.integers(1, 100))
def test_frame_by_frame_knows_nothing(total: int) -> None:
    windows = list(one_by_one(total))
    assert made(windows) == Counter(range(total)) and len(list(waves(windows))) == 1


@given(st.integers(1, 600), LENGTHS)
def test_a_wave_needs_nothing_of_its_own(total: int, length: int) -> None:
    windows = list(plain(total, length))
    there: set[int] = set()
    found: list[Window] = []
    for wave in waves(windows):
        assert all(set(window.given) <= there for window in wave)
        there |= {frame for window in wave for frame in window.wanted}
        found += wave
    assert found == windows


def test_fewer_levels_leave_frames_for_the_fill() -> None:
    assert made(windows_between(0, 30, 5, deepest=2), (0, 30)) == Counter([15])
    assert list(windows_between(0, 30, 5, deepest=1)) == []


def test_what_cannot_be_planned_is_refused() -> None:
    with pytest.raises(ValueError, match="length >= 2"):
        list(windows_between(0, 9, 1))
    with pytest.raises(ValueError, match=r"a context of 1\.\.3 frames; got 4"):
        list(autoregressive(9, 4, 4))
    with pytest.raises(ValueError, match=r"needs frames \[5\]"):
        list(waves([Window((5, 6), (True, False), 2)]))
    with pytest.raises(ValueError, match="room"):
        list(keyframe_windows([0, 4], 4, 1))
