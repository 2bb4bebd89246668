"""A first guess of the frames between two known ones: everybody is taken along their box track, the ground stays.

A cross-fade shows two ghosts of who moves. Here the region of each entity in the known frames, in the nearer one above
all, is moved, scaled and turned round to where the storyboard has its box, over a background that is blended along the
camera's move, and taken from the other frame where somebody stood. Diffusion then draws what this cannot know: limbs,
faces, water.

The same functions work on latents and on pixels.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import affine_grid, avg_pool2d, grid_sample, interpolate

from generators.nuwa_xl.conditions import FrameConditions, Seen
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize

MARGIN = 0.35
"""Cells around a box that go with it: drawings stand over their boxes a little."""
BESIDE = 1.2
"""The same of who is taken out of a frame: a hat on their head, their shadow."""
_TURNING = 0.5
"""Of the way between two known frames, around its middle: where figures turn from how they are in one to the other."""
_HARDLY = 1e-3
"""What of the background is seen where both known frames hide it."""

_Affine = tuple[tuple[float, ...], ...]
"""From where something is to be to where it is taken from, in -1..1 across and down."""


def fill(
    frames: Float[Tensor, "l c h w"],
    known: Sequence[bool],
    conditions: Sequence[FrameConditions],
    margin: float = MARGIN,
    *,
    ghosts: bool = True,
) -> Float[Tensor, "l c h w"]:
    """A clip with a guess in the place of each frame that is not known; the others are exactly as they were.

    A frame is guessed from the nearest known ones before and after it, or from one of them where there is only one.
    Anchors are nobody's neighbours; where no frame is known there are zeros.

    Args:
        frames: latents or pixels; what is not known does not matter.
        known: which frames are.
        conditions: boxes, camera and time of each frame.
        margin: cells, or pixels, around each box that go with it.
        ghosts: whether the ground shows who stood there in both known frames, or in the only one; if not, it shows what
            is around them.
    """
    here = torch.tensor(known, device=frames.device)[:, None, None, None]
    result = torch.where(here, frames, 0)
    for first, wanted, last in _gaps(known, conditions):
        asked = [conditions[n] for n in wanted]
        result[wanted] = fill_between(
            frames[first], frames[last], conditions[first], conditions[last], asked, margin, ghosts=ghosts
        )
    return result


def fill_between(
    first: Float[Tensor, "c h w"],
    last: Float[Tensor, "c h w"],
    first_conditions: FrameConditions,
    last_conditions: FrameConditions,
    wanted: Sequence[FrameConditions],
    margin: float = MARGIN,
    *,
    ghosts: bool = True,
) -> Float[Tensor, "l c h w"]:
    """The frames asked for by `wanted`, guessed from two known ones between which they lie in time.

    A frame at the very time of an end is that end, exactly.
    """
    rows, columns = first.shape[-2:]
    ends = (first_conditions, last_conditions)
    shares = [_share(asked, *ends) for asked in wanted]
    grounds = [
        end.float() if ghosts else emptied(end.float(), conditions.seen)
        for end, conditions in zip((first, last), ends, strict=True)
    ]
    result = _background(grounds[0], grounds[1], ends, wanted, shares, margin)
    sides: list[Mapping[EntityId, Seen]] = [{seen.entity: seen for seen in end.seen} for end in ends]
    for layer in range(max((len(asked.seen) for asked in wanted), default=0)):
        moves = [
            (n, move)
            for n, (asked, share) in enumerate(zip(wanted, shares, strict=True))
            for move in _moves(asked, layer, sides, share)
        ]
        if not moves:
            continue
        sources = torch.stack([(first, last)[move.side].float() for _, move in moves])
        weights = torch.tensor([move.weight for _, move in moves]).to(sources)[:, None, None, None]
        moved = _sampled(sources, [move.matrix for _, move in moves]) * weights
        figures = torch.zeros_like(result).index_add(0, torch.tensor([n for n, _ in moves]).to(result.device), moved)
        boxes = {n: wanted[n].seen[layer].box for n, _ in moves}
        cover = torch.stack([covered(box, rows, columns, margin) for box in boxes.values()])[:, None].to(moved)
        result[[*boxes]] = torch.lerp(result[[*boxes]], figures[[*boxes]], cover)
    for n, share in enumerate(shares):
        if share in (0, 1):
            result[n] = (first, last)[int(share)]
    return result.to(first.dtype)


def emptied(frame: Float[Tensor, "c h w"], seen: Sequence[Seen], margin: float = BESIDE) -> Float[Tensor, "c h w"]:
    """A frame without those whom it shows: in their place is what is around it, averaged ever more widely.

    Source: the push-pull of Gortler et al. 1996 (The Lumigraph), section 3.4.
    """
    rows, columns = frame.shape[-2:]
    free = torch.ones(rows, columns)
    for one in seen:
        free = free * (1 - covered(one.box, rows, columns, margin))
    free = free.to(frame)
    levels = [torch.cat([frame * free, free[None]])[None]]
    while max(levels[-1].shape[-2:]) > 1:
        levels.append(avg_pool2d(levels[-1], 2, ceil_mode=True))
    around = levels[-1][:, :-1] / levels[-1][:, -1:].clamp_min(_HARDLY)
    for level in reversed(levels[:-1]):
        around = interpolate(around, level.shape[-2:], mode="bilinear", align_corners=False)
        around = torch.lerp(around, level[:, :-1] / level[:, -1:].clamp_min(_HARDLY), level[:, -1:])
    return torch.lerp(around[0], frame, free)


def seen_by(
    cameras: Sequence[Camera], place: Float[Tensor, "c h w"], size: FrameSize | None = None
) -> Float[Tensor, "l c rows columns"]:
    """What cameras see of a place, of which there is a picture as it is seen whole; beyond it, its edge goes on.

    It is as large as that picture if no `size` is given; of one of another shape the middle is seen.
    """
    rows, columns = place.shape[-2:] if size is None else (size.height, size.width)
    shape = columns / rows * place.shape[-2] / place.shape[-1]
    scales = (min(1.0, shape), min(1.0, 1 / shape))
    matrices = [
        tuple(tuple(scale * part for part in row) for scale, row in zip(scales, matrix, strict=True))
        for matrix in (_panned(camera, Camera(), columns / rows) for camera in cameras)
    ]
    return _sampled(place.expand(len(cameras), -1, -1, -1), matrices, mode="bicubic", size=(rows, columns))


def covered(box: Box, rows: int, columns: int, margin: float = 0.0) -> Float[Tensor, "{rows} {columns}"]:
    """How much of each cell a box covers, 0..1; `margin` cells are added on every side."""
    across = _overlap(box.x0 * columns - margin, box.x1 * columns + margin, columns)
    return _overlap(box.y0 * rows - margin, box.y1 * rows + margin, rows)[:, None] * across


def _overlap(start: float, end: float, cells: int) -> Float[Tensor, "{cells}"]:
    edges = torch.arange(cells + 1).clamp(start, end)
    return edges[1:] - edges[:-1]


def _gaps(known: Sequence[bool], conditions: Sequence[FrameConditions]) -> Iterator[tuple[int, list[int], int]]:
    """Numbers of frames that are not known, in runs, with those of the known ones around them."""
    frames = [n for n, c in enumerate(conditions) if c.role == "frame"]
    there = [n for n in frames if known[n]]
    runs: dict[tuple[int, int], list[int]] = {}
    for n in frames:
        if there and not known[n]:
            before = max((g for g in there if g < n), default=there[0])
            after = min((g for g in there if g > n), default=there[-1])
            runs.setdefault((before, after), []).append(n)
    return ((first, wanted, last) for (first, last), wanted in runs.items())


def _share(asked: FrameConditions, first: FrameConditions, last: FrameConditions) -> float:
    """How far from the first to the last a frame lies in time, 0..1."""
    span = last.seconds - first.seconds
    return min(1.0, max(0.0, (asked.seconds - first.seconds) / span)) if span else 0.5


def _background(
    first: Float[Tensor, "c h w"],
    last: Float[Tensor, "c h w"],
    ends: tuple[FrameConditions, FrameConditions],
    wanted: Sequence[FrameConditions],
    shares: Sequence[float],
    margin: float,
) -> Float[Tensor, "l c h w"]:
    """Both ends moved by the camera and blended; of each, less where somebody stands or where it does not reach."""
    rows, columns = first.shape[-2:]
    share = torch.tensor(shares, device=first.device)[:, None, None, None]
    total = weight_of_all = torch.zeros(())
    for picture, end, nearness in ((first, ends[0], 1 - share), (last, ends[1], share)):
        free = torch.ones(rows, columns)
        for seen in end.seen:
            free = free * (1 - covered(seen.box, rows, columns, margin))
        both = torch.cat([picture, free[None].to(picture)])
        matrices = [_panned(asked.camera, end.camera, columns / rows) for asked in wanted]
        moved = _sampled(both.expand(len(wanted), -1, -1, -1), matrices)
        reached = _sampled(torch.ones_like(both[:1]).expand(len(wanted), -1, -1, -1), matrices, padding="zeros")
        weight = nearness * (moved[:, -1:].clamp(0, 1) * reached + _HARDLY)
        total, weight_of_all = total + weight * moved[:, :-1], weight_of_all + weight
    return total / weight_of_all


class _Move(NamedTuple):
    """How an entity gets from an end to where it is asked for, and how much that end counts."""

    side: int
    matrix: _Affine
    weight: float


def _moves(
    asked: FrameConditions, layer: int, sides: Sequence[Mapping[EntityId, Seen]], share: float
) -> Iterator[_Move]:
    """Those of the entity of a layer, from each end where it is: their weights are 1 together.

    Near an end that counts alone; around the middle one becomes the other, as a sudden change would be seen.
    """
    if layer >= len(asked.seen):
        return
    seen = asked.seen[layer]
    there = {
        n: nearness * _in_sight(side[seen.entity].box)
        for n, (side, nearness) in enumerate(zip(sides, (1 - share, share), strict=True))
        if seen.entity in side
    }
    last = there.get(1, 0.0) / total if (total := sum(there.values())) > 0 else float(1 in there)
    last = min(1.0, max(0.0, (last - 0.5) / _TURNING + 0.5))
    for n, weight in ((0, 1 - last), (1, last)):
        if weight > 0 and n in there:
            source = sides[n][seen.entity]
            mirrored = {source.facing, seen.facing} == {"left", "right"}
            yield _Move(n, _boxed(seen.box, source.box, mirrored=mirrored), weight)


def _in_sight(box: Box) -> float:
    """How much of a box lies within the frame, 0..1."""
    x0, y0, x1, y1 = box.visible()
    return (x1 - x0) * (y1 - y0) / (box.width * box.height)


def _boxed(to: Box, source: Box, *, mirrored: bool) -> _Affine:
    """What takes a box's content to another box."""
    across, down = source.width / to.width * (-1 if mirrored else 1), source.height / to.height
    (to_x, to_y), (from_x, from_y) = to.centre, source.centre
    return (
        (across, 0.0, 2 * from_x - 1 - across * (2 * to_x - 1)),
        (0.0, down, 2 * from_y - 1 - down * (2 * to_y - 1)),
    )


def _panned(to: Camera, source: Camera, aspect: float) -> _Affine:
    """What takes the place as one camera sees it to as another does; nearer things move more, which is left aside."""
    scale = source.zoom / to.zoom
    turn, back = math.radians(to.roll - source.roll), math.radians(-source.roll)
    x, y = (to.pan - source.pan) * aspect * source.zoom, (to.tilt - source.tilt) * source.zoom
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    return (
        (cos, -sin / aspect, 2 * (math.cos(back) * x - math.sin(back) * y) / aspect),
        (sin * aspect, cos, 2 * (math.sin(back) * x + math.cos(back) * y)),
    )


def _sampled(
    sources: Float[Tensor, "l c h w"],
    matrices: Sequence[_Affine],
    padding: str = "border",
    mode: str = "bilinear",
    size: tuple[int, int] | None = None,
) -> Float[Tensor, "l c rows columns"]:
    """Each source as its matrix takes it, in as many rows and columns, or in those of `size`."""
    theta = torch.tensor(matrices, device=sources.device, dtype=sources.dtype)
    grid = affine_grid(theta, [*sources.shape[:2], *(size or sources.shape[2:])], align_corners=False)
    return grid_sample(sources, grid, mode=mode, padding_mode=padding, align_corners=False)
