"""A film's sound → the same, put where its parts are in a film of both; silence where it has none."""

import shutil
from pathlib import Path

import numpy as np
from jaxtyping import Int16

from storyline.assembly.sound import SAMPLE_RATE
from storyline.frames.ffmpeg import Ffmpeg, url
from storyline.schema.comparison import Comparison

_BYTES = 4
"""Of a sample: two channels of 16 bits."""


def heard_in_step(comparison: Comparison, ends: list[int], folder: Path) -> Path:
    """Write A's sound as a `.wav` of the length of a film of both.

    Args:
        ends: the frame of that film after the last one of each part, at A's rate.
        folder: for this file, and for the samples on their way, which take 12 MB a minute.

    Raises:
        AssemblyError: A's sound cannot be read, or the disk is full.
    """
    rate = comparison.a.rate
    samples = _samples(comparison.a.film, folder / "a.pcm")
    output = folder / "sound.wav"
    form = ["-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "2"]
    with Ffmpeg(["-v", "error", *form, "-i", "-", "-f", "wav", url(output)], task="write the sound", feed=True) as wav:
        start = 0
        for part, end in zip(comparison.parts, ends, strict=True):
            first, last = (round(frame / rate * SAMPLE_RATE) for frame in (start, end))
            left = last - first
            if part.a is not None:
                frames = part.a.frames
                own = [round(frame / rate * SAMPLE_RATE) for frame in (frames.start, frames.end_exclusive)]
                heard = samples[own[0] : min(own[1], own[0] + left)]
                wav.write(heard.tobytes())
                left -= len(heard)
            wav.write(bytes(left * _BYTES))
            start = end
        wav.finish()
    return output


def _samples(film: Path, pcm: Path) -> Int16[np.ndarray, "samples 2"]:
    """The sound of a film as samples on disk, two channels each."""
    form = ["-map", "0:a:0", "-ar", str(SAMPLE_RATE), "-ac", "2", "-f", "s16le", "-"]
    with (
        Ffmpeg(["-v", "error", "-i", url(film), *form], task=f"read the sound of {film}") as ffmpeg,
        pcm.open("wb") as file,
    ):
        shutil.copyfileobj(ffmpeg.output, file)
        ffmpeg.finish()
    count = pcm.stat().st_size // _BYTES
    return np.memmap(pcm, np.int16, "r", shape=(count, 2)) if count else np.zeros((0, 2), np.int16)
