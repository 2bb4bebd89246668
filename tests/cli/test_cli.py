"""Every verb through a real shell command, and what else it does through the same in this process."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from storyline.cli.progress import Progress
from tests.cli.shell import here

STORY = "title: Tiny\nsize: [96, 54]\nrate: 6\nstory: A red robot walks through the forest and waves.\n"


def size_of_picture(path: Path | str) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def storyline(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "storyline", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(STORY)
    return path


def test_help_shows_the_verbs_and_examples() -> None:
    text = storyline("--help").stdout
    for verb in ("render", "read", "plan", "draw", "board", "schema", "doctor"):
        assert verb in text
    assert "storyline render story.txt" in here("render", "--help").stdout
    assert storyline("--version").stdout.strip()


def test_render_plan_draw_board(script: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    facts = json.loads(storyline("render", script, "-o", out / "film.mp4", "--json").stdout)
    assert Path(facts["film"]).is_file()
    planned = json.loads(storyline("plan", script, "-o", out / "b.yaml", "--json").stdout)
    assert planned["shots"] == facts["shots"]
    assert json.loads(here("plan", script, "--json").stdout)["format"] == "storyboard/1"
    assert here("plan", script).stdout == (out / "b.yaml").read_text()
    drawn = json.loads(storyline("draw", out / "b.yaml", "-o", out / "panels", "--json").stdout)
    assert all(size_of_picture(p) == (96, 54) for p in drawn["pictures"])
    here("draw", out / "b.yaml", "--frame", 20, "-o", out / "one.png", "--quiet")
    assert size_of_picture(out / "one.png") == (96, 54)
    storyline("board", out / "b.yaml", "-o", out / "board.png")
    assert size_of_picture(out / "board.png")[0] > 400
    paged = json.loads(here("board", out / "b.yaml", "-o", out / "board.html", "--json").stdout)
    assert paged == {"board": str(out / "board.html"), "film": str(out / "film.mp4")}
    assert 'src="film.mp4"' in (out / "board.html").read_text()
    here("board", out / "b.yaml", "-o", out / "board.pdf", "--layout", "3x3", "--no-boxes", "--quiet")
    assert (out / "board.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_written_elsewhere_takes_its_pictures_along(script: Path, tmp_path: Path) -> None:
    Image.new("RGBA", (20, 40)).save(tmp_path / "imp.png")
    with Image.open(tmp_path / "imp.png") as picture:
        picture.paste((200, 40, 60, 255), (2, 2, 18, 40))
        picture.save(tmp_path / "imp.png")
    looks = "cast: [{id: imp, kind: imp, name: Zib, looks: [{picture: {path: imp.png}}]}]\n"
    script.write_text(STORY.replace("A red robot", "Zib") + looks)
    here("plan", script, "-o", tmp_path / "elsewhere" / "b.yaml", "-q")
    here("read", script, "-o", tmp_path / "third" / "s.yaml", "-q")
    drawn = []
    for n, document in enumerate((script, tmp_path / "elsewhere" / "b.yaml", tmp_path / "third" / "s.yaml")):
        here("draw", document, "-o", tmp_path / str(n), "-q")
        drawn.append([path.read_bytes() for path in sorted((tmp_path / str(n)).iterdir())])
    assert drawn[0] and drawn[0] == drawn[1] == drawn[2]


def test_read_writes_yaml_and_screenplays(script: Path, tmp_path: Path) -> None:
    play = tmp_path / "play.fountain"
    assert json.loads(storyline("read", script, "-o", play, "--json").stdout)["beats"] == 1
    assert play.read_text() == "Title: Tiny\n\nA red robot walks through the forest and waves.\n"
    here("read", play, "-o", tmp_path / "play.yaml", "-q")
    assert here("read", play).stdout == (tmp_path / "play.yaml").read_text()
    assert json.loads(here("read", play, "--json").stdout)["title_page"] == {"Title": "Tiny"}
    assert "expected a file ending in .yaml or .yml or .fountain" in here("read", play, "-o", "a.txt", code=1).stderr
    assert here("read", play, "-o", play, code=1).stderr
    assert play.read_text().startswith("Title: Tiny")


def test_plan_explains(script: Path, tmp_path: Path) -> None:
    assert "forest" in here("plan", script, "--explain", "-o", tmp_path / "b.yaml").stdout
    assert here("plan", script).stdout == (tmp_path / "b.yaml").read_text()
    (first, *_) = json.loads(here("plan", script, "--explain", "--json").stdout)["reasons"]
    assert set(first) == {"where", "what", "why"}


def test_pictures_take_their_places_together(script: Path, tmp_path: Path) -> None:
    panels = tmp_path / "panels"
    here("draw", script, "-o", panels)
    first, last = min(panels.iterdir()), max(panels.iterdir())
    last.unlink()
    last.mkdir()
    first.write_bytes(b"earlier")
    assert "expected the name of a file; got a folder" in here("draw", script, "-o", panels, code=1).stderr
    assert first.read_bytes() == b"earlier"


def test_a_terminal_obeys_no_script(script: Path, tmp_path: Path) -> None:
    script.write_text(STORY.replace("title: Tiny", r'title: "\e[31mred"'))
    assert r"\x1b[31mred, " in here("render", script, "-o", tmp_path / "film.mp4", "--workers", 1).stdout
    assert r"\x1b[2J.txt: expected a script" in here("plan", tmp_path / "\x1b[2J.txt", code=1).stderr


def test_dry_run_counts_and_writes_nothing(
    script: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    arguments = (
        "render",
        script,
        "-o",
        tmp_path / "film.mp4",
        "--store",
        tmp_path_factory.mktemp("store"),
        "--workers",
        1,
    )
    facts = json.loads(here(*arguments, "--dry-run", "--json").stdout)
    assert set(facts) == {"tasks", "to_run", "cached", "seconds", "bytes", "memory"}
    assert facts["tasks"] == facts["to_run"] >= 2 and facts["cached"] == 0
    assert [p.name for p in tmp_path.iterdir()] == ["tiny.yaml"]
    here(*arguments, "-q")
    again = json.loads(here(*arguments, "--dry-run", "--json").stdout)
    nothing = {"seconds": 0, "bytes": 0, "memory": 0}
    assert again == {"tasks": facts["tasks"], "to_run": 0, "cached": facts["tasks"], **nothing}


def test_quiet_says_nothing(script: Path, tmp_path: Path) -> None:
    done = storyline("render", script, "-o", tmp_path / "film.mp4", "--quiet")
    assert done.stdout == done.stderr == ""


def test_the_log_speaks_when_asked(script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYLINE_LOG", "info")
    said = storyline("render", script, "-o", tmp_path / "film.mp4", "--quiet").stderr
    assert "INFO planned" in said and "INFO rendered" in said
    monkeypatch.setenv("STORYLINE_LOG", "")
    assert storyline("--version").stderr == ""
    monkeypatch.setenv("STORYLINE_LOG", "loud")
    assert "STORYLINE_LOG: expected DEBUG" in storyline("doctor", code=2).stderr


def test_schema_is_json() -> None:
    for noun in ("script", "storyboard"):
        plain, line = here("schema", noun).stdout, here("schema", noun, "--json").stdout
        assert json.loads(plain) == json.loads(line) and json.loads(plain)["$schema"]
        assert len(line.splitlines()) == 1
    assert "expected script, storyboard or series; got 'film'" in storyline("schema", "film", code=1).stderr


def test_doctor() -> None:
    report = json.loads(storyline("doctor", "--json").stdout)
    assert report["ok"]
    assert "3 of 3" in report["checks"]["encoder"]["found"]
    assert "Hebrew" in report["checks"]["fonts"]["found"]


def test_errors_are_one_message_and_a_code(tmp_path: Path) -> None:
    missing = storyline("render", tmp_path / "none.txt", "--quiet", code=1)
    assert "none.txt" in missing.stderr and len(missing.stderr.splitlines()) == 1
    assert "none.txt" in json.loads(here("render", tmp_path / "none.txt", "--json", code=1).stdout)["error"]
    assert "No such option" in here("render", "x.txt", "--colour", code=2).stderr
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: x\nscenes:\n  - shots:\n    - sise: WS\n")
    assert (
        "bad.yaml:4:7: scene 1, shot 1, sise: unknown field; did you mean 'size'?" in here("plan", bad, code=1).stderr
    )


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_the_earlier_film_and_nothing_else(tmp_path: Path, way: signal.Signals) -> None:
    (tmp_path / "long.yaml").write_text(
        "size: [640, 360]\nstory: |\n" + "  A red robot walks through the forest.\n" * 60
    )
    film = tmp_path / "film.mp4"
    film.write_bytes(b"earlier")
    command = [sys.executable, "-m", "storyline", "render", str(tmp_path / "long.yaml"), "-o", str(film)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        while running.poll() is None and not any(p.stat().st_size for p in tmp_path.glob(".*.part")):
            time.sleep(0.05)
        running.send_signal(way)
        _, said = running.communicate(timeout=20)
    assert running.returncode == 130, said
    assert "nothing half-written" in said and "Traceback" not in said
    assert film.read_bytes() == b"earlier"
    assert {p.name for p in tmp_path.iterdir()} == {"long.yaml", "film.mp4"}


def test_what_takes_long_before_anything_is_counted_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(False), Progress(True, "something silent"):
        time.sleep(2.2)
    assert capsys.readouterr().err == "getting ready …\n"


def test_the_end_of_a_stage_is_told_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told = [(100, 0, 10), (105, 5, 10), (107, 6, 10), (110, 10, 10), (110, 10, 10)]
    told += [(111, 10, 12), (112, 12, 12)]  # what was there has vanished
    clock = iter([seconds for seconds, _, _ in told])
    monkeypatch.setattr("storyline.cli.progress.time", SimpleNamespace(monotonic=lambda: next(clock)))
    with Progress(False) as progress:
        for _, done, total in told:
            progress("rendering frames", done, total)
    assert capsys.readouterr().err.splitlines() == [
        "rendering frames: 5/10, 1 a second, about 5 s left",
        "rendering frames: 10/10, 1 a second, about 0 s left",
        "rendering frames: 12/12, 1 a second, about 0 s left",
    ]
