"""Storyboard and clips → the film's file, without a store: one segment after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from storyline.assembly.segments import Cut, cuts
from storyline.assembly.sound import mix, soundtrack
from storyline.assembly.timeline import FilmFrames
from storyline.frames.clip import Clip
from storyline.frames.encode import DEFAULT, Encoding, encode, join
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
    progress: Progress = lambda done, total: None,
    encoding: Encoding = DEFAULT,
) -> Path:
    """Write the film: titles, shots, transitions, subtitles if they are to be burned in, and sound.

    Frames are streamed: memory holds a few of them, however long the film. The same storyboard and clips give the same
    bytes. The file appears when it is complete; on any error what was there stays.

    Args:
        clip_of: opens the clip of a shot, in frames of `size`.
        root: the folder that the storyboard's sound files lie in.
        size: of the frames; the storyboard's own when absent.

    Raises:
        AssemblyError: a clip or a sound does not fit the storyboard, or the film cannot be written.
    """
    film = FilmFrames(storyboard, clip_of, size)
    heard = mix(storyboard)
    with TemporaryDirectory(prefix="storyline-") as folder:
        sound = soundtrack(heard, root, Path(folder) / "sound.m4a") if heard is not None else None

        def made(number: int, cut: Cut) -> tuple[Path, int]:
            path, length = Path(folder) / f"{number}.mp4", cut.end_exclusive - cut.start
            frames = (film[frame] for frame in range(cut.start, cut.end_exclusive))
            encode(frames, path, size=film.size, rate=storyboard.rate, length=length, encoding=encoding)
            return path, length

        segments = []
        parts = cuts(storyboard)
        with ThreadPoolExecutor(2) as pool:  # the next is begun while the encoder finishes one
            for cut, segment in zip(parts, pool.map(made, count(), parts), strict=True):
                segments.append(segment)
                progress(cut.end_exclusive, len(film))
        return join(segments, output, rate=storyboard.rate, sound=sound)
