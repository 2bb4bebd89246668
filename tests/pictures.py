"""Test pictures that survive compression and can be told apart."""

import numpy as np

BLOCK = 8


def coded(*number: int, size: tuple[int, int] = (64, 48)) -> np.ndarray:
    """A picture of black and white blocks, a different one for every number."""
    columns, rows = size[0] // BLOCK, size[1] // BLOCK
    bits = np.random.default_rng(number).integers(0, 2, (rows, columns), dtype=np.uint8)
    return np.repeat(np.repeat(bits * 255, BLOCK, 0), BLOCK, 1)[:, :, None].repeat(3, 2)


def blocks(picture: np.ndarray) -> np.ndarray:
    """The mean light of each block, 0..255."""
    height, width = picture.shape[:2]
    return picture.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).mean((1, 3, 4))


def differs(a: np.ndarray, b: np.ndarray) -> float:
    """The largest difference between blocks: of two numbers about 255, of one before and after compression a few."""
    return float(np.abs(blocks(a) - blocks(b)).max())
