"""`storyline tracks`."""

import json
from pathlib import Path

from tests.cli.shell import STORY, Shell, here


def test_all_shots_or_those_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(f"{STORY}  The cat sleeps. The cat wakes.\n")

    def told(*options: object) -> list[str]:
        found = json.loads(here("tracks", "story.yaml", *options, "--json", folder=tmp_path).stdout)
        assert (tmp_path / found["tracks"]).is_file()
        return found["shots"]  # type: ignore[no-any-return]

    every = told("-o", "all.html")
    assert len(every) > 1
    page = (tmp_path / "all.html").read_text()
    assert page.startswith("<!doctype html>") and all(f'id="shot.{id}"' in page for id in every)
    assert told("-o", "one.SVG", "--shot", every[1]) == told("-o", "one.svg", "--shot", "2") == [every[1]]
    assert told("-o", "one.svg", "--shot", "1.2", "--shot", "1") == every[:2]
    assert (tmp_path / "one.svg").read_text().startswith("<svg ")
    said = here("tracks", "story.yaml", "-o", "all.svg", folder=tmp_path).stdout
    assert said == f"all.svg: the tracks of {len(every)} shots\n"


def test_what_cannot_be_plotted_is_refused(shell: Shell) -> None:
    (shell.folder / "story.yaml").write_text(STORY)
    (shell.folder / "plot.svg").symlink_to(shell.folder / "story.yaml")
    shell.refuses("tracks", "story.yaml", "-o", "plot.png", words=r"expected a file ending in \.svg or \.html")
    shell.refuses("tracks", "story.yaml", "-o", "plot.svg", words="plot.svg is the script itself")
    for name in ("7.7", "0", "9" * 5000, ""):
        words = r"--shot: expected the id, or the number, of one of 1\.1; got '"
        shell.refuses("tracks", "story.yaml", "-o", "x.svg", f"--shot={name}", words=words)
