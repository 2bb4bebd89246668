"""The detailer learns to draw figures once more, from frames that the network made, before grounds that are known.

A part of each batch is noised to a time, and sampled down from it in steps as long as those of films: frames that are
off as sampled ones are, of pictures that are known. Some are the autoencoder's own: those of supplied pictures. Of the
others the network made nobody, as it does of whom it does not know: to learn from those costs a third as much. Because
the same pictures are there with nobody in them, and who is in front where, each figure is learnt by itself: how it
looks where it is in front, and its matte there and where it casts a shadow; what nearer ones hide costs nothing. They
may be larger than what the network makes: figures are cut out of what they are to become as sharp as they are there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Protocol, runtime_checkable

import numpy as np
import torch
from jaxtyping import Bool, Float, UInt8
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions, Words, kept
from generators.nuwa_xl.details import REACH, Detailer, Figures, cut
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.noise import seed_of
from storyline.schema.media import FrameSize
from storyline.training.nuwa_xl.autoencoder import Weights, as_frames, of_pictures, psnr
from storyline.training.nuwa_xl.pictures import Scene
from storyline.training.nuwa_xl.remade import Maker, reduced
from storyline.training.stage import Loss, Sampled

_OWN = 0.1
"""How often frames are the autoencoder's own."""
_GROUNDLESS = 0.1
"""How often the ground is not known: then it is what the frames show."""
_SAMPLED = 3
"""One frame of so many is sampled, nobody is to be seen on the others."""
_EARLIEST, _LATEST, _STEP = 0.1, 1.0, 0.25
"""The times that sampling begins at, and how far apart its steps are: in the end of little but what was asked for."""
_LEAST = 0.25
"""Of a box: figures of which less is within the frame are not learnt from."""
_DIFFERENT = 8.0
"""Times the difference of -1..1 that a shadow or an outline makes: what is wholly part of a figure."""
_MATTE = 0.2
"""How much mattes weigh."""
_SOMEBODY = 255
"""Who is in front, where it is somebody who is left out."""
_SHOWN, _SHOWN_AT = 16, 0.5


@dataclass(frozen=True, eq=False)
class Scenes:
    """Pictures as they were drawn, with nobody there, who is in front, and what of."""

    frames: UInt8[Tensor, "b l h w 3"]
    grounds: UInt8[Tensor, "b l h w 3"]
    front: UInt8[Tensor, "b l h w"]
    """From 1 on, as the conditions number entities; 0 where nobody is, `_SOMEBODY` where it is nobody of these."""
    conditions: Conditions


