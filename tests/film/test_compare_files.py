"""A comparison written as a page, a sheet and a film."""

import base64
import re
import wave
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import storyline.film.compare.write
from storyline import Film
from storyline.errors import AssemblyError, SetupError
from storyline.film.compare import Version, compare, write_comparison
from storyline.frames.decode import decode, probe
from storyline.frames.ffmpeg import run, url
from storyline.schema.comparison import Comparison
from tests.boards import board, shot
from tests.film.test_compare import bare, grey, made, story


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> tuple[Film, Film]:
    folder = tmp_path_factory.mktemp("films")
    return made(folder / "a", story("a", "b")), made(folder / "b", story("a", "x", moved=["a"]))


@pytest.fixture(scope="module")
def found(films: tuple[Film, Film]) -> Comparison:
    return compare(films[0].path, films[1].path)


def test_small_films_are_in_the_page(found: Comparison, tmp_path: Path) -> None:
    assert write_comparison(found, tmp_path / "x.html") == (tmp_path / "x.html",)
    text = (tmp_path / "x.html").read_text()
    inside = [base64.b64decode(data) for data in re.findall(r'src="data:video/mp4;base64,([^"]+)"', text)]
    assert inside == [found.a.film.read_bytes(), found.b.film.read_bytes()]
    pictures = [base64.b64decode(data) for data in re.findall(r'src="data:image/jpeg;base64,([^"]+)"', text)]
    for data in pictures:
        with Image.open(BytesIO(data)) as picture:
            assert picture.size == (64, 48)
    assert len(pictures) == 3 + 1 + 1  # what is in both, with where they differ; and what is in one


def test_large_films_are_named_as_they_lie_from_the_page(
    found: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storyline.film.compare.write, "_MOST_INSIDE", 100)
    folder = found.a.film.parent.parent / "page"
    assert write_comparison(found, folder / "x.html") == (folder / "x.html",)
    text = (folder / "x.html").read_text()
    assert re.findall(r'src="([^":]+)"', text) == ["../a/film.mp4", "../b/film.mp4"]
    kept = compare(Version(story("a", "b")), Version(story("a", "x", moved=["a"])), workers=1)
    written = write_comparison(kept, tmp_path / "my page.html")
    assert [path.name for path in written] == ["my page.html", "my page.a.mp4", "my page.b.mp4"]
    assert [path.read_bytes() for path in written[1:]] == [kept.a.film.read_bytes(), kept.b.film.read_bytes()]
    assert re.findall(r'src="([^":]+)"', written[0].read_text()) == ["my%20page.a.mp4", "my%20page.b.mp4"]


def test_a_sheet(found: Comparison, tmp_path: Path) -> None:
    write_comparison(found, tmp_path / "x.PNG")
    with Image.open(tmp_path / "x.PNG") as picture:
        assert picture.width == 1552 and picture.height > 300


def test_both_films_beside_each_other(found: Comparison, tmp_path: Path) -> None:
    write_comparison(found, tmp_path / "x.mp4")
    video = probe(tmp_path / "x.mp4")
    assert (video.frames, video.rate, video.sound) == (6 + 6 + 6, Fraction(6), False)
    shown = np.stack(list(decode(tmp_path / "x.mp4")))
    height, width = shown.shape[1:3]
    bar = (height - 48) // 2
    halves = [shown[:, bar : bar + 48, left : left + 64].astype(int) for left in (0, width - 64)]
    a, b = (np.stack(list(decode(film.film))).astype(int) for film in (found.a, found.b))
    assert np.abs(halves[0][:6] - a[:6]).mean() < 4 > np.abs(halves[1][:6] - b[:6]).mean()
    assert np.abs(halves[0][:6] - halves[1][:6]).mean() > 6
    assert np.abs(halves[0][6:12] - a[6:12]).mean() < 4  # only A
    assert np.abs(halves[1][12:] - b[6:12]).mean() < 4  # only B
    assert halves[1][6:12].mean() < 50 > halves[0][12:].mean()


def test_the_shorter_one_waits_with_its_last_frame(tmp_path: Path) -> None:
    one = bare(tmp_path / "a.mp4", grey(40, 90, 140))
    other = bare(tmp_path / "b.mp4", grey(*range(40, 240, 10)), rate=12)
    write_comparison(compare(one, other), tmp_path / "x.mp4")
    shown = np.stack(list(decode(tmp_path / "x.mp4")))
    middle = shown.shape[1] // 2
    a, b = shown[:, middle, 30].mean(1), shown[:, middle, -30].mean(1)
    assert np.allclose(a, [40, 90, *[140] * 8], atol=3)
    assert np.allclose(b, range(40, 240, 20), atol=3)  # every other one, at A's rate


def with_tone(path: Path, frames: int, rate: int = 6) -> Path:
    """A film of grey frames whose sound is loud in its second third alone."""
    silent = bare(path.with_name("silent.mp4"), grey(*[99] * frames), rate=rate)
    samples = np.zeros(frames * 48_000 // rate, "<i2")
    third = len(samples) // 3
    samples[third : 2 * third] = 9000 * np.sin(np.arange(third) / 20)
    with wave.open(str(path.with_suffix(".wav")), "wb") as sound:
        sound.setparams((1, 2, 48_000, 0, "NONE", ""))
        sound.writeframes(samples.tobytes())
    joined = ["-i", url(silent), "-i", url(path.with_suffix(".wav")), "-c:v", "copy", "-c:a", "aac", url(path)]
    run(["-v", "error", "-y", *joined], task="join")
    return path


def test_the_sound_of_a_is_heard_where_its_parts_are(tmp_path: Path) -> None:
    """Three shots of which the second is loud; the other film has one more between, and the last is longer there."""
    film = with_tone(tmp_path / "film.mp4", 18)
    one = Film(story("a", "b", "c"), film)
    longer = [shot(id, 12 if id == "c" else 6) for id in ("a", "x", "b", "c")]
    found = compare(one, board(*longer, rate=6, subtitles="none"), workers=1)
    assert found.a.sound and not found.b.sound
    write_comparison(found, tmp_path / "x.mp4")
    assert probe(tmp_path / "x.mp4").sound
    pcm = run(["-v", "error", "-i", url(tmp_path / "x.mp4"), "-ac", "1", "-f", "s16le", "-"], task="listen")
    heard = np.frombuffer(pcm, "<i2").astype(float)
    rate = len(heard) / 5  # a second of a, of x, of b, two of c
    loud = [np.sqrt(np.mean(heard[int((n + 0.2) * rate) : int((n + 0.8) * rate)] ** 2)) for n in range(5)]
    assert [level > 1000 for level in loud] == [False, False, True, False, False]


def test_other_endings_and_films_that_would_be_lost_are_refused(found: Comparison, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"ending in \.html or \.png or \.mp4; got '.*x\.gif'"):
        write_comparison(found, tmp_path / "x.gif")
    before = found.a.film.read_bytes()
    with pytest.raises(SetupError, match=r"film\.mp4 is a film that is compared; choose another name"):
        write_comparison(found, found.a.film)
    (tmp_path / "x.png").mkdir()
    with pytest.raises(AssemblyError, match="got a folder"):
        write_comparison(found, tmp_path / "x.png")
    assert found.a.film.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["x.png"]


@pytest.mark.slow
def test_the_program_of_its_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[2] / "docs" / "compare.md"
    monkeypatch.chdir(tmp_path)
    exec("\n".join(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)), {})
    assert (tmp_path / "both.png").is_file()
