"""The whole way from storyboard and clips to a file."""

import hashlib
import tempfile
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from storyline.assembly import assemble
from storyline.assembly.segments import cuts
from storyline.errors import RenderError
from storyline.frames.clip import Clip
from storyline.frames.decode import decode, probe
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from tests.assembly.films import clip_of
from tests.boards import board, shot

LINES = [{"text": "Slow and steady wins the race.", "start": 2, "duration": 10, "speaker": "hare"}]
BOARD = board(
    shot("a", 14, lines=LINES),
    shot("b", 14, transition="dissolve", overlap=5),
    shot("c", 10, transition="wipe", overlap=4),
    opening=10,
    closing=10,
    size=(128, 96),
)


def clips(id: ShotId) -> list[np.ndarray]:
    return [np.kron(picture, np.ones((2, 2, 1), np.uint8)) for picture in clip_of(BOARD, id)]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    first = digest(assemble(BOARD, clips, tmp_path / "a.mp4"))
    assert digest(assemble(BOARD, clips, tmp_path / "b.mp4")) == first


def test_progress_is_told_segment_by_segment(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    assemble(BOARD, clips, tmp_path / "a.mp4", progress=lambda done, total: told.append((done, total)))
    assert told == [(cut.end_exclusive, BOARD.length) for cut in cuts(BOARD)]


def test_another_size(tmp_path: Path) -> None:
    storyboard = board(shot("a", 5), size=(128, 96))
    path = assemble(storyboard, partial(clip_of, storyboard), tmp_path / "a.mp4", size=FrameSize((64, 48)))
    assert (probe(path).width, probe(path).height) == (64, 48)


def test_an_error_in_a_clip_is_the_caller_s_and_leaves_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    class Broken:
        def __len__(self) -> int:
            return 14

        def __getitem__(self, frame: int) -> np.ndarray:
            if frame == 9:
                raise RenderError("frame 9 cannot be drawn")
            return clips(ShotId("b"))[frame]

    def broken(id: ShotId) -> Clip:
        return Broken() if id == "b" else clips(id)

    before = threading.active_count()
    with pytest.raises(RenderError, match="frame 9"):
        assemble(BOARD, broken, tmp_path / "film.mp4")
    assert list(tmp_path.iterdir()) == list(scratch.iterdir()) == []
    assert threading.active_count() == before


def test_memory_holds_a_few_frames_only(tmp_path: Path) -> None:
    """No more pictures are alive at once than the few that are passed on and mixed."""
    storyboard = board(shot("a", 120), subtitles="none")
    alive, most = 0, 0
    lock = threading.Lock()

    class Counted(np.ndarray):
        def __del__(self) -> None:
            nonlocal alive
            if self.base is None:
                with lock:
                    alive -= 1

    class Drawn:
        def __len__(self) -> int:
            return 120

        def __getitem__(self, frame: int) -> np.ndarray:
            nonlocal alive, most
            with lock:
                alive += 1
                most = max(most, alive)
            picture = np.ndarray.__new__(Counted, (48, 64, 3), np.uint8)
            picture[:] = frame
            return picture

    assemble(storyboard, lambda _: Drawn(), tmp_path / "film.mp4")
    assert 1 <= most <= 4
    assert len(list(decode(tmp_path / "film.mp4"))) == 120


@pytest.mark.parametrize("subtitles", ["burned", "file", "none"])
def test_subtitles_are_burned_in_only_where_the_storyboard_says_so(tmp_path: Path, subtitles: str) -> None:
    storyboard = board(shot("a", 14, lines=LINES), size=(128, 96), subtitles=subtitles)
    path = assemble(storyboard, clips, tmp_path / "film.mp4")
    changed = [
        np.abs(seen.astype(int) - drawn).mean() > 8
        for seen, drawn in zip(decode(path), clips(ShotId("a")), strict=True)
    ]
    assert changed == [subtitles == "burned" and 2 <= n < 12 for n in range(14)]
