"""Storyboard: a script with nothing left open. Planners make it, generators draw it, people edit it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from storyline.schema.base import AnyPlaceId, AnySceneId, AnyShotId, EntityId, PlaceId, ShotId, Text
from storyline.schema.camera import Angle, Camera, CameraKeyframe, ShotSize, camera_at
from storyline.schema.check import board_problems, refuse
from storyline.schema.edit import Edit
from storyline.schema.entity import Entity, Place
from storyline.schema.layout import Placement, layout_at
from storyline.schema.media import Aspect, FrameSize
from storyline.schema.script import (
    Beat,
    Credit,
    Language,
    Script,
    ScriptPanel,
    ScriptScene,
    ScriptShot,
    ScriptTransition,
    Seed,
    Subtitles,
)
from storyline.schema.sound import Line, Sound
from storyline.schema.timing import Frame, FrameCount, FrameRange, FrameRate
from storyline.schema.vocabulary import TimeOfDay, Weather


class Transition(ScriptTransition):
    """How a shot begins. Both shots are seen during the overlap; a cut has none.

    `fade` goes through black: the first half shows the shot before, the second half this one.
    """

    overlap: FrameCount = 0


CUT = Transition(kind="cut")

MOST_FRAMES = 1_000_000
"""Of a shot."""


class Panel(ScriptPanel):
    """One drawn moment of a shot: who is where, and in words what is seen."""

    at: Frame
    prompt: Text
    placements: tuple[Placement, ...]


class Shot(ScriptShot):
    """One uninterrupted camera take; its first and last panel bound it."""

    id: AnyShotId
    action: Text
    size: ShotSize
    angle: Angle = "eye"
    camera: tuple[CameraKeyframe, ...] = ()
    duration: Annotated[int, Field(strict=True, ge=1, le=MOST_FRAMES)]
    """In frames."""
    transition: Transition = CUT
    lines: tuple[Line, ...] = ()
    panels: Annotated[tuple[Panel, ...], Field(min_length=1)]

    def layout(self, frame: float) -> tuple[Placement, ...]:
        """The placements at a frame, far to near (see `layout.layout_at`)."""
        return layout_at(((p.at, p.placements) for p in self.panels), frame)

    def looks(self) -> dict[EntityId, set[str | None]]:
        """Who is in the shot, and in which looks; None is the first."""
        worn: dict[EntityId, set[str | None]] = {}
        for panel in self.panels:
            for placement in panel.placements:
                worn.setdefault(placement.entity, set()).add(placement.look)
        return worn

    def camera_at(self, frame: float) -> Camera:
        """The camera at a frame (see `camera.camera_at`)."""
        return camera_at(self.camera, frame)


class Scene(ScriptScene):
    """One place and time: shots in order."""

    id: AnySceneId
    heading: Text
    place: AnyPlaceId
    time_of_day: TimeOfDay
    weather: Weather = "clear"
    story: None = None
    beats: tuple[Beat, ...] = Field(default=(), max_length=0)
    shots: Annotated[tuple[Shot, ...], Field(min_length=1)]

    def start_of(self, shot: Shot) -> int:
        """Frames from the start of the scene to the start of one of its shots."""
        start = 0
        for n, other in enumerate(self.shots):
            start -= other.transition.overlap if n else 0
            if other.id == shot.id:
                break
            start += other.duration
        return start


class Storyboard(Script):
    """Cast and ordered scenes > shots > panels, complete and consistent: what it refers to, it holds."""

    format: Literal["storyboard/1"] = "storyboard/1"

    title: Text
    language: Language
    aspect: Aspect
    size: FrameSize
    rate: FrameRate
    seed: Seed
    style: Text = ""
    negative_prompt: Text = ""
    credits: tuple[Credit, ...] = ()
    subtitles: Subtitles = "burned"
    opening: FrameCount = 0
    closing: FrameCount = 0
    fade_out: FrameCount = 0
    places: tuple[Place, ...]
    cast: tuple[Entity, ...] = ()
    story: None = None
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]
    sounds: tuple[Sound, ...] = ()

    @field_validator("edits", mode="after")
    @classmethod
    def _by_id(cls, edits: tuple[Edit, ...], info: Any) -> tuple[Edit, ...]:
        """A shot that is named by its number is named by its id from here on; a number that no shot has stays."""
        ids = [shot.id for scene in info.data.get("scenes", ()) for shot in scene.shots]
        return tuple(_with_id(edit, ids) for edit in edits)

    @model_validator(mode="after")
    def _consistent(self) -> "Storyboard":
        refuse(board_problems(self))
        return self

    def shots(self) -> Iterator[tuple[Scene, Shot]]:
        """Every shot with its scene, in the order of the film."""
        for scene in self.scenes:
            for shot in scene.shots:
                yield scene, shot

    def entity(self, id: EntityId) -> Entity:
        """The entity of the cast with this id. Raises KeyError if there is none."""
        for entity in self.cast:
            if entity.id == id:
                return entity
        raise KeyError(id)

    def place(self, id: PlaceId) -> Place:
        """The place with this id. Raises KeyError if there is none."""
        for place in self.places:
            if place.id == id:
                return place
        raise KeyError(id)

    def timeline(self) -> tuple[tuple[Shot, FrameRange], ...]:
        """Each shot with its frames in the film, overlaps with its neighbours included."""
        spans = []
        end = self.opening
        for _, shot in self.shots():
            start = end - shot.transition.overlap
            end = start + shot.duration
            spans.append((shot, FrameRange(start=start, end_exclusive=end)))
        return tuple(spans)

    def edit(self, **options: Any) -> Any:
        """Open it in an editor that a notebook shows; see `storyline.notebook.edit`."""
        return import_module("storyline.notebook").edit(self, **options)  # by name: nouns know no notebook

    @property
    def length(self) -> int:
        """Frames of the film: titles and shots, less the overlaps."""
        overlaps = sum(shot.transition.overlap for _, shot in self.shots())
        return self.opening + sum(shot.duration for _, shot in self.shots()) - overlaps + self.closing

    @property
    def seconds(self) -> Fraction:
        """Length of the film."""
        return self.length / self.rate


def _with_id(edit: Edit, ids: Sequence[ShotId]) -> Edit:
    number = edit.target.shot
    if not isinstance(number, int) or number > len(ids):
        return edit
    return edit.model_copy(update={"target": edit.target.model_copy(update={"shot": ids[number - 1]})})
