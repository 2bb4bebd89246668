"""The truth about a drawn frame → what a detector is to say of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Bool

from storyline.evaluation.detector.accuracy import Shown
from storyline.frames.clip import Picture
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity
from storyline.schema.layout import Box, Placement
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, action_of, basic_colour, kind_of, rgb

Extent = tuple[float, float, float, float]

_LEAST = 0.001
"""Of the frame's pixels: who shows fewer is not to be told."""
_FREE = 0.3
"""And of whom less is free: of what lies within the frame, in area of boxes."""


@runtime_checkable
class Truth(Protocol):
    """What a frame shows, exactly, as the drawn world tells it; mappings are by entity."""

    @property
    def picture(self) -> Picture:
        """The frame."""
        ...

    @property
    def order(self) -> tuple[EntityId, ...]:
        """Who was drawn, far to near."""
        ...

    @property
    def boxes(self) -> Mapping[EntityId, Extent]:
        """All of a figure, seen or not."""
        ...

    @property
    def visible(self) -> Mapping[EntityId, Extent]:
        """Around the pixels that are seen."""
        ...

    @property
    def masks(self) -> Mapping[EntityId, Bool[np.ndarray, "height width"]]:
        """The pixels where a figure is in front."""
        ...


def told(truth: Truth, cast: Sequence[Entity], layout: Sequence[Placement]) -> tuple[tuple[EntityId, Shown, bool], ...]:
    """Who is seen in a frame, far to near, what of them a detector is to say, and whether that can be told.

    Whoever shows too few pixels, or is hidden but for a small part, cannot be: nobody is to learn or miss them.
    """
    entities = {entity.id: entity for entity in cast}
    placed = {placement.entity: placement for placement in layout}
    found = []
    for id in truth.order:
        if id not in truth.visible or id not in truth.boxes:
            continue
        x0, y0, x1, y1 = truth.boxes[id]
        # a figure's extent is that of its outline's points: what is seen may lie a pixel beside it
        box = (max(0.0, x0), max(0.0, y0), min(1.0, x1), min(1.0, y1))
        if not (box[0] < box[2] and box[1] < box[3]):
            box = truth.visible[id]
        entity = entities[id]
        placement = placed.get(id)
        colours = entity.look(placement.look if placement else None).colours
        colour = basic_colour(rgb(colours[0])) if colours else None
        clear = truth.masks[id].mean() >= _LEAST and _area(truth.visible[id]) >= _FREE * _area(box)
        kind = kind_of(entity.kind) or entity.kind
        action = done(kind, placement.action) if placement else None
        found.append((id, Shown(kind, colour, Box(box), action), bool(clear)))
    return tuple(found)


def done(kind: str | None, action: str) -> str | None:
    """What somebody of a kind is seen to do, as `vocabulary.ACTIONS` names it; None of what does not live."""
    return (action_of(action) or "stand") if KINDS.get(kind or "", UNKNOWN_KIND).alive else None


def _area(box: Extent) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
