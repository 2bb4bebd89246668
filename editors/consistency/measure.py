"""Frames and boxes → the colours that everybody, and the ground, has in a shot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import torch
from jaxtyping import Bool, Float

from editors.colours import to_lab
from editors.consistency.palette import Palette, cells_of, counted, palette_of
from editors.consistency.work import Standing
from editors.masks import cut_out
from storyline.frames.clip import Picture
from storyline.schema.base import EntityId, Noun
from storyline.schema.layout import Box

ROWS = 216
"""In which frames are looked at."""
_SEEN = 0.4
"""Of a box that must be in the frame, and behind nobody."""
_ENOUGH = 24
"""Pixels that must be seen of somebody."""
_SOLID = 0.06
"""Of what is free of a box: where less is told from the ground, nobody was found there."""
_CUT = 0.3
"""Of what is rarer around a box: where less was cut out, the cut has lost somebody."""
_RARER = 0.7
"""Around a box a colour of who is in it is so much rarer than within it, or rarer still."""


class Colours(Noun):
    """What was measured in a shot."""

    entities: dict[EntityId, Palette] = {}
    """Of those who are to be seen well enough."""
    ground: Palette | None = None
    """What lies outside of all boxes; None where there is next to nothing."""


def measured(frames: Iterable[Picture], standing: Sequence[tuple[Standing, ...]]) -> Colours:
    """The colours of everybody in some frames of a shot, and those of what is around them.

    Who is in a box is told from what is around it; what stands before them is left out. Each frame counts alike.

    Args:
        frames: of one shot.
        standing: for each of them, who is there.
    """
    pixels: dict[EntityId | None, list[Float[np.ndarray, "n 3"]]] = defaultdict(list)
    for frame, there in zip(frames, standing, strict=True):
        small = _reduced(frame)
        lab = to_lab(torch.from_numpy(small.copy()).movedim(-1, 0).float() / 255).movedim(0, -1).numpy()
        free = visible([one.box for one in there], small.shape[:2])
        taken = np.zeros(small.shape[:2], bool)
        for own, _ in free:
            taken |= own
        for one, (own, share) in zip(there, free, strict=True):
            if share >= _SEEN and (found := lab[_figure(small, lab, one.box, own, ~taken)]).size:
                pixels[one.entity].append(found)
        if (~taken).sum() >= _ENOUGH:
            pixels[None].append(lab[~taken])
    palettes = {who: _together(parts) for who, parts in pixels.items()}
    entities = {who: palette for who, palette in palettes.items() if who is not None and palette is not None}
    return Colours(entities=dict(sorted(entities.items())), ground=palettes.get(None))


def visible(boxes: Sequence[Box], size: tuple[int, int]) -> list[tuple[Bool[np.ndarray, "h w"], float]]:
    """For boxes, far to near, the pixels of each that lie behind no other, and their share of all of the box."""
    rows, columns = size
    front = np.zeros(size, np.int32)
    for number, box in enumerate(boxes, 1):
        x0, y0, x1, y1 = box.visible()
        front[round(y0 * rows) : round(y1 * rows), round(x0 * columns) : round(x1 * columns)] = number
    owns = [front == number for number in range(1, len(boxes) + 1)]
    areas = [max(1.0, box.width * box.height * rows * columns) for box in boxes]
    return [(own, min(1.0, float(own.sum()) / area)) for own, area in zip(owns, areas, strict=True)]


def _figure(
    frame: Picture,
    lab: Float[np.ndarray, "h w 3"],
    box: Box,
    own: Bool[np.ndarray, "h w"],
    ground: Bool[np.ndarray, "h w"],
) -> Bool[np.ndarray, "h w"]:
    """The pixels that surely show who is in a box: cut out of it, and of colours that are rarer around it.

    Each of the two helps where the other fails: what is cut out may be the half of somebody, and what is in the box
    alone may be a cloud behind them. Edges, which are half ground, are left away where they can be.
    """
    figure = own & _rarer(lab, box, own, ground)
    cut = own & (cut_out([frame], [box])[0].numpy() > 0.5)
    if (figure & cut).sum() >= _CUT * figure.sum():
        figure &= cut
    if figure.sum() < max(_ENOUGH, _SOLID * own.sum()):
        return np.zeros_like(own)
    inner: Bool[np.ndarray, "h w"] = cv2.erode(figure.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
    return inner if inner.sum() >= max(_ENOUGH, 0.3 * figure.sum()) else figure


def _rarer(
    lab: Float[np.ndarray, "h w 3"], box: Box, own: Bool[np.ndarray, "h w"], ground: Bool[np.ndarray, "h w"]
) -> Bool[np.ndarray, "h w"]:
    """Pixels of colours that are rarer around a box than in it. Ground is as common around it, or commoner.

    Source: Swain and Ballard 1991 (Color Indexing), section 4: ratios of histograms, here of a box and of its ring.
    """
    near = ground & _around(box, own.shape)
    if near.sum() < _ENOUGH or not own.any():
        return own
    cells = cells_of(lab.reshape(-1, 3)).reshape(own.shape)
    inside, outside = (counted(cells[where], np.full(where.sum(), 1 / where.sum())) for where in (own, near))
    rarer = outside[cells] < _RARER * inside[cells]
    found: Bool[np.ndarray, "h w"] = cv2.medianBlur((own & rarer).astype(np.uint8), 3) > 0
    return found


def _around(box: Box, size: tuple[int, int]) -> Bool[np.ndarray, "h w"]:
    """What is no farther from a box than half its width and height."""
    rows, columns = size
    found = np.zeros(size, bool)
    top, bottom = (max(0, round(y * rows)) for y in (box.y0 - box.height / 2, box.y1 + box.height / 2))
    left, right = (max(0, round(x * columns)) for x in (box.x0 - box.width / 2, box.x1 + box.width / 2))
    found[top:bottom, left:right] = True
    return found


def _together(parts: Sequence[Float[np.ndarray, "_ 3"]]) -> Palette | None:
    """The palette of pixels of several frames, each frame of one weight."""
    weight = np.concatenate([np.full(len(part), 1 / len(part)) for part in parts])
    return palette_of(np.concatenate(parts).astype(np.float64), weight)


def _reduced(frame: Picture) -> Picture:
    rows, columns = frame.shape[:2]
    if rows <= ROWS:
        return frame
    small: Picture = cv2.resize(frame, (max(1, round(columns * ROWS / rows)), ROWS), interpolation=cv2.INTER_AREA)
    return small
