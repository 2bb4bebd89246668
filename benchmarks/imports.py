"""How light `import storyline` is, against `import pydantic`, each in fresh processes."""

import subprocess
import sys
from collections.abc import Iterator

_CODE = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def _seconds(module: str, runs: int = 9) -> float:
    command = [sys.executable, "-c", _CODE.format(module)]
    return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(runs))


def rows() -> Iterator[tuple[str, str, str]]:
    """`import storyline`, and the name people import most, as multiples of `import pydantic`."""
    base = _seconds("pydantic")
    yield "`import storyline` / `import pydantic`", f"{_seconds('storyline') / base:.2f}", "at most 3"
    yield (
        "`from storyline import Storyboard` / `import pydantic`",
        f"{_seconds('storyline.schema.storyboard') / base:.2f}",
        "",
    )
