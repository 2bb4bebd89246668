"""The strategies of the field, each over HTTP, each in the storyboard that it ends in."""

from collections.abc import Mapping
from typing import Any

import pytest

from planners.llm.directors import DIRECTORS
from planners.llm.directors.dysen import Triplet, scene_graph
from storyline.errors import SetupError
from storyline.film.plan import plan_film
from storyline.schema.base import EntityId
from storyline.schema.origin import origin_of
from storyline.schema.storyboard import Shot, Storyboard
from tests.planners.llm.conftest import Making
from tests.planners.llm.plans import STORY, member, panel, placed, reply
from tests.planners.llm.server import Call, Say, serving


def shots_of(board: Storyboard) -> list[Shot]:
    return [shot for _, shot in board.shots()]


def video_plan(call: Call) -> dict[str, Any]:
    beats = call.items("beats")
    scenes = [
        {"first_beat": b["beat"], "description": f"The fox is here ({b['beat']}).",
         "background": "beach" if "night" in b["text"] else "forest" if b["beat"] < 3 else "deep forest",
         "setting": "beach" if "night" in b["text"] else "forest",
         "time_of_day": "night" if "night" in b["text"] else "day", "weather": "clear", "entities": ["fox"]}
        for b in beats
    ]  # fmt: skip
    return {
        "entities": [member("fox", "fox", "red"), member("crow", "bird", "black")],
        "scenes": scenes,
        "consistency": [{"name": "forest", "scenes": [1, 2, 3, 4]}, {"name": "crow", "scenes": [3, 4]}],
    }


def layout(call: Call) -> dict[str, Any]:
    frames = [
        {"objects": [{"id": 1, "name": "fox", "box": [round(0.1 * n, 2), 0.6, round(0.1 * n + 0.2, 2), 0.8]}]}
        for n in range(6)
    ]
    return {"reasoning": "The fox runs at an even speed.", "background": "trees", "frames": frames}


def prompts(call: Call) -> dict[str, Any]:
    return {"prompts": [f"A red fox and a black crow and a yellow cheese, step {n}." for n in range(1, 5)]}


def events(call: Call) -> dict[str, Any]:
    steps = call.items("steps")
    made = [{"step": s["step"], "subject": "fox", "action": "run", "relation": "", "object": ""} for s in steps]
    return {"events": [*made, {"step": 1, "subject": "fox", "action": "hold", "relation": "holds", "object": "cheese"}]}


def enrich(call: Call) -> dict[str, Any]:
    steps = call.items("steps")
    return {
        "events": [{"step": len(steps), "subject": "crow", "action": "sit", "relation": "near", "object": "fox"}],
        "steps": [{"step": s["step"], "prompt": f"A fox with a cheese, {s['step']}."} for s in steps],
    }


TITLES: Mapping[str, Any] = {"Plan the video": video_plan, "Lay out a shot over time": layout,
                             "Direct a shot frame by frame": prompts, "Tell an event in steps": prompts,
                             "Make the steps one story": prompts, "Write down the events": events,
                             "Enrich the scene graph": enrich}  # fmt: skip


def field(call: Call) -> Say:
    """A model that knows every strategy."""
    for title, said in TITLES.items():
        if f"# {title}" in call.system:
            return Say(said(call))
    return Say(reply(call))


@pytest.mark.parametrize("name", DIRECTORS)
def test_every_director_ends_in_a_storyboard(planner: Making, name: str) -> None:
    with serving(field) as server:
        board = plan_film(STORY, planner=planner(server, director=name))
        assert not [c for c in server.calls if len(c.turns) > 2]
    assert {s.setting for s in board.places} == {"forest", "beach"}
    assert {e.id for e in board.cast} >= {"fox", "crow"}
    spoken = [n.text for s in shots_of(board) for n in s.lines if n.kind == "spoken"]
    assert spoken == ["That cheese is mine!"]
    assert board.notes == () or all(n.kind != "dropped" for n in board.notes)


@pytest.mark.parametrize("name", DIRECTORS)
def test_every_director_survives_a_model_that_says_nothing_of_use(planner: Making, name: str) -> None:
    with serving(lambda call: Say("Well.")) as server:
        board = plan_film(STORY, planner=planner(server, director=name))
    assert len(shots_of(board)) > 2


def test_an_unknown_director_is_told(planner: Making) -> None:
    with serving(field) as server, pytest.raises(SetupError, match="lvd"):
        planner(server, director="spielberg")


def test_every_director_cites_its_source() -> None:
    assert all("20" in d.source and "," in d.source for d in DIRECTORS.values())


def test_video_director_keeps_a_consistency_group_in_one_place(planner: Making) -> None:
    with serving(field) as server:
        board = plan_film(STORY, planner=planner(server, director="videodirectorgpt"))
        asked = [c for c in server.calls if "# Lay out the shots" in c.system]
    assert [s.place for s in board.scenes] == ["forest", "beach"]
    seen = [set(s["seen"]) for c in asked for s in c.items("shots")]
    assert {"fox"} in seen and {"fox", "crow"} in seen  # scenes are asked of at once: in any order


