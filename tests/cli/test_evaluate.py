import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from storyline.cli import _app
from storyline.errors import SetupError
from storyline.evaluation.detector.files import shipped_detector
from storyline.training.corpus.world import CORE
from tests.generators.nuwa_xl.tiny import saved


def answer(*arguments: object) -> dict[str, Any]:
    """What a command answers in JSON; in a process of its own, where nothing is checked at every call."""
    command = [sys.executable, "-m", "storyline", "evaluate", *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["total"] >= found["passed"] >= 0
    for numbers in found["by_task"].values():
        assert numbers["total"] >= numbers["passed"] >= 0
    return found


def test_plans_are_measured_on_all_five_hundred_prompts_without_a_model() -> None:
    found = answer("plans", "--benchmark", "lvd")
    assert found["total"] == 500 and found["passed"] == 500
    assert set(found["by_task"]) == {"numeracy", "attribution", "visibility", "dynamics", "sequential"}


def test_the_drawn_world_is_far_above_chance_on_layout() -> None:
    found = answer("generator", "--generator", "toon", "--benchmark", "layout", "--films", 2)
    ceiling, floor = (
        {row["what"]: row for row in found["rows"] if row["who"].startswith(who)} for who in ("ceiling", "floor")
    )
    assert set(floor) == {"keyframes", "filled", "moving"} and set(ceiling) == {*floor, "seen", "unseen"}
    assert found["by_task"]["keyframes"]["total"] == ceiling["keyframes"]["figures"] > 3
    assert ceiling["keyframes"]["found"] > 0.8 and ceiling["keyframes"]["iou"] > 0.6
    assert ceiling["keyframes"]["right"] > floor["keyframes"]["right"] + 0.4
    assert found["detector"]["kind"] > 0.8


def test_other_benchmarks_of_the_drawn_world_find_no_fault_in_it() -> None:
    between = answer("generator", "--benchmark", "between", "--films", 2)
    assert between["rows"][0]["psnr"] == 100 > 40 > between["rows"][1]["psnr"]
    drift = answer("generator", "--benchmark", "drift", "--films", 2)
    assert drift["rows"][0]["endpoint_error"] == 0 and drift["passed"] == drift["total"] == 2
    assert {row["change ratio"] for row in drift["rows"]} <= {1, None}


def test_the_drawn_world_keeps_everybody_the_same_from_shot_to_shot() -> None:
    found = answer("generator", "--benchmark", "identity", "--films", 2)
    rows = {(row["who"], row["what"]): row for row in found["rows"]}
    ceiling = rows["ceiling: the drawn world", "all"]
    assert ceiling["triplets"] == found["total"] > 10 and ceiling["found"] > 0.6
    assert ceiling["same"] > 0.9 > rows["floor: chance", "all"]["same"] and "detector" in found


def test_by_words_alone_the_drawn_world_draws_nobody() -> None:
    found = answer("generator", "--benchmark", "words", "--films", 2)
    rows = {(row["who"], row["what"]): row for row in found["rows"]}
    assert set(found["by_task"]) == {"keyframes", "filled"} and found["passed"] < 0.2 * found["total"]
    assert rows["ceiling: toon with boxes", "keyframes"]["right"] > 0.6


@pytest.mark.slow
def test_what_a_learned_generator_draws_between_stands_beside_what_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYLINE_NUWA_XL", str(saved(tmp_path / "model")))
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))
    arguments = ("generator", "--generator", "nuwa-xl", "--benchmark", "between", "--films", 2)
    moved = "nuwa-xl, keyframes alone, moved between"
    deep, shallow = answer(*arguments), answer(*arguments, "--levels", 1)
    rows = {row["who"]: row["psnr"] for row in deep["rows"]}
    assert deep["total"] == shallow["total"] > 0 and rows[moved] != rows["nuwa-xl"]
    assert moved not in {row["who"] for row in shallow["rows"]}
    assert shallow["rows"][0]["psnr"] == rows[moved]  # what it shows itself, where nothing is drawn between


@pytest.mark.slow
def test_long_films_have_a_row_for_each_length() -> None:
    found = answer("generator", "--benchmark", "long", "--films", 2, "--lengths", "16,32")
    assert [row["what"] for row in found["rows"]] == ["16 frames"] * 2 + ["32 frames"] * 2
    own, others = found["rows"][2:]
    assert own["Avg-FID"] < others["Avg-FID"] and "detector" in found["features"]


@pytest.mark.slow
def test_lvd_is_planned_drawn_and_looked_at() -> None:
    found = answer("generator", "--benchmark", "lvd", "--every", 92)
    assert found["texts"] == 2 and {row["who"] for row in found["rows"]} >= {"toon", "as planned"}


def test_the_shipped_detector_reads_the_core_world() -> None:
    detector, card = shipped_detector()
    assert detector.config.kinds == CORE.kinds
    found = answer("detector", "--films", 4)
    assert found["card"] == card.held_out
    assert found["by_task"]["kind"]["passed"] / found["by_task"]["kind"]["total"] > 0.7
    folder = Path(sys.modules["storyline.evaluation.detector"].__path__[0]) / "weights"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 6_000_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generator", "--benchmark", "layout", "--films", "1"], "expected at least 2"),
        (["generator", "--benchmark", "words", "--films", "1"], "expected at least 2"),
        (["generator", "--benchmark", "long", "--lengths", "16,x"], "--lengths: expected numbers of frames"),
        (["generator", "--generator", "nobody"], "unknown generator 'nobody'"),
        (["plans", "--planner", "nobody"], "unknown planner 'nobody'"),
        (["detector", "--detector", "nowhere"], "detector nowhere: expected"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(arguments: list[str], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        _app()(["evaluate", *arguments], standalone_mode=False)


def test_the_shell_prints_a_table_and_refuses_what_it_does_not_know() -> None:
    command = [sys.executable, "-m", "storyline", "evaluate"]
    done = subprocess.run(
        [*command, "generator", "--benchmark", "drift", "--films", "1"], capture_output=True, text=True
    )
    assert done.returncode == 0 and "| ceiling: the drawn world | all frames |" in done.stdout
    wrong = subprocess.run(
        [*command, "generator", "--benchmark", "beauty"], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2 and "beauty" in wrong.stderr and "Traceback" not in wrong.stderr
