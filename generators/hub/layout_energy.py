"""Where a network looks while it draws somebody, and their box → an energy that is 0 where it looks there alone.

Sources: Xie et al. 2023 (BoxDiff), section 3.2: the strongest places inside and outside of a box, and its corners.
Lian et al. 2023 (LLM-grounded Video Diffusion Models), section 4.2: the centre of mass.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from storyline.schema.layout import Box

_REACH = 1
"""Cells to each side of a box's edge that the corner term looks at."""


@dataclass(frozen=True)
class Pull:
    """How much each term weighs."""

    foreground: float = 1.0
    """To be looked for in the box."""
    background: float = 1.0
    """Not to be looked for outside of it."""
    centre: float = 1.0
    """The centre of mass is the box's."""
    corners: float = 1.0
    """It reaches to the box's edges, and ends there."""
    share: float = 0.2
    """Of the cells in the box, and of those outside: the strongest, which count."""


def mask_of(box: Box, rows: int, columns: int) -> Bool[Tensor, "{rows} {columns}"]:
    """The cells of a map that have at least half of their width and height in a box; at least the nearest one."""
    x0, y0, x1, y1 = box.root
    return _within(y0, y1, rows)[:, None] & _within(x0, x1, columns)[None]


def _within(start: float, end: float, cells: int) -> Bool[Tensor, "{cells}"]:
    centres = (torch.arange(cells) + 0.5) / cells
    found = (centres >= start) & (centres < end)
    found[(centres - (start + end) / 2).abs().argmin()] = True
    return found


def energy(
    maps: Float[Tensor, "n rows columns"], masks: Bool[Tensor, "n rows columns"], pull: Pull
) -> Float[Tensor, ""]:
    """The sum over everybody; 0 where all maps are their masks, and never below.

    Args:
        maps: of 0..1: how much each cell looks for somebody.
        masks: their boxes.
    """
    total = maps.new_zeros(())
    for looks, mask in zip(maps, masks, strict=True):
        total = total + (
            pull.foreground * (1 - _strongest(looks[mask], pull.share))
            + pull.background * _strongest(looks[~mask], pull.share)
            + pull.centre * _off_centre(looks, mask)
            + pull.corners * (_beside(looks.amax(0), mask.any(0)) + _beside(looks.amax(1), mask.any(1)))
        )
    return total


def _strongest(cells: Float[Tensor, "cells"], share: float) -> Float[Tensor, ""]:
    """The mean of the strongest cells, where there are any."""
    if not len(cells):
        return cells.new_zeros(())
    return cells.topk(max(1, min(len(cells), round(share * len(cells))))).values.mean()


def _off_centre(looks: Float[Tensor, "rows columns"], mask: Bool[Tensor, "rows columns"]) -> Float[Tensor, ""]:
    """How far the centre of mass lies from the mask's, squared, in widths and heights of the map."""
    return (_centre(looks) - _centre(mask.to(looks.dtype))).square().sum()


def _centre(looks: Float[Tensor, "rows columns"]) -> Float[Tensor, "2"]:
    rows, columns = looks.shape
    mass = looks / looks.sum().clamp_min(torch.finfo(looks.dtype).eps)
    down = (torch.arange(rows, device=looks.device, dtype=looks.dtype) + 0.5) / rows
    across = (torch.arange(columns, device=looks.device, dtype=looks.dtype) + 0.5) / columns
    return torch.stack([(mass.sum(1) * down).sum(), (mass.sum(0) * across).sum()])


def _beside(profile: Float[Tensor, "cells"], wanted: Bool[Tensor, "cells"]) -> Float[Tensor, ""]:
    """How much a map's profile along one side differs from its box's, near the box's edges; half of the term."""
    inside = wanted.nonzero().flatten()
    near = torch.zeros_like(wanted)
    for edge in (int(inside[0]), int(inside[-1])):
        near[max(0, edge - _REACH) : edge + _REACH + 1] = True
    return (profile - wanted.to(profile.dtype)).abs()[near].mean() / 2
