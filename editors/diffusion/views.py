"""A layer redrawn: in a few key frames, each going on from what those before it have drawn, put together on the canvas.

A canonical image may be larger than what a model draws, and drawn out of shape where no frame shows it straight. So
the model sees frames: the one of reference first, then whichever shows most that is not yet redrawn; only that is
masked, and what is redrawn already stands around it.

Source: after Chai et al. 2023 (StableVideo), sections 3.2 and 3.3, where redrawn key frames go into a shared atlas, and
Couairon et al. 2023 (VidEdit), section 3.
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from jaxtyping import Float
from torch import Tensor

from editors.canonical import CanonicalClip, Layer
from editors.carry import painted
from editors.diffusion.protocol import How, ImageEditor

VIEWS = 3
"""Key frames, at most."""
_WORTH = 0.02
"""Of the region: a frame that shows less of it that is new is not redrawn."""
_COARSE = (36, 64)
"""Rows and columns in which frames are compared."""


def redrawn(
    clip: CanonicalClip,
    layer: Layer,
    region: Float[Tensor, "height width"],
    editor: ImageEditor,
    how: How,
    views: int = VIEWS,
) -> tuple[Float[Tensor, "3 height width"], Float[Tensor, "height width"]]:
    """The canonical image with what was redrawn of a region of it, and where that is, 0..1.

    Raises:
        EditError: the model will not, or cannot be used.
    """
    image, done = layer.image, torch.zeros_like(region)
    for frame in key_frames(clip, layer, region, views):
        fresh = _in_sight(clip, layer, region * (1 - done), frame, clip.size)
        view = clip.with_layer(replace(layer, image=image)).render(frame)
        picture = (view * 255).round().byte().movedim(0, -1).contiguous().numpy()
        drawn = editor.redraw(picture, fresh.numpy(), how)
        colours = torch.tensor(drawn).movedim(-1, 0).float() / 255 / layer.lit(frame, clip.size).clamp_min(0.1)
        found, seen = painted(layer, colours[None], [frame], fresh[None])
        new = seen * region * (1 - done)
        image, done = torch.lerp(image, found.clamp(0, 1), new), done + new
    return image, done


def key_frames(
    clip: CanonicalClip, layer: Layer, region: Float[Tensor, "height width"], most: int = VIEWS
) -> Iterator[int]:
    """The frame of reference, then those that show most of a region that none before them has shown."""
    shown = [_shows(clip, layer, region, frame) for frame in range(len(clip))]
    whole = float(torch.stack(shown).amax(0).sum())
    left = torch.ones_like(shown[0])
    for n in range(most):
        gains = [float((one * left).sum()) for one in shown]
        best = layer.reference if not n and gains[layer.reference] > 0 else gains.index(max(gains))
        if gains[best] <= _WORTH * whole or whole == 0:
            return
        yield best
        left = left * (1 - (shown[best] > 0).float())


def _shows(clip: CanonicalClip, layer: Layer, region: Tensor, frame: int) -> Tensor:
    """How much of each place of a coarse canvas a frame shows."""
    seen = _in_sight(clip, layer, region, frame, _COARSE)
    found, there = painted(layer, seen[None, None], [frame], seen[None])
    shown: Tensor = torch.nn.functional.adaptive_avg_pool2d((found * there * region)[None], _COARSE)[0, 0]
    return shown


def _in_sight(clip: CanonicalClip, layer: Layer, region: Tensor, frame: int, size: tuple[int, int]) -> Tensor:
    """How much of each pixel of a frame is of a region of a layer, and not hidden."""
    share = next(share for one, share in clip.visible(frame, size) if one.name == layer.name)
    return (layer.taken(region[None], frame, size)[0] * share).clamp(0, 1)
