"""What shines on clothes and things: gold, steel and stars."""

import math

import numpy as np

from generators.toon.canvas import RGB
from generators.toon.shapes import Points

GOLD: RGB = (250, 202, 76)
STEEL: RGB = (186, 194, 208)


def star(x: float, y: float, radius: float, points: int = 5) -> Points:
    """A star around (x, y), one point up."""
    turn = np.arange(2 * points) * math.pi / points - math.pi / 2
    reach = np.where(np.arange(2 * points) % 2, 0.45 * radius, radius)
    return np.stack([np.cos(turn) * reach + x, np.sin(turn) * reach + y], 1)
