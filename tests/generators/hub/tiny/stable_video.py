"""Stable Video Diffusion."""

from collections.abc import Mapping
from pathlib import Path

import diffusers
import transformers

from tests.generators.hub.tiny import Save, parts


def _svd(folder: Path) -> None:
    parts.seeded()
    vision = transformers.CLIPVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=224,
        patch_size=112, projection_dim=parts.WIDTH,
    )  # fmt: skip
    diffusers.StableVideoDiffusionPipeline(
        unet=diffusers.UNetSpatioTemporalConditionModel(
            block_out_channels=(32, 32), layers_per_block=1, in_channels=8, out_channels=4, sample_size=16,
            down_block_types=("DownBlockSpatioTemporal", "CrossAttnDownBlockSpatioTemporal"),
            up_block_types=("CrossAttnUpBlockSpatioTemporal", "UpBlockSpatioTemporal"), num_frames=14,
            cross_attention_dim=parts.WIDTH, num_attention_heads=2, addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=24,
        ),
        vae=diffusers.AutoencoderKLTemporalDecoder(
            block_out_channels=(32, 32, 32, 32), down_block_types=("DownEncoderBlock2D",) * 4, latent_channels=4
        ),
        image_encoder=transformers.CLIPVisionModelWithProjection(vision),
        feature_extractor=transformers.CLIPImageProcessor(size=224, crop_size=224),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="v_prediction",
            interpolation_type="linear", use_karras_sigmas=True, sigma_min=0.002, sigma_max=700.0,
            timestep_spacing="leading", timestep_type="continuous", steps_offset=1,
        ),
    ).save_pretrained(folder)  # fmt: skip


MODELS: Mapping[str, Save] = {"svd": _svd}
