import pytest

from storyline.evaluation.asked import Asked
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.layout import Observation, layout_scores, moments, shuffled
from storyline.schema.base import EntityId
from storyline.schema.layout import Box
from tests import boards

KINDS = ("hare", "fox")
LEFT, RIGHT = Box((0.1, 0.4, 0.4, 0.8)), Box((0.6, 0.4, 0.9, 0.8))


def figure(kind: str, colour: str | None, box: Box, *, moving: bool = False) -> Asked:
    return Asked(EntityId(kind), kind, colour, box, "sit" if moving else None, "meadow", moving)


def test_what_is_seen_as_asked_scores_one_and_nothing_scores_none() -> None:
    wanted = (figure("hare", "red", LEFT), figure("fox", None, RIGHT, moving=True))
    seen = (Detection("fox", "blue", RIGHT, 0.9), Detection("hare", "red", LEFT, 0.8))
    scores = layout_scores([Observation("keyframe", wanted, seen), Observation("filled", wanted, ())], KINDS)
    keyframes, filled, moving = (scores[part] for part in ("keyframes", "filled", "moving"))
    assert keyframes.figures == 2
    assert (keyframes.found, keyframes.kind, keyframes.colour, keyframes.right, keyframes.iou) == (1, 1, 1, 1, 1)
    assert (filled.figures, filled.found, filled.kind, filled.colour, filled.right, filled.iou) == (2, 0, 0, 0, 0, 0)
    assert moving.figures == 1


def test_what_one_does_counts_of_those_that_do_something() -> None:
    wanted = (figure("hare", "red", LEFT), figure("fox", None, RIGHT, moving=True))
    for action, share in (("sit", 1), ("walk", 0), (None, 0)):
        seen = (Detection("fox", "blue", RIGHT, 0.9, action), Detection("hare", "red", LEFT, 0.8, "walk"))
        assert layout_scores([Observation("filled", wanted, seen)], KINDS)["filled"].action == share


def test_who_is_like_nothing_that_was_learnt_is_told_apart() -> None:
    wanted = (figure("hare", "red", LEFT), figure("fox", "blue", RIGHT))
    looked = [Observation(part, wanted, (Detection("fox", "blue", RIGHT, 0.9),)) for part in ("keyframe", "filled")]
    scores = layout_scores(looked, KINDS, lambda figure: figure.colour == "red" and figure.setting == "meadow")
    assert (scores["seen"].figures, scores["seen"].right) == (2, 1)
    assert (scores["unseen"].figures, scores["unseen"].right) == (2, 0)


def test_each_fault_counts_where_it_belongs() -> None:
    off = Box((0.2, 0.4, 0.5, 0.8))  # overlaps LEFT by half of what both cover
    wanted = (figure("hare", "red", LEFT), figure("fox", "gray", RIGHT))
    seen = (
        Detection("hare", "red", off, 0.9),
        Detection("hare", "gray", RIGHT, 0.9),
        Detection("fox", "red", off, 0.5),
    )
    score = layout_scores([Observation("keyframe", wanted, seen)], KINDS)["keyframes"]
    assert (score.found, score.kind, score.colour, score.extra) == (1.0, 0.5, 1.0, 0.5)
    assert score.iou == pytest.approx((0.5 + 1) / 2) and score.right == 0.5
    assert layout_scores([Observation("keyframe", wanted, seen)], ("fox",))["keyframes"].figures == 1


def test_shuffled_conditions_are_those_of_the_next_film() -> None:
    films = [
        [Observation("keyframe", (figure("hare", "red", LEFT),), (Detection("hare", "red", LEFT, 1.0),))],
        [Observation("keyframe", (figure("fox", "red", RIGHT),), (Detection("fox", "red", RIGHT, 1.0),))] * 2,
    ]
    mixed = list(shuffled(films))
    assert [o.asked[0].kind for o in mixed] == ["fox", "hare", "hare"]
    assert layout_scores(mixed, KINDS)["keyframes"].right == 0
    with pytest.raises(ValueError, match="at least 2 films; got 1"):
        list(shuffled(films[:1]))


def test_filled_frames_lie_between_panels_and_are_no_keyframes() -> None:
    panels = [{"at": at, "prompt": "", "placements": []} for at in (0, 8, 9, 20)]
    shot = boards.board(boards.shot("a", 21, panels=panels)).scenes[0].shots[0]
    assert moments(shot) == ((0, 8, 9, 20), (4, 15))
    assert moments(shot, 3) == ((0, 8, 9, 20), (2, 4, 6, 12, 15, 17))
