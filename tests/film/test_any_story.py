"""Whatever the story, the whole flow holds: it is read, planned, written, read back and drawn."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generators.toon import ToonGenerator
from storyline import Storyboard, read
from storyline.errors import ScriptError
from storyline.film import plan_film
from storyline.film.graph import film_graph
from storyline.reading import write_yaml
from storyline.schema.media import FrameSize

SUBJECTS = (
    "A red fox",
    "The fox",
    "Three birds",
    "Maria",
    "It",
    "She",
    "An old samovar",
    "They",
    "A boy and a dog",
    "Она",
)
DEEDS = (
    "runs",
    "jumped over the rock",
    "flew up",
    "gave him a flower",
    "sits on the horse",
    "swims",
    "left",
    "yodelled",
)
WAYS = (
    "",
    "to the left",
    "from the left to the right",
    "in the forest",
    "at night",
    "behind the house",
    "under a tree",
)
ENDS = (".", "!", "…", '. "Come here!" said the fox.', "\n\n", ", and then it rained.", "。")
SENTENCES = st.tuples(*map(st.sampled_from, (SUBJECTS, DEEDS, WAYS, ENDS))).map(lambda s: f"{s[0]} {s[1]} {s[2]}{s[3]}")
STORIES = st.lists(SENTENCES | st.text(max_size=40), min_size=1, max_size=6).map(" ".join)


def check(story: str) -> None:
    try:
        board = plan_film({"story": story, "rate": 12})
    except ScriptError as error:  # empty, or not text
        assert str(error)
        return
    written = write_yaml(board)
    again = read(written).document
    assert isinstance(again, Storyboard) and again == board
    toon, size = ToonGenerator(), FrameSize((32, 18))
    assert len(film_graph(board, toon, size)) > len(list(board.shots()))
    for _, shot in board.shots():
        clip = toon.clip(board, shot.id, size)
        assert len(clip) == shot.duration
        assert clip[shot.duration // 2].shape == (18, 32, 3)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(STORIES)
def test_any_story_goes_through(story: str) -> None:
    check(story)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(STORIES)
def test_any_of_many_stories_goes_through(story: str) -> None:
    check(story)
