"""Renders that fail or are stopped, over and over: nothing stays behind, neither files nor processes nor threads."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from textwrap import dedent

import pytest

from storyline import make_film
from storyline.errors import StorylineError
from storyline.frames.interrupts import undisturbed
from storyline.graph.store import Store
from tests.boards import board, shot
from tests.film.painted import Painted, Trouble, children

BOARD = board(shot("a", 12), shot("b", 12, transition="dissolve", overlap=4), opening=4, size=(64, 48))
"""Of which `b` is the one that fails; see `painted`."""
EARLIER = {name: name.encode() for name in ("film.mp4", "storyboard.yaml", "board.png", "film.srt", "manifest.json")}


def held() -> tuple[int, int, int, set[str]]:
    """(open files, children, threads, temporary files) of this process."""
    temporary = {path.name for path in Path(tempfile.gettempdir()).iterdir()}
    return len(list(Path("/proc/self/fd").iterdir())), len(children()), threading.active_count(), temporary


def fails(folder: Path, trouble: Trouble, at: int, workers: int) -> None:
    """A render that fails once leaves the earlier film, and nothing of its own but what was done."""
    store = Store(folder / "store")
    output = folder / "output"
    with pytest.raises((StorylineError, KeyboardInterrupt)) as caught:
        make_film(
            BOARD,
            output / "film.mp4",
            generator=Painted(shot="b", at=at, trouble=trouble),
            workers=workers,
            store=store.folder,
        )
    assert "\n" not in str(caught.value) and re.search(SAID[trouble], str(caught.value)), str(caught.value)
    assert {path.name: path.read_bytes() for path in output.iterdir()} == EARLIER
    assert list((store.folder / "claims").iterdir()) == []
    if trouble != "dead":
        assert list((store.folder / "new").iterdir()) == []
    assert all(store.fault(entry) is None for entry in store.entries())
    shutil.rmtree(store.folder)


SAID: dict[Trouble, str] = {
    "error": "^this frame cannot be drawn$",
    "fault": "^task frames/b/.: ZeroDivisionError: a fault of the generator's$",
    "stop": "^$|^worker process .* has gone",
    "size": r"^task frames/b/\d+, frame .: expected uint8 of shape \(48, 64, 3\); got uint8 of shape \(9, 9, 3\)$",
    "killed": "ffmpeg stopped with code -9",
    "dead": r"^worker process \d+ has gone \(signal SIGKILL\); it may have been out of memory$",
    "length": r"^task frames/b/\d+: expected 6 frames; got 5$",
}


def nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renders: list[tuple[Trouble, int, int]]) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))  # of the workers
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    (tmp_path / "output").mkdir()
    for name, content in EARLIER.items():
        (tmp_path / "output" / name).write_bytes(content)
    fails(tmp_path, "error", 0, 1)
    fails(tmp_path, "error", 0, 2)
    before = held()  # what the first failures load stays loaded
    for trouble, at, workers in renders:
        fails(tmp_path, trouble, at, workers)
        assert held() == before, trouble


TROUBLES: tuple[Trouble, ...] = tuple(SAID)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_failing_renders_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_stays(tmp_path, monkeypatch, [(trouble, 7, 2 if trouble == "dead" else 1) for trouble in TROUBLES])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_every_way_to_fail_leaves_nothing_whatever_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_stays(
        tmp_path, monkeypatch, [(TROUBLES[n % 7], n % 12, 1 + n % 3 + (TROUBLES[n % 7] == "dead")) for n in range(21)]
    )


def test_a_stop_waits_for_the_end_of_what_must_not_be_disturbed() -> None:
    done = []
    for stop in (signal.SIGINT, signal.SIGTERM):
        handler = signal.signal(stop, signal.default_int_handler)
        try:
            with pytest.raises(KeyboardInterrupt), undisturbed():
                os.kill(os.getpid(), stop)
                time.sleep(0.01)
                done.append(stop)
            assert signal.getsignal(stop) is signal.default_int_handler
        finally:
            signal.signal(stop, handler)
    assert done == [signal.SIGINT, signal.SIGTERM]


SCRIPT = "title: Long\nsize: [320, 180]\nstory: |\n" + "  A red robot walks through the forest.\n" * 8


def stopped(folder: Path, seconds: float, way: signal.Signals) -> None:
    """A render that is stopped so long after its start leaves what was there, and no process."""
    (folder / "long.yaml").write_text(SCRIPT)
    for name, content in EARLIER.items():
        (folder / name).write_bytes(content)
    scratch = folder / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "storyline", "render", "long.yaml", "-o", "film.mp4", "--quiet"]
    with subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(scratch)}
    ) as running:
        try:
            _, said = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            running.send_signal(way)
            _, said = running.communicate(timeout=60)
    names = {path.name for path in folder.iterdir()}
    assert names == {"long.yaml", "scratch", *EARLIER}, (seconds, names)
    if running.returncode:
        assert {name: (folder / name).read_bytes() for name in EARLIER} == EARLIER, (seconds, said)
    assert list(scratch.iterdir()) == [], seconds
    assert not _of_folder(folder), seconds


def _of_folder(folder: Path) -> list[str]:
    """The command lines of running programs that speak of a folder."""
    time.sleep(0.1)
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in line:
            found.append(line.decode(errors="replace"))
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("part", range(2))
def test_stopped_at_any_moment(tmp_path: Path, part: int) -> None:
    chance = random.Random(part)
    for _ in range(10):
        seconds = chance.uniform(0.05, 3.5)
        stopped(tmp_path, seconds, chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
        for path in tmp_path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


FULL = dedent(
    """
    import resource, sys
    from storyline.cli import main

    limit = int(sys.argv.pop())
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    main()
    """
)


@pytest.mark.parametrize(
    ("limit", "workers"), [(100, 1), (3_000, 2), pytest.param(8_000, 1, marks=pytest.mark.slow), (12_000, 1)]
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_disk_that_is_full_at_any_stage(tmp_path: Path, limit: int, workers: int) -> None:
    folder, store = tmp_path / "films", tmp_path / "store"
    folder.mkdir()
    (folder / "s.yaml").write_text("size: [64, 36]\nrate: 6\nstory: A cat runs along the beach.\n")
    for name, content in EARLIER.items():
        (folder / name).write_bytes(content)

    command = [sys.executable, "-c", FULL, "render", "s.yaml", "-o", "film.mp4", "--store", str(store), "-q"]
    command += ["--workers", str(workers), str(limit)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1, done
    # a store that cannot write down which film it works for says so, and goes on
    said = [line for line in done.stderr.splitlines() if " WARNING store: what film.mp4 needs" not in line]
    assert "\n".join(said) in (
        f"storyline: store {store}: the disk is full; free some room there, or `storyline store gc`, and go on",
        "storyline: cannot write film.mp4: the disk is full; free some room there and start again",
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "s.yaml"} == EARLIER
    assert list((store / "claims").iterdir()) == list((store / "new").iterdir()) == []
    make_film(folder / "s.yaml", folder / "film.mp4", store=store, workers=1)
    assert (folder / "film.mp4").read_bytes() != EARLIER["film.mp4"]
