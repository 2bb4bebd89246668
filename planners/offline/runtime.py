"""How long the film is asked to be → how long each shot lasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K")

_FINE = 60
"""Halvings of the pace: more than enough for whole frames."""
_SLOWEST = 1000.0
"""Times as long as it takes: what is longer has no say in the film."""


@dataclass(frozen=True)
class Span:
    """How long a shot may last, in frames."""

    least: int
    """Its words, its writer's moments and the eye need so long."""
    usual: int
    """What happens in it takes so long."""
    most: int

    def at(self, pace: float) -> int:
        """How long it lasts if all takes `pace` times as long as usual."""
        return max(self.least, min(self.most, round(self.usual * pace)))


def durations(asked: int, spans: Mapping[K, Span]) -> dict[K, int]:
    """Durations of `asked` frames together, all shots at one pace as far as their spans allow; else as near as can be.

    >>> durations(100, {"a": Span(10, 20, 500), "b": Span(10, 30, 500), "fixed": Span(40, 40, 40)})
    {'a': 24, 'b': 36, 'fixed': 40}
    """
    slow, fast = _SLOWEST, 0.0
    for _ in range(_FINE):
        pace = (slow + fast) / 2
        if sum(span.at(pace) for span in spans.values()) < asked:
            fast = pace
        else:
            slow = pace
    found = {key: span.at(slow) for key, span in spans.items()}
    over = sum(found.values()) - asked
    for key in sorted(found, key=lambda k: spans[k].usual * slow - found[k]):  # those that were rounded up most
        if over > 0 and found[key] > spans[key].at(fast):
            found[key] -= 1
            over -= 1
    return found
