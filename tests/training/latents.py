"""Clips of latents by rule: a ground by the place, and in each box the colour of who is there; tiny, and learnable."""

from collections.abc import Iterator
from random import Random

import torch

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.conditions import RGB, FrameConditions, Seen
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box
from storyline.training.nuwa_xl.clips import LatentClip

ROWS, COLUMNS = 4, 6
PLACES = {"forest": -1.0, "beach": 1.0}
COLOURS: dict[str, RGB] = {"red": (1.0, 0.0, 0.0), "blue": (0.0, 0.0, 1.0)}


def words() -> Iterator[str]:
    for place in PLACES:
        for colour in COLOURS:
            yield f"a {colour} ball rolls in the {place}"
            yield f"ball, rolling, {place}, day"


def tokenizer() -> Tokenizer:
    return Tokenizer.train(words(), 60)


def clip(seed: int, length: int, level: int = 1, anchors: int = 0) -> LatentClip:
    """A ball of three columns and two rows that rolls to the right; anchors show it in the middle."""
    chance = Random(seed)
    place, colour = chance.choice(sorted(PLACES)), chance.choice(sorted(COLOURS))
    start, end = chance.randrange(0, 2), chance.randrange(2, 4)
    latents = torch.full((length, 4, ROWS, COLUMNS), PLACES[place])
    frames = []
    for n in range(length):
        anchor = n < anchors
        share = (n - anchors) / max(1, length - anchors - 1)
        x = 1.5 if anchor else start + (end - start) * share
        row = 1
        r, _, b = COLOURS[colour]
        whole = round(x)
        latents[n, :, row : row + 2, whole : whole + 3] = torch.tensor([2 * r - 1, -1.0, 2 * b - 1, 1.0])[:, None, None]
        seen = Seen(
            entity=EntityId("ball"),
            phrase="ball, rolling",
            colours=(COLOURS[colour],),
            facing="right",
            box=Box((whole / COLUMNS, row / ROWS, (whole + 3) / COLUMNS, (row + 2) / ROWS)),
            since=n / 8,
            paces=x,
        )
        frames.append(
            FrameConditions(
                role="anchor" if anchor else "frame",
                prompt="" if anchor else f"a {colour} ball rolls in the {place}",
                place=f"{place}, day",
                seen=(seen,),
                camera=Camera(),
                seconds=0.0 if anchor else (n - anchors) / 8,
            )
        )
    return LatentClip(latents, tuple(frames), 1 / 8, level)


def net(pieces: Tokenizer, *, temporal: bool, seed: int = 0) -> MaskTemporalUNet:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return MaskTemporalUNet(
            vocabulary=len(pieces),
            latent_channels=4,
            widths=(16, 32),
            blocks=(1, 1),
            text_width=16,
            paint_width=16,
            clock_width=32,
            visible_width=8,
            heads=2,
            max_frames=6,
            entities=2,
            temporal=temporal,
        )


def read(clips: list[LatentClip], pieces: Tokenizer) -> Conditions:
    return Conditions.of([c.conditions for c in clips], pieces, stride=1 / 8, level=1, entities=2)


def small_autoencoder() -> TemporalAutoencoder:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        made = TemporalAutoencoder(
            latent_channels=4,
            encoder_widths=(8, 8),
            encoder_blocks=(1, 1),
            decoder_widths=(8, 8, 8),
            decoder_blocks=(1, 1, 1),
        )
    made.register_to_config(latent_mean=[0.0] * 4, latent_std=[1.0] * 4)
    return made
