"""What is heard, and when."""

import re
import wave
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyline.assembly import assemble
from storyline.assembly.sound import SAMPLE_RATE, closeness, mix, samples
from storyline.errors import AssemblyError
from storyline.frames.decode import decode, probe
from storyline.frames.ffmpeg import run, url
from storyline.schema.storyboard import Storyboard
from tests.assembly.films import clip_of
from tests.boards import board, shot


def tone(path: Path, seconds: float, pitch: float, *, rate: int = 22_050, channels: int = 1) -> Path:
    """A sine at 0.3 of full level."""
    wave_form = np.sin(np.arange(round(seconds * rate)) / rate * 2 * np.pi * pitch) * 0.3 * 32767
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(wave_form.astype("<i2").repeat(channels).tobytes())
    return path


def level(sound: np.ndarray, start: float, end: float, pitch: float | None = None) -> float:
    """Root mean square between two times, of full level; of one pitch alone if given."""
    part = sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE), 0] / 32768
    if pitch is None:
        return float(np.sqrt((part**2).mean()))
    turns = np.exp(-2j * np.pi * pitch * np.arange(len(part)) / SAMPLE_RATE)
    return float(np.abs((part * turns).mean()) * np.sqrt(2))


def heard(storyboard: Storyboard, root: Path, folder: Path) -> np.ndarray:
    path = assemble(storyboard, partial(clip_of, storyboard), folder / "film.mp4", root=root)
    assert probe(path).sound
    assert len(list(decode(path))) == storyboard.length
    return samples(path)


def music(path: str = "music.wav", **fields: Any) -> dict[str, Any]:
    return {"file": {"path": path}, **fields}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    tone(folder / "music.wav", 9, 220)
    tone(folder / "line.wav", 1, 1000, rate=16_000, channels=2)
    return folder


@pytest.mark.parametrize(("rate", "frames"), [(24, 50), ("30000/1001", 72), (25, 1)])
def test_sound_is_cut_to_the_film(root: Path, tmp_path: Path, rate: int | str, frames: int) -> None:
    storyboard = board(shot("a", frames), rate=rate, sounds=[music()])
    sound = heard(storyboard, root, tmp_path)
    assert abs(len(sound) - storyboard.seconds * SAMPLE_RATE) <= 1
    assert level(sound, 0.005, 0.035) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)


def test_sound_is_padded_to_the_film(root: Path, tmp_path: Path) -> None:
    sound = heard(board(shot("a", 72), sounds=[music("line.wav", start=24)]), root, tmp_path)
    assert abs(len(sound) - 3 * SAMPLE_RATE) <= 1
    assert level(sound, 0, 0.95) < 0.001
    assert level(sound, 1.05, 1.95, 1000) == pytest.approx(0.3 / np.sqrt(2), rel=0.02)
    assert level(sound, 2.05, 3) < 0.001


def test_gain_is_in_decibels(root: Path, tmp_path: Path) -> None:
    sound = heard(board(shot("a", 24), sounds=[music(gain=-20)]), root, tmp_path)
    assert level(sound, 0.1, 0.9) == pytest.approx(0.03 / np.sqrt(2), rel=0.03)


def test_music_steps_back_while_a_line_is_heard(root: Path, tmp_path: Path) -> None:
    line = {"text": "x", "start": 24, "duration": 24, "audio": {"path": "line.wav"}}
    storyboard = board(shot("a", 48), shot("b", 96, lines=[line]), sounds=[music(ducking=20)])
    sound = heard(storyboard, root, tmp_path)
    for start, end, of_line, of_music in ((1.0, 2.6, 0, 1), (3.1, 3.9, 1, 0.1), (4.4, 5.9, 0, 1)):
        assert level(sound, start, end, 1000) == pytest.approx(of_line * 0.3 / np.sqrt(2), rel=0.03, abs=0.002)
        assert level(sound, start, end, 220) == pytest.approx(of_music * 0.3 / np.sqrt(2), rel=0.03, abs=0.002)


def test_ducking_is_smooth() -> None:
    times = np.arange(0, 4, 0.001)
    close = closeness(times, [(1.0, 1.5), (1.6, 2.0)])
    assert np.abs(np.diff(close)).max() < 0.01
    assert close[times < 0.69].max() == 0 and close[times > 2.31].max() == 0
    assert close[(times >= 1) & (times <= 1.5)].min() == 1
    assert close[(times > 1.5) & (times < 1.6)].min() > 0.9


