"""Noun phrases → entities: whom or what each one means, met before or new."""

from dataclasses import replace

from planners.offline.cast import Cast
from planners.offline.draft import Draft
from planners.offline.introduction import introduce
from planners.offline.likeness import may_be
from planners.offline.matching import ORDINALS, companions, matching
from planners.offline.mind import GENDERS, Ids
from planners.offline.nouns import BODY, CLOTHES, RECIPROCAL, ROLES, UNSEEN
from planners.offline.phrases import NounPhrase
from planners.offline.visible import handled, visible
from planners.offline.words import bag
from storyline.schema.base import EntityId

_FAMILY = bag("mother father mum mom dad brother sister son daughter child baby wife husband parent uncle aunt")
_LEADING = bag("eldest oldest biggest tallest largest strongest fastest bravest best")


def resolve(
    cast: Cast, phrase: NounPhrase, others: Ids, weight: float = 0.0, *, expletive: bool = False, new: bool = True
) -> Ids:
    """The entities that a phrase means; new ones where it introduces them; none where there is nothing to see.

    `others` already have a part in the clause: a pronoun does not mean them. `weight` says how strongly
    the mention holds the reader's attention (subjects most); `expletive` that an `it` means nothing (`it rains`);
    `new` whether the phrase may introduce somebody: what is wished for, denied or compared is not there.
    """
    key = (phrase.start, phrase.end)
    if key not in cast.known:
        cast.known[key] = _find(cast, phrase, others, expletive, new and phrase.determiner != "no")
    found = cast.known[key]
    cast.mind.hear(found, weight)
    return found


def _find(cast: Cast, phrase: NounPhrase, others: Ids, expletive: bool, new: bool) -> Ids:
    more = phrase.head == "another" if phrase.pronoun else phrase.head in ("other", "others") and phrase.counted
    if more and (one := _one(cast, others)):  # `another sleeps`, `two others sleep`
        return introduce(cast, replace(phrase, head=one.noun, pronoun=False))
    if phrase.pronoun:
        return () if expletive and GENDERS.get(phrase.head) else _pronoun(cast, phrase, others)
    if phrase.head.endswith("est") and phrase.head in phrase.adjectives:  # `the youngest`
        nth = 0 if phrase.head in _LEADING else -1
        return (cast.mind.plural[nth],) if cast.mind.plural and phrase.definite else ()
    if phrase.head == "one":
        things = [d for d in cast.drafts.values() if d.heard >= 0 and not d.human]
        if not things:
            return ()
        phrase = replace(phrase, head=max(things, key=lambda d: d.heard).noun)
    owner = _owner(cast, phrase, others)
    if phrase.owner is not None and phrase.head in BODY | CLOTHES and not handled(cast, phrase.head):
        return ()
    if phrase.head in ("other", "others", "rest") and phrase.definite:
        return cast.mind.others_than(others)
    if owner is not None and phrase.count == 1 and (relative := cast.kin.get((owner, phrase.head))):
        return (relative,)
    if phrase.head in ORDINALS and phrase.definite:  # `the second`
        nth = ORDINALS[phrase.head]
        return (cast.mind.plural[nth],) if -len(cast.mind.plural) <= nth < len(cast.mind.plural) else ()
    bare = phrase.head if not phrase.determiner and phrase.count == 1 and phrase.owner is None else ""
    if (name := phrase.name.lower() or bare) and (named := cast.named(name)):  # `Imp jumps`: a noun as a name
        return named
    if not visible(cast, phrase):
        return companions(cast, phrase)
    if phrase.head in ROLES and (known := companions(cast, phrase)):
        return known
    if phrase.definite or phrase.determiner in ("each", "every"):
        found = matching(cast, phrase, others)
        if found:
            for id in found:
                cast.drafts[id].describe(phrase)
            cast.relate(owner, phrase.head, found)
            return found
    kin = phrase.head
    if (animal := _animal(cast, phrase, owner)) is not None:  # a fox’s mother, elephants and their baby
        phrase = replace(phrase, head=animal.noun, modifiers=(kin,))
    made = introduce(cast, phrase) if new or phrase.head == phrase.name.lower() != "" else ()
    for id in made if animal is not None else ():
        cast.drafts[id].aliases.add(kin)
    cast.relate(owner, kin, made)
    return made


def _animal(cast: Cast, phrase: NounPhrase, owner: EntityId | None) -> Draft | None:
    """The animal of whose kin a phrase speaks."""
    if phrase.owner is None or phrase.head not in _FAMILY:
        return None
    whose = cast.mind.pronoun(phrase.owner.head, (), 0, learn=False)[:1] if owner is None else (owner,)
    draft = cast.drafts[whose[0]] if whose else None
    return draft if draft is not None and draft.alive and not draft.human and not draft.proper else None


def _one(cast: Cast, others: Ids) -> Draft | None:
    """The one of this sentence beside which there is another: `one cat sleeps while another eats`."""
    if any(len(ids) > 1 for ids in cast.known.values()):
        return None
    said = [cast.drafts[ids[0]] for ids in cast.known.values() if ids and ids[0] not in others]
    return max(said, key=lambda d: d.heard, default=None)


def _owner(cast: Cast, phrase: NounPhrase, others: Ids) -> EntityId | None:
    """Whose it is: the one thing or being that `his`, `their` or `the miller’s` means."""
    owner = phrase.owner
    if owner is None:
        return None
    if not owner.pronoun:
        found = resolve(cast, owner, others, -0.3, new=owner.definite or phrase.head not in BODY | UNSEEN)
        return found[0] if len(found) == 1 else None
    if phrase.head in BODY | CLOTHES | UNSEEN:
        return None
    if owner.head == "their" and phrase.head in RECIPROCAL and cast.mind.plural:
        return cast.mind.plural[0]
    if owner.head not in GENDERS:
        return None
    if phrase.head not in RECIPROCAL:
        return None
    found = tuple(i for i in others if may_be(cast.drafts[i], GENDERS[owner.head]))[:1]
    found = found or cast.mind.pronoun(owner.head, (), 0, learn=False)
    return found[0] if found else None


def _pronoun(cast: Cast, phrase: NounPhrase, others: Ids) -> Ids:
    """Whom a pronoun means; a he or she of whom nothing was told yet is a new man or woman."""
    found = cast.mind.pronoun(phrase.head, others, phrase.count if phrase.counted else 0)
    if found and (rivals := cast.mind.rivals(phrase.head, (*others, *found))):
        names = [cast.drafts[i].name for i in found]
        why = cast.mind.reason(phrase.head, found, rivals)
        fits = ", ".join(cast.drafts[i].name for i in rivals[:3])
        cast.notes.meanwhile(f"“{phrase.text}” is {' and '.join(names)}", f"{why}; {fits} would fit too")
    gender = GENDERS.get(phrase.head)
    if found or gender not in ("he", "she") or (others and phrase.head in ("his", "himself", "herself")):
        return found
    cast.notes.guessed(f"“{phrase.head}” is somebody the text has not spoken of")
    noun = "woman" if gender == "she" else "man"
    id = cast.free((noun,))
    cast.drafts[id] = Draft(id, noun, noun, gender)
    return (id,)
