import json
from pathlib import Path
from typing import Any

import pytest

from storyline.errors import ScriptError
from storyline.exchange.plans import DIALECTS, read_dialect
from storyline.film import plan_film
from storyline.film.dialect import read_plan
from storyline.schema.origin import overruled
from storyline.schema.script import Script, ScriptPlacement

BEAR = """Reasoning: The bear's way is level, so y stays.

```python
Frame 1: [{'id': 0, 'name': 'brown bear', 'box': [0, 256, 128, 128]}, {'id': 1, 'name': 'cat', 'box': [512, 231, 0, 0]}]
Frame 2: [{'id': 0, 'name': 'brown bear', 'box': [80, 256, 128, 128]},]  # it goes on
Frame 3: [{'id': 0, 'name': 'brown bear', 'box': [160, 256, 128, 128]}]
Frame 4: [{'id': 0, 'name': 'brown bear', 'box': [240, 256, 128, 128]},
 {'id': 1, 'name': 'cat', 'box': [412, 231, 150, 150]}]
Frame 5: [{'id': 0, 'name': 'brown bear', 'box': [320, 256, 128, 128]},
 {'id': 1, 'name': 'cat', 'box': [400, 231, 150, 150]}]
Frame 6: [{'id': 0, 'name': 'brown bear', 'box': [400, 256, 128, 128]},
 {'id': 1, 'name': 'cat', 'box': [392, 231, 150, 150]}]
Background keyword: forest
```
That is the bear's walk [as asked].
"""

ELSA = {
    "Internal Chain-of-Thought": {"Step 1": "…"},
    "Shot": {
        "Shot 10": {
            "Involving Characters": {},
            "Coarse Plot": "snow falls on the forest",
            "Shot Type": "Extreme Long Shot",
            "Camera Movement": "Slow pan left",
            "Subtitles": {},
        },
        "Shot 2": {
            "Involving Characters": {"Elsa": [0.1, 0.06, 0.49, 1.0], "Anna": [58, 4, 95, 100], "Olaf": "left"},
            "Plot/Visual Description": "Elsa and Anna walk through the snow.",
            "Shot Type": "Medium shot",
            "Camera Movement": "static",
            "Subtitles": {"Elsa": "Do you hear it?"},
        },
    },
}

FILM = {
    "title": "A room",
    "scene": ["living room"],
    "resolution": [400, 800],
    "key_frames": ["a.jpg", "b.jpg"],
    "bboxes_person": [
        [{"Mark": [0.25, 0.125, 0.5, 0.5, 0.98]}],
        [{"Mark": [0.5, 0.1, 0.75, 0.5, 0.9]}, {"Mark": [0, 0.1, 0.2, 0.5, 0.9]}],
    ],
    "bboxes_object": [[{"chair": [0.75, 0.25, 0.5, 0.5, 0.7]}], []],
    "synopses": [["Mark sits down."], ["Mark gets up."]],
}  # fmt: skip

KITCHEN = {"shot_id": 1, "first_frame": "<Alice> stands in a kitchen", "video_prompt": "<Alice> walks to the window."}
GARDEN = [
    {"shot_id": 2, "first_frame": "A garden.", "video_prompt": "A cat runs."},
    {"shot_id": 2, "visual_desc": "The cat sleeps."},
]
TEA = {"title": "Tea", "scenes": [{"scene_id": 1, "shots": [KITCHEN]}, {"scene_id": 2, "shots": GARDEN}]}

PLANS = {"lvd": BEAR, "movieagent": json.dumps(ELSA), "storyboard20k": json.dumps(FILM), "vimax": json.dumps(TEA)}


def said(script: Script) -> str:
    return "\n".join(f"{note.kind}: {note.where}: {note.text}" for note in script.notes)


def boxes(script: Script, shot: int = 0) -> list[dict[str, tuple[float, ...]]]:
    shots = [shot for scene in script.scenes for shot in scene.shots]
    found: list[dict[str, tuple[float, ...]]] = []
    for panel in shots[shot].panels or ():
        placements: tuple[ScriptPlacement, ...] = panel.placements or ()
        found.append({p.entity: p.box.root for p in placements if p.box is not None})
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_becomes_a_storyboard_that_overrules_nothing(dialect: str) -> None:
    script = read_dialect(PLANS[dialect], dialect, source="plan.txt")
    board = plan_film(script)
    assert overruled(script, board) == ()
    assert set(script.notes) <= set(board.notes)
    assert {note.by for note in script.notes} <= {dialect}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "text", ["", "A hare runs.", "[]", "{}", "[1, 2", "Frame 1: no list", "[" * 5000, '{"a": ' * 100]
)
def test_what_is_no_plan_is_refused_with_words(dialect: str, text: str) -> None:
    with pytest.raises(ScriptError, match=r"plan\.txt.*expected"):
        read_dialect(text, dialect, source="plan.txt")


def test_lvd_frames_are_panels_and_an_empty_box_is_an_absence() -> None:
    script = read_dialect(BEAR, "lvd", source="bear.txt")
    (scene,) = script.scenes
    (shot,) = scene.shots
    assert [panel.at for panel in shot.panels or ()] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    assert boxes(script)[0] == {"brown-bear": (0.0, 0.5, 0.25, 0.75)}
    assert boxes(script)[3]["cat"] == (412 / 512, 231 / 512, 562 / 512, 381 / 512)  # amodal: it leaves the frame
    bear = script.cast[0]
    assert (bear.kind, bear.looks and bear.looks[0].colours) == ("bear", ("brown",))
    assert (script.places[0].setting, shot.duration, script.aspect) == ("forest", "3s", "1:1")
    assert said(script) == "dropped: frame 1: the box of “cat” is empty, (1, 0.451, 1, 0.451): it is taken to be absent"


