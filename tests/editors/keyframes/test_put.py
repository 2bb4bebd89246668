"""A picture of one frame, and what becomes of the others."""

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from editors.keyframes.difference import common, difference
from editors.keyframes.put import Supplied
from editors.keyframes.trace import traced
from editors.keyframes.traced import Traced
from editors.keyframes.work import Moment, Stage
from storyline.frames.clip import Picture
from storyline.schema.layout import Box, Placement
from tests.editors.clips import as_tensor, psnr, texture
from tests.editors.keyframes.stages import (
    AT,
    BLUE,
    COLUMNS,
    FRAMES,
    RADIUS,
    RED,
    ROWS,
    STEP,
    centre,
    frames,
    opaque,
    shot,
)

GREEN = (40, 170, 60)


@pytest.fixture(scope="module")
def made() -> Traced:
    return shot()


def followed(found: Traced, picture: Picture) -> list[Tensor]:
    supplied = Supplied(found, difference(opaque(picture), found))
    return [supplied.put(as_tensor(frame), None if n == AT else n) for n, frame in enumerate(frames())]


def red(frame: Tensor) -> Tensor:
    return (frame[0] > 0.7) & (frame[1] < 0.3) & (frame[2] < 0.3)


def middle(mask: Tensor) -> tuple[float, float]:
    rows, columns = mask.nonzero().unbind(1)
    return float(columns.float().mean()), float(rows.float().mean())


def with_hat(at: int = AT) -> Picture:
    picture = frames()[at].copy()
    x, y = centre(at)
    picture[y - 18 : y - 8, x - 5 : x + 6] = RED
    return picture


def test_the_same_picture_changes_nothing(made: Traced) -> None:
    supplied = Supplied(made, difference(opaque(frames()[AT]), made))
    for n, frame in enumerate(frames()):
        before = as_tensor(frame)
        assert supplied.put(before, n) is before and supplied.put(before, None) is before


def test_a_hat_goes_where_its_wearer_goes_and_all_else_stays(made: Traced) -> None:
    """It is for the most part beside the ball, on the ground that goes another way."""
    picture = with_hat()
    found = difference(opaque(picture), made)
    assert set(found.added) == {"ball"} and not found.recoloured and not found.another
    for n, frame in enumerate(followed(made, picture)):
        x, y = centre(n)
        at = middle(red(frame))
        np.testing.assert_allclose(at, (x, y - 13.5), atol=1.2)
        assert 70 < int(red(frame).sum()) < 150
        far = torch.ones(ROWS, COLUMNS, dtype=torch.bool)
        far[max(0, y - 22) : y - 3, x - 9 : x + 10] = False
        assert torch.equal(frame[:, far], as_tensor(frames()[n])[:, far])


def test_the_frame_of_the_panel_is_the_picture(made: Traced) -> None:
    picture = with_hat()
    assert float((followed(made, picture)[AT] - as_tensor(picture)).abs().max()) < 0.02


def test_what_is_put_on_the_ground_stays_there_and_the_ball_rolls_before_it(made: Traced) -> None:
    picture = frames()[AT].copy()
    picture[36:52, 84:100] = RED
    found = difference(opaque(picture), made)
    assert set(found.added) == {"background"}
    after = followed(made, picture)
    for n in range(3):
        np.testing.assert_allclose(middle(red(after[n])), (91.5 - STEP * (n - AT), 43.5), atol=0.6)
    x, y = centre(8)  # before the square by then
    assert float((after[8][:, y, x] - as_tensor(frames()[8])[:, y, x]).abs().max()) < 0.02
    assert bool(red(after[8])[50, 90])


def test_other_colours_are_seen_on_all_of_the_ball_and_nowhere_else(made: Traced) -> None:
    picture = frames(GREEN)[AT]
    found = difference(opaque(picture), made)
    assert set(found.recoloured) == {"ball"} and not found.added
    for frame, truth, before in zip(followed(made, picture), frames(GREEN), frames(), strict=True):
        assert psnr(frame, as_tensor(truth)) > 27 > psnr(as_tensor(before), as_tensor(truth)) + 3


