"""Who is in the reader's mind: whom he, she, it, they, both and the others mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from planners.offline.draft import Draft
from planners.offline.likeness import may_be, portable
from planners.offline.phrases import NounPhrase
from storyline.schema.base import EntityId, GroupId
from storyline.schema.entity import Group

Ids = tuple[EntityId, ...]

GENDERS = {"he": "he", "him": "he", "himself": "he", "his": "he", "she": "she", "her": "she", "herself": "she",
            "it": "it", "its": "it", "itself": "it"}  # fmt: skip
_PLURALS = frozenset(["they", "them", "themselves", "their", "both", "each-other", "one-another", "we", "us", "our"])
_FORGOTTEN = 8
"""Clauses after which `they` is no longer a group that was spoken of."""
_HERE = 3
"""Clauses of the sentence that brings the story to another place, at most."""
_LIFE = 4.0
"""Clauses that one who is alive is nearer in mind than a thing, where only the living do what is told."""
_ALL = frozenset(["everybody", "everyone", "all"])
_COMPANIES = 12
"""Groups that are remembered."""


@dataclass
class Mind:
    """Those spoken of, and how lately."""

    drafts: Mapping[EntityId, Draft]
    groups: Mapping[GroupId, Group]
    turn: float = 0.0
    """Clauses read so far."""
    handling: bool = False
    """What is spoken of is done with hands: `it` is a thing rather than a being."""
    lying: bool = False
    """What is spoken of, a hat perhaps, is somewhere by itself rather than worn."""
    acting: bool = False
    """Whoever is spoken of does what only the living do."""
    plural: Ids = ()
    """The living beings that were last spoken of together."""
    company: list[Ids] = field(default_factory=list)
    """Such groups, the last one first."""
    bunch: Ids = ()
    """The same of things."""
    denied: NounPhrase | None = None
    """Of whom the text has said that there is none."""
    since: tuple[float, float] | None = None
    """The share of the film after the time that it said so of."""

    def hear(self, found: Ids, weight: float) -> None:
        """Somebody is spoken of; `weight` is in clauses."""
        for id in found:
            draft = self.drafts[id]
            draft.heard = max(draft.heard, self.turn + weight)
        if len(found) > 1 and all(self.drafts[i].alive for i in found):
            self.plural = found
            self.company = [found, *(g for g in self.company if set(g) != set(found))][:_COMPANIES]
        elif len(found) > 1:
            self.bunch = found

    def deny(self, noun: NounPhrase, until: float | None) -> None:
        """There is none of that noun: `no car`; until a share of the film, if the text says so."""
        self.denied = noun
        self.since = (until, 1.0) if until is not None and until < 1 else None

    def undenied(self, noun: NounPhrase) -> NounPhrase:
        """`one` after there was none: what the text denied before, and now has."""
        if self.denied is None or not noun.pronoun or noun.head != "they" or not noun.counted:
            return noun
        found = replace(self.denied, start=noun.start, end=noun.end, determiner="a", count=noun.count, counted=True)
        self.denied = None
        return found

    def moved_on(self) -> None:
        """The story went to another place: `they` are those who were spoken of there last."""
        if self.plural and self.turn - max(self.drafts[i].heard for i in self.plural) > _HERE:
            self.plural = ()

    def others_than(self, some: Ids) -> Ids:
        """`the others`, `the other`: those of the last group, without the one just spoken of."""
        lately = max((d for d in self.alive()), key=lambda d: d.heard, default=None)
        leave = set(some) or ({lately.id} if lately else set())
        groups = [self.plural, *(g.members for g in reversed(tuple(self.groups.values())))]
        group = next((g for g in groups if leave & set(g)), self.plural)
        return tuple(i for i in group if i not in leave and i in self.drafts)

    def pronoun(self, word: str, others: Ids, count: int, *, learn: bool = True) -> Ids:
        """Whom a pronoun means; `others` already have a part in the clause, `count` is how many it says (0: unsaid).

        With `learn`, one who was neither he, she nor it so far is from now on.
        """
        if word in _PLURALS:
            if count == 0 and (pair := self._pair_since()):
                return pair
            fresh = self.plural and self.turn - max(self.drafts[i].heard for i in self.plural) <= _FORGOTTEN
            if fresh and not set(self.plural) <= set(others) and count in (0, len(self.plural)):
                return self.plural
            if count == 1 and self.bunch:
                group = max((g for g in (self.plural, self.bunch) if g), key=lambda g: self.drafts[g[0]].heard)
                return group[:1]
            if fresh and count == 1 < len(self.plural) and not set(self.plural[:count]) & set(others):
                return self.plural[:1]  # `one of them`
            if not self.plural and count == 0 and (things := self._things()):
                return things
            lately = sorted(self.alive(), key=lambda d: -d.heard - _FORGOTTEN / 2 * d.person)[: count or 2]
            return tuple(d.id for d in sorted(lately, key=lambda d: d.id)) if len(lately) == (count or 2) else ()
        if word in _ALL:
            return tuple(d.id for d in self.alive() if d.heard >= 0)
        if word.endswith("self"):
            return others[:1]
        gender = GENDERS.get(word)
        if gender is None:
            return ()
        fitting = [d for d in self.drafts.values() if d.heard >= 0 and d.id not in others and may_be(d, gender)]
        if not fitting:
            return ()
        held: Callable[[Draft], float] = lambda d: 1.6 * (self.handling and gender == "it" and portable(d))
        sure: Callable[[Draft], float] = lambda d: 0.6 * (d.gender == gender) + 0.4 * (d.sex == gender) + 0.5 * d.spoke
        dead: Callable[[Draft], float] = lambda d: _LIFE * (self.acting and not d.alive)
        best = max(fitting, key=lambda d: d.heard + sure(d) + held(d) - dead(d) - 2 * self._one_of_many(d))
        if not learn:
            return (best.id,)
        if gender != "it" or not best.alive:
            best.gender = gender
        elif not best.gender and best.alive:
            best.gender = "it"
        return (best.id,)

    def rivals(self, word: str, some: Ids) -> Ids:
        """Whom a pronoun could have meant beside some, those spoken of lately first."""
        gender = GENDERS.get(word)
        if word.endswith("self") or (gender is None and word not in _PLURALS):
            return ()
        fits: Callable[[Draft], bool] = lambda d: may_be(d, gender) if gender is not None else d.alive
        known = [d for d in self.drafts.values() if d.heard >= 0 and d.id not in some and fits(d)]
        return tuple(d.id for d in sorted(known, key=lambda d: -d.heard) if self.turn - d.heard <= _FORGOTTEN)

    def reason(self, word: str, found: Ids, rivals: Ids) -> str:
        """Why a pronoun was taken to mean these and not the rivals."""
        if len(found) > 1:
            return "they were spoken of together" if found == self.plural else "these were spoken of last"
        best, gender = self.drafts[found[0]], GENDERS.get(word)
        others = [self.drafts[i] for i in rivals]
        if gender == "it" and self.handling and portable(best) and not all(portable(d) for d in others):
            return "hands are at a thing"
        if best.heard >= max(d.heard for d in others):
            return "spoken of last"
        if best.gender == gender and any(d.gender != gender for d in others):
            return f"known to be {gender}"
        return "one who has spoken" if best.spoke else "the likeliest of those spoken of lately"

    def _pair_since(self) -> Ids:
        """Two persons who were spoken of after the last group, where that was of nobody in particular."""
        if not self.plural or any(self.drafts[i].person for i in self.plural):
            return ()
        then = max(self.drafts[i].heard for i in self.plural)
        pair = [d.id for d in sorted(self.alive(), key=lambda d: -d.heard) if d.person and d.heard > then]
        return tuple(sorted(pair)) if len(pair) == 2 else ()

    def _one_of_many(self, draft: Draft) -> bool:
        """Whether it was last spoken of only together with others."""
        others = [self.drafts[i].heard for i in self.plural if i != draft.id]
        return draft.id in self.plural and draft.heard <= max(others, default=-1.0)

    def _things(self) -> Ids:
        """The last group, where it is of things and nobody else was spoken of."""
        groups = [g.members for g in self.groups.values() if all(m in self.drafts for m in g.members)]
        return groups[-1] if groups and len(self.alive()) < 2 else ()

    def everybody(self) -> Ids:
        """All living beings spoken of so far, the last group first."""
        return tuple(dict.fromkeys((*self.plural, *(d.id for d in self.alive()))))

    def alive(self) -> list[Draft]:
        """All living beings spoken of."""
        return [d for d in self.drafts.values() if d.alive and d.heard >= 0]

    def group_of(self, count: int) -> Ids:
        """The last group of that many."""
        return next((g for g in self.company if len(g) == count), ())
