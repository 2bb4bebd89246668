"""A shot, and what it is to do differently → a take of it."""

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from storyline.film.graph import scene_tasks
from storyline.film.render import Render
from storyline.film.result import sha256
from storyline.film.takes import keep_take
from storyline.frames.lossless import Windows, write_clip
from storyline.graph.build import RenderGraph, build
from storyline.schema.base import ShotId
from storyline.schema.media import Digest
from storyline.schema.script import Overrides
from storyline.schema.storyboard import Scene, Shot, Storyboard
from storyline.schema.take import Take
from storyline.schema.task import Task


def shoot(render: Render, shot: ShotId, overrides: Overrides | None = None) -> Take:
    """Render a shot's frames, before edits, titles and transitions, and keep them beside its storyboard.

    Args:
        overrides: what is done differently from the film; the shot's own when None.

    Raises:
        KeyError: there is no such shot.
        StorylineError: it cannot be made or kept.
    """
    board = _unlocked(render.board, shot, overrides)
    scene, found = _found(board, shot)
    graph, clip = _graph(render, board, scene, found)
    made = replace(render, board=board).made(graph, tuple(task.id for task in clip))
    with TemporaryDirectory(prefix="storyline-take-") as folder:
        file = Path(folder) / "take.mkv"
        with closing(Windows([(made[task.id], task.frames) for task in clip], board.size)) as frames:
            write_clip((frames[n] for n in range(len(frames))), file, board.size, found.duration)
        own = found.overrides
        take = Take(
            digest=sha256(file),
            shot=found.id,
            action=found.action,
            generator=own.generator or render.generator.name,
            seed=board.seed if own.seed is None else own.seed,
            overrides=own,
            frames=found.duration,
            size=board.size,
            when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            made_of=_made_of(graph, clip),
        )
        keep_take(take, file, render.root)
    return take


def is_current(take: Take, render: Render) -> bool:
    """Whether a take is what its shot would be today, with what it was to do differently; false for another machine's.

    Raises:
        KeyError: its shot is no longer there.
    """
    board = _unlocked(render.board, take.shot, take.overrides.model_copy(update={"generator": take.generator}))
    return _made_of(*_graph(render, board, *_found(board, take.shot))) == take.made_of


def locked(board: Storyboard, shot: ShotId, take: Digest | None) -> Storyboard:
    """The storyboard with a shot that shows this take, or is made anew where it is None."""
    return _with(board, shot, {"locked_take": take})


def _unlocked(board: Storyboard, shot: ShotId, overrides: Overrides | None) -> Storyboard:
    return _with(board, shot, {"locked_take": None} | ({} if overrides is None else {"overrides": overrides}))


def _with(board: Storyboard, shot: ShotId, fields: dict[str, object]) -> Storyboard:
    scene, found = _found(board, shot)
    shots = tuple(one.model_copy(update=fields) if one is found else one for one in scene.shots)
    scenes = tuple(one.model_copy(update={"shots": shots}) if one is scene else one for one in board.scenes)
    return board.model_copy(update={"scenes": scenes})


def _found(board: Storyboard, shot: ShotId) -> tuple[Scene, Shot]:
    for scene, found in board.shots():
        if found.id == shot:
            return scene, found
    raise KeyError(shot)


def _graph(render: Render, board: Storyboard, scene: Scene, shot: Shot) -> tuple[RenderGraph, Sequence[Task]]:
    """What makes a shot's frames, and those of it that are them."""
    tasks, clips = scene_tasks(board, render.generator, scene, [shot.id], board.size)
    return build(tasks), clips[shot.id]


def _made_of(graph: RenderGraph, clip: Sequence[Task]) -> Digest:
    return hashlib.sha256(" ".join(graph.nodes[task.id]["key"] for task in clip).encode()).hexdigest()
