"""YAML in and out: identity, YAML 1.2 words, faults at their place, and what is refused."""

import pytest
import yaml
from hypothesis import given, settings

from storyline.errors import ScriptError
from storyline.reading import plain as plain_module
from storyline.reading import read_yaml, write_yaml
from storyline.reading.plain import MAX_DEPTH, read_plain
from storyline.schema.base import document
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot
from tests.documents import scripts, storyboards

FEW = settings(max_examples=120, deadline=None, derandomize=True)


@FEW
@given(scripts())
def test_a_written_script_reads_back_equal(script: Script) -> None:
    assert read_yaml(write_yaml(script)) == script


@FEW
@given(storyboards())
def test_a_written_storyboard_reads_back_equal(storyboard: Storyboard) -> None:
    assert read_yaml(write_yaml(storyboard)) == storyboard


@FEW
@given(scripts())
def test_a_yaml_1_1_reader_sees_the_same_values(script: Script) -> None:
    assert Script.model_validate(yaml.safe_load(write_yaml(script))) == script


def test_what_is_written_reads_well() -> None:
    panels = [{"at": at, "prompt": "a hare", "placements": []} for at in (0, 9)]
    made = shot("a", 10, camera=[{"at": 0}, {"at": 9, "zoom": 2}], panels=panels, transition="cut")
    board_ = board(made | {"action": 'The hare said: "no".\nIt\'s late.'}, title="no", style="soft " * 30 + "end")
    assert (
        write_yaml(board_, schema="storyboard.json")
        == """\
# yaml-language-server: $schema=storyboard.json
format: storyboard/1
title: "no"
language: en
aspect: "64:48"
size: [64, 48]
rate: 24
seed: 7
style: >-
  soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft soft
  soft soft soft soft soft soft soft soft soft end
places:
  - id: meadow
    name: Meadow
    setting: meadow
cast:
  - id: hare
    kind: hare
    name: Hare
    looks:
      - colours: [brown]
  - id: tortoise
    kind: tortoise
    name: Tortoise
    looks:
      - colours: [green]
scenes:
  - id: s1
    heading: A meadow
    place: meadow
    time_of_day: day
    shots:
      - id: a
        action: |-
          The hare said: "no".
          It's late.
        size: WS
        camera:
          - {at: 0}
          - {at: 9, zoom: 2.0}
        duration: 10
        panels:
          - at: 0
            prompt: a hare
            placements: []
          - at: 9
            prompt: a hare
            placements: []
"""
    )


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        *[
            (word, word)
            for word in ("no", "Yes", "on", "off", "y", "1:30", "2001-01-01", "1_000", "0b1", "12e", "+", ".")
        ],
        *[("012", 12), ("-7", -7), ("0o14", 12), ("0x1f", 31), ("1e3", 1000.0), (".5", 0.5), ("-1.5E-2", -0.015)],
        *[
            ("~", None),
            ("null", None),
            ("", None),
            ("true", True),
            ("False", False),
            ("'true'", "true"),
            ("nULL", "nULL"),
        ],
    ],
)
def test_scalars_are_those_of_yaml_1_2(scalar: str, value: object) -> None:
    read = read_plain(f"key: {scalar}\n").value["key"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "s.yaml:1:1: expected fields such as `title:`, `story:` or `scenes:`; got nothing"),
        ("- a", "got a list"),
        ("just words", "got one value. Prose goes under `story: |`"),
        ("title: a: b", "s.yaml:1:9: expected YAML; got a text that is not: mapping values are not allowed"),
        ("title: 'a", "close the quotes"),
        ("title: a\ntitle: b", "s.yaml:2:1: field 'title' stands twice"),
        ("title: !!python/object/apply:os.system [ls]", "s.yaml:1:8: tags are not allowed"),
        ("title: !x a", "tags are not allowed"),
        ("scenes:\n- &a {heading: x}\n- <<: *a", "s.yaml:3:3: merge keys (<<) are not YAML 1.2"),
        ("title: &a [*a]", "s.yaml:1:12: alias *a stands inside its own anchor"),
        ("title: *a", "alias *a has no anchor &a before it"),
        ("a: &a b\n*a : c", "expected the name of a field; got the alias *a"),
        ("? [a]\n: b", "expected the name of a field; got a list or mapping"),
        ("seed: .inf", "s.yaml:1:7: expected a finite number; got .inf"),
        ("seed: 1e999", "expected a finite number; got 1e999"),
        ("seed: " + "9" * 5000, "expected a number of at most 400 digits; got 5000"),
        ("a: b\n---\nc: d", "s.yaml:2:1: expected one document"),
        ("title: a\x00b", "s.yaml:1:9: expected text; got the control character U+0000"),
        ("title: a\n\ttitle: b", "s.yaml:2:"),
        ("format: script/2", "s.yaml:1:9: format: this release reads up to version 1; got 'script/2'"),
        ("format: film/1", "s.yaml:1:9: format: expected 'script/1' or 'storyboard/1'; got 'film/1'"),
        ("a: " + "[" * 60 + "]" * 60, f"expected at most {MAX_DEPTH} lists and mappings in each other"),
        ('title: "\\ud800"', "s.yaml:1:"),
        ("x" * 10_000_001, "s.yaml: expected at most 10,000,000 bytes; got 10,000,001. Split the script."),
    ],
)
def test_what_is_no_script_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ScriptError) as refused:
        read_yaml(text, source="s.yaml")
    assert message in str(refused.value)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    with pytest.raises(ScriptError, match="expected aliases to repeat at most 100,000 values"):
        read_yaml("\n".join(lines))


