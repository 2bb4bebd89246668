"""A small film for the fault tests, its renders as processes of their own, and what they must leave."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from storyline.frames.decode import decode
from storyline.graph.store import Store
from storyline.graph.upkeep import verify

SCRIPT = """\
title: Faults
size: [96, 54]
rate: 12
story: |
  A cat runs along the beach. A dog follows the cat. A red robot waves.

  At night a blue bird sleeps in a room. A girl comes in and looks at the bird.
"""
"""21 tasks, 0.6 MB of artifacts."""


def script(folder: Path) -> Path:
    """The film's script, in a folder."""
    path = folder / "script.yaml"
    path.write_text(SCRIPT)
    return path


@contextmanager
def rendering(folder: Path, store: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """`storyline render` of the film in a folder, as the first process of a group of its own."""
    command = [sys.executable, "-m", "storyline", "render", str(script(folder)), "-o", str(folder / "out" / "film.mp4")]
    with subprocess.Popen(
        [*command, "--quiet", *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "STORYLINE_STORE": str(store)},
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def render(folder: Path, store: Path, *options: str) -> Path:
    """The film, rendered to its end."""
    with rendering(folder, store, *options) as process:
        _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return folder / "out" / "film.mp4"


def frames(film: Path) -> str:
    """A digest of a film's decoded frames."""
    found = sha256()
    for frame in decode(film):
        found.update(frame.tobytes())
    return found.hexdigest()


def whole(store: Path) -> int:
    """How many artifacts a store holds; fails if one of them is wrong."""
    found = verify(Store(store))
    assert not found.damaged and not found.foreign, found
    return found.checked


def strays(store: Path, seconds: float = 5) -> list[str]:
    """Command lines of the processes that speak of a store and are still there after so many seconds."""
    until = time.monotonic() + seconds
    while (found := _of(os.fsencode(store))) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _of(store: bytes) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            about = (process / "environ").read_bytes()
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ")
        except OSError:
            continue
        if b"STORYLINE_STORE=" + store in about.split(b"\0") and int(process.name) != os.getpid():
            found.append(line.decode(errors="replace"))
    return found
