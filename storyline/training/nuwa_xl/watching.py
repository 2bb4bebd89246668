"""How far a network has come: strips of pictures that it draws of scripts it does not learn from, and its error."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.denoiser import noised
from storyline.diffusion.noise import seed_of
from storyline.diffusion.samplers import SamplerName, sample
from storyline.diffusion.schedule import schedule_named
from storyline.frames.clip import Picture
from storyline.training.nuwa_xl.denoising import Latents, denoised, noise_like
from storyline.training.stage import Sampled

TIMES = (0.25, 0.5, 0.75, 0.95)
"""At which the error is measured."""
_GAP = 4
"""Pixels between pictures."""


@dataclass(frozen=True)
class Watch:
    """Held-out clips, and what makes pictures of latents."""

    clips: Latents
    autoencoder: TemporalAutoencoder
    steps: int = 8
    sampler: SamplerName = "ddim"
    seed: int = 0
    shown: int = 6
    """Clips in a strip; the error is of all."""

    @torch.no_grad()
    def sampled(self, net: MaskTemporalUNet, steps: int | None = None) -> Sampled:
        """A strip, and the mean squared error of clean latents at some times: `error_0.25`, …."""
        clips = self.clips.to(next(net.parameters()).device)
        few = part(clips, slice(0, self.shown))
        drawn = drawn_by(net, few, steps=steps or self.steps, sampler=self.sampler, seed=self.seed)
        return Sampled(self._strip(few.clean, drawn), self._errors(net, clips))

    def _errors(self, net: MaskTemporalUNet, clips: Latents) -> dict[str, float]:
        schedule, errors = schedule_named(net.config.schedule), {}
        made = 1 - clips.known
        for time in TIMES:
            seed = seed_of(self.seed, "error", str(time))
            rough = noise_like(clips.clean, net.shares(clips.conditions), torch.Generator().manual_seed(seed))
            t = torch.full((len(clips),), time, device=clips.clean.device)
            clean = denoised(net, clips, noised(schedule, clips.clean, rough, t), t)
            error = ((clean - clips.clean).square().mean(2, keepdim=True) * made).sum() / made.sum().clamp_min(1)
            errors[f"error_{time}"] = round(float(error), 5)
        return errors

    def _strip(self, truth: Float[Tensor, "b l c h w"], drawn: Float[Tensor, "b l c h w"]) -> Picture:
        """A clip in two rows: what it was, and what was drawn."""
        self.autoencoder.to(truth.device)
        both = [self.autoencoder.to_pictures(latents) for latents in (truth, drawn)]
        rows = []
        for pair in zip(*both, strict=True):
            for pictures in pair:
                row = [np.pad(p, ((0, _GAP), (0, _GAP), (0, 0)), constant_values=255) for p in pictures]
                rows.append(np.concatenate(row, axis=1))
        if len(both[0][0]) == 1:  # pictures, not clips: pairs side by side
            return np.concatenate([np.concatenate(rows[0::2], axis=1), np.concatenate(rows[1::2], axis=1)])
        return np.concatenate(rows)


@torch.no_grad()
def drawn_by(
    net: MaskTemporalUNet, clips: Latents, *, steps: int, sampler: SamplerName = "ddim", seed: int = 0
) -> Float[Tensor, "b l c h w"]:
    """Clips sampled without guidance, from what is known of them."""
    device = clips.clean.device
    rough = noise_like(clips.clean, net.shares(clips.conditions), torch.Generator().manual_seed(seed))
    conditioned = net.condition(clips.conditions, clips.size)
    return sample(
        lambda x, t: denoised(net, clips, x, torch.full((len(clips),), float(t), device=device), conditioned),
        rough,
        schedule=schedule_named(net.config.schedule),
        steps=steps,
        sampler=sampler,
    )


def part(clips: Latents, chosen: slice) -> Latents:
    """Some of the clips."""
    return Latents(clips.clean[chosen], clips.conditions[chosen], clips.known[chosen], clips.given[chosen])
