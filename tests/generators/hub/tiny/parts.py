"""Parts that several tiny models have."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import diffusers
import torch
import transformers

WIDTH = 16
"""Of a text's features."""


def seeded() -> None:
    """The same weights every time."""
    torch.manual_seed(0)


def vae(**others: Any) -> diffusers.AutoencoderKL:
    """Four channels at half the size."""
    return diffusers.AutoencoderKL(
        block_out_channels=(8, 16), norm_num_groups=4, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, **others,
    )  # fmt: skip


def unet(**others: Any) -> diffusers.UNet2DConditionModel:
    """Of Stable Diffusion 1.5's shape."""
    given: dict[str, Any] = {
        "block_out_channels": (8, 16), "norm_num_groups": 4, "layers_per_block": 1, "in_channels": 4, "out_channels": 4,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": WIDTH, "attention_head_dim": 2, "sample_size": 16,
    }  # fmt: skip
    return diffusers.UNet2DConditionModel(**given | others)


def text_encoder(cls: type = transformers.CLIPTextModel, **others: Any) -> Any:
    """CLIP's."""
    config = transformers.CLIPTextConfig(
        hidden_size=WIDTH, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, vocab_size=600,
        projection_dim=WIDTH, bos_token_id=0, eos_token_id=1, pad_token_id=1, **others,
    )  # fmt: skip
    return cls(config)


def tokenizer() -> transformers.CLIPTokenizer:
    """CLIP's, letter by letter."""
    letters = [chr(n) for n in range(33, 127)]
    pieces = ["<|startoftext|>", "<|endoftext|>", *letters, *(letter + "</w>" for letter in letters)]
    with TemporaryDirectory() as folder:
        vocab, merges = Path(folder) / "vocab.json", Path(folder) / "merges.txt"
        vocab.write_text(json.dumps({piece: n for n, piece in enumerate(pieces)}))
        merges.write_text("#version: 0.2\n")
        return transformers.CLIPTokenizer(str(vocab), str(merges), model_max_length=77)


def t5_tokenizer() -> Any:
    """T5's, letter by letter."""
    letters = ["▁", *(chr(n) for n in range(33, 127))]
    vocab = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((letter, -1.0) for letter in letters)]
    return transformers.T5Tokenizer(vocab=vocab, extra_ids=0, model_max_length=64)


def t5_encoder(cls: type = transformers.T5EncoderModel, config: type = transformers.T5Config) -> Any:
    """T5's or its like."""
    return cls(
        config(vocab_size=120, d_model=WIDTH, d_kv=8, d_ff=16, num_layers=1, num_heads=2, decoder_start_token_id=0)
    ).eval()
