"""What a video file says of its frames: how many, how long each, whatever its format rounds times to."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyline.frames.decode import _rate, decode, probe
from storyline.frames.ffmpeg import run, url

RATES = [Fraction(n) for n in (12, 23, 24, 25, 30, 50, 60)] + [Fraction(n * 1000, 1001) for n in (24, 30, 60)]


@given(st.sampled_from(RATES), st.integers(1, 400), st.sampled_from((1000, 90_000, 12_288)), st.integers(0, 99))
def test_a_steady_rate_is_found_however_times_are_rounded(rate: Fraction, length: int, ticks: int, first: int) -> None:
    times = [first + round(n / rate * ticks) for n in range(length)]
    found, steady = _rate(times, [round(ticks / rate)] * length, Fraction(1, ticks))
    assert steady
    if length > 50:
        assert abs(found - rate) * length / rate < rate / ticks * 3  # after so many frames, off by few ticks
    if length > 100 and ticks > 1000:
        assert found == rate


@given(st.lists(st.integers(0, 5), min_size=3, max_size=50), st.integers(5, 40))
def test_frames_that_last_differently_are_not_steady(longer: list[int], usual: int) -> None:
    spans = [usual + 4 * extra for extra in longer]
    times = [sum(spans[:n]) for n in range(len(spans) + 1)]
    steady = _rate(times, [*spans, usual], Fraction(1, 600))[1]
    assert steady == (len(set(spans)) == 1)


@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
def test_formats_that_round_times_keep_their_rate(suffix: str, tmp_path: Path) -> None:
    clip = tmp_path / f"clip.{suffix}"
    source = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=24:duration=2", "-c:v", "mpeg4"]
    run(["-v", "error", "-y", *source, url(clip)], task="make a clip")
    video = probe(clip)
    assert (video.rate, video.frames, video.steady) == (24, 48, True)
    whole = list(decode(clip))
    assert np.array_equal(next(iter(decode(clip, start=45))), whole[45])


def test_a_variable_rate_is_told(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    drop = ["-vf", "select='not(eq(mod(n,3),1))'", "-fps_mode", "vfr", "-c:v", "mpeg4"]
    run(["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=24:duration=1", *drop, url(clip)], task="")
    video = probe(clip)
    assert (video.frames, video.steady) == (16, False)
