"""Whatever is wrong with the command line, or with where it is used, is said, and nothing changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import STORY, Shell

OPTIONS: list[tuple[tuple[str, ...], int, str]] = [
    (("render", "s.yaml", "--seed", "-1"), 2, "greater than or equal to 0"),
    (("render", "s.yaml", "--seed", "x"), 2, "valid integer"),
    (("render", "s.yaml", "--seed", "9" * 30), 1, "seed: expected a whole number"),
    (("render", "s.yaml", "--workers", "0"), 2, "greater than or equal to 1"),
    (("render", "s.yaml", "--workers", "9999"), 2, "less than or equal to 256"),
    (("render", "s.yaml", "--planner", "x"), 1, "unknown planner 'x'; installed are .*offline"),
    (("render", "s.yaml", "--generator", "../x"), 1, "unknown generator '../x'; installed are .*toon"),
    (("render", "s.yaml", "--size", "3x3"), 2, "No such option"),
    (("render", "none.txt"), 1, "none.txt: expected a script; got no such file in"),
    (("render", "."), 1, "expected a script; got a folder"),
    (("render", "pipe.txt"), 1, "expected a file that ends in"),
    (("render", "film.mp4"), 1, "expected a file that ends in"),
    (("render", "s.yaml", "--dry-run", "-o", "x.avi"), 1, "-o: expected a file ending in .mp4"),
    (("draw", "s.yaml", "--frame", "-1", "-o", "x.png"), 2, "greater than or equal to 0"),
    (("draw", "s.yaml", "--frame", "99999999", "-o", "x.png"), 1, r"--frame: the film has frames 0..16; got 99999999"),
    (("draw", "s.yaml", "--frame", "3", "-o", "x.jpg"), 1, "-o: expected a file ending in .png; got 'x.jpg'"),
    (("draw", "s.yaml", "-o", "x.png"), 1, "-o: expected a folder; .*got 'x.png'"),
    (("draw", "s.yaml", "-o", "s.yaml"), 1, "cannot write s.yaml/.*; choose a folder"),
    (("board", "s.yaml", "-o", "x.jpg"), 1, "-o: expected a file ending in .png or .html or .pdf; got 'x.jpg'"),
    (("board", "s.yaml", "-o", "x.pdf", "--layout", "4x4"), 2, "'2x3', '3x3'"),
    (("board", "s.yaml", "-o", "x.html", "--layout", "2x3"), 1, "--layout: only a .pdf is laid out in sheets"),
    (("board", "s.yaml", "-o", "x.pdf", "--film", "film.mp4"), 1, "--film: only a .html plays a film"),
    (("board", "s.yaml", "-o", "x.html", "--film", "no.mp4"), 1, "--film: expected the file of a film; .*'no.mp4'"),
    (("plan", "s.yaml", "-o", "folder.yaml"), 1, "expected the name of a file; got a folder"),
    (("plan", "s.yaml", "-o", "x.png"), 1, "-o: expected a file ending in .yaml or .yml; got 'x.png'"),
    (("plan", "s.yaml", "-o", "-"), 1, "-o: expected a file ending in .yaml"),
    (("plan", "s.yaml", "--explain", "-o", "folder"), 1, "-o: expected a file ending in .yaml"),
    (("read", "s.yaml", "-o", "x.json"), 1, "-o: expected a file ending in .yaml or .yml or .fountain"),
    (("read", "x" * 300 + ".yaml"), 1, "expected a file that can be read; got: File name too long"),
    (("read", "circle.yaml"), 1, "circle.yaml: expected a script; got a link that leads nowhere"),
    (("read", "dangling.txt"), 1, "dangling.txt: expected a script; got a link that leads nowhere"),
    (("schema", "film"), 1, "expected script, storyboard or series"),
    (("film",), 2, "No such command"),
    ((), 2, ""),
]


@pytest.mark.parametrize(("arguments", "code", "words"), OPTIONS)
def test_options(shell: Shell, arguments: tuple[str, ...], code: int, words: str) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    os.mkfifo(shell.folder / "pipe.txt")
    (shell.folder / "folder.yaml").mkdir()
    (shell.folder / "circle.yaml").symlink_to("circle.yaml")
    (shell.folder / "dangling.txt").symlink_to("nowhere.txt")
    shell.refuses(*arguments, code=code, words=words)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_takes_no_more(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(STORY)
    command = [sys.executable, "-m", "storyline", "plan", "s.yaml", "--quiet"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "storyline: cannot go on: No space left on device; mend that and start again\n"
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], cwd=tmp_path, capture_output=True, check=False
    )
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_a_folder_that_cannot_be_entered(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o700)
    (tmp_path / "locked" / "s.txt").write_text("A cat runs.")
    tmp_path.chmod(0o755)
    # All that is needed is loaded before: nobody may have no way to it either.
    code = (
        f"import os, storyline.cli, storyline.film; os.chdir({str(tmp_path)!r}); os.setuid(65534); storyline.cli.main()"
    )
    command = [sys.executable, "-c", code, "plan", "locked/s.txt"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    words = "storyline: locked/s.txt: expected a file that can be read; got: Permission denied. Mend that.\n"
    assert (done.returncode, done.stderr) == (1, words)
