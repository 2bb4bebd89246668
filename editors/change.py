"""A layer's edited picture → edited frames: only what was changed is drawn anew, all else stays as it was shot."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Bool, Float
from torch import Tensor

from editors.canonical import WHOLE, CanonicalClip, Canvas, Layer, Part
from editors.means import means

_SAME, _OTHER = 0.06, 0.18
"""Differences of colour between which a pixel goes over from showing its layer to showing what is in front of it."""
_ASTRAY = 0.12, 0.24
"""The same, where what was done to a layer's picture would be seen as the ghost of something else."""
_PULLED = 1.6, 3.0
"""How much a map pulls or squeezes its picture until what was done to the picture is seen less, and not at all."""
_AMISS = 0.25
"""With less of it anywhere in a frame, what its canonical image shows is what the frame shows."""
_GRAIN = 0.06
"""Of what was shot, so much is left on what is stuck on."""
_AROUND = 0.012
"""Of the frame's height: so much around a thing goes with it."""

OnColours = Callable[[Float[Tensor, "3 h w"]], Float[Tensor, "3 h w"]]
"""A picture's colours to colours."""


@dataclass(frozen=True, eq=False)
class Change:
    """What was done to a layer.

    `repaint`: colours of what was shot are changed, each by itself. `difference`: what was done to the canonical
    image's colours is done to those of the frames, which keep their grain; where a frame shows something else than its
    canonical image, it is done to the frame itself. `surface`: the picture is stuck on, and
    lit as the layer is. `bend`: the layer is drawn out of shape. `reveal`: the farthest layer is seen in its place.
    """

    layer: str
    how: Literal["repaint", "difference", "surface", "bend", "reveal"]
    amount: Float[Tensor, "height width"]
    """Where on the canvas, 0..1."""
    image: Float[Tensor, "3 height width"] | None = None
    """The edited canonical image; of `repaint` and `bend` there is none."""
    colours: OnColours | None = None
    """Of `repaint`: each pixel by itself."""
    filtered: OnColours | None = None
    """Of `difference`: what is done, done to a whole picture."""
    moves: Float[Tensor, "2 height width"] | None = None
    """Of `bend`: by how much each place of the canvas is drawn away from where it was, in canonical coordinates."""

    def reach(self, layer: Layer) -> Canvas:
        """Where it changes something, in canonical coordinates: without end where it meets the edge of the canvas."""
        (y0, y1), (x0, x1) = (
            _reach(self.amount.amax(1 - axis) > 0, layer.canvas[1 - axis], layer.canvas[3 - axis]) for axis in (0, 1)
        )
        return (x0, y0, x1, y1)


def changed(frame: Float[Tensor, "3 h w"], clip: CanonicalClip, number: int, change: Change) -> Float[Tensor, "3 h w"]:
    """A frame with a change, at its own size. Nothing changes where the layer is hidden.

    Only the part of the frame that the change can reach is looked at.
    """
    size = (frame.shape[-2], frame.shape[-1])
    layer = clip.layer(change.layer)
    part = WHOLE if change.how == "bend" else layer.reached(number, change.reach(layer), size, _around(size))
    if part is None:
        return frame
    before = frame[:, *part]
    share = next(share for one, share in clip.visible(number, size, part) if one is layer)
    amount = layer.taken(change.amount[None], number, size, part)[0] * share
    if not bool(amount.any()):
        return frame
    if change.how == "bend":
        return _drawn_out(frame, clip, layer, number, change, amount, share)
    made = before
    match change.how:
        case "repaint":
            assert change.colours is not None
            made = change.colours(before)
        case "difference":
            assert change.image is not None
            lit = layer.lit(number, size, part)
            added = layer.taken(change.image - layer.image, number, size, part) * lit
            if change.filtered is not None:
                shown = in_sight(before, layer.taken(layer.image, number, size, part) * lit, size, *_ASTRAY)
                shown = shown * drawn_evenly(layer.where(number, size, part), size)
                if bool((amount * (1 - shown)).amax() > _AMISS):
                    added = torch.lerp(change.filtered(frame)[:, *part] - before, added, shown)
            made = before + added
        case "surface":
            assert change.image is not None
            lit = layer.lit(number, size, part)
            expected = layer.taken(layer.image, number, size, part) * lit
            made = layer.taken(change.image, number, size, part) * lit + (before - expected).clamp(-_GRAIN, _GRAIN)
            amount = amount * in_sight(before, expected, size)
        case "reveal":
            made = _behind(clip, number, size, part)
            amount = grown(amount, _gone_with(size))
    whole = frame.clone()
    whole[:, *part] = torch.lerp(before, made.clamp(0, 1), amount)
    return whole


def _around(size: tuple[int, int]) -> int:
    """Pixels around a change that are looked at, too."""
    return max(_gone_with(size), _blur(size)) + 1


def _gone_with(size: tuple[int, int]) -> int:
    return round(_AROUND * size[0])


def _blur(size: tuple[int, int]) -> int:
    return max(1, round(size[0] / 90))


