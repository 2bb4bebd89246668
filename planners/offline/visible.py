"""Whether a noun phrase names something that is seen: not time, weather, feelings, parts of bodies."""

from planners.offline.cast import Cast
from planners.offline.nouns import BODY, CLOTHES, META, NOUNS, SCENERY, UNSEEN
from planners.offline.phrases import NounPhrase
from planners.offline.spaces import INDOORS, SETTING_WORDS, SPOTS
from planners.offline.verbs import SPEECH
from planners.offline.words import ADJECTIVES
from storyline.schema.vocabulary import kind_of

_ABSTRACT = ("ness", "tion", "sion", "ity", "ment", "ance", "ence", "ship", "hood", "ism", "dom", "cy", "ude")


def visible(cast: Cast, phrase: NounPhrase) -> bool:
    """Whether a phrase names something one can draw a box around."""
    head = phrase.head
    if head in SCENERY and phrase.definite and phrase.count > 1 and not phrase.counted:
        return any(d.noun == head for d in cast.drafts.values())
    if phrase.name and not (set(head.split()) & (UNSEEN | META)):
        return head not in SETTING_WORDS or head in INDOORS or kind_of(head) is not None
    if handled(cast, head):
        return True
    if head in UNSEEN | BODY | META | CLOTHES or head in SPOTS:
        return False
    if (head in SETTING_WORDS and head not in INDOORS) or (head in ADJECTIVES and head not in NOUNS):
        return False
    if head in SPEECH and kind_of(head) is None:  # `with a roar`
        return False
    return head in NOUNS or not (head.endswith(_ABSTRACT) or (len(head) < 3 and head.isascii()))


def handled(cast: Cast, noun: str) -> bool:
    """Whether something worn is a thing now: `dropped his crown`, `a hat lay there`; or has been one before."""
    thing = cast.mind.lying or (cast.mind.handling and kind_of(noun) is not None)
    return noun in CLOTHES and (thing or any(d.noun == noun for d in cast.drafts.values()))
