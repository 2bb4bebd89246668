"""Frames → what stands in them."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.detector.finder import MULTIPLE, Finder, Places
from storyline.evaluation.detector.network import Detector, DetectorConfig
from storyline.evaluation.detector.reader import Reader, Reading, crops
from storyline.frames.clip import Picture
from storyline.schema.layout import Box, iou

_AT_ONCE = 16
"""Frames."""
_MOST = 24
"""Figures in a frame."""
_SAME = 0.7
"""Boxes of one kind that overlap more than this are of one figure."""


@dataclass(frozen=True)
class DetectorEye:
    """Looks with a detector."""

    detector: Detector

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it knows."""
        return self.detector.config.kinds

    def __call__(self, frames: Iterable[Picture]) -> Iterator[tuple[Detection, ...]]:
        """See `detect`."""
        return detect(self.detector, frames)


def detect(detector: Detector, frames: Iterable[Picture]) -> Iterator[tuple[Detection, ...]]:
    """What stands in each frame, the surest first. Frames may have any size; one run's have one."""
    waiting = iter(frames)
    while some := list(islice(waiting, _AT_ONCE)):
        yield from _detected(detector, some)


@torch.inference_mode()
def _detected(detector: Detector, frames: Sequence[Picture]) -> list[tuple[Detection, ...]]:
    config, device = detector.config, next(detector.parameters()).device
    detector.eval()
    pictures = readable(frames, config.pixels).to(device)
    places = mirrored_places(detector.finder, pictures)
    somebody = [found(config, places, n) for n in range(len(frames))]
    boxes = torch.tensor([box.root for some in somebody for box, _ in some], device=device).reshape(-1, 4)
    of = torch.tensor([n for n, some in enumerate(somebody) for _ in some], dtype=torch.long, device=device)
    if not len(boxes):
        return [() for _ in frames]
    reading = mirrored_reading(detector.reader, crops(pictures, boxes, of, config.crop))
    told = read(config, reading, [one for some in somebody for one in some])
    return [distinct([next(told) for _ in some]) for some in somebody]


def mirrored_places(finder: Finder, pictures: Float[Tensor, "b 3 h w"]) -> Places:
    """What a finder says of pictures and of their mirror images, in the mean: left and right are the same to it."""
    seen = finder(torch.cat([pictures, pictures.flip(-1)]))
    (middle, other), (edges, others) = seen.middle.chunk(2), seen.edges.chunk(2)
    left_for_right = others.flip(-1)[:, [2, 1, 0, 3]]
    return Places((middle + other.flip(-1)) / 2, (edges + left_for_right) / 2)


def mirrored_reading(reader: Reader, crops: Float[Tensor, "n 3 s s"]) -> Reading:
    """What a reader says of crops and of their mirror images, in the mean."""
    seen = reader(torch.cat([crops, crops.flip(-1)]))
    of = [torch.stack(logits.log_softmax(-1).chunk(2)) for logits in (seen.kind, seen.colour, seen.action)]
    kind, colour, action = (likely.logsumexp(0) for likely in of)
    return Reading(kind, colour, action, seen.features.unflatten(0, (2, -1)).mean(0))


def readable(frames: Sequence[Picture], pixels: int) -> Float[Tensor, "b 3 h w"]:
    """Frames as a network reads them: of -1..1, with about so many pixels, their sides multiples of `MULTIPLE`."""
    height, width, _ = frames[0].shape
    scale = math.sqrt(pixels / (height * width))
    size = tuple(max(MULTIPLE, MULTIPLE * round(side * scale / MULTIPLE)) for side in (height, width))
    read = torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2).float() / 127.5 - 1
    return read if read.shape[-2:] == size else functional.interpolate(read, size=size, mode="bilinear", antialias=True)


def found(config: DetectorConfig, places: Places, n: int) -> list[tuple[Box, float]]:
    """Where figures stand in the n-th picture, and how sure that is: at cells surer than their eight neighbours."""
    sure = places.middle[n].sigmoid()
    peak = functional.max_pool2d(sure[None], 3, 1, 1)[0] == sure
    score, cells = (sure * peak).flatten().topk(min(_MOST, sure.numel()))
    height, width = sure.shape
    figures: list[tuple[Box, float]] = []
    for likely, cell in zip(score.tolist(), cells.tolist(), strict=True):
        row, column = divmod(cell, width)
        box = _box(places.edges[n, :, row, column].tolist(), row, column, height, width)
        if likely >= config.threshold and box is not None:
            figures.append((box, likely))
    return figures


def read(config: DetectorConfig, reading: Reading, figures: Sequence[tuple[Box, float]]) -> Iterator[Detection]:
    """Figures, with what is read of each."""
    said = (values.argmax(1).tolist() for values in (reading.kind, reading.colour, reading.action))
    for (box, likely), kind, colour, action, features in zip(figures, *said, reading.features.tolist(), strict=True):
        names = config.kinds[kind], config.colours[colour], config.actions[action]
        yield Detection(names[0], names[1], box, likely, names[2], tuple(features))


def distinct(figures: Sequence[Detection]) -> tuple[Detection, ...]:
    """Figures without those that are all but the same as one before."""
    kept: list[Detection] = []
    for figure in figures:
        if all(other.kind != figure.kind or iou(other.box, figure.box) < _SAME for other in kept):
            kept.append(figure)
    return tuple(kept)


def _box(edges: list[float], row: int, column: int, height: int, width: int) -> Box | None:
    """The box of a cell, within the frame; None if nothing of it is."""
    left, up, right, down = edges
    x, y = column + 0.5, row + 0.5
    x0, x1 = max(0.0, (x - left) / width), min(1.0, (x + right) / width)
    y0, y1 = max(0.0, (y - up) / height), min(1.0, (y + down) / height)
    return Box((x0, y0, x1, y1)) if x0 < x1 and y0 < y1 else None
