"""The spatial stage: a network of single pictures learns what things look like and where they are asked to be.

All that is drawn on later, kinds, colours, places and layout, is learnt here, at a fraction of what clips cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import nn

from generators.nuwa_xl.batch import Conditions, Words
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.noise import seed_of
from storyline.training.nuwa_xl.clips import Corpus
from storyline.training.nuwa_xl.denoising import EDGES, Latents, denoising_loss, unknown
from storyline.training.nuwa_xl.watching import Watch
from storyline.training.stage import Loss, Sampled


@dataclass(frozen=True)
class ImageBatches:
    """Batches of single frames by number: a pure function of seed and number. Frames of clips are taken one by one."""

    corpora: Sequence[tuple[Corpus, float]]
    """Each with how often a frame is of it; all of one size."""
    words: Words
    batch: int
    seed: int = 0
    entities: int = 8

    def __call__(self, number: int) -> Latents:
        """The batch of a number."""
        chance = Random(seed_of(self.seed, "images", number))
        latents, conditions = [], []
        for corpus in chance.choices([c for c, _ in self.corpora], [often for _, often in self.corpora], k=self.batch):
            clip = corpus[chance.randrange(len(corpus))]
            frame = chance.randrange(len(clip.conditions))
            latents.append(clip.latents[frame, None])
            conditions.append(clip.conditions[frame : frame + 1])
        levels = [0 if c[0].role == "anchor" else 1 for c in conditions]
        read = Conditions.of(conditions, self.words, stride=0.0, level=levels, entities=self.entities)
        return unknown(torch.stack(latents), read)


class DenoisingStage:
    """A network that learns to denoise, single pictures or clips: what differs is the batches."""

    def __init__(self, name: str, net: MaskTemporalUNet, watch: Watch) -> None:
        self.name, self.net, self._watch = name, net, watch
        self.model: nn.Module = net
        self.edges = EDGES

    def loss(self, batch: Latents, generator: torch.Generator) -> Loss:
        """See `denoising.denoising_loss`."""
        return denoising_loss(self.net, batch.to(next(self.net.parameters()).device), generator)

    def samples(self) -> Sampled:
        """A strip of what it draws, and its error."""
        return self._watch.sampled(self.net)

    def save(self, folder: Path) -> None:
        """Write the network."""
        self.net.save_pretrained(folder)
