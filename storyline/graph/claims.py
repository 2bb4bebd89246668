"""Who is making which artifact just now, so that no two processes make the same one at once.

A claim is a small file in the store, made in one step by whoever comes first, and touched every two seconds while its
process lives. One whose process is gone from this machine, or that nobody touched for ten seconds, belongs to nobody.
No lock is held; the worst that can happen is that something is made twice, and then both results are the same.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from storyline.graph.store import HOST, alive

HEARTBEAT = 2.0
EXPIRES = 10.0
"""Seconds."""


class Claims:
    """The claims of one process on the artifacts of a store, kept alive until they are given up or the context ends."""

    def __init__(self, store: Path, *, heartbeat: float = HEARTBEAT, expires: float = EXPIRES) -> None:
        """`store` is its folder."""
        self._folder = store / "claims"
        self._heartbeat, self._expires = heartbeat, expires
        self._mine: set[str] = set()
        self._name = uuid4().hex
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="claims", daemon=True)

    def __enter__(self) -> "Claims":
        self._clock().touch()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        for key in list(self._mine):
            self.give_up(key)
        self._clock().unlink(missing_ok=True)

    def take(self, key: str) -> bool:
        """Claim the making of a key's artifact; False if a living process has."""
        path = self._folder / key
        if self._expired(path):
            # Under a name of our own: of two who find it expired, one gets it.
            with suppress(OSError):
                path.rename(dead := self._folder / f".{uuid4().hex}")
                dead.unlink()
        try:
            with path.open("x") as claim:
                claim.write(f"{HOST} {os.getpid()}")
        except FileExistsError:
            return False
        self._mine.add(key)
        return True

    def give_up(self, key: str) -> None:
        """Let others make it."""
        self._mine.discard(key)
        (self._folder / key).unlink(missing_ok=True)

    def _expired(self, claim: Path) -> bool:
        with suppress(OSError, UnicodeDecodeError):
            host, _, process = claim.read_text().partition(" ")
            if host == HOST and process.isdigit() and not alive(int(process)):
                return True
            # by the clock of the disk that it lies on, which may be another machine's
            return self._clock().stat().st_mtime - claim.stat().st_mtime > self._expires
        return False

    def _clock(self) -> Path:
        """A file that is touched with the claims: its time is the disk's present, give or take a heartbeat."""
        return self._folder / f".clock-{self._name}"

    def _beat(self) -> None:
        while not self._over.wait(self._heartbeat):
            for path in (self._clock(), *(self._folder / key for key in list(self._mine))):
                with suppress(OSError):
                    os.utime(path)
