"""What every engine holds to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storyline.errors import RenderError, WorkerError
from storyline.graph.build import build
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.engines.local import LocalEngine
from storyline.graph.engines.protocol import Engine, Makers
from storyline.graph.run import run
from storyline.graph.store import Store
from tests.graph.toy import film, task, toy

ENGINES: dict[str, Callable[[Store, Makers], Engine]] = {
    "inline": InlineEngine,
    "local, one worker": lambda store, makers: LocalEngine(store, makers, 1, 1),
    "local, three workers": lambda store, makers: LocalEngine(store, makers, 3, 2),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Store]]:
    store = Store(tmp_path / "store")
    yield ENGINES[request.param](store, toy), store
    assert not list((store.folder / "new").iterdir()), "something half-made was left"
    assert not list((store.folder / "claims").iterdir())


def digests(store: Store) -> set[str]:
    return {entry.path.name for entry in store.entries()}


def test_the_same_artifacts_as_any_other(engine: tuple[Engine, Store], tmp_path: Path) -> None:
    made, store = engine
    other = Store(tmp_path / "other")
    report = run(film(), ("film",), store=store, engine=made, root=Path())
    run(film(), ("film",), store=other, engine=InlineEngine(other, toy), root=Path())
    assert len(report.made) == 10 and not report.failed
    assert digests(store) == digests(other)


def test_failures_keep_their_classes_and_words(engine: tuple[Engine, Store]) -> None:
    made, store = engine
    graph = film(w1={"fails": "the brush broke"}, w2={"breaks": "a fault"}, w4={"gone": True})
    report = run(graph, ("film",), store=store, engine=made, root=Path())
    assert {id: (type(error), str(error)) for id, error in report.failed.items()} == {
        "w1": (RenderError, "the brush broke"),
        "w2": (RenderError, "task w2: ZeroDivisionError: a fault"),
        "w4": (WorkerError, "gone again"),
    }
    assert set(report.made) == {"w0", "w3", "w5"}


def test_errors_of_somebody_s_own_keep_their_words(engine: tuple[Engine, Store]) -> None:
    made, store = engine
    report = run(film(w1={"fails at": 7}), ("film",), store=store, engine=made, root=Path())
    (error,) = report.failed.values()
    assert isinstance(error, RenderError) and str(error).endswith("no paint at 7")
    assert set(report.made) == {"w0", "w2", "w3", "w4", "w5", "s1", "s2"}


def test_a_worker_that_is_killed_is_replaced(engine: tuple[Engine, Store], tmp_path: Path) -> None:
    made, store = engine
    if isinstance(made, InlineEngine):
        pytest.skip("it has no worker")
    deaths: dict[str, dict[str, Any]] = {f"w{n}": {"dies once": str(tmp_path / f"died-{n}")} for n in (0, 3)}
    report = run(film(**deaths), ("film",), store=store, engine=made, root=Path())
    assert len(report.made) == 10 and not report.failed
    assert sorted(path.name for path in tmp_path.glob("died-*")) == ["died-0", "died-3"]


def test_what_is_computed_on_a_gpu_is_done_by_one_process(engine: tuple[Engine, Store], tmp_path: Path) -> None:
    made, store = engine
    log = tmp_path / "log"
    some = [replace(task(f"g{n}", log=str(log), seconds=0.05), device="gpu") for n in range(4)]
    others = [task(f"c{n}", log=str(log), seconds=0.05) for n in range(4)]
    graph = build([*some, *others])
    report = run(graph, tuple(graph), store=store, engine=made, root=Path())
    assert len(report.made) == 8
    done = [line.split() for line in log.read_text().splitlines()]
    assert len({process for id, _, process in done if id.startswith("g")}) == 1
    several = made.slots > 1
    assert (len({process for id, _, process in done if id.startswith("c")} - {done[0][2]}) > 0) == several


def test_an_interrupt_leaves_nothing_running(engine: tuple[Engine, Store]) -> None:
    made, store = engine
    seen: list[int] = []

    def progress(stage: str, done: int, total: int) -> None:
        seen.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(film(w3={"seconds": 0.5}), ("film",), store=store, engine=made, root=Path(), progress=progress)
    assert len(seen) == 1
    import multiprocessing

    assert not multiprocessing.active_children()
