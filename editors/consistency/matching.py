"""Two palettes of one thing → which colour of the one is which of the other, and how far they are apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float, Int

from editors.consistency.difference import difference
from editors.consistency.palette import Palette

LIGHTNESS = 2.0
"""By which differences of lightness are divided: which side of a thing is turned to the light says little of it."""
_MORE = 12.0
"""What it costs that a colour is seen so much more in one of them: all of it or nothing."""
_ALONE = 80.0
"""What it costs, times its share squared, that a colour has no counterpart: small ones come and go, large ones stay."""


@dataclass(frozen=True)
class Match:
    """How two palettes belong together."""

    pairs: tuple[tuple[int, int], ...]
    """Numbers of colours that are the same one, of the first palette and of the second."""
    weights: tuple[float, ...]
    """What each pair counts: how much of the thing has this colour in both. Together 1."""
    apart: float
    """The mean difference of the pairs (CIEDE2000), by these weights. How much is seen of a colour is none."""


def matched(one: Palette, other: Palette) -> Match:
    """Pair colours so that they are as alike, and as common, as can be: the best of all ways to do so.

    Raises:
        ValueError: nothing of the one is like anything of the other; palettes of one thing always have a pair.
    """
    first, second = (np.array([tone.lab for tone in palette.tones]) for palette in (one, other))
    shares = [np.array([tone.share for tone in palette.tones]) for palette in (one, other)]
    apart = difference(first[:, None], second[None], LIGHTNESS)
    common = np.minimum(shares[0][:, None], shares[1][None])
    alone = [_ALONE * share**2 for share in shares]
    cost = apart * np.maximum(shares[0][:, None], shares[1][None]) + _MORE * np.abs(
        shares[0][:, None] - shares[1][None]
    )
    saved = cost - alone[0][:, None] - alone[1][None]
    padded = np.concatenate([saved, np.zeros((len(first), 1))], axis=1)
    ways = _ways(len(first), len(second))
    totals = padded[np.arange(len(first)), ways].sum(1)
    totals[(ways == -1).all(1)] = np.inf  # it is one thing: something of it is the same
    best = ways[int(totals.argmin())]
    pairs = tuple((a, int(b)) for a, b in enumerate(best) if b >= 0)
    weight = np.array([common[a, b] for a, b in pairs])
    weight = weight / weight.sum()
    return Match(
        pairs,
        tuple(float(w) for w in weight),
        float(sum(w * apart[a, b] for w, (a, b) in zip(weight, pairs, strict=True))),
    )


def shifted(palette: Palette, by: Float[np.ndarray, " 3"]) -> Palette:
    """The same in another light: all its colours so many steps of L*a*b* farther."""
    moved = (np.array([tone.lab for tone in palette.tones]) + by).round(2).tolist()
    tones = (tone.model_copy(update={"lab": tuple(lab)}) for tone, lab in zip(palette.tones, moved, strict=True))
    return Palette(tones=tuple(tones))


@cache
def _ways(count: int, others: int) -> Int[np.ndarray, "n count"]:
    """All ways to give each of some a number of others, or -1, none but -1 twice."""
    ways: list[list[int]] = [[]]
    for _ in range(count):
        ways = [[*way, n] for way in ways for n in _free(way, others)]
    return np.array(ways)


def _free(taken: Sequence[int], others: int) -> list[int]:
    return [n for n in range(-1, others) if n < 0 or n not in taken]
