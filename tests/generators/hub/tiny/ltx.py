"""LTX-Video."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers

from tests.generators.hub.tiny import Save, parts


def ltx(**others: Any) -> diffusers.LTXConditionPipeline:
    """LTX-Video 0.9.5: its autoencoder makes 32 × 32 pixels of 8 frames one, and is told how noisy they are."""
    parts.seeded()
    channels = (8, 8, 8, 8)
    given = {
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(),
        "vae": diffusers.AutoencoderKLLTXVideo(
            latent_channels=8, block_out_channels=channels, decoder_block_out_channels=channels,
            layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 5, timestep_conditioning=True,
        ),
        "text_encoder": parts.t5_encoder(),
        "tokenizer": parts.t5_tokenizer(),
        "transformer": diffusers.LTXVideoTransformer3DModel(
            in_channels=8, out_channels=8, num_attention_heads=2, attention_head_dim=8, cross_attention_dim=16,
            num_layers=1, caption_channels=parts.WIDTH,
        ),
    }  # fmt: skip
    return diffusers.LTXConditionPipeline(**given | others)


def _ltx(folder: Path) -> None:
    ltx().save_pretrained(folder)


MODELS: Mapping[str, Save] = {"ltx": _ltx}
