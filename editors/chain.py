"""Flow from frame to frame, strung together: where every pixel of a clip is in one frame of reference."""

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.flow import Flows, pixels, sampled

_CANDIDATES = 7
_SPARE = 1e-4
NEW = 0.3
"""How sure the place of a pixel is that no other frame has shown before."""


def chained(
    flows: Flows, reference: int, mattes: Float[Tensor, "n h w"]
) -> tuple[Float[Tensor, "n h w 2"], Float[Tensor, "n h w"]]:
    """Where each frame's pixels are in the reference frame, in its pixels, and how sure that is, 0..1.

    `mattes` say where each frame shows the layer: beyond them nothing is sure. What comes into sight is placed as what
    is around it, and traced from there: it may lie outside of the reference frame.
    """
    n, rows, columns = mattes.shape
    here = pixels(rows, columns)
    places, trust = torch.empty(n, rows, columns, 2), torch.empty(n, rows, columns)
    places[reference], trust[reference] = here, mattes[reference]
    for steps in (range(reference + 1, n), range(reference - 1, -1, -1)):
        for t in steps:
            nearer = t - 1 if t > reference else t + 1
            places[t], trust[t] = stepped(flows, t, nearer, places[nearer], trust[nearer], mattes[t])
    return places, trust


def stepped(
    flows: Flows,
    t: int,
    nearer: int,
    places: Float[Tensor, "h w 2"],
    trust: Float[Tensor, "h w"],
    matte: Float[Tensor, "h w"],
) -> tuple[Float[Tensor, "h w 2"], Float[Tensor, "h w"]]:
    """The places of frame t and how sure they are, of those of its neighbour."""
    here = pixels(*matte.shape)
    flow, certain = (
        (flows.backward[nearer], flows.sure_backward[nearer])
        if nearer < t
        else (flows.forward[t], flows.sure_forward[t])
    )
    met = (here + flow)[None]
    place = sampled(places.movedim(-1, 0)[None], met)[0].movedim(0, -1)
    believed = sampled(trust[None, None], met)[0, 0] * certain * matte
    # what comes into sight has a place now
    return filled(place - here, believed) + here, torch.where(believed > 0, believed, NEW * matte)


def best_reference(flows: Flows, mattes: Float[Tensor, "n h w"]) -> int:
    """The frame that most pixels can be traced to: of a few that are evenly spaced, the middle one first."""
    n = len(mattes)
    some = {round((k + 0.5) * n / _CANDIDATES - 0.5) for k in range(_CANDIDATES)}
    candidates = sorted(some | {n // 2}, key=lambda t: abs(t - n // 2))
    return max(
        candidates, key=lambda t: float((chained(flows, t, mattes)[1] > NEW).float().mean()) + _SPARE * (t == n // 2)
    )


def filled(values: Float[Tensor, "h w c"], weight: Float[Tensor, "h w"]) -> Float[Tensor, "h w c"]:
    """Values where they have weight, elsewhere what those around them have: averaged at ever coarser sizes.

    Source: the push-pull of Gortler et al. 1996 (The Lumigraph), section 3.4.
    """
    whole = torch.cat([values * weight[..., None], weight[..., None]], -1).movedim(-1, 0)[None]
    levels = [whole]
    while min(levels[-1].shape[-2:]) > 1:
        levels.append(F.avg_pool2d(levels[-1], 2, ceil_mode=True))
    guess = levels[-1][:, :-1] / levels[-1][:, -1:].clamp_min(1e-8)
    for depth, level in reversed([*enumerate(levels[:-1])]):
        guess = F.interpolate(guess, level.shape[-2:], mode="bilinear", align_corners=False)
        own = level[:, :-1] / level[:, -1:].clamp_min(1e-8)
        guess = torch.lerp(guess, own, (4**depth * level[:, -1:]).clamp(0, 1))
    return guess[0].movedim(0, -1)
