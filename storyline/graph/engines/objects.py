"""Files in the object store of a Ray cluster, for workers that do not see them on a disk."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

import ray

_KEPT = 512 << 20
"""Bytes that are kept after their use, for those that read them next."""


class Objects:
    """Files by their paths here; what was used least recently goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Path, tuple[Any, int]] = OrderedDict()
        """With their sizes, the one that was used last at the end."""

    def of(self, path: Path) -> Any:
        """A reference to the bytes of a file, which is read if it is not there. Raises OSError if it cannot be."""
        if path not in self._kept:
            data = path.read_bytes()
            self.keep(path, ray.put(data), len(data))
        self._kept.move_to_end(path)
        return self._kept[path][0]

    def keep(self, path: Path, ref: Any, size: int) -> None:
        """Note that the bytes of a file are there already."""
        self._kept[path] = ref, size
        kept = sum(size for _, size in self._kept.values())
        while kept > _KEPT and len(self._kept) > 1:
            kept -= self._kept.popitem(last=False)[1][1]

    def forget(self, path: Path) -> None:
        """It may have been lost with a machine."""
        self._kept.pop(path, None)

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()
