"""`storyline store`, on a store of films that were rendered by it."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import here


def storyline(*arguments: str | Path, store: Path, code: int = 0) -> "subprocess.CompletedProcess[str]":
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORYLINE_STORE", str(store))
        return here(*arguments, code=code, folder=store.parent)


def told(*arguments: str | Path, store: Path, code: int = 0) -> Any:
    return json.loads(storyline("store", *arguments, "--json", store=store, code=code).stdout)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two films of one meadow, the first of them a day old and its file gone."""
    folder = tmp_path_factory.mktemp("films")
    head = "size: [64, 36]\nrate: 6\ntitle: {}\nstory: |\n  A hare runs through the meadow.\n"
    (folder / "hare.yaml").write_text(head.format("Hare"))
    (folder / "tortoise.yaml").write_text(head.format("Tortoise") + "\n  At night a tortoise sleeps in the forest.\n")
    store = folder / "store"
    for name in ("hare", "tortoise"):
        storyline("render", f"{name}.yaml", "-o", f"{name}.mp4", "--quiet", "--workers", "1", store=store)
    (folder / "hare.mp4").unlink()
    for file in store.rglob("*.m*"):
        os.utime(file, (time.time() - 86400,) * 2)
    for file in (store / "films").iterdir():
        facts = json.loads(file.read_text())
        if facts["title"] == "Hare":
            file.write_text(json.dumps(facts | {"when": time.time() - 86400}))
    return store


def test_the_store_from_a_list_to_the_last_artifact(store: Path) -> None:
    listed = told("ls", store=store)
    assert [(film["title"], film["state"]) for film in listed["films"]] == [
        ("Tortoise", "there"),
        ("Hare", "its file is gone"),
    ]
    assert all(film["tasks"] == film["cached"] for film in listed["films"])
    prose = storyline("store", "ls", store=store).stdout
    assert f"{store}: 2 films" in prose and "hare.mp4  Hare  (its file is gone)" in prose
    assert 0 < listed["unneeded"]["artifacts"] < listed["films"][1]["tasks"]

    used = told("du", store=store)
    assert used["bytes"] == sum(used["sizes"].values()) and used["free"] > 0
    assert {"frames", "keyframes", "segment", "film", "unneeded", "aside", "new"} == set(used["sizes"])
    assert used["sizes"]["unneeded"] == listed["unneeded"]["bytes"]
    assert "in all;" in storyline("store", "du", store=store).stdout

    would = told("gc", "--dry-run", store=store)
    assert (would["unneeded"], would["bytes"]) == (listed["unneeded"]["artifacts"], listed["unneeded"]["bytes"])
    assert told("ls", store=store) == listed
    prose = storyline("store", "gc", store=store).stdout
    assert f"removed {would['unneeded']} artifacts that no film needs" in prose
    assert f"forgotten, as its file is gone: {store.parent / 'hare.mp4'}" in prose
    (left,) = told("ls", store=store)["films"]
    assert (left["title"], left["tasks"]) == ("Tortoise", left["cached"])

    dry = storyline("render", "tortoise.yaml", "--dry-run", "--json", store=store).stdout
    assert json.loads(dry)["to_run"] == 0
    missing = storyline("store", "gc", "--keep", "none.mp4", store=store, code=1).stderr
    assert "no film none.mp4 is remembered; remembered are: " in missing and "tortoise.mp4" in missing

    assert told("verify", store=store)["damaged"] == {}
    victim = next(store.glob("artifacts/*/*.mkv"))
    victim.write_bytes(victim.read_bytes()[:-1])
    found = told("verify", store=store, code=1)
    assert list(found["damaged"]) == [victim.name] and found["checked"] == left["cached"]
    assert storyline("store", "verify", store=store).stdout.endswith(" read, 0 damaged\n")

    over = told("gc", "--keep", "tortoise.mp4", "--max-size", "1KB", "--older-than", "0", store=store)
    assert over["within_size"] and over["cut"] == [str(store.parent / "tortoise.mp4")]
    assert over["left_bytes"] == 0 and not list(store.glob("artifacts/*/*")) and not list(store.glob("aside/*"))
    storyline("render", "tortoise.yaml", "-o", "tortoise.mp4", "--quiet", "--workers", "1", store=store)
    kept = storyline("store", "gc", "--max-size", "1KB", store=store, code=1).stdout
    assert "that is more than 1.0 KB: the rest was used lately or is being made" in kept
    assert told("ls", store=store)["films"][0]["cached"] == left["tasks"]


@pytest.mark.parametrize("size", ["3x", "", "GB", "-1GB", "1iB"])
def test_a_size_is_a_number_and_a_unit(size: str, tmp_path: Path) -> None:
    said = storyline("store", "gc", f"--max-size={size}", store=tmp_path / "store", code=1).stderr
    assert f"--max-size: expected a size such as 500MB or 10GB; got {size!r}" in said


def test_the_doctor_names_the_store(tmp_path: Path) -> None:
    said = json.loads(storyline("doctor", "--json", store=tmp_path / "store").stdout)["checks"]["store"]
    assert said["ok"] and said["found"].startswith(f"{tmp_path / 'store'}: not there yet, ")
    assert not (tmp_path / "store").exists()
