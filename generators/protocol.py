"""What a generator is: it says which tasks a scene needs, and does them."""

from collections.abc import Collection, Iterable
from typing import Protocol

from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Storyboard
from storyline.schema.task import Maker, Task


class Generator(Maker, Protocol):
    """Makes keyframes and clips. What a task makes depends on the task and on what it reads alone."""

    @property
    def follows_keyframes(self) -> bool:
        """Whether a panel's own picture (`Panel.image`) is its keyframe, from which the frames around it are drawn.

        Its digest is in the tasks of its shot then, and in no others. If not, or if a generator does not say, the
        picture is put into the frames that it draws (see `storyline.film.pictured`).
        """
        ...

    def tasks(self, storyboard: Storyboard, scene: Scene, shots: Collection[ShotId], size: FrameSize) -> Iterable[Task]:
        """What is to be done for these shots of a scene, in the order of the film.

        For each shot there is one task of the kind `keyframes`, `keyframes/<shot>`, whose clip holds one frame for each
        panel; and tasks of the kind `frames`, whose clips follow each other from the shot's first frame to its last.
        They may need others, of any kind. Everything that decides what a task makes is in the task: the digests of
        files, too.
        """
        ...

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        """What this generator cannot draw as asked, in sentences."""
        ...
