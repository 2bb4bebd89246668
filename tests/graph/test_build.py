"""Tasks become a graph, and keys."""

from dataclasses import replace
from typing import Any

import pytest

from storyline.graph.build import build, in_film_order
from storyline.schema.task import Part
from tests.graph.toy import film, task


def key_of(**changed: Any) -> str:
    """The key of one task with something changed."""
    found: str = build([replace(task("a"), **changed)]).nodes["a"]["key"]
    return found


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "edit"},
        {"maker": "other"},
        {"version": 2},
        {"part": Part({"id": "b"})},
        {"start": 1},
        {"end_exclusive": 9},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_decides_a_key(changed: dict[str, Any]) -> None:
    assert key_of(**changed) != key_of()


@pytest.mark.parametrize(
    "changed", [{"scene": "s"}, {"shot": "t"}, {"batch": "b"}], ids=lambda changed: next(iter(changed))
)
def test_what_does_not(changed: dict[str, Any]) -> None:
    assert key_of(**changed) == key_of()
    renamed = build([replace(task("a"), id="z")])
    assert renamed.nodes["z"]["key"] == key_of()


def test_a_change_reaches_all_that_is_made_of_it_and_nothing_else() -> None:
    before, after = film(), film(w2={"seed": 7})
    changed = {id for id in before if before.nodes[id]["key"] != after.nodes[id]["key"]}
    assert changed == {"w2", "s1", "film"}


def test_the_order_of_what_is_read_decides() -> None:
    a, b = task("a"), task("b")
    one, other = (build([a, b, task("c", needs)]).nodes["c"]["key"] for needs in (("a", "b"), ("b", "a")))
    assert one != other


def test_film_order() -> None:
    assert in_film_order(film(4), ["film"]) == ["w0", "w1", "s0", "w2", "w3", "s1", "film"]
    assert in_film_order(film(4), ["s1", "w0"]) == ["w2", "w3", "s1", "w0"]


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ([task("a"), task("a")], "two tasks are called 'a'"),
        ([task("a", ["b"])], "task 'a' needs 'b', which is not in the graph"),
        ([task("a", ["b"]), task("b", ["a"])], "in a circle: "),
    ],
    ids=["twice", "missing", "circle"],
)
def test_graphs_that_are_none(tasks: list[Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build(tasks)
