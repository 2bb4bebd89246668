"""Storyboard → artifacts: its graph is run, and what comes out is found."""

import logging
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.assembly.maker import opened, segment_of
from storyline.assembly.segments import cuts
from storyline.errors import RenderError, SetupError, StoreError, StorylineError
from storyline.film.edits import check_edits
from storyline.film.graph import film_graph, keyframes, maker_among, segments
from storyline.film.pictured import check_pictures
from storyline.film.plugins import GENERATOR, plugin
from storyline.film.stills import Stills
from storyline.film.takes import check_takes
from storyline.film.work import cores, memory
from storyline.frames.clip import Picture
from storyline.graph.build import RenderGraph
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.engines.local import LocalEngine
from storyline.graph.engines.named import named_files
from storyline.graph.engines.protocol import Engine
from storyline.graph.films import Films
from storyline.graph.history import Estimate, History
from storyline.graph.run import Report, run, to_run
from storyline.graph.store import Store, default_folder
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Maker, Task

if TYPE_CHECKING:
    from generators.protocol import Generator

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Render:
    """A storyboard with all that it takes to render it."""

    board: Storyboard
    generator: "Generator"
    store: Store
    root: Path
    """The folder that files named by the storyboard lie in."""
    workers: int | None
    """Processes that work side by side; one for each core when None."""
    progress: Progress = lambda stage, done, total: None
    cluster: str | None = None
    """The address of a Ray cluster that does the work; None for this machine."""

    @classmethod
    def of(
        cls,
        board: Storyboard,
        generator: "str | Generator" = GENERATOR,
        root: Path = Path(),
        store: str | os.PathLike[str] | None = None,
        workers: int | None = None,
        progress: Progress = lambda stage, done, total: None,
        cluster: str | None = None,
    ) -> "Render":
        """The same with what is usual where nothing is said.

        Args:
            generator: a registered name, or a generator.
            store: the folder of artifacts; see `graph.store.default_folder` when None.
            workers: processes that work side by side; one for each core when None.
            cluster: the address of a Ray cluster that does the work, `host:port` or `auto`; None for this machine.

        Raises:
            SetupError: there is no such generator, or the store cannot be used.
        """
        chosen: Generator = plugin("generators", generator) if isinstance(generator, str) else generator
        kept = Store(Path(store) if store is not None else default_folder())
        return cls(board, chosen, kept, root, workers, progress, cluster)

    def graph(self, slates: Mapping[ShotId, str] = {}) -> RenderGraph:
        """The graph of the film, once its edits, locked takes and pictures of panels have been looked at.

        Raises:
            StorylineError: as `film_graph`, `check_edits`, `check_takes` and `check_pictures` raise.
        """
        check_edits(self.board, self.root)
        check_takes(self.board, self.root)
        check_pictures(self.board, self.root, self.generator)
        return film_graph(self.board, self.generator, slates=slates)

    def work(self) -> "Work":
        """What a render would do, and about how long it takes here."""
        graph = self.graph()
        there = {entry.key for entry in self.store.entries()}
        todo = to_run(graph, _targets(graph), there.__contains__)
        return Work(graph, tuple(todo), History(self.store.folder).estimate(todo).by(self.workers or cores()))

    def film(self, path: Path, *, allow_gaps: bool = False) -> "Rendered":
        """Make the film and the keyframes of its shots.

        Args:
            path: where the film is to lie: by this name the store remembers what it needs.
            allow_gaps: show a slate in the place of a shot that cannot be made.

        Raises:
            StoreError: the store's disk has too little room for it.
            StorylineError: something cannot be made, and gaps are not allowed or it is no shot; the rest is kept.
        """
        must_fit(self.store, self.work().taken, here=self.cluster is None)
        slates: dict[ShotId, str] = {}
        while True:
            graph = self.graph(slates)
            Films(self.store).remember(path, self.board.title, graph, finished=False)
            if "sound" in graph:  # before hours of drawing: a file that is no sound is soon found out
                self.made(graph, ("sound",))
            if not allow_gaps and (pictured := _pictured(graph)):  # so is a picture that does not fit
                self.made(graph, pictured)
            report = self._run(graph, _targets(graph))
            if not report.failed:
                stills = Stills(self.board, keyframes(graph), report.artifacts, slates)
                return Rendered(report.artifacts["film"], graph, stills, report, slates)
            failed: list[Task] = [graph.nodes[id]["task"] for id in (*report.failed, *report.skipped)]
            lost = {task.shot for task in failed if task.scene is not None and task.shot is not None}
            if not (allow_gaps and lost):
                raise failure(report)
            slates |= {shot: slate(self.board, shot) for shot in lost}

    def keyframes(self) -> "Stills":
        """The panels of all shots as pictures. Raises RenderError if one cannot be made."""
        graph = self.graph()
        wanted = keyframes(graph)
        return Stills(self.board, wanted, self.made(graph, _ids(wanted)), {})

    def frame(self, number: int) -> Picture:
        """A frame of the film, from 0 on. Raises RenderError if it cannot be made."""
        graph = self.graph()
        cut, task = next(
            (cut, task)
            for cut, task in zip(cuts(self.board), segments(graph), strict=True)
            if number < cut.end_exclusive
        )
        found = self.made(graph, task.needs)
        with opened(segment_of(task), [found[need] for need in task.needs]) as frames:
            return frames[number - cut.start]

    def made(self, graph: RenderGraph, targets: tuple[str, ...]) -> Mapping[str, Path]:
        """The artifacts of some tasks of the film, and of what they need. Raises RenderError if one fails."""
        report = self._run(graph, targets)
        if report.failed:
            raise failure(report)
        return report.artifacts

    def _run(self, graph: RenderGraph, targets: tuple[str, ...]) -> Report:
        return run(
            graph,
            targets,
            store=self.store,
            engine=engine(self.generator, self.store, self.workers, self.cluster),
            root=self.root,
            progress=self.progress,
        )


