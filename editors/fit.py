"""Clip → CanonicalClip: layers by their mattes, a field fitted to each, and a picture as sharp as the frames are."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import cv2
import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.canonical import CanonicalClip, Layer
from editors.canvas import canvas_size, gathered
from editors.change import grown
from editors.field import Field
from editors.fitting import Effort, Observed, Progress, batches, fit_field
from editors.flow import Flow, Flows, flows_of
from editors.grid_field import GridField
from editors.image_field import ImageField
from editors.layering import Make, Start, start_of
from editors.resuming import Unfinished
from storyline.errors import EditError
from storyline.frames.clip import Picture

ROWS = 144
"""In which maps are fitted, whatever the frames' size."""
_SHARPEST = 1080
"""Rows that a frame has in its canonical image, at most."""
_OUTSIDE = 0.02
"""Of the height: the ground is not looked at so near to what is before it."""
_ASTRAY = 0.12
"""Of the height: so near to what is before it the flow of the ground is not believed; it goes along with that."""
_REFERENCE = 20.0
"""How much more the frame of reference counts in the canonical image than any other."""

FIELDS: Mapping[str, Make] = MappingProxyType({"image": ImageField, "grid": GridField})
"""By name."""


def fit_clip(
    frames: Sequence[Picture],
    mattes: Mapping[str, Float[Tensor, "n h w"]] = MappingProxyType({}),
    *,
    field: str = "image",
    effort: Effort | None = None,
    rows: int = ROWS,
    flow: Flow | None = None,
    seed: int = 0,
    progress: Progress = lambda stage, done, total: None,
    unfinished: Path | None = None,
) -> CanonicalClip:
    """Fit a clip.

    Args:
        frames: of one size.
        mattes: what stands before the ground, far to near, with its name; of any size. Without any the clip is one
            layer, `all`; with some, the ground is `background`.
        field: a name of `FIELDS`.
        effort: of all layers together.
        rows: in which maps are fitted; columns follow from the frames' shape.
        progress: told how far it is, in thousandths.
        unfinished: a file to which a long fit writes now and then how far it has come; what the same fit left there
            when it was interrupted it goes on from, and comes out the same as one that was not, where steps end it.

    Raises:
        EditError: no frames, frames of several sizes, no such field, or mattes of another number.
    """
    size = _size(frames, rows)
    make = _made_by(field)
    for name, matte in mattes.items():
        if len(matte) != len(frames):
            raise EditError(f"mask {name!r}: expected one for each of {len(frames)} frames; got {len(matte)}")
    small = torch.stack([_reduced(frame, size) for frame in frames])
    flows = flows_of(frames, size, flow)
    shown = {name: _sized(matte, size) for name, matte in mattes.items()}
    ground = torch.ones(len(frames), *size)
    for matte in shown.values():
        ground = ground * (1 - torch.stack([grown(one, max(1, round(_OUTSIDE * size[0]))) for one in matte]))
    parts = {"background": ground, **shown} if shown else {"all": ground}
    effort = effort or Effort()
    share = replace(effort, seconds=effort.seconds / len(parts))
    started, told = time.thread_time(), {}
    layers: list[Layer] = []
    kept = Unfinished(unfinished)
    for n, (name, matte) in enumerate(parts.items()):

        def tell(stage: str, done: int, total: int, before: int = n) -> None:
            progress(stage, before * total + done, len(parts) * total)

        observed = Observed(small, matte, _within(flows, _inner(matte, size) if name == "background" else matte))
        start = start_of(observed, flow=flow)
        begun = make(start.maps, start.reference, start.image, start.canvas)
        fitted = fit_field(begun, observed, share, seed, tell, name, kept)
        told[name] = {"psnr": round(fitted.psnr, 2), "steps": fitted.steps, "ended": fitted.ended}
        visible = torch.ones_like(matte) if name in ("background", "all") else matte
        layers.append(_layer(name, begun, start, frames, matte, visible))
    seconds = round(time.thread_time() - started, 1)
    return CanonicalClip(tuple(layers), _shape(frames), {"field": field, "seconds": seconds, "layers": told})


def _layer(
    name: str,
    field: Field,
    start: Start,
    frames: Sequence[Picture],
    matte: Float[Tensor, "n h w"],
    visible: Float[Tensor, "n h w"],
) -> Layer:
    """The layer of a field that was fitted, its picture gathered from the frames themselves: as sharp as they are."""
    with torch.no_grad():
        maps = torch.cat([field.maps(some, 1.0) for some in batches(len(frames))])
        light = field.light()
    rows = min(_SHARPEST, len(frames[0]))
    size = rows, max(1, round(frames[0].shape[1] * rows / len(frames[0])))
    canvas = canvas_size(start.canvas, size, 1.0)
    total, count = torch.zeros(3, *canvas), torch.zeros(canvas)
    for n, frame in enumerate(frames):
        bare = Layer(name, start.image, start.seen, start.canvas, 0, maps[n, None], matte[n, None], light[n, None])
        picture = _reduced(frame, size) / bare.lit(0, size).clamp_min(0.2)
        weight = bare.shown(0, size) * (_REFERENCE if n == start.reference else 1.0)
        image, seen = gathered(picture[None], bare.where(0, size)[None], weight[None], start.canvas, canvas)
        total, count = total + image * seen, count + seen
    fine = F.interpolate(field.image(canvas)[None], canvas, mode="bilinear")[0].clamp(0, 1)
    image = torch.where(count > 0.05, total / count.clamp_min(1e-6), fine)
    seen = (count > 0.05) * count
    return Layer(name, image.clamp(0, 1), seen, start.canvas, start.reference, maps, visible, light)


def _inner(matte: Float[Tensor, "n h w"], size: tuple[int, int]) -> Float[Tensor, "n h w"]:
    return torch.stack([1 - grown(1 - one, max(1, round(_ASTRAY * size[0]))) for one in matte])


def _within(flows: Flows, matte: Float[Tensor, "n h w"]) -> Flows:
    """Flow that begins within a matte."""
    return replace(flows, sure_forward=flows.sure_forward * matte[:-1], sure_backward=flows.sure_backward * matte[1:])


def _made_by(field: str) -> Make:
    if field not in FIELDS:
        raise EditError(f"field: expected one of {', '.join(FIELDS)}; got {field!r}")
    return FIELDS[field]


def _shape(frames: Sequence[Picture]) -> tuple[int, int]:
    shapes = {frame.shape[:2] for frame in frames}
    if len(shapes) != 1:
        raise EditError(f"clip: expected frames of one size, one or more; got {sorted(shapes) or 'none'}")
    rows, columns = shapes.pop()
    return int(rows), int(columns)


def _size(frames: Sequence[Picture], rows: int) -> tuple[int, int]:
    height, width = _shape(frames)
    rows = min(rows, height)
    return rows, max(1, round(width * rows / height))


def _reduced(frame: Picture, size: tuple[int, int]) -> Float[Tensor, "3 h w"]:
    rows, columns = size
    small = frame if frame.shape[:2] == size else cv2.resize(frame, (columns, rows), interpolation=cv2.INTER_AREA)
    return torch.tensor(small).movedim(-1, 0).float() / 255


def _sized(matte: Float[Tensor, "n h w"], size: tuple[int, int]) -> Float[Tensor, "n a b"]:
    if tuple(matte.shape[1:]) == size:
        return matte
    return F.interpolate(matte[:, None], size, mode="bilinear", align_corners=False, antialias=True)[:, 0].clamp(0, 1)
