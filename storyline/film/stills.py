"""The keyframes of a film as pictures, from the clips that they are kept in."""

from collections.abc import Mapping
from pathlib import Path

from storyline.assembly.titles import slate_card
from storyline.frames.clip import Picture
from storyline.frames.lossless import Windows
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task


class Stills:
    """The panels of a film's shots as pictures. A context: at its end nothing is open any more."""

    def __init__(
        self,
        board: Storyboard,
        tasks: Mapping[ShotId, Task],
        artifacts: Mapping[str, Path],
        slates: Mapping[ShotId, str],
    ) -> None:
        """The tasks that make the keyframes of each shot, what they made, and what is shown for shots without."""
        self._board, self._shots = board, {shot.id: shot for _, shot in board.shots()}
        self._tasks, self._artifacts, self._slates = tasks, artifacts, slates
        self._open: tuple[ShotId, Windows] | None = None

    def __enter__(self) -> "Stills":
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            self._open[1].close()

    def __call__(self, shot: ShotId, frame: int) -> Picture:
        """The picture of a shot at the frame of one of its panels; those of one shot are best asked for in order."""
        if shot in self._slates:
            return slate_card(self._slates[shot], self._board.size, 1, self._board.rate)[0]
        if self._open is None or self._open[0] != shot:
            self.__exit__()
            task = self._tasks[shot]
            self._open = shot, Windows([(self._artifacts[task.id], task.frames)], FrameSize(task.size))
        number = next(n for n, panel in enumerate(self._shots[shot].panels) if panel.at == frame)
        return self._open[1][number]
