"""AnimateDiff, with and without SparseCtrl; and the parts that go with a model of pictures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch

from tests.generators.hub.tiny import Save, parts


def adapter() -> diffusers.MotionAdapter:
    """For `parts.unet`."""
    parts.seeded()
    found = diffusers.MotionAdapter(
        block_out_channels=(8, 16), motion_layers_per_block=1, motion_norm_num_groups=4, motion_num_attention_heads=2,
        use_motion_mid_block=True,
    )  # fmt: skip
    return stirred(found)


def control(simplified: bool = True) -> diffusers.SparseControlNetModel:
    """For `parts.unet`: of pictures, or of lines, which are put in as they are."""
    parts.seeded()
    found = diffusers.SparseControlNetModel(
        block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, cross_attention_dim=parts.WIDTH,
        down_block_types=("DownBlockMotion", "CrossAttnDownBlockMotion"), attention_head_dim=2,
        motion_num_attention_heads=2, conditioning_channels=4 if simplified else 3,
        conditioning_embedding_out_channels=(4, 8), use_simplified_condition_embedding=simplified,
    )  # fmt: skip
    return stirred(found)


def stirred(model: Any) -> Any:
    """Without the weights of nought that a part begins with: as if it had been taught."""
    with torch.no_grad():
        for weights in model.parameters():
            if not weights.any():
                weights.normal_(std=0.1)
    return model


def _pipeline(cls: Any, folder: Path, **others: Any) -> None:
    motion = adapter()
    parts.seeded()
    cls(
        vae=parts.vae(), text_encoder=parts.text_encoder(), tokenizer=parts.tokenizer(), unet=parts.unet(),
        motion_adapter=motion, scheduler=diffusers.DDIMScheduler(beta_schedule="linear", steps_offset=1,
        clip_sample=False), **others,
    ).save_pretrained(folder)  # fmt: skip


def _animatediff(folder: Path) -> None:
    _pipeline(diffusers.AnimateDiffPipeline, folder)


def _sparse(folder: Path) -> None:
    _pipeline(diffusers.AnimateDiffSparseControlNetPipeline, folder, controlnet=control())


MODELS: Mapping[str, Save] = {"animatediff": _animatediff, "animatediff-sparse": _sparse}
