"""`storyline graph`, printed and drawn, before and after a render."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import STORY, Shell, here


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))
    (tmp_path / "story.yaml").write_text(STORY)
    return tmp_path


def told(folder: Path, *options: object) -> Any:
    return json.loads(here("graph", "story.yaml", *options, "--json", folder=folder).stdout)


def test_what_ran_is_told_and_drawn_with_its_seconds(folder: Path) -> None:
    before = told(folder, "-o", "before.svg")
    assert {task["state"] for task in before["tasks"]} == {"will run"} and before["last_render"] is None
    assert before["picture"] == "before.svg"
    assert all(task["seconds"] > 0 and not task["took"] and task["to_run"] for task in before["tasks"])
    assert before["longest"][-1] == "film"

    here("draw", "story.yaml", "-o", "panels", "--workers", "1", "--quiet", folder=folder)
    here("render", "story.yaml", "-o", "film.mp4", "--workers", "1", "--quiet", folder=folder)
    after = told(folder)
    states = {task["id"]: task["state"] for task in after["tasks"]}
    assert states.keys() == {task["id"] for task in before["tasks"]}
    assert {state for id, state in states.items() if id.startswith("keyframes/")} == {"cached"}
    assert {state for id, state in states.items() if not id.startswith("keyframes/")} == {"ran"}
    assert all(task["took"] and task["seconds"] > 0 and not task["to_run"] for task in after["tasks"])
    assert [task["key"] for task in after["tasks"]] == [task["key"] for task in before["tasks"]]
    assert after["last_render"]["path"] == str(folder / "film.mp4") and after["last_render"]["finished"]
    assert after["kinds"]["film"]["tasks"] == 1 and after["kinds"]["film"]["took"] > 0

    said = here("graph", "story.yaml", "-o", "after.HTML", folder=folder).stdout
    assert said == f"after.HTML: {len(states)} tasks, 0 will run\n"
    page = (folder / "after.HTML").read_text()
    assert "<!doctype html>" in page and "sg-ran" in page and all(id in page for id in states)
    assert "sg-run" in (folder / "before.svg").read_text().partition("</style>")[2]
    tree = here("graph", "story.yaml", folder=folder).stdout
    assert tree.startswith("scene ") and "will run" not in tree and tree.endswith("film: cached\n")
    assert here("graph", "story.yaml", "--as", "dot", folder=folder).stdout.startswith("digraph film {")


def test_what_cannot_be_drawn_is_refused(shell: Shell) -> None:
    (shell.folder / "story.yaml").write_text(STORY)
    (shell.folder / "drawn.svg").symlink_to(shell.folder / "story.yaml")
    shell.refuses("graph", "story.yaml", "-o", "graph.png", words=r"expected a file ending in \.svg or \.html")
    shell.refuses("graph", "story.yaml", "-o", "x.svg", "--as", "dot", words="--as: it says how a graph is printed")
    shell.refuses("graph", "story.yaml", "-o", "drawn.svg", words="drawn.svg is the script itself")
