"""Whether a word may mean somebody known: by noun, sex, age, kind and size."""

from planners.offline.draft import HUMANS, Draft
from planners.offline.nouns import FEMALE, HYPERNYMS, MALE, PERSONS
from planners.offline.phrases import NounPhrase
from planners.offline.words import POINTING
from storyline.schema.vocabulary import KINDS

GENERAL = {"man": "he", "woman": "she", "boy": "he", "girl": "she", "lady": "she", "fellow": "he", "person": "",
            "child": "", "kid": "", "people": ""}  # fmt: skip
"""Nouns that may mean anyone of that sex (and age) whom the story knows by another noun."""
_ARMFUL = 0.3
"""Frame heights: what is taller is not carried."""


def gender_of(noun: str, name: str) -> str:
    """`he` or `she` where a noun or name says so, else nothing."""
    for word in (name.split(" ")[0], noun):
        if word in FEMALE:
            return "she"
        if word in MALE:
            return "he"
    return ""


def may_be(draft: Draft, gender: str) -> bool:
    """Whether he, she or it can mean an entity."""
    if draft.gender:
        return draft.gender == gender
    if gender == "it":
        creature = draft.drawn_as is not None and draft.drawn_as not in HUMANS  # a ghost, a dragon
        return not draft.proper and (creature or draft.noun not in PERSONS) and draft.kind not in ("man", "woman")
    return draft.alive


def means(phrase: NounPhrase, draft: Draft) -> bool:
    """Whether a definite noun phrase can mean an entity, by its own noun or a more general one."""
    head = phrase.head
    if head == draft.noun or head in draft.aliases:
        return True
    if head not in GENERAL and head not in KINDS and head not in HYPERNYMS:
        return False
    if draft.human and head in GENERAL:
        if not {a for a in phrase.adjectives if a not in POINTING} <= set(draft.attributes):
            return False
        ageless = draft.noun == "person" and draft.proper
        return (
            draft.heard >= 0
            and (not draft.sex or GENERAL[head] in (draft.sex, ""))
            and (ageless or young(head) == young(draft.kind))
        )
    if head in KINDS and draft.drawn_as == head and not draft.human:  # a parrot is a bird
        return True
    return draft.noun in HYPERNYMS.get(head, ()) or (draft.drawn_as or "") in HYPERNYMS.get(head, ())


def another(phrase: NounPhrase, draft: Draft) -> bool:
    """Whether a phrase has a name that is not the name of one who has a name."""
    return bool(phrase.name) and draft.proper and phrase.name.lower() not in draft.aliases


def called(draft: Draft, noun: str) -> bool:
    """Whether several of that noun may be an entity and others: by its own noun, or that of its company."""
    return noun in (draft.noun, draft.company)


def portable(draft: Draft) -> bool:
    """Whether it is a thing that one can carry."""
    kind = KINDS.get(draft.drawn_as or "")
    return not draft.alive and (kind is None or (kind.medium == "ground" and kind.height < _ARMFUL))


def young(noun: str) -> bool:
    """Whether a noun means a child."""
    return noun in ("boy", "girl", "child", "kid")
