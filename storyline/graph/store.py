"""Artifacts by key, in a folder that many films and many processes share.

    FORMAT                              what this folder is
    artifacts/ab/<key>.<digest><suffix> one file an artifact; its name holds the digest of its key and its bytes
    claims/<key>                        who is making it just now (see `claims`)
    new/                                files on their way in
    aside/                              what was found damaged
    films/                              what each film needs (see `films`)

A file gets its name by one rename, when it is whole and on the disk, so what has a name is whole, unless the disk or
somebody damaged it later: that is found by the digest, when it is read.
"""

import hashlib
import logging
import os
import platform
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from platformdirs import user_cache_path

from storyline.errors import SetupError, StoreError
from storyline.frames.replacing import FULL, replacing

log = logging.getLogger(__name__)

FORMAT = "storyline store 1\n"
ENVIRONMENT = "STORYLINE_STORE"
_DIGEST = 32  # hexadecimal digits: 128 bits
HOST = re.sub(r"[^\w.]", "_", platform.node())
"""The name of this machine."""
_STALE = 24 * 3600
"""Seconds after which a file on its way in belongs to nobody any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An artifact in the store, as its name says it is."""

    key: str
    digest: str
    path: Path


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
        self._artifacts, self._new, self._aside = (self.folder / n for n in ("artifacts", "new", "aside"))
        self._checked: dict[str, tuple[Path, int, int]] = {}
        try:
            known = self.folder / "FORMAT"
            if known.exists():
                found = known.read_text()
                if found != FORMAT:
                    raise SetupError(
                        f"store {folder}: expected the format {FORMAT.strip()!r}; got {found[:40].strip()!r}. "
                        "It was made by another version: name another folder"
                    )
            elif self.folder.is_dir() and any(self.folder.iterdir()) and not self._artifacts.is_dir():
                raise SetupError(f"store {folder}: expected an empty folder or a store; it holds something else")
            for made in (self._artifacts, self._new, self._aside, self.folder / "claims", self.folder / "films"):
                made.mkdir(parents=True, exist_ok=True)
            if not known.exists():
                with replacing(known) as part:
                    part.write_text(FORMAT)
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"store {folder}: {error}; name a folder that can be written") from None

    def entries(self) -> Iterator[Entry]:
        """All artifacts by name, in no order, unchecked: a quick look at what is there."""
        for shard in _listed(self._artifacts):
            if shard.is_dir():
                for file in _listed(shard):
                    if (entry := _entry(Path(file.path))) is not None:
                        yield entry

    def find(self, key: str) -> Entry | None:
        """The artifact of a key by name, unchecked; None if there is none."""
        with suppress(FileNotFoundError, NotADirectoryError):
            for file in _listed(self._artifacts / key[:2]):
                if file.name.startswith(key) and (entry := _entry(Path(file.path))) is not None:
                    return entry
        return None

    def take(self, key: str) -> Path | None:
        """The file of a key's artifact, whole and unchanged; None if there is none.

        What is damaged is set aside and said in the log; it is then as if it had never been there.
        """
        before = self._checked.get(key)
        if before is not None:
            with suppress(OSError):
                if _stamp(before[0]) == before:
                    return before[0]
        while (entry := self.find(key)) is not None:
            fault = self.fault(entry)
            if fault is None:
                with suppress(OSError):
                    self._checked[key] = _stamp(entry.path)
                    return entry.path
            else:
                self.set_aside(entry, fault)
        return None

    def fault(self, entry: Entry) -> str | None:
        """What is wrong with an artifact, in words; None if its bytes are those that were put in under its key."""
        try:
            found = digest(entry.key, entry.path)
        except OSError as error:
            return f"it cannot be read ({error.strerror})"
        return None if found == entry.digest else "its bytes are not those that were put in"

    def set_aside(self, entry: Entry, fault: str) -> None:
        """Take a damaged artifact out of the way, and say so in the log."""
        log.warning("store: artifact %s was damaged and is made anew: %s", entry.path.name, fault)
        with suppress(FileNotFoundError):
            entry.path.replace(self._aside / f"{uuid4().hex}-{entry.path.name}")

    def put(self, key: str, file: Path) -> Path:
        """Take in a finished file, which lies in a folder that `new` gave, as the artifact of a key; where it lies now.

        Raises:
            StoreError: there is no such file, or the disk is full or cannot be written.
        """
        target = self._artifacts / key[:2]
        try:
            target.mkdir(exist_ok=True)
            with file.open("rb+") as written:
                os.fsync(written.fileno())
            target /= f"{key}.{digest(key, file)}{file.suffix}"
            file.replace(target)
            _sync(target.parent)
            self._checked[key] = _stamp(target)
        except OSError as error:
            raise _cannot(self.folder, error) from error
        return target

    @contextmanager
    def new(self) -> Iterator[Path]:
        """A folder of one's own for files on their way in, removed at the end.

        Raises:
            StoreError: it cannot be made.
        """
        folder = self._new / f"{HOST}-{os.getpid()}-{uuid4().hex}"
        try:
            folder.mkdir()
        except OSError as error:
            raise _cannot(self.folder, error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what processes that are gone left on its way in."""
        for folder in self._new.iterdir():
            host, _, rest = folder.name.rpartition("-")[0].rpartition("-")
            with suppress(OSError):
                gone = host == HOST and rest.isdigit() and not alive(int(rest))
                if gone or time.time() - folder.stat().st_mtime > _STALE:
                    shutil.rmtree(folder, ignore_errors=True)


def digest(key: str, file: Path) -> str:
    """The digest of an artifact that its name holds: of its key and its bytes, so that no two can change places."""
    found = hashlib.sha256(key.encode())
    with file.open("rb") as data:
        while block := data.read(1 << 20):
            found.update(block)
    return found.hexdigest()[:_DIGEST]


def alive(process: int) -> bool:
    """Whether a process of this machine is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _listed(folder: "Path | os.DirEntry[str]") -> "list[os.DirEntry[str]]":
    """What lies in a folder; it is not open any more."""
    with os.scandir(folder) as found:
        return list(found)


def _entry(path: Path) -> Entry | None:
    """What a file's name says; None for a foreign one."""
    key, _, rest = path.name.partition(".")
    found, _, suffix = rest.partition(".")
    named = len(key) == 64 and len(found) == _DIGEST and suffix and path.parent.name == key[:2]
    return Entry(key, found, path) if named else None


def _stamp(path: Path) -> tuple[Path, int, int]:
    """What changes when a file does."""
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


def _sync(folder: Path) -> None:
    """Names in a folder outlive a power failure from here on, where the system knows how."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot(folder: Path, error: OSError) -> StoreError:
    if error.errno in FULL:
        return StoreError(f"store {folder}: the disk is full; free some room there, or `storyline store gc`, and go on")
    return StoreError(f"store {folder}: {error.strerror or error}; name a folder that can be written")
