import pytest

from storyline.evaluation.asked import Asked
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.layout import Observation
from storyline.evaluation.words import WordsScore, by_words, without_boxes, words_scores
from storyline.schema.base import EntityId
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests.evaluation.films import Drawn, board

KINDS = ("hare", "fox")
LEFT, RIGHT = Box((0.1, 0.4, 0.4, 0.8)), Box((0.6, 0.4, 0.9, 0.8))


def wanted(*figures: tuple[str, str | None]) -> tuple[Asked, ...]:
    return tuple(Asked(EntityId("x"), kind, colour, LEFT, None, "meadow", False) for kind, colour in figures)


def scored(figures: tuple[Asked, ...], *seen: tuple[str, str]) -> WordsScore:
    there = tuple(Detection(kind, colour, RIGHT, 0.9) for kind, colour in seen)
    return words_scores([Observation("keyframe", figures, there)], KINDS)["keyframes"]


def test_who_is_asked_for_may_stand_anywhere() -> None:
    asked = wanted(("hare", "red"), ("fox", "gray"))
    assert scored(asked, ("fox", "gray"), ("hare", "red")) == WordsScore(2, 1, 1)
    assert scored(asked, ("fox", "red"), ("hare", "red")) == WordsScore(2, 1, 0.5)
    assert scored(asked) == WordsScore(2, 0, 0)


def test_each_detection_is_one_of_them() -> None:
    twins = wanted(("hare", "red"), ("hare", "red"))
    assert scored(twins, ("hare", "red")) == WordsScore(2, 0.5, 0.5)
    assert scored(twins, ("hare", "red"), ("hare", "blue"), ("hare", "red")) == WordsScore(2, 1, 1)


@pytest.mark.parametrize(("seen", "right"), [([("hare", "red")], 0.5), ([("hare", "red"), ("hare", "blue")], 1)])
def test_who_may_have_any_colour_takes_what_the_others_leave(seen: list[tuple[str, str]], right: float) -> None:
    assert scored(wanted(("hare", None), ("hare", "red")), *seen).right == right


def test_kinds_that_the_eye_does_not_know_are_asked_of_nobody() -> None:
    assert scored(wanted(("hare", "red"), ("samovar", "red")), ("hare", "red")) == WordsScore(1, 1, 1)
    assert scored(()) == WordsScore(0, 0, 0)


def test_without_boxes_nobody_is_placed_and_all_else_stays() -> None:
    story = board(1)
    bare = without_boxes(story)
    assert Storyboard.model_validate(bare.model_dump()) == bare == without_boxes(bare)
    for (_, shot), (_, own) in zip(bare.shots(), story.shots(), strict=True):
        assert not any(panel.placements for panel in shot.panels) and shot.camera == own.camera
        assert [(p.at, p.prompt) for p in shot.panels] == [(p.at, p.prompt) for p in own.panels]
    assert (bare.cast, bare.places, bare.seed) == (story.cast, story.places, story.seed)


def test_who_draws_by_words_is_given_no_boxes() -> None:
    given: list[Storyboard] = []
    by_words(lambda story: given.append(story) or Drawn(story))(board(1))  # type: ignore[func-returns-value]
    assert given == [without_boxes(board(1))] != [board(1)]
