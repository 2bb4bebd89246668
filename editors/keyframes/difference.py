"""A picture of a panel beside the frame that was drawn → what differs, and to whom each part of that belongs."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from jaxtyping import Bool, Float, Float32, Int32, UInt8
from torch import Tensor

from editors.keyframes.traced import Traced
from storyline.frames.clip import Picture

_DIFFERENT = (0.02, 0.06)
"""Between these differences of a colour a pixel goes over from untouched to changed."""
_SPREAD, _LOST = 2, (0.02, 0.1)
"""Pixels by which colours spread in JPEG and WebP; in how much of a frame at least, and how much they lose at most."""
_TOGETHER = 2
"""Pixels: what lies so near to each other is one part."""
_SOMEBODYS = 0.1
"""Of a part: who has so much of it, and nearly all of it about them, has all of it: the brim of a hat beyond a head."""
_ABOUT = 0.75
"""Of a part, that lies about somebody's box."""
_EDGE = 0.08
"""A step of a colour from one pixel to the next but one that is an edge, and no less of one for being higher."""
_ALIKE = 0.3
"""Of the edges of two pictures, that they have in common: with more, one is the other in other colours."""
_ANOTHER = 0.5, 0.2
"""A picture of which more than so much differs, and which has fewer edges in common, shows something else."""

Whose = str
"""The name of a layer."""


@dataclass(frozen=True, eq=False)
class Difference:
    """What a picture shows otherwise than the frame of reference."""

    picture: Float[Tensor, "3 h w"]
    """0..1; where it was transparent, the frame of reference."""
    amount: Float[Tensor, "h w"]
    """Where it differs, 0..1."""
    recoloured: Mapping[Whose, Float[Tensor, "h w"]]
    """Of each layer that has such, where its colours are others: what is there is still there."""
    added: Mapping[Whose, Float[Tensor, "h w"]]
    """Of each layer that has such, where something is that was not there."""
    another: bool
    """Whether it shows something else altogether."""


def difference(picture: UInt8[np.ndarray, "h w 4"], traced: Traced, reach: int = 0) -> Difference:
    """What a picture of the frames' size shows otherwise than the frame of reference.

    Args:
        picture: with its opacity, 0..255.
        traced: the frame of reference, and who is where in it.
        reach: pixels by which it may be out of place, as it had another size, say (see `frames.keyframe`).
    """
    drawn = traced.picture.numpy()
    amount = differing(picture, drawn, reach)
    opaque = picture[..., 3:].astype(np.float32) / 255
    mixed = np.round(drawn + (picture[..., :3].astype(np.float32) - drawn) * opaque).astype(np.uint8)
    parts = _parts(amount)
    alike = _alike(mixed, drawn, parts)
    recoloured: dict[Whose, Float32[np.ndarray, "h w"]] = {}
    added: dict[Whose, Float32[np.ndarray, "h w"]] = {}
    for name, theirs in _shares(amount, parts, traced).items():
        for found, some in ((recoloured, theirs * alike), (added, theirs * ~alike)):
            if some.any():
                found[name] = some
    whole = float(amount.mean())
    return Difference(
        picture=torch.from_numpy(mixed).movedim(-1, 0).float() / 255,
        amount=torch.from_numpy(amount),
        recoloured={name: torch.from_numpy(some) for name, some in recoloured.items()},
        added={name: torch.from_numpy(some) for name, some in added.items()},
        another=whole > _ANOTHER[0] and common(mixed, drawn) < _ANOTHER[1],
    )


def differing(picture: UInt8[np.ndarray, "h w 4"], drawn: Picture, reach: int = 0) -> Float32[np.ndarray, "h w"]:
    """Where a picture shows something else than a frame, 0..1; what is transparent in it does not.

    What the frame shows within the reach of a pixel is no difference, nor is what is nowhere wider than that. A picture
    that is a little off wherever there are edges has lost something on its way, as JPEG does: it has such a reach, too.
    """
    if reach:
        return _wide(_beyond(picture, drawn, reach), reach)
    exact, kind = _beyond(picture, drawn, 0), _wide(_beyond(picture, drawn, _SPREAD), _SPREAD)
    off = (exact > 0) & (kind == 0)
    apart = cv2.absdiff(np.ascontiguousarray(picture[..., :3]), drawn).max(2)[off] / 255
    return kind if off.mean() > _LOST[0] and apart.mean() < _LOST[1] else exact


def _wide(amount: Float32[np.ndarray, "h w"], reach: int) -> Float32[np.ndarray, "h w"]:
    """What is wider than a reach to both sides, and what borders on that."""
    core = cv2.erode((amount > 0).astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8))
    return np.asarray(amount * cv2.dilate(core, np.ones((2 * reach + 3,) * 2, np.uint8)), np.float32)