def in_sight(
    before: Float[Tensor, "3 h w"],
    expected: Float[Tensor, "3 h w"],
    size: tuple[int, int],
    same: float = _SAME,
    other: float = _OTHER,
) -> Float[Tensor, "h w"]:
    """Where a part of a frame of some size shows what the layer has there, 1; 0 where something else is before it."""
    off = (before - expected).square().mean(0, keepdim=True)[None]
    radius = _blur(size)
    off = means(off, 2 * radius + 1)[0, 0].sqrt()
    return 1 - ((off - same) / (other - same)).clamp(0, 1)


def drawn_evenly(where: Float[Tensor, "h w 2"], size: tuple[int, int]) -> Float[Tensor, "h w"]:
    """Where a map of a frame of some size neither pulls nor squeezes much, 1; 0 where a stroke would become a streak.

    By the singular values of its slope, in pixels of the canonical image for each of the frame's.
    """
    if min(where.shape[:2]) < 2:
        return torch.ones(where.shape[:2])
    places = where * torch.tensor([size[1] / 2, size[0] / 2])
    across, down = torch.gradient(places, dim=1)[0], torch.gradient(places, dim=0)[0]
    area = (across[..., 0] * down[..., 1] - across[..., 1] * down[..., 0]).abs()
    squares = across.square().sum(-1) + down.square().sum(-1)
    most = ((squares + (squares.square() - 4 * area.square()).clamp_min(0).sqrt()) / 2).sqrt()
    least = area / most.clamp_min(1e-6)
    squeezed = ((_PULLED[1] - most) / (_PULLED[1] - _PULLED[0])).clamp(0, 1)
    pulled = ((least * _PULLED[1] - 1) / (_PULLED[1] / _PULLED[0] - 1)).clamp(0, 1)
    return means((squeezed * pulled)[None, None], 2 * _blur(size) + 1)[0, 0]


def _behind(clip: CanonicalClip, number: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "3 h w"]:
    """The farthest layer, as if nothing stood in front of it."""
    ground = clip.layers[0]
    return ground.taken(ground.image, number, size, part) * ground.lit(number, size, part)


def _drawn_out(
    frame: Float[Tensor, "3 h w"],
    clip: CanonicalClip,
    layer: Layer,
    number: int,
    change: Change,
    amount: Float[Tensor, "h w"],
    share: Float[Tensor, "h w"],
) -> Float[Tensor, "3 h w"]:
    """A frame in which a layer is bent; what it leaves shows the ground."""
    assert change.moves is not None
    size = (frame.shape[-2], frame.shape[-1])
    bent = _bent(torch.cat([frame, share[None]]), layer, number, change.moves)
    made, there = bent[:3], bent[3]
    if layer is not clip.layers[0]:
        left = grown(share, _gone_with(size)) * (1 - there)
        frame = torch.lerp(frame, _behind(clip, number, size), left * amount.max())
        amount = there * amount.max()
    return torch.lerp(frame, made.clamp(0, 1), amount)


def _bent(
    frame: Float[Tensor, "c h w"], layer: Layer, number: int, moves: Float[Tensor, "2 height width"]
) -> Float[Tensor, "c h w"]:
    """What was where a place is drawn from, taken from the frame itself: the move there is what the map makes of it."""
    size = (frame.shape[-2], frame.shape[-1])
    rows, columns = size
    where = layer.where(number, size)
    across, down = torch.gradient(where, dim=1)[0], torch.gradient(where, dim=0)[0]
    drawn = layer.taken(moves, number, size).movedim(0, -1)
    area = (across[..., 0] * down[..., 1] - across[..., 1] * down[..., 0]).abs().clamp_min(0.1 * 4 / (rows * columns))
    x = (drawn[..., 0] * down[..., 1] - drawn[..., 1] * down[..., 0]) / area
    y = (drawn[..., 1] * across[..., 0] - drawn[..., 0] * across[..., 1]) / area
    here = torch.stack(torch.meshgrid(torch.arange(rows) + 0.5, torch.arange(columns) + 0.5, indexing="ij")[::-1], -1)
    grid = 2 * (here - torch.stack([x, y], -1)) / torch.tensor([columns, rows]) - 1
    return F.grid_sample(frame[None], grid[None], padding_mode="border", align_corners=False)[0]


def _reach(there: Bool[Tensor, " k"], low: float, high: float) -> tuple[float, float]:
    """From where to where along a canvas of this span something is; colours are taken between neighbours."""
    found = there.nonzero().flatten()
    if not len(found):
        return math.inf, -math.inf
    first, last, cell = int(found[0]), int(found[-1]), (high - low) / len(there)
    start = -math.inf if first == 0 else low + (first - 0.5) * cell
    end = math.inf if last == len(there) - 1 else low + (last + 1.5) * cell
    return start, end


def grown(region: Float[Tensor, "height width"], by: int) -> Float[Tensor, "height width"]:
    """A region and what is within some pixels of it."""
    return F.max_pool2d(region[None, None], 2 * by + 1, 1, by)[0, 0] if by > 0 else region
