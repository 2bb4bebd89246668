"""Noun phrases → entities: one for each person or thing, however often and by whatever name it is spoken of."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from planners.offline.clauses import Clause
from planners.offline.draft import HUMANS, Draft, by_trade
from planners.offline.foreign import kinds_in
from planners.offline.likeness import another, called, gender_of, may_be, means, young
from planners.offline.mind import GENDERS, Ids, Mind
from planners.offline.notes import Notebook
from planners.offline.nouns import (
    BEINGS,
    BODY,
    CLOTHES,
    COMPANIES,
    FEMALE,
    LIKENESSES,
    MALE,
    META,
    NOUNS,
    PEOPLE,
    PERSONS,
    RECIPROCAL,
    ROLES,
    SCENERY,
    THINGS,
    UNSEEN,
    YOUNG,
)
from planners.offline.phrases import NounPhrase
from planners.offline.spaces import INDOORS, SETTING_WORDS, SPOTS
from planners.offline.verbs import EXPRESSIONS, SPEECH
from planners.offline.words import ADJECTIVES, COLOUR_WORDS, MOST, POINTING, bag
from storyline.schema.base import EntityId, GroupId, slug
from storyline.schema.entity import Group, ScriptEntity
from storyline.schema.script import Script
from storyline.schema.vocabulary import kind_of

__all__ = ["Cast", "Ids"]

_ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1}
_ABSTRACT = ("ness", "tion", "sion", "ity", "ment", "ance", "ence", "ship", "hood", "ism", "dom", "cy", "ude")
_FAMILY = bag("mother father mum mom dad brother sister son daughter child baby wife husband parent uncle aunt")
_LEADING = bag("eldest oldest biggest tallest largest strongest fastest bravest best")
_MEN_IN_A = bag("luca joshua ezra elisha nikola mustafa sasha misha ilya kostya aga baba akira")
_ADULT = 15
"""Years."""


class Cast:
    """The entities of a film, learned clause by clause."""

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
                id = self._free((slug(kind), slug(word)))
                known = self.drafts[id] = Draft(id, kind, word, aliases={noun})
            known.aliases.add(word.lower())
        words = set(re.findall(r"\w+", text.lower()))
        found = tuple(d.id for d in self.drafts.values() if d.name.lower() in words or d.aliases & words)
        self.mind.turn += 1
        for id in found:
            self.drafts[id].heard = self.mind.turn
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
        self.mind.hear(found, weight)
        return found

    def _find(self, phrase: NounPhrase, others: Ids, expletive: bool, new: bool) -> Ids:
        more = phrase.head == "another" if phrase.pronoun else phrase.head in ("other", "others") and phrase.counted
        if more and (one := self._one(others)):  # `another sleeps`, `two others sleep`
            return self._introduce(replace(phrase, head=one.noun, pronoun=False))
        if phrase.pronoun:
            return () if expletive and GENDERS.get(phrase.head) else self._pronoun(phrase, others)
        if phrase.head.endswith("est") and phrase.head in phrase.adjectives:  # `the youngest`
            nth = 0 if phrase.head in _LEADING else -1
            return (self.mind.plural[nth],) if self.mind.plural and phrase.definite else ()
        if phrase.head == "one":
            things = [d for d in self.drafts.values() if d.heard >= 0 and not d.human]
            if not things:
                return ()
            phrase = replace(phrase, head=max(things, key=lambda d: d.heard).noun)
        owner = self._owner(phrase, others)
        if phrase.owner is not None and phrase.head in BODY | CLOTHES and not self._handled(phrase.head):
            return ()
        if phrase.head in ("other", "others", "rest") and phrase.definite:
            return self.mind.others_than(others)
        if owner is not None and (relative := self._relative(phrase, owner)):
            return relative
        if phrase.head in _ORDINALS and phrase.definite:  # `the second`
            nth = _ORDINALS[phrase.head]
            return (self.mind.plural[nth],) if -len(self.mind.plural) <= nth < len(self.mind.plural) else ()
        bare = phrase.head if not phrase.determiner and phrase.count == 1 and phrase.owner is None else ""
        if (name := phrase.name.lower() or bare) and (named := self._named(name)):  # `Imp jumps`: a noun as a name
            return named
        if not self.visible(phrase):
            return self._companions(phrase)
        if phrase.head in ROLES and (known := self._companions(phrase)):
            return known
        if phrase.definite or phrase.determiner in ("each", "every"):
            found = self._matching(phrase, others)
            if found:
                for id in found:
                    self._describe(self.drafts[id], phrase)
                self._relate(owner, phrase.head, found)
                return found
        kin = phrase.head
        if (animal := self._animal(phrase, owner)) is not None:  # a fox’s mother, elephants and their baby
            phrase = replace(phrase, head=animal.noun, modifiers=(kin,))
        made = self._introduce(phrase) if new or phrase.head == phrase.name.lower() != "" else ()
        for id in made if animal is not None else ():
            self.drafts[id].aliases.add(kin)
        self._relate(owner, kin, made)
        return made

    def _animal(self, phrase: NounPhrase, owner: EntityId | None) -> Draft | None:
        """The animal of whose kin a phrase speaks."""
        if phrase.owner is None or phrase.head not in _FAMILY:
            return None
        whose = self.mind.pronoun(phrase.owner.head, (), 0, learn=False)[:1] if owner is None else (owner,)
        draft = self.drafts[whose[0]] if whose else None
        return draft if draft is not None and draft.alive and not draft.human and not draft.proper else None

    def _one(self, others: Ids) -> Draft | None:
        """The one of this sentence beside which there is another: `one cat sleeps while another eats`."""
        if any(len(ids) > 1 for ids in self.known.values()):
            return None
        said = [self.drafts[ids[0]] for ids in self.known.values() if ids and ids[0] not in others]
        return max(said, key=lambda d: d.heard, default=None)

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
        if owner.head == "their" and phrase.head in RECIPROCAL and self.mind.plural:
            return self.mind.plural[0]
        if owner.head not in GENDERS:
            return None
        if phrase.head not in RECIPROCAL:
            return None
        found = tuple(i for i in others if may_be(self.drafts[i], GENDERS[owner.head]))[:1]
        found = found or self.mind.pronoun(owner.head, (), 0, learn=False)
        return found[0] if found else None

    def _relative(self, phrase: NounPhrase, owner: EntityId) -> Ids:
        known = self.kin.get((owner, phrase.head))
        return (known,) if known is not None and phrase.count == 1 else ()

    def _relate(self, owner: EntityId | None, noun: str, found: Ids) -> None:
        if owner is None or len(found) != 1 or found[0] == owner:
            return
        self.kin[owner, noun] = found[0]
        for back in RECIPROCAL.get(noun, ()):
            sex = gender_of(back, "")
            if not sex or self.drafts[owner].sex in ("", sex):
                self.kin.setdefault((found[0], back), owner)
                self.drafts[owner].aliases.add(back)

    def _pronoun(self, phrase: NounPhrase, others: Ids) -> Ids:
        """Whom a pronoun means; a he or she of whom nothing was told yet is a new man or woman."""
        found = self.mind.pronoun(phrase.head, others, phrase.count if phrase.counted else 0)
        if found and (rivals := self.mind.rivals(phrase.head, (*others, *found))):
            names = [self.drafts[i].name for i in found]
            why = self.mind.reason(phrase.head, found, rivals)
            fits = ", ".join(self.drafts[i].name for i in rivals[:3])
            self.notes.meanwhile(f"“{phrase.text}” is {' and '.join(names)}", f"{why}; {fits} would fit too")
        gender = GENDERS.get(phrase.head)
        if found or gender not in ("he", "she") or (others and phrase.head in ("his", "himself", "herself")):
            return found
        self.notes.guessed(f"“{phrase.head}” is somebody the text has not spoken of")
        noun = "woman" if gender == "she" else "man"
        id = self._free((noun,))
        self.drafts[id] = Draft(id, noun, noun, gender)
        return (id,)

    def visible(self, phrase: NounPhrase) -> bool:
        """Whether a phrase names something one can draw a box around."""
        head = phrase.head
        if head in SCENERY and phrase.definite and phrase.count > 1 and not phrase.counted:
            return any(d.noun == head for d in self.drafts.values())
        if phrase.name and not (set(head.split()) & (UNSEEN | META)):
            return head not in SETTING_WORDS or head in INDOORS or kind_of(head) is not None
        if self._handled(head):
            return True
        if head in UNSEEN | BODY | META | CLOTHES or head in SPOTS:
            return False
        if (head in SETTING_WORDS and head not in INDOORS) or (head in ADJECTIVES and head not in NOUNS):
            return False
        if head in SPEECH and kind_of(head) is None:  # `with a roar`
            return False
        return head in NOUNS or not (head.endswith(_ABSTRACT) or (len(head) < 3 and head.isascii()))

    def _handled(self, noun: str) -> bool:
        """Whether something worn is a thing now: `dropped his crown`, `a hat lay there`; or has been one before."""
        thing = self.mind.lying or (self.mind.handling and kind_of(noun) is not None)
        return noun in CLOTHES and (thing or any(d.noun == noun for d in self.drafts.values()))

    def knows(self, name: str) -> bool:
        """Whether somebody of that name was met."""
        return bool(self._named(name.lower()))

    def _named(self, name: str) -> Ids:
        for draft in self.drafts.values():
            if name in draft.aliases and (draft.proper or draft.name.lower() == name):
                return (draft.id,)
        return ()

    def _matching(self, phrase: NounPhrase, others: Ids) -> Ids:
        """Those already known that a definite phrase means; one of the `others` only by its own noun."""
        if phrase.count > 1:
            for group in reversed(self.groups.values()):
                first = self.drafts.get(group.members[0])
                size = len(group.members)
                if first and called(first, phrase.head) and (not phrase.counted or phrase.count == size):
                    return group.members
            known = [d for d in self.drafts.values() if d.heard >= 0 or d.writer is not None]
            alike = tuple(d.id for d in known if called(d, phrase.head))
            exactly = bool(alike)
            alike = alike or tuple(d.id for d in known if means(phrase, d))
            if len(alike) == phrase.count or (not phrase.counted and len(alike) > (not exactly)):
                return alike
            head = phrase.head
            persons = head in PERSONS | ROLES | set(COMPANIES) or by_trade(head) or kind_of(head) in HUMANS
            if not phrase.counted or not persons or phrase.owner is not None:
                return ()
            pair = self.mind.pronoun("both", (), 2) if head in ("couple", "pair", "duo") else ()
            return self.mind.group_of(phrase.count) or pair
        colours = {COLOUR_WORDS[a] for a in phrase.adjectives if a in COLOUR_WORDS}
        told = set(phrase.adjectives)
        fitting = [
            d
            for d in self.drafts.values()
            if means(phrase, d)
            and not (d.id in others and d.noun != phrase.head)
            and not another(phrase, d)
            and (not colours or not d.colours or colours & set(d.colours))
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
        if best.noun == "person" and best.writer is None and young(phrase.head):
            best.noun = phrase.head  # Tom is a boy
        if phrase.name and not best.proper:
            best.aliases.add(phrase.name.lower())
            if best.writer is None or best.writer.name is None:
                best.name = phrase.name
        return (best.id,)

    def _companions(self, phrase: NounPhrase) -> Ids:
        """`the two friends`, `the winner`: a role that somebody known plays."""
        for draft in self.drafts.values():
            if phrase.head in draft.aliases and phrase.definite:
                return (draft.id,)
        if phrase.head in ROLES and phrase.definite and phrase.count > 1:
            if phrase.counted and (group := self.mind.group_of(phrase.count)):
                return group
            if not phrase.counted and self.mind.plural:
                return self.mind.plural
            lately = sorted(self.mind.alive(), key=lambda d: -d.heard)[: phrase.count if phrase.counted else 2]
            return tuple(d.id for d in lately)
        return ()

    def _introduce(self, phrase: NounPhrase) -> Ids:
        if not phrase.counted and phrase.count > 1 and phrase.head in self.few:
            phrase = replace(phrase, count=min(MOST, self.few[phrase.head]))
        if phrase.head in COMPANIES and phrase.modifiers and phrase.modifiers[-1] in BEINGS:  # `a bear family`
            phrase = replace(phrase, head=phrase.modifiers[-1], modifiers=phrase.modifiers[:-1])
        noun, given = phrase.head[:60], phrase.name[:60]
        alias = given.lower()
        thing = noun not in BEINGS and (noun in THINGS or kind_of(noun) is not None)
        if thing and not phrase.text.endswith(given):  # `an Acme keyboard`: a make is no name
            phrase, given = replace(phrase, modifiers=(alias, *phrase.modifiers)), ""
        compound = " ".join((*phrase.modifiers, noun))
        if kind_of(compound) and not kind_of(noun):
            noun = compound
        proper = bool(given) and given.lower() != noun
        gender = gender_of(noun, given.lower()) or next((g for m in phrase.modifiers if (g := gender_of(m, ""))), "")
        if given and noun == given.lower() and kind_of(noun) is None and noun not in NOUNS:
            proper = True
            noun = "person"
            if not gender and given.split()[0].lower().endswith("a") and given.lower() not in _MEN_IN_A:
                gender = "she"
            age = self.ages.get(given.lower(), 30)
            if age < _ADULT:
                noun = "girl" if gender == "she" else "boy"
            if given.split()[0].lower() not in FEMALE | MALE:
                self.notes.guessed(f"“{given}” is taken for a person")
        elif kind_of(noun) is None and noun not in PEOPLE | YOUNG | set(COMPANIES) and not by_trade(noun):
            self.notes.guessed(f"“{noun}” has no drawing of its own: it is shown as a labelled figure")
        said = [a for a in phrase.adjectives if a not in POINTING]
        shown = given if given else " ".join((*said, *phrase.modifiers, noun))
        if phrase.of is not None and noun in LIKENESSES:
            shown = f"{shown} of {phrase.of.text.lower()}"
        new: list[EntityId] = []
        company = COMPANIES.get(noun, ())
        for n in range(phrase.count):
            many, base, own, called = phrase.count > 1, slug(given or noun), noun, shown
            if len(company) == phrase.count > 1:  # `the couple`: a man and a woman
                own = called = company[n]
                base, many, gender = slug(own), company.count(own) > 1, gender_of(own, "")
            id = self._free((f"{base}-{n + 1}",) if many else _id_bases(base, phrase))
            draft = Draft(id, own, f"{called} {n + 1}" if many else called, gender, proper=proper)
            draft.company = noun if own != noun else ""
            draft.aliases = {alias} if alias else set()
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
                and adjective not in POINTING | set(EXPRESSIONS) | {"lively"}
                and adjective not in draft.attributes
            ):
                draft.attributes.append(adjective)

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


def _id_bases(base: str, phrase: NounPhrase) -> tuple[str, ...]:
    colours = [a for a in phrase.adjectives if a in COLOUR_WORDS]
    return base, slug("-".join((*colours, base))), slug("-".join((*phrase.adjectives, base)))
