"""FLUX.2 [klein]."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import transformers

from tests.generators.hub.tiny import Save, parts

_TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
LAYERS = 27
"""Of the text encoder: the pipeline reads the 9th, the 18th, and the last."""


def _tokenizer() -> Any:
    """Qwen's, letter by letter."""
    letters = ["<|endoftext|>", "Ġ", *(chr(n) for n in range(33, 127))]
    found = transformers.Qwen2Tokenizer(
        vocab={letter: n for n, letter in enumerate(letters)}, merges=[], unk_token="<|endoftext|>",
        pad_token="<|endoftext|>", eos_token="<|endoftext|>",
    )  # fmt: skip
    found.chat_template = _TEMPLATE
    return found


def flux2(is_distilled: bool = True, **others: Any) -> diffusers.Flux2KleinPipeline:
    """All of it."""
    parts.seeded()
    qwen = transformers.Qwen3Config(
        vocab_size=100, hidden_size=parts.WIDTH, intermediate_size=16, num_hidden_layers=LAYERS, num_attention_heads=2,
        num_key_value_heads=2, head_dim=8, bos_token_id=0, eos_token_id=0, pad_token_id=0,
    )  # fmt: skip
    given = {
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(),
        "vae": diffusers.AutoencoderKLFlux2(
            block_out_channels=(8, 16), norm_num_groups=4, latent_channels=4, layers_per_block=1,
            down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
        ),
        "text_encoder": transformers.Qwen3ForCausalLM(qwen).eval(), "tokenizer": _tokenizer(),
        "transformer": diffusers.Flux2Transformer2DModel(
            in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
            joint_attention_dim=3 * parts.WIDTH, timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        ),
    }  # fmt: skip
    return diffusers.Flux2KleinPipeline(**given | others, is_distilled=is_distilled)


def _flux2(folder: Path) -> None:
    flux2().save_pretrained(folder)


MODELS: Mapping[str, Save] = {"flux2-klein": _flux2}
