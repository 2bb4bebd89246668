"""Two storyboards → what the second has otherwise for its whole film."""

from collections.abc import Iterator, Sequence

from storyline.exchange.changes.words import Clock, changed, differing
from storyline.schema.entity import Entity, Group, Place
from storyline.schema.storyboard import Storyboard

_LENGTHS = ("opening", "closing", "fade_out")
_TOLD_APART = ("format", "places", "cast", "groups", "scenes", "edits", "notes", "origins", "rate", *_LENGTHS)
"""Fields that are told in words of their own, with shots, or that decide no frame and no sound."""


def film_changes(a: Storyboard, b: Storyboard) -> tuple[str, ...]:
    """What the second storyboard has otherwise, its scenes, shots and edits left aside."""
    return (
        *_film(a, b),
        *_members("place", a.places, b.places),
        *_members("", a.cast, b.cast),
        *_members("group", a.groups, b.groups),
    )


def _film(a: Storyboard, b: Storyboard) -> Iterator[str]:
    clock = Clock(a.rate, b.rate)
    if a.size != b.size:
        yield f"size: {a.size} → {b.size}"
    if a.rate != b.rate:
        yield f"rate: {changed(a.rate, b.rate)} frames a second"
    yield from differing(a, b, leave=(*_TOLD_APART, "size"))
    for name in _LENGTHS:
        times = getattr(a, name), getattr(b, name)
        if not clock.same(*times):
            yield f"{name.replace('_', ' ')}: {clock.told(*times)}"


def _members(kind: str, a: Sequence[Place | Entity | Group], b: Sequence[Place | Entity | Group]) -> Iterator[str]:
    before, after = ({one.id: one for one in members} for members in (a, b))
    for id in dict.fromkeys((*before, *after)):
        told = f"{kind} {(after.get(id) or before[id]).name}".strip()
        if id not in before:
            yield f"{told}: only in B"
        elif id not in after:
            yield f"{told}: only in A"
        else:
            yield from differing(before[id], after[id], told, leave=("id",))
