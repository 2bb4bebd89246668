"""A clip comes back bit for bit, from any frame on, or not at all."""

import os
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from storyline.errors import AssemblyError, RenderError
from storyline.frames.lossless import Windows, read_clip, write_clip
from storyline.schema.media import FrameSize


def noise(number: int, size: FrameSize) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 256, (size.height, size.width, 3), dtype=np.uint8)


def gradient(number: int, size: FrameSize) -> np.ndarray:
    """Colours that change by one step at a time, across and down and from frame to frame."""
    y, x = np.mgrid[0 : size.height, 0 : size.width]
    return np.stack([x + number, y + number, x + y + 2 * number], -1).astype(np.uint8)


def written(folder: Path, frames: list[np.ndarray], size: FrameSize, name: str = "a.mkv") -> Path:
    write_clip(iter(frames), folder / name, size, len(frames))
    return folder / name


@pytest.mark.parametrize("picture", [noise, gradient])
@pytest.mark.parametrize(
    ("size", "length"), [((64, 36), 1), ((64, 36), 200), ((16, 16), 49), ((66, 38), 5), ((8192, 16), 2), ((30, 250), 3)]
)
def test_bit_for_bit(tmp_path: Path, picture: object, size: tuple[int, int], length: int) -> None:
    frames = [picture(n, FrameSize(size)) for n in range(length)]  # type: ignore[operator]
    again = list(read_clip(written(tmp_path, frames, FrameSize(size)), FrameSize(size)))
    assert len(again) == length
    for was, came in zip(frames, again, strict=True):
        np.testing.assert_array_equal(came, was)


def test_every_colour_there_is(tmp_path: Path) -> None:
    """All reds with all greens, for some blues: a conversion to another colour space would lose some."""
    size = FrameSize((256, 256))
    y, x = np.mgrid[0:256, 0:256]
    frames = [np.stack([x, y, np.full_like(x, blue)], -1).astype(np.uint8) for blue in (0, 1, 127, 128, 255)]
    for was, came in zip(frames, read_clip(written(tmp_path, frames, size), size), strict=True):
        np.testing.assert_array_equal(came, was)


SMALL = FrameSize((32, 24))
FRAMES = [noise(n, SMALL) if n % 3 else gradient(n, SMALL) for n in range(120)]

WRITE = dedent(
    """
    import os, pathlib, sys
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from tests.frames.test_lossless import FRAMES, SMALL, written
    written(pathlib.Path(sys.argv[1]), FRAMES, SMALL, "other name.mkv")
    """
)


def test_the_same_bytes_always(tmp_path: Path) -> None:
    first = sha256(written(tmp_path, FRAMES, SMALL).read_bytes()).hexdigest()
    assert sha256(written(tmp_path, FRAMES, SMALL, "b.mkv").read_bytes()).hexdigest() == first
    if hasattr(os, "sched_setaffinity"):  # in another process, on one core
        subprocess.run([sys.executable, "-c", WRITE, str(tmp_path)], check=True, env={**os.environ, "TZ": "Asia/Tokyo"})
        assert sha256((tmp_path / "other name.mkv").read_bytes()).hexdigest() == first


@pytest.mark.parametrize("start", [0, 1, 47, 48, 49, 119])
def test_from_any_frame_on(tmp_path: Path, start: int) -> None:
    came = list(read_clip(written(tmp_path, FRAMES, SMALL), SMALL, start))
    np.testing.assert_array_equal(came, FRAMES[start:])


@pytest.mark.parametrize("name", ["-y.mkv", "a:b.mkv", "100%d.mkv", "ü 你.mkv", "'\";$(x)\n.mkv"])
def test_any_name_is_a_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_clip(FRAMES[:2], Path(name), SMALL, 2)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    np.testing.assert_array_equal(list(read_clip(Path(name), SMALL)), FRAMES[:2])


@pytest.mark.parametrize(
    ("frames", "length", "words"),
    [
        (FRAMES[:3], 4, "expected 4 frames; got 3"),
        (FRAMES[:5], 4, "expected 4 frames; got 5"),
        ([FRAMES[0], FRAMES[1][:9]], 2, r"frame 1: expected uint8 of shape \(24, 32, 3\); got uint8 of shape \(9, 32"),
        ([FRAMES[0].astype(np.int16)], 1, "frame 0: expected uint8 .* got int16"),
    ],
)
def test_frames_that_do_not_fit_are_refused(tmp_path: Path, frames: list[np.ndarray], length: int, words: str) -> None:
    with pytest.raises(RenderError, match=words):
        write_clip(iter(frames), tmp_path / "a.mkv", SMALL, length)


def windows(folder: Path, *lengths: int) -> Windows:
    files, first = [], 0
    for n, length in enumerate(lengths):
        files.append((written(folder, FRAMES[first : first + length], SMALL, f"{n}.mkv"), length))
        first += length
    return Windows(files, SMALL)


def test_windows_are_one_clip_in_any_order(tmp_path: Path) -> None:
    with closing(windows(tmp_path, 48, 48, 1, 23)) as clip:
        assert len(clip) == 120
        wanted = [*range(120), 119, 0, 0, 47, 48, 96, 97, 95, *range(60, 70), 3, 50, 5]
        for n in wanted:
            np.testing.assert_array_equal(clip[n], FRAMES[n])
        for outside in (-1, 120):
            with pytest.raises(IndexError, match=r"expected a frame of 0\.\.119"):
                clip[outside]


def test_a_clip_that_is_shorter_or_longer_than_it_should_be(tmp_path: Path) -> None:
    path = written(tmp_path, FRAMES[:10], SMALL)
    for said, got in ((9, "more"), (11, "10")):
        with closing(Windows([(path, said), (path, 10)], SMALL)) as clip:
            for n in range(min(said, 10)):
                np.testing.assert_array_equal(clip[n], FRAMES[n])
            with pytest.raises(AssemblyError, match=rf"a\.mkv: expected {said} frames; got {got}"):
                clip[min(said, 10)]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_clip_that_breaks_off_is_no_whole_clip(tmp_path: Path, share: float) -> None:
    path = written(tmp_path, FRAMES, SMALL)
    path.write_bytes(path.read_bytes()[: round(share * path.stat().st_size)])
    with closing(Windows([(path, len(FRAMES))], SMALL)) as clip, pytest.raises(AssemblyError):
        for n in range(len(clip)):
            clip[n]


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_text("once upon a time")
    with pytest.raises(AssemblyError, match=r"cannot read a\.mkv"):
        list(read_clip(tmp_path / "a.mkv", SMALL))
    with pytest.raises(AssemblyError, match=r"cannot read none\.mkv"):
        list(read_clip(tmp_path / "none.mkv", SMALL))
    path = written(tmp_path, FRAMES[:2], SMALL, "b.mkv")
    with pytest.raises(AssemblyError):  # of another size
        list(read_clip(path, FrameSize((34, 24))))
