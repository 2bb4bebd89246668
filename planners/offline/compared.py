"""Numbers that a text only compares → how many are drawn: `three cars and a few dogs, fewer dogs than cars`."""

import re
from collections.abc import Mapping

from planners.offline.phrases import NounPhrase, chunk
from planners.offline.tokens import tokenise

_MORE = re.compile(
    r"\bnumber of (?P<one>[\w ]+?) (?:is|are) "
    r"(?P<how>more|greater|larger|higher|less|fewer|smaller|lower|equal|the same)\b[\w ]*? "
    r"(?:than|to|as) (?:that|those|the number|the amount) of (?:the )?(?P<other>[\w ]+)",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?P<how>more|fewer|less) (?P<one>[\w ]+?) than (?P<other>[\w ]+)", re.IGNORECASE)
_STEP = {"more": 1, "greater": 1, "larger": 1, "higher": 1, "equal": 0, "the same": 0}
"""What must be added to the second number for the first; -1 where it is smaller."""


def compared(text: str) -> Mapping[str, int]:
    """How many are meant of what the text does not count, by the noun: one more or fewer than of what it does count.

    >>> dict(compared("Three cars with a few dogs, the number of cars is more than that of dogs."))
    {'dog': 2}
    """
    found: dict[str, int] = {}
    for match in (*_MORE.finditer(text), *_THERE.finditer(text)):
        one, other = (_noun(match[name]) for name in ("one", "other"))
        step = _STEP.get(match["how"].lower(), -1)
        numbers = _counted(text)
        if one in numbers and other not in numbers:
            found[other] = max(1, numbers[one] - step)
        elif other in numbers and one not in numbers:
            found[one] = max(1, numbers[other] + step)
    return found


def _noun(words: str) -> str:
    phrases = [c for c in chunk(tokenise(words)) if isinstance(c, NounPhrase)]
    return phrases[-1].head if phrases else words.strip().lower()


def _counted(text: str) -> Mapping[str, int]:
    """The nouns of a text that it counts."""
    return {c.head: c.count for c in chunk(tokenise(text)) if isinstance(c, NounPhrase) and c.counted and not c.pronoun}
