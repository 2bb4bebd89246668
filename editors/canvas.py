"""The canvas of a layer: what part of the plane it covers, and what frames hold put on it."""

import torch
from jaxtyping import Float
from torch import Tensor

from editors.canonical import Canvas
from editors.chain import filled

_MOST = 2.5
"""The canvas is so many frames wide and high, at most."""
_QUANTILE = 0.0002
"""Of the places on each side, that may be left out of the canvas: they are astray."""
FINER = 1.5
"""Canonical pixels per pixel of the frame."""


def canvas_of(maps: Float[Tensor, "n h w 2"], weight: Float[Tensor, "n h w"], room: float = 0.0) -> Canvas:
    """What holds the frame of reference, and all places but a few that are astray; with so much room around it."""
    places = maps[weight > 0.25]
    edges = []
    for axis in range(2):
        values = places[:, axis].sort().values if len(places) else torch.zeros(1)
        low, high = (float(values[round(q * (len(values) - 1))]) for q in (_QUANTILE, 1 - _QUANTILE))
        edges.append((max(-_MOST, min(-1.0, low - room)), min(_MOST, max(1.0, high + room))))
    (x0, x1), (y0, y1) = edges
    return (x0, y0, x1, y1)


def canvas_size(canvas: Canvas, frame: tuple[int, int], finer: float = FINER) -> tuple[int, int]:
    """Rows and columns of a canvas, for frames of so many."""
    x0, y0, x1, y1 = canvas
    return round(frame[0] * finer * (y1 - y0) / 2), round(frame[1] * finer * (x1 - x0) / 2)


def gathered(
    frames: Float[Tensor, "n c h w"],
    maps: Float[Tensor, "n h w 2"],
    weight: Float[Tensor, "n h w"],
    canvas: Canvas,
    size: tuple[int, int],
) -> tuple[Float[Tensor, "c height width"], Float[Tensor, "height width"]]:
    """What frames hold put where the maps say, averaged; and how many frames show each place.

    Every pixel is spread over the four canonical ones around it.
    """
    height, width = size
    x0, y0, x1, y1 = canvas
    channels = frames.shape[1]
    total = torch.zeros(channels + 1, height * width)
    for frame, where, sure in zip(frames, maps, weight, strict=True):
        once = torch.zeros_like(total)
        x = (where[..., 0] - x0) / (x1 - x0) * width - 0.5
        y = (where[..., 1] - y0) / (y1 - y0) * height - 0.5
        left, top = x.floor(), y.floor()
        values = torch.cat([frame, torch.ones(1, *frame.shape[1:])]).flatten(1)
        for across in (0, 1):
            for down in (0, 1):
                column, row = left + across, top + down
                share = (1 - (x - column).abs()) * (1 - (y - row).abs()) * sure
                share = share * ((column >= 0) & (column < width) & (row >= 0) & (row < height))
                at = (row.clamp(0, height - 1) * width + column.clamp(0, width - 1)).long().flatten()
                once.index_add_(1, at, values * share.flatten())
        total += once
    count = total[-1].reshape(height, width)
    colours = (total[:-1] / total[-1].clamp_min(1e-6)).reshape(channels, height, width)
    image = filled(colours.movedim(0, -1), (count > 0.05).float()).movedim(-1, 0)
    area = (height * width) / max(1, frames.shape[-1] * frames.shape[-2]) / ((x1 - x0) * (y1 - y0) / 4)
    return image, count * area
