"""The page of the manual."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_its_program_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[2] / "docs" / "notebook.md"
    program = "\n".join(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(program.replace('hare waves.")', 'hare waves.", runtime="2s")'), names)
    assert (tmp_path / "fox.mp4").is_file()
    names["editor"].close()  # type: ignore[attr-defined]
