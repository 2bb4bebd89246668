"""Texts as vectors: a small encoder that learns with the network, or a frozen one that others have trained."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers
from jaxtyping import Float, Int
from torch import Tensor, nn

from generators.nuwa_xl.blocks import Attention, FeedForward
from storyline.errors import SetupError

TEXTS = 2
"""Sorts of texts: a frame's prompt, its place."""


class LearnedText(nn.Module):
    """One layer of attention over the pieces of a text."""

    def __init__(self, vocabulary: int, width: int, heads: int, longest: int) -> None:
        """`longest` is how many pieces a text has at most."""
        super().__init__()
        self.table = nn.Embedding(vocabulary, width, padding_idx=0)
        self.place = nn.Parameter(torch.randn(TEXTS, longest, width) * 0.02)
        self.attention = Attention(width, heads)
        self.feed = FeedForward(width)
        self.norm = nn.LayerNorm(width)

    def words(self, ids: Int[Tensor, "*s t"]) -> Float[Tensor, "*s t d"]:
        """What each piece means by itself; zero for padding."""
        return self.table(ids)  # type: ignore[no-any-return]

    def forward(self, ids: Int[Tensor, "n t"], sort: int) -> Float[Tensor, "n t d"]:
        """What each piece means where it stands."""
        tokens = self.table(ids) + self.place[sort, : ids.shape[1]]
        keep = ids > 0
        keep[:, 0] = True  # a text of no words attends to something, which nobody reads
        return self.norm(self.feed(self.attention(tokens, None, keep[:, None, None])))  # type: ignore[no-any-return]


class FrozenText(nn.Module):
    """An encoder of transformers (CLIP's, T5's), which does not learn, and a projection, which does.

    Its weights are saved with the network's. Pieces are its own, plus one: 0 is padding here (see `HubTokenizer`).
    """

    def __init__(self, config: Mapping[str, Any], width: int) -> None:
        """`config` is the encoder's own, as `text_config` reads it."""
        super().__init__()
        self.encoder = _empty(config).requires_grad_(False).eval()
        hidden = self.encoder.get_input_embeddings().embedding_dim
        self.meaning = nn.Linear(hidden, width)
        self.reading = nn.Linear(hidden, width)
        self.sort = nn.Embedding(TEXTS, width)

    def words(self, ids: Int[Tensor, "*s t"]) -> Float[Tensor, "*s t d"]:
        """What each piece means by itself; zero for padding."""
        with torch.no_grad():
            table = self.encoder.get_input_embeddings()((ids - 1).clamp(min=0))
        return self.meaning(table) * (ids > 0)[..., None]  # type: ignore[no-any-return]

    def forward(self, ids: Int[Tensor, "n t"], sort: int) -> Float[Tensor, "n t d"]:
        """What each piece means where it stands."""
        keep = ids > 0
        keep[:, 0] = True
        with torch.no_grad():
            read = self.encoder(input_ids=(ids - 1).clamp(min=0), attention_mask=keep.long()).last_hidden_state
        return self.reading(read) + self.sort.weight[sort]  # type: ignore[no-any-return]

    def train(self, mode: bool = True) -> "FrozenText":
        """The encoder stays as it is used: without dropout."""
        super().train(mode)
        self.encoder.eval()
        return self

    def read_weights(self, folder: Path) -> None:
        """Take the encoder's weights from where transformers saved it."""
        whole = _encoder_class(_config(folder)).from_pretrained(folder, local_files_only=True)
        self.encoder.load_state_dict(_stack(whole).state_dict())


class HubTokenizer:
    """The tokenizer that belongs to a frozen encoder, called as `Tokenizer` is."""

    def __init__(self, folder: Path) -> None:
        """Where transformers saved it. Raises SetupError if nothing usable is there."""
        try:
            self._pieces = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError) as error:
            raise SetupError(f"{folder}: expected a tokenizer that transformers can read: {error}") from None

    def __len__(self) -> int:
        return len(self._pieces) + 1

    def __call__(self, text: str, length: int) -> Sequence[int]:
        """The first `length` pieces, 0 after the last."""
        ids = [n + 1 for n in self._pieces(text, truncation=True, max_length=length)["input_ids"]]
        return [*ids, *[0] * (length - len(ids))]


def text_config(folder: Path) -> dict[str, Any]:
    """What a network's `text_encoder` is to be for the encoder that transformers saved in a folder.

    Raises:
        SetupError: there is none, or it is neither CLIP's nor T5's.
    """
    config = _config(folder)
    _encoder_class(config)
    return dict(config.to_dict())


def _config(folder: Path) -> Any:
    try:
        config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise SetupError(f"{folder}: expected a text encoder that transformers can read: {error}") from None
    return getattr(config, "text_config", config) if config.model_type == "clip" else config


def _encoder_class(config: Any) -> Any:
    known = {"clip_text_model": transformers.CLIPTextModel, "t5": transformers.T5EncoderModel}
    if config.model_type not in known:
        raise SetupError(f"a frozen text encoder is one of {', '.join(known)}; got {config.model_type!r}")
    return known[config.model_type]


def _empty(config: Mapping[str, Any]) -> Any:
    """The encoder of a config, its weights not read yet."""
    given = dict(config)
    made = transformers.AutoConfig.for_model(given.pop("model_type"), **given)
    return _stack(_encoder_class(made)(made))


def _stack(encoder: Any) -> Any:
    """What reads: T5's encoder has its table of pieces twice, its stack once."""
    return encoder.encoder if isinstance(encoder, transformers.T5EncoderModel) else encoder
