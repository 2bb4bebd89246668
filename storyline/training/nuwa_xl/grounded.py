"""The decoder that knows what is to be seen learns to make pictures of latents that the network made.

Each batch is noised to a time, and sampled down from it in steps as long as those of films: latents that are off as
sampled ones are, of pictures that are known. Some are the autoencoder's own, a little off: those of supplied pictures.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor, nn

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions, Words
from generators.nuwa_xl.grounded import GroundedDecoder
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.denoiser import noised
from storyline.diffusion.noise import seed_of
from storyline.diffusion.samplers import sample
from storyline.diffusion.schedule import schedule_named
from storyline.training.nuwa_xl.autoencoder import Weights, as_frames, how_small, in_boxes, of_pictures, psnr
from storyline.training.nuwa_xl.denoising import denoised, some_left_out, unknown
from storyline.training.nuwa_xl.pictures import PictureFiles
from storyline.training.stage import Loss, Sampled

_OWN, _ASTRAY = 0.2, 0.3
"""How often latents are the autoencoder's own, and how far off they are then at most."""
_EARLIEST, _LATEST, _STEP = 0.1, 0.8, 0.25
"""The times that sampling begins at, and how far apart its steps are. Of what is later noise less is left than a
picture's own."""
_SHOWN, _SHOWN_AT = 4, 0.5


@dataclass(frozen=True, eq=False)
class Scenes:
    """Pictures as they were drawn, and what of."""

    frames: UInt8[Tensor, "b l h w 3"]
    conditions: Conditions


@dataclass(frozen=True)
class SceneBatches:
    """Batches of single frames by number: a pure function of seed and number."""

    files: PictureFiles
    words: Words
    batch: int
    seed: int = 0
    entities: int = 8

    def __call__(self, number: int) -> Scenes:
        """The batch of a number."""
        chance = Random(seed_of(self.seed, "scenes", number))
        return scenes(
            self.files, [chance.randrange(len(self.files)) for _ in range(self.batch)], self.words, self.entities
        )


def scenes(files: PictureFiles, numbers: list[int], words: Words, entities: int) -> Scenes:
    """Single frames of files."""
    lines = [files.conditions(number) for number in numbers]
    return Scenes(files.batch(numbers).frames, Conditions.of(lines, words, stride=0.0, level=1, entities=entities))


class GroundedStage:
    """A decoder that learns to decode what a network samples."""

    name = "grounded"
    edges = ("enter.", "out.", "place.", "entities.", "painting.", "paint_coarse.", "paint_fine.")

    def __init__(
        self,
        model: GroundedDecoder,
        network: MaskTemporalUNet,
        autoencoder: TemporalAutoencoder,
        held_out: Scenes,
        weights: Weights | None = None,
    ) -> None:
        """Network and autoencoder stay as they are."""
        self.model, self._held_out = model, held_out
        self._network, self._autoencoder = network.eval(), autoencoder.eval()
        for part in (network, autoencoder):
            part.requires_grad_(False)
        self._weights = weights or replace(Weights(), boxes=3.0, small=0.2)

    def loss(self, batch: Scenes, generator: torch.Generator) -> Loss:
        """What is wrong with pictures of sampled latents."""
        frames, conditions = as_frames(batch.frames).to(self.model.device), batch.conditions.to(self.model.device)
        latents = self._latents(frames)
        if float(torch.rand((), generator=generator)) < _OWN:
            off = _ASTRAY * torch.rand((len(latents), 1, 1, 1, 1), generator=generator)
            latents = latents + (off * torch.randn(latents.shape, generator=generator)).to(latents.device)
        else:
            start = _EARLIEST + (_LATEST - _EARLIEST) * float(torch.rand((), generator=generator))
            latents = self._sampled(latents, conditions, start, generator)
        error = (self.model(latents, some_left_out(conditions, generator)) - frames) / 2
        inside = how_small(boxes_of(conditions), frames.shape[-2], frames.shape[-1], self._weights.small)
        weight = 1 + (self._weights.boxes - 1) * inside[:, :, None]
        parts = of_pictures(error, weight / weight.mean())
        total = torch.stack([getattr(self._weights, name) * part for name, part in parts.items()]).sum()
        parts["psnr"] = -10 * error.square().mean().clamp_min(1e-10).log10()
        return Loss(total, {name: part.detach() for name, part in parts.items()})

    def samples(self) -> Sampled:
        """Held-out frames; sampled latents of them as the autoencoder decodes them; and as this decoder does."""
        frames = as_frames(self._held_out.frames).to(self.model.device)
        conditions = self._held_out.conditions.to(self.model.device)
        latents = self._latents(frames)
        sampled = self._sampled(latents, conditions, _SHOWN_AT, torch.Generator().manual_seed(0))
        inside = in_boxes(boxes_of(conditions), *frames.shape[-2:])
        measures: dict[str, float] = {}
        rows = [frames]
        for name, given in (("", latents), ("_sampled", sampled)):
            alone, grounded = self._autoencoder.to_frames(given), self.model(given, conditions).clamp(-1, 1)
            measures |= {
                f"psnr{name}": psnr((grounded - frames) / 2),
                f"psnr_in_boxes{name}": psnr((grounded - frames) / 2, inside),
                f"autoencoder_in_boxes{name}": psnr((alone - frames) / 2, inside),
            }
            rows = [frames, alone, grounded]
        strip = torch.cat([torch.cat(tuple(row[:_SHOWN, 0]), dim=2) for row in rows], dim=1).permute(1, 2, 0)
        return Sampled(np.asarray(((strip + 1) * 127.5).round().to(torch.uint8).cpu()), measures)

    def save(self, folder: Path) -> None:
        """Write the decoder."""
        self.model.save_pretrained(folder)

    def _latents(self, frames: Float[Tensor, "b l 3 height width"]) -> Float[Tensor, "b l c h w"]:
        nn.Module.to(self._autoencoder, frames.device)
        latents: Tensor = self._autoencoder.to_latents(frames)
        return latents

    @torch.no_grad()
    def _sampled(
        self,
        clean: Float[Tensor, "b l c h w"],
        conditions: Conditions,
        start: float,
        generator: torch.Generator,
    ) -> Float[Tensor, "b l c h w"]:
        """Latents noised to a time and sampled down from it."""
        device, clips = clean.device, unknown(clean, conditions)
        network = nn.Module.to(self._network, device)
        schedule = schedule_named(network.config.schedule)
        noise = torch.randn(clean.shape, generator=generator).to(device)
        conditioned = network.condition(conditions, clips.size)
        made: Tensor = sample(
            lambda x, t: denoised(network, clips, x, torch.full((len(clips),), float(t), device=device), conditioned),
            noised(schedule, clean, noise, torch.full((len(clips),), start, device=device)),
            schedule=schedule,
            steps=math.ceil(start / _STEP),
            start=start,
            sampler="ddim",
        )
        return made


def boxes_of(conditions: Conditions) -> Float[Tensor, "b l n 4"]:
    """Boxes of those who are there; rows of zeros for the others."""
    return conditions.box * conditions.present[..., None]
