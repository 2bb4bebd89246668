"""Storyboard → soundtrack: music, ambience, effects and spoken lines, mixed to the film's exact length.

moviepy mixes; seconds as floats exist only in here. Files are decoded by our own door to ffmpeg and handed over as
arrays (on disk, not in memory): moviepy 2.2's own reader returns wrong samples where a sound is shorter than twice the
piece asked for, and leaves pipes open.
"""

import hashlib
import logging
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float, Int16

from storyline.errors import AssemblyError, DiskFullError
from storyline.frames.ffmpeg import Ffmpeg, url
from storyline.schema.base import Noun
from storyline.schema.media import FileRef
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import Frame, FrameCount, FrameRate

if TYPE_CHECKING:
    from moviepy import AudioClip

log = logging.getLogger(__name__)

SAMPLE_RATE = 48_000
"""Samples a second of the soundtrack, stereo."""

_WAV_HEADER = 44  # bytes; the number of channels is in it
_RAMP = 0.3  # seconds a sound takes to step back or to come up again
_BITRATE = "192k"
# Only formats that hold sound themselves: a playlist under a harmless name could make ffmpeg open other files.
_FORMATS = "wav,mp3,flac,ogg,mov,aac,aiff,au,matroska,caf,w64"

_DAMAGED = re.compile(r"\[error\]|filesize and duration do not match")
"""What ffmpeg says of a sound that breaks off, or has gaps; players pass over them, and so does it."""

FULL = 32_768
"""The loudest sample, of 16 bits."""

Span = tuple[float, float]


@dataclass(frozen=True)
class _Sound:
    """A decoded file in the mix; opened only while it is heard, so that a film may have thousands."""

    pcm: Path
    channels: int
    start: float
    end: float
    gain: float
    ducking: float

    def clip(self, heard: Sequence[Span]) -> "AudioClip":
        """The sound on the film's clock, stepping back in these spans."""
        clip = _moviepy().AudioArrayClip(_stereo(np.memmap(self.pcm, "<i2", "r"), self.channels), fps=SAMPLE_RATE)
        clip = clip.with_start(self.start).with_volume_scaled(10 ** (self.gain / 20) / FULL)
        if not self.ducking or not heard:
            return clip
        softened = partial(_soften, start=self.start, ducking=self.ducking, heard=heard)
        return clip.transform(softened, keep_duration=True)


class Heard(Noun):
    """A sound file on the film's clock."""

    file: FileRef
    start: Frame
    gain: float = 0.0
    """Decibels."""
    ducking: float = 0.0
    """Decibels it steps back while a line is heard."""


class Mix(Noun):
    """All that decides a film's sound."""

    rate: FrameRate
    length: FrameCount
    """Of the film."""
    lines: tuple[Heard, ...] = ()
    """What is said."""
    sounds: tuple[Heard, ...] = ()


def mix(storyboard: Storyboard) -> Mix | None:
    """What is heard in a film; None if its storyboard names no sound file."""
    lines = tuple(
        Heard(file=line.audio, start=frames.start + line.start)
        for shot, frames in storyboard.timeline()
        for line in shot.lines
        if line.audio is not None
    )
    sounds = tuple(Heard(file=s.file, start=s.start, gain=s.gain, ducking=s.ducking) for s in storyboard.sounds)
    heard = Mix(rate=storyboard.rate, length=storyboard.length, lines=lines, sounds=sounds)
    return heard if lines or sounds else None


def soundtrack(heard: Mix, root: Path | None, output: Path) -> Path:
    """Write a film's sound as AAC to `output`.

    Args:
        root: the folder that sound files lie in; they cannot be outside of it, links included.
        output: in a folder of its own, where the decoded sounds are put as well.

    Raises:
        AssemblyError: a file is missing, outside `root`, not the one the storyboard means, or not audio.
    """
    folder = output.parent
    lines, sounds = (
        [_unpacked(one, heard.rate, root, folder / f"{name}-{n}.pcm") for n, one in enumerate(several)]
        for name, several in (("line", heard.lines), ("sound", heard.sounds))
    )
    said = [(line.start, line.end) for line in lines]
    _write([*lines, *sounds], said, round(heard.length / heard.rate * SAMPLE_RATE), output)
    return output


def _file(file: FileRef, root: Path | None) -> Path:
    if root is None:
        raise AssemblyError(f"the storyboard names the sound file {file.path!r}, but not in which folder it lies")
    try:
        path = (root / file.path).resolve()
        there = path.is_file()
    except (OSError, RuntimeError) as error:  # a loop of links, a name too long
        raise AssemblyError(f"cannot find the sound file {file.path!r} in {root}: {error}; mend its name") from None
    if not path.is_relative_to(root.resolve()):
        raise AssemblyError(f"sound file {file.path!r} leads outside of {root}; copy it into that folder")
    if not there:
        raise AssemblyError(f"there is no sound file {file.path!r} in {root}")
    if file.digest is not None:
        with path.open("rb") as data:
            found = hashlib.file_digest(data, "sha256").hexdigest()
        if found != file.digest:
            raise AssemblyError(
                f"sound file {file.path!r} has changed: the storyboard means the one with SHA-256 {file.digest}; "
                f"got {found}. Put the old file back or update the storyboard"
            )
    return path


