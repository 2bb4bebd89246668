"""Storyboards to hold generators to, their tasks and keys, and what comes of these."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from generators.protocol import Generator
from storyline.film import plan_film, plugins
from storyline.frames.lossless import read_clip
from storyline.graph.build import build
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import SUFFIXES, Job, Task
from tests.contracts.mutations import RICH, at, renamed

GENERATORS = plugins("generators")
SIZE = FrameSize((64, 36))


def rich() -> Storyboard:
    return Storyboard.model_validate(RICH)


def planned(**fields: Any) -> Storyboard:
    story = "A red robot and a samovar dance on the beach. Then they go home."
    return plan_film({"size": [64, 36], "rate": 6, "story": story, **fields})


def tasks(generator: Generator, storyboard: Storyboard, size: FrameSize = SIZE) -> list[Task]:
    return [
        task
        for scene in storyboard.scenes
        for task in generator.tasks(storyboard, scene, [shot.id for shot in scene.shots], size)
    ]


def keys(found: list[Task], shot: str | None = None) -> dict[str, str]:
    graph = build(found)
    return {task.id: graph.nodes[task.id]["key"] for task in found if shot in (None, task.shot)}


def copy() -> dict[str, Any]:
    copied: dict[str, Any] = renamed(RICH, "", "")
    return copied


def put(path: tuple[str | int, ...], value: Any, document: dict[str, Any]) -> None:
    at(document, path[:-1])[path[-1]] = value


class Made:
    """Artifacts of tasks, in a folder."""

    def __init__(self, generator: Generator, folder: Path, root: Path) -> None:
        self._generator, self._folder, self._root = generator, folder, root
        folder.mkdir(exist_ok=True)
        self._files: dict[str, Path] = {}

    def one_by_one(self, found: list[Task]) -> "Made":
        for task in found:
            self._run([task])
        return self

    def together(self, found: list[Task]) -> "Made":
        """As the runner groups them: those of one batch whose needs are there."""
        waiting = list(found)
        while waiting:
            first = next(t for t in waiting if self._is_ready(t))
            batch = [t for t in waiting if t is first or (t.batch and t.batch == first.batch and self._is_ready(t))]
            self._run(batch)
            waiting = [t for t in waiting if t not in batch]
        return self

    def digests(self) -> dict[str, str]:
        return {id: sha256(file.read_bytes()).hexdigest() for id, file in self._files.items()}

    def frames(self, task: Task) -> list[np.ndarray]:
        return list(read_clip(self._files[task.id], FrameSize(task.size)))

    def _is_ready(self, task: Task) -> bool:
        return all(need in self._files for need in task.needs)

    def _run(self, batch: list[Task]) -> None:
        jobs = [
            Job(
                task,
                tuple(self._files[need] for need in task.needs),
                self._folder / f"{len(self._files)}-{n}{SUFFIXES[task.kind]}",
                self._root,
            )
            for n, task in enumerate(batch)
        ]
        self._generator.run(jobs)
        self._files |= {job.task.id: job.output for job in jobs}
