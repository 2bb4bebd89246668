"""Doing the tasks of the hub: keyframes, and the frames between them. Here torch comes in."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from jaxtyping import UInt8
from safetensors.numpy import load_file, save_file

from generators.hub.asked import AskedPanel, AskedWho
from generators.hub.family import ClipAsked, ClipFamily, Drawn, Family, How, KeyframeFamily, PanelAsked, Who
from generators.hub.loading import held
from generators.hub.plan import Call
from generators.hub.work import FramesWork, PanelsWork, PickedWork, Settings, identity, libraries
from storyline.diffusion.noise import seed_of
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.frames.clip import Picture
from storyline.frames.lossless import read_clip, write_clip
from storyline.frames.pictures import read_picture
from storyline.schema.camera import Camera
from storyline.schema.layout import Box, Placement, layout_at
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.task import Job

Step = Callable[[str, int, int], None]
"""Called with the id of a task, steps of its present picture or clip that are done, and how many there are."""
Pictures = dict[int, Picture]
Fitted = UInt8[np.ndarray, "rows columns 3"]


def panels(job: Job, family: KeyframeFamily, source: Source, offload: str, step: Step) -> list[Picture]:
    """Draw the keyframes of a task at the size of its frames; those that were supplied are as they were.

    Raises:
        RenderError: the model cannot draw one.
        SetupError: the model cannot be used.
    """
    work = PanelsWork.model_validate(json.loads(job.task.part.json))
    shown = FrameSize(job.task.size)
    wanted = [n for n, panel in enumerate(work.panels) if panel.image is None]
    asked = [_panel(work.panels[n], work.negative[n], work.seeds[n], job.root) for n in wanted]
    drawn: Pictures = {}
    if asked:
        how = _how(work.settings, lambda done, total: step(job.task.id, done, total))
        with _ready(family, source, work.settings, offload) as model:
            for n, picture in zip(wanted, family.draw(model, asked, how), strict=True):
                drawn[n] = _fitted(_finite(picture, f"panel {n + 1}"), shown)
    supplied = {n: _fitted(_read(p.image, job.root), shown) for n, p in enumerate(work.panels) if p.image is not None}
    return [(drawn | supplied)[n] for n in range(len(work.panels))]


def keep_panels(pictures: Sequence[Picture], output: Path) -> None:
    """Write the keyframes of a scene."""
    save_file({"pictures": np.stack(pictures)}, output)


def picked(job: Job) -> Iterable[Picture]:
    """Keyframes out of those of a scene, or out of a shot's frames."""
    work = PickedWork.model_validate(json.loads(job.task.part.json))
    if job.inputs[0].suffix == ".safetensors":
        kept = load_file(job.inputs[0])["pictures"]
        return [kept[n] for n in work.numbers]
    found: Pictures = {}
    start = 0
    for clip in job.inputs:
        with closing(read_clip(clip, FrameSize(job.task.size))) as frames:
            for frame in frames:
                if start in work.numbers:
                    found[start] = frame
                start += 1
    return [found[n] for n in work.numbers]


def frames(job: Job, family: ClipFamily | None, source: Source | None, offload: str, step: Step) -> Iterator[Picture]:
    """Draw the frames of a task, from a shot's keyframes where it is given them.

    Raises:
        RenderError: the model cannot draw them.
        SetupError: the model cannot be used.
    """
    work = FramesWork.model_validate(json.loads(job.task.part.json))
    shown, start, end = FrameSize(job.task.size), job.task.start, job.task.end_exclusive
    stills: list[Picture] = list(read_clip(job.inputs[0], shown)) if job.inputs else []
    made: Pictures = dict(zip(work.at, stills, strict=bool(stills)))
    if family is not None and source is not None and work.settings is not None and work.calls:
        size, drawn = work.settings.size, Pictures()
        how = _how(work.settings, lambda done, total: step(job.task.id, done, total))
        with _ready(family, source, work.settings, offload) as model:
            for call in (Call(c.frames, c.given, c.count) for c in work.calls):
                given = {n: drawn[n] if n in drawn else _resized(made[n], size) for n in call.given}
                clip = family.draw(model, _clip(work, call, given, job.root), how)
                where = f"frames {call.frames[0]} to {call.frames[-1]}"
                if len(clip) != call.count:
                    raise RenderError(f"{where}: expected {call.count} frames of {family.about.name}; got {len(clip)}")
                for n, place in zip(call.frames, call.picked, strict=True):
                    drawn[n] = _finite(clip[place], where)
        made = {n: _fitted(picture, shown) for n, picture in drawn.items() if start <= n < end} | {
            n: picture for n, picture in made.items() if n not in drawn
        }
        yield from _nearest(made, range(start, end))
    else:
        yield from _dissolved(made, range(start, end))


def _nearest(made: Mapping[int, Picture], wanted: Iterable[int]) -> Iterator[Picture]:
    """Frames; the nearest one in the place of one that was not drawn."""
    there = sorted(made)
    for n in wanted:
        yield made[n] if n in made else made[min(there, key=lambda m: (abs(m - n), m))]


def _dissolved(made: Mapping[int, Picture], wanted: Iterable[int]) -> Iterator[Picture]:
    """Keyframes that are held, and dissolve into the next in the middle third between them."""
    there = sorted(made)
    for n in wanted:
        before, after = (
            max((m for m in there if m <= n), default=there[0]),
            min((m for m in there if m > n), default=None),
        )
        if after is None:
            yield made[before]
            continue
        share = min(1.0, max(0.0, ((n - before) / (after - before) - 1 / 3) * 3))
        mixed = made[before] * (1 - share) + made[after] * share
        yield np.round(mixed).astype(np.uint8)


