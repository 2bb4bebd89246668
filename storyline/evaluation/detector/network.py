"""The network of the detector: every cell of a coarse grid says whether a figure has its middle there, and which."""

from dataclasses import dataclass
from typing import Annotated

import torch
from jaxtyping import Float
from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional

from storyline.schema.base import Name, Noun

CELL = 8
"""Pixels of a cell's side."""
MULTIPLE = 16
"""Sides of what the network reads are multiples of it."""


class DetectorConfig(Noun):
    """What a detector knows, and how large it is."""

    kinds: Annotated[tuple[Name, ...], Field(min_length=1)]
    """As `vocabulary.KINDS` names them."""
    colours: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Of `vocabulary.BASIC_COLOURS`."""
    actions: tuple[Name, ...] = ()
    """As `vocabulary.ACTIONS` names them; none where it does not tell them."""
    widths: tuple[int, int, int] = (32, 64, 96)
    """Channels at a quarter, an eighth and a sixteenth of the picture's sides."""
    blocks: tuple[int, int, int] = (1, 2, 2)
    pixels: Annotated[int, Field(ge=MULTIPLE * MULTIPLE)] = 256 * 144
    """Pictures are brought to about so many pixels, the size it was trained at."""
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.4
    """What it is less sure of is not there."""


@dataclass(frozen=True)
class Reading:
    """What the network says of every cell; `h` and `w` count cells."""

    middle: Float[Tensor, "b h w"]
    """Logits: a figure's middle is here."""
    kind: Float[Tensor, "b kinds h w"]
    """Logits."""
    colour: Float[Tensor, "b colours h w"]
    """Logits."""
    action: Float[Tensor, "b actions h w"]
    """Logits."""
    edges: Float[Tensor, "b 4 h w"]
    """How far left, up, right and down the figure reaches from the cell's centre, in cells, at least 0."""
    features: Float[Tensor, "b d h w"]
    """What all of this is read from."""


class Detector(nn.Module):
    """A small convolutional network with heads as in CenterNet, whose boxes are measured from the cell as in FCOS.

    Source: Zhou et al. 2019, "Objects as Points", section 4; Tian et al. 2019 (FCOS), section 3.
    """

    def __init__(self, config: DetectorConfig) -> None:
        super().__init__()
        self.config = config
        self._classes = (len(config.kinds), len(config.colours), len(config.actions))
        fine, middle, coarse = config.widths
        self.stem = nn.Sequential(nn.PixelUnshuffle(4), _convolved(48, fine))
        self.fine = nn.Sequential(*(_Block(fine) for _ in range(config.blocks[0])))
        self.down = _convolved(fine, middle, stride=2)
        self.middle = nn.Sequential(*(_Block(middle) for _ in range(config.blocks[1])))
        self.downer = _convolved(middle, coarse, stride=2)
        self.coarse = nn.Sequential(*(_Block(coarse, dilation=1 + n % 2) for n in range(config.blocks[2])))
        self.around = nn.Linear(coarse, coarse)
        self.up = nn.Conv2d(coarse, middle, 1)
        self.head = nn.Sequential(_convolved(middle, middle), _convolved(middle, middle))
        self.out = nn.Conv2d(middle, 5 + sum(self._classes), 1)
        nn.init.zeros_(self.out.weight)
        # almost no cell is a middle, and boxes are a few cells large
        self.out.bias = nn.Parameter(torch.zeros(self.out.out_channels))
        self.out.bias.data[:5] = torch.tensor([-4.0, 3.0, 3.0, 3.0, 3.0])

    def trunk(self, pictures: Float[Tensor, "b 3 h w"]) -> tuple[Float[Tensor, "b c k l"], Float[Tensor, "b d m n"]]:
        """Features at an eighth and at a sixteenth of the picture's sides. Pictures are of -1..1."""
        detail = self.middle(self.down(self.fine(self.stem(pictures.contiguous(memory_format=torch.channels_last)))))
        gist: Tensor = self.coarse(self.downer(detail))
        return detail, gist + self.around(gist.mean((2, 3)))[:, :, None, None]

    def forward(self, pictures: Float[Tensor, "b 3 h w"]) -> Reading:
        """Read pictures of -1..1 whose sides are multiples of `MULTIPLE`."""
        detail, gist = self.trunk(pictures)
        risen = functional.interpolate(self.up(gist), size=detail.shape[-2:], mode="nearest")
        features = self.head(detail + risen)
        said = self.out(features).float()
        kind, colour, action = said[:, 5:].split(self._classes, dim=1)
        return Reading(said[:, 0], kind, colour, action, functional.softplus(said[:, 1:5]), features)


class _Block(nn.Module):
    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = _convolved(width, width, dilation=dilation)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)
        nn.init.zeros_(self.norm.weight)  # the identity at first

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.norm(self.second(self.first(x))))


def _convolved(inputs: int, outputs: int, *, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    kernel = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False)
    return nn.Sequential(kernel, nn.BatchNorm2d(outputs), nn.ReLU())
