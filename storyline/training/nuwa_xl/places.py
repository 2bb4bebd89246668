"""The place network learns to draw places with nobody there: the pictures behind everybody's figures.

It begins as the network of frames, with more blocks where latents are finest, and forgets all who stand in a place.
A film needs one such picture a scene, so that many steps and a strong guidance cost nothing there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import torch

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions, Words
from generators.nuwa_xl.conditions import FrameConditions
from storyline.diffusion.noise import seed_of
from storyline.schema.media import FrameSize
from storyline.training.nuwa_xl.autoencoder import as_frames
from storyline.training.nuwa_xl.denoising import Latents, unknown
from storyline.training.nuwa_xl.details import Drawn
from storyline.training.nuwa_xl.remade import reduced


@dataclass(frozen=True, eq=False)
class PlaceBatches:
    """Batches of places by number, each a frame of its own: a pure function of seed and number."""

    drawn: Drawn
    autoencoder: TemporalAutoencoder
    words: Words
    size: FrameSize
    """Of what is learnt."""
    batch: int
    seed: int = 0
    entities: int = 8

    def __call__(self, number: int) -> Latents:
        """The batch of a number."""
        chance = Random(seed_of(self.seed, "places", number))
        return self.of([chance.randrange(len(self.drawn)) for _ in range(self.batch)])

    @torch.no_grad()
    def of(self, numbers: Sequence[int]) -> Latents:
        """The grounds of some scenes, as latents."""
        some = [self.drawn[number] for number in numbers]
        frames = reduced(as_frames(torch.stack([scene.grounds for scene in some])), (self.size.height, self.size.width))
        latents = self.autoencoder.to_latents(frames.to(self.autoencoder.device)).float().cpu()
        alone = [[_alone(conditions) for conditions in scene.conditions] for scene in some]
        return unknown(latents, Conditions.of(alone, self.words, stride=0.0, level=0, entities=self.entities))


def _alone(conditions: FrameConditions) -> FrameConditions:
    """What an anchor of the place is drawn from (see `generators.nuwa_xl.anchors`)."""
    return conditions.model_copy(update={"role": "anchor", "prompt": "", "seen": ()})
