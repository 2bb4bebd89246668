"""The file that a storyboard is kept in: opened, and saved with what its writer wrote left as it is."""

import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from storyline.errors import ScriptError, SetupError, StorylineError
from storyline.film import plan_film, write_text
from storyline.frames.replacing import replacing
from storyline.reading import read, read_yaml, write_yaml
from storyline.reading.amend import amend
from storyline.reading.source import decoded, text_of, without_surrogates
from storyline.schema.base import document
from storyline.schema.media import map_files
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from planners.protocol import Planner

_YAML = (".yaml", ".yml")


@dataclass(frozen=True)
class Manuscript:
    """A file, and what it said when it was read or written last."""

    path: Path
    board: Storyboard
    """For a file that is not there yet, the storyboard that was planned."""
    data: bytes | None
    """None if there is no such file yet."""

    @property
    def root(self) -> Path:
        """The folder that the storyboard's files are named from."""
        return self.path.parent


class Saved(NamedTuple):
    """A file that was written."""

    manuscript: Manuscript
    kept: bool
    """Whether what did not change stands there as it was written, comments included."""


def open_manuscript(script: Path, planner: "str | Planner" = "offline") -> Manuscript:
    """Open a script's file. A storyboard is saved back into it; anything else is planned, and saved beside it.

    Beside `NAME.txt` that is `NAME.storyboard.yaml`.

    Raises:
        ScriptError: the script cannot be read, or a storyboard of it lies beside it already.
        PlanError: it cannot be planned.
    """
    text_of(script)  # says what is wrong with it
    data = script.read_bytes()
    found = read(script)
    if isinstance(found.document, Storyboard):
        return Manuscript(script, found.document, data)
    beside = script.with_name(f"{script.stem}.storyboard.yaml")
    if beside.exists():
        raise ScriptError(
            f"{script}: {beside.name} beside it holds a storyboard already. Open that one to go on with it, or move it "
            "away to begin anew."
        )
    return Manuscript(beside, plan_film(found.document, planner=planner), None)


def save(manuscript: Manuscript, board: Storyboard) -> Saved:
    """Write a storyboard into its file, whole or not at all.

    Of a YAML file only what changed is written anew: comments, order and spelling of all else stay as they are.

    Raises:
        SetupError: the file has changed since, and nothing was written.
        AssemblyError: it cannot be written.
    """
    path = manuscript.path
    _must_be_as_it_was(manuscript)
    if manuscript.data is not None and board == manuscript.board:
        return Saved(manuscript, True)
    kept = manuscript.data is None or path.suffix.lower() == ".json"
    text: str | None = None
    if path.suffix.lower() == ".json":
        text = json.dumps({"format": board.format} | document(board), indent=2, ensure_ascii=False) + "\n"
    elif manuscript.data is not None:
        text = _amended(manuscript.data, manuscript.board, board, path.name)
        kept = text is not None
    data = (write_yaml(board) if text is None else text).encode()
    if not _says(data.decode(), board):
        raise SetupError(f"{path}: the storyboard cannot be written so that it reads the same; it was not saved")
    with replacing(path) as part:
        part.write_bytes(data)
        _must_be_as_it_was(manuscript)
    return Saved(Manuscript(path, board, data), kept)


def keep_unsaved(manuscript: Manuscript, board: Storyboard) -> Path:
    """Write what was not saved beside the file, as `NAME.unsaved.yaml`, or the first name with a number that is free.

    Raises:
        AssemblyError: it cannot be written.
    """
    name = manuscript.path.stem.removesuffix(".storyboard")
    names = (f"{name}.unsaved{f'-{n}' if n > 1 else ''}.yaml" for n in count(1))
    path = next(path for found in names if not (path := manuscript.path.with_name(found)).exists())
    write_text(path, write_yaml(board))
    return path


def _must_be_as_it_was(manuscript: Manuscript) -> None:
    path = manuscript.path
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        there = None
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}); it was not saved") from None
    if there is not None and there != manuscript.data:
        what = "there is such a file now" if manuscript.data is None else "it has changed since it was opened"
        raise SetupError(f"{path}: {what}, by somebody else; it was not saved. Move it away to save, or open it anew")


def _amended(data: bytes, old: Storyboard, new: Storyboard, source: str) -> str | None:
    """The text of a YAML file with what changed; None if it is to be written anew."""
    text = decoded(data, source)
    is_windows = text.count("\r\n") == text.count("\n") > 0
    plain = text.replace("\r\n", "\n") if is_windows else text
    amended = amend(
        plain,
        old.model_dump(mode="json"),
        new.model_dump(mode="json"),
        document(new),
        lambda text: _says(text, new),
    )
    if amended is None:
        return None
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return mark + (amended.replace("\n", "\r\n") if is_windows else amended)


def _says(text: str, board: Storyboard) -> bool:
    """Whether a text reads as a storyboard; digests of files may be left to the reader."""
    try:
        found = read_yaml(without_surrogates(text) if text.startswith("{") else text)
    except StorylineError:
        return False
    return _undigested(found) == _undigested(board)


def _undigested(board: object) -> object:
    if not isinstance(board, Storyboard):
        return None
    return map_files(board, lambda file, _: file.model_copy(update={"digest": None}))
