"""A model learns new words: its networks go on with other pieces of words, each beginning as what it was spelt with.

Words that were whole before mean what they did; a word that becomes one piece means the sum of its former ones, as
phrases are read as sums.
"""

from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.tokenizer import Tokenizer

_NETWORK, _DETAILER = "conditioner.text.table.weight", "text.weight"


def respelt(model: Checkpoint, words: Tokenizer) -> Checkpoint:
    """The model, reading these pieces. One that reads with a frozen encoder, which has its own, stays as it is."""
    if model.network.config.text_encoder is not None:
        return model
    network = _respelt(model.network, _NETWORK, model.tokenizer, words)
    detailer, places = (
        None if part is None else _respelt(part, name, model.tokenizer, words)
        for part, name in ((model.detailer, _DETAILER), (model.places, _NETWORK))
    )
    return Checkpoint(model.card, network, model.autoencoder, words, detailer, places)


def _respelt(part: nn.Module, name: str, old: Tokenizer, new: Tokenizer) -> Any:
    config: Any = part.config
    own = {key: value for key, value in config.items() if not key.startswith("_")}
    made: nn.Module = type(part)(**{**own, "vocabulary": len(new)})
    weights = part.state_dict()
    made.load_state_dict({**weights, name: _table(weights[name], old, new)})
    return made.train(part.training)


def _table(table: Float[Tensor, "old d"], old: Tokenizer, new: Tokenizer) -> Float[Tensor, "new d"]:
    return torch.stack([table[list(spelt)].sum(0) for spelt in old.spelling(new)])
