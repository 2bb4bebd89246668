"""What the render graph costs, and what it saves."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.memory import peak
from storyline.film import Render, plan_film
from storyline.film.graph import film_graph, maker
from storyline.film.plugins import plugin
from storyline.graph.build import RenderGraph, build
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.engines.local import LocalEngine
from storyline.graph.run import run, to_run
from storyline.graph.store import Store
from storyline.reading import write_yaml
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Job, Part, Task

FABLE = Path(__file__).parent.parent / "examples" / "hare_and_tortoise.txt"
_EPISODES, _SHOTS = 100, 120
_SECONDS, _BYTES = 0.1, 1 << 20


def rows() -> Iterator[tuple[str, str, str]]:
    """A big series in a fresh process, the price of a task, an edit, a second worker."""
    found = json.loads(
        subprocess.run([sys.executable, "-m", "benchmarks.graph"], capture_output=True, check=True, text=True).stdout
    )
    yield (
        f"graph of a series, {_EPISODES} episodes of {_SHOTS} shots, {found['tasks']:,} tasks: build and key, seconds",
        f"{found['build']:.1f}",
        "under 20",
    )
    yield "… what of it is to run when all is cached, seconds", f"{found['scan']:.1f}", "under 5"
    yield "… peak memory of the process, MB", f"{found['memory']:.0f}", "under 500"
    yield (
        "graph and store / the same calls and files, time, tasks of 100 ms and 1 MB",
        f"{_overhead():.3f}",
        "under 1.05",
    )
    tasks, cold, warm = _edit()
    yield (
        f"a film of 40 shots after an edit of one panel: {tasks} tasks, time / cold render",
        f"{warm / cold:.3f}",
        "at most 0.125",
    )
    one, two = _workers()
    yield f"drawing for {one:.0f} s: one worker on one core / two on two, time", f"{one / two:.2f}", "at least 1.7"


def _series() -> dict[str, float]:
    """Build and scan the graph of a series; memory with all of it held."""
    plain = json.loads(plan_film(FABLE).model_dump_json(exclude_defaults=True))
    shots = [shot for scene in plain["scenes"] for shot in scene["shots"]]
    scene = plain["scenes"][0] | {"place": plain["places"][0]["id"]}
    for shot in shots:
        shot |= {"duration": 250, "transition": {"kind": "dissolve", "overlap": 12}}
        last = max(1, len(shot["panels"]) - 1)
        shot["panels"] = [panel | {"at": 249 * n // last} for n, panel in enumerate(shot["panels"])]
        shot["camera"], shot["lines"] = [], []
    plain["scenes"] = []
    for n in range(_SHOTS // 12):
        these = [shots[(n + m) % len(shots)] | {"id": f"shot-{n}-{m}"} for m in range(12)]
        plain["scenes"].append(scene | {"id": f"scene-{n}", "shots": these})
    plain.pop("origins", None)
    toon = plugin("generators", "toon")
    graphs: list[RenderGraph] = []
    build_seconds = 0.0
    for episode in range(_EPISODES):
        board = Storyboard.model_validate(plain | {"seed": episode})
        started = time.perf_counter()
        graphs.append(film_graph(board, toon))
        build_seconds += time.perf_counter() - started
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        keys = {node["key"] for graph in graphs for _, node in graph.nodes(data=True)}
        for key in keys:
            path = store.folder / "artifacts" / key[:2] / f"{key}.{'0' * 32}.mkv"
            path.parent.mkdir(exist_ok=True)
            path.touch()
        started = time.perf_counter()
        there = {entry.key for entry in store.entries()}
        left = sum(len(to_run(graph, ["film"], there.__contains__)) for graph in graphs)
        scan = time.perf_counter() - started
    assert left == 0
    tasks = sum(map(len, graphs))
    return {"tasks": tasks, "build": build_seconds, "scan": scan, "memory": peak(os.getpid())}


class Busy:
    """A maker whose tasks take a tenth of a second and a megabyte."""

    name = "busy"

    def run(self, batch: Sequence[Job]) -> None:
        for job in batch:
            _work(job.task.part.json, job.output)


def _work(seed: bytes, output: Path) -> None:
    ends = time.perf_counter() + _SECONDS
    while time.perf_counter() < ends:
        pass
    output.write_bytes((seed * (_BYTES // len(seed) + 1))[:_BYTES])


def _overhead() -> float:
    """The graph's time over that of the same work without it, the best of three pairs."""
    graph = build(Task(f"t{n}", "frames", "busy", 1, Part({"n": n}), 0, 1, (64, 36)) for n in range(50))
    ratios = []
    for _ in range(3):
        with TemporaryDirectory(dir=Path.cwd()) as folder:
            started = time.perf_counter()
            for n in range(50):
                _work(b"%d" % n, Path(folder) / f"{n}.mkv")
            direct = time.perf_counter() - started
            store = Store(Path(folder) / "store")
            engine = InlineEngine(store, lambda name: Busy())
            started = time.perf_counter()
            run(graph, tuple(graph), store=store, engine=engine, root=Path())
            ratios.append((time.perf_counter() - started) / direct)
    return min(ratios)


