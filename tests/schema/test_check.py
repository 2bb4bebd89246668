"""What must hold across a storyboard: each contradiction is found and its place named."""

import copy
from typing import Any

import pytest

from storyline.errors import ScriptError
from storyline.schema.faults import parse, validate
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

GOOD = board(
    shot("a", 24),
    shot("b", 24, transition="dissolve", overlap=6),
    groups=[{"id": "pair", "name": "the two", "members": ["hare", "tortoise"]}],
    edits=[{"operation": "recolour", "target": {"entity": "hare", "shot": "a"}}],
).model_dump(mode="json")

Path = tuple[str | int, ...]
SHOT: Path = ("scenes", 0, "shots", 0)
SECOND: Path = ("scenes", 0, "shots", 1)
PANEL: Path = (*SHOT, "panels", 0)
PLACEMENT: Path = (*PANEL, "placements", 0)


def changed(path: Path, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(GOOD)
    node: Any = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return document


def twice(name: str) -> tuple[Path, Any]:
    return (name,), [GOOD[name][0]] * 2


TWO = [{"entity": e, "parent": p, "box": [0, 0, 1, 1]} for e, p in (("hare", "tortoise"), ("tortoise", "hare"))]
LINE = {"text": "Oh", "start": 0, "duration": 25}

CASES: list[tuple[Path, Any, Path, str]] = [
    (("aspect",), "9:16", ("size",), "size 64x48 does not have the aspect 9:16"),
    (*twice("cast"), ("cast", 1, "id"), "entity 'hare' stands 2 times; once is expected. Rename or drop one"),
    (*twice("places"), ("places", 1, "id"), "place 'meadow' stands 2 times"),
    (*twice("groups"), ("groups", 1, "id"), "group 'pair' stands 2 times"),
    (*twice("scenes"), ("scenes", 1, "id"), "scene 's1' stands 2 times"),
    (("cast", 0, "looks"), [{"name": "a"}] * 2, ("cast", 0, "looks", 1, "name"), "look 'a' stands 2 times"),
    (("groups", 0, "members"), ["fox"], ("groups", 0, "members"), "unknown entity 'fox'; known are hare, tortoise"),
    (("scenes", 0, "place"), "moon", ("scenes", 0, "place"), "unknown place 'moon'; known are meadow"),
    ((*SECOND, "id"), "a", (*SECOND, "id"), "shot 'a' stands 2 times"),
    (
        (*SECOND, "transition"),
        {"kind": "fade", "overlap": 25},
        (*SECOND, "transition"),
        "overlaps 25 frames",
    ),
    ((*SHOT, "transition"), {"kind": "fade", "overlap": 1}, (*SHOT, "transition"), "the one before it 0 to spare"),
    ((*SECOND, "transition"), {"kind": "cut", "overlap": 2}, (*SECOND, "transition"), "a cut overlaps 0 frames"),
    ((*SECOND, "transition"), {"kind": "wipe"}, (*SECOND, "transition"), "any other transition at least 1; got wipe"),
    (("edits", 0, "target", "entity"), "fox", ("edits", 0, "target", "entity"), "unknown entity 'fox'"),
    (("edits", 0, "target", "shot"), "z", ("edits", 0, "target", "shot"), "unknown shot 'z'; known are a, b"),
    ((*SHOT, "panels", 1, "at"), 22, (*SHOT, "panels"), "must bound the shot, at frames 0 and 23; got 0 and 22"),
    ((*PANEL, "at"), 23, (*SHOT, "panels"), "panels must stand in order of time, each at its own frame; got [23, 23]"),
    ((*SHOT, "camera"), [{"at": 24}], (*SHOT, "camera"), "camera keyframes must stand in order within frames 0..23"),
    ((*SHOT, "camera"), [{"at": 9}, {"at": 3}], (*SHOT, "camera"), "got [9, 3]"),
    ((*SHOT, "lines"), [LINE], (*SHOT, "lines", 0), "the line ends at frame 25, after its shot of 24 frames"),
    ((*SHOT, "lines"), [LINE | {"duration": 2, "speaker": "fox"}], (*SHOT, "lines", 0, "speaker"), "entity 'fox'"),
    ((*PLACEMENT, "entity"), "fox", (*PLACEMENT, "entity"), "unknown entity 'fox'"),
    ((*PLACEMENT, "look"), "wet", (*PLACEMENT, "look"), "unknown look 'wet'; known are default"),
    ((*PLACEMENT, "parent"), "tortoise", (*PLACEMENT, "parent"), "parent 'tortoise' is not in this panel"),
    ((*PANEL, "placements"), TWO, (*PLACEMENT, "parent"), "entity 'hare' is carried by itself"),
    (
        (*PANEL, "placements"),
        [TWO[0] | {"parent": None}] * 2,
        (*PANEL, "placements", 1, "entity"),
        "'hare' stands 2",
    ),
]


@pytest.mark.parametrize(("path", "value", "where", "message"), CASES, ids=[case[3][:40] for case in CASES])
def test_a_contradiction_is_found_at_its_place(path: Path, value: Any, where: Path, message: str) -> None:
    noun, faults = validate(Storyboard, changed(path, value))
    assert noun is None
    assert any(fault.path == where and message in fault.message for fault in faults), faults


def test_a_good_storyboard_has_none() -> None:
    assert validate(Storyboard, GOOD) == (Storyboard.model_validate(GOOD), ())


def test_all_contradictions_are_told_at_once() -> None:
    document = changed(("scenes", 0, "place"), "moon") | {"edits": [{"operation": "x", "target": {"shot": "z"}}]}
    with pytest.raises(ScriptError) as refused:
        parse(Storyboard, document)
    assert str(refused.value) == (
        "scene 1, place: unknown place 'moon'; known are meadow\nedit 1, target, shot: unknown shot 'z'; known are a, b"
    )


def test_the_message_of_the_architecture_word_by_word() -> None:
    document = copy.deepcopy(GOOD)
    document["cast"].append({"id": "fox", "kind": "fox", "name": "Fox", "looks": [{}]})
    shots = [copy.deepcopy(document["scenes"][0]["shots"][0]) | {"id": f"s{n}"} for n in range(5)]
    document["scenes"].append(document["scenes"][0] | {"id": "s2", "shots": shots})
    shots[4]["panels"][0]["placements"] = [{"entity": "fox", "box": [0.7, 0.1, 0.4, 0.9]}]
    with pytest.raises(ScriptError) as refused:
        parse(Storyboard, document)
    assert str(refused.value) == (
        "scene 2, shot 5, panel 1, entity 'fox': box must satisfy x0 < x1; got (0.7, 0.1, 0.4, 0.9). "
        "Boxes are (x0, y0, x1, y1), not (x, y, width, height)."
    )
