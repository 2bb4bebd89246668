"""Documents that hold several scripts: a series with what its episodes share, and bare lists of scripts.

Each script in them is read on its own, when it is wanted: a fault in one is no fault of the others.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from storyline.errors import ScriptError
from storyline.reading.files import with_files
from storyline.reading.plain import MAX_BYTES, Plain, read_plain
from storyline.reading.source import Read, decoded, read, text_of, without_surrogates
from storyline.reading.yaml import at_their_places
from storyline.schema.faults import Fault, validate
from storyline.schema.media import FileRef, map_files
from storyline.schema.migrate import migrate
from storyline.schema.script import Script
from storyline.schema.series import MOST_EPISODES, Series, inherited
from storyline.schema.storyboard import Storyboard

LINES = ".jsonl"
"""How files end that hold one script a line."""
_SERIES = re.compile(r"""^["']?(episodes["']?\s*:|format["']?\s*:\s*["']?series/)""", re.MULTILINE)


@dataclass(frozen=True)
class Item:
    """One script of a document that holds several."""

    name: str
    """Of its file, or its title; empty if it has neither."""
    source: str
    """Where it stands, for people: `ducks.yaml, episode 3`."""
    path: Path | None
    """Its file, if it has one of its own."""
    read: Callable[[], Read]
    """Raises ScriptError if it is no script."""


@dataclass(frozen=True)
class Items:
    """The scripts of a document."""

    title: str | None
    items: tuple[Item, ...]


def read_items(path: Path) -> Items | None:
    """The scripts of a file that holds several: a series, a JSON list, or JSON lines; None if it is no such file.

    Raises:
        ScriptError: a list cannot be read; or a series whose own fields, those of its episodes aside, are wrong.
    """
    suffix = path.suffix.lower()
    if suffix == LINES:
        return Items(None, tuple(_lines(path)))
    if suffix not in (".yaml", ".yml", ".json"):
        return None
    try:
        text = text_of(path)
    except ScriptError:
        return None  # whoever reads it as a script is told
    text = without_surrogates(text) if suffix == ".json" else text
    if suffix == ".json" and text.lstrip().startswith("["):
        plain = read_plain(text, source=path.name)
        _must_be_some(plain.value, f"{path.name}: expected a list of scripts")
        found = _Document(plain, path.name, path.parent, None)
        return Items(None, tuple(found.item((n,), f"episode {n + 1}") for n in range(len(plain.value))))
    return series_items(read_plain(text, source=path.name), path.name, path.parent) if _looks_so(text) else None


def _looks_so(text: str) -> bool:
    """Whether a text, which need not be YAML, means to be a series."""
    if not text.lstrip().startswith("{"):
        return bool(_SERIES.search(text))
    try:
        return is_series(read_plain(text).value)
    except ScriptError:
        return False


def is_series(value: object) -> bool:
    """Whether a plain document means to be a series."""
    return isinstance(value, Mapping) and ("episodes" in value or str(value.get("format")).startswith("series/"))


def series_items(plain: Plain, source: str, root: Path) -> Items:
    """The episodes of a series.

    Args:
        source: the file's name, for messages.
        root: the folder that its files are named from.

    Raises:
        ScriptError: its own fields are wrong, or it has no episodes.
    """
    value: Mapping[str, Any] = plain.value
    if not isinstance(value, Mapping):
        raise ScriptError(f"{source}:1:1: expected fields such as `title:`, `cast:` and `episodes:`.")
    episodes = value.get("episodes")
    if isinstance(episodes, list | tuple):
        _must_be_some(episodes, f"{source}:{plain.mark(('episodes',))}: episodes: expected a list of scripts")
        value = {**value, "episodes": ["one"]}  # each is looked at when it is read
    series, faults = validate(Series, value)
    if series is None:
        raise at_their_places(faults, plain, source)
    found = _Document(plain, source, root, with_files(series, root, source=source))
    count = len(plain.value["episodes"])
    return Items(series.title, tuple(found.item(("episodes", n), f"episode {n + 1}") for n in range(count)))


def _must_be_some(items: Sequence[object], expected: str) -> None:
    if not 1 <= len(items) <= MOST_EPISODES:
        raise ScriptError(f"{expected}, from 1 to {MOST_EPISODES:,} of them; got {len(items):,}.")


