"""The keyframes of a film as pictures, from the clips that they are kept in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from storyline.assembly.titles import slate_card
from storyline.frames.clip import Picture
from storyline.frames.lossless import Windows
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.task import Task


@dataclass(frozen=True)
class Stills:
    """The panels of a film's shots as pictures. Threads may share it."""

    board: Storyboard
    tasks: Mapping[ShotId, Task]
    """Those that make the keyframes of each shot."""
    artifacts: Mapping[str, Path]
    """What they made."""
    slates: Mapping[ShotId, str]
    """What is shown for shots without."""

    def __call__(self, shot: ShotId, frames: Sequence[int]) -> Iterator[Picture]:
        """The pictures of a shot at the frames of some of its panels, in their order, one in memory at a time."""
        if shot in self.slates:
            slate = slate_card(self.slates[shot], self.board.size, 1, self.board.rate)[0]
            yield from (slate for _ in frames)
            return
        task = self.tasks[shot]
        numbers = {panel.at: n for n, panel in enumerate(self._shots[shot].panels)}
        with closing(Windows([(self.artifacts[task.id], task.frames)], FrameSize(task.size))) as clip:
            for frame in frames:
                yield clip[numbers[frame]]

    @cached_property
    def _shots(self) -> Mapping[ShotId, Shot]:
        return {shot.id: shot for _, shot in self.board.shots()}
