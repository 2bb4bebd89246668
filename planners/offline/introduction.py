"""Noun phrases → new entities: what they are, their names, ids and group."""

from dataclasses import replace

from planners.offline.cast import Cast
from planners.offline.draft import Draft, by_trade
from planners.offline.likeness import gender_of
from planners.offline.mind import Ids
from planners.offline.nouns import BEINGS, COMPANIES, FEMALE, LIKENESSES, MALE, NOUNS, PEOPLE, THINGS, YOUNG
from planners.offline.phrases import NounPhrase
from planners.offline.words import COLOUR_WORDS, MOST, POINTING, bag
from storyline.schema.base import EntityId, slug
from storyline.schema.entity import Group
from storyline.schema.vocabulary import kind_of

_MEN_IN_A = bag("luca joshua ezra elisha nikola mustafa sasha misha ilya kostya aga baba akira")
_ADULT = 15
"""Years."""


def introduce(cast: Cast, phrase: NounPhrase) -> Ids:
    """The entities that a phrase introduces, now of the cast: as many as it counts; several are a group."""
    if not phrase.counted and phrase.count > 1 and phrase.head in cast.few:
        phrase = replace(phrase, count=min(MOST, cast.few[phrase.head]))
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
        age = cast.ages.get(given.lower(), 30)
        if age < _ADULT:
            noun = "girl" if gender == "she" else "boy"
        if given.split()[0].lower() not in FEMALE | MALE:
            cast.notes.guessed(f"“{given}” is taken for a person")
    elif kind_of(noun) is None and noun not in PEOPLE | YOUNG | set(COMPANIES) and not by_trade(noun):
        cast.notes.guessed(f"“{noun}” has no drawing of its own: it is shown as a labelled figure")
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
        id = cast.free((f"{base}-{n + 1}",) if many else _id_bases(base, phrase))
        draft = Draft(id, own, f"{called} {n + 1}" if many else called, gender, proper=proper)
        draft.company = noun if own != noun else ""
        draft.aliases = {alias} if alias else set()
        cast.drafts[id] = draft
        draft.describe(phrase)
        new.append(id)
    if len(new) > 1:
        group = cast.free_group(slug(phrase.text.lower()))
        cast.groups[group] = Group(id=group, name=phrase.text[:200], members=tuple(new))
        if phrase.more or not phrase.counted:
            why = "they would fill the frame" if phrase.more else "how many is not said"
            cast.notes.guessed(f"“{phrase.text}”: {why}; {len(new)} are drawn")
    return tuple(new)


def _id_bases(base: str, phrase: NounPhrase) -> tuple[str, ...]:
    colours = [a for a in phrase.adjectives if a in COLOUR_WORDS]
    return base, slug("-".join((*colours, base))), slug("-".join((*phrase.adjectives, base)))
