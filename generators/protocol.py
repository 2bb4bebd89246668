"""What a generator is: it turns a shot of a storyboard into a clip."""

from pathlib import Path
from typing import Protocol

from storyline.frames.clip import Clip
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard


class Generator(Protocol):
    """Makes clips. Frames depend on the storyboard, the shot, the frame index and the size alone."""

    name: str

    def clip(self, storyboard: Storyboard, shot: ShotId, size: FrameSize, root: Path = Path()) -> Clip:
        """The clip of one shot, as long as the shot. Files that the storyboard names lie in the folder `root`.

        Raises:
            KeyError: the storyboard has no such shot.
            RenderError: its frames cannot be made.
        """
        ...

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        """What this generator cannot draw as asked, in sentences."""
        ...
