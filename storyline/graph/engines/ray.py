"""Tasks done on a Ray cluster: by a worker on each of its cores, and on each of its GPUs.

Where a worker sees the folder of the store, artifacts lie there and nothing but orders goes over the network. Where it
does not, what a batch reads is sent to it through Ray's object store, and what it makes comes back. Sounds and whole
films, which only gather what there is, are made beside the driver, where everything lies.

A worker that is lost, with its machine or alone, fails its batch with a `WorkerError`, so that it is tried again, and
is replaced as long as the cluster has room. Ray itself tries nothing again: so each try is counted once.
"""

import logging
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import ray
from ray.exceptions import ActorDiedError, RayError, RayTaskError

from storyline.errors import RenderError, SetupError, StoreError, StorylineError, WorkerError
from storyline.frames.interrupts import undisturbed
from storyline.frames.replacing import FULL
from storyline.graph.engines.cluster import AUTO, connected, resources
from storyline.graph.engines.local import LocalEngine
from storyline.graph.engines.named import named_files
from storyline.graph.engines.objects import Objects
from storyline.graph.engines.protocol import Makers, Order, Outcome
from storyline.graph.engines.remote import Answer, Greeting, RemoteWorker, Token, versions
from storyline.graph.store import Store, digest
from storyline.schema.task import SUFFIXES, Device, TaskKind

log = logging.getLogger(__name__)

PATIENCE = 300.0
"""Seconds to wait while the cluster has no worker for us."""
_BESIDE: frozenset[TaskKind] = frozenset({"sound", "film"})
"""Made beside the driver: they read everything and compute little."""
_APPEARS = 90.0
"""Seconds until a file that another machine wrote to a shared disk is seen here: network file systems keep lists."""
_LOOK = 2.0
"""Seconds between looks at how large the cluster is."""


@dataclass
class _Worker:
    actor: Any
    device: Device
    pending: Any
    """What it is to answer; None if nothing."""
    greeting: Greeting | None = None
    order: Order | None = None
    since: float = 0.0
    results: list[Any] = field(default_factory=list)
    laid: set[tuple[Path, str]] = field(default_factory=set)
    """Files that were sent to it."""

    @property
    def free(self) -> bool:
        return self.greeting is not None and self.order is None