def _beyond(picture: UInt8[np.ndarray, "h w 4"], drawn: Picture, reach: int) -> Float32[np.ndarray, "h w"]:
    """How far a picture's colours are beyond those that a frame has within a reach."""
    around = np.ones((2 * reach + 1,) * 2, np.uint8)
    low, high = cv2.erode(drawn, around), cv2.dilate(drawn, around)
    shown = np.ascontiguousarray(picture[..., :3])
    beyond = np.maximum(cv2.subtract(shown, high), cv2.subtract(low, shown)).max(2).astype(np.float32) / 255
    least, most = _DIFFERENT
    differs = (beyond * (picture[..., 3] / np.float32(255)) - least) / (most - least)
    return np.asarray(np.clip(differs, 0, 1), np.float32)


def common(one: Picture, other: Picture) -> float:
    """How far two pictures have their edges in common, up to 1; about 0 if they have nothing to do with each other."""
    kept, all = _edges_in_common(one, other)
    return float(kept.sum() / all.sum()) if float(all.max()) > 1e-6 else 1.0


def _parts(amount: Float32[np.ndarray, "h w"]) -> Int32[np.ndarray, "h w"]:
    """The number of the part that each pixel is in; 0 where nothing differs."""
    near = cv2.dilate((amount > 0).astype(np.uint8), np.ones((2 * _TOGETHER + 1,) * 2, np.uint8))
    _, numbers = cv2.connectedComponents(near)
    return np.where(amount > 0, numbers, 0).astype(np.int32)


def _sums(parts: Int32[np.ndarray, "h w"], values: np.ndarray) -> np.ndarray:
    """Of each part the sum of some values."""
    return np.bincount(parts.ravel(), values.ravel(), minlength=int(parts.max()) + 1)


def _alike(shown: Picture, drawn: Picture, parts: Int32[np.ndarray, "h w"]) -> Bool[np.ndarray, "h w"]:
    """Where a part has kept its edges: only its colours are others."""
    kept, all = _edges_in_common(shown, drawn)
    share = (_sums(parts, kept) + 1e-6) / (_sums(parts, all) + 1e-6)
    return np.asarray((share > _ALIKE)[parts] & (parts > 0))


def _edges_in_common(one: Picture, other: Picture) -> tuple[Float32[np.ndarray, "h w"], Float32[np.ndarray, "h w"]]:
    """How far two pictures have an edge in common, of one direction, and how far one of them has one.

    Edges that cross each other count against those that go along: of two that have nothing to do with each other there
    are as many of both.
    """
    (x, y), (across, down) = _slopes(one), _slopes(other)
    length, width = np.hypot(x, y) + 1e-9, np.hypot(across, down) + 1e-9
    along = ((x * across + y * down) / (length * width)) ** 2
    steep, high = np.minimum(length / _EDGE, 1), np.minimum(width / _EDGE, 1)
    return steep * high * (2 * along - 1), np.maximum(steep, high)


def _slopes(picture: Picture) -> tuple[Float32[np.ndarray, "h w"], Float32[np.ndarray, "h w"]]:
    """The slope of the colour that changes most, across and down."""
    values = cv2.GaussianBlur(picture, (0, 0), 1.0).astype(np.float32) / 255
    across = np.pad(values[:, 2:] - values[:, :-2], ((0, 0), (1, 1), (0, 0)))
    down = np.pad(values[2:] - values[:-2], ((1, 1), (0, 0), (0, 0)))
    most = (across**2 + down**2).argmax(2)[..., None]
    return tuple(np.take_along_axis(slope, most, 2)[..., 0] for slope in (across, down))  # type: ignore[return-value]


def _shares(
    amount: Float32[np.ndarray, "h w"], parts: Int32[np.ndarray, "h w"], traced: Traced
) -> dict[Whose, Float32[np.ndarray, "h w"]]:
    """What differs, dealt out to layers.

    A part that is partly on somebody, and lies about them, is theirs as a whole. Of any other, everybody has what is on
    them, and the ground the rest.
    """
    size = amount.shape
    sums = _sums(parts, amount) + 1e-6
    owner = np.full(len(sums), -1)
    most = np.full(len(sums), _SOMEBODYS)
    mattes = {n: layer.shown_first(size).numpy() for n, layer in enumerate(traced.layers[1:], 1)}
    for n, layer in enumerate(traced.layers[1:], 1):
        x0, y0, x1, y1 = (round(edge * size[1 - k % 2]) for k, edge in enumerate(layer.region))
        about = np.zeros(size, np.float32)
        about[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 1
        theirs = _sums(parts, amount * mattes[n]) / sums
        whole = (theirs > most) & (_sums(parts, amount * about) / sums > _ABOUT)
        owner, most = np.where(whole, n, owner), np.where(whole, theirs, most)
    on = np.zeros(size, int)
    for n in mattes:  # far to near
        on[mattes[n] > 0.5] = n
    whose = np.where(owner[parts] >= 0, owner[parts], on)
    found = {}
    for n, layer in enumerate(traced.layers):
        some = amount * (whose == n)
        if some.any():
            found[layer.name] = some
    return found
