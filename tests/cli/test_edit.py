"""`storyline edit`."""

import json
from pathlib import Path

import pytest
from PIL import Image

from editors import making
from storyline.frames.decode import probe
from tests.cli.shell import Shell
from tests.editors.clips import panned
from tests.film.test_edit import BALL, video


@pytest.fixture
def clip(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(making, "STEPS", 8)
    monkeypatch.setenv("STORYLINE_STORE", str(shell.folder / "store"))
    return video(shell.folder / "clip.mp4", panned(3))


def test_a_clip_is_edited_from_the_shell(shell: Shell, clip: Path) -> None:
    grey = ("--do", "grade", "--set", "saturation=0", "--field", "grid")
    done = shell("edit", "clip.mp4", *grey, "--workers", 1, "-o", "out/grey.mp4")
    assert done.code == 0 and done.said.startswith("out/grey.mp4: 3 frames, from a fit of ")
    told = shell(
        "edit", "clip.mp4", "--do", "sign", "--to", "HI", "--target", "0.2,0.2,0.8,0.8", "--workers", 1, "--json"
    )
    assert json.loads(told.said)["clip"] == "clip-sign.mp4" and probe(Path("clip-sign.mp4")).frames == 3
    drag = "[[[0.5, 0.5], [0.5, 0.4]]]"
    assert shell("edit", "clip.mp4", "--do", "warp", "--to", drag, "--workers", 1, "-o", "bent.mp4").code == 0
    picture = json.loads(shell("edit", "clip.mp4", "--export", "canonical.png", "--workers", 1, "--json").said)
    assert picture["layer"] == "all" and picture["psnr"] > 15
    with Image.open("canonical.png") as image:
        assert image.mode == "RGBA"


def test_the_canonical_image_of_a_script_s_shot(shell: Shell, clip: Path) -> None:
    (shell.folder / "ball.json").write_text(json.dumps(BALL))
    ball = ("edit", "ball.json", "--workers", 1)
    for shot in (1, "rolls"):
        written = json.loads(shell(*ball, "--json", "--shot", shot, "--target", "ball", "--export", "c.png").said)
        assert written["layer"] == "foreground" and written["canonical"] == "c.png"
    shell.refuses(*ball, "--export", "c.png", words="shot: expected which; the film has 2: rolls, waits")
    shell.refuses(*ball, "--shot", 3, "--export", "c.png", words="there is no shot 3; the film has 2")
    shell.refuses(*ball, "--shot", 2, "--target", "ball", "--export", "c.png", words="'ball' is not in shot 'waits'")
    shell.refuses(*ball, "--shot", 1, "--do", "grade", words="edited in its script")


def test_what_the_shell_cannot_edit_is_told(shell: Shell, clip: Path) -> None:
    edit = ("edit", "clip.mp4", "--workers", 1)
    shell.refuses(*edit, words="say --do and what is to be done, or --export")
    shell.refuses(*edit, "--do", "grade", "--export", "c.png", words="say --do")
    shell.refuses(*edit, "--do", "explode", words="expected one of recolour")
    shell.refuses(*edit, "--do", "warp", "--to", "[[", words="expected JSON")
    shell.refuses(*edit, "--do", "grade", "--set", "exposure", words="expected NAME=VALUE")
    shell.refuses(*edit, "--do", "grade", "-o", "film.gif", words="mp4")
    shell.refuses(*edit, "--do", "grade", "--field", "hash", words="expected one of image, grid")
    shell.refuses("edit", "nothing.mp4", "--do", "grade", words="there is no video file")
