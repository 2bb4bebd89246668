"""Noun phrases → entities: one for each person or thing, however often and by whatever name it is spoken of."""

import re
from collections.abc import Callable
from dataclasses import replace

from planners.offline.clauses import Clause
from planners.offline.draft import HUMANS, Draft, by_trade
from planners.offline.foreign import kinds_in
from planners.offline.notes import Notebook
from planners.offline.nouns import (
    BODY,
    CLOTHES,
    FEMALE,
    HYPERNYMS,
    MALE,
    META,
    NOUNS,
    PEOPLE,
    PERSONS,
    RECIPROCAL,
    ROLES,
    SCENERY,
    UNSEEN,
    YOUNG,
)
from planners.offline.phrases import NounPhrase
from planners.offline.spaces import INDOORS, SETTING_WORDS, SPOTS
from planners.offline.verbs import EXPRESSIONS, SPEECH
from planners.offline.words import ADJECTIVES, COLOUR_WORDS, bag
from storyline.schema.base import EntityId, GroupId, slug
from storyline.schema.entity import Entity, Group, Look, ScriptEntity
from storyline.schema.script import Script
from storyline.schema.vocabulary import KINDS, kind_of

Ids = tuple[EntityId, ...]

_GENDERS = {"he": "he", "him": "he", "himself": "he", "his": "he", "she": "she", "her": "she", "herself": "she",
            "it": "it", "its": "it", "itself": "it"}  # fmt: skip
_ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1}
_PLURALS = frozenset(["they", "them", "themselves", "their", "both", "each-other", "one-another", "we", "us", "our"])
_FORGOTTEN = 8
"""Clauses after which `they` is no longer a group that was spoken of."""
_HERE = 3
"""Clauses of the sentence that brings the story to another place, at most."""
_ALL = frozenset(["everybody", "everyone", "all"])
_ABSTRACT = ("ness", "tion", "sion", "ity", "ment", "ance", "ence", "ship", "hood", "ism", "dom", "cy", "ude")
_GENERAL = {"man": "he", "woman": "she", "boy": "he", "girl": "she", "lady": "she", "fellow": "he", "person": "",
            "child": "", "kid": "", "people": ""}  # fmt: skip
"""Nouns that may mean anyone of that sex (and age) whom the story knows by another noun."""
_FAMILY = bag("mother father mum mom dad brother sister son daughter child wife husband parent uncle aunt")
_ARMFUL = 0.3
"""Frame heights: what is taller is not carried."""
_COMPANIES = 12
"""Groups that are remembered."""
_LEADING = bag("eldest oldest biggest tallest largest strongest fastest bravest best")
_ADULT = 15
"""Years."""
_POINTING = bag("same other own first second third last next whole half realistic single left right top bottom")
"""Adjectives that tell which one is meant, not what it is like."""


