"""The film in the hands of moviepy's users."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from storyline.assembly import assemble
from storyline.assembly.to_moviepy import to_moviepy
from storyline.frames.decode import decode
from tests.assembly.films import clip_of
from tests.assembly.test_sound import music, tone
from tests.boards import board, shot


@pytest.mark.parametrize("rate", [24, "30000/1001"])
def test_every_frame_at_its_time_in_any_order(tmp_path: Path, rate: int | str) -> None:
    storyboard = board(shot("a", 90), rate=rate)
    path = assemble(storyboard, partial(clip_of, storyboard), tmp_path / "film.mp4")
    frames = list(decode(path))
    clip = to_moviepy(path)
    assert clip.duration == pytest.approx(float(storyboard.seconds))
    for n in (*range(30), 29, 28, 89, 0, 60, 61, 5, 70):
        np.testing.assert_array_equal(clip.get_frame(n / clip.fps), frames[n])
    assert [len(list(clip.iter_frames()))] == [90]
    np.testing.assert_array_equal(clip.get_frame(clip.duration), frames[-1])
    assert clip.audio is None


def test_with_its_sound(tmp_path: Path) -> None:
    tone(tmp_path / "music.wav", 2, 220)
    storyboard = board(shot("a", 24), sounds=[music()])
    clip = to_moviepy(assemble(storyboard, partial(clip_of, storyboard), tmp_path / "film.mp4", root=tmp_path))
    sound = clip.audio.get_frame(np.arange(4800, 9600) / 48_000)
    assert np.sqrt((sound**2).mean()) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)
