"""What a batch is given → episodes: files, folders, globs, series, lists of scripts, and scripts themselves."""

import glob
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storyline.errors import ScriptError
from storyline.reading.plain import Plain
from storyline.reading.series import LINES, Item, is_series, read_items, series_items
from storyline.reading.source import SUFFIXES, Read, Source, path_of, read
from storyline.schema.base import slug
from storyline.schema.script import Script
from storyline.schema.series import MOST_EPISODES, Series

_SERIES_FILES = ("series.yaml", "series.yml", "series.json")
"""What stands for the folder that it lies in."""
_LETTER = re.compile(r"[^\W_]")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
"""Names that no file can have on some systems."""


@dataclass(frozen=True)
class Episode:
    """A script of a batch. It is read when it is wanted."""

    name: str
    """A safe name for its folder, which no other of the batch has."""
    source: str
    """Where it comes from, for people."""
    read: Callable[[], Read]
    """Raises ScriptError if it cannot be read."""
    path: Path | None
    """Its file, if it has one of its own."""


@dataclass(frozen=True)
class Episodes:
    """The scripts of a batch, in their order."""

    title: str | None
    """Of the series, if they are one."""
    episodes: tuple[Episode, ...]
    files: tuple[Path, ...]
    """The series and lists that they were read from."""


def episodes(scripts: Iterable[Source | Series], *, without: Collection[Path] = ()) -> Episodes:
    """Find all scripts that are meant.

    A file is a script, a series (it has `episodes`), a JSON list of scripts, or JSON lines. A folder is its
    `series.yaml` if it has one, else the scripts in it, in the order in which people count: `part 2` before `part 10`.
    So are the files that a text with `*`, `?` or `[` finds. Whatever else `read` takes is an episode itself.

    Args:
        without: files that are left out of folders and globs.

    Raises:
        ScriptError: there is no script, or too many; or a series or a list cannot be read. What is wrong with one
            episode is told by its `read`.
    """
    finder = _Finder({path.resolve() for path in without})
    items: list[Item] = []
    for script in scripts:
        items += finder.items(script)
        if len(items) > MOST_EPISODES:
            raise ScriptError(f"batch: expected at most {MOST_EPISODES:,} episodes; got more. Split it.")
    if not items:
        raise ScriptError("batch: expected at least one script; got none.")
    names = distinct([item.name for item in items])
    found = (Episode(name, item.source, item.read, item.path) for name, item in zip(names, items, strict=True))
    titles = set(finder.titles)
    return Episodes(titles.pop() if len(titles) == 1 else None, tuple(found), tuple(finder.files))


def distinct(names: Sequence[str]) -> list[str]:
    """A safe name of a folder for each name, no two alike: letters, digits and dashes.

    >>> distinct(["Part 1", "../../etc/passwd", "part 1", "", "x" * 90])[:4]
    ['part-1', 'etc-passwd', 'part-1-2', 'episode-4']
    """
    # alike for systems that tell neither case nor forms of a letter apart
    plain = [unicodedata.normalize("NFKC", name).casefold() for name in names]
    bases = [slug(name) if _LETTER.search(name) else f"episode-{n}" for n, name in enumerate(plain, 1)]
    bases = [f"{base}-film" if _DEVICES.match(base) else base for base in bases]
    counts = Counter(bases)
    taken = {base for base in bases if counts[base] == 1}  # these keep their names, whoever else comes
    found = []
    for base in bases:
        name, n = base, 1
        while counts[base] > 1 and name in taken:
            n += 1
            name = f"{base}-{n}"
        taken.add(name)
        found.append(name)
    return found


class _Finder:
    def __init__(self, without: Collection[Path]) -> None:
        self.without = without
        self.titles: list[str | None] = []
        self.files: list[Path] = []

    def items(self, script: Source | Series) -> Iterator[Item]:
        """The scripts that one thing means."""
        path = _path(script)
        if path is not None and not path.exists() and glob.has_magic(str(path)):
            yield from self._of_glob(str(path))
        elif path is not None:
            yield from self._of_path(path)
        elif isinstance(script, Series) or is_series(script):
            value = {n: getattr(script, n) for n in script.model_fields_set} if isinstance(script, Series) else script
            found = series_items(Plain(value, {}), "series", Path())
            self.titles.append(found.title)
            yield from found.items
        else:
            self.titles.append(None)
            yield Item(_words(script), f"a {type(script).__name__}", None, partial(read, script))

    def _of_path(self, path: Path) -> Iterator[Item]:
        yield from self._of_folder(path) if path.is_dir() else self._of_file(path)

    def _of_file(self, path: Path) -> Iterator[Item]:
        found = read_items(path)
        self.titles.append(found.title if found else None)
        if found is None:
            yield Item(path.stem, str(path), path, partial(read, path))
        else:
            self.files.append(path)
            yield from found.items

    def _of_folder(self, folder: Path) -> Iterator[Item]:
        try:
            there = sorted(folder.iterdir(), key=lambda path: natural(path.name))
        except OSError as error:
            raise ScriptError(
                f"{folder}: expected a folder that can be read; got: {error.strerror}. Mend that."
            ) from None
        series = [path for path in there if path.name in _SERIES_FILES]
        scripts = series[:1] or [path for path in there if self._is_script(path)]
        if not scripts:
            raise ScriptError(f"{folder}: expected scripts ({', '.join((*SUFFIXES, LINES))}); the folder has none.")
        for path in scripts:
            yield from self._of_file(path)

    def _of_glob(self, pattern: str) -> Iterator[Item]:
        names = glob.glob(pattern, recursive=True)  # noqa: PTH207  of a Path, it takes no absolute pattern
        there = sorted(map(Path, names), key=lambda path: natural(str(path)))
        found = [path for path in there if self._is_script(path) or (path.is_dir() and "**" not in pattern)]
        if not found:
            raise ScriptError(f"{pattern}: expected scripts; no file here has such a name.")
        for path in found:
            yield from self._of_path(path)

    def _is_script(self, path: Path) -> bool:
        named = path.suffix.lower() in (*SUFFIXES, LINES) and not path.name.startswith(".")
        return named and path.is_file() and path.resolve() not in self.without


def natural(name: str) -> tuple[str | int, ...]:
    """What names are sorted by, so that 2 comes before 10.

    >>> sorted(["part 10", "part 2"], key=natural)
    ['part 2', 'part 10']
    """
    parts = re.split(r"(\d{1,400})", name.casefold())
    return tuple(int(part) if n % 2 else part for n, part in enumerate(parts))


def _path(script: Source | Series) -> Path | None:
    """The files or the folder that a thing names; None if it is a script itself."""
    if isinstance(script, Series):
        return None
    path = path_of(script)
    if path is None and isinstance(script, str) and len(script.split()) == 1:
        return Path(script) if script.endswith(LINES) or glob.has_magic(script) else None
    return path


def _words(script: Source) -> str:
    """What an episode without a file is called: by its title, or its first words."""
    if isinstance(script, str):
        return " ".join(script.split()[:5])
    title = script.title if isinstance(script, Script) else script.get("title") if isinstance(script, dict) else None
    return title if isinstance(title, str) else ""
