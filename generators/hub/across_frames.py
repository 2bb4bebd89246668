"""Self-attention whose keys and values are those of a clip's ends, so that all frames look alike. Here torch comes in.

Source: Khachatryan et al. 2023, "Text2Video-Zero", section 3.3.2, with its first frame; a last beside it is our own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jaxtyping import Float
from torch import Tensor


class Sight:
    """What frames at work look at: the ends at themselves, which is remembered, the others at what is remembered."""

    def __init__(self) -> None:
        self.ends: int = 0
        """How many are remembered; those at work."""
        self.weights: Float[Tensor, "frames ends"] | None = None
        """How much of each end each frame sees; None while the ends themselves are at work."""


class AcrossFrames:
    """A processor of self-attention in the place of another one, which does the reckoning."""

    def __init__(self, usual: Any, sight: Sight) -> None:
        self._usual, self._sight = usual, sight
        self._seen: Tensor | None = None

    def __call__(self, attn: Any, hidden_states: Tensor, *args: Any, **others: Any) -> Tensor:
        """Attend."""
        weights = self._sight.weights
        if weights is None:
            self._seen = hidden_states
            return self._usual(attn, hidden_states, *args, **others)  # type: ignore[no-any-return]
        assert self._seen is not None, "the ends come first"
        _, tokens, width = self._seen.shape
        told = self._seen.reshape(-1, self._sight.ends * tokens, width)  # of all ends, without words and with them
        others["encoder_hidden_states"] = told.repeat_interleave(len(weights), 0)
        if self._sight.ends > 1:  # the weights add to what a token is worth: softmax(q k + log weight)
            bias = weights.log().repeat_interleave(tokens, 1)[:, None].repeat(len(told), 1, 1)
            others["attention_mask"] = bias.to(hidden_states.dtype)
        return self._usual(attn, hidden_states, *args, **others)  # type: ignore[no-any-return]


@contextmanager
def across_frames(network: Any) -> Iterator[Sight]:
    """Have a UNet's self-attention look at a clip's ends, for a while."""
    usual = dict(network.attn_processors)
    sight = Sight()
    network.set_attn_processor(
        {name: AcrossFrames(one, sight) if name.endswith("attn1.processor") else one for name, one in usual.items()}
    )
    try:
        yield sight
    finally:
        network.set_attn_processor(usual)
