"""Two thousand documents that nobody would write: each gives a film, or an error of ours."""

import itertools
from functools import partial
from pathlib import Path

import pytest

from generators.toon import ToonGenerator
from storyline.assembly import assemble
from storyline.errors import StorylineError
from storyline.film import plan_film
from storyline.film.graph import film_graph
from storyline.frames.decode import frame_count
from storyline.frames.encode import Encoding
from storyline.reading import read, write_yaml
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.fuzz.mutations import Case, case

TOON, SMALL = ToonGenerator(), FrameSize((32, 18))
QUICK = Encoding(crf=40, preset="ultrafast", threads=1)


def examine(number: int, folder: Path) -> None:
    """Read and plan a document, draw some frames of every fifth, and make the film of every hundredth."""
    found = case(number)
    try:
        board = _planned(found, folder)
        if board is None:
            return
        written = write_yaml(board)
        assert read(written).document == board
        if number % 5 == 0:
            assert "film" in film_graph(board, TOON, SMALL)
            clip_of = partial(TOON.clip, board, size=SMALL)
            for _, shot in itertools.islice(board.shots(), 4):
                for frame in {0, shot.duration // 2, shot.duration - 1}:
                    assert clip_of(shot.id)[frame].shape == (18, 32, 3)
        if number % 100 == 0 and board.length < 200:
            path = assemble(board, clip_of, folder / "film.mp4", size=SMALL, encoding=QUICK)
            assert frame_count(path) == board.length
    except StorylineError as error:
        assert str(error).strip()
    except Exception as error:
        raise AssertionError(f"document {number} ({found.suffix}): {error!r}\n{found.content!r}") from error


def _planned(found: Case, folder: Path) -> Storyboard | None:
    if not found.suffix:
        return plan_film(found.content)
    path = folder / f"document{found.suffix}"
    path.write_bytes(found.content)
    board = plan_film(path)
    assert board.length >= 1
    return board


@pytest.mark.parametrize("part", range(4))
def test_some_documents(tmp_path: Path, part: int) -> None:
    for number in range(100 * part, 100 * part + 50):
        examine(number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_two_thousand_documents(tmp_path: Path, part: int) -> None:
    for number in range(1000 + 200 * part, 1200 + 200 * part):
        examine(number, tmp_path)
