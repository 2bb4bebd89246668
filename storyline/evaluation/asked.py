"""What a storyboard asks to be seen in a frame: which figures, of what kind and colour, in which boxes."""

from dataclasses import dataclass

import numpy as np

from storyline.evaluation.detector.truth import done
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity
from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.vocabulary import basic_colour, kind_of, rgb, setting_of

_SEEN = 0.4
"""A figure of which less is to be seen, beside the frame's edge or behind others, is asked of nobody."""
_GRID = 64
_MOVES = 0.05
"""Frame widths or heights that the middle of a box moves between two panels, or else it stands still."""


@dataclass(frozen=True)
class Asked:
    """A figure that a frame is to show."""

    entity: EntityId
    kind: str | None
    """As the vocabulary names it; None if it does not."""
    colour: str | None
    """The basic colour of its main colour; None if none was asked for."""
    box: Box
    """What of its box lies within the frame."""
    action: str | None
    """As the vocabulary names it; None of what does not live."""
    setting: str | None
    """Of the place it is in, as the vocabulary names it."""
    moving: bool


def asked(board: Storyboard, shot: Shot, frame: int) -> tuple[Asked, ...]:
    """Who is to be seen at a frame of a shot, far to near: those of whose boxes enough is free and in the frame."""
    layout = shot.layout(frame)
    free = free_shares([placement.box for placement in layout])
    place = next(scene.place for scene, other in board.shots() if other.id == shot.id)
    setting = setting_of(board.place(place).setting)
    return tuple(
        _asked(board.entity(placement.entity), placement, setting, _moving(shot, placement.entity, frame))
        for placement, share in zip(layout, free, strict=True)
        if share >= _SEEN
    )


def _asked(entity: Entity, placement: Placement, setting: str | None, moving: bool) -> Asked:
    colours = entity.look(placement.look).colours
    colour = basic_colour(rgb(colours[0])) if colours else None
    kind = kind_of(entity.kind)
    return Asked(entity.id, kind, colour, Box(placement.box.visible()), done(kind, placement.action), setting, moving)


def free_shares(boxes: list[Box]) -> list[float]:
    """How much of each box, all of it, lies in the frame and behind none that come later, on a grid of 64 x 64.

    >>> free_shares([Box((0, 0, 0.5, 1)), Box((0.25, 0, 0.5, 1)), Box((0.5, 0, 1.5, 1))])
    [0.5, 1.0, 0.5]
    """
    front = np.zeros((_GRID, _GRID), np.int32)
    for number, box in enumerate(boxes, 1):
        x0, y0, x1, y1 = (round(v * _GRID) for v in box.visible())
        front[y0:y1, x0:x1] = number
    cells = [box.width * box.height * _GRID * _GRID for box in boxes]
    return [min(1.0, float((front == n).sum()) / max(1.0, all)) for n, all in enumerate(cells, 1)]


def _moving(shot: Shot, entity: EntityId, frame: int) -> bool:
    """Whether an entity moves between the panels around a frame."""
    before = max((p.at for p in shot.panels if p.at <= frame), default=shot.panels[0].at)
    after = min((p.at for p in shot.panels if p.at > frame), default=before)
    ends = [next((p.box.centre for p in shot.layout(at) if p.entity == entity), None) for at in (before, after)]
    if ends[0] is None or ends[1] is None:
        return False
    return max(abs(a - b) for a, b in zip(ends[0], ends[1], strict=True)) >= _MOVES
