"""A video file in, an edited one out: fits are kept, sound stays, and what cannot be done is told."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editors import making
from editors.resuming import Unfinished
from storyline import edit_clip, make_film, plan_film
from storyline.errors import AssemblyError, EditError, SetupError
from storyline.film import Render
from storyline.film.edit import export_canonical
from storyline.film.edits import edits_of
from storyline.frames.clip import Picture
from storyline.frames.decode import decode, probe
from storyline.frames.encode import Encoding, encode
from storyline.frames.ffmpeg import run, url
from storyline.schema.media import FrameSize
from tests.editors.clips import COLUMNS, ROWS, panned, with_ball

EXACT = Encoding(crf=4)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Few steps, and a store of the test's own."""
    monkeypatch.setattr(making, "STEPS", 12)
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))


def video(path: Path, frames: Sequence[Picture]) -> Path:
    height, width = frames[0].shape[:2]
    return encode(frames, path, size=FrameSize((width, height)), rate=Fraction(24), length=len(frames), encoding=EXACT)


def ball(folder: Path) -> tuple[Path, Path]:
    """A clip, and a folder of its masks."""
    frames, masks = with_ball(5)
    (folder / "masks").mkdir()
    for n, mask in enumerate(masks):
        Image.fromarray((mask.numpy() * 255).astype(np.uint8)).save(folder / "masks" / f"{n:03}.png")
    return video(folder / "ball.mp4", frames), folder / "masks"


def test_a_clip_is_recoloured_and_the_next_edit_finds_its_fit(tmp_path: Path) -> None:
    clip, masks = ball(tmp_path)
    made = edit_clip(clip, tmp_path / "blue.mp4", do="recolour", to="blue", target=str(masks), workers=1)
    assert (made.frames, made.rate, made.made) == (5, Fraction(24), 2) and made.psnr > 20
    before, after = list(decode(clip)), list(decode(tmp_path / "blue.mp4"))
    middle = np.s_[22:32, 16:26]
    assert before[0][middle].mean((0, 1))[0] > 150 and after[0][middle].mean((0, 1))[0] < 90
    assert np.abs(before[0].astype(int) - after[0])[:, 60:].mean() < 5  # both were compressed
    again = edit_clip(clip, tmp_path / "teal.mp4", do="recolour", to="teal", target=str(masks), workers=1)
    assert again.made == 1  # the fit is there already
    moved = clip.rename(tmp_path / "other.mp4")
    assert edit_clip(moved, tmp_path / "b.mp4", do="recolour", to="blue", target=str(masks), workers=1).made == 0


def test_a_fit_that_was_stopped_goes_on_when_the_edit_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = video(tmp_path / "pan.mp4", panned(3))
    unfinished, looks = tmp_path / "store" / "unfinished", iter(range(100))

    def due(self: Unfinished) -> bool:
        if next(looks) == 8:
            raise KeyboardInterrupt
        return True

    with monkeypatch.context() as patch:
        patch.setattr(Unfinished, "due", property(due))
        with pytest.raises(KeyboardInterrupt):
            export_canonical(clip, tmp_path / "one.png", workers=1)
        assert len(list(unfinished.iterdir())) == 1
        export_canonical(clip, tmp_path / "one.png", workers=1)
    assert next(looks) == 9 + 6  # steps 7 to 12 of 12, each looked at before it
    assert not list(unfinished.iterdir())
    export_canonical(clip, tmp_path / "other.png", workers=1, store=tmp_path / "other")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "other.png").read_bytes()


def test_one_mask_is_enough_and_so_is_motion(tmp_path: Path) -> None:
    clip, masks = ball(tmp_path)
    for target in (str(masks / "000.png"), "foreground"):
        edit_clip(clip, tmp_path / "out.mp4", do="recolour", to="blue", target=target, workers=1)
        for n, frame in enumerate(decode(tmp_path / "out.mp4")):
            assert frame[24:30, 18 + 5 * n : 23 + 5 * n].mean((0, 1))[0] < 110


