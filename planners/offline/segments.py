"""A beat in pieces: what is told, what is said, and which words only say who says it."""

import re
from dataclasses import dataclass, replace

from planners.offline.clauses import Clause, clauses
from planners.offline.nouns import BODY, UNSEEN
from planners.offline.phrases import NounPhrase
from planners.offline.verbs import EXPRESSIONS
from storyline.schema.script import Beat
from storyline.schema.sound import ScriptLine

_QUOTES = "\"“”„‟«»‹›「」『』‘’'—–- \t\n"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Told:
    """Narration: its words and clauses; `tag` where it only says who speaks."""

    text: str
    clauses: tuple[Clause, ...]
    tag: bool = False


Segment = Told | ScriptLine


def segments(beat: Beat) -> tuple[Segment, ...]:
    """What is told and what is said in a beat, in order; a line that is broken by a tag stands before the tag."""
    found: list[Segment] = []
    at = 0
    for line in beat.lines:
        spans = _spans(line.text, beat.text, at)
        for n, (start, end) in enumerate(spans):
            found += _told(beat.text[at:start])
            if n == 0:
                found.append(line)
            at = end
        if not spans:
            found.append(line)
    found += _told(beat.text[at:])
    spoken = [isinstance(s, ScriptLine) for s in found]
    return tuple(
        replace(s, tag=any(spoken[max(0, n - 1) : n + 2]) and is_tag(s)) if isinstance(s, Told) else s
        for n, s in enumerate(found)
    )


def _spans(line: str, text: str, at: int) -> list[tuple[int, int]]:
    """Where the words of a line stand in a text, in as many pieces as they are broken into; none if they do not."""
    said = [m[0] for m in _WORD.finditer(line)]
    words = list(_WORD.finditer(text, at))
    spans: list[tuple[int, int]] = []
    i = j = 0
    while j < len(said):
        run = 0
        while i < len(words):
            run = 0
            while i + run < len(words) and j + run < len(said) and words[i + run][0] == said[j + run]:
                run += 1
            if run >= min(3, len(said) - j):
                break
            i += 1
        if i >= len(words):
            return []
        spans.append((words[i].start(), words[i + run - 1].end()))
        i, j = i + run, j + run
    return spans


def _told(text: str) -> list[Segment]:
    text = text.strip(_QUOTES).lstrip(" ,;.!?…").strip(_QUOTES)
    return [Told(text, clauses(text))] if any(c.isalnum() for c in text) else []


def is_tag(told: Told) -> bool:
    """`said the Hare`: only says who speaks."""
    return len(told.clauses) == 1 and _only_speech(told.clauses[0])


def _only_speech(clause: Clause) -> bool:
    if not clause.speech or clause.of_subject or clause.unreal:
        return False
    spoken_to = all(n.pronoun or n.definite for n in clause.objects)
    return spoken_to and all(_how(preposition, n) for preposition, n in clause.adjuncts)


def _how(preposition: str, noun: NounPhrase) -> bool:
    """Whether it tells how or to whom something is said, not where: `in a low voice`, `to the fox`."""
    return noun.head in UNSEEN | BODY | set(EXPRESSIONS) or (preposition in ("to", "at") and noun.definite)


def beyond_tag(told: Told) -> str:
    """What narration beside a quotation tells beyond who spoke; empty if nothing.

    `said the man and looked at his feet` tells that the man looked at his feet.
    """
    if told.tag:
        return ""
    if len(told.clauses) > 1 and _only_speech(told.clauses[0]):
        first, second = told.clauses[:2]
        rest = told.text[second.start :].strip(" ,;")
        joined = second.join in ("and", "but", "then")
        rest = rest.removeprefix("and").lstrip() if second.join == "and" else rest
        if joined and first.subjects and second.subjects == first.subjects:
            who = first.subjects[-1].text
            if second.join == "and" and not rest.startswith(who):
                rest = f"{who} {rest}"
        return rest[:1].upper() + rest[1:] if joined else rest
    return told.text
