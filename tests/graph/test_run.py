"""What is missing is made, once; what fails sinks no more than it must."""

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storyline.errors import RenderError, StoreError, WorkerError
from storyline.graph.build import RenderGraph, build
from storyline.graph.claims import Claims
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.run import TRIES, Report, run, to_run
from storyline.graph.store import Store
from storyline.schema.base import SceneId
from tests.graph.toy import film, task, toy


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def made(graph: RenderGraph, store: Store, *targets: str, **options: Any) -> Report:
    return run(graph, targets or ("film",), store=store, engine=InlineEngine(store, toy), root=Path(), **options)


def test_everything_then_nothing(store: Store) -> None:
    graph = film()
    report = made(graph, store)
    assert len(report.made) == len(graph) and report.made[-1] == "film"
    assert all(report.made.index(need) < report.made.index(id) for need, id in graph.edges)
    assert (report.cached, dict(report.failed), report.skipped) == ((), {}, ())
    again = made(film(), store)
    assert (again.made, again.cached) == ((), ("film",))
    assert again.artifacts["film"] == report.artifacts["film"]
    assert report.artifacts["film"].read_bytes().count(b'"id"') == 10


def test_after_a_change_exactly_what_depends_on_it(store: Store) -> None:
    made(film(), store)
    changed = film(w2={"seed": 7})
    there = {entry.key for entry in store.entries()}
    assert [task.id for task in to_run(changed, ["film"], there.__contains__)] == ["w2", "s1", "film"]
    report = made(changed, store)
    assert report.made == ("w2", "s1", "film")
    assert set(report.cached) == {"s0", "s2", "w3"}


def test_a_failure_sinks_what_needs_it_and_nothing_else(store: Store) -> None:
    broken = film(w2={"fails": "the brush broke"}, w4={"breaks": "a fault of the maker"})
    report = made(broken, store)
    assert set(report.made) == {"w0", "w1", "s0", "w3", "w5"}
    assert {id: str(error) for id, error in report.failed.items()} == {
        "w2": "the brush broke",
        "w4": "task w4: ZeroDivisionError: a fault of the maker",
    }
    assert all(isinstance(error, RenderError) for error in report.failed.values())
    assert report.skipped == ("s1", "s2", "film")
    assert set(made(film(), store).made) == {"w2", "s1", "w4", "s2", "film"}


def test_only_errors_that_say_so_are_tried_again(store: Store, tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    graph = film(
        w0={"gone once": str(tmp_path / "mark"), "log": log}, w2={"gone": 1, "log": log}, w4={"fails": "x", "log": log}
    )
    report = made(graph, store)
    tried = Counter(line.split()[0] for line in Path(log).read_text().splitlines())
    assert tried == {"w0": 2, "w2": TRIES, "w4": 1}
    assert "s0" in report.made and isinstance(report.failed["w2"], WorkerError)


@pytest.mark.parametrize("damage", ["flip", "remove"])
def test_damaged_artifacts_are_made_anew(store: Store, damage: str) -> None:
    first = made(film(), store)
    whole = first.artifacts["film"].read_bytes()
    for id in ("film", "s1", "w2"):
        path = first.artifacts[id]
        path.unlink() if damage == "remove" else path.write_bytes(b"?" + path.read_bytes()[1:])
    report = made(film(), Store(store.folder))
    assert report.made == ("w2", "s1", "film")
    assert report.artifacts["film"].read_bytes() == whole


def test_what_vanishes_meanwhile_is_made_again(store: Store) -> None:
    """As when another process tidies the store up."""
    graph = film()

    def arrived(id: str, artifact: Path) -> None:
        if id == "s2" and not gone:
            gone.append(id)
            for entry in list(store.entries()):
                if entry.key in {graph.nodes[id]["key"] for id in ("s0", "s1", "w0")}:
                    entry.path.unlink()

    gone: list[str] = []
    report = made(graph, store, arrived=arrived)
    assert not report.failed and report.artifacts["film"].read_bytes().count(b'"id"') == 10
    assert Counter(report.made)["s0"] == 2


def test_tasks_of_one_name_share_a_call(store: Store, tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    tasks = [task(f"a{n}", batch="one" if n < 3 else "", log=log) for n in range(5)]
    made(build([*tasks, task("film", [t.id for t in tasks])]), store)
    assert sorted(line.rpartition(" ")[0] for line in Path(log).read_text().splitlines()) == [
        "a0 3",
        "a1 3",
        "a2 3",
        "a3 1",
        "a4 1",
    ]


def test_what_is_claimed_elsewhere_is_waited_for(store: Store) -> None:
    """Another process makes w0; ours does the rest meanwhile, and takes w0 as it comes."""
    graph, done = film(), []
    key = graph.nodes["w0"]["key"]
    with Claims(store.folder) as other:
        assert other.take(key)

        def progress(stage: str, count: int, total: int) -> None:
            done.append(count)
            if len(done) == 7:  # all that does not need w0
                with store.new() as folder:
                    (folder / "0.mkv").write_bytes(b"made elsewhere")
                    store.put(key, folder / "0.mkv")
                other.give_up(key)

        report = made(graph, store, progress=progress)
    assert "w0" in report.cached and "w0" not in report.made
    assert report.artifacts["film"].read_bytes().count(b"made elsewhere") == 1


def test_a_claim_of_a_process_that_is_gone_holds_nobody_up(store: Store) -> None:
    graph = film()
    (store.folder / "claims" / graph.nodes["w0"]["key"]).write_text("elsewhere 1")
    old = Claims(store.folder, heartbeat=0.05, expires=0.2)
    with old:
        time.sleep(0.4)
        assert old.take(graph.nodes["w0"]["key"])


def test_progress_counts_frames_up_to_the_end(store: Store) -> None:
    told: list[tuple[str, int, int]] = []
    made(film(), store, progress=lambda *stage: told.append(stage))
    assert told == [("rendering frames", n, 90) for n in (*range(10, 91, 10), 90)]


def test_progress_counts_scenes_once_all_of_them_is_there(store: Store) -> None:
    tasks = [replace(task(f"w{n}"), scene=SceneId("ab"[n % 2])) for n in range(4)]
    graph = build([*tasks, task("film", [t.id for t in tasks])])
    made(graph, store, "w3")
    told: list[tuple[str, int, int]] = []
    made(graph, store, progress=lambda *stage: told.append(stage))
    assert [stage[1:] for stage in told if stage[0] == "scenes"] == [(0, 2), (1, 2), (2, 2), (2, 2)]


def test_a_store_that_cannot_be_written_ends_the_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (store.folder / "artifacts").rename(store.folder / "away")
    (store.folder / "artifacts").write_text("a file in its place")
    with pytest.raises(StoreError, match="name a folder that can be written"):
        made(film(), store)
    assert not list((store.folder / "claims").iterdir()) and not list((store.folder / "new").iterdir())


def test_what_several_tasks_read_may_vanish_under_all_of_them(store: Store) -> None:
    graph = build([task("w"), *(task(f"s{n}", ("w",)) for n in range(5)), task("film", [f"s{n}" for n in range(5)])])
    left = [2]  # times

    def arrived(id: str, artifact: Path) -> None:
        found = store.find(graph.nodes["w"]["key"])
        if id.startswith("s") and left[0] and found is not None:
            left[0] -= 1
            found.path.unlink()

    report = made(graph, store, arrived=arrived)
    assert not report.failed and report.artifacts["film"].read_bytes().count(b'"id"') == 11
    assert Counter(report.made) == {"w": 3, **{f"s{n}": 1 for n in range(5)}, "film": 1}
    assert report.cached == ()
