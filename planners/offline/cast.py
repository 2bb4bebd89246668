"""The entities of a film so far: one for each person or thing, however often and by whatever name it is spoken of."""

import re
from collections.abc import Mapping

from planners.offline.clauses import Clause
from planners.offline.draft import Draft
from planners.offline.foreign import kinds_in
from planners.offline.likeness import gender_of
from planners.offline.mind import Ids, Mind
from planners.offline.notes import Notebook
from planners.offline.nouns import RECIPROCAL
from planners.offline.words import COLOUR_WORDS
from storyline.schema.base import EntityId, GroupId, slug
from storyline.schema.entity import Group, ScriptEntity
from storyline.schema.script import Script
from storyline.schema.vocabulary import kind_of


class Cast:
    """What is known of the entities of a film, learned clause by clause."""

    def __init__(self, script: Script, notes: Notebook) -> None:
        self.drafts: dict[EntityId, Draft] = {}
        self.groups: dict[GroupId, Group] = {g.id: g for g in script.groups}
        self.mind = Mind(self.drafts, self.groups)
        self.notes = notes
        self.few: Mapping[str, int] = {}
        """How many are meant of a noun that the sentence does not count, but compares."""
        self.ages: dict[str, int] = {}
        """In years, by name in lower case, where a screenplay says so."""
        self.kin: dict[tuple[EntityId, str], EntityId] = {}
        """Who is whose wife, dog or friend: (whose, what) to who."""
        self.known: dict[tuple[int, int], Ids] = {}
        """What the noun phrases of this sentence mean, by their place in it."""
        for entity in script.cast:
            self._take(entity)

    def _take(self, entity: ScriptEntity) -> None:
        name = entity.name or entity.id.replace("-", " ")
        noun = entity.kind or (name.split()[-1].lower() if kind_of(name.split()[-1]) else "person")
        draft = Draft(entity.id, noun.lower(), name, writer=entity, gender=gender_of(noun.lower(), name.lower()))
        draft.aliases = {name.lower(), entity.id, noun.lower()}
        draft.colours = [c for look in entity.looks or () for c in look.colours]
        draft.attributes = [a for look in entity.looks or () for a in look.attributes]
        self.drafts[entity.id] = draft

    def require(self, id: EntityId) -> None:
        """Adds an entity that a placement or a line of the writer names by its id."""
        if id not in self.drafts:
            noun = id.rsplit("-", 1)[0] if id.rsplit("-", 1)[-1].isdecimal() else id
            words = noun.split("-")
            colours = [COLOUR_WORDS[w] for w in words[:-1] if w in COLOUR_WORDS]
            self.drafts[id] = Draft(id, words[-1], id.replace("-", " "), gender_of(words[-1], ""), colours=colours,
                                    aliases={id, noun})  # fmt: skip
            self.notes.guessed(f"entity {id!r} is nowhere in the cast: it is taken for a {words[-1]}")

    def next_sentence(self) -> None:
        """Forgets where phrases of the last sentence stood (not whom they meant)."""
        self.known = {}

    def named_in(self, text: str) -> Ids:
        """Those whom a text of another language names: the known names, and the nouns of `foreign`."""
        for word, noun, kind in kinds_in(text):
            known = next((d for d in self.drafts.values() if noun in d.aliases), None)
            if known is None:
                id = self.free((slug(kind), slug(word)))
                known = self.drafts[id] = Draft(id, kind, word, aliases={noun})
            known.aliases.add(word.lower())
        words = set(re.findall(r"\w+", text.lower()))
        found = tuple(d.id for d in self.drafts.values() if d.name.lower() in words or d.aliases & words)
        self.mind.turn += 1
        for id in found:
            self.drafts[id].heard = self.mind.turn
        return found

    def named(self, name: str) -> Ids:
        """Whoever has that name, in lower case."""
        for draft in self.drafts.values():
            if name in draft.aliases and (draft.proper or draft.name.lower() == name):
                return (draft.id,)
        return ()

    def relate(self, owner: EntityId | None, noun: str, found: Ids) -> None:
        """Remembers whose one is, and back: where she is the miller’s wife, he is her husband."""
        if owner is None or len(found) != 1 or found[0] == owner:
            return
        self.kin[owner, noun] = found[0]
        for back in RECIPROCAL.get(noun, ()):
            sex = gender_of(back, "")
            if not sex or self.drafts[owner].sex in ("", sex):
                self.kin.setdefault((found[0], back), owner)
                self.drafts[owner].aliases.add(back)

    def free(self, bases: tuple[str, ...]) -> EntityId:
        """An id that nobody has: the first of these that is left, or the first one with a number."""
        for base in bases:
            if base not in self.drafts:
                return EntityId(base)
        n = 2
        while f"{bases[0]}-{n}" in self.drafts:
            n += 1
        return EntityId(f"{bases[0]}-{n}")

    def free_group(self, base: str) -> GroupId:
        """An id that no group has."""
        n, id = 2, base
        while id in self.groups:
            id, n = f"{base}-{n}", n + 1
        return GroupId(id)

    def predicate(self, clause: Clause, ids: Ids) -> None:
        """`The fox is the judge`, `the ball is red`: what a clause with `be` says of its subject."""
        for id in ids:
            draft = self.drafts[id]
            for noun in clause.objects:
                draft.aliases.add(noun.head)
                draft.describe(noun)
            for word in clause.complements:
                if word in COLOUR_WORDS and not draft.colours and not (draft.writer and draft.writer.looks):
                    draft.colours.append(COLOUR_WORDS[word])
