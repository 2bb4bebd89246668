"""Chunks → clauses: who does what to whom, where."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planners.offline.chunks import chunk
from planners.offline.nouns import META
from planners.offline.phrases import Chunk, Mark, NounPhrase, Verb
from planners.offline.spaces import SPOTS
from planners.offline.tokens import tokenise
from planners.offline.verbs import ASPECT, CAUSES, SENSES, SPEECH, WISHES
from planners.offline.words import COLOUR_WORDS

_SUBJECTS = frozenset(["i", "he", "she", "we", "they"])
_COMPARING = frozenset(["as", "than"])
_SUPPOSING = frozenset(["if", "unless", "as-if", "as-though", "even-if", "than", "whether", "so-that"])
_HARDLY = frozenset(["hardly", "barely", "scarcely", "neither"])
_ALMOST = frozenset(["almost", "nearly"])
_LOOKING = frozenset(["look", "ask", "show", "find", "point"])
_PARTICLES = frozenset(["up", "out", "off", "away", "back", "over", "down"])
_SEPARABLE = frozenset(
    ["dig", "cut", "wake", "blow", "fill", "open", "switch", "turn", "light", "lock", "clean", "wash"]
)
_CLIMBED = frozenset(["hill", "mountain", "tree", "ladder", "stair", "stairs", "tower", "rope", "wall", "cliff", "road",
                      "path", "street", "river", "slope", "step", "steps", "valley"])  # fmt: skip
_WHEN = frozenset(["until", "after", "before", "since"])
_STANDING = frozenset(["stand", "lie", "sit", "be"])
"""Verbs that stand before their subject: `before the house stood a tree`."""
_OUTINGS = frozenset(["way", "trip", "journey", "walk", "ride", "route", "tour", "voyage"])
_OUTING_VERBS = {"make": "go", "begin": "start", "start": "start", "continue": "go", "end": "end", "finish": "end"}
"""What these verbs say of a way."""
_IN_TWO = frozenset(["side", "end", "shoulder", "hand", "arm", "ear", "foot"])
"""What there are two of."""
_SHOWING = (("with", ""), ("of", "be"))
"""`a video with two cats`, `the picture is of two cats`: what is in the picture."""
_HABITS = frozenset(["often", "always", "sometimes", "usually"])


@dataclass
class Clause:
    """One verb with its company; filled while its sentence is read, then left alone."""

    start: int
    end: int = 0
    subjects: tuple[NounPhrase, ...] = ()
    verb: str = ""
    """Lemma; empty where the text has none (`A cat under a table.`)."""
    negated: bool = False
    passive: bool = False
    objects: list[NounPhrase] = field(default_factory=list)
    adjuncts: list[tuple[str, NounPhrase]] = field(default_factory=list)
    """(preposition, noun phrase)."""
    of_subject: list[tuple[str, NounPhrase]] = field(default_factory=list)
    """Those that stand before the verb: where or what the subject is."""
    adverbs: list[str] = field(default_factory=list)
    complements: list[str] = field(default_factory=list)
    inner: bool = False
    """A relative, participial or infinitive clause: its subject stands in another one."""
    join: str = ""
    """The conjunction it begins with."""
    participle: bool = False
    """`starting at the door`: who does it stands elsewhere."""
    unreal: bool = False
    """Wished, supposed, compared, or told of another time: nothing that happens now."""

    @property
    def speech(self) -> bool:
        """Whether it says that somebody says something."""
        return self.verb in SPEECH


def _two(noun: NounPhrase) -> NounPhrase:
    return replace(noun, count=2, counted=True) if noun.determiner in ("a", "an") else noun


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a sentence (its quotations taken out), in order."""
    return _Reader(chunk(tokenise(text)), len(text)).read()


