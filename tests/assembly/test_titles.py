"""The opening title and the end credits."""

import numpy as np
import pytest

from storyline.assembly.titles import THE_END, Card, closing_card, opening_card, titles
from storyline.frames.text import missing_glyphs
from storyline.schema.media import FrameSize
from tests.boards import HARE, board, shot

SIZE = FrameSize((320, 180))
CAST_OF = [{"role": f"Role {n}", "name": f"Name {n}"} for n in range(40)]


def opening(size: FrameSize = SIZE, **fields: object) -> Card:
    return opening_card(titles(board(shot("a", 4), opening=48, **fields)), size, 48)  # type: ignore[arg-type]


def closing(size: FrameSize = SIZE, **fields: object) -> Card:
    return closing_card(titles(board(shot("a", 4), closing=96, **fields)), size, 96)  # type: ignore[arg-type]


def letters(picture: np.ndarray) -> np.ndarray:
    return picture.min(2) > 140


def test_a_title_comes_out_of_the_dark_and_goes_back() -> None:
    card = opening()
    light = [float(card[n].mean()) for n in range(len(card))]
    assert len(light) == 48
    assert light[0] < 5 < light[24] > 10 > light[-1]
    assert light[:24] == sorted(light[:24])
    assert letters(card[24]).any() and not letters(card[0]).any()
    np.testing.assert_array_equal(card[24], card[25])
    for frame in (-1, 48):
        with pytest.raises(IndexError):
            card[frame]


def test_a_title_that_goes_over_into_a_shot_stays_bright() -> None:
    into = shot("a", 12, transition="dissolve", overlap=6)
    card = opening_card(titles(board(into, opening=48)), SIZE, 48)
    np.testing.assert_array_equal(card[47], card[24])


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240), (64, 48), (32, 16)])
@pytest.mark.parametrize(
    "title", ["Go", "The Hare and the Tortoise", "兔子与乌龟的故事" * 8, "x" * 90, "many words " * 60, ""]
)
def test_any_title_stays_within_any_frame(size: tuple[int, int], title: str) -> None:
    card = opening(FrameSize(size), title=title, credits=CAST_OF[:3])
    picture = card[24]
    assert picture.shape == (size[1], size[0], 3)
    if min(size) > 100:
        edge = letters(picture)
        assert not edge[:, :4].any() and not edge[:, -4:].any()


def test_long_credits_roll_past_completely() -> None:
    card = closing(credits=CAST_OF)
    assert not np.array_equal(card[40], card[60])
    first, last = letters(card[20]), letters(card[80])
    assert not first[:40].any() and first[-40:].any()
    assert last[:40].any() and not last[-40:].any()
    short = closing(credits=CAST_OF[:2])
    np.testing.assert_array_equal(short[40], short[60])


def test_the_end_is_said_in_the_film_s_language() -> None:
    english, german = closing(), closing(language="de-AT")
    assert not np.array_equal(english[40], german[40])
    np.testing.assert_array_equal(german[40], closing(language="de")[40])
    # A language that is not known gets the ornament alone, not an English word.
    assert letters(closing(language="tlh")[40]).sum() < letters(english[40]).sum() / 4
    assert missing_glyphs("".join(value for key, value in THE_END.items() if key != "ko")) == ""


def test_the_colour_is_the_cast_s() -> None:
    def shade(colour: str) -> int:
        cast = [{**HARE, "looks": [{"colours": ["gray"]}]}, {**HARE, "id": "b", "looks": [{"colours": [colour]}]}]
        return int(opening(cast=cast)[24].reshape(-1, 3).mean(0).argmax())

    assert [shade(colour) for colour in ("red", "green", "blue")] == [0, 1, 2]
