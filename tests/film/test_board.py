"""A board is what its name says, whole or not at all."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from storyline.errors import AssemblyError, RenderError, SetupError
from storyline.film.board import address, draw_board, film_beside
from tests.boards import board, shot
from tests.exchange.boards import grey

STORYBOARD = board(shot("a", 20), shot("b", 20))


@pytest.mark.parametrize(
    ("name", "begins"), [("b.png", b"\x89PNG"), ("b.HTML", b"<!doctype html>"), ("b.pdf", b"%PDF")]
)
def test_the_ending_says_what_is_written(name: str, begins: bytes, tmp_path: Path) -> None:
    draw_board(STORYBOARD, tmp_path / "new" / name, grey)
    assert (tmp_path / "new" / name).read_bytes().startswith(begins)
    assert [path.name for path in (tmp_path / "new").iterdir()] == [name]


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"ending in \.png or \.html or \.pdf; got '.*b\.jpg'"):
        draw_board(STORYBOARD, tmp_path / "b.jpg", grey)


@pytest.mark.parametrize("name", ["b.png", "b.html", "b.pdf"])
def test_whole_or_not_at_all(name: str, tmp_path: Path) -> None:
    def failing(shot: str, frames: Sequence[int]) -> Iterator[np.ndarray]:
        yield from grey(shot, frames[:1])
        raise RenderError("no picture")

    (tmp_path / name).write_bytes(b"earlier")
    with pytest.raises(RenderError, match="no picture"):
        draw_board(STORYBOARD, tmp_path / name, failing)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"earlier")]
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    with pytest.raises(AssemblyError, match="got a folder"):
        draw_board(STORYBOARD, tmp_path / name, grey)


def test_a_film_is_named_as_it_lies_from_the_page(tmp_path: Path) -> None:
    film = tmp_path / "films" / "javascript:a'\"<b>.mp4"
    draw_board(STORYBOARD, tmp_path / "pages" / "b.html", grey, film=film)
    assert 'src="../films/javascript%3Aa%27%22%3Cb%3E.mp4"' in (tmp_path / "pages" / "b.html").read_text()
    assert address(Path("f.mp4"), Path("b.html")) == "f.mp4"


@pytest.mark.parametrize(
    ("page", "films", "expected"),
    [
        ("board.html", ["film.mp4", "other.mp4"], "film.mp4"),
        ("fable.board.html", ["film.mp4", "fable.mp4"], "fable.mp4"),
        ("fable.html", ["fable.mp4"], "fable.mp4"),
        ("fable.html", [], None),
    ],
)
def test_the_film_that_lies_beside_it(page: str, films: list[str], expected: str | None, tmp_path: Path) -> None:
    for film in films:
        (tmp_path / film).touch()
    assert film_beside(tmp_path / page) == (expected and tmp_path / expected)
