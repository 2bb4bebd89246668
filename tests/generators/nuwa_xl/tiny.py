"""A model of the real parts at the smallest size, with random weights: a film of it is noise, made in no time."""

from pathlib import Path

import torch

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.card import Card
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.details import Detailer
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet, with_blocks
from storyline.schema.media import FrameSize

WORDS = "a red fox and a brown hare walk in the old forest at night in the rain, a horse stands on the beach, by day"


def tiny(
    *,
    length: int = 5,
    anchors: bool = True,
    temporal: bool = True,
    seed: int = 0,
    details: bool = False,
    places: bool = False,
) -> Checkpoint:
    """The model, with a detailer and a place network or without.

    What is nothing at first is random, too, so that all that it is given changes what comes out.
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        tokenizer = Tokenizer.train([WORDS], 60)
        network = MaskTemporalUNet(
            vocabulary=len(tokenizer),
            latent_channels=4,
            widths=(16, 16),
            blocks=(1, 1),
            text_width=16,
            paint_width=8,
            clock_width=16,
            visible_width=8,
            heads=2,
            max_frames=length,
            entities=3,
            temporal=temporal,
            noise_share=0.5,
        )
        autoencoder = TemporalAutoencoder(
            latent_channels=4,
            encoder_widths=(8, 8),
            encoder_blocks=(1, 1),
            decoder_widths=(8, 8, 8),
            decoder_blocks=(1, 1, 1),
            temporal=temporal,
        )
        autoencoder.fit_latents(torch.rand(1, 4, 3, 16, 16) * 2 - 1)
        detailer = Detailer(len(tokenizer), width=8, blocks=1, text_width=8, entity_width=8, pixels=16, cells=4)
        empty = with_blocks(network, (2, 1))
        for parameter in (*network.parameters(), *detailer.parameters(), *empty.parameters()):
            if parameter.requires_grad and not parameter.any():
                torch.nn.init.normal_(parameter, std=0.1)
    card = Card(
        name="tiny",
        sizes=(FrameSize((64, 40)), FrameSize((40, 64)), FrameSize((48, 48))),
        length=length,
        entities=3,
        deepest=2,
        anchors=anchors,
        sampler="ddim",
        steps=2,
        steps_between=1,
        guidance=1.5,
        kinds=("fox", "hare", "horse", "car", "ball"),
        settings=("forest", "beach", "village"),
        actions=("walk", "run"),
    )
    parts = (detailer.eval() if details else None, empty.eval() if places else None)
    return Checkpoint(card, network.eval(), autoencoder.eval(), tokenizer, *parts)


def saved(folder: Path) -> Path:
    """The same in a folder."""
    tiny().save(folder)
    return folder
