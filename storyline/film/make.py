"""Script → film: the whole flow in one call."""

import logging
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.assembly.notes import notes as assembly_notes
from storyline.assembly.subtitles import srt
from storyline.errors import SetupError
from storyline.exchange.gather import gather
from storyline.film.board import write_board
from storyline.film.outputs import keep_inputs
from storyline.film.plan import check_range, planned
from storyline.film.plugins import GENERATOR, PLANNER, plugin
from storyline.film.render import Progress, Render
from storyline.film.result import COMPANIONS, Film, companion, manifest
from storyline.film.work import MAX_WORKERS, cores
from storyline.frames.replacing import replacing_all
from storyline.reading import Source, read, write_yaml
from storyline.schema.script import Note
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

log = logging.getLogger(__name__)


def make_film(
    script: Source,
    output: str | os.PathLike[str] = "film.mp4",
    *,
    seed: int | None = None,
    planner: "str | Planner" = PLANNER,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
    store: str | os.PathLike[str] | None = None,
    allow_gaps: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Film:
    """Turn a script into a film, and lay beside it its storyboard, board, subtitles and manifest.

    The same script, seed and versions give the same frames, whatever the number of workers.

    Args:
        script: a path, a text, a dict, a `Script` or a `Storyboard`.
        output: the film's file, ending in `.mp4`. Its folder is made; an earlier film is replaced only by a whole one.
        seed: put in place of the script's own.
        planner: a registered name, or a planner.
        generator: a registered name, or a generator.
        workers: processes that work side by side; one for each core when None.
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
    workers = workers or cores()
    started = time.perf_counter()
    document, root = read(script)
    beside = {name: companion(path, name) for name in COMPANIONS}
    # A storyboard that is made again may be replaced by itself.
    keep_inputs(document if isinstance(document, Storyboard) else script, document, root, [path, *beside.values()])
    board = planned(document, planner, seed)
    ready = time.perf_counter()
    log.info("planned %d frames in %d scenes, %.2f s", board.length, len(board.scenes), ready - started)
    chosen: Generator = plugin("generators", generator) if isinstance(generator, str) else generator
    board = board.model_copy(update={"notes": (*board.notes, *_new_notes(board, chosen))})
    for note in board.notes:
        log.info("%s, by %s: %s", note.kind, note.by, note.text)
    render = Render.of(board, chosen, root, store, workers, progress)
    with replacing_all([path, *beside.values()]) as parts:
        made = render.film(allow_gaps=allow_gaps)
        shutil.copyfile(made.film, parts[path])
        rendered = time.perf_counter()
        log.info("rendered %s: %d tasks done, %d were there", path, len(made.report.made), len(made.report.cached))
        gaps = [Note(kind="dropped", by="film", text=f"shot {shot!r} could not be made") for shot in made.slates]
        board = board.model_copy(update={"notes": (*board.notes, *gaps)})
        with made.stills as stills:
            write_board(board, parts[beside["board.png"]], stills)
        film = Film(gather(board, root, path.parent), path)
        timings = {"plan": ready - started, "render": rendered - ready, "total": time.perf_counter() - started}
        texts = {
            "storyboard.yaml": write_yaml(film.storyboard),
            "film.srt": srt(film.storyboard),
            "manifest.json": manifest(film.storyboard, parts[path], chosen.name, workers, timings),
        }
        for name, text in texts.items():
            parts[beside[name]].write_text(text, encoding="utf-8", newline="\n")
    return film


def _new_notes(board: Storyboard, generator: "Generator") -> tuple[Note, ...]:
    """What the film will lack, where the board does not say so yet."""
    said = [(generator.name, text) for text in generator.notes(board)]
    said += [("assembly", text) for text in assembly_notes(board)]
    if board.edits:
        said.append(("film", f"edits are kept, but not applied ({len(board.edits)}): no editor is installed"))
    said += [
        ("film", f"shot {shot.id!r} has a locked take, which is not used: it is generated as planned")
        for _, shot in board.shots()
        if shot.locked_take
    ]
    known = {note.text for note in board.notes}
    return tuple(Note(kind="info", text=text, by=by) for by, text in said if text not in known)
