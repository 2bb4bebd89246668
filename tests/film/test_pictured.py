"""Pictures that people supply for panels: seen in the film, told where they are of no use, costing their shot alone."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml
from PIL import Image

from generators.toon import ToonGenerator
from storyline import make_film, plan_film
from storyline.errors import EditError, ScriptError
from storyline.film import Render
from storyline.film.deliver import with_notes
from storyline.film.graph import film_graph, keyframes
from storyline.film.pictured import follows
from storyline.frames.clip import Picture
from storyline.frames.lossless import Windows
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.film.painted import Painted
from tests.film.test_edit import BALL

SIZE = FrameSize((160, 90))
MAGENTA = (255, 0, 255)
LENGTH = 10


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))


def drawn(frame: int) -> Picture:
    board = plan_film(BALL)
    return ToonGenerator().clip(board, board.scenes[0].shots[0].id, SIZE)[frame]


def with_cross(picture: Picture, x: int = 120, y: int = 10) -> Picture:
    """On the sky."""
    painted = picture.copy()
    painted[y : y + 12, x : x + 12] = MAGENTA
    return painted


def script(folder: Path, images: dict[int, str], **fields: object) -> Path:
    """The ball's shot with pictures at the first panel or the last."""
    folder.mkdir(exist_ok=True)
    told = yaml.safe_load(yaml.safe_dump(BALL))
    for panel in told["scenes"][0]["shots"][0]["panels"]:
        if panel["at"] in images:
            panel["image"] = {"path": images[panel["at"]]}
    (folder / "ball.yaml").write_text(yaml.safe_dump({**told, **fields}))
    return folder / "ball.yaml"


def save(folder: Path, name: str, picture: np.ndarray) -> None:
    folder.mkdir(exist_ok=True)
    Image.fromarray(picture).save(folder / name)


def render(path: Path, generator: object = None) -> Render:
    return Render.of(plan_film(path), generator or "toon", root=path.parent, workers=1)  # type: ignore[arg-type]


def frames(rendered: Render, shot: str = "rolls") -> list[Picture]:
    """Those of a shot that go into the film."""
    graph = rendered.graph()
    segment = next(id for id in graph if id.startswith(f"segment/{shot}/"))
    needs = graph.nodes[segment]["task"].needs
    made = rendered.made(graph, needs)
    held = [(made[id], graph.nodes[id]["task"].frames) for id in needs]
    windows = Windows(held, SIZE)
    found = [windows[n].copy() for n in range(len(windows))]
    windows.close()
    return found


def keys(rendered: Render) -> dict[str, str]:
    graph = rendered.graph()
    return {id: graph.nodes[id]["key"] for id in graph}


def crossed(frame: Picture) -> tuple[int, float]:
    """How many pixels of a frame are of the cross, and the column of their middle."""
    there = (frame[..., 0] > 180) & (frame[..., 1] < 90) & (frame[..., 2] > 180)
    return int(there.sum()), float(there.nonzero()[1].mean()) if there.any() else -1.0


def test_what_is_painted_on_one_panel_is_in_all_frames(tmp_path: Path) -> None:
    save(tmp_path / "s", "last.png", with_cross(drawn(9)))
    made = frames(render(script(tmp_path / "s", {9: "last.png"})))
    for frame in made:
        count, middle = crossed(frame)
        assert 110 < count < 180 and abs(middle - 125.5) < 1.5
    assert np.abs(made[9].astype(int) - with_cross(drawn(9))).max() <= 5
    for n, frame in enumerate(made):
        assert np.array_equal(frame[30:], drawn(n)[30:])


def test_the_picture_that_was_drawn_changes_not_a_bit(tmp_path: Path) -> None:
    """So that a panel may be locked as it is."""
    save(tmp_path / "s", "locked.png", drawn(0))
    for one, other in zip(
        frames(render(script(tmp_path / "s", {0: "locked.png"}))), map(drawn, range(10)), strict=True
    ):
        assert np.array_equal(one, other)


def test_what_jpeg_loses_is_no_difference(tmp_path: Path) -> None:
    """Whatever it is called, and whatever it was saved as since."""
    (tmp_path / "s").mkdir()
    for painted, same in ((drawn(9), True), (with_cross(drawn(9)), False)):
        Image.fromarray(painted).save(tmp_path / "s" / "p.jpg", quality=80)
        with Image.open(tmp_path / "s" / "p.jpg") as lossy:
            lossy.save(tmp_path / "s" / "p.png")
        made = frames(render(script(tmp_path / "s", {9: "p.png"})))
        assert all(np.array_equal(frame[30:], drawn(n)[30:]) for n, frame in enumerate(made))
        assert np.array_equal(made[4], drawn(4)) == same


