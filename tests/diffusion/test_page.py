"""What docs/diffusion.md shows is what happens."""

import re
import runpy
from pathlib import Path
from typing import Any

import torch

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "diffusion.md").read_text()


def test_the_tables_are_as_they_come_out() -> None:
    tables = "\n".join(runpy.run_path(str(DOCS / "diffusion.py"))["tables"]())
    assert tables in PAGE, "measure anew: python docs/diffusion.py"


def test_the_example_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    names: dict[str, Any] = {"network": lambda x, t: x * t}
    exec(compile(code, "diffusion.md", "exec"), names)
    assert names["latents"].shape == names["x"].shape == (1, 16, 8, 18, 32)
    assert torch.isfinite(names["latents"]).all()
