"""`storyline compare` as people call it."""

import json

import pytest

from storyline.frames.decode import probe
from tests.cli.shell import Shell

SCRIPT = "size: [64, 36]\nrate: 6\nopening: 0\nclosing: 0\nstory: A cat runs.\n"
BARE = ("compare", "s.yaml", "--workers", 1)


@pytest.fixture
def script(shell: Shell) -> Shell:
    (shell.folder / "s.yaml").write_text(SCRIPT)
    return shell


def test_two_seeds_and_two_films(script: Shell) -> None:
    asked = (*BARE, "--seed", 1, "--seed", 2)
    found = script(*asked, "-o", "x.html")
    assert found.code == 0, found
    assert "1 shot: 1 differs; no shot's frames are identical\nseed: 1 → 2\n" in found.said
    assert found.said.endswith("\nx.html\n") and (script.folder / "x.html").read_text().startswith("<!doctype html>")
    facts = json.loads(script(*asked, "-o", "x.mp4", "--json").said)
    assert facts["output"] == "x.mp4" and facts["beside"] == [] and facts["identical"] is False
    (part,) = facts["parts"]
    assert (part["state"], part["basis"], part["difference"]["identical"]) == ("differs", "store", 0)
    assert probe(script.folder / "x.mp4").frames == facts["a"]["frames"] == facts["b"]["frames"]
    for seed in (1, 2):
        assert script("render", "s.yaml", "--seed", seed, "--workers", 1, "-o", f"{seed}/film.mp4", "-q").code == 0
    again = json.loads(script("compare", "1/film.mp4", "2/film.mp4", "--json").said)
    assert [again[name] for name in ("size", "changes", "identical")] == [[64, 36], ["seed: 1 → 2"], False]
    assert again["parts"] == facts["parts"]
    same = script("compare", "1/film.mp4", "s.yaml", "--seed", 1)
    assert same.code == 1 and "1/film.mp4 is a film already" in same.errors[-1]
    assert script("compare", "1/film.mp4", "1/storyboard.yaml", "-o", "x.png", "-q").said == ""
    assert (script.folder / "x.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (BARE, "expected two films or scripts, or one script with two --seed or two --generator; got 's.yaml' alone"),
        ((*BARE, "--seed", 1), "two --seed or two --generator"),
        ((*BARE, "--seed", 1, "--seed", 1), "A and B are the same, s.yaml, seed 1"),
        ((*BARE, "--seed", 1, "--seed", 2, "--seed", 3), "--seed: expected one for both, or two, .* got 3"),
        ((*BARE, "s.yaml"), "A and B are the same, s.yaml"),
        ((*BARE, "--generator", "toon", "--generator", "nobody"), "unknown generator 'nobody'"),
        ((*BARE, "none.mp4"), "there is no video file none.mp4"),
        ((*BARE, "film.mp4"), "cannot read film.mp4 as a video"),
        ((*BARE, "none.yaml"), "none.yaml: expected a script; got no such file"),
        ((*BARE, "film.mp4", "--generator", "toon"), "--generator: film.mp4 is a film already"),
        ((*BARE, "t.yaml", "-o", "x.gif"), "-o: expected a file ending in .html or .png or .mp4; got 'x.gif'"),
        ((*BARE, "film.mp4", "-o", "film.mp4"), "film.mp4 is a film that is compared; choose another name"),
    ],
)
def test_what_cannot_be_compared(arguments: tuple[object, ...], words: str, script: Shell) -> None:
    script.refuses(*arguments, words=words)
