"""The tasks of a shot make every frame once, each from what is there by then."""

from collections import Counter
from itertools import pairwise
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from generators.hierarchy import waves
from generators.nuwa_xl.plan import Order, ShotPlan, plan_shot

SHOTS = st.integers(1, 900).flatmap(
    lambda duration: st.tuples(
        st.just(duration),
        st.sets(st.integers(0, duration - 1), max_size=20).map(lambda s: sorted({0, *s, duration - 1})),
    )
)


def made(plan: ShotPlan) -> Counter[int]:
    """How often each frame's latents are sampled in all tasks of a shot. Asserts that nothing is needed too early."""
    count = Counter(frame for wave in waves(plan.windows) for window in wave for frame in window.wanted)
    assert count == Counter(plan.positions)
    for start, end in plan.tasks():
        known = [plan.positions[n] for n in plan.given(start, end)]
        assert known[0] <= start and known[-1] >= min(end, plan.duration - 1)
        between = Counter(f for wave in waves(plan.between(start, end), known) for w in wave for f in w.wanted)
        assert all(start < frame < end for frame in between)
        count += between
    return count


@given(SHOTS, st.sampled_from(get_args(Order)), st.integers(2, 20))
def test_every_frame_is_sampled_once(shot: tuple[int, list[int]], order: Order, length: int) -> None:
    duration, panels = shot
    plan = plan_shot(panels, duration, order=order, length=length)
    assert made(plan) == Counter(range(duration))


@given(SHOTS, st.sampled_from(["panels", "plain"]), st.integers(2, 20), st.integers(1, 4))
def test_fewer_levels_leave_frames_to_the_fill(
    shot: tuple[int, list[int]], order: Order, length: int, deepest: int
) -> None:
    duration, panels = shot
    plan = plan_shot(panels, duration, order=order, length=length, deepest=deepest)
    count = made(plan)
    assert set(count.values()) == {1} and {0, duration - 1} <= set(count)
    if order == "panels":
        assert set(panels) <= set(plan.positions)


@given(SHOTS, st.integers(2, 20), st.integers(1, 3) | st.none())
def test_tasks_cover_a_shot_in_pieces_of_a_bounded_size(
    shot: tuple[int, list[int]], length: int, deepest: int | None
) -> None:
    duration, panels = shot
    plan = plan_shot(panels, duration, length=length, deepest=deepest)
    tasks = list(plan.tasks())
    assert (tasks[0][0], tasks[-1][1]) == (0, duration)
    assert all(a[1] == b[0] for a, b in pairwise(tasks)) and all(0 < end - start <= 400 for start, end in tasks)


def test_a_shot_of_3376_frames() -> None:
    """Its first latents are those of depth 1 and 2, and no task makes more than 225 frames."""
    plan = plan_shot([0, 3375], 3376, length=16)
    assert plan.positions == tuple(range(0, 3376, 225))
    assert [window.level for window in plan.windows] == [1, 2]
    assert {end - start for start, end in plan.tasks()} == {225, 226}
    assert made(plan) == Counter(range(3376))


def test_one_frame_and_room_beside_anchors() -> None:
    one = plan_shot([0], 1, length=16, room=8)
    assert (one.positions, list(one.tasks()), list(one.between(0, 1))) == ((0,), [(0, 1)], [])
    many = plan_shot(range(0, 40, 2), 39, length=16, room=8)
    assert len(many.windows[0].frames) == 8 and made(many) == Counter(range(39))
