"""Stable Video Diffusion, from one end and from both."""

from collections.abc import Iterator
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from generators.hub.both_ends import mixed
from generators.hub.families.stable_video import SVD
from generators.hub.family import ClipAsked, How
from storyline.diffusion.noise import noise
from storyline.diffusion.sources import Source
from storyline.errors import RenderError
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

pytestmark = pytest.mark.slow

FRAMES = 14
SETTINGS = {"height": 32, "width": 32, "num_frames": FRAMES, "num_inference_steps": 2, "max_guidance_scale": 3.0}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("svd")
    models()["svd"](root)
    made = SVD.load(Source.parse(str(root)), "cpu", "float32")
    made.set_progress_bar_config(disable=True)
    assert type(made) is diffusers.StableVideoDiffusionPipeline
    yield made


def how(**parameters: Any) -> How:
    return How(FrameSize((32, 32)), 2, 3.0, {**SVD.about.parameters, **parameters})


def picture(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (32, 32, 3), np.uint8)


def asked(*seeds: int, rate: float = 7.0) -> ClipAsked:
    keyframes = dict(zip((0, FRAMES - 1), map(picture, seeds), strict=False))
    return ClipAsked(FRAMES, {0: "a fox"}, "", 7, rate, keyframes)


def test_counts_are_those_that_the_models_learnt() -> None:
    counts = SVD.about.counts
    assert [counts.at_least(n) for n in (1, 14, 15, 25)] == [14, 14, 25, 25]


@torch.no_grad()
def test_from_one_end_it_is_the_pipeline_of_diffusers(model: Any) -> None:
    expected = model(
        Image.fromarray(picture(0)), latents=noise(7, (FRAMES, 4, 4, 4))[None], decode_chunk_size=8, output_type="np",
        generator=torch.Generator().manual_seed(7), fps=7, **SETTINGS,
    )  # fmt: skip
    found = SVD.draw(model, asked(0), how())
    assert np.abs(found - expected.frames[0]).max() < 1e-5
    assert np.array_equal(found, SVD.draw(model, asked(0, rate=20), how(fps=7)))
    assert not np.array_equal(found, SVD.draw(model, asked(0, rate=20), how()))


@torch.no_grad()
def test_between_two_ends_it_mixes_what_is_predicted_from_each(model: Any) -> None:
    pictures = [Image.fromarray(picture(n)) for n in (0, 1)]
    random = torch.Generator().manual_seed(7)
    shown = model.video_processor.preprocess(pictures, 32, 32)
    shown = shown + 0.02 * torch.randn(shown.shape, generator=random)
    beside = model.vae.encode(shown).latent_dist.mode()[:, None].expand(-1, FRAMES, -1, -1, -1)
    words = model._encode_image(pictures, "cpu", 1, False)
    times = torch.tensor([[6.0, 127.0, 0.02]])
    strength = torch.linspace(1, 3, FRAMES).reshape(1, -1, 1, 1, 1)
    later = torch.linspace(0, 1, FRAMES).reshape(1, -1, 1, 1, 1)

    def guided(x: torch.Tensor, t: torch.Tensor, end: int) -> torch.Tensor:
        without, with_it = (
            model.unet(torch.cat([x, beside[end : end + 1] * on], 2), t, words[end : end + 1] * on, times).sample
            for on in (0, 1)
        )
        return without + strength * (with_it - without)  # type: ignore[no-any-return]

    model.scheduler.set_timesteps(2)
    x = noise(7, (FRAMES, 4, 4, 4))[None] * model.scheduler.init_noise_sigma
    for t in model.scheduler.timesteps:
        scaled = model.scheduler.scale_model_input(x, t)
        forth, back = guided(scaled, t, 0), guided(scaled.flip(1), t, 1).flip(1)
        x = model.scheduler.step(forth * (1 - later) + back * later, t, x).prev_sample
    expected = model.video_processor.postprocess_video(model.decode_latents(x, FRAMES, 8), output_type="np")[0]
    assert np.abs(SVD.draw(model, asked(0, 1), how()) - expected).max() < 1e-3  # of noise that begins at 700


def test_each_end_is_all_of_one_clip() -> None:
    both = torch.randn(2, 5, 1, 2, 2, generator=torch.Generator().manual_seed(0))
    one = mixed(both)
    assert torch.equal(one[0, 0], both[0, 0]) and torch.equal(one[0, 4], both[1, 0])
    assert torch.allclose(one[0, 2], (both[0, 2] + both[1, 2]) / 2)
    assert torch.equal(one[1], one[0].flip(0))
    assert torch.allclose(mixed(one), one)


@pytest.mark.parametrize(
    "wrong", [{"fps": -1}, {"motion_bucket_id": 256}, {"noise_aug_strength": -0.1}, {"decode_at_once": 0}]
)
@torch.no_grad()
def test_parameters_out_of_range_are_told(model: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected a number"):
        SVD.draw(model, asked(0), how(**wrong))
