"""A shot → its tracks: where each entity is, from when to when."""

from dataclasses import dataclass
from itertools import pairwise

from storyline.schema.base import EntityId
from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Shot


@dataclass(frozen=True)
class Stretch:
    """An entity in one look, while it is there without a break."""

    entity: EntityId
    look: str | None
    points: tuple[tuple[int, Box], ...]
    """Frames of the shot, in order, with its box; linear in between, and held after the last."""
    end_exclusive: int
    """The first frame in which it is not there, or the shot's end."""

    @property
    def start(self) -> int:
        """The first frame in which it is there."""
        return self.points[0][0]


def stretches(shot: Shot) -> tuple[Stretch, ...]:
    """The tracks of a shot, as `Shot.layout` has them at its whole frames; large ones first."""
    turns = _turns(shot)
    layouts = [{placement.entity: placement for placement in shot.layout(frame)} for frame in turns]
    ends = [*turns[1:], shot.duration]
    found: list[Stretch] = []
    for entity in dict.fromkeys(entity for layout in layouts for entity in layout):
        points: list[tuple[int, Box]] = []
        before: Placement | None = None
        for frame, end, layout in zip(turns, ends, layouts, strict=True):
            now = layout.get(entity)
            if before is not None and (now is None or now.look != before.look):
                found.append(Stretch(entity, before.look, tuple(points), frame))
                points = []
            if now is not None:
                points.append((frame, now.box))
                if end == shot.duration:
                    found.append(Stretch(entity, now.look, tuple(points), end))
            before = now
    return tuple(sorted(found, key=lambda one: -max(box.width * box.height for _, box in one.points)))


def _turns(shot: Shot) -> list[int]:
    """The frames between which every track is a straight line: panels, and where entities come and go midway."""
    turns = {panel.at for panel in shot.panels}
    for first, second in pairwise(shot.panels):
        midway = -(-(first.at + second.at) // 2)
        turns |= {max(first.at, midway - 1), midway}
    return sorted(turns)
