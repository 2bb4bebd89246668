"""Asked → reply: from those kept, or from the model, which is asked again where that may help."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from planners.llm.budget import Budget
from planners.llm.protocol import Asked, Model, NoReplyError, Reply
from planners.llm.replies import Replies, key_of
from storyline.errors import PlanError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How often a call that brought no text is made again, and after how long."""

    tries: int = 4
    """Calls for one reply, the first among them."""
    wait: float = 1.0
    """Seconds before the second; each time twice as long."""
    longest: float = 60.0
    """Seconds: a provider that asks for more is not waited for."""


class Conversation:
    """A model with everything it ever said. Safe to use from several threads at once."""

    def __init__(
        self,
        model: Model,
        replies: Replies,
        budget: Budget,
        *,
        seed: int = 0,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model, self.replies, self.budget = model, replies, budget
        self.seed, self.patience = seed, patience or Patience()
        self.kept = 0
        """Replies that did not have to be asked for."""
        self.asked: Counter[str] = Counter()
        """Replies that were, by stage."""
        self._sleep = sleep
        self._lock = threading.Lock()
        self._stopped: PlanError | None = None

    def reply(self, asked: Asked) -> Reply:
        """The reply to a call.

        Raises:
            SpentError: the budget does not allow it.
            NoReplyError: this call was refused as it is; others may succeed.
            PlanError: the model cannot be reached, or will not answer anything.
        """
        key = key_of(self.model.name, self.model.address, asked, self.seed)
        found = self.replies.find(key)
        if found is not None:
            with self._lock:
                self.kept += 1
            return found
        reply = self._answer(asked)
        self.replies.keep(key, reply, model=self.model.name, stage=asked.stage)
        log.info("planner: %s: a reply of %d characters, %s", asked.stage, len(reply.text), reply.end)
        with self._lock:
            self.asked[asked.stage] += 1
        return reply

    def _answer(self, asked: Asked) -> Reply:
        patience = self.patience
        for attempt in range(1, patience.tries + 1):
            if self._stopped is not None:
                raise self._stopped
            held = self.budget.take(asked)
            reply: Reply | None = None
            try:
                reply = self.model.answer(asked)
            except NoReplyError as error:
                wait = patience.wait * 2 ** (attempt - 1) if error.after is None else error.after
                if error.hopeless:
                    raise self._stop(str(error)) from None
                if not error.again:
                    raise
                if attempt == patience.tries:
                    raise self._stop(f"{error} ({attempt} calls)") from None
                if wait > patience.longest:
                    raise self._stop(f"{error}; it asks to wait {wait:.0f} s") from None
                log.info("planner: %s: no reply (%s); once more in %.1f s", asked.stage, error, wait)
            finally:
                self.budget.settle(held, asked, reply)
            if reply is not None:
                return reply
            self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _stop(self, why: str) -> PlanError:
        """The error that ends the plan, for every thread that asks."""
        with self._lock:
            if self._stopped is None:
                had = sum(self.asked.values()) + self.kept
                rest = f" {had} replies are kept: the same command goes on from there." if had else ""
                self._stopped = PlanError(
                    f"planner {self.model.name!r}: {why}.{rest} "
                    "Mend that and start again, or plan with --planner offline"
                )
            return self._stopped
