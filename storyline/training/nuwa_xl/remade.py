"""Frames as networks make them, of frames that are known: noised to a time, and sampled down from it."""

import math
from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.denoiser import noised
from storyline.diffusion.samplers import sample
from storyline.diffusion.schedule import schedule_named
from storyline.schema.media import FrameSize
from storyline.training.nuwa_xl.denoising import denoised, unknown


class Maker:
    """A network and an autoencoder at work, which stay as they are."""

    def __init__(
        self, network: MaskTemporalUNet, autoencoder: TemporalAutoencoder, size: FrameSize, step: float
    ) -> None:
        """`size` is what they make, `step` how far apart the times of sampling are."""
        self._network, self._autoencoder = network.eval(), autoencoder.eval()
        for part in (network, autoencoder):
            part.requires_grad_(False)
        self._size, self._step = (size.height, size.width), step

    @torch.no_grad()
    def __call__(
        self,
        frames: Float[Tensor, "b l 3 height width"],
        conditions: Conditions,
        start: float,
        generator: torch.Generator,
    ) -> Float[Tensor, "b l 3 rows columns"]:
        """Frames there and back, by way of latents that were noised to a time; not noised, if it is 0."""
        for part in (self._network, self._autoencoder):
            nn.Module.to(part, frames.device)
        latents: Tensor = self._autoencoder.to_latents(reduced(frames, self._size))
        if start > 0:
            latents = self._sampled(latents.float(), conditions, start, generator)
        made: Tensor = self._autoencoder.to_frames(latents)
        return made.float()

    def _sampled(
        self, clean: Float[Tensor, "b l c h w"], conditions: Conditions, start: float, generator: torch.Generator
    ) -> Float[Tensor, "b l c h w"]:
        device, clips = clean.device, unknown(clean, conditions)
        schedule = schedule_named(self._network.config.schedule)
        noise = torch.randn(clean.shape, generator=generator).to(device)
        conditioned = self._network.condition(conditions, clips.size)

        def denoiser(x: Tensor, t: float | Tensor) -> Tensor:
            times = torch.full((len(clips),), float(t), device=device)
            return denoised(self._network, clips, x, times, conditioned)

        made: Tensor = sample(
            denoiser,
            noised(schedule, clean, noise, torch.full((len(clips),), start, device=device)),
            schedule=schedule,
            steps=math.ceil(start / self._step),
            start=start,
            sampler="ddim",
        )
        return made


def reduced(frames: Float[Tensor, "b l 3 height width"], size: Sequence[int]) -> Float[Tensor, "b l 3 rows columns"]:
    """Frames in so many rows and columns."""
    if frames.shape[-2:] == (*size,):
        return frames
    smaller = F.interpolate(frames.flatten(0, 1), (*size,), mode="area")
    return smaller.reshape(*frames.shape[:3], *size)