def test_lvd_draws_six_frames_and_reads_the_gait_off_them(planner: Making) -> None:
    with serving(field) as server:
        board = plan_film(STORY, planner=planner(server, director="lvd"))
    (first, *_) = shots_of(board)
    assert len(first.panels) == 6
    xs = [p.placements[0].box.x0 for p in first.panels]
    assert xs == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], abs=0.02)
    assert {p.placements[0].action for p in first.panels} == {"walk"}


@pytest.mark.parametrize("name", ["direct2v", "free-bloom"])
def test_prompts_of_frames_are_the_panels(planner: Making, name: str) -> None:
    with serving(field) as server:
        board = plan_film(STORY, planner=planner(server, director=name))
    scene, shot = next(board.shots())
    assert [p.prompt[-2] for p in shot.panels] == ["1", "2", "3", "4"]
    assert all(p.placements for p in shot.panels)
    assert origin_of(board, f"scenes/{scene.id}/shots/{shot.id}/panels/1/prompt") == "openai:tiny"
    assert origin_of(board, f"scenes/{scene.id}/shots/{shot.id}/panels/1/placements/0/box") == "offline"


def test_free_bloom_has_entities_named_in_every_prompt(planner: Making) -> None:
    def vague(call: Call) -> Say:
        if "# Make the steps" in call.system and len(call.turns) == 2:
            return Say({"prompts": ["It runs."] * 4})
        return field(call)

    with serving(vague) as server:
        board = plan_film("A red fox runs through the forest.", planner=planner(server, director="free-bloom"))
        again = [c for c in server.calls if len(c.turns) == 4]
    assert len(again) == 1 and "names none of fox" in again[0].turns[3]["content"]
    assert "fox" in shots_of(board)[0].panels[0].prompt


def test_dysen_carries_on_what_is_held(planner: Making) -> None:
    with serving(field) as server:
        board = plan_film(STORY, planner=planner(server, director="dysen"))
    for shot in shots_of(board)[:3]:
        held = {p.entity: p.parent for p in shot.panels[0].placements}
        assert held["cheese"] == "fox", shot.action
    assert shots_of(board)[0].panels[0].prompt == "A fox with a cheese, 1."


IDS = {n: EntityId(n) for n in ("a", "b", "c")}


def triplet(step: int, subject: str, action: str, relation: str = "", object: str = "") -> Triplet:
    return Triplet(step=step, subject=subject, action=action, relation=relation, object=object)  # type: ignore[arg-type]


def test_a_scene_graph_has_no_circle_of_bearers() -> None:
    (graph,) = scene_graph([triplet(1, "a", "hold", "holds", "b"), triplet(1, "b", "hold", "holds", "a")], 1, IDS)
    assert [(u, v) for u, v, d in graph.edges(data=True) if d.get("lasting")] == [("b", "a")]


def test_who_gets_off_is_borne_no_more() -> None:
    told = [
        triplet(1, "a", "ride", "rides", "b"),
        triplet(2, "b", "walk"),
        triplet(3, "a", "jump"),
        triplet(4, "b", "run"),
    ]
    graphs = scene_graph(told, 4, IDS)
    lasting = [[(u, v) for u, v, d in g.edges(data=True) if d.get("lasting")] for g in graphs]
    assert lasting == [[("a", "b")], [("a", "b")], [], []]


def test_the_critic_mends_by_name_and_never_what_is_written(planner: Making) -> None:
    repairs = [
        {"shot": 1, "repair": "size", "entity": "", "value": "EWS", "why": "begin wide"},
        {"shot": 2, "repair": "size", "entity": "", "value": "ECU", "why": "never"},
        {"shot": 2, "repair": "facing", "entity": "fox", "value": "left", "why": "he looks back"},
        {"shot": 1, "repair": "seconds", "entity": "", "value": "12", "why": "slower"},
    ]

    def critical(call: Call) -> Say:
        return Say({"repairs": repairs}) if call.stage == "critic" else field(call)

    script = {
        "scenes": [{"shots": [{"id": "a", "action": "A fox runs."}, {"id": "b", "action": "It sits.", "size": "CU"}]}]
    }
    with serving(critical) as server:
        board = plan_film(script, planner=planner(server))
    a, b = shots_of(board)
    assert (a.size, a.duration, b.size) == ("EWS", 12 * 24, "CU")
    assert {p.placements[0].facing for p in b.panels} == {"left"}
    assert any("size ECU cannot be done" in n.text.replace("  ", " ") for n in board.notes)


def test_outfits_are_worn_in_their_scenes(planner: Making) -> None:
    coat = {"name": "coat", "description": "in a coat", "colours": ["yellow"], "scenes": [2]}

    def dressed(call: Call) -> Say:
        if call.stage == "cast":
            return Say({"cast": [member("fox", "fox", "red", outfits=[coat])], "groups": []})
        if call.stage == "panels":
            moments = [panel(t, placed("fox", [0.1, 0.5, 0.3, 0.8])) for t in (0, 1)]
            return Say({"shots": [{"shot": s["shot"], "panels": moments} for s in call.items("shots")]})
        return field(call)

    with serving(dressed) as server:
        board = plan_film("A fox runs in the forest. At night the fox sleeps on the beach.", planner=planner(server))
    worn = [{p.look for panel in shot.panels for p in panel.placements} for shot in shots_of(board)]
    assert worn == [{None}, {"coat"}]
