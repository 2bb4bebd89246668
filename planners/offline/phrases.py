"""What a sentence is made of: noun phrases, verbs, and the small words between them."""

from dataclasses import dataclass


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
