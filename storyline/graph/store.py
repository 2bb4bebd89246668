"""Artifacts by key, in a folder that many films and many processes share.

    FORMAT                              what this folder is
    artifacts/ab/<key>.<digest><suffix> one file an artifact; its name holds the digest of its key and its bytes
    claims/<key>.<n>                    who is making it just now (see `claims`)
    new/                                files on their way in
    unfinished/<key>                    what a task that was interrupted goes on from, if it is one that keeps it
    aside/                              what was found damaged
    films/                              what each film needs (see `films`)
    history.jsonl                       what tasks of each kind took (see `history`)
    times.jsonl                         how long each took, and who made it (see `times`)

A file gets its name by one rename, when it is whole and on the disk, so what has a name is whole, unless the disk or
somebody damaged it later: that is found by the digest, when it is read. The time of a file says when it was last put
in or taken, to within ten minutes.
"""

import errno
import hashlib
import logging
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from platformdirs import user_cache_path

from storyline.errors import RenderError, SetupError, StoreError
from storyline.frames import processes
from storyline.frames.interrupts import undisturbed
from storyline.frames.replacing import FULL

log = logging.getLogger(__name__)

FORMAT = "storyline store 1\n"
ENVIRONMENT = "STORYLINE_STORE"
_DIGEST = 32  # hexadecimal digits: 128 bits
_NAME = re.compile(rf"([0-9a-f]{{64}})\.([0-9a-f]{{{_DIGEST}}})(\.[a-z0-9]+)")
_STALE = 24 * 3600
"""Seconds after which a file on its way in belongs to nobody any more, where nobody knows."""
_GIVEN_UP = 7 * 24 * 3600
"""Seconds after which nobody goes on with unfinished work."""
_USED = 600
"""Seconds to which the time of a file says when it was used."""
_ELSEWHERE = "name a folder that can be written with --store or STORYLINE_STORE"
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""What a system says when it is this process that cannot read, and no file's fault."""


class Entry(NamedTuple):
    """An artifact in the store, as its name says it is."""

    key: str
    digest: str
    file: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.file)


