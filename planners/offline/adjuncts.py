"""What prepositions say of space and time: where somebody is, on which way, beside whom, when."""

from dataclasses import dataclass

from planners.offline.cast import Cast
from planners.offline.clauses import Clause
from planners.offline.mind import Ids
from planners.offline.nouns import BODY, CLOTHES, FIXED, META
from planners.offline.phrases import NounPhrase
from planners.offline.places import is_place
from planners.offline.reference import resolve
from planners.offline.spaces import INDOORS, RELATIONS, SETTING_WORDS, SPOTS
from planners.offline.verbs import SENSES, Sense
from planners.offline.visible import visible
from planners.offline.words import bag

STAY = Sense("stay", "stand")
_SIDES = ("left", "right", "top", "bottom", "upper", "lower", "front", "back")
_NOT_THERE = bag("for like as than without except instead-of because-of of about")
"""Prepositions before what is compared, missing or only spoken of."""
_ALWAYS_OWN = bag("foot feet knee heel toe hip hand eye")
_WAYS = bag("through along across into to up down over past around round toward towards out-of")
"""Prepositions of a way that goes on in the place."""
PLACED = bag("beside behind front on under above inside")
"""Relations of what is somewhere to what it is near."""
_NEAR = bag("beside behind front under above between")
"""Relations to a hat that nobody wears."""
_THEM = bag("it them him her")
_CLOSE = 14
"""Characters between two phrases that belong together: a preposition, and no verb."""
_COVERS = bag("blanket quilt sheet cover bedspread comforter duvet towel")
_TOPS = bag("table desk counter shelf bench bed couch sofa rug carpet blanket sill stand board tray ledge wall floor")
"""What has room for two side by side."""


@dataclass(frozen=True)
class Spot:
    """A part of the frame, or a side of an entity: where the middle of a figure goes."""

    x: float | None
    y: float | None
    side: str = ""
    of: Ids = ()
    """Whose left or right; the frame's when empty."""


