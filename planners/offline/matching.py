"""Definite noun phrases → those already known whom they mean."""

from collections.abc import Callable

from planners.offline.cast import Cast
from planners.offline.draft import HUMANS, Draft, by_trade
from planners.offline.likeness import another, called, means, young
from planners.offline.mind import Ids
from planners.offline.nouns import COMPANIES, PERSONS, ROLES
from planners.offline.phrases import NounPhrase
from planners.offline.words import COLOUR_WORDS
from storyline.schema.vocabulary import kind_of

ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1}


def matching(cast: Cast, phrase: NounPhrase, others: Ids) -> Ids:
    """Those already known that a definite phrase means; one of the `others` only by its own noun."""
    if phrase.count > 1:
        return _several(cast, phrase)
    colours = {COLOUR_WORDS[a] for a in phrase.adjectives if a in COLOUR_WORDS}
    told = set(phrase.adjectives)
    fitting = [
        d
        for d in cast.drafts.values()
        if means(phrase, d)
        and not (d.id in others and d.noun != phrase.head)
        and not another(phrase, d)
        and (not colours or not d.colours or colours & set(d.colours))
    ]
    if not fitting:
        return ()
    ordinal = next((ORDINALS[a] for a in phrase.adjectives if a in ORDINALS), None)
    if ordinal is not None and -len(fitting) <= ordinal < len(fitting) > 1:
        fitting = [fitting[ordinal]]
    if phrase.determiner.endswith("other"):
        fitting = sorted(fitting, key=lambda d: d.heard)[:1]
    exact: Callable[[Draft], bool] = lambda d: phrase.head == d.noun or phrase.head in d.aliases
    best = max(fitting, key=lambda d: (len(colours & set(d.colours)), exact(d), len(told & set(d.attributes)), d.heard))
    if best.noun == "person" and best.writer is None and young(phrase.head):
        best.noun = phrase.head  # Tom is a boy
    if phrase.name and not best.proper:
        best.aliases.add(phrase.name.lower())
        if best.writer is None or best.writer.name is None:
            best.name = phrase.name
    return (best.id,)


def _several(cast: Cast, phrase: NounPhrase) -> Ids:
    """Those that a phrase in the plural means: a group, all of that noun, or as many people."""
    for group in reversed(cast.groups.values()):
        first = cast.drafts.get(group.members[0])
        size = len(group.members)
        if first and called(first, phrase.head) and (not phrase.counted or phrase.count == size):
            return group.members
    known = [d for d in cast.drafts.values() if d.heard >= 0 or d.writer is not None]
    alike = tuple(d.id for d in known if called(d, phrase.head))
    exactly = bool(alike)
    alike = alike or tuple(d.id for d in known if means(phrase, d))
    if len(alike) == phrase.count or (not phrase.counted and len(alike) > (not exactly)):
        return alike
    head = phrase.head
    persons = head in PERSONS | ROLES | set(COMPANIES) or by_trade(head) or kind_of(head) in HUMANS
    if not phrase.counted or not persons or phrase.owner is not None:
        return ()
    pair = cast.mind.pronoun("both", (), 2) if head in ("couple", "pair", "duo") else ()
    return cast.mind.group_of(phrase.count) or pair


def companions(cast: Cast, phrase: NounPhrase) -> Ids:
    """`the two friends`, `the winner`: a role that somebody known plays."""
    for draft in cast.drafts.values():
        if phrase.head in draft.aliases and phrase.definite:
            return (draft.id,)
    if phrase.head in ROLES and phrase.definite and phrase.count > 1:
        if phrase.counted and (group := cast.mind.group_of(phrase.count)):
            return group
        if not phrase.counted and cast.mind.plural:
            return cast.mind.plural
        lately = sorted(cast.mind.alive(), key=lambda d: -d.heard)[: phrase.count if phrase.counted else 2]
        return tuple(d.id for d in lately)
    return ()
