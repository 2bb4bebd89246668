"""Scripts → films, over one store and by one set of workers."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.errors import SetupError, StorylineError
from storyline.film.batch.index import index
from storyline.film.batch.making import Making
from storyline.film.batch.report import BatchReport
from storyline.film.outputs import keep, write_text
from storyline.film.plan import check_range
from storyline.film.plugins import GENERATOR, PLANNER, plugin
from storyline.film.render import Progress
from storyline.film.work import MAX_WORKERS, cores
from storyline.graph.history import Estimate, History
from storyline.graph.run import to_run
from storyline.graph.store import Store, default_folder
from storyline.reading.episodes import Episodes, episodes
from storyline.reading.source import Source
from storyline.schema.script import Script
from storyline.schema.series import Series
from storyline.schema.task import Task

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

REPORT, INDEX = "report.json", "index.html"


def render_batch(
    scripts: "Source | Series | Iterable[Source | Series]",
    out: str | os.PathLike[str],
    *,
    seed: int | None = None,
    planner: "str | Planner" = PLANNER,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
    cluster: str | None = None,
    store: str | os.PathLike[str] | None = None,
    allow_gaps: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> BatchReport:
    """Turn many scripts into films, each in a folder of its own, with a report and a page that shows them all.

    What several films need is made once. What fails in one does not keep the others from being made; run again, only
    what is missing or has changed is made.

    Args:
        scripts: files, folders, globs, series, lists of scripts, or scripts themselves; see `reading.episodes`.
        out: the folder of the films. It is made; nothing is written outside of it and the store.
        seed: put in place of the scripts' own.
        planner: a registered name, or a planner.
        generator: a registered name, or a generator.
        workers: processes that work side by side; one for each core when None.
        cluster: the address of a Ray cluster that does the work, `host:port` or `auto`; this machine when None.
        store: the folder of artifacts; see `graph.store.default_folder` when None.
        allow_gaps: show a slate in the place of a shot that cannot be made; else its film is not made.
        progress: called as work goes on, with the stages `planning`, `films`, `scenes` and `rendering frames`.

    Raises:
        ScriptError: there is no script, or a series or a list cannot be read.
        SetupError: a setting is wrong, the store cannot be used, or the report would replace a script.
        AssemblyError: the report cannot be written.
    """
    batch = Batch.of(scripts, out, seed, planner, generator, workers, store, progress, cluster)
    return batch.films(allow_gaps=allow_gaps)


@dataclass(frozen=True)
class Batch:
    """Scripts with all that it takes to render them."""

    found: Episodes
    out: Path
    seed: int | None
    planner: "Planner"
    generator: "Generator"
    workers: int | None
    store: Store
    progress: Progress
    cluster: str | None = None

    @classmethod
    def of(
        cls,
        scripts: "Source | Series | Iterable[Source | Series]",
        out: str | os.PathLike[str],
        seed: int | None = None,
        planner: "str | Planner" = PLANNER,
        generator: "str | Generator" = GENERATOR,
        workers: int | None = None,
        store: str | os.PathLike[str] | None = None,
        progress: Progress = lambda stage, done, total: None,
        cluster: str | None = None,
    ) -> "Batch":
        """Find the scripts, and what is usual where nothing is said. Arguments and errors as of `render_batch`."""
        check_range("seed", seed, 0, 2**63 - 1)
        check_range("workers", workers, 1, MAX_WORKERS)
        folder = Path(out)
        several = [scripts] if isinstance(scripts, str | Path | dict | Script | Series) else scripts
        own = [folder / name for name in (REPORT, INDEX)]
        found = episodes(several, without=own)
        inputs = [*found.files, *(episode.path for episode in found.episodes if episode.path is not None)]
        keep(dict.fromkeys(inputs, "a script of the batch"), own)
        if folder.exists() and not folder.is_dir():
            raise SetupError(f"--out: expected a folder; {folder} is a file. Choose another name")
        return cls(
            found=found,
            out=folder,
            seed=seed,
            planner=plugin("planners", planner) if isinstance(planner, str) else planner,
            generator=plugin("generators", generator) if isinstance(generator, str) else generator,
            workers=workers,
            store=Store(Path(store) if store is not None else default_folder()),
            progress=progress,
            cluster=cluster,
        )

    def work(self) -> "BatchWork":
        """What a render would do, and about how long it takes here."""
        films = Making(self)
        films.plan()
        there = {entry.key for entry in self.store.entries()}
        todo = to_run(films.batch.graph, films.targets(films.waiting), there.__contains__)
        keys = {films.batch.key(task.id) for task in todo}
        lines = []
        for n, episode in enumerate(self.found.episodes):
            tasks = films.keys[n].tasks if n in films.keys else ()
            error = str(films.errors[n]) if n in films.errors else None
            lines.append(EpisodeWork(episode.name, episode.source, len(tasks), len(keys & {*tasks}), error))
        taken = History(self.store.folder).estimate(todo).by(self.workers or cores())
        every = {key for known in films.keys.values() for key in known.tasks}
        return BatchWork(tuple(lines), len(every), tuple(todo), taken)

    def films(self, *, allow_gaps: bool = False) -> BatchReport:
        """Make the films, the report and the page. See `render_batch`."""
        started = time.perf_counter()
        films = Making(self)
        films.plan()
        try:
            films.render(allow_gaps=allow_gaps)
        except StorylineError as error:  # of the store, mostly: no other task could have been done
            films.give_up(error)
        report = BatchReport(self.out, self.found.title, films.reports(), round(time.perf_counter() - started, 3))
        write_text(self.out / REPORT, report.json())
        write_text(self.out / INDEX, index(report))
        return report


@dataclass(frozen=True)
class EpisodeWork:
    """What a render would do for an episode."""

    name: str
    source: str
    tasks: int
    """Of its film."""
    to_run: int
    """Those whose artifacts are not there. Several episodes may need the same one."""
    error: str | None
    """Why it cannot be planned."""


@dataclass(frozen=True)
class BatchWork:
    """What a render of a batch would do."""

    episodes: tuple[EpisodeWork, ...]
    tasks: int
    """Of all films; what several need is counted once."""
    to_run: tuple[Task, ...]
    taken: Estimate
    """What they will take, of all workers together."""

    @property
    def ok(self) -> bool:
        """Whether every episode can be planned."""
        return all(episode.error is None for episode in self.episodes)
