"""Where the cells of a UNet's latents look among the words of its prompt, read while it works."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

Size = tuple[int, int]
"""Rows and columns."""


class _Enough(Exception):  # noqa: N818 - it is none
    """All that was to be read has been."""


class Reading:
    """An attention processor that keeps whom it looks at, and does what the one before it did."""

    def __init__(self, inner: Any, keep: Callable[[Tensor], None]) -> None:
        """Around `inner`; `keep` gets the shares of every token for every cell, the mean over all heads."""
        self.inner, self.keep = inner, keep

    def __call__(
        self, attn: Any, hidden_states: Tensor, encoder_hidden_states: Tensor | None = None, *rest: Any, **others: Any
    ) -> Any:
        """What the processor before it gives."""
        self.keep(_shares(attn, hidden_states, encoder_hidden_states))
        return self.inner(attn, hidden_states, encoder_hidden_states, *rest, **others)


def levels_of(unet: Any) -> tuple[int, ...]:
    """How many times the latents' sides are halved where the network looks at words, rising."""
    blocks = enumerate(unet.config.down_block_types)
    return tuple(level for level, block in blocks if "CrossAttn" in block)


def cross_attention(
    unet: Any, levels: Sequence[int], size: Size, run: Callable[[], object]
) -> list[Float[Tensor, "rows columns tokens"]]:
    """The shares of all tokens for each cell, at each level; the mean over all layers and heads.

    In single precision, with gradients where they are on. The network ends as soon as all is read.

    Args:
        levels: some of `levels_of`.
        size: of the latents.
        run: the network, once, for one picture.
    """
    chosen = {
        name: attn for name, attn in unet.named_modules() if name.endswith(".attn2") and _level(unet, name) in levels
    }
    kept: dict[str, Tensor] = {}

    def keep(name: str, shares: Tensor) -> None:
        kept[name] = shares
        if len(kept) == len(chosen):
            raise _Enough

    before: Mapping[str, Any] = {name: attn.processor for name, attn in chosen.items()}
    try:
        for name, attn in chosen.items():
            attn.set_processor(Reading(before[name], partial(keep, name)))
        run()
    except _Enough:
        pass
    finally:
        for name, attn in chosen.items():
            attn.set_processor(before[name])
    found = []
    for level in levels:
        rows, columns = (-(-side // 2**level) for side in size)
        layers = [shares for name, shares in kept.items() if _level(unet, name) == level]
        found.append(torch.stack(layers).mean(0).reshape(rows, columns, -1))
    return found


def _level(unet: Any, name: str) -> int:
    deepest = len(unet.config.down_block_types) - 1
    part, number, *_ = name.split(".")
    if part == "mid_block":
        return deepest
    return int(number) if part == "down_blocks" else deepest - int(number)


def _shares(attn: Any, cells: Tensor, words: Tensor | None) -> Float[Tensor, "cells tokens"]:
    words = cells if words is None else attn.norm_encoder_hidden_states(words) if attn.norm_cross else words
    query, key = (attn.head_to_batch_dim(part).float() for part in (attn.to_q(cells), attn.to_k(words)))
    return attn.get_attention_scores(query, key).mean(0)  # type: ignore[no-any-return]
