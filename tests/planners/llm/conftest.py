"""Fixtures of the planner that asks a model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planners.llm import LlmPlanner
from planners.llm.conversation import Patience
from tests.planners.llm.server import Server

KEY = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A key in the environment, and replies of the test's own."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("STORYLINE_REPLIES", str(tmp_path / "replies"))
    return KEY


Making = Callable[..., LlmPlanner]


@pytest.fixture
def planner() -> Making:
    """A planner that asks a server, and does not wait long."""

    def make(server: Server, **settings: Any) -> LlmPlanner:
        quick = {"patience": Patience(tries=3, wait=0.01, longest=2.0), "timeout": 5.0}
        return LlmPlanner("openai:tiny", base_url=server.url, **(quick | settings))

    return make
