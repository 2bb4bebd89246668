"""What the tasks of pictures of panels are made from: all that is in their parts. Read and written without torch."""

from typing import Annotated

from pydantic import Field

from editors.work import Footage
from storyline.schema.base import EntityId, Noun
from storyline.schema.camera import Camera, CameraKeyframe, camera_at
from storyline.schema.layout import Placement, layout_at
from storyline.schema.media import FileRef
from storyline.schema.storyboard import Shot


class Moment(Noun):
    """A panel, as far as it says who is where."""

    at: int
    placements: tuple[Placement, ...]


class Stage(Noun):
    """Who is where in a shot, and how the camera moves."""

    moments: Annotated[tuple[Moment, ...], Field(min_length=1)]
    camera: tuple[CameraKeyframe, ...] = ()

    @classmethod
    def of(cls, shot: Shot) -> "Stage":
        """That of a shot, without what people do."""
        return cls(
            moments=tuple(Moment(at=p.at, placements=tuple(map(_bare, p.placements))) for p in shot.panels),
            camera=shot.camera,
        )

    def layout(self, frame: int) -> dict[EntityId, Placement]:
        """Everybody in a frame, far to near."""
        return {p.entity: p for p in layout_at([(m.at, m.placements) for m in self.moments], frame)}

    def camera_at(self, frame: int) -> Camera:
        """The camera at a frame."""
        return camera_at(self.camera, frame)


class TraceWork(Noun):
    """Frames of a shot, to be traced to the one at a panel."""

    reference: Footage
    """The window that it lies in; it is read first."""
    clip: Footage
    at: int
    """The number of that frame in the shot."""
    start: int
    end_exclusive: int
    stage: Stage
    libraries: dict[str, str]


class Given(Noun):
    """A picture that somebody supplied for a moment of a shot."""

    at: int
    image: FileRef
    knots: Annotated[tuple[tuple[int, float], ...], Field(min_length=1)] = ((0, 1.0),)
    """How much of it is seen at frames of the shot, 0..1: linear between them, and constant before and after."""
    frames: tuple[int, int] | None = None
    """The first in which it is seen at all, and the one after the last; all when None."""

    def weight(self, frame: int) -> float:
        """How much of it is seen at a frame."""
        if self.frames is not None and not self.frames[0] <= frame < self.frames[1]:
            return 0.0
        before = max((k for k in self.knots if k[0] <= frame), default=self.knots[0])
        after = min((k for k in self.knots if k[0] > frame), default=before)
        span = after[0] - before[0]
        return before[1] + (after[1] - before[1]) * (frame - before[0]) / span if span > 0 else before[1]


class GivenWork(Noun):
    """Frames of a shot, to be changed by pictures; for each there is an artifact of frames that were traced to it."""

    clip: Footage
    start: int
    """The first frame that was traced."""
    given: tuple[Given, ...]
    libraries: dict[str, str]


def blended(images: tuple[tuple[int, FileRef], ...]) -> tuple[Given, ...]:
    """Pictures at frames of a shot, ascending, each seen most at its own, and none beyond its neighbours'."""
    found = []
    for n, (at, image) in enumerate(images):
        knots = [(at, 1.0)]
        if n > 0:
            knots.insert(0, (images[n - 1][0], 0.0))
        if n + 1 < len(images):
            knots.append((images[n + 1][0], 0.0))
        found.append(Given(at=at, image=image, knots=tuple(knots)))
    return tuple(found)


def _bare(placement: Placement) -> Placement:
    return Placement(entity=placement.entity, box=placement.box, depth=placement.depth, facing=placement.facing)
