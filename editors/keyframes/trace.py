"""Frames → `Traced`: camera and boxes say about where everything was in the frame of reference, flow says exactly.

Each frame is laid over the frame of reference as a whole, and by itself: so nothing drifts, and frames may be traced in
any order and in any process. Of the ground, what fits as it lies is left; of who moves, only they are looked at, in a
patch about their box that shows them at one size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from jaxtyping import Bool, Float, Float32
from torch import Tensor

from editors.chain import filled
from editors.flow import Dis, Flow, pixels, sampled, sure
from editors.keyframes.moves import STILL, Affine, boxed, panned, warped
from editors.keyframes.seen import Matte, Seen
from editors.keyframes.traced import BACKGROUND, EVERYWHERE, Region, Traced, TracedLayer
from editors.keyframes.work import Stage
from storyline.frames.clip import Picture
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Placement

_GROUND_ROWS = 216
"""In which the ground is looked at."""
_LONG = 192
"""Pixels of the longer side of a patch."""
_AROUND = 0.5
"""Of a box's sides: so much on every side of it is in its patch."""
_NEUTRAL = 128
_SAME = 0.05
"""Pixels of the ground that differ less, on average over a few, lie where they are."""
_BETTER = 0.6
"""What is left of a difference where flow is believed."""
_STILL = 0.003
"""Of a frame: if less of the ground lies elsewhere, all of it lies where it is."""
_FEW = 20
"""Pixels of who is to be traced, at least."""
_BESIDE = np.ones((5, 5), np.uint8)
"""So near to who stands before it the ground is not looked at."""


def traced(
    frames: Iterable[tuple[int, Picture]], shown: Picture, at: int, stage: Stage, flow: Flow | None = None
) -> Traced:
    """Trace frames to the one of a panel.

    Args:
        frames: with their numbers in the shot; of the size of `shown`.
        shown: the frame of reference.
        at: its number.
        stage: who is where.
        flow: DIS when None.
    """
    flow = flow or Dis()
    numbered = [*frames]
    names = _order(stage, [at, *(number for number, _ in numbered)])
    first = stage.layout(at)
    reference = Seen.of(shown, first, names)
    rows: dict[str, list[_Row]] = {name: [] for name in (BACKGROUND, *names)}
    for number, frame in numbered:
        layout = stage.layout(number)
        seen = Seen.of(frame, layout, names)
        rows[BACKGROUND].append(_ground(seen, reference, stage.camera_at(number), stage.camera_at(at), flow))
        for n, name in enumerate(names):
            rows[name].append(_figure(seen, reference, names[n:], layout.get(name), first.get(name), flow))
    layers = [_layer(BACKGROUND, rows[BACKGROUND], EVERYWHERE, np.ones_like(reference.hidden))]
    for name in names:
        region = _region(first[name]) if name in first else EVERYWHERE
        layers.append(_layer(name, rows[name], region, reference.mattes[name]))
    return Traced(torch.from_numpy(shown.copy()), tuple(layers))


@dataclass(frozen=True)
class _Row:
    """A frame of a layer."""

    there: bool
    move: Affine
    bend: Float[Tensor, "2 a b"] | None
    """None where nothing is added."""
    matte: Matte


def _order(stage: Stage, frames: Iterable[int]) -> list[EntityId]:
    """Everybody in some frames, far to near."""
    depths: dict[EntityId, list[int]] = {}
    for frame in frames:
        for name, placement in stage.layout(frame).items():
            depths.setdefault(name, []).append(placement.depth)
    return sorted(depths, key=lambda name: (sum(depths[name]) / len(depths[name]), name))


def _layer(name: str, rows: Sequence[_Row], region: Region, own: Matte) -> TracedLayer:
    grids = [row.bend for row in rows if row.bend is not None]
    nothing = torch.zeros_like(grids[0]) if grids else torch.zeros(2, 1, 1)
    return TracedLayer(
        name=name,
        there=torch.tensor([row.there for row in rows]),
        moves=torch.from_numpy(np.stack([row.move for row in rows])),
        bends=torch.stack([nothing if row.bend is None else row.bend for row in rows]),
        region=region,
        mattes=torch.from_numpy(np.stack([row.matte for row in rows])),
        own=torch.from_numpy(own),
    )