def _lines(path: Path) -> Iterator[Item]:
    """The scripts of JSON lines; empty lines are none."""
    count = 0
    try:
        with path.open("rb") as file:
            for n, data in enumerate(iter(partial(file.readline, MAX_BYTES + 1), b""), 1):
                if not data.strip():
                    continue
                count += 1
                if len(data) > MAX_BYTES or count > MOST_EPISODES:
                    raise ScriptError(
                        f"{path.name}:{n}: expected at most {MOST_EPISODES:,} scripts, each of at most "
                        f"{MAX_BYTES:,} bytes; got more. Split the file."
                    )
                yield _line(data, n, path)
    except OSError as error:
        raise ScriptError(f"{path}: expected a file that can be read; got: {error.strerror}. Mend that.") from None
    if not count:
        raise ScriptError(f"{path.name}: expected one script a line; got none.")


def _line(data: bytes, number: int, path: Path) -> Item:
    value: object = None
    with suppress(ValueError, RecursionError):  # what is wrong with it is told when it is read
        value = json.loads(data)
    return Item(*_named(value, path.name, f"line {number}", path.parent), partial(_read_line, data, number, path))


def _read_line(data: bytes, number: int, path: Path) -> Read:
    text = decoded(data, path.name, number).strip()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise ScriptError(
            f"{path.name}:{number}:{error.colno}: expected JSON; got a text that is not: {error.msg}."
        ) from None
    except (ValueError, RecursionError):
        pass  # a limit, of which what follows says more
    # after so many lines, so that places are the file's
    plain = read_plain("\n" * (number - 1) + without_surrogates(text), source=path.name)
    return _Document(plain, path.name, path.parent, None).read((), f"line {number}")


def _named(value: object, source: str, where: str, root: Path) -> tuple[str, str, Path | None]:
    """What an episode is called, where it stands, and its file."""
    if isinstance(value, str):
        file = root / value if is_inside(root, value) else None
        return PurePosixPath(value.replace("\\", "/")).stem, f"{source}, {where}: {value}", file
    title = value.get("title") if isinstance(value, Mapping) else value.title if isinstance(value, Script) else None
    return title if isinstance(title, str) else "", f"{source}, {where}", None


@dataclass(frozen=True)
class _Document:
    plain: Plain
    source: str
    root: Path
    """The folder that its files are named from."""
    series: Series | None
    """What its scripts share."""

    def item(self, path: tuple[str | int, ...], where: str) -> Item:
        """The script that stands at a path of the document."""
        return Item(*_named(self._value(path), self.source, where, self.root), partial(self.read, path, where))

    def read(self, path: tuple[str | int, ...], where: str) -> Read:
        """Read it, or the file which is named there. Raises ScriptError, with its place in the document."""
        document, faults = self._parsed(self._value(path))
        if document is None:
            if not path and not faults[0].path:  # nothing in the document has a place of its own
                raise ScriptError(f"{self.source}, {where}: {faults[0].message}")
            placed = [
                Fault((*path, *f.path), ", ".join(filter(None, (where, f.where))), f.message, f.kind) for f in faults
            ]
            raise at_their_places(placed, self.plain, self.source)
        found = read(document, root=self.root).document
        return Read(inherited(self.series, found) if self.series is not None else found, self.root)

    def _parsed(self, value: object) -> tuple[Script | Storyboard | None, tuple[Fault, ...]]:
        match value:
            case Script():
                return value, ()
            case Mapping():
                try:
                    current = migrate(dict(value))
                except ScriptError as error:
                    return None, (Fault(("format",), "", str(error)),)
                return validate(Storyboard if current["format"].startswith("storyboard/") else Script, current)
            case str():
                if not is_inside(self.root, value):
                    return None, (Fault((), "", f"expected a file inside the folder of {self.source}; got {value!r}"),)
                if not (self.root / value).is_file():
                    message = f"expected a script's file; there is no {value!r}. A story itself goes under `story:`"
                    return None, (Fault((), "", message),)
                return _of_file(self.root, value), ()
        got = "nothing" if value is None else f"{value!r:.60}"
        message = f"expected the name of a file, or a script as `name: value`; got {got}"
        return None, (Fault((), "", message),)

    def _value(self, path: tuple[str | int, ...]) -> object:
        value = self.plain.value
        for step in path:
            value = value[step]
        return value


def _of_file(root: Path, name: str) -> Script | Storyboard:
    """The script of a file in a folder or below, with the files that it names named from there."""
    folder = PurePosixPath(name.replace("\\", "/")).parent

    def named(ref: FileRef, _: object) -> FileRef:
        return ref.model_copy(update={"path": (folder / ref.path).as_posix()})

    return map_files(read(root / name).document, named)


def is_inside(root: Path, name: str) -> bool:
    """Whether a file named from a folder lies in it or below once links are followed."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or "\0" in name or not parts.parts:
        return False
    try:
        return (root / name).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False
