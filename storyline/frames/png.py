"""Pictures too tall for memory → PNG files, strip by strip."""

import struct
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

_UP = 2  # the filter by which every row is stored: as its difference from the row above


def write_png(path: Path, width: int, height: int, strips: Iterable[UInt8[np.ndarray, "_ {width} 3"]]) -> None:
    """Write strips, from top to bottom and together `height` rows high, as one picture.

    Raises:
        ValueError: the strips have more or fewer rows.
    """
    packer = zlib.compressobj(6)
    above = np.zeros((1, width, 3), np.uint8)
    rows = 0
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        _chunk(file.write, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        for strip in strips:
            rows += len(strip)
            differences = (strip - np.concatenate((above, strip[:-1]))).reshape(len(strip), -1)
            filtered = np.concatenate((np.full((len(strip), 1), _UP, np.uint8), differences), axis=1)
            _chunk(file.write, b"IDAT", packer.compress(filtered.tobytes()))
            above = strip[-1:].copy()
        _chunk(file.write, b"IDAT", packer.flush())
        _chunk(file.write, b"IEND", b"")
    if rows != height:
        raise ValueError(f"expected {height} rows of pixels; got {rows}")


def _chunk(write: Callable[[bytes], object], kind: bytes, data: bytes) -> None:
    if data or kind == b"IEND":
        write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
