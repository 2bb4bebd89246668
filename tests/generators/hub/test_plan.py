"""Which frames the calls of a model that makes clips draw: all of a shot's, each once, from what is there by then."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.hub.family import About, Can, Counts, Sides
from generators.hub.plan import Call, stretches

COUNTS = st.sampled_from([Counts(2, 2), Counts(5, 17, 4, 1), Counts(14, 25), Counts(9, 257, 8, 1), Counts(16, 16)])
ENDS = st.sampled_from(
    [
        Can(),
        Can(first=True),
        Can(first=True, last="yes"),
        Can(first=True, last="blended"),
        Can(first=True, last="yes", inner=True),
    ]
)
BARE = About("x", "X", "clips", Can(), "a/b", "MIT", (), Sides(8, 64 * 64))


@st.composite
def shots(draw: st.DrawFn) -> tuple[tuple[int, ...], int]:
    duration = draw(st.integers(1, 400))
    inner = draw(st.sets(st.integers(0, duration - 1), max_size=6))
    return tuple(sorted({0, duration - 1, *inner})), duration


@given(shots(), COUNTS, ENDS)
def test_every_frame_is_made_once_from_what_is_there(
    shot: tuple[tuple[int, ...], int], counts: Counts, can: Can
) -> None:
    at, duration = shot
    about = replace(BARE, can=can, counts=counts)
    if can.first and can.last != "no" and counts.most == 2:
        about = replace(about, counts=Counts(3, 3))
    found = list(stretches(at, duration, about))
    assert [s.start for s in found] + [duration] == [0] + [s.end_exclusive for s in found]
    for stretch in found:
        there = set(stretch.given)
        for call in stretch.calls:
            assert set(call.given) <= there | set(at)
            assert about.counts.least <= call.count <= about.counts.most
            assert (call.count - about.counts.plus) % about.counts.every == 0
            assert len(call.picked) == len(call.frames) and set(call.picked) <= set(range(call.count))
            assert not can.first or call.given[0] == call.frames[0]
            assert can.last == "no" or call.given[-1] == call.frames[-1]
            there |= set(call.frames)
        if can.first:
            last = stretch.end_exclusive if stretch.end_exclusive == duration else stretch.end_exclusive + 1
            assert there >= set(range(stretch.start, last))


def test_keyframes_that_lie_near_are_given_together() -> None:
    anywhere = replace(BARE, can=Can(first=True, last="yes", inner=True), counts=Counts(9, 33, 8, 1))
    (stretch,) = stretches((0, 10, 20, 30), 31, anywhere)
    assert stretch.calls == (Call(tuple(range(31)), (0, 10, 20, 30), 33),)
    ends = replace(anywhere, can=Can(first=True, last="yes"))
    assert [(s.start, s.end_exclusive) for s in stretches((0, 10, 20, 30), 31, ends)] == [(0, 10), (10, 20), (20, 31)]


def test_a_gap_that_is_too_long_is_filled_twice() -> None:
    ends = replace(BARE, can=Can(first=True, last="yes"), counts=Counts(5, 9, 4, 1))
    (stretch,) = stretches((0, 64), 65, ends)
    assert stretch.calls[0].frames == (0, 8, 16, 24, 32, 40, 48, 56, 64)
    assert [call.frames[0] for call in stretch.calls[1:]] == [0, 8, 16, 24, 32, 40, 48, 56]


def test_a_model_without_keyframes_spreads_what_it_can() -> None:
    (stretch,) = stretches((0, 47), 48, replace(BARE, counts=Counts(1, 16)))
    (call,) = stretch.calls
    assert len(call.frames) == 16 and call.frames[0] == 0 and call.frames[-1] == 47 and not call.given


@pytest.mark.parametrize(("frames", "count"), [(1, 5), (5, 5), (6, 9), (81, 81)])
def test_counts(frames: int, count: int) -> None:
    assert Counts(5, 81, every=4, plus=1).at_least(frames) == count


def test_too_many_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 81 frames; got 82"):
        Counts(5, 81, every=4, plus=1).at_least(82)
