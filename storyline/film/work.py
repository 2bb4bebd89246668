"""How much of this machine there is to work with."""

import os
from contextlib import suppress
from pathlib import Path

MAX_WORKERS = 256


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> int | None:
    """How many bytes of memory are free here; None where that cannot be known."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/meminfo").read_text("ascii").split("MemAvailable:")[1].split()[0]) * 1024
    return None
