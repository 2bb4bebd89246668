"""What processes that were killed leave beside an output."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storyline.frames.replacing import replacing

WRITES = """
import os, signal, sys
from pathlib import Path
from storyline.frames.replacing import replacing
with replacing(Path(sys.argv[1])) as part:
    part.write_text("half of it")
    print(part.parent, flush=True)
    if sys.argv[2] == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
"""


def writer(output: Path, then: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITES, str(output), then]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name != "posix", reason="nobody knows there whether a process is still there")
def test_what_a_killed_process_left_goes_and_what_a_living_one_needs_stays(tmp_path: Path) -> None:
    output = tmp_path / "film.mp4"
    with writer(output, "waits") as living:
        assert living.stdout is not None
        needed = Path(living.stdout.readline().strip())
        with writer(output, "dies") as dead:  # last: whoever begins after its death clears up
            assert dead.stdout is not None
            left = Path(dead.stdout.readline().strip())
        assert left.is_dir()
        with replacing(output) as part:
            part.write_text("all of it")
        assert not left.exists() and needed.is_dir()
        living.communicate()
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    assert output.read_text() == "half of it"  # the last to end
