"""FramePack."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import transformers
from diffusers.pipelines.hunyuan_video.pipeline_hunyuan_video_framepack import DEFAULT_PROMPT_TEMPLATE

from tests.generators.hub.tiny import Save, parts


def _tokenizer() -> Any:
    """Llama's, letter by letter, but for the words that the pipeline puts before those of a prompt, and takes away."""
    letters = ["<unk>", "<s>", "</s>", "<pad>", "▁", *(chr(n) for n in range(33, 127))]
    found = transformers.LlamaTokenizer(
        vocab={letter: n for n, letter in enumerate(letters)}, merges=[], pad_token="<pad>", padding_side="right"
    )
    found.add_tokens(sorted(set(re.findall(r"\S+", DEFAULT_PROMPT_TEMPLATE["template"].replace("{}", " ")))))
    return found


def network() -> diffusers.HunyuanVideoFramepackTransformer3DModel:
    """The part that is FramePack's own."""
    return diffusers.HunyuanVideoFramepackTransformer3DModel(
        in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=10, num_layers=1, num_single_layers=1,
        num_refiner_layers=1, text_embed_dim=parts.WIDTH, pooled_projection_dim=parts.WIDTH, rope_axes_dim=(2, 4, 4),
        has_image_proj=True, image_proj_dim=16, has_clean_x_embedder=True,
    )  # fmt: skip


def framepack(**others: Any) -> diffusers.HunyuanVideoFramepackPipeline:
    """All of it."""
    parts.seeded()
    llama = transformers.LlamaConfig(
        vocab_size=200, hidden_size=parts.WIDTH, intermediate_size=16, num_attention_heads=2, num_hidden_layers=3,
        bos_token_id=1, eos_token_id=2, pad_token_id=3,
    )  # fmt: skip
    vision = transformers.SiglipVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=32, patch_size=16
    )
    given = {
        "text_encoder": transformers.LlamaModel(llama),
        "tokenizer": _tokenizer(),
        "transformer": network(),
        "vae": diffusers.AutoencoderKLHunyuanVideo(
            latent_channels=4, block_out_channels=(8, 8, 8, 8), layers_per_block=1, norm_num_groups=4
        ),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
        "text_encoder_2": parts.text_encoder(),
        "tokenizer_2": parts.tokenizer(),
        "image_encoder": transformers.SiglipVisionModel(vision),
        "feature_extractor": transformers.SiglipImageProcessor(size={"height": 32, "width": 32}),
    }
    return diffusers.HunyuanVideoFramepackPipeline(**given | others)


def _framepack(folder: Path) -> None:
    framepack().save_pretrained(folder)


MODELS: Mapping[str, Save] = {"framepack": _framepack, "framepack-f1": _framepack}