def default_folder() -> Path:
    """Where artifacts are kept when nobody says: `$STORYLINE_STORE`, else in the user's cache folder."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else user_cache_path("storyline", appauthor=False) / "store"


class Store:
    """A folder of artifacts. Safe to use from several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        """Open a store, and make it if it is not there.

        Raises:
            SetupError: the folder cannot be made or written, or it is full of something else.
        """
        self.folder = folder.absolute()
        self.artifacts, self.new_files, self.aside = (self.folder / n for n in ("artifacts", "new", "aside"))
        self.unfinished = self.folder / "unfinished"
        self._checked: dict[str, _Stamp] = {}
        known = self.folder / "FORMAT"
        try:
            if known.exists():
                _must_be_ours(known)
            elif self.folder.is_dir() and any(self.folder.iterdir()) and not self.artifacts.is_dir():
                raise SetupError(f"store {folder}: expected an empty folder or a store; it holds something else")
            others = (self.folder / name for name in ("unfinished", "claims", "films"))
            for made in (self.artifacts, self.new_files, self.aside, *others):
                made.mkdir(parents=True, exist_ok=True)
                if not os.access(made, os.W_OK | os.X_OK):
                    raise SetupError(f"store {folder}: {made.name} cannot be written; {_ELSEWHERE}")
            if not known.exists():
                self.write(known, FORMAT)
        except OSError as error:
            raise SetupError(f"store {folder}: {error}; {_ELSEWHERE}") from None

    def entries(self) -> Iterator[Entry]:
        """All artifacts by name, in no order, unchecked: a quick look at what is there."""
        for file in self.files():
            if (entry := named(file)) is not None and file.is_file(follow_symlinks=False):
                yield entry

    def files(self) -> Iterator["os.DirEntry[str]"]:
        """All that lies where artifacts lie, whatever it is."""
        for shard in _listed(self.artifacts):
            if shard.is_dir(follow_symlinks=False):
                yield from _listed(shard)
            else:
                yield shard

    def find(self, key: str) -> Entry | None:
        """The artifact of a key by name, unchecked; None if there is none."""
        return next(self._named(key), None)

    def take(self, key: str) -> Path | None:
        """The file of a key's artifact, whole and unchanged; None if there is none.

        What is damaged is set aside and said in the log; it is then as if it had never been there.

        Raises:
            StoreError: this process has too many files open, or no memory, to read it.
        """
        before = self._checked.get(key)
        if before is not None and before == _stamp(before.path):
            return before.path
        for entry in self._named(key):
            _touch(entry.path)
            now = _stamp(entry.path)
            fault = self.fault(entry)
            if fault is not None:
                self.set_aside(entry.path, fault)
            elif now is not None and now == _stamp(entry.path):
                self._checked[key] = now
                return entry.path
        return None

    def fault(self, entry: Entry) -> str | None:
        """What is wrong with an artifact, in words; None if its bytes are those that were put in, or it is gone.

        Raises:
            StoreError: this process has too many files open, or no memory, to read it.
        """
        try:
            if not stat.S_ISREG(os.lstat(entry.file).st_mode):
                return "it is no file"  # and a pipe would keep us waiting
            found = digest(entry.key, entry.path)
        except OSError as error:
            if error.errno in _OURS:
                raise _cannot(self.folder, error) from error
            gone = error.errno in (errno.ENOENT, errno.ESTALE)
            return None if gone else f"it cannot be read ({error.strerror})"
        return None if found == entry.digest else "its bytes are not those that were put in"

    def set_aside(self, path: Path, fault: str) -> None:
        """Take something damaged out of the way, and say so in the log; remove it if it cannot be kept."""
        log.warning("store: %s is damaged and set aside: %s", path.name, fault)
        self._out_of_the_way(path)

    def put(self, key: str, file: Path) -> Path:
        """Take in a finished file, which lies in a folder that `new` gave, as the artifact of a key; where it lies now.

        Raises:
            RenderError: there is no such file.
            StoreError: the disk is full or cannot be written.
        """
        if not file.is_file():
            raise RenderError(f"expected the artifact {file.name} to be written; there is none: a fault of its maker's")
        shard = self.artifacts / key[:2]
        try:
            os.utime(file)
            _flush(file)
            target = shard / f"{key}.{digest(key, file)}{file.suffix}"
            try:
                shard.mkdir()
            except FileExistsError:
                if not stat.S_ISDIR(shard.lstat().st_mode):
                    self._out_of_the_way(shard)
                    shard.mkdir(exist_ok=True)
            if target.is_dir():
                self._out_of_the_way(target)
            file.replace(target)
            _flush_names(shard)
        except OSError as error:
            raise _cannot(self.folder, error) from error
        if (now := _stamp(target)) is not None:
            self._checked[key] = now
        return target

    @contextmanager
    def new(self) -> Iterator[Path]:
        """A folder of one's own for files on their way in, removed at the end.

        Raises:
            StoreError: it cannot be made.
        """
        folder = self.new_files / f"{processes.this()}-{uuid4().hex}"
        try:
            try:
                folder.mkdir()
            except OSError as error:
                raise _cannot(self.folder, error) from error
            yield folder
        finally:
            with undisturbed():
                shutil.rmtree(folder, ignore_errors=True)

    def write(self, path: Path, text: str) -> None:
        """Write a small file of the store's own, whole or not at all.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        with self.new() as folder:
            try:
                (part := folder / "text").write_text(text, encoding="utf-8", newline="\n")
                _flush(part)
                part.replace(path)
            except OSError as error:
                raise _cannot(self.folder, error) from error

    def full(self) -> StoreError:
        """The error of a disk that has no room left."""
        return _cannot(self.folder, OSError(errno.ENOSPC, "no room"))

    def leftovers(self) -> Iterator[Path]:
        """What processes that are gone left on its way in, and under claims that nobody holds; long unfinished work."""
        now = present(self.folder)
        for found in _listed(self.new_files):
            lives = processes.lives(found.name.rpartition("-")[0])
            with suppress(OSError):
                if lives is False or (lives is None and now - _last_change(Path(found.path)) > _STALE):
                    yield Path(found.path)
        for found in _listed(self.folder / "claims"):
            with suppress(OSError):
                if now - found.stat(follow_symlinks=False).st_mtime > _STALE:
                    yield Path(found.path)

        for found in _listed(self.unfinished):
            with suppress(OSError):
                if now - found.stat(follow_symlinks=False).st_mtime > _GIVEN_UP:
                    yield Path(found.path)

    def sweep(self) -> None:
        """Remove them, as far as they can be."""
        with suppress(StoreError):
            for path in self.leftovers():
                remove(path)

    def _named(self, key: str) -> Iterator[Entry]:
        shard = self.artifacts / key[:2]
        if not shard.is_symlink():
            for file in _listed(shard):
                if file.name.startswith(key) and (entry := named(file)) is not None:
                    yield entry

    def _out_of_the_way(self, path: Path) -> None:
        try:
            path.rename(self.aside / f"{uuid4().hex}-{path.name}")
        except FileNotFoundError:
            pass
        except OSError as error:  # such as a full disk
            log.info("store: %s cannot be set aside: %s", path, error)
            remove(path)


def digest(key: str, file: Path) -> str:
    """The digest of an artifact that its name holds: of its key and its bytes, so that no two can change places."""
    found = hashlib.sha256(key.encode())
    with file.open("rb") as data:
        while block := data.read(1 << 20):
            found.update(block)
    return found.hexdigest()[:_DIGEST]


def named(file: "os.DirEntry[str]") -> Entry | None:
    """The artifact that a file's name speaks of; None for a foreign one."""
    found = _NAME.fullmatch(file.name)
    if found is None or file.path[-len(file.name) - 3 : -len(file.name) - 1] != found[1][:2]:
        return None
    return Entry(found[1], found[2], file.path)