def test_two_pictures_dissolve_into_each_other(tmp_path: Path) -> None:
    save(tmp_path / "s", "first.png", with_cross(drawn(0)))
    save(tmp_path / "s", "last.png", drawn(9))
    made = frames(render(script(tmp_path / "s", {0: "first.png", 9: "last.png"})))
    share = [frame[12:20, 122:130, 1].mean() for frame in made]  # of the sky, which magenta has no green of
    sky = [drawn(n)[12:20, 122:130, 1].mean() for n in range(LENGTH)]
    np.testing.assert_allclose(np.array(share) / sky, np.arange(LENGTH) / 9, atol=0.03)


def test_another_picture_is_another_shot_and_nothing_else_is_drawn_again(tmp_path: Path) -> None:
    save(tmp_path / "s", "p.png", with_cross(drawn(0)))
    plain = keys(render(script(tmp_path / "plain", {})))
    path = script(tmp_path / "s", {0: "p.png"})
    one = keys(render(path))
    assert {id for id in plain if one[id] != plain[id]} == {"segment/rolls/0", "film"}
    make_film(path, tmp_path / "film.mp4", workers=1)
    save(tmp_path / "s", "p.png", with_cross(drawn(0), x=90))
    again = render(path)
    other = keys(again)
    changed = {id for id in one if one[id] != other[id]}
    assert changed == {"edit/rolls/panels/0", "keyframes/rolls/pictured", "segment/rolls/0", "film"}
    assert {task.id for task in again.work().to_run} == changed


def test_the_board_shows_the_picture_itself(tmp_path: Path) -> None:
    """Of any generator; in any size and a format that loses something, what is transparent as it was drawn."""
    save(tmp_path / "s", "large.png", cv2.resize(with_cross(drawn(9)), (320, 180), interpolation=cv2.INTER_NEAREST))
    half = np.dstack([with_cross(drawn(0)), np.zeros((90, 160), np.uint8)])
    half[5:30, 110:140, 3] = 255
    save(tmp_path / "s", "half.png", half)
    path = script(tmp_path / "s", {0: "half.png", 9: "large.png"})
    one, other = render(path).keyframes()(plan_film(path).scenes[0].shots[0].id, [0, 9])
    np.testing.assert_array_equal(one, with_cross(drawn(0)))
    assert np.abs(other.astype(int) - with_cross(drawn(9))).mean() < 1.5
    painted = render(path, Painted())
    assert not follows(painted.generator)  # it does not say
    _, last = painted.keyframes()(plan_film(path).scenes[0].shots[0].id, [0, 9])
    np.testing.assert_array_equal(last, other)


def test_edits_are_done_to_what_the_pictures_have_left(tmp_path: Path) -> None:
    save(tmp_path / "s", "p.png", with_cross(drawn(0)))
    path = script(tmp_path / "s", {0: "p.png"}, edits=[{"shot": 1, "do": "grade", "to": "noir"}])
    graph = render(path).graph()
    assert "edit/rolls/panels/0" in graph.nodes["edit/rolls/1/0"]["task"].needs
    assert graph.nodes["segment/rolls/0"]["task"].needs == ("edit/rolls/1/0",)


def test_a_keyframe_is_an_edit_too(tmp_path: Path) -> None:
    """Of any frame, panel or not."""
    save(tmp_path / "s", "four.png", with_cross(drawn(4)))
    edit = {"shot": "rolls", "do": "keyframe", "to": "four.png", "parameters": {"at": 4}}
    made = frames(render(script(tmp_path / "s", {}, edits=[edit])))
    assert all(crossed(frame)[0] > 110 for frame in made)
    made = frames(render(script(tmp_path / "s", {}, edits=[{**edit, "frames": {"start": 3, "end_exclusive": 6}}])))
    assert [crossed(frame)[0] > 110 for frame in made] == [3 <= n < 6 for n in range(10)]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"shot": 1}, "edit 1: keyframe: expected `parameters: {at: …}`, .* from 0 to 9; got None"),
        ({"shot": 1, "parameters": {"at": 10}}, "edit 1: keyframe: expected .* got 10"),
        ({"parameters": {"at": 1}}, "edit 1, target: expected one `shot`"),
        ({"shot": 1, "target": "ball", "parameters": {"at": 1}}, "edit 1, target: expected one `shot`"),
        ({"shot": 1, "to": "high.png", "parameters": {"at": 1}}, "edit 1, picture: expected a picture of the frames'"),
    ],
)
def test_keyframes_that_cannot_be_are_told(tmp_path: Path, edit: dict[str, object], said: str) -> None:
    save(tmp_path / "s", "p.png", drawn(0))
    save(tmp_path / "s", "high.png", np.zeros((160, 90, 3), np.uint8))
    with pytest.raises(EditError, match=said):
        render(script(tmp_path / "s", {}, edits=[{"do": "keyframe", "to": "p.png", **edit}])).graph()


