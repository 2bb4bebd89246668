"""The films of a batch on their way: planned, rendered side by side, and laid in their place one by one."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from storyline.errors import RenderError, SetupError, StorylineError
from storyline.film.batch.graph import BatchGraph
from storyline.film.batch.index import POSTER, write_poster
from storyline.film.batch.planned import Keys, PlannedFilm, is_there, plan_episode
from storyline.film.batch.report import EpisodeReport, Status
from storyline.film.deliver import deliver
from storyline.film.graph import film_graph
from storyline.film.render import engine, failure, must_fit, slate
from storyline.film.stills import Stills
from storyline.film.work import cores
from storyline.frames.replacing import replacing_all
from storyline.graph.films import Films
from storyline.graph.history import History
from storyline.graph.run import Report, run, to_run
from storyline.schema.base import ShotId
from storyline.schema.task import Task

if TYPE_CHECKING:
    from storyline.film.batch.render import Batch

log = logging.getLogger(__name__)


@dataclass
class Making:
    """The films of a batch on their way, by the places of their episodes."""

    of: "Batch"
    batch: BatchGraph = field(default_factory=BatchGraph)
    planned: dict[int, PlannedFilm] = field(default_factory=dict)
    keys: dict[int, Keys] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    """To be rendered."""
    missing: dict[int, set[str]] = field(default_factory=dict)
    """Of those: the keys of what is not there yet."""
    wanted: dict[str, list[int]] = field(default_factory=dict)
    """Who waits for the artifact of a key."""
    artifacts: dict[str, Path] = field(default_factory=dict)
    """Of films and keyframes that are wanted, by key."""
    slates: dict[int, dict[ShotId, str]] = field(default_factory=dict)
    status: dict[int, Status] = field(default_factory=dict)
    errors: dict[int, Exception] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    """Keys of what was made."""
    unmade: set[str] = field(default_factory=set)
    """… and of what could not be made."""
    since: float = 0.0

    def plan(self) -> None:
        """Read and plan all episodes; those whose films lie there already are done."""
        count = len(self.of.found.episodes)
        for n in range(count):
            started = time.perf_counter()
            try:
                self._plan(n)
            except Exception as error:  # a fault of the planner's in one script must not sink the others
                self._fail(n, error)
            self.seconds[n] = time.perf_counter() - started
            self.of.progress("planning", n + 1, count)
        self.since = time.perf_counter()

    def _plan(self, n: int) -> None:
        episode, batch = self.of.found.episodes[n], self.of
        path = batch.out / episode.name / "film.mp4"
        if not path.resolve().is_relative_to(batch.out.resolve()):
            raise SetupError(f"{path.parent}: expected a folder inside {batch.out}; got a link that leads out of it")
        film, graph = plan_episode(episode, path, batch.planner, batch.generator, batch.seed)
        self.planned[n], self.keys[n] = film, Keys.of(graph)
        if is_there(film, self.keys[n].film):
            self.status[n] = "cached"
            return
        self.batch.add(film.name, graph, film.root)
        self.waiting.append(n)

    def targets(self, several: Iterable[int]) -> tuple[str, ...]:
        """The ids of what is to be made for films: first their sounds, so that a file that is none is found soon."""
        keys = [self.keys[n] for n in several]
        sounds = [found.sound for found in keys if found.sound is not None]
        return self.batch.ids([*sounds, *(key for found in keys for key in found.targets)])

    def render(self, *, allow_gaps: bool) -> None:
        """Make all films that wait, or fail to."""
        self._must_fit()
        while self.waiting:
            report = self._run()
            failed = {self.batch.key(id): error for id, error in report.failed.items()}
            self.unmade |= {*failed, *(self.batch.key(id) for id in report.skipped)}
            again = BatchGraph()
            for n in list(self.waiting):
                own = {key: failed[key] for key in self.keys[n].tasks if key in failed}
                error = failure(replace(report, failed={self.batch.id(key): e for key, e in own.items()}))
                self.errors[n] = error
                if not (allow_gaps and self._with_slates(n, own.keys(), again)):
                    self._fail(n, error)
                    self.waiting.remove(n)
            self.batch = again

    def _must_fit(self) -> None:
        there = {entry.key for entry in self.of.store.entries()}
        todo = to_run(self.batch.graph, self.targets(self.waiting), there.__contains__)
        taken = History(self.of.store.folder).estimate(todo).by(self.of.workers or cores())
        must_fit(self.of.store, taken, here=self.of.cluster is None)

    def _run(self) -> Report:
        self.wanted.clear()
        for n in self.waiting:
            self._remember(n, finished=False)
            self.missing[n] = {*self.keys[n].targets}
            for key in self.missing[n]:
                self.wanted.setdefault(key, []).append(n)
        self._tell()
        report = run(
            self.batch.graph,
            self.targets(self.waiting),
            store=self.of.store,
            engine=engine(self.of.generator, self.of.store, self.of.workers, self.of.cluster),
            root=self.of.out,
            progress=self.of.progress,
            arrived=self._arrived,
        )
        self.made |= {self.batch.key(id) for id in report.made}
        return report

    def _arrived(self, id: str, artifact: Path) -> None:
        key = self.batch.key(id)
        if key not in self.wanted:
            return
        self.artifacts[key] = artifact
        for n in self.wanted.pop(key):
            self.missing[n].discard(key)
            if not self.missing[n]:
                self._deliver(n)

    def _deliver(self, n: int) -> None:
        """Lay a film and what belongs to it in their place."""
        film, keys, slates = self.planned[n], self.keys[n], self.slates.get(n, {})
        board = film.board
        tasks = {shot: self.batch.task(key) for shot, key in keys.stills.items()}
        pictures = {task.id: self.artifacts[keys.stills[shot]] for shot, task in tasks.items()}
        stills = Stills(board, tasks, pictures, slates)
        try:
            with replacing_all(film.files) as parts:
                deliver(
                    board,
                    film.path,
                    parts,
                    artifact=self.artifacts[keys.film],
                    key=keys.film,
                    stills=stills,
                    slates=slates,
                    root=film.root,
                    generator=self.of.generator.name,
                    workers=self.of.workers or (None if self.of.cluster else cores()),
                    started=self.since - film.seconds,
                    timings={"plan": film.seconds, "render": time.perf_counter() - self.since},
                )
                write_poster(board, stills, parts[film.path.with_name(POSTER)])
        except Exception as error:  # such as a folder that cannot be written
            self._fail(n, error)
        else:
            self.status[n] = "gaps" if slates else "done"
            self._remember(n, finished=True)
            log.info("rendered %s", film.path)
        self.waiting.remove(n)
        now = time.perf_counter()
        self.seconds[n] += now - self.since
        self.since = now
        self._tell()

    def _with_slates(self, n: int, failed: Iterable[str], again: BatchGraph) -> bool:
        """Put a film whose shots failed into another graph, in which slates stand for them; False if nothing did."""
        film = self.planned[n]
        lost, before = set(failed), self.slates.get(n, {})
        graph = film_graph(film.board, self.of.generator, slates=before)
        ids = [id for id in graph if graph.nodes[id]["key"] in lost]
        after = {*ids, *(needing for id in ids for needing in nx.descendants(graph, id))}
        tasks: list[Task] = [graph.nodes[id]["task"] for id in graph if id in after]
        shots = [task.shot for task in tasks if task.scene is not None and task.shot is not None]
        if shots:
            self.slates[n] = before | {shot: slate(film.board, shot) for shot in shots}
            graph = film_graph(film.board, self.of.generator, slates=self.slates[n])
            self.keys[n] = Keys.of(graph)
            again.add(film.name, graph, film.root)
        return bool(shots)

    def _remember(self, n: int, *, finished: bool) -> None:
        """Let the store know what a film needs."""
        film, nodes = self.planned[n], self.batch.ids(self.keys[n].tasks)
        Films(self.of.store).remember(film.path, film.title, self.batch.graph.subgraph(nodes), finished=finished)

    def _fail(self, n: int, error: Exception) -> None:
        if not isinstance(error, StorylineError | OSError):
            log.error("episode %s", self.of.found.episodes[n].name, exc_info=error)
            error = RenderError(f"{type(error).__name__}: {error}")
        self.status[n], self.errors[n] = "failed", error

    def give_up(self, error: StorylineError) -> None:
        """Count all that still wait as failed."""
        there = {entry.key for entry in self.of.store.entries()}
        for n in self.waiting:
            self._fail(n, error)
            self.unmade |= {*self.keys[n].tasks} - there
        self.waiting.clear()

    def _tell(self) -> None:
        count = len(self.of.found.episodes)
        self.of.progress("films", count - len(self.waiting), count)

    def reports(self) -> tuple[EpisodeReport, ...]:
        """What became of each episode."""
        new = set(self.made)
        return tuple(self._report(n, new) for n in range(len(self.of.found.episodes)))

    def _report(self, n: int, new: set[str]) -> EpisodeReport:
        """What became of an episode; `new` are the keys of what was made and is not counted for one before it."""
        episode, film, status = self.of.found.episodes[n], self.planned.get(n), self.status[n]
        tasks = set(self.keys[n].tasks) if n in self.keys else set()
        made, unmade = tasks & new, tasks & (self.unmade - self.made)
        new -= made
        failed = status == "failed"
        error = self.errors.get(n)
        return EpisodeReport(
            name=episode.name,
            title=film.title if film else "",
            source=episode.source,
            status=status,
            error=str(error) if error else None,
            film=film.path if film and not failed else None,
            frames=film.frames if film and not failed else 0,
            duration=film.duration if film and not failed else 0.0,
            tasks=len(tasks),
            tasks_made=len(made),
            tasks_cached=len(tasks) - len(made) - len(unmade),
            gaps=tuple(self.slates.get(n, ())),
            seconds=round(self.seconds[n], 3),
        )
