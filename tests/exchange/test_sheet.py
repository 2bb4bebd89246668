"""The contact sheet."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from storyline.exchange.sheet import contact_sheet
from storyline.schema.base import ShotId
from storyline.schema.vocabulary import COLOURS
from tests.boards import board, shot

BLUE = (10, 20, 200)


def blue(shot: ShotId, frames: Sequence[int]) -> list[np.ndarray]:
    return [np.full((48, 64, 3), BLUE, np.uint8) for _ in frames]


def share(sheet: Any, colour: tuple[int, int, int]) -> float:
    return float((np.abs(np.asarray(sheet).astype(int) - colour).max(2) <= 2).mean())


def test_first_middle_and_last_panels_are_drawn_in_order() -> None:
    drawn: dict[str, Sequence[int]] = {}

    def slow_to_begin(shot: ShotId, frames: Sequence[int]) -> list[np.ndarray]:
        drawn[shot] = frames
        if shot == "a":
            time.sleep(0.1)
        return [np.full((48, 64, 3), (ord(shot), frame, 0), np.uint8) for frame in frames]

    long = shot("b", 30)
    long["panels"] = [{"at": at, "prompt": "x", "placements": []} for at in (0, 5, 10, 20, 29)]
    storyboard = board(shot("a", 20), long, shot("c", 1))
    sheet = contact_sheet(storyboard, slow_to_begin, columns=6, boxes=False).image()
    assert drawn == {"a": [0, 19], "b": [0, 10, 29], "c": [0]}
    pixels = np.asarray(sheet).astype(int)
    places = [np.abs(pixels - (ord(shot), frame, 0)).max(2) == 0 for shot in drawn for frame in drawn[shot]]
    columns = [np.median(np.nonzero(place)[1]) for place in places]
    assert columns == sorted(columns)


def test_boxes_are_outlined_in_the_entity_s_colour() -> None:
    storyboard = board(shot("a", 20))
    with_boxes, without = (contact_sheet(storyboard, blue, boxes=boxes).image() for boxes in (True, False))
    assert share(with_boxes, COLOURS["brown"]) > 0.0005
    assert share(without, COLOURS["brown"]) == 0
    assert share(without, BLUE) > share(with_boxes, BLUE) > 0.1


def test_columns_decide_the_shape() -> None:
    storyboard = board(*(shot(f"s{n}", 5) for n in range(6)))
    wide, narrow = (contact_sheet(storyboard, blue, columns=columns).image() for columns in (6, 2))
    assert wide.width > 2.5 * narrow.width
    assert narrow.height > 2 * wide.height
    assert share(wide, BLUE) == pytest.approx(share(narrow, BLUE), rel=0.35)


def test_words_make_room_but_no_more_than_five_lines() -> None:
    def height(words: str) -> int:
        return contact_sheet(board({**shot("a", 5), "action": words}), blue).height

    assert (
        height("Short.")
        < height("A sentence that needs two or three lines below its picture. " * 2)
        <= height("x " * 900)
    )
    assert height("x " * 900) == height("x " * 9000)


def test_what_the_action_says_is_not_said_again() -> None:
    def height(*lines: str) -> int:
        said = [{"text": text, "start": 0, "duration": 5} for text in lines]
        return contact_sheet(board({**shot("a", 5, lines=said), "action": "The fox waved."}), blue).height

    assert height("The fox waved.") == height() < height("A bird sang.")


def test_a_long_film_has_a_sheet_that_can_be_opened() -> None:
    storyboard = board(*(shot(f"s{n}", 2) for n in range(700)))
    asked: list[str] = []

    def remembered(shot: ShotId, frames: Sequence[int]) -> list[np.ndarray]:
        asked.append(shot)
        return blue(shot, frames)

    sheet = contact_sheet(storyboard, remembered, columns=8).image()
    assert 100 < len(asked) <= 240
    assert {"s0", "s3"} <= set(asked)
    assert sheet.height < 20_000


@pytest.mark.parametrize("size", [(64, 48), (48, 96), (160, 64)])
def test_any_words_and_any_shape(size: tuple[int, int]) -> None:
    line = {"text": "快跑" * 300, "start": 0, "duration": 5, "speaker": "tortoise"}
    talkative = shot("a", 5, label="1A " * 40, lines=[line], camera=[{"at": 0}, {"at": 4, "zoom": 2, "pan": 0.2}])
    sheet = contact_sheet(board(talkative, size=size, title="word " * 200), blue, columns=1).image()
    assert sheet.mode == "RGB"
    right_margin = np.asarray(sheet)[:, -30:]
    assert (right_margin == right_margin[0, 0]).all()
