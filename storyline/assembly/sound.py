"""Storyboard → soundtrack: music, ambience, effects and spoken lines, mixed to the film's exact length.

moviepy mixes; seconds as floats exist only in here. Files are decoded by our own door to ffmpeg and handed over as
arrays (on disk, not in memory): moviepy 2.2's own reader returns wrong samples where a sound is shorter than twice the
piece asked for, and leaves pipes open.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float, Int16

from storyline.errors import AssemblyError
from storyline.frames.ffmpeg import Ffmpeg, url
from storyline.schema.media import FileRef
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from moviepy import AudioClip

SAMPLE_RATE = 48_000
"""Samples a second of the soundtrack, stereo."""

_WAV_HEADER = 44  # bytes; the number of channels is in it
_RAMP = 0.3  # seconds a sound takes to step back or to come up again
_BITRATE = "192k"
# Only formats that hold sound themselves: a playlist under a harmless name could make ffmpeg open other files.
_FORMATS = "wav,mp3,flac,ogg,mov,aac,aiff,au,matroska,caf,w64,opus"

FULL = 32_768
"""The loudest sample, of 16 bits."""

Span = tuple[float, float]


@dataclass(frozen=True)
class _Part:
    """A file in the mix."""

    path: Path
    start: float
    gain: float
    ducking: float = 0.0


def soundtrack(storyboard: Storyboard, root: Path | None, output: Path) -> Path | None:
    """Write the film's sound as AAC to `output`; None if the storyboard names no sound file.

    Args:
        root: the folder that sound files lie in; they cannot be outside of it, links included.

    Raises:
        AssemblyError: a file is missing, outside `root`, not the one the storyboard means, or not audio.
    """
    rate = float(storyboard.rate)
    sounds = [
        _Part(_file(sound.file, root), sound.start / rate, sound.gain, sound.ducking) for sound in storyboard.sounds
    ]
    lines = [
        _Part(_file(line.audio, root), (frames.start + line.start) / rate, 0.0)
        for shot, frames in storyboard.timeline()
        for line in shot.lines
        if line.audio is not None
    ]
    if not sounds and not lines:
        return None
    spoken = [_opened(part) for part in lines]
    heard = [(clip.start, clip.end) for clip in spoken]
    mixed = spoken + [_ducked(_opened(part), part, heard) for part in sounds]
    _write(mixed, round(storyboard.seconds * SAMPLE_RATE), output)
    return output


def _file(file: FileRef, root: Path | None) -> Path:
    if root is None:
        raise AssemblyError(f"the storyboard names the sound file {file.path!r}, but not in which folder it lies")
    path = (root / file.path).resolve()
    if not path.is_relative_to(root.resolve()):
        raise AssemblyError(f"sound file {file.path!r} leads outside of {root}; copy it into that folder")
    if not path.is_file():
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
    # Mono stays mono here: ffmpeg would make stereo of it at 0.7 of its level.
    form = ["-af", "aformat=channel_layouts=mono|stereo", "-ar", str(SAMPLE_RATE), "-c:a", "pcm_s16le"]
    arguments = ["-v", "error", "-format_whitelist", _FORMATS, "-i", url(path), "-map", "0:a:0", *form]
    arguments += ["-fflags", "+bitexact", "-f", "wav", "-"]
    with (
        TemporaryFile() as decoded,
        Ffmpeg(arguments, task=f"read {path} as a sound; use WAV, FLAC, MP3 or AAC") as ffmpeg,
    ):
        header = ffmpeg.output.read(_WAV_HEADER)
        try:
            shutil.copyfileobj(ffmpeg.output, decoded)
            decoded.flush()
        except OSError as error:
            raise AssemblyError(f"cannot unpack the sound {path} to {gettempdir()}: {error.strerror}") from error
        ffmpeg.finish()
        if decoded.tell() == 0:
            raise AssemblyError(f"the sound {path} is empty")
        channels = int.from_bytes(header[22:24], "little")
        sound = np.memmap(decoded, "<i2", "r").reshape(-1, channels)
        return np.broadcast_to(sound, (len(sound), 2))


def _opened(part: _Part) -> "AudioClip":
    """The sound on the film's clock."""
    clip = _moviepy().AudioArrayClip(samples(part.path), fps=SAMPLE_RATE)
    return clip.with_start(part.start).with_volume_scaled(10 ** (part.gain / 20) / FULL)


def _ducked(clip: "AudioClip", part: _Part, heard: Sequence[Span]) -> "AudioClip":
    if not part.ducking or not heard:
        return clip
    softened = partial(_soften, start=part.start, ducking=part.ducking, heard=heard)
    return clip.transform(softened, keep_duration=True)


def _soften(frame_of: Any, time: Any, *, start: float, ducking: float, heard: Sequence[Span]) -> Any:
    volume = 10 ** (-ducking * closeness(np.asarray(time) + start, heard) / 20)
    return frame_of(time) * np.expand_dims(volume, -1)


def closeness(times: Float[np.ndarray, " n"], heard: Sequence[Span]) -> Float[np.ndarray, " n"]:
    """How much speech is heard at these times (seconds): 1 while a line is, 0 away from all, smooth in between."""
    distance = np.full(times.shape, np.inf)
    for start, end in heard:
        distance = np.minimum(distance, np.maximum(np.maximum(start - times, times - end), 0))
    return 0.5 + 0.5 * np.cos(np.pi * np.minimum(distance / _RAMP, 1))


def _write(clips: Sequence["AudioClip"], samples: int, output: Path) -> None:
    """Mix the clips second by second, cut or padded to `samples`."""
    mix = _moviepy().CompositeAudioClip(clips)
    arguments = ["-v", "error", "-y", "-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "2", "-i", "-"]
    arguments += ["-c:a", "aac", "-b:a", _BITRATE, "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    arguments += ["-f", "mp4", url(output)]
    with Ffmpeg(arguments, task="write the soundtrack", feed=True) as ffmpeg:
        for start in range(0, samples, SAMPLE_RATE):
            times = np.arange(start, min(start + SAMPLE_RATE, samples)) / SAMPLE_RATE
            sound = np.broadcast_to(mix.get_frame(times), (len(times), 2))
            ffmpeg.write(np.rint(np.clip(sound, -1, 1) * (FULL - 1)).astype("<i2").tobytes())
        ffmpeg.finish()


def _moviepy() -> Any:
    """Import moviepy only when there is something to hear: it takes half a second."""
    import moviepy

    return moviepy