def test_a_folder_of_frames_is_a_clip(tmp_path: Path) -> None:
    frames, _ = with_ball(4)
    folder = tmp_path / "frames"
    folder.mkdir()
    for n, frame in enumerate(frames):
        Image.fromarray(frame[:-1]).save(folder / f"{n:03}.png")
    (folder / "notes.txt").write_text("taken in May")
    made = edit_clip(folder, tmp_path / "noir.mp4", do="grade", to="noir", workers=1)
    video = probe(made.path)
    assert (video.frames, video.width, video.height, video.rate) == (4, COLUMNS, ROWS, 24)
    assert edit_clip(folder, tmp_path / "again.mp4", do="grade", to="noir", workers=1).made == 0
    Image.fromarray(frames[0]).save(folder / "999.png")
    with pytest.raises(EditError, match=f"frames of one size .*; got {COLUMNS}x{ROWS - 1}, {COLUMNS}x{ROWS}"):
        edit_clip(folder, tmp_path / "again.mp4", do="grade", to="noir", workers=1)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EditError, match="got none"):
        edit_clip(tmp_path / "empty", tmp_path / "again.mp4", do="grade", to="noir", workers=1)


def test_sound_and_odd_sizes_stay(tmp_path: Path) -> None:
    silent = video(tmp_path / "silent.mp4", panned(6))
    clip = tmp_path / "clip.mkv"
    crop = ["-vf", f"crop={COLUMNS - 1}:{ROWS - 1}:0:0:exact=1", "-pix_fmt", "yuv444p", "-c:v", "ffv1"]
    tone = ["-f", "lavfi", "-i", "sine=frequency=440:duration=0.25"]
    run(["-v", "error", "-y", "-i", url(silent), *tone, *crop, "-c:a", "flac", url(clip)], task="make a clip")
    assert (probe(clip).width, probe(clip).height, probe(clip).sound) == (COLUMNS - 1, ROWS - 1, True)
    edit_clip(clip, tmp_path / "out.mp4", do="grade", to="noir", workers=1)
    found = probe(tmp_path / "out.mp4")
    assert (found.width, found.height, found.frames, found.sound) == (COLUMNS, ROWS, 6, True)
    frame = next(iter(decode(tmp_path / "out.mp4"))).astype(int)
    assert np.abs(frame[..., 0] - frame[..., 2]).mean() < 6


