"""What must hold across a whole script or storyboard, found in one walk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

from storyline.schema.entity import Look
from storyline.schema.media import aspect_ratio

if TYPE_CHECKING:
    from storyline.schema.base import EntityId
    from storyline.schema.layout import Placement
    from storyline.schema.script import Script
    from storyline.schema.storyboard import Shot, Storyboard

Path = tuple[str | int, ...]

LONGEST = 24 * 3600
"""Seconds of a film."""


class Problem(NamedTuple):
    """One thing that does not fit, and the path of the field in the document."""

    path: Path
    message: str


def refuse(found: Sequence[Problem]) -> None:
    """Raise what pydantic collects, with all problems; nothing if there are none."""
    if found:
        raise PydanticCustomError("problems", "{summary}", {"summary": found[0].message, "problems": found})


def problems(script: "Script") -> tuple[Problem, ...]:
    """Everything in a script that contradicts something else in it: ids that stand twice, looks that nobody has."""
    return tuple(_of_script(script))


def board_problems(board: "Storyboard") -> tuple[Problem, ...]:
    """Everything in a storyboard that contradicts something else in it."""
    return (*_of_script(board), *_of_board(board))


def _of_script(script: "Script") -> Iterator[Problem]:
    scenes = list(enumerate(script.scenes))
    shots = [(("scenes", n, "shots", m), shot) for n, scene in scenes for m, shot in enumerate(scene.shots)]
    yield from _doubled("entity", [(("cast", n, "id"), entity.id) for n, entity in enumerate(script.cast)])
    yield from _doubled("place", [(("places", n, "id"), place.id) for n, place in enumerate(script.places)])
    yield from _doubled("group", [(("groups", n, "id"), group.id) for n, group in enumerate(script.groups)])
    yield from _doubled("scene", [(("scenes", n, "id"), scene.id) for n, scene in scenes])
    yield from _doubled("shot", [((*path, "id"), shot.id) for path, shot in shots])
    only = Look()
    looks: dict[str, set[str]] = {}
    for n, entity in enumerate(script.cast):
        names = [look.name for look in entity.looks or (only,)]
        looks[entity.id] = set(names)
        yield from _doubled("look", [(("cast", n, "looks", m, "name"), name) for m, name in enumerate(names)])
    for path, shot in shots:
        for n, panel in enumerate(shot.panels or ()):
            placed = [((*path, "panels", n, "placements", m), p) for m, p in enumerate(panel.placements or ())]
            yield from _doubled("placement of entity", [((*where, "entity"), p.entity) for where, p in placed])
            for where, p in placed:
                known = looks.get(p.entity, {only.name})
                if p.look is not None and p.look not in known:
                    yield Problem((*where, "look"), _unknown("look", p.look, known))


def _of_board(board: "Storyboard") -> Iterator[Problem]:
    ratio = float(aspect_ratio(board.aspect))
    if abs(board.size.width / ratio - board.size.height) > 16:
        yield Problem(("size",), f"size {board.size} does not have the aspect {board.aspect}; change one of them")
    if board.seconds > LONGEST:
        hours = round(board.seconds / 3600)
        yield Problem(
            (), f"a film lasts at most {LONGEST // 3600} hours; got {hours:,} hours. Shorten its shots and titles"
        )
    cast = {entity.id for entity in board.cast}
    for n, group in enumerate(board.groups):
        for member in group.members:
            if member not in cast:
                yield Problem(("groups", n, "members"), _unknown("entity", member, cast))
    places = {p.id for p in board.places}
    shots: list[str] = []
    before = board.opening
    spent = 0
    for s, scene in enumerate(board.scenes):
        if scene.place not in places:
            yield Problem(("scenes", s, "place"), _unknown("place", scene.place, places))
        for t, shot in enumerate(scene.shots):
            path: Path = ("scenes", s, "shots", t)
            shots.append(shot.id)
            yield from _shot(path, shot, cast)
            overlap = shot.transition.overlap
            if overlap > min(shot.duration, before - spent):
                yield Problem(
                    (*path, "transition"),
                    f"transition overlaps {overlap} frames, but this shot has {shot.duration} and the one before it "
                    f"{before - spent} to spare; shorten the overlap",
                )
            before, spent = shot.duration, overlap
    for n, edit in enumerate(board.edits):
        target = edit.target
        if target.entity is not None and target.entity not in cast:
            yield Problem(("edits", n, "target", "entity"), _unknown("entity", target.entity, cast))
        if isinstance(target.shot, int):
            yield Problem(("edits", n, "target", "shot"), f"there is no shot {target.shot}; the film has {len(shots)}")
        elif target.shot is not None and target.shot not in shots:
            yield Problem(("edits", n, "target", "shot"), _unknown("shot", target.shot, shots))


def _shot(path: Path, shot: "Shot", cast: "Set[EntityId]") -> Iterator[Problem]:
    last = shot.duration - 1
    times = [panel.at for panel in shot.panels]
    if times != sorted(set(times)):
        yield Problem((*path, "panels"), f"panels must stand in order of time, each at its own frame; got {times}")
    if times[0] != 0 or times[-1] != last:
        yield Problem(
            (*path, "panels"),
            f"the first and last panel must bound the shot, at frames 0 and {last}; got {times[0]} and {times[-1]}",
        )
    moments = [k.at for k in shot.camera]
    if moments != sorted(set(moments)) or any(m > last for m in moments):
        yield Problem((*path, "camera"), f"camera keyframes must stand in order within frames 0..{last}; got {moments}")
    if (shot.transition.kind == "cut") != (shot.transition.overlap == 0):
        yield Problem(
            (*path, "transition"),
            "a cut overlaps 0 frames, any other transition at least 1; "
            f"got {shot.transition.kind} over {shot.transition.overlap}",
        )
    for n, line in enumerate(shot.lines):
        if line.speaker is not None and line.speaker not in cast:
            yield Problem((*path, "lines", n, "speaker"), _unknown("entity", line.speaker, cast))
        if line.start + line.duration > shot.duration:
            yield Problem(
                (*path, "lines", n),
                f"the line ends at frame {line.start + line.duration}, after its shot of {shot.duration} frames; "
                "lengthen the shot or shorten the line",
            )
    for n, panel in enumerate(shot.panels):
        where = (*path, "panels", n, "placements")
        here = {p.entity: p.parent for p in panel.placements}
        for m, placement in enumerate(panel.placements):
            yield from _placement((*where, m), placement, here, cast)


def _placement(
    path: Path, p: "Placement", here: "Mapping[EntityId, EntityId | None]", cast: "Set[EntityId]"
) -> Iterator[Problem]:
    if p.entity not in cast:
        yield Problem((*path, "entity"), _unknown("entity", p.entity, cast))
    if p.parent is not None:
        if p.parent not in here:
            yield Problem((*path, "parent"), f"parent {p.parent!r} is not in this panel; place it or drop the parent")
        seen: set[EntityId] = set()
        above: EntityId | None = p.entity
        while above is not None and above not in seen:
            seen.add(above)
            above = here.get(above)
        if above is not None:
            yield Problem((*path, "parent"), f"entity {p.entity!r} is carried by itself through its parents")


def _doubled(noun: str, ids: Sequence[tuple[Path, str | None]]) -> Iterator[Problem]:
    counts = Counter(id for _, id in ids if id is not None)
    for path, id in reversed(ids):
        count = counts.pop(id or "", 1)
        if count > 1:
            yield Problem(path, f"{noun} {id!r} stands {count} times; once is expected. Rename or drop one")


def _unknown(noun: str, id: str, known: Iterable[str]) -> str:
    return f"unknown {noun} {id!r}; known are {', '.join(sorted(known)) or 'none'}"
