"""Whatever the script, the plan is valid, keeps the writer's words, and is the same again."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from planners.offline import OfflinePlanner
from planners.offline.screenplay import filmed
from storyline.reading import read, read_fountain
from storyline.reading.stories import with_beats
from storyline.schema.base import canonical
from storyline.schema.origin import overruled
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from tests.planners.scripts import documents
from tests.reading.fountain.screenplays import screenplays

PLANNER = OfflinePlanner()


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_script_plans_to_a_valid_storyboard_around_the_writers_words(document: dict) -> None:
    script = Script.model_validate(document)
    board = PLANNER.plan(script)
    assert Storyboard.model_validate(board.model_dump()) == board
    kept, idle = filmed(script)
    assert overruled(kept, board) == ()
    assert sum("nothing to be seen" in note.text for note in board.notes) == len(idle)
    assert PLANNER.plan(script) == board
    for _, shot in board.shots():
        assert all(
            box.root == tuple(round(v, 4) for v in box.root)
            for p in shot.panels
            for box in [q.box for q in p.placements]
        )


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents())
def test_no_word_of_a_beat_is_dropped(document: dict) -> None:
    script = Script.model_validate(document)
    board = PLANNER.plan(script)
    heard = " ".join(line.text for _, shot in board.shots() for line in shot.lines)
    for scene in script.scenes:
        for beat in scene.beats:
            for line in beat.lines:
                assert "".join(line.text.split()) in "".join(heard.split())


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(screenplays())
def test_any_screenplay_plans(text: str) -> None:
    script = with_beats(read_fountain(text))
    assert overruled(filmed(script)[0], PLANNER.plan(script)) == ()


def test_another_process_makes_the_same_plan() -> None:
    program = (
        "import hashlib; from storyline.reading import read; from planners.offline import OfflinePlanner;"
        "from storyline.schema.base import canonical;"
        "text = open('examples/hare_and_tortoise.txt').read();"
        "print(hashlib.sha256(canonical(OfflinePlanner().plan(read(text).document))).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "1"}
    ).stdout
    here = PLANNER.plan(read(Path("examples/hare_and_tortoise.txt").read_text()).document)
    assert there.strip() == hashlib.sha256(canonical(here)).hexdigest()


def test_a_storyboard_comes_back_as_it_is() -> None:
    board = PLANNER.plan(Script.model_validate({"scenes": [{"id": "a", "shots": [{"id": "b", "action": "A dog."}]}]}))
    assert PLANNER.plan(board) == board
    assert hashlib.sha256(canonical(board)).hexdigest() == hashlib.sha256(canonical(PLANNER.plan(board))).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "The king" + "'s dog" * 400 + " ran.",
        "A " + "very " * 500 + "big dog ran.",
        "x" * 5000 + " met " + "y" * 5000 + ".",
        "There were " + "1" * 6000 + " birds.",
        "A dog " + "and a cat " * 200 + "ran.",
        "Tom" + " and Tom" * 300 + " ran to the left of the right of the left of Tom.",
        "word" * 3 + " " + "never ending words " * 1500,
    ],
    ids=["owners", "adverbs", "long words", "digits", "crowd", "names", "no full stop"],
)
def test_odd_lengths(text: str) -> None:
    script = Script.model_validate({"scenes": [{"id": "s", "beats": [{"text": text}]}]})
    board = PLANNER.plan(script)
    heard = "".join("".join(line.text.split()) for _, shot in board.shots() for line in shot.lines)
    assert heard.strip(".") == "".join(text.split()).strip(".")
