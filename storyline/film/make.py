"""Script → film: the whole flow in one call."""

import logging
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.assembly import assemble
from storyline.assembly.notes import notes as assembly_notes
from storyline.assembly.subtitles import srt
from storyline.errors import SetupError
from storyline.exchange.gather import gather
from storyline.film.board import write_board
from storyline.film.clips import clips
from storyline.film.outputs import keep_inputs
from storyline.film.plan import check_range, planned
from storyline.film.plugins import GENERATOR, PLANNER, plugin
from storyline.film.result import COMPANIONS, Film, companion, manifest
from storyline.film.work import MAX_WORKERS, cores
from storyline.frames.replacing import replacing_all
from storyline.reading import Source, read, write_yaml
from storyline.schema.script import Note
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""

log = logging.getLogger(__name__)


def make_film(
    script: Source,
    output: str | os.PathLike[str] = "film.mp4",
    *,
    seed: int | None = None,
    planner: "str | Planner" = PLANNER,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
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
        workers: threads that draw; all cores when None.
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
    engine: Generator = plugin("generators", generator) if isinstance(generator, str) else generator
    board = board.model_copy(update={"notes": (*board.notes, *_new_notes(board, engine))})
    for note in board.notes:
        log.info("%s, by %s: %s", note.kind, note.by, note.text)
    clip_of = clips(board, engine, root=root)
    drawing = partial(progress, "rendering frames")
    with replacing_all([path, *beside.values()]) as parts:
        assemble(board, clip_of, parts[path], root=root, workers=workers, progress=drawing, called=path)
        rendered = time.perf_counter()
        log.info("rendered %s, %.1f frames/s", path, board.length / (rendered - ready))
        write_board(board, parts[beside["board.png"]], clip_of, progress=partial(progress, "drawing the board"))
        film = Film(gather(board, root, path.parent), path)
        timings = {"plan": ready - started, "render": rendered - ready, "total": time.perf_counter() - started}
        texts = {
            "storyboard.yaml": write_yaml(film.storyboard),
            "film.srt": srt(film.storyboard),
            "manifest.json": manifest(film.storyboard, parts[path], engine.name, workers, timings),
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
