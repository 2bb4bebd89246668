"""Wan."""

from collections.abc import Mapping
from pathlib import Path

import diffusers
import transformers

from tests.generators.hub.tiny import Save, parts


def _wan(folder: Path) -> None:
    parts.seeded()
    vision = transformers.CLIPVisionConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=16
    )
    diffusers.WanImageToVideoPipeline(
        tokenizer=parts.t5_tokenizer(),
        text_encoder=parts.t5_encoder(transformers.UMT5EncoderModel, transformers.UMT5Config),
        image_encoder=transformers.CLIPVisionModel(vision),
        image_processor=transformers.CLIPImageProcessor(size=32, crop_size=32),
        transformer=diffusers.WanTransformer3DModel(
            patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=36, out_channels=16,
            text_dim=parts.WIDTH, freq_dim=256, ffn_dim=32, num_layers=2, cross_attn_norm=True,
            qk_norm="rms_norm_across_heads", image_dim=8, added_kv_proj_dim=24, pos_embed_seq_len=2 * 5,
        ),
        vae=diffusers.AutoencoderKLWan(base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
                                       temperal_downsample=[False, True, True]),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
    ).save_pretrained(folder)  # fmt: skip


MODELS: Mapping[str, Save] = {"wan": _wan}
