"""Real pipelines of diffusers, so small that they redraw in an instant. Their weights were never taught anything."""

import json
from pathlib import Path
from typing import Literal

import diffusers
import torch
import transformers

Sort = Literal["inpainting", "instruction", "text"]


def saved(folder: Path, sort: Sort) -> Path:
    """A pipeline in a folder, as diffusers saves it."""
    torch.manual_seed(0)
    channels = {"inpainting": 9, "instruction": 8, "text": 4}[sort]
    made = {
        "inpainting": diffusers.StableDiffusionInpaintPipeline,
        "instruction": diffusers.StableDiffusionInstructPix2PixPipeline,
        "text": diffusers.StableDiffusionPipeline,
    }[sort]
    pipeline = made(
        vae=diffusers.AutoencoderKL(
            block_out_channels=(8, 16),
            norm_num_groups=4,
            down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2,
            latent_channels=4,
        ),
        text_encoder=transformers.CLIPTextModel(
            transformers.CLIPTextConfig(
                hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, vocab_size=600,
                bos_token_id=0, eos_token_id=1, pad_token_id=1,
            )
        ),
        tokenizer=_tokenizer(folder.parent / "words"),
        unet=diffusers.UNet2DConditionModel(
            block_out_channels=(8, 16), norm_num_groups=4, layers_per_block=1, in_channels=channels, out_channels=4,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=16, attention_head_dim=2, sample_size=32,
        ),
        scheduler=diffusers.DDIMScheduler(steps_offset=1, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )  # fmt: skip
    pipeline.save_pretrained(folder)
    return folder


def _tokenizer(folder: Path) -> transformers.CLIPTokenizer:
    folder.mkdir(parents=True, exist_ok=True)
    letters = [chr(n) for n in range(33, 127)]
    pieces = ["<|startoftext|>", "<|endoftext|>", *letters, *(letter + "</w>" for letter in letters)]
    (folder / "vocab.json").write_text(json.dumps({piece: n for n, piece in enumerate(pieces)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)
