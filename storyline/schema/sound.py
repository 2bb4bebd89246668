"""What is heard: lines and sounds."""

from typing import Annotated, Literal

from pydantic import Field

from storyline.schema.base import AnyEntityId, Noun, Text
from storyline.schema.media import FileRef
from storyline.schema.timing import Frame, Length, Time

LineKind = Literal["spoken", "voice-over", "thought", "lyric", "caption"]


class ScriptLine(Noun):
    """Words of the film, as far as the writer fixed them."""

    text: Annotated[Text, Field(min_length=1)]
    kind: LineKind = "spoken"
    speaker: AnyEntityId | None = None
    """Who says it; on or off screen. Absent for captions and a narrator without a figure."""
    said_by: Text = ""
    """How the text names the speaker (`the old hare`), until the planner knows who that is."""
    manner: Text = ""
    """How it is said, or what is done meanwhile: `softly`, `laughing`, `to the fox`."""
    off_screen: bool = False
    """It is heard while its speaker is not in the picture."""
    start: Time | None = None
    """From the start of the shot."""
    duration: Time | None = None
    audio: FileRef | None = None


class Line(ScriptLine):
    """Words of the film, with their place in time."""

    start: Frame
    duration: Annotated[int, Field(strict=True, ge=1)]


SoundKind = Literal["music", "ambience", "effect", "narration"]


class ScriptSound(Noun):
    """A sound file on the film's clock."""

    kind: SoundKind = "music"
    file: FileRef
    start: Length = 0
    """From the start of the film."""
    gain: Annotated[float, Field(ge=-60, le=20)] = 0.0
    """Decibels."""
    ducking: Annotated[float, Field(ge=0, le=60)] = 0.0
    """Decibels it steps back while a line with audio is heard."""


class Sound(ScriptSound):
    """A sound file on the film's clock, in frames."""

    start: Frame = 0