def _panel(panel: AskedPanel, negative: str, seed: int, root: Path) -> PanelAsked:
    return PanelAsked(panel.prompt, negative, tuple(_who(who, root) for who in panel.who), seed)


def _who(who: AskedWho, root: Path) -> Who:
    return Who(
        entity=who.entity,
        phrase=who.phrase,
        box=who.box,
        references=tuple(_read(ref, root) for ref in who.references),
        weights=tuple((root / ref.file.path, ref.scale) for ref in who.weights),
        kind=who.kind,
    )


def _clip(work: FramesWork, call: Call, given: Mapping[int, Picture], root: Path) -> ClipAsked:
    """What a call asks for, by the numbers of the frames that the model draws."""
    number = dict(zip(call.frames, call.picked, strict=True))
    places = dict(zip(call.picked, call.frames, strict=True))
    prompts: dict[int, str] = {}
    for n, frame in sorted(places.items()):
        words = work.prompts[max((k for k, at in enumerate(work.at) if at <= frame), default=0)]
        if not prompts or words != next(reversed(prompts.values())):
            prompts[n if prompts else 0] = words
    span = max(1, call.frames[-1] - call.frames[0])
    return ClipAsked(
        frames=call.count,
        prompts=prompts,
        negative=work.negative,
        seed=seed_of(work.seed, "frames", call.frames[0], call.frames[-1]),
        rate=float(Fraction(work.rate)) * (call.count - 1) / span if call.count > 1 else float(Fraction(work.rate)),
        keyframes={number[n]: picture for n, picture in given.items()},
        motion=tuple(_motion(work, call)),
        boxes=tuple(_boxes(work, call)) if work.boxes else (),
        references=tuple(_read(ref, root) for ref in work.references),
    )


def _boxes(work: FramesWork, call: Call) -> Iterator[tuple[Box, ...]]:
    """Where everybody is at each frame that the model draws."""
    panels = [
        (at, tuple(Placement(entity=entity, box=box) for entity, box in boxes.items()))
        for at, boxes in zip(work.at, work.boxes, strict=True)
    ]
    for frame in _shown(call):
        yield tuple(placement.box for placement in layout_at(panels, frame))


def _shown(call: Call) -> Iterator[float]:
    """When each frame that the model draws is, in the shot's frames."""
    first, last = call.frames[0], call.frames[-1]
    for n in range(call.count):
        yield first + (last - first) * n / max(1, call.count - 1)


def _motion(work: FramesWork, call: Call) -> Iterator[tuple[float, float]]:
    """How far the picture has moved since the call's first frame, because the camera has."""
    start = _camera(work, call.frames[0])
    for frame in _shown(call):
        now = _camera(work, frame)
        yield (start.pan - now.pan) * now.zoom, (start.tilt - now.tilt) * now.zoom


def _camera(work: FramesWork, frame: float) -> Camera:
    for (at, camera), (next_at, after) in pairwise(zip(work.at, work.cameras, strict=True)):
        if at <= frame <= next_at:
            share = (frame - at) / (next_at - at)
            fields = Camera.model_fields
            return Camera(**{f: getattr(camera, f) + (getattr(after, f) - getattr(camera, f)) * share for f in fields})
    return work.cameras[-1]


def _how(settings: Settings, step: Callable[[int, int], None]) -> How:
    return How(settings.size, settings.steps, settings.guidance, settings.parameters, step)


@contextmanager
def _ready(family: Family, source: Source, settings: Settings, offload: str) -> Iterator[Any]:
    """The model that the task was planned with."""
    if settings.libraries != libraries():
        raise SetupError(
            f"hub: the film was planned with {settings.libraries}; here are {libraries()}. Install the same"
        )
    if identity(source, family.about) != dict(settings.model) or family.about.version != settings.version:
        raise SetupError(
            f"hub: {family.about.name} is another model here than the film was planned with. Name the same one on "
            "every machine, or start again"
        )
    try:
        with held(family, source, settings.device, settings.precision, offload) as model:
            yield model
    except torch.OutOfMemoryError as error:
        raise RenderError(
            f"{family.about.name}: the GPU has too little memory: {' '.join(str(error).split())[:200]}. Let parts of "
            "the model wait outside of it (STORYLINE_OFFLOAD=model, or sequential), or take a smaller one"
        ) from None


def _finite(picture: Drawn, where: str) -> Picture:
    """Of 0..255. Raises RenderError where a model gave no numbers."""
    if not np.isfinite(picture).all():
        raise RenderError(
            f"{where}: the model gave NaN or infinity; compute in more precision: STORYLINE_PRECISION=float32"
        )
    return np.asarray(np.round(np.clip(picture, 0, 1) * 255), np.uint8)


def _read(ref: FileRef, root: Path) -> Picture:
    rgba = read_picture(root / ref.path).astype(np.float32)
    opaque = rgba[..., 3:] / 255
    return np.round(rgba[..., :3] * opaque + 255 * (1 - opaque)).astype(np.uint8)


def _resized(picture: Picture, size: FrameSize) -> Fitted:
    if picture.shape[:2] == (size.height, size.width):
        return picture
    smaller = size.width * size.height < picture.shape[0] * picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size.root, interpolation=how))


def _fitted(picture: Picture, size: FrameSize) -> Fitted:
    """The whole of a frame from the middle of a picture whose shape may differ a little."""
    height, width = picture.shape[:2]
    scale = min(width / size.width, height / size.height)
    w, h = min(width, round(size.width * scale)), min(height, round(size.height * scale))
    x, y = (width - w) // 2, (height - h) // 2
    return _resized(np.ascontiguousarray(picture[y : y + h, x : x + w]), size)


def write(pictures: Iterable[Picture], job: Job) -> None:
    """Write a task's pictures."""
    write_clip(pictures, job.output, FrameSize(job.task.size), job.task.frames)
