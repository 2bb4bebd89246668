"""The same graph on a real Ray cluster of several nodes, all of them on this machine."""

import logging
import os
import signal
import time
import wave
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from storyline import plan_film
from storyline.errors import RenderError, SetupError
from storyline.film import Render
from storyline.graph.build import RenderGraph, build
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.run import Progress, Report, run
from storyline.graph.store import Entry, Store
from storyline.schema.task import Task
from tests.graph.toy import film, started, task, toy

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
import ray
from ray.cluster_utils import Cluster

from storyline.graph.engines.ray import RayEngine

# Nodes speak to each other by this machine's own address.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1", ray.util.get_node_ip_address()])
HERE = str(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that works on nothing, and a node with one core."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", HERE, prepend=os.pathsep)  # the nodes find the makers of these tests
        found = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
        found.add_node(num_cpus=1)
        yield found
        ray.shutdown()
        found.shutdown()


def kill(cluster: Any, node: Any) -> None:
    """A machine dies: all of its processes at once."""
    raylet = node.all_processes["raylet"][0].process.pid
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == raylet:
                os.kill(int(status.parent.name), signal.SIGKILL)
    cluster.remove_node(node, allow_graceful=False)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that no other process finds under its name: each has a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Store(Path("/proc/self/cwd/store"))


def made(
    cluster: Any, graph: RenderGraph, store: Store, progress: Progress = lambda stage, done, total: None, **options: Any
) -> Report:
    engine = RayEngine(store, toy, cluster.address, **options)
    return run(graph, ("film",), store=store, engine=engine, root=Path(), progress=progress)


def alone(graph: RenderGraph, folder: Path) -> dict[str, bytes]:
    """What comes out with no cluster, by file name."""
    store = Store(folder)
    run(graph, ("film",), store=store, engine=InlineEngine(store, toy), root=Path())
    return content(store)


def content(store: Store) -> dict[str, bytes]:
    return {entry.path.name: entry.path.read_bytes() for entry in store.entries()}


