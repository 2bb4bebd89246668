"""Layers over time, made to be put into a network of single frames without changing what it computes.

Frames are folded into the batch: `n` is clips times `length` frames, a clip's frames in a row. Activations in
`channels_last` are looked at, not copied: in memory they are (clips, frames, pixels, channels) already.

Source: Yin et al. 2023 (NUWA-XL), section 3.1: an identity convolution, and attention whose output is zero.
"""

import math

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor, nn

_LONGEST = 64.0
"""Frames (or units of `at`) after which the slowest of the rotations has turned by one radian."""


class TemporalConv(nn.Module):
    """A convolution over each pixel's own past and future: the identity until it is trained.

    Beyond a clip's ends it sees zeros, so a clip of one frame is what the middle tap makes of it.
    """

    def __init__(self, channels: int, kernel: int = 3) -> None:
        """`kernel` frames are seen, an odd number."""
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, (kernel, 1), padding=(kernel // 2, 0))
        with torch.no_grad():
            self.conv.weight.zero_()
            self.conv.weight[range(channels), range(channels), kernel // 2, 0] = 1
            nn.init.zeros_(self.conv.bias)  # type: ignore[arg-type]

    def forward(self, frames: Float[Tensor, "n c h w"], length: int) -> Float[Tensor, "n c h w"]:
        """Clips of `length` frames -> the same shape."""
        n, c, h, w = frames.shape
        if length == 1:
            middle = self.conv.weight[:, :, self.conv.kernel_size[0] // 2, None]
            return F.conv2d(frames, middle, self.conv.bias)
        lines = frames.permute(0, 2, 3, 1).reshape(n // length, length, h * w, c)
        mixed: Tensor = self.conv(lines.permute(0, 3, 1, 2))
        return mixed.permute(0, 2, 3, 1).reshape(n, h, w, c).permute(0, 3, 1, 2)


class TemporalAttention(nn.Module):
    """Each pixel attends to itself in all frames of its clip; adds nothing until it is trained.

    Positions are rotations by a frame's time (Su et al. 2021, RoFormer), so only distances in time count, the frames
    may be at any spacing, and a clip of any length fits.
    """

    def __init__(self, channels: int, heads: int = 4) -> None:
        """`channels` are a multiple of twice `heads`."""
        super().__init__()
        if channels % (2 * heads):
            raise ValueError(f"channels must be a multiple of 2 x heads = {2 * heads}; got {channels}")
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels, bias=False)
        self.out = nn.Linear(channels, channels)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(
        self, frames: Float[Tensor, "n c h w"], length: int, at: Float[Tensor, "b {length}"] | None = None
    ) -> Float[Tensor, "n c h w"]:
        """Clips of `length` frames, with the frames' times in any one unit (their numbers when absent)."""
        n, c, h, w = frames.shape
        b = n // length
        lines = frames.permute(0, 2, 3, 1).reshape(b, length, h * w, c)
        if length == 1:  # it attends to itself alone
            alone: Tensor = self.out(F.linear(self.norm(lines), self.qkv.weight[2 * c :]))
            return frames + alone.reshape(n, h, w, c).permute(0, 3, 1, 2).to(frames.dtype)
        if at is None:
            at = torch.arange(length, device=frames.device, dtype=torch.float32).expand(b, length)
        qkv = self.qkv(self.norm(lines))
        both = rotated(qkv[..., : 2 * c], at, c // self.heads)
        q, k = both.reshape(b, length, h * w, 2, self.heads, -1).unbind(3)
        v = qkv[..., 2 * c :].reshape(b, length, h * w, self.heads, -1)
        # Plain products: for sequences this short the fused attention of a CPU is several times slower to train.
        q, k, v = (x.permute(0, 2, 3, 1, 4) for x in (q, k, v))
        weights = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)
        mixed = (weights.to(v.dtype) @ v).permute(0, 3, 1, 2, 4).reshape(b, length, h * w, c)
        added: Tensor = self.out(mixed)
        return frames + added.reshape(n, h, w, c).permute(0, 3, 1, 2).to(frames.dtype)


def rotated(x: Float[Tensor, "b l p c"], at: Float[Tensor, "b l"], width: int) -> Float[Tensor, "b l p c"]:
    """Queries and keys, in heads of so many channels, turned by their frames' times.

    The two halves of a head change places in one copy, and all channels are turned at once: rows as short as half a
    head would be several times slower. Source: Su et al. 2021, equation 34.
    """
    half = width // 2
    speeds = _LONGEST ** -(torch.arange(half, device=x.device, dtype=torch.float32) / max(1, half - 1))
    angles = (at.float()[..., None] * speeds)[:, :, None]
    heads = x.shape[-1] // width
    cos, sin = angles.cos(), angles.sin()
    along = torch.cat((cos, cos), -1).repeat(1, 1, 1, heads).to(x.dtype)
    across = torch.cat((-sin, sin), -1).repeat(1, 1, 1, heads).to(x.dtype)
    swapped = torch.unflatten(x, -1, (heads, 2, half)).flip(-2).flatten(-3)
    turned: Tensor = x * along + swapped * across
    return turned
