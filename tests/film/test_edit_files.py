"""Pictures and masks in scripts: inside its folder, known by what they hold; told before rendering."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from editors import making
from storyline import make_film
from storyline.errors import EditError, ScriptError
from storyline.film import Render, plan_film
from storyline.film.edit import export_canonical
from storyline.frames.decode import decode
from storyline.schema.storyboard import Storyboard
from tests.film.test_edit import BALL

GREEN, PURPLE = (0, 255, 0), (255, 0, 255)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Few steps, and a store of the test's own."""
    monkeypatch.setattr(making, "STEPS", 12)
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))


def script(folder: Path, *edits: dict[str, object]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "ball.yaml").write_text(yaml.safe_dump({**BALL, "edits": list(edits)}))
    return folder / "ball.yaml"


def files(folder: Path) -> None:
    """A logo, and a mask of a strip at the left of the first frame."""
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (20, 20), GREEN).save(folder / "logo.png")
    mask = np.zeros((90, 160), np.uint8)
    mask[10:30, 10:50] = 255
    Image.fromarray(mask).save(folder / "mask.png")


def board(path: Path) -> Storyboard:
    return plan_film(path)


def keys(path: Path) -> dict[str, str]:
    graph = Render.of(board(path), root=path.parent, workers=1).graph()
    return {id: graph.nodes[id]["key"] for id in graph}


REPLACED = {"shot": 1, "target": "mask.png", "do": "replace", "to": "logo.png"}


def test_a_logo_covers_what_a_mask_shows_in_every_frame(tmp_path: Path) -> None:
    files(tmp_path / "s")
    film = make_film(script(tmp_path / "s", REPLACED), tmp_path / "film.mp4", workers=1)
    frames = list(decode(film.path))
    for n in (0, 4, 9):
        inner = frames[n][14:26, 16:44].mean((0, 1))
        assert inner[1] > 170 and inner[0] < 90
    outside = frames[12][14:26, 16:44].mean((0, 1))
    assert outside[0] > 90 or outside[1] < 170  # the other shot


def test_the_content_of_files_is_in_the_keys_and_their_names_are_not(tmp_path: Path) -> None:
    files(tmp_path / "s")
    first = keys(script(tmp_path / "s", REPLACED))
    shutil.copytree(tmp_path / "s", tmp_path / "t")
    (tmp_path / "t" / "art").mkdir()
    (tmp_path / "t" / "logo.png").rename(tmp_path / "t" / "art" / "other.png")
    (tmp_path / "t" / "mask.png").rename(tmp_path / "t" / "art" / "m.png")
    moved = {**REPLACED, "target": "art/m.png", "to": "art/other.png"}
    assert keys(script(tmp_path / "t", moved)) == first
    Image.new("RGB", (20, 20), PURPLE).save(tmp_path / "s" / "logo.png")
    second = keys(script(tmp_path / "s", REPLACED))
    changed = {id for id in first if second[id] != first[id]}
    assert {id.split("/")[0] for id in changed} == {"edit", "segment", "film"}
    mask = np.full((90, 160), 255, np.uint8)
    Image.fromarray(mask).save(tmp_path / "s" / "mask.png")
    third = keys(script(tmp_path / "s", REPLACED))
    assert {id.split("/")[0] for id in first if third[id] != second[id]} == {"canonical", "edit", "segment", "film"}


def test_the_canonical_image_of_a_shot_goes_out_and_comes_back_painted(tmp_path: Path) -> None:
    path = script(tmp_path / "s")
    with pytest.raises(EditError, match="shot: expected which; the film has 2"):
        export_canonical(path, tmp_path / "s" / "c.png", workers=1)
    written = export_canonical(path, tmp_path / "s" / "c.png", shot=1, workers=1)
    assert written.layer == "all" and written.psnr > 15
    with Image.open(tmp_path / "s" / "c.png") as picture:
        pixels = np.array(picture)
    pixels[20:40, 20:50, :3] = PURPLE
    Image.fromarray(pixels[..., :3]).save(tmp_path / "s" / "painted.png")  # without its transparency
    painted = script(tmp_path / "s", {"shot": "rolls", "do": "paint", "to": "painted.png"})
    render = Render.of(board(painted), root=painted.parent, workers=1)
    assert not [task for task in render.work().to_run if task.kind == "canonical"]  # the fit is that of the export
    film = make_film(painted, tmp_path / "film.mp4", workers=1)
    for frame in list(decode(film.path))[:10]:
        purple = (frame[..., 0] > 180) & (frame[..., 1] < 110) & (frame[..., 2] > 180)
        assert purple.sum() > 100
    Image.fromarray(pixels[:-2]).save(tmp_path / "s" / "painted.png")
    with pytest.raises(EditError, match=r"edit 1, shot 'rolls': .*painted.png: expected the canonical image of layer"):
        make_film(painted, tmp_path / "film.mp4", workers=1)


def test_files_that_cannot_be_used_are_told_before_anything_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    files(folder)
    (folder / "words.png").write_text("no picture")
    data = (folder / "logo.png").read_bytes()
    (folder / "half.png").write_bytes(data[: len(data) // 2])
    Image.new("L", (90, 160), 255).save(folder / "high.png")
    Image.new("L", (160, 90), 0).save(folder / "black.png")
    Image.new("RGB", (5, 5)).save(tmp_path / "outside.png")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    replace = {"shot": 1, "do": "replace"}
    grade = {"shot": 1, "do": "grade", "to": "noir"}
    for edit, said in (
        ({**replace, "to": "none.png"}, "edit 2, picture: expected a file; there is no 'none.png'"),
        ({**replace, "to": "words.png"}, "edit 2, picture: expected a picture"),
        ({**replace, "to": "half.png"}, "edit 2, picture: expected a picture"),
        ({**replace, "to": "link.png"}, "edit 2, picture: expected a file inside"),
        ({**replace, "to": "../outside.png"}, "a file is named by a path inside the script's own folder"),
        ({**replace}, "edit 2, replace: expected `to`, the name of a picture's file; got None"),
        ({**replace, "to": 3}, "edit 2, replace: expected `to`, the name of a picture's file; got 3"),
        (
            {**grade, "picture": {"path": "logo.png"}},
            "edit 2, picture: grade takes none; keyframe, paint and replace do",
        ),
        (
            {**grade, "target": "high.png"},
            "edit 2, target, mask: .*a mask of the frames' shape, 160x90; got 90",
        ),
        ({**grade, "target": "black.png"}, "edit 2, target, mask: .*got one of nothing"),
        ({**grade, "target": "none.png"}, "edit 2, target, mask: expected a file; there is no 'none.png'"),
        ({**grade, "target": "tree"}, "edit 2, target: 'tree' is not in shot 'rolls'"),
    ):
        with pytest.raises((ScriptError, EditError), match=said):
            make_film(script(folder, {"do": "grade", "to": "warm"}, edit), tmp_path / "film.mp4", workers=1)
    assert not (tmp_path / "film.mp4").exists()
    assert not list((tmp_path / "store").rglob("*.mkv"))
