"""JSON in whatever models wrap it in."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planners.llm.parse import NotJsonError, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(min_size=1, max_size=8), VALUES, min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(OBJECTS)
def test_json_is_read_as_it_is(value: dict) -> None:
    found = parse(json.dumps(value))
    assert found.value == value and found.remarks == ()


@settings(max_examples=60, deadline=None)
@given(OBJECTS, st.sampled_from(["```json\n{}\n```", "Here you are:\n{}\nAnything else?", "{}\n\n", "/* so */ {}"]))
def test_what_stands_around_is_left_out(value: dict, frame: str) -> None:
    assert parse(frame.replace("{}", json.dumps(value))).value == value


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="{}[]\",:\\/*#`\n ab1-.eE'“”u0", max_size=60))
def test_any_text_is_a_value_or_a_clear_no(text: str) -> None:
    try:
        parse(text)
    except NotJsonError as error:
        assert str(error)


@settings(max_examples=30, deadline=None)
@given(OBJECTS, st.floats(0.05, 0.99))
def test_a_text_that_breaks_off_gives_what_was_whole(value: dict, share: float) -> None:
    text = json.dumps(value)
    try:
        found = parse(text[: max(1, int(len(text) * share))])
    except NotJsonError:
        return
    assert isinstance(found.value, dict) and set(found.value) <= set(value)


@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("{'a': True, 'b': None}", {"a": True, "b": None}, "other quotes"),
        ('{"a": [1, 2, 3,],}', {"a": [1, 2, 3]}, "a comma too many"),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}, "a comma missing"),
        ("{a: 1, b: two}", {"a": 1, "b": "two"}, "a key without quotes"),
        ('{"a": 1} // done', {"a": 1}, "words around the answer"),
        ('{"a": 1, // one\n "b": 2 # two\n}', {"a": 1, "b": 2}, "a comment"),
        ('{"s": [{"a": 1}, {"a": 3, "b": [0.1, 0.', {"s": [{"a": 1}, {"a": 3, "b": [0.1]}]}, "an end that broke off"),
        ('[note] Here: {"a": 1,}', {"a": 1}, "words around the answer"),
        ('[{"a": 1}, {"a": 2}, {"a"', [{"a": 1}, {"a": 2}, {}], "an end that broke off"),
        ('{"a": "one\ntwo"}', {"a": "one two"}, "a control character in a text"),
        ('{"a": [1, ...]}', {"a": [1]}, "dots for something left out"),
        ("<think>{no}</think>{\"a\": 1,}", {"a": 1}, "thoughts before the answer"),
    ],
)  # fmt: skip
def test_what_is_no_json_but_clearly_meant(text: str, value: object, remark: str) -> None:
    found = parse(text)
    assert found.value == value and remark in found.remarks


@pytest.mark.parametrize("text", ["", "no", "{", "[" * 1000, "{:}", '{"a"}', "```json\n```"])
def test_what_is_none_is_told(text: str) -> None:
    with pytest.raises(NotJsonError, match=r"expected|breaks off"):
        parse(text)
