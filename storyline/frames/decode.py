"""Video file → frames: decoded one after the other, counted, described."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from storyline.errors import AssemblyError
from storyline.frames.clip import Picture
from storyline.frames.ffmpeg import Ffmpeg, run, url

_NO_TIME = -(2**63)
"""Of a frame whose file gives it no time."""
_RATES = tuple(Fraction(n) for n in (24, 25, 30, 50, 60, 12, 15, 48, 120)) + tuple(
    Fraction(n * 1000, 1001) for n in (24, 30, 60, 120)
)
"""What is tried first where times are rounded."""


@dataclass(frozen=True)
class Video:
    """What a video file holds."""

    width: int
    height: int
    rate: Fraction
    """Frames a second, exact; of a video whose frames last differently, what most of them have."""
    frames: int
    sound: bool
    steady: bool = True
    """Whether all frames last alike, but for what its file rounds times to."""


def probe(path: Path) -> Video:
    """Describe the first video stream of a file by walking through its packets, without decoding them.

    Raises:
        AssemblyError: it cannot be read or holds no video.
    """
    _must_exist(path)
    arguments = ["-v", "error", "-i", url(path), "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"]
    arguments += ["-f", "framecrc", "-"]
    listing = run(arguments, task=f"read {path} as a video")
    base = Fraction(0)
    size = (0, 0)
    sound = False
    spans: list[int] = []
    times: list[int] = []
    for line in listing.decode().splitlines():
        if line.startswith("#tb 0: "):
            base = Fraction(line.removeprefix("#tb 0: "))
        elif line.startswith("#dimensions 0: "):
            width, height = line.removeprefix("#dimensions 0: ").split("x")
            size = int(width), int(height)
        elif line.startswith("#tb 1: "):
            sound = True
        elif line.startswith("0,"):
            _, _, time, span = map(int, line.split(",")[:4])
            times.append(time)
            spans.append(span)
    if not spans or base == 0:
        raise AssemblyError(f"cannot read {path} as a video: it holds no frames")
    rate, steady = _rate(sorted(times), spans, base)
    return Video(*size, rate=rate, frames=len(spans), sound=sound, steady=steady)


def _rate(times: Sequence[int], spans: Sequence[int], base: Fraction) -> tuple[Fraction, bool]:
    """Frames a second, and whether they are steady.

    Args:
        times: of the frames, in ticks of `base` seconds, ascending; some files round them to milliseconds.
        spans: how long they last, as the file says.
    """
    steps = [after - before for before, after in pairwise(times)]
    usual = 1 / (base * max(1, max(sorted(set(spans)), key=spans.count)))
    if times[0] == _NO_TIME or not steps:
        return usual, True
    if len(set(steps)) == 1 and steps[0] > 0:
        return 1 / (base * steps[0]), True
    if times[-1] > times[0]:
        mean = Fraction(len(steps), times[-1] - times[0]) / base
        for rate in (*_RATES, mean.limit_denominator(1001)):
            if all(abs(time - times[0] - n / (rate * base)) <= 1 for n, time in enumerate(times)):
                return rate, True
    step = max(sorted({1, *steps} - {0}), key=steps.count)
    return 1 / (base * step), False


def frame_count(path: Path) -> int:
    """How many frames the video has. Raises AssemblyError as `probe` does."""
    return probe(path).frames


def decode(path: Path, *, start: int = 0) -> Generator[Picture, None, None]:
    """The frames of a video file from frame `start` on, in order, one in memory at a time.

    Raises:
        AssemblyError: it cannot be read, or breaks off within a frame.
    """
    video = probe(path)
    # Half a frame early, so that rounding of the time can never skip the frame asked for.
    seek = ["-ss", f"{float((start - Fraction(1, 2)) / video.rate):.6f}"] if start else []
    arguments = ["-v", "error", *seek, "-i", url(path), "-map", "0:v:0", "-fps_mode", "passthrough"]
    arguments += ["-sws_flags", "bicubic+accurate_rnd+full_chroma_int+bitexact"]
    arguments += ["-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    shape = (video.height, video.width, 3)
    with Ffmpeg(arguments, task=f"decode {path}") as ffmpeg:
        while data := ffmpeg.output.read(video.height * video.width * 3):
            if len(data) < video.height * video.width * 3:
                raise AssemblyError(f"cannot decode {path}: it breaks off within a frame")
            yield np.frombuffer(data, np.uint8).reshape(shape)
        ffmpeg.finish()


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise AssemblyError(f"there is no video file {path}")
