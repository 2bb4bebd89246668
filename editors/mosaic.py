"""Every frame found in a picture that grows: flow from neighbour to neighbour drifts, and loses what was hidden.

From the frame of reference outwards each frame is put where the flow to its neighbour says, looked at beside what those
nearer to the reference have shown, and moved to where it fits. So what comes into sight again is found again; what no
frame has shown before is added.

Source: frame to mosaic, as in Szeliski 2006 (Image Alignment and Stitching: A Tutorial), section 5; here it bends.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.canonical import Canvas
from editors.canvas import canvas_size, gathered
from editors.chain import filled, stepped
from editors.flow import Flow, Flows, pixels, sampled, sure
from editors.guided import guided
from editors.means import means
from storyline.frames.clip import Picture

_ROUNDS = 2
"""Times that a frame is moved: what is far off is found in two goes."""
_SEEN = 0.5
_AROUND = 7
"""Pixels of a side over which it is judged whether a place fits better, and whether there is anything to hold on to."""
_EVEN = 9
"""Pixels of a side over which moves are averaged where none nearby is known."""
_WIDE, _ALIKE = 41, 0.5
"""Pixels of a side over which moves are compared, and how far one may be from the others there, in pixels."""
_NEARBY = 61
"""Pixels of a side over which moves go with colour: a wall moves otherwise than the grass beside it."""
_FEW = 0.05
"""With so much weight on the average, what is nearby has the say of what is not known."""
_TEXTURE = 1e-3
"""Of a structure tensor's eigenvalue (colours in 0..1): so much is half to be held on to."""
_FAR = 0.015
"""Of the width: whoever is found farther off in one go is not believed."""


def registered(
    frames: Float[Tensor, "n 3 h w"],
    mattes: Float[Tensor, "n h w"],
    flows: Flows,
    reference: int,
    canvas: Canvas,
    flow: Flow,
) -> tuple[Float[Tensor, "n h w 2"], Float[Tensor, "n h w"]]:
    """Where each frame's pixels are in the reference frame, in its pixels, and how sure that is: see `chain.chained`.

    Args:
        mattes: where each frame shows the layer, 0..1.
        canvas: what the picture may cover at most.
    """
    n, rows, columns = mattes.shape
    places, trust = torch.empty(n, rows, columns, 2), torch.empty(n, rows, columns)
    places[reference], trust[reference] = pixels(rows, columns), mattes[reference]
    mosaic = _Mosaic(canvas, (rows, columns))
    mosaic.add(frames[reference], places[reference], mattes[reference])
    for t in _outwards(reference, n):
        nearer = t - 1 if t > reference else t + 1
        place, sureness = stepped(flows, t, nearer, places[nearer], trust[nearer], mattes[t])
        for _ in range(_ROUNDS):
            place, found = _moved(frames[t], mattes[t], place, mosaic, flow)
            sureness = torch.maximum(sureness, found)
        places[t], trust[t] = place, sureness
        mosaic.add(frames[t], place, mattes[t])
    return places, trust


def _outwards(reference: int, n: int) -> Iterator[int]:
    for far in range(1, n):
        yield from (t for t in (reference + far, reference - far) if 0 <= t < n)


class _Mosaic:
    """What has been seen so far; the first that shows a place is kept."""

    def __init__(self, canvas: Canvas, frame: tuple[int, int]) -> None:
        self._canvas, self._frame = canvas, frame
        self._size = canvas_size(canvas, frame, 1.0)
        self._image, self._seen = torch.zeros(3, *self._size), torch.zeros(self._size)

    def add(self, frame: Float[Tensor, "3 h w"], place: Float[Tensor, "h w 2"], matte: Float[Tensor, "h w"]) -> None:
        image, count = gathered(frame[None], self._maps(place)[None], matte[None], self._canvas, self._size)
        new = (count > _SEEN) & (self._seen < _SEEN)
        self._image, self._seen = torch.where(new, image, self._image), torch.where(new, 1.0, self._seen)

    def at(self, place: Float[Tensor, "h w 2"]) -> tuple[Float[Tensor, "3 h w"], Float[Tensor, "h w"]]:
        """What is seen at some places; and where anything is."""
        x0, y0, x1, y1 = self._canvas
        low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
        grid = 2 * (self._maps(place) - low) / (high - low) - 1
        both = torch.cat([self._image, self._seen[None]])[None]
        found = F.grid_sample(both, grid[None], mode="bilinear", padding_mode="zeros", align_corners=False)[0]
        return found[:3] / found[3].clamp_min(1e-3), (found[3] > 0.99).float()

    def _maps(self, place: Float[Tensor, "h w 2"]) -> Float[Tensor, "h w 2"]:
        rows, columns = self._frame
        return 2 * place / torch.tensor([columns, rows]) - 1


