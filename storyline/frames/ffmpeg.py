"""The one door to ffmpeg: the program that imageio-ffmpeg ships, run without a shell."""

import errno
import logging
import os
import re
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

import imageio_ffmpeg

from storyline.errors import AssemblyError, DiskFullError, SetupError
from storyline.frames.interrupts import undisturbed

log = logging.getLogger(__name__)

_SAID = 2_000  # bytes of its last messages that are looked at
_REPEATED = 160  # characters of the first of them that an error repeats
_MARKS = re.compile(r" @ 0x[0-9a-f]+|\[(error|fatal|panic)\] ")
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
    """A running ffmpeg, from entering the context to leaving it: then it has ended, finished or not.

    Its messages go to a temporary file: it never waits for us to read them.
    """

    def __init__(self, arguments: Sequence[str], *, task: str, feed: bool = False) -> None:
        """Say what is to be run.

        Args:
            arguments: what follows the program's name; `-` as a file is our end of the pipe.
            task: what it is to do, for error messages: `write film.mp4`.
            feed: frames or samples will be written to it with `write`; otherwise its `output` is read.
        """
        self.task = task
        self._command = [program(), "-hide_banner", "-nostdin", *arguments]
        self._feed = feed

    def __enter__(self) -> "Ffmpeg":
        self._messages = TemporaryFile()
        self._process: subprocess.Popen[bytes] | None = None
        try:
            # A stop between the start and its being noted would leave a process that nobody ends.
            with undisturbed():
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE if self._feed else subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL if self._feed else subprocess.PIPE,
                    stderr=self._messages,
                    start_new_session=True,  # Ctrl-C reaches us first: we end it and tidy up
                )
        except OSError as error:
            self._end()
            raise SetupError(f"cannot {self.task}: ffmpeg does not start ({error}); reinstall imageio-ffmpeg") from None
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._end()
        except BaseException:  # a stop as it began
            self._end()
            raise

    def _end(self) -> None:
        with undisturbed():
            self._messages.close()
            if self._process is None:
                return
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # bytes still buffered for the process that we have just ended
                        pipe.close()

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "enter the context first"
        return self._process

    @property
    def output(self) -> IO[bytes]:
        """What it writes to `-`."""
        assert self._running.stdout is not None
        return self._running.stdout

    def write(self, data: memoryview | bytes) -> None:
        """Give it bytes. Raises AssemblyError if it has stopped taking them."""
        assert self._running.stdin is not None
        try:
            self._running.stdin.write(data)
        except OSError:
            self._running.wait()
            raise self._failure() from None

    def finish(self) -> None:
        """Wait until it is done. Raises AssemblyError if it failed."""
        if self._running.stdin is not None:
            try:
                self._running.stdin.close()
            except OSError:
                self._running.wait()
                raise self._failure() from None
        if self._running.wait() != 0:
            raise self._failure()

    def said(self) -> str:
        """The last of its messages, as many as `-v` lets through."""
        end = self._messages.seek(0, os.SEEK_END)
        self._messages.seek(max(0, end - _SAID))
        return self._messages.read().decode(errors="replace").strip()

    def _failure(self) -> AssemblyError:
        said = self.said()
        code = self._running.returncode
        log.info("ffmpeg, to %s, stopped with code %s and said:\n%s", self.task, code, said)
        if code in _NO_ROOM or code == -getattr(signal, "SIGXFSZ", 0):
            return DiskFullError(f"cannot {self.task}: the disk is full; free some room there and start again")
        return AssemblyError(f"cannot {self.task}: ffmpeg stopped with code {code}{_reason(said)}")


def _reason(said: str) -> str:
    """The first of ffmpeg's errors, which names the cause, without its level and the addresses in its memory."""
    first = next((line for line in said.splitlines() if line.strip() and "[warning]" not in line), "")
    return f", saying {_MARKS.sub('', first).strip()[:_REPEATED]!r}" if first else ""


def run(arguments: Sequence[str], *, task: str) -> bytes:
    """Run ffmpeg to its end: what it wrote to `-`. Raises AssemblyError if it fails."""
    with Ffmpeg(arguments, task=task) as ffmpeg:
        output = ffmpeg.output.read()
        ffmpeg.finish()
        return output
