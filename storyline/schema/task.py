"""A node of the render: what is to be made, and of what."""

from typing import Literal

from storyline.schema.base import AnyShotId, Name, Noun
from storyline.schema.media import FrameSize


class Task(Noun):
    """One piece of a film's work, described without doing it."""

    id: Name
    kind: Literal["clip", "assembly"]
    maker: Name
    """The generator, or `assembly`."""
    shot: AnyShotId | None = None
    size: FrameSize
    frames: int
    """How many frames it makes."""
    needs: tuple[Name, ...] = ()
    """Ids of the tasks whose output it reads."""
