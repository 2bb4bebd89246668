"""The first half of the detector: each cell of a grid says whether a figure has its middle there, and its box."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from storyline.evaluation.detector.layers import Block, convolved

CELL = 8
"""Pixels of a cell's side."""
MULTIPLE = 16
"""Sides of what the network reads are multiples of it."""


@dataclass(frozen=True)
class Places:
    """What is said of every cell; `h` and `w` count cells."""

    middle: Float[Tensor, "b h w"]
    """Logits: a figure's middle is here."""
    edges: Float[Tensor, "b 4 h w"]
    """How far left, up, right and down the figure reaches from the cell's centre, in cells, at least 0."""


class Finder(nn.Module):
    """A small convolutional network with heads as in CenterNet, whose boxes are measured from the cell as in FCOS.

    Source: Zhou et al. 2019, "Objects as Points", section 4; Tian et al. 2019 (FCOS), section 3.
    """

    def __init__(self, widths: tuple[int, int, int], blocks: tuple[int, int, int]) -> None:
        super().__init__()
        fine, middle, coarse = widths
        self.stem = nn.Sequential(nn.PixelUnshuffle(4), convolved(48, fine))
        self.fine = nn.Sequential(*(Block(fine) for _ in range(blocks[0])))
        self.down = convolved(fine, middle, stride=2)
        self.middle = nn.Sequential(*(Block(middle) for _ in range(blocks[1])))
        self.downer = convolved(middle, coarse, stride=2)
        self.coarse = nn.Sequential(*(Block(coarse, dilation=1 + n % 2) for n in range(blocks[2])))
        self.around = nn.Linear(coarse, coarse)
        self.up = nn.Conv2d(coarse, middle, 1)
        self.head = nn.Sequential(convolved(middle, middle), convolved(middle, middle))
        self.out = nn.Conv2d(middle, 5, 1)
        nn.init.zeros_(self.out.weight)
        # almost no cell is a middle, and boxes are a few cells large
        self.out.bias = nn.Parameter(torch.tensor([-4.0, 3.0, 3.0, 3.0, 3.0]))

    def trunk(self, pictures: Float[Tensor, "b 3 h w"]) -> tuple[Float[Tensor, "b c k l"], Float[Tensor, "b d m n"]]:
        """Features at an eighth and at a sixteenth of the picture's sides. Pictures are of -1..1."""
        detail = self.middle(self.down(self.fine(self.stem(pictures.contiguous(memory_format=torch.channels_last)))))
        gist: Tensor = self.coarse(self.downer(detail))
        return detail, gist + self.around(gist.mean((2, 3)))[:, :, None, None]

    def forward(self, pictures: Float[Tensor, "b 3 h w"]) -> Places:
        """Read pictures of -1..1 whose sides are multiples of `MULTIPLE`."""
        detail, gist = self.trunk(pictures)
        risen = functional.interpolate(self.up(gist), size=detail.shape[-2:], mode="nearest")
        said = self.out(self.head(detail + risen)).float()
        return Places(said[:, 0], functional.softplus(said[:, 1:]))
