"""Who says what, from which frame to which."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.assembly.burn import Subtitles, draw_cue
from storyline.assembly.subtitles import COLUMNS, LINES, Cue, cues, srt
from storyline.frames.text import columns
from storyline.schema.media import FrameSize
from storyline.schema.timing import FrameRange
from tests.boards import board, shot


def line(text: str, start: int, duration: int, speaker: str | None = "hare", kind: str = "spoken") -> dict[str, Any]:
    return {"text": text, "start": start, "duration": duration, "speaker": speaker, "kind": kind}


def test_srt_to_the_letter() -> None:
    storyboard = board(
        shot("a", 48, lines=[line("Once upon a time", 0, 24, None, "caption"), line("I am the fastest.", 24, 24)]),
        shot(
            "b",
            96,
            transition="dissolve",
            overlap=12,
            lines=[
                line("You said that nobody on this meadow would ever see you stop.", 12, 48, "tortoise"),
                line("I do not stop, I rest", 60, 12, "hare", "thought"),
                line("La la", 72, 24, "hare", "lyric"),
            ],
        ),
        opening=24,
        rate="30000/1001",
    )  # fmt: skip
    assert srt(storyboard) == (
        "1\n00:00:00,800 --> 00:00:01,601\nOnce upon a time\n"
        "\n"
        "2\n00:00:01,601 --> 00:00:02,402\nI am the fastest.\n"
        "\n"
        "3\n00:00:02,402 --> 00:00:04,004\n"
        "<i>Tortoise: You said that nobody on\n"
        "this meadow would ever see you stop.</i>\n"
        "\n"
        "4\n00:00:04,004 --> 00:00:04,404\n<i>Hare: I do not stop, I rest</i>\n"
        "\n"
        "5\n00:00:04,404 --> 00:00:05,205\n<i>Hare: ♪ La la ♪</i>\n"
    )


def test_who_speaks_off_screen_is_named_only_where_several_do() -> None:
    alone = board(shot("a", 48, lines=[line("Wait!", 0, 24, "tortoise"), line("No.", 24, 24, "hare")]))
    assert [(cue.lines, cue.slanted) for cue in cues(alone)] == [(("Wait!",), True), (("No.",), False)]


def test_a_long_text_is_divided_after_clauses() -> None:
    text = (
        "The Tortoise walked on, slow and steady, past the tall tree and the sleeping Hare. "
        "She did not stop, and nobody but a bird saw her go into the village at sunset."
    )
    found = cues(board(shot("a", 200, lines=[line(text, 0, 200)])))
    assert [" ".join(cue.lines) for cue in found] == text.replace(". ", ".\n").split("\n")
    assert found[0].frames.end_exclusive == found[1].frames.start == pytest.approx(102, abs=3)


@pytest.mark.parametrize(("second", "cut"), [(20, 20), (4, 12)])
def test_two_at_once_follow_each_other(second: int, cut: int) -> None:
    """Whoever begins late in another's line ends it; those who begin together share the time."""
    storyboard = board(shot("a", 48, lines=[line("Hare here", 0, 24), line("Tortoise", second, 24 - second)]))
    assert [cue.frames.start for cue in cues(storyboard)] == [0, pytest.approx(cut, abs=1)]


WORDS = st.text(st.sampled_from("ab .,!兔。é"), min_size=1, max_size=200).filter(lambda text: text.strip() != "")


@st.composite
def talks(draw: st.DrawFn) -> list[dict[str, Any]]:
    lines = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, 80))
        duration = draw(st.integers(1, 100 - start))
        kind = draw(st.sampled_from(["spoken", "voice-over", "thought", "lyric", "caption"]))
        lines.append(line(draw(WORDS), start, duration, draw(st.sampled_from([None, "hare", "tortoise"])), kind))
    return lines


@settings(derandomize=True, max_examples=150, deadline=None)
@given(talks(), talks())
def test_no_word_is_lost_and_no_cue_overlaps(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    storyboard = board(
        shot("a", 100, lines=first), shot("b", 100, transition="fade", overlap=30, lines=second), rate=25
    )
    found = cues(storyboard)
    for cue, after in pairwise(found):
        assert cue.frames.end_exclusive <= after.frames.start
    assert all(columns(row) <= COLUMNS for cue in found for row in cue.lines)
    letters = sorted("".join("".join(cue.lines) for cue in found).replace(" ", ""))
    spoken = sorted("".join(said["text"] for said in first + second).replace(" ", ""))
    for letter in set(spoken):
        assert letters.count(letter) >= spoken.count(letter)
    if all(said["duration"] > 20 for said in first + second) and len(first + second) <= 1:
        assert all(len(cue.lines) <= LINES for cue in found)


def test_times_never_come_after_their_frame() -> None:
    for rate in (Fraction(24), Fraction(30000, 1001), Fraction(12)):
        storyboard = board(shot("a", 500, lines=[line("Hm.", start, 1) for start in range(0, 500, 7)]), rate=rate)
        times = [row.split(" --> ")[0] for row in srt(storyboard).split("\n") if "-->" in row]
        for cue, time in zip(cues(storyboard), times, strict=True):
            hours, minutes, seconds = time.replace(",", ".").split(":")
            at = Fraction(hours) * 3600 + Fraction(minutes) * 60 + Fraction(seconds)
            assert cue.frames.start - 1 < at * rate <= cue.frames.start


@pytest.mark.parametrize("size", [(1280, 720), (256, 144), (360, 640), (64, 48)])
@pytest.mark.parametrize("slanted", [False, True])
def test_a_subtitle_fits_the_frame_whatever_its_shape(size: tuple[int, int], slanted: bool) -> None:
    words = ("Then race me to the old house in the", "village, said the slow Tortoise, smiling")
    drawn = draw_cue(Cue(frames=FrameRange(start=0, end_exclusive=10), lines=words, slanted=slanted), FrameSize(size))
    assert drawn.width <= size[0] or size[0] < 100
    assert drawn.height <= size[1] * 0.4 or size[1] < 100
    pixels = np.asarray(drawn)
    letters = (pixels[:, :, :3].min(2) > 200) & (pixels[:, :, 3] > 200)
    assert letters.any()
    assert not letters[:, 0].any() and not letters[:, -1].any() and not letters[0].any() and not letters[-1].any()


def test_burning_touches_only_the_plate_and_only_its_frames() -> None:
    size = FrameSize((256, 144))
    storyboard = board(shot("a", 30, lines=[line("Slow and steady.", 10, 10)]), size=(256, 144))
    picture = np.full((144, 256, 3), 90, np.uint8)
    burned = Subtitles(cues(storyboard), size)
    for frame in (0, 9, 20, 29):
        assert burned.burn(picture, frame) is picture
    with_words = burned.burn(picture, 10)
    assert (picture == 90).all()
    rows, across = (with_words != 90).any(2).nonzero()
    assert rows.min() > 144 * 0.75 and rows.max() < 144 * 0.98
    assert abs((across.min() + across.max()) / 2 - 127.5) <= 1
    assert with_words.max() == 255
    assert 20 < with_words[rows.min() + 1, 128].mean() < 90  # the plate lets the picture through
