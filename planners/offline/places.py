"""Where and when: the place, the time of day and the weather that a text speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planners.offline.clauses import Clause
from planners.offline.lexicon import Token
from planners.offline.phrases import NounPhrase
from planners.offline.spaces import (
    BUILDINGS,
    DAY_AS_TIME,
    INDOORS,
    PLACE_PREPOSITIONS,
    SETTING_WORDS,
    TIMES,
    WEATHER_WORDS,
)
from planners.offline.verbs import SENSES
from storyline.schema.vocabulary import TimeOfDay, Weather, kind_of, setting_of

_CLEARED = frozenset({"clear", "stop", "end", "drop", "pass", "blue", "melt"})
_SHINING = frozenset({"shine", "come", "appear", "return", "out", "break"})
_SKY: tuple[tuple[str, frozenset[str], TimeOfDay], ...] = (
    ("sun", frozenset({"set", "sink"}), "sunset"),
    ("sun", frozenset({"rise"}), "dawn"),
    ("moon", frozenset({"rise", "shine", "glow"}), "night"),
    ("star", frozenset({"shine", "twinkle", "glow", "sparkle"}), "night"),
)
"""What is in the sky, what it does, and when that is."""
NEARBY = frozenset({"moon", "planet", "mars", "island", "path", "bridge", "sand", "ice", "plain", "court"})
"""Names of places that are more often something one sees from somewhere else."""
_PARTS = frozenset({"middle", "edge", "centre", "center", "top", "side", "end", "heart"})
_WATERS = frozenset(n for n in SETTING_WORDS if setting_of(n) == "sea")
_AIMING = frozenset({"wave", "point", "shout", "bark", "laugh", "smile", "throw", "aim", "howl"})
_CROSSING = frozenset(
    {"fly", "sail", "swim", "row", "drift", "float", "glide", "soar", "ride", "drive", "walk", "run", "wander"}
)
"""Who does so over a place is there; who looks or jumps over it stands before it."""
_HEADING = re.compile(r"^\s*(?:(?:INT|EXT|EST|I/E|INT\.?/EXT)[.\s]+)?(.*?)\s*(?:[-–—]+\s*([^-–—]*))?$", re.IGNORECASE)


@dataclass(frozen=True)
class PlaceMention:
    """A place that a text names."""

    noun: str
    text: str
    """As the text says it: `a deep, quiet forest`."""
    strong: bool
    """Somebody is, or comes, there (not merely near it)."""


def place_in(clauses: Sequence[Clause]) -> PlaceMention | None:
    """The place that the clauses of a sentence happen in, if they say: the last one, but `in` wins over `near`."""
    found: PlaceMention | None = None
    for clause in clauses:
        if clause.negated or clause.unreal or "far" in clause.adverbs:
            continue
        arrives = clause.verb == "cross" or (clause.verb in SENSES and SENSES[clause.verb].motion == "enter")
        mentions = [*clause.of_subject, *clause.adjuncts]
        mentions += [("into", n) for n in clause.objects if arrives]
        for preposition, named in mentions:
            noun = named
            if named.of is not None and (
                named.head in _PARTS or (named.head == "grass" and named.of.head in SETTING_WORDS)
            ):
                noun = named.of
            if preposition not in PLACE_PREPOSITIONS or not is_place(noun, preposition, clause.verb):
                continue
            if preposition == "at" and _aimed(clause.verb, noun):
                continue
            ashore = clause.verb in SENSES and SENSES[clause.verb].action in ("walk", "run", "sit", "stand")
            passing = arrives and preposition in ("along", "down", "up", "across", "through")
            near = passing or preposition in ("near", "by", "beside", "out-of", "down", "up")
            near = near or (preposition == "over" and clause.verb not in _CROSSING)
            waterside = near or (preposition == "along" and ashore)
            head = "shore" if waterside and noun.head in _WATERS else noun.head
            if found is None or not near:
                found = PlaceMention(head, noun.text, not near)
        for noun in (*clause.subjects, *clause.objects):  # `the streets were empty`, `he swept the street`
            if found is None and noun.definite and noun.head in SETTING_WORDS - INDOORS and noun.head not in NEARBY:
                found = PlaceMention(noun.head, noun.text, strong=False)
    return found


def _aimed(verb: str, noun: NounPhrase) -> bool:
    """Whether what is done `at` a place is done from afar: `looked at the sea`, `waved at a planet`."""
    if verb in SENSES and SENSES[verb].motion == "look":
        return True
    return verb in _AIMING and (noun.head in NEARBY or not noun.definite)


def is_place(noun: NounPhrase, preposition: str, verb: str = "") -> bool:
    """Whether a noun phrase after a preposition is a place and not a thing."""
    if noun.head not in SETTING_WORDS or noun.pronoun:
        return False
    if noun.head not in INDOORS:
        return True
    if kind_of(noun.head) is None and setting_of(noun.head) is not None:  # it is drawn from within alone
        return True
    if verb == "live":  # where one lives is shown from outside
        return False
    return preposition in ("in", "into", "inside", "within") or (preposition == "at" and noun.head in BUILDINGS)


def time_in(tokens: Sequence[Token]) -> TimeOfDay | None:
    """The time of day that a sentence names, the last one if several, or that its sun or moon tell."""
    found = None
    for n, token in enumerate(tokens):
        doing = {t.lemma for t in tokens[n + 1 : n + 4]}
        sky = next((time for body, does, time in _SKY if token.lemma == body and does & doing), None)
        time = sky or TIMES.get(token.lemma if token.tag == "NOUN" else token.word)
        if time is None:
            continue
        before = tokens[n - 1].word if n else ""
        if token.word in DAY_AS_TIME and before not in ("by", "broad"):
            continue
        found = time
    return found


def weather_in(tokens: Sequence[Token]) -> Weather | None:
    """The weather that a sentence names; clear where it says that rain or wind came to an end."""
    said = [t.lemma for t in tokens]
    skies = {"sky", "wind", "weather"} | set(WEATHER_WORDS)
    for n, lemma in enumerate(said):
        after = said[n + 1 : n + 4]
        if lemma == "sun" and _SHINING & set(after):
            return "clear"
        if lemma in skies and (_CLEARED & set(after) or after[:2] == ["be", "over"]):
            return "clear"
    for n, token in enumerate(tokens):
        if n and tokens[n - 1].word in ("no", "without"):
            continue
        for form in (token.word, token.lemma):
            if form in WEATHER_WORDS:
                return WEATHER_WORDS[form]
    return None


def heading_parts(heading: str) -> tuple[str, str]:
    """`INT. KITCHEN - NIGHT` → ("kitchen", "night")."""
    match = _HEADING.match(heading)
    if match is None:
        return heading.strip().lower(), ""
    return match[1].strip().lower(), (match[2] or "").strip().lower()
