"""JSON Schema: valid, closed, described, true to the documents, and the files in docs are the code's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from storyline.reading.plain import read_plain
from storyline.schema.base import document
from storyline.schema.json_schema import NOUNS, json_schema
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from tests.documents import scripts, storyboards

ROOT = Path(__file__).parents[2]
VALIDATORS = {name: Draft202012Validator(json_schema(noun)) for name, noun in NOUNS.items()}


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for child in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from nodes(child)


@pytest.mark.parametrize("name", NOUNS)
def test_the_schema_is_valid_closed_and_described(name: str) -> None:
    schema = json_schema(NOUNS[name])
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["format"]["enum"] == [f"{name}/1"]
    records = [node for node in nodes(schema) if "properties" in node and node.get("type") == "object"]
    assert len(records) > 15
    assert all(node["additionalProperties"] is False and node["description"] for node in records)


@pytest.mark.parametrize("name", NOUNS)
def test_the_file_in_docs_is_the_codes(name: str) -> None:
    written = json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text())
    assert written == json_schema(NOUNS[name]), f"write it anew: storyline schema {name} > docs/schema/{name}.json"


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.yaml")), ids=lambda path: path.name)
def test_examples_point_at_the_schema_that_they_keep(path: Path) -> None:
    text = path.read_text()
    modeline = text.splitlines()[0]
    assert modeline.startswith("# yaml-language-server: $schema=")
    schema = (path.parent / modeline.partition("=")[2]).resolve()
    value = read_plain(text).value
    Draft202012Validator(json.loads(schema.read_text())).validate(value)
    assert schema.stem == str(value.get("format", "script/1")).partition("/")[0]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(scripts())
def test_scripts_keep_the_schema(script: Script) -> None:
    VALIDATORS["script"].validate(document(script))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(storyboards())
def test_storyboards_keep_the_schema(storyboard: Storyboard) -> None:
    VALIDATORS["storyboard"].validate(document(storyboard))


@pytest.mark.parametrize(
    "wrong",
    [
        "titel: a",
        "title: [a]",
        "format: storyboard/1",
        "aspect: true",
        "size: [1, 2, 3]",
        "scenes: [{shots: [{size: XL}]}]",
        "scenes: [{shots: [{panels: [{placements: [{entity: a, box: [0, 1, 2]}]}]}]}]",
        "cast: [{kind: dog}]",
    ],
)
def test_a_wrong_script_breaks_the_schema(wrong: str) -> None:
    assert not VALIDATORS["script"].is_valid(yaml.safe_load(wrong))


def test_a_storyboard_with_something_open_breaks_the_schema() -> None:
    assert not VALIDATORS["storyboard"].is_valid({"title": "a"})
