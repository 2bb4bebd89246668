"""The two halves of the autoencoder: pixels to a grid of eighth the size, and back.

No convolution runs at full resolution: pixels are folded into channels first (Shi et al. 2016) and unfolded last, and
the decoder's channels taper as its grid grows. No normalisation, so that crops and whole frames agree. Attention over
a frame's coarsest grid made training half as dear again and no frame better, so there is attention over time alone.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn

from generators.nuwa_xl.temporal import TemporalAttention, TemporalConv

FACTOR = 8
"""Pixels of a side to one of the grid."""
_BRANCH = 0.3
"""Of the usual size: a residual branch's weights at the start, so that depth does not add up."""


class Conv(nn.Module):
    """3x3, then over time where the network has time: the pair of NUWA-XL's T-KLVAE."""

    def __init__(self, inputs: int, outputs: int, *, stride: int = 1, temporal: bool) -> None:
        super().__init__()
        self.spatial = nn.Conv2d(inputs, outputs, 3, stride, padding=1)
        self.temporal = TemporalConv(outputs) if temporal else None

    def forward(self, x: Float[Tensor, "n i h w"], length: int) -> Float[Tensor, "n o y x"]:
        """Clips of `length` frames."""
        x = self.spatial(x)
        return x if self.temporal is None else self.temporal(x, length)


class Residual(nn.Module):
    """Two convolutions beside a straight way."""

    def __init__(self, channels: int, *, temporal: bool) -> None:
        super().__init__()
        self.first = Conv(channels, channels, temporal=temporal)
        self.second = Conv(channels, channels, temporal=temporal)
        with torch.no_grad():
            self.second.spatial.weight.mul_(_BRANCH)

    def forward(self, x: Float[Tensor, "n c h w"], length: int) -> Float[Tensor, "n c h w"]:
        """Clips of `length` frames."""
        inner = self.first(x.relu(), length)
        return x + self.second(inner.relu(), length)  # type: ignore[no-any-return]


def _patch(widths: Sequence[int]) -> int:
    """Pixels of a side folded into channels: what the levels of `widths` leave of `FACTOR`."""
    return FACTOR >> (len(widths) - 1)


class Chain(nn.ModuleList):
    """Layers one after another; computed twice in training where memory is to be saved."""

    gradient_checkpointing = False
    """Set by diffusers' `enable_gradient_checkpointing`, with the function that does it."""
    _gradient_checkpointing_func: Callable[..., Tensor]

    def forward(self, x: Float[Tensor, "n i h w"], length: int) -> Float[Tensor, "n o y x"]:
        """Clips of `length` frames."""
        for layer in self:
            if self.gradient_checkpointing and torch.is_grad_enabled():
                x = self._gradient_checkpointing_func(layer, x, length)
            else:
                x = layer(x, length)
        return x


class Encoder(nn.Module):
    """Frames -> mean and log variance of their latents. `widths` and `blocks` from fine to coarse, 1 to 4 levels."""

    def __init__(
        self, latent: int, widths: Sequence[int], blocks: Sequence[int], heads: int, *, temporal: bool
    ) -> None:
        super().__init__()
        patch = _patch(widths)
        self.fold = nn.PixelUnshuffle(patch)
        befores = (3 * patch**2, *widths[:-1])
        self.layers = Chain()
        for level, (before, width, count) in enumerate(zip(befores, widths, blocks, strict=True)):
            self.layers.append(Conv(before, width, stride=2 if level else 1, temporal=temporal))
            self.layers.extend(Residual(width, temporal=temporal) for _ in range(count))
        self.temporal = TemporalAttention(widths[-1], heads) if temporal else None
        self.out = nn.Conv2d(widths[-1], 2 * latent, 1)

    def forward(self, frames: Float[Tensor, "n 3 height width"], length: int) -> Float[Tensor, "n z h w"]:
        """Clips of `length` frames in -1..1 -> mean and log variance beside each other."""
        x = self.fold(frames).contiguous(memory_format=torch.channels_last)
        x = self.layers(x, length)
        return self.out(x if self.temporal is None else self.temporal(x, length))  # type: ignore[no-any-return]


class Decoder(nn.Module):
    """Latents -> frames. `widths` and `blocks` from coarse to fine, 1 to 4 levels."""

    def __init__(
        self, latent: int, widths: Sequence[int], blocks: Sequence[int], heads: int, *, temporal: bool
    ) -> None:
        super().__init__()
        self.enter = Conv(latent, widths[0], temporal=temporal)
        self.temporal = TemporalAttention(widths[0], heads) if temporal else None
        self.levels = nn.ModuleList(
            Chain(Residual(width, temporal=temporal) for _ in range(count))
            for width, count in zip(widths, blocks, strict=True)
        )
        self.ups = nn.ModuleList(nn.Conv2d(coarse, 4 * fine, 1) for coarse, fine in pairwise(widths))
        patch = _patch(widths)
        self.out = Conv(widths[-1], 3 * patch**2, temporal=temporal)
        self.unfold = nn.PixelShuffle(patch)

    def forward(self, latents: Float[Tensor, "n z h w"], length: int) -> Float[Tensor, "n 3 height width"]:
        """Clips of `length` latents -> frames, about -1..1."""
        x = self.enter(latents.contiguous(memory_format=torch.channels_last), length)
        x = self.levels[0](x if self.temporal is None else self.temporal(x, length), length)
        for up, level in zip(self.ups, self.levels[1:], strict=True):
            x = nn.functional.pixel_shuffle(up(x), 2).contiguous(memory_format=torch.channels_last)
            x = level(x, length)
        return self.unfold(self.out(x, length))  # type: ignore[no-any-return]