def test_pictures_that_cannot_be_used_are_told_before_anything_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    save(folder, "high.png", np.zeros((160, 90, 3), np.uint8))
    save(folder, "whole.png", drawn(0))
    data = (folder / "whole.png").read_bytes()
    (folder / "half.png").write_bytes(data[: len(data) // 2])
    (folder / "words.png").write_text("no picture")
    (folder / "empty.png").write_bytes(b"")
    (folder / "bomb.png").write_bytes(_bomb())
    for name, said in (
        ("high.png", "shot 'rolls', panel 2, image: expected a picture of the frames' shape, 160x90; got .* of 90x160"),
        ("half.png", "shot 'rolls', panel 2, image: expected a picture; got 'half.png', which is damaged"),
        ("words.png", r"shot 1.*, panel 2, image: expected a picture \(PNG, JPEG or WebP\)"),
        ("empty.png", "shot 1.*, panel 2, image: expected a picture"),
        ("bomb.png", "shot 1.*, panel 2, image: expected a picture of at most 8192x8192"),
        ("none.png", "shot 1.*, panel 2, image: expected a file; there is no 'none.png'"),
    ):  # fmt: skip
        with pytest.raises(ScriptError, match=said):
            make_film(script(folder, {9: name}), tmp_path / "film.mp4", workers=1)
    assert not (tmp_path / "film.mp4").exists() and not list((tmp_path / "store").rglob("*.mkv"))


def _bomb() -> bytes:
    """A small file that says it is a picture of a billion pixels."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_a_locked_take_is_shown_as_it_is(tmp_path: Path) -> None:
    save(tmp_path / "s", "p.png", np.zeros((160, 90, 3), np.uint8))  # no matter of which shape
    path = script(tmp_path / "s", {0: "p.png"})
    board = plan_film(path)
    scene = board.scenes[0]
    shots = (scene.shots[0].model_copy(update={"locked_take": "a" * 64}), scene.shots[1])
    board = board.model_copy(update={"scenes": (scene.model_copy(update={"shots": shots}),)})
    graph = film_graph(board, ToonGenerator())
    assert keyframes(graph)[shots[0].id].id == "keyframes/rolls"
    assert not [id for id in graph if id.startswith(("edit/", "canonical/"))]


def test_notes_say_how_pictures_are_used(tmp_path: Path) -> None:
    save(tmp_path / "s", "p.png", drawn(0))

    def noted(board: Storyboard, generator: object) -> list[str]:
        return [n.text for n in with_notes(board, generator).notes if "picture" in n.text]  # type: ignore[arg-type]

    one, both = (plan_film(script(tmp_path / "s", images)) for images in ({0: "p.png"}, {0: "p.png", 9: "p.png"}))
    (said,) = noted(one, ToonGenerator())
    assert said.startswith("toon draws from words: a picture of shot 'rolls' is set beside what it has drawn")
    assert noted(both, ToonGenerator())[0].startswith("toon draws from words: pictures of shot 'rolls' are set")
    assert noted(plan_film(BALL), ToonGenerator()) == []


class Following(Painted):
    """One that says it draws from keyframes."""

    follows_keyframes = True


def test_a_generator_that_follows_keyframes_is_left_alone(tmp_path: Path) -> None:
    save(tmp_path / "s", "p.png", drawn(0))
    path = script(tmp_path / "s", {0: "p.png"})
    rendered = render(path, Following())
    graph = rendered.graph()
    assert not [id for id in graph if id.startswith(("edit/", "canonical/"))] and "keyframes/rolls/pictured" in graph
    assert not [n for n in with_notes(rendered.board, Following()).notes if "picture" in n.text]
    save(tmp_path / "s", "p.png", np.dstack([drawn(0), np.full((90, 160), 90, np.uint8)]))
    with pytest.raises(ScriptError, match="shot 'rolls', panel 1, image: expected a picture that is opaque"):
        render(path, Following()).graph()


@pytest.mark.parametrize("change", [lambda p: 255 - p, lambda p: (p * [0.4, 0.5, 0.8]).astype(np.uint8)])
def test_all_other_colours_stay_in_all_frames(tmp_path: Path, change: Callable[[Picture], Picture]) -> None:
    save(tmp_path / "s", "p.png", change(drawn(0)).astype(np.uint8))
    made = frames(render(script(tmp_path / "s", {0: "p.png"})))
    for n, frame in enumerate(made):
        before, truth = drawn(n).astype(int), change(drawn(n)).astype(int)
        assert np.abs(frame - truth).mean() < 0.15 * np.abs(before - truth).mean()
