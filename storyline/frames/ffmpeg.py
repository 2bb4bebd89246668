"""The one door to ffmpeg: the program that imageio-ffmpeg ships, run without a shell."""

import errno
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

import imageio_ffmpeg

from storyline.errors import AssemblyError, SetupError

_SAID = 2_000  # bytes of its last messages that an error repeats
_NO_ROOM = tuple(256 - code for code in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)))
"""How ffmpeg exits when a disk is full: with the system's error number, negative, in a byte."""


def program() -> str:
    """The path of ffmpeg. Raises SetupError if there is none."""
    try:
        found: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise SetupError(f"no ffmpeg was found; reinstall imageio-ffmpeg, which ships one ({error})") from error
    return found


def url(path: Path) -> str:
    """A file as ffmpeg takes it: whatever its name, it is no option and no other protocol."""
    return f"file:{path.absolute()}"


class Ffmpeg:
    """A running ffmpeg. Leaving the context ends it, finished or not.

    Its messages go to a temporary file: it never waits for us to read them.
    """

    def __init__(self, arguments: Sequence[str], *, task: str, feed: bool = False) -> None:
        """Start it.

        Args:
            arguments: what follows the program's name; `-` as a file is our end of the pipe.
            task: what it is to do, for error messages: `write film.mp4`.
            feed: frames or samples will be written to it with `write`; otherwise its `output` is read.
        """
        self.task = task
        self._messages = TemporaryFile()  # noqa: SIM115 (closed by __exit__)
        self._process = subprocess.Popen(
            [program(), "-hide_banner", "-nostdin", *arguments],
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed else subprocess.PIPE,
            stderr=self._messages,
            start_new_session=True,  # Ctrl-C reaches us first: we end it and tidy up
        )

    @property
    def output(self) -> IO[bytes]:
        """What it writes to `-`."""
        assert self._process.stdout is not None
        return self._process.stdout

    def write(self, data: memoryview | bytes) -> None:
        """Give it bytes. Raises AssemblyError if it has stopped taking them."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
        except OSError:
            self._process.wait()
            raise self._failure() from None

    def finish(self) -> None:
        """Wait until it is done. Raises AssemblyError if it failed."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                self._process.wait()
                raise self._failure() from None
        if self._process.wait() != 0:
            raise self._failure()

    def __enter__(self) -> "Ffmpeg":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._messages.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # bytes still buffered for the process that we have just ended
                    continue

    def _failure(self) -> AssemblyError:
        end = self._messages.seek(0, os.SEEK_END)
        self._messages.seek(max(0, end - _SAID))
        said = self._messages.read().decode(errors="replace").strip()
        code = self._process.returncode
        if code in _NO_ROOM or code == -getattr(signal, "SIGXFSZ", 0):
            return AssemblyError(f"cannot {self.task}: the disk is full; free some room there and start again\n{said}")
        return AssemblyError(f"cannot {self.task}: ffmpeg stopped with code {code}\n{said}")


def run(arguments: Sequence[str], *, task: str) -> bytes:
    """Run ffmpeg to its end: what it wrote to `-`. Raises AssemblyError if it fails."""
    with Ffmpeg(arguments, task=task) as ffmpeg:
        output = ffmpeg.output.read()
        ffmpeg.finish()
        return output