def present(store: Path) -> float:
    """The present by the clock of the disk that a store lies on, which may be another machine's; in seconds."""
    with suppress(OSError):
        os.utime(store / "FORMAT")
        return (store / "FORMAT").stat().st_mtime
    return time.time()


def remove(path: Path) -> None:
    """Remove a file, or a folder and all in it, as far as it can be; links are not followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


class _Stamp(NamedTuple):
    """What changes when a file does."""

    path: Path
    file: int
    modified: int
    changed: int
    size: int


def _stamp(path: Path) -> _Stamp | None:
    with suppress(OSError):
        found = path.lstat()
        return _Stamp(path, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
    return None


def _touch(path: Path) -> None:
    """Note that a file is used."""
    with suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and abs(time.time() - found.st_mtime) > _USED:
            os.utime(path)


def _must_be_ours(known: Path) -> None:
    """Refuse a store of another version; what is no format at all was damaged, and is written anew."""
    found = known.read_bytes()[:100].decode("utf-8", "replace")
    if re.fullmatch(r"storyline store \d+\s*", found) and found.split() != FORMAT.split():
        raise SetupError(
            f"store {known.parent}: expected the format {FORMAT.strip()!r}; got {found.strip()!r}. "
            "It was made by another version: name another folder"
        )
    if found.split() != FORMAT.split():
        log.warning("store %s: FORMAT was damaged and is written anew", known.parent)
        known.unlink(missing_ok=True)


def _last_change(path: Path) -> float:
    """When a file, or anything in a folder, was last changed."""
    times = [path.lstat().st_mtime]
    if path.is_dir() and not path.is_symlink():
        times += [file.stat(follow_symlinks=False).st_mtime for file in _listed(path)]
    return max(times)


def _listed(folder: "Path | os.DirEntry[str]") -> "list[os.DirEntry[str]]":
    """What lies in a folder; nothing if it is none, or is gone. It is not open any more."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _cannot(Path(folder), error) from error


def _flush(file: Path) -> None:
    """The bytes of a file outlive a power failure from here on."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _flush_names(folder: Path) -> None:
    """The names in a folder outlive a power failure from here on, where the system knows how."""
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _cannot(folder: Path, error: OSError) -> StoreError:
    if error.errno in FULL:
        return StoreError(f"store {folder}: the disk is full; free some room there, or `storyline store gc`, and go on")
    if error.errno in _OURS:
        return StoreError(f"store {folder}: {error.strerror}; use fewer --workers, or raise the limit (`ulimit -n`)")
    return StoreError(f"store {folder}: {error.strerror or error}; {_ELSEWHERE}")
