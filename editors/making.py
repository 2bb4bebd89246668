"""Work → artifacts: a piece of a clip fitted, or frames of it edited."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice

import cv2
import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from editors.canonical import CanonicalClip, load
from editors.carry import carried as carried_on
from editors.carry import region_of
from editors.change import Change, changed
from editors.estimators import estimator
from editors.files import found
from editors.fit import fit_clip
from editors.fitting import Effort
from editors.flow import Flow, flows_of
from editors.masks import carried, cut_out, moving, read_matte
from editors.operations import operation
from editors.operations.protocol import Asked
from editors.work import EditWork, FitWork, Footage, Todo, located, moment
from storyline.frames.clip import Picture
from storyline.frames.decode import decode
from storyline.frames.lossless import Windows, write_clip
from storyline.schema.media import FrameSize
from storyline.schema.task import Job

STEPS = 300
"""Of a fit of which nothing is said, of each layer."""
_CUT_ROWS = 288
"""In which somebody is cut out of a box."""
_SHARPER = 4.0
"""A matte that goes on in the next piece was made small with its fit, and soft by that."""


def fit(work: FitWork, job: Job) -> None:
    """Fit a piece of a clip. Raises EditError: the clip or a mask cannot be used."""
    frames = list(_frames(work.clip, job, work.start, work.end_exclusive))
    size = len(frames[0]), frames[0].shape[1]
    flow = estimator(work.flow)
    mattes: dict[str, torch.Tensor] = {}
    if work.layers == "motion":
        small = (work.rows, max(1, round(size[1] * work.rows / size[0])))
        mattes = {"foreground": moving(flows_of(frames, small, flow))}
    elif work.layers == "masks":
        mattes = {"foreground": _masked(work, job, frames, size, flow)}
    elif work.layers == "boxes":
        small = (min(_CUT_ROWS, size[0]), max(1, round(size[1] * min(_CUT_ROWS, size[0]) / size[0])))
        reduced = [cv2.resize(frame, small[::-1], interpolation=cv2.INTER_AREA) for frame in frames]
        mattes = {"foreground": cut_out(reduced, work.boxes)}
    effort = Effort(
        seconds=60.0 if work.seconds is None else work.seconds,
        steps=work.steps if work.steps is not None or work.seconds is not None else STEPS,
        psnr=work.psnr,
    )
    made = fit_clip(
        frames, mattes, field=work.field, effort=effort, rows=work.rows, flow=flow, seed=work.seed,
        unfinished=job.unfinished,
    )  # fmt: skip
    made.save(job.output)


def _masked(
    work: FitWork, job: Job, frames: Sequence[Picture], size: tuple[int, int], flow: Flow
) -> Float[Tensor, "n h w"]:
    """The mattes that masks show: of every frame, or of the first alone; then they are followed from there on."""
    if len(work.masks) > 1:
        some = work.masks[work.start : work.end_exclusive]
        return torch.stack([read_matte(found(mask, job.root), size) for mask in some])
    if work.masks:
        first = read_matte(found(work.masks[0], job.root), size)
    elif work.after is not None:
        before = load(job.inputs[0]).layer("foreground").shown(work.start - work.after, size)
        first = ((before - 0.5) * _SHARPER + 0.5).clamp(0, 1)
    else:
        return torch.zeros(len(frames), *size)  # behind a cut
    return carried(first, flows_of(frames, size, flow))


def edit(work: EditWork, job: Job) -> None:
    """Edit frames of a clip. Raises EditError: what is asked makes no sense."""
    clips = [load(path) for path in job.inputs[: len(work.pieces)]]
    changes = [(edit.frames, _changes(edit, work, clips, job)) for edit in work.edits]
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


def _changes(edit: Todo, work: EditWork, clips: Sequence[CanonicalClip], job: Job) -> Change | None:
    """An edit as a change of the last of some pieces; None where it does not reach: behind a cut."""
    first = clips[0] if located(edit) else clips[-1]
    layer = first.layer(edit.layer) if edit.layer is not None else first.layers[-1]
    region = torch.ones(layer.image.shape[-2:])
    if edit.box is not None:
        rows, columns = first.size
        x0, y0, x1, y1 = edit.box.visible()
        matte = torch.zeros(rows, columns)
        top, left = round(y0 * rows), round(x0 * columns)
        matte[top : max(round(y1 * rows), top + 1), left : max(round(x1 * columns), left + 1)] = 1
        region = region_of(layer, 0, matte)
    if not bool((layer.matte > 0.5).any()):
        return None  # out of sight, or behind a cut
    to = str(found(edit.picture, job.root).relative_to(job.root)) if edit.picture is not None else edit.to
    asked = Asked(first, layer, region, to, edit.parameters, job.root)
    if (at := moment(edit)) is not None:
        asked = replace(asked, frame=next(_frames(work.clip, job, at, at + 1)), number=at - work.pieces[0][0])
    change: Change | None = operation(edit.operation)(asked)
    for k in range(1, len(clips) if located(edit) else 1):
        (old, old_end), (new, new_end) = work.pieces[k - 1], work.pieces[k]
        shared = range(max(old, new), min(old_end, new_end))
        if not shared or change is None:
            return None
        change = carried_on(change, clips[k - 1], clips[k], [(frame - old, frame - new) for frame in shared])
    return change


def _frames(clip: Footage, job: Job, start: int, end: int) -> Iterator[Picture]:
    if clip.file is not None:
        for frame in islice(decode(job.root / clip.file.path, start=start), end - start):
            yield np.pad(frame, ((0, frame.shape[0] % 2), (0, frame.shape[1] % 2), (0, 0)), mode="edge")
        return
    held = [*zip(job.inputs[-len(clip.windows) :], clip.windows, strict=True)]
    with closing(Windows(held, FrameSize(job.task.size))) as windows:
        for number in range(start - clip.first, end - clip.first):
            yield windows[number]
