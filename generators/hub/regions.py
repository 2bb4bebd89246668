"""Who is where → which words of a joint sequence of text and picture see which cells of it, and are seen by them.

After the words of the prompt come those of everybody's phrase. A phrase sees, and is seen in, the cells of its box
alone; in these, the prompt keeps a share of its weight. The cells of the picture see each other as before.

Source: Chen et al. 2024, "Training-free Regional Prompting for Diffusion Transformers", which blends two outcomes of
attention. Our own: one attention in which the words weigh their shares, softmax(q k + log weight).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from generators.hub.family import Who
from generators.hub.layout_energy import mask_of


@dataclass(frozen=True)
class Region:
    """A phrase's cells."""

    phrase: str
    cells: Bool[Tensor, "rows columns"]


def regions(who: Sequence[Who], rows: int, columns: int) -> list[Region]:
    """Of everybody of whom a cell is seen: where boxes overlap, it is whoever is nearer.

    Args:
        who: far to near.
    """
    free = torch.ones(rows, columns, dtype=torch.bool)
    found = []
    for one in reversed(who):
        cells = mask_of(one.box, rows, columns) & free
        free = free & ~cells
        if cells.any():
            found.append(Region(one.phrase, cells))
    return found[::-1]


def bias(found: Sequence[Region], words: int, phrase_words: int, base: float) -> Float[Tensor, "1 1 sequence sequence"]:
    """What is added to attention before its softmax, for words, phrases' words, and cells, in this order.

    Args:
        words: of the prompt.
        phrase_words: of each phrase.
        base: 0 to 1: what the prompt weighs within boxes; phrases weigh the rest.
    """
    cells = found[0].cells.numel()
    start = words + len(found) * phrase_words
    weight = torch.zeros(start + cells, start + cells)  # of what is seen, by who sees it
    weight[:words, :words] = weight[:words, start:] = 1
    weight[start:, :words] = weight[start:, start:] = 1
    for n, region in enumerate(found):
        own = slice(words + n * phrase_words, words + (n + 1) * phrase_words)
        inside = start + region.cells.flatten().nonzero()[:, 0]
        weight[own, own] = 1
        weight[own, inside] = 1
        weight[inside, :words] = base
        weight[inside, own] = 1 - base
    return weight.log()[None, None]
