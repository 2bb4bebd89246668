"""Who speaks where the text does not say: by who acted last in the paragraph, and by turns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from planners.offline.cast import Cast, Ids
from planners.offline.phrases import NounPhrase, chunk
from planners.offline.tokens import Token, tokenise
from storyline.schema.base import EntityId

_ADDRESS = 6
"""Words that a form of address has at most: `O little golden fish`."""


@dataclass
class Dialogue:
    """The talk so far."""

    cast: Cast
    acted: EntityId | None = None
    """Who was last told of in this paragraph."""
    spoke: list[EntityId] = field(default_factory=list)
    """Those who spoke, without repetitions, the last one last."""
    listener: EntityId | None = None
    """Whom the last speaker spoke to, if that was said."""

    def paragraph(self) -> None:
        """A new paragraph: what was told in the one before says nothing of who speaks in it."""
        self.acted = None

    def told(self, actors: Ids) -> None:
        """Narration: the first of those who act may go on to speak."""
        living = [i for i in actors if self.cast.drafts[i].alive]
        if living:
            self.acted = living[0]

    def said(self, speaker: EntityId | None, words: str) -> None:
        """A line."""
        if speaker is None:
            return
        called = self.called(words, speaker)
        if not self.spoke or self.spoke[-1] != speaker:
            self.listener = self.spoke[-1] if self.spoke else None
            self.spoke.append(speaker)
        self.listener = called or self.listener
        self.cast.drafts[speaker].spoke = True
        self.acted = speaker

    def next(self, words: str) -> EntityId | None:
        """The likeliest speaker of a line that nobody is named for."""
        called = self.called(words, None)
        if self.acted is not None and self.acted != called:
            return self.acted
        if not self.spoke:
            return next(iter(self._nearby({called} if called else set())), None)
        last = self.spoke[-1]
        turns = [self.listener, *reversed(self.spoke[:-1])]
        for one in (*turns, *self._nearby({last})):
            if one is not None and one not in (last, called):
                return one
        return last if last != called else None

    def _nearby(self, leave: set[EntityId]) -> Sequence[EntityId]:
        lately = sorted(self.cast.drafts.values(), key=lambda d: -d.heard)
        return [d.id for d in lately if d.alive and d.heard >= 0 and d.id not in leave][:1]

    def called(self, words: str, speaker: EntityId | None) -> EntityId | None:
        """Whom the words address: `Come down, Crow!`, `Husband, the house is too small`."""
        tokens = tokenise(words)
        if len(tokens) < 3:
            return None
        parts = _parts(tokens)
        ends = [p for p in (*parts[:1], *parts[1:]) if len(p) <= _ADDRESS] if len(parts) > 1 else []
        for part in ends:
            phrases = [c for c in chunk(part) if isinstance(c, NounPhrase) and not c.pronoun]
            if len(phrases) != 1 or any(t.tag in ("VERB", "AUX", "PREP", "PRON") for t in part):
                continue
            for draft in sorted(self.cast.drafts.values(), key=lambda d: -d.heard):
                known = {draft.noun, draft.name.lower(), *draft.aliases}
                if draft.id != speaker and {phrases[0].head, phrases[0].name.lower()} & known:
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
