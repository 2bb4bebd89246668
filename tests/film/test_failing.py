"""Renders that fail or are stopped, over and over: nothing stays behind, neither files nor processes nor threads."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from storyline import Storyboard, make_film
from storyline.errors import RenderError, StorylineError
from storyline.frames.interrupts import undisturbed
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from tests.boards import board, shot

BOARD = board(shot("a", 12), shot("b", 12, transition="dissolve", overlap=4), opening=4, size=(64, 48))
EARLIER = {name: name.encode() for name in ("film.mp4", "storyboard.yaml", "board.png", "film.srt", "manifest.json")}


class Fails:
    """Draws until it comes to one frame of the second shot; what happens then is up to the test."""

    name = "fails"

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how = at, how

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        return ()

    def clip(self, storyboard: Storyboard, id: ShotId, size: FrameSize, root: Path | None = None) -> Any:
        return _Clip(size, id == "b", self.at, self.how)


class _Clip:
    def __init__(self, size: FrameSize, fails: bool, at: int, how: str) -> None:
        self.size, self.fails, self.at, self.how = size, fails, at, how

    def __len__(self) -> int:
        return 12 if self.how != "length" or not self.fails else 11

    def __getitem__(self, frame: int) -> np.ndarray:
        if self.fails and frame == self.at:
            if self.how == "error":
                raise RenderError("this frame cannot be drawn")
            if self.how == "stop":
                raise KeyboardInterrupt
            if self.how == "size":
                return np.zeros((9, 9, 3), np.uint8)
            if self.how == "killed":
                for child in children():
                    os.kill(child, signal.SIGKILL)
        return np.zeros((self.size.height, self.size.width, 3), np.uint8)


def children() -> list[int]:
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def held() -> tuple[int, int, int, set[str]]:
    """(open files, children, threads, temporary files) of this process."""
    temporary = {path.name for path in Path(tempfile.gettempdir()).glob("storyline-*")}
    return len(list(Path("/proc/self/fd").iterdir())), len(children()), threading.active_count(), temporary


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_fifty_failing_renders_leave_nothing(tmp_path: Path) -> None:
    for name, content in EARLIER.items():
        (tmp_path / name).write_bytes(content)
    before = None
    for nth in range(50):
        how = ("error", "stop", "size", "killed", "length")[nth % 5]
        with pytest.raises((StorylineError, KeyboardInterrupt)) as caught:
            make_film(BOARD, tmp_path / "film.mp4", generator=Fails(nth // 5, how), workers=1 + nth % 3)
        assert "\n" not in str(caught.value)
        del caught
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == EARLIER
        before = before or held()  # what the first failure loads stays loaded
        assert held() == before, how


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
@pytest.mark.parametrize("part", range(4))
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


@pytest.mark.parametrize("limit", [100, 3_000, 12_000])
@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_disk_that_is_full_at_any_stage(tmp_path: Path, limit: int) -> None:
    (tmp_path / "s.yaml").write_text("size: [64, 36]\nrate: 6\nstory: A cat runs along the beach.\n")
    for name, content in EARLIER.items():
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-c", FULL, "render", "s.yaml", "-o", "film.mp4", "-q", str(limit)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1, done
    assert "the disk is full; free some room there and start again" in done.stderr
    assert "cannot write film.mp4" in done.stderr and len(done.stderr.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != "s.yaml"} == EARLIER