def test_a_storyboard_without_sounds_has_no_soundtrack(tmp_path: Path) -> None:
    storyboard = board(shot("a", 24))
    assert mix(storyboard) is None
    assert not probe(assemble(storyboard, partial(clip_of, storyboard), tmp_path / "film.mp4")).sound


def test_too_loud_is_cut_off_and_not_wrapped_around(root: Path, tmp_path: Path) -> None:
    sound = heard(board(shot("a", 24), sounds=[music(gain=20)]), root, tmp_path)
    assert 0.85 < level(sound, 0.1, 0.9) <= 1
    assert np.abs(np.diff(sound[5000:40000, 0].astype(int))).max() < 20000


def refused(storyboard: Storyboard, root: Path | None, folder: Path) -> str:
    with pytest.raises(AssemblyError) as caught:
        assemble(storyboard, partial(clip_of, storyboard), folder / "film.mp4", root=root)
    assert not (folder / "film.mp4").exists()
    return str(caught.value)


def test_what_is_no_sound_is_named(root: Path, tmp_path: Path) -> None:
    (root / "text.mp3").write_text("la la la")
    assert "text.mp3 as a sound (use WAV, FLAC, MP3 or AAC)" in refused(
        board(shot("a", 9), sounds=[music("text.mp3")]), root, tmp_path
    )
    tone(root / "empty.wav", 0, 220)
    assert "empty.wav" in refused(board(shot("a", 9), sounds=[music("empty.wav")]), root, tmp_path)


@pytest.mark.parametrize("ending", ["mp3", "flac", "aac"])
def test_a_sound_that_breaks_off_is_heard_as_far_as_it_goes_and_told(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, ending: str
) -> None:
    whole = root / f"whole.{ending}"
    run(["-v", "error", "-i", url(root / "music.wav"), url(whole)], task="encode")
    (root / f"cut.{ending}").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2 + 7])
    heard(board(shot("a", 24), sounds=[music(whole.name)]), root, tmp_path)
    assert not caplog.messages
    sound = heard(board(shot("a", 24 * 8), sounds=[music(f"cut.{ending}")]), root, tmp_path)
    assert level(sound, 1, 3, 220) > 0.1 and level(sound, 6, 7) < 0.01
    (message,) = caplog.messages
    assert re.search(rf"sound .*cut.{ending} is damaged; [345]\.\d s of it can be heard", message)


def test_a_sound_that_is_not_there(root: Path, tmp_path: Path) -> None:
    storyboard = board(shot("a", 9), sounds=[music("none.wav")])
    assert f"there is no sound file 'none.wav' in {root}" in refused(storyboard, root, tmp_path)
    assert "'none.wav', but not in which folder it lies" in refused(storyboard, None, tmp_path)


def test_a_link_out_of_the_folder_is_refused(root: Path, tmp_path: Path) -> None:
    tone(tmp_path / "outside.wav", 1, 220)
    (root / "link.wav").symlink_to(tmp_path / "outside.wav")
    (root / "folder").symlink_to(tmp_path)
    for name in ("link.wav", "folder/outside.wav"):
        message = refused(board(shot("a", 9), sounds=[music(name)]), root, tmp_path)
        assert f"sound file '{name}' leads outside of {root}" in message


@pytest.mark.parametrize(
    "playlist",
    ["ffconcat version 1.0\nfile {}\n", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"],
)
def test_a_playlist_opens_no_other_file(root: Path, tmp_path: Path, playlist: str) -> None:
    outside = tone(tmp_path / "outside.wav", 1, 220)
    (root / "music.mp3").write_text(playlist.format(outside))
    assert "music.mp3 as a sound" in refused(board(shot("a", 9), sounds=[music("music.mp3")]), root, tmp_path)


def test_a_file_that_changed_is_refused(root: Path, tmp_path: Path) -> None:
    digest = sha256((root / "music.wav").read_bytes()).hexdigest()
    storyboard = board(shot("a", 9), sounds=[{"file": {"path": "music.wav", "digest": digest}}])
    assert len(heard(storyboard, root, tmp_path)) > 0
    (tmp_path / "film.mp4").unlink()
    tone(root / "music.wav", 9, 221)
    assert "'music.wav' has changed" in refused(storyboard, root, tmp_path)
