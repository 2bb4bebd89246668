"""Tasks done side by side in processes of this machine, each with its share of the cores."""

import logging
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from storyline.errors import StorylineError, WorkerError
from storyline.frames import processes
from storyline.frames.interrupts import undisturbed
from storyline.graph.engines.protocol import Makers, Order, Outcome, perform, plain
from storyline.graph.store import Store

log = logging.getLogger(__name__)

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""What numerical libraries ask, when they are loaded, for the number of their threads."""
PASSIVE = {"OMP_WAIT_POLICY": "passive"}
"""Threads that wait for each other sleep: where cores are busy, those that spin cost fifteen times what they save."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    order: Order | None = None
    since: float = 0.0
    has_gpu: bool = False
    """One of them has it: a model is in its memory once."""


class LocalEngine:
    """Processes that take one batch after the other. They are started when there is something for them to do.

    What is computed on a GPU is done by one of them, one batch after the other.

    One that dies is replaced, and its batch has failed with a `WorkerError`. All end with the process that started
    them.
    """

    def __init__(self, store: Store, makers: Makers, workers: int, cores: int) -> None:
        """`workers` processes share `cores` cores."""
        self.slots = workers
        self._threads = max(1, cores // workers)
        self._store, self._makers = store, makers
        self._context = get_context("spawn")  # a fork of a process with threads may hang
        self._workers: list[_Worker] = []
        self._orders: deque[Order] = deque()

    def __enter__(self) -> "LocalEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with undisturbed():
            self._end(self._workers)
            self._workers.clear()
            self._orders.clear()

    def submit(self, order: Order) -> None:
        """Give a batch to a worker that is free, or to a new one, or keep it until one is."""
        self._orders.append(order)
        self._hand_out()

    def wait(self, seconds: float) -> Sequence[Outcome]:
        """The batches that have ended; waits at most so long for the first."""
        busy = [w for w in self._workers if w.order is not None]
        if not busy:
            time.sleep(seconds)
        ready = set(wait([x for w in busy for x in (w.pipe, w.process.sentinel)], seconds)) if busy else set()
        outcomes = [self._outcome(w) for w in busy if ready & {w.pipe, w.process.sentinel}]
        self._hand_out()
        return outcomes

    def _outcome(self, worker: _Worker) -> Outcome:
        assert worker.order is not None
        order, worker.order = worker.order, None
        seconds = time.perf_counter() - worker.since
        error: StorylineError | None
        memory = 0
        try:
            if worker.pipe.poll():
                error, memory, seconds = worker.pipe.recv()
            else:
                error = _gone(worker)
        except (EOFError, OSError):
            error = _gone(worker)
        if isinstance(error, WorkerError):
            self._end([worker])
            self._workers.remove(worker)
        return Outcome(order, error, seconds, memory)

    def _hand_out(self) -> None:
        for order in tuple(self._orders):
            worker = self._free(order)
            if worker is None:
                continue
            self._orders.remove(order)
            worker.order, worker.since = order, time.perf_counter()
            try:
                worker.pipe.send(order)
            except OSError:
                log.debug("worker %s is gone", worker.process.pid)  # its sentinel says so

    def _free(self, order: Order) -> _Worker | None:
        """Who takes a batch: None while those who could are busy."""
        on_gpu = order.tasks[0].device == "gpu"
        if on_gpu and (owner := next((w for w in self._workers if w.has_gpu), None)) is not None:
            return owner if owner.order is None else None
        free = sorted((w for w in self._workers if w.order is None), key=lambda w: w.has_gpu)
        if not free or (free[0].has_gpu and len(self._workers) < self.slots):
            free = [self._start()] if len(self._workers) < self.slots else free
        if free:
            free[0].has_gpu |= on_gpu
        return free[0] if free else None

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        with undisturbed():
            process = self._context.Process(
                target=_work, args=(theirs, self._store.folder, self._makers, self._threads), daemon=True
            )
            wanted = dict.fromkeys(THREADS, str(self._threads)) | PASSIVE
            before = {name: os.environ.get(name) for name in wanted}
            os.environ.update(wanted)
            try:
                process.start()
            finally:
                for name, value in before.items():
                    os.environ.pop(name) if value is None else os.environ.update({name: value})
            self._workers.append(worker := _Worker(process, ours))
        theirs.close()
        return worker

    def _end(self, workers: Sequence[_Worker]) -> None:
        """Ask them to leave, and within a second see to it."""
        for worker in workers:
            worker.process.terminate()
        late = time.monotonic() + 1
        for worker in workers:
            worker.process.join(max(0.0, late - time.monotonic()))
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()


def _gone(worker: _Worker) -> WorkerError:
    worker.process.join(1)
    code = worker.process.exitcode
    how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
    return WorkerError(f"worker process {worker.process.pid} has gone ({how}); it may have been out of memory")


def _work(pipe: Connection, folder: Path, makers: Makers, threads: int) -> None:
    """A worker's life: do what comes through the pipe, until it is closed or the process that started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first of us says when we end
    signal.signal(signal.SIGTERM, lambda number, frame: _leave())
    threading.Thread(target=_follow, daemon=True).start()
    _limit(threads)
    store = Store(folder)
    while True:
        try:
            order: Order = pipe.recv()
        except EOFError:
            return
        error: StorylineError | None = None
        started = time.perf_counter()  # the process's own start is no task's
        try:
            perform(order, store, makers)
        except StorylineError as caught:
            error = caught
        pipe.send((error and plain(error), processes.memory(), time.perf_counter() - started))


def _leave() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: another would break off the tidying up
    raise SystemExit(143)  # so that temporary files are removed


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit(threads: int) -> None:
    """Libraries that start threads of their own keep to this process's share of the cores."""
    import cv2

    cv2.setNumThreads(threads)