def _moved(
    frame: Float[Tensor, "3 h w"],
    matte: Float[Tensor, "h w"],
    place: Float[Tensor, "h w 2"],
    mosaic: _Mosaic,
    flow: Flow,
) -> tuple[Float[Tensor, "h w 2"], Float[Tensor, "h w"]]:
    """Better places of a frame's pixels, and where they were found in the mosaic.

    Beside the layer, and where the mosaic shows nothing, both pictures are made the same: nothing is to be found there.
    """
    view, there = mosaic.at(place)
    both = (matte > _SEEN) & (there > _SEEN)
    if not bool(both.any()):
        return place, torch.zeros_like(matte)
    same = torch.where(there > _SEEN, view, frame)
    mine, theirs = (torch.where(both, picture, same) for picture in (frame, view))
    one, other = _picture(mine), _picture(theirs)
    forth, back = (torch.from_numpy(flow(*pair))[None] for pair in ((one, other), (other, one)))
    target = pixels(*matte.shape) + forth[0]
    fits, before = (_off(mine, seen) for seen in (sampled(theirs[None], target[None])[0], theirs))
    near = forth[0].square().sum(-1) < (_FAR * matte.shape[1]) ** 2
    found = sure(forth, back)[0] * both * (fits <= before) * near
    shift = sampled(place.movedim(-1, 0)[None], target[None])[0].movedim(0, -1) - place
    if not bool(found.any()):
        return place, found
    weight = found * _held(theirs)
    about, _ = _averaged(shift, weight, _WIDE)
    weight = weight / (1 + (shift - about).square().sum(-1) / _ALIKE**2)  # who goes another way than all around it errs
    far = filled(*_averaged(shift, weight, _EVEN))
    near = (means(weight[None, None], _WIDE)[0, 0] / _FEW).clamp(0, 1)[..., None]
    return place + torch.lerp(far, guided(shift, weight, frame, _NEARBY), near), found


def _averaged(
    values: Float[Tensor, "h w 2"], weight: Float[Tensor, "h w"], side: int
) -> tuple[Float[Tensor, "h w 2"], Float[Tensor, "h w"]]:
    """Weighted means over squares, and the mean weights."""
    both = torch.cat([values * weight[..., None], weight[..., None]], -1).movedim(-1, 0)
    summed = means(both[None], side, beyond=True)[0]
    return (summed[:2] / summed[2].clamp_min(1e-9)).movedim(0, -1), summed[2]


def _held(picture: Float[Tensor, "3 h w"]) -> Float[Tensor, "h w"]:
    """How much there is to hold on to, 0..1: on an even wall any place fits, and what is around it has to say.

    By the smaller eigenvalue of the structure tensor (Shi & Tomasi 1994): along an edge there is nothing, either.
    """
    grey = picture.mean(0)[None, None]
    across = (grey[..., 2:] - grey[..., :-2])[..., 1:-1, :] / 2
    down = (grey[..., 2:, :] - grey[..., :-2, :])[..., 1:-1] / 2
    both = F.pad(torch.cat([across**2, down**2, across * down], 1), (1, 1, 1, 1))
    xx, yy, xy = means(both, _AROUND)[0]
    least = (xx + yy) / 2 - (((xx - yy) / 2) ** 2 + xy**2).clamp_min(0).sqrt()
    held: Tensor = (least / (least + _TEXTURE)).clamp_min(0)
    return held


def _off(one: Float[Tensor, "3 h w"], other: Float[Tensor, "3 h w"]) -> Float[Tensor, "h w"]:
    error = (one - other).square().mean(0)[None, None]
    return means(error, _AROUND)[0, 0]


def _picture(frame: Float[Tensor, "3 h w"]) -> Picture:
    return (frame * 255).round().clamp(0, 255).byte().movedim(0, -1).contiguous().numpy()
