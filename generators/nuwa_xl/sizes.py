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
