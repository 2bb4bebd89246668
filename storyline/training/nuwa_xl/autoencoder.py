"""The autoencoder learns: on single frames, then with layers over time put in, then its decoder alone once more.

    images   frames one by one; crops, half of them around an entity
    temporal clips, after `with_temporal`; the loss is the same (NUWA-XL, section 3.1), and changes over time count too;
             some clips are taken apart, as stills and frames far apart go through one by one
    decoder  the encoder stays as it is, so that latents already written remain true; more crops of entities, clips
             among them; latents are a little off, as those are that are sampled; the decoder may be another, larger
             one (`with_decoder`)

Losses are of frames in 0..1: absolute and squared error, the absolute error of differences between neighbouring
pixels, which keeps edges sharp at no price of another network, the absolute error of halves, and
the posterior's divergence, which is small enough to leave the latents their detail (Rombach et al. 2022, section 3.1).
"""

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from jaxtyping import Bool, Float, Int, UInt8
from torch import Tensor

from generators.nuwa_xl.autoencoder import TemporalAutoencoder, with_temporal
from generators.nuwa_xl.coder import FACTOR
from storyline.errors import SetupError
from storyline.training.stage import Loss, Sampled

Part = Literal["images", "temporal", "decoder"]

_ASTRAY = 0.3
"""About the error that is left in latents by few steps (see `docs/training.md`): a standard deviation."""


@dataclass(frozen=True)
class Pictures:
    """A batch: clips as they were drawn, and where their entities stand."""

    frames: UInt8[Tensor, "b l h w 3"]
    boxes: Float[Tensor, "b l n 4"]
    """Fractions of the frame; a row of zeros where there is no entity."""


@dataclass(frozen=True)
class Weights:
    """What counts how much in the loss."""

    absolute: float = 1.0
    squared: float = 2.0
    edges: float = 0.5
    """Differences between neighbouring pixels, across and down."""
    changes: float = 0.5
    """Differences between neighbouring frames."""
    divergence: float = 3e-4
    boxes: float = 2.0
    """A pixel inside an entity's box, where one outside counts 1."""
    small: float = 0.1
    """Of the frame: inside a box with shorter sides a pixel counts more, by how much shorter they are; at most four
    times as much. What is small is lost first."""
    halved: float = 0.25
    """Latents of half the size, decoded, against pictures of half the size: what keeps detail where it is to be seen
    (scale equivariance, Skorokhodov et al. 2025, section 3)."""


