"""A film that was rendered → its file, and what lies beside it."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.assembly.notes import notes as assembly_notes
from storyline.assembly.subtitles import srt
from storyline.exchange.gather import gather
from storyline.film.board import write_board
from storyline.film.pictured import notes as picture_notes
from storyline.film.result import COMPANIONS, Film, companion, manifest
from storyline.film.stills import Stills
from storyline.film.takes import gather_takes
from storyline.reading import write_yaml
from storyline.schema.base import ShotId
from storyline.schema.script import Note
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from generators.protocol import Generator


def delivered(path: Path) -> list[Path]:
    """The files that a film at `path` consists of: itself, and its companions."""
    return [path, *(companion(path, name) for name in COMPANIONS)]


def with_notes(board: Storyboard, generator: "Generator") -> Storyboard:
    """The storyboard with notes on what its film will lack, where it does not say so yet."""
    said = [(generator.name.partition(":")[0], text) for text in generator.notes(board)]
    said += [("film", text) for text in picture_notes(board, generator)]
    said += [("assembly", text) for text in assembly_notes(board)]
    known = {note.text for note in board.notes}
    new = [Note(kind="info", text=text, by=by) for by, text in said if text not in known]
    return board.model_copy(update={"notes": (*board.notes, *new)})


def deliver(
    board: Storyboard,
    path: Path,
    parts: Mapping[Path, Path],
    *,
    artifact: Path,
    key: str,
    stills: Stills,
    slates: Mapping[ShotId, str],
    root: Path,
    generator: str,
    workers: int | None,
    started: float,
    timings: Mapping[str, float],
) -> Film:
    """Write a film and its companions under temporary names.

    Args:
        board: with its notes.
        path: where the film will lie.
        parts: the temporary name of each file in `delivered(path)`.
        artifact: the film in the store, whose key is `key`.
        slates: what is shown in the place of shots that could not be made.
        root: the folder that files named by the storyboard lie in.
        started: by `time.perf_counter`, as `timings` are in its seconds.
    """
    shutil.copyfile(artifact, parts[path])
    gaps = [Note(kind="dropped", by="film", text=f"shot {shot!r} could not be made") for shot in slates]
    board = board.model_copy(update={"notes": (*board.notes, *gaps)})
    write_board(board, parts[companion(path, "board.png")], stills)
    gather_takes(board, root, path.parent)
    film = Film(gather(board, root, path.parent), path)
    total = {**timings, "total": time.perf_counter() - started}
    texts = {
        "storyboard.yaml": write_yaml(film.storyboard),
        "film.srt": srt(film.storyboard),
        "manifest.json": manifest(board, parts[path], key, generator, workers, total),
    }
    for name, text in texts.items():
        parts[film.companion(name)].write_text(text, encoding="utf-8", newline="\n")
    return film
