"""A layer redrawn by words: what the model sees, what comes of it on the canvas and in frames; and real pipelines."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import torch
from jaxtyping import Float32

from editors.canonical import CanonicalClip
from editors.change import Change, changed
from editors.diffusion.configured import VARIABLE, configured
from editors.diffusion.pipeline import PipelineEditor
from editors.diffusion.protocol import How, ImageEditor
from editors.diffusion.views import key_frames, redrawn
from editors.fit import fit_clip
from editors.fitting import Effort
from editors.operations import operation
from editors.operations.protocol import Asked
from storyline.errors import EditError
from storyline.frames.clip import Picture
from tests.editors.clips import RED, as_tensor, panned, with_ball
from tests.editors.diffusion.tiny import Sort, saved

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*torch.jit.script"
)  # diffusers' own, as it reads its list of pipelines

FEW = Effort(steps=40)
SORTS: tuple[Sort, ...] = ("inpainting", "instruction", "text")


@dataclass
class Painter:
    """Paints whatever it is shown in one colour, and remembers what that was."""

    colour: tuple[int, int, int] = (20, 40, 220)
    shown: list[tuple[Picture, Float32[np.ndarray, "h w"]]] = field(default_factory=list)

    def redraw(self, picture: Picture, region: Float32[np.ndarray, "h w"], how: How) -> Picture:
        self.shown.append((picture, region))
        return np.full_like(picture, self.colour)


@pytest.fixture(scope="module")
def pan() -> tuple[list[Picture], CanonicalClip]:
    frames = panned(9, step=8.0)
    return frames, fit_clip(frames, effort=FEW)


def whole(clip: CanonicalClip) -> torch.Tensor:
    return torch.ones(clip.layers[-1].image.shape[-2:])


def test_what_a_pan_uncovers_is_redrawn_in_further_frames_and_none_twice(
    pan: tuple[list[Picture], CanonicalClip],
) -> None:
    frames, clip = pan
    painter, layer = Painter(), clip.layers[-1]
    assert isinstance(painter, ImageEditor)
    image, done = redrawn(clip, layer, whole(clip), painter, How("blue"))
    assert 2 <= len(painter.shown) <= 3
    first, second = painter.shown[:2]
    assert first[1].min() > 0.99  # all of the frame of reference
    blue = np.asarray(painter.colour)
    again = second[1] < 0.01
    assert 0.2 < again.mean() < 0.9
    assert np.abs(second[0][again].astype(int) - blue).mean() < 12  # it is shown what was drawn before
    seen = layer.seen > 0.5
    assert float(done[seen].mean()) > 0.9
    made = changed(as_tensor(frames[4]), clip, 4, Change(layer.name, "surface", done, image=image))
    assert float((made.movedim(0, -1) - torch.tensor(blue) / 255).abs().mean()) < 0.1


def test_one_frame_is_enough_where_nothing_new_comes_up(pan: tuple[list[Picture], CanonicalClip]) -> None:
    frames = panned(4, step=0.0)
    clip = fit_clip(frames, effort=Effort(steps=5))
    assert list(key_frames(clip, clip.layers[-1], whole(clip))) == [clip.layers[-1].reference]
    assert list(key_frames(pan[1], pan[1].layers[-1], torch.zeros_like(whole(pan[1])))) == []
    assert len(list(key_frames(pan[1], pan[1].layers[-1], whole(pan[1]), most=1))) == 1


def test_a_ball_is_redrawn_and_the_ground_stays() -> None:
    frames, masks = with_ball()
    clip = fit_clip(frames, {"ball": masks}, effort=FEW)
    painter, ball = Painter(), clip.layer("ball")
    image, done = redrawn(clip, ball, torch.ones_like(ball.seen), painter, How("blue"))
    picture, region = painter.shown[0]
    number = ball.reference
    assert region[masks[number].numpy() > 0.99].min() > 0.9 and region[masks[number].numpy() == 0].max() < 0.1
    assert np.abs(picture[masks[number].numpy() > 0.99].astype(int) - RED).mean() < 40  # the whole frame is shown
    for n in (0, 5):
        made = changed(as_tensor(frames[n]), clip, n, Change("ball", "surface", done, image=image))
        assert torch.equal(made[:, masks[n] == 0], as_tensor(frames[n])[:, masks[n] == 0])
        assert float(made[2][masks[n] > 0.99].mean()) > 0.6


@pytest.mark.parametrize("sort", SORTS)
def test_real_pipelines_redraw_pictures_of_any_size_the_same_every_time(sort: Sort, tmp_path: Path) -> None:
    folder = saved(tmp_path / sort, sort)
    picture = np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8)
    region = np.zeros((50, 70), np.float32)
    region[10:30, 10:40] = 1
    how = How("a red fox", steps=2, strength=0.9)
    made = PipelineEditor(str(folder)).redraw(picture, region, how)
    assert made.shape == picture.shape and made.dtype == np.uint8
    other = PipelineEditor(str(folder))
    assert np.array_equal(other.redraw(picture, region, how), made)
    assert not np.array_equal(other.redraw(picture, region, How("a red fox", steps=2, strength=0.9, seed=1)), made)


def test_a_clip_is_restyled_by_a_real_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(saved(tmp_path / "model", "inpainting")))
    frames, masks = with_ball()
    clip = fit_clip(frames, {"ball": masks}, effort=FEW)
    ball = clip.layer("ball")
    parameters = configured({"by": "diffusers", "steps": 2, "strength": 0.9})
    change = operation("restyle")(Asked(clip, ball, torch.ones_like(ball.seen), "a ball of glass", parameters))
    made = [changed(as_tensor(frame), clip, n, change) for n, frame in enumerate(frames)]
    for n, frame in enumerate(made):
        was = as_tensor(frames[n])
        assert torch.equal(frame[:, masks[n] == 0], was[:, masks[n] == 0])
        assert float((frame - was)[:, masks[n] > 0.99].abs().mean()) > 0.02


def test_a_model_is_asked_for_and_set_up_by_whoever_renders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert configured({"strength": 0.5}) == {"strength": 0.5}
    with pytest.raises(EditError, match=VARIABLE):
        configured({"by": "diffusers"})
    with pytest.raises(EditError, match="expected 'diffusers'; got '/etc'"):
        configured({"by": "/etc"})
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(EditError, match=r"STORYLINE_IMAGE_EDITOR: .*\.safetensors; it has none"):
        configured({"by": "diffusers"})
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "model_index.json").write_text("{}")
    before = configured({"by": "diffusers"})
    assert before == configured({"by": "diffusers"})
    (tmp_path / "model_index.json").write_text('{"_class_name": "X"}')
    assert configured({"by": "diffusers"}) != before  # it is another model now: what it drew is drawn anew
    monkeypatch.setenv(VARIABLE, f"owner/name@{'a' * 40}")
    assert configured({"by": "diffusers"})["commit"] == "a" * 40


def test_what_is_no_pipeline_is_told(tmp_path: Path) -> None:
    picture, region = np.zeros((16, 16, 3), np.uint8), np.ones((16, 16), np.float32)
    (tmp_path / "model_index.json").write_text("nothing")
    with pytest.raises(EditError, match="expected a folder with a pipeline of diffusers"):
        PipelineEditor(str(tmp_path)).redraw(picture, region, How("a fox"))


@pytest.mark.parametrize(
    ("to", "parameters", "told"),
    [
        (7, {}, "expected words"),
        ("glass", {"strength": 0}, "strength: expected a number from 0.01 to 1"),
        ("glass", {"views": 0}, "views: expected a number from 1 to 100"),
    ],
)
def test_what_makes_no_sense_is_told(
    to: object, parameters: dict[str, object], told: str, pan: tuple[list[Picture], CanonicalClip]
) -> None:
    clip = pan[1]
    asked = Asked(clip, clip.layers[-1], whole(clip), to, {"by": "diffusers", "model": "none", **parameters})
    with pytest.raises(EditError, match=told):
        operation("restyle")(asked)