def test_aliases_repeat_a_value() -> None:
    text = "cast:\n- {id: a, looks: &l [{colours: [red]}]}\n- {id: b, looks: *l}\n"
    script = read_yaml(text)
    assert script.cast[0].looks == script.cast[1].looks


FAULTY = """\
title: 2001
scenes:
  - heading: A wood
    shots:
      - sise: CU
        size: XL
        angle: hihg
        panels:
          - placements:
              - entity: fox
                box: [0.7, 0.1, 0.4, 0.9]
              - {entity: hare, box: [0.1, 0.2, 0.3]}
places: [sea]
"""


def test_every_fault_names_its_place_and_the_nearest_word() -> None:
    with pytest.raises(ScriptError) as refused:
        read_yaml(FAULTY, source="script.yaml")
    assert str(refused.value).splitlines() == [
        "script.yaml:1:8: title: expected text; got 2001. Write it in quotes",
        "script.yaml:5:9: scene 1, shot 1, sise: unknown field; did you mean 'size'?",
        "script.yaml:6:15: scene 1, shot 1, size: expected 'EWS', 'WS', 'FS', 'MWS', 'MS', 'MCU', 'CU' or 'ECU'; "
        "got 'XL'",
        "script.yaml:7:16: scene 1, shot 1, angle: expected 'eye', 'low', 'high', 'overhead' or 'dutch'; got 'hihg'; "
        "did you mean 'high'?",
        "script.yaml:11:22: scene 1, shot 1, panel 1, entity 'fox': box must satisfy x0 < x1; got "
        "(0.7, 0.1, 0.4, 0.9). Boxes are (x0, y0, x1, y1), not (x, y, width, height).",
        "script.yaml:12:37: scene 1, shot 1, panel 1, entity 'hare', box: value 4 of the list is missing",
        "script.yaml:13:10: place 1: expected fields, as `name: value`; got 'sea'",
    ]


def test_at_most_twenty_faults_are_listed() -> None:
    with pytest.raises(ScriptError) as refused:
        read_yaml("".join(f"field{n}: 1\n" for n in range(33)))
    lines = str(refused.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "script: and 13 more faults"


def test_a_storyboard_that_contradicts_itself_is_refused_with_its_place() -> None:
    text = write_yaml(board(shot("a", 10))).replace("entity: hare", "entity: fox")
    line = text.splitlines().index("              - entity: fox") + 1
    with pytest.raises(ScriptError) as refused:
        read_yaml(text, source="b.yaml")
    assert str(refused.value).startswith(
        f"b.yaml:{line}:25: scene 1, shot 1, panel 1, entity 'fox': unknown entity 'fox'; known are hare"
    )


def test_both_parsers_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        write_yaml(board(shot("a", 10), title="no: \u2028 1e3"), schema="x")
        + "notes: [{kind: info, text: 'a\n\n b'}]\n"
    )
    fast = read_yaml(text)
    monkeypatch.setattr(plain_module, "_PARSER", yaml.SafeLoader)
    assert read_yaml(text) == fast
    with pytest.raises(ScriptError, match=r"script:1:9: expected YAML"):
        read_yaml("title: a: b")


def test_a_byte_order_mark_is_taken() -> None:
    assert read_yaml("\ufefftitle: a") == Script(title="a")


def test_defaults_are_left_out_but_the_format() -> None:
    assert write_yaml(Script()) == "format: script/1\n"
    assert document(Script()) == {}
