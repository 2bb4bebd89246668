"""A film whose script names files can be made again from its storyboard, wherever that lies."""

import struct
import wave
from pathlib import Path

import pytest

from storyline import make_film
from storyline.errors import ScriptError
from storyline.frames.decode import decode


@pytest.fixture
def script(tmp_path: Path) -> Path:
    folder = tmp_path / "script"
    folder.mkdir()
    with wave.open(str(folder / "song.wav"), "wb") as song:
        song.setnchannels(1)
        song.setsampwidth(2)
        song.setframerate(8000)
        song.writeframes(b"".join(struct.pack("<h", 8000 * (n // 20 % 2)) for n in range(16000)))
    path = folder / "s.yaml"
    path.write_text("size: [96, 54]\nrate: 6\nstory: A cat runs.\nsounds:\n  - file: {path: song.wav}\n")
    return path


def test_the_storyboard_finds_its_files_again(script: Path, tmp_path: Path) -> None:
    film = make_film(script, tmp_path / "out" / "film.mp4")
    (sound,) = film.storyboard.sounds
    assert (tmp_path / "out" / sound.file.path).read_bytes() == (script.parent / "song.wav").read_bytes()
    script.unlink()
    again = make_film(film.companion("storyboard.yaml"), tmp_path / "again" / "film.mp4")
    assert again.path.read_bytes() == film.path.read_bytes()
    assert again.storyboard == film.storyboard
    beside = make_film(film.companion("storyboard.yaml"), tmp_path / "out" / "second.mp4")
    assert beside.storyboard == film.storyboard
    assert sum(1 for _ in decode(beside.path)) == film.storyboard.length


def test_a_file_outside_the_folder_is_refused(script: Path, tmp_path: Path) -> None:
    script.write_text(script.read_text().replace("song.wav", "../song.wav"))
    with pytest.raises(ScriptError, match=r"s\.yaml:5:\d+: sound 1, file, path: .*without '\.\.'"):
        make_film(script, tmp_path / "film.mp4")
    (script.parent / "link.wav").symlink_to(tmp_path / "secret.wav")
    (tmp_path / "secret.wav").write_bytes(b"x")
    script.write_text(script.read_text().replace("../song.wav", "link.wav"))
    with pytest.raises(ScriptError, match="a link that leads out of it"):
        make_film(script, tmp_path / "film.mp4")
