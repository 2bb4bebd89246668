"""Clips of every kind are edited or refused in a sentence; masks and pictures that do not fit are told."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editors import making, tasks, work
from storyline import edit_clip
from storyline.errors import AssemblyError, EditError, ScriptError, SetupError
from storyline.film.edit import export_canonical
from storyline.frames.decode import decode, probe
from storyline.frames.ffmpeg import run, url
from tests.editors.clips import COLUMNS, ROWS, panned, texture, with_ball
from tests.film.test_edit import ball, video


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Few steps, and a store of the test's own; nothing is left half written."""
    monkeypatch.setattr(making, "STEPS", 6)
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path / "store"))
    yield
    assert not list(tmp_path.glob("storyline-*"))


def grey(clip: Path, folder: Path, **asked: object) -> list[np.ndarray]:
    """The frames of a clip without its colours."""
    edit_clip(clip, folder / "out.mp4", do="grade", to="noir", workers=1, **asked)  # type: ignore[arg-type]
    frames = [frame.astype(int) for frame in decode(folder / "out.mp4")]
    assert all(np.abs(frame[..., 0] - frame[..., 2]).mean() < 8 for frame in frames)
    return frames


def test_ten_bits_and_a_format_that_rounds_times(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mkv"
    ten = ["-pix_fmt", "yuv420p10le", "-c:v", "ffv1"]
    run(["-v", "error", "-y", "-i", url(video(tmp_path / "a.mp4", panned(4))), *ten, url(clip)], task="make a clip")
    frames = grey(clip, tmp_path, field="grid")
    before = [frame @ [0.3, 0.59, 0.11] for frame in decode(clip)]
    assert len(frames) == 4 and probe(tmp_path / "out.mp4").rate == Fraction(24)
    # in grey, bright is where it was bright
    assert all(np.corrcoef(a.mean(-1).ravel(), b.ravel())[0, 1] > 0.9 for a, b in zip(frames, before, strict=True))


def test_a_frame_alone_and_a_clip_that_stands_still(tmp_path: Path) -> None:
    still = texture(ROWS, COLUMNS)
    assert len(grey(video(tmp_path / "one.mp4", [still]), tmp_path)) == 1
    clip = video(tmp_path / "still.mp4", [still] * 3)
    assert len(grey(clip, tmp_path)) == 3
    assert len(grey(clip, tmp_path, target="background")) == 3
    with pytest.raises(EditError, match="target: foreground is nowhere to be seen in this clip"):
        edit_clip(clip, tmp_path / "none.mp4", do="recolour", to="blue", target="foreground", workers=1)
    with pytest.raises(EditError, match="target: foreground is nowhere"):
        export_canonical(clip, tmp_path / "none.png", target="foreground", workers=1)
    assert not (tmp_path / "none.mp4").exists() and not (tmp_path / "none.png").exists()


def test_one_mask_is_followed_from_piece_to_piece_and_not_over_a_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "pieces", lambda length, cuts: work.pieces(length, cuts, most=5, overlap=2))
    frames, masks = with_ball(9)
    Image.fromarray((masks[0].numpy() * 255).astype(np.uint8)).save(tmp_path / "mask.png")
    bright = [np.clip(frame.astype(int) // 4 + 190, 0, 255).astype(np.uint8) for frame in panned(3, seed=9)]
    clip = video(tmp_path / "ball.mp4", [*frames, *bright])
    target = str(tmp_path / "mask.png")
    made = edit_clip(clip, tmp_path / "out.mp4", do="recolour", to="blue", target=target, workers=1)
    assert made.frames == 12
    after = list(decode(tmp_path / "out.mp4"))
    for n in range(9):
        inside = after[n][22:30, 16 + 5 * n : 24 + 5 * n].mean((0, 1))
        assert inside[0] < 120 < inside[2], n
    assert np.abs(after[10].astype(int) - bright[1]).mean() < 6


def test_masks_and_pictures_that_do_not_fit(tmp_path: Path) -> None:
    clip, masks = ball(tmp_path)
    out = tmp_path / "out.mp4"
    files = {
        "high.png": Image.new("L", (ROWS, COLUMNS), 255),
        "black.png": Image.new("L", (COLUMNS, ROWS)),
        "glass.png": Image.new("RGBA", (COLUMNS, ROWS), (255, 255, 255, 0)),
    }
    for name, picture in files.items():
        picture.save(tmp_path / name)
    for target, said in (
        ("high.png", "high.png: expected a mask of the frames' shape, 80x48; got 48x80"),
        ("black.png", "black.png: expected a mask, white where something is edited; got one of nothing"),
        ("glass.png", "glass.png: expected a mask, white where something is edited; got one of nothing"),
        ("ball.mp4", "expected a picture"),
    ):
        with pytest.raises((EditError, ScriptError), match=said):
            edit_clip(clip, out, do="recolour", to="teal", target=str(tmp_path / target), workers=1)
    Image.new("L", (ROWS, COLUMNS), 255).save(masks / "003.png")
    with pytest.raises(EditError, match=r"003.png: expected a mask of the frames' shape"):
        edit_clip(clip, out, do="recolour", to="teal", target=str(masks), workers=1)
    (masks / "003.png").unlink()
    with pytest.raises(EditError, match="expected one for each of 5 frames, or one for the first; got 4"):
        edit_clip(clip, out, do="recolour", to="teal", target=str(masks), workers=1)
    with pytest.raises(EditError, match="field: expected one of image, grid; got 'hash'"):
        edit_clip(clip, out, do="grade", to="noir", field="hash", workers=1)
    assert not out.exists() and not list((tmp_path / "store").rglob("*.mkv"))
    with Image.open(masks / "000.png") as mask:
        mask.resize((2 * COLUMNS, 2 * ROWS)).save(tmp_path / "twice.png")
    edit_clip(clip, out, do="recolour", to="blue", target=str(tmp_path / "twice.png"), workers=1)
    assert all(frame[24:30, 18 + 5 * n : 23 + 5 * n].mean((0, 1))[0] < 110 for n, frame in enumerate(decode(out)))


def test_a_canonical_image_without_transparency_is_painted_and_one_of_another_size_refused(tmp_path: Path) -> None:
    clip = video(tmp_path / "pan.mp4", panned(3))
    export_canonical(clip, tmp_path / "c.png", workers=1)
    with Image.open(tmp_path / "c.png") as picture:
        plain = picture.convert("RGB")
    plain.paste((255, 0, 255), (20, 10, 36, 24))
    plain.save(tmp_path / "plain.png")
    edit_clip(clip, tmp_path / "out.mp4", do="paint", to=str(tmp_path / "plain.png"), workers=1)
    purple = [(f[..., 0] > 180) & (f[..., 1] < 110) & (f[..., 2] > 180) for f in decode(tmp_path / "out.mp4")]
    assert all(found.sum() > 60 for found in purple)
    with pytest.raises(EditError, match=r"c.png: nothing is different from the canonical image"):
        edit_clip(clip, tmp_path / "no.mp4", do="paint", to=str(tmp_path / "c.png"), workers=1)
    plain.resize((plain.width * 2, plain.height * 2)).save(tmp_path / "large.png")
    with pytest.raises(EditError, match=r"large.png: expected the canonical image of layer 'all', .*keep its size"):
        edit_clip(clip, tmp_path / "no.mp4", do="paint", to=str(tmp_path / "large.png"), workers=1)
    assert not (tmp_path / "no.mp4").exists()


def test_what_is_no_clip_is_told(tmp_path: Path) -> None:
    def edit(clip: Path) -> None:
        edit_clip(clip, tmp_path / "out.mp4", do="grade", to="noir", workers=1)

    tone = tmp_path / "tone.wav"
    run(["-v", "error", "-f", "lavfi", "-i", "sine=duration=0.2", url(tone)], task="make a tone")
    (tmp_path / "empty.mp4").touch()
    whole = video(tmp_path / "whole.mp4", panned(3)).read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    for name in ("tone.wav", "empty.mp4", "half.mp4"):
        with pytest.raises(AssemblyError, match=f"{name}"):
            edit(tmp_path / name)
    with pytest.raises(AssemblyError, match="there is no video file"):
        edit(tmp_path / "nowhere.mp4")
    with pytest.raises(EditError, match=r"expected frames of one size .*; got none"):
        edit(tmp_path)
    uneven = tmp_path / "uneven.mp4"
    drop = ["-vf", "select='not(eq(mod(n,3),1))'", "-fps_mode", "vfr", "-c:v", "mpeg4"]
    run(["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=24:duration=1", *drop, url(uneven)], task="")
    with pytest.raises(
        EditError, match=r"uneven.mp4: expected a steady frame rate; .*ffmpeg -i uneven.mp4 -fps_mode cfr"
    ):
        edit(uneven)
    with pytest.raises(SetupError, match="max-seconds and --field are for clips"):
        (tmp_path / "s.yaml").write_text("story: A fox runs.")
        export_canonical(tmp_path / "s.yaml", tmp_path / "c.png", shot=1, field="grid")
    with pytest.raises(EditError, match="is no script"):
        export_canonical(tmp_path / "whole.mp4", tmp_path / "c.png", shot=1)
    assert not (tmp_path / "out.mp4").exists()
