"""Where everything of a frame is in the frame of reference: by the storyboard, and exactly."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from editors.keyframes.moves import boxed, panned, warped
from editors.keyframes.seen import told_apart
from editors.keyframes.trace import traced
from editors.keyframes.traced import EVERYWHERE, load
from editors.keyframes.work import Moment, Stage
from storyline.errors import EditError
from storyline.schema.camera import Camera
from storyline.schema.layout import Box, Placement
from tests.editors.keyframes.stages import AT, COLUMNS, FRAMES, RADIUS, ROWS, STEP, centre, frames, shot, stage


def moved(affine: np.ndarray, x: float, y: float) -> np.ndarray:
    return affine[:, :2] @ [x, y] + affine[:, 2]


def test_what_two_cameras_see_of_one_place_lies_on_itself() -> None:
    here, there = Camera(pan=0.1, tilt=-0.05, zoom=1.25), Camera(pan=-0.2, tilt=0.1, zoom=2)
    for point in ((0.3, 0.6), (0.55, 0.4)):
        np.testing.assert_allclose(
            moved(panned(here, there, 16 / 9), *here.project(*point)), there.project(*point), atol=1e-6
        )
    back = moved(panned(there, here, 16 / 9), *moved(panned(here, there, 16 / 9), 0.2, 0.9))
    np.testing.assert_allclose(back, (0.2, 0.9), atol=1e-6)


def test_a_camera_that_rolls_turns_the_picture_about_its_middle() -> None:
    """By 90 degrees clockwise: what was above is at the left; of a frame twice as wide as high."""
    turned = panned(Camera(roll=90), Camera(), 2.0)
    np.testing.assert_allclose(moved(turned, 0.5, 0.5), (0.5, 0.5), atol=1e-6)
    np.testing.assert_allclose(moved(turned, 0.25, 0.5), (0.5, 0.0), atol=1e-6)


def test_who_turns_round_is_mirrored_on_their_feet() -> None:
    here = Placement(entity="fox", box=Box((0.1, 0.2, 0.3, 0.6)), facing="left")
    there = Placement(entity="fox", box=Box((0.5, 0.1, 0.9, 0.9)), facing="right")
    np.testing.assert_allclose(moved(boxed(here, there), 0.1, 0.6), (0.9, 0.9), atol=1e-6)
    np.testing.assert_allclose(moved(boxed(here, here), 0.1, 0.3), (0.1, 0.3), atol=1e-6)


def test_a_picture_moved_by_nothing_is_itself() -> None:
    picture = frames()[0]
    np.testing.assert_array_equal(
        warped(picture, np.eye(2, 3, dtype=np.float32), EVERYWHERE, picture.shape[:2]), picture
    )


def test_the_ground_goes_with_the_camera_and_the_ball_its_own_way() -> None:
    made = shot()
    ground, ball = made.layers
    assert (ground.name, ball.name) == ("background", "ball")
    for n in range(FRAMES):
        where = ground.where(n, (ROWS, COLUMNS))[8, 64] * torch.tensor([COLUMNS, ROWS])
        np.testing.assert_allclose(where, (64.5 + STEP * (n - AT), 8.5), atol=0.3)
        x, y = centre(n)
        at = ball.where(n, (ROWS, COLUMNS))[y, x] * torch.tensor([COLUMNS, ROWS])
        np.testing.assert_allclose(at, np.array(centre(AT)) + 0.5, atol=0.8)  # it bounces, which its box does not say
        true = np.zeros((ROWS, COLUMNS), np.uint8)
        cv2.circle(true, (x, y), RADIUS, 1, -1)
        shown = ball.shown(n, (ROWS, COLUMNS)) > 0.5
        assert (shown.numpy() != true.astype(bool)).mean() < 0.01


def test_a_cloud_that_drifts_is_followed_and_the_sky_beside_it_stays() -> None:
    sky = np.full((ROWS, COLUMNS, 3), (120, 180, 240), np.uint8)
    one, other = sky.copy(), sky.copy()
    cv2.ellipse(one, (40, 30), (16, 8), 0, 0, 360, (250, 250, 250), -1, cv2.LINE_AA)
    cv2.ellipse(other, (47, 30), (16, 8), 0, 0, 360, (250, 250, 250), -1, cv2.LINE_AA)
    empty = Stage(moments=(Moment(at=0, placements=()),))
    (ground,) = traced([(1, other)], one, 0, empty).layers
    where = ground.where(0, (ROWS, COLUMNS)) * torch.tensor([COLUMNS, ROWS])
    assert abs(float(where[30, 60, 0]) - 53.5) < 1.5
    np.testing.assert_allclose(where[10, 20], (20.5, 10.5), atol=0.2)
    np.testing.assert_allclose(where[60, 100], (100.5, 60.5), atol=0.2)


def test_a_frame_is_traced_alike_whatever_is_traced_beside_it() -> None:
    made = frames()
    all, alone = traced(enumerate(made), made[AT], AT, stage()), traced([(7, made[7])], made[AT], AT, stage())
    for one, other in zip(all.layers, alone.layers, strict=True):
        assert torch.equal(one.where(7, (ROWS, COLUMNS)), other.where(0, (ROWS, COLUMNS)))
        assert torch.equal(one.mattes[7], other.mattes[0])


def test_who_is_not_in_the_frame_of_reference_is_not_traced_but_stands_before_the_ground() -> None:
    made, late = frames(), stage().moments
    leaving = Stage(moments=(late[0], Moment(at=FRAMES - 1, placements=())), camera=stage().camera)
    found = traced([(0, made[0])], made[FRAMES - 1], FRAMES - 1, leaving)
    assert not bool(found.layers[1].there[0]) and int(found.layers[1].mattes[0].sum()) > 200


def test_what_was_traced_is_kept_in_a_file(tmp_path: Path) -> None:
    made = shot()
    made.save(tmp_path / "t.safetensors")
    found = load(tmp_path / "t.safetensors")
    assert torch.equal(found.picture, made.picture)
    for one, other in zip(found.layers, made.layers, strict=True):
        assert (one.name, one.region) == (other.name, other.region)
        assert torch.equal(one.mattes, other.mattes) and torch.equal(one.own, other.own)
        for n in range(FRAMES):
            apart = one.where(n, (ROWS, COLUMNS)) - other.where(n, (ROWS, COLUMNS))
            assert float(apart.abs().max()) < 1e-3
    (tmp_path / "t.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(EditError, match=r"t\.safetensors: expected frames that were traced"):
        load(tmp_path / "t.safetensors")


def test_a_part_of_a_frame_is_what_of_it_is_asked_for() -> None:
    _, ball = shot().layers
    part = np.s_[20:40, 50:90]
    size = (ROWS, COLUMNS)
    assert torch.equal(ball.where(3, size, part), ball.where(3, size)[part])
    reached = ball.reached(3, ball.region, size)
    assert reached is not None
    outside = torch.ones(size, dtype=torch.bool)
    outside[reached] = False
    x0, y0, x1, y1 = ball.region
    where = ball.where(3, size)[outside]
    inside = (where[:, 0] > x0) & (where[:, 0] < x1) & (where[:, 1] > y0) & (where[:, 1] < y1)
    assert not bool(inside.any())
    gone = replace(ball, mattes=torch.zeros_like(ball.mattes))
    assert gone.bounds(0, size) is None and ball.bounds(0, size) is not None


def test_who_overlap_are_told_apart_by_their_colours() -> None:
    picture = np.full((40, 80, 3), (90, 200, 90), np.uint8)
    picture[10:30, 10:45], picture[15:35, 40:70] = (200, 40, 30), (120, 80, 40)
    mattes = {"far": np.zeros((40, 80), np.uint8), "near": np.zeros((40, 80), np.uint8)}
    mattes["far"][10:30, 10:60] = mattes["near"][10:35, 30:70] = 1  # each has all that is in its box
    for matte in mattes.values():
        matte[(picture == (90, 200, 90)).all(2)] = 0
    boxes = {"far": Box((10 / 80, 10 / 40, 60 / 80, 30 / 40)), "near": Box((30 / 80, 10 / 40, 70 / 80, 35 / 40))}
    found = told_apart(mattes, picture, boxes)
    assert found["far"][20, 35] and not found["near"][20, 35]  # red, where both boxes are
    assert found["near"][25, 50] and not found["far"][25, 50]
    assert not (found["far"] & found["near"])[12:28, 32:58].any()
