"""Wan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import transformers

from tests.generators.hub.tiny import Save, parts


def common() -> dict[str, Any]:
    """What all of them have."""
    return {
        "tokenizer": parts.t5_tokenizer(),
        "text_encoder": parts.t5_encoder(transformers.UMT5EncoderModel, transformers.UMT5Config),
        "vae": diffusers.AutoencoderKLWan(
            base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        ),
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
    }


def network(cls: type = diffusers.WanTransformer3DModel, **others: Any) -> Any:
    """Of 36 channels: the noise, the mask, and what is known."""
    given: dict[str, Any] = {
        "patch_size": (1, 2, 2), "num_attention_heads": 2, "attention_head_dim": 12, "in_channels": 36,
        "out_channels": 16, "text_dim": parts.WIDTH, "freq_dim": 256, "ffn_dim": 32, "num_layers": 2,
    }  # fmt: skip
    return cls(**given | others)


def first_and_last(**others: Any) -> diffusers.WanImageToVideoPipeline:
    """Wan 2.1, whose network looks at both pictures."""
    parts.seeded()
    vision = transformers.CLIPVisionConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=16
    )
    given = {
        **common(),
        "image_encoder": transformers.CLIPVisionModel(vision),
        "image_processor": transformers.CLIPImageProcessor(size=32, crop_size=32),
        "transformer": network(image_dim=8, added_kv_proj_dim=24, pos_embed_seq_len=2 * 5),
    }
    return diffusers.WanImageToVideoPipeline(**given | others)


def two_networks(**others: Any) -> diffusers.WanImageToVideoPipeline:
    """Wan 2.2, one network for much noise and one for little; it looks at no picture but through the latents."""
    parts.seeded()
    given = {**common(), "transformer": network(), "transformer_2": network(), "boundary_ratio": 0.9}
    return diffusers.WanImageToVideoPipeline(**given | others)


def vace(**others: Any) -> diffusers.WanVACEPipeline:
    """Wan 2.1 VACE."""
    parts.seeded()
    layers = {"in_channels": 16, "vace_layers": [0, 1], "vace_in_channels": 96}
    given = {**common(), "transformer": network(diffusers.WanVACETransformer3DModel, **layers)}
    return diffusers.WanVACEPipeline(**given | others)


def _wan(folder: Path) -> None:
    first_and_last().save_pretrained(folder)


def _wan_vace(folder: Path) -> None:
    vace().save_pretrained(folder)


MODELS: Mapping[str, Save] = {"wan": _wan, "wan-vace": _wan_vace}