class Adjuncts:
    """What the prepositions of one clause say of space and time."""

    def __init__(self, cast: Cast, actors: Ids, clause: Clause) -> None:
        self.cast = cast
        self.actors = actors
        self.clause = clause
        self.relations: list[tuple[str, Ids]] = []
        self.start: Spot | None = None
        self.via: list[Spot] = []
        self.during: tuple[float, float] | None = None
        self.enters = self.onward = False
        self.companions: Ids = ()
        self.far = False
        self.also: list[tuple[Ids, str, Ids]] = []
        self.last: tuple[str, NounPhrase, Ids] | None = None
        """The relation before this one, and with whom."""
        self.previous: tuple[str, NounPhrase, Ids] | None = None
        """The phrase before this one, and whom it names."""
        self.itself: Ids = ()
        """Whom a phrase with `with` follows."""
        self.anchor: Ids = ()
        """Whom the last spot was a side of: `from the left of the dog to its right`."""

    def read(self, preposition: str, noun: NounPhrase, taken: Ids) -> Ids:
        """Takes one prepositional phrase in; the entities it names."""
        close = self.previous is not None and self._follows(self.previous[1], noun)
        if preposition == "with":  # `beside a table with a lamp on it`, but `a cake on a plate with a candle on it`
            before, _, whom = self.previous or ("", noun, ())
            laid = RELATIONS.get(before) == "on" and not any(self.cast.drafts[i].alive for i in self.actors)
            self.itself = whom if close and not laid else ()
        found = self._read(preposition, noun, taken)
        self.previous = (preposition, noun, found)
        return found

    def _read(self, preposition: str, noun: NounPhrase, taken: Ids) -> Ids:
        if noun.head == "half" or (noun.head in ("beginning", "start", "end") and preposition in ("at", "in", "until")):
            self.during = share_of(noun)
            return ()
        ridden = noun.head == "back" and noun.owner is not None and preposition in ("on", "onto", "upon", "off", "from")
        if noun.head in SPOTS and not ridden:
            return self._spot(preposition, noun, taken)
        if (noun.head in CLOTHES and preposition in ("in", "with")) or (noun.head in BODY and preposition == "with"):
            if self.actors and noun.owner is None:
                self.cast.drafts[self.actors[0]].wear(noun, preposition)
            return ()
        if noun.head in BODY | CLOTHES and (whole := noun.of or noun.owner) is not None:
            if whole.pronoun and self._own(noun.head):
                return ()
            noun = whole  # `on the roof of the house`
        if is_place(noun, preposition, self.clause.verb) or noun.head in SETTING_WORDS - INDOORS:
            self.enters = self.enters or preposition in ("into", "to")
            self.onward = self.onward or preposition in _WAYS
            return ()
        if noun.head in META:
            return ()
        there = (noun.definite or not self.clause.negated) and preposition not in _NOT_THERE
        if preposition in ("like", "as", "than") and noun.name and not self.cast.named(noun.name.lower()):
            return ()
        relation = RELATIONS.get(preposition)
        if relation in PLACED and self._means_the_actors(noun):
            found = self.itself or self.actors
        else:
            self.cast.mind.handling = preposition in ("in", "into", "on", "onto", "inside", "under", "through", "with")
            self.cast.mind.lying = relation in _NEAR
            found = resolve(self.cast, noun, taken, -2.3 if self.clause.negated else -0.3, new=there)
            self.cast.mind.handling = self.cast.mind.lying = False
        if self.clause.verb == "live" and relation == "inside":
            relation = "beside"
        if not found or relation is None:
            return found
        before, self.last = self.last, (relation, noun, found)
        if before is not None and preposition != "with" and self._goes_with(before, relation, noun, found):
            return found
        if preposition == "with" and self.actors and all(self.cast.drafts[i].alive for i in found):
            self.companions = (*self.companions, *found)
        elif preposition == "with":
            self.relations.append(("held" if self.actors else "beside", found))
        else:
            self.relations.append((relation, found))
        return found

    def _means_the_actors(self, noun: NounPhrase) -> bool:
        """Whether a pronoun after somebody else just named means those of whom the clause is: `… on top of it`."""
        close = self.last is not None and self._follows(self.last[1], noun)
        return noun.pronoun and noun.head in _THEM and close and bool(self.actors) and not self._goes()

    @staticmethod
    def _follows(before: NounPhrase, noun: NounPhrase) -> bool:
        """Whether no more than a preposition stands between two phrases."""
        return 0 < noun.start - before.end <= _CLOSE

    def _goes_with(self, before: tuple[str, NounPhrase, Ids], relation: str, noun: NounPhrase, found: Ids) -> bool:
        """Whether a relation is not of the actors but of whom the phrase just before it names.

        `a cat on a mat on a bed`, `a horse with a bear on top of it`; of a way it is of the actors.
        """
        other, named, whom = before
        if self._goes() or relation not in PLACED or not self._follows(named, noun) or set(found) & set(whom):
            return False
        if set(found) <= set(self.actors):  # it is on the actors that somebody is
            self.also.append((whom, relation, found))
            self.relations = [(r, of) for r, of in self.relations if of != whom]
            self.companions = tuple(i for i in self.companions if i not in whom)
            return True
        if other not in PLACED:
            return False
        if other == "on" and relation == "beside" and named.head in _TOPS and self._movable(found):
            self.also.append((found, "on", whom))  # on the table too
            return True
        if other == "on" and relation == "under" and noun.head not in _TOPS:  # `on a bed under a quilt`
            self.also.append((found, "on" if noun.head in _COVERS else "above", self.actors))
            return True
        if other == "under" and relation == "on" and named.head in _COVERS:  # `under a quilt on the bed`
            self.relations = [(r, of) for r, of in self.relations if of != whom]
            self.also.append((whom, "on", self.actors))
            return False
        self.also.append((whom, relation, found))
        if noun.pronoun:
            self.relations = [(r, of) for r, of in self.relations if of != whom]
            self.companions = tuple(i for i in self.companions if i not in whom)
        if other == "beside" and relation == "on" and noun.head in _TOPS:  # both are on the table
            self.relations = [(r, of) for r, of in self.relations if of != whom]
            return False
        return True

    def _movable(self, ids: Ids) -> bool:
        return all(self.cast.drafts[i].noun not in FIXED | INDOORS for i in ids)

    def _goes(self) -> bool:
        """Whether the clause tells of a way."""
        laid = self.clause.verb == "lay" and not self.clause.objects
        motion = SENSES.get(self.clause.verb, STAY).motion
        return not laid and motion not in ("stay", "sit", "lie", "look", "stop", "speak", "land")

    def _own(self, part: str) -> bool:
        """Whether `his back` is of the one who acts: `lay on his back`, `to his feet`; not `sat on his back`."""
        motion = SENSES.get(self.clause.verb, Sense("stay", "")).motion
        return part in _ALWAYS_OWN or motion not in (
            "sit",
            "jump",
            "land",
            "travel",
            "rise",
            "enter",
            "ride",
            "approach",
        )

    def reach(self, noun: NounPhrase, taken: Ids) -> None:
        """Takes in a spot that is the goal of a way."""
        self._spot("to", noun, taken)

    def _spot(self, preposition: str, noun: NounPhrase, taken: Ids) -> Ids:
        of = noun.of if noun.of is not None and noun.of.head not in META else None
        found: Ids = ()
        if of is not None and (visible(self.cast, of) or of.pronoun):
            found = resolve(self.cast, of, taken, -0.3)
        elif noun.owner is not None:
            found = self.anchor or (() if not noun.owner.pronoun else resolve(self.cast, noun.owner, taken, -0.3))
        if found:
            self.anchor = found
        spot = spot_of(noun, found)
        relation = {"front": "front", "back": "behind", "top": "on"}.get(spot.side)
        if RELATIONS.get(preposition) in ("under", "above"):  # `under the front of the car`
            relation = RELATIONS[preposition]
        if spot.side == "back" and preposition in ("on", "onto", "upon"):
            relation = "on"
        if found and relation:
            self.relations.append((relation, found))
        elif preposition == "from":
            self.start = spot
        elif noun.head in ("background", "distance"):
            self._far(noun)
        elif preposition in ("to", "toward", "towards", "into", "through", "via", "onto") or self._moves():
            self.via.append(spot)
        else:
            self.start = spot
        return found

    def _far(self, noun: NounPhrase) -> None:
        """Takes in that all this is at the back, or only who is with it: `a cat with a barn in the background`."""
        preposition, named, whom = self.previous or ("", noun, ())
        self.far = self.far or preposition != "with" or not self._follows(named, noun)
        if not self.far and whom:
            self.companions = tuple(i for i in self.companions if i not in whom)
            self.relations = [(r, of) for r, of in self.relations if of != whom]
            self.also.append((whom, "behind", self.actors))

    def _moves(self) -> bool:
        return SENSES.get(self.clause.verb, Sense("stay", "")).motion in ("travel", "jump", "enter", "rise", "fall")


def spot_of(noun: NounPhrase, of: Ids = ()) -> Spot:
    """`the upper left corner`: the spot that a noun phrase names."""
    x: float | None = None
    y: float | None = None
    side = noun.head
    for word in (*noun.adjectives, *noun.modifiers, noun.head):
        sx, sy = SPOTS.get(word, (None, None))
        x, y = (sx if sx is not None else x), (sy if sy is not None else y)
        if word in _SIDES:
            side = word
    if noun.head == "side" and noun.determiner.endswith("other"):
        side = "other"
    if noun.head in ("middle", "centre", "center") and y is None and x is None:
        x = 0.5
    return Spot(x, y, side, of)


def share_of(noun: NounPhrase) -> tuple[float, float]:
    """Which part of the film a half, a beginning or an end is."""
    late = {"second", "last", "other", "latter", "final"} & set(noun.adjectives) or noun.head == "end"
    return (0.5, 1.0) if late else (0.0, 0.5)
