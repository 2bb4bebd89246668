"""A film as long as it is asked to be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planners.offline.runtime import Span, durations
from storyline import explain_film, plan_film
from storyline.errors import SetupError
from storyline.schema.storyboard import Storyboard

FABLE = Path("examples/hare_and_tortoise.txt")
STORY = "A fox runs through the forest. She finds a cheese under a tree. A crow flies over the fox."


def lasts(board: Storyboard) -> list[int]:
    return [shot.duration for _, shot in board.shots()]


@st.composite
def spans(draw: st.DrawFn) -> dict[int, Span]:
    bounds = draw(st.lists(st.lists(st.integers(1, 3000), min_size=3, max_size=3).map(sorted), min_size=1, max_size=40))
    return {n: Span(least, usual, most) for n, (least, usual, most) in enumerate(bounds)}


@given(spans(), st.integers(-100, 100_000))
def test_shots_last_as_long_as_asked_wherever_they_can(bounds: dict[int, Span], asked: int) -> None:
    found = durations(asked, bounds)
    assert found.keys() == bounds.keys()
    assert all(span.least <= found[n] <= span.most for n, span in bounds.items())
    least, most = (sum(getattr(span, end) for span in bounds.values()) for end in ("least", "most"))
    assert sum(found.values()) == max(least, min(most, asked))


@given(spans())
def test_what_is_asked_for_anyway_changes_nothing(bounds: dict[int, Span]) -> None:
    assert durations(sum(span.usual for span in bounds.values()), bounds) == {n: s.usual for n, s in bounds.items()}


@pytest.mark.parametrize("runtime", ["95s", "3m".replace("m", "00s"), 2400])
def test_the_fable_lasts_as_long_as_asked(runtime: int | str) -> None:
    board = plan_film(FABLE, runtime=runtime)
    assert board.length == (runtime if isinstance(runtime, int) else int(runtime.rstrip("s")) * 24)
    assert board.runtime == runtime
    assert not any("long, not" in note.text for note in board.notes)


def test_a_story_without_words_to_be_read_can_be_short_or_long() -> None:
    wordless = {"scenes": [{"shots": [{"action": f"{text}.", "lines": []} for text in STORY.rstrip(".").split(". ")]}]}
    usual, short, long = (plan_film(wordless, runtime=runtime) for runtime in (None, "5s", "40s"))
    assert short.seconds == 5 < usual.seconds < long.seconds == 40
    assert usual.runtime is None


def test_what_the_writer_fixed_stays_and_the_rest_gives_way() -> None:
    script = {
        "runtime": "20s",
        "scenes": [{"shots": [{"action": "A fox runs.", "duration": "3s"}, {"action": "It sits."}]}],
    }
    board = plan_film(script)
    assert board.length == 480 and lasts(board)[0] == 72
    reasons = explain_film(script)[1]
    assert any(r.what.startswith("duration 17") and "as long as it is to be" in r.why for r in reasons)


def test_words_take_their_time_and_a_note_says_so() -> None:
    board = plan_film(FABLE, runtime="20s")
    assert board.seconds > 60
    (note,) = [note for note in board.notes if "long, not 20.0" in note.text]
    assert "its words and what is fixed do not allow it" in note.text


@pytest.mark.parametrize(
    ("runtime", "told"),
    [("0s", "at least one frame"), ("soon", "whole frames"), ("50%", "no share"), (-3, "whole frames")],
)
def test_what_is_no_length_is_refused(runtime: int | str, told: str) -> None:
    with pytest.raises(SetupError, match=f"^runtime: .*{told}"):
        plan_film(STORY, runtime=runtime)


def test_a_storyboard_has_its_length() -> None:
    with pytest.raises(SetupError, match="plan its script anew"):
        plan_film(plan_film(STORY), runtime="9s")
