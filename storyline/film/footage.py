"""The pictures of a storyboard's shots, as a generator makes them, without a film around them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storyline.film.graph import film_graph, keyframes
from storyline.film.render import Render, engine, failure
from storyline.frames.clip import Picture
from storyline.frames.lossless import Windows, read_clip
from storyline.graph.run import run
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.task import Task


@dataclass(frozen=True)
class Footage:
    """Stills and frames, from the clips that they are kept in, one in memory at a time."""

    panels: Mapping[ShotId, Task]
    """The task of each shot's keyframes."""
    clips: Mapping[ShotId, tuple[Task, ...]]
    """The tasks of each shot's frames, in order."""
    artifacts: Mapping[str, Path]
    """What they made."""

    def stills(self, shot: ShotId) -> Iterator[Picture]:
        """The keyframes of a shot, one for each of its panels."""
        task = self.panels[shot]
        with closing(read_clip(self.artifacts[task.id], FrameSize(task.size))) as pictures:
            yield from pictures

    def frames(self, shot: ShotId, numbers: Sequence[int]) -> Iterator[Picture]:
        """Frames of a shot, in the order asked for; ascending is fast."""
        tasks = self.clips[shot]
        held = [(self.artifacts[task.id], task.frames) for task in tasks]
        with closing(Windows(held, FrameSize(tasks[0].size))) as clip:
            for number in numbers:
                yield clip[number]


def footage(render: Render) -> Footage:
    """Make the stills and frames of all shots, or find them in the store.

    Raises:
        StorylineError: something cannot be made; what was made is kept.
    """
    graph = film_graph(render.board, render.generator)
    panels = keyframes(graph)
    clips: dict[ShotId, list[Task]] = {}
    for id in graph:
        task: Task = graph.nodes[id]["task"]
        if task.kind == "frames" and task.shot is not None:
            clips.setdefault(task.shot, []).append(task)
    wanted = [*panels.values(), *(task for tasks in clips.values() for task in tasks)]
    report = run(
        graph,
        tuple(task.id for task in wanted),
        store=render.store,
        engine=engine(render.generator, render.store, render.workers, render.cluster),
        root=render.root,
        progress=render.progress,
    )
    if report.failed:
        raise failure(report)
    return Footage(
        panels, {shot: tuple(sorted(t, key=lambda task: task.start)) for shot, t in clips.items()}, report.artifacts
    )
