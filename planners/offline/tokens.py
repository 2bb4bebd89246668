"""Sentence → tokens: words with their lemma and their class."""

import re

from planners.offline.forms import SAME_PAST, SAME_PLURAL, STRONG, may_be_verb, noun_of, verb_of
from planners.offline.lexicon import (
    Token,
    begins_noun_phrase,
    begins_predicate,
    classes_of,
    goes_on,
    infinitive,
    lemma_of,
    objectlike,
    predicate,
)
from planners.offline.nouns import BODY, COMPOUNDS, FIRST_NAMES, NOUNS, UNSEEN
from planners.offline.spaces import SPOTS
from planners.offline.verbs import SENSES
from planners.offline.words import ADJECTIVES, COLOUR_WORDS, FUNCTION, PHRASES, SEVERAL, bag

_WORD = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Prof)\.|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]|_"
)
_PHRASES_BY_WORD = {first: [p for p in PHRASES if p[0] == first] for first, *_ in PHRASES}
_CLASSES = ("NOUN", "VERB", "ADJ", "ADV")
_SUBJECTS = frozenset(["i", "he", "she", "we", "they"])
"""Pronouns that are nothing but subjects: a verb must follow."""
_OBJECTS = frozenset(["them", "him", "me", "us", "her", "it", "you"])
_GIVING = frozenset(verb for verb, sense in SENSES.items() if sense.motion == "give") - {"show"}
"""Verbs after which somebody and then something is named."""
_PLAIN_AFTER = bag("i you we they can could will would shall should may might must do does did 'll 'd let let's to")
"""Words after which a verb has its base form."""
_LONE = bag("one two three four first second third last eldest other another all both each some many several few")
"""Words that may stand for a noun."""
_BEING = frozenset(["be", "seem", "look", "feel", "become", "grow", "get", "stay", "keep"])
_BE_FORMS = frozenset(["is", "are", "was", "were", "am", "be", "been", "being", "'s", "'re", "'m"])
_AWAY = frozenset(["down", "out", "up", "off", "away"])
"""Particles that stand with a participle before a noun: `a worn out shoe`."""
_NEVER_TWICE = frozenset(["a", "an", "the", "of", "at", "with", "and", "to"])
"""Words that stand twice only by a slip of the pen: `a picture of of a dog`."""
_FLOATING = frozenset(["all", "both", "each"])
_ANYBODY = frozenset(["someone", "somebody", "everyone", "everybody", "anyone", "nobody", "no-one"])
_BOUNDARIES = frozenset([",", ";", ":", "—", "–", "-", "(", ")", ".", "!", "?", "…"])


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a sentence, tagged."""
    raw = [(m[0], m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]
    raw = [w for n, w in enumerate(raw) if not (n and w[1] in _NEVER_TWICE and w[1] == raw[n - 1][1])]
    words: list[tuple[str, str, int, int]] = []
    n = 0
    while n < len(raw):
        candidates = _PHRASES_BY_WORD.get(raw[n][1], ())
        length = next((len(p) for p in candidates if tuple(w for _, w, _, _ in raw[n : n + len(p)]) == p), 1)
        named = length == 1 and _is_compound([w for _, w, _, _ in raw[n : n + 2]])
        slip = length == 1 and tuple(w for _, w, _, _ in raw[n : n + 2]) == ("it", "'s") and _its(raw, n)
        length, joint = (2, " ") if named else (2, "") if slip else (length, "-")
        start, end = raw[n][2], raw[n + length - 1][3]
        word = joint.join(w for _, w, _, _ in raw[n : n + length])
        words.append((text[start:end], "its" if slip else word, start, end))
        n += length
    tokens: list[Token] = []
    for n, (shown, word, start, end) in enumerate(words):
        tag = _tag(tokens, words, n)
        inflected = tag in ("NOUN", "VERB", "AUX") and not (tag == "NOUN" and word in SPOTS)
        tokens.append(Token(shown, word, lemma_of(word, tag) if inflected else word, tag, start, end))
    return tuple(_with_a_verb(tokens))


def _its(raw: list[tuple[str, str, int, int]], n: int) -> bool:
    """Whether the `it's` at n is a slip for `its`: `with it's wings spread`, but not `it's back`."""
    before, after = raw[n - 1][1] if n else "", raw[n + 2][1] if n + 2 < len(raw) else ""
    return after in BODY and (before in ("with", "has", "had", "have", "of") or before.endswith("ing"))


def _is_compound(words: list[str]) -> bool:
    """Whether two words are the name of one thing, or of several."""
    return len(words) == 2 and ((words[0], words[1]) in COMPOUNDS or (words[0], noun_of(words[1])) in COMPOUNDS)


def _tag(before: list[Token], words: list[tuple[str, str, int, int]], n: int) -> str:
    """The class of the nth word: the closed classes by table, the open ones by what stands before and after."""
    shown, word, _, _ = words[n]
    previous = before[-1] if before else None
    last = previous.tag if previous else ""
    following = words[n + 1][1] if n + 1 < len(words) else ""
    if not (shown[0].isalnum() or shown[0] in "'’"):
        return "PUNCT"
    if " " in word:  # a name of two words
        return "NOUN"
    if word.isdecimal():
        return "NUM"
    if word[-1] == ".":  # Mr.
        return "PROPN"
    if word == "'s":
        owner = last not in ("PRON", "EX") or (before[-1].word in _ANYBODY and "NOUN" in classes_of(following))
        return "OF-S" if owner and not begins_predicate(following) else "AUX"
    if word in _FLOATING and (last == "PRON" or _floats(before, following)):  # `they all sang`
        return "ADV"
    if word in ("left", "right") and previous is not None and previous.word in ("from", "to", "towards", "toward"):
        return "NOUN"  # `from left to right`
    if word == "more" and last == "NUM":  # `two more cars`
        return "ADJ"
    if word == "half" and last == "NOUN" and (following == "full-of" or "ADJ" in classes_of(following)):
        return "ADV"
    if word == "as" and (tag := _as_many(before, words, n)):
        return tag
    if word in _AWAY and _describes(before, words, n):
        return "ADJ"
    if word in SEVERAL or word in FUNCTION:
        return _function(word, last, following)
    inside = last in ("DET", "POSS", "NUM", "OF-S", "ADJ")
    classes = classes_of(word)
    if _describes(before, words, n):
        return "ADJ"
    single = last in ("DET", "NUM") and before[-1].word in ("another", "one", "each")
    if single and "VERB" in classes and noun_of(word) != word:  # `another sleeps`
        return "VERB"
    lone = last in ("DET", "NUM", "ADJ") and (before[-1].word in _LONE or before[-1].word.endswith("est"))
    black = last == "ADJ" and word in STRONG and "NOUN" not in classes  # `a knight in black rode away`
    if (lone or black) and not goes_on(following) and "VERB" in classes and (word in STRONG or word.endswith("ed")):
        return "VERB"  # `then another fell`
    if word in COLOUR_WORDS and word in NOUNS and last == "CONJ" and not goes_on(following):
        return "NOUN" if [t.tag for t in before[-2:-1]] == ["NOUN"] else "ADJ"  # `an apple and orange`
    if "ADJ" in classes and _after_be(before):
        return "ADJ"
    if shown[0].isupper() and last == "PROPN" and before[-1].word[-1] == ".":
        return "PROPN"  # Mr. Brown
    if shown[0].isupper() and not inside and (n > 0 or not classes):
        bare = word[-1] != "s" or predicate(following) or following in ("and", "'s", ",")
        if not classes and (n > 0 or word in FIRST_NAMES or bare):  # a common noun has an article in front of it
            return "PROPN"
        if word in FIRST_NAMES:
            return "PROPN"
    if shown[0].isupper() and not classes and n > 0:
        return "PROPN"
    if inside or last == "PREP":
        participle = word.endswith(("ing", "ed")) and "NOUN" not in classes
        if goes_on(following) and ("ADJ" in classes or participle):
            return "ADJ"
        if last == "PREP" and word.endswith("ing") and "NOUN" not in classes:
            return "VERB"
        if last == "ADJ" and previous is not None and len(before) > 1 and before[-2].tag in ("AUX", "VERB"):
            return "VERB" if "VERB" in classes and "NOUN" not in classes else "NOUN" if classes != {"ADJ"} else "ADJ"
        if "NOUN" in classes or not classes & {"ADV", "ADJ"}:
            return "NOUN"
        return "ADJ" if "ADJ" in classes else "ADV"
    if _must_be_verb(before, word, classes):
        return "VERB"
    given = last == "PRON" and before[-1].word in _OBJECTS and len(before) > 1 and before[-2].lemma in _GIVING
    if given and not word.endswith(("ed", "ing")) and word not in STRONG:
        return "NOUN"  # `gave them milk`
    if "VERB" in classes and last in ("", "NOUN", "PROPN", "PRON", "REL", "AUX", "NEG", "ADV", "TO", "CONJ", "PUNCT"):
        noun_instead = (
            "NOUN" in classes
            and (
                (last in ("", "PUNCT", "CONJ") and not objectlike(following) and not word.endswith(("ed", "ing")))
                or (last == "ADV" and not any(t.tag in ("NOUN", "PROPN", "PRON") for t in before))
            )
        ) or (last in ("NOUN", "PROPN") and _compound(before, word, classes))
        return "NOUN" if noun_instead else "VERB"
    if "ADJ" in classes and (last in ("AUX", "ADV", "", "CONJ", "PUNCT") or goes_on(following)):
        return "ADJ"
    if "VERB" in classes and "NOUN" not in classes:
        return "VERB"
    for tag in _CLASSES:
        if tag in classes:
            return tag
    return "NOUN"


def _floats(before: list[Token], following: str) -> bool:
    """Whether `all`, `both` or `each` is of those just named: `two dogs both sleeping`, `two vases, each with …`."""
    doing = verb_of(following) is not None and following.endswith("ing")
    if not before or before[-1].tag == "PUNCT":
        several = len(before) > 1 and (before[-2].plural or any(t.word == "and" for t in before))
        return several and (doing or following == "with")
    several = before[-1].plural or before[-1].word in SAME_PLURAL
    return several and (doing or following == "with" or "VERB" in classes_of(following))


def _describes(before: list[Token], words: list[tuple[str, str, int, int]], n: int) -> bool:
    """Whether a word is an adjective by the words around it, whatever it is by itself.

    `an orange and white fox`, `a run down house`, `a wuthering old house`: no noun stands right before an adjective.
    """
    _, word, _, _ = words[n]
    one, two, three = (words[m][1] if m < len(words) else "" for m in range(n + 1, n + 4))
    last = before[-1].tag if before else ""
    if word in COLOUR_WORDS and one in ("and", "&", ",") and two in COLOUR_WORDS:
        return goes_on(three)
    if word in _AWAY:
        return last == "ADJ" and _participle(before[-1].word) and goes_on(one)
    if last not in ("DET", "POSS", "NUM", "OF-S", "ADJ") or not goes_on(two):
        return False
    if one in _AWAY:
        return _participle(word)
    described = one in ADJECTIVES or one in COLOUR_WORDS or (one == "looking" and classes_of(two) == {"NOUN"})
    return not classes_of(word) and word not in FUNCTION and described


def _participle(word: str) -> bool:
    """Whether a word can be the participle of a verb: `broken`, `run`, `rusted`."""
    return word in STRONG or word in SAME_PAST or word.endswith("ed")


def _as_many(before: list[Token], words: list[tuple[str, str, int, int]], n: int) -> str:
    """The class of an `as` that compares numbers: `as many cats as dogs`, `the same number of cats as dogs`; else none.

    The second joins the two like `and`; `as many people watched` is another `as`.
    """
    told = [t.word for t in before]
    if words[n + 1 : n + 2] and words[n + 1][1] == "many":
        after = before[-1].tag in ("CONJ", "PREP", "AUX") or told[-1] in ("twice", "just") if before else False
        return "DET" if after or any(word == "as" for _, word, _, _ in words[n + 2 :]) else ""
    alike = ("many" in told and before[told.index("many") - 1].tag == "DET") or "number" in told[1:]
    return "CONJ" if alike and before[-1].tag == "NOUN" and {"many", "same", "equal"} & set(told) else ""


def _must_be_verb(before: list[Token], word: str, classes: frozenset[str]) -> bool:
    """Whether only a verb can stand here: after a pronoun that is always a subject, a modal or `to`."""
    n = len(before)
    while n and before[n - 1].tag in ("ADV", "NEG"):
        n -= 1
    if not n or classes == {"ADV"} or (classes == {"ADJ"} and before[n - 1].word != "to"):
        return False
    previous = before[n - 1]
    if previous.tag == "TO" or (previous.tag == "AUX" and previous.word in _PLAIN_AFTER):
        return True
    return previous.word in _SUBJECTS and "ADJ" not in classes


def _after_be(before: list[Token]) -> bool:
    """Whether what came last is `was` or `looked`, with or without `so`: an adjective follows before a participle."""
    n = len(before)
    while n and before[n - 1].tag in ("ADV", "NEG"):
        n -= 1
    return (
        bool(n)
        and before[n - 1].tag in ("AUX", "VERB")
        and (before[n - 1].word in _BE_FORMS or before[n - 1].lemma in _BEING)
    )


def _compound(before: list[Token], word: str, classes: frozenset[str]) -> bool:
    """Whether a word after a noun, noun or verb by itself, is a noun as in `garden gate`.

    A verb must agree with its subject (`the dogs bark`, `the dog barks`), and a clause has one.
    """
    if word in STRONG or word.endswith(("ed", "ing")):
        return False
    subject, verbs, allowed = before[-1], 0, 1
    for token in reversed(before):
        if token.tag in ("CONJ", "SUB") or token.word in _BOUNDARIES:
            break
        allowed += token.tag == "REL"
        verbs += token.tag == "VERB"
    several = subject.plural or (subject.tag == "NOUN" and subject.word in SAME_PLURAL)
    several = several or any(t.word == "and" for t in before[-4:-1])
    if not several and word[-1] == "s" and _many(before):
        return True  # `two toy cars stop`: more than one toy is no subject
    if verb_of(word) == word:
        return verbs >= allowed or not (several or word in SAME_PAST)
    return verbs >= allowed and "NOUN" in classes and noun_of(word) not in UNSEEN


def _many(before: list[Token]) -> bool:
    """Whether the noun phrase that ends here is of a number above one."""
    for token in reversed(before):
        if token.tag not in ("NOUN", "ADJ"):
            return (token.tag == "NUM" and token.word not in ("one", "1")) or token.word in ("several", "many", "few")
    return False


def _function(word: str, last: str, following: str) -> str:
    options = SEVERAL.get(word, (FUNCTION.get(word, "ADV"),))
    noun_next = begins_noun_phrase(following)
    match word:
        case "to":
            return "TO" if infinitive(following) else "PREP"
        case "that":
            if last in ("NOUN", "PROPN", "VERB", "ADJ", "ADV"):
                return "REL" if last in ("NOUN", "PROPN", "VERB") else "SUB"
            several = FUNCTION.get(following) in ("DET", "POSS", "NUM", "PRON")
            return "SUB" if several else "DET" if noun_next else "PRON"
        case "her":
            return "POSS" if goes_on(following) else "PRON"
        case "so" | "then":
            return "CONJ" if last in ("PUNCT", "") and following in FUNCTION else "ADV"
        case "there":
            return "EX" if FUNCTION.get(following) == "AUX" or following in ("lived", "stood", "came") else "ADV"
        case "left":
            if last in ("DET", "POSS", "OF-S", "ADJ"):
                return "ADJ" if goes_on(following) else "NOUN"
            return "ADV" if last in ("VERB", "PREP") or last == "" else "VERB"
        case "right" | "first" | "second" | "last" | "back" | "home" | "well" | "round" | "fast" | "slow" | "far":
            if last in ("DET", "POSS", "OF-S", "ADJ"):
                return "ADJ" if (goes_on(following) and "ADJ" in options) or "NOUN" not in options else "NOUN"
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


def _with_a_verb(tokens: list[Token]) -> list[Token]:
    """A clause without a verb gets one where an unknown word in -s stands after a noun: `the robot zaps`."""
    made: list[Token] = []
    begin = 0
    for n in range(len(tokens) + 1):
        if n == len(tokens) or tokens[n].word in _BOUNDARIES or tokens[n].tag in ("CONJ", "SUB"):
            made += [*_verbed(tokens[begin:n]), *tokens[n : n + 1]]
            begin = n + 1
    return made


def _verbed(tokens: list[Token]) -> list[Token]:
    if any(t.tag in ("VERB", "AUX") for t in tokens):
        return tokens
    for n in range(1, len(tokens)):
        t = tokens[n]
        if t.tag == "NOUN" and tokens[n - 1].tag in ("NOUN", "PROPN", "PRON") and t.word[-1] == "s" and not t.capital:
            stem = noun_of(t.word)
            if "NOUN" in classes_of(t.word) or _many(tokens[:n]):
                continue
            if not (may_be_verb(t.word) or len(tokens) == n + 1):
                continue
            return [*tokens[:n], t._replace(tag="VERB", lemma=verb_of(t.word) or stem), *tokens[n + 1 :]]
    return tokens
