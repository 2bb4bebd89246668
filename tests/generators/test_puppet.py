"""A user's own picture acts in the drawn world."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generators.toon import ToonGenerator
from storyline.errors import RenderError, ScriptError
from storyline.exchange.gather import gather
from storyline.film import plan_film
from storyline.reading import read, write_yaml
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.generators.test_toon import board, overlap, standing

SIZE = FrameSize((192, 108))
RED, GREEN, BLUE = (220, 40, 40), (40, 190, 60), (40, 60, 220)
WIDTH, HEIGHT = 80, 160
SHAPES = {
    "left_leg": (BLUE, (24, 100, 38, 160)),
    "right_leg": (BLUE, (42, 100, 56, 160)),
    "body": (RED, (20, 50, 60, 110)),
    "head": (GREEN, (26, 0, 60, 56)),
    "right_arm": (BLUE, (50, 56, 80, 66)),
    "mouth_open": ((20, 20, 20), (36, 30, 52, 44)),
}
"""A figure of rectangles (x0, y0, x1, y1): its only arm is on the right."""


def painted(*names: str) -> Image.Image:
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    for name in names:
        colour, (x0, y0, x1, y1) = SHAPES[name]
        pixels[y0:y1, x0:x1] = (*colour, 255)
    return Image.fromarray(pixels)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    painted(*(name for name in SHAPES if name != "mouth_open")).save(tmp_path / "whole.png")
    for name in SHAPES:
        painted(name).save(tmp_path / f"{name}.png")
    return tmp_path


WHOLE = {"picture": {"path": "whole.png"}}
PARTS = {"parts": {name: {"path": f"{name}.png"} for name in SHAPES}}


def played(folder: Path, looks: dict, *panels: dict, size: FrameSize = SIZE, **shot: object):  # type: ignore[no-untyped-def]
    asked = panels or (standing("x", "imp", height=0.6),)
    story = board(*([panel] for panel in asked), kinds={"x": "imp"}, looks=looks, **shot)
    return ToonGenerator().clip(story, "shot0", size, folder)


def near(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.abs(picture.astype(int) - colour).max(-1) < 30


def test_a_picture_stands_in_its_box_and_its_mask_is_its_opacity(folder: Path) -> None:
    truth = played(folder, WHOLE).truth(0)
    x0, y0, x1, y1 = truth.boxes["x"]
    box = standing("x", "imp", height=0.6)["box"]
    assert abs(y0 - box[1]) < 0.02 and abs(y1 - box[3]) < 0.02 and abs((x0 + x1) / 2 - 0.5) < 0.02
    assert (x1 - x0) * 16 / 9 / (y1 - y0) == pytest.approx(60 / 160, rel=0.06)  # never stretched
    seen = sum(near(truth.picture, colour) for colour in (RED, GREEN, BLUE))
    assert overlap(truth.boxes["x"], truth.visible["x"]) > 0.9
    assert (seen.astype(bool) & truth.masks["x"]).sum() > 0.85 * truth.masks["x"].sum()


def test_a_picture_is_mirrored_when_it_faces_left(folder: Path) -> None:
    for facing, side in (("right", 1), ("left", -1)):
        truth = played(folder, WHOLE, standing("x", "imp", height=0.8, facing=facing)).truth(0)
        columns = np.flatnonzero((near(truth.picture, BLUE) & truth.masks["x"])[: int(108 * 0.6)].any(0))
        body = np.flatnonzero(near(truth.picture, RED).any(0)).mean()
        assert side * (columns.mean() - body) > 5


def test_edges_are_soft(folder: Path) -> None:
    truth = played(folder, WHOLE, standing("x", "imp", height=0.8, action="dance")).truth(3)
    mask, picture = truth.masks["x"], truth.picture.astype(int)
    rim = mask & ~(np.roll(mask, 1, 1) & np.roll(mask, -1, 1) & np.roll(mask, 1, 0) & np.roll(mask, -1, 0))
    pure = sum(near(picture, colour) for colour in (RED, GREEN, BLUE)).astype(bool)
    assert (rim & ~pure).sum() > 0.15 * rim.sum()


def test_a_picture_is_lit_by_the_scene(folder: Path) -> None:
    story = board([standing("x", "imp", height=0.6)], kinds={"x": "imp"}, looks=WHOLE)
    night = story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"time_of_day": "night"}),)})
    day, dark = (ToonGenerator().clip(s, "shot0", SIZE, folder).truth(0) for s in (story, night))
    body = day.masks["x"] & dark.masks["x"] & near(day.picture, RED)
    a, b = day.picture[body].mean(0), dark.picture[body].mean(0)
    assert b[0] < a[0] - 10 and b.argmax() == 0


def test_every_action_moves_a_picture_or_holds_it_still(folder: Path) -> None:
    still = played(folder, WHOLE)
    for action in ("walk", "jump", "laugh", "sleep", "bow", "dance"):
        clip = played(folder, WHOLE, standing("x", "imp", height=0.5, action=action), duration=48)
        masks = [clip.truth(frame).masks["x"] for frame in (2, 9, 20)]
        assert min(mask.sum() for mask in masks) > 100, action
        assert any(
            not np.array_equal(mask, still.truth(f).masks["x"]) for mask, f in zip(masks, (2, 9, 20), strict=True)
        )


def test_a_sleeping_picture_lies_down(folder: Path) -> None:
    box = (0.2, 0.55, 0.8, 0.85)
    clip = played(folder, WHOLE, {"entity": "x", "box": box, "action": "sleep"})
    x0, y0, x1, y1 = clip.truth(3).boxes["x"]
    assert (x1 - x0) * 16 / 9 > 1.5 * (y1 - y0) and y1 == pytest.approx(0.85, abs=0.03)


def test_a_picture_that_jumps_leaves_the_ground(folder: Path) -> None:
    clip = played(folder, WHOLE, standing("x", "imp", height=0.4, action="jump"), duration=48)
    bottoms = [clip.truth(frame).boxes["x"][3] for frame in range(0, 48, 3)]
    assert max(bottoms) - min(bottoms) > 0.05


def test_limbs_swing_from_their_joints(folder: Path) -> None:
    size = FrameSize((384, 216))
    walk = played(folder, PARTS, standing("x", "imp", height=0.8, action="walk"), size=size)
    wave = played(folder, PARTS, standing("x", "imp", height=0.8, action="throw"), size=size, duration=30)
    legs = [np.ptp(np.flatnonzero(near(walk[f], BLUE)[150:].any(0))) for f in range(0, 24, 3)]
    assert max(legs) - min(legs) > 10  # they part and meet
    tops = [np.flatnonzero((near(wave[f], BLUE))[:150].any(1))[:1] for f in range(0, 30, 3)]
    assert np.ptp([int(t[0]) for t in tops if len(t)]) > 12  # the arm goes up
    for frame in range(0, 30, 5):  # and stays at the shoulder
        arm = near(wave[frame], BLUE)[:130]
        rows, columns = np.nonzero(near(wave[frame], RED))
        around = arm[rows.min() - 8 : rows.max(), columns.min() : columns.max() + 12]
        assert around.any()


def test_the_open_mouth_is_seen_while_it_speaks(folder: Path) -> None:
    line = {"text": "Hello.", "speaker": "x", "start": 6, "duration": 12}
    clip = played(folder, PARTS, standing("x", "imp", height=0.8), lines=[line])
    dark = [int((clip[f].max(-1) < 60).sum()) for f in range(24)]
    assert max(dark[6:18]) > 8 and max(dark[:6] + dark[19:]) == 0


def test_parts_may_be_few(folder: Path) -> None:
    few = {"parts": {name: {"path": f"{name}.png"} for name in ("body", "head")}}
    assert played(folder, few).truth(0).masks["x"].any()


def test_a_picture_needs_no_note(folder: Path) -> None:
    story = board([standing("x", "imp")], kinds={"x": "imp"}, looks=WHOLE)
    assert ToonGenerator().notes(story) == ()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: Image.new("RGB", (40, 40), "red").save(path), "opaque everywhere"),
        (lambda path: Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(path), "transparent everywhere"),
        (lambda path: path.write_text("no picture"), "which is none"),
        (lambda path: path.write_bytes(path.read_bytes()[:120]), "damaged"),
        (lambda path: path.unlink(), "whole.png"),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused_in_one_sentence(folder: Path, spoil, said: str) -> None:  # type: ignore[no-untyped-def]
    spoil(folder / "whole.png")
    with pytest.raises(RenderError, match=r"the look 'default' of 'x': expected a") as caught:
        played(folder, WHOLE)
    assert said in str(caught.value)


def test_parts_of_another_size_are_refused(folder: Path) -> None:
    painted("head").crop((20, 0, 40, 50)).save(folder / "head.png")
    with pytest.raises(RenderError, match=r"80x160 pixels, as large as the body; got 'head\.png' of 20x50"):
        played(folder, PARTS)


def script(folder: Path, look: dict) -> Path:
    path = folder / "script.yaml"
    path.write_text(
        "title: Imp\nsize: [128, 72]\ncast: [{id: imp, kind: imp, name: Imp, looks: [" + repr(look).replace("'", '"')
        + "]}]\nstory: Imp walks along the beach. Imp jumps.\n"
    )  # fmt: skip
    return path


def test_a_bomb_and_a_link_out_of_the_folder_are_refused_when_the_script_is_read(folder: Path) -> None:
    head = b"IHDR" + (30000).to_bytes(4) + (30000).to_bytes(4) + bytes([8, 6, 0, 0, 0])
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)
    (folder / "whole.png").write_bytes(bomb)
    with pytest.raises(ScriptError, match=r"look 1, picture: expected a picture"):
        read(script(folder, WHOLE))
    outside = folder.parent / f"{folder.name}-outside.png"
    painted("body").save(outside)
    (folder / "whole.png").unlink()
    (folder / "whole.png").symlink_to(outside)
    with pytest.raises(ScriptError, match="a link that leads out of it"):
        read(script(folder, WHOLE))
    with pytest.raises(RenderError, match="a link that leads out of it"):
        played(folder, WHOLE)


@pytest.mark.parametrize("look", [WHOLE, PARTS])
def test_a_film_with_a_picture_can_be_made_again_from_its_storyboard(folder: Path, look: dict) -> None:
    path = script(folder, look)
    planned = plan_film(path)
    shot = planned.scenes[0].shots[0].id
    first = ToonGenerator().clip(planned, shot, planned.size, folder)[3]
    out = folder / "out"
    out.mkdir()
    gathered = gather(planned, folder, out)
    (out / "storyboard.yaml").write_text(write_yaml(gathered))
    document, root = read(out / "storyboard.yaml")
    assert isinstance(document, Storyboard)
    assert np.array_equal(ToonGenerator().clip(document, shot, document.size, root)[3], first)
    (out / "files").rename(out / "gone")
    with pytest.raises(ScriptError, match="there is no"):
        read(out / "storyboard.yaml")
