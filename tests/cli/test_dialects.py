import json
import subprocess
import sys
from pathlib import Path

PLAN = """Frame 1: [{'id': 0, 'name': 'bear', 'box': [0, 256, 128, 128]},
 {'id': 1, 'name': 'cat', 'box': [512, 0, 0, 0]}]
Frame 2: [{'id': 0, 'name': 'bear', 'box': [128, 256, 128, 128]}]
Background keyword: forest
"""


def plan(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "storyline", "plan", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_plan_of_others_becomes_a_storyboard_that_says_what_was_mended(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN)
    done = plan("--from-dialect", "lvd", tmp_path / "plan.txt", "-o", tmp_path / "board.yaml", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert (facts["scenes"], facts["shots"], facts["cast"], facts["seconds"]) == (1, 1, 1, 1.0)
    assert facts["notes"] == ["the box of “cat” is empty, (1, 0, 1, 0): it is taken to be absent"]
    assert (tmp_path / "board.yaml").read_text().startswith("format: storyboard/1")


def test_a_wrong_dialect_or_plan_is_said(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("A hare runs.")
    for dialect, words in (("lvd", "plan.txt: expected lines such as"), ("dreams", "expected a dialect of plans: lvd")):
        done = plan("--from-dialect", dialect, tmp_path / "plan.txt")
        assert done.returncode != 0 and words in done.stderr and "Traceback" not in done.stderr
