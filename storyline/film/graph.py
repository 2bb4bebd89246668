"""Storyboard → render graph: the tasks of its generators and of the assembly."""

from collections.abc import Collection, Mapping
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from storyline.assembly.maker import NAME as ASSEMBLY
from storyline.assembly.maker import Assembly
from storyline.assembly.maker import tasks as assembly_tasks
from storyline.exchange.captions import numbered
from storyline.film.edits import editor_of, edits_of
from storyline.film.pictured import NAME as PICTURED
from storyline.film.pictured import Pictured, generator_of, picture_tasks
from storyline.film.plugins import EDITOR, plugin, plugins
from storyline.film.supplied import NAME as SUPPLIED
from storyline.film.supplied import Supplied, take_tasks
from storyline.graph.build import RenderGraph, build
from storyline.graph.picture import Names
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Shot, Storyboard
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
        SetupError: a shot names a generator, or an edit an editor, that is not installed.
        EditError: an edit cannot be done.
    """
    size = size or board.size
    tasks: list[Task] = []
    clips: dict[ShotId, list[Task]] = {}
    for scene in board.scenes:
        made, frames = scene_tasks(board, generator, scene, [s.id for s in scene.shots if s.id not in slates], size)
        tasks += made
        clips |= frames
    for _, shot in board.shots():
        if shot.id in clips:
            for _, some in groupby(edits_of(board, shot.id), key=lambda numbered: numbered[1].using or EDITOR):
                edits = list(some)
                changed: list[Task] = list(editor_of(*edits[0]).shot_tasks(shot, edits, clips[shot.id], size))
                tasks += changed
                clips[shot.id] = _last_edit(changed)
    tasks += assembly_tasks(board, clips, size, slates)
    return build(tasks)


def scene_tasks(
    board: Storyboard, generator: "Generator", scene: Scene, shots: Collection[ShotId], size: FrameSize
) -> tuple[list[Task], dict[ShotId, list[Task]]]:
    """What makes these shots of a scene before they are edited, and those tasks that make each shot's frames.

    Raises:
        SetupError: a shot names a generator that is not installed.
    """
    tasks: list[Task] = []
    shots_of: dict[str | None, list[Shot]] = {}
    for shot in scene.shots:
        if shot.id in shots and shot.locked_take is not None:
            tasks += take_tasks(scene, shot, shot.locked_take, size)
        elif shot.id in shots:
            name = shot.overrides.generator
            shots_of.setdefault(None if name == generator.name else name, []).append(shot)
    pictured: list[Task] = []
    for some in shots_of.values():
        chosen = generator_of(some[0], generator)
        drawn = list(chosen.tasks(board, scene, [shot.id for shot in some], size))
        tasks += drawn
        for shot in some:
            pictured += picture_tasks(scene, shot, [task for task in drawn if task.shot == shot.id], chosen, size)
    clips: dict[ShotId, list[Task]] = {}
    for task in tasks:
        if task.kind == "frames" and task.shot is not None:
            clips.setdefault(task.shot, []).append(task)
    changed: dict[ShotId, list[Task]] = {}
    for task in pictured:
        if task.kind == "edit" and task.shot is not None:
            changed.setdefault(task.shot, []).append(task)
    return [*tasks, *pictured], clips | changed


def _last_edit(tasks: list[Task]) -> list[Task]:
    """The frames as the last edit leaves them."""
    edits = [task for task in tasks if task.kind == "edit"]
    last = edits[-1].id.rpartition("/")[0]
    return [task for task in edits if task.id.rpartition("/")[0] == last]


def names(board: Storyboard) -> Names:
    """What scenes and shots are called in a picture of a film's graph: by their numbers on the board."""
    return Names(
        scenes={scene.id: f"{n}. {scene.heading}" for n, scene in enumerate(board.scenes, 1)},
        shots={found.shot.id: f"{found.label} {found.shot.action}" for found in numbered(board)},
    )


def keyframes(graph: RenderGraph) -> dict[ShotId, Task]:
    """The task that makes the panels of each shot as stills: the last, which has pictures that were supplied in it."""
    found: list[Task] = [graph.nodes[id]["task"] for id in graph]
    return {task.shot: task for task in found if task.kind == "keyframes" and task.shot is not None}


def segments(graph: RenderGraph) -> list[Task]:
    """The tasks that make the film's segments, in its order."""
    film: Task = graph.nodes["film"]["task"]
    needed: list[Task] = [graph.nodes[need]["task"] for need in film.needs]
    return [task for task in needed if task.kind == "segment"]


@cache  # a worker loads a model once
def maker(name: str) -> Maker:
    """Who does tasks: the assembly, what people supplied, a registered generator or editor.

    Raises:
        SetupError: there is none of that name.
    """
    if name == ASSEMBLY:
        return Assembly()
    if name == SUPPLIED:
        return Supplied()
    if name == PICTURED:
        return Pictured()
    found: Maker = plugin("editors" if name in plugins("editors") else "generators", name)
    return found


def maker_among(given: Maker, name: str) -> Maker:
    """The same, with one that need not be registered."""
    return given if given.name == name else maker(name)
