"""Shot sizes, camera moves, and boxes that agree with them."""

import pytest

from planners.offline.pose import Pose, projected
from storyline.schema.camera import Camera
from tests.planners.plans import box, plan, shots


def test_a_new_place_is_seen_wide_and_speech_close() -> None:
    first, talk = shots('A man met a woman in the village. "Hello," said the man.')
    assert first.size == "WS"
    assert talk.size in ("MS", "MCU", "CU")
    assert talk.camera[0].zoom > 1.5
    assert box(talk, "man").y0 > 0


def test_speakers_face_each_other() -> None:
    first, _, _ = shots('A man met a woman. "Hello," said the man. "Good day," said the woman.')
    last = {p.entity: p for p in first.panels[-1].placements}
    left, right = sorted(last.values(), key=lambda p: p.box.x0)
    assert (left.facing, right.facing) == ("right", "left")


def test_the_line_is_not_crossed() -> None:
    talk = shots('A man met a woman. "Hello," said the man. "Good day," said the woman. "Yes," said the man.')
    facings = {p.facing for shot in talk[1:] for panel in shot.panels for p in panel.placements if p.entity == "man"}
    assert len(facings) == 1


@pytest.mark.parametrize(("text", "closer"), [("zooms in on the dog", True), ("zooms out", False)])
def test_zooms(text: str, closer: bool) -> None:
    shot = shots(f"A dog sits in the meadow. The camera {text}.")[-1]
    assert (shot.camera[-1].zoom > shot.camera[0].zoom) == closer
    assert (box(shot, "dog", 1).height > box(shot, "dog", 0).height) == closer


def test_a_camera_that_follows() -> None:
    (shot,) = shots("The camera follows a dog that runs to the right.")
    assert shot.camera[-1].pan > shot.camera[0].pan
    drift = abs(box(shot, "dog", 1).centre[0] - box(shot, "dog", 0).centre[0])
    assert drift < 0.3


def test_a_close_up() -> None:
    assert shots("A close-up of a fox.")[0].size == "CU"


def test_from_above() -> None:
    assert shots("A top-down view of a car in the street.")[0].angle == "overhead"


def test_there_is_a_panel_at_every_camera_keyframe_and_boxes_follow_the_camera() -> None:
    shot = shots("A dog sits in the meadow. The camera zooms in on the dog.")[-1]
    times = {p.at for p in shot.panels}
    assert {k.at for k in shot.camera} <= times
    still = shots("A dog sits in the meadow.")[0]
    camera, pose = shot.camera[-1], box(still, "dog")
    x0, y0 = camera.project(pose.x0, pose.y0)
    assert (box(shot, "dog").x0, box(shot, "dog").y0) == pytest.approx((x0, y0), abs=0.02)


def test_out_of_the_frame_is_no_placement() -> None:
    assert projected(Pose(1.4, 0.8, 0.8, 0.2, 0.2), Camera()) is None
    assert projected(Pose(1.05, 0.8, 0.8, 0.2, 0.2), Camera()) is not None


def test_shot_sizes_vary() -> None:
    text = "A dog sat in the meadow. It scratched. It yawned. It drank. It ate. It ran away."
    sizes = [s.size for s in shots(text)]
    assert len(set(sizes)) >= 3
    assert sizes[0] == sizes[-1] == "WS"


def test_durations() -> None:
    board = plan("A dog runs. It stops.")
    assert all(2.5 <= s.duration / board.rate <= 6 for _, s in board.shots())
