"""`storyline consistency`."""

import json
from pathlib import Path

import pytest
import yaml

from editors import making
from storyline.frames.decode import probe
from storyline.reading import write_yaml
from tests.cli.shell import STORY, Shell
from tests.film.test_consistency import LENGTH, THREE


@pytest.fixture
def script(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A storyboard with an edit that gives the fox another coat in one shot."""
    monkeypatch.setattr(making, "STEPS", 8)
    monkeypatch.setenv("STORYLINE_STORE", str(shell.folder / "store"))
    plain = yaml.safe_load(write_yaml(THREE))
    plain["edits"] = [
        {"target": {"entity": "fox", "shot": "two"}, "operation": "recolour", "parameters": {"to": "teal"}}
    ]
    path = shell.folder / "board.yaml"
    path.write_text(yaml.safe_dump(plain))
    return path


def test_the_shell_says_who_is_off_and_writes_what_brings_them_back(shell: Shell, script: Path) -> None:
    asked = ("consistency", "board.yaml", "--workers", 1)
    told = shell(*asked)
    assert told.code == 0 and "1 off" in told.said and "| fox | two | day |" in told.said
    made = json.loads(shell(*asked, "-o", "out/fixed.yaml", "--json").said)
    assert made["storyboard"] == "out/fixed.yaml" and made["off"] == 1
    assert [row["after"] < 3 for row in made["shots"] if row["shot"] == "two"] == [True, True]
    fixed = json.loads(shell("consistency", "out/fixed.yaml", "--workers", 1, "--json").said)
    assert fixed["off"] == 0 and fixed["compared"] == made["compared"]
    done = shell(*asked, "-o", "out/film.mp4")
    assert done.code == 0 and "film: out/film.mp4" in done.said and probe(Path("out/film.mp4")).frames == 3 * LENGTH


def test_what_the_shell_cannot_do_is_told(shell: Shell, script: Path) -> None:
    shell.refuses("consistency", "board.yaml", "-o", "film.gif", words="mp4 or .yaml")
    shell.refuses("consistency", "board.yaml", "-o", "board.yaml", words="the script itself")
    shell.refuses("consistency", "nothing.yaml", words="nothing.yaml")
    Path("story.yaml").write_text(STORY)
    shell.refuses("consistency", "story.yaml", "--generator", "nobody", words="unknown generator")
