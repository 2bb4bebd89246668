"""What a detailer remembers: a picture of each kind of the drawn world, standing, facing right, alone.

To draw somebody in a pose it need not know by heart how each kind looks, only what becomes of the picture.
Source: Blattmann et al. 2022 (Retrieval-Augmented Diffusion Models), section 3, with one neighbour: the kind itself.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Int, UInt8
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from generators.nuwa_xl.batch import Conditions, Words
from generators.nuwa_xl.details import NAME, Figures, cut
from storyline.schema.media import FrameSize
from storyline.training.corpus.toon import portrait
from storyline.training.nuwa_xl.autoencoder import as_frames

_SIZE = FrameSize((512, 288))
_FINER = 4
"""Times as many pixels a side as are kept are cut out first."""


def remembered(
    kinds: Sequence[str], words: Words, pixels: int
) -> tuple[Int[Tensor, "m 4"], UInt8[Tensor, "m 4 {pixels} {pixels}"]]:
    """The names of kinds in pieces, and their pictures, as `Detailer.remember` takes them."""
    names = torch.tensor([words(kind, NAME) for kind in kinds], dtype=torch.int32)
    return names, torch.stack([_picture(kind, words, pixels) for kind in kinds])


def _picture(kind: str, words: Words, pixels: int) -> UInt8[Tensor, "4 {pixels} {pixels}"]:
    drawn = portrait(kind, _SIZE)
    assert drawn.masks is not None
    figures = Figures.of(Conditions.of([drawn.conditions], words, stride=0.0, level=0))
    matte = torch.from_numpy(drawn.masks > 0)[:, None].float()
    both = torch.cat([as_frames(torch.from_numpy(drawn.pictures)[None])[0] * matte, matte * 2 - 1], 1)
    small = F.avg_pool2d(cut(both, figures, _FINER * pixels), _FINER)[0]
    return ((small.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
