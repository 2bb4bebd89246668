"""Who an entity is, as a vector and as a word among words; and what holds for all of a frame."""

import math

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor, nn

from generators.nuwa_xl.batch import FACINGS, ROLES, Conditions
from generators.nuwa_xl.blocks import fourier, zeroed
from generators.nuwa_xl.conditions import MOST_COLOURS

_BEATS, _BEAT_SECONDS = 6, 8.0
"""Octaves of time and ground: the longest of 16 seconds (or heights), the shortest of half a one."""
_BOXES = 4
_MOMENTS, _MOMENT_SECONDS = 7, 32.0
_LEVELS = 6
"""Deeper levels count as the deepest of these."""
_BEFORE = 8.0
"""Strides before the first frame at which the nearest anchor stands."""


class Entities(nn.Module):
    """An entity's phrase, colours, facing and moment become one vector; with its box, a word to be attended to.

    Source of the latter: Li et al. 2023 (GLIGEN), section 4.1.
    """

    def __init__(self, words: int, width: int, *, spoken: bool = True) -> None:
        """`words` is the width of words, `width` that of what describes an entity; not `spoken` becomes no word."""
        super().__init__()
        self.kind = nn.Linear(words, width)
        self.phrase = nn.Linear(words, width)
        self.colours = nn.Sequential(nn.Linear(MOST_COLOURS * 10, 64), nn.SiLU(), nn.Linear(64, width))
        self.facing = nn.Embedding(len(FACINGS), width)
        self.beat = nn.Linear(2 * (2 * _BEATS + 1), width)
        self.mix = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.SiLU(), nn.Linear(2 * width, width)
        )
        box = 4 * (2 * _BOXES + 1)
        word = nn.Sequential(nn.Linear(width + box, 2 * words), nn.SiLU(), nn.Linear(2 * words, words))
        self.word = word if spoken else nn.Identity()

    def forward(self, words: Float[Tensor, "b l n p d"], conditions: Conditions) -> Float[Tensor, "b l n e"]:
        """`words` are those of the phrases, zero where padding; the first is the kind."""
        rgb, there = conditions.colours[..., :3], conditions.colours[..., 3:]
        colours = torch.cat([rgb, (math.pi * rgb).sin(), (math.pi * rgb).cos()], -1) * there
        beat = torch.cat([torch.log1p(conditions.beat), fourier(conditions.beat / _BEAT_SECONDS, _BEATS)], -1)
        described = (
            self.kind(words[..., 0, :])
            + self.phrase(words.sum(-2) / 2)
            + self.colours(torch.cat([colours, there], -1).flatten(-2))
            + self.facing(conditions.facing)
            + self.beat(beat)
        )
        return (described + self.mix(described)).float()  # type: ignore[no-any-return]

    def as_words(self, described: Float[Tensor, "b l n e"], box: Float[Tensor, "b l n 4"]) -> Float[Tensor, "b l n d"]:
        """One word for each entity."""
        return self.word(torch.cat([described, box, fourier(box / 2, _BOXES)], -1))  # type: ignore[no-any-return]


class Frames(nn.Module):
    """What holds for all of a frame, but for the noise: where and when it is, how the camera stands, what it is for."""

    def __init__(self, words: int, width: int, *, temporal: bool) -> None:
        """`words` is the width of words, `width` that of the clock."""
        super().__init__()
        self.texts = nn.Linear(2 * words, width)
        self.camera = nn.Linear(4 + 4 * 2 * 2, width)
        self.seconds = nn.Linear(2 * _MOMENTS, width)
        self.role = nn.Embedding(len(ROLES), width)
        self.clip = zeroed(nn.Linear(5 + 5 + _LEVELS, width)) if temporal else None

    def forward(
        self, prompt: Float[Tensor, "b l d"], place: Float[Tensor, "b l d"], conditions: Conditions
    ) -> Float[Tensor, "b l e"]:
        """Of the mean words of prompts and places."""
        camera = torch.cat([conditions.camera, fourier(conditions.camera / 2, 2)], -1)
        moments = fourier(conditions.seconds[..., None] / _MOMENT_SECONDS, _MOMENTS)
        summary = (
            self.texts(torch.cat([prompt, place], -1))
            + self.camera(camera)
            + self.seconds(moments)
            + self.role(conditions.role)
        )
        if self.clip is not None:
            summary = summary + self.clip(_in_clip(conditions))
        return summary.float()  # type: ignore[no-any-return]


def times(conditions: Conditions) -> Float[Tensor, "b l"]:
    """The frames' times in strides, 0 for the earliest; anchors stand before it, in order, far from it."""
    anchor = conditions.role == ROLES.index("anchor")
    first = conditions.seconds.masked_fill(anchor, math.inf).amin(1, keepdim=True)
    at = (conditions.seconds - first.where(first.isfinite(), torch.zeros_like(first))) / _strides(conditions)
    after = anchor.flip(1).cumsum(1).flip(1)
    return torch.where(anchor, -_BEFORE - after, at.clamp(max=1e4))


def _strides(conditions: Conditions) -> Float[Tensor, "b 1"]:
    return conditions.stride.clamp(min=1e-3)[:, None]


def _in_clip(conditions: Conditions) -> Float[Tensor, "b l f"]:
    """Where in its clip a frame is, how far apart the clip's frames are, and on which level of the hierarchy."""
    at = times(conditions).clamp(min=0)
    place = (at / at.amax(1, keepdim=True).clamp(min=1))[..., None]
    stride = _strides(conditions).log2().div(4)[..., None].expand_as(place)
    level = F.one_hot(conditions.level.clamp(0, _LEVELS - 1), _LEVELS).to(place.dtype)
    numbers = [place, fourier(place, 2), stride, fourier(stride / 2, 2)]
    return torch.cat([*numbers, level[:, None].expand(*place.shape[:2], _LEVELS)], -1)
