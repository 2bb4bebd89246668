"""Sentence → tokens: words with their lemma and their class."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import simplemma

from planners.offline.nouns import FIRST_NAMES, NOUNS
from planners.offline.spaces import SETTING_WORDS, SPOTS
from planners.offline.verbs import IRREGULAR, SENSES
from planners.offline.words import ADJECTIVE_ENDINGS, ADJECTIVES, COLOUR_WORDS, FUNCTION, PHRASES, SEVERAL

_WORD = re.compile(r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]|_")
_PHRASES_BY_WORD = {first: [p for p in PHRASES if p[0] == first] for first, *_ in PHRASES}
_CLASSES = ("NOUN", "VERB", "ADJ", "ADV")


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
def lemma_of(word: str) -> str:
    """The dictionary form of a lower-case English word."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if not word or word in SENSES or word in NOUNS:
        return word
    regular = next((stem for stem in _stems(word) if stem in SENSES), None)
    return regular or str(simplemma.lemmatize(word, lang="en")).lower()


def _stems(word: str) -> Iterator[str]:
    """What a regular verb form may come from."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem[-1] == "i":
                yield stem[:-1] + "y"


@lru_cache(maxsize=100_000)
def _classes(word: str) -> frozenset[str]:
    """Every open class that a word may have."""
    lemma = lemma_of(word)
    found = set()
    if any(
        w in NOUNS or w in SETTING_WORDS or w in SPOTS
        for w in ({word} if word.endswith(("ing", "ed")) else {word, lemma})
    ):
        found.add("NOUN")
    if lemma in SENSES:
        found.add("VERB")
    if word in ADJECTIVES or word in COLOUR_WORDS:
        found.add("ADJ")
    if not found:
        if word.endswith(("ing", "ed")) and lemma != word:
            found.add("VERB")
        elif word.endswith("ly"):
            found.add("ADV")
        elif word.endswith(ADJECTIVE_ENDINGS) or (word.endswith("er") and lemma != word):
            found.add("ADJ")
    return frozenset(found)


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a sentence, tagged."""
    raw = [(m[0], m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]
    words: list[tuple[str, str, int, int]] = []
    n = 0
    while n < len(raw):
        candidates = _PHRASES_BY_WORD.get(raw[n][1], ())
        length = next((len(p) for p in candidates if tuple(w for _, w, _, _ in raw[n : n + len(p)]) == p), 1)
        start, end = raw[n][2], raw[n + length - 1][3]
        words.append((text[start:end], "-".join(w for _, w, _, _ in raw[n : n + length]), start, end))
        n += length
    tokens: list[Token] = []
    for n, (shown, word, start, end) in enumerate(words):
        tag = _tag(tokens, words, n)
        inflected = tag in ("NOUN", "VERB", "AUX") and not (tag == "NOUN" and word in SPOTS)
        tokens.append(Token(shown, word, lemma_of(word) if inflected else word, tag, start, end))
    return tuple(_with_a_verb(tokens))


def _tag(before: list[Token], words: list[tuple[str, str, int, int]], n: int) -> str:
    """The class of the nth word: the closed classes by table, the open ones by what stands before and after."""
    shown, word, _, _ = words[n]
    previous = before[-1] if before else None
    last = previous.tag if previous else ""
    following = words[n + 1][1] if n + 1 < len(words) else ""
    if not (shown[0].isalnum() or shown[0] in "'’"):
        return "PUNCT"
    if word.isdecimal():
        return "NUM"
    if word == "'s":
        return "AUX" if last in ("PRON", "EX") or _begins_predicate(following) else "OF-S"
    if word in SEVERAL or word in FUNCTION:
        return _function(word, last, following)
    inside = last in ("DET", "POSS", "NUM", "OF-S", "ADJ")
    classes = _classes(word)
    if shown[0].isupper() and not inside and (n > 0 or not classes):
        if not classes and (n > 0 or word in FIRST_NAMES or _predicate(following) or following in ("and", "'s")):
            return "PROPN"
        if word in FIRST_NAMES:
            return "PROPN"
    if shown[0].isupper() and not classes and n > 0:
        return "PROPN"
    if inside or last == "PREP":
        participle = word.endswith(("ing", "ed")) and "NOUN" not in classes
        if _goes_on(following) and ("ADJ" in classes or participle):
            return "ADJ"
        if last == "PREP" and word.endswith("ing") and "NOUN" not in classes:
            return "VERB"
        if last == "ADJ" and previous is not None and len(before) > 1 and before[-2].tag in ("AUX", "VERB"):
            return "VERB" if "VERB" in classes and "NOUN" not in classes else "NOUN" if classes != {"ADJ"} else "ADJ"
        if "NOUN" in classes or not classes & {"ADV", "ADJ"}:
            return "NOUN"
        return "ADJ" if "ADJ" in classes else "ADV"
    if "VERB" in classes and last in ("", "NOUN", "PROPN", "PRON", "REL", "AUX", "NEG", "ADV", "TO", "CONJ", "PUNCT"):
        noun_instead = "NOUN" in classes and (
            (last in ("", "PUNCT", "CONJ") and not _objectlike(following) and not word.endswith(("ed", "ing")))
            or (last == "ADV" and not any(t.tag in ("NOUN", "PROPN", "PRON") for t in before))
        )
        return "NOUN" if noun_instead else "VERB"
    if "ADJ" in classes and (last in ("AUX", "ADV", "", "CONJ", "PUNCT") or _goes_on(following)):
        return "ADJ"
    if "VERB" in classes and "NOUN" not in classes:
        return "VERB"
    for tag in _CLASSES:
        if tag in classes:
            return tag
    return "NOUN"


def _function(word: str, last: str, following: str) -> str:
    options = SEVERAL.get(word, (FUNCTION.get(word, "ADV"),))
    noun_next = _begins_noun_phrase(following)
    match word:
        case "to":
            return "TO" if "VERB" in _classes(following) or FUNCTION.get(following) == "AUX" else "PREP"
        case "that":
            return "REL" if last in ("NOUN", "PROPN", "VERB") else "DET" if noun_next else "PRON"
        case "her":
            return "POSS" if _goes_on(following) else "PRON"
        case "so" | "then":
            return "CONJ" if last in ("PUNCT", "") and following in FUNCTION else "ADV"
        case "there":
            return "EX" if FUNCTION.get(following) == "AUX" or following in ("lived", "stood", "came") else "ADV"
        case "left":
            if last in ("DET", "POSS", "OF-S", "ADJ"):
                return "ADJ" if _goes_on(following) else "NOUN"
            return "ADV" if last in ("VERB", "PREP") or last == "" else "VERB"
        case "right" | "first" | "second" | "last" | "back" | "home" | "round" | "fast" | "slow" | "far":
            if last in ("DET", "POSS", "OF-S", "ADJ"):
                return "ADJ" if (_goes_on(following) and "ADJ" in options) or "NOUN" not in options else "NOUN"
            if word == "round" and noun_next:
                return "PREP"
            return "ADV" if last != "AUX" or "ADJ" not in options else "ADJ"
        case "after" | "before" | "until" | "since":
            return "SUB" if following in FUNCTION and FUNCTION[following] in ("PRON", "EX") else "PREP"
        case "like":
            return "VERB" if last in ("PRON", "TO") else "PREP"
    if options[0] == "PREP" and "ADV" in options:
        return "PREP" if noun_next else "ADV"
    return options[0]


def _begins_noun_phrase(word: str) -> bool:
    """Whether a word can be the first of a noun phrase."""
    return FUNCTION.get(word) in ("DET", "POSS", "NUM", "PRON") or _goes_on(word)


def _goes_on(word: str) -> bool:
    """Whether a word can stand inside a noun phrase, after its first word."""
    if not word or not word[0].isalnum():
        return False
    tag = FUNCTION.get(word)
    if tag is not None:
        return tag == "NUM" or word in ADJECTIVES
    classes = _classes(word)
    return not classes or bool(classes & {"NOUN", "ADJ"}) or word.endswith("ing")


def _predicate(word: str) -> bool:
    return FUNCTION.get(word) == "AUX" or "VERB" in _classes(word)


def _begins_predicate(word: str) -> bool:
    return word in ("not", "a", "an", "the") or word.endswith("ing")


def _objectlike(word: str) -> bool:
    return FUNCTION.get(word) in ("DET", "POSS", "PRON", "PREP", "NUM", "ADV", "TO", "AUX")


def _with_a_verb(tokens: list[Token]) -> list[Token]:
    """A sentence without a verb gets one where an unknown word in -s stands after a noun: `the robot zaps`."""
    if any(t.tag in ("VERB", "AUX") for t in tokens):
        return tokens
    for n in range(1, len(tokens)):
        t = tokens[n]
        if t.tag == "NOUN" and tokens[n - 1].tag in ("NOUN", "PROPN", "PRON") and t.word[-1] == "s" and not t.capital:
            if "NOUN" in _classes(t.word):
                continue
            return [*tokens[:n], t._replace(tag="VERB", lemma=lemma_of(t.word)), *tokens[n + 1 :]]
    return tokens
