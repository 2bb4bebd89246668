"""GLIGEN, with open gates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers.models.attention import GatedSelfAttentionDense
from diffusers.pipelines.stable_diffusion.clip_image_project_model import CLIPImageProjection

from generators.hub.gligen import GligenImagePipeline
from tests.generators.hub.tiny import Save, parts


def _shared(attention: str) -> dict[str, Any]:
    parts.seeded()
    network = parts.unet(attention_type=attention)
    for part in network.modules():
        if isinstance(part, GatedSelfAttentionDense):
            torch.nn.init.constant_(part.alpha_attn, 1.0)
            torch.nn.init.constant_(part.alpha_dense, 1.0)
    return {
        "vae": parts.vae(), "text_encoder": parts.text_encoder(), "tokenizer": parts.tokenizer(), "unet": network,
        "scheduler": diffusers.DDIMScheduler(steps_offset=1, clip_sample=False), "safety_checker": None,
        "feature_extractor": None, "requires_safety_checker": False,
    }  # fmt: skip


def _gligen(folder: Path) -> None:
    diffusers.StableDiffusionPipeline(**_shared("gated")).save_pretrained(folder)


def _gligen_image(folder: Path) -> None:
    shared = _shared("gated-text-image")
    looks = transformers.CLIPVisionConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=16,
        projection_dim=parts.WIDTH,
    )  # fmt: skip
    GligenImagePipeline(
        **shared,
        processor=transformers.CLIPProcessor(transformers.CLIPImageProcessor(size=32, crop_size=32), parts.tokenizer()),
        image_encoder=transformers.CLIPVisionModelWithProjection(looks),
        image_project=CLIPImageProjection(parts.WIDTH),
    ).save_pretrained(folder)


MODELS: Mapping[str, Save] = {"gligen": _gligen, "gligen-image": _gligen_image}
