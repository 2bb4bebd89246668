"""An edit in a line is the one that is written out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from storyline.errors import ScriptError
from storyline.film.plan import plan_film
from storyline.reading import read
from storyline.reading.yaml import read_yaml, write_yaml
from storyline.schema.base import document
from storyline.schema.edit import LAYERS, Edit
from storyline.schema.json_schema import json_schema
from storyline.schema.origin import overruled
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

SAME: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"shot": 3, "target": "fox", "do": "recolour", "to": "teal", "using": "canonical"},
        {
            "target": {"entity": "fox", "shot": 3},
            "operation": "recolour",
            "parameters": {"to": "teal"},
            "using": "canonical",
        },
    ),
    ({"do": "grade", "to": "noir"}, {"operation": "grade", "parameters": {"to": "noir"}}),
    ({"target": "all", "do": "remove"}, {"operation": "remove"}),
    ({"target": "background", "do": "remove"}, {"target": {"layer": "background"}, "operation": "remove"}),
    (
        {"shot": "a", "target": [0, 0.5, 1, 1], "do": "sign", "to": "GO", "parameters": {"ink": "red"}},
        {
            "target": {"shot": "a", "box": [0, 0.5, 1, 1]},
            "operation": "sign",
            "parameters": {"to": "GO", "ink": "red"},
        },
    ),
    ({"target": "0,0.5,1,1", "do": "remove"}, {"target": {"box": [0, 0.5, 1, 1]}, "operation": "remove"}),
    (
        {"target": "masks/ball.PNG", "do": "replace", "to": "logo.png", "shot": 1},
        {
            "target": {"mask": {"path": "masks/ball.PNG"}, "shot": 1},
            "operation": "replace",
            "picture": {"path": "logo.png"},
        },
    ),
    (
        {"operation": "paint", "parameters": {"to": "c.png"}, "order": 2, "frames": {"start": 1, "end_exclusive": 3}},
        {
            "operation": "paint",
            "picture": {"path": "c.png"},
            "order": 2,
            "frames": {"start": 1, "end_exclusive": 3},
        },
    ),
]
SCHEMA = Draft202012Validator(json_schema(Script))


@pytest.mark.parametrize(("line", "written_out"), SAME, ids=[f"{n}" for n in range(len(SAME))])
def test_a_line_means_what_is_written_out(line: dict[str, Any], written_out: dict[str, Any]) -> None:
    edit = Edit.model_validate(line)
    assert edit == Edit.model_validate(written_out)
    assert document(edit) == document(Edit.model_validate(document(edit)))
    for form in (line, written_out):
        SCHEMA.validate({"edits": [form]})
    script = Script(edits=(edit,))
    assert read_yaml(write_yaml(script)) == script


ids = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True).filter(lambda word: word not in ("all", *LAYERS))


@given(ids, st.none() | ids | st.integers(1, 99), st.sampled_from(("recolour", "grade", "x")), st.text(max_size=5))
def test_any_line_is_read_and_the_schema_takes_it(target: str, shot: str | int | None, do: str, to: str) -> None:
    line = {"target": target, "do": do, "to": to} | ({} if shot is None else {"shot": shot})
    edit = Edit.model_validate(line)
    assert (edit.target.entity, edit.target.shot, edit.operation) == (target, shot, do)
    assert edit.parameters == {"to": to} and edit.picture is None
    SCHEMA.validate({"edits": [line]})


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("{do: grade, operation: grade}", "3:5: edit 1: `do` and `operation` are the same; got both"),
        ("{do: grade, target: {shot: a}, shot: a}", "edit 1: `shot` and `target.shot` are the same"),
        ("{do: grade, to: a, parameters: {to: a}}", "edit 1: `to` and `parameters.to` are the same"),
        ("{do: replace, to: a.png, picture: {path: a.png}}", "edit 1: `to` and `picture` are the same for replace"),
        ("{do: grade, target: {entity: a, layer: background}}", "edit 1, target: an edit has one target"),
        ("{do: grade, target: the fox}", "edit 1, target: expected an id"),
        ("{do: grade, shot: 0}", "edit 1, shot: shots are numbered from 1 on"),
        ("{do: grade, shot: 1.5}", "edit 1, shot: expected a shot's id, or its number"),
        ("{do: grade, target: [0, 0, 1]}", "edit 1, target"),
        ("{do: grade, target: [0.5, 0, 0.2, 1]}", "edit 1, target: box must satisfy x0 < x1"),
        ("{do: grade, target: ../m.png}", "edit 1, target: a file is named by a path inside the script's own folder"),
        ("{do: paint, to: /c.png}", "edit 1: a file is named by a path inside the script's own folder"),
        ("{do: {x: grade}, to: a}", "edit 1: expected text; got"),
        ("{do: [paint], to: a.png}", "edit 1: expected text; got"),
        ("{target: fox}", "edit 1, operation: required, but missing"),
        ("{du: grade}", "edit 1, du: unknown field; did you mean 'do'?"),
    ],
)
def test_what_contradicts_itself_is_told(edit: str, said: str) -> None:
    with pytest.raises(ScriptError) as refused:
        read_yaml(f"story: A fox.\nedits:\n  - {edit}\n")
    assert said in str(refused.value)


def test_a_shot_by_its_number_is_one_by_its_id_in_a_storyboard() -> None:
    made = board(shot("a", 24), shot("b", 24), edits=[{"do": "grade", "shot": 2}])
    assert made.edits[0].target.shot == "b"
    assert Storyboard.model_validate(document(made)) == made
    with pytest.raises(ScriptError, match="edit 1, target, shot: there is no shot 3; the film has 2"):
        read({**document(made), "format": "storyboard/1", "edits": [{"do": "grade", "shot": 3}]})


def test_planning_names_the_shot_and_overrules_nothing() -> None:
    script = read("title: T\nstory: A fox runs. A hare waits. The fox sleeps.\nedits: [{shot: 2, do: grade, to: noir}]")
    assert isinstance(script.document, Script)
    planned = plan_film(script.document)
    assert planned.edits[0].target.shot == [shot.id for _, shot in planned.shots()][1]
    assert overruled(script.document, planned) == ()
