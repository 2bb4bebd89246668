"""The film as a moviepy clip, for those who cut on with moviepy."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.assembly.sound import FULL, SAMPLE_RATE, samples
from storyline.frames.clip import Picture
from storyline.frames.decode import Video, decode, probe

if TYPE_CHECKING:
    from moviepy import VideoClip

_READ_ON = 50  # frames: further ahead, starting anew is quicker


def to_moviepy(film: Path) -> "VideoClip":
    """A moviepy `VideoClip` of a film, with its sound.

    At time `t` it shows frame `round(t * fps)`. moviepy 2.2's own `VideoFileClip` knows a film's length to a hundredth
    of a second only, and so leaves out the last frame of many films: of 601 frames at 24 a second, for example.

    Raises:
        AssemblyError: the film cannot be read.
    """
    import moviepy

    video = probe(film)
    frames = _Frames(film, video)
    rate = float(video.rate)
    clip = moviepy.VideoClip(lambda time: frames[round(time * rate)], duration=video.frames / rate).with_fps(rate)
    if not video.sound:
        return clip
    sound = moviepy.AudioArrayClip(samples(film), fps=SAMPLE_RATE).with_volume_scaled(1 / FULL)
    return clip.with_audio(sound.with_duration(clip.duration))


class _Frames:
    """A video's frames by index: read on where possible, with a new start of the decoder to go back or far ahead."""

    def __init__(self, path: Path, video: Video) -> None:
        self._path = path
        self._last = video.frames - 1
        self._stream: Iterator[Picture] = iter(())
        self._at = 0
        self._picture: Picture | None = None

    def __getitem__(self, frame: int) -> Picture:
        """The frame, or the last one for times after it."""
        frame = min(max(frame, 0), self._last)
        if not 0 <= frame - self._at <= _READ_ON or self._picture is None:
            self._stream = decode(self._path, start=frame)
            self._at, self._picture = frame, next(self._stream)
        while self._at < frame:
            self._at, self._picture = self._at + 1, next(self._stream)
        return self._picture
