"""Script: what the writer wrote, parsed. Whatever is left out is open, for a planner to fill.

`storyline.schema.storyboard` has the same nouns with nothing left open.
"""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints, model_validator

from storyline.schema.base import AnyPlaceId, AnySceneId, AnyShotId, Name, Noun, Text
from storyline.schema.camera import Angle, ScriptCameraKeyframe, ShotSize
from storyline.schema.check import problems, refuse
from storyline.schema.edit import Edit
from storyline.schema.entity import Group, ScriptEntity, ScriptPlace
from storyline.schema.layout import ScriptPlacement
from storyline.schema.media import Aspect, Digest, FileRef, FrameSize
from storyline.schema.sound import ScriptLine, ScriptSound
from storyline.schema.timing import Duration, FrameCount, FrameRate, Length, Time
from storyline.schema.vocabulary import TimeOfDay, Weather

Seed = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
TransitionKind = Literal["cut", "dissolve", "fade", "wipe"]
Subtitles = Literal["burned", "file", "none"]


class ScriptTransition(Noun):
    """How a shot begins: over how many frames it overlaps the one before."""

    kind: TransitionKind
    overlap: Time | None = None


class ScriptPanel(Noun):
    """One drawn moment of a shot, as far as the writer fixed it."""

    at: Time = 0
    prompt: Text | None = None
    placements: tuple[ScriptPlacement, ...] | None = None
    image: FileRef | None = None
    """A supplied or locked keyframe."""


class Overrides(Noun):
    """What a shot does differently from the film."""

    generator: Name | None = None
    steps: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    seed: Seed | None = None
    negative_prompt: Text | None = None
    parameters: dict[str, JsonValue] = {}


BeatKind = Literal[
    "action",
    "dialogue",
    "lyric",
    "centred",
    "transition",
    "section",
    "synopsis",
    "note",
    "boneyard",
    "page-break",
]
"""What a beat is in a screenplay. From `section` on it is for the writer's eyes: kept, and not filmed."""


class Beat(Noun):
    """A sentence of prose or an element of a screenplay, and the words spoken in it; a planner makes shots of beats."""

    text: Text
    """Plain words, without marks of emphasis."""
    lines: tuple[ScriptLine, ...] = ()
    kind: BeatKind = "action"
    joins: bool = False
    """It goes on in the paragraph of the beat before it; a dialogue is said at the same time as that; a note right
    after a heading stands on it."""
    written: Text = ""
    """The paragraph that starts here as its screenplay has it, where that says more than the words."""


class ScriptShot(Noun):
    """One uninterrupted camera take, as far as the writer fixed it."""

    id: AnyShotId | None = None
    """Stable: derived from the text when the writer gives none."""
    label: Text = ""
    action: Text | None = None
    """What happens, in words."""
    size: ShotSize | None = None
    angle: Angle | None = None
    camera: tuple[ScriptCameraKeyframe, ...] | None = None
    duration: Duration | None = None
    transition: ScriptTransition | None = None
    handles: tuple[FrameCount, FrameCount] = (0, 0)
    """Spare frames before and after, for an editing suite."""
    lines: tuple[ScriptLine, ...] | None = None
    panels: tuple[ScriptPanel, ...] | None = None
    overrides: Overrides = Overrides()
    locked_take: Digest | None = None
    """The digest of a finished clip to be used instead of generating."""


class ScriptScene(Noun):
    """One place and time, as far as the writer fixed it: shots, or prose (`story`), or beats read from prose."""

    id: AnySceneId | None = None
    """Stable: derived from the text when the writer gives none."""
    heading: Text | None = None
    number: Text = ""
    """As a screenplay numbers its scenes: `12A`."""
    place: AnyPlaceId | None = None
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    light: Text = ""
    story: Text | None = None
    beats: tuple[Beat, ...] = ()
    shots: tuple[ScriptShot, ...] = ()

    @model_validator(mode="after")
    def _told_once(self) -> "ScriptScene":
        told = [field for field in ("story", "beats", "shots") if getattr(self, field)]
        if len(told) > 1:
            raise ValueError(
                f"a scene is told by one of `story`, `beats` and `shots`; got {' and '.join(told)}. "
                "Make scenes of them, or drop one"
            )
        return self


class Credit(Noun):
    """A line of the end credits."""

    role: Text = ""
    name: Name


Origin = Annotated[str, StringConstraints(pattern=r"^[\w:./-]{1,100}$")]
"""Who decided a field: `writer`, `person`, `repair`, or a planner's name."""


class Note(Noun):
    """Something that was guessed, repaired or could not be done, and where."""

    kind: Literal["guessed", "repaired", "dropped", "info"]
    text: Annotated[Text, Field(min_length=1)]
    where: Text = ""
    by: Origin = "writer"


class Shared(Noun):
    """What the episodes of a series may have in common."""

    format: Text
    """What the document is, and the version of its format."""
    title: Text | None = None
    language: Language | None = None
    """BCP 47: `en`, `pt-BR`."""
    aspect: Aspect | None = None
    size: FrameSize | None = None
    rate: FrameRate | None = None
    seed: Seed | None = None
    style: Text | None = None
    negative_prompt: Text | None = None
    credits: tuple[Credit, ...] | None = None
    subtitles: Subtitles | None = None
    runtime: Duration | None = None
    """How long the film is to be, titles included: as near as its words and what is fixed allow."""
    opening: Length | None = None
    """Length of the opening title; 0 for none."""
    closing: Length | None = None
    """Length of the end credits; 0 for none."""
    fade_out: Length | None = None
    """Time in which the last shot goes to black; 0 for a cut."""
    places: tuple[ScriptPlace, ...] = ()
    cast: tuple[ScriptEntity, ...] = ()
    groups: tuple[Group, ...] = ()


class Script(Shared):
    """The writer's text, parsed: from one line of prose to every box written out."""

    format: Literal["script/1", "storyboard/1"] = "script/1"
    """A storyboard leaves nothing open."""
    title_page: dict[Name, Text] = {}
    """Of a screenplay, as it stands there: `Author`, `Draft date`."""
    story: Text | None = None
    """The whole film as prose, instead of scenes."""
    scenes: tuple[ScriptScene, ...] = ()
    sounds: tuple[ScriptSound, ...] = ()
    edits: tuple[Edit, ...] = ()
    notes: tuple[Note, ...] = ()
    origins: dict[Origin, tuple[Text, ...]] = {}
    """Who decided what: paths such as `scenes/s1/shots/s1-2/size`, each with all below it unless said otherwise."""

    @model_validator(mode="after")
    def _told_once(self) -> "Script":
        if self.story is not None and self.scenes:
            raise ValueError(
                "a film is told by `story` or by `scenes`; got both. Move the story into scenes, or drop it"
            )
        return self

    @model_validator(mode="after")
    def _consistent(self) -> "Script":
        refuse(problems(self))
        return self
