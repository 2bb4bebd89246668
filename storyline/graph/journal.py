"""Files of a store to which any process adds lines of JSON, and which are kept from growing without end."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from storyline.errors import AssemblyError
from storyline.frames.replacing import replacing


def add(file: Path, line: Any, largest: int) -> None:
    """Write a line at the end; of a file of more than `largest` bytes the older half is dropped.

    Where it cannot be written, it is left out: what stands in such files is good to know, and nothing depends on it.
    """
    with suppress(OSError, AssemblyError):
        with file.open("ab", buffering=0) as end:  # at one go: lines of several processes do not mix
            end.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        if file.stat().st_size > largest:
            lines = file.read_bytes().splitlines(keepends=True)
            with replacing(file) as part:
                part.write_bytes(b"".join(lines[len(lines) // 2 :]))


def lines(file: Path) -> Iterator[Any]:
    """What the lines say, in their order; nothing of those that are no JSON, as half a line is none."""
    with suppress(OSError):
        for line in file.read_bytes().splitlines():
            with suppress(ValueError, RecursionError):
                yield json.loads(line)
