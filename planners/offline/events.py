"""Clauses → events: what is to be seen, with entities for words."""

from dataclasses import dataclass, replace

from planners.offline.adjuncts import PLACED, STAY, Adjuncts, Spot, share_of
from planners.offline.cast import Cast
from planners.offline.clauses import Clause
from planners.offline.lexicon import lemma_of
from planners.offline.mind import Ids
from planners.offline.notes import Notebook
from planners.offline.nouns import BEINGS, BODY, FIXED, META
from planners.offline.phrases import NounPhrase
from planners.offline.reference import resolve
from planners.offline.spaces import SETTING_WORDS, SPOTS, TIMES, WEATHER_WORDS
from planners.offline.verbs import EXPRESSIONS, FEELINGS, SENSES, SPEECH, WISHES, Motion, Sense
from planners.offline.visible import visible
from planners.offline.words import bag, by_word
from storyline.schema.base import EntityId
from storyline.schema.layout import Expression

_IMPERSONAL = bag("late early cold warm hot dark time rain snow seem possible easy hard")
_OUTWARD = bag("away off out out-of-sight")
_MOVING = bag("travel ride leave rise fall jump chase follow approach")
_OWN = frozenset(["hold", "use", "ride", "push", "pull"])
_POINTED = frozenset(["it", "this", "that", "these", "those", "they"])
_ENDS = frozenset(["end", "rear", "interior", "exterior"])
_WRITTEN = frozenset(["read", "say", "spell"])
"""What a sign does with words."""
_HANDLING = frozenset(["take", "hold", "use", "put", "give", "throw", "push", "pull"])
_TURNING = frozenset(["fall", "grow", "turn", "get", "become", "feel", "seem", "keep", "stay", "look"])
_GESTURES = frozenset(["wave", "clap", "bow", "point"])
"""What limbs alone do that is drawn: of `shook his head` nothing is."""
_LIVELY = frozenset(
    verb
    for verb, sense in SENSES.items()
    if sense.motion
    in ("speak", "look", "sit", "give", "take", "use", "hug", "throw", "chase", "follow", "wake", "jump")
    or sense.action in ("dance", "wave", "sleep", "swim", "climb", "bow", "dig", "bark", "build", "cook", "listen")
)
"""Verbs of what only the living do."""
_UP = bag("show turn pop crop")
"""Verbs that with `up` say that somebody appears."""
_FOUND = bag("see find look watch notice spot observe discover meet have get view")
"""Verbs of which the viewer may be the subject: `we find two birds in it`."""
_VIEWERS = frozenset(["we", "you", "one", "viewer", "i"])
_PASSED = bag("pass overtake")
_UNTIL = bag("until till before")
_LED = bag("lead guide escort walk usher")
"""Verbs after which somebody comes along."""
_CARRIED = bag("take bring deliver fetch")
"""Verbs of hands that are ways where they lead to a place."""
_HANDED = bag("pass return sell slip leave")
"""Verbs of ways that are gifts where a thing goes to somebody."""
_DIRECTIONS = by_word(
    {"left": "left leftwards leftward", "right": "right rightwards rightward", "up": "up upwards",
     "down": "down", "back": "back backwards",
     "forward": "forward forwards ahead"}
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something that happens, ready to be staged."""

    motion: Motion
    action: str
    actors: Ids
    targets: Ids = ()
    relations: tuple[tuple[str, Ids], ...] = ()
    """(relation, with whom): where the actors are, or get to if they move."""
    start: Spot | None = None
    via: tuple[Spot, ...] = ()
    """Spots of the frame reached one after the other; the last is the end."""
    direction: str = ""
    out: bool = False
    """Leaves the frame."""
    enters: bool = False
    """Comes into the place."""
    inward: bool = False
    """Goes inside, the text does not say of what."""
    onward: bool = False
    """Goes a way through the place: `through the village`, `along the beach`, `home`."""
    during: tuple[float, float] | None = None
    """The share of the shot in which the actors are there."""
    far: bool = False
    expression: Expression | None = None
    still: bool = False
    """What does not happen (`she did not stop`) changes nothing."""
    inner: bool = False
    also: tuple[tuple[Ids, str, Ids], ...] = ()
    """(who, relation, with whom): where those are whom the relations name, `a cat on a mat on a bed`."""


def event(clause: Clause, cast: Cast, notes: Notebook, *, speaker: EntityId | None = None) -> Event | None:
    """The event of a clause; None where there is nothing to see. Resolves its noun phrases on the way.

    Args:
        speaker: who does it where the clause does not say, as in `(laughing)`.
    """
    cast.mind.turn += 1
    if clause.unreal:
        for noun in (*clause.subjects, *clause.objects, *(n for _, n in clause.adjuncts)):
            if not (noun.name and noun.head == noun.name.lower()):
                met = noun.determiner == "the" and not noun.pronoun and noun.count == 1
                resolve(cast, noun, (), -4.0, expletive=_expletive(clause), new=met)
        return None
    subjects: list[EntityId] = []
    clause.subjects = tuple(cast.mind.undenied(noun) for noun in clause.subjects)
    for noun in clause.subjects:
        there = not (clause.negated and clause.verb == "be")
        noun = _whole(noun, cast)
        cast.mind.acting = clause.verb in _LIVELY and not clause.passive
        if noun.determiner == "no" and "there" in clause.adverbs:
            cast.mind.deny(noun, next((share_of(n)[1] for p, n in _when(clause) if p in _UNTIL and _a_share(n)), None))
        cast.mind.lying = not noun.definite
        found = resolve(cast, noun, (), 0.0 if clause.inner else 0.5, expletive=_expletive(clause), new=there)
        cast.mind.acting = cast.mind.lying = False
        subjects += [i for i in found if i not in subjects]
    if not subjects and speaker is not None:
        subjects = [speaker]
    actors: Ids = tuple(subjects)
    if len(clause.subjects) > 1 and len(actors) > 1:
        cast.mind.hear(actors, 0.5)
    taken = actors
    targets: list[EntityId] = []
    for noun in clause.objects:
        written = clause.verb in _WRITTEN and actors and not any(cast.drafts[i].alive for i in actors)
        if written or (clause.verb == "be" and not _shows(clause, noun, actors)):
            continue
        noun = _shared(noun, clause, actors, cast) if _with_hands(clause) else noun
        if noun.owner is not None and not noun.owner.pronoun and (noun.head in BODY or not visible(cast, noun)):
            noun = noun.owner  # `took her brother’s hand`
        there = noun.definite or clause.verb in SPEECH or not (clause.negated or clause.verb in WISHES)
        worn = clause.verb == "put" and "on" in clause.adverbs
        handled = SENSES.get(clause.verb, STAY).motion in _HANDLING or clause.verb == "drop"
        cast.mind.handling = handled and not worn
        found = resolve(cast, noun, taken, 0.0, new=there)
        cast.mind.handling = False
        targets += [i for i in found if i not in targets]
        taken = (*taken, *found)
    if clause.verb == "be":
        cast.predicate(clause, actors)
    reader = Adjuncts(cast, actors, clause)
    if clause.verb == "have" and targets and clause.objects:  # `has a boat on top of it`
        reader.last = ("beside", clause.objects[-1], tuple(targets))
    for preposition, noun in (*clause.of_subject, *clause.adjuncts):
        noun = _shared(noun, clause, actors, cast) if preposition in ("with", "on", "in", "at") else noun
        taken = (*taken, *reader.read(preposition, noun, taken))
    if any(n.head == "camera" for n in clause.subjects):
        seen = (*actors, *targets, *(i for _, of in reader.relations for i in of))
        return Event("camera", "stand", tuple(dict.fromkeys(seen)))
    sense = _sense(clause, notes)
    if not clause.verb:
        sense = next(
            (SENSES[v] for n in clause.subjects for a in n.adjectives if (v := lemma_of(a)) in SENSES and v != a), sense
        )
    place_object = any(n.head in SETTING_WORDS and not visible(cast, n) for n in clause.objects)
    if clause.objects and all(n.head in BODY for n in clause.objects):  # `put her hands on her hips`
        sense = Sense("stay", sense.action if sense.action in _GESTURES else "stand")
    if clause.verb == "drop" and clause.objects and not targets:
        sense = STAY
    if clause.verb == "put" and targets and any(n.head in BODY for _, n in clause.adjuncts):  # `put it on her head`
        sense = SENSES["hold"]
    if clause.verb == "open" and any(n.head == "eye" for n in clause.objects):
        sense = Sense("wake", "stand")
    if any(n.head in BODY for n in clause.subjects):
        sense = Sense("stay", "stand")
    if sense.motion in ("chase", "follow") and not targets:
        sense = Sense("travel", sense.action)
    if sense.motion in ("sit", "lie"):  # nobody sits in the air
        reader.relations = [("on" if r == "above" else r, of) for r, of in reader.relations]
    if clause.verb in _PASSED and targets and actors and sense.motion == "travel":  # `passed the house`
        reader.relations.append(("past", tuple(targets)))
        targets = []
    for noun in clause.objects if sense.motion in ("travel", "enter", "approach") else ():
        if noun.head in SPOTS and noun.owner is None:  # `reached the far corner`
            reader.reach(noun, taken)
    words = (*clause.adverbs, *clause.complements)
    if sense.motion == "travel" and "in" in clause.adverbs:  # `creeps in from the left`
        sense = Sense("enter", sense.action)
    onward = reader.onward or "home" in words
    if sense.motion in ("take", "give") and onward and targets and clause.verb in _CARRIED:
        sense = SENSES["carry"]
    led = tuple(t for t in targets if cast.drafts[t].alive and t not in actors) if clause.verb in _LED else ()
    if led and actors:  # `led the cow to the barn`
        sense = SENSES["walk"]
        actors, targets = (*actors, *led), [t for t in targets if t not in led]
    moving = sense.motion in _MOVING or (sense.motion == "hold" and onward)
    out = bool(_OUTWARD & set(words)) and (moving or "out-of-sight" in words)
    if clause.verb == "have" and targets:
        portable = [t for t in targets if not cast.drafts[t].alive and cast.drafts[t].noun not in FIXED]
        portable = [t for t in portable if not any(t in who for who, _, _ in reader.also)]
        if portable:
            reader.relations.append(("held", tuple(portable)))
    if not actors and not targets and not reader.relations:
        return None
    if not actors and clause.verb != "be" and any(n.pronoun for n in clause.subjects):  # `nobody saw the cat`
        said = {n.head for n in clause.subjects}
        shown = clause.verb in _FOUND and not clause.negated and said & _VIEWERS
        shown = shown or (sense.motion == "put" and said & {"someone", "somebody"})
        if targets and (shown or said & {"nobody", "no-one", "none"}):
            at = [(r, of) for r, of in reader.relations if r in PLACED]
            return Event("stay", "stand", tuple(targets), relations=tuple(at), also=tuple(reader.also))
        return None
    if not actors and clause.subjects and sense.motion != "wake":  # `the way led past the lion`
        sense = Sense("stay", "stand")
    if not actors:
        actors, targets = tuple(targets) or tuple(i for _, of in reader.relations for i in of), []
    if not actors:
        return None
    return Event(
        motion=sense.motion,
        action=sense.action,
        actors=(*actors, *reader.companions),
        targets=tuple(targets),
        relations=tuple(reader.relations),
        start=reader.start,
        via=tuple(reader.via),
        direction=next((_DIRECTIONS[w] for w in words if w in _DIRECTIONS), ""),
        out=out,
        onward=onward,
        inward=moving and bool({"inside", "indoors"} & set(words)),
        enters=(place_object and sense.motion == "enter") or (reader.enters and moving) or sense.motion == "enter",
        during=reader.during or (cast.mind.since if "from-then-on" in clause.adverbs else None),
        far=reader.far or "far" in words,
        expression=_expression(clause),
        still=clause.negated,
        inner=clause.inner,
        also=tuple(reader.also),
    )


def _whole(noun: NounPhrase, cast: Cast) -> NounPhrase:
    """Who or what is seen where a text speaks of a part: `her eyes shone`, `the front of a bus`."""
    if noun.head in BODY and noun.owner is not None:
        return noun.owner
    whole = noun.of
    return whole if whole is not None and noun.head in BODY | set(SPOTS) | _ENDS and visible(cast, whole) else noun


def _shared(noun: NounPhrase, clause: Clause, actors: Ids, cast: Cast) -> NounPhrase:
    """A thing that each of several has is there as often as they are: `two men ride horses`, `each with a hat`."""
    one = "each" in clause.adverbs and noun.determiner in ("a", "an")
    some = noun.count > 1 and not noun.counted and noun.determiner in ("", "their")
    known = any(d.noun == noun.head for d in cast.drafts.values())
    some = some and not known and all(cast.drafts[i].alive for i in actors)
    return replace(noun, count=len(actors), counted=True) if len(actors) > 1 and (one or some) else noun


def _shows(clause: Clause, noun: NounPhrase, actors: Ids) -> bool:
    """Whether a clause points at something that nobody spoke of yet: `this is a cow`."""
    pointing = bool(clause.subjects) and all(n.head in _POINTED for n in clause.subjects)
    return pointing and not actors and not clause.negated and not noun.definite


def _with_hands(clause: Clause) -> bool:
    """Whether everyone needs a thing of their own for what they do."""
    return clause.verb == "have" or SENSES.get(clause.verb, STAY).motion in _OWN


def _when(clause: Clause) -> tuple[tuple[str, NounPhrase], ...]:
    return (*clause.of_subject, *clause.adjuncts)


def _a_share(noun: NounPhrase) -> bool:
    """Whether a noun names a part of the film's time: `the middle of the video`."""
    return noun.head in ("half", "beginning", "start", "end") or (
        noun.head in ("middle", "centre", "center") and noun.of is not None and noun.of.head in META
    )


def _expletive(clause: Clause) -> bool:
    """`it rained`, `it was too late`: an `it` that means nothing."""
    said = {clause.verb, *clause.complements, *(n.head for n in clause.objects)}
    return bool(said & (_IMPERSONAL | set(WEATHER_WORDS) | set(TIMES)))


def _sense(clause: Clause, notes: Notebook) -> Sense:
    words = set(clause.complements)
    if clause.verb in ("", "be", "have", "do"):
        if words & {"asleep"}:
            return Sense("lie", "sleep")
        if words & {"gone", "invisible"} or "out-of-sight" in clause.adverbs:
            return Sense("vanish", "")
        return Sense("stay", "stand")
    if clause.verb in _TURNING and clause.complements and "asleep" not in words:  # `fell silent`, `grew old`
        return Sense("stay", "stand")
    if clause.verb == "get" and not clause.objects:  # `got up`, `got off`
        if "up" in clause.adverbs:
            return Sense("wake", "stand")
        ways = {*clause.adverbs, *(preposition for preposition, _ in clause.adjuncts)}
        if {"in", "into", "on", "onto"} & ways and clause.adjuncts:
            return SENSES["sit"]
        return Sense("alight", "stand") if {"off", "out", "out-of", "down"} & ways else STAY
    if clause.verb == "go" and clause.passive:
        return Sense("vanish", "stand")
    if clause.verb in ("fall", "be") and words & {"asleep"}:
        return Sense("lie", "sleep")
    if clause.verb == "light" and clause.passive:
        return Sense("stay", "stand")
    if clause.verb in ("start", "begin") and any(n.head in SPOTS for _, n in clause.adjuncts):
        return STAY  # `it starts at the left`
    if clause.verb in _UP and "up" in clause.adverbs and not clause.objects:  # `showed up`
        return SENSES["appear"]
    if clause.verb == "lay" and not clause.objects:  # `a cat laying on a bed`
        return SENSES["lie"]
    found = SENSES.get(clause.verb)
    if clause.verb in _HANDED and _to_somebody(clause):
        return SENSES["give"]
    if found is None:
        notes.guessed(f"“{clause.verb}” is no movement the planner knows: it is shown standing")
        return Sense("stay", clause.verb[:60])
    if clause.passive and found.motion not in ("stay", "speak"):
        return Sense("stay", "stand")
    return found


def _to_somebody(clause: Clause) -> bool:
    """`passed it to the man`, `passed him the salt`; not `passed the house`."""
    goals = [n for preposition, n in clause.adjuncts if preposition == "to"] + clause.objects[:-1]
    return bool(clause.objects) and any(n.pronoun or n.name or n.head in BEINGS for n in goals)


def _expression(clause: Clause) -> Expression | None:
    if clause.negated:
        return None
    for preposition, noun in clause.adjuncts:
        if preposition in ("in", "with", "of", "for", "from") and noun.head in FEELINGS:
            return FEELINGS[noun.head]
    for word in (clause.verb, *clause.complements, *clause.adverbs):
        if word in EXPRESSIONS:
            return EXPRESSIONS[word]
        if word.endswith("ly") and EXPRESSIONS.get(word[:-2].removesuffix("i") + ("y" if word.endswith("ily") else "")):
            return EXPRESSIONS[word[:-2].removesuffix("i") + ("y" if word.endswith("ily") else "")]
    return None
