"""Tasks done one after the other in this process: for one worker, and to look into with a debugger."""

import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType

from storyline.errors import StorylineError
from storyline.frames import processes
from storyline.graph.engines.protocol import Makers, Order, Outcome, perform
from storyline.graph.store import Store


class InlineEngine:
    """Does a batch when it is waited for."""

    slots = 1

    def __init__(self, store: Store, makers: Makers) -> None:
        """`makers` finds who does a task."""
        self._store, self._makers = store, makers
        self._orders: deque[Order] = deque()

    def __enter__(self) -> "InlineEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._orders.clear()

    def submit(self, order: Order) -> None:
        """Keep a batch until it is waited for."""
        self._orders.append(order)

    def wait(self, seconds: float) -> Sequence[Outcome]:
        """Do the batch that came first; nothing if there is none."""
        if not self._orders:
            time.sleep(seconds)
            return ()
        order = self._orders.popleft()
        started = time.perf_counter()
        error: StorylineError | None = None
        try:
            perform(order, self._store, self._makers)
        except StorylineError as caught:
            error = caught
        return (Outcome(order, error, time.perf_counter() - started, processes.memory()),)
