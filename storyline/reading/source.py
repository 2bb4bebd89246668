"""Whatever a caller has → a Script or Storyboard that is ready to be planned or drawn."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from storyline.errors import ScriptError
from storyline.reading.files import with_files
from storyline.reading.fountain import is_fountain, read_fountain
from storyline.reading.plain import MAX_BYTES, check_text
from storyline.reading.prose import read_prose
from storyline.reading.stories import with_beats
from storyline.reading.yaml import read_yaml
from storyline.schema.faults import parse
from storyline.schema.migrate import migrate
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard

MAX_TOLD = 20_000
"""Beats and shots of a script."""

Document = Script | Storyboard
Source = str | Path | dict[str, Any] | Script | Storyboard
"""A path, a text, a plain document, or a noun."""


class Read(NamedTuple):
    """A document, and the folder that its files are named from."""

    document: Document
    root: Path


def read(source: Source, *, root: Path | None = None) -> Read:
    """Read a script or storyboard.

    A `Path` is a file, read by its suffix: .yaml, .yml, .json, .fountain and .spmd for screenplays, .md for prose,
    .txt for prose or a screenplay. So is a text of one line that ends in one of these suffixes or names something on
    disk. Any other text is JSON if it starts with `{`, a screenplay if it has a scene heading or its title page (see
    `is_fountain`), YAML if its first line of content is `field:` with a field of a script, and else prose. A noun is
    taken as it is.

    Then prose in `story` becomes scenes and beats, scenes and shots without an id get one made of their words, and
    the files that the document names are found and their digests filled in, or compared.

    Args:
        root: the folder that files are named from; the script's own when absent, or the current one if it has none.

    Raises:
        ScriptError: where, what was expected, what came, and what to do.
    """
    path = path_of(source)
    name = path.name if path else "script"
    folder = root or (path.parent if path else Path())
    document = _from_file(path) if path else _from_value(source)
    if not isinstance(document, Storyboard):
        document = with_beats(document)
        told = sum(len(scene.beats) + len(scene.shots) for scene in document.scenes)
        if told > MAX_TOLD:
            raise ScriptError(
                f"{name}: expected at most {MAX_TOLD:,} sentences and shots, about a day of film; got {told:,}. "
                "Split the script."
            )
    return Read(with_files(document, folder, source=name), folder)


def path_of(source: Source) -> Path | None:
    """The file that a source names; None if it is the text, the dict or the noun itself."""
    if isinstance(source, Path):
        return source
    if not isinstance(source, str) or "\n" in source.strip() or not source.strip() or "\0" in source:
        return None
    path = Path(source.strip())
    try:
        return path if path.suffix.lower() in _BY_SUFFIX or path.exists() else None
    except OSError:  # longer than any file's name
        return None


def _from_file(path: Path) -> Document:
    text = text_of(path)
    return _BY_SUFFIX[path.suffix.lower()](text, path.name)


def text_of(path: Path) -> str:
    """The text of a script's file. Raises ScriptError if it is none, or cannot be read."""
    try:
        if path.is_dir():
            raise ScriptError(f"{path}: expected a script; got a folder. Name the file in it.")
        if not path.exists():
            there = "a link that leads nowhere" if path.is_symlink() else f"no such file in {path.parent.resolve()}"
            raise ScriptError(
                f"{path}: expected a script; got {there}. "
                "A text that is to be filmed itself should not end like a file's name."
            )
        if path.suffix.lower() not in _BY_SUFFIX or not path.is_file():
            raise ScriptError(
                f"{path}: expected a file that ends in {', '.join(_BY_SUFFIX)}; "
                f"got {path.suffix or 'no such ending'!r}. Save the script as one of these."
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScriptError(f"{path}: expected a file that can be read; got: {error.strerror}. Mend that.") from None
    if len(data) > MAX_BYTES:
        raise ScriptError(f"{path}: expected at most {MAX_BYTES:,} bytes; got more. Split the script.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScriptError(f"{path.name}:1: expected text in UTF-8; got UTF-16. Save the script as UTF-8.")
    return decoded(data, path.name)


def decoded(data: bytes, source: str, line: int = 1) -> str:
    """Bytes of a file named `source`, from its `line` on, as text. Raises ScriptError if they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line += data.count(b"\n", 0, error.start)
        raise ScriptError(
            f"{source}:{line}: expected text in UTF-8; got the byte 0x{data[error.start]:02x}. "
            "Save the script as UTF-8."
        ) from None


def _from_value(source: Source) -> Document:
    match source:
        case Script():
            return source
        case str():
            return _from_text(source)
        case Mapping():
            current = migrate(dict(source))
            return parse(Storyboard if current["format"].startswith("storyboard/") else Script, current)
    raise ScriptError(
        f"script: expected a path, a text, a dict, a Script or a Storyboard; got {type(source).__name__}."
    )


def _from_text(text: str) -> Document:
    content = (line for line in text.removeprefix("\ufeff").splitlines() if not _SKIPPED.match(line))
    first = next(content, "")
    if first.startswith("{"):
        return _json(text, "script")
    if _FIELD.match(first) and not is_fountain(text):
        return _yaml(text, "script")
    return _plain(text, "script")


def _plain(text: str, name: str) -> Document:
    return (_fountain if is_fountain(text) else _prose)(text, name)


def _fountain(text: str, name: str) -> Document:
    return read_fountain(text, source=name)


def _prose(text: str, name: str) -> Document:
    check_text(text, source=name)
    if not text.strip():
        raise ScriptError(f"{name}: expected a story; got an empty text. Write a sentence or more.")
    return read_prose(text.removeprefix("\ufeff"))


def _yaml(text: str, name: str) -> Document:
    return read_yaml(text, source=name)


def _json(text: str, name: str) -> Document:
    return read_yaml(without_surrogates(text), source=name)


def without_surrogates(text: str) -> str:
    """JSON that YAML can read: characters beyond U+FFFF as they are, and not as two escapes."""
    return _SURROGATES.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    return bytes.fromhex(match[1] + match[2]).decode("utf-16-be")


_BY_SUFFIX: Mapping[str, Callable[[str, str], Document]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".json": _json,
    ".txt": _plain,
    ".md": _prose,
    ".fountain": _fountain,
    ".spmd": _fountain,
}
SUFFIXES = tuple(_BY_SUFFIX)
"""How files of scripts end."""
_SKIPPED = re.compile(r"\s*(#.*)?$|---\s*$|%YAML ")
_FIELD = re.compile(rf"({'|'.join(Script.model_fields)})\s*:(\s|$)")
_SURROGATES = re.compile(r"\\\\|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""JSON writes a character beyond U+FFFF as two escapes; YAML has none such. An escaped backslash starts no escape."""
