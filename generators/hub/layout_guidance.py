"""Latents → latents from which a network looks for everybody in their box: a few steps down an energy's slope.

No training and no other network: any Stable Diffusion will do. Sources: Xie et al. 2023 (BoxDiff), section 3.3;
Lian et al. 2023 (LLM-grounded Video Diffusion Models), section 4.2.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from generators.hub.cross_attention import cross_attention, levels_of
from generators.hub.denoising import Before, Told, predicted
from generators.hub.family import How, number, whole
from generators.hub.layout_energy import Pull, energy, mask_of
from generators.hub.phrases import Worded
from storyline.errors import RenderError
from storyline.schema.layout import Box

log = logging.getLogger(__name__)

_SHARPER = 100.0
"""Shares are as much further apart before words compete for a cell, as in Attend-and-Excite (Chefer et al. 2023)."""
_LOUDER = 2.0**10
"""Energies are as much larger on their way back, so that slopes are not lost in half precision."""


@dataclass(frozen=True)
class Guidance:
    """How latents are led."""

    steps: int
    """Of the drawing, from the first on, before which they are."""
    iterations: int
    """Down the slope before each."""
    strength: float
    """How far, for a slope of 1; it falls to 0.7 of that by the last guided step."""
    levels: tuple[int, ...]
    """At which maps are read (`cross_attention.levels_of`); the coarsest, if none."""
    pull: Pull


def guidance_of(how: How) -> Guidance:
    """The parameters of a family that leads.

    Raises:
        RenderError: one is out of range.
    """
    levels: Any = how.parameters["levels"]
    if not all(isinstance(level, int) for level in levels):
        raise RenderError(f"parameter 'levels': expected whole numbers; got {levels!r}")
    terms = {name: number(how, name, 0, 1000) for name in ("foreground", "background", "centre", "corners")}
    return Guidance(
        steps=whole(how, "guided_steps", 0, 10_000),
        iterations=whole(how, "iterations", 0, 100),
        strength=number(how, "strength", 0, 10_000),
        levels=tuple(levels),
        pull=Pull(**terms, share=number(how, "share", 0, 1)),
    )


def guide(model: Any, told: Told, worded: Worded, boxes: Sequence[Box], guidance: Guidance) -> Before:
    """What leads latents before a step.

    Args:
        told: with and without the words.
        worded: the prompt, and where it calls whoever is in each of the boxes.

    Raises:
        RenderError: the network looks at words at other levels.
    """
    there = levels_of(model.unet)
    levels = guidance.levels or there[-1:]
    if not set(levels) <= set(there):
        raise RenderError(f"parameter 'levels': expected some of {list(there)} for this model; got {list(levels)}")
    with_words, scheduler = told.with_words, model.scheduler
    model.unet.requires_grad_(False)

    def looks(scaled: Tensor, t: Tensor) -> Tensor:
        maps = cross_attention(
            model.unet, levels, (scaled.shape[-2], scaled.shape[-1]), lambda: predicted(model, with_words, scaled, t)
        )
        total = scaled.new_zeros((), dtype=torch.float32)
        for shares in maps:
            masks = torch.stack([mask_of(box, shares.shape[0], shares.shape[1]) for box in boxes]).to(shares.device)
            total = total + energy(entities(shares, worded), masks, guidance.pull)
        return total / len(maps)

    def before(n: int, t: Tensor, latents: Tensor) -> Tensor:
        if n >= guidance.steps or not boxes:
            return latents
        strength = guidance.strength * (1 - 0.5 * n / guidance.steps) ** 0.5
        scaled = scheduler.scale_model_input(latents, t)
        scale = float(scaled.norm() / latents.norm())  # so that a step is as long whatever a scheduler's latents are
        for _ in range(guidance.iterations):
            scaled, found = lowered(scaled, lambda x: looks(x, t), strength)
            log.debug("step %s: energy %.4f", n + 1, found)
        return scaled / scale  # type: ignore[no-any-return]

    return before


def lowered(
    x: Float[Tensor, "*latents"], energy: Callable[[Tensor], Tensor], strength: float
) -> tuple[Float[Tensor, "*latents"], float]:
    """One step down an energy's slope, and the energy before it."""
    with torch.enable_grad():
        x = x.detach().requires_grad_()
        found = energy(x)
        (slope,) = torch.autograd.grad(found * _LOUDER, x)
    return (x.float() - strength / _LOUDER * slope.float()).to(x.dtype).detach(), float(found.detach())


def entities(shares: Float[Tensor, "rows columns tokens"], worded: Worded) -> Float[Tensor, "entities rows columns"]:
    """How much each cell looks for each entity rather than for the other words of the prompt; 0..1, together 1 at most.

    The mark at its start, at which cells look most, and what fills the prompt up do not count.
    """
    words = (shares[..., 1 : worded.tokens + 1] * _SHARPER).softmax(-1)
    return torch.stack([words[..., list(place)].sum(-1) for place in worded.places])
