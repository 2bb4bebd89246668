"""A generator of one's own, for tests: every frame is one colour, and at one frame of a shot something may happen."""

import os
import signal
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from storyline.errors import RenderError
from storyline.frames.lossless import write_clip
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Storyboard
from storyline.schema.task import Job, Part, Task

WINDOW = 6
"""Frames of a task."""
Trouble = Literal["error", "stop", "size", "killed", "dead", "fault", "length"]
"""A frame cannot be drawn; somebody stops us; it has another size; its ffmpeg is killed; its process is; its generator
has a fault; a window is too short."""


@dataclass(frozen=True)
class Painted:
    """Every frame is one colour; what goes wrong at a frame of a shot, if anything does."""

    colour: tuple[int, int, int] = (200, 0, 0)
    shot: str = ""
    at: int = 0
    trouble: Trouble | None = None
    name = "painted"

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        return ("all is painted",)

    def tasks(self, storyboard: Storyboard, scene: Scene, shots: Collection[ShotId], size: FrameSize) -> Iterator[Task]:
        for shot in (shot for shot in scene.shots if shot.id in shots):
            part = Part(
                {
                    "shot": shot.id,
                    "colour": list(self.colour),
                    "at": [panel.at for panel in shot.panels],
                    "size": str(size),
                }
            )
            spans = {f"keyframes/{shot.id}": (0, len(shot.panels))}
            starts = range(0, shot.duration, WINDOW)
            spans |= {f"frames/{shot.id}/{start}": (start, min(start + WINDOW, shot.duration)) for start in starts}
            for id, (start, end) in spans.items():
                kind: Literal["keyframes", "frames"] = "keyframes" if id.startswith("keyframes") else "frames"
                yield Task(id, kind, self.name, 1, part, start, end, size.root, scene=scene.id, shot=shot.id)

    def run(self, batch: Sequence[Job]) -> None:
        for job in batch:
            length = job.task.frames
            if self.trouble == "length" and self._here(job.task):
                length -= 1
            frames = (self._frame(job.task, frame) for frame in range(job.task.start, job.task.start + length))
            write_clip(frames, job.output, FrameSize(job.task.size), job.task.frames)

    def _here(self, task: Task) -> bool:
        return task.kind == "frames" and task.shot == self.shot and task.start <= self.at < task.end_exclusive

    def _frame(self, task: Task, frame: int) -> np.ndarray:
        width, height = task.size
        if frame == self.at and self._here(task):
            match self.trouble:
                case "error":
                    raise RenderError("this frame cannot be drawn")
                case "fault":
                    raise ZeroDivisionError("a fault of the generator's")
                case "stop":
                    raise KeyboardInterrupt
                case "size":
                    return np.zeros((9, 9, 3), np.uint8)
                case "killed":
                    late = time.monotonic() + 5
                    while not (found := [child for child in children() if _is_ffmpeg(child)]):
                        assert time.monotonic() < late, "a program has its name a moment after it was started"
                    for child in found:
                        os.kill(child, signal.SIGKILL)
                case "dead":
                    os.kill(os.getpid(), signal.SIGKILL)
        return np.full((height, width, 3), self.colour, np.uint8)


def _is_ffmpeg(process: int) -> bool:
    return (Path("/proc") / str(process) / "comm").read_text().startswith("ffmpeg")


def children() -> list[int]:
    """The processes that this one has started."""
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found
