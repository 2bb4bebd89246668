"""The sizes that the network draws at: one a shape of picture; what is asked for is resized from the nearest."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.media import FrameSize

CELL = 8
"""Pixels a latent spans, across and down."""

SIZES: Mapping[str, FrameSize] = MappingProxyType(
    {"16:9": FrameSize((256, 144)), "9:16": FrameSize((144, 256)), "1:1": FrameSize((192, 192))}
)
"""By aspect. All have about as many pixels."""

FINER = 2
"""How many times as wide and high as frames are sampled their figures and places are drawn."""


def finer(size: FrameSize) -> FrameSize:
    """That of pictures which are as fine as can be where frames of a size are sampled."""
    return FrameSize((FINER * size.width, FINER * size.height))


def put_together(size: FrameSize, asked: FrameSize) -> FrameSize:
    """At which size figures are put before places, where frames are sampled at one size and asked for at another.

    It has the shape that is asked for, and as many pixels, but no fewer than are sampled and no more than are fine.

    >>> [str(put_together(SIZES["16:9"], FrameSize(s))) for s in ((1280, 720), (640, 360), (720, 1280), (64, 36))]
    ['512x288', '512x288', '288x512', '256x144']
    """
    few, wanted = size.width * size.height, asked.width * asked.height
    scale = math.sqrt(min(max(wanted, few), FINER**2 * few) / wanted)
    return FrameSize((2 * round(asked.width * scale / 2), 2 * round(asked.height * scale / 2)))


def bucket(size: FrameSize) -> FrameSize:
    """The one of `SIZES` whose aspect is nearest, by ratio.

    >>> str(bucket(FrameSize((1280, 720)))), str(bucket(FrameSize((600, 800)))), str(bucket(FrameSize((64, 64))))
    ('256x144', '192x192', '192x192')
    """
    return min(SIZES.values(), key=lambda known: abs(math.log(known.width * size.height / known.height / size.width)))


def latent_size(size: FrameSize) -> tuple[int, int]:
    """Rows and columns of a picture's latents.

    >>> latent_size(SIZES["16:9"])
    (18, 32)

    Raises:
        ValueError: a side is no multiple of `CELL`.
    """
    if size.width % CELL or size.height % CELL:
        raise ValueError(f"the sides of a picture to be encoded are multiples of {CELL}; got {size}")
    return size.height // CELL, size.width // CELL
