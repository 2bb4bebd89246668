"""What a training says of itself, in `log.jsonl`."""

import json
import logging
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

log = logging.getLogger(__name__)


class Journal:
    """A file of lines of JSON: means over some steps, and what samples measured."""

    def __init__(self, path: Path, step: int, *, writes: bool) -> None:
        """It goes on after `step`: later lines, which a kill undid, are left out. Not all processes write."""
        self._path, self._writes = path, writes
        self._sums: dict[str, Tensor] = {}
        self._count, self._since = 0, time.monotonic()
        if writes:
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = path.read_text().splitlines() if path.exists() else []
            known = [line for line in lines if _step_of(line) <= step]
            path.write_text("".join(line + "\n" for line in known))

    def add(self, values: Mapping[str, Tensor]) -> None:
        """Take in what one step gave; it stays on its device until a line is written."""
        for name, value in values.items():
            self._sums[name] = self._sums[name] + value.detach() if name in self._sums else value.detach()
        self._count += 1

    def silent(self) -> float:
        """Seconds since the last line of means, or since it began."""
        return time.monotonic() - self._since

    def write(self, step: int, seconds: float, rate: float) -> None:
        """A line of means since the last."""
        now = time.monotonic()
        means = {name: round(float(value) / self._count, 6) for name, value in self._sums.items()}
        pace = round(self._count / max(1e-9, now - self._since), 3)
        self._line({"step": step, "seconds": round(seconds, 1), "rate": rate, "steps_per_second": pace, **means})
        self._sums, self._count, self._since = {}, 0, now

    def measured(self, step: int, measures: Mapping[str, float]) -> None:
        """A line of what samples measured."""
        if measures:
            self._line({"step": step, "measures": dict(measures)})

    def _line(self, content: Mapping[str, Any]) -> None:
        if self._writes:
            line = json.dumps(content)
            log.info("%s", line)
            with self._path.open("a") as file:
                file.write(line + "\n")


def _step_of(line: str) -> float:
    """The step that a line of the log is of; infinite if a kill cut the line short."""
    try:
        return float(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return math.inf
