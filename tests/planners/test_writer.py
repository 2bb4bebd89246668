"""What the writer fixed stays; the rest is filled around it."""

from pathlib import Path

import pytest
from PIL import Image

from planners.offline import OfflinePlanner
from storyline.errors import PlanError
from storyline.schema.origin import origin_of, overruled
from storyline.schema.script import Script
from storyline.schema.storyboard import Shot, Storyboard
from tests.planners.plans import at, box, plan


def shot_of(**fields: object):
    return plan({"scenes": [{"shots": [{"action": "A dog runs to the right.", **fields}]}]}).scenes[0].shots[0]


def test_a_box_at_half_time_bends_the_track() -> None:
    free = shot_of(duration="2s")
    bent = shot_of(
        duration="2s", panels=[{"at": "50%", "placements": [{"entity": "dog", "box": [0.4, 0.1, 0.6, 0.3]}]}]
    )
    assert box(bent, "dog", 24 / 47).root == (0.4, 0.1, 0.6, 0.3)
    assert (bent.panels[0].at, bent.panels[-1].at) == (0, 47)
    assert box(bent, "dog", 1).centre[0] > 0.5 > box(bent, "dog", 0).centre[0]
    assert box(free, "dog", 0.5) != box(bent, "dog", 0.5)


def test_who_is_not_in_the_writers_panels_is_not_in_the_shot() -> None:
    shot = (
        plan(
            {
                "scenes": [
                    {
                        "shots": [
                            {"action": "A dog and a cat sit.", "panels": [{"at": 0, "placements": [{"entity": "cat"}]}]}
                        ]
                    }
                ]
            }
        )
        .scenes[0]
        .shots[0]
    )
    assert {p.entity for panel in shot.panels for p in panel.placements} == {"cat"}


def seen(shot: Shot, frame: int) -> dict[str, str]:
    return {p.entity: p.action for p in shot.layout(frame)}


def prompted(*shots: list[dict[str, object]]) -> Storyboard:
    return plan({"scenes": [{"place": "forest", "shots": [{"panels": panels} for panels in shots]}]})


def test_panels_of_which_words_alone_are_written_show_whom_these_name() -> None:
    told = "Wide shot: an orange horse, surprised, dancing beside a brown house, in the style of a master, 4k"
    board = prompted([{"at": 0, "prompt": told}], [{"at": 0, "prompt": "A blue bird sits, an orange horse sleeps"}])
    first, second = board.scenes[0].shots
    assert {p.prompt for p in first.panels} == {told} and len(first.panels) > 1
    assert all(seen(first, frame) == {"horse": "dance", "house": "stand"} for frame in (0, first.duration - 1))
    assert seen(second, 0) == {"bird": "sit", "horse": "sleep"}, "the same horse; the house is not named"
    assert {e.id: e.looks[0].colours for e in board.cast} == {
        "horse": ("orange",),
        "house": ("brown",),
        "bird": ("blue",),
    }
    panel = f"scenes/{board.scenes[0].id}/shots/{first.id}/panels/0"
    assert (origin_of(board, f"{panel}/prompt"), origin_of(board, f"{panel}/placements")) == ("writer", "offline")


def test_words_of_later_panels_hold_from_there_on() -> None:
    shot = (
        prompted([{"at": 12, "prompt": "A red fox runs."}, {"at": 47, "prompt": "A red fox sleeps."}])
        .scenes[0]
        .shots[0]
    )
    assert [seen(shot, frame) for frame in (0, 12)] == [{"fox": "run"}] * 2
    assert [seen(shot, frame) for frame in (47, shot.duration - 1)] == [{"fox": "sleep"}] * 2


def test_a_picture_of_the_last_panel_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (16, 9)).save("p.png")
    image = {"path": "p.png"}
    board = plan(
        {"scenes": [{"shots": [{"duration": 24, "panels": [{"at": 23, "prompt": "A red fox runs.", "image": image}]}]}]}
    )
    assert [panel.image is not None for panel in board.scenes[0].shots[0].panels] == [False, True]


def test_panels_that_are_placed_hold_at_their_own_time_alone() -> None:
    placed = {"at": 12, "prompt": "A dog.", "placements": [{"entity": "dog", "box": [0.4, 0.1, 0.6, 0.3]}]}
    board = plan({"scenes": [{"shots": [{"duration": 24, "panels": [placed]}]}]})
    plain = plan({"scenes": [{"shots": [{"duration": 24, "panels": [placed | {"prompt": None}]}]}]})
    boxes = [[p.placements for p in one.scenes[0].shots[0].panels] for one in (board, plain)]
    assert boxes[0] == boxes[1]


def test_an_action_tells_more_than_the_words_of_panels() -> None:
    shot = shot_of(panels=[{"at": 0, "prompt": "A cat sleeps."}])
    assert set(seen(shot, 0)) == {"dog"}


@pytest.mark.parametrize("prompt", ["highly detailed, 4k", "nobody in the forest by day", "empty street at dusk"])
def test_words_that_name_nobody_show_nobody(prompt: str) -> None:
    board = prompted([{"at": 0, "prompt": prompt}])
    assert not board.cast and not seen(board.scenes[0].shots[0], 0)


