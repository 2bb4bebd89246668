"""The editor by canonical images: it says which tasks an edited clip needs, and does them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import fmean
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from pydantic import ValidationError

from editors.work import FILES, LOCATED, EditWork, File, FitWork, Footage, Layers, Todo, known, own, pieces
from storyline.errors import EditError
from storyline.frames.clip import Picture
from storyline.frames.lossless import Windows
from storyline.schema.base import EntityId, ShotId, canonical
from storyline.schema.edit import Edit
from storyline.schema.layout import Box, layout_at
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot
from storyline.schema.task import Job, Part, Task

if TYPE_CHECKING:
    from editors.canonical import CanonicalClip
    from editors.change import Change

VERSION = 1
"""Of what is made: raise it whenever the same task comes out different."""
ROWS = 144
"""In which maps are fitted, whatever the frames' size."""
STEPS = 300
"""Of a fit of which nothing is said, of each layer."""
_CUT_ROWS = 288
"""In which somebody is cut out of a box."""


@dataclass(frozen=True)
class CanonicalEditor:
    """Fits clips, and edits them in their canonical images."""

    name: str = "canonical"

    def asked(
        self,
        link: Callable[[Path], File],
        clip: Path,
        rows: int,
        *,
        do: str | None,
        to: Any = None,
        target: str = "all",
        parameters: Mapping[str, Any] = MappingProxyType({}),
        max_seconds: float | None = None,
    ) -> tuple[FitWork, Todo]:
        """What is to be fitted, and what is to be done: of words as people say them (see `film.edit_clip`).

        Args:
            link: puts a file into the folder that the work is done in.
            clip: the video.
            rows: of its frames.
            do: None where nothing is done yet.

        Raises:
            EditError: no such target, or operation.
        """
        from editors.masks import mask_files

        if do is not None:
            known(do)
        layers, masks, layer, box = _target(target)
        fit = FitWork(
            clip=Footage(file=link(clip)), start=0, end_exclusive=0, layers=layers, rows=min(ROWS, rows),
            seconds=max_seconds,
            masks=tuple(link(file) for file in (mask_files(masks) if masks is not None else ())), libraries=libraries(),
        )  # fmt: skip
        if do in FILES:
            if not isinstance(to, str) or not Path(to).is_file():
                raise EditError(f"{do}: expected the name of a picture's file; got {to!r}")
            to = link(Path(to))
        return fit, Todo(operation=do or "none", to=to, parameters=dict(parameters), layer=layer, box=box)

    def export(self, fit: Path, layer: str | None, output: Path) -> str:
        """Write the canonical image of a fit's layer, the nearest if none is named; its name."""
        from editors.canonical import load
        from editors.exchange import write_image

        clip = load(fit)
        chosen = clip.layer(layer) if layer is not None else clip.layers[-1]
        write_image(chosen, output)
        return chosen.name

    def psnr(self, fits: Sequence[Path]) -> float:
        """How near fits are to their clips, in decibels: the mean over pieces and layers."""
        from editors.canonical import load

        return fmean(about["psnr"] for path in fits for about in load(path).fitted["layers"].values())

    def tasks(
        self, fit: FitWork, length: int, size: FrameSize, cuts: tuple[int, ...] = (), edits: Sequence[Todo] = ()
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
            work = fit.model_copy(update={"start": start, "end_exclusive": end})
            yield self._fit(f"canonical/{n}", work, size)
        if edits:
            fits = [f"canonical/{n}" for n in range(len(parts))]
            for n, (needs, edit) in enumerate(_edits(parts, fits, edits)):
                plan = edit.model_copy(update={"clip": fit.clip})
                yield self._edit(f"edit/{n}", plan, own(parts, n), needs, size)

    def shot_tasks(self, shot: Shot, edits: Sequence[Edit], clips: Sequence[Task], size: FrameSize) -> Iterator[Task]:
        """What edits of a storyboard make of a shot: fits, one for each target, and for each edit the frames anew.

        Args:
            edits: those that concern it, in the order in which they are done.
            clips: the tasks that make its frames.

        Raises:
            EditError: an edit cannot be done in a script.
        """
        fits: dict[bytes, list[str]] = {}
        parts = pieces(shot.duration)
        before = list(clips)
        for number, edit in enumerate(edits):
            name = f"{shot.id}/{number}"
            todo, layers = _todo(edit)
            key = canonical(edit.target.model_copy(update={"shot": None, "box": None}))
            if key not in fits:
                fits[key] = []
                for n, (start, end) in enumerate(parts):
                    footage, needs = _footage(clips, start, end)
                    work = FitWork(
                        clip=footage, start=start, end_exclusive=end, layers=layers, rows=min(ROWS, size.height),
                        boxes=_boxes(shot, edit.target.entity, start, end) if layers == "boxes" else (),
                        libraries=libraries(),
                    )  # fmt: skip
                    task = self._fit(f"canonical/{name}/{n}", work, size, shot.id, needs)
                    fits[key].append(task.id)
                    yield task
            after = []
            for n, (needed, plan) in enumerate(_edits(parts, fits[key], [todo])):
                start, end = own(parts, n)
                footage, needs = _footage(before, start, end)
                plan = plan.model_copy(update={"clip": footage})
                after.append(self._edit(f"edit/{name}/{n}", plan, (start, end), (*needed, *needs), size, shot.id))
            yield from after
            before = after

    def _fit(
        self, id: str, work: FitWork, size: FrameSize, shot: ShotId | None = None, needs: tuple[str, ...] = ()
    ) -> Task:
        return Task(
            id=id, kind="canonical", maker=self.name, version=VERSION, part=Part(work), start=work.start,
            end_exclusive=work.end_exclusive, size=size.root, needs=needs, shot=shot,
        )  # fmt: skip

    def _edit(
        self,
        id: str,
        work: EditWork,
        frames: tuple[int, int],
        needs: tuple[str, ...],
        size: FrameSize,
        shot: ShotId | None = None,
    ) -> Task:
        return Task(
            id=id, kind="edit", maker=self.name, version=VERSION, part=Part(work), start=frames[0],
            end_exclusive=frames[1], size=size.root, needs=needs, shot=shot,
        )  # fmt: skip

    def run(self, batch: Sequence[Job]) -> None:
        """Fit pieces, or edit frames.

        Raises:
            EditError: a clip, a mask or an edit cannot be used.
        """
        for job in batch:
            if job.task.kind == "canonical":
                _fit(FitWork.model_validate_json(job.task.part.json), job)
            else:
                _edit(EditWork.model_validate_json(job.task.part.json), job)


@cache
def libraries() -> dict[str, str]:
    """The versions of what else decides what comes out. Raises PackageNotFoundError if something is not installed."""
    return {name: version(name) for name in ("torch", "numpy", "opencv-python-headless")}


def _edits(
    parts: Sequence[tuple[int, int]], fits: Sequence[str], edits: Sequence[Todo]
) -> Iterator[tuple[tuple[str, ...], EditWork]]:
    """For each piece the fits that its edits need, and what is to be done."""
    located = any(edit.operation in LOCATED or edit.box is not None for edit in edits)
    for n in range(len(parts)):
        first = 0 if located else n
        some = tuple(parts[first : n + 1])
        yield (
            tuple(fits[first : n + 1]),
            EditWork(clip=Footage(), pieces=some, edits=tuple(edits), libraries=libraries()),
        )


def _todo(edit: Edit) -> tuple[Todo, Layers]:
    """An edit of a storyboard as one of a clip, and the layers that its target asks for."""
    target = edit.target
    if known(edit.operation) in FILES or target.mask is not None:
        raise EditError(
            f"edit {edit.operation!r}: pictures and masks cannot be used in a script yet; use `storyline edit`"
        )
    layers: Layers = "boxes" if target.entity is not None else "motion" if target.layer is not None else "one"
    parameters = {name: value for name, value in edit.parameters.items() if name != "to"}
    frames = (edit.frames.start, edit.frames.end_exclusive) if edit.frames is not None else None
    layer = "foreground" if target.entity is not None else target.layer
    return Todo(
        operation=edit.operation, to=edit.parameters.get("to"), parameters=parameters, layer=layer, box=target.box,
        frames=frames,
    ), layers  # fmt: skip


def _footage(clips: Sequence[Task], start: int, end: int) -> tuple[Footage, tuple[str, ...]]:
    """Those windows of a shot in which frames lie, and the tasks that make them."""
    some = [task for task in clips if task.start < end and task.end_exclusive > start]
    return Footage(first=some[0].start, windows=tuple(t.frames for t in some)), tuple(t.id for t in some)


def _boxes(shot: Shot, entity: EntityId | None, start: int, end: int) -> tuple[Box | None, ...]:
    keyed = [(panel.at, panel.placements) for panel in shot.panels]
    found = [{p.entity: p.box for p in layout_at(keyed, frame)} for frame in range(start, end)]
    return tuple(boxes.get(entity) if entity is not None else None for boxes in found)


def _fit(work: FitWork, job: Job) -> None:
    import torch

    from editors.fit import fit_clip
    from editors.fitting import Effort
    from editors.flow import flows_of
    from editors.masks import carried, cut_out, moving, read_matte

    frames = list(_frames(work.clip, job, work.start, work.end_exclusive))
    size = len(frames[0]), frames[0].shape[1]
    mattes: dict[str, torch.Tensor] = {}
    if work.layers == "motion":
        small = (work.rows, max(1, round(size[1] * work.rows / size[0])))
        mattes = {"foreground": moving(flows_of(frames, small))}
    elif work.layers == "masks":
        some = work.masks[work.start : work.end_exclusive] if len(work.masks) > 1 else work.masks
        given = torch.stack([read_matte(job.root / mask, size) for mask in some])
        if len(work.masks) == 1 and work.start:
            raise EditError(
                "mask: one is enough for a clip of one piece; this one has cuts or is long. Give one a frame"
            )
        if len(work.masks) == 1:
            given = carried(given[0], flows_of(frames, size))
        mattes = {"foreground": given}
    elif work.layers == "boxes":
        small = (min(_CUT_ROWS, size[0]), max(1, round(size[1] * min(_CUT_ROWS, size[0]) / size[0])))
        reduced = [cv2.resize(frame, small[::-1], interpolation=cv2.INTER_AREA) for frame in frames]
        mattes = {"foreground": cut_out(reduced, work.boxes)}
    effort = Effort(
        seconds=60.0 if work.seconds is None else work.seconds,
        steps=work.steps if work.steps is not None or work.seconds is not None else STEPS,
        psnr=work.psnr,
    )
    fit_clip(frames, mattes, field=work.field, effort=effort, rows=work.rows, seed=work.seed).save(job.output)


def _edit(work: EditWork, job: Job) -> None:
    import torch

    from editors.canonical import load
    from editors.change import changed
    from storyline.frames.lossless import write_clip

    clips = [load(path) for path in job.inputs[: len(work.pieces)]]
    changes = [(edit.frames, _changes(edit, work, clips, job.root)) for edit in work.edits]
    start = work.pieces[-1][0]
    frames = _frames(work.clip, job, job.task.start, job.task.end_exclusive)

    def edited() -> Iterator[object]:
        for n, picture in enumerate(frames, job.task.start):
            frame = torch.from_numpy(picture.copy()).movedim(-1, 0).float() / 255
            for span, change in changes:
                if change is not None and (span is None or span[0] <= n < span[1]):
                    frame = changed(frame, clips[-1], n - start, change)
            yield (frame * 255).round().clamp(0, 255).byte().movedim(0, -1).contiguous().numpy()

    write_clip(edited(), job.output, FrameSize(job.task.size), job.task.frames)  # type: ignore[arg-type]


def _changes(edit: Todo, work: EditWork, clips: Sequence["CanonicalClip"], root: Path) -> "Change | None":
    """An edit as a change of the last of some pieces; None where it does not reach: behind a cut."""
    import torch

    from editors.carry import carried, region_of
    from editors.operations import operation
    from editors.operations.protocol import Asked

    located = edit.operation in LOCATED or edit.box is not None
    first = clips[0] if located else clips[-1]
    layer = first.layer(edit.layer) if edit.layer is not None else first.layers[-1]
    region = torch.ones(layer.image.shape[-2:])
    if edit.box is not None:
        rows, columns = first.size
        x0, y0, x1, y1 = edit.box.visible()
        matte = torch.zeros(rows, columns)
        top, left = round(y0 * rows), round(x0 * columns)
        matte[top : max(round(y1 * rows), top + 1), left : max(round(x1 * columns), left + 1)] = 1
        region = region_of(layer, 0, matte)
    change: Change | None = operation(edit.operation)(Asked(first, layer, region, edit.to, edit.parameters, root))
    for k in range(1, len(clips) if located else 1):
        (old, end), (new, _) = work.pieces[k - 1], work.pieces[k]
        if new >= end or change is None:
            return None
        change = carried(change, clips[k - 1], clips[k], [(frame - old, frame - new) for frame in range(new, end)])
    return change


def _frames(clip: Footage, job: Job, start: int, end: int) -> Iterator[Picture]:
    from storyline.frames.decode import decode

    if clip.file is not None:
        for frame in islice(decode(job.root / clip.file, start=start), end - start):
            yield np.pad(frame, ((0, frame.shape[0] % 2), (0, frame.shape[1] % 2), (0, 0)), mode="edge")
        return
    held = [*zip(job.inputs[-len(clip.windows) :], clip.windows, strict=True)]
    with closing(Windows(held, FrameSize(job.task.size))) as windows:
        for number in range(start - clip.first, end - clip.first):
            yield windows[number]


def _target(said: str) -> tuple[Layers, Path | None, str | None, Box | None]:
    """Which layers, the masks that make them, which of the layers is edited, and which part of it."""
    if said == "all":
        return "one", None, None, None
    if said in ("foreground", "background"):
        return "motion", None, said, None
    numbers = said.split(",")
    if len(numbers) == 4:
        try:
            x0, y0, x1, y1 = map(float, numbers)
            return "one", None, None, Box((x0, y0, x1, y1))
        except ValidationError as error:
            raise EditError(f"target: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None
        except ValueError:
            pass
    if not Path(said).exists():
        raise EditError(
            "target: expected all, foreground, background, a box as x0,y0,x1,y1 in fractions of the frame, or the file "
            f"or folder of masks; got {said!r}"
        )
    return "masks", Path(said), "foreground", None
