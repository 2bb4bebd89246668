"""The layout of a panel → outlines to be drawn over its picture."""

from collections.abc import Iterator
from typing import NamedTuple

from storyline.schema.entity import Entity
from storyline.schema.storyboard import Panel, Storyboard
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, kind_of, rgb

RGB = tuple[int, int, int]


class Outline(NamedTuple):
    """An entity's box as it is drawn."""

    name: str
    colour: RGB
    box: tuple[float, float, float, float]
    """What is visible of it, (x0, y0, x1, y1) in fractions of the frame."""


def outlines(board: Storyboard, panel: Panel) -> Iterator[Outline]:
    """The boxes of a panel, far to near."""
    for placement in sorted(panel.placements, key=lambda p: (p.depth, p.entity)):
        entity = board.entity(placement.entity)
        yield Outline(entity.name, colour_of(entity, placement.look), placement.box.visible())


def colour_of(entity: Entity, look: str | None = None) -> RGB:
    """The first colour of a look, or what is usual for its kind."""
    kind = KINDS.get(kind_of(entity.kind) or "", UNKNOWN_KIND)
    return rgb((entity.look(look).colours or (kind.colour,))[0])