@runtime_checkable
class Drawn(Protocol):
    """Scenes by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int) -> Scene: ...


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
    some = [drawn[number] for number in numbers]
    return Scenes(
        frames=torch.stack([scene.frames for scene in some]),
        grounds=torch.stack([scene.grounds for scene in some]),
        front=torch.stack([_renumbered(scene, entities) for scene in some]),
        conditions=Conditions.of([scene.conditions for scene in some], words, stride=0.0, level=1, entities=entities),
    )


def _renumbered(scene: Scene, entities: int) -> UInt8[Tensor, "l h w"]:
    """Who is in front, by the numbers of those who are kept."""
    found = []
    for front, conditions in zip(scene.front, scene.conditions, strict=True):
        stay = kept(conditions.seen, entities)
        numbers = [0, *(stay.index(one) + 1 if one in stay else _SOMEBODY for one in conditions.seen)]
        found.append(torch.tensor(numbers, dtype=torch.uint8)[front.long()])
    return torch.stack(found)


@dataclass(frozen=True, eq=False)
class CutOut:
    """Figures as they are and as they were made, scaled to squares."""

    figures: Figures
    seen: Float[Tensor, "k 3 p p"]
    under: Float[Tensor, "k 3 p p"]
    truth: Float[Tensor, "k 3 p p"]
    matte: Float[Tensor, "k 1 p p"]
    own: Bool[Tensor, "k 1 p p"]
    """Where the figure is in front."""
    free: Bool[Tensor, "k 1 p p"]
    """Where nobody is."""
    hidden: Bool[Tensor, "k 1 p p"]
    """Where somebody nearer is in front."""


class DetailStage:
    """A detailer that learns to repair what a network samples."""

    name = "details"
    edges = ("enter.", "out.", "place.", "size.", "entities.", "where")

    def __init__(
        self,
        model: Detailer,
        network: MaskTemporalUNet,
        autoencoder: TemporalAutoencoder,
        held_out: Scenes,
        size: FrameSize,
    ) -> None:
        """Network and autoencoder stay as they are; `size` is what they make."""
        self.model, self._held_out = model, held_out
        self._made = Maker(network, autoencoder, size, _STEP)
        self._weights = Weights(boxes=3.0)

    def loss(self, batch: Scenes, generator: torch.Generator) -> Loss:
        """What is wrong with figures once they are drawn again; all weigh the same, however large they are."""
        start = _EARLIEST + (_LATEST - _EARLIEST) * float(torch.rand((), generator=generator))
        own, groundless = (float(torch.rand((), generator=generator)) < share for share in (_OWN, _GROUNDLESS))
        device, part = self.model.device, slice(math.ceil(len(batch.frames) / _SAMPLED))
        frames, conditions = as_frames(batch.frames[part]).to(device), batch.conditions.to(device)
        made = self._made(frames, conditions[part], 0.0 if own else start, generator)
        made = torch.cat([made, reduced(as_frames(batch.grounds[part.stop :]).to(device), made.shape[-2:])])
        some = self._cut(batch, made, somebody(conditions), groundless=groundless)
        added, logits = self.model.added(some.seen, some.under, some.figures, conditions)
        drawn, inside = some.seen + added, torch.linspace(-REACH, REACH, added.shape[-1], device=added.device).abs() < 1
        weight = 1 + (self._weights.boxes - 1) * (inside & inside[:, None]).float()
        weight = weight * in_sight(some.figures)[:, None, None, None]
        weight = weight / weight.mean().clamp_min(1e-6)
        whole = torch.lerp(some.under, drawn, logits.sigmoid())
        # before a ground that is not known only the figure itself can be right
        wrong = (whole - some.truth) / 2 * (some.own | (some.free & (not groundless)))
        astray = (drawn - some.truth) / 2 * some.own
        parts = {
            name: part + other
            for (name, part), other in zip(
                of_pictures(wrong[:, None], weight[:, None]).items(),
                of_pictures(astray[:, None], weight[:, None]).values(),
                strict=True,
            )
        }
        total = torch.stack([getattr(self._weights, name) * part for name, part in parts.items()]).sum()
        off = F.binary_cross_entropy_with_logits(logits, some.matte, reduction="none")
        parts["matte"] = (off * weight * ~some.hidden).mean()
        total = total + _MATTE * parts["matte"]
        parts["psnr"] = -10 * wrong.square().mean().clamp_min(1e-10).log10()
        return Loss(total, {name: part.detach() for name, part in parts.items()})

    def samples(self) -> Sampled:
        """Held-out figures; as the network and the autoencoder make them; and drawn once more."""
        frames = as_frames(self._held_out.frames).to(self.model.device)
        grounds = as_frames(self._held_out.grounds).to(self.model.device)
        conditions = self._held_out.conditions.to(self.model.device)
        made = self._made(frames, conditions, _SHOWN_AT, torch.Generator().manual_seed(0))
        some = self._cut(self._held_out, made, conditions)
        added, logits = self.model.added(some.seen, some.under, some.figures, conditions)
        after = torch.lerp(some.under, some.seen + added, logits.sigmoid())
        whole = self.model(made, conditions, grounds)
        measures = {
            "psnr_figures_before": psnr((some.seen - some.truth)[:, None] / 2, some.own),
            "psnr_figures": psnr((after - some.truth)[:, None] / 2, some.own),
            "psnr_before": psnr((reduced(made, frames.shape[-2:]) - frames) / 2),
            "psnr": psnr((whole.clamp(-1, 1) - frames) / 2),
        }
        mattes = logits.sigmoid().expand_as(after) * 2 - 1
        rows = [torch.cat(tuple(part[:_SHOWN]), dim=2) for part in (some.truth, some.seen, after, mattes)]
        strip = torch.cat(rows, dim=1).permute(1, 2, 0).clamp(-1, 1)
        return Sampled(np.asarray(((strip + 1) * 127.5).round().to(torch.uint8).cpu()), measures)

    def save(self, folder: Path) -> None:
        """Write the detailer."""
        self.model.save_pretrained(folder)

    def _cut(
        self, batch: Scenes, made: Float[Tensor, "b l 3 h w"], conditions: Conditions, *, groundless: bool = False
    ) -> CutOut:
        """All figures of a batch."""
        device, pixels, figures = made.device, self.model.config.pixels, Figures.of(conditions)
        truth, ground = (
            cut(as_frames(part).to(device).flatten(0, 1), figures, pixels) for part in (batch.frames, batch.grounds)
        )
        seen = cut(made.flatten(0, 1), figures, pixels)
        front = cut(batch.front.to(device).flatten(0, 1)[:, None].float(), figures, pixels, mode="nearest")
        number = figures.number[:, None, None, None] + 1
        own, free = front == number, front == 0
        differs = ((truth - ground).abs().amax(1, keepdim=True) * _DIFFERENT).clamp(0, 1)
        return CutOut(
            figures=figures,
            seen=seen,
            under=seen if groundless else ground,
            truth=truth,
            matte=own.float() + free * differs,
            own=own,
            free=free,
            hidden=front > number,
        )


def somebody(conditions: Conditions) -> Conditions:
    """The same; where nobody is, one of no size, whom nobody sees: there is always something to compute with."""
    if conditions.present.any():
        return conditions
    first = torch.zeros_like(conditions.present)
    first[0, 0, 0] = True
    return replace(conditions, present=first, box=torch.zeros_like(conditions.box))


def in_sight(figures: Figures) -> Float[Tensor, " k"]:
    """1 for figures of which enough is within the frame, 0 for the others."""
    low, high = figures.box[:, :2].clamp(0, 1), figures.box[:, 2:].clamp(0, 1)
    area = (figures.box[:, 2:] - figures.box[:, :2]).clamp_min(1e-6).prod(1)
    return ((high - low).clamp_min(0).prod(1) / area > _LEAST).float()
