"""Names as plans say them → members of the cast: what each is, in which colour."""

from storyline.exchange.plans.repairs import Repairs
from storyline.schema.base import EntityId, slug
from storyline.schema.entity import Look, ScriptEntity
from storyline.schema.vocabulary import colour_of, kind_of

_LONGEST = 200
"""Characters of a name."""


class Figures:
    """The cast of a plan, one for each key that the plan tells them apart by."""

    def __init__(self, repairs: Repairs) -> None:
        self.repairs = repairs
        self._known: dict[object, ScriptEntity] = {}

    @property
    def cast(self) -> tuple[ScriptEntity, ...]:
        """All of them, in the order in which they came."""
        return tuple(self._known.values())

    def name(self, id: EntityId) -> str:
        """What the plan calls one of them."""
        return next(str(entity.name) for entity in self._known.values() if entity.id == id)

    def of(self, key: object, name: str, *, person: bool = False) -> EntityId:
        """The id of whoever has that key; who is new is named so.

        Args:
            person: a name says nothing of what it is, as `Elsa` does: it is then a person.
        """
        name = " ".join(name.split())[:_LONGEST] or "somebody"
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._entity(name, person=person)
        elif known.name != name:
            self.repairs.repaired(f"“{known.name}” is called “{name}” here: it keeps its first name")
        return known.id

    def _entity(self, name: str, *, person: bool) -> ScriptEntity:
        taken = {entity.id for entity in self._known.values()}
        id = stem = slug(name)
        number = 1
        while id in taken:
            number += 1
            id = f"{stem[:44]}-{number}"
        kind = _kind(name)
        if kind is None and person:
            self.repairs.guessed(f"the plan does not say what “{name}” is: a person is taken")
            kind = "person"
        colour = next((c for word in name.lower().split() if (c := colour_of(word)) is not None), None)
        looks = (Look(description=name, colours=(colour,)),) if colour is not None else None
        return ScriptEntity(id=EntityId(id), kind=kind or _bare(name), name=name, looks=looks)


def _kind(name: str) -> str | None:
    """The noun of a name that the vocabulary knows: its last words, else any word; None if it knows none."""
    words = name.lower().split()
    endings = (" ".join(words[n:]) for n in range(len(words)))
    known = (noun for noun in (*endings, *reversed(words)) if kind_of(noun) is not None)
    return next(known, None)


def _bare(name: str) -> str:
    """A name without colours and without what it is doing: `walking red camel` is a camel."""
    words = [w for w in name.split() if colour_of(w.lower()) is None and not (w.endswith("ing") and len(w) > 5)]
    return " ".join(words) or name
