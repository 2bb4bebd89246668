"""A render graph → what stands where in its picture: scenes one below the other, a row for each shot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from storyline.graph.survey import Standing, Survey
from storyline.schema.base import SceneId, ShotId
from storyline.schema.task import TaskKind


@dataclass(frozen=True)
class Names:
    """What scenes and shots are called, for people; one that has no name is called by its id."""

    scenes: Mapping[str, str] = field(default_factory=dict)
    shots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A shot, or what belongs to a whole scene or to the film."""

    name: str
    cells: Mapping[TaskKind, tuple[str, ...]] = field(default_factory=dict)
    """The ids of its tasks of each kind, in their order."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all its tasks."""
        return tuple(id for ids in self.cells.values() for id in ids)


@dataclass(frozen=True)
class Block:
    """A scene, or what the film is put together of."""

    name: str
    rows: tuple[Row, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all its tasks."""
        return tuple(id for row in self.rows for id in row.ids)


def blocks(survey: Survey, names: Names) -> tuple[Block, ...]:
    """The scenes in their order, then the film.

    A task that is of no scene stands in the row of its shot, if some other task says which scene that is in.
    """
    tasks = [survey.task(id) for id in survey.graph]
    scene_of: dict[ShotId, SceneId] = {
        task.shot: task.scene for task in tasks if task.shot is not None and task.scene is not None
    }
    scenes: dict[SceneId | None, dict[ShotId | None, dict[TaskKind, list[str]]]] = {}
    for task in tasks:
        known = task.scene or (scene_of.get(task.shot) if task.shot is not None else None)
        shot = task.shot if known is not None else None
        scenes.setdefault(known, {}).setdefault(shot, {}).setdefault(task.kind, []).append(task.id)
    film = scenes.pop(None, {})
    found = [Block(names.scenes.get(scene or "", scene or ""), _rows(shots, names)) for scene, shots in scenes.items()]
    if film:
        found.append(Block("Film", (Row("cards, sound and the whole", _fixed(film[None])),)))
    return tuple(found)


def _rows(shots: Mapping[ShotId | None, Mapping[TaskKind, list[str]]], names: Names) -> tuple[Row, ...]:
    """What belongs to the whole scene first."""
    order = sorted(shots, key=lambda shot: shot is not None)
    return tuple(
        Row("the whole scene" if shot is None else names.shots.get(shot, shot), _fixed(shots[shot])) for shot in order
    )


def _fixed(cells: Mapping[TaskKind, list[str]]) -> dict[TaskKind, tuple[str, ...]]:
    return {kind: tuple(ids) for kind, ids in cells.items()}


@dataclass(frozen=True)
class Piece:
    """What is drawn as one: a task, or several neighbours that stand alike where there is no room for each."""

    ids: tuple[str, ...]
    frames: int


def pieces(survey: Survey, ids: Sequence[str], width: float, least: float) -> Iterator[Piece]:
    """The pieces of a bar of some pixels, each at least `least` pixels wide if that can be."""

    def alike(id: str) -> tuple[str, bool]:
        standing: Standing = survey.standings[id]
        return standing.state, standing.took

    if len(ids) * least <= width:
        yield from (Piece((id,), survey.task(id).frames) for id in ids)
        return
    for _, several in groupby(ids, key=alike):
        some = tuple(several)
        yield Piece(some, sum(survey.task(id).frames for id in some))
