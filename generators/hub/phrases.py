"""Prompts ↔ the tokens by which somebody is called in them: who is not called there is added at the end."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generators.hub.family import Who
from storyline.errors import RenderError

log = logging.getLogger(__name__)

_ARTICLES = ("a", "an", "the")
Tokens = Callable[[str], Sequence[int]]
"""What a tokenizer makes of words, without marks for start and end; the tokens of each word are its own."""


@dataclass(frozen=True)
class Worded:
    """A prompt that calls everybody."""

    text: str
    tokens: int
    """How many it has."""
    places: tuple[tuple[int, ...], ...]
    """Of each one's tokens among them, none of them another's."""


def worded(prompt: str, who: Sequence[Who], tokens: Tokens, room: int) -> Worded:
    """A prompt in which everybody is called, with the places of their names.

    Somebody is called by the longest part of their phrase that has their kind in it (`red fox` of `a red fox running`),
    or by their kind alone. Those who are not called are added by their phrases; the prompt's own last words make way
    for them where there is no room.

    Args:
        room: how many tokens a model reads.

    Raises:
        RenderError: the phrases alone have no room.
    """
    words = prompt.split()
    for kept in range(len(words), -1, -1):
        found = _called(prompt if kept == len(words) else " ".join(words[:kept]), who, tokens)
        if found.tokens <= room:
            if kept < len(words):
                log.warning("the model reads %s tokens: %r is left out of a prompt", room, " ".join(words[kept:]))
            return found
    raise RenderError(
        f"expected phrases of at most {room} tokens together, which the model reads; got {len(who)} phrases"
    )


def _called(prompt: str, who: Sequence[Who], tokens: Tokens) -> Worded:
    text, there = prompt, list(tokens(prompt))
    places: dict[int, range] = {}
    taken: set[int] = set()
    while True:  # whoever is called at greatest length comes first, so that a fox leaves the red fox its name
        found = [
            (n, place) for n in range(len(who)) if n not in places and (place := _place(who[n], there, tokens, taken))
        ]
        if not found:
            break
        n, place = max(found, key=lambda one: (len(one[1]), -one[0]))
        places[n] = place
        taken.update(place)
    for n, one in enumerate(who):
        if n not in places:
            text = ", ".join(filter(None, (text.rstrip(" .,;"), one.phrase)))
            length = len(tokens(_bare(one.phrase)))
            there = list(tokens(text))
            places[n] = range(len(there) - length, len(there))
    return Worded(text, len(there), tuple(tuple(places[n]) for n in range(len(who))))


def _place(one: Who, there: Sequence[int], tokens: Tokens, taken: set[int]) -> range | None:
    """Where somebody is called among tokens, and nobody else."""
    for name in _names(one):
        wanted = list(tokens(name))
        for start in range(len(there) - len(wanted) + 1):
            place = range(start, start + len(wanted))
            if wanted and list(there[start : place.stop]) == wanted and not taken.intersection(place):
                return place
    return None


def _names(one: Who) -> Iterator[str]:
    """What somebody may be called, the longest first."""
    words, kind = one.phrase.split(), one.kind.split()
    lower = [word.lower().strip(",.;:") for word in words]
    at = [n for n in range(len(words) - len(kind) + 1) if lower[n : n + len(kind)] == [word.lower() for word in kind]]
    yield _bare(one.phrase)
    if kind and at:
        spans = {(i, j) for n in at for i in range(n + 1) for j in range(n + len(kind), len(words) + 1)}
        for i, j in sorted(spans, key=lambda span: (span[0] - span[1], span)):
            yield _bare(" ".join(words[i:j]))
    elif kind:
        yield one.kind


def _bare(phrase: str) -> str:
    """Without its article."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.lower() in _ARTICLES else phrase
