"""ModelScope's text to video."""

from collections.abc import Mapping
from pathlib import Path

import diffusers

from tests.generators.hub.tiny import Save, parts


def _modelscope(folder: Path) -> None:
    parts.seeded()
    network = diffusers.UNet3DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, sample_size=16, in_channels=4,
        out_channels=4, down_block_types=("CrossAttnDownBlock3D", "DownBlock3D"),
        up_block_types=("UpBlock3D", "CrossAttnUpBlock3D"), cross_attention_dim=parts.WIDTH, attention_head_dim=4,
    )  # fmt: skip
    diffusers.TextToVideoSDPipeline(
        vae=parts.vae(), text_encoder=parts.text_encoder(), tokenizer=parts.tokenizer(), unet=network,
        scheduler=diffusers.DDIMScheduler(steps_offset=1, clip_sample=False),
    ).save_pretrained(folder)  # fmt: skip


MODELS: Mapping[str, Save] = {"modelscope": _modelscope}
