import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.evaluation.lengths import lasting
from storyline.schema.storyboard import Storyboard
from tests import boards
from tests.evaluation.films import board


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 30), st.integers(1, 400))
def test_the_same_happens_in_as_many_frames_as_asked(number: int, frames: int) -> None:
    story = board(number)
    cut = Storyboard.model_validate(lasting(story, frames).model_dump(mode="json"))
    (before,), (after,) = story.scenes[0].shots, cut.scenes[0].shots
    assert after.duration == frames == cut.length
    assert after.panels[0].at == 0 and after.panels[-1].at == frames - 1
    if frames >= before.duration:
        assert len(after.panels) == len(before.panels)
        last = lambda shot: [(p.entity, p.box) for p in shot.layout(shot.duration - 1)]
        assert last(before) == last(after)
        assert after.camera_at(frames - 1) == before.camera_at(before.duration - 1)


def test_only_a_single_shot_is_cut() -> None:
    with pytest.raises(ValueError, match="got 2 shots"):
        lasting(boards.board(boards.shot("a", 4), boards.shot("b", 4)), 8)