class RayEngine:
    """Workers all over a Ray cluster, as many as it has room for. They are started when there is something to do."""

    def __init__(
        self,
        store: Store,
        makers: Makers,
        address: str = AUTO,
        workers: int | None = None,
        cores: int = 1,
        patience: float = PATIENCE,
    ) -> None:
        """Say where; the cluster is reached for when the context is entered.

        Args:
            store: here; workers need not see it.
            makers: finds who does a task.
            address: `host:port` of the cluster's head, or `auto`.
            workers: at most so many on cores, and on GPUs; all that there is room for when None.
            cores: of each worker.
            patience: seconds after which a cluster without room for a worker is given up.
        """
        self.slots = workers or 1
        self._store, self._makers, self._address = store, makers, address
        self._limit, self._cores, self._patience = workers, cores, patience
        self._beside = LocalEngine(store, makers, 1, 1)
        self._besides = 0
        self._actor = ray.remote(RemoteWorker)
        self._workers: list[_Worker] = []
        self._orders: dict[Device, deque[Order]] = {"cpu": deque(), "gpu": deque()}
        self._room: dict[Device, int] = {"cpu": 0, "gpu": 0}
        self._looked = float("-inf")
        self._had: dict[Device, float] = {}
        """When there last was a worker, or nothing to do."""
        self._objects = Objects()
        self._appearing: list[tuple[Outcome, float]] = []
        self._stack = ExitStack()

    def __enter__(self) -> "RayEngine":
        """Reach for the cluster. Raises SetupError if there is none."""
        with ExitStack() as stack:
            stack.enter_context(connected(self._address))
            folder = stack.enter_context(self._store.new())
            self._token = Token(self._store.folder, folder / "token", uuid4().hex)
            self._token.file.write_text(self._token.text)
            self._look()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with undisturbed():
            self._beside.__exit__(kind, error, trace)
            with suppress(RayError):
                leaving = [worker.actor.leave.remote() for worker in self._workers if worker.free]
                if leaving:
                    ray.wait(leaving, num_returns=len(leaving), timeout=1)
            for worker in list(self._workers):
                self._dismiss(worker)
            self._objects.clear()
            self._stack.close()

    def submit(self, order: Order) -> None:
        """Give a batch to a worker that is free, or keep it until one is."""
        files = [name for task in order.tasks for name in named_files(task.part)]
        if order.tasks[0].kind in _BESIDE or not all(_is_inside(order.root, name) for name in files):
            self._besides += 1
            self._beside.submit(order)  # what cannot be sent is refused there, in its maker's words
        else:
            self._orders[order.tasks[0].device].append(order)
            self._hand_out()

    def wait(self, seconds: float) -> Sequence[Outcome]:
        """The batches that have ended; waits at most so long for the first.

        Raises:
            SetupError: the cluster had no room for a worker all the while that we were patient, or a worker cannot
                be used: it lacks a package, or has another version of one.
        """
        self._look()
        self._hand_out()
        outcomes = [*self._ended_beside(0)]
        waiting = {worker.pending: worker for worker in self._workers if worker.pending is not None}
        if waiting:
            some = list(waiting)
            ray.wait(some, num_returns=1, timeout=0 if outcomes else seconds)
            ended, _ = ray.wait(some, num_returns=len(some), timeout=0)
            for worker in (waiting[ref] for ref in ended):
                if worker.order is None:
                    self._greeted(worker)
                elif (outcome := self._outcome(worker)) is not None:
                    outcomes.append(outcome)
            self._hand_out()
        elif not outcomes:
            outcomes += self._ended_beside(seconds)
        outcomes += self._appeared()
        self._be_patient()
        return outcomes

    def _ended_beside(self, seconds: float) -> Sequence[Outcome]:
        if not self._besides:
            time.sleep(seconds)
            return ()
        outcomes = self._beside.wait(seconds)
        self._besides -= len(outcomes)
        return outcomes

    def _look(self) -> None:
        """See how many workers the cluster has room for. A worker on a GPU takes one of the machine's cores as well."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        there = ray.cluster_resources()
        gpus = int(there.get("GPU", 0))
        room = {"gpu": gpus, "cpu": int((there.get("CPU", 0) - gpus * self._cores) // self._cores)}
        for device, count in room.items():
            # At least one is asked for: a cluster that grows on demand then knows of ours.
            self._room[device] = max(1, min(count, self._limit or count))  # type: ignore[index]
        self.slots = self._room["cpu"] + (self._room["gpu"] if gpus else 0)

    def _hand_out(self) -> None:
        for device, orders in self._orders.items():
            ours = [worker for worker in self._workers if worker.device == device]
            for worker in ours:
                if orders and worker.free:
                    self._give(worker, orders.popleft())
            starting = sum(worker.greeting is None for worker in ours)
            for _ in range(min(len(orders) - starting, self._room[device] - len(ours))):
                self._start(device)

    def _start(self, device: Device) -> None:
        # A GPU's worker takes no core of Ray's, so that those on cores cannot keep it from starting.
        needs = {"num_gpus": 1, "num_cpus": 0} if device == "gpu" else {"num_cpus": self._cores}
        actor = self._actor.options(max_restarts=0, max_task_retries=0, **needs).remote()
        self._workers.append(_Worker(actor, device, actor.greet.remote(self._makers, self._token, self._cores)))

    def _greeted(self, worker: _Worker) -> None:
        try:
            worker.greeting, worker.pending = ray.get(worker.pending), None
        except RayError as error:
            self._dismiss(worker)
            cause = getattr(error, "cause", None)
            if isinstance(cause, StorylineError):
                raise SetupError(f"a worker of the cluster cannot work: {cause}") from None
            if isinstance(error, RayTaskError) or (isinstance(error, ActorDiedError) and error.actor_init_failed):
                raise SetupError(
                    f"a worker of the cluster cannot start: {_last_line(error)}. Install storyline, and the package of "
                    "the generator, on all its machines"
                ) from None
            log.info("a worker was lost before it began: %s", _first_line(error))
            return
        assert worker.greeting is not None
        if differing := _differing(versions(), worker.greeting.versions):
            raise SetupError(
                f"{worker.greeting.name} of the cluster has other versions than this machine: {differing}. The same "
                "film would come out different: install the same on all machines"
            )
        log.info("%s works%s", worker.greeting.name, "" if worker.greeting.sees_store else ", without the store")

    def _give(self, worker: _Worker, order: Order) -> None:
        assert worker.greeting is not None
        files = sorted({name for task in order.tasks for name in named_files(task.part)})
        new = [name for name in files if (order.root, name) not in worker.laid]
        seen = worker.greeting.sees_store
        inputs = [] if seen else list(dict.fromkeys(path for paths in order.inputs for path in paths))
        worker.order, worker.since = order, time.perf_counter()
        try:
            sent = [*(self._objects.of(order.root / name) for name in new), *map(self._objects.of, inputs)]
        except OSError as error:  # such as an artifact that has just been set aside
            worker.pending, worker.results = ray.put(Answer(WorkerError(f"cannot be sent: {error}"))), []
            return
        worker.laid |= {(order.root, name) for name in new}
        perform = worker.actor.perform.options(num_returns=1 + len(order.keys))
        worker.pending, *worker.results = perform.remote(order, files, new, inputs, *sent)

    def _outcome(self, worker: _Worker) -> Outcome | None:
        """How a worker's batch went; None if its artifacts lie in the store, where they may still have to appear."""
        assert worker.order is not None
        order = worker.order
        error: StorylineError | None
        try:
            answer: Answer = ray.get(worker.pending)
            error = answer.error
            for key, found, ref in zip(order.keys, answer.digests, worker.results, strict=False):
                self._take_in(order, key, found, ref)
        except StorylineError as ours:  # of the store, or of what came
            answer, error = Answer(ours), ours
        except RayError as lost:
            error = self._lost(worker, order, lost)
            answer = Answer(error)
        worker.order, worker.pending, worker.results = None, None, []
        outcome = Outcome(order, error, time.perf_counter() - worker.since, answer.memory)
        if error is None and not answer.digests:
            self._appearing.append((outcome, time.monotonic() + _APPEARS))
            return None
        return outcome

    def _take_in(self, order: Order, key: str, found: str, ref: Any) -> None:
        """Put an artifact that came from a worker into the store."""
        data: bytes = ray.get(ref)
        task = order.tasks[order.keys.index(key)]
        with self._store.new() as folder:
            file = folder / f"artifact{SUFFIXES[task.kind]}"
            try:
                file.write_bytes(data)
            except OSError as error:
                full = error.errno in FULL
                raise (self._store.full() if full else StoreError(f"store {self._store.folder}: {error}")) from None
            if digest(key, file) != found:
                raise WorkerError(f"task {task.id}: its artifact was damaged on its way here")
            self._objects.keep(self._store.put(key, file), ref, len(data))

    def _lost(self, worker: _Worker, order: Order, error: RayError) -> StorylineError:
        name = worker.greeting.name if worker.greeting is not None else "a worker"
        self._dismiss(worker)
        for path in (path for paths in order.inputs for path in paths):
            self._objects.forget(path)  # it may be these that were lost
        cause = getattr(error, "cause", None)
        if isinstance(error, RayTaskError) and not isinstance(cause, RayError):
            return RenderError(f"task {order.tasks[0].id}: {_last_line(error)}")
        return WorkerError(f"{name} has gone ({_first_line(error)}); it may have been out of memory")

    def _appeared(self) -> list[Outcome]:
        """Batches whose artifacts are seen here, or should have been by now."""
        now = time.monotonic()
        seen = [
            (outcome, until)
            for outcome, until in self._appearing
            if now > until or all(self._store.find(key) is not None for key in outcome.order.keys)
        ]
        for one in seen:
            self._appearing.remove(one)
        return [outcome for outcome, _ in seen]

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        with suppress(RayError):
            ray.kill(worker.actor)  # it may be out of sight only

    def _be_patient(self) -> None:
        now = time.monotonic()
        for device, orders in self._orders.items():
            there = any(worker.device == device and worker.greeting is not None for worker in self._workers)
            if there or not orders:
                self._had[device] = now
            elif now - self._had.setdefault(device, now) > self._patience:
                raise SetupError(
                    f"the cluster {self._address} has had no room for a worker on a {device.upper()} for "
                    f"{self._patience:.0f} s; it has {resources()}. What was made is kept: start again when it has"
                )


def _is_inside(root: Path, name: str) -> bool:
    """Whether a file lies in a folder, not behind a link that leads out of it."""
    try:
        path = (root / name).resolve()
        return path.is_file() and path.is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _differing(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {there[name]} instead of {known}" for name, known in here.items() if there[name] != known)


def _first_line(error: Exception) -> str:
    return _lines(error)[0][:200]


def _last_line(error: Exception) -> str:
    return _lines(error)[-1][:300]


def _lines(error: Exception) -> list[str]:
    return [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
