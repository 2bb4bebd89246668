"""Latents to pictures once more, by a decoder that knows what is to be seen where.

The autoencoder's decoder has latents alone, in which what is small has lost its colour and its face before a denoiser
blurs it further. What they lost is no secret: the storyboard says who stands in which box, in which colours, doing
what since when. This decoder is painted as the denoiser is (`painting`), on a grid twice as fine, and has learnt from
latents that a denoiser made. Frames are decoded each by itself.
"""

from collections.abc import Sequence

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from jaxtyping import Float
from torch import Tensor, nn

from generators.nuwa_xl.batch import FACINGS, Conditions
from generators.nuwa_xl.coder import FACTOR, Chain, Residual
from generators.nuwa_xl.grounding import Entities
from generators.nuwa_xl.painting import MASKS, OCTAVES, Painting
from storyline.errors import SetupError


class GroundedDecoder(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Normalised latents and conditions -> frames."""

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        vocabulary: int = 2000,
        latent_channels: int = 16,
        widths: Sequence[int] = (128, 64),
        blocks: Sequence[int] = (2, 2),
        text_width: int = 64,
        paint_width: int = 48,
    ) -> None:
        """Widths and blocks on the latents' grid, and on one twice as fine; `vocabulary` counts pieces of words.

        Raises:
            SetupError: there are other than two widths and blocks.
        """
        super().__init__()
        if len(widths) != 2 or len(blocks) != 2:
            raise SetupError(f"grounded decoder: expected two widths and blocks; got {widths} and {blocks}")
        coarse, fine = widths
        painted, pixels = paint_width + MASKS, FACTOR // 2
        self.text = nn.Embedding(vocabulary, text_width, padding_idx=0)
        self.place = nn.Linear(text_width, coarse)
        self.entities = Entities(text_width, paint_width, spoken=False)
        self.painting = Painting(paint_width, paint_width, 2 * paint_width, OCTAVES)
        self.enter = nn.Conv2d(latent_channels, coarse, 3, padding=1)
        self.paint_coarse = nn.Conv2d(4 * painted, coarse, 1)
        self.coarse = Chain(Residual(coarse, temporal=False) for _ in range(blocks[0]))
        self.up = nn.Conv2d(coarse, 4 * fine, 1)
        self.paint_fine = nn.Conv2d(painted, fine, 1)
        self.fine = Chain(Residual(fine, temporal=False) for _ in range(blocks[1]))
        self.out = nn.Conv2d(fine, 3 * pixels**2, 3, padding=1)
        self.unfold = nn.PixelShuffle(pixels)

    def forward(
        self, latents: Float[Tensor, "b l c h w"], conditions: Conditions
    ) -> Float[Tensor, "b l 3 height width"]:
        """Frames, about -1..1."""
        b, length, _, *size = latents.shape
        described = self.entities(self.text(conditions.phrase), conditions)
        mirrored = conditions.facing == FACINGS.index("left")
        grid = (2 * size[0], 2 * size[1])
        painted = self.painting(described, conditions.box, mirrored, conditions.present, grid).flatten(0, 1)
        said = (conditions.place > 0).sum(-1, keepdim=True).clamp(min=1)
        place = self.place(self.text(conditions.place).sum(-2) / said).flatten(0, 1)
        x = self.enter(latents.flatten(0, 1).contiguous(memory_format=torch.channels_last))
        x = x + self.paint_coarse(nn.functional.pixel_unshuffle(painted, 2)) + place[..., None, None].to(x.dtype)
        x = nn.functional.pixel_shuffle(self.up(self.coarse(x, length)), 2)
        x = (x + self.paint_fine(painted)).contiguous(memory_format=torch.channels_last)
        frames: Tensor = self.unfold(self.out(self.fine(x, length))).float()
        return frames.reshape(b, length, *frames.shape[1:])
