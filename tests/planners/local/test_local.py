import json
from pathlib import Path

import jsonschema
import pytest

from planners.llm import LlmPlanner
from planners.llm.part import json_schema
from planners.llm.protocol import Asked, Message, Model, NoReplyError
from planners.llm.stages.cast import CastList
from planners.llm.stages.critic import Critique
from planners.local import LocalModel
from planners.local.shortest import shortest
from storyline.errors import SetupError
from storyline.reading import read
from storyline.schema.storyboard import Storyboard
from tests.planners.local.tiny import Architecture, saved

STORY = "A hare and a tortoise run over a meadow. The hare sleeps under a tree. The tortoise waves."
ARCHITECTURES: tuple[Architecture, ...] = ("gpt2", "llama")


@pytest.fixture(scope="module", params=ARCHITECTURES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp(request.param), request.param)


def asked(schema: dict[str, object], most_tokens: int, text: str = "Who is in the story?") -> Asked:
    return Asked("cast", (Message("system", "Reply in JSON."), Message("user", text)), schema, most_tokens)


@pytest.mark.parametrize("part", [CastList, Critique])
@pytest.mark.parametrize("more", [0, 60, 400])
def test_a_reply_is_valid_and_whole_however_little_room_there_is(
    folder: Path, part: type[CastList | Critique], more: int
) -> None:
    model = LocalModel(f"local:{folder}")
    assert isinstance(model, Model)
    schema = json_schema(part)
    least = shortest(schema) + 1
    reply = model.answer(asked(schema, least + more))
    jsonschema.validate(json.loads(reply.text), schema)
    assert reply.end == "whole"
    assert 0 < reply.tokens_out <= least + more


def test_the_same_call_brings_the_same_reply(folder: Path) -> None:
    schema = json_schema(Critique)
    assert LocalModel(f"local:{folder}").answer(asked(schema, 500)) == LocalModel(f"local:{folder}").answer(
        asked(schema, 500)
    )


def test_another_model_in_its_place_is_asked_anew(tmp_path: Path) -> None:
    before = LocalModel(f"local:{saved(tmp_path, 'gpt2')}").address
    assert LocalModel(f"local:{tmp_path}").address == before
    assert LocalModel(f"local:{saved(tmp_path, 'gpt2', seed=1)}").address != before
    assert LocalModel("local:owner/name").address == ""


def test_a_prompt_that_leaves_no_room_is_told(folder: Path) -> None:
    model = LocalModel(f"local:{folder}")
    with pytest.raises(NoReplyError, match="leaves too little of a context of 16384: expected room for") as caught:
        model.answer(asked(json_schema(Critique), 500, "1" * 17000))
    assert not caught.value.hopeless
    with pytest.raises(NoReplyError, match="expected room for"):
        model.answer(asked(json_schema(Critique), 5))


def test_what_is_no_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SetupError, match="expected a folder with a language model"):
        LocalModel(f"local:{tmp_path}").answer(asked(json_schema(Critique), 500))


def test_no_address_is_taken(tmp_path: Path) -> None:
    planner = LlmPlanner("local:x", base_url="http://127.0.0.1:9", replies=tmp_path)
    with pytest.raises(SetupError, match="--base-url means nothing"):
        planner.plan(read(STORY).document)


def test_a_model_that_was_never_taught_still_makes_a_film(folder: Path, tmp_path: Path) -> None:
    _plans(folder, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_dozen_models_that_were_never_taught_make_films(architecture: Architecture, tmp_path: Path) -> None:
    for seed in range(12):
        _plans(saved(tmp_path / f"{seed}", architecture, seed), tmp_path / f"replies-{seed}")


def _plans(folder: Path, replies: Path) -> None:
    """Every stage of a plan is answered in the least room."""
    model = Terse(f"local:{folder}")
    board = LlmPlanner(model, replies=replies).plan(read(STORY).document)
    assert Storyboard.model_validate(board.model_dump()) == board
    assert board.length > 24 and model.stages >= {"scenes", "cast", "shots", "panels", "critic"}


class Terse(LocalModel):
    """Answers in little more room than the schema needs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.stages: set[str] = set()

    def answer(self, asked: Asked) -> "object":
        from dataclasses import replace

        self.stages.add(asked.stage)
        reply = super().answer(replace(asked, most_tokens=shortest(asked.schema) + 41))
        jsonschema.validate(json.loads(reply.text), asked.schema)
        return reply