class _Reader:
    """Reads chunks from left to right; one clause is open at a time."""

    def __init__(self, chunks: Sequence[Chunk], length: int) -> None:
        self.chunks = chunks
        self.length = length
        self.done: list[Clause] = []
        self.open = Clause(0)
        self.preposition = ""
        self.latest: NounPhrase | None = None
        self.compared = False
        self.gapped = ""
        """The verb that the clauses of a list leave out: `they slept: the dog behind the door, the cat …`."""

    def read(self) -> tuple[Clause, ...]:
        for n, c in enumerate(self.chunks):
            following = self.chunks[n + 1] if n + 1 < len(self.chunks) else None
            if isinstance(c, NounPhrase):
                self._noun(c, n)
            elif isinstance(c, Verb):
                self._verb(c)
            else:
                self._mark(c, following)
        self._close(self.length)
        for told, then in zip(self.done, self.done[1:], strict=False):
            if told.participle and not told.subjects and not told.objects:  # `starting at the left, a cat …`
                told.subjects = then.subjects
        return tuple(c for c in self.done if c.subjects or c.verb or c.objects or c.adjuncts or c.adverbs)

    def _close(self, at: int) -> None:
        self.open.end = at
        for phrases in (self.open.of_subject, self.open.adjuncts):
            self._on_each_side(phrases)
        if self.open.objects and self.open.objects[0].head in _OUTINGS and self.open.verb in _OUTING_VERBS:
            self.open.verb = _OUTING_VERBS[self.open.verb]  # `makes its way`, `begins its trip`
            self.open.objects = self.open.objects[1:]
        if not self.open.verb:
            if self.gapped and self.open.subjects and self.open.of_subject:
                self.open.verb = self.gapped
                self.open.adjuncts, self.open.of_subject = self.open.of_subject, []
            self.open.unreal = self.open.unreal or self.open.join in _COMPARING
        self.open.unreal = self.open.unreal or self.open.join in _SUPPOSING
        if not self.open.subjects and self.open.objects and self.open.verb and self._inverted(self.open):
            self.open.subjects, self.open.objects = tuple(self.open.objects), []
        self.done.append(self.open)
        self.open = Clause(at)
        self.preposition = ""

    def _on_each_side(self, phrases: list[tuple[str, NounPhrase]]) -> None:
        """`a lamp on each side of the bed`: that is two lamps."""
        for n, (_, side) in enumerate(phrases):
            if side.determiner != "each" or side.head not in _IN_TWO:
                continue
            if n:
                phrases[n - 1] = (phrases[n - 1][0], _two(phrases[n - 1][1]))
            elif self.open.objects:
                self.open.objects[-1] = _two(self.open.objects[-1])
            else:
                self.open.subjects = (*self.open.subjects[:-1], *map(_two, self.open.subjects[-1:]))

    @staticmethod
    def _inverted(clause: Clause) -> bool:
        stated = clause.of_subject or clause.speech or clause.verb == "be" or "there" in clause.adverbs
        return not clause.inner and bool(stated)

    def _noun(self, noun: NounPhrase, n: int) -> None:
        self.latest = noun
        if self.preposition:
            self._attach(self.preposition, noun)
            self.preposition = ""
        elif not self.open.verb:
            if self.gapped and self.open.of_subject and not any(isinstance(c, Verb) for c in self.chunks[n:]):
                self._close(noun.start)
            if n and self.chunks[n - 1] is (self.open.subjects[-1:] or (None,))[0]:  # `One morning a hare …`
                self.open.of_subject += [("at", s) for s in self.open.subjects]
                self.open.subjects = ()
            self.open.subjects = (*self.open.subjects, noun)
        elif self._begins_clause(n):
            before = self.chunks[n - 1]
            mark = before if isinstance(before, Mark) else None
            told = self.open
            self._close(mark.start if mark else noun.start)
            self.open.subjects = (noun,)
            self.open.join = mark.word if mark else ""
            self.open.unreal = told.verb in WISHES and not (mark and mark.tag in ("CONJ", "PUNCT"))
        else:
            self.open.objects.append(noun)

    def _attach(self, preposition: str, noun: NounPhrase) -> None:
        if preposition == "full-of":
            if noun.count == 1 and not noun.determiner:  # `full of wine`
                return
            preposition = "with"
        if self.open.passive and preposition == "by" and self.open.verb != "be":
            self.open.objects = [*self.open.subjects, *self.open.objects]
            self.open.subjects, self.open.passive = (noun,), False
        elif self.open.subjects and self.open.subjects[-1].head in META and (preposition, self.open.verb) in _SHOWING:
            self.open.subjects = (noun,)
        elif preposition in _PARTICLES and not self.open.objects and self._separable(noun):
            self.open.objects.append(noun)  # `picked up the ball`
            self.open.adverbs.append(preposition)
        elif self.open.verb:
            self.open.adjuncts.append((preposition, noun))
        else:
            self.open.of_subject.append((preposition, noun))

    def _separable(self, noun: NounPhrase) -> bool:
        """Whether the open verb and the particle after it are one verb, with the noun phrase for its object."""
        verb = self.open.verb
        motion = SENSES[verb].motion if verb in SENSES else ""
        handled = motion in ("take", "hold", "give", "throw", "put", "pull", "push", "use") or verb in _SEPARABLE
        return handled and verb != "get" and noun.head not in _CLIMBED

    def _begins_clause(self, n: int) -> bool:
        """Whether the noun phrase at n is the subject of a verb of its own."""
        before = self.chunks[n - 1] if n else None
        after = self._predicate_after(n)
        joined = isinstance(before, Mark) and (
            before.tag in ("CONJ", "SUB", "REL") or before.word in (",", ";", ":", "—", "–")
        )
        lone = self.chunks[n].pronoun and self.chunks[n].head in _SUBJECTS  # type: ignore[union-attr]
        return (joined or lone) and isinstance(after, Verb) and after.form in ("finite", "ed")

    def _predicate_after(self, n: int) -> Chunk | None:
        """What follows the noun phrase at n, its own `with long black hair` and adverbs left out."""
        n += 1
        while n < len(self.chunks):
            c = self.chunks[n]
            if isinstance(c, Mark) and c.tag == "PREP":
                n += 2
            elif isinstance(c, Mark) and c.tag == "ADV":
                n += 1
            else:
                return c
        return None

    def _verb(self, verb: Verb) -> None:
        here = self.open
        if not here.verb and self._of_the_latter(verb):
            _, noun = here.of_subject.pop()
            self._close(noun.start)
            self.open.subjects, self.open.inner = (noun,), True
            here = self.open
        if not here.verb:
            self._set(here, verb)
            return
        subjects = here.subjects
        wished = verb.form == "to" and (here.verb in WISHES | SPEECH or here.verb in ("be", "have") or here.complements)
        aspect = here.verb in ASPECT and not (here.verb in ("go", "come") and here.adjuncts)
        if (verb.form == "to" and aspect) or (verb.form == "ing" and here.verb in ASPECT | {"go"}):
            self._set(here, verb)
            return
        aim = verb.form == "to" and here.verb in SENSES and SENSES[here.verb].motion in ("travel", "enter", "leave")
        wished = wished or (aim and any(preposition in ("to", "into") for preposition, _ in here.adjuncts))
        caused = here.verb in CAUSES and here.objects and here.objects[-1] is self.latest
        if (caused and verb.form in ("finite", "to", "ing")) or (wished and here.objects):
            subjects = (here.objects[-1],)
        told = self.latest if isinstance(self.latest, NounPhrase) and here.objects[-1:] == [self.latest] else None
        if verb.form in ("ing", "ed") and told is not None and not self._after_comma(verb):
            subjects = (told,)
        self._close(verb.start)
        self.open.subjects = subjects
        self.open.inner = bool(caused) or (verb.form != "finite" and verb.form != "ed")
        self.open.unreal = bool(wished) or here.unreal
        self._set(self.open, verb)

    def _of_the_latter(self, verb: Verb) -> bool:
        """Whether a participle is of what the subject is `with`: `a bench with a cat sitting on it`."""
        last = self.open.of_subject[-1:]
        ahead = self.chunks[self.chunks.index(verb) + 1 :][:2]
        on_it = len(ahead) == 2 and isinstance(ahead[1], NounPhrase) and ahead[1].head in ("it", "them")
        return verb.form == "ing" and last == [("with", self.latest)] and on_it

    def _after_comma(self, verb: Verb) -> bool:
        """Whether a comma stands before a verb: `she passed him, laughing`."""
        before = self.chunks[self.chunks.index(verb) - 1]
        return isinstance(before, Mark) and before.word == "," and verb.form == "ing"

    def _set(self, clause: Clause, verb: Verb) -> None:
        clause.verb = verb.lemma
        clause.participle = verb.form == "ing"
        clause.negated = verb.negated or clause.negated
        clause.passive = verb.passive
        said = set(clause.adverbs)
        clause.negated = clause.negated or bool(said & (_HARDLY | _ALMOST))
        supposed = verb.modal and not _HABITS & said
        clause.unreal = clause.unreal or bool(supposed) or (verb.perfect and clause.inner)

    def _mark(self, mark: Mark, following: Chunk | None) -> None:
        match mark.tag:
            case "PREP":
                if isinstance(following, NounPhrase) and self._tells_when(mark, following):
                    self._subordinate(mark)
                elif isinstance(following, NounPhrase):
                    self.preposition = mark.word
                else:
                    self.open.adverbs.append(mark.word)
            case "ADV" | "EX":
                self.open.adverbs.append(mark.word)
            case "ADJ" if mark.word in COLOUR_WORDS and self.open.adverbs[-1:] == ["in"]:  # `a woman in purple`
                self.open.adverbs.pop()
                worn = NounPhrase("clothes", f"{mark.word} clothes", mark.start, mark.end, adjectives=(mark.word,))
                (self.open.adjuncts if self.open.verb else self.open.of_subject).append(("in", worn))
            case "ADJ":
                self.open.complements.append(mark.word)
            case "REL" if self.latest is not None and isinstance(following, Verb | Mark):
                subject = self.latest
                if subject.head in META:
                    return
                told = self.open
                self._close(mark.start)
                self.open.subjects, self.open.inner, self.open.unreal = (subject,), True, told.unreal
            case "REL" if self.latest is not None and self.latest.head in META:
                self.open = Clause(mark.start)
                self.preposition = ""
            case "SUB" if mark.word == "as" and isinstance(following, Mark) and following.tag in ("ADJ", "ADV"):
                self.compared = True  # `as fast as she could`
            case "SUB" if mark.word == "as" and self.compared and (self.open.verb or self.open.subjects):
                self.compared = False
                self._close(mark.start)
                self.open.inner = self.open.unreal = True
            case "REL" | "SUB":
                self._subordinate(mark)
            case "CONJ":
                self._conjunction(mark, following)
            case "PUNCT" if mark.word in ";:—–.!?" and self.open.verb:
                self.gapped = self.open.verb if mark.word == ":" else ""
                self._close(mark.start)
            case "PUNCT" if mark.word == "," and self.open.verb and self._clause_ahead(self.chunks.index(mark) + 1):
                self._close(mark.start)
            case _:
                pass

    def _tells_when(self, mark: Mark, noun: NounPhrase) -> bool:
        """Whether a preposition of time leads to a clause: `until the girl stood before the king`."""
        if mark.word not in _WHEN:
            return False
        verb = self._predicate_after(self.chunks.index(noun))
        stands = self.open.verb == "" and mark.word == "before" and isinstance(verb, Verb) and verb.lemma in _STANDING
        return isinstance(verb, Verb) and verb.form in ("finite", "ed") and not stands

    def _subordinate(self, mark: Mark) -> None:
        if not self.open.verb and not (mark.word == "where" and self.open.subjects):
            self.open.join = mark.word
            return
        told = self.open
        self._close(mark.start)
        self.open.join = mark.word
        reported = told.verb in WISHES or told.negated or (mark.word == "where" and told.verb in CAUSES | _LOOKING)
        self.open.unreal = reported and mark.word in ("that", "if", "whether", "where", "how")

    def _clause_ahead(self, n: int) -> bool:
        """Whether the chunks from n are `at sunset they went`: adjuncts, and then a subject with its verb."""
        begin = n
        while n < len(self.chunks):
            c = self.chunks[n]
            if isinstance(c, Mark) and c.tag == "PREP" and n + 1 < len(self.chunks):
                n += 2
            elif (isinstance(c, Mark) and c.tag in ("ADV", "CONJ")) or (
                n + 1 < len(self.chunks) and all(isinstance(x, NounPhrase) for x in self.chunks[n : n + 2])
            ):
                n += 1
            else:
                break
        if n == begin or n >= len(self.chunks) or not isinstance(self.chunks[n], NounPhrase):
            return False
        after = self._predicate_after(n)
        return isinstance(after, Verb) and after.form in ("finite", "ed")

    def _conjunction(self, mark: Mark, following: Chunk | None) -> None:
        if not self.open.verb and not self.open.subjects:
            self.open.join = self.open.join or mark.word
        if isinstance(following, Verb) and following.form != "to" and self.open.verb:
            self._close(mark.start)
            self.open.subjects, self.open.join = self.done[-1].subjects, mark.word
        elif self.open.verb and self._clause_ahead(self.chunks.index(mark) + 1):
            self._close(mark.start)
            self.open.join = mark.word
        elif isinstance(following, NounPhrase) and self._elsewhere(following):
            verb = self.open.verb
            self._close(mark.start)
            self.gapped = verb
        elif isinstance(following, NounPhrase):
            self._coordinate(following)
        else:
            self.open.join = self.open.join or mark.word

    def _elsewhere(self, noun: NounPhrase) -> bool:
        """Whether a noun phrase has a spot of its own: `a cat on the left and a dog on the right`."""
        here = self.open.adjuncts or self.open.of_subject
        at = self.chunks.index(noun)
        ahead = self.chunks[at + 1 : at + 3]
        apart = len(ahead) == 2 and isinstance(ahead[1], NounPhrase) and ahead[1].head in SPOTS
        return apart and bool(here) and here[-1][1].head in SPOTS and noun.head not in SPOTS

    def _coordinate(self, noun: NounPhrase) -> None:
        """`the car and the boat`: the second stands where the first stood."""
        here = self.open
        if self.gapped and not here.verb:
            return
        if here.adjuncts and self.latest is here.adjuncts[-1][1]:
            after = self.chunks[self.chunks.index(noun) + 1 :][:1]
            if not (after and isinstance(after[0], Verb) and after[0].form in ("finite", "ed")):
                self.preposition = here.adjuncts[-1][0]
        elif here.of_subject and not here.verb and self.latest is here.of_subject[-1][1]:
            self.preposition = here.of_subject[-1][0]
