"""What a clip is told of where everybody is."""

from pathlib import Path

import numpy as np
import pytest

from generators.hub.making import _clip
from generators.hub.plan import Call
from generators.hub.work import FramesWork
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box

LEFT, RIGHT, BIRD = Box((0.0, 0.5, 0.2, 1.0)), Box((0.8, 0.5, 1.0, 1.0)), Box((0.4, 0.0, 0.6, 0.2))


def work(boxes: tuple[dict[EntityId, Box], ...]) -> FramesWork:
    return FramesWork(
        settings=None, calls=(), at=(0, 8), prompts=("a fox", "a fox"), boxes=boxes,
        cameras=(Camera(), Camera(pan=0.8)), negative="", seed=7, rate="8",
    )  # fmt: skip


def test_boxes_move_from_panel_to_panel_and_who_is_new_comes_midway(tmp_path: Path) -> None:
    told = work(({EntityId("fox"): LEFT}, {EntityId("fox"): RIGHT, EntityId("bird"): BIRD}))
    picture = np.zeros((8, 8, 3), np.uint8)
    clip = _clip(told, Call(tuple(range(9)), (0, 8), 9), {0: picture, 8: picture}, tmp_path)
    assert [len(boxes) for boxes in clip.boxes] == [1] * 4 + [2] * 5
    assert clip.boxes[0] == (LEFT,) and RIGHT in clip.boxes[8]
    assert clip.boxes[2][0].root == pytest.approx((0.2, 0.5, 0.4, 1.0))
    assert clip.motion[4][0] == pytest.approx(-0.4)
    coarse = _clip(told, Call((0, 4, 8), (0, 8), 5), {0: picture, 8: picture}, tmp_path)
    assert [boxes[-1] for boxes in coarse.boxes] == [clip.boxes[n][-1] for n in (0, 2, 4, 6, 8)]


def test_families_that_are_not_told_have_none(tmp_path: Path) -> None:
    assert _clip(work(()), Call((0, 1), (), 2), {}, tmp_path).boxes == ()