def test_a_short_duration_shortens_the_lines_and_says_so() -> None:
    text = "This is rather a lot to say in a single second, I should think."
    board = plan({"scenes": [{"shots": [{"duration": "1s", "lines": [{"text": text, "speaker": "rex"}]}]}]})
    (shot,) = board.scenes[0].shots
    assert shot.duration == 24 and shot.lines[0].start + shot.lines[0].duration <= 24
    assert any("shortened" in n.text for n in board.notes)
    assert board.entity("rex").name == "rex"


def test_camera_size_transition_and_overrides_are_kept() -> None:
    shot = shot_of(
        size="ECU",
        angle="dutch",
        camera=[{"at": "50%", "zoom": 2, "pan": 0.1}],
        transition={"kind": "fade", "overlap": "0.25s"},
        overrides={"steps": 7},
    )
    assert (shot.size, shot.angle, shot.camera[0].zoom, shot.overrides.steps) == ("ECU", "dutch", 2, 7)
    assert (shot.transition.kind, shot.transition.overlap) == ("fade", 6)


def test_cast_places_and_scene_fields_are_kept() -> None:
    board = plan(
        {
            "cast": [
                {"id": "hero", "kind": "dog", "name": "Rex", "looks": [{"colours": ["#ff0000"]}], "voice": "deep"}
            ],
            "places": [{"id": "home", "name": "The old barn"}],
            "scenes": [
                {"place": "home", "weather": "snow", "light": "soft", "beats": [{"text": "Rex jumps in the forest."}]}
            ],
        }
    )
    assert [e.id for e in board.cast] == ["hero"]
    assert board.cast[0].looks[0].colours == ("#ff0000",)
    assert [(s.place, s.weather, s.light) for s in board.scenes] == [("home", "snow", "soft")]


def test_times_in_seconds_become_frames() -> None:
    board = plan({"rate": 25, "opening": "2s", "closing": "0s", "scenes": [{"shots": [{"duration": "1.2s"}]}]})
    assert (board.opening, board.closing, board.scenes[0].shots[0].duration) == (50, 0, 30)


def test_size_alone_sets_the_aspect() -> None:
    board = plan({"size": [640, 480], "scenes": [{"shots": [{"action": "A dog."}]}]})
    assert (board.aspect, board.size.root) == ("4:3", (640, 480))


def test_a_storyboard_read_as_a_script_comes_back_the_same() -> None:
    board = plan('A hare ran past a tortoise in the meadow. "Bye," it said.')
    again = OfflinePlanner().plan(Script.model_validate(board.model_dump() | {"format": "script/1", "origins": {}}))
    assert again.model_copy(update={"origins": board.origins}) == board


def test_origins() -> None:
    board = plan(
        {
            "title": "Mine",
            "scenes": [
                {"id": "a", "shots": [{"id": "b", "action": "A dog.", "panels": [{"at": "100%", "prompt": "P"}]}]}
            ],
        }
    )
    last = len(board.scenes[0].shots[0].panels) - 1
    assert origin_of(board, "title") == "writer"
    assert origin_of(board, f"scenes/a/shots/b/panels/{last}/prompt") == "writer"
    assert origin_of(board, "scenes/a/shots/b/panels/0/prompt") == "offline"


def test_overruled_finds_what_was_changed() -> None:
    script = Script.model_validate(
        {
            "title": "A",
            "scenes": [{"id": "a", "shots": [{"id": "b", "duration": "1s", "panels": [{"at": "50%", "prompt": "P"}]}]}],
        }
    )
    board = OfflinePlanner().plan(script)
    assert overruled(script, board) == ()
    (scene,), (shot,) = board.scenes, board.scenes[0].shots
    other = [p.model_copy(update={"prompt": "Q"}) for p in shot.panels]
    changed = scene.model_copy(update={"shots": (shot.model_copy(update={"duration": 25, "panels": tuple(other)}),)})
    found = overruled(script, board.model_copy(update={"title": "B", "scenes": (changed,)}))
    assert len(found) >= 3 and any("duration" in f for f in found) and any("title" in f for f in found)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"duration": 10, "panels": [{"at": 20}]}, "within its frames"),
        ({"duration": 10, "lines": [{"text": "x", "start": 8, "duration": 9}]}, "inside the shot"),
        ({"duration": "999999s"}, "expected a duration of 1 to 1,000,000 frames"),
    ],
)
def test_contradictions_are_refused_in_words(fields: dict, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        shot_of(**fields)


def test_who_is_placed_must_be_in_the_cast_that_the_writer_gives() -> None:
    shots = [{"action": "A fox runs.", "panels": [{"at": 0, "placements": [{"entity": "mia"}, {"entity": "fox"}]}]}]
    plan({"cast": [{"id": "mia"}], "scenes": [{"shots": shots}]})
    with pytest.raises(PlanError, match=r"panel 1: unknown entity 'mia'; did you mean 'maia'\. Correct it, or add it"):
        plan({"cast": [{"id": "maia"}], "scenes": [{"shots": shots}]})


def test_unread_prose_is_refused() -> None:
    with pytest.raises(PlanError, match="read"):
        OfflinePlanner().plan(Script(story="A dog."))


def test_placements_are_filled_around_what_is_said() -> None:
    shot = shot_of(panels=[{"at": 0, "placements": [{"entity": "dog", "action": "yodel"}]}])
    placement = at(shot, "dog", 0)
    assert (placement.action, placement.facing) == ("yodel", "right")
