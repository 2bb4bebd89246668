"""Work that takes long, done one after the other beside the session, with its progress told."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import Any, NamedTuple

from storyline.errors import StorylineError
from storyline.film.render import Progress

log = logging.getLogger(__name__)

Event = dict[str, Any]

_APART = 0.1
"""Seconds between two reports of progress, at least."""


class Job(NamedTuple):
    """Something to be done."""

    about: Mapping[str, Any]
    """What it is, as its events say: `{"job": "clip", "shot": "ID"}`. What is asked for twice is done once."""
    work: Callable[[Progress], Event]
    """Does it, and says what came out."""


class Jobs:
    """A queue with a thread that does what is in it, once there is something."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        """`tell` hears of how far a job is, and in the end of what came out, or of what went wrong."""
        self._tell = tell
        self._wanted: SimpleQueue[Job | None] = SimpleQueue()
        self._waiting: list[Mapping[str, Any]] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, job: Job) -> bool:
        """Do a job once those that were added before are done; false, and nothing else, if it waits already."""
        with self._lock:
            if job.about in self._waiting:
                return False
            self._waiting.append(job.about)
            self._wanted.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._do_all, name="studio jobs", daemon=True)
                self._thread.start()
        return True

    def close(self) -> None:
        """Begin no other job."""
        self._closed = True
        self._wanted.put(None)

    def _do_all(self) -> None:
        while (job := self._wanted.get()) is not None and not self._closed:
            with self._lock:
                self._waiting.remove(job.about)
            self._do(job)

    def _do(self, job: Job) -> None:
        told = 0.0

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= _APART or done == total:
                told = now
                self._tell({"event": "progress", **job.about, "stage": stage, "done": done, "total": total})

        try:
            came_out = job.work(progress)
        except KeyError:
            self._tell({"event": "failed", **job.about, "says": "there is no such shot or panel any more"})
        except StorylineError as error:
            self._tell({"event": "failed", **job.about, "says": str(error)})
        except Exception as error:  # of a generator that somebody plugged in; the studio goes on
            log.exception("%s failed", job.about)
            self._tell({"event": "failed", **job.about, "says": f"{type(error).__name__}: {error}"})
        else:
            self._tell({**job.about, **came_out})
