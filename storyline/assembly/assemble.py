"""Storyboard and clips → the film's file."""

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from storyline.assembly.sound import soundtrack
from storyline.assembly.timeline import FilmFrames
from storyline.frames.clip import Clip, Picture
from storyline.frames.encode import DEFAULT, Encoding, encode
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard

Progress = Callable[[int, int], None]
"""Called with how many frames are done and how many there are."""


def assemble(
    storyboard: Storyboard,
    clip_of: Callable[[ShotId], Clip],
    output: Path,
    *,
    root: Path | None = None,
    size: FrameSize | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    encoding: Encoding = DEFAULT,
    called: Path | None = None,
) -> Path:
    """Write the film: titles, shots, transitions, subtitles if they are to be burned in, and sound.

    Frames are streamed: memory holds a few of them, however long the film. The same storyboard and clips give the same
    bytes for any number of workers. The file appears when it is complete; on any error what was there stays.

    Args:
        clip_of: opens the clip of a shot, in frames of `size`.
        root: the folder that the storyboard's sound files lie in.
        size: of the frames; the storyboard's own when absent.
        workers: threads that draw frames ahead of the encoder.
        called: what messages call the film, where `output` is but its first name.

    Raises:
        AssemblyError: a clip or a sound does not fit the storyboard, or the film cannot be written.
    """
    film = FilmFrames(storyboard, clip_of, size)
    with TemporaryDirectory(prefix="storyline-") as folder:
        sound = soundtrack(storyboard, root, Path(folder) / "sound.m4a")
        with closing(_ahead(film, workers, progress)) as frames:
            return encode(
                frames,
                output,
                size=film.size,
                rate=storyboard.rate,
                length=len(film),
                sound=sound,
                encoding=encoding,
                called=called,
            )


def _ahead(film: FilmFrames, workers: int, progress: Progress | None) -> Generator[Picture, None, None]:
    """The film's frames in order, up to two for each worker drawn before they are asked for."""
    waiting: deque[Future[Picture]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="frames") as pool:
        try:
            for frame in range(len(film) + 2 * workers):
                if frame < len(film):
                    waiting.append(pool.submit(film.__getitem__, frame))
                if frame >= 2 * workers:
                    yield waiting.popleft().result()
                    if progress is not None:
                        progress(frame + 1 - 2 * workers, len(film))
        finally:
            for future in waiting:
                future.cancel()