def _edit() -> tuple[int, float, float]:
    """How many tasks an edit of one panel takes, and the seconds of a cold render and of one after the edit."""
    board = _forty_shots()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "board.yaml"
        file.write_text(write_yaml(board), encoding="utf-8")
        cold = render(file)
        changed = board.scenes[1].shots[1]
        panel = changed.panels[0]
        first = panel.placements[0]
        moved = first.model_copy(update={"facing": "left" if first.facing == "right" else "right"})
        panels = (panel.model_copy(update={"placements": (moved, *panel.placements[1:])}), *changed.panels[1:])
        shots = [changed.model_copy(update={"panels": panels}) if s is changed else s for s in board.scenes[1].shots]
        scenes = (board.scenes[0], board.scenes[1].model_copy(update={"shots": tuple(shots)}), *board.scenes[2:])
        edited = board.model_copy(update={"scenes": scenes})
        file.write_text(write_yaml(edited), encoding="utf-8")
        work = Render.of(edited, store=file.parent / "store").work()
        assert {task.shot for task in work.to_run} == {changed.id, None}, "more than the shot and the film"
        return len(work.to_run), cold, render(file)


def _forty_shots() -> Storyboard:
    """The fable and its beginning once more: forty shots."""
    board = plan_film(FABLE)
    found = list(board.scenes)
    for scene in board.scenes:
        missing = 40 - sum(len(scene.shots) for scene in found)
        again = [shot.model_copy(update={"id": ShotId(f"again-{shot.id[:40]}")}) for shot in scene.shots[:missing]]
        if again:
            found.append(scene.model_copy(update={"id": f"again-{scene.id[:40]}", "shots": tuple(again)}))
    return board.model_copy(update={"scenes": tuple(found)})


def render(file: Path, *options: str) -> float:
    """Seconds of a render by the command line, its start included; film and store lie beside the storyboard."""
    film = str(file.parent / "film.mp4")
    command = [sys.executable, "-m", "storyline", "render", str(file), "-o", film, "--quiet", *options]
    started = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "STORYLINE_STORE": str(file.parent / "store")})
    return time.perf_counter() - started


def _workers() -> tuple[float, float]:
    """Seconds that drawing takes with one worker process on one core, and with two on two.

    The lossless encoder of a window is a process of its own: left alone, one worker's works on the other core.
    """
    graph = film_graph(plan_film(FABLE), plugin("generators", "toon"), FrameSize((1920, 1080)))
    frames = tuple(id for id in graph if graph.nodes[id]["task"].kind == "frames")
    seconds: list[float] = []
    every = os.sched_getaffinity(0)
    for workers in (1, 2):
        with TemporaryDirectory() as folder:
            os.sched_setaffinity(0, sorted(every)[:workers])
            store = Store(Path(folder))
            engine: Any = LocalEngine(store, maker, workers, workers)
            seconds.append(run(graph, frames, store=store, engine=engine, root=Path()).seconds)
    os.sched_setaffinity(0, every)
    return seconds[0], seconds[1]


if __name__ == "__main__":
    print(json.dumps(_series()))
