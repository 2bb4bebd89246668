"""What each artifact took is remembered, and who made it."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from storyline.graph.engines.inline import InlineEngine
from storyline.graph.engines.local import LocalEngine
from storyline.graph.engines.protocol import Engine
from storyline.graph.run import run
from storyline.graph.store import Store
from storyline.graph.times import Times
from tests.graph.toy import build, film, task, toy


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.mark.parametrize("local", [False, True])
def test_a_run_notes_what_it_did_and_nothing_else(store: Store, local: bool) -> None:
    engine: Engine = LocalEngine(store, toy, 1, 1) if local else InlineEngine(store, toy)
    before = time.time()
    graph = film(w1={"seconds": 0.3})
    run(graph, ("s0",), store=store, engine=engine, root=Path())
    keys = {graph.nodes[id]["key"]: id for id in graph}
    taken = {keys[key]: one for key, one in Times(store.folder).of(keys).items()}
    assert taken.keys() == {"w0", "w1", "s0"}
    assert 0.3 <= taken["w1"].seconds < 1.5, "the start of a worker is no task's"
    assert taken["w0"].seconds < 0.2
    assert all(before - 1 < one.when < time.time() + 1 for one in taken.values())
    assert taken["w0"].when < taken["s0"].when and len({one.by for one in taken.values()}) == 1


def test_tasks_of_one_call_share_its_time_by_their_pixels(store: Store) -> None:
    small, large = task("a", batch="both", seconds=0.2), replace(task("b", batch="both"), end_exclusive=30)
    graph = build([small, large, task("c", ("a", "b"), "segment")])
    run(graph, ("c",), store=store, engine=InlineEngine(store, toy), root=Path())
    keys = [graph.nodes[id]["key"] for id in ("a", "b", "c")]
    a, b, c = (Times(store.folder).of(keys)[key] for key in keys)
    assert (a.together, b.together, c.together) == (2, 2, 1)
    assert b.seconds == pytest.approx(3 * a.seconds, rel=0.01) and a.seconds + b.seconds >= 0.2


def test_the_last_time_counts_and_what_is_no_line_of_ours_is_passed_over(tmp_path: Path) -> None:
    times = Times(tmp_path)
    assert times.of(["x"]) == {}
    times.note([task("a")], ["x"], 1.0)
    times.note([task("a")], ["x"], 2.0)
    with (tmp_path / "times.jsonl").open("a") as file:
        file.write('[]\n{}\n["me", 1, {"x": -1}]\n["me", "now", {"x": 1}]\n["me", 1, ["x"]]\n["me", 1, {"x": 9')
    assert times.of(["x"])["x"].seconds == 2.0 and times.of(["y"]) == {}


def test_the_file_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storyline.graph.times._LARGEST", 2000)
    for n in range(100):
        Times(tmp_path).note([task("a")], [f"k{n}"], n)
    assert (tmp_path / "times.jsonl").stat().st_size <= 2000
    found = Times(tmp_path).of([f"k{n}" for n in range(100)])
    assert "k99" in found and "k0" not in found
