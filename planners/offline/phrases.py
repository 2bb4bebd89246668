"""Tokens → chunks: noun phrases, verbs, and the small words between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planners.offline.forms import SAME_PLURAL
from planners.offline.lexicon import Token
from planners.offline.nouns import (
    ANIMALS,
    BEINGS,
    BIRTHS,
    BODY,
    COMPANIES,
    CONTAINERS,
    PARTS,
    REPRESENTED,
    THINGS,
    WHOLES,
)
from planners.offline.words import COLLECTIVES, FEW, MOST, NUMBERS, PAIRED, PORTIONS


@dataclass(frozen=True)
class NounPhrase:
    """`a little yellow bird`, `the Hare`, `her dog Rex`, `she`."""

    head: str
    """The noun in the singular, or the pronoun."""
    text: str
    start: int
    end: int
    definite: bool = False
    """`the`, `this`, a possessive or a name: spoken of before, or known to all."""
    count: int = 1
    """How many; `FEW` when the text does not say."""
    counted: bool = False
    """Whether the text says how many."""
    more: bool = False
    """Whether the text says more than `MOST`, which are all that are drawn."""
    adjectives: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    """Nouns before the head: `oak` of `oak tree`."""
    name: str = ""
    """A proper name, or the noun itself where it is written with a capital: `Joe`, `Hare`."""
    pronoun: bool = False
    owner: "NounPhrase | None" = None
    determiner: str = ""
    of: "NounPhrase | None" = None
    """`the left of the cat`."""


@dataclass(frozen=True)
class Verb:
    """`was chasing`, `did not stop`, `to watch`."""

    lemma: str
    word: str
    start: int
    end: int
    negated: bool = False
    passive: bool = False
    form: str = "finite"
    """finite, ing, to, or ed (a participle that may be passive)."""
    modal: str = ""
    """`would` of `would run`."""
    perfect: bool = False
    """`had gone`: before what is told."""


@dataclass(frozen=True)
class Mark:
    """Any other word: its tag, and itself."""

    tag: str
    word: str
    start: int
    end: int


Chunk = NounPhrase | Verb | Mark


def chunk(tokens: Sequence[Token]) -> tuple[Chunk, ...]:
    """The chunks of a sentence in order."""
    chunks: list[Chunk] = []
    n = 0
    while n < len(tokens):
        noun, after = _noun_phrase(tokens, n)
        verb = None
        if noun is None:
            verb, after = _verb(tokens, n)
        t = tokens[n]
        chunks.append(noun or verb or Mark(t.tag, t.word, t.start, t.end))
        n = max(after, n + 1)
    return tuple(_joined(chunks))


_HARDLY = frozenset(["never", "hardly", "barely", "scarcely", "almost", "nearly"])
_MODES = frozenset(["would", "might", "may", "should", "must", "will", "shall", "'ll"])
"""Words before a verb that say it does not happen, or not yet."""
_ALONE = frozenset(
    ["another", "both", "all", "each", "some", "many", "several", "few", "these", "those", "this", "that"]
)
"""Determiners that stand for a noun: `then another fell`."""
_SEVERAL = frozenset(["several", "many", "few", "these", "those"])
"""Determiners of more than one, whatever form the noun has."""
_BEFORE_THE = frozenset(["all", "both", "half", "such", "all of", "what"])
_WAYS = frozenset(["road", "path", "way", "trail", "street", "bridge", "door", "gate", "key", "stair", "stairs"])
"""`the road to the city`: the city is not where one is."""
_OPENINGS = frozenset(["window", "door", "wheel", "engine", "roof"])
_HEADS = frozenset(["head", "face"])
_AGES = frozenset(["adult", "mother", "father", "parent", "baby", "young", "little"])
_OWNERS = 6
"""How long a chain of owners is followed: `the king’s daughter’s dog`."""


def _noun_phrase(
    tokens: Sequence[Token], n: int, owner: NounPhrase | None = None, owners: int = 0
) -> tuple[NounPhrase | None, int]:
    first = n
    if tokens[n].tag == "PRON":
        t = tokens[n]
        pronoun = NounPhrase(t.word, t.text, t.start, t.end, definite=True, pronoun=True)
        thing, after = _noun_phrase(tokens, n + 2, pronoun, owners + 1) if _owns(tokens, n + 1) else (None, n)
        return (thing, after) if thing is not None else (pronoun, n + 1)
    determiner, count, counted, adjectives = "", 0, False, []
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
    nouns = n
    while n < len(tokens) and tokens[n].tag in ("NOUN", "PROPN"):
        n += 1
    if n == nouns:
        if (determiner or n > first + 2) and adjectives and tokens[n - 1].word == "one":  # `a blue one`, `one blue one`
            return NounPhrase("one", " ".join(t.text for t in tokens[first:n]), tokens[first].start, tokens[n - 1].end,
                              definite, adjectives=tuple(adjectives), determiner=determiner), n  # fmt: skip
        if count and first < n and tokens[n - 1].tag == "NUM" and not tokens[n - 1].word.isdecimal():
            t = tokens[n - 1]  # `one of them`, `the two`
            return NounPhrase("they", t.text, t.start, t.end, True, min(MOST, count), True, pronoun=True), n
        half = adjectives == ["half"] and n < len(tokens) and tokens[n].word == "of"
        if (determiner or counted or half) and adjectives and tokens[n - 1].tag == "ADJ":  # `the dark`, `the second`
            return NounPhrase(adjectives[-1], tokens[n - 1].text, tokens[first].start, tokens[n - 1].end, definite,
                              min(MOST, max(1, count)), counted, adjectives=tuple(adjectives),
                              determiner=determiner), n  # fmt: skip
        if determiner.endswith(" other") and n == first + 2:
            return NounPhrase("other", f"{tokens[first].text} {tokens[n - 1].text}", tokens[first].start,
                              tokens[n - 1].end, True, determiner=determiner), n  # fmt: skip
        if determiner in _ALONE and n == first + 1:
            t = tokens[first]
            two = determiner == "both"
            return NounPhrase(determiner, t.text, t.start, t.end, True, 2 if two else 1, two, pronoun=True,
                              determiner=determiner), n  # fmt: skip
        return None, first
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
    if head.word in SAME_PLURAL and not determiner and owner is None:  # `sheep grazing`, but `Sheep said`
        plural = not head.capital or (n < len(tokens) and (tokens[n].tag == "PREP" or tokens[n].word[-3:] == "ing"))
    compound = len(common) > 1 or any(a.endswith("ed") for a in adjectives)
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
        definite=definite or bool(proper and not common),
        count=min(MOST, max(1, count)) if counted else FEW if plural else 1,
        counted=counted,
        more=count > MOST,
        adjectives=tuple(adjectives),
        modifiers=tuple(t.lemma for t in common[:-1]),
        name=name,
        owner=owner,
        determiner=determiner,
    )
    of = phrase.modifiers[-1] if phrase.modifiers else ""
    part = phrase.head in PARTS | _OPENINGS and of in WHOLES  # `a bus wheel`
    if part or (phrase.head in _HEADS and of in BEINGS):  # `cat faces`
        phrase = replace(phrase, head=phrase.modifiers[-1], modifiers=phrase.modifiers[:-1])
    if phrase.head in BODY and len(common) > 1 and common[-2].plural and determiner in ("a", "an"):  # `a lions mane`
        t = common[-2]
        phrase = replace(phrase, owner=NounPhrase(t.lemma, t.text, tokens[first].start, t.end, determiner=determiner))
    if _owns(tokens, n) and owners < _OWNERS:
        owned, after = _noun_phrase(tokens, n + 1, phrase, owners + 1)
        if owned is not None:
            return owned, after
    return phrase, n


def _owns(tokens: Sequence[Token], n: int) -> bool:
    """Whether the nth token is a ’s with something after it."""
    return n + 1 < len(tokens) and tokens[n].tag == "OF-S"


def _size(nouns: Sequence[Token], *, plural: bool) -> int:
    """How many a noun that nobody counts means by itself: two of `twins`, `her parents`, `a couple`; else 0."""
    if plural:
        return next((BIRTHS[t.lemma] for t in nouns if t.lemma in BIRTHS), 0)
    return len(COMPANIES[nouns[-1].lemma]) if nouns and nouns[-1].lemma in set(COMPANIES) - set(BIRTHS) else 0


def _verb(tokens: Sequence[Token], n: int) -> tuple[Verb | None, int]:
    first, be, have, negated, modal, mode = n, False, False, False, False, ""
    infinitive = tokens[n].tag == "TO"
    n += infinitive
    while n < len(tokens) and tokens[n].tag in ("AUX", "NEG", "ADV"):
        t = tokens[n]
        if t.tag == "ADV" and not any(x.tag == "VERB" for x in tokens[n + 1 : n + 3]):
            break
        if t.tag == "ADV" and n == first:
            return None, first
        negated = negated or t.tag == "NEG" or t.word in _HARDLY
        mode = t.word if t.word in _MODES else mode
        be = be or t.lemma == "be" or t.word in ("'s", "'re", "'m", "been", "being", "is", "are", "was", "were", "am")
        have = have or t.word in ("has", "have", "had", "having")
        modal = modal or t.tag == "AUX"
        n += 1
    perfect_participle = n + 1 < len(tokens) and tokens[n].word == "having" and tokens[n + 1].tag == "VERB"
    if perfect_participle:  # `having started`
        t = tokens[n + 1]
        return Verb(t.lemma, t.word, tokens[first].start, t.end, negated, form="ing"), n + 2
    if n < len(tokens) and tokens[n].tag == "VERB":
        t = tokens[n]
        ing = t.word.endswith("ing") and t.lemma != t.word
        participle = t.lemma != t.word and not ing and not t.word.endswith("s")
        form = (
            "to"
            if infinitive
            else "ing"
            if ing and not be
            else "ed"
            if participle and not be and not modal
            else "finite"
        )
        perfect = have and participle and any(x.word == "had" for x in tokens[first:n])
        return Verb(t.lemma, t.word, tokens[first].start, t.end, negated, be and participle, form, mode, perfect), n + 1
    if modal:
        last = tokens[n - 1]
        lemma = "be" if be else "have" if have else "do"
        form = "to" if infinitive else "finite"
        return Verb(lemma, last.word, tokens[first].start, last.end, negated, form=form, modal=mode), n
    return None, first


def _joined(chunks: list[Chunk]) -> list[Chunk]:
    """`a group of birds` is birds; `the left of the cat` is a left with a cat; `a boy called Tom` is named Tom."""
    _complete(chunks)
    out: list[Chunk] = []
    n = 0
    while n < len(chunks):
        c = chunks[n]
        rest = chunks[n + 1 : n + 3]
        if isinstance(c, NounPhrase) and len(rest) == 2 and isinstance(rest[1], NounPhrase):
            second = rest[1]
            if isinstance(rest[0], Mark) and rest[0].word == "of" and c.head in CONTAINERS and second.counted:
                chunks[n + 1] = replace(rest[0], word="with")  # `a box of six eggs`: they are seen
            elif isinstance(rest[0], Mark) and rest[0].word == "of":
                shown = c.head in REPRESENTED
                if shown and len(out) == 2 and _picture(out[0]) and isinstance(out[1], Verb) and out[1].lemma == "be":
                    out.clear()  # `this is a photo of two cats`
                shown = shown and not any(isinstance(o, NounPhrase) for o in out)
                merged = second if shown and not second.pronoun else _of(c, second)
                chunks[n + 2] = merged
                n += 2
                continue
            if isinstance(rest[0], Mark) and rest[0].word == "to" and c.head in _WAYS and not _somebody(c, second):
                chunks[n + 2] = _extended(c, second.end, of=second)
                n += 2
                continue
            if isinstance(rest[0], Mark) and rest[0].word == "," and _apposed(c, second, chunks[n + 3 :]):
                described = {"adjectives": c.adjectives + second.adjectives, "modifiers": second.modifiers}
                head = second.head if c.head == c.name.lower() else c.head
                name = c.name or (second.name if second.head == second.name.lower() else "")
                chunks[n + 2] = _extended(c, second.end, head=head, name=name, **described)
                n += 2
                continue
            if isinstance(rest[0], Verb) and rest[0].word in ("called", "named") and second.name:
                chunks[n + 2] = _extended(c, second.end, name=second.name)
                n += 2
                continue
        out.append(c)
        n += 1
    return out


def _complete(chunks: list[Chunk]) -> None:
    """Gives those their noun that have it in common with others: `a red, a green and a blue car`."""
    joints = {"and", "or"}
    for n in range(len(chunks) - 3, -1, -1):
        first, joint, second = chunks[n : n + 3]
        if not isinstance(first, NounPhrase) or not isinstance(second, NounPhrase):
            continue
        if isinstance(joint, Mark) and joint.word in joints and _same_noun(first, second):
            age = () if first.head in first.adjectives else (first.head,)
            chunks[n] = replace(first, head=second.head, modifiers=age)
            joints.add(",")


def _picture(chunk: Chunk) -> bool:
    """Whether a chunk stands for what is looked at: `it`, `this`, `the picture`."""
    return isinstance(chunk, NounPhrase) and chunk.head in {"it", "this", *REPRESENTED}


def _same_noun(first: NounPhrase, second: NounPhrase) -> bool:
    """Whether a noun is said once for two: `a red and a blue car`, `a mother and a baby elephant`."""
    if first.pronoun or second.pronoun or second.head in second.adjectives:
        return False
    ages = second.head in ANIMALS and first.head in _AGES and _AGES & {*second.modifiers, *second.adjectives}
    return bool(ages) or (first.head in first.adjectives and second.determiner != "the" != first.determiner)


def _somebody(way: NounPhrase, goal: NounPhrase) -> bool:
    """Whether it is no way to a place: `the key to the girl`, but `the key to the house`."""
    named = goal.head == goal.name.lower() and way.head == "key"
    return goal.pronoun or named or goal.head in BEINGS


def _apposed(first: NounPhrase, second: NounPhrase, after: Sequence[Chunk]) -> bool:
    """Whether the second phrase tells who the first one is.

    `Rex, a big dog, barked`; not so in `Rex, a cat and a hare`.
    """
    named = bool(second.name) and second.head == second.name.lower() and not second.determiner
    if first.pronoun or second.pronoun:
        return False
    if named and (first.name or first.count > 1 or not first.determiner):
        return False
    if not named and (second.name or second.determiner not in ("a", "an", "the", "her", "his")):
        return False
    if not named and not first.name and (not first.definite or second.determiner not in ("a", "an")):
        return False
    n = 0
    while n < len(after):
        chunk = after[n]
        if not isinstance(chunk, Mark) or chunk.word in (",", "and", "or"):
            break
        n += 2 if chunk.tag == "PREP" else 1
    closing = after[n] if n < len(after) else None
    if closing is None:
        return True
    ended = isinstance(closing, Mark) and closing.word == ","
    following = after[n + 1] if n + 1 < len(after) else None
    return ended and (isinstance(following, Verb) or following is None)


def _of(first: NounPhrase, second: NounPhrase) -> NounPhrase:
    if first.head in COLLECTIVES and second.pronoun and second.counted:  # `a family of four`
        return _extended(first, second.end, head="person", count=second.count, counted=True)
    if first.head in COLLECTIVES:
        whole = first.head == "pair" and second.text.rpartition(" ")[2].lower() in PAIRED
        size = 1 if whole else NUMBERS.get(first.head, second.count if second.counted else FEW)
        counted = first.head in NUMBERS or second.counted
        several = first.counted and first.text.endswith("s")  # `two pairs of lions`
        count = min(MOST, size * first.count) if several else size
        return _extended(first, second.end, head=second.head, adjectives=first.adjectives + second.adjectives,
                         count=count, counted=counted, modifiers=second.modifiers, of=None)  # fmt: skip
    if first.pronoun and first.head not in ("none", "nobody", "nothing"):  # `one of the robbers`, `all of them`
        counted = first.counted or second.counted
        count = first.count if first.counted else second.count
        return _extended(first, second.end, head=second.head, pronoun=second.pronoun, count=count, counted=counted)
    if first.head in PARTS and not second.pronoun:  # `the lid of a pot`
        return _extended(first, second.end, head=second.head, adjectives=second.adjectives, modifiers=second.modifiers,
                         count=second.count, counted=second.counted, name=second.name, owner=second.owner,
                         definite=second.definite, determiner=second.determiner, of=second.of)  # fmt: skip
    if (first.head in PORTIONS or (first.head == "half" and second.head in THINGS)) and not second.pronoun:
        return _extended(first, second.end, head=second.head, adjectives=second.adjectives, modifiers=second.modifiers,
                         count=first.count, counted=True, of=None)  # fmt: skip
    return _extended(first, second.end, of=second)


def _extended(phrase: NounPhrase, end: int, **changes: object) -> NounPhrase:
    return replace(phrase, end=end, **changes)  # type: ignore[arg-type]