class Cast:
    """The entities of a film, learned clause by clause."""

    def __init__(self, script: Script, notes: Notebook) -> None:
        self.drafts: dict[EntityId, Draft] = {}
        self.groups: dict[GroupId, Group] = {g.id: g for g in script.groups}
        self.notes = notes
        self.turn = 0.0
        self.handling = False
        """What is spoken of is done with hands: `it` is a thing rather than a being."""
        self.ages: dict[str, int] = {}
        """In years, by name in lower case, where a screenplay says so."""
        self.plural: Ids = ()
        """The living beings that were last spoken of together."""
        self.company: list[Ids] = []
        """Such groups, the last one first."""
        self.bunch: Ids = ()
        """The same of things."""
        self.kin: dict[tuple[EntityId, str], EntityId] = {}
        """Who is whose wife, dog or friend: (whose, what) to who."""
        self.known: dict[tuple[int, int], Ids] = {}
        """What the noun phrases of this sentence mean, by their place in it."""
        for entity in script.cast:
            self._take(entity)

    def _take(self, entity: ScriptEntity) -> None:
        name = entity.name or entity.id.replace("-", " ")
        noun = entity.kind or (name.split()[-1].lower() if kind_of(name.split()[-1]) else "person")
        draft = Draft(entity.id, noun.lower(), name, writer=entity, gender=_gender(noun.lower(), name.lower()))
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
            self.drafts[id] = Draft(id, words[-1], id.replace("-", " "), _gender(words[-1], ""), colours=colours,
                                    aliases={id, noun})  # fmt: skip
            self.notes.guessed(f"entity {id!r} is nowhere in the cast: it is taken for a {words[-1]}")

    def next_sentence(self) -> None:
        """Forgets where phrases of the last sentence stood (not whom they meant)."""
        self.known = {}

    def moved_on(self) -> None:
        """The story went to another place: `they` are those who were spoken of there last."""
        if self.plural and self.turn - max(self.drafts[i].heard for i in self.plural) > _HERE:
            self.plural = ()

    def named_in(self, text: str) -> Ids:
        """Those whom a text of another language names: the known names, and the nouns of `foreign`."""
        for word, kind in kinds_in(text):
            if not any(word.lower() in d.aliases for d in self.drafts.values()):
                id = self._free((slug(kind), slug(word)))
                self.drafts[id] = Draft(id, kind, word, aliases={word.lower()})
        words = set(re.findall(r"\w+", text.lower()))
        found = tuple(d.id for d in self.drafts.values() if d.name.lower() in words or d.aliases & words)
        self.turn += 1
        for id in found:
            self.drafts[id].heard = self.turn
        return found

    def resolve(
        self, phrase: NounPhrase, others: Ids, weight: float = 0.0, *, expletive: bool = False, new: bool = True
    ) -> Ids:
        """The entities that a phrase means; new ones where it introduces them; none where there is nothing to see.

        `others` already have a part in the clause: a pronoun does not mean them. `weight` says how strongly
        the mention holds the reader's attention (subjects most); `expletive` that an `it` means nothing (`it rains`);
        `new` whether the phrase may introduce somebody: what is wished for, denied or compared is not there.
        """
        key = (phrase.start, phrase.end)
        if key not in self.known:
            self.known[key] = self._find(phrase, others, expletive, new and phrase.determiner != "no")
        found = self.known[key]
        for id in found:
            draft = self.drafts[id]
            draft.heard = max(draft.heard, self.turn + weight)
        if len(found) > 1 and all(self.drafts[i].alive for i in found):
            self.plural = found
            self.company = [found, *(g for g in self.company if set(g) != set(found))][:_COMPANIES]
        elif len(found) > 1:
            self.bunch = found
        return found

    def _find(self, phrase: NounPhrase, others: Ids, expletive: bool, new: bool) -> Ids:
        if phrase.pronoun:
            return self._pronoun(phrase.head, others, expletive, phrase.count if phrase.counted else 0)
        if phrase.head.endswith("est") and phrase.head in phrase.adjectives:  # `the youngest`
            nth = 0 if phrase.head in _LEADING else -1
            return (self.plural[nth],) if self.plural and phrase.definite else ()
        if phrase.head == "one":
            things = [d for d in self.drafts.values() if d.heard >= 0 and not d.human]
            if not things:
                return ()
            phrase = replace(phrase, head=max(things, key=lambda d: d.heard).noun)
        owner = self._owner(phrase, others)
        if phrase.owner is not None and phrase.head in BODY | CLOTHES:
            return ()
        if phrase.head in ("other", "others", "rest") and phrase.definite:
            return self._others(others)
        if owner is not None and (relative := self._relative(phrase, owner)):
            return relative
        if phrase.head in _ORDINALS and phrase.definite:  # `the second`
            nth = _ORDINALS[phrase.head]
            return (self.plural[nth],) if -len(self.plural) <= nth < len(self.plural) else ()
        if phrase.name and (named := self._named(phrase.name.lower())):
            return named
        if not self.visible(phrase):
            return self._companions(phrase)
        if phrase.head in ROLES and (known := self._companions(phrase)):
            return known
        if phrase.definite or phrase.determiner in ("each", "every"):
            found = self._matching(phrase)
            if found:
                for id in found:
                    self._describe(self.drafts[id], phrase)
                self._relate(owner, phrase.head, found)
                return found
        if owner is not None and phrase.head in _FAMILY and not self.drafts[owner].human:
            phrase = replace(phrase, name=phrase.name or phrase.head, head=self.drafts[owner].noun)  # a fox’s mother
        made = self._introduce(phrase) if new or phrase.head == phrase.name.lower() != "" else ()
        self._relate(owner, phrase.head, made)
        return made

    def _owner(self, phrase: NounPhrase, others: Ids) -> EntityId | None:
        """Whose it is: the one thing or being that `his`, `their` or `the miller’s` means."""
        owner = phrase.owner
        if owner is None:
            return None
        if not owner.pronoun:
            found = self.resolve(owner, others, -0.3, new=owner.definite or phrase.head not in BODY | UNSEEN)
            return found[0] if len(found) == 1 else None
        if phrase.head in BODY | CLOTHES | UNSEEN:
            return None
        if owner.head == "their" and phrase.head in RECIPROCAL and self.plural:
            return self.plural[0]
        if owner.head not in _GENDERS:
            return None
        if phrase.head not in RECIPROCAL:
            return None
        found = tuple(i for i in others if _may_be(self.drafts[i], _GENDERS[owner.head]))[:1]
        found = found or self._pronoun(owner.head, (), False, 0, new=False)
        return found[0] if found else None

    def _relative(self, phrase: NounPhrase, owner: EntityId) -> Ids:
        known = self.kin.get((owner, phrase.head))
        return (known,) if known is not None and phrase.count == 1 else ()

    def _relate(self, owner: EntityId | None, noun: str, found: Ids) -> None:
        if owner is None or len(found) != 1 or found[0] == owner:
            return
        self.kin[owner, noun] = found[0]
        for back in RECIPROCAL.get(noun, ()):
            sex = _gender(back, "")
            if not sex or self.drafts[owner].sex in ("", sex):
                self.kin.setdefault((found[0], back), owner)
                self.drafts[owner].aliases.add(back)

    def _others(self, others: Ids) -> Ids:
        """`the others`, `the other`: those of the last group, without the one just spoken of."""
        lately = max((d for d in self._alive()), key=lambda d: d.heard, default=None)
        leave = set(others) or ({lately.id} if lately else set())
        groups = [self.plural, *(g.members for g in reversed(self.groups.values()))]
        group = next((g for g in groups if leave & set(g)), self.plural)
        return tuple(i for i in group if i not in leave and i in self.drafts)

    def visible(self, phrase: NounPhrase) -> bool:
        """Whether a phrase names something one can draw a box around."""
        head = phrase.head
        if head in SCENERY and phrase.definite and phrase.count > 1 and not phrase.counted:
            return any(d.noun == head for d in self.drafts.values())
        if phrase.name and not (set(head.split()) & (UNSEEN | META)):
            return head not in SETTING_WORDS or head in INDOORS or kind_of(head) is not None
        if head in UNSEEN | BODY | META | CLOTHES or head in SPOTS:
            return False
        if (head in SETTING_WORDS and head not in INDOORS) or (head in ADJECTIVES and head not in NOUNS):
            return False
        if head in SPEECH and kind_of(head) is None:  # `with a roar`
            return False
        return head in NOUNS or not (head.endswith(_ABSTRACT) or (len(head) < 3 and head.isascii()))

    def _pronoun(self, word: str, others: Ids, expletive: bool, count: int, *, new: bool = True) -> Ids:
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
            lately = sorted(self._alive(), key=lambda d: -d.heard - _FORGOTTEN / 2 * d.person)[: count or 2]
            return tuple(d.id for d in sorted(lately, key=lambda d: d.id)) if len(lately) == (count or 2) else ()
        if word in _ALL:
            return tuple(d.id for d in self._alive() if d.heard >= 0)
        if word.endswith("self"):
            return others[:1]
        gender = _GENDERS.get(word)
        if gender is None or expletive:
            return ()
        fitting = [d for d in self.drafts.values() if d.heard >= 0 and d.id not in others and _may_be(d, gender)]
        if not fitting:
            if gender == "it" or others or not new:
                return ()
            self.notes.guessed(f"“{word}” is somebody the text has not spoken of")
            noun = "woman" if gender == "she" else "man"
            id = self._free((noun,))
            self.drafts[id] = Draft(id, noun, noun, gender)
            return (id,)
        held: Callable[[Draft], float] = lambda d: 1.6 * (self.handling and gender == "it" and _portable(d))
        sure: Callable[[Draft], float] = lambda d: 0.6 * (d.gender == gender) + 0.4 * (d.sex == gender)
        best = max(fitting, key=lambda d: d.heard + sure(d) + held(d) - 2 * self._one_of_many(d))
        if not new:
            return (best.id,)
        if gender != "it" or not best.alive:
            best.gender = gender
        elif not best.gender and best.alive:
            best.gender = "it"
        return (best.id,)

    def _pair_since(self) -> Ids:
        """Two persons who were spoken of after the last group, where that was of nobody in particular."""
        if not self.plural or any(self.drafts[i].person for i in self.plural):
            return ()
        then = max(self.drafts[i].heard for i in self.plural)
        pair = [d.id for d in sorted(self._alive(), key=lambda d: -d.heard) if d.person and d.heard > then]
        return tuple(sorted(pair)) if len(pair) == 2 else ()

    def _one_of_many(self, draft: Draft) -> bool:
        """Whether it was last spoken of only together with others."""
        others = [self.drafts[i].heard for i in self.plural if i != draft.id]
        return draft.id in self.plural and draft.heard <= max(others, default=-1.0)

    def _things(self) -> Ids:
        """The last group, where it is of things and nobody else was spoken of."""
        groups = [g.members for g in self.groups.values() if all(m in self.drafts for m in g.members)]
        return groups[-1] if groups and len(self._alive()) < 2 else ()

    def everybody(self) -> Ids:
        """All living beings spoken of so far, the last group first."""
        return tuple(dict.fromkeys((*self.plural, *(d.id for d in self._alive()))))

    def _alive(self) -> list[Draft]:
        return [d for d in self.drafts.values() if d.alive and d.heard >= 0]

    def knows(self, name: str) -> bool:
        """Whether somebody of that name was met."""
        return bool(self._named(name.lower()))

    def _named(self, name: str) -> Ids:
        for draft in self.drafts.values():
            if name in draft.aliases and (draft.proper or draft.name.lower() == name):
                return (draft.id,)
        return ()

    def _matching(self, phrase: NounPhrase) -> Ids:
        """Those already known that a definite phrase means."""
        if phrase.count > 1:
            for group in reversed(self.groups.values()):
                first = self.drafts.get(group.members[0])
                size = len(group.members)
                if first and first.noun == phrase.head and (not phrase.counted or phrase.count == size):
                    return group.members
            known = [d for d in self.drafts.values() if d.heard >= 0 or d.writer is not None]
            alike = tuple(d.id for d in known if d.noun == phrase.head)
            exactly = bool(alike)
            alike = alike or tuple(d.id for d in known if _means(phrase, d))
            if len(alike) == phrase.count or (not phrase.counted and len(alike) > (not exactly)):
                return alike
            persons = phrase.head in PERSONS | ROLES or by_trade(phrase.head) or (kind_of(phrase.head) or "") in HUMANS
            return self._group_of(phrase.count) if phrase.counted and persons and phrase.owner is None else ()
        colours = {COLOUR_WORDS[a] for a in phrase.adjectives if a in COLOUR_WORDS}
        told = set(phrase.adjectives)
        fitting = [
            d
            for d in self.drafts.values()
            if _means(phrase, d) and (not colours or not d.colours or colours & set(d.colours))
        ]
        if not fitting:
            return ()
        ordinal = next((_ORDINALS[a] for a in phrase.adjectives if a in _ORDINALS), None)
        if ordinal is not None and -len(fitting) <= ordinal < len(fitting) > 1:
            fitting = [fitting[ordinal]]
        if phrase.determiner.endswith("other"):
            fitting = sorted(fitting, key=lambda d: d.heard)[:1]
        exact: Callable[[Draft], bool] = lambda d: phrase.head == d.noun or phrase.head in d.aliases
        best = max(
            fitting, key=lambda d: (len(colours & set(d.colours)), exact(d), len(told & set(d.attributes)), d.heard)
        )
        if best.noun == "person" and best.writer is None and _young(phrase.head):
            best.noun = phrase.head  # Tom is a boy
        if phrase.name and not best.proper:
            best.aliases.add(phrase.name.lower())
            if best.writer is None or best.writer.name is None:
                best.name = phrase.name
        return (best.id,)

    def _group_of(self, count: int) -> Ids:
        """The last group of that many."""
        return next((g for g in self.company if len(g) == count), ())

    def _companions(self, phrase: NounPhrase) -> Ids:
        """`the two friends`, `the winner`: a role that somebody known plays."""
        for draft in self.drafts.values():
            if phrase.head in draft.aliases and phrase.definite:
                return (draft.id,)
        if phrase.head in ROLES and phrase.definite and phrase.count > 1:
            if phrase.counted and (group := self._group_of(phrase.count)):
                return group
            if not phrase.counted and self.plural:
                return self.plural
            lately = sorted(self._alive(), key=lambda d: -d.heard)[: phrase.count if phrase.counted else 2]
            return tuple(d.id for d in lately)
        return ()

    def _introduce(self, phrase: NounPhrase) -> Ids:
        noun, given = phrase.head[:60], phrase.name[:60]
        compound = " ".join((*phrase.modifiers, noun))
        if kind_of(compound) and not kind_of(noun):
            noun = compound
        proper = bool(given) and given.lower() != noun
        gender = _gender(noun, given.lower()) or next((g for m in phrase.modifiers if (g := _gender(m, ""))), "")
        if given and noun == given.lower() and kind_of(noun) is None and noun not in NOUNS:
            proper = True
            noun = "person"
            age = self.ages.get(given.lower(), 30)
            if age < _ADULT:
                noun = "girl" if gender == "she" else "boy"
            if given.split()[0].lower() not in FEMALE | MALE:
                self.notes.guessed(f"“{given}” is taken for a person")
        elif kind_of(noun) is None and noun not in PEOPLE | YOUNG and not by_trade(noun):
            self.notes.guessed(f"“{noun}” has no drawing of its own: it is shown as a labelled figure")
        said = [a for a in phrase.adjectives if a not in _POINTING]
        shown = given if given else " ".join((*said, *phrase.modifiers, noun))
        new: list[EntityId] = []
        for n in range(phrase.count):
            many = phrase.count > 1
            base = slug(given or noun)
            id = self._free((f"{base}-{n + 1}",) if many else self._id_bases(base, phrase))
            draft = Draft(id, noun, f"{shown} {n + 1}" if many else shown, gender, proper=proper)
            draft.aliases = {given.lower()} if given else set()
            self.drafts[id] = draft
            self._describe(draft, phrase)
            new.append(id)
        if len(new) > 1:
            group = GroupId(self._free_group(slug(phrase.text.lower())))
            self.groups[group] = Group(id=group, name=phrase.text[:200], members=tuple(new))
            if phrase.more or not phrase.counted:
                why = "they would fill the frame" if phrase.more else "how many is not said"
                self.notes.guessed(f"“{phrase.text}”: {why}; {len(new)} are drawn")
        return tuple(new)

    def _id_bases(self, base: str, phrase: NounPhrase) -> tuple[str, ...]:
        colours = [a for a in phrase.adjectives if a in COLOUR_WORDS]
        return base, slug("-".join((*colours, base))), slug("-".join((*phrase.adjectives, base)))

    def _free(self, bases: tuple[str, ...]) -> EntityId:
        for base in bases:
            if base not in self.drafts:
                return EntityId(base)
        n = 2
        while f"{bases[0]}-{n}" in self.drafts:
            n += 1
        return EntityId(f"{bases[0]}-{n}")

    def _free_group(self, base: str) -> str:
        n, id = 2, base
        while id in self.groups:
            id, n = f"{base}-{n}", n + 1
        return id

    def _describe(self, draft: Draft, phrase: NounPhrase) -> None:
        if draft.writer is not None and draft.writer.looks is not None:
            return
        first = not draft.colours
        for adjective in phrase.adjectives:
            if adjective in COLOUR_WORDS:
                if first:
                    draft.colours.append(COLOUR_WORDS[adjective])
            elif (
                adjective in ADJECTIVES
                and adjective not in _POINTING | set(EXPRESSIONS) | {"lively"}
                and adjective not in draft.attributes
            ):
                draft.attributes.append(adjective)

    def wear(self, id: EntityId, phrase: NounPhrase, preposition: str) -> None:
        """`a girl in a yellow dress`: what is worn describes, and clothes colour, who wears it."""
        draft = self.drafts[id]
        draft.wearing.append(f"{preposition} {phrase.text}")
        if not draft.colours and phrase.head in CLOTHES and not (draft.writer and draft.writer.looks):
            draft.clothes = [COLOUR_WORDS[a] for a in phrase.adjectives if a in COLOUR_WORDS]

    def predicate(self, clause: Clause, ids: Ids) -> None:
        """`The fox is the judge`, `the ball is red`: what a clause with `be` says of its subject."""
        for id in ids:
            draft = self.drafts[id]
            for noun in clause.objects:
                draft.aliases.add(noun.head)
                self._describe(draft, noun)
            for word in clause.complements:
                if word in COLOUR_WORDS and not draft.colours and not (draft.writer and draft.writer.looks):
                    draft.colours.append(COLOUR_WORDS[word])

    def entities(self) -> tuple[Entity, ...]:
        """The cast, the writer's first."""
        return tuple(self._entity(d) for d in self.drafts.values())

    def _entity(self, d: Draft) -> Entity:
        words = " ".join((*d.attributes, *d.colours[:1], d.noun if d.noun != "person" else d.kind))
        description = f"{_article(words)} {words}" + "".join(f" {w}" for w in d.wearing)
        look = Look(description=description, colours=tuple(d.colours or d.clothes), attributes=tuple(d.attributes))
        written = d.writer
        if written is None:
            return Entity(id=d.id, kind=d.kind, name=d.name[:200], looks=(look,))
        return Entity(
            id=d.id,
            kind=written.kind or d.kind,
            name=written.name or d.name[:200],
            looks=written.looks or (look,),
            voice=written.voice,
        )


