"""What a store knows of the tasks of a graph."""

import json
from pathlib import Path

import pytest

from storyline.graph.build import RenderGraph
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.films import Films
from storyline.graph.history import History
from storyline.graph.run import run, to_run
from storyline.graph.store import Store
from storyline.graph.survey import Survey, survey
from storyline.schema.task import Task
from tests.graph.toy import film, toy

SLOW = {"w1": {"seconds": 0.2}}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def looked(graph: RenderGraph, store: Store) -> Survey:
    there = {entry.key for entry in store.entries()}
    return survey(graph, {task.id for task in to_run(graph, ["film"], there.__contains__)}, store)


def made(graph: RenderGraph, store: Store, *targets: str) -> None:
    run(graph, targets or ("film",), store=store, engine=InlineEngine(store, toy), root=Path())


def rendered(graph: RenderGraph, store: Store, path: Path) -> None:
    Films(store).remember(path, "A film", graph, finished=False)
    made(graph, store)
    Films(store).remember(path, "A film", graph, finished=True)


def states(survey: Survey) -> dict[str, str]:
    return {id: standing.state for id, standing in survey.standings.items()}


def test_before_a_render_all_is_to_run_and_estimated(store: Store) -> None:
    found = looked(film(), store)
    assert found.film is None and set(states(found).values()) == {"will run"}
    assert not any(one.took for one in found.standings.values())
    assert all((one.seconds or 0) > 0 for one in found.standings.values())
    assert found.total(found.graph).estimated == pytest.approx(History(store.folder).estimate(_tasks(found)).seconds)


def test_what_the_last_render_made_ran_and_the_rest_was_there(store: Store, tmp_path: Path) -> None:
    graph = film(**SLOW)
    made(graph, store, "w0", "w2")  # for something else
    rendered(graph, store, tmp_path / "film.mp4")
    found = looked(film(**SLOW), store)
    assert found.film is not None and found.film.path == tmp_path / "film.mp4"
    assert {id for id, state in states(found).items() if state == "cached"} == {"w0", "w2"}
    assert set(states(found).values()) == {"cached", "ran"}
    assert all(one.took for one in found.standings.values())
    assert 0.2 <= (found.standings["w1"].seconds or 0) < 1

    rendered(graph, store, tmp_path / "film.mp4")  # once more: nothing is made
    assert set(states(looked(graph, store)).values()) == {"cached"}

    changed = film(**SLOW, w4={"seed": 1})
    rendered(changed, store, tmp_path / "film.mp4")
    assert {id for id, state in states(looked(changed, store)).items() if state == "ran"} == {"w4", "s2", "film"}


def test_after_an_edit_it_is_still_known_what_ran(store: Store, tmp_path: Path) -> None:
    rendered(film(**SLOW), store, tmp_path / "film.mp4")
    rendered(film(3, w0={"seed": 1}), store, tmp_path / "another.mp4")
    found = looked(film(**SLOW, w4={"seed": 1}), store)
    assert found.film is not None and found.film.path.name == "film.mp4"
    assert {id for id, state in states(found).items() if state == "will run"} == {"w4", "s2", "film"}
    assert {state for id, state in states(found).items() if id in ("w0", "w1", "s0")} == {"ran"}
    assert not found.standings["w4"].took and found.standings["w1"].took


def test_what_was_removed_will_run_and_its_time_is_known(store: Store, tmp_path: Path) -> None:
    graph = film(**SLOW)
    rendered(graph, store, tmp_path / "film.mp4")
    for id in ("film", "s0", "w1"):
        entry = store.find(graph.nodes[id]["key"])
        assert entry is not None
        entry.path.unlink()
    found = looked(graph, store)
    assert {id for id, state in states(found).items() if state == "will run"} == {"film", "s0", "w1"}
    assert found.standings["w1"].took and found.longest() == ("w1", "s0", "film")


def test_a_store_of_an_earlier_version_knows_less(store: Store, tmp_path: Path) -> None:
    graph = film()
    rendered(graph, store, tmp_path / "film.mp4")
    (store.folder / "times.jsonl").unlink()
    for file in store.folder.glob("films/*.json"):
        facts = json.loads(file.read_text())
        file.write_text(json.dumps({name: facts[name] for name in facts if name not in ("by", "begun")}))
    found = looked(graph, store)
    assert found.film is not None and set(states(found).values()) == {"cached"}
    assert not any(one.took for one in found.standings.values())


def test_a_render_that_is_begun_again_is_the_same_one(store: Store, tmp_path: Path) -> None:
    """As with slates: what was made before a shot failed was made by this render."""
    graph = film()
    Films(store).remember(tmp_path / "film.mp4", "A film", graph, finished=False)
    made(graph, store, "s0")
    rendered(graph, store, tmp_path / "film.mp4")
    assert set(states(looked(graph, store)).values()) == {"ran"}
    (known,) = Films(store).all()
    assert known.begun < known.when
    for file in store.folder.glob("films/*.json"):
        file.write_text(json.dumps(json.loads(file.read_text()) | {"by": "another process"}))
    assert set(states(looked(graph, store)).values()) == {"cached"}


def test_totals_and_the_longest_chain(store: Store, tmp_path: Path) -> None:
    graph = film(**SLOW)
    rendered(graph, store, tmp_path / "film.mp4")
    found = looked(graph, store)
    kinds = found.kinds()
    assert list(kinds) == ["frames", "segment", "film"]
    assert [(kind.tasks, kind.to_run) for kind in kinds.values()] == [(6, 0), (3, 0), (1, 0)]
    assert kinds["frames"].took >= 0.2 and kinds["frames"].estimated == 0
    assert found.longest() == ("w1", "s0", "film")


def _tasks(found: Survey) -> list[Task]:
    return [found.task(id) for id in found.graph]
