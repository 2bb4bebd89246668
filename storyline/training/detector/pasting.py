"""Figures of other frames put into a frame: as their masks are exact, so is the truth about what comes out.

Source: Ghiasi et al. 2021, "Simple Copy-Paste is a Strong Data Augmentation Method for Instance Segmentation".
"""

from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
from jaxtyping import Bool, UInt8

from storyline.training.detector.examples import Example

_STAYS = 0.4
"""Of its pixels; who keeps fewer behind what is put in front can no longer be told."""


@dataclass(frozen=True)
class Cutting:
    """A figure cut out of a frame."""

    pixels: UInt8[np.ndarray, "rows columns 3"]
    mask: Bool[np.ndarray, "rows columns"]
    kind: int
    colour: int
    action: int


def cutting(example: Example) -> Cutting | None:
    """The nearest figure of an example; None where there is none that is clear and whole."""
    if not len(example.kinds) or not example.clear[-1]:
        return None
    x0, y0, x1, y1 = example.boxes[-1]
    if x0 <= 0 or y0 <= 0 or x1 >= 1 or y1 >= 1:
        return None
    height, width = example.front.shape
    window = slice(int(y0 * height), int(np.ceil(y1 * height))), slice(int(x0 * width), int(np.ceil(x1 * width)))
    mask = example.front[window] == len(example.kinds)
    if not mask.any():
        return None
    return Cutting(
        example.picture[window], mask, int(example.kinds[-1]), int(example.colours[-1]), int(example.actions[-1])
    )


def pasted(example: Example, figure: Cutting, chance: Random) -> Example:
    """An example with a figure in front of all others, somewhere, a little larger or smaller, perhaps mirrored."""
    height, width = example.front.shape
    scale = chance.uniform(0.6, 1.3)
    rows, columns = (max(4, round(side * scale)) for side in figure.mask.shape)
    if rows >= height or columns >= width:
        return example
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pixels = cv2.resize(figure.pixels, (columns, rows), interpolation=way)
    mask = cv2.resize(figure.mask.astype(np.uint8), (columns, rows), interpolation=cv2.INTER_NEAREST) > 0
    if chance.random() < 0.5:
        pixels, mask = pixels[:, ::-1], mask[:, ::-1]
    top, left = chance.randint(0, height - rows), chance.randint(0, width - columns)
    window = slice(top, top + rows), slice(left, left + columns)
    picture, front = example.picture.copy(), example.front.copy()
    picture[window][mask] = pixels[mask]
    front[window][mask] = len(example.kinds) + 1
    numbers = range(1, len(example.kinds) + 1)
    stays = np.array([(front == n).sum() >= _STAYS * (example.front == n).sum() for n in numbers], bool)
    box = np.array([[left / width, top / height, (left + columns) / width, (top + rows) / height]], np.float32)
    return replace(
        example,
        picture=picture,
        front=front,
        kinds=np.append(example.kinds, figure.kind),
        colours=np.append(example.colours, figure.colour),
        actions=np.append(example.actions, figure.action),
        boxes=np.concatenate([example.boxes, box]),
        clear=np.append(example.clear & stays, True),
    )
