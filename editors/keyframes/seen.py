"""A frame, and which of its pixels show whom: cut out of their boxes, and told apart where those overlap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Bool, Float, Int, UInt8

from editors.masks import cut_out
from storyline.frames.clip import Picture
from storyline.schema.base import EntityId
from storyline.schema.layout import Box, Placement

_ROWS = 288
"""In which people are cut out."""
_FEW = 20
"""Pixels that tell whose colours are whose, at least."""

Matte = UInt8[np.ndarray, "h w"]
"""1 where somebody is seen, else 0."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A frame, and who is where in it."""

    picture: Picture
    mattes: Mapping[EntityId, Matte]
    hidden: Matte
    """1 where anybody stands before the ground."""

    @classmethod
    def of(cls, picture: Picture, layout: Mapping[EntityId, Placement], names: Sequence[EntityId]) -> "Seen":
        """Cut some out of a frame; `names` far to near."""
        rows = min(_ROWS, picture.shape[0])
        size = rows, max(1, round(picture.shape[1] * rows / picture.shape[0]))
        reduced = cv2.resize(picture, size[::-1], interpolation=cv2.INTER_AREA)
        cut = {
            name: cut_out([reduced], [layout[name].box if name in layout else None])[0].byte().numpy() for name in names
        }
        mattes = told_apart(cut, reduced, {name: layout[name].box for name in names if name in layout})
        hidden = np.zeros(size, np.uint8)
        for matte in mattes.values():
            hidden = np.maximum(hidden, matte)
        return cls(picture, mattes, hidden)


def told_apart(
    mattes: Mapping[EntityId, Matte], picture: Picture, boxes: Mapping[EntityId, Box]
) -> dict[EntityId, Matte]:
    """Mattes of which no two claim a pixel: where boxes overlap it is theirs whose colour it is, as seen elsewhere.

    Args:
        mattes: of everybody, far to near; as large as `picture`.
        boxes: of those who are there.
    """
    found = {name: matte.copy() for name, matte in mattes.items()}
    fine = (picture >> 4).astype(int)
    colours = (fine[..., 0] * 16 + fine[..., 1]) * 16 + fine[..., 2]
    inside = {name: _inside(box, (picture.shape[0], picture.shape[1])) for name, box in boxes.items()}
    names = [name for name in mattes if name in boxes]
    for n, far in enumerate(names):
        for near in names[n + 1 :]:
            both = inside[far] & inside[near]
            asked = both & ((found[far] | found[near]) > 0)
            if not asked.any():
                continue
            one, other = (_likely(colours, (found[name] > 0) & ~both) for name in (far, near))
            if one is None or other is None:
                found[far] = np.where(found[near] > 0, 0, found[far]).astype(np.uint8)
                continue
            farther = cv2.medianBlur((one[colours] > other[colours]).astype(np.uint8), 3)
            found[far] = np.where(asked, farther, found[far]).astype(np.uint8)
            found[near] = np.where(asked, 1 - farther, found[near]).astype(np.uint8)
    return found


def _inside(box: Box, size: tuple[int, int]) -> Bool[np.ndarray, "h w"]:
    rows, columns = size
    x0, y0, x1, y1 = box.visible()
    found = np.zeros(size, bool)
    found[round(y0 * rows) : round(y1 * rows) + 1, round(x0 * columns) : round(x1 * columns) + 1] = True
    return found


def _likely(colours: Int[np.ndarray, "h w"], there: Bool[np.ndarray, "h w"]) -> Float[np.ndarray, " k"] | None:
    """How likely each colour is on somebody, from some of their pixels; None if those are too few."""
    if there.sum() < _FEW:
        return None
    counts = np.bincount(colours[there], minlength=16**3).reshape(16, 16, 16).astype(float)
    for axis in range(3):
        padded = np.pad(counts, [(1, 1) if k == axis else (0, 0) for k in range(3)])
        counts = counts + 0.5 * (np.take(padded, range(16), axis) + np.take(padded, range(2, 18), axis))
    likely: Float[np.ndarray, " k"] = (counts / counts.sum()).ravel()
    return likely
