"""Replies that break the rules, repaired."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planners.llm.part import Part, json_schema
from planners.llm.repair import Reading, apart, in_words, mended, pruned, reading_of, trimmed
from planners.llm.stages.cast import CastList
from planners.llm.stages.critic import Critique
from planners.llm.stages.panels import ShotPlans
from planners.llm.stages.scenes import SceneCuts
from planners.llm.stages.shots import Takes
from planners.llm.words import FIELDS, known, likely
from storyline.schema.faults import validate
from storyline.schema.layout import Box

NUMBER = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-2, 3)


@settings(max_examples=200, deadline=None)
@given(st.lists(NUMBER, min_size=4, max_size=4), st.booleans())
def test_a_mended_box_is_a_box_or_nothing(box: list[float], sized: bool) -> None:
    made, _ = mended(box, Reading(sized=sized))
    if made is not None:
        Box(made)
        assert all(math.isfinite(v) for v in made)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0, 0.99)] * 2, *[st.floats(0.05, 0.9)] * 2), max_size=6))
def test_boxes_moved_apart_are_apart(found: list[tuple[float, float, float, float]]) -> None:
    boxes = [(x, y, min(1.5, x + w), min(1.5, y + h)) for x, y, w, h in found]
    made, moved = apart(boxes)
    assert len(made) == len(boxes) and (moved or list(made) == boxes)
    level = [(a, b) for a, b in combinations(made, 2) if min(a[3], b[3]) - max(a[1], b[1]) > 1e-4]
    assert all(min(a[2], b[2]) - max(a[0], b[0]) <= 5e-4 for a, b in level)
    assert all(b[0] < b[2] for b in made)


@pytest.mark.parametrize(
    ("boxes", "reading"),
    [
        ([[0.1, 0.2, 0.3, 0.4]], Reading()),
        ([[10, 20, 30, 40]], Reading(100, 100)),
        ([[0.5, 0.5, 0.2, 0.3]], Reading(sized=True)),
        ([[0.3, 0.5, 0.1, 0.9]], Reading()),
        ([[640, 300, 1270, 700]], Reading(1280, 720)),
        ([[100, 400, 150, 110], [300, 20, 100, 90]], Reading(1280, 720, sized=True)),
        ([], Reading()),
        ([[math.nan] * 4, [0.1, 0.2]], Reading()),
    ],
)
def test_how_boxes_are_meant(boxes: list[list[float]], reading: Reading) -> None:
    assert reading_of(boxes) == reading


def test_words_have_only_words_of_the_vocabulary() -> None:
    for field in FIELDS:
        for word in ("", "zzz", "Red", "close up", "running", "sunny", "sad", "big forest"):
            found = likely(field, word)
            assert found is None or known(field, found), (field, word, found)


def test_words_are_only_changed_in_their_fields() -> None:
    document = {
        "prompt": "a bunny hops",
        "placements": [{"action": "hops", "facing": "viewer"}],
        "colours": ["scarlett"],
    }
    made, done = in_words(document, guess=False)
    assert made == {**document, "placements": [{"action": "jump", "facing": "front"}]} and len(done) == 2


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["shots", "scenes", "cast", "panels", "box", "action", "shot", "at", "entity",
                                       "first_beat", "place", "setting", "name", "kind", "placements", "repairs", "x"]),
                      inner, max_size=4),
    max_leaves=14,
)  # fmt: skip


@pytest.mark.parametrize("part", [SceneCuts, CastList, Takes, ShotPlans, Critique])
@settings(max_examples=40, deadline=None)
@given(document=JUNK)
def test_what_is_left_of_anything_is_valid_or_of_no_use(part: type[Part], document: object) -> None:
    made, _ = trimmed(part, document)
    made, _ = pruned(part, made)
    value, faults = validate(part, made)
    assert (value is None) == bool(faults)


@pytest.mark.parametrize("part", [SceneCuts, CastList, Takes, ShotPlans, Critique])
def test_schemas_are_closed_and_bounded(part: type[Part]) -> None:
    def check(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                check(item)
        if not isinstance(node, dict):
            return
        if node.get("type") == "object":
            assert node["additionalProperties"] is False and node["required"] == list(node["properties"])
        if node.get("type") == "array":
            assert "maxItems" in node
        if node.get("type") == "string":
            assert "enum" in node or "maxLength" in node, node
        assert "$ref" not in node
        for value in node.values():
            check(value)

    check(json_schema(part))
