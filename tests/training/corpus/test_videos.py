"""Videos with captions: cut where the picture changes, left out where it is still or has writing, told by frames."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from storyline.errors import ScriptError
from storyline.frames.clip import Picture
from storyline.frames.encode import encode
from storyline.frames.text import draw_text
from storyline.schema.media import FrameSize
from storyline.training.corpus.scripts import RATE
from storyline.training.corpus.shards import Shards
from storyline.training.corpus.takes import USUAL, takes
from storyline.training.corpus.toon import ClipSpec
from storyline.training.corpus.videos import Told, clips_of, fitted, footage, keep_videos

SIZE = FrameSize((192, 108))


def scene(ground: tuple[int, int, int], speed: float = 1.0, length: int = 30) -> list[Picture]:
    """A disc that goes over hills of a colour, with the grain of a camera."""
    chance = np.random.default_rng(sum(ground))
    hills = 60 + 14 * np.sin(np.arange(SIZE.width) / 17)
    made = []
    for n in range(length):
        image = Image.new("RGB", SIZE.root, (200, 220, 240))
        draw = ImageDraw.Draw(image)
        draw.polygon([*enumerate(hills.tolist()), (SIZE.width, SIZE.height), (0, SIZE.height)], ground)
        x = 30 + 2.5 * n * speed
        draw.ellipse((x, 40, x + 44, 84), (230, 90, 60), (40, 30, 30), 3)
        grain = chance.normal(0, 2, (SIZE.height, SIZE.width, 3))
        made.append(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    return made


GREEN, SAND, NIGHT = (90, 170, 80), (220, 190, 120), (40, 40, 90)


def titled(frames: Sequence[Picture]) -> list[Picture]:
    made = []
    for frame in frames:
        image = Image.fromarray(frame)
        draw = ImageDraw.Draw(image)
        for row in range(4):
            draw_text(draw, (96, 26 + 20 * row), "Once upon a time there", 14, (20, 20, 20), align="centre")
        made.append(np.asarray(image))
    return made


def filmed(frames: Sequence[Picture], path: Path) -> Path:
    return encode(frames, path, size=SIZE, rate=RATE, length=len(frames))


def spans(frames: Sequence[Picture]) -> list[tuple[int, int]]:
    return [(take.start, take.end_exclusive) for take in takes(frames, float(RATE))]


def test_takes_are_cut_where_the_picture_changes_at_once() -> None:
    assert spans([*scene(GREEN), *scene(SAND), *scene(NIGHT, length=20)]) == [(0, 30), (30, 60), (60, 80)]
    assert spans(scene(GREEN, speed=1.6)) == [(0, 30)]  # what moves is no cut
    assert takes([], 24.0) == ()


def test_takes_are_cut_where_one_picture_becomes_another() -> None:
    before, after = scene(GREEN, length=40), scene(NIGHT, length=40)
    mixed = [
        np.uint8(a * (1 - n / 8) + b * (n / 8)) for n, (a, b) in enumerate(zip(before[30:38], after[:8], strict=True))
    ]
    first, second = spans([*before[:30], *mixed, *after[8:]])
    assert first[0] == 0 and 28 <= first[1] <= 33
    assert 36 <= second[0] <= 42 and second[1] == 70


@pytest.mark.parametrize(
    ("frames", "why"),
    [
        (scene(GREEN), ""),
        (scene(GREEN, speed=0.0), "still"),
        (scene(GREEN, length=12), "short"),
        (titled(scene(SAND)), "writing"),
    ],
)
def test_what_is_not_worth_learning_from_is_left_out(frames: list[Picture], why: str) -> None:
    (take,) = takes(frames, float(RATE))
    assert take.refused(USUAL) == why


def test_a_folder_of_videos_becomes_clips(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    filmed([*scene(GREEN), *scene(SAND, speed=0.0), *scene(NIGHT)], tmp_path / "hills.mp4")
    (tmp_path / "hills.txt").write_text("A red disc over the hills.\n")
    filmed(scene(GREEN), tmp_path / "untold.mp4")
    found = list(footage(tmp_path))
    assert [(f.take.start, f.take.end_exclusive) for f in found] == [(0, 30), (60, 90)]
    assert "untold.mp4 has no caption" in caplog.text

    (clip,) = clips_of(found[1], ClipSpec("local", 4, size=FrameSize((64, 64))))
    assert clip.pictures.shape == (4, 64, 64, 3) and clip.stride == pytest.approx(1 / 24)
    assert clip.frames == tuple(range(clip.frames[0], clip.frames[0] + 4)) and clip.frames[0] >= 60
    assert {c.prompt for c in clip.conditions} == {"A red disc over the hills."}
    original = fitted(scene(NIGHT)[clip.frames[0] - 60], FrameSize((64, 64)))
    assert np.abs(clip.pictures[0].astype(int) - original).mean() < 6

    (far,) = clips_of(found[0], ClipSpec("global", 4, size=FrameSize((64, 64))))
    assert far.stride > 4 / 24 and len(far) == 4
    assert len(list(clips_of(found[0], ClipSpec("image", size=FrameSize((64, 64)))))) in (1, 2)
    assert not list(clips_of(found[0], ClipSpec("local", 40)))


def test_a_video_may_be_told_part_by_part_and_box_by_box(tmp_path: Path) -> None:
    told = Told.model_validate_json(
        json.dumps(
            {
                "caption": "A disc.",
                "place": "hills, day",
                "spans": [{"start": 0.5, "end": 1, "caption": "The disc goes on."}],
                "tracks": [
                    {
                        "entity": "disc",
                        "phrase": "disc, rolling",
                        "colours": [[0.9, 0.35, 0.2]],
                        "moments": [{"at": 0, "box": [0.2, 0.4, 0.4, 0.8]}, {"at": 1, "box": [0.6, 0.4, 0.8, 0.8]}],
                    }
                ],
            }
        )
    )
    early, middle, late = (told.conditions(seconds) for seconds in (0.0, 0.5, 1.5))
    assert (early.prompt, middle.prompt) == ("A disc.", "The disc goes on.")
    assert middle.seen[0].box.root == pytest.approx((0.4, 0.4, 0.6, 0.8)) and middle.seen[0].since == 0.5
    assert middle.seen[0].paces == pytest.approx(0.5) and not late.seen


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    filmed(scene(GREEN, length=4), tmp_path / "a.mp4")
    (tmp_path / "a.json").write_text('{"captoin": "A disc."}')
    with pytest.raises(ScriptError, match=r"a\.json: expected what a\.mp4 shows"):
        list(footage(tmp_path))


def test_videos_are_kept_as_the_drawn_world_is(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = TemporalAutoencoder(latent_channels=4, encoder_widths=(8, 8), decoder_widths=(8, 8), heads=2)
    model.fit_latents(torch.rand(2, 1, 3, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1)
    model.save_pretrained(tmp_path / "autoencoder")
    videos = tmp_path / "videos"
    filmed([*scene(GREEN), *scene(NIGHT)], videos / "hills.mp4")
    (videos / "hills.txt").write_text("Hills.")
    spec = ClipSpec("local", 3, size=FrameSize((64, 32)))
    assert keep_videos(videos, tmp_path / "kept", spec, encoder=tmp_path / "autoencoder") == 2
    shards = Shards(tmp_path / "kept")
    assert len(shards) == 2 and shards[1].latents.shape == (3, 4, 4, 8)
    assert shards[1].conditions[0].prompt == "Hills." and shards[1].conditions[0].seconds > 1
