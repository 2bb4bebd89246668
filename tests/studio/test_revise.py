"""Changes of a storyboard: all of a batch or nothing, with faults at their fields, and noted as a person's."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.schema.base import canonical
from storyline.schema.origin import origin_of
from storyline.schema.storyboard import Storyboard
from storyline.studio.revise import RefusedError, revise
from tests.boards import board, shot
from tests.strategies import boxes, storyboards

SHOTS = ["scenes", 0, "shots"]
BOX = [*SHOTS, 1, "panels", 0, "placements", 0, "box"]
ORIGINS = {"writer": ["title", "scenes/s1/shots/b", "scenes/s1/shots/a/panels/1/prompt"], "offline": [""]}


def two(**fields: Any) -> Storyboard:
    return board(shot("a", 6), shot("b", 6), **fields)


def ids(board: Storyboard) -> list[str]:
    return [shot.id for _, shot in board.shots()]


def put(at: list[Any], value: Any) -> dict[str, Any]:
    return {"do": "set", "at": at, "value": value}


def faults(board: Storyboard, *changes: Any) -> list[tuple[list[Any], str]]:
    before = canonical(board)
    with pytest.raises(RefusedError) as refused:
        revise(board, list(changes))
    assert canonical(board) == before
    return [(list(fault.path), fault.message) for fault in refused.value.faults]


def test_every_kind_of_change_is_noted_as_a_persons() -> None:
    before = two(origins=ORIGINS)
    after = revise(
        before,
        [
            put(BOX, [0, 0, 0.5, 0.5]),
            {"do": "move", "at": [*SHOTS, 1], "to": 0},
            {"do": "insert", "at": [*SHOTS, 2], "value": {**shot("", 6), "id": None, "action": "It hops!"}},
            {"do": "remove", "at": ["cast", 1]},
        ],
    )
    assert ids(after) == ["b", "a", "it-hops"]
    assert [entity.id for entity in after.cast] == ["hare"]
    box = "scenes/s1/shots/b/panels/0/placements/0/box"
    assert after.origins == {
        "writer": tuple(ORIGINS["writer"]),
        "offline": ("",),
        "person": (box, "scenes/s1/shots/it-hops"),
    }
    assert origin_of(after, box) == "person" and origin_of(after, "scenes/s1/shots/b/size") == "writer"


def test_what_the_writer_said_of_a_field_is_a_persons_once_it_is_changed() -> None:
    after = revise(two(origins=ORIGINS), [put([*SHOTS, 1, "size"], "CU"), put(["title"], "Hop")])
    assert after.origins["writer"] == ("scenes/s1/shots/b", "scenes/s1/shots/a/panels/1/prompt")
    assert origin_of(after, "title") == origin_of(after, "scenes/s1/shots/b/size") == "person"


def test_nothing_is_noted_where_nothing_changes() -> None:
    before = two(origins=ORIGINS)
    assert revise(before, [put(["title"], before.title)]) == before


def test_origins_go_along_with_panels_and_ids() -> None:
    before = two(origins=ORIGINS)
    panel = {"at": 2, "prompt": "", "placements": []}
    after = revise(before, [{"do": "insert", "at": [*SHOTS, 0, "panels", 1], "value": panel}])
    assert "scenes/s1/shots/a/panels/2/prompt" in after.origins["writer"]
    assert after.origins["person"] == ("scenes/s1/shots/a/panels/1",)
    assert revise(after, [{"do": "remove", "at": [*SHOTS, 0, "panels", 1]}]).origins == before.origins
    renamed = revise(before, [put([*SHOTS, 1, "id"], "z")])
    assert origin_of(renamed, "scenes/s1/shots/z/action") == "writer"
    assert origin_of(renamed, "scenes/s1/shots/z/id") == "person"
    gone = revise(before, [{"do": "remove", "at": [*SHOTS, 0]}])
    assert gone.origins["writer"] == ("title", "scenes/s1/shots/b")


def test_a_shot_moves_to_another_scene_and_stays_its_writers() -> None:
    before = two(origins={"writer": ["scenes/s1"], "offline": [""]})
    scene = {**before.scenes[0].model_dump(mode="json"), "id": None, "shots": [shot("c", 6)]}
    after = revise(
        before,
        [
            {"do": "insert", "at": ["scenes", 1], "value": scene},
            {"do": "move", "at": [*SHOTS, 1], "to": ["scenes", 1, "shots", 1]},
        ],
    )
    assert ids(after) == ["a", "c", "b"] and after.scenes[1].id == "a-meadow"
    assert origin_of(after, "scenes/a-meadow/shots/b/size") == "writer"
    assert origin_of(after, "scenes/a-meadow/shots/c/size") == "person"


def test_what_no_change_leads_into_stays_the_same_noun() -> None:
    before = two()
    after = revise(before, [put(BOX, [0, 0, 0.5, 0.5]), {"do": "move", "at": [*SHOTS, 0], "to": 1}])
    assert after.scenes[0].shots[1] is before.scenes[0].shots[0]
    plain = before.model_dump(mode="json")
    assert revise(before, [put(["scenes"], plain["scenes"])]) == before
    whole = [{**scene, "shots": [{**shot, "label": "L"} for shot in scene["shots"]]} for scene in plain["scenes"]]
    for at, value in ((["scenes"], whole), (["scenes", 0], whole[0]), (SHOTS, whole[0]["shots"])):
        revised = revise(before, [put(at, value)])
        assert [shot.label for _, shot in revised.shots()] == ["L", "L"]
        assert revised.origins["person"] == ("scenes/s1/shots/a/label", "scenes/s1/shots/b/label")


def test_another_camera_takes_everybody_along() -> None:
    before = two(origins={"offline": [""]})
    closer = {"do": "reframe", "at": [*SHOTS, 1, "camera"], "value": [{"zoom": 2.0}]}
    after = revise(before, [closer])
    changed = after.scenes[0].shots[1]
    assert [panel.placements[0].box.root for panel in changed.panels] == [(0.3, 0.3, 0.7, 1.1)] * 2
    assert changed.camera[0].zoom == 2 and after.scenes[0].shots[0] is before.scenes[0].shots[0]
    panels = "scenes/s1/shots/b/panels"
    boxes = tuple(f"{panels}/{n}/placements/0/box" for n in (0, 1))
    assert after.origins["person"] == ("scenes/s1/shots/b/camera", *boxes)
    away = closer | {"value": [{"zoom": 4.0}, {"at": 5, "zoom": 4.0, "pan": 0.3}]}
    turned = revise(before, [away]).scenes[0].shots[1]
    assert [bool(panel.placements) for panel in turned.panels] == [True, True, False, False]
    assert [panel.at for panel in turned.panels] == [0, 3, 4, 5]


def test_what_is_no_camera_is_told_at_its_field() -> None:
    def camera(value: Any) -> dict[str, Any]:
        return {"do": "reframe", "at": [*SHOTS, 1, "camera"], "value": value}

    assert faults(two(), camera([{"zoom": 40}])) == [
        ([*SHOTS, 1, "camera", 0, "zoom"], "expected at most 16.0; got 40")
    ]
    assert "in order" in faults(two(), camera([{"at": 3}, {"at": 1}]))[0][1]
    assert "within frames 0..5" in faults(two(), camera([{"at": 9}]))[0][1]
    assert faults(two(), camera("near"))[0][0] == [*SHOTS, 1, "camera"]
    assert "a shot's camera" in faults(two(), camera([]) | {"at": [*SHOTS, 1, "panels"]})[0][1]
    assert "there is nothing here" in faults(two(), camera([]) | {"at": [*SHOTS, 9, "camera"]})[0][1]
    broken = [put([*SHOTS, 1, "panels"], 3), camera([{"zoom": 2}])]
    assert [at for at, _ in faults(two(), *broken)] == [[*SHOTS, 1, "panels"]]


def test_a_field_goes_back_to_its_default() -> None:
    low = revise(two(), [put([*SHOTS, 0, "angle"], "low")])
    assert revise(low, [{"do": "remove", "at": [*SHOTS, 0, "angle"]}]).scenes[0].shots[0].angle == "eye"
    assert faults(two(), {"do": "remove", "at": [*SHOTS, 0, "action"]}) == [
        ([*SHOTS, 0, "action"], "required, but missing")
    ]


def test_faults_stand_beside_their_fields_and_nothing_of_a_batch_is_done() -> None:
    [(at, says)] = faults(two(), put(["title"], "x"), put(BOX, [0.7, 0.1, 0.4, 0.9]))
    assert at == BOX and "x0 < x1" in says
    [(at, says)] = faults(two(), put([*SHOTS, 0, "duration"], 12))
    assert at == [*SHOTS, 0, "panels"] and "0 and 11" in says
    [(at, says)] = faults(two(), {"do": "remove", "at": ["cast", 0]}, put([*SHOTS, 1, "panels"], []))[:1]
    assert at[0] == "scenes"
    assert [at for at, _ in faults(two(), put(["cast", 0, "id"], "rabbit"))] == [
        [*SHOTS, n, "panels", m, "placements", 0, "entity"] for n in (0, 1) for m in (0, 1)
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("set", "has fields"),
        ({"do": "set", "at": [], "value": 1}, "path of a field"),
        ({"do": "set", "at": "title", "value": 1}, "path of a field"),
        ({"do": "set", "at": ["title", True], "value": 1}, "path of a field"),
        ({"do": "set", "at": ["cast", -1], "value": 1}, "path of a field"),
        ({"do": "set", "at": ["title"]}, "expected `do`"),
        ({"do": "burn", "at": ["title"]}, "expected `do`"),
        ({"do": "set", "at": ["origins", "writer"], "value": []}, "origins are kept"),
        ({"do": "set", "at": ["title", "x"], "value": 1}, "no such field"),
        ({"do": "set", "at": ["nowhere", "x"], "value": 1}, "nothing here"),
        ({"do": "set", "at": [*SHOTS, 2], "value": {}}, "expected an item of 0..1"),
        ({"do": "set", "at": ["sise"], "value": 1}, "did you mean 'size'"),
        ({"do": "insert", "at": [*SHOTS, 3], "value": shot("c", 6)}, "expected an item of 0..2"),
        ({"do": "insert", "at": ["title"], "value": 1}, "item of a list"),
        ({"do": "insert", "at": [*SHOTS, 0], "value": shot("a", 6)}, "stands 2 times"),
        ({"do": "remove", "at": [*SHOTS, 5]}, "expected an item"),
        ({"do": "move", "at": [*SHOTS, 0], "to": 2}, "expected an item of 0..1"),
        ({"do": "move", "at": [*SHOTS, 0], "to": "b"}, "like list"),
        ({"do": "move", "at": [*SHOTS, 0], "to": ["cast", 0]}, "like list"),
        ({"do": "move", "at": [*SHOTS, 0], "to": ["scenes", 3, "shots", 0]}, "nothing here"),
        (
            {"do": "move", "at": [*SHOTS, 0, "panels", 0], "to": [*SHOTS, 1, "panels", 0]},
            "only what has an id",
        ),
        ({"do": "set", "at": ["title"], "value": "\ud800"}, "surrogate"),
        ({"do": "set", "at": ["\ud800"], "value": 1}, "surrogate"),
        ({"do": "set", "at": ["seed"], "value": 10**400}, "digits"),
        ({"do": "set", "at": BOX, "value": [float("nan"), 0, 1, 1]}, "finite"),
        ({"do": "set", "at": ["title"], "value": {1}}, "a value of JSON"),
    ],
)
def test_changes_that_make_no_sense_are_refused_in_words(change: Any, words: str) -> None:
    assert any(words in says for _, says in faults(two(), change))


def test_a_value_of_many_lists_in_each_other_is_refused() -> None:
    deep: Any = []
    for _ in range(500):
        deep = [deep]
    [(at, says)] = faults(two(), put([*SHOTS, 0, "overrides", "parameters"], {"x": deep}))
    assert at[-1] == "parameters" and "in each other" in says
    assert "1 to 1000 changes" in faults(two())[0][1]


def test_hostile_text_stays_text() -> None:
    hostile = "<script>alert(1)</script> \u202e ${x} {{x}} '\"; DROP TABLE\n---\n!!python/object:os.system"
    assert revise(two(), [put(["title"], hostile)]).title == hostile


@st.composite
def changes(draw: st.DrawFn, board: Storyboard) -> list[dict[str, Any]]:
    """Changes that may or may not fit."""
    scene = draw(st.integers(0, len(board.scenes) - 1))
    number = draw(st.integers(0, len(board.scenes[scene].shots) - 1))
    shot = ["scenes", scene, "shots", number]
    one = st.one_of(
        st.builds(put, st.just(["title"]), st.text(max_size=5)),
        st.builds(put, st.just([*shot, "size"]), st.sampled_from(["EWS", "ECU"])),
        st.builds(put, st.just([*shot, "panels", 0, "placements", 0, "box"]), boxes()),
        st.builds(put, st.just([*shot, "panels", 0, "prompt"]), st.text(max_size=5)),
        st.just({"do": "remove", "at": shot}),
        st.just({"do": "remove", "at": [*shot, "camera", 0]}),
        st.builds(lambda to: {"do": "move", "at": shot, "to": to}, st.integers(0, 1)),
        st.just({"do": "insert", "at": shot, "value": board.scenes[0].shots[0].model_dump(mode="json") | {"id": None}}),
    )
    return draw(st.lists(one, min_size=1, max_size=4))


@settings(max_examples=30)
@given(st.data())
def test_whatever_is_changed_is_a_storyboard_or_a_refusal(data: st.DataObject) -> None:
    before = data.draw(storyboards())
    try:
        after = revise(before, data.draw(changes(before)))
    except RefusedError as refused:
        assert refused.faults
    else:
        assert Storyboard.model_validate(after.model_dump(mode="json")) == after
