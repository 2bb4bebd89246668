"""Clips of the drawn world: pictures and conditions agree, whatever moves; a seed gives one clip for ever."""

from dataclasses import replace

import numpy as np
import pytest

from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.sizes import SIZES
from generators.toon import ToonGenerator
from storyline.schema.layout import Box, iou
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import action_of
from storyline.training.corpus.scripts import script
from storyline.training.corpus.toon import ANCHORS, BETWEEN, KEYFRAMES, Clip, ClipSpec, clip, portrait
from storyline.training.corpus.world import ALL, CORE


def around(mask: np.ndarray) -> Box | None:
    """The box of a mask, if it is wide enough to say where somebody is."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(rows) < 12 or len(columns) < 12:
        return None
    height, width = mask.shape
    return Box((columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height))


def overlaps(shown: FrameConditions, masks: np.ndarray) -> list[float]:
    """How well boxes agree with pixels, of those alone in their part of the picture and wholly in sight."""
    found = []
    for n, seen in enumerate(shown.seen, 1):
        others = [o for o in shown.seen if o is not seen and iou(o.box, seen.box) > 0]
        inside = min(seen.box.root) > 0 and max(seen.box.root) < 1
        box = around(masks == n)
        if inside and not others and box is not None:
            found.append(iou(box, seen.box))
    return found


def agreement(clips: list[Clip]) -> list[float]:
    """The overlaps of all frames."""
    frames = [(c.conditions[n], c.masks[n]) for c in clips if c.masks is not None for n in range(len(c))]
    return [overlap for shown, masks in frames for overlap in overlaps(shown, masks)]


def drawn(spec: ClipSpec, seeds: range, world: object = CORE) -> list[Clip]:
    return [clip(world, seed, spec) for seed in seeds]  # type: ignore[arg-type]


def test_boxes_of_the_conditions_are_where_figures_are_drawn() -> None:
    found = agreement(drawn(ClipSpec("global", 4, masks=True), range(10)))
    assert len(found) > 9
    assert np.mean(found) > 0.85 and np.quantile(found, 0.1) > 0.6


def test_boxes_rise_with_who_jumps() -> None:
    """Jumps whose track stays on the ground: the storyboard's own boxes do not leave it."""
    world = replace(CORE, actions=("jump",), kinds=("girl", "hare", "dog"), actors=(0, 1))
    lifted, still, shots = [], [], 0
    for seed in range(200):
        shot = script(world, seed).scenes[0].shots[0]
        placed = [p for panel in shot.panels for p in panel.placements]
        if not placed or any(action_of(p.action) != "jump" or p.box.y1 != placed[0].box.y1 for p in placed):
            continue
        shots += 1
        one = clip(world, seed, ClipSpec("global", 4, masks=True))
        assert one.masks is not None
        for n, frame in enumerate(one.frames):
            own = shot.layout(frame)
            for seen in one.conditions[n].seen:
                if seen.box.y0 > own[0].box.y0 - 0.03:
                    continue
                ground = one.conditions[n].model_copy(update={"seen": (seen.model_copy(update={"box": own[0].box}),)})
                lifted += overlaps(one.conditions[n], one.masks[n])
                still += overlaps(ground, one.masks[n])
        if shots == 6:
            break
    assert len(lifted) > 2 and np.mean(lifted) > 0.7 and np.mean(lifted) > np.mean(still) + 0.1


def test_a_clip_is_a_pure_function_of_its_seed() -> None:
    spec = ClipSpec("global", 5, anchors=2)
    first, other, again = clip(CORE, 3, spec), clip(CORE, 4, spec), clip(CORE, 3, spec)
    assert np.array_equal(first.pictures, again.pictures) and first.conditions == again.conditions
    assert first.frames == again.frames and not np.array_equal(first.pictures, other.pictures)


def test_pictures_are_those_of_the_drawn_world() -> None:
    board = script(CORE, 11)
    one = clip(CORE, 11, ClipSpec("local", 3))
    toon = ToonGenerator().clip(board, board.scenes[0].shots[0].id, SIZES["16:9"])
    assert all(np.array_equal(one.pictures[n], toon[frame]) for n, frame in enumerate(one.frames))


def test_anchors_come_first_and_frames_take_the_places_that_are_left() -> None:
    for seed in range(6):
        board = script(CORE, seed)
        one = clip(CORE, seed, ClipSpec("global", 5, anchors=3))
        roles = [c.role for c in one.conditions]
        count = roles.count("anchor")
        seen = {p.entity for panel in board.scenes[0].shots[0].panels for p in panel.placements}
        assert len(one) == 5 and roles == ["anchor"] * count + ["frame"] * (5 - count)
        assert count == min(3, 1 + len(seen))
        assert not one.conditions[0].seen and all(len(c.seen) == 1 for c in one.conditions[1:count])
        assert one.frames[:count] == (-1,) * count and one.level == KEYFRAMES
    alone = clip(CORE, 5, ClipSpec("anchors", 1))
    assert alone.level == ANCHORS and alone.conditions[0].role == "anchor"


@pytest.mark.parametrize("length", [2, 9])
def test_frames_stand_in_order_and_as_far_apart_as_the_clip_says(length: int) -> None:
    for seed in range(2):
        near, far = (clip(CORE, seed, ClipSpec(kind, length)) for kind in ("local", "global"))  # type: ignore[arg-type]
        for one in (near, far):
            assert len(one) == len(one.pictures) == length and list(one.frames) == sorted(one.frames)
            seconds = [c.seconds for c in one.conditions]
            assert one.stride == pytest.approx((seconds[-1] - seconds[0]) / (length - 1))
        assert near.level == BETWEEN and near.stride <= 8 / 24


def test_masks_number_who_is_seen() -> None:
    one = clip(CORE, 6, ClipSpec("local", 2, masks=True))
    plain = clip(CORE, 6, ClipSpec("local", 2))
    assert one.masks is not None and one.masks.shape == one.pictures.shape[:3]
    assert one.masks.max() <= max(len(c.seen) for c in one.conditions)
    assert np.array_equal(one.pictures, plain.pictures)


@pytest.mark.parametrize("aspect", ["9:16", "1:1"])
def test_other_shapes_of_picture(aspect: str) -> None:
    size = SIZES[aspect]
    clips = drawn(ClipSpec("global", 3, size=size, masks=True), range(5), ALL)
    assert all(c.pictures.shape == (3, size.height, size.width, 3) for c in clips)
    assert np.mean(agreement(clips)) > 0.75


def test_a_spec_that_contradicts_itself_is_refused() -> None:
    for wrong in (
        {"kind": "image", "length": 2},
        {"kind": "local", "length": 4, "anchors": 1},
        {"kind": "local", "length": 0},
    ):
        with pytest.raises(ValueError, match="clip"):
            ClipSpec(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["hare", "hot air balloon", "cloud"])
def test_a_portrait_is_of_one_alone(kind: str) -> None:
    drawn = portrait(kind, FrameSize((128, 72)))
    (conditions,) = drawn.conditions
    (seen,) = conditions.seen
    assert seen.phrase.startswith(kind) and seen.facing == "right" and drawn.masks is not None
    rows, columns = np.nonzero(drawn.masks[0])
    x0, y0, x1, y1 = seen.box.root
    middle = np.array([columns.mean() / 128, rows.mean() / 72])
    assert np.abs(middle - [(x0 + x1) / 2, (y0 + y1) / 2]).max() < 0.1
    assert np.array_equal(drawn.pictures, portrait(kind, FrameSize((128, 72))).pictures)
