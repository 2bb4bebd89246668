from pathlib import Path

import pytest

from storyline.errors import SetupError
from storyline.evaluation.plans.fidelity import fidelity_benchmark
from storyline.evaluation.plans.stories import STORIES, Happening, Story
from storyline.film import plan_film
from storyline.schema.storyboard import Storyboard

EXAMPLES = Path(__file__).parents[3] / "examples"


def plan(path: Path) -> Storyboard:
    return plan_film(path)


def test_what_the_stories_say_is_in_their_text() -> None:
    for story in STORIES:
        text = " ".join((EXAMPLES / story.file).read_text().split())
        places = [text.index(event.words) for event in story.events]
        assert places == sorted(places)


def test_the_fable_is_planned_as_it_is_told() -> None:
    found = fidelity_benchmark("offline", EXAMPLES, plan, STORIES[:1])
    assert found.passed == found.total > 30 and not found.misses


def test_what_is_missing_or_out_of_order_is_listed(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("A dog runs through a meadow. Then a cat sleeps in a forest.")
    events = (
        Happening("a cat sleeps", ("cat",)),
        Happening("A dog runs", ("dog",)),
        Happening("a cow sings", ("cow",)),
    )
    found = fidelity_benchmark(
        "offline", tmp_path, plan, [Story("x.txt", ("cat", "dog"), ("meadow", "forest"), events)]
    )
    assert [(miss.task, miss.asked) for miss in found.misses] == [
        ("characters", "dog"),
        ("events", "A dog runs"),
        ("events", "a cow sings"),
    ]
    with pytest.raises(SetupError, match="--data"):
        fidelity_benchmark("offline", tmp_path / "nowhere", plan)
