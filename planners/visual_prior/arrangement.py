"""Who stands where, over the panels of a shot: what the prior is of. No torch here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import kind_of, setting_of

MOST_THINGS, MOST_PANELS = 6, 4
PHOTO = "photo"
"""The setting and size of a picture of which nothing is known."""

Relation = Literal["left", "right", "above", "below", "beside"]

_MIRRORED: dict[Relation, Relation] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Thing:
    """What stands somewhere."""

    kind: str
    action: str = "stand"


@dataclass(frozen=True)
class Arrangement:
    """Things and their boxes, panel by panel."""

    things: tuple[Thing, ...]
    panels: tuple[tuple[Box | None, ...], ...]
    """A box for each thing; None where it is not there."""
    setting: str = PHOTO
    size: str = PHOTO
    relations: tuple[tuple[int, Relation, int], ...] = ()
    """That the first thing is left of the second: by their middles, and more left than above or below."""

    def __post_init__(self) -> None:
        """Raises ValueError if there are too many things or panels, or panels of another number of things."""
        if not 1 <= len(self.things) <= MOST_THINGS or not 1 <= len(self.panels) <= MOST_PANELS:
            raise ValueError(
                f"an arrangement has 1..{MOST_THINGS} things and 1..{MOST_PANELS} panels; "
                f"got {len(self.things)} and {len(self.panels)}"
            )
        if any(len(panel) != len(self.things) for panel in self.panels):
            raise ValueError(f"a panel has a box or None for each of {len(self.things)} things")

    @property
    def boxes(self) -> int:
        """How many there are."""
        return sum(box is not None for panel in self.panels for box in panel)


def mirrored(arrangement: Arrangement) -> Arrangement:
    """Left and right changed."""
    panels = tuple(tuple(None if box is None else _flipped(box) for box in panel) for panel in arrangement.panels)
    relations = tuple((a, _MIRRORED.get(relation, relation), b) for a, relation, b in arrangement.relations)
    return replace(arrangement, panels=panels, relations=relations)


def in_order(arrangement: Arrangement, order: Sequence[int]) -> Arrangement:
    """The same things, told in another order: `order` has the number of each one's place now."""
    places = {old: new for new, old in enumerate(order)}
    return replace(
        arrangement,
        things=tuple(arrangement.things[n] for n in order),
        panels=tuple(tuple(panel[n] for n in order) for panel in arrangement.panels),
        relations=tuple((places[a], relation, places[b]) for a, relation, b in arrangement.relations),
    )


def arrangements(board: Storyboard) -> tuple[Arrangement, ...]:
    """One of each shot that has anybody in it: of its first panels, and those who are in them first."""
    found = []
    for scene, shot in board.shots():
        panels = shot.panels[:MOST_PANELS]
        first: dict[str, Placement] = {}
        for placement in (p for panel in panels for p in panel.placements):
            first.setdefault(placement.entity, placement)
        somebody = list(first.values())[:MOST_THINGS]
        if not somebody:
            continue
        kinds = [board.entity(p.entity).kind for p in somebody]
        things = tuple(Thing(kind_of(kind) or kind, p.action) for kind, p in zip(kinds, somebody, strict=True))
        there = [{p.entity: p.box for p in panel.placements} for panel in panels]
        boxes = tuple(tuple(by.get(p.entity) for p in somebody) for by in there)
        place = board.place(scene.place).setting
        found.append(Arrangement(things, boxes, setting_of(place) or place, shot.size))
    return tuple(found)


def _flipped(box: Box) -> Box:
    x0, y0, x1, y1 = box.root
    return Box((1 - x1, y0, 1 - x0, y1))
