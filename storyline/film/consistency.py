"""Film → how alike everybody looks from shot to shot; and a storyboard whose edits bring back who does not.

Shots are measured by tasks of the render graph, and corrected by edits: both are kept, and found again.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from storyline.film.footage import Footage
from storyline.film.graph import film_graph
from storyline.film.plugins import plugin
from storyline.film.render import Render, engine, failure
from storyline.graph.build import RenderGraph, build
from storyline.graph.run import run
from storyline.schema.base import EntityId, ShotId
from storyline.schema.script import Note
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task

if TYPE_CHECKING:
    from editors.consistency.report import Consistency
    from storyline.evaluation.detector.detection import Eye

EDITOR = "consistency"
"""Who measures and corrects, as it is registered."""


@dataclass(frozen=True)
class MadeConsistent:
    """A film's storyboard with what brings its entities back, and what was found."""

    board: Storyboard
    """With an edit, and a note, for each entity in each shot that was off. To be rendered as any other."""
    report: "Consistency"
    """Before, and with these edits."""


def consistency_of(render: Render, eye: "Eye | None" = None) -> "Consistency":
    """Measure how alike everybody looks in all shots of a film, as its edits leave them.

    What is not in the store is drawn first.

    Args:
        render: a storyboard, and all that it takes to render it.
        eye: looks at figures, too, and says how like each other they are: the detector's, or one of another model.

    Raises:
        ValueError: the eye does not say how figures look.
        StorylineError: something cannot be made; what was made is kept.
    """
    return _measured(render, None, eye)


def made_consistent(render: Render, eye: "Eye | None" = None) -> MadeConsistent:
    """Measure a film, correct whoever is off in a shot, and measure again.

    Args:
        render: a storyboard, and all that it takes to render it.
        eye: as `consistency_of` takes it.

    Raises:
        ValueError: the eye does not say how figures look.
        StorylineError: something cannot be made; what was made is kept.
    """
    report = _measured(render, None, eye)
    edits = plugin("editors", EDITOR).corrections(report, render.board)
    if not edits:
        return MadeConsistent(render.board, report)
    notes = tuple(
        Note(kind="repaired", by=EDITOR, where=f"shot {drift.shot!r}, entity {drift.part.entity!r}",
             text=f"colours were {drift.apart:.1f} off those in shot {drift.reference!r}; an edit brings them back")
        for drift in report.off
    )  # fmt: skip
    board = render.board.model_copy(
        update={"edits": (*render.board.edits, *edits), "notes": (*render.board.notes, *notes)}
    )
    return MadeConsistent(board, _measured(replace(render, board=board), report, eye))


def _measured(render: Render, before: "Consistency | None", eye: "Eye | None") -> "Consistency":
    editor = plugin("editors", EDITOR)
    film = film_graph(render.board, render.generator)
    clips = _clips(film)
    shots = [shot for _, shot in render.board.shots() if shot.id in clips]
    measures: list[Task] = [task for shot in shots for task in editor.tasks(shot, clips[shot.id], render.board.size)]
    graph = build([*(film.nodes[id]["task"] for id in film), *measures])
    wanted = [task.id for task in measures]
    if eye is not None:
        wanted += [task.id for tasks in clips.values() for task in tasks]
    report = run(
        graph,
        tuple(wanted),
        store=render.store,
        engine=engine(render.generator, render.store, render.workers, render.cluster),
        root=render.root,
        progress=render.progress,
    )
    if report.failed:
        raise failure(report)
    artifacts = {task.shot: report.artifacts[task.id] for task in measures}
    found: Consistency = editor.consistency(render.board, artifacts, before)
    if eye is None:
        return found
    seen = _likeness(render.board, Footage({}, clips, report.artifacts), eye, found)
    return replace(found, likeness=seen) if before is None else replace(found, likeness_after=seen)


def _clips(graph: RenderGraph) -> dict[ShotId, tuple[Task, ...]]:
    """The tasks whose frames are seen in the film, by shot: as they were drawn, or as the last edit leaves them."""
    clips: dict[ShotId, list[Task]] = {}
    for id in graph:
        task: Task = graph.nodes[id]["task"]
        shown = any(graph.nodes[next]["task"].kind == "segment" for next in graph.successors(id))
        if task.shot is not None and shown and task.kind in ("frames", "edit"):
            clips.setdefault(task.shot, []).append(task)
    return {shot: tuple(sorted(tasks, key=lambda task: task.start)) for shot, tasks in clips.items()}


def _likeness(
    board: Storyboard, footage: Footage, eye: "Eye", report: "Consistency"
) -> dict[tuple[EntityId, ShotId], float]:
    """The cosine of everybody's mean embedding in a shot with that in the shot of reference, where both are found."""
    from storyline.evaluation.identity import sightings

    rows: dict[tuple[EntityId, ShotId], list[tuple[float, ...]]] = {}
    for sighting in sightings(board, lambda _: footage, eye):
        if sighting.embedding:
            rows.setdefault((sighting.figure.entity, sighting.shot), []).append(sighting.embedding)
    unit = {}
    for where, embeddings in rows.items():
        mean = np.mean(embeddings, axis=0)
        unit[where] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    found = {}
    for drift in report.before:
        here, there = (drift.part.entity, drift.shot), (drift.part.entity, drift.reference)
        if drift.reference is not None and here in unit and there in unit:
            found[here] = float(unit[here] @ unit[there])
    return found
