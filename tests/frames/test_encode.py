"""A film is whole or not there, and holds the frames it was given."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from storyline.errors import AssemblyError
from storyline.frames.decode import decode, frame_count, probe
from storyline.frames.encode import Encoding, encode, ffmpeg_version, join
from storyline.frames.ffmpeg import program, run, url
from storyline.frames.replacing import replacing
from storyline.schema.media import FrameSize
from tests.pictures import coded, differs

SIZE = FrameSize((64, 48))
FRAMES = [coded(n) for n in range(30)]
RATE = Fraction(24)


def write(path: Path, frames: list[np.ndarray] = FRAMES, **options: object) -> Path:
    return encode(frames, path, size=SIZE, length=len(frames), **{"rate": RATE, **options})  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(12), Fraction(1)])
def test_every_frame_comes_back(tmp_path: Path, rate: Fraction) -> None:
    path = write(tmp_path / "film.mp4", rate=rate)
    video = probe(path)
    assert (video.width, video.height, video.rate, video.frames, video.sound) == (64, 48, rate, 30, False)
    decoded = list(decode(path))
    assert len(decoded) == 30
    assert max(differs(a, b) for a, b in zip(decoded, FRAMES, strict=True)) < 25


def test_decoding_starts_anywhere(tmp_path: Path) -> None:
    path = write(tmp_path / "film.mp4", [coded(n) for n in range(120)], rate=Fraction(30000, 1001))
    whole = list(decode(path))
    for start in (1, 29, 60, 61, 119):
        np.testing.assert_array_equal(list(decode(path, start=start)), whole[start:])


def test_colours_are_bt709_in_fact_and_by_name(tmp_path: Path) -> None:
    colours = [(224, 72, 66), (92, 176, 96), (66, 124, 214), (255, 255, 255), (0, 0, 0)]
    given = [np.full((48, 64, 3), colour, np.uint8) for colour in colours for _ in range(3)]
    path = write(tmp_path / "film.mp4", given)
    for decoded, frame in zip(decode(path), given, strict=True):
        assert np.abs(decoded.astype(int) - frame).max() <= 3
    said = subprocess.run([program(), "-i", url(path)], capture_output=True, text=True, check=False).stderr
    assert "yuv420p(tv, bt709, progressive)" in said
    # The tag alone would not do: the luma itself is weighted as BT.709 says, in the range 16..235.
    planes = subprocess.run(
        [program(), "-v", "error", "-i", url(path), "-frames:v", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-"],
        capture_output=True,
        check=True,
    ).stdout
    red, green, blue = (c / 255 for c in colours[0])
    expected = 16 + 219 * (0.2126 * red + 0.7152 * green + 0.0722 * blue)
    assert abs(planes[0] - expected) < 1


def test_the_index_stands_in_front(tmp_path: Path) -> None:
    segment = write(tmp_path / "segment.mp4")
    data = join([(segment, 30)], tmp_path / "film.mp4", rate=RATE).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001), Fraction(15, 2), Fraction(240)])
def test_joined_films_are_one_film(tmp_path: Path, rate: Fraction) -> None:
    """Every frame in its place, and all as long as each other: what is shown, and what is decoded."""
    lengths = (1, 1, 2, 3, 1, 30, 5, 1, 4, 2)
    still = [coded(n // 3) for n in range(sum(lengths))]  # what stands still is encoded from what comes later
    segments, first = [], 0
    for n, length in enumerate(lengths):
        segments.append((write(tmp_path / f"{n}.mp4", still[first : first + length], rate=rate), length))
        first += length
    film = join(segments, tmp_path / "film.mp4", rate=rate)
    assert (probe(film).rate, probe(film).frames) == (rate, len(still))
    assert max(differs(a, b) for a, b in zip(decode(film), still, strict=True)) < 25
    listing = run(["-v", "error", "-i", url(film), "-c", "copy", "-f", "framecrc", "-"], task="list").decode()
    packets = [[int(x) for x in line.split(",")[1:4]] for line in listing.splitlines() if line.startswith("0,")]
    decoded, shown, length = (list(times) for times in zip(*packets, strict=True))
    assert set(length) == {length[0]}
    assert sorted(shown) == [length[0] * n for n in range(len(still))] != shown
    assert {b - a for a, b in pairwise(decoded)} == {length[0]}
    assert all(a <= b for a, b in zip(decoded, shown, strict=True))


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    noise = [np.random.default_rng(n).integers(0, 255, (48, 64, 3), dtype=np.uint8) for n in range(30)]
    paths = [write(tmp_path / name, noise) for name in ("a.mp4", "b.mp4")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    worse = write(tmp_path / "c.mp4", noise, encoding=Encoding(crf=40))
    assert worse.stat().st_size < paths[0].stat().st_size


@pytest.mark.parametrize("name", ["-y.mp4", "a:b.mp4", "100%d.mp4", "concat:a|b.mp4", "ü 你.mp4", "'\";$(x).mp4"])
def test_any_name_is_a_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path(name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert frame_count(Path(name)) == 30


class Stop(Exception):
    """Raised by a test."""


@pytest.mark.parametrize("error", [Stop, KeyboardInterrupt])
def test_an_error_leaves_the_film_that_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the film before")

    def broken() -> Iterator[np.ndarray]:
        yield from FRAMES[:7]
        raise error

    with pytest.raises(error):
        encode(broken(), path, size=SIZE, rate=RATE, length=30)
    assert path.read_bytes() == b"the film before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("frames", "length", "said"),
    [
        (FRAMES[:5], 6, "expected 6 frames, at least one; got 5"),
        (FRAMES[:5], 4, "expected 4 frames, at least one; got 5"),
        ([], 0, "expected 0 frames, at least one; got 0"),
        ([FRAMES[0], FRAMES[0][:40]], 2, r"frame 1 of film.mp4: expected uint8 of shape \(48, 64, 3\)"),
    ],
)
def test_frames_that_do_not_fit_are_refused(tmp_path: Path, frames: list[np.ndarray], length: int, said: str) -> None:
    with pytest.raises(AssemblyError, match=said):
        encode(frames, tmp_path / "film.mp4", size=SIZE, rate=RATE, length=length)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    write(tmp_path / "some" / "where" / "film.mp4")
    assert frame_count(tmp_path / "some" / "where" / "film.mp4") > 0


def test_a_file_in_the_folder_s_place(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        with pytest.raises(
            AssemblyError, match=r"cannot write .*film\.mp4: (File exists|Not a directory); choose a folder"
        ):
            write(folder / "film.mp4")


def test_what_goes_wrong_with_another_file_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="elsewhere"), replacing(tmp_path / "film.mp4"):
        (tmp_path / "elsewhere").read_bytes()
    with pytest.raises(AssemblyError, match=r"the disk is full"), replacing(tmp_path / "film.mp4"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_film_s_place(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").mkdir()
    with pytest.raises(AssemblyError, match=r"cannot write .*film\.mp4"):
        write(tmp_path / "film.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_ffmpeg_s_own_words_are_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match=r"cannot write .*film\.mp4: ffmpeg stopped with code .*no-such-preset"):
        write(tmp_path / "film.mp4", encoding=Encoding(preset="no-such-preset"))
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("once upon a time")
    with pytest.raises(AssemblyError, match=r"cannot read .*text\.mp4 as a video"):
        probe(tmp_path / "text.mp4")
    with pytest.raises(AssemblyError, match=r"there is no video file .*none\.mp4"):
        next(decode(tmp_path / "none.mp4"))


def test_a_new_file_takes_the_place_of_the_old_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replacing(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    (tmp_path / "b.txt").touch()
    assert path.stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_the_encoder_names_itself() -> None:
    assert ffmpeg_version().split(".")[0].lstrip("nN").isdigit()


ENDLESS = dedent(
    """
    import itertools, pathlib, sys
    from fractions import Fraction
    import numpy as np
    from storyline.frames.encode import encode
    from storyline.schema.media import FrameSize

    def frames():
        for n in itertools.count():
            if n == 40:
                print("running", flush=True)
            yield np.random.default_rng(n).integers(0, 255, (480, 640, 3), dtype=np.uint8)

    encode(frames(), pathlib.Path(sys.argv[1]), size=FrameSize((640, 480)), rate=Fraction(24), length=10**6)
    """
)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_program_leaves_no_film(tmp_path: Path, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(tmp_path / "film.mp4")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"running\n"
        process.send_signal(how)
    time.sleep(0.3)
    assert not (tmp_path / "film.mp4").exists()
    if how == signal.SIGINT:  # nobody can tidy up after a SIGKILL
        assert list(tmp_path.iterdir()) == []


FULL_DISK = dedent(
    """
    import pathlib, resource, sys
    from fractions import Fraction
    import numpy as np
    from storyline.errors import AssemblyError
    from storyline.frames.encode import encode
    from storyline.schema.media import FrameSize

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    noise = (np.random.default_rng(n).integers(0, 255, (480, 640, 3), dtype=np.uint8) for n in range(60))
    try:
        encode(noise, pathlib.Path(sys.argv[1]), size=FrameSize((640, 480)), rate=Fraction(24), length=60)
    except AssemblyError as error:
        print(error)
    """
)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the film before")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert f"cannot write {path}: the disk is full; free some room there and start again" in done.stdout
    assert path.read_bytes() == b"the film before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_small_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        noise = (np.random.default_rng(n).integers(0, 255, (480, 640, 3), dtype=np.uint8) for n in range(60))
        with pytest.raises(AssemblyError, match="the disk is full; free some room there"):
            encode(noise, disk / "film.mp4", size=FrameSize((640, 480)), rate=RATE, length=60)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_program_may_end_while_a_film_is_being_read(tmp_path: Path) -> None:
    path = write(tmp_path / "film.mp4", [np.zeros((48, 64, 3), np.uint8)] * 2000)
    program = (
        "import pathlib, sys; from storyline.frames.decode import decode; frames = decode(pathlib.Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; next(frames)", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