@pytest.mark.parametrize("which", ["store", "unseen"])
def test_the_same_artifacts_as_alone(
    cluster: Any, which: str, request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = request.getfixturevalue(which)
    with caplog.at_level(logging.INFO, "storyline"):
        report = made(cluster, film(), store)
    assert set(report.made) == set(film()) and not report.failed
    assert content(store) == alone(film(), tmp_path / "alone")
    assert not list((store.folder / "new").iterdir())
    assert ("without the store" in caplog.text) == (which == "unseen")


class Slow(Store):
    """On a disk where what others wrote is seen late: nothing until there are two, then both at once."""

    def find(self, key: str) -> Entry | None:
        return super().find(key) if len(list(self.entries())) > 1 else None


def test_artifacts_that_are_seen_late_are_waited_for(cluster: Any, tmp_path: Path) -> None:
    store = Slow(tmp_path / "store")
    report = made(cluster, film(), store)
    assert set(report.made) == set(film()) and not report.failed
    assert content(store) == alone(film(), tmp_path / "alone")


def test_errors_are_the_makers_own(cluster: Any, unseen: Store, tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    broken = film(
        w0={"fails at": 7}, w2={"fails": "the brush broke", "log": log}, w4={"breaks": "a fault of the maker"}
    )
    report = made(cluster, broken, unseen)
    assert {id: (type(error), str(error)) for id, error in report.failed.items()} == {
        "w0": (RenderError, "Picky: no paint at 7"),
        "w2": (RenderError, "the brush broke"),
        "w4": (RenderError, "task w4: ZeroDivisionError: a fault of the maker"),
    }
    assert report.skipped == ("s0", "s1", "s2", "film")
    assert len(Path(log).read_text().splitlines()) == 1  # what fails by itself is not tried again


def test_a_worker_that_dies_is_replaced(cluster: Any, unseen: Store, tmp_path: Path) -> None:
    graph = film(w1={"dies once": str(tmp_path / "mark")})
    assert not made(cluster, graph, unseen).failed
    assert content(unseen) == alone(graph, tmp_path / "alone")


@pytest.mark.slow
def test_a_film_whose_files_lie_here_alone(cluster: Any, unseen: Store, tmp_path: Path) -> None:
    folder = tmp_path / "script"
    folder.mkdir()
    imp = np.zeros((40, 20, 4), np.uint8)
    imp[4:36, 4:16] = 200, 40, 160, 255
    Image.fromarray(imp).save(folder / "imp.png")
    with wave.open(str(folder / "song.wav"), "wb") as song:
        song.setparams((1, 2, 8000, 0, "NONE", ""))
        song.writeframes(bytes(8000))
    (folder / "s.yaml").write_text(
        "title: Imp\nsize: [96, 54]\nrate: 6\nstory: Pip jumps. Pip sleeps.\n"
        "sounds: [{file: {path: song.wav}}]\n"
        "cast: [{id: pip, kind: imp, name: Pip, looks: [{picture: {path: imp.png}}]}]\n"
    )
    board = plan_film(folder / "s.yaml")
    found = []
    for root, store, where in (
        (folder, tmp_path / "alone", None),
        (Path("/proc/self/cwd/script"), unseen.folder, cluster.address),
    ):
        render = Render.of(board, root=root, store=store, workers=1, cluster=where)
        found.append(render.film(tmp_path / "film.mp4").film.read_bytes())
    assert found[0] == found[1]
    assert content(unseen) == content(Store(tmp_path / "alone"))


@pytest.mark.slow
@pytest.mark.parametrize("which", ["store", "unseen"])
def test_a_node_that_dies_takes_nothing_with_it(
    cluster: Any, which: str, request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    doomed = cluster.add_node(num_cpus=1)
    store = request.getfixturevalue(which)
    log = tmp_path / "log"
    parts: dict[str, dict[str, Any]] = {f"w{n}": {"log": str(log)} for n in range(6)}
    for id in ("w0", "w1"):
        parts[id]["until"] = 2  # the first waits for the second: from then on, both nodes work
    for id in ("w2", "w3"):
        parts[id]["seconds"] = 4
    graph = film(**parts)
    log.write_text("alone\nalone\n")
    expected = alone(graph, tmp_path / "alone")
    log.unlink()

    def kill_it(stage: str, done: int, total: int) -> None:
        if stage == "rendering frames" and done >= 20 and doomed in cluster.worker_nodes:  # frames, 10 of each task
            late = time.monotonic() + 60
            while started(log) < 4 and time.monotonic() < late:
                time.sleep(0.02)
            kill(cluster, doomed)  # both nodes are in the middle of their next

    try:
        with caplog.at_level(logging.INFO, "storyline"):
            report = made(cluster, graph, store, kill_it)
    finally:
        if doomed in cluster.worker_nodes:
            kill(cluster, doomed)
    assert set(report.made) == set(graph) and not report.failed
    assert content(store) == expected
    assert "is tried again" in caplog.text and "has gone" in caplog.text
    assert started(log) == 7  # what was done was not done again


def test_batches_are_done_together(cluster: Any, unseen: Store, tmp_path: Path) -> None:
    log = tmp_path / "log"
    several = [task(f"w{n}", batch="all", log=str(log)) for n in range(3)]
    made(cluster, build([*several, task("film", [one.id for one in several], "film")]), unseen)
    assert [line.rpartition(" ")[0] for line in log.read_text().splitlines()] == ["w0 3", "w1 3", "w2 3"]


def gpus(graph: RenderGraph, *ids: str) -> RenderGraph:
    tasks: list[Task] = [graph.nodes[id]["task"] for id in graph]
    return build(replace(one, device="gpu") if one.id in ids else one for one in tasks)


@pytest.mark.slow
def test_tasks_of_gpus_go_where_one_is(cluster: Any, store: Store) -> None:
    graph = film()
    with pytest.raises(SetupError, match=r"no room for a worker on a GPU for 3 s; it has . cores and 0 GPUs"):
        made(cluster, gpus(graph, *graph), store, patience=3)  # of all: else it is one on a core that is waited for
    node = cluster.add_node(num_cpus=1, num_gpus=1)
    try:
        assert not made(cluster, gpus(graph, "w0"), store).failed
    finally:
        kill(cluster, node)


@pytest.mark.slow
def test_a_cluster_that_shrinks_to_nothing_is_given_up(cluster: Any, unseen: Store, tmp_path: Path) -> None:
    """It says so after a while; with a node again the render goes on from where it was."""
    (node,) = cluster.worker_nodes
    graph = film(**{f"w{n}": {"seconds": 0.5} for n in range(6)})

    def kill_it(stage: str, done: int, total: int) -> None:
        if stage == "rendering frames" and done >= 20 and node in cluster.worker_nodes:
            kill(cluster, node)

    since = time.monotonic()
    with pytest.raises(SetupError, match=r"no room for a worker on a CPU for 20 s; it has \d cores"):
        made(cluster, graph, unseen, kill_it, patience=20)  # longer than a worker takes to start on a busy machine
    assert time.monotonic() - since < 150
    assert node not in cluster.worker_nodes
    os.chdir(HERE)  # not where the store is
    cluster.add_node(num_cpus=1)
    os.chdir(tmp_path)
    report = made(cluster, graph, unseen)
    assert not report.failed and len(report.made) <= len(graph) - 2


@pytest.mark.slow
def test_other_versions_are_refused(cluster: Any, store: Store, tmp_path: Path) -> None:
    (tmp_path / "numpy-1.0.dist-info").mkdir()
    (tmp_path / "numpy-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.0\n")
    node = cluster.add_node(num_cpus=0, num_gpus=1, env_vars={"PYTHONPATH": f"{tmp_path}{os.pathsep}{HERE}"})
    try:
        with pytest.raises(SetupError, match=r"process \d+ of .* has other versions .*: numpy 1\.0 instead of \d"):
            made(cluster, gpus(film(), "w0"), store)
    finally:
        kill(cluster, node)


def test_no_cluster_is_an_error_and_no_wait(store: Store) -> None:
    for address, said in (
        ("127.0.0.1:9", r"no Ray cluster answers at 127\.0\.0\.1:9 .*Start one with"),
        ("somewhere", "expected host:port"),
    ):
        since = time.monotonic()
        with pytest.raises(SetupError, match=said):
            run(film(), ("film",), store=store, engine=RayEngine(store, toy, address), root=Path())
        assert time.monotonic() - since < 20
