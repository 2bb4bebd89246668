"""A film's frames by number: as its file decodes to, or without loss as the store keeps them."""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from storyline.assembly.maker import opened, segment_of
from storyline.errors import AssemblyError
from storyline.film.compare.side import Kept
from storyline.frames.clip import Clip, Picture
from storyline.frames.decode import decode

_NEAR = 48
"""Frames that are passed over one by one; what is further ahead is looked for anew."""


class DecodedFrames:
    """The frames of a video file: fast in order, slowly at random. `close` it in the end."""

    def __init__(self, path: Path, length: int) -> None:
        """A file that holds so many frames."""
        self._path, self._length = path, length
        self._frames: Generator[Picture, None, None] | None = None
        self._next = 0

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, frame: int) -> Picture:
        """One frame. Raises AssemblyError if the file ends before it, or cannot be decoded."""
        if self._frames is None or not self._next <= frame < self._next + _NEAR:
            self.close()
            self._frames, self._next = _generated(self._path, frame), frame
        for _ in range(frame - self._next):
            next(self._frames, None)
        self._next = frame + 1
        picture = next(self._frames, None)
        if picture is None:
            raise AssemblyError(f"cannot decode {self._path}: expected {self._length} frames; it ends before {frame}")
        return picture

    def close(self) -> None:
        """Stop decoding."""
        if self._frames is not None:
            self._frames.close()
            self._frames = None


class KeptFrames:
    """The frames of a film before they were compressed, from what the store has. `close` it in the end."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        """Its segments, which show each of its frames once."""
        self._kept = kept
        self._open: tuple[Kept, Clip] | None = None
        self._stack = ExitStack()

    def __len__(self) -> int:
        return self._kept[-1].cut.end_exclusive

    def __getitem__(self, frame: int) -> Picture:
        """One frame. Raises AssemblyError if a clip cannot be read; IndexError where the store does not have it."""
        if self._open is None or not self._open[0].cut.start <= frame < self._open[0].cut.end_exclusive:
            self.close()
            segment = next(one for one in self._kept if one.cut.start <= frame < one.cut.end_exclusive)
            if segment.files is None:
                raise IndexError(f"frame {frame}: the store does not have what segment {segment.task.id} is made of")
            self._open = segment, self._stack.enter_context(opened(segment_of(segment.task), segment.files))
        return self._open[1][frame - self._open[0].cut.start]

    def close(self) -> None:
        """Stop reading."""
        self._open = None
        self._stack.close()


def pairs(a: Clip, b: Clip, moments: Sequence[tuple[int, int]]) -> Iterator[tuple[Picture, Picture]]:
    """Frames of two clips at these moments, both read at once, and a pair ahead of its use."""
    with ThreadPoolExecutor(2) as pool:
        ahead = None
        for one, other in moments:
            following = pool.submit(a.__getitem__, one), pool.submit(b.__getitem__, other)
            if ahead is not None:
                yield ahead
            ahead = following[0].result(), following[1].result()
        if ahead is not None:
            yield ahead


def _generated(path: Path, start: int) -> Generator[Picture, None, None]:
    """As `decode`, whose iterator can be closed: then its process has ended."""
    yield from decode(path, start=start)