@dataclass(frozen=True)
class AutoencoderStage:
    """One of the three parts of the autoencoder's training; see `image_stage`, `temporal_stage`, `decoder_stage`."""

    part: Part
    model: TemporalAutoencoder
    held_out: Pictures
    """Whole frames it never learns from: they are measured, shown, and give the latents their unit variance."""
    crop: int = 64
    """Pixels of a side; smaller frames are taken whole. More and smaller crops teach faster than fewer and larger."""
    near: float = 0.5
    """The share of crops around an entity."""
    alone: float = 0.25
    """The share of batches whose clips are taken apart into single frames."""
    astray: float = 0.0
    """How far latents are off at most, in their own unit variance: as far as those are that a denoiser makes."""
    weights: Weights = field(default_factory=Weights)

    @property
    def spread(self) -> Float[Tensor, "c 1 1"]:
        """The standard deviation of latents that are of unit variance when normalised."""
        return torch.tensor(self.model.config.latent_std, device=self.model.device)[:, None, None]

    @property
    def name(self) -> str:
        """`autoencoder-images`, and so on."""
        return f"autoencoder-{self.part}"

    @property
    def edges(self) -> tuple[str, ...]:
        """Convolutions from and to pixels and latents."""
        return ("encoder.layers.0.", "encoder.out.", "decoder.enter.", "decoder.out.")

    def loss(self, batch: Pictures, generator: torch.Generator) -> Loss:
        """What crops of a batch cost there and back; `psnr` stands beside the parts."""
        pixels, inside = cropped(batch, self.crop, self.near, self.weights.small, generator)
        if float(torch.rand((), generator=generator)) < self.alone:
            pixels, inside = pixels.flatten(0, 1)[:, None], inside.flatten(0, 1)[:, None]
        b, length, _, height, width = pixels.shape
        grid = (b, length, self.model.config.latent_channels, height // FACTOR, width // FACTOR)
        noise = torch.randn(grid, generator=generator).to(self.model.device)
        pixels, inside = pixels.to(self.model.device), inside.to(self.model.device)
        if self.astray:
            off = self.astray * torch.rand((b, 1, 1, 1, 1), generator=generator).to(self.model.device)
            posterior = self.model.encode(pixels)
            output = self.model.decode(posterior.mean + off * self.spread * noise)
        else:
            output, posterior = self.model(pixels, noise)
        error = (output - pixels) / 2
        weight = 1 + (self.weights.boxes - 1) * inside[:, :, None]
        weight = weight / weight.mean()
        parts = {**of_pictures(error, weight), "divergence": posterior.divergence()}
        if length > 1:
            parts["changes"] = (weight[:, 1:] * error.diff(dim=1).abs()).mean()
        if self.weights.halved and height % (2 * FACTOR) == width % (2 * FACTOR) == 0:
            parts["halved"] = (self.model.decode(halved(posterior.mean)) - halved(pixels)).abs().mean() / 2
        total = torch.stack([getattr(self.weights, name) * part for name, part in parts.items()]).sum()
        parts["psnr"] = -10 * error.square().mean().clamp_min(1e-10).log10()
        return Loss(total, {name: part.detach() for name, part in parts.items()})

    def samples(self) -> Sampled:
        """Held-out frames above what is left of them, and how near they are."""
        frames = as_frames(self.held_out.frames).to(self.model.device)
        self.model.fit_latents(frames)
        back = self.model.to_frames(self.model.to_latents(frames))
        inside = in_boxes(self.held_out.boxes, *frames.shape[-2:]).to(self.model.device)
        error = (back - frames) / 2
        measures = {"psnr": psnr(error)}
        if bool(inside.any()):
            measures["psnr_in_boxes"] = psnr(error, inside)
        if frames.shape[1] > 1:
            measures["psnr_of_changes"] = psnr(error.diff(dim=1))
            one_by_one = frames.flatten(0, 1)[:, None]
            measures["psnr_alone"] = psnr((self.model.to_frames(self.model.to_latents(one_by_one)) - one_by_one) / 2)
        shown = torch.cat((frames[:4, 0], back[:4, 0]), dim=2)
        strip = torch.cat(tuple(shown), dim=2).permute(1, 2, 0)
        return Sampled(np.asarray(((strip + 1) * 127.5).round().to(torch.uint8).cpu()), measures)

    def save(self, folder: Path) -> None:
        """Write the autoencoder, its latents' spread measured on the held-out frames."""
        self.model.fit_latents(as_frames(self.held_out.frames).to(self.model.device))
        self.model.save_pretrained(folder)


def image_stage(model: TemporalAutoencoder, held_out: Pictures) -> AutoencoderStage:
    """The first part: frames one by one."""
    return AutoencoderStage("images", model, held_out)


def temporal_stage(model: TemporalAutoencoder, held_out: Pictures) -> AutoencoderStage:
    """The second part: layers over time are put in unless they are there, and all weights learn on clips."""
    return AutoencoderStage("temporal", model if model.config.temporal else with_temporal(model), held_out)


def decoder_stage(model: TemporalAutoencoder, held_out: Pictures) -> AutoencoderStage:
    """The third part: the encoder is frozen, and crops are mostly of entities."""
    model.encoder.requires_grad_(False)
    weights = replace(Weights(), divergence=0.0, halved=0.0)
    return AutoencoderStage("decoder", model, held_out, crop=80, near=0.8, astray=_ASTRAY, weights=weights)


def as_frames(pictures: UInt8[Tensor, "b l h w 3"]) -> Float[Tensor, "b l 3 h w"]:
    """Pictures as files hold them -> frames in -1..1."""
    return pictures.permute(0, 1, 4, 2, 3).float() / 127.5 - 1


def of_pictures(error: Float[Tensor, "b l 3 h w"], weight: Float[Tensor, "b l 1 h w"]) -> dict[str, Float[Tensor, ""]]:
    """The parts of the loss that see one picture at a time."""
    across, down = error.diff(dim=-1).abs(), error.diff(dim=-2).abs()
    return {
        "absolute": (weight * error.abs()).mean(),
        "squared": (weight * error.square()).mean(),
        "edges": (weight[..., 1:] * across).mean() + (weight[..., 1:, :] * down).mean(),
    }


def halved(grids: Float[Tensor, "b l c h w"]) -> Float[Tensor, "b l c h//2 w//2"]:
    """The means of two by two cells."""
    return torch.unflatten(torch.nn.functional.avg_pool2d(grids.flatten(0, 1), 2), 0, grids.shape[:2])


def cropped(
    batch: Pictures, size: int, near: float, small: float, generator: torch.Generator
) -> tuple[Float[Tensor, "b l 3 y x"], Float[Tensor, "b l y x"]]:
    """One place of each clip, the same in all its frames, and how much its pixels are inside boxes: 0 to 4.

    Raises:
        SetupError: the frames are smaller than one latent.
    """
    b, _, height, width, _ = batch.frames.shape
    rows, columns = (min(size, side) // FACTOR * FACTOR for side in (height, width))
    if not rows or not columns:
        raise SetupError(f"frames of {width}x{height}: expected {FACTOR} pixels a side or more")
    free = torch.tensor([height - rows, width - columns])
    first = (torch.rand((b, 2), generator=generator) * (free + 1)).long()
    centred = torch.rand(b, generator=generator) < near
    jitter = (torch.rand((b, 2), generator=generator) - 0.5) * torch.tensor([rows, columns]) / 2
    chosen = torch.rand(batch.boxes.shape[:3], generator=generator)
    there = batch.boxes[..., 2] > batch.boxes[..., 0]
    if there.numel():
        found = (chosen + there).flatten(1).argmax(1)
        boxes = batch.boxes.flatten(1, 2)[torch.arange(b), found]
        middle = torch.stack((boxes[:, 1] + boxes[:, 3], boxes[:, 0] + boxes[:, 2]), 1) / 2
        around = middle * torch.tensor([height, width]) - torch.tensor([rows, columns]) / 2 + jitter
        around = torch.minimum(around.round().long().clamp_min(0), free)
        first = torch.where((centred & there.flatten(1).any(1))[:, None], around, first)
    inside = how_small(batch.boxes, height, width, small)
    parts = [
        (frames[:, y : y + rows, x : x + columns], mask[:, y : y + rows, x : x + columns])
        for frames, mask, (y, x) in zip(batch.frames, inside, _pairs(first), strict=True)
    ]
    return as_frames(torch.stack([frames for frames, _ in parts])), torch.stack([mask for _, mask in parts])


def in_boxes(boxes: Float[Tensor, "b l n 4"], height: int, width: int) -> Bool[Tensor, "b l {height} {width}"]:
    """Which pixels have their middle inside a box."""
    y = (torch.arange(height, device=boxes.device) + 0.5) / height
    x = (torch.arange(width, device=boxes.device) + 0.5) / width
    rows = (boxes[..., 1, None] <= y) & (y < boxes[..., 3, None])
    columns = (boxes[..., 0, None] <= x) & (x < boxes[..., 2, None])
    return (rows[..., None] & columns[..., None, :]).any(2)


def how_small(
    boxes: Float[Tensor, "b l n 4"], height: int, width: int, side: float
) -> Float[Tensor, "b l {height} {width}"]:
    """0 outside all boxes, 1 inside those whose sides are `side` of the frame or more, up to 4 inside smaller ones.

    A box's side is the root of its share of the frame; where boxes meet the smallest counts.
    """
    sides = ((boxes[..., 2] - boxes[..., 0]) * (boxes[..., 3] - boxes[..., 1])).clamp_min(0).sqrt()
    factor = (side / sides.clamp_min(1e-6)).clamp(1, 4)
    each = [
        in_boxes(boxes[:, :, n : n + 1], height, width) * factor[:, :, n, None, None] for n in range(boxes.shape[2])
    ]
    return torch.stack(each).amax(0) if each else torch.zeros(*boxes.shape[:2], height, width, device=boxes.device)


def psnr(error: Float[Tensor, "b l 3 h w"], inside: Bool[Tensor, "b l h w"] | None = None) -> float:
    """Peak signal to noise in dB, of errors in units of the whole range: the mean over frames, those without pixels
    left aside; not a number where no frame has any."""
    squared = error.square().mean(2).flatten(0, 1).flatten(1)
    weight = torch.ones_like(squared) if inside is None else inside.flatten(0, 1).flatten(1).float()
    counted = weight.sum(1) > 0
    means = (squared * weight).sum(1)[counted] / weight.sum(1)[counted]
    return float((-10 * means.clamp_min(1e-10).log10()).mean()) if bool(counted.any()) else math.nan


def _pairs(places: Int[Tensor, "b 2"]) -> list[list[int]]:
    return places.tolist()