def samples(path: Path) -> Int16[np.ndarray, "samples 2"]:
    """The sound of a file at `SAMPLE_RATE`, mono on both sides; the array lies in a temporary file, not in memory.

    Raises:
        AssemblyError: it holds no sound that can be read.
    """
    with TemporaryFile() as pcm:
        channels = _unpack(path, pcm)
        return _stereo(np.memmap(pcm, "<i2", "r"), channels)


def _unpacked(heard: Heard, rate: Fraction, root: Path | None, pcm: Path) -> _Sound:
    with pcm.open("wb") as file:
        channels = _unpack(_file(heard.file, root), file)
    seconds, start = pcm.stat().st_size / (2 * channels * SAMPLE_RATE), float(heard.start / rate)
    return _Sound(pcm, channels, start, start + seconds, heard.gain, heard.ducking)


def _unpack(path: Path, pcm: IO[bytes]) -> int:
    """Decode a sound to samples of 16 bits; returns how many channels it has, one or two."""
    # Mono stays mono here: ffmpeg would make stereo of it at 0.7 of its level.
    form = ["-af", "aformat=channel_layouts=mono|stereo", "-ar", str(SAMPLE_RATE), "-c:a", "pcm_s16le"]
    arguments = ["-v", "level+warning", "-format_whitelist", _FORMATS, "-i", url(path), "-map", "0:a:0", *form]
    arguments += ["-fflags", "+bitexact", "-f", "wav", "-"]
    with Ffmpeg(arguments, task=f"read {path} as a sound (use WAV, FLAC, MP3 or AAC)") as ffmpeg:
        header = ffmpeg.output.read(_WAV_HEADER)
        try:
            shutil.copyfileobj(ffmpeg.output, pcm)
            pcm.flush()
        except OSError as error:
            raise DiskFullError(f"cannot unpack the sound {path}: {error.strerror}; free some room") from error
        ffmpeg.finish()
        damaged = _DAMAGED.search(ffmpeg.said()) is not None
    if pcm.tell() == 0:
        raise AssemblyError(f"the sound {path} is empty: expected at least one sample; got none")
    channels = int.from_bytes(header[22:24], "little")
    if damaged:
        seconds = pcm.tell() / (2 * channels * SAMPLE_RATE)
        log.warning("the sound %s is damaged; %.1f s of it can be heard: save or fetch it again", path, seconds)
    return channels


def _stereo(pcm: Int16[np.ndarray, " values"], channels: int) -> Int16[np.ndarray, "samples 2"]:
    return np.broadcast_to(pcm.reshape(-1, channels), (len(pcm) // channels, 2))


def _soften(frame_of: Any, time: Any, *, start: float, ducking: float, heard: Sequence[Span]) -> Any:
    volume = 10 ** (-ducking * closeness(np.asarray(time) + start, heard) / 20)
    return frame_of(time) * np.expand_dims(volume, -1)


def closeness(times: Float[np.ndarray, " n"], heard: Sequence[Span]) -> Float[np.ndarray, " n"]:
    """How much speech is heard at these times (seconds): 1 while a line is, 0 away from all, smooth in between."""
    distance = np.full(times.shape, np.inf)
    for start, end in heard:
        distance = np.minimum(distance, np.maximum(np.maximum(start - times, times - end), 0))
    return 0.5 + 0.5 * np.cos(np.pi * np.minimum(distance / _RAMP, 1))


def _write(sounds: Sequence[_Sound], heard: Sequence[Span], length: int, output: Path) -> None:
    """Mix the sounds second by second, cut or padded to `length` samples; they step back where a line is `heard`."""
    arguments = ["-v", "error", "-y", "-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "2", "-i", "-"]
    arguments += ["-c:a", "aac", "-b:a", _BITRATE, "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    arguments += ["-f", "mp4", url(output)]
    with Ffmpeg(arguments, task="write the soundtrack", feed=True) as ffmpeg:
        for first in range(0, length, SAMPLE_RATE):
            times = np.arange(first, min(first + SAMPLE_RATE, length)) / SAMPLE_RATE
            near = [(start, end) for start, end in heard if start < times[-1] + _RAMP and end > times[0] - _RAMP]
            clips = [sound.clip(near) for sound in sounds if sound.start <= times[-1] and sound.end >= times[0]]
            mixed = _moviepy().CompositeAudioClip(clips).get_frame(times) if clips else np.zeros((len(times), 2))
            ffmpeg.write(np.rint(np.clip(mixed, -1, 1) * (FULL - 1)).astype("<i2").tobytes())
        ffmpeg.finish()


def _moviepy() -> Any:
    """Import moviepy only when there is something to hear: it takes half a second."""
    import moviepy

    return moviepy