def test_lvd_repairs_are_counted_one_by_one() -> None:
    text = (
        "**Frame 1**: [{'id': 0, 'name': 'cat', 'box': [9, 9, 90, 90]},"
        " {'id': 0, 'name': 'cat', 'box': [200, 9, 90, 90]}, {'name': 'dog', 'box': [300, 9, 50, 50]},"
        " {'id': 3, 'name': 'bird', 'box': [600, 9, 50, 50]}, 'a tree']\n"
        "Frame 3: [{'id': 0, 'name': 'kitten', 'box': [9, 9, 90, 90]},"
        " {'id': 0, 'name': 'cat', 'box': [200, 9, 1500, 90]}]\n"
        "Frame 4: [{'id': 0, 'name': 'cat', 'box': [9, 9"
    )
    script = read_dialect(text, "lvd", source="x.txt")
    assert [len(frame) for frame in boxes(script)] == [3, 2]
    assert said(script).splitlines() == [
        "guessed: : the plan has no background: a meadow is taken",
        "dropped: frame 4: its list does not end: the frame is left out",
        "repaired: frame 1: the id 0 stands there twice: “cat” gets one of its own",
        "guessed: frame 1: “dog” has no id: it is the one of that name",
        "dropped: frame 1: the box of “bird” lies beside the frame, (1.17, 0.0176, 1.27, 0.115): "
        "it is taken to be absent",
        "dropped: frame 1: expected an object with a name and a box; got 'a tree'",
        "repaired: frame 3: “cat” is called “kitten” here: it keeps its first name",
        "repaired: frame 3: the id 0 stands there twice: “cat” gets one of its own",
        "repaired: frame 3: the box of “cat” reaches too far out of the frame, (0.391, 0.0176, 3.32, 0.193): it is cut",
        "repaired: : of the frames 2 nothing is said: what is seen moves on evenly",
    ]


def test_kept_answers_are_a_scene_each() -> None:
    script = read_dialect(json.dumps({"A bear walks": [BEAR, BEAR], "Nothing": BEAR}), "lvd", source="cache.json")
    assert [scene.shots[0].action for scene in script.scenes] == ["A bear walks", "Nothing"]
    assert len({entity.id for entity in script.cast}) == 4
    assert "1 more answers to the same prompt" in said(script)


def test_movieagent_shots_come_in_their_order_with_a_box_a_character() -> None:
    script = read_dialect("Here it is:\n```json\n" + json.dumps(ELSA) + "\n```", "movieagent", source="x.json")
    (scene,) = script.scenes
    assert [(shot.label, shot.size) for shot in scene.shots] == [("Shot 2", "MS"), ("Shot 10", "EWS")]
    assert boxes(script) == [{"elsa": (0.1, 0.06, 0.49, 1.0), "anna": (0.58, 0.04, 0.95, 1.0)}]
    (line,) = scene.shots[0].lines or ()
    assert (line.text, line.speaker) == ("Do you hear it?", "elsa")
    assert "repaired: Shot 2: the box of “Anna” is no fraction of the frame" in said(script)
    assert "“Olaf” has no box" in said(script) and "“Slow pan left”" in said(script)
    scene_1: dict[str, Any] = {"Plot": "…", "Involving Characters": ["Elsa"], "Shot Annotation": ELSA}
    nested = {"Sub-Script 1": {"Scene": {"Scene 1": scene_1}}}
    assert [s.heading for s in read_dialect(json.dumps(nested), "movieagent", source="x").scenes] == [
        "Sub-Script 1 / Scene 1"
    ]
    listed = {"Shots": [{"Involving Characters": [{"name": "Elsa", "bounding_box": [0, 0, 0.5, 1]}], "Shot Type": "?"}]}
    assert boxes(read_dialect(json.dumps(listed), "movieagent", source="x")) == [{"elsa": (0.0, 0.0, 0.5, 1.0)}]


def test_storyboard20k_is_divided_by_the_long_side() -> None:
    script = read_dialect(json.dumps(FILM), "storyboard20k", source="x.json")
    assert script.size is not None and script.size.root == (800, 400)
    assert boxes(script, 0) == [{"mark": (0.25, 0.25, 0.5, 1.0), "chair": (0.5, 0.5, 0.75, 1.0)}]
    assert set(boxes(script, 1)[0]) == {"mark", "mark-2"}
    assert [shot.action for shot in script.scenes[0].shots] == ["Mark sits down.", "Mark gets up."]
    assert "in the wrong order" in said(script)
    with pytest.raises(ScriptError, match="expected one resolution"):
        read_dialect(json.dumps([FILM, {**FILM, "resolution": [9, 16]}]), "storyboard20k", source="x")


def test_vimax_shots_keep_their_words_and_order() -> None:
    script = read_dialect(json.dumps(TEA), "vimax", source="x.json")
    assert [[shot.action for shot in scene.shots] for scene in script.scenes] == [
        ["Alice stands in a kitchen. Alice walks to the window."],
        ["A garden. A cat runs.", "The cat sleeps."],
    ]
    assert [entity.name for entity in script.cast] == ["Alice"] and script.title == "Tea"
    assert "another shot has the same number" in said(script)


def test_a_file_is_read_by_its_dialect(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(BEAR)
    assert read_plan(file, "lvd") == read_dialect(BEAR, "lvd", source="plan.txt")
    with pytest.raises(ScriptError, match="expected a dialect of plans: lvd, movieagent"):
        read_plan(file, "dreams")
