import json
from pathlib import Path
from typing import Any

import pytest

from storyline.errors import SetupError
from storyline.evaluation.lvd import Named
from storyline.evaluation.plans.nsr1k import (
    COUNTING,
    SPATIAL,
    SPATIAL_TUNED,
    counted,
    holds,
    read_counting,
    read_spatial,
    relation,
    the_two,
)
from storyline.evaluation.plans.nsr1k_scores import nsr1k_benchmark
from storyline.evaluation.plans.picture import category, pictured
from storyline.film import plan_film
from storyline.schema.entity import Entity, Look
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard

COUNTS: list[dict[str, Any]] = [
    {
        "id": 1,
        "prompt": "three clocks",
        "num_object": [["clock", 3]],
        "sub-type": "single-category",
        "type": "template",
    },
    {
        "id": 2,
        "prompt": "two cats and a dog",
        "num_object": [["cat", 2], ["dog", 1]],
        "sub-type": "two-categories",
        "type": "template",
    },
    {
        "id": 3,
        "prompt": "four cats; there are fewer dogs than cats",
        "num_object": [["cat", 4], ["dog", 1]],
        "sub-type": "comparison",
        "type": "template",
    },
]
PLACES: list[dict[str, Any]] = [
    {
        "id": 1,
        "prompt": "a cat to the left of a ball",
        "obj1": ["cat", [0, 0.4, 0.2, 0.2]],
        "obj2": ["ball", [0.5, 0.4, 0.2, 0.2]],
        "relation": "left",
        "type": "template",
    },
    {
        "id": 2,
        "prompt": "A dog next to a cat.",
        "obj1": ["dog", [0, 0, 0.2, 0.2]],
        "obj2": ["cat", [0, 0.5, 0.2, 0.2]],
        "relation": "next to",
        "type": "natural",
    },
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As the published one, and tiny."""
    (tmp_path / COUNTING).write_text(json.dumps(COUNTS))
    (tmp_path / SPATIAL).write_text(json.dumps(PLACES))
    (tmp_path / SPATIAL_TUNED).write_text(json.dumps(PLACES[:1]))
    return tmp_path


def named(name: str, x: float = 0.5, y: float = 0.5, id: str = "") -> Named:
    return Named(name, Box((x - 0.1, y - 0.1, x + 0.1, y + 0.1)), id or name)


def test_counts_are_scored_as_published(folder: Path) -> None:
    clocks, both, compared = read_counting(folder)
    assert counted(clocks, [named("clock")] * 3).right
    score = counted(clocks, [named("clock")] * 4 + [named("wall")])
    assert (score.precision, score.recall, score.right) == (3 / 5, 1.0, False)
    score = counted(both, [named("cat")])
    assert (score.precision, score.recall, score.numbers) == (1.0, 1 / 3, (1, 0))
    cats = [named("black cat")] * 4
    assert counted(compared, [*cats, named("dog"), named("dog")]).right  # fewer dogs, whatever their number
    assert not counted(compared, [*cats, *[named("dog")] * 5]).right
    assert not counted(compared, cats[:3]).right and counted(both, []).precision == 0


def test_relations_are_read_from_the_middles() -> None:
    middle = (0.5, 0.5)
    points = {"right": (0.9, 0.6), "left": (0.1, 0.6), "top": (0.6, 0.1), "bottom": (0.6, 0.9), "diagonal": (0.7, 0.7)}
    assert {name: relation(point, middle) for name, point in points.items()} == {name: name for name in points}
    assert holds("next to", "left") and holds("next to", "right") and not holds("next to", "top")
    assert holds("top", "top") and not holds("left", "right")


def test_the_two_are_found_by_their_very_names_first(folder: Path) -> None:
    _, prompt = read_spatial(folder)
    dog, hot_dog, cat = named("dog"), named("hot dog"), named("cat")
    assert the_two(prompt, [hot_dog, dog, cat]) == (dog, cat)
    assert the_two(prompt, [hot_dog, cat]) == (hot_dog, cat)
    assert the_two(prompt, [dog]) is None


def test_what_a_plan_calls_a_man_coco_calls_a_person() -> None:
    look = (Look(),)
    assert category(Entity(id="a", kind="man", name="old man", looks=look)) == "old man person"  # type: ignore[arg-type]
    assert category(Entity(id="a", kind="man", name="Tom", looks=look)) == "man person"  # type: ignore[arg-type]
    assert category(Entity(id="a", kind="chair", name="bench 2", looks=look)) == "bench"  # type: ignore[arg-type]
    assert category(Entity(id="a", kind="sofa", name="red sofa", looks=look)) == "red sofa couch"  # type: ignore[arg-type]


def test_a_picture_is_the_fullest_panel() -> None:
    board = plan_film({"title": "x", "story": "A dog stands in a garden. A cat and a bird come to the dog."})
    assert [one.name for one in pictured(board)] == ["dog", "cat", "bird"]


def test_the_table_stands_beside_the_published_numbers_and_lists_every_miss(folder: Path) -> None:
    plans: dict[str, Storyboard] = {}

    def plan(text: str) -> Storyboard:
        return plans.setdefault(text, plan_film({"title": "x", "rate": 4, "size": [64, 64], "story": text}))

    found = nsr1k_benchmark("offline", folder, plan)
    assert found.by_task["spatial, template"] == {"total": 1, "passed": 1}
    assert found.total == 5 and len(plans) == 5
    rows = {(row.who, row.what): dict(row.numbers) for row in found.rows}
    assert rows["the photographs' own boxes", "spatial, val"] == {"template": 100, "natural": 0, "all": 50}
    assert rows["LayoutGPT, GPT-4 (published)", "counting, all"]["accuracy"] == 78.11
    nothing = nsr1k_benchmark("nobody", folder, lambda text: plan("It was a quiet morning."))
    assert nothing.passed == 0 and len(nothing.misses) == 6
    assert nothing.json()["misses"][0]["reason"] == "0 of 3 clock"
    assert nothing.misses[-1].reason == "missing: cat and ball; planned: nothing"


@pytest.mark.parametrize(
    "text", ["", "{}", '[{"id": 1}]', '[{"id": 1, "prompt": "x", "num_object": [], "sub-type": ""}]']
)
def test_a_wrong_folder_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    with pytest.raises(SetupError, match="--data"):
        read_counting(tmp_path)
    (tmp_path / COUNTING).write_text(text)
    with pytest.raises(SetupError, match="expected"):
        read_counting(tmp_path)
