"""Tokens → a noun phrase: what stands before the noun, the noun itself, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planners.offline.forms import SAME_PLURAL
from planners.offline.lexicon import Token
from planners.offline.nouns import BEINGS, BIRTHS, BODY, COMPANIES, PARTS, WHOLES
from planners.offline.phrases import NounPhrase
from planners.offline.words import FEW, MOST, NUMBERS

_ALONE = frozenset(
    ["another", "both", "all", "each", "some", "many", "several", "few", "these", "those", "this", "that"]
)
"""Determiners that stand for a noun: `then another fell`."""
_SEVERAL = frozenset(["several", "many", "few", "these", "those"])
"""Determiners of more than one, whatever form the noun has."""
_BEFORE_THE = frozenset(["all", "both", "half", "such", "all of", "what"])
_OPENINGS = frozenset(["window", "door", "wheel", "engine", "roof"])
_HEADS = frozenset(["head", "face"])
_OWNERS = 6
"""How long a chain of owners is followed: `the king’s daughter’s dog`."""


@dataclass(frozen=True)
class _Lead:
    """What stands before a noun: `all the`, `his two little`."""

    determiner: str
    definite: bool
    count: int
    """0 where the text does not say."""
    counted: bool
    adjectives: tuple[str, ...]
    owner: NounPhrase | None


def noun_phrase(
    tokens: Sequence[Token], n: int, owner: NounPhrase | None = None, owners: int = 0
) -> tuple[NounPhrase | None, int]:
    """The noun phrase that begins at the nth token, and the token after it; (None, n) if there is none.

    `owner` is whose it is, where that was read already, and `owners` how long the chain of owners is so far.
    """
    first = n
    if tokens[n].tag == "PRON":
        t = tokens[n]
        pronoun = NounPhrase(t.word, t.text, t.start, t.end, definite=True, pronoun=True)
        thing, after = noun_phrase(tokens, n + 2, pronoun, owners + 1) if _owns(tokens, n + 1) else (None, n)
        return (thing, after) if thing is not None else (pronoun, n + 1)
    lead, nouns = _lead(tokens, n, owner)
    n = nouns
    while n < len(tokens) and tokens[n].tag in ("NOUN", "PROPN"):
        n += 1
    if n == nouns:
        bare = _without_noun(tokens, first, n, lead)
        return bare, n if bare is not None else first
    phrase = _with_noun(tokens, first, nouns, n, lead)
    if _owns(tokens, n) and owners < _OWNERS:
        owned, after = noun_phrase(tokens, n + 1, phrase, owners + 1)
        if owned is not None:
            return owned, after
    return phrase, n


def _lead(tokens: Sequence[Token], n: int, owner: NounPhrase | None) -> tuple[_Lead, int]:
    """What stands before the noun from the nth token on, and the token after it."""
    determiner, count, counted = "", 0, False
    adjectives: list[str] = []
    definite = owner is not None
    while n < len(tokens):
        t = tokens[n]
        if t.tag in ("DET", "POSS"):
            if determiner and determiner not in _BEFORE_THE and t.word not in ("other", "few", "several", "many"):
                break
            determiner = f"{determiner} {t.word}".strip()
            definite = definite or t.tag == "POSS" or t.word in ("the", "this", "that", "these", "those", "both")
            if t.tag == "POSS":
                owner = NounPhrase(t.word, t.text, t.start, t.end, definite=True, pronoun=True)
        elif t.tag == "NUM":
            number = int(t.word[:4]) if t.word.isdecimal() else NUMBERS.get(t.word, 1)
            if t.word == "dozen":  # `two dozen`, `half a dozen`
                number = number * count if count else number // 2 if "half" in adjectives else number
            count, counted = number, True
        elif t.tag == "ADJ":
            adjectives.append(t.word)
        elif t.tag == "ADV" and t.word in ("very", "so", "quite", "rather", "too") and determiner:
            pass
        elif t.word in (",", "and") and adjectives and n + 1 < len(tokens) and tokens[n + 1].tag == "ADJ":
            if not any(x.tag in ("NOUN", "ADJ") for x in tokens[n + 2 : n + 3]):
                break
        else:
            break
        if determiner == "both":
            count, counted = 2, True
        n += 1
    return _Lead(determiner, definite, count, counted, tuple(adjectives), owner), n


def _without_noun(tokens: Sequence[Token], first: int, n: int, lead: _Lead) -> NounPhrase | None:
    """What words from the first to before the nth mean with no noun after them, if they mean anything."""
    determiner, definite, count, counted = lead.determiner, lead.definite, lead.count, lead.counted
    adjectives = lead.adjectives
    if (determiner or n > first + 2) and adjectives and tokens[n - 1].word == "one":  # `a blue one`, `one blue one`
        return NounPhrase("one", " ".join(t.text for t in tokens[first:n]), tokens[first].start, tokens[n - 1].end,
                          definite, adjectives=adjectives, determiner=determiner)  # fmt: skip
    if count and first < n and tokens[n - 1].tag == "NUM" and not tokens[n - 1].word.isdecimal():
        t = tokens[n - 1]  # `one of them`, `the two`
        return NounPhrase("they", t.text, t.start, t.end, True, min(MOST, count), True, pronoun=True)
    half = adjectives == ("half",) and n < len(tokens) and tokens[n].word == "of"
    if (determiner or counted or half) and adjectives and tokens[n - 1].tag == "ADJ":  # `the dark`, `the second`
        return NounPhrase(adjectives[-1], tokens[n - 1].text, tokens[first].start, tokens[n - 1].end, definite,
                          min(MOST, max(1, count)), counted, adjectives=adjectives,
                          determiner=determiner)  # fmt: skip
    if determiner.endswith(" other") and n == first + 2:
        return NounPhrase("other", f"{tokens[first].text} {tokens[n - 1].text}", tokens[first].start,
                          tokens[n - 1].end, True, determiner=determiner)  # fmt: skip
    if determiner in _ALONE and n == first + 1:
        t = tokens[first]
        two = determiner == "both"
        return NounPhrase(determiner, t.text, t.start, t.end, True, 2 if two else 1, two, pronoun=True,
                          determiner=determiner)  # fmt: skip
    return None


def _with_noun(tokens: Sequence[Token], first: int, nouns: int, n: int, lead: _Lead) -> NounPhrase:
    """The phrase of the words from the first to before the nth; from `nouns` on they are nouns."""
    determiner, count, counted = lead.determiner, lead.count, lead.counted
    run = tokens[nouns:n]
    common = [t for t in run if t.tag == "NOUN"]
    proper = [t for t in run if t.tag == "PROPN"]
    head = common[-1] if common else proper[-1]
    plural = head.plural or (determiner == "some" and head.word[-1] == "s")
    if plural and len(common) > 1 and not counted and common[0].word in NUMBERS:  # `a couple dogs`
        count, counted, common = NUMBERS[common[0].word], True, common[1:]
    if determiner in ("a", "an"):  # `a loaded wagons`: a slip of the pen
        plural = False
    plural = plural or bool(_SEVERAL & set(determiner.split()))  # `several sheep`
    if head.word in SAME_PLURAL and not determiner and lead.owner is None:  # `sheep grazing`, but `Sheep said`
        plural = not head.capital or (n < len(tokens) and (tokens[n].tag == "PREP" or tokens[n].word[-3:] == "ing"))
    compound = len(common) > 1 or any(a.endswith("ed") for a in lead.adjectives)
    if determiner in ("a", "an") and compound and not head.plural and head.word not in SAME_PLURAL:
        count = min(1, count)  # `a two story house`, `a three legged stool`
    if not counted and (size := _size(common, plural=plural)):
        count, counted = size, True
    name = " ".join(t.text for t in proper)
    if not name and head.capital and head.start > 0 and determiner not in ("a", "an"):
        name = head.text
    phrase = NounPhrase(
        head=head.lemma if common else name.lower(),
        text=" ".join(t.text for t in tokens[first:n]).replace(" ,", ","),
        start=tokens[first].start,
        end=run[-1].end,
        definite=lead.definite or bool(proper and not common),
        count=min(MOST, max(1, count)) if counted else FEW if plural else 1,
        counted=counted,
        more=count > MOST,
        adjectives=lead.adjectives,
        modifiers=tuple(t.lemma for t in common[:-1]),
        name=name,
        owner=lead.owner,
        determiner=determiner,
    )
    of = phrase.modifiers[-1] if phrase.modifiers else ""
    part = phrase.head in PARTS | _OPENINGS and of in WHOLES  # `a bus wheel`
    if part or (phrase.head in _HEADS and of in BEINGS):  # `cat faces`
        phrase = replace(phrase, head=phrase.modifiers[-1], modifiers=phrase.modifiers[:-1])
    if phrase.head in BODY and len(common) > 1 and common[-2].plural and determiner in ("a", "an"):  # `a lions mane`
        t = common[-2]
        phrase = replace(phrase, owner=NounPhrase(t.lemma, t.text, tokens[first].start, t.end, determiner=determiner))
    return phrase


def _owns(tokens: Sequence[Token], n: int) -> bool:
    """Whether the nth token is a ’s with something after it."""
    return n + 1 < len(tokens) and tokens[n].tag == "OF-S"


def _size(nouns: Sequence[Token], *, plural: bool) -> int:
    """How many a noun that nobody counts means by itself: two of `twins`, `her parents`, `a couple`; else 0."""
    if plural:
        return next((BIRTHS[t.lemma] for t in nouns if t.lemma in BIRTHS), 0)
    return len(COMPANIES[nouns[-1].lemma]) if nouns and nouns[-1].lemma in set(COMPANIES) - set(BIRTHS) else 0