def test_a_long_clip_with_a_cut_is_fitted_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from editors import tasks, work

    monkeypatch.setattr(tasks, "pieces", lambda length, cuts: work.pieces(length, cuts, most=6, overlap=2))
    bright = [np.clip(frame.astype(int) // 4 + 190, 0, 255).astype(np.uint8) for frame in panned(4, seed=9)]
    clip = video(tmp_path / "long.mp4", [*panned(9, step=1.0), *bright])
    Image.new("RGB", (20, 20), (0, 255, 0)).save(tmp_path / "green.png")
    made = edit_clip(
        clip, tmp_path / "out.mp4", do="replace", to=str(tmp_path / "green.png"), target="0.4,0.3,0.7,0.7", workers=1
    )
    assert made.frames == 13 and made.made == 6  # two pieces before the cut, one behind it: as many fits and edits
    frames = [frame.astype(int) for frame in decode(tmp_path / "out.mp4")]
    for n in (0, 4, 8):
        inner = frames[n][18:30, 36 - n : 52 - n].mean((0, 1))
        assert inner[1] > 170 and inner[0] < 90
    assert np.abs(frames[10] - bright[1].astype(int)).mean() < 6  # nothing of it behind the cut


def test_the_canonical_image_goes_out_and_comes_back_painted(tmp_path: Path) -> None:
    clip = video(tmp_path / "pan.mp4", panned(5))
    written = export_canonical(clip, tmp_path / "canonical.png", workers=1)
    assert written.layer == "all" and written.psnr > 20
    with Image.open(tmp_path / "canonical.png") as picture:
        pixels = np.array(picture)
    assert pixels.shape[2] == 4 and pixels.shape[1] > COLUMNS
    pixels[20:28, 40:52, :3] = (255, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "painted.png")
    made = edit_clip(clip, tmp_path / "out.mp4", do="paint", to=str(tmp_path / "painted.png"), workers=1)
    assert made.made == 1
    for frame in decode(tmp_path / "out.mp4"):
        purple = (frame[..., 0] > 200) & (frame[..., 1] < 90) & (frame[..., 2] > 200)
        assert 40 < purple.sum() < 140


def test_a_picture_of_one_frame_changes_those_before_and_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is put into the piece that the frame is in, and carried from there both ways."""
    from editors import tasks, work

    monkeypatch.setattr(tasks, "pieces", lambda length, cuts: work.pieces(length, cuts, most=6, overlap=2))
    clip = video(tmp_path / "long.mp4", panned(14, step=1.0))
    picture = list(decode(clip))[7].copy()
    picture[18:30, 40:56] = (255, 0, 255)
    Image.fromarray(picture).save(tmp_path / "seven.png")
    asked = {"do": "keyframe", "to": str(tmp_path / "seven.png"), "workers": 1}
    made = edit_clip(clip, tmp_path / "out.mp4", parameters={"at": 7}, **asked)  # type: ignore[arg-type]
    assert made.made == 6  # three pieces
    for n, frame in enumerate(decode(tmp_path / "out.mp4")):
        purple = (frame[..., 0] > 180) & (frame[..., 1] < 110) & (frame[..., 2] > 180)
        assert purple.sum() > 100 and abs(purple.nonzero()[1].mean() - (47.5 + 7 - n)) < 1.5
    for parameters, said in (
        ({}, "expected `at`"),
        ({"at": 14}, "`at` within the clip's 14 frames"),
        ({"at": "x"}, "'x'"),
    ):
        with pytest.raises(EditError, match=said):
            edit_clip(clip, tmp_path / "out.mp4", parameters=parameters, **asked)  # type: ignore[arg-type]


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    clip, masks = ball(tmp_path)
    out = tmp_path / "out.mp4"

    def edit(**asked: object) -> None:
        edit_clip(clip, out, **{"do": "recolour", "to": "teal", "workers": 1, **asked})  # type: ignore[arg-type]

    with pytest.raises(EditError, match="expected one of recolour"):
        edit(do="explode")
    with pytest.raises(EditError, match="target: expected all"):
        edit(target="the fox")
    with pytest.raises(EditError, match="x0 < x1"):
        edit(target="0.5,0,0.2,1")
    with pytest.raises(EditError, match="expected a word"):
        edit(to="no colour")
    with pytest.raises(EditError, match="name of a picture"):
        edit(do="replace", to="nowhere.png")
    (masks / "000.png").unlink()
    with pytest.raises(EditError, match="each of 5 frames"):
        edit(target=str(masks))
    with pytest.raises(SetupError, match="it is not lost"):
        edit_clip(clip, clip, do="grade", to="noir")
    with pytest.raises(SetupError, match="unknown editor"):
        edit(using="scissors")
    with pytest.raises(SetupError, match="'consistency': expected one that edits clips"):
        edit(using="consistency")
    (tmp_path / "words.mp4").write_text("no video")
    with pytest.raises(AssemblyError, match="as a video"):
        edit_clip(tmp_path / "words.mp4", out, do="grade", to="noir")
    assert not out.exists()


BALL: dict[str, object] = {
    "title": "",
    "size": [160, 90],
    "rate": 12,
    "cast": [{"id": "ball", "kind": "ball", "looks": [{"colours": ["red"]}]}, {"id": "tree", "kind": "tree"}],
    "places": [{"id": "hill", "setting": "meadow"}],
    "scenes": [
        {
            "place": "hill",
            "shots": [
                {
                    "id": "rolls",
                    "action": "The ball rolls.",
                    "duration": 10,
                    "panels": [
                        {"at": at, "placements": [{"entity": "ball", "box": [x, 0.45, x + 0.22, 0.85]}]}
                        for at, x in ((0, 0.1), (9, 0.6))
                    ],
                },
                {
                    "id": "waits",
                    "action": "A tree.",
                    "duration": 6,
                    "panels": [{"at": 0, "placements": [{"entity": "tree", "box": [0.3, 0.1, 0.7, 0.9]}]}],
                },
            ],
        }
    ],
}


def test_an_edit_of_a_script_changes_its_entity_in_every_frame_and_another_colour_costs_little(tmp_path: Path) -> None:
    blue = {**BALL, "edits": [{"target": "ball", "do": "recolour", "to": "blue", "using": "canonical"}]}
    film = make_film(blue, tmp_path / "blue.mp4", workers=1)
    cast = [{"id": "ball", "kind": "ball", "looks": [{"colours": ["blue"]}]}, {"id": "tree", "kind": "tree"}]
    drawn = make_film({**BALL, "cast": cast}, tmp_path / "drawn.mp4", workers=1)
    plain = make_film(BALL, tmp_path / "plain.mp4", workers=1)
    frames = [[frame.astype(int) for frame in decode(made.path)] for made in (film, drawn, plain)]
    for n, (edited, truth, before) in enumerate(zip(*frames, strict=True)):
        assert np.abs(edited - truth).mean() < 0.35 * np.abs(before - truth).mean() + 1.5, n
    render = Render.of(film.storyboard, store=tmp_path / "store", workers=1)
    board = film.storyboard.model_copy(
        update={"edits": (film.storyboard.edits[0].model_copy(update={"parameters": {"to": "teal"}}),)}
    )
    todo = [task.kind for task in Render.of(board, store=tmp_path / "store", workers=1).work().to_run]
    assert not render.work().to_run
    assert set(todo) == {"edit", "segment", "film"}  # neither is drawn nor fitted again


def test_edits_of_a_shot_follow_each_other_and_keep_to_their_frames(tmp_path: Path) -> None:
    edits = [
        {"shot": 1, "do": "grade", "to": "noir", "order": 2},
        {
            "target": {"shot": "rolls", "box": [0.0, 0.0, 0.3, 0.3]},
            "operation": "sign",
            "parameters": {"to": "HILL", "board": "red"},
            "frames": {"start": 0, "end_exclusive": 5},
            "order": 1,
        },
    ]
    film = make_film({**BALL, "edits": edits}, tmp_path / "film.mp4", workers=1)
    plain = make_film(BALL, tmp_path / "plain.mp4", workers=1)
    made, before = ([frame.astype(int) for frame in decode(one.path)] for one in (film, plain))
    assert all(np.abs(frame[..., 0] - frame[..., 2]).mean() < 8 for frame in made[:10])  # the sign is grey, too
    assert np.abs(made[12] - before[12]).mean() < 2  # the other shot is as it was
    grey = before[2].mean(-1)[4:24, 6:44]
    assert np.abs(made[2].mean(-1)[4:24, 6:44] - grey).mean() > np.abs(made[8].mean(-1)[4:24, 6:44] - grey).mean() + 5


def test_edits_that_no_script_can_have_are_told(tmp_path: Path) -> None:
    for edit, said in (
        ({"operation": "explode"}, "edit 1, operation: expected one of recolour"),
        ({"do": "grade", "to": "noir", "using": "scissors"}, "edit 1, using: unknown editor 'scissors'"),
        ({"do": "grade", "to": "noir", "using": "consistency"}, "edit 1, using: editor 'consistency': expected one"),
    ):
        with pytest.raises((EditError, SetupError), match=said):
            make_film({**BALL, "edits": [edit]}, tmp_path / "film.mp4", workers=1)


def test_a_girl_is_recoloured_where_her_dress_is() -> None:
    cast = [{"id": "mia", "kind": "girl", "looks": [{"colours": ["red", "white"]}]}]
    shot = {
        "action": "Mia waves.",
        "panels": [{"at": 0, "placements": [{"entity": "mia", "box": [0.3, 0.2, 0.6, 0.9]}]}],
    }
    edits = [
        {"target": "mia", "do": "recolour", "to": "teal"},
        {"target": "mia", "do": "recolour", "to": "teal", "parameters": {"from": "white"}},
        {"target": "all", "do": "recolour", "to": "teal"},
    ]
    board = plan_film({"title": "Mia", "cast": cast, "scenes": [{"shots": [shot]}], "edits": edits})
    (only,) = board.scenes[0].shots
    assert [edit.parameters.get("from") for _, edit in edits_of(board, only.id)] == ["red", "white", None]
