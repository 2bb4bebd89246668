"""Frames that hold a scene's shots together: its place alone, then each of its cast alone.

They are sampled first, from place, cast and style alone, and the keyframes of every shot are drawn in sight of them: so
cast and place agree over cuts, and an edited panel does not disturb the shots beside its own.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from generators.nuwa_xl.conditions import ConditionedShot, conditioned
from storyline.schema.base import EntityId, ShotId
from storyline.schema.entity import Entity
from storyline.schema.layout import Box, Placement
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.schema.vocabulary import GROUND_LINE, KINDS, UNKNOWN_KIND, kind_of

_HIGH, _WIDE = 0.64, 0.8
"""Of the frame, at most: how large somebody is in their anchor."""
_RATE = Fraction(24)
"""Of one frame, which has none."""

Worn = tuple[EntityId, str]
"""Somebody in one of their looks."""


def anchor_shots(storyboard: Storyboard, scene: Scene, size: FrameSize) -> tuple[ConditionedShot, ...]:
    """One shot of one frame for the empty place, seen whole, and one for everybody in each look that they wear there.

    They are in the order of the cast, and stand in the middle of the place. `size` is the one asked for.
    """
    worn = {_worn(storyboard.entity(p.entity), p.look) for shot in scene.shots for p in _placements(shot)}
    alone = [Panel(at=0, prompt="", placements=())]
    for entity in storyboard.cast:
        for look in entity.looks:
            if (entity.id, look.name) in worn:
                box = _box(entity.kind, size)
                placement = Placement(entity=entity.id, look=look.name, box=box)
                alone.append(Panel(at=0, prompt=look.description, placements=(placement,)))
    return tuple(_shot(storyboard, scene, panel, size) for panel in alone)


def anchors_for(shot: ConditionedShot, anchors: Sequence[ConditionedShot], most: int) -> tuple[int, ...]:
    """The numbers of the anchors that a shot is drawn in sight of, at most so many.

    The place comes first, then who is largest in the shot.
    """
    sizes: dict[Worn, float] = {}
    cast = {entity.id: entity for entity in shot.cast}
    for p in _placements(shot.shot):
        worn = _worn(cast[p.entity], p.look)
        x0, y0, x1, y1 = p.box.visible()
        sizes[worn] = max(sizes.get(worn, 0.0), round((x1 - x0) * (y1 - y0), 6))
    numbers = {}
    for n, anchor in enumerate(anchors):
        for p in _placements(anchor.shot):
            numbers[_worn(anchor.cast[0], p.look)] = n
    largest = sorted((worn for worn in sizes if worn in numbers), key=lambda worn: (-sizes[worn], numbers[worn]))
    return (0, *(numbers[worn] for worn in largest))[: max(0, most)]


def _placements(shot: Shot) -> Iterator[Placement]:
    return (placement for panel in shot.panels for placement in panel.placements)


def _worn(entity: Entity, look: str | None) -> Worn:
    return entity.id, entity.look(look).name


def _shot(storyboard: Storyboard, scene: Scene, panel: Panel, size: FrameSize) -> ConditionedShot:
    shot = Shot(id=ShotId("anchor"), action="", size="WS", duration=1, panels=(panel,))
    made = conditioned(storyboard, scene.model_copy(update={"shots": (shot,)}), shot, size)
    return made.model_copy(update={"role": "anchor", "rate": _RATE})


def _box(kind: str, size: FrameSize) -> Box:
    """In the middle, the feet where feet are, of the kind's own proportions."""
    aspect = KINDS.get(kind_of(kind) or "", UNKNOWN_KIND).aspect * size.height / size.width
    high = min(_HIGH, _WIDE / aspect)
    wide = high * aspect
    return Box((0.5 - wide / 2, GROUND_LINE - high, 0.5 + wide / 2, GROUND_LINE))
