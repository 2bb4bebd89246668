"""Tokens → chunks: the phrases of a sentence in order, those that belong together made one."""

from collections.abc import Sequence
from dataclasses import replace

from planners.offline.lexicon import Token
from planners.offline.noun_phrases import noun_phrase
from planners.offline.nouns import ANIMALS, BEINGS, CONTAINERS, PARTS, REPRESENTED, THINGS
from planners.offline.phrases import Chunk, Mark, NounPhrase, Verb
from planners.offline.verb_phrases import verb_phrase
from planners.offline.words import COLLECTIVES, FEW, MOST, NUMBERS, PAIRED, PORTIONS

_WAYS = frozenset(["road", "path", "way", "trail", "street", "bridge", "door", "gate", "key", "stair", "stairs"])
"""`the road to the city`: the city is not where one is."""
_AGES = frozenset(["adult", "mother", "father", "parent", "baby", "young", "little"])


def chunk(tokens: Sequence[Token]) -> tuple[Chunk, ...]:
    """The chunks of a sentence in order."""
    chunks: list[Chunk] = []
    n = 0
    while n < len(tokens):
        noun, after = noun_phrase(tokens, n)
        verb = None
        if noun is None:
            verb, after = verb_phrase(tokens, n)
        t = tokens[n]
        chunks.append(noun or verb or Mark(t.tag, t.word, t.start, t.end))
        n = max(after, n + 1)
    return tuple(_joined(chunks))


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
