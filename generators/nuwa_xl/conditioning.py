"""Conditions become what the network attends to, is painted with and is timed by: once a clip, for all its steps."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn

from generators.nuwa_xl.batch import FACINGS, PROMPT_PIECES, Conditions
from generators.nuwa_xl.grounding import Entities, Frames, times
from generators.nuwa_xl.painting import GROUND, MASKS, Painting, ground
from generators.nuwa_xl.text import FrozenText, LearnedText


@dataclass(frozen=True, eq=False)
class Conditioned:
    """What the network makes of conditions: nothing of it depends on the noise."""

    words: Float[Tensor, "b l m d"]
    """Of nothing (always there), the prompt, the place, the entities."""
    keep: Bool[Tensor, "b l m"]
    """False where a word is padding."""
    summary: Float[Tensor, "b l e"]
    """What holds for all of a frame."""
    painted: Float[Tensor, "b l p h w"]
    """The layout in the latent grid, and where the grid lies."""
    at: Float[Tensor, "b l"]
    """The frames' times in strides."""

    @classmethod
    def cat(cls, parts: Sequence["Conditioned"]) -> "Conditioned":
        """The clips of several, one after the other: both halves of guidance in one call."""
        names = [field.name for field in dataclasses.fields(cls)]
        return cls(**{name: torch.cat([getattr(part, name) for part in parts]) for name in names})

    def __getitem__(self, clips: slice | Tensor) -> "Conditioned":
        """Some of the clips."""
        names = [field.name for field in dataclasses.fields(self)]
        return Conditioned(**{name: getattr(self, name)[clips] for name in names})


class Conditioner(nn.Module):
    """The part of the network that reads."""

    def __init__(
        self,
        *,
        vocabulary: int,
        words: int,
        paint: int,
        clock: int,
        heads: int,
        temporal: bool,
        text_encoder: Mapping[str, Any] | None,
    ) -> None:
        """Widths of words, paint and clock; the rest as `MaskTemporalUNet` says."""
        super().__init__()
        self.text: LearnedText | FrozenText = (
            LearnedText(vocabulary, words, heads, PROMPT_PIECES)
            if text_encoder is None
            else FrozenText(text_encoder, words)
        )
        self.nothing = nn.Parameter(torch.randn(words) * 0.02)
        self.entities = Entities(words, paint)
        self.painting = Painting(paint, paint)
        self.frames = Frames(words, clock, temporal=temporal)
        self.channels = paint + MASKS + GROUND
        """Of `Conditioned.painted`."""

    def forward(self, conditions: Conditions, size: tuple[int, int]) -> Conditioned:
        """`size` is rows and columns of the latents."""
        prompt, place = (self._read(ids, sort) for sort, ids in enumerate((conditions.prompt, conditions.place)))
        described = self.entities(self.text.words(conditions.phrase), conditions)
        entities = self.entities.as_words(described, conditions.box).float()
        nothing = self.nothing.expand(*entities.shape[:2], 1, -1)
        said = [conditions.prompt > 0, conditions.place > 0]
        mirrored = conditions.facing == FACINGS.index("left")
        paint = self.painting(described, conditions.box, mirrored, conditions.present, size)
        return Conditioned(
            words=torch.cat([nothing, prompt, place, entities], 2),
            keep=torch.cat([torch.ones_like(said[0][..., :1]), *said, conditions.present], 2),
            summary=self.frames(_mean(prompt, said[0]), _mean(place, said[1]), conditions),
            painted=torch.cat([paint, ground(conditions.camera, size)], 2),
            at=times(conditions),
        )

    def _read(self, ids: Tensor, sort: int) -> Float[Tensor, "b l t d"]:
        read: Tensor = self.text(ids.flatten(0, 1), sort)
        return read.float().reshape(*ids.shape, -1)


def _mean(words: Float[Tensor, "b l t d"], there: Bool[Tensor, "b l t"]) -> Float[Tensor, "b l d"]:
    """Of the words that are there; zero of none."""
    return (words * there[..., None]).sum(2) / there.sum(2, keepdim=True).clamp(min=1)
