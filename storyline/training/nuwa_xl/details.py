"""The detailer learns to draw figures once more, from frames that the network made.

Each batch is noised to a time, and sampled down from it in steps as long as those of films: frames that are off as
sampled ones are, of pictures that are known. Some are the autoencoder's own: those of supplied pictures.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Protocol, runtime_checkable

import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor, nn

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions, Words
from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.details import REACH, Detailer, Figures, cut
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.denoiser import noised
from storyline.diffusion.noise import seed_of
from storyline.diffusion.samplers import sample
from storyline.diffusion.schedule import schedule_named
from storyline.training.nuwa_xl.autoencoder import Weights, as_frames, of_pictures, psnr
from storyline.training.nuwa_xl.denoising import denoised, unknown
from storyline.training.stage import Loss, Sampled

_OWN = 0.1
"""How often frames are the autoencoder's own."""
_EARLIEST, _LATEST, _STEP = 0.1, 0.95, 0.25
"""The times that sampling begins at, and how far apart its steps are: in the end of little but what was asked for."""
_LEAST = 0.25
"""Of a box: figures of which less is within the frame are not learnt from."""
_SHOWN, _SHOWN_AT = 16, 0.5


@dataclass(frozen=True, eq=False)
class Scenes:
    """Pictures as they were drawn, and what of."""

    frames: UInt8[Tensor, "b l h w 3"]
    conditions: Conditions


@runtime_checkable
class Drawn(Protocol):
    """Pictures with what they were drawn from, by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int) -> tuple[UInt8[Tensor, "l h w 3"], Sequence[FrameConditions]]: ...


@dataclass(frozen=True)
class SceneBatches:
    """Batches of single frames by number: a pure function of seed and number."""

    drawn: Drawn
    words: Words
    batch: int
    seed: int = 0
    entities: int = 8

    def __call__(self, number: int) -> Scenes:
        """The batch of a number."""
        chance = Random(seed_of(self.seed, "scenes", number))
        chosen = [chance.randrange(len(self.drawn)) for _ in range(self.batch)]
        return scenes(self.drawn, chosen, self.words, self.entities)


def scenes(drawn: Drawn, numbers: Sequence[int], words: Words, entities: int) -> Scenes:
    """Some single frames."""
    frames, told = zip(*(drawn[number] for number in numbers), strict=True)
    return Scenes(torch.stack(frames), Conditions.of(told, words, stride=0.0, level=1, entities=entities))


class DetailStage:
    """A detailer that learns to repair what a network samples."""

    name = "details"
    edges = ("enter.", "out.", "place.", "size.", "entities.", "where")

    def __init__(
        self, model: Detailer, network: MaskTemporalUNet, autoencoder: TemporalAutoencoder, held_out: Scenes
    ) -> None:
        """Network and autoencoder stay as they are."""
        self.model, self._held_out = model, held_out
        self._network, self._autoencoder = network.eval(), autoencoder.eval()
        for part in (network, autoencoder):
            part.requires_grad_(False)
        self._weights = Weights(boxes=3.0)

    def loss(self, batch: Scenes, generator: torch.Generator) -> Loss:
        """What is wrong with figures once they are drawn again; all weigh the same, however large they are."""
        frames, conditions = as_frames(batch.frames).to(self.model.device), batch.conditions.to(self.model.device)
        start = _EARLIEST + (_LATEST - _EARLIEST) * float(torch.rand((), generator=generator))
        own = float(torch.rand((), generator=generator)) < _OWN
        made = self._made(frames, conditions, 0.0 if own else start, generator)
        error, shown = self._error(made, frames, conditions)
        inside = torch.linspace(-REACH, REACH, error.shape[-1], device=error.device).abs() < 1
        weight = 1 + (self._weights.boxes - 1) * (inside & inside[:, None]).float()
        weight = weight * shown[:, None, None, None, None]
        parts = of_pictures(error, weight / weight.mean().clamp_min(1e-6))
        total = torch.stack([getattr(self._weights, name) * part for name, part in parts.items()]).sum()
        parts["psnr"] = -10 * error.square().mean().clamp_min(1e-10).log10()
        return Loss(total, {name: part.detach() for name, part in parts.items()})

    def samples(self) -> Sampled:
        """Held-out figures; as the network and the autoencoder make them; and drawn once more."""
        frames = as_frames(self._held_out.frames).to(self.model.device)
        conditions = self._held_out.conditions.to(self.model.device)
        made = self._made(frames, conditions, _SHOWN_AT, torch.Generator().manual_seed(0))
        figures, pixels = Figures.of(conditions), self.model.config.pixels
        truth, before = (cut(part.flatten(0, 1), figures, pixels) for part in (frames, made))
        after = before + self.model.added(before, figures, conditions)
        whole = self.model(made, conditions)
        measures = {
            "psnr_figures_before": psnr((before - truth)[:, None] / 2),
            "psnr_figures": psnr((after - truth)[:, None] / 2),
            "psnr_before": psnr((made - frames) / 2),
            "psnr": psnr((whole.clamp(-1, 1) - frames) / 2),
        }
        rows = [torch.cat(tuple(part[:_SHOWN]), dim=2) for part in (truth, before, after)]
        strip = torch.cat(rows, dim=1).permute(1, 2, 0).clamp(-1, 1)
        return Sampled(np.asarray(((strip + 1) * 127.5).round().to(torch.uint8).cpu()), measures)

    def save(self, folder: Path) -> None:
        """Write the detailer."""
        self.model.save_pretrained(folder)

    def _error(
        self, made: Float[Tensor, "b l 3 h w"], frames: Float[Tensor, "b l 3 h w"], conditions: Conditions
    ) -> tuple[Float[Tensor, "k 1 3 p p"], Float[Tensor, " k"]]:
        """Of figures, and which of them count; one that does not where nobody is."""
        if not conditions.present.any():
            first = torch.zeros_like(conditions.present)
            first[0, 0, 0] = True
            conditions = replace(conditions, present=first, box=torch.zeros_like(conditions.box))
        figures, pixels = Figures.of(conditions), self.model.config.pixels
        seen, truth = (cut(part.flatten(0, 1), figures, pixels) for part in (made, frames))
        error = (seen + self.model.added(seen, figures, conditions) - truth) / 2
        low, high = figures.box[:, :2].clamp(0, 1), figures.box[:, 2:].clamp(0, 1)
        area = (figures.box[:, 2:] - figures.box[:, :2]).clamp_min(1e-6).prod(1)
        return error[:, None], ((high - low).clamp_min(0).prod(1) / area > _LEAST).float()

    @torch.no_grad()
    def _made(
        self,
        frames: Float[Tensor, "b l 3 height width"],
        conditions: Conditions,
        start: float,
        generator: torch.Generator,
    ) -> Float[Tensor, "b l 3 height width"]:
        """Frames whose latents are noised to a time and sampled down from it, and decoded."""
        for part in (self._network, self._autoencoder):
            nn.Module.to(part, frames.device)
        latents: Tensor = self._autoencoder.to_latents(frames)
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
            steps=math.ceil(start / _STEP),
            start=start,
            sampler="ddim",
        )
        return made
