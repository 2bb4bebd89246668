"""What the tasks that measure a film are made from: all that is in their parts. Read and written without torch."""

from pydantic import Field

from storyline.schema.base import EntityId, Noun
from storyline.schema.layout import Box


class Standing(Noun):
    """Who is to be seen in a frame."""

    entity: EntityId
    box: Box


class MeasureWork(Noun):
    """Frames of a shot, to be measured."""

    windows: tuple[int, ...]
    """How many frames each clip holds that is read."""
    frames: dict[int, tuple[Standing, ...]] = Field(min_length=1)
    """Who is there, far to near, in those that are looked at."""
    libraries: dict[str, str]
