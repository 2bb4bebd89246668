"""Where entities stand in a panel: boxes, placements, and tracks between panels."""

import math
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, RootModel, StringConstraints, model_validator

from storyline.schema.base import AnyEntityId, EntityId, Name, Noun
from storyline.schema.media import FileRef

Facing = Literal["left", "right", "front", "back"]
Expression = Literal["neutral", "happy", "sad", "angry", "surprised", "afraid", "asleep"]
Action = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""What an entity does, in the base form: `walk`, `sit`. `vocabulary.ACTIONS` lists those every generator knows."""

BOX_RULE = "Boxes are (x0, y0, x1, y1), not (x, y, width, height)."


class Box(RootModel[tuple[float, float, float, float]], frozen=True):
    """`[x0, y0, x1, y1]`: the amodal extent in frame coordinates after the camera.

    Fractions of the frame's width and height, origin top-left, y down, half-open, each within
    [-1, 2]; the box meets the frame. What is seen of it is `visible()`.
    """

    root: tuple[
        Annotated[float, Field(allow_inf_nan=False)],
        Annotated[float, Field(allow_inf_nan=False)],
        Annotated[float, Field(allow_inf_nan=False)],
        Annotated[float, Field(allow_inf_nan=False)],
    ]

    @model_validator(mode="after")
    def _valid(self) -> "Box":
        x0, y0, x1, y1 = self.root
        shown = f"({x0:g}, {y0:g}, {x1:g}, {y1:g})"
        if not x0 < x1:
            raise ValueError(f"box must satisfy x0 < x1; got {shown}. {BOX_RULE}")
        if not y0 < y1:
            raise ValueError(f"box must satisfy y0 < y1; got {shown}. {BOX_RULE}")
        if min(self.root) < -1 or max(self.root) > 2:
            raise ValueError(
                f"box coordinates must lie within [-1, 2]; got {shown}. "
                "They are fractions of the frame, not pixels or percent."
            )
        if x1 <= 0 or y1 <= 0 or x0 >= 1 or y0 >= 1:
            raise ValueError(
                f"box must meet the frame; got {shown}. An entity out of sight has no placement in the panel."
            )
        return self

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.root[0]

    @property
    def y0(self) -> float:
        """Top edge."""
        return self.root[1]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.root[2]

    @property
    def y1(self) -> float:
        """Bottom edge."""
        return self.root[3]

    @property
    def width(self) -> float:
        """A fraction of the frame width."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """A fraction of the frame height."""
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) of the middle."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def visible(self) -> tuple[float, float, float, float]:
        """The part inside the frame, as plain numbers within [0, 1]."""
        x0, y0, x1, y1 = self.root
        return max(x0, 0.0), max(y0, 0.0), min(x1, 1.0), min(y1, 1.0)


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, in [0, 1]."""
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (a.width * a.height + b.width * b.height - common)


class ScriptPlacement(Noun):
    """An entity in a panel, as far as the writer fixed it."""

    entity: AnyEntityId
    look: Name | None = None
    """Which of the entity's looks; the first when absent."""
    box: Box | None = None
    depth: Annotated[int, Field(strict=True, ge=-1000, le=1000)] = 0
    """Drawing order: a larger depth is nearer and covers a smaller one."""
    action: Action | None = None
    facing: Facing | None = None
    expression: Expression = "neutral"
    parent: AnyEntityId | None = None
    """Whom it sits on or is held by: a rider's parent is the horse."""
    anchor: Name | None = None
    """Where on the parent: `back`, `hand`, `head`, `lap`."""
    mask: FileRef | None = None
    """A PNG of the frame's aspect: white where the entity is."""


class Placement(ScriptPlacement):
    """An entity in a panel: nothing left open."""

    box: Box
    action: Action = "stand"
    facing: Facing = "right"


def between(a: Placement, b: Placement, share: float) -> Placement:
    """The placement `share` (0..1) of the way from `a` to `b`: boxes linear, the rest held from `a`."""
    box = Box(tuple(p + (q - p) * share for p, q in zip(a.box.root, b.box.root, strict=True)))  # type: ignore[arg-type]
    return a.model_copy(update={"box": box})


Keyed = tuple[int, tuple[Placement, ...]]


def layout_at(panels: Iterable[Keyed], frame: float) -> tuple[Placement, ...]:
    """The placements at a frame of a shot, far to near (then by entity id).

    `panels` are (frame, placements) in order of time. Between two panels an entity moves linearly;
    one that is in only one of the two leaves (or enters) midway. Outside the panels the nearest holds.

    Raises:
        ValueError: there are no panels.
    """
    keyed = list(panels)
    if not keyed:
        raise ValueError("a shot needs at least one panel")
    before = max((k for k in keyed if k[0] <= frame), key=lambda k: k[0], default=keyed[0])
    after = min((k for k in keyed if k[0] > frame), key=lambda k: k[0], default=before)
    span = after[0] - before[0]
    share = min(1.0, max(0.0, (frame - before[0]) / span)) if span else 0.0
    ends: dict[EntityId, Placement] = {p.entity: p for p in after[1]}
    starts: dict[EntityId, Placement] = {p.entity: p for p in before[1]}
    found = [
        between(p, ends[p.entity], share) if p.entity in ends and share else p
        for p in before[1]
        if p.entity in ends or share < 0.5
    ]
    found += [p for p in after[1] if p.entity not in starts and share >= 0.5]
    return tuple(sorted(found, key=lambda p: (p.depth, p.entity)))


def feet_depth(box: Box) -> int:
    """A depth from where a figure touches the ground: lower in the frame is nearer, -1000..1000."""
    return max(-1000, min(1000, math.floor(box.y1 * 100)))
