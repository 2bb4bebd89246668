"""Drawing by several processes at once, in fresh ones after a while: drawing at length grows."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

import cv2
import torch

from storyline.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")

_EACH = 8
"""Pieces of work that a process does before a fresh one takes its place, whatever its libraries have kept by then."""
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}


def drawn_by(workers: int, draw: Callable[[T], R], work: Sequence[T]) -> Iterator[R]:
    """What `draw` makes of each piece of work, in order; with one worker in this process.

    The executor's own `max_tasks_per_child` waits for ever for a process that has gone (CPython issue 115634): here all
    processes are replaced together.

    Raises:
        WorkerError: a process is gone.
    """
    if workers == 1:
        yield from map(draw, work)
        return
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)  # read by libraries as they are loaded, in the new processes
    try:
        for start in range(0, len(work), workers * _EACH):
            with ProcessPoolExecutor(workers, get_context("spawn"), _alone_on_its_core) as pool:
                yield from pool.map(draw, work[start : start + workers * _EACH])
    except BrokenProcessPool as error:
        raise WorkerError(
            "a process that draws the corpus is gone: killed, or out of memory; start again, and it goes on with what "
            "is missing, with fewer workers if memory is short"
        ) from error
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _alone_on_its_core() -> None:
    """One thread a process: threads that wait for each other cost more than they save."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
