"""What a good fit costs little of: colours, edges, motion, and a map that does not fold."""

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.flow import pixels, sampled

_LEAST_AREA = 0.2
"""Of a pixel's area in the canonical image, in pixels: below it, it is about to fold."""


def colour_loss(
    made: Float[Tensor, "k 3 h w"], true: Float[Tensor, "k 3 h w"], weight: Float[Tensor, "k h w"]
) -> Float[Tensor, ""]:
    """Mean squared error where the layer is seen."""
    return _mean((made - true).square().mean(1), weight)


def edge_loss(
    made: Float[Tensor, "k 3 h w"], true: Float[Tensor, "k 3 h w"], weight: Float[Tensor, "k h w"]
) -> Float[Tensor, ""]:
    """How far Sobel's derivatives are off. Source: CoDeF's code (it is not in the paper)."""
    return _mean(_sobel(made - true).abs().mean(1), weight[:, 1:-1, 1:-1])


def motion_loss(
    first: Float[Tensor, "k h w 2"],
    second: Float[Tensor, "k h w 2"],
    flow: Float[Tensor, "k h w 2"],
    weight: Float[Tensor, "k h w"],
) -> Float[Tensor, ""]:
    """How far apart pixels that flow connects lie in the canonical image, in pixels of the frame.

    Source: Ouyang et al. 2023, equation 6.
    """
    return _mean(tracking_error(first, second, flow).clamp_max(20), weight)


def tracking_error(
    first: Float[Tensor, "k h w 2"], second: Float[Tensor, "k h w 2"], flow: Float[Tensor, "k h w 2"]
) -> Float[Tensor, "k h w"]:
    """The distance of each pixel's canonical position from that of where it has gone, in pixels of the frame."""
    rows, columns = flow.shape[1:3]
    gone = sampled(second.movedim(-1, 1), pixels(rows, columns).to(flow) + flow).movedim(1, -1)
    off = (first - gone) * torch.tensor([columns / 2, rows / 2]).to(flow)
    return (off.square().sum(-1) + 1e-8).sqrt()


def jacobian(maps: Float[Tensor, "k h w 2"]) -> Float[Tensor, "k a b 2 2"]:
    """How the canonical position changes from pixel to pixel: of each, rows x and y, columns across and down.

    In pixels: the identity where a frame lies as the canonical image does. `a` and `b` are one less than `h` and `w`.
    """
    rows, columns = maps.shape[1:3]
    scaled = maps * torch.tensor([columns / 2, rows / 2]).to(maps)
    across = (scaled[:, :, 1:] - scaled[:, :, :-1])[:, :-1]
    down = (scaled[:, 1:] - scaled[:, :-1])[:, :, :-1]
    return torch.stack([across, down], -1)


def rigidity_loss(maps: Float[Tensor, "k h w 2"]) -> Float[Tensor, ""]:
    """How far a map is from a rotation with one zoom, cell by cell; and a wall before it folds.

    As rigid as possible (Sorkine & Alexa 2007): the squared length of what is left of the Jacobian without the
    rotation and zoom that are nearest to it.
    """
    j = jacobian(maps)
    a, b, c, d = j[..., 0, 0], j[..., 0, 1], j[..., 1, 0], j[..., 1, 1]
    sheared = ((a - d).square() + (b + c).square()) / 2
    area = a * d - b * c
    return sheared.mean() + 10 * F.relu(_LEAST_AREA - area).square().mean()


def folded(maps: Float[Tensor, "k h w 2"]) -> Float[Tensor, "k a b"]:
    """1 where a map turns a cell over."""
    j = jacobian(maps)
    return (j[..., 0, 0] * j[..., 1, 1] - j[..., 0, 1] * j[..., 1, 0] <= 0).float()


def _mean(values: Float[Tensor, "k h w"], weight: Float[Tensor, "k h w"]) -> Float[Tensor, ""]:
    return (values * weight).sum() / weight.sum().clamp_min(1)


def _sobel(pictures: Float[Tensor, "k c h w"]) -> Float[Tensor, "k two_c a b"]:
    """Derivatives across and down, each an eighth of Sobel's, of all pixels but the outermost."""
    across = pictures[..., 2:] - pictures[..., :-2]
    down = pictures[..., 2:, :] - pictures[..., :-2, :]
    across = across[..., :-2, :] + 2 * across[..., 1:-1, :] + across[..., 2:, :]
    down = down[..., :-2] + 2 * down[..., 1:-1] + down[..., 2:]
    return torch.cat([across, down], 1) / 8