def test_a_ground_in_other_colours_has_them_where_the_ball_hid_it(made: Traced) -> None:
    """And so has the ball: all is darker."""
    dark = [(frame * np.array([0.4, 0.5, 0.7])).astype(np.uint8) for frame in frames()]
    found = difference(opaque(dark[AT]), made)
    assert set(found.recoloured) == {"background", "ball"} and not found.another
    for frame, truth in zip(followed(made, dark[AT]), dark, strict=True):
        assert psnr(frame, as_tensor(truth)) > 25


def test_another_picture_is_seen_in_the_place_of_all_and_moved_by_the_camera(made: Traced) -> None:
    picture = texture(ROWS, COLUMNS, 9)
    assert difference(opaque(picture), made).another
    after = followed(made, picture)
    np.testing.assert_allclose(after[AT], as_tensor(picture), atol=0.03)
    for n in range(FRAMES):
        by = STEP * (n - AT)
        there = np.s_[:, 2:-2, max(0, -by) + 2 : COLUMNS - max(0, by) - 2]
        moved = torch.roll(as_tensor(picture), -by, 2)
        assert psnr(after[n][there], moved[there]) > 40


def test_what_is_transparent_is_as_it_was_drawn(made: Traced) -> None:
    picture = opaque(np.full((ROWS, COLUMNS, 3), RED, np.uint8))
    picture[..., 3] = 0
    assert not difference(picture, made).amount.any()
    picture[5:12, 10:20, 3] = 255
    found = difference(picture, made)
    assert (
        float(found.amount.sum()) == 70
        and float((found.picture[:, 40] - as_tensor(frames()[AT])[:, 40]).abs().max()) == 0
    )


def test_what_is_a_few_pixels_out_of_place_is_no_difference_in_a_picture_that_was_resized(made: Traced) -> None:
    back = np.roll(frames()[AT], 4, 1)
    strict, kind = (difference(opaque(back), made, reach).amount.mean() for reach in (0, 4))
    assert float(kind) < 0.01 < 0.03 < float(strict)
    back[5:20, 10:30] = RED
    painted = float(difference(opaque(back), made, 4).amount.sum())
    assert 250 < painted < 400


def test_pictures_have_edges_in_common_or_not() -> None:
    one = frames()[0]
    assert common(one, one) > 0.8 and common(one, (one // 2).astype(np.uint8)) > 0.6
    assert abs(common(one, texture(ROWS, COLUMNS, 9))) < 0.1
    flat = np.full((9, 9, 3), 80, np.uint8)
    assert common(flat, flat) == 1


def test_who_stands_nearer_hides_what_was_put_on_somebody() -> None:
    """A brown ball rolls past the hat of a blue one."""
    made, moments = [], []
    for n, x in enumerate((110, 90, 66)):
        frame = texture(ROWS, COLUMNS, 3)
        placements = []
        for depth, (name, colour, at, down) in enumerate((("blue", BLUE, 52, 44), ("brown", (120, 80, 40), x, 28))):
            cv2.circle(frame, (at, down), RADIUS, colour, -1, cv2.LINE_AA)
            box = Box(((at - 12) / COLUMNS, (down - 12) / ROWS, (at + 12) / COLUMNS, (down + 12) / ROWS))
            placements.append(Placement(entity=name, depth=depth, box=box))
        made.append(frame)
        moments.append(Moment(at=n, placements=tuple(placements)))
    picture = made[0].copy()
    picture[25:36, 47:58] = RED
    found = traced(enumerate(made), made[0], 0, Stage(moments=tuple(moments)))
    supplied = Supplied(found, difference(opaque(picture), found))
    assert set(supplied.difference.added) == {"blue"}
    aside, before = (supplied.put(as_tensor(made[n]), n) for n in (1, 2))
    assert int(red(aside).sum()) > 100
    nearer = np.zeros((ROWS, COLUMNS), np.uint8)
    cv2.circle(nearer, (66, 28), RADIUS - 2, 1, -1)
    assert (
        not bool(red(before)[torch.from_numpy(nearer > 0)].any())
        and 30 < int(red(before).sum()) < int(red(aside).sum()) - 10
    )
