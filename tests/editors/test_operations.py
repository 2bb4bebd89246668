"""What is changed, and that nothing else is: every operation on a clip whose truth is known."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from editors import work
from editors.canonical import CanonicalClip, Layer, identity
from editors.carry import carried, region_of
from editors.change import Change, changed, drawn_evenly, grown, in_sight
from editors.colours import main_colour, to_lab, to_rgb
from editors.exchange import read_image, write_image
from editors.fit import fit_clip
from editors.fitting import Effort
from editors.operations import OPERATIONS, operation
from editors.operations.protocol import Asked
from storyline.errors import EditError
from storyline.frames.clip import Picture
from tests.editors.clips import COLUMNS, RED, ROWS, as_tensor, panned, texture, with_ball

FEW = Effort(steps=60)
Ball = tuple[list[Picture], Tensor, CanonicalClip]


@pytest.fixture(scope="module")
def ball() -> Ball:
    frames, masks = with_ball()
    return frames, masks, fit_clip(frames, {"ball": masks}, effort=FEW)


@pytest.fixture(scope="module")
def pan() -> tuple[list[Picture], CanonicalClip]:
    frames = panned(6)
    return frames, fit_clip(frames, effort=FEW)


def asked(clip: CanonicalClip, name: str, to: object = None, root: Path = Path(), **parameters: object) -> Asked:
    layer = clip.layer(name)
    return Asked(clip, layer, torch.ones(layer.image.shape[-2:]), to, parameters, root)


def edited(frames: list[Picture], clip: CanonicalClip, change: Change) -> list[Tensor]:
    return [changed(as_tensor(frame), clip, n, change) for n, frame in enumerate(frames)]


def test_of_several_colours_the_one_that_is_named_goes() -> None:
    skin, dress = (226, 170, 130), (200, 40, 30)
    picture = np.full((ROWS, COLUMNS, 3), skin, np.uint8)
    picture[30:] = dress
    frames = [picture] * 2
    clip = fit_clip(frames, effort=Effort(steps=2))
    whole = edited(frames, clip, operation("recolour")(asked(clip, "all", "teal")))[0]
    assert (whole[:, 5, 5] - as_tensor(picture)[:, 5, 5]).abs().max() > 0.2  # most of it is skin
    made = edited(frames, clip, operation("recolour")(asked(clip, "all", "teal", **{"from": "red"})))[0]
    assert (made[:, 5, 5] - as_tensor(picture)[:, 5, 5]).abs().max() < 0.02
    assert made[0, 40, 40] < 0.35 and made[1, 40, 40] > 0.3
    absent = operation("recolour")(asked(clip, "all", "teal", **{"from": "blue"}))  # nothing is blue: as if not said
    assert torch.equal(edited(frames, clip, absent)[0], whole)


def test_a_recoloured_ball_is_blue_and_all_around_it_is_as_it_was(ball: Ball) -> None:
    frames, masks, clip = ball
    change = operation("recolour")(asked(clip, "ball", "#2040c0"))
    for n, (made, mask) in enumerate(zip(edited(frames, clip, change), masks, strict=True)):
        was = as_tensor(frames[n])
        assert torch.equal(made[:, mask == 0], was[:, mask == 0])
        inside = made[:, mask > 0.99].mean(1)
        assert inside[2] > 0.6 and inside[0] < 0.35
    light = made[:, mask > 0.99].sum(0)
    assert light.max() - light.median() > 0.2  # its light spot is still lighter than the rest


def test_the_ball_taken_away_leaves_the_ground(ball: Ball) -> None:
    frames, masks, clip = ball
    made = edited(frames, clip, operation("remove")(asked(clip, "ball")))
    truth = as_tensor(np.clip(texture(ROWS, COLUMNS, 3).astype(np.int16) * [0.2, 0.9, 0.9], 0, 255).astype(np.uint8))
    for n, mask in enumerate(masks):
        shown = (mask > 0.5) & (masks < 0.02).any(0)
        assert (made[n] - truth)[:, shown].abs().mean() < 0.07
        far = grown(mask, 3) == 0
        assert torch.equal(made[n][:, far], as_tensor(frames[n])[:, far])


def test_what_is_painted_in_one_picture_moves_with_the_camera(
    pan: tuple[list[Picture], CanonicalClip], tmp_path: Path
) -> None:
    frames, clip = pan
    layer = clip.layers[0]
    write_image(layer, tmp_path / "canonical.png")
    with Image.open(tmp_path / "canonical.png") as picture:
        painted = np.array(picture)
    at = clip.to_canonical("all", 0, torch.tensor([[0.7, 0.5]]))[0]
    x0, y0, x1, y1 = layer.canvas
    height, width = painted.shape[:2]
    x = round(((2 * float(at[0]) - 1 - x0) / (x1 - x0)) * width)
    y = round(((2 * float(at[1]) - 1 - y0) / (y1 - y0)) * height)
    painted[y - 4 : y + 4, x - 4 : x + 4, :3] = (255, 0, 255)
    Image.fromarray(painted).save(tmp_path / "painted.png")
    made = edited(frames, clip, operation("paint")(asked(clip, "all", "painted.png", tmp_path)))
    for n, frame in enumerate(made):
        purple = (frame[0] > 0.75) & (frame[1] < 0.35) & (frame[2] > 0.75)
        rows, columns = purple.nonzero().unbind(1)
        assert len(rows) > 30
        assert abs(float(columns.float().mean()) + 0.5 - (0.7 * COLUMNS - 2 * n)) < 1
        assert abs(float(rows.float().mean()) + 0.5 - 0.5 * ROWS) < 1
        far = torch.ones(ROWS, COLUMNS, dtype=torch.bool)
        far[int(rows.min()) - 3 : int(rows.max()) + 4, int(columns.min()) - 3 : int(columns.max()) + 4] = False
        assert torch.equal(frame[:, far], as_tensor(frames[n])[:, far])
    with pytest.raises(EditError, match="nothing is different"):
        operation("paint")(asked(clip, "all", "canonical.png", tmp_path))
    Image.fromarray(painted[:-1]).save(tmp_path / "cut.png")
    with pytest.raises(EditError, match="keep its size"):
        operation("paint")(asked(clip, "all", "cut.png", tmp_path))


def test_what_is_different_in_a_picture_of_one_frame_is_put_into_all(
    pan: tuple[list[Picture], CanonicalClip], tmp_path: Path
) -> None:
    frames, clip = pan
    layer, whole = clip.layers[0], torch.ones(clip.layers[0].image.shape[-2:])

    def change(picture: Picture) -> Change:
        Image.fromarray(picture).save(tmp_path / "p.png")
        return operation("keyframe")(Asked(clip, layer, whole, "p.png", {"at": 4}, tmp_path, frame=frames[4], number=4))

    for frame, made in zip(frames, edited(frames, clip, change(frames[4])), strict=True):
        assert torch.equal(made, as_tensor(frame))
    picture = frames[4].copy()
    picture[20:28, 40:50] = (255, 0, 255)
    for n, made in enumerate(edited(frames, clip, change(picture))):
        purple = (made[0] > 0.7) & (made[1] < 0.35) & (made[2] > 0.7)
        rows, columns = purple.nonzero().unbind(1)
        assert len(rows) > 40
        assert abs(float(columns.float().median()) - (44 + 2 * (4 - n))) <= 1
        assert abs(float(rows.float().median()) - 23) <= 1
    with pytest.raises(EditError, match="expected `at`"):
        operation("keyframe")(asked(clip, "all", "p.png", tmp_path))
    with pytest.raises(EditError, match="the name of a picture's file; got None"):
        operation("keyframe")(asked(clip, "all", None, tmp_path))


def test_the_safe_area_is_opaque_in_the_exported_picture(
    pan: tuple[list[Picture], CanonicalClip], tmp_path: Path
) -> None:
    layer = pan[1].layers[0]
    write_image(layer, tmp_path / "c.png")
    image, alpha = read_image(tmp_path / "c.png", layer)
    assert (image - layer.image).abs().max() < 0.003
    assert torch.equal(alpha == 1, layer.seen > 0)


def test_a_picture_and_a_sign_fill_their_box(pan: tuple[list[Picture], CanonicalClip], tmp_path: Path) -> None:
    frames, clip = pan
    layer = clip.layers[0]
    matte = torch.zeros(ROWS, COLUMNS)
    matte[10:30, 30:60] = 1
    region = region_of(layer, 0, matte)
    assert abs(float(region.sum()) / (20 * 30) - 1) < 0.1
    Image.new("RGB", (60, 30), (0, 255, 0)).save(tmp_path / "green.png")
    ask = Asked(clip, layer, region, "green.png", {}, tmp_path)
    stretched = replace(ask, parameters={"fit": "stretch"})
    for change in (operation("replace")(ask), operation("replace")(stretched)):
        for n in (0, 3):
            made = changed(as_tensor(frames[n]), clip, n, change)
            inner = made[:, 14:26, 34 - 2 * n : 56 - 2 * n].mean((1, 2))
            assert inner[1] > 0.75 and inner[0] < 0.25
            assert torch.equal(made[:, :, :18], as_tensor(frames[n])[:, :, :18])
    sign = operation("sign")(Asked(clip, layer, region, "HARE", {"ink": "red", "board": "yellow"}))
    made = changed(as_tensor(frames[0]), clip, 0, sign)[:, 12:28, 32:58]
    assert (made[1] > 0.5).float().mean() > 0.3 and (made[1] < 0.4).float().mean() > 0.03  # board, and letters


def test_a_dragged_point_takes_the_ball_along(ball: Ball) -> None:
    frames, _, clip = ball
    at = clip.to_canonical("ball", 2, torch.tensor([[30 / COLUMNS, 26 / ROWS]]))[0].tolist()
    change = operation("warp")(asked(clip, "ball", [[at, [at[0], at[1] - 8 / ROWS]]], reach=0.8))
    for n in (0, 3, 5):
        made = changed(as_tensor(frames[n]), clip, n, change)
        red = ((made[0] > 0.6) & (made[1] < 0.35)).nonzero()[:, 0].float().mean()
        was = ((as_tensor(frames[n])[0] > 0.6) & (as_tensor(frames[n])[1] < 0.35)).nonzero()[:, 0].float().mean()
        assert 4 < was - red < 11  # about eight rows up, whatever frame it is


@pytest.mark.parametrize(
    ("name", "to", "parameters"),
    [
        ("grade", "noir", {}),
        ("grade", None, {"exposure": -1, "warmth": 0.5}),
        ("relight", "left", {"strength": 0.6}),
        *[("restyle", style, {}) for style in ("watercolour", "pencil", "poster", "cartoon", "pixels")],
    ],
)
def test_every_frame_of_the_whole_is_changed_alike(
    pan: tuple[list[Picture], CanonicalClip], name: str, to: str | None, parameters: dict[str, object]
) -> None:
    frames, clip = pan
    made = edited(frames, clip, operation(name)(asked(clip, "all", to, **parameters)))
    for n, frame in enumerate(made):
        assert torch.isfinite(frame).all() and float(frame.min()) >= 0 and float(frame.max()) <= 1
        assert (frame - as_tensor(frames[n])).abs().mean() > 0.01
    # what the camera sees in two frames has changed in the same way
    one, other = made[0][:, 4:-4, 14:-4], made[3][:, 4:-4, 8:-10]
    plain = (as_tensor(frames[0])[:, 4:-4, 14:-4] - as_tensor(frames[3])[:, 4:-4, 8:-10]).abs().mean()
    assert (one - other).abs().mean() < plain + 0.05


def test_noir_has_no_colours() -> None:
    from editors.operations.grade import graded

    made = graded(as_tensor(texture(20, 30)), exposure=0.0, contrast=1.0, saturation=0.0, warmth=0.0)
    assert (made.amax(0) - made.amin(0)).max() < 0.02
    same = graded(as_tensor(texture(20, 30)), exposure=0.0, contrast=1.0, saturation=1.0, warmth=0.0)
    assert (same - as_tensor(texture(20, 30))).abs().max() < 0.01
    brighter = graded(torch.full((3, 2, 2), 0.5), exposure=1.0, contrast=1.0, saturation=1.0, warmth=0.0)
    assert brighter.mean() == pytest.approx(0.686, abs=0.01)  # twice the light


def test_the_main_colour_of_a_thing_is_that_of_most_of_it() -> None:
    picture = torch.tensor([c / 255 for c in RED]).reshape(3, 1, 1).expand(3, 20, 20).clone()
    picture[:, :6, :8] = 1.0
    found = to_rgb(main_colour(to_lab(picture), torch.ones(20, 20)).reshape(3, 1, 1)).flatten() * 255
    assert (found - torch.tensor(RED)).abs().max() < 4


def test_colours_there_and_back() -> None:
    picture = as_tensor(texture(16, 16))
    assert (to_rgb(to_lab(picture)) - picture).abs().max() < 0.005
    two = torch.stack([picture, picture.flip(-1)])
    assert torch.allclose(to_lab(two)[1], to_lab(two[1]), atol=1e-3)


def test_what_is_stuck_on_is_hidden_by_what_comes_in_front(pan: tuple[list[Picture], CanonicalClip]) -> None:
    frames, clip = pan
    layer = clip.layers[0]
    before = as_tensor(frames[2])
    hidden = before.clone()
    hidden[:, 12:24, 30:42] = torch.tensor([1.0, 1.0, 1.0])[:, None, None] - before[:, 12:24, 30:42]
    expected = layer.taken(layer.image, 2, clip.size) * layer.lit(2, clip.size)
    sight = in_sight(hidden, expected, clip.size)
    assert sight[14:22, 32:40].mean() < 0.25 and in_sight(before, expected, clip.size).mean() > 0.9
    region = torch.ones(layer.image.shape[-2:])
    change = Change("all", "surface", region, image=torch.zeros_like(layer.image))
    made = changed(hidden, clip, 2, change)
    assert (made - hidden)[:, 14:22, 32:40].abs().mean() < 0.2 * (made - hidden)[:, :, :20].abs().mean()


def test_a_style_is_that_of_the_frame_where_it_shows_something_else_than_its_picture(
    pan: tuple[list[Picture], CanonicalClip],
) -> None:
    frames, clip = pan
    layer = clip.layers[0]
    frame = as_tensor(frames[2])
    frame[:, 12:24, 30:42] = torch.tensor([1.0, 1.0, 1.0])[:, None, None] - frame[:, 12:24, 30:42]
    region = torch.ones(layer.image.shape[-2:])
    change = Change(
        "all", "difference", region, image=1 - layer.image, filtered=lambda picture: torch.zeros(3, ROWS, COLUMNS)
    )
    made = changed(frame, clip, 2, change)
    assert made[:, 15:21, 33:39].mean() < 0.25  # what the filter makes of the frame
    assert (made - (1 - frame))[:, :, :20].abs().mean() < 0.05  # what was done to the canonical image
    ghost = changed(frame, clip, 2, replace(change, filtered=None))
    assert (ghost - made)[:, 15:21, 33:39].abs().mean() > 0.2


@pytest.mark.parametrize(
    ("across", "down", "expected"), [(1, 1, 1), (1.5, 1.4, 1), (4, 1, 0), (1, 0.25, 0), (-1, 1, 1), (0.05, 0.05, 0)]
)
def test_where_a_map_pulls_or_squeezes_strokes_would_be_streaks(across: float, down: float, expected: float) -> None:
    where = identity(ROWS, COLUMNS) * torch.tensor([across, down])
    assert torch.allclose(drawn_evenly(where, (ROWS, COLUMNS)), torch.full((ROWS, COLUMNS), float(expected)), atol=1e-3)


@pytest.mark.parametrize("how", ["repaint", "difference", "surface", "reveal"])
@pytest.mark.parametrize("size", [(ROWS, COLUMNS), (3 * ROWS, 3 * COLUMNS)])
def test_only_the_part_that_a_change_reaches_is_drawn_and_nothing_else_would_differ(
    ball: Ball, how: Any, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, clip = ball
    chance = Random(7)
    seen = 0
    for _ in range(40):
        layer = chance.choice(clip.layers)
        height, width = layer.image.shape[-2:]
        top, left = chance.randrange(height), chance.randrange(width)
        amount = torch.zeros(height, width)
        amount[top : top + chance.choice((1, 2, 9, height)), left : left + chance.choice((1, 2, 9, width))] = 1
        change = Change(layer.name, how, amount, image=1 - layer.image, colours=lambda colours: 1 - colours)
        number = chance.randrange(len(clip))
        frame = clip.render(number, size)
        part = changed(frame, clip, number, change)
        with monkeypatch.context() as patched:
            patched.setattr(Layer, "reached", lambda *_: (slice(0, size[0]), slice(0, size[1])))
            assert torch.allclose(part, changed(frame, clip, number, change), atol=1e-5)
        reached = layer.reached(number, change.reach(layer), size)
        seen += reached is not None and reached[0].stop - reached[0].start < size[0]
    assert seen > 10


def test_a_change_goes_on_in_the_next_piece_of_a_clip() -> None:
    frames = panned(8, step=2.0)
    one, two = fit_clip(frames[:5], effort=FEW), fit_clip(frames[3:], effort=FEW)
    matte = torch.zeros(ROWS, COLUMNS)
    matte[14:32, 36:60] = 1
    layer = one.layers[0]
    amount = region_of(layer, 0, matte)
    green = torch.tensor([0.0, 1.0, 0.0])[:, None, None].expand_as(layer.image)
    change = Change("all", "surface", amount, image=torch.lerp(layer.image, green, amount))
    onwards = carried(change, one, two, [(3, 0), (4, 1)])
    for n in (0, 2, 4):  # frames 3, 5 and 7 of the whole
        made = changed(as_tensor(frames[3 + n]), two, n, onwards)
        left = 36 - 2 * (3 + n)
        inner = made[:, 18:28, left + 4 : left + 20].mean((1, 2))
        assert inner[1] > 0.8 and inner[0] < 0.2
        assert torch.equal(made[:, :, left + 34 :], as_tensor(frames[3 + n])[:, :, left + 34 :])


@pytest.mark.parametrize(
    ("name", "to", "parameters", "said"),
    [
        ("recolour", "no colour", {}, "expected a word"),
        ("recolour", 5, {}, "got 5"),
        ("grade", "sunny", {}, "expected a look"),
        ("grade", None, {"exposure": "much"}, "a number from -5 to 5"),
        ("grade", None, {"contrast": True}, "a number from 0 to 4"),
        ("relight", "behind", {}, "left, right, above, below"),
        ("restyle", "rococo", {}, "expected a style"),
        ("replace", None, {}, "a picture's file"),
        ("sign", "  ", {}, "its words"),
        ("sign", "A", {"ink": "nothing"}, "expected a word"),
        ("paint", None, {}, "a PNG"),
        ("warp", [[1, 2]], {}, "pairs of points"),
        ("warp", "there", {}, "pairs of points"),
    ],
)
def test_what_makes_no_sense_is_told(
    pan: tuple[list[Picture], CanonicalClip], name: str, to: object, parameters: dict[str, object], said: str
) -> None:
    with pytest.raises(EditError, match=said):
        operation(name)(asked(pan[1], "all", to, **parameters))


def test_operations_have_names_that_are_json() -> None:
    assert tuple(OPERATIONS) == work.OPERATIONS and json.loads(json.dumps(work.OPERATIONS)) == list(OPERATIONS)
    assert OPERATIONS.keys() >= work.LOCATED | work.FILES
    with pytest.raises(EditError, match="recolour, grade"):
        operation("explode")
