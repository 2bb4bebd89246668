import json
import subprocess
import sys
from pathlib import Path


def plans(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "storyline", "evaluate", "plans", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_misses_are_written_one_by_one(tmp_path: Path) -> None:
    done = plans("--benchmark", "sentences", "--misses", tmp_path / "misses.json", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    misses = json.loads((tmp_path / "misses.json").read_text())
    assert found["total"] == 100 == found["passed"] + len(misses)
    assert set(found["by_task"]) == {"numeracy", "attribution", "visibility", "dynamics", "sequential"}
    assert found["planner"] == "offline" and found.get("misses", []) == misses


def test_a_folder_is_asked_for_where_one_is_needed(tmp_path: Path) -> None:
    for arguments in (("--benchmark", "nsr1k"), ("--benchmark", "nsr1k", "--data", tmp_path)):
        done = plans(*arguments)
        assert done.returncode != 0 and "--data" in done.stderr and "Traceback" not in done.stderr
