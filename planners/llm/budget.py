"""How many calls a plan may make, what they may cost, and how fast they may follow each other."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from planners.llm.protocol import Asked, Reply
from storyline.errors import SetupError

_CHARACTERS = 2
"""Characters of a prompt that are certainly no less than one token's."""


@dataclass(frozen=True)
class Limits:
    """What a plan may spend. None: as much as it takes."""

    calls: int | None = None
    cost: float | None = None
    """In the currency of `price`."""
    price: tuple[float, float] | None = None
    """Of a million tokens: of prompts, of replies. Prices change too often to be built in."""
    a_minute: int | None = None
    """Calls that may begin within a minute."""
    at_once: int = 4
    """Calls that may be under way at the same time."""

    def __post_init__(self) -> None:
        if self.cost is not None and self.price is None:
            raise SetupError(
                "--max-cost: expected --price IN/OUT beside it, what a million tokens of prompts and of replies cost; "
                "got none. Prices stand on the provider's page"
            )
        for name, value, least in (
            ("--max-calls", self.calls, 0),
            ("--max-cost", self.cost, 0),
            ("a_minute", self.a_minute, 1),
            ("at_once", self.at_once, 1),
        ):
            if value is not None and value < least:
                raise SetupError(f"{name}: expected at least {least}; got {value}")
        if self.price is not None and min(self.price) < 0:
            raise SetupError(f"--price: expected two prices of at least 0; got {self.price[0]:g}/{self.price[1]:g}")


class SpentError(Exception):
    """The next call would go beyond the limits; the message says which one."""


class Budget:
    """Counts what is spent. Safe to use from several threads at once."""

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits
        self.calls = 0
        """Calls made, with those that brought no reply."""
        self.tokens_in = self.tokens_out = 0
        self._held = 0.0
        """The most that the calls under way may cost."""
        self._next = 0.0
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()

    @property
    def cost(self) -> float | None:
        """What the replies cost so far; None if nobody said what tokens cost."""
        return None if self.limits.price is None else self._price(self.tokens_in, self.tokens_out)

    def take(self, asked: Asked) -> float:
        """Count a call that is about to be made, and wait until it may; what it may cost at most.

        Raises:
            SpentError: it would be one call too many, or might cost too much.
        """
        limits = self.limits
        worst = self._price(_size(asked) // _CHARACTERS + 1, asked.most_tokens)
        with self._lock:
            if limits.calls is not None and self.calls >= limits.calls:
                raise SpentError(f"the budget of {limits.calls} calls is spent")
            if limits.cost is not None and (self.cost or 0.0) + self._held + worst > limits.cost:
                raise SpentError(f"the next call might cost more than what is left of {limits.cost:g}")
            self.calls += 1
            self._held += worst
            now = self._clock()
            begin = max(now, self._next)
            if limits.a_minute is not None:
                self._next = begin + 60 / limits.a_minute
        if begin > now:
            self._sleep(begin - now)
        return worst

    def settle(self, held: float, asked: Asked, reply: Reply | None) -> None:
        """Count what a call came to; None if it brought no reply. What the provider does not count is estimated."""
        with self._lock:
            self._held -= held
            if reply is not None:
                self.tokens_in += reply.tokens_in or _size(asked) // _CHARACTERS
                self.tokens_out += reply.tokens_out or len(reply.text) // _CHARACTERS

    def _price(self, tokens_in: int, tokens_out: int) -> float:
        price = self.limits.price
        return 0.0 if price is None else (tokens_in * price[0] + tokens_out * price[1]) / 1e6


def _size(asked: Asked) -> int:
    return sum(len(m.text) for m in asked.messages)
