"""What an engine is: it does batches of tasks somewhere, and says how it went."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from storyline.errors import AssemblyError, DiskFullError, RenderError, StorylineError, WorkerError
from storyline.graph.store import Store
from storyline.schema.task import SUFFIXES, Job, Maker, Task

log = logging.getLogger(__name__)

Makers = Callable[[str], Maker]
"""Finds a maker by name. It is sent to other processes, so it is a function of a module, or a `partial` of one."""


@dataclass(frozen=True)
class Order:
    """A batch to be done: tasks with the keys of their artifacts, and the artifacts that they read."""

    tasks: tuple[Task, ...]
    keys: tuple[str, ...]
    inputs: tuple[tuple[Path, ...], ...]
    """For each task, in the order of its needs."""
    root: Path
    """The folder that files named by the storyboard lie in."""


@dataclass(frozen=True)
class Outcome:
    """How a batch went."""

    order: Order
    error: StorylineError | None
    """None if every artifact is in the store."""
    seconds: float
    memory: int = 0
    """Bytes that the process that did it has had at most, its earlier work included; 0 if unknown."""


class Engine(Protocol):
    """Does batches. A context: when it is left, nothing is being done any more."""

    slots: int
    """How many batches it does side by side."""

    def __enter__(self) -> "Engine": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def submit(self, order: Order) -> None:
        """Begin a batch, or keep it until there is a slot for it."""
        ...

    def wait(self, seconds: float) -> Sequence[Outcome]:
        """The batches that have ended since the last call; waits at most so long for the first."""
        ...


def perform(order: Order, store: Store, makers: Makers) -> None:
    """Do a batch here and now, and put its artifacts into the store.

    Raises:
        StorylineError: of the maker's, or of the store's.
    """
    with store.new() as folder:
        jobs = [
            Job(task, inputs, folder / f"artifact-{n}{SUFFIXES[task.kind]}", order.root, store.unfinished / key)
            for n, (task, inputs, key) in enumerate(zip(order.tasks, order.inputs, order.keys, strict=True))
        ]
        try:
            makers(order.tasks[0].maker).run(jobs)
        except DiskFullError as error:  # ours: what a maker writes lies in the store
            raise store.full() from error
        except StorylineError as error:
            raise _named(error, jobs) from error.__cause__
        except Exception as error:  # a fault of the maker's must not sink what does not need it
            log.exception("task %s", order.tasks[0].id)
            raise RenderError(f"task {order.tasks[0].id}: {type(error).__name__}: {error}") from error
        for job, key in zip(jobs, order.keys, strict=True):
            store.put(key, job.output)
            (store.unfinished / key).unlink(missing_ok=True)


def plain(error: StorylineError) -> StorylineError:
    """An error that can be sent: a class of somebody else's may need more than its words to be made again."""
    if type(error).__module__ == StorylineError.__module__:
        return error
    return WorkerError(str(error)) if error.retryable else RenderError(f"{type(error).__name__}: {error}")


def _named(error: StorylineError, jobs: Sequence[Job]) -> StorylineError:
    """The error, with a task in the place of the file that it writes."""
    said = str(error)
    for job in jobs:
        said = said.replace(job.output.name, f"task {job.task.id}")
    return type(error)(said) if said != str(error) and type(error) in (RenderError, AssemblyError) else error
