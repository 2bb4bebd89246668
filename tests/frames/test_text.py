"""Words as pixels: coverage, breaking, directions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from storyline.frames.text import (
    break_units,
    columns,
    draw_text,
    missing_glyphs,
    reads_right_to_left,
    shapes_scripts,
    text_width,
    wrap,
)

INK = (0, 0, 0)


def drawn(text: str, size: int = 24, **how: object) -> np.ndarray:
    image = Image.new("RGB", (500, 60), (255, 255, 255))
    draw_text(ImageDraw.Draw(image), (20, 40), text, size, INK, **how)  # type: ignore[arg-type]
    return np.asarray(image)[:, :, 0] < 128


def test_missing_glyphs_are_named_once_in_order() -> None:
    assert missing_glyphs("Zażółć Ωμέγα Жизнь — “quoted” … ♪ 你好 こんにちは سلام שלום é ñ ß") == ""
    assert missing_glyphs("a\U00013000b\U00013001 \U00013000") == "\U00013000\U00013001"


def test_invisible_characters_are_no_missing_glyphs() -> None:
    assert missing_glyphs("a\u200db\ufe0f\u00ad c\td\n") == ""
    np.testing.assert_array_equal(drawn("a\u200db\ufe0f"), drawn("ab"))


def test_characters_of_two_fonts_in_one_line_are_all_drawn() -> None:
    tofu = drawn("\U00013000")
    for char in "é—Ж你♪":
        assert drawn(char).any()
        assert not np.array_equal(drawn(char), tofu)
    assert text_width("a你b", 24) == pytest.approx(text_width("a", 24) + text_width("你", 24) + text_width("b", 24))
    columns_with_ink = drawn("a你b").any(0).nonzero()[0]
    assert columns_with_ink.max() - columns_with_ink.min() == pytest.approx(text_width("a你b", 24), abs=4)


def test_a_line_is_as_wide_as_its_words() -> None:
    words = "Then race me to the old house in the village."
    assert sum(text_width(unit, 14) for unit in break_units(words)) == pytest.approx(text_width(words, 14), abs=2)
    assert text_width("a ", 14) > text_width("a", 14)


def test_alignment() -> None:
    width = text_width("hare", 24)
    left = drawn("hare").any(0).nonzero()[0].min()
    image = Image.new("RGB", (500, 60), (255, 255, 255))
    draw_text(ImageDraw.Draw(image), (20 + width, 40), "hare", 24, INK, align="right")
    assert (np.asarray(image)[:, :, 0] < 128).any(0).nonzero()[0].min() == pytest.approx(left, abs=1)


def test_composed_and_decomposed_are_the_same() -> None:
    np.testing.assert_array_equal(drawn("e\u0301"), drawn("\u00e9"))


@pytest.mark.skipif(not shapes_scripts(), reason="this Pillow cannot order right-to-left letters")
def test_right_to_left() -> None:
    assert reads_right_to_left("«שלום» hare") and not reads_right_to_left("hare שלום")
    # In "אב 你" the first word stands at the right: the ink of 你 comes first.
    both, wide = drawn("אב 你"), drawn("你")
    start = both.any(0).nonzero()[0].min()
    alone = wide.any(0).nonzero()[0]
    np.testing.assert_array_equal(both[:, start : start + 15], wide[:, alone.min() : alone.min() + 15])


def test_lines_break_where_the_language_allows() -> None:
    assert wrap("slow and steady wins the race", 15, columns) == ("slow and steady", "wins the race")
    assert wrap("兔子跑得很快，乌龟很慢。", 14, columns) == ("兔子跑得很", "快，乌龟很慢。")
    assert wrap("Donaudampfschifffahrt ja", 10, columns) == ("Donaudam", "pfschiff", "fahrt ja")
    assert wrap("", 10, columns) == ()


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab c,.你。「é"), max_size=80), st.integers(4, 30))
def test_no_letter_is_lost_and_no_line_too_long(text: str, limit: int) -> None:
    lines = wrap(text, limit, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= limit for line in lines)
    assert "".join(break_units(text)) == " ".join(text.split())
