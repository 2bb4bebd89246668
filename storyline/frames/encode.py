"""Frames → video files, and several of them → one: counted, whole or not at all, the same bytes for the same frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg
import numpy as np

from storyline.errors import AssemblyError
from storyline.frames.clip import Picture
from storyline.frames.decode import frame_count
from storyline.frames.ffmpeg import Ffmpeg, run, url
from storyline.frames.replacing import replacing
from storyline.schema.media import FrameSize


@dataclass(frozen=True)
class Encoding:
    """How a film is compressed. Every field decides its bytes."""

    crf: int = 16
    """Constant rate factor of x264: 0 is lossless, 18 looks like the original, 51 is worst."""
    preset: str = "veryfast"
    """x264's trade of time for size: on drawn frames of 1280x720 as like the original as `medium` at 18, by SSIM, in
    half the time and a tenth more room."""
    threads: int = 1
    """x264's bytes depend on it, so it does not follow the machine. Segments are encoded side by side instead."""


DEFAULT = Encoding()

_EARLY = 2
"""Frames that x264 decodes before the first is shown, at most: its `b-pyramid` goes two deep."""


def encode(
    frames: Iterable[Picture],
    output: Path,
    *,
    size: FrameSize,
    rate: Fraction,
    length: int,
    encoding: Encoding = DEFAULT,
) -> Path:
    """Write frames as an H.264 mp4 that plays everywhere (yuv420p, BT.709), without sound; see `join`.

    The file appears under its name when it is complete: on any error a file that was there stays as it was.

    Args:
        frames: in order, each of `size`; taken one at a time.
        rate: frames a second.
        length: how many frames there are.

    Raises:
        AssemblyError: a frame does not fit, there are more or fewer than `length`, the disk is full, the folder
            cannot be written, or ffmpeg fails.
    """
    with replacing(output) as temporary:
        given = 0
        with Ffmpeg(_arguments(temporary, size, rate, encoding), task=f"write {output}", feed=True) as ffmpeg:
            for given, frame in enumerate(frames, 1):
                if frame.shape != (size.height, size.width, 3) or frame.dtype != np.uint8:
                    raise AssemblyError(
                        f"frame {given - 1} of {output.name}: expected uint8 of shape {(size.height, size.width, 3)}; "
                        f"got {frame.dtype} of shape {frame.shape}"
                    )
                ffmpeg.write(np.ascontiguousarray(frame).data)
            if given != length or length == 0:
                raise AssemblyError(f"cannot write {output}: expected {length} frames, at least one; got {given}")
            ffmpeg.finish()
    return output


def join(segments: Sequence[tuple[Path, int]], output: Path, *, rate: Fraction, sound: Path | None = None) -> Path:
    """Put films that `encode` wrote, of one size, rate and encoding, one after the other, without encoding them again.

    Args:
        segments: each with how many frames it holds.
        rate: frames a second.
        sound: an audio file in AAC, copied beside the frames.

    Raises:
        AssemblyError: the disk is full, the folder cannot be written, ffmpeg fails, or the file does not hold every
            frame.
    """
    with replacing(output) as temporary, TemporaryDirectory(prefix="storyline-") as folder:
        listing = Path(folder) / "segments.ffconcat"
        listing.write_text(_listing(segments, rate, Path(folder)), "utf-8", "surrogateescape")
        arguments = ["-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", url(listing)]
        arguments += ["-i", url(sound), "-map", "0:v", "-map", "1:a"] if sound else ["-map", "0:v"]
        arguments += ["-c", "copy", "-bsf:v", _steady(rate), "-map_metadata", "-1", "-fflags", "+bitexact"]
        run([*arguments, "-movflags", "+faststart", "-f", "mp4", url(temporary)], task=f"write {output}")
        length, written = sum(count for _, count in segments), frame_count(temporary)
        if written != length:
            raise AssemblyError(f"{output} came out with {written} frames instead of {length}; it was not kept")
    return output


def with_sound(film: Path, source: Path, output: Path) -> Path:
    """Put the sound of a video beside the frames of a film that `encode` wrote, which are not encoded again.

    Raises:
        AssemblyError: the disk is full, the folder cannot be written, or ffmpeg fails.
    """
    with replacing(output) as temporary:
        arguments = ["-v", "error", "-y", "-i", url(film), "-i", url(source), "-map", "0:v:0", "-map", "1:a:0"]
        arguments += ["-c:v", "copy", "-c:a", "aac", "-b:a", "192k", "-map_metadata", "-1", "-fflags", "+bitexact"]
        arguments += ["-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", url(temporary)]
        run(arguments, task=f"write {output}")
    return output


def _listing(segments: Sequence[tuple[Path, int]], rate: Fraction, folder: Path) -> str:
    """What ffmpeg is to read, and for how long each: what it finds out itself is rounded to milliseconds.

    Links to files whose names no line can hold are put into `folder`.
    """
    lines = ["ffconcat version 1.0"]
    frames = 0
    for n, (path, count) in enumerate(segments):
        name = url(_on_a_line(path, folder / f"{n}.mp4")).replace("'", r"'\''")
        start, end = (round(at / rate * 1_000_000) for at in (frames, frames + count))  # so that nothing adds up
        lines += [f"file '{name}'", f"duration {end - start}us"]
        frames += count
    return "\n".join(lines) + "\n"


def _steady(rate: Fraction) -> str:
    """A filter of packets that puts every frame on its place: what is shown, and what is decoded.

    Where segments meet, the first frames of one would be decoded at the same time as the last of the other, since
    frames that refer to later ones make x264 start early. ffmpeg then squeezes them in between, a tick apart, and who
    reads the file takes it for one of another rate, or of none.
    """
    frame = f"{rate.denominator}/({rate.numerator}*TB)"
    shown = f"round(PTS*TB*{rate.numerator}/{rate.denominator})"
    return f"setts=pts=round({shown}*{frame}):dts=round((N-{_EARLY})*{frame}):duration=round({frame})"


def _on_a_line(path: Path, link: Path) -> Path:
    """A path as a line of a listing can hold it: itself, or a link to it."""
    if not {"\n", "\r"} & set(str(path.absolute())):
        return path
    link.symlink_to(path.absolute())
    return link


@cache  # it is asked for each film, and takes a process
def ffmpeg_version() -> str:
    """Which ffmpeg writes the files, as it names itself: `7.1`. Raises SetupError if there is none."""
    version: str = imageio_ffmpeg.get_ffmpeg_version()
    return version


def _arguments(path: Path, size: FrameSize, rate: Fraction, encoding: Encoding) -> list[str]:
    ratio = f"{rate.numerator}/{rate.denominator}"
    tags = "range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    # The tags only say which matrix was used; the scale filter is what uses it.
    convert = "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+bitexact"
    arguments = ["-v", "error", "-y"]
    arguments += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", str(size), "-r", ratio, "-i", "-"]
    arguments += ["-vf", f"{convert},format=yuv420p,setparams={tags}", "-r", ratio]
    arguments += ["-c:v", "libx264", "-preset", encoding.preset, "-crf", str(encoding.crf)]
    # Closed groups of pictures: segments stand beside each other as they are.
    arguments += ["-threads", str(encoding.threads), "-g", str(round(2 * rate)), "-flags", "+cgop"]
    arguments += ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    arguments += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    return [*arguments, "-f", "mp4", url(path)]
