"""`storyline plan --planner openai:…` as a shell command, against a server on loopback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planners.llm import LlmPlanner
from storyline.cli.options import planner_of
from storyline.errors import SetupError
from storyline.film.plugins import plugin
from tests.planners.llm.conftest import KEY
from tests.planners.llm.plans import STORY, good
from tests.planners.llm.server import Say, serving


def storyline(*arguments: object, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "storyline", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENAI_API_KEY": KEY, **environment},
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "fox.txt"
    path.write_text(STORY)
    return path


def test_a_plan_of_a_model_is_written_and_explained(script: Path, tmp_path: Path) -> None:
    board = tmp_path / "board.yaml"
    with serving(good) as server:
        asking = ("--planner", "openai:tiny", "--base-url", server.url)
        made = storyline("plan", script, *asking, "-o", board, "--json", STORYLINE_LOG="debug")
        asked = len(server.calls)
        told = storyline("plan", script, *asking, "--price", "1/2", "--explain").stdout
        assert len(server.calls) == asked
    assert json.loads(made.stdout)["shots"] == 5
    assert "origins" in board.read_text() and "openai:tiny" in board.read_text()
    assert "0 calls" in told and f"{asked} replies were kept" in told and "tokens in" in told and "cost 0.0000" in told
    written = [p.read_text() for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(KEY in text for text in (*written, made.stdout, made.stderr, told))


def test_a_wrong_key_is_one_clear_sentence(script: Path) -> None:
    wrong = Say(f"Incorrect API key provided: {KEY}", status=401)
    with serving(lambda call: wrong) as server:
        asking = ("--planner", "openai:tiny", "--base-url", server.url)
        failed = storyline("plan", script, *asking, "--quiet", code=1)
        assert len(server.calls) == 1
    assert failed.stderr.count("\n") == 1 and "OPENAI_API_KEY" in failed.stderr and KEY not in failed.stderr


def test_names_with_a_colon_are_models() -> None:
    planner = plugin("planners", "ollama:llama3:8b", {"director": "lvd"})
    assert isinstance(planner, LlmPlanner) and planner.name == "ollama:llama3:8b"
    with pytest.raises(SetupError, match="no setting 'colour'"):
        plugin("planners", "openai:x", {"colour": "red"})
    with pytest.raises(SetupError, match="unknown generator 'openai:x'"):
        plugin("generators", "openai:x")


def test_settings_of_a_model_are_none_of_the_offline_planner() -> None:
    with pytest.raises(SetupError, match="no setting 'max_calls'"):
        planner_of("offline", max_calls=3)


def test_what_cannot_be_set_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from planners.chat import ChatModel

    with pytest.raises(SetupError, match="PROVIDER:MODEL"):
        ChatModel("openai:")
    with pytest.raises(SetupError, match="nobody:x"):
        ChatModel("nobody:x")
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(SetupError, match="OPENAI_API_KEY"):
        ChatModel("openai:x")
    ChatModel("openai:x", base_url="http://127.0.0.1:9/v1").close()


@pytest.mark.parametrize("price", ["cheap", "1/x", "-1/2"])
def test_prices_that_are_none_are_told(price: str) -> None:
    with pytest.raises(SetupError, match="--price"):
        LlmPlanner("openai:x", price=price)
