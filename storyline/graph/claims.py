"""Who is making which artifact just now, so that no two processes make the same one at once.

A claim is a small file in the store, made in one step by whoever comes first, and touched every two seconds while its
process lives. One whose process is known to be gone belongs to nobody, and so does one that has not been touched for
ten seconds by the disk's clock, nor while we watched. Then who comes next takes the claim of the next number: a file,
too, that only one can make. No lock is held; the worst that can happen is that something is made twice, and then both
results are the same.
"""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from storyline.errors import StoreError
from storyline.frames import processes
from storyline.frames.interrupts import undisturbed
from storyline.frames.replacing import FULL
from storyline.graph.store import present

HEARTBEAT = 2.0
EXPIRES = 10.0
"""Seconds."""


class Claims:
    """The claims of one process on the artifacts of a store, kept alive until they are given up or the context ends."""

    def __init__(self, store: Path, *, heartbeat: float = HEARTBEAT, expires: float = EXPIRES) -> None:
        """`store` is its folder."""
        self._store, self._folder = store, store / "claims"
        self._heartbeat, self._expires = heartbeat, expires
        self._mine: dict[str, Path] = {}
        self._seen: dict[tuple[Path, float], float] = {}
        """When a claim of a time was first seen, by the clock of this process."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="claims", daemon=True)

    def __enter__(self) -> "Claims":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with undisturbed():
            self._over.set()
            self._thread.join()
            for key in list(self._mine):
                self.give_up(key)

    def take(self, key: str) -> bool:
        """Claim the making of a key's artifact; False if a living process has.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        number = 0
        while True:
            path = self._folder / f"{key}.{number}"
            try:
                with undisturbed():  # a claim that nobody knows of would hold up others
                    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
                    self._mine[key] = path
                    try:
                        os.write(handle, processes.this().encode())
                    finally:
                        os.close(handle)
                return True
            except FileExistsError:
                if not self._expired(path):
                    return False
                number += 1  # what is expired stays for now: all who find it come to the same next number
            except OSError as error:
                self.give_up(key)
                what = "the disk is full" if error.errno in FULL else error.strerror
                raise StoreError(f"store {self._store}: {what}; make room there and go on") from error

    def give_up(self, key: str) -> None:
        """Let others make it."""
        path = self._mine.pop(key, None)
        if path is not None:
            # What expired before it goes first: who came to our number by way of it has not yet passed us.
            for number in range(int(path.name.rpartition(".")[2]) + 1):
                with suppress(OSError):
                    path.with_name(f"{key}.{number}").unlink()

    def _expired(self, claim: Path) -> bool:
        with suppress(OSError):
            if _holds(claim) is False:
                return True
            touched = claim.lstat().st_mtime
            # Too old, or of a future in which the disk's clock once was. That alone may mean that all of us slept.
            if abs(present(self._store) - touched) > self._expires:
                seen = self._seen.setdefault((claim, touched), time.monotonic())
                return time.monotonic() - seen > 2 * self._heartbeat
        return False

    def _beat(self) -> None:
        while not self._over.wait(self._heartbeat):
            for path in list(self._mine.values()):
                with suppress(OSError):
                    os.utime(path)


def claimed(store: Path) -> frozenset[str]:
    """The keys that some process may be making just now."""
    now = present(store)
    keys = set()
    with suppress(OSError), os.scandir(store / "claims") as found:
        for claim in found:
            with suppress(OSError):
                holds = _holds(Path(claim.path))
                if holds or (holds is None and abs(now - claim.stat().st_mtime) <= EXPIRES):
                    keys.add(claim.name.partition(".")[0])
    return frozenset(keys)


def _holds(claim: Path) -> bool | None:
    """Whether the process that made a claim is there; None if that cannot be known: then its time counts."""
    with suppress(OSError, UnicodeDecodeError):
        return processes.lives(claim.read_text("ascii"))
    return None
