from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.evaluation.asked import Asked
from storyline.evaluation.identity import IdentityScore, Sighting, frames, identity_scores
from storyline.schema.base import EntityId, ShotId
from storyline.schema.layout import Box
from tests import boards

HARE, FOX, DOG = ("hare", "red"), ("fox", "red"), ("dog", "blue")
EAST, NORTH, SOUTH = (1.0, 0.0), (0.0, 1.0), (0.0, -1.0)


def seen(shot: str, look: tuple[str, str | None], embedding: tuple[float, ...]) -> Sighting:
    kind, colour = look
    figure = Asked(EntityId(f"{colour}-{kind}"), kind, colour, Box((0, 0, 1, 1)), None, None, False)
    return Sighting(ShotId(shot), figure, embedding)


def test_who_stays_the_same_is_told_from_all_others() -> None:
    film = [seen(shot, look, way) for shot in "ab" for look, way in ((HARE, EAST), (FOX, NORTH), (DOG, SOUTH))]
    scores = identity_scores([film])
    assert scores["all"] == IdentityScore(6, 1.0, 12, 1.0)
    assert scores["alike"] == IdentityScore(6, 1.0, 4, 1.0)  # the hare and the fox are both red


def test_who_takes_the_look_of_another_is_nobody() -> None:
    film = [seen("a", HARE, EAST), seen("a", FOX, NORTH), seen("b", HARE, NORTH), seen("b", FOX, EAST)]
    assert identity_scores([film])["all"] == IdentityScore(4, 1.0, 4, 0.0)
    assert identity_scores([film, [replace(s, embedding=EAST) for s in film]])["all"].same == 0  # all the same


def test_a_triplet_takes_two_shots_and_two_figures_that_are_found() -> None:
    film = [seen("a", HARE, EAST), seen("a", HARE, NORTH), seen("a", FOX, NORTH)]
    assert identity_scores([film])["all"] == IdentityScore(3, 1.0, 0, None)
    there = [*film[::2], seen("b", HARE, EAST), seen("b", FOX, ())]
    assert identity_scores([there])["all"] == IdentityScore(4, 0.75, 1, 1.0)  # from the hare of b alone
    assert identity_scores([])["alike"] == IdentityScore(0, 0.0, 0, None)


def test_shots_are_looked_at_as_often_however_long_they_are() -> None:
    for duration, looked in ((1, (0,)), (2, (0, 1)), (3, (0, 1, 2)), (90, (15, 45, 75)), (600, (100, 300, 500))):
        (_, shot), *_ = boards.board(boards.shot("a", duration)).shots()
        assert frames(shot) == looked


def test_films_are_not_compared_with_each_other() -> None:
    one = [seen("a", HARE, EAST), seen("a", FOX, NORTH)]
    other = [seen("b", HARE, EAST), seen("b", FOX, NORTH)]
    assert identity_scores([one, other])["all"].triplets == 0
    assert identity_scores([one + other])["all"].triplets == 4


def test_every_frame_of_a_shot_counts() -> None:
    film = [seen("a", HARE, EAST), seen("b", HARE, (1.0, 0.1)), seen("b", HARE, NORTH), seen("b", FOX, (1.0, 0.5))]
    assert identity_scores([film])["all"] == IdentityScore(4, 1.0, 2, 0.5)


def test_who_has_no_colour_is_like_nobody_by_colour() -> None:
    film = [seen(shot, look, way) for shot in "ab" for look, way in ((("hare", None), EAST), (("fox", None), NORTH))]
    assert identity_scores([film])["alike"].triplets == 0 < identity_scores([film])["all"].triplets


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 999), st.floats(0.1, 10))
def test_chance_is_one_half_and_length_does_not_matter(seed: int, factor: float) -> None:
    chance = np.random.default_rng(seed)
    film = [seen(f"{n}", look, tuple(chance.normal(size=8).tolist())) for n in range(30) for look in (HARE, FOX, DOG)]
    same = identity_scores([film])["all"].same
    assert same == pytest.approx(0.5, abs=0.12)
    longer = [replace(s, embedding=tuple(factor * v for v in s.embedding)) for s in film]
    assert identity_scores([longer])["all"].same == pytest.approx(same, abs=1e-3)
