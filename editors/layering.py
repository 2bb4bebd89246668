"""What is seen of a layer → where to begin: maps from flow, a canvas that holds all of them, a picture."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from editors.canonical import Canvas, identity
from editors.canvas import canvas_of, canvas_size, gathered
from editors.chain import best_reference, chained
from editors.field import Field
from editors.fitting import Observed
from editors.flow import Dis, Flow
from editors.mosaic import registered

_ROOM = 0.1
"""Around what flow alone makes of the canvas, in frames' half sides."""

Make = Callable[[Float[Tensor, "n h w 2"], int, Float[Tensor, "3 height width"], Canvas], Field]
"""Begins a field with maps, the number of the frame of reference, an image, and what it covers."""


@dataclass(frozen=True, eq=False)
class Start:
    """Where the fit of a layer begins."""

    maps: Float[Tensor, "n h w 2"]
    reference: int
    canvas: Canvas
    image: Float[Tensor, "3 height width"]
    seen: Float[Tensor, "height width"]


def start_of(observed: Observed, reference: int | None = None, flow: Flow | None = None) -> Start:
    """Frames found in each other, and what that makes of them: already a fit, of about what one frame can say."""
    if reference is None:
        reference = best_reference(observed.flows, observed.matte)
    rows, columns = observed.matte.shape[1:]
    frame = torch.tensor([columns, rows])
    places, trust = chained(observed.flows, reference, observed.matte)
    largest = canvas_of(2 * places / frame - 1, trust, _ROOM)
    places, trust = registered(observed.frames, observed.matte, observed.flows, reference, largest, flow or Dis())
    maps = 2 * places / frame - 1
    maps[reference] = identity(rows, columns)
    canvas = canvas_of(maps, trust)
    size = canvas_size(canvas, (rows, columns))
    image, seen = gathered(observed.frames, maps, trust, canvas, size)
    return Start(maps, reference, canvas, image, seen)
