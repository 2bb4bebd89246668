"""Script → film: the whole flow in one call."""

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.errors import SetupError
from storyline.film.deliver import deliver, delivered, with_notes
from storyline.film.outputs import keep_inputs
from storyline.film.plan import check_range, planned
from storyline.film.plugins import GENERATOR, PLANNER, plugin
from storyline.film.render import Progress, Render
from storyline.film.result import Film
from storyline.film.work import MAX_WORKERS, cores
from storyline.frames.replacing import replacing_all
from storyline.graph.films import Films
from storyline.reading import Source, read
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

log = logging.getLogger(__name__)


def make_film(
    script: Source,
    output: str | os.PathLike[str] = "film.mp4",
    *,
    root: Path | None = None,
    seed: int | None = None,
    runtime: int | str | None = None,
    planner: "str | Planner" = PLANNER,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
    cluster: str | None = None,
    store: str | os.PathLike[str] | None = None,
    allow_gaps: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Film:
    """Turn a script into a film, and lay beside it its storyboard, board, subtitles and manifest.

    The same script, seed and versions give the same frames, whatever the number of workers.

    Args:
        script: a path, a text, a dict, a `Script` or a `Storyboard`.
        output: the film's file, ending in `.mp4`. Its folder is made; an earlier film is replaced only by a whole one.
        root: the folder that files named by the script lie in; the script's own when absent.
        seed: put in place of the script's own.
        runtime: how long the film is to be, frames or `45s`; put in place of the script's own.
        planner: a registered name, or a planner.
        generator: a registered name, or a generator.
        workers: processes that work side by side; one for each core when None.
        cluster: the address of a Ray cluster that does the work, `host:port` or `auto`; this machine when None.
        store: the folder of artifacts; see `graph.store.default_folder` when None. What it holds is not made again.
        allow_gaps: show a slate in the place of a shot that cannot be made, instead of raising.
        progress: called as work goes on.

    Raises:
        StorylineError: see the classes in `storyline.errors`.
    """
    path = Path(output)
    if path.suffix.lower() != ".mp4":
        raise SetupError(f"output: expected a file ending in .mp4; got {str(path)!r}")
    check_range("seed", seed, 0, 2**63 - 1)
    check_range("workers", workers, 1, MAX_WORKERS)
    started = time.perf_counter()
    document, root = read(script, root=root)
    # A storyboard that is made again may be replaced by itself.
    keep_inputs(document if isinstance(document, Storyboard) else script, document, root, delivered(path))
    board = planned(document, planner, seed, runtime, progress)
    ready = time.perf_counter()
    log.info("planned %d frames in %d scenes, %.2f s", board.length, len(board.scenes), ready - started)
    chosen: Generator = plugin("generators", generator) if isinstance(generator, str) else generator
    board = with_notes(board, chosen)
    for note in board.notes:
        log.info("%s, by %s: %s", note.kind, note.by, note.text)
    render = Render.of(board, chosen, root, store, workers, progress, cluster)
    with replacing_all(delivered(path)) as parts:
        made = render.film(path, allow_gaps=allow_gaps)
        rendered = time.perf_counter()
        log.info("rendered %s: %d tasks done, %d were there", path, len(made.report.made), len(made.report.cached))
        film = deliver(
            board,
            path,
            parts,
            artifact=made.film,
            key=made.graph.nodes["film"]["key"],
            stills=made.stills,
            slates=made.slates,
            root=root,
            generator=chosen.name,
            workers=workers or (None if cluster else cores()),
            started=started,
            timings={"plan": ready - started, "render": rendered - ready},
        )
    Films(render.store).remember(path, board.title, made.graph, finished=True)
    return film
