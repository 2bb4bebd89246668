"""Pixels → the few colours that a thing has, each with how it spreads and how much of the thing has it."""

from typing import Annotated

import numpy as np
from jaxtyping import Float, Int
from pydantic import Field

from storyline.schema.base import Noun

Lab = tuple[float, float, float]
"""L* of 0..100, a* and b* of about -100..100."""

MOST = 4
"""Colours of a thing."""
LEAST = 0.06
"""Of a thing: less of a colour is an eye, or an edge."""
_CELL, _LOW, _SHAPE = 5.0, np.array([0.0, -110.0, -110.0]), (21, 44, 44)
"""Cells in which colours are counted: their side, where they begin, how many."""
_LIKE = 16.0
"""Steps of L*a*b* within which colours are one."""
_BELONGS = 32.0
"""A colour farther off than this from all that were found is none of them."""
_STEPS = 8
"""Of the mean shift."""
_TO_SPREAD = 1.4826
"""From the median distance to the median to a standard deviation."""


class Tone(Noun):
    """One of the colours of a thing."""

    lab: Lab
    """The median of its pixels."""
    spread: Lab
    """How far they lie about it, robustly: as a standard deviation is of a bell curve."""
    share: Annotated[float, Field(gt=0, le=1)]
    """Of the thing's pixels."""


class Palette(Noun):
    """The colours of a thing, the commonest first."""

    tones: Annotated[tuple[Tone, ...], Field(min_length=1)]


def palette_of(lab: Float[np.ndarray, "n 3"], weight: Float[np.ndarray, " n"]) -> Palette | None:
    """The main colours of some pixels; None of no pixels, or if no colour is common.

    The commonest colour is taken with all that is like it, then the commonest of the rest, and so on: where a thing
    stands and how large it is changes nothing, and a colour that is added moves no other.
    Source: the modes are those of Comaniciu and Meer 2002 (mean shift), from peaks of a histogram.
    """
    total = float(weight.sum())
    if total <= 0:
        return None
    centres: list[Float[np.ndarray, " 3"]] = []
    left = weight.astype(np.float64)
    while len(centres) < MOST:
        centre = _mode(lab, left)
        near = np.linalg.norm(lab - centre, axis=1) < _LIKE
        if float(left[near].sum()) < LEAST * total:
            break
        centres.append(centre)
        left = np.where(near, 0.0, left)
        if float(left.sum()) < LEAST * total:
            break
    if not centres:
        return None
    off = np.linalg.norm(lab[:, None] - np.stack(centres), axis=2)
    nearest = np.where(off.min(1) < _BELONGS, off.argmin(1), -1)
    tones = []
    for n in range(len(centres)):
        own = nearest == n
        share = float(weight[own].sum()) / total
        if share >= LEAST:
            middle = _medians(lab[own], weight[own])
            spread = _TO_SPREAD * _medians(np.abs(lab[own] - middle), weight[own])
            tones.append(Tone(lab=_rounded(middle), spread=_rounded(spread), share=round(min(1.0, share), 4)))
    return Palette(tones=tuple(sorted(tones, key=lambda tone: -tone.share))) if tones else None


def cells_of(lab: Float[np.ndarray, "n 3"]) -> Int[np.ndarray, " n"]:
    """The number of the cell of L*a*b* that each colour lies in."""
    cells = np.clip((lab - _LOW) / _CELL, 0, np.array(_SHAPE) - 1).astype(np.int64)
    return np.asarray(np.ravel_multi_index(tuple(cells.T), _SHAPE), np.int64)


def counted(cells: Int[np.ndarray, " n"], weight: Float[np.ndarray, " n"]) -> Float[np.ndarray, " cells"]:
    """How much there is in every cell, some of it spread over its neighbours."""
    counts = np.bincount(cells, weight, int(np.prod(_SHAPE))).reshape(_SHAPE)
    for axis in range(3):
        counts = _smooth(counts, axis)
    return counts.ravel()


def _mode(lab: Float[np.ndarray, "n 3"], weight: Float[np.ndarray, " n"]) -> Float[np.ndarray, " 3"]:
    """The commonest colour: the fullest cell with its neighbours, and from there uphill."""
    fullest = np.unravel_index(int(counted(cells_of(lab), weight).argmax()), _SHAPE)
    centre: Float[np.ndarray, " 3"] = _LOW + (np.array(fullest) + 0.5) * _CELL
    for _ in range(_STEPS):
        near = weight * (np.linalg.norm(lab - centre, axis=1) < 0.75 * _LIKE)
        if near.sum() <= 0:
            break
        centre = (lab * near[:, None]).sum(0) / near.sum()
    return centre


def _smooth(counts: Float[np.ndarray, "l a b"], axis: int) -> Float[np.ndarray, "l a b"]:
    side = [(1, 1) if n == axis else (0, 0) for n in range(3)]
    padded = np.pad(counts, side)
    parts = [np.take(padded, range(n, n + counts.shape[axis]), axis) for n in range(3)]
    mixed: Float[np.ndarray, "l a b"] = 0.25 * parts[0] + 0.5 * parts[1] + 0.25 * parts[2]
    return mixed


def _medians(values: Float[np.ndarray, "n 3"], weight: Float[np.ndarray, " n"]) -> Float[np.ndarray, " 3"]:
    """The weighted median of each column."""
    found = np.empty(3)
    for axis in range(3):
        order = np.argsort(values[:, axis], kind="stable")
        running = np.cumsum(weight[order])
        found[axis] = values[order[np.searchsorted(running, running[-1] / 2)], axis]
    return found


def _rounded(values: Float[np.ndarray, " 3"]) -> Lab:
    lightness, a, b = (round(float(v), 2) + 0.0 for v in values)
    return lightness, a, b
