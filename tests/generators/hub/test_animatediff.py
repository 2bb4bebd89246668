"""AnimateDiff: a motion adapter over a model of pictures, FreeNoise, and keyframes by SparseCtrl."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from diffusers.models.attention import FreeNoiseTransformerBlock

from generators.hub import animated, loading
from generators.hub.animated import going_over, windows
from generators.hub.choice import choice
from generators.hub.families.animatediff import ANIMATEDIFF
from generators.hub.families.animatediff_sparse import SPARSE
from generators.hub.family import ClipAsked, How
from generators.hub.sparse import as_control
from storyline.diffusion.latents import shuffled
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models
from tests.generators.hub.tiny.animatediff import adapter, control, stirred

pytestmark = pytest.mark.slow

SIZE = FrameSize((16, 16))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("models")
    for name in ("sd15", "animatediff", "animatediff-sparse"):
        models()[name](root / name)
    adapter().save_pretrained(root / "adapter")
    control().save_pretrained(root / "pictures")
    control(simplified=False).save_pretrained(root / "lines")
    yield root
    loading.release()


@pytest.fixture(scope="module")
def model(tiny: Path) -> Any:
    return quiet(ANIMATEDIFF.load(Source.parse(str(tiny / "animatediff")), "cpu", "float32"))


@pytest.fixture(scope="module")
def sparse(tiny: Path) -> Any:
    return quiet(SPARSE.load(Source.parse(str(tiny / "animatediff-sparse")), "cpu", "float32"))


def quiet(model: Any) -> Any:
    model.set_progress_bar_config(disable=True)
    return model


def how(family: Any = ANIMATEDIFF, **parameters: Any) -> How:
    return How(SIZE, 2, 7.5, {**family.about.parameters, **parameters})


def asked(frames: int = 8, **others: Any) -> ClipAsked:
    return ClipAsked(frames, {0: "a fox runs"}, "ugly", 7, 8.0, **others)


def noise(frames: int = 8, context: int = 16) -> torch.Tensor:
    return shuffled(7, (frames, 4, 8, 8), context, 4).transpose(0, 1)[None]


def picture(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (16, 16, 3), np.uint8)


def drawn(model: Any, **others: Any) -> np.ndarray:
    """By a pipeline of diffusers, as it is."""
    given = {"negative_prompt": "ugly", "width": 16, "height": 16, "num_inference_steps": 2, "guidance_scale": 7.5}
    return np.asarray(quiet(model)(output_type="np", **given, **others).frames[0])


@torch.no_grad()
def test_within_one_window_it_is_the_pipeline_of_diffusers(tiny: Path, model: Any) -> None:
    usual = diffusers.AnimateDiffPipeline.from_pretrained(str(tiny / "animatediff"))
    expected = drawn(usual, prompt="a fox runs", num_frames=8, latents=noise())
    assert np.abs(ANIMATEDIFF.draw(model, asked(), how()) - expected).max() < 1e-5


@pytest.mark.slow
@torch.no_grad()
def test_many_frames_are_those_of_freenoise(tiny: Path, model: Any) -> None:
    usual = diffusers.AnimateDiffPipeline.from_pretrained(str(tiny / "animatediff"))
    usual.enable_free_noise(context_length=16, context_stride=4)
    words = {0: "a fox runs", 7: "a fox runs", 12: "snow"}
    expected = drawn(usual, prompt=words, num_frames=24, latents=noise(24))
    clip = ClipAsked(24, {0: "a fox runs", 12: "snow"}, "ugly", 7, 8.0)
    assert np.abs(ANIMATEDIFF.draw(model, clip, how()) - expected).max() < 1e-5


@pytest.mark.slow
@torch.no_grad()
def test_layers_that_work_in_pieces_give_the_same(tiny: Path, model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animated, "_AT_ONCE", {"spatial_split_size": 14, "temporal_split_size": 3})
    pieces = quiet(ANIMATEDIFF.load(Source.parse(str(tiny / "animatediff")), "cpu", "float32"))
    assert np.abs(ANIMATEDIFF.draw(pieces, asked(20), how()) - ANIMATEDIFF.draw(model, asked(20), how())).max() < 1e-5


@torch.no_grad()
def test_a_model_of_pictures_with_an_adapter(tiny: Path) -> None:
    source = Source.parse(f"{tiny / 'sd15'},motion_adapter={tiny / 'adapter'}")
    made = quiet(ANIMATEDIFF.load(source, "cpu", "float32"))
    assert made.motion_adapter is None
    assert made.scheduler.config.beta_schedule == "linear"
    expected = diffusers.AnimateDiffPipeline.from_pretrained(
        str(tiny / "sd15"),
        motion_adapter=adapter(),
        scheduler=diffusers.DDIMScheduler(
            beta_schedule="linear", clip_sample=False, steps_offset=1, timestep_spacing="linspace"
        ),
    )
    frames = drawn(expected, prompt="a fox runs", num_frames=8, latents=noise())
    assert np.abs(ANIMATEDIFF.draw(made, asked(), how()) - frames).max() < 1e-5


@torch.no_grad()
def test_another_adapter_takes_the_place_of_a_pipelines_own(tiny: Path, tmp_path: Path, model: Any) -> None:
    other = adapter()
    for weights in other.parameters():
        weights.add_(torch.randn(weights.shape) * 0.1)
    other.save_pretrained(tmp_path / "other")
    source = Source.parse(f"{tiny / 'animatediff'},motion_adapter={tmp_path / 'other'}")
    made = quiet(ANIMATEDIFF.load(source, "cpu", "float32"))
    assert not np.allclose(ANIMATEDIFF.draw(made, asked(), how()), ANIMATEDIFF.draw(model, asked(), how()), atol=1e-3)


def test_parts_that_do_not_fit_are_refused(tiny: Path, tmp_path: Path) -> None:
    wide = stirred(
        diffusers.MotionAdapter(
            block_out_channels=(16, 32), motion_layers_per_block=1, motion_norm_num_groups=4,
            motion_num_attention_heads=2,
        )
    )  # fmt: skip
    wide.save_pretrained(tmp_path / "wide")
    models()["sdxl"](tmp_path / "sdxl")
    for name in (
        f"{tiny / 'sd15'},motion_adapter={tmp_path / 'wide'}",
        f"{tmp_path / 'sdxl'},motion_adapter={tiny / 'adapter'}",
        f"{tiny / 'sd15'},motion_adapter={tiny / 'lines'}",
    ):
        with pytest.raises(SetupError, match="expected"):
            ANIMATEDIFF.load(Source.parse(name), "cpu", "float32")
    with pytest.raises(SetupError, match="expected parts out of: motion_adapter; got 'controlnet'"):
        choice(f"hub:animatediff={tiny / 'sd15'},controlnet={tiny / 'lines'}")


def test_what_is_taken_from_elsewhere_is_told_apart(tiny: Path) -> None:
    from generators.hub.work import identity

    whole, parted = (
        identity(Source.parse(name), ANIMATEDIFF.about)
        for name in (str(tiny / "animatediff"), f"{tiny / 'sd15'},motion_adapter={tiny / 'adapter'}")
    )
    assert set(whole) == {"files"} and set(parted) == {"files", "motion_adapter files"}


@torch.no_grad()
def test_windows_end_with_the_clip(model: Any) -> None:
    blocks = [block for block in model.unet.modules() if isinstance(block, FreeNoiseTransformerBlock)]
    assert blocks
    for least in (1, 8, 9, 16, 17, 33, 100):
        frames = ANIMATEDIFF.about.counts.at_least(least)
        for context, stride in ((16, 4), (8, 2), (32, 1)):
            assert windows(model, frames, how(context=context, stride=stride)) == (min(context, frames), stride)
            assert blocks[0]._get_frame_indices(frames)[-1][1] == frames
    for wrong in ({"context": 14}, {"stride": 3}, {"context": 64}, {"stride": 8}, {"context": 0}):
        with pytest.raises(RenderError, match="expected"):
            windows(model, 16, how(**wrong))


@torch.no_grad()
def test_steps_are_as_many_as_the_schedule_takes(tiny: Path) -> None:
    made = quiet(ANIMATEDIFF.load(Source.parse(str(tiny / "animatediff")), "cpu", "float32"))
    made.scheduler = diffusers.PNDMScheduler(skip_prk_steps=True, steps_offset=1)  # takes one more than it is asked for
    steps: list[tuple[int, int]] = []
    asking = replace(how(), step=lambda done, total: steps.append((done, total)))
    ANIMATEDIFF.draw(made, asked(), asking)
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_words_are_held_and_go_over() -> None:
    assert going_over({0: "a"}, 4) == {0: "a"}
    assert going_over({0: "a", 8: "b"}, 0) == {0: "a", 7: "a", 8: "b"}
    assert going_over({0: "a", 3: "b", 8: "c"}, 4) == {0: "a", 3: "b", 8: "c"}
    assert going_over({0: "a", 1: "b"}, 0) == {0: "a", 1: "b"}


@torch.no_grad()
@pytest.mark.parametrize("prior", ["independent", "mixed", "progressive", "residual", "warped"])
def test_priors_of_noise(model: Any, prior: str) -> None:
    moving = asked(motion=tuple((n / 16, 0.0) for n in range(8)))
    usual, other = (ANIMATEDIFF.draw(model, moving, how(prior=name)) for name in ("shuffled", prior))
    assert np.array_equal(usual, other) == (prior == "independent")  # as there is one window
    with pytest.raises(RenderError, match="prior: expected"):
        ANIMATEDIFF.draw(model, moving, how(prior="pink"))


@torch.no_grad()
def test_keyframes_are_encoded_without_noise(sparse: Any) -> None:
    clip = asked(keyframes={0: picture(0), 7: picture(1)})
    torch.manual_seed(1)
    before = torch.get_rng_state()
    once = SPARSE.draw(sparse, clip, how(SPARSE))
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert np.array_equal(once, SPARSE.draw(sparse, clip, how(SPARSE)))


@torch.no_grad()
def test_it_is_the_pipeline_of_diffusers_where_that_has_no_noise(tiny: Path, sparse: Any) -> None:
    usual = diffusers.AnimateDiffSparseControlNetPipeline.from_pretrained(str(tiny / "animatediff-sparse"))
    for vae in (usual.vae, sparse.vae):
        vae.quant_conv.bias[4:] = -60  # of the latents' log variance
        vae.quant_conv.weight[4:] = 0
    clip = asked(keyframes={0: picture(0), 3: picture(1)})
    images = [as_control(sparse, picture(n)) for n in (0, 1)]
    expected = drawn(
        usual, prompt="a fox runs", num_frames=8, latents=noise(8, 8), conditioning_frames=images,
        controlnet_frame_indices=[0, 3], controlnet_conditioning_scale=0.5,
    )  # fmt: skip
    assert np.abs(SPARSE.draw(sparse, clip, how(SPARSE, scale=0.5)) - expected).max() < 1e-5


@torch.no_grad()
def test_a_keyframe_changes_its_own_frame_most(sparse: Any) -> None:
    usual = SPARSE.draw(sparse, asked(keyframes={0: picture(0), 5: picture(1)}), how(SPARSE))
    other = SPARSE.draw(sparse, asked(keyframes={0: picture(0), 5: picture(2)}), how(SPARSE))
    assert np.argmax(np.abs(other - usual).mean((1, 2, 3))) == 5
    none = SPARSE.draw(sparse, asked(keyframes={0: picture(0), 5: picture(2)}), how(SPARSE, scale=0.0))
    assert np.array_equal(none, SPARSE.draw(sparse, asked(keyframes={0: picture(3)}), how(SPARSE, scale=0.0)))


@torch.no_grad()
def test_lines_of_keyframes(tiny: Path) -> None:
    parts = f"motion_adapter={tiny / 'adapter'},controlnet={tiny / 'lines'}"
    made = quiet(SPARSE.load(Source.parse(f"{tiny / 'sd15'},{parts}"), "cpu", "float32"))
    square = np.full((32, 32, 3), 40, np.uint8)
    square[8:24, 8:24] = 200
    lines = np.asarray(as_control(made, square))
    assert set(np.unique(lines)) == {0, 255}
    assert lines[8, 12:20].all() and not lines[14:18, 14:18].any() and not lines[:4].any()
    frames = SPARSE.draw(made, asked(keyframes={0: square}), how(SPARSE))
    flat = SPARSE.draw(made, asked(keyframes={0: np.full((32, 32, 3), 90, np.uint8)}), how(SPARSE))
    assert frames.shape == (8, 16, 16, 3) and not np.allclose(frames, flat, atol=1e-3)
