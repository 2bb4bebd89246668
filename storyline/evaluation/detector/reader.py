"""The second half of the detector: what is cut out around a figure says who it is, of which colour, and what it does.

One network that says all of every cell needs many times the frames to tell as many kinds apart.
Source: Girshick 2015, "Fast R-CNN", section 2, for the two halves.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int64
from torch import Tensor, nn
from torch.nn import functional

from storyline.evaluation.detector.layers import Block, convolved

_MARGIN = 1.15
"""The side of what is cut out, over the longer side of the box."""
_LEAST = 8.0
"""And at least so many pixels."""
_FOLDED = 4
_POOLED = 4


@dataclass(frozen=True)
class Reading:
    """What is said of each crop."""

    kind: Float[Tensor, "n kinds"]
    """Logits, as the others."""
    colour: Float[Tensor, "n colours"]
    action: Float[Tensor, "n actions"]
    features: Float[Tensor, "n d"]
    """What all of this is read from."""


class Reader(nn.Module):
    """A small convolutional network over crops."""

    def __init__(self, widths: tuple[int, int], features: int, classes: tuple[int, int, int]) -> None:
        """`classes` counts kinds, colours and actions."""
        super().__init__()
        fine, coarse = widths
        self._classes = classes
        self.stem = nn.Sequential(nn.PixelUnshuffle(_FOLDED), convolved(3 * _FOLDED**2, fine))
        self.layers = nn.Sequential(
            Block(fine),
            convolved(fine, coarse, stride=2),
            Block(coarse),
            Block(coarse),
            nn.AdaptiveAvgPool2d(_POOLED),
            nn.Flatten(),
            nn.Linear(coarse * _POOLED**2, features),
            nn.ReLU(),
        )
        self.out = nn.Linear(features, sum(classes))

    def forward(self, crops: Float[Tensor, "n 3 s s"]) -> Reading:
        """Read crops of -1..1."""
        features = self.layers(self.stem(crops.contiguous(memory_format=torch.channels_last))).float()
        kind, colour, action = self.out(features).float().split(self._classes, dim=1)
        return Reading(kind, colour, action, features)


def crops(
    pictures: Float[Tensor, "b 3 h w"], boxes: Float[Tensor, "n 4"], of: Int64[Tensor, " n"], side: int
) -> Float[Tensor, "n 3 {side} {side}"]:
    """The square around each box, brought to so many pixels a side; what lies beyond a picture is as its edge.

    Args:
        boxes: x0, y0, x1, y1 in fractions of the picture.
        of: the number of each box's picture.
    """
    if not len(boxes):
        return pictures.new_zeros(0, 3, side, side)
    height, width = pictures.shape[-2:]
    sides = torch.tensor([width, height], device=boxes.device)
    low, high = boxes[:, :2] * sides, boxes[:, 2:] * sides
    reach = (high - low).amax(1, keepdim=True).clamp_min(_LEAST) * _MARGIN / 2
    scale, middle = reach / (sides / 2), (low + high) / sides - 1
    theta = torch.cat([torch.diag_embed(scale), middle[..., None]], 2).to(pictures)
    grid = functional.affine_grid(theta, [len(boxes), 3, side, side], align_corners=False)
    return functional.grid_sample(pictures[of], grid, padding_mode="border", align_corners=False)
