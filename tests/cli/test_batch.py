"""`storyline batch` through a real shell command."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storyline.cli.progress import Progress
from storyline.reading import read
from storyline.schema.origin import overruled
from tests.cli.shell import here

ROOT = Path(__file__).parents[2]
SCENE = "scenes: [{heading: A meadow, shots: [{action: A hare runs., duration: 6}]}]"


def batch(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "storyline", "batch", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    for name in ("two", "one"):
        (scripts / f"{name}.yaml").write_text(f"title: {name.title()}\nsize: [64, 36]\nrate: 6\nopening: 0\n{SCENE}\n")
    return scripts


def test_a_batch(folder: Path) -> None:
    out = folder.parent / "out"
    store = ("--store", folder.parent / "store")
    dry = json.loads(here("batch", folder, "--out", out, *store, "--dry-run", "--json").stdout)
    assert dry["to_run"] == dry["tasks"] and dry["cached"] == 0 and not out.exists()
    assert [episode["name"] for episode in dry["episodes"]] == ["one", "two"]

    lines = batch(folder, "--out", out, *store, "--workers", 1).stdout.splitlines()
    assert lines[0].startswith(f"done    {out / 'one' / 'film.mp4'}: One, ")
    assert lines[2] == f"2 episodes: 2 done; see {out / 'index.html'}"
    facts = json.loads(here("batch", "scripts/o*.yaml", "--out", "out", *store, "--json").stdout)
    assert facts == json.loads((out / "report.json").read_text())
    assert [episode["status"] for episode in facts["episodes"]] == ["cached"]


def test_what_fails_is_told_and_the_exit_code_says_so(folder: Path) -> None:
    (folder / "bad.yaml").write_text("titel: x")
    out = folder.parent / "out"
    done = batch(folder, "--out", out, "--workers", 1, code=1)
    assert done.stderr.endswith("failed  bad: bad.yaml:1:1: titel: unknown field; did you mean 'title'?\n")
    assert "3 episodes: 2 done, 1 failed" in done.stdout
    done = here("batch", folder, "--out", out, "--quiet", code=1)
    assert done.stdout == "" and done.stderr.startswith("failed  bad: ")
    facts = json.loads((out / "report.json").read_text())
    assert [episode["status"] for episode in facts["episodes"]] == ["failed", "cached", "cached"]
    assert "cannot be planned: bad.yaml:1:1" in here("batch", folder, "--out", out, "--dry-run", code=1).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing", "--out", "out"), "failed  nothing: nothing: expected a script; got no such file in "),
        (("*.nothing", "--out", "out"), "storyline: *.nothing: expected scripts; no file here has such a name."),
        (("scripts", "--out", "scripts/one.yaml"), "storyline: --out: expected a folder; scripts/one.yaml is a file"),
        (("scripts", "--out", "out", "--generator", "x"), "storyline: unknown generator 'x'; installed are "),
        (("scripts", "--out", "out", "--planner", "x"), "storyline: unknown planner 'x'; installed are "),
        (
            ("scripts", "--out", "out", "--store", "scripts"),
            "storyline: store scripts: expected an empty folder or a st",
        ),
    ],
)
def test_bad_input_is_one_clear_sentence(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    error = here("batch", *arguments, "--quiet", code=1).stderr
    assert error.startswith(said) and error.count("\n") == 1, error


def test_the_command_line_says_what_it_wants() -> None:
    assert "Missing option" in here("batch", "scripts", code=2).stderr
    assert "series.yaml" in here("batch", "--help").stdout


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_batch_that_is_stopped_or_killed_goes_on_where_it_was(folder: Path, how: signal.Signals) -> None:
    """Ctrl-C, or a kill that nobody can answer, once the first films lie there."""
    out, store = folder.parent / "out", folder.parent / "store"
    last = folder / "z.yaml"
    last.write_text(f"title: Long\nsize: [640, 360]\nrate: 6\n{SCENE.replace('duration: 6', 'duration: 2000')}\n")
    command = [sys.executable, "-m", "storyline", "batch", folder, "--out", out, "--store", store, "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        until = time.monotonic() + 120
        while not (out / "two" / "film.mp4").exists() and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(process.pid, how)
        _, error = process.communicate(timeout=20)
    finally:
        process.kill()
    assert b"Traceback" not in error and not (out / "z" / "film.mp4").exists()
    if how == signal.SIGINT:
        assert process.returncode == 130 and b"stopped" in error
        assert not [path for path in out.rglob("*") if ".part" in path.name]
    last.write_text(last.read_text().replace("duration: 2000", "duration: 20"))
    facts = json.loads(batch(folder, "--out", out, "--store", store, "--json").stdout)
    assert [episode["status"] for episode in facts["episodes"]] == ["cached", "cached", "done"]


def test_films_and_scenes_stand_before_the_frames_in_the_progress(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 10_000, 5))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    with Progress(False) as progress:
        progress("films", 0, 3)
        for done in range(0, 101, 20):
            if done == 60:
                progress("films", 1, 3)
            progress("scenes", done // 50, 2)
            progress("rendering frames", done, 100)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("films: 0/3 > scenes: 0/2 > rendering frames: 20/100, ") and lines[0].endswith("s left")
    assert lines[-1].startswith("films: 1/3 > scenes: 2/2 > rendering frames: 100/100")


def test_the_example_is_planned_as_it_is_written() -> None:
    from storyline.film import plan_film
    from storyline.reading.episodes import episodes

    found = episodes([ROOT / "examples" / "pond"])
    assert found.title == "Tales of the Pond" and len(found.episodes) == 3
    for episode in found.episodes:
        script, _ = episode.read()
        board = plan_film(script)
        assert overruled(script, board) == ()
        assert {"dora", "fred", "gus"} <= {entity.id for entity in board.cast}
        assert read(board).document == board


def test_the_series_of_the_docs_is_one(tmp_path: Path) -> None:
    from storyline.reading.series import read_items

    text = (ROOT / "docs" / "batch.md").read_text().partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "series.yaml").write_text(text)
    found = read_items(tmp_path / "series.yaml")
    assert found is not None
    document, _ = found.items[2].read()
    assert document.title == "A Hat for Gus" and [entity.id for entity in document.cast] == ["dora"]
