"""Clips on disk, bit for bit as they were made, read and written one frame at a time.

x264 without loss in RGB: measured on drawn frames of 1280x720, beside ffv1, it writes 4 times as fast in 0.4 of the
room, and reads twice as fast.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from storyline.errors import AssemblyError, RenderError
from storyline.frames.clip import Picture
from storyline.frames.ffmpeg import Ffmpeg, url
from storyline.schema.media import FrameSize

_GOP = 48  # frames from one that stands alone to the next


def write_clip(frames: Iterable[Picture], path: Path, size: FrameSize, length: int) -> None:
    """Write so many frames of a size to an `.mkv`. The same frames give the same bytes, on any number of cores.

    Raises:
        RenderError: a frame has another size or is not uint8, or there are more or fewer than `length`.
        AssemblyError: the disk is full, or ffmpeg fails.
    """
    arguments = ["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", str(size), "-r", "24", "-i", "-"]
    arguments += ["-c:v", "libx264rgb", "-qp", "0", "-preset", "ultrafast", "-g", str(_GOP), "-threads", "1"]
    arguments += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-f", "matroska", url(path)]
    count = 0
    with Ffmpeg(arguments, task=f"write {path.name}", feed=True) as ffmpeg:
        for count, frame in enumerate(frames, 1):
            if frame.shape != (size.height, size.width, 3) or frame.dtype != np.uint8:
                raise RenderError(
                    f"{path.name}, frame {count - 1}: expected uint8 of shape {(size.height, size.width, 3)}; "
                    f"got {frame.dtype} of shape {frame.shape}"
                )
            ffmpeg.write(np.ascontiguousarray(frame).data)
        if count != length:
            raise RenderError(f"{path.name}: expected {length} frames; got {count}")
        ffmpeg.finish()


def read_clip(path: Path, size: FrameSize, start: int = 0) -> Generator[Picture, None, None]:
    """The frames of a clip that `write_clip` wrote, from frame `start` on, one in memory at a time.

    Raises:
        AssemblyError: it cannot be read, or breaks off within a frame.
    """
    arguments = ["-v", "error", "-threads", "1", "-i", url(path), "-fps_mode", "passthrough"]
    arguments += ["-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    length = size.height * size.width * 3
    with Ffmpeg(arguments, task=f"read {path.name}") as ffmpeg:
        number = 0
        while len(data := ffmpeg.output.read(length)) == length:
            if number >= start:
                yield np.frombuffer(data, np.uint8).reshape(size.height, size.width, 3)
            number += 1
        if data:
            raise AssemblyError(f"cannot read {path.name}: it breaks off within a frame")
        ffmpeg.finish()


class Windows:
    """A shot's frames, or some that follow each other, from clips on disk: fast in order, at random slowly.

    `close` it in the end.
    """

    def __init__(self, windows: Sequence[tuple[Path, int]], size: FrameSize) -> None:
        """Clips in the order of the shot, each with how many frames it holds."""
        self._windows, self._size = tuple(windows), size
        self._frames: Generator[Picture, None, None] | None = None
        self._next = 0

    def close(self) -> None:
        """Stop reading."""
        if self._frames is not None:
            self._frames.close()

    def __len__(self) -> int:
        return sum(count for _, count in self._windows)

    def __getitem__(self, frame: int) -> Picture:
        """One frame.

        Raises:
            IndexError: outside 0..len-1.
            AssemblyError: a clip cannot be read, or holds fewer frames than it should.
        """
        if not 0 <= frame < len(self):
            raise IndexError(f"expected a frame of 0..{len(self) - 1}; got {frame}")
        if self._frames is None or not self._next <= frame < self._next + _GOP:
            self.close()
            self._frames, self._next = self._from(frame), frame
        for _ in range(frame - self._next):
            next(self._frames)
        self._next = frame + 1
        return next(self._frames)

    def _from(self, start: int) -> Generator[Picture, None, None]:
        first = 0
        for path, count in self._windows:
            if start < first + count:
                skipped = given = max(0, start - first)
                with closing(read_clip(path, self._size, skipped)) as frames:
                    for frame in frames:
                        given += 1
                        if given > count:
                            break
                        yield frame
                if given != count:
                    got = given if given < count else "more"
                    raise AssemblyError(f"{path.name}: expected {count} frames; got {got}")
            first += count
