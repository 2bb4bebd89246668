"""Makes what a film needs and the store does not hold."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from pathlib import Path

import networkx as nx

from storyline.errors import SetupError, StoreError, StorylineError
from storyline.graph.build import RenderGraph, in_film_order
from storyline.graph.claims import Claims
from storyline.graph.engines.protocol import Engine, Order, Outcome
from storyline.graph.history import History
from storyline.graph.store import Store
from storyline.graph.times import Times
from storyline.schema.base import SceneId
from storyline.schema.task import Task

log = logging.getLogger(__name__)

TRIES = 3
"""Of a task whose errors say that another try may help."""
_POLL = 0.2
"""Seconds between looks at what other processes are making."""

Progress = Callable[[str, int, int], None]
"""Called with `scenes` or `rendering frames`, how much of it is done, and how much there is to be done."""
Arrived = Callable[[str, Path], None]
"""Called with the id of a task and its artifact as soon as that is there, be it made or found."""


@dataclass(frozen=True)
class Report:
    """What became of a render."""

    made: tuple[str, ...]
    """Ids of tasks that were done by this run."""
    cached: tuple[str, ...]
    """… whose artifacts were there already; what only they need was not looked at."""
    failed: Mapping[str, StorylineError]
    skipped: tuple[str, ...]
    """… that need one that failed."""
    artifacts: Mapping[str, Path]
    """The file of each task that was made or cached."""
    seconds: float


def to_run(graph: RenderGraph, targets: Iterable[str], has: Callable[[str], bool]) -> list[Task]:
    """The tasks that a run would do, in their order. `has` says whether the artifact of a key is there."""
    needed: set[str] = set()
    stack = list(targets)
    while stack:
        id = stack.pop()
        if id not in needed and not has(graph.nodes[id]["key"]):
            needed.add(id)
            stack.extend(graph.nodes[id]["task"].needs)
    return [graph.nodes[id]["task"] for id in in_film_order(graph, targets) if id in needed]


def run(
    graph: RenderGraph,
    targets: tuple[str, ...],
    *,
    store: Store,
    engine: Engine,
    root: Path,
    progress: Progress = lambda stage, done, total: None,
    arrived: Arrived = lambda task, artifact: None,
) -> Report:
    """Make the artifacts of the targets, and of all that they need and the store does not hold.

    A task that fails is tried again where its error says that this may help; if it fails for good, all that does not
    need it is made nevertheless. Files that the storyboard names lie in `root`, but for tasks whose node names another.
    """
    store.sweep()
    try:
        with Claims(store.folder) as claims, engine:
            return _Run(graph, targets, store, engine, claims, root, progress, arrived).report()
    finally:
        store.sweep()  # after workers that were killed


@dataclass
class _Run:
    graph: RenderGraph
    targets: tuple[str, ...]
    store: Store
    engine: Engine
    claims: Claims
    root: Path
    progress: Progress
    arrived: Arrived

    artifacts: dict[str, Path] = field(default_factory=dict)
    cached: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    failed: dict[str, StorylineError] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    tries: Counter[str] = field(default_factory=Counter)
    needed: set[str] = field(default_factory=set)
    """To be made, by us or by another process."""
    place: dict[str, int] = field(default_factory=dict)
    ready: list[tuple[int, str]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Being made by another process."""
    running: int = 0
    frames_done: int = 0
    frames_needed: int = 0
    left_of: Counter[SceneId] = field(default_factory=Counter)
    """Tasks of each scene that are still to be made."""
    scenes_left: int = 0

    def report(self) -> Report:
        started = time.perf_counter()
        self.place = {id: n for n, id in enumerate(in_film_order(self.graph, self.targets))}
        for target in self.targets:
            self._need(target)
        while self.ready or self.running or self.elsewhere:
            self._look_elsewhere()
            self._hand_out()
            for outcome in self.engine.wait(_POLL):
                self._ended(outcome)
        return Report(
            made=tuple(self.made),
            cached=tuple(self.cached),
            failed=self.failed,
            skipped=tuple(sorted(self.skipped, key=self.place.__getitem__)),
            artifacts=self.artifacts,
            seconds=time.perf_counter() - started,
        )

    def _need(self, target: str) -> None:
        """Look for an artifact, and where it is not there, for all that its making needs."""
        stack, new = [target], []
        while stack:
            id = stack.pop()
            if id in self.artifacts or id in self.needed:
                continue
            found = self.store.take(self._key(id))
            if found is not None:
                self.artifacts[id] = found
                self.cached.append(id)
                self.arrived(id, found)
            else:
                self.needed.add(id)
                self.frames_needed += _weight(self._task(id))
                self._count(id, 1)
                new.append(id)
                stack.extend(self._task(id).needs)
        for id in new:
            self._ready(id)

    def _ready(self, id: str) -> None:
        if self._can_start(id):
            heappush(self.ready, (self.place[id], id))

    def _can_start(self, id: str) -> bool:
        """Whether it is still to be made, and of what is there: what was there may have vanished."""
        return id in self.needed and all(need in self.artifacts for need in self._task(id).needs)

    def _hand_out(self) -> None:
        """Keep every slot of the engine busy, and one batch waiting at each."""
        while self.ready and self.running < 2 * self.engine.slots:
            first = heappop(self.ready)[1]
            batch = [first]
            if name := self._task(first).batch:
                batch += [id for _, id in sorted(self.ready) if self._task(id).batch == name]
                self.ready = [(place, id) for place, id in self.ready if id not in batch]
                heapify(self.ready)
            self._submit([id for id in batch if self._claimed(id)])

    def _claimed(self, id: str) -> bool:
        """Whether it is ours to make: another process may be making it, or have made it since we looked."""
        if not self._can_start(id):  # once what it lacks has been made again, it is ready again
            return False
        mine = self.claims.take(self._key(id))
        found = self.store.take(self._key(id))
        if found is not None:
            if mine:
                self.claims.give_up(self._key(id))
            self._done(id, found, self.cached)
        elif not mine:
            self.elsewhere.append(id)
        return mine and found is None

    def _submit(self, batch: list[str]) -> None:
        if batch:
            tasks = tuple(self._task(id) for id in batch)
            inputs = tuple(tuple(self.artifacts[need] for need in task.needs) for task in tasks)
            self.running += 1
            root = self.graph.nodes[batch[0]].get("root", self.root)
            self.engine.submit(Order(tasks, tuple(self._key(id) for id in batch), inputs, root))

    def _look_elsewhere(self) -> None:
        waiting, self.elsewhere = self.elsewhere, []
        for id in waiting:
            if self._claimed(id):
                self._submit([id])

    def _ended(self, outcome: Outcome) -> None:
        self.running -= 1
        if isinstance(outcome.error, StoreError | SetupError):
            raise outcome.error  # every other task would meet it, too
        entries = [self.store.find(key) for key in outcome.order.keys]
        for key in outcome.order.keys:  # not before they were found: until then nobody tidies them up
            self.claims.give_up(key)
        found: list[Path] = []
        for task, entry in zip(outcome.order.tasks, entries, strict=True):
            if entry is not None:
                found.append(entry.path)
                self._done(task.id, entry.path, self.made)
            else:
                self._missed(task, outcome.error or StoreError(f"store: the artifact of task {task.id} has vanished"))
        if len(found) == len(outcome.order.tasks):
            with suppress(FileNotFoundError):  # somebody tidies the store up
                size = sum(path.stat().st_size for path in found)
                History(self.store.folder).note(outcome.order.tasks, outcome.seconds, size, outcome.memory)
            Times(self.store.folder).note(outcome.order.tasks, outcome.order.keys, outcome.seconds)

    def _done(self, id: str, artifact: Path, how: list[str]) -> None:
        self.artifacts[id] = artifact
        self.needed.discard(id)
        how.append(id)
        self.frames_done += _weight(self._task(id))
        self._count(id, -1)
        if self.left_of:
            self.progress("scenes", len(self.left_of) - self.scenes_left, len(self.left_of))
        self.progress("rendering frames", self.frames_done, self.frames_needed)
        self.arrived(id, artifact)
        for after in self.graph.successors(id):
            if after in self.needed and after not in self.skipped:
                self._ready(after)

    def _count(self, id: str, more: int) -> None:
        scene = self._task(id).scene
        if scene is not None:
            before = self.left_of[scene]
            self.left_of[scene] += more
            self.scenes_left += (before + more > 0) - (before > 0)

    def _missed(self, task: Task, error: StorylineError) -> None:
        self.tries[task.id] += 1
        lost = [need for need in task.needs if self.store.take(self._key(need)) is None]
        if self.tries[task.id] < TRIES and (lost or error.retryable):
            log.info("task %s is tried again: %s", task.id, error)
            for need in lost:
                self.artifacts.pop(need, None)  # another task may have missed it, too
            for need in lost:
                self._need(need)
            self._ready(task.id)
            return
        self.failed[task.id] = error
        self.needed.discard(task.id)
        after = nx.descendants(self.graph, task.id) & self.needed
        self.skipped |= after
        self.needed -= after
        if self.needed:
            log.warning("task %s failed; what does not need it is made nevertheless: %s", task.id, error)

    def _task(self, id: str) -> Task:
        found: Task = self.graph.nodes[id]["task"]
        return found

    def _key(self, id: str) -> str:
        found: str = self.graph.nodes[id]["key"]
        return found


def _weight(task: Task) -> int:
    """Frames of work; joining a film and mixing its sound take no time by the frame."""
    return 0 if task.kind in ("film", "sound") else task.frames
