"""Numbers that a text only compares → how many are drawn: `three cars and a few dogs, fewer dogs than cats`."""

import re
from collections.abc import Mapping, Sequence

from planners.offline.chunks import chunk
from planners.offline.phrases import Chunk, Mark, NounPhrase
from planners.offline.tokens import tokenise
from planners.offline.words import FEW

_MORE = re.compile(
    r"\bnumber of (?P<one>[\w ]+?) (?:(?:is|are) "
    r"(?P<how>more|greater|larger|higher|less|fewer|smaller|lower|equal|the same)\b[\w ]*? "
    r"(?:than|to|as)|equals|matches) (?:that|those|the number|the amount) of (?:the )?(?P<other>[\w ]+)",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?P<how>more|fewer|less) (?P<one>[\w ]+?) than (?P<other>[\w ]+)", re.IGNORECASE)
_STEP = {"more": 1, "greater": 1, "larger": 1, "higher": 1, "equal": 0, "the same": 0}
"""What must be added to the second number for the first; -1 where it is smaller."""
_AS_MANY = re.compile(r"as many\b|(?:an?|the) (?:same|equal|identical) number\b", re.IGNORECASE)


def compared(text: str) -> Mapping[str, int]:
    """How many are meant of what the text does not count, by the noun: as many as of what it does count, or one more.

    >>> dict(compared("Three cars with a few dogs, the number of cars is more than that of dogs."))
    {'dog': 2}
    >>> dict(compared("Two plates and the same number of forks."))
    {'fork': 2}
    """
    chunks = chunk(tokenise(text))
    numbers = {c.head: c.count for c in _nouns(chunks) if c.counted}
    found: dict[str, int] = {}
    for match in (*_MORE.finditer(text), *_THERE.finditer(text)):
        one, other = (_noun(match[name]) for name in ("one", "other"))
        step = _STEP.get((match["how"] or "equal").lower(), -1)
        if one in numbers and other not in numbers:
            found[other] = max(1, numbers[one] - step)
        elif other in numbers and one not in numbers:
            found[one] = max(1, numbers[other] + step)
    for n, phrase in enumerate(chunks):
        if not isinstance(phrase, NounPhrase) or not _AS_MANY.match(phrase.text):
            continue
        times = 2 if any(isinstance(c, Mark) and c.word == "twice" for c in chunks[max(0, n - 1) : n]) else 1
        like = _like(chunks, n)
        if like is not None and (like.counted or like.determiner in ("a", "an")):
            found[phrase.head] = times * like.count
        elif like is not None and phrase.head in numbers:
            found[like.head] = numbers[phrase.head] // times
        else:
            found[phrase.head] = times * FEW
    return found


def _like(chunks: Sequence[Chunk], n: int) -> NounPhrase | None:
    """Those whom the nth chunk is as many as: named after `as`, or counted before, or beside it after `and`."""
    ahead = chunks[n + 1 : n + 5]
    words = [c.word for c in ahead if isinstance(c, Mark)]
    after = next(iter(_nouns(ahead)), None)
    before = _nouns(chunks[:n])[::-1]
    counted = next((c for c in before if c.counted), None)
    if words[:1] == ["as"]:
        return after
    if counted is None and words[:1] == ["and"]:
        return after
    return counted or next((c for c in before if c.determiner in ("a", "an")), None)


def _nouns(chunks: Sequence[Chunk]) -> list[NounPhrase]:
    return [c for c in chunks if isinstance(c, NounPhrase) and not c.pronoun]


def _noun(words: str) -> str:
    phrases = _nouns(chunk(tokenise(words)))
    return phrases[-1].head if phrases else words.strip().lower()
