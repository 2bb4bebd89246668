"""Another camera leaves everybody where they are in the place."""

from typing import Any

import pytest

from storyline.schema.camera import CameraKeyframe
from storyline.schema.storyboard import Shot, Storyboard
from storyline.studio.reframe import reframed
from tests.boards import board, shot

MIDDLE = [0.4, 0.4, 0.6, 0.8]


def key(at: int = 0, **fields: float) -> CameraKeyframe:
    return CameraKeyframe.model_validate({"at": at, **fields})


def one(*boxes: list[float] | None, duration: int = 49, **fields: Any) -> Shot:
    """A shot whose panels, evenly spaced, have the hare in these boxes."""
    panels = [
        {
            "at": round(n * (duration - 1) / (len(boxes) - 1)),
            "prompt": f"p{n}",
            "placements": [{"entity": "hare", "box": box}] if box else [],
        }
        for n, box in enumerate(boxes)
    ]
    return board(shot("one", duration, **{"panels": panels, **fields})).scenes[0].shots[0]


def in_place(shot: Shot, at: int) -> tuple[float, ...]:
    """Where the hare stands in the master view."""
    [placement] = shot.layout(at)
    box, camera = placement.box, shot.camera_at(at)
    return (*camera.unproject(box.x0, box.y0), *camera.unproject(box.x1, box.y1))


def test_a_push_in_makes_boxes_larger_about_the_middle() -> None:
    changed = reframed(one(MIDDLE, MIDDLE), [key(), key(48, zoom=2)])
    assert [panel.placements[0].box.root for panel in changed.panels] == [(0.4, 0.4, 0.6, 0.8), (0.3, 0.3, 0.7, 1.1)]
    assert [panel.at for panel in changed.panels] == [0, 48]  # linear: nothing was put in
    assert in_place(changed, 24) == pytest.approx(MIDDLE)


def test_and_back_again() -> None:
    before = one(MIDDLE, [0.2, 0.4, 0.4, 0.8])
    there = reframed(before, [key(zoom=1.5, pan=0.1)])
    assert there.panels[0].placements[0].box.root == pytest.approx((0.2, 0.35, 0.5, 0.95))
    assert reframed(there, []) == before


def test_the_same_camera_changes_nothing() -> None:
    before = one([0.41234567, 0.4, 0.6, 0.8], MIDDLE)
    assert reframed(before, []) == before


def test_who_leaves_the_frame_has_panels_where_it_does() -> None:
    changed = reframed(one(MIDDLE, MIDDLE), [key(zoom=2), key(48, zoom=2, pan=0.8)])
    assert [len(panel.placements) for panel in changed.panels] == [1, 1, 0, 0]
    assert [panel.at for panel in changed.panels] == [0, 20, 21, 48]  # out of sight from a pan of 0.35 on
    assert [panel.prompt for panel in changed.panels] == ["p0", "p0", "p0", "p1"]
    assert in_place(changed, 15) == pytest.approx(MIDDLE, abs=1e-3)
    assert not changed.layout(30)


def test_where_boxes_would_not_be_linear_panels_are_put_in() -> None:
    changed = reframed(one(MIDDLE, MIDDLE), [key(), key(48, zoom=2.5, pan=0.2)])
    assert len(changed.panels) > 2
    for at in range(49):
        assert in_place(changed, at) == pytest.approx(MIDDLE, abs=0.012)


def test_who_is_carried_by_somebody_out_of_sight_is_carried_by_nobody() -> None:
    placements = [
        {"entity": "hare", "box": [0.0, 0.4, 0.2, 0.8]},
        {"entity": "tortoise", "box": [0.1, 0.2, 0.5, 0.4], "parent": "hare", "anchor": "seat"},
    ]
    panels = [{"at": at, "prompt": "", "placements": placements} for at in (0, 23)]
    before = board(shot("one", 24, panels=panels)).scenes[0].shots[0]
    assert reframed(before, []).panels[0].placements[1].parent == "hare"
    changed = reframed(before, [key(zoom=2)])
    assert [(p.entity, p.parent, p.anchor) for p in changed.panels[0].placements] == [("tortoise", None, None)]


@pytest.mark.parametrize(("pan", "zoom"), [(0.0, 16.0), (-10.0, 0.25), (0.3, 4.0)])
def test_whatever_comes_out_is_a_shot(pan: float, zoom: float) -> None:
    film = board(shot("one", 25))
    changed = reframed(film.scenes[0].shots[0], [key(), key(10, pan=pan, zoom=zoom, roll=90)])
    document = film.model_dump(mode="json")
    document["scenes"][0]["shots"] = [changed.model_dump(mode="json")]
    assert Storyboard.model_validate(document).scenes[0].shots[0] == changed


def test_a_shot_of_one_frame_has_one_panel() -> None:
    before = one(MIDDLE, MIDDLE).model_copy(update={"duration": 1})
    before = before.model_copy(update={"panels": before.panels[:1]})
    assert len(reframed(before, [key(zoom=2)]).panels) == 1
