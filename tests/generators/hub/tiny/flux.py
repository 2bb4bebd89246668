"""FLUX.1."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers

from tests.generators.hub.tiny import Save, parts


def network(**others: Any) -> diffusers.FluxTransformer2DModel:
    """The part that is FLUX's own."""
    given: dict[str, Any] = {
        "in_channels": 16, "num_layers": 1, "num_single_layers": 1, "attention_head_dim": 16, "num_attention_heads": 2,
        "joint_attention_dim": parts.WIDTH, "pooled_projection_dim": parts.WIDTH, "axes_dims_rope": (4, 6, 6),
        "guidance_embeds": True,
    }  # fmt: skip
    return diffusers.FluxTransformer2DModel(**given | others)


def flux(**others: Any) -> diffusers.FluxPipeline:
    """All of it."""
    parts.seeded()
    given = {
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(), "vae": parts.vae(shift_factor=0.1),
        "text_encoder": parts.text_encoder(), "tokenizer": parts.tokenizer(), "text_encoder_2": parts.t5_encoder(),
        "tokenizer_2": parts.t5_tokenizer(), "transformer": network(),
    }  # fmt: skip
    return diffusers.FluxPipeline(**given | others)


def _flux(folder: Path) -> None:
    flux().save_pretrained(folder)


MODELS: Mapping[str, Save] = {"flux-regional": _flux}
