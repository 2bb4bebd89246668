"""A beat in pieces: what is told, what is said, and which words only say who says it."""

from dataclasses import dataclass

from planners.offline.clauses import Clause, clauses
from storyline.schema.script import Beat
from storyline.schema.sound import ScriptLine

_QUOTES = "\"“”„‟«»‹›「」『』‘’' \t\n"


@dataclass(frozen=True)
class Told:
    """Narration: its words and clauses; `tag` where it only says who speaks."""

    text: str
    clauses: tuple[Clause, ...]
    tag: bool = False


Segment = Told | ScriptLine


def segments(beat: Beat) -> tuple[Segment, ...]:
    """What is told and what is said in a beat, in order."""
    found: list[Segment] = []
    at = 0
    for line in beat.lines:
        start = beat.text.find(line.text, at)
        if start >= 0:
            found += _told(beat.text[at:start])
            at = start + len(line.text)
        found.append(line)
    found += _told(beat.text[at:])
    spoken = [isinstance(s, ScriptLine) for s in found]
    return tuple(
        Told(s.text, s.clauses, any(spoken[max(0, n - 1) : n + 2]) and is_tag(s)) if isinstance(s, Told) else s
        for n, s in enumerate(found)
    )


def _told(text: str) -> list[Segment]:
    text = text.strip(_QUOTES)
    if not any(c.isalnum() for c in text):
        return []
    return [Told(text, clauses(text))]


def is_tag(told: Told) -> bool:
    """`said the Hare`: only says who speaks."""
    if len(told.clauses) != 1:
        return False
    clause = told.clauses[0]
    return clause.speech and not (clause.objects or clause.adjuncts or clause.of_subject or clause.adverbs)


def beyond_tag(told: Told) -> str:
    """What a narration piece after a quotation tells beyond who spoke; empty if nothing."""
    if told.tag:
        return ""
    first = told.clauses[0] if told.clauses else None
    if first is not None and len(told.clauses) > 1 and is_tag(Told(told.text, (first,))):
        return told.text[told.clauses[1].start :].strip(" ,;")
    return told.text
