"""Storyboard → render graph: the tasks of its generators and of the assembly."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from storyline.assembly.maker import NAME as ASSEMBLY
from storyline.assembly.maker import Assembly
from storyline.assembly.maker import tasks as assembly_tasks
from storyline.errors import SetupError
from storyline.film.plugins import plugin
from storyline.graph.build import RenderGraph, build
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Maker, Task

if TYPE_CHECKING:
    from generators.protocol import Generator


def film_graph(
    board: Storyboard,
    generator: "Generator",
    size: FrameSize | None = None,
    slates: Mapping[ShotId, str] = {},
) -> RenderGraph:
    """The graph of a film; its task `film` needs all others but the keyframes that nothing else is made of.

    Args:
        generator: for the shots that name none.
        size: of the frames; the storyboard's own when absent.
        slates: what is shown in the place of shots that could not be made.

    Raises:
        SetupError: a shot names a generator that is not installed.
    """
    size = size or board.size
    tasks: list[Task] = []
    for scene in board.scenes:
        shots_of: dict[str | None, list[ShotId]] = {}
        for shot in scene.shots:
            if shot.id not in slates:
                name = shot.overrides.generator
                shots_of.setdefault(None if name == generator.name else name, []).append(shot.id)
        for name, shots in shots_of.items():
            chosen: Generator = generator if name is None else _named(name, shots[0])
            tasks += chosen.tasks(board, scene, shots, size)
    clips: dict[ShotId, list[Task]] = {}
    for task in tasks:
        if task.kind == "frames" and task.shot is not None:
            clips.setdefault(task.shot, []).append(task)
    tasks += assembly_tasks(board, clips, size, slates)
    return build(tasks)


def _named(name: str, shot: ShotId) -> "Generator":
    try:
        found: Generator = plugin("generators", name)
    except SetupError as error:
        raise SetupError(f"shot {shot!r}: {error}") from None
    return found


def keyframes(graph: RenderGraph) -> dict[ShotId, Task]:
    """The task that makes the panels of each shot as stills."""
    found: list[Task] = [graph.nodes[id]["task"] for id in graph]
    return {task.shot: task for task in found if task.kind == "keyframes" and task.shot is not None}


def segments(graph: RenderGraph) -> list[Task]:
    """The tasks that make the film's segments, in its order."""
    film: Task = graph.nodes["film"]["task"]
    needed: list[Task] = [graph.nodes[need]["task"] for need in film.needs]
    return [task for task in needed if task.kind == "segment"]


@cache  # a worker loads a model once
def maker(name: str) -> Maker:
    """Who does tasks: the assembly, or a registered generator. Raises SetupError if there is none of that name."""
    found: Maker = Assembly() if name == ASSEMBLY else plugin("generators", name)
    return found


def maker_among(given: Maker, name: str) -> Maker:
    """The same, with one that need not be registered."""
    return given if given.name == name else maker(name)
