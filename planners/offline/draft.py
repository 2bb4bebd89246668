"""An entity as far as the text has told of it."""

from dataclasses import dataclass, field
from functools import cache

from planners.offline.forms import VERBS
from planners.offline.nouns import ANIMALS, CLOTHES, FEMALE, MALE, NOUNS, PEOPLE, PERSONS, YOUNG
from planners.offline.phrases import NounPhrase
from planners.offline.verbs import EXPRESSIONS
from planners.offline.words import ADJECTIVES, COLOUR_WORDS, POINTING, bag
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity, Look, ScriptEntity
from storyline.schema.vocabulary import KINDS, kind_of
from storyline.schema.vocabulary import PEOPLE as PEOPLE_KINDS

_TOOLS = bag(
    """
    ladder hammer counter poster printer cooker toaster heater roller lighter cover drawer shutter sticker holder boiler
    shower river corner paper letter butter water feather finger shoulder mixer scooter trailer blender number tower
    slipper scraper opener computer locker ruler marker folder burner
    """
)
"""Nouns in -er for things that do something."""
HUMANS = frozenset(PEOPLE_KINDS) - {"robot", "ghost", "alien", "dragon", "monster"}


def by_trade(noun: str) -> bool:
    """Whether a noun that no table has names a person by what they do: `robber`, `ferryman`, `violinist`.

    >>> by_trade("robber"), by_trade("ferryman"), by_trade("ladder")
    (True, True, False)
    """
    if noun in NOUNS and noun not in PERSONS:
        return False
    if noun.endswith(("man", "woman", "maid", "smith", "herd", "monger", "keeper", "ist")) and len(noun) > 5:
        return True
    if not noun.endswith(("er", "or")) or len(noun) < 5 or noun in _TOOLS:
        return False
    stem = noun[:-2]
    return bool({stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem} & VERBS)


_OTHER_SEX = {"man": ("she", "woman"), "woman": ("he", "man"), "boy": ("she", "girl"), "girl": ("he", "boy")}
"""A neighbour is drawn as a man until the text says `she`."""


# Who is meant is asked of everybody in the cast at every pronoun: what a noun names is worked out once.
@cache
def _kind(noun: str, gender: str) -> str:
    if noun in ("person", "someone"):
        return "woman" if gender == "she" else "man"
    known = kind_of(noun)
    other = _OTHER_SEX.get(known or "")
    if other is not None and gender == other[0] and noun not in FEMALE | MALE:
        return other[1]
    if known is None and (noun in PEOPLE | YOUNG or by_trade(noun)):
        male, female = ("boy", "girl") if noun in YOUNG else ("man", "woman")
        return female if gender == "she" else male
    return known or noun


@cache
def _human(noun: str, kind: str) -> bool:
    drawn_as = kind_of(kind)
    named = noun in PERSONS or kind in ("man", "woman", "boy", "girl") or drawn_as in HUMANS
    return named or (drawn_as is None and by_trade(noun))


@dataclass
class Draft:
    """An entity in the making: what is known of it so far."""

    id: EntityId
    noun: str
    name: str
    gender: str = ""
    colours: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    wearing: list[str] = field(default_factory=list)
    """`in a red dress`, `with a white beard`."""
    clothes: list[str] = field(default_factory=list)
    """Colours of what it wears, for want of its own."""
    aliases: set[str] = field(default_factory=set)
    company: str = ""
    """The noun that it was brought in with others by: `couple`."""
    proper: bool = False
    writer: ScriptEntity | None = None
    spoke: bool = False
    """Whether it has said anything: it is a person of the story."""
    heard: float = -1.0
    """How lately it was spoken of; subjects count as half a clause later."""

    @property
    def kind(self) -> str:
        """A kind of the vocabulary where there is one, else the noun."""
        if self.writer is not None and self.writer.kind is not None:
            return self.writer.kind
        return _kind(self.noun, self.gender)

    @property
    def drawn_as(self) -> str | None:
        """The kind of the vocabulary that its kind names, if any."""
        return kind_of(self.kind)

    @property
    def alive(self) -> bool:
        """Whether it may be he or she, speak and look."""
        known = self.drawn_as
        return self.human or self.noun in ANIMALS or self.proper or (known is not None and KINDS[known].alive)

    @property
    def person(self) -> bool:
        """Whether it is a human being: they stay in mind longer than others."""
        return self.proper or self.spoke or self.human

    @property
    def human(self) -> bool:
        """Whether it is a man, a woman or a child, by whatever work or name."""
        return _human(self.noun, self.kind)

    @property
    def sex(self) -> str:
        """`he` or `she` where its name, noun or kind says so, as it does not for most animals."""
        if self.gender in ("he", "she"):
            return self.gender
        return "she" if self.kind in FEMALE else "he" if self.kind in MALE else ""

    def wear(self, phrase: NounPhrase, preposition: str) -> None:
        """`a girl in a yellow dress`: what is worn describes, and clothes colour, who wears it."""
        self.wearing.append(f"{preposition} {phrase.text}")
        if not self.colours and phrase.head in CLOTHES and not (self.writer and self.writer.looks):
            self.clothes = [COLOUR_WORDS[a] for a in phrase.adjectives if a in COLOUR_WORDS]

    def describe(self, phrase: NounPhrase) -> None:
        """`a little red boat`: the colours and qualities that a phrase tells, where the writer gave no looks."""
        if self.writer is not None and self.writer.looks is not None:
            return
        first = not self.colours
        for adjective in phrase.adjectives:
            if adjective in COLOUR_WORDS:
                if first:
                    self.colours.append(COLOUR_WORDS[adjective])
            elif (
                adjective in ADJECTIVES
                and adjective not in POINTING | set(EXPRESSIONS) | {"lively"}
                and adjective not in self.attributes
            ):
                self.attributes.append(adjective)

    def entity(self) -> Entity:
        """The entity that it has become: what the writer fixed, and what the text told."""
        words = " ".join((*self.attributes, *self.colours[:1], self.noun if self.noun != "person" else self.kind))
        article = "an" if words[:1].lower() in "aeiou" else "a"
        description = f"{article} {words}" + "".join(f" {w}" for w in self.wearing)
        colours, attributes = tuple(self.colours or self.clothes), tuple(self.attributes)
        look = Look(description=description, colours=colours, attributes=attributes)
        written = self.writer
        if written is None:
            return Entity(id=self.id, kind=self.kind, name=self.name[:200], looks=(look,))
        return Entity(
            id=self.id,
            kind=written.kind or self.kind,
            name=written.name or self.name[:200],
            looks=written.looks or (look,),
            voice=written.voice,
        )
