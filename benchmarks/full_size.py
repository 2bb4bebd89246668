"""Models of the hub's families at the size that their owners published, with weights that were never taught.

Each has the configuration of the family's default checkpoint, but for the text encoders of Wan and LTX-Video (11 and 9
GB): two layers in the place of 24, of the same width. Tokenizers read letter by letter.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers.models.attention import GatedSelfAttentionDense

from tests.generators.hub.tiny import Save, parts

WIDTHS = (320, 640, 1280, 1280)
"""Channels of Stable Diffusion 1.5's network, from the finest places to the coarsest."""


def _pictures(**network: Any) -> dict[str, Any]:
    """The parts of a model of Stable Diffusion 1.5's kind."""
    widths = (128, 256, 512, 512)
    words = transformers.CLIPTextConfig(
        hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, projection_dim=768,
        bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    return {
        "vae": diffusers.AutoencoderKL(
            block_out_channels=widths, layers_per_block=2, latent_channels=4, sample_size=512,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        ),
        "text_encoder": transformers.CLIPTextModel(words),
        "tokenizer": parts.tokenizer(),
        "unet": diffusers.UNet2DConditionModel(
            sample_size=64, block_out_channels=WIDTHS, cross_attention_dim=768, **network
        ),
        "scheduler": diffusers.PNDMScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1
        ),
        "feature_extractor": None,
    }  # fmt: skip


def _sd15(folder: Path, **network: Any) -> None:
    shared = _pictures(**network)
    for part in shared["unet"].modules():
        if isinstance(part, GatedSelfAttentionDense):  # else nobody would be seen in their box
            torch.nn.init.constant_(part.alpha_attn, 1.0)
            torch.nn.init.constant_(part.alpha_dense, 1.0)
    diffusers.StableDiffusionPipeline(**shared, safety_checker=None, requires_safety_checker=False).save_pretrained(
        folder
    )


def _gligen(folder: Path) -> None:
    _sd15(folder, attention_type="gated")


def _animatediff(folder: Path) -> None:
    motion = diffusers.MotionAdapter(block_out_channels=WIDTHS, use_motion_mid_block=True)
    scheduler = diffusers.DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="linear", clip_sample=False, steps_offset=1
    )
    diffusers.AnimateDiffPipeline(**_pictures() | {"scheduler": scheduler}, motion_adapter=motion).save_pretrained(
        folder
    )


def _wan_vace(folder: Path) -> None:
    words = transformers.UMT5Config(d_model=4096, d_kv=64, d_ff=10240, num_heads=64, num_layers=2, vocab_size=120)
    diffusers.WanVACEPipeline(
        tokenizer=parts.t5_tokenizer(),
        text_encoder=transformers.UMT5EncoderModel(words),
        vae=diffusers.AutoencoderKLWan(),
        transformer=diffusers.WanVACETransformer3DModel(
            num_attention_heads=12, ffn_dim=8960, num_layers=30, vace_layers=list(range(0, 30, 2))
        ),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
    ).save_pretrained(folder)


def _ltx(folder: Path) -> None:
    words = transformers.T5Config(
        d_model=4096, d_kv=64, d_ff=10240, num_heads=64, num_layers=2, vocab_size=120, feed_forward_proj="gated-gelu"
    )
    diffusers.LTXConditionPipeline(
        tokenizer=parts.t5_tokenizer(),
        text_encoder=transformers.T5EncoderModel(words),
        vae=diffusers.AutoencoderKLLTXVideo(
            block_out_channels=(128, 256, 512, 1024, 2048), layers_per_block=(4, 6, 6, 2, 2),
            down_block_types=("LTXVideo095DownBlock3D",) * 4, spatio_temporal_scaling=(True,) * 4,
            downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
            decoder_block_out_channels=(256, 512, 1024), decoder_layers_per_block=(5,) * 4,
            decoder_spatio_temporal_scaling=(True,) * 3, decoder_inject_noise=(False,) * 4,
            upsample_residual=(True,) * 3, upsample_factor=(2,) * 3, timestep_conditioning=True,
            spatial_compression_ratio=32, temporal_compression_ratio=8,
        ),
        transformer=diffusers.LTXVideoTransformer3DModel(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
    ).save_pretrained(folder)  # fmt: skip


MODELS: Mapping[str, Save] = {
    "gligen": _gligen, "sd15": _sd15, "animatediff": _animatediff, "wan-vace": _wan_vace, "ltx": _ltx,
}  # fmt: skip
"""By the family's name, what saves a model into a folder, in torch's default precision."""
