"""What is to be done to a clip, or to a shot of a film → tasks: fits of its pieces, and its frames edited."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from editors import estimators
from editors.diffusion.configured import configured
from editors.keyframes.tasks import PANELS, given_tasks, windows
from editors.keyframes.work import Given, GivenWork, TraceWork
from editors.work import (
    KEYFRAME,
    ROWS,
    EditWork,
    FitWork,
    Footage,
    Layers,
    Todo,
    known,
    libraries,
    located,
    moment,
    own,
    pieces,
)
from storyline.errors import EditError
from storyline.schema.base import EntityId, ShotId, canonical
from storyline.schema.edit import Edit, EditTarget
from storyline.schema.layout import Box, layout_at
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.storyboard import Shot
from storyline.schema.task import Part, Task

Numbered = tuple[int, Edit]

VERSION = 3
"""Of what is made: raise it whenever the same task comes out different."""


def clip_tasks(
    maker: str, fit: FitWork, length: int, size: FrameSize, cuts: tuple[int, ...] = (), edits: Sequence[Todo] = ()
) -> Iterator[Task]:
    """The fits of a clip's pieces, `canonical/<n>`, and, if there are edits, its edited frames, `edit/<n>`.

    Args:
        fit: of the first piece, with any frames.
        length: frames of the clip.
        size: of its frames.
        cuts: frames before which there is a cut.

    Raises:
        EditError: masks of another number than frames.
    """
    if len(fit.masks) not in (0, 1, length):
        raise EditError(
            f"masks: expected one for each of {length} frames, or one for the first; got {len(fit.masks)} pictures"
        )
    parts = pieces(length, cuts)
    for n, (start, end) in enumerate(parts):
        work = fit.model_copy(update={"start": start, "end_exclusive": end, **_carried(fit.masks, parts, n)})
        yield _fit(maker, f"canonical/{n}", work, size, needs=_after(work, f"canonical/{n - 1}"))
    if edits:
        fits = [f"canonical/{n}" for n in range(len(parts))]
        for n, (needs, edit) in enumerate(_edits(parts, fits, edits)):
            plan = edit.model_copy(update={"clip": fit.clip})
            yield _edit(maker, f"edit/{n}", plan, own(parts, n), needs, size)


def shot_tasks(
    maker: str, shot: Shot, edits: Sequence[Numbered], clips: Sequence[Task], size: FrameSize
) -> Iterator[Task]:
    """What edits of a storyboard make of a shot: fits, one for each target, and for each edit the frames anew.

    Args:
        edits: those that concern it, in the order in which they are done, with their numbers in the storyboard.
        clips: the tasks that make its frames.

    Raises:
        EditError: an edit cannot be done in a script.
    """
    fits: dict[bytes, list[str]] = {}
    parts, flow = pieces(shot.duration), estimators.configured()
    before = list(clips)
    for number, edit in edits:
        name = f"{shot.id}/{number}"
        try:
            if edit.operation == KEYFRAME:
                found = [*given_tasks(maker, shot, str(number), (_given(shot, edit),), before, size)]
                yield from found
                before = [task for task in found if task.kind == "edit"]
                continue
            todo, layers = _todo(edit)
        except EditError as error:
            raise EditError(f"edit {number}: {error}") from None
        key = canonical(edit.target.model_copy(update={"shot": None, "box": None}))
        if key not in fits:
            fits[key] = []
            for n, (start, end) in enumerate(parts):
                footage, needs = windows(clips, start, end)
                work = FitWork(
                    clip=footage, start=start, end_exclusive=end, layers=layers, rows=min(ROWS, size.height),
                    boxes=_boxes(shot, edit.target.entity, start, end) if layers == "boxes" else (),
                    flow=flow, libraries=libraries(),
                    **_carried((edit.target.mask,) if edit.target.mask else (), parts, n),
                )  # fmt: skip
                needs = (*_after(work, f"canonical/{name}/{n - 1}"), *needs)
                task = _fit(maker, f"canonical/{name}/{n}", work, size, shot.id, needs)
                fits[key].append(task.id)
                yield task
        after = []
        for n, (needed, plan) in enumerate(_edits(parts, fits[key], [todo])):
            start, end = own(parts, n)
            footage, needs = windows(before, start, end)
            plan = plan.model_copy(update={"clip": footage})
            after.append(_edit(maker, f"edit/{name}/{n}", plan, (start, end), (*needed, *needs), size, shot.id))
        yield from after
        before = after


def place_of(task: Task) -> str:
    """Which edit of a storyboard a task is for, in words; nothing for a clip's."""
    if task.shot is None:
        return ""
    number = task.id.removeprefix(f"{task.kind}/{task.shot}/").partition("/")[0]
    return f"shot {task.shot!r}, {PANELS}" if number == PANELS else f"edit {number}, shot {task.shot!r}"


def work_of(task: Task) -> FitWork | EditWork | TraceWork | GivenWork:
    """What a task is made from."""
    told = json.loads(task.part.json)
    if "stage" in told:
        return TraceWork.model_validate(told)
    if "given" in told:
        return GivenWork.model_validate(told)
    return FitWork.model_validate(told) if task.kind == "canonical" else EditWork.model_validate(told)


