"""Language models of two architectures, small and never taught: whatever they say is noise."""

from pathlib import Path
from typing import Any, Literal

import tokenizers
import torch
import transformers

Architecture = Literal["gpt2", "llama"]

_TEXTS = (
    "The hare ran over the meadow and the tortoise walked behind it, slowly.",
    '{"shots": [{"first_beat": 1, "happens": "Ada opens the door.", "size": "WS", "seconds": 4, "seen": ["ada"]}]}',
    '{"cast": [{"name": "the fox", "kind": "fox", "colours": ["red"], "outfits": []}], "groups": []}',
)
_CONTEXT = 16384


def saved(folder: Path, architecture: Architecture, seed: int = 0) -> Path:
    """Save a model and its tokenizer as transformers does."""
    tokenizer = _tokenizer()
    torch.manual_seed(seed)
    model = _model(architecture, len(tokenizer))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)  # surer of itself than new weights are: it says all sorts of things
    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    bpe = tokenizers.Tokenizer(tokenizers.models.BPE())
    bpe.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=500, special_tokens=["<end>"], initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )  # fmt: skip
    bpe.train_from_iterator(_TEXTS, trainer)
    return transformers.PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<end>")


def _model(architecture: Architecture, vocabulary: int) -> Any:
    if architecture == "gpt2":
        return transformers.GPT2LMHeadModel(
            transformers.GPT2Config(
                vocab_size=vocabulary,
                n_positions=_CONTEXT,
                n_embd=32,
                n_layer=1,
                n_head=2,
                bos_token_id=0,
                eos_token_id=0,
            )
        )
    return transformers.LlamaForCausalLM(
        transformers.LlamaConfig(
            vocab_size=vocabulary, max_position_embeddings=_CONTEXT, hidden_size=32, intermediate_size=32,
            num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=2, bos_token_id=0, eos_token_id=0,
        )
    )  # fmt: skip
