"""Wan between two keyframes: both reach the network where they belong, and models that know no end are refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from generators.hub.families.wan import WAN
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from tests.generators.hub.tiny import wan as tiny
from tests.generators.hub.watched import SEED, clip, how, picture, pixels, watched

ABOUT = WAN.about
FRAMES, LATENTS = 9, 3


@pytest.fixture(scope="module")
def model() -> Any:
    found = tiny.first_and_last()
    found.set_progress_bar_config(disable=True)
    return found


@pytest.fixture(scope="module")
def two() -> Any:
    found = tiny.two_networks()
    found.set_progress_bar_config(disable=True)
    return found


def encoded(vae: Any, video: torch.Tensor) -> torch.Tensor:
    """Latents as the network knows them."""
    config = vae.config
    mean, std = (torch.tensor(each).view(1, -1, 1, 1, 1) for each in (config.latents_mean, config.latents_std))
    with torch.no_grad():
        return (vae.encode(video).latent_dist.mode() - mean) / std


def conditions(model: Any, network: Any, keyframes: dict[int, Any] | None = None) -> torch.Tensor:
    """Mask and latents beside the noise."""
    given = {} if keyframes is None else {"keyframes": keyframes}
    with watched(network) as seen:
        WAN.draw(model, clip(FRAMES, (0, FRAMES - 1), **given), how(ABOUT))
    return seen[0]["hidden_states"][:, 16:]


@pytest.mark.parametrize("kind", ["model", "two"])
def test_both_keyframes_are_beside_the_noise_where_they_belong(kind: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(kind)
    mask, latents = conditions(model, model.transformer).split([4, 16], 1)
    assert latents.shape[2] == LATENTS
    assert (mask[:, :, 0] == 1).all() and (mask[:, :, 1:-1] == 0).all()
    assert (mask[:, :3, -1] == 0).all() and (mask[:, 3, -1] == 1).all()
    known = pixels(picture(0), *[None] * (FRAMES - 2), picture(FRAMES - 1))
    assert (latents - encoded(model.vae, known)).abs().max() < 1e-5
    assert (latents[:, :, :1] - encoded(model.vae, pixels(picture(0)))).abs().max() < 1e-5


def test_the_last_keyframe_changes_the_last_latent_alone(model: Any) -> None:
    usual = conditions(model, model.transformer)
    other = conditions(model, model.transformer, {0: picture(0), FRAMES - 1: picture(99)})
    assert [(usual - other)[:, :, n].abs().max() > 1e-3 for n in range(LATENTS)] == [False, False, True]


def test_a_network_that_looks_at_pictures_sees_both(model: Any) -> None:
    with watched(model.image_encoder) as seen, watched(model.transformer) as drawn:
        WAN.draw(model, clip(FRAMES, (0, FRAMES - 1)), how(ABOUT))
    assert seen[0]["pixel_values"].shape[0] == 2
    assert drawn[0]["encoder_hidden_states_image"].shape[0] == 2


def test_noise_is_of_the_seed_alone(model: Any) -> None:
    before = torch.get_rng_state()
    with watched(model.transformer) as seen:
        WAN.draw(model, clip(FRAMES, (0, FRAMES - 1)), how(ABOUT))
    noise = seen[0]["hidden_states"][:, :16]
    assert torch.equal(noise, torch.randn(noise.shape, generator=torch.Generator().manual_seed(SEED)))
    assert torch.equal(torch.get_rng_state(), before)


def test_words_are_read_as_far_as_asked_for_and_those_that_are_not_wanted_too(model: Any) -> None:
    with watched(model.text_encoder) as seen:
        WAN.draw(model, clip(FRAMES, (0, FRAMES - 1)), how(ABOUT, max_sequence_length=16))
    (wanted, unwanted) = (call["0"] for call in seen)
    assert wanted.shape == unwanted.shape == (1, 16)
    read = model.tokenizer.batch_decode(torch.cat([wanted, unwanted]), skip_special_tokens=True)
    assert [text.replace(" ", "") for text in read] == ["afoxruns", "ugly"]


def test_the_second_network_has_a_guidance_of_its_own(two: Any) -> None:
    asked = clip(FRAMES, (0, FRAMES - 1))
    with watched(two.transformer) as much, watched(two.transformer_2) as little:
        usual = WAN.draw(two, asked, how(ABOUT, steps=2))
        assert len(much) == len(little) == 2  # with the words that are wanted, and with those that are not
        assert np.array_equal(WAN.draw(two, asked, how(ABOUT, steps=2, guidance_2=ABOUT.guidance)), usual)
        assert not np.array_equal(WAN.draw(two, asked, how(ABOUT, steps=2, guidance_2=1.5)), usual)
    assert torch.equal(much[0]["hidden_states"][:, 16:], little[0]["hidden_states"][:, 16:])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"guidance_2": 4.0}, "a single network"),
        ({"max_sequence_length": 0}, "'max_sequence_length': expected a number from 1 to 4096; got 0"),
        ({"max_sequence_length": 9.5}, "'max_sequence_length': expected a whole number; got 9.5"),
    ],
)
def test_parameters_that_make_no_sense_are_told(model: Any, parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        WAN.draw(model, clip(FRAMES, (0, FRAMES - 1)), how(ABOUT, **parameters))


def _from_words() -> Any:
    return tiny.two_networks(transformer=tiny.network(in_channels=16), transformer_2=None, boundary_ratio=None)


def _one_picture() -> Any:
    return tiny.first_and_last(transformer=tiny.network(image_dim=8, added_kv_proj_dim=24))


def _vace_network() -> Any:
    return tiny.two_networks(transformer=tiny.vace().transformer, transformer_2=None, boundary_ratio=None)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: tiny.first_and_last(expand_timesteps=True), "goes on from a first frame .Wan 2.2 TI2V 5B"),
        (lambda: tiny.two_networks(expand_timesteps=True), "goes on from a first frame .Wan 2.2 TI2V 5B"),
        (_from_words, "draws from words alone"),
        (_one_picture, "looks at a single picture .Wan 2.1 I2V"),
        (lambda: tiny.first_and_last(image_encoder=None), "without the image encoder"),
        (lambda: tiny.two_networks(transformer_2=None), "transformer_2 is a WanTransformer3DModel; got none"),
        (_vace_network, "transformer is a WanTransformer3DModel; got WanVACETransformer3DModel"),
    ],
    ids=["ti2v looking", "ti2v", "t2v", "i2v", "no eyes", "half", "vace"],
)
def test_a_model_that_knows_no_end_is_refused(made: Callable[[], Any], message: str, tmp_path: Path) -> None:
    made().save_pretrained(tmp_path)
    with pytest.raises(SetupError, match=message):
        WAN.load(Source.parse(str(tmp_path)), "cpu", "float32")


def test_small_parts_stay_exact(tmp_path: Path) -> None:
    tiny.first_and_last().save_pretrained(tmp_path)
    model = WAN.load(Source.parse(str(tmp_path)), "cpu", "bfloat16")
    assert isinstance(model, diffusers.WanImageToVideoPipeline)
    assert {model.vae.dtype, model.image_encoder.dtype} == {torch.float32}
    assert {model.text_encoder.dtype, model.transformer.patch_embedding.weight.dtype} == {torch.bfloat16}
    assert np.isfinite(WAN.draw(model, clip(FRAMES, (0, FRAMES - 1)), how(ABOUT))).all()