def _ground(seen: Seen, reference: Seen, here: Camera, there: Camera, flow: Flow) -> _Row:
    """The ground of a frame, laid over that of the frame of reference by the camera, and bent to where it fits."""
    rows, columns = reference.picture.shape[:2]
    move, matte = panned(here, there, columns / rows), np.asarray(1 - seen.hidden, np.uint8)
    height = min(_GROUND_ROWS, rows)
    size = height, max(1, round(columns * height / rows))
    fixed = cv2.resize(reference.picture, size[::-1], interpolation=cv2.INTER_AREA)
    laid = warped(seen.picture, move, EVERYWHERE, size)
    free = warped(cv2.erode(matte, _BESIDE), move, EVERYWHERE, size)
    free = free * warped(cv2.erode(1 - reference.hidden, _BESIDE), STILL, EVERYWHERE, size)
    laid = np.where(free[..., None] > 0, laid, fixed)
    off = _off(laid, fixed)
    elsewhere = (off > _SAME) & (free > 0)
    if elsewhere.mean() < _STILL:
        return _Row(True, move, None, matte)
    forth, certain = _flow(laid, fixed, flow)
    found = sampled(_tensor(fixed)[None], (pixels(*size) + forth)[None])[0]
    better = _off(laid, (found * 255).round().byte().movedim(0, -1).numpy()) < _BETTER * off
    known = (free > 0) & (~elsewhere | (certain.numpy() & better))
    moved = forth * torch.from_numpy(elsewhere)[..., None]
    bend = cv2.medianBlur(filled(moved, torch.from_numpy(known).float()).numpy(), 5)
    return _Row(True, move, _grid(cv2.GaussianBlur(bend, (0, 0), 1), EVERYWHERE), matte)


def _figure(
    seen: Seen,
    reference: Seen,
    names: Sequence[EntityId],
    here: Placement | None,
    there: Placement | None,
    flow: Flow,
) -> _Row:
    """The first of some who stand one before the other, laid over where they are in the frame of reference."""
    name, nearer = names[0], names[1:]
    matte = seen.mattes[name]
    if here is None or there is None:
        return _Row(False, STILL, None, matte)
    move, region = boxed(here, there), _region(there)
    rows, columns = reference.picture.shape[:2]
    wide, high = (region[2] - region[0]) * columns, (region[3] - region[1]) * rows
    scale = _LONG / max(wide, high)
    size = max(8, round(high * scale)), max(8, round(wide * scale))
    hidden = _hidden(seen, nearer, move, region, size) | _hidden(reference, nearer, STILL, region, size)
    shows = (warped(matte, move, region, size) > 0) & ~hidden
    showed = (warped(reference.mattes[name], STILL, region, size) > 0) & ~hidden
    if min(shows.sum(), showed.sum()) < _FEW:
        return _Row(True, move, None, matte)
    one, other = (
        np.where(where[..., None], warped(whole, way, region, size), np.uint8(_NEUTRAL))
        for where, whole, way in ((shows, seen.picture, move), (showed, reference.picture, STILL))
    )
    forth, certain = _flow(one, other, flow)
    met = sampled(torch.from_numpy(showed)[None, None].float(), (pixels(*size) + forth)[None])[0, 0]
    known = (torch.from_numpy(shows) & certain & (met > 0.5)).float()
    if float(known.sum()) < _FEW:
        return _Row(True, move, None, matte)
    return _Row(True, move, _grid(cv2.GaussianBlur(filled(forth, known).numpy(), (0, 0), 1.5), region), matte)


def _region(placement: Placement) -> Region:
    box = placement.box
    across, down = _AROUND * box.width, _AROUND * box.height
    return (box.x0 - across, box.y0 - down, box.x1 + across, box.y1 + down)


def _hidden(
    seen: Seen, nearer: Sequence[EntityId], move: Affine, region: Region, size: tuple[int, int]
) -> Bool[np.ndarray, "a b"]:
    """Where a patch shows who stands nearer, or what the frame does not show."""
    inside = warped(np.ones_like(seen.hidden), move, region, size)
    for name in nearer:
        inside = inside * (1 - warped(cv2.dilate(seen.mattes[name], np.ones((3, 3), np.uint8)), move, region, size))
    return np.asarray(inside == 0)


def _flow(one: Picture, other: Picture, flow: Flow) -> tuple[Float[Tensor, "a b 2"], Bool[Tensor, "a b"]]:
    """Flow from one picture to another, and where it can be believed."""
    forth, back = (torch.from_numpy(flow(*pair))[None] for pair in ((one, other), (other, one)))
    return forth[0], sure(forth, back)[0] > 0


def _off(one: Picture, other: Picture) -> Float32[np.ndarray, "a b"]:
    """How far two pictures are apart, 0..1, on average over a few pixels."""
    return np.asarray(cv2.blur(cv2.absdiff(one, other).max(2).astype(np.float32) / 255, (3, 3)))


def _tensor(picture: Picture) -> Float[Tensor, "3 a b"]:
    return torch.from_numpy(picture).movedim(-1, 0).float() / 255


def _grid(bend: Float32[np.ndarray, "a b 2"], region: Region) -> Float[Tensor, "2 c d"]:
    """A bend of a region, in pixels, as one in fractions of the frame, on half as many cells each way."""
    height, width = bend.shape[:2]
    half = cv2.resize(bend, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    pixel = np.array([(region[2] - region[0]) / width, (region[3] - region[1]) / height], np.float32)
    return torch.from_numpy((half * pixel).transpose(2, 0, 1).copy())
