"""Examples → what is to be said of every cell and figure; and examples changed by chance, to have more of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from storyline.evaluation.detector.detect import readable
from storyline.evaluation.detector.finder import CELL
from storyline.training.detector.examples import Example

_SPREAD = 0.08
"""Width of the slope around a figure's middle, in its own sizes."""
_NEAR = 0.35
"""Cells whose slope is at least this high learn the box."""
_FEWEST = 30
"""Pixels; a figure of which a cut leaves fewer cannot be told."""


@dataclass(frozen=True)
class Batch:
    """Pictures and what is to be read in them; `h` and `w` count cells."""

    pictures: Float[Tensor, "b 3 rows columns"]
    middle: Float[Tensor, "b h w"]
    """1 at a figure's middle, with a slope around it."""
    counts: Float[Tensor, "b h w"]
    """0 where nothing is to be learnt of middles: there stands somebody who cannot be told."""
    share: Float[Tensor, "b h w"]
    """How much a cell learns of its figure; 0 where it has none."""
    edges: Float[Tensor, "b 4 h w"]
    """Left, up, right, down, in cells."""
    of: Int64[Tensor, " n"]
    """The picture of each figure that can be told, in all of them."""
    boxes: Float[Tensor, "n 4"]
    """In fractions of it."""
    kind: Int64[Tensor, " n"]
    colour: Int64[Tensor, " n"]
    """-1 where none is to be learnt."""
    action: Int64[Tensor, " n"]
    """The same."""


def batch_of(examples: Sequence[Example]) -> Batch:
    """Examples of one size as a batch."""
    height, width = examples[0].front.shape
    cells = [_cells(example) for example in examples]
    pictures = readable([example.picture for example in examples], height * width)
    middle, counts, share, edges = (torch.from_numpy(np.stack(some)) for some in zip(*cells, strict=True))
    told = [_told(example) for example in examples]
    of = np.repeat(np.arange(len(examples)), [len(some) for some in told])
    boxes, kind, colour, action = (
        torch.from_numpy(np.concatenate([rows[some] for rows, some in zip(column, told, strict=True)]))
        for column in zip(*((e.boxes, e.kinds, e.colours, e.actions) for e in examples), strict=True)
    )
    return Batch(pictures, middle, counts, share, edges, torch.from_numpy(of), boxes, kind, colour, action)


def _told(example: Example) -> Int64[np.ndarray, " f"]:
    """The numbers of the figures that can be told."""
    pixels = np.bincount(example.front.reshape(-1), minlength=len(example.kinds) + 1)[1:]
    return np.flatnonzero(example.clear & (pixels >= _FEWEST))


def _cells(example: Example) -> tuple[np.ndarray, ...]:
    rows, columns = (side // CELL for side in example.front.shape)
    middle, share = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
    counts = np.ones((rows, columns), np.float32)
    edges = np.ones((4, rows, columns), np.float32)
    y, x = np.mgrid[:rows, :columns] + 0.5
    told = _told(example)
    for n, box in enumerate(example.boxes):
        where = np.nonzero(example.front == n + 1)
        if len(where[0]) == 0:
            continue
        if n not in told:
            low, high = (np.array([w.min(), w.max()]) // CELL for w in where)
            counts[low[0] : low[1] + 1, high[0] : high[1] + 1] = 0
            continue
        cy, cx = (min(side - 1, int(w.mean() / CELL)) for w, side in zip(where, (rows, columns), strict=True))
        x0, y0, x1, y1 = box * (columns, rows, columns, rows)
        spread = [max(0.6, _SPREAD * side) for side in (x1 - x0, y1 - y0)]
        slope = np.exp(-(((x - cx - 0.5) / spread[0]) ** 2 + ((y - cy - 0.5) / spread[1]) ** 2) / 2)
        own = (slope >= _NEAR) & (slope > share)
        middle = np.maximum(middle, slope.astype(np.float32))
        share[own] = slope[own]
        reach = np.stack([x - x0, y - y0, x1 - x, y1 - y]).clip(0.05)
        edges[:, own] = reach[:, own]
    peaks = middle == 1
    counts[peaks] = 1
    return middle, counts, share, edges


def changed(example: Example, chance: Random) -> Example:
    """An example mirrored, cut out, blurred, tinted or made noisy, or not, as chance has it."""
    if chance.random() < 0.5:
        example = _mirrored(example)
    if chance.random() < 0.5:
        example = _cut(example, chance)
    picture = example.picture
    if chance.random() < 0.3:
        height, width = example.front.shape
        small = chance.uniform(0.35, 0.9)
        picture = cv2.resize(picture, (round(width * small), round(height * small)), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    if chance.random() < 0.3:
        picture = picture * np.float32(chance.uniform(0.85, 1.15)) + np.float32(chance.uniform(-12, 12))
    if chance.random() < 0.25:
        grain = np.random.default_rng(chance.getrandbits(32)).standard_normal(picture.shape, np.float32)
        picture = picture + grain * np.float32(chance.uniform(2, 12))
    return replace(example, picture=np.clip(picture, 0, 255).astype(np.uint8))


def _mirrored(example: Example) -> Example:
    boxes = example.boxes.copy()
    boxes[:, [0, 2]] = 1 - example.boxes[:, [2, 0]]
    return replace(
        example,
        picture=np.ascontiguousarray(example.picture[:, ::-1]),
        front=np.ascontiguousarray(example.front[:, ::-1]),
        boxes=boxes,
    )


def _cut(example: Example, chance: Random) -> Example:
    """A part of the picture, brought to its size. Who is cut too much is no longer clear."""
    height, width = example.front.shape
    part = chance.uniform(0.6, 1.0)
    rows, columns = round(height * part), round(width * part)
    top, left = chance.randint(0, height - rows), chance.randint(0, width - columns)
    window = slice(top, top + rows), slice(left, left + columns)
    start = np.array([left, top, left, top], np.float32) / (width, height, width, height)
    boxes = ((example.boxes - start) / part).clip(0, 1).astype(np.float32)
    before, after = (np.prod(b[:, 2:] - b[:, :2], axis=1) for b in (example.boxes, boxes))
    clear = example.clear & (after * part * part > 0.45 * before)
    return replace(
        example,
        picture=cv2.resize(example.picture[window], (width, height), interpolation=cv2.INTER_LINEAR),
        front=cv2.resize(example.front[window], (width, height), interpolation=cv2.INTER_NEAREST),
        boxes=boxes,
        clear=clear,
    )
