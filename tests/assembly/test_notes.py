"""What the film's words will lack."""

from typing import Any

import pytest

from storyline.assembly.notes import notes
from tests.boards import board, shot

RARE = "\U00013000"


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ({"title": RARE, "opening": 5}, True),
        ({"title": RARE}, False),
        ({"credits": [{"role": "", "name": RARE}], "closing": 5}, True),
        ({"credits": [{"role": "", "name": RARE}]}, False),
        ({"title": "Ōkami — 狼", "opening": 5}, False),
    ],
)
def test_only_what_is_drawn_is_warned_of(fields: dict[str, Any], warned: bool) -> None:
    assert [RARE in note for note in notes(board(shot("a", 5), **fields))] == [True] * warned


@pytest.mark.parametrize(("subtitles", "warned"), [("burned", True), ("file", False), ("none", False)])
def test_subtitles_are_warned_of_only_where_burned_in(subtitles: str, warned: bool) -> None:
    lines = [{"text": f"a {RARE} b", "start": 0, "duration": 5}]
    assert len(notes(board(shot("a", 5, lines=lines), subtitles=subtitles))) == warned
