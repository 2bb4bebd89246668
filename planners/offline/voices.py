"""Who says each line and how: told beside it, by turns, in thought, aloud, laughing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planners.offline.cast import Cast
from planners.offline.chunks import chunk
from planners.offline.clauses import Clause, clauses
from planners.offline.dialogue import Dialogue
from planners.offline.events import Event, event
from planners.offline.happenings import Happenings
from planners.offline.notes import Notebook
from planners.offline.phrases import NounPhrase
from planners.offline.reference import resolve
from planners.offline.screenplay import Names, is_crowd, speakers
from planners.offline.segments import Segment, Told
from planners.offline.tokens import tokenise
from storyline.schema.base import EntityId
from storyline.schema.sound import LineKind, ScriptLine

_SILENT = frozenset(["think", "wonder", "muse", "dream"])
"""Verbs of words that nobody hears."""


@dataclass
class Voices:
    """Finds the voice of each line."""

    cast: Cast
    notes: Notebook
    dialogue: Dialogue
    names: Names | None
    """How a screenplay calls people; None in prose."""

    def speaker(
        self, line: ScriptLine, before: EntityId | None, happenings: Happenings | None = None, n: int = 0
    ) -> EntityId | None:
        """Whoever says a line: as the writer says, as the words beside it do, or by turns; None if nobody knows.

        `before` is who said the line before it; the line is the nth segment of those that `happenings` has.
        """
        if line.speaker is not None:
            self.cast.require(line.speaker)
            return line.speaker
        if line.kind == "caption":
            return None
        for clause, found in happenings.beside(n) if happenings is not None else ():
            if clause.speech and found is not None and found.actors:
                return found.actors[0]
        if not line.said_by:
            likely = before or (self.dialogue.next(line.text) if happenings is not None else None)
            if likely is not None and likely != before:
                name = self.cast.drafts[likely].name
                self.notes.guessed(f"who says “{line.text[:60]}” is not told: {name} is taken")
            return likely
        self.cast.next_sentence()
        self.cast.mind.turn += 1
        called = line.said_by
        if self.names is not None:
            if is_crowd(called):
                return next(iter(self.cast.mind.everybody()), None)
            named = speakers(called, self.names)
            if not named:
                return None
            called = named[0]
        phrase = next((c for c in chunk(tokenise(called)) if isinstance(c, NounPhrase)), None)
        who = resolve(self.cast, phrase, (), 0.5) if phrase is not None else ()
        if not who:
            self.notes.guessed(f"who says “{line.text}” is not known")
        return who[0] if who else None

    def manner(self, speaker: EntityId, lines: Sequence[ScriptLine]) -> tuple[Event, ...]:
        """What a speaker does meanwhile: `laughing`, `sadly`, `to the fox`."""
        made: list[Event] = []
        for manner in dict.fromkeys(line.manner for line in lines if line.manner):
            self.cast.next_sentence()
            for clause in clauses(manner):
                clause.inner = True
                told = event(clause, self.cast, self.notes, speaker=speaker)
                if told is not None:
                    made.append(told)
        return tuple(made)


def line_kind(line: ScriptLine, parts: Sequence[Segment], n: int) -> LineKind:
    """Thought or sung, where the words beside a line say so and the writer does not say otherwise."""
    if "kind" in line.model_fields_set:
        return line.kind
    for part in (parts[m] for m in (n + 1, n - 1) if 0 <= m < len(parts)):
        for clause in part.clauses if isinstance(part, Told) else ():
            if clause.verb in _SILENT or (clause.speech and any(_to_oneself(x) for x in clause.adjuncts)):
                return "thought"
            if clause.verb == "sing":
                return "lyric"
            if clause.speech:
                return line.kind
    return line.kind


def _to_oneself(adjunct: tuple[str, NounPhrase]) -> bool:
    return adjunct[0] == "to" and adjunct[1].head.endswith("self")


def called_out(clause: Clause, event: Event) -> Event:
    """`"Land!" he cried`: that is no weeping."""
    if clause.verb != "cry":
        return event
    return replace(event, action="talk", expression=None if event.expression == "sad" else event.expression)
