"""FramePack: which sections it draws, what they are given, and that a clip ends with the keyframe that it was given."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generators.hub.families.framepack import FRAMEPACK, FRAMEPACK_F1
from generators.hub.work import identity
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from tests.generators.hub.tiny import framepack as tiny
from tests.generators.hub.watched import SEED, clip, how, picture, pixels, watched

pytestmark = pytest.mark.slow

ABOUT = FRAMEPACK.about
ONE, TWO = (ABOUT.counts.least + n * ABOUT.counts.every for n in (0, 1))


@pytest.fixture(scope="module")
def model() -> Any:
    found = tiny.framepack()
    found.set_progress_bar_config(disable=True)
    return found


def encoded(model: Any, generator: torch.Generator, frame: int) -> torch.Tensor:
    """A keyframe's latent, with noise that is drawn as the pipeline draws it."""
    with torch.no_grad():
        return model.vae.encode(pixels(picture(frame))).latent_dist.sample(generator) * model.vae.config.scaling_factor


def test_both_ends_are_before_the_network_and_noise_is_of_the_seed_alone(model: Any) -> None:
    before = torch.get_rng_state()
    with watched(model.transformer) as seen:
        FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), how(ABOUT))
    assert torch.equal(torch.get_rng_state(), before)
    (given,) = seen
    generator = torch.Generator().manual_seed(SEED)
    ends = torch.cat([encoded(model, generator, frame) for frame in (0, ONE - 1)], 2)
    assert (given["latents_clean"] - ends).abs().max() < 1e-5
    # the first keyframe, nine latents that are drawn, the last keyframe
    assert given["indices_latents_clean"].tolist() == [0, 10]
    assert given["indices_latents"].tolist() == list(range(1, 10))
    noise = torch.randn(given["hidden_states"].shape, generator=generator)
    assert torch.equal(given["hidden_states"], noise)
    assert not given["latents_history_2x"].any() and not given["latents_history_4x"].any()


def test_sections_are_drawn_from_the_last_to_the_first(model: Any) -> None:
    told: list[tuple[int, int]] = []
    asked = replace(how(ABOUT, 2), step=lambda done, total: told.append((done, total)))
    with watched(model.transformer) as seen:
        frames = FRAMEPACK.draw(model, clip(TWO, (0, TWO - 1)), asked)
    assert len(frames) == TWO
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [call["indices_latents"][0].item() for call in seen] == [10, 10, 1, 1]
    assert [call["indices_latents_clean"].tolist() for call in seen[::2]] == [[0, 19], [0, 10]]
    last, first = seen[0]["latents_clean"], seen[2]["latents_clean"]
    assert torch.equal(last[:, :, 0], first[:, :, 0])
    assert not torch.equal(last[:, :, 1], first[:, :, 1])  # what was drawn has come before the last keyframe


@pytest.mark.parametrize("frames", [ONE, TWO])
def test_a_clip_begins_with_a_keyframes_latent_and_ends_with_a_keyframe(model: Any, frames: int) -> None:
    with watched(model.vae.decoder) as seen:
        drawn = FRAMEPACK.draw(model, clip(frames, (0, frames - 1)), how(ABOUT))
    assert drawn.shape[0] == frames and drawn.dtype == np.float32
    assert np.array_equal(np.round(drawn[-1] * 255), picture(frames - 1))
    first = encoded(model, torch.Generator().manual_seed(SEED), 0)
    with torch.no_grad():
        wanted = model.vae.post_quant_conv(first / model.vae.config.scaling_factor)
    assert any((call["0"][:, :, :1] - wanted).abs().max() < 1e-5 for call in seen)


@pytest.mark.parametrize("window", [1, 3, 9])
def test_shorter_sections_make_as_many_frames(model: Any, window: int) -> None:
    with watched(model.transformer) as seen:
        assert len(FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), how(ABOUT, latent_window_size=window))) == ONE
    assert [call["hidden_states"].shape[2] for call in seen] == [window] * (9 // window)


def test_f1_goes_on_from_a_keyframe_alone(model: Any) -> None:
    about = FRAMEPACK_F1.about
    frames = about.counts.least + about.counts.every
    with watched(model.transformer) as seen:
        assert len(FRAMEPACK_F1.draw(model, clip(frames, (0,)), how(about))) == frames
    first = encoded(model, torch.Generator().manual_seed(SEED), 0)
    for call in seen:
        assert (call["latents_clean"][:, :, :1] - first).abs().max() < 1e-5
    assert (seen[0]["latents_clean"][:, :, 1:] - first).abs().max() < 1e-5
    assert not torch.equal(seen[1]["latents_clean"][:, :, 1:], seen[0]["latents_clean"][:, :, 1:])


def test_words_that_are_not_wanted_count_with_a_guidance_of_their_own(model: Any) -> None:
    with watched(model.transformer) as seen:
        usual = FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), how(ABOUT))
        assert np.array_equal(FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1), negative="fog"), how(ABOUT)), usual)
        assert len(seen) == 2
        strong = how(ABOUT, true_guidance=4.0)
        one = FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), strong)
        assert not np.array_equal(FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1), negative="fog"), strong), one)
    assert len(seen) == 6
    assert seen[0]["guidance"].tolist() == [ABOUT.guidance * 1000]


def test_parameters_that_make_no_sense_are_told(model: Any) -> None:
    with pytest.raises(RenderError, match="'latent_window_size': expected a divisor of 9; got 4"):
        FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), how(ABOUT, latent_window_size=4))
    with pytest.raises(RenderError, match=r"'true_guidance': expected a number from 1 to 100; got 0\.5"):
        FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), how(ABOUT, true_guidance=0.5))


def test_a_network_alone_takes_its_other_parts_from_elsewhere(tmp_path: Path) -> None:
    whole, alone = tmp_path / "whole", tmp_path / "alone"
    tiny.framepack().save_pretrained(whole)
    tiny.network().save_pretrained(alone)
    told = Source.parse(f"{alone},vae={whole},image_encoder={whole}")
    model = FRAMEPACK.load(told, "cpu", "float32")
    frames = FRAMEPACK.draw(model, clip(ONE, (0, ONE - 1)), how(ABOUT))
    assert len(frames) == ONE and np.isfinite(frames).all()
    mine = identity(Source.parse(str(whole)), ABOUT)["files"]
    assert identity(told, ABOUT) == {
        "files": Source.parse(str(alone)).identity["files"],
        "vae files": mine,
        "image_encoder files": mine,
    }
    with pytest.raises(SetupError, match="expected both of vae, image_encoder from elsewhere, or none"):
        FRAMEPACK.load(Source.parse(f"{whole},vae={whole}"), "cpu", "float32")


def test_the_network_is_computed_in_bfloat16_and_the_others_in_float16(tmp_path: Path) -> None:
    tiny.framepack().save_pretrained(tmp_path)
    model = FRAMEPACK.load(Source.parse(str(tmp_path)), "cpu", "bfloat16")
    assert model.transformer.dtype == torch.bfloat16
    assert {model.vae.dtype, model.text_encoder.dtype, model.image_encoder.dtype} == {torch.float16}


def test_a_model_without_the_network_is_refused(tmp_path: Path) -> None:
    from tests.generators.hub.tiny import wan

    model = tiny.framepack()
    model.register_modules(transformer=wan.network())
    model.save_pretrained(tmp_path)
    with pytest.raises(SetupError, match="transformer is a HunyuanVideoFramepackTransformer3DModel; got WanTrans"):
        FRAMEPACK.load(Source.parse(str(tmp_path)), "cpu", "float32")
