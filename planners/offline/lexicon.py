"""Words by themselves: their dictionary form, and the classes that they may have."""

from functools import lru_cache
from typing import NamedTuple

from planners.offline.forms import STRONG, may_be_verb, noun_of, verb_of
from planners.offline.nouns import BODY, FIRST_NAMES, NOUNS
from planners.offline.spaces import SETTING_WORDS, SPOTS
from planners.offline.verbs import SENSES
from planners.offline.words import ADJECTIVE_ENDINGS, ADJECTIVES, COLOUR_WORDS, FUNCTION, SEVERAL, bag

_KNOWN_NOUNS = NOUNS | SETTING_WORDS | frozenset(SPOTS)
_GOALS = bag("school bed town church court prison market land sea work lunch dinner supper breakfast sleep")
"""Nouns that stand after `to` without an article."""


class Token(NamedTuple):
    """A word (or a fixed phrase such as `next to`) and what it is in its sentence."""

    text: str
    word: str
    """Lower case, phrases joined by dashes."""
    lemma: str
    tag: str
    """DET POSS PRON NUM PREP CONJ SUB REL AUX NEG TO EX ADV ADJ NOUN PROPN VERB OF-S (’s) PUNCT."""
    start: int
    end: int

    @property
    def plural(self) -> bool:
        """Whether a noun's form says more than one."""
        return self.lemma != self.word and self.tag == "NOUN"

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@lru_cache(maxsize=100_000)
def lemma_of(word: str, tag: str = "") -> str:
    """The dictionary form of a lower-case English word: of the verb where it may be one, unless its tag says a noun."""
    if not word:
        return word
    if " " in word:
        first, second = word.split(" ")
        return f"{first} {noun_of(second) if second[-1] == 's' else second}"
    if tag == "NOUN":
        singular = noun_of(word)
        return word if word in NOUNS and singular not in NOUNS else singular
    verb = verb_of(word)
    if verb is not None and (word not in NOUNS or tag == "VERB"):
        return verb
    return verb or word if tag == "VERB" else word if word in NOUNS else noun_of(word)


@lru_cache(maxsize=100_000)
def classes_of(word: str) -> frozenset[str]:
    """Every open class that a word may have."""
    found = set()
    verb = verb_of(word)
    if word in _KNOWN_NOUNS or (noun_of(word) in _KNOWN_NOUNS and word not in STRONG):
        found.add("NOUN")
    if verb is not None:
        found.add("VERB")
    if word in ADJECTIVES or word in COLOUR_WORDS:
        found.add("ADJ")
    elif word.endswith("ed") and word[:-2] in BODY and word[:-2] not in SENSES:  # bearded, but not handed
        found.add("ADJ")
        found.discard("VERB")
    if not found:
        if word.endswith("ly"):
            found.add("ADV")
        elif word.endswith(ADJECTIVE_ENDINGS) or (word.endswith("er") and noun_of(word) not in (word, *NOUNS)):
            found.add("ADJ")
    return frozenset(found)


def known_word(word: str) -> bool:
    """Whether a lower-case word is one that the grammar knows, and so hardly a name."""
    return word in FUNCTION or word in SEVERAL or (bool(classes_of(word)) and word not in FIRST_NAMES)


def begins_noun_phrase(word: str) -> bool:
    """Whether a word can be the first of a noun phrase."""
    return FUNCTION.get(word) in ("DET", "POSS", "NUM", "PRON") or goes_on(word)


def goes_on(word: str) -> bool:
    """Whether a word can stand inside a noun phrase, after its first word."""
    if not word or not word[0].isalnum():
        return False
    tag = FUNCTION.get(word)
    if tag is not None:
        return tag == "NUM" or word in ADJECTIVES
    classes = classes_of(word)
    return not classes or bool(classes & {"NOUN", "ADJ"}) or word.endswith("ing")


def predicate(word: str) -> bool:
    """Whether a word can be the verb after a subject."""
    return FUNCTION.get(word) == "AUX" or "VERB" in classes_of(word)


def begins_predicate(word: str) -> bool:
    """Whether a word after `’s` says that this is short for `is`."""
    return word in ("not", "a", "an", "the") or word.endswith("ing")


def objectlike(word: str) -> bool:
    """Whether a word can follow a verb, and no noun that is a subject."""
    return FUNCTION.get(word) in ("DET", "POSS", "PRON", "PREP", "NUM", "ADV", "TO", "AUX")


def infinitive(word: str) -> bool:
    """Whether a word after `to` is a verb."""
    if word in FUNCTION:
        return FUNCTION[word] == "AUX"
    classes = classes_of(word)
    if word in _GOALS:
        return False
    return verb_of(word) == word if classes else word.isalpha() and noun_of(word) == word and may_be_verb(word)
