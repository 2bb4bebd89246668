"""LTX-Video with keyframes anywhere: each reaches the network at its own time, and the first one stays."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generators.hub.families.ltx import LONGEST, LTX
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from tests.generators.hub.tiny import ltx as tiny
from tests.generators.hub.tiny import wan
from tests.generators.hub.watched import SEED, clip, how, picture, pixels, watched

pytestmark = pytest.mark.slow

ABOUT = LTX.about
FRAMES, LATENTS = 17, 3
KEYFRAMES = (0, 5, FRAMES - 1)
RATE = 8.0
CLEAN: dict[str, Any] = {"image_cond_noise_scale": 0.0, "decode_noise_scale": 0.0}
"""Nothing is added to what is known."""


@pytest.fixture(scope="module")
def model() -> Any:
    found = tiny.ltx()
    found.set_progress_bar_config(disable=True)
    return found


def drawn(model: Any, steps: int = 1, **parameters: Any) -> list[dict[str, Any]]:
    """What the network is given, step after step; a token is a latent of 32 × 32 pixels."""
    with watched(model.transformer) as seen:
        LTX.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, steps, guidance=1.0, **parameters))
    return seen


def encoded(model: Any, generator: torch.Generator, frame: int) -> torch.Tensor:
    """The token of a keyframe, with noise that is drawn as the pipeline draws it."""
    with torch.no_grad():
        return model.vae.encode(pixels(picture(frame))).latent_dist.sample(generator).flatten(2).transpose(1, 2)


def test_keyframes_are_at_their_times_and_not_to_be_drawn(model: Any) -> None:
    (given,) = drawn(model, **CLEAN)
    # those that are not the first stand before the clip
    assert torch.equal(given["video_coords"][0, 0] * RATE, torch.tensor([5.0, 16.0, 0.0, 1.0, 9.0]))
    assert given["timestep"].squeeze().tolist() == [0.0, 0.0, 0.0, 1000.0, 1000.0]


def test_keyframes_and_noise_are_of_the_seed_alone(model: Any) -> None:
    before = torch.get_rng_state()
    (given,) = drawn(model, **CLEAN)
    assert torch.equal(torch.get_rng_state(), before)
    generator = torch.Generator().manual_seed(SEED)
    noise = torch.randn(1, 8, LATENTS, 1, 1, generator=generator).flatten(2).transpose(1, 2)
    tokens = []
    for frame in KEYFRAMES:
        tokens.append(encoded(model, generator, frame))
        if frame:
            torch.randn(1, 8, 1, 1, 1, generator=generator)  # for keyframes that are weaker
    first, *others = tokens
    wanted = torch.cat([*others, first, noise[:, 1:]], 1)
    assert (given["hidden_states"] - wanted).abs().max() < 1e-5


def test_the_first_keyframe_stays_in_its_latent(model: Any) -> None:
    generator = torch.Generator().manual_seed(SEED)
    torch.randn(1, 8, LATENTS, 1, 1, generator=generator)
    first = encoded(model, generator, 0).squeeze()
    errors = {}
    for name, parameters in {"clean": CLEAN, "noisy": {**CLEAN, "image_cond_noise_scale": 0.15}}.items():
        with watched(model.vae.decoder) as seen:
            LTX.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, 3, **parameters))
        errors[name] = (seen[0]["0"][0, :, 0].squeeze() - first).abs().max()
    assert errors["clean"] < 1e-5
    assert 1e-5 < errors["noisy"] < 1  # noise of the last step is left on it


@pytest.mark.parametrize("frame", KEYFRAMES)
def test_a_keyframe_changes_its_own_token_alone(model: Any, frame: int) -> None:
    (usual,) = drawn(model, **CLEAN)
    keyframes = {n: picture(99 if n == frame else n) for n in KEYFRAMES}
    with watched(model.transformer) as seen:
        LTX.draw(model, clip(FRAMES, KEYFRAMES, keyframes=keyframes), how(ABOUT, 1, guidance=1.0, **CLEAN))
    changed = (seen[0]["hidden_states"] - usual["hidden_states"]).abs().amax((0, 2)) > 1e-6
    assert changed.nonzero().flatten().tolist() == [{0: 2, 5: 0, 16: 1}[frame]]


def test_weaker_keyframes_are_drawn_over(model: Any) -> None:
    (given,) = drawn(model, strength=0.25, **CLEAN)
    assert given["timestep"].squeeze().tolist() == [750.0, 750.0, 750.0, 1000.0, 1000.0]


def test_a_clip_lasts_no_longer_than_its_models_know(model: Any) -> None:
    with watched(model.transformer) as seen:
        LTX.draw(model, clip(FRAMES, (0, FRAMES - 1), rate=0.1), how(ABOUT))
    assert seen[0]["video_coords"][0, 0].max() == pytest.approx(LONGEST)


def test_parameters_reach_the_decoder_and_the_reader(model: Any) -> None:
    with watched(model.vae.decoder) as seen, watched(model.text_encoder) as read:
        LTX.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, decode_timestep=0.2, max_sequence_length=32))
    assert seen[0]["1"].tolist() == pytest.approx([0.2])
    assert [call["0"].shape[1] for call in read] == [32, 32]
    one = LTX.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, decode_noise_scale=0.5))
    assert not np.array_equal(one, LTX.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT)))


@pytest.mark.parametrize("name", ["strength", "image_cond_noise_scale", "decode_timestep", "guidance_rescale"])
def test_parameters_that_make_no_sense_are_told(model: Any, name: str) -> None:
    with pytest.raises(RenderError, match=f"'{name}': expected a number from 0 to 1; got 1.5"):
        LTX.draw(model, clip(FRAMES, KEYFRAMES), how(ABOUT, **{name: 1.5}))


def test_an_older_model_is_refused(tmp_path: Path) -> None:
    import diffusers

    older = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    tiny.ltx(scheduler=older).save_pretrained(tmp_path)
    with pytest.raises(SetupError, match=r"expected LTX-Video 0.9.5 or later"):
        LTX.load(Source.parse(str(tmp_path)), "cpu", "float32")


def test_a_model_with_another_network_is_refused(tmp_path: Path) -> None:
    tiny.ltx().save_pretrained(tmp_path)
    model = LTX.load(Source.parse(str(tmp_path)), "cpu", "float32")
    model.register_modules(transformer=wan.network())
    model.save_pretrained(tmp_path / "other")
    with pytest.raises(SetupError, match="expected one that LTXConditionPipeline of diffusers can use"):
        LTX.load(Source.parse(str(tmp_path / "other")), "cpu", "float32")
