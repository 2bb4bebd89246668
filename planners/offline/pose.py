"""An entity at a moment, and how large it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planners.offline.cast import Cast
from planners.offline.nouns import FLIERS, SWIMMERS, TALL
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box, Expression, Facing
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, Kind

_SIZES = {"little": 0.75, "small": 0.75, "tiny": 0.55, "baby": 0.7, "big": 1.2, "large": 1.2, "tall": 1.12, "huge": 1.4,
          "giant": 1.5, "enormous": 1.5, "massive": 1.5, "short": 0.85, "young": 0.88}  # fmt: skip


@dataclass(frozen=True)
class Pose:
    """An entity at a moment, in the master view."""

    x: float
    """The middle."""
    y: float
    """The lower edge."""
    row: float
    """The ground line it belongs to: nearer is lower, larger and in front."""
    width: float
    height: float
    facing: Facing = "right"
    action: str = "stand"
    expression: Expression = "neutral"
    parent: EntityId | None = None
    anchor: str | None = None
    """Where on the parent; the pose then goes wherever the parent goes."""
    lean: float = 0.0
    """How far from the anchor to the parent's front, in the parent's widths: so that several find room."""

    @property
    def left(self) -> float:
        """Left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y - self.height

    def mixed(self, other: "Pose", share: float) -> "Pose":
        """The pose `share` of the way to another."""
        m: Callable[[float, float], float] = lambda a, b: a + (b - a) * share
        return replace(self, x=m(self.x, other.x), y=m(self.y, other.y), row=m(self.row, other.row),
                       width=m(self.width, other.width), height=m(self.height, other.height))  # fmt: skip


def figure(cast: Cast, id: EntityId) -> Kind:
    """How large an entity is, what it lives in, whether it stands fixed."""
    draft = cast.drafts[id]
    known = KINDS.get(draft.drawn_as or "")
    if known is None:
        noun = draft.noun
        person = draft.proper or draft.noun == "person"
        height = 0.42 if person else TALL.get(noun, 0.36 if draft.alive and noun not in FLIERS else UNKNOWN_KIND.height)
        medium = "air" if noun in FLIERS else "water" if noun in SWIMMERS else "fixed" if height > 0.5 else "ground"
        known = Kind(height, 0.5 if person else UNKNOWN_KIND.aspect, medium, draft.alive, "gray")  # type: ignore[arg-type]
    scale = 1.0
    for attribute in draft.attributes:
        scale *= _SIZES.get(attribute, 1.0)
    return replace(known, height=min(0.75, known.height * scale))


def projected(pose: Pose, camera: Camera) -> Box | None:
    """The box of a pose in the frame; None if it does not meet it."""
    return box_of((*camera.project(pose.left, pose.top), *camera.project(pose.right, pose.y)))


def box_of(corners: Sequence[float]) -> Box | None:
    """A box of four decimals within [-1, 2]; None if it is empty or does not meet the frame."""
    x0, y0, x1, y1 = (round(max(-1.0, min(2.0, v)), 4) for v in corners)
    if not (x0 < x1 and y0 < y1 and x1 > 0 and y1 > 0 and x0 < 1 and y0 < 1):
        return None
    return Box((x0, y0, x1, y1))
