"""What the denoiser is built of. Frames are folded into the batch: `n` is clips times frames.

Everything that is added to what came in is zero until it learns, so that a network begins as short as it can be and
layers can be put into a trained one. Activations are `channels_last`; none is promoted from bfloat16.

Source: Yin et al. 2023 (NUWA-XL), section 3.2 and figure 3.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Bool, Float
from torch import Tensor, nn

from generators.nuwa_xl.temporal import TemporalAttention, TemporalConv

GROUPS = 8
"""Of a group norm: the widths of a network are multiples of it."""


@dataclass(frozen=True)
class Around:
    """What a block sees beside its own activations."""

    clock: Float[Tensor, "n e"]
    """Time on the noise's way, place, camera: what holds for all of a frame."""
    words: Float[Tensor, "n m d"]
    keep: Bool[Tensor, "n 1 1 m"]
    """False where a word is padding."""
    length: int
    """Frames of a clip."""
    at: Float[Tensor, "b l"]
    """The frames' times, in strides."""


def fourier(x: Float[Tensor, "*s c"], octaves: int) -> Float[Tensor, "*s {2*octaves}*c"]:
    """Sine and cosine of pi x, 2 pi x, 4 pi x..."""
    angles = x[..., None, :] * (math.pi * 2.0 ** torch.arange(octaves, device=x.device))[:, None]
    return torch.cat([angles.sin(), angles.cos()], -2).flatten(-2)


def zeroed(module: nn.Linear | nn.Conv2d) -> nn.Linear | nn.Conv2d:
    """The module with all parameters zero: what it gives is nothing until it learns."""
    nn.init.zeros_(module.weight)
    if module.bias is not None:
        nn.init.zeros_(module.bias)
    return module


class Attention(nn.Module):
    """Tokens attend to themselves, or to a context; what they find is added."""

    def __init__(self, width: int, heads: int, context: int | None = None) -> None:
        """`context` is the width of what they attend to, if it is not themselves."""
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(context or width, 2 * width)
        self.out = zeroed(nn.Linear(width, width))

    def forward(
        self,
        tokens: Float[Tensor, "n k c"],
        context: Float[Tensor, "n m d"] | None = None,
        keep: Bool[Tensor, "n 1 1 m"] | None = None,
    ) -> Float[Tensor, "n k c"]:
        """The same shape."""
        normed = self.norm(tokens)
        key, value = self.key_value(normed if context is None else context).chunk(2, -1)
        q, k, v = (self._split(x) for x in (self.query(normed), key, value))
        # Plain products: the fused attention of a CPU is several times slower to train on sequences this short.
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        if keep is not None:
            scores = scores.masked_fill(~keep, float("-inf"))
        found = scores.softmax(-1).to(v.dtype) @ v
        added: Tensor = self.out(found.transpose(1, 2).flatten(2))
        return tokens + added.to(tokens.dtype)

    def _split(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], self.heads, -1).transpose(1, 2)


class FeedForward(nn.Module):
    """Each token for itself."""

    def __init__(self, width: int, factor: int = 2) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.wide = nn.Linear(width, factor * width)
        self.out = zeroed(nn.Linear(factor * width, width))

    def forward(self, tokens: Float[Tensor, "*s c"]) -> Float[Tensor, "*s c"]:
        """The same shape."""
        added: Tensor = self.out(F.silu(self.wide(self.norm(tokens))))
        return tokens + added.to(tokens.dtype)


class ResidualBlock(nn.Module):
    """Two convolutions; the clock scales and shifts between them (Perez et al. 2018, FiLM)."""

    def __init__(self, width: int, out: int, clock: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(GROUPS, width)
        self.conv1 = nn.Conv2d(width, out, 3, padding=1)
        self.film = nn.Linear(clock, 2 * out)
        self.norm2 = nn.GroupNorm(GROUPS, out)
        self.conv2 = zeroed(nn.Conv2d(out, out, 3, padding=1))
        self.skip = nn.Conv2d(width, out, 1) if width != out else nn.Identity()

    def forward(self, x: Float[Tensor, "n c h w"], clock: Float[Tensor, "n e"]) -> Float[Tensor, "n d h w"]:
        """Another width, the same grid."""
        hidden = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.film(clock)[:, :, None, None].to(hidden.dtype).chunk(2, 1)
        added: Tensor = self.conv2(F.silu(self.norm2(hidden) * (1 + scale) + shift))
        return self.skip(x) + added  # type: ignore[no-any-return]


class Injection(nn.Module):
    """What is seen of the visible frames, and where, scales and shifts the activations: h + w h + b.

    The paper does so for frames and mask one after the other; here both are of one picture. Without biases: where
    nothing is visible nothing is changed, so what sees nothing may be left out.
    Source: NUWA-XL, section 3.2.
    """

    def __init__(self, visible: int, width: int) -> None:
        super().__init__()
        self.both = zeroed(nn.Conv2d(visible, 2 * width, 1, bias=False))

    def forward(self, x: Float[Tensor, "n c h w"], visible: Float[Tensor, "n v h w"]) -> Float[Tensor, "n c h w"]:
        """The same shape."""
        both: Tensor = self.both(visible).to(x.dtype)
        scale, shift = both.chunk(2, 1)
        return x + x * scale + shift


class Block(nn.Module):
    """One step of a level: convolution, time, visible frames, attention in space, to words, in time; feed-forward."""

    def __init__(
        self,
        width: int,
        out: int,
        *,
        clock: int,
        words: int,
        visible: int,
        heads: int,
        attends: bool,
        temporal: bool,
    ) -> None:
        """Without `attends` it convolves and looks along time alone, without `temporal` it sees single frames."""
        super().__init__()
        self.residual = ResidualBlock(width, out, clock)
        self.temporal_conv = TemporalConv(out) if temporal else None
        self.injection = Injection(visible, out)
        self.space = Attention(out, heads) if attends else None
        self.words = Attention(out, heads, words) if attends else None
        self.temporal_attention = TemporalAttention(out, heads) if temporal else None
        self.feed = FeedForward(out) if attends else None

    def forward(
        self, x: Float[Tensor, "n c h w"], visible: Float[Tensor, "n v h w"] | None, around: Around
    ) -> Float[Tensor, "n d h w"]:
        """Another width, the same grid; `visible` is None where nothing is."""
        x = self.residual(x, around.clock)
        if self.temporal_conv is not None:
            x = self.temporal_conv(x, around.length)
        if visible is not None:
            x = self.injection(x, visible)
        if self.space is not None and self.words is not None:
            tokens = self.words(self.space(_tokens(x)), around.words, around.keep)
            x = _grid(tokens, x)
        if self.temporal_attention is not None:
            x = self.temporal_attention(x, around.length, around.at)
        return x if self.feed is None else _grid(self.feed(_tokens(x)), x)


def _tokens(x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n hw c"]:
    """Each cell's channels; in `channels_last` nothing is copied."""
    return x.permute(0, 2, 3, 1).flatten(1, 2)


def _grid(tokens: Float[Tensor, "n hw c"], like: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
    return tokens.reshape(len(like), *like.shape[2:], -1).permute(0, 3, 1, 2)