def _fit(
    maker: str, id: str, work: FitWork, size: FrameSize, shot: ShotId | None = None, needs: tuple[str, ...] = ()
) -> Task:
    return Task(
        id=id, kind="canonical", maker=maker, version=VERSION, part=Part(work), start=work.start,
        end_exclusive=work.end_exclusive, size=size.root, needs=needs, shot=shot,
    )  # fmt: skip


def _edit(
    maker: str,
    id: str,
    work: EditWork,
    frames: tuple[int, int],
    needs: tuple[str, ...],
    size: FrameSize,
    shot: ShotId | None = None,
) -> Task:
    return Task(
        id=id, kind="edit", maker=maker, version=VERSION, part=Part(work), start=frames[0],
        end_exclusive=frames[1], size=size.root, needs=needs, shot=shot,
    )  # fmt: skip


def _edits(
    parts: Sequence[tuple[int, int]], fits: Sequence[str], edits: Sequence[Todo]
) -> Iterator[tuple[tuple[str, ...], EditWork]]:
    """For each piece the fits that its edits need, and what is to be done.

    Raises:
        EditError: an edit is about a frame that is not there.
    """
    begins = _begins(parts, edits)
    for n in range(len(parts)):
        first = n if begins is None else begins
        needed = range(first, n + 1) if first <= n else range(first, n - 1, -1)
        yield (
            tuple(fits[k] for k in needed),
            EditWork(clip=Footage(), pieces=tuple(parts[k] for k in needed), edits=tuple(edits), libraries=libraries()),
        )


def _begins(parts: Sequence[tuple[int, int]], edits: Sequence[Todo]) -> int | None:
    """The piece in which edits are done that are carried to the others; None where each is edited by itself."""
    moments = {at for edit in edits if (at := moment(edit)) is not None}
    if moments and len(edits) > 1:
        raise EditError(f"{KEYFRAME}: expected no other edit of the clip beside it; got {len(edits)} edits")
    for at in moments:
        if at >= parts[-1][1]:
            raise EditError(f"{KEYFRAME}: expected `at` within the clip's {parts[-1][1]} frames; got {at}")
        return next(n for n in range(len(parts)) if own(list(parts), n)[0] <= at < own(list(parts), n)[1])
    return 0 if any(map(located, edits)) else None


def _todo(edit: Edit) -> tuple[Todo, Layers]:
    """An edit of a storyboard as one of a clip, and the layers that its target asks for."""
    target = edit.target
    layers = _layers(target)
    parameters = {name: value for name, value in edit.parameters.items() if name != "to"}
    frames = (edit.frames.start, edit.frames.end_exclusive) if edit.frames is not None else None
    return Todo(
        operation=known(edit.operation), to=edit.parameters.get("to"), picture=edit.picture,
        parameters=configured(parameters),
        layer=layer_of(target), box=target.box, frames=frames,
    ), layers  # fmt: skip


def _given(shot: Shot, edit: Edit) -> Given:
    """An edit of a shot by a picture for one of its frames. Raises EditError: which is not said."""
    at = edit.parameters.get("at")
    if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at < shot.duration:
        raise EditError(
            f"{KEYFRAME}: expected `parameters: {{at: …}}`, the frame of the shot that the picture is for, from 0 to "
            f"{shot.duration - 1}; got {at!r}"
        )
    assert edit.picture is not None  # `files.check` has looked
    frames = (edit.frames.start, edit.frames.end_exclusive) if edit.frames is not None else None
    return Given(at=at, image=edit.picture, knots=((at, 1.0),), frames=frames)


def _layers(target: EditTarget) -> Layers:
    if target.mask is not None:
        return "masks"
    return "boxes" if target.entity is not None else "motion" if target.layer is not None else "one"


def layer_of(target: EditTarget) -> str | None:
    """The layer of a shot's fit that a target of a storyboard means; None for the nearest."""
    return "foreground" if target.entity is not None or target.mask is not None else target.layer


def _carried(masks: tuple[FileRef, ...], parts: Sequence[tuple[int, int]], n: int) -> dict[str, Any]:
    """The masks of a piece: one of the first frame is carried on from piece to piece, but not over a cut."""
    if len(masks) != 1 or n == 0:
        return {"masks": masks}
    (before, end), (start, _) = parts[n - 1], parts[n]
    return {"masks": (), "after": before if start < end else None}


def _after(work: FitWork, fit: str) -> tuple[str, ...]:
    return (fit,) if work.after is not None else ()


def _boxes(shot: Shot, entity: EntityId | None, start: int, end: int) -> tuple[Box | None, ...]:
    keyed = [(panel.at, panel.placements) for panel in shot.panels]
    found = [{p.entity: p.box for p in layout_at(keyed, frame)} for frame in range(start, end)]
    return tuple(boxes.get(entity) if entity is not None else None for boxes in found)
