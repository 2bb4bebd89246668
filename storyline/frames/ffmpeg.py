"""The one door to ffmpeg: the program that imageio-ffmpeg ships, run without a shell."""

import signal
import subprocess
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO

import imageio_ffmpeg

from storyline.errors import AssemblyError, SetupError

_NO_ROOM = ("No space left", "File too large", "Disk quota")


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

    Its messages are read as they come, so that it never waits for us to read them.
    """

    def __init__(self, arguments: Sequence[str], *, task: str, feed: bool = False, messages: int = 30) -> None:
        """Start it.

        Args:
            arguments: what follows the program's name; `-` as a file is our end of the pipe.
            task: what it is to do, for error messages: `write film.mp4`.
            feed: frames or samples will be written to it with `write`.
            messages: how many of its last lines to keep.
        """
        self.task = task
        self._process = subprocess.Popen(
            [program(), "-hide_banner", "-nostdin", *arguments],
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed else subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches us first: we end it and tidy up
        )
        self._messages: deque[str] = deque(maxlen=messages)
        self._drain = Thread(target=self._listen, daemon=True)
        self._drain.start()

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

    def finish(self) -> tuple[str, ...]:
        """Wait until it is done; its last messages. Raises AssemblyError if it failed."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                self._process.wait()
                raise self._failure() from None
        if self._process.wait() != 0:
            raise self._failure()
        self._drain.join()
        return tuple(self._messages)

    def __enter__(self) -> "Ffmpeg":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._drain.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # bytes still buffered for the process that we have just ended
                    continue

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._messages.append(line.decode(errors="replace").rstrip())

    def _failure(self) -> AssemblyError:
        self._drain.join()
        said = "\n".join(list(self._messages)[-12:])
        too_large = self._process.returncode == -getattr(signal, "SIGXFSZ", 0)
        if too_large or any(sign in line for sign in _NO_ROOM for line in self._messages):
            return AssemblyError(f"cannot {self.task}: the disk is full; free some room there and start again.\n{said}")
        return AssemblyError(f"cannot {self.task}: ffmpeg stopped with code {self._process.returncode}:\n{said}")


def run(arguments: Sequence[str], *, task: str) -> tuple[bytes, tuple[str, ...]]:
    """Run ffmpeg to its end: what it wrote to `-`, and its messages. Raises AssemblyError if it fails."""
    with Ffmpeg(arguments, task=task, messages=200) as ffmpeg:
        output = ffmpeg.output.read()
        return output, ffmpeg.finish()
