"""`storyline takes`, on a storyboard that somebody wrote by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import here
from tests.studio.tiny import TINY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))
    (tmp_path / "hare.yaml").write_text(TINY, "utf-8")
    return tmp_path


def told(folder: Path, *arguments: str) -> Any:
    return json.loads(here("takes", *arguments, "--json", folder=folder).stdout)


def test_two_takes_of_which_one_is_chosen(folder: Path) -> None:
    assert here("takes", "ls", "hare.yaml", folder=folder).stdout == "no takes are kept here\n"
    taken = told(folder, "shoot", "hare.yaml", "2", "--seed", "1", "--seed", "2")["takes"]
    assert [(take["shot"], take["seed"], take["locked"], take["misfit"]) for take in taken] == [
        ("b", 1, False, None),
        ("b", 2, False, None),
    ]
    name = taken[1]["digest"]
    assert told(folder, "lock", "hare.yaml", "b", name[:8])["locked_take"] == name
    assert f"        locked_take: {name}" in (folder / "hare.yaml").read_text("utf-8").replace('"', "")
    assert "# what it is" in (folder / "hare.yaml").read_text("utf-8")
    assert told(folder, "ls", "hare.yaml", "a")["takes"] == []
    assert [take["digest"] for take in told(folder, "ls", "hare.yaml")["takes"] if take["locked"]] == [name]
    assert f"{name[:12]}  " in here("takes", "ls", "hare.yaml", folder=folder).stdout

    refused = here("takes", "rm", "hare.yaml", name[:8], folder=folder, code=1).stderr
    assert "shot 'b' is locked to this take" in refused
    here("takes", "unlock", "hare.yaml", "b", folder=folder)
    assert "locked_take:" not in (folder / "hare.yaml").read_text("utf-8")
    assert told(folder, "rm", "hare.yaml", name[:8]) == {"removed": name}
    assert [take["digest"] for take in told(folder, "ls", "hare.yaml")["takes"]] == [taken[0]["digest"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("shoot", "hare.yaml", "3"), "SHOT: expected the id of a shot, or 1 to 2; got '3'. There are a, b"),
        (("shoot", "hare.yaml", "c"), "got 'c'"),
        (("lock", "hare.yaml", "a", "ffff"), "TAKE: expected the first letters of a take's name; got 'ffff'"),
        (("rm", "hare.yaml", ""), "TAKE: expected the first letters"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in here("takes", *arguments, folder=folder, code=1).stderr


def test_a_take_of_another_shot_or_another_length_is_refused(folder: Path) -> None:
    name = told(folder, "shoot", "hare.yaml", "a")["takes"][0]["digest"]
    assert (
        "it is of shot 'a', not of 'b'" in here("takes", "lock", "hare.yaml", "b", name, folder=folder, code=1).stderr
    )
    text = (folder / "hare.yaml").read_text("utf-8")
    (folder / "hare.yaml").write_text(text.replace("duration: 4", "duration: 5", 1).replace("at: 3", "at: 4", 1))
    refused = here("takes", "lock", "hare.yaml", "a", name, folder=folder, code=1).stderr
    assert "it has 4 frames, and the shot 5" in refused
