"""Stable Diffusion."""

from collections.abc import Mapping
from pathlib import Path

import diffusers
import transformers

from tests.generators.hub.tiny import Save, parts


def _sd15(folder: Path) -> None:
    parts.seeded()
    diffusers.StableDiffusionPipeline(
        vae=parts.vae(), text_encoder=parts.text_encoder(), tokenizer=parts.tokenizer(), unet=parts.unet(),
        scheduler=diffusers.DDIMScheduler(steps_offset=1, clip_sample=False), safety_checker=None,
        feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder)  # fmt: skip


def _sdxl(folder: Path) -> None:
    parts.seeded()
    network = parts.unet(
        cross_attention_dim=2 * parts.WIDTH, addition_embed_type="text_time", addition_time_embed_dim=4,
        projection_class_embeddings_input_dim=6 * 4 + parts.WIDTH,
    )  # fmt: skip
    diffusers.StableDiffusionXLPipeline(
        vae=parts.vae(), text_encoder=parts.text_encoder(),
        text_encoder_2=parts.text_encoder(transformers.CLIPTextModelWithProjection), tokenizer=parts.tokenizer(),
        tokenizer_2=parts.tokenizer(), unet=network,
        scheduler=diffusers.EulerDiscreteScheduler(steps_offset=1, timestep_spacing="leading"),
    ).save_pretrained(folder)  # fmt: skip


MODELS: Mapping[str, Save] = {"sd15": _sd15, "sdxl": _sdxl}
