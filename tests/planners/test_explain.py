"""Why a plan is as it is: every choice has its reason."""

import json
import subprocess
import sys

import pytest

from planners.offline import OfflinePlanner
from storyline import explain_film, plan_film
from storyline.errors import SetupError
from storyline.reading import read
from storyline.schema.reason import Reason, told

STORY = (
    "A boy met a girl in the village in the morning. “Hello!” said the boy. “Good day,” said the girl. "
    "She ran to the forest. The next day it rained on the beach."
)


def why(story: str | dict, what: str) -> list[str]:
    return [r.why for r in explain_film(story)[1] if r.what.startswith(what)]


def test_the_plan_is_the_same_with_and_without_reasons() -> None:
    board, reasons = explain_film(STORY)
    assert board == plan_film(STORY)
    assert reasons == explain_film(STORY)[1]


def test_every_shot_says_why_its_size_its_length_its_camera_and_its_beginning() -> None:
    board, reasons = explain_film(STORY)
    for _, shot in board.shots():
        said = [r.what.split()[0] for r in reasons if r.where == f"shot {shot.id}"]
        assert {"size", "on", "camera", "duration", "begins"} <= set(said)
        assert all(said.count(what) == 1 for what in ("size", "camera", "duration", "begins"))
    assert all(r.why for r in reasons)


def test_reasons_name_what_was_chosen() -> None:
    board, reasons = explain_film(STORY)
    for _, shot in board.shots():
        mine = {r.what for r in reasons if r.where == f"shot {shot.id}"}
        assert f"size {shot.size}" in mine
        assert f"begins with a {shot.transition.kind}" in mine
        assert f"duration {float(shot.duration / board.rate):.1f} s" in mine


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("size WS", "a new place is seen whole first"),
        ("boy speaks to girl", "they answer"),
        ("girl speaks to boy", "they spoke last"),
        ("begins with a dissolve", "another place or time"),
        ("weather rain", "the text says so, or goes on so"),
        ("weather clear", "nobody says"),
    ],
)
def test_what_decided(what: str, reason: str) -> None:
    assert reason in why(STORY, what)


def test_what_the_writer_fixed_is_said_to_be_the_writers() -> None:
    shot = {"action": "A dog runs.", "size": "CU", "duration": "3s", "angle": "low", "transition": {"kind": "cut"}}
    script = {"scenes": [{"time_of_day": "night", "shots": [shot]}]}
    for what in ("size CU", "duration 3.0 s", "angle low", "begins with a cut", "time night"):
        assert why(script, what) == ["the writer says so"]


@pytest.mark.parametrize(
    ("text", "choice", "reason"),
    [
        ("A fox met a tortoise. It waved.", "“It” is fox", "spoken of last; tortoise would fit too"),
        ("A boy met a girl. She waved.", "“She”", None),
        ("A fox greeted a girl. She waved.", "“She” is girl", "known to be she; fox would fit too"),
        ("A dog found a ball. It took it.", "“it” is ball", None),
        ("A cat and a dog met a fox and a hare. They ran.", "“They” is", "spoken of"),
    ],
)
def test_whom_a_pronoun_means_is_told_where_it_was_a_choice(text: str, choice: str, reason: str | None) -> None:
    found = why(text, choice)
    if reason is None:
        assert found == []
    else:
        assert reason in found[0]


def test_a_pronoun_is_explained_under_its_shot() -> None:
    board, reasons = explain_film("A fox met a hare. It waved. The hare sat down.")
    second = [shot for _, shot in board.shots()][1]
    assert [r.where for r in reasons if r.what.startswith("“It”")] == [f"shot {second.id}"]


def test_guesses_are_among_the_reasons() -> None:
    board, reasons = explain_film("A zorble sat in the meadow.")
    guessed = [n.text for n in board.notes if n.kind == "guessed"]
    assert guessed
    assert set(guessed) <= {r.why for r in reasons if r.what == "guess"}


def test_a_storyboard_has_nothing_left_to_explain() -> None:
    board = plan_film(STORY)
    assert OfflinePlanner().explain(board) == (board, ())
    assert explain_film(board)[1] == ()


def test_told_as_text_every_reason_stands_under_its_shot() -> None:
    board, reasons = explain_film(STORY)
    text = told(board, reasons)
    assert [line for line in text.splitlines() if line.startswith("Scene ")] == [
        f"Scene {s.id}: {s.heading}" for s in board.scenes
    ]
    at = [text.index(f"{n}. {shot.action}") for n, (_, shot) in enumerate(board.shots(), 1)]
    assert at == sorted(at)
    assert all(f"{r.what}: {r.why}" in text for r in reasons if r.where)
    assert told(board, [Reason("", "all", "so")]).startswith("all: so")


def test_a_planner_that_does_not_explain() -> None:
    class Silent:
        name = "silent"

        def plan(self, script):
            return OfflinePlanner().plan(script)

    with pytest.raises(SetupError, match=r"silent.*does not say why"):
        explain_film(STORY, planner=Silent())


@pytest.mark.slow
def test_from_the_shell(tmp_path) -> None:
    story, board = tmp_path / "story.txt", tmp_path / "board.yaml"
    story.write_text(STORY)
    command = [sys.executable, "-m", "storyline", "plan", str(story), "--explain"]
    prose = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "size WS: a new place is seen whole first" in prose
    found = subprocess.run([*command, "--json", "-o", str(board)], capture_output=True, text=True, check=True).stdout
    assert [Reason(**r) for r in json.loads(found)["reasons"]] == list(explain_film(story)[1])
    assert read(board).document == plan_film(story)