def _article(words: str) -> str:
    return "an" if words[:1].lower() in "aeiou" else "a"


def _gender(noun: str, name: str) -> str:
    for word in (name.split(" ")[0], noun):
        if word in FEMALE:
            return "she"
        if word in MALE:
            return "he"
    return ""


def _may_be(draft: Draft, gender: str) -> bool:
    if draft.gender:
        return draft.gender == gender
    if gender == "it":
        return not draft.proper and draft.noun not in PERSONS and draft.kind not in ("man", "woman")
    return draft.alive


def _means(phrase: NounPhrase, draft: Draft) -> bool:
    head = phrase.head
    if head == draft.noun or head in draft.aliases:
        return True
    if head not in _GENERAL and head not in KINDS and head not in HYPERNYMS:
        return False
    if draft.human and head in _GENERAL:
        if not {a for a in phrase.adjectives if a not in _POINTING} <= set(draft.attributes):
            return False
        ageless = draft.noun == "person" and draft.proper
        return draft.heard >= 0 and _GENERAL[head] in (draft.sex, "") and (ageless or _young(head) == _young(draft.kind))
    if head in KINDS and draft.drawn_as == head and not draft.human:  # a parrot is a bird
        return True
    return draft.noun in HYPERNYMS.get(head, ()) or (draft.drawn_as or "") in HYPERNYMS.get(head, ())


def _portable(draft: Draft) -> bool:
    kind = KINDS.get(draft.drawn_as or "")
    return not draft.alive and (kind is None or (kind.medium == "ground" and kind.height < _ARMFUL))


def _young(noun: str) -> bool:
    return noun in ("boy", "girl", "child", "kid")
