"""Who speaks where the text does not say: by who acted last in the paragraph, and by turns."""

from collections.abc import Sequence
from dataclasses import dataclass

from planners.offline.cast import Cast
from planners.offline.chunks import chunk
from planners.offline.lexicon import Token
from planners.offline.mind import Ids
from planners.offline.phrases import NounPhrase
from planners.offline.tokens import tokenise
from storyline.schema.base import EntityId

_ADDRESS = 6
"""Words that a form of address has at most: `O little golden fish`."""


@dataclass
class Dialogue:
    """The talk so far."""

    cast: Cast
    acted: EntityId | None = None
    """Who was last told of in this paragraph."""
    since: EntityId | None = None
    """Who was last told of after the last line."""
    last: EntityId | None = None
    """Who spoke last."""

    def paragraph(self) -> None:
        """A new paragraph: what was told in the one before says nothing of who speaks in it."""
        self.acted = None

    def told(self, actors: Ids) -> None:
        """Narration: the first of those who act may go on to speak."""
        living = [i for i in actors if self.cast.drafts[i].alive]
        if living:
            self.acted = self.since = living[0]

    def said(self, speaker: EntityId | None) -> None:
        """A line."""
        self.since = None
        if speaker is None:
            return
        draft = self.cast.drafts[speaker]
        draft.spoke, draft.heard = True, max(draft.heard, self.cast.mind.turn)
        self.acted = self.last = speaker

    def next(self, words: str) -> EntityId | None:
        """The likeliest speaker of a line that nobody is named for."""
        called = self.called(words)
        for one in (self.acted, self.since):
            if one is not None and one != called:
                return one
        lately = sorted(self.cast.drafts.values(), key=lambda d: -d.heard)
        turns = [d.id for d in lately if d.alive and d.heard >= 0 and d.id != called]
        return next((i for i in turns if i != self.last), next(iter(turns), None))

    def called(self, words: str) -> EntityId | None:
        """Whom the words address: `Come down, Crow!`, `Husband, the house is too small`."""
        tokens = tokenise(words)
        if len(tokens) < 3:
            return None
        parts = _parts(tokens)
        ends = [p for p in parts if len(p) <= _ADDRESS] if len(parts) > 1 else []
        for part in ends:
            phrases = [c for c in chunk(part) if isinstance(c, NounPhrase) and not c.pronoun]
            if len(phrases) != 1 or any(t.tag in ("VERB", "AUX", "PREP", "PRON") for t in part):
                continue
            for draft in sorted(self.cast.drafts.values(), key=lambda d: -d.heard):
                known = {draft.noun, draft.name.lower(), *draft.aliases}
                if {phrases[0].head, phrases[0].name.lower()} & known:
                    return draft.id
        return None


def _parts(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.tag == "PUNCT":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(p) for p in parts if p]