@dataclass(frozen=True)
class Rendered:
    """What came out of a render."""

    film: Path
    """Its artifact."""
    graph: RenderGraph
    stills: Stills
    report: Report
    slates: Mapping[ShotId, str]
    """What is shown in the place of shots that could not be made."""


@dataclass(frozen=True)
class Work:
    """What a render would do."""

    graph: RenderGraph
    """Of the whole film."""
    to_run: tuple[Task, ...]
    """Those whose artifacts are not there."""
    taken: Estimate
    """What they will take, of all workers together."""


def _targets(graph: RenderGraph) -> tuple[str, ...]:
    """What is made of a film: the keyframes that its board shows, and itself; so a scene is done with its frames."""
    return (*_ids(keyframes(graph)), "film")


def _pictured(graph: RenderGraph) -> tuple[str, ...]:
    """The edits that read pictures which people made."""
    tasks: list[Task] = [graph.nodes[id]["task"] for id in graph]
    return tuple(task.id for task in tasks if task.kind == "edit" and named_files(task.part))


def _ids(tasks: Mapping[ShotId, Task]) -> tuple[str, ...]:
    return tuple(task.id for task in tasks.values())


def engine(generator: Maker, store: Store, workers: int | None, cluster: str | None = None) -> Engine:
    """Where tasks are done: in this process by one worker, in processes of their own by several, or on a Ray cluster.

    Raises:
        SetupError: Ray is not installed.
    """
    makers = partial(maker_among, generator)
    if cluster is not None:
        try:
            from storyline.graph.engines.ray import RayEngine
        except ImportError as error:
            raise SetupError(f"a cluster needs Ray ({error}); install it with `pip install 'storyline[ray]'`") from None
        return RayEngine(store, makers, cluster, workers)
    workers = workers or cores()
    return InlineEngine(store, makers) if workers == 1 else LocalEngine(store, makers, workers, cores())


def must_fit(store: Store, taken: Estimate, *, here: bool) -> None:
    """Refuse work whose artifacts have no room on the store's disk; warn where it is done here, with too little memory.

    Raises:
        StoreError: the disk is too small.
    """
    there = memory()
    if here and there is not None and taken.memory > there:
        log.warning(
            "the workers need about %.1f GB of memory; %.1f GB are free: fewer --workers need less",
            taken.memory / 1e9,
            there / 1e9,
        )
    free = shutil.disk_usage(store.folder).free
    if taken.bytes > free:
        raise StoreError(
            f"store {store.folder}: about {taken.bytes / 1e6:.0f} MB are needed; {free / 1e6:.0f} MB are free. "
            "Make room there (`storyline store gc`) or name another folder with --store"
        )


def slate(board: Storyboard, missing: ShotId) -> str:
    """What is shown in the place of a shot: its number on the board, and what would happen in it."""
    numbered = ((n, m, shot) for n, scene in enumerate(board.scenes, 1) for m, shot in enumerate(scene.shots, 1))
    return next(f"Shot {n}.{m} is missing: {shot.action[:120]}" for n, m, shot in numbered if shot.id == missing)


def failure(report: Report) -> StorylineError:
    """The error of tasks that failed: their own where all say the same."""
    said = {str(error): error for error in report.failed.values()}
    if len(said) == 1:
        return next(iter(said.values()))
    shown = [f"{id}: {error}" for id, error in list(report.failed.items())[:5]]
    if len(report.failed) > len(shown):
        shown.append(f"… and {len(report.failed) - len(shown)} more")
    return RenderError(
        f"{len(report.failed)} tasks failed; {len(report.made)} were done and are kept. Mend the cause and start "
        "again: only the rest is done. `--allow-gaps` shows a slate instead.\n" + "\n".join(shown)
    )
