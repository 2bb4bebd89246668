"""Text2Video-Zero: clips by a network that has only seen pictures."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from diffusers.pipelines.deprecated.text_to_video_synthesis.pipeline_text_to_video_zero import (
    CrossFrameAttnProcessor2_0,
)

from generators.hub import loading, zero_shot
from generators.hub.across_frames import across_frames
from generators.hub.denoising import Told, decoded
from generators.hub.families.zero_shot import I2V_ZERO, I2V_ZERO_XL, T2V_ZERO, T2V_ZERO_XL
from generators.hub.family import ClipAsked, How
from generators.hub.zero_shot import Network, Ways, drawn
from storyline.diffusion.latents import moved
from storyline.diffusion.noise import noise
from storyline.diffusion.sources import Source
from storyline.errors import RenderError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

pytestmark = pytest.mark.slow

INERT: dict[str, Any] = {"moved_after": 0.4, "noised_to": 0.4}
"""No noise is put in again."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("models")
    made: dict[str, Any] = {}
    for name, family in (("sd15", T2V_ZERO), ("sdxl", T2V_ZERO_XL)):
        models()[name](root / name)
        made[name] = family.load(Source.parse(str(root / name)), "cpu", "float32")
        made[name].set_progress_bar_config(disable=True)
    yield made
    loading.release()


@pytest.fixture
def model(tiny: Any) -> Any:
    return tiny["sd15"]


def how(family: Any = T2V_ZERO, steps: int = 5, **parameters: Any) -> How:
    return How(FrameSize((32, 32)), steps, 7.5, {**family.about.parameters, **parameters})


def asked(frames: int = 4, **others: Any) -> ClipAsked:
    return replace(ClipAsked(frames, {0: "a fox runs"}, "ugly", 7, 8.0), **others)


def picture(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (32, 32, 3), np.uint8)


def between(frames: int = 4, **others: Any) -> ClipAsked:
    return asked(frames, keyframes={0: picture(0), frames - 1: picture(1)}, **others)


def by_diffusers(model: Any) -> np.ndarray:
    """A picture of the pipeline as it is, but for DDIM's steps."""
    usual = type(model)(**model.components)
    usual.scheduler = diffusers.DDIMScheduler.from_config(model.scheduler.config, clip_sample=False)
    usual.set_progress_bar_config(disable=True)
    output = usual(
        "a fox runs", negative_prompt="ugly", width=32, height=32, num_inference_steps=5, guidance_scale=7.5,
        latents=noise(7, (1, 4, 16, 16)), output_type="np",
    )  # fmt: skip
    return np.asarray(output.images[0])


@torch.no_grad()
@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_one_frame_is_the_picture_of_diffusers(tiny: Any, name: str) -> None:
    assert np.abs(drawn(tiny[name], asked(1), how())[0] - by_diffusers(tiny[name])).max() < 1e-5


@torch.no_grad()
@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_without_motion_and_new_noise_all_frames_are_that_picture(tiny: Any, name: str) -> None:
    found = drawn(tiny[name], asked(3), how(**INERT))
    assert np.abs(found - by_diffusers(tiny[name])).max() < 1e-5


@torch.no_grad()
def test_new_noise_makes_frames_differ(model: Any) -> None:
    found = drawn(model, asked(), how())
    assert min(np.abs(found[n] - found[m]).mean() for n in range(4) for m in range(n)) > 0.01


@torch.no_grad()
def test_how_many_frames_are_at_work_at_once_makes_no_difference(model: Any) -> None:
    for clip, family in ((asked(), T2V_ZERO), (between(4), I2V_ZERO)):
        one, many = (drawn(model, clip, how(family, steps=2, at_once=n)) for n in (1, 8))
        assert np.abs(one - many).max() < 1e-5


@torch.no_grad()
def test_keyframes_are_met(model: Any) -> None:
    found = drawn(model, between(), how(I2V_ZERO))
    shown = torch.from_numpy(np.stack([picture(0), picture(1)])).movedim(-1, 1) / 127.5 - 1
    there_and_back = model.vae.decode(model.vae.encode(shown).latent_dist.mode()).sample
    expected = (there_and_back / 2 + 0.5).clamp(0, 1).movedim(1, -1).numpy()
    assert np.abs(found[[0, -1]] - expected).max() < 1e-5


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
def test_noise_of_a_keyframe_is_that_which_it_would_be_drawn_from(kind: str) -> None:
    """By a network that knows all of pictures whose numbers are normal, of a spread of 0.5."""
    scheduler = diffusers.DDIMScheduler(prediction_type=kind, clip_sample=False, steps_offset=1)
    scheduler.set_timesteps(200)

    def knows(x: torch.Tensor, t: torch.Tensor, **words: Any) -> tuple[torch.Tensor]:
        kept = scheduler.alphas_cumprod[t]
        clean = x * 0.25 * kept**0.5 / (kept * 0.25 + 1 - kept)
        eps = (x - kept**0.5 * clean) / (1 - kept) ** 0.5
        found = {"epsilon": eps, "sample": clean, "v_prediction": kept**0.5 * eps - (1 - kept) ** 0.5 * clean}
        return (found[kind],)

    model = SimpleNamespace(unet=knows, scheduler=scheduler)
    words = Told(torch.zeros(2, 1, 1))
    network = Network(model, asked(1), replace(how(steps=200), guidance=1.0), scheduler, [words])
    whole = x = 0.5 * torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    for level in range(200, 0, -1):
        x = network.back(x, level, [0])
    kept = float(scheduler.alphas_cumprod[scheduler.timesteps[0]])
    assert torch.allclose(x, whole * ((0.25 * kept + 1 - kept) / 0.25) ** 0.5, rtol=0.02)
    for level in range(200):
        x = network.step(x, level, [0])
    assert torch.allclose(x, whole, rtol=0.02)


@torch.no_grad()
def test_frames_between_two_keyframes_go_over_from_one_to_the_other(model: Any) -> None:
    asking = replace(how(I2V_ZERO, moved_after=0.8, noised_to=0.8), guidance=1.0)
    found = drawn(model, between(7), asking)
    from_first, from_last = (np.abs(found - found[n]).mean((1, 2, 3)) for n in (0, 6))
    assert (np.diff(from_first[:6]) > 0).all() and (np.diff(from_last[1:]) < 0).all()
    one = drawn(model, asked(7, keyframes={0: picture(0)}), asking)
    same = drawn(model, asked(7, keyframes={0: picture(0), 6: picture(0)}), asking)
    assert np.abs(one - same)[:6].max() < 1e-5


def test_latents_between_two_ends_have_as_much_noise_as_one_has() -> None:
    random = torch.Generator().manual_seed(0)
    whole = torch.full((2, 4, 32, 32), 2.0)
    noised = 0.6 * whole + 0.8 * torch.randn(whole.shape, generator=random)
    ways = Ways([noised, whole], [0.6, 1.0], [0, 4], [(0.0, 0.0)] * 5)
    for n in (1, 2, 3):
        assert abs(ways.at(n, 0).mean() - 1.2) < 0.05 and abs(ways.at(n, 0).std() - 0.8) < 0.05
        assert torch.allclose(ways.at(n, 1), whole[0])
    assert torch.allclose(ways.weights([1, 3]), torch.tensor([[0.75, 0.25], [0.25, 0.75]]))
    assert torch.equal(ways.at(0, 0), noised[0]) or torch.allclose(ways.at(0, 0), noised[0])


@torch.no_grad()
def test_the_picture_moves_with_the_camera(model: Any) -> None:
    motion = tuple((n / 8, 0.0) for n in range(4))  # two latents each
    clip = asked(motion=motion)
    network = Network.of(model, clip, how(**INERT))
    network.total = 10
    path = zero_shot._denoised(network)
    ways = Ways(path, [network.shares(level)[0] for level in range(6)], [0], zero_shot._motion(clip, network.how))
    begun = zero_shot._begun(network, ways, [1, 2, 3], 2, 2)
    for n, x in enumerate(begun, 1):
        assert torch.equal(x, moved(path[2][0], n / 8, 0.0))
    by_parameter = zero_shot._motion(asked(), how(motion_x=1.0, motion_y=-0.5))
    assert by_parameter[3] == pytest.approx((3 / 8, -1.5 / 8))
    assert not np.allclose(drawn(model, clip, how(**INERT)), drawn(model, asked(), how(**INERT)), atol=1e-3)


@torch.no_grad()
def test_new_noise_has_its_share(model: Any) -> None:
    network = Network.of(model, asked(400), how())
    path = [torch.zeros(1, 4, 16, 16)] * 6
    ways = Ways(path, [network.shares(level)[0] for level in range(6)], [0], ((0.0, 0.0),) * 400)
    begun = zero_shot._begun(network, ways, range(1, 400), 3, 1)
    kept = network.shares(1)[0] / network.shares(3)[0]
    assert 0 < kept < 1
    assert begun.std().item() == pytest.approx((1 - kept**2) ** 0.5, rel=0.01)


@torch.no_grad()
def test_the_background_is_that_of_the_keyframe_moved(model: Any) -> None:
    boxes = ((Box((0.0, 0.0, 0.25, 0.5)),), (Box((0.25, 0.0, 0.5, 0.5)),), ())
    motion = ((0.0, 0.0), (0.125, 0.0), (0.25, 0.0))
    clip = asked(3, keyframes={0: picture(0)}, boxes=boxes, motion=motion)
    found: list[torch.Tensor] = []
    keep = pytest.MonkeyPatch()
    filled = zero_shot._filled

    def kept(*given: Any) -> torch.Tensor:
        found.append(filled(*given))
        return found[-1]

    with keep.context() as patch:
        patch.setattr(zero_shot, "_filled", kept)
        drawn(model, clip, how(I2V_ZERO, steps=2, smooth=1.0))
        drawn(model, clip, how(I2V_ZERO, steps=2, smooth=0.0))
        drawn(model, replace(clip, boxes=()), how(I2V_ZERO, steps=2, smooth=1.0))
    shown = torch.from_numpy(picture(0)[None]).movedim(-1, 1) / 127.5 - 1
    whole = model.vae.encode(shown).latent_dist.mode()[0] * model.vae.config.scaling_factor
    expected = moved(whole, 0.125, 0.0)
    same = torch.isclose(found[0][0], expected, atol=1e-5).all(0)
    # Out of the first frame's sight; the box at frame 1; and that at frame 0, moved with the picture.
    assert not same[:, :2].any() and not same[:8, 4:8].any() and not same[:8, 2:6].any()
    assert same[8:, 2:].all() and same[:8, 8:].all()
    assert not torch.isclose(found[1][0], expected, atol=1e-5).all(0).any()
    assert torch.equal(found[1], found[2])


@torch.no_grad()
def test_attention_looks_at_the_ends_by_their_weights(model: Any) -> None:
    random = torch.Generator().manual_seed(0)
    ends, x = torch.randn(2, 4, 16, 16, generator=random), torch.randn(1, 4, 16, 16, generator=random)
    words = torch.randn(1, 7, model.unet.config.cross_attention_dim, generator=random)

    def output(*weights: float, ends: torch.Tensor = ends) -> torch.Tensor:
        with across_frames(model.unet) as sight:
            sight.ends = len(ends)
            own = model.unet(ends, 500, words.expand(len(ends), -1, -1)).sample
            assert torch.equal(own, model.unet(ends, 500, words.expand(len(ends), -1, -1)).sample)
            sight.weights = torch.tensor([weights])
            return model.unet(x, 500, words).sample  # type: ignore[no-any-return]

    first, last = output(1.0, ends=ends[:1]), output(1.0, ends=ends[1:])
    assert not torch.allclose(first, last, atol=1e-3)
    assert torch.allclose(output(1 - 1e-9, 1e-9), first, atol=1e-5)
    assert torch.allclose(output(1e-9, 1 - 1e-9), last, atol=1e-5)
    assert torch.allclose(output(0.3, 0.7, ends=ends[[0, 0]]), first, atol=1e-5)
    itself = torch.cat([x, x])
    with_itself = output(0.5, 0.5, ends=itself)
    assert torch.allclose(with_itself, model.unet(x, 500, words).sample, atol=1e-5)


@torch.no_grad()
@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_frames_look_at_the_first_as_in_diffusers_own_text2video_zero(tiny: Any, name: str) -> None:
    model, clip, asking = tiny[name], asked(3), how(steps=2, moved_after=0.5, noised_to=0.0)
    network = Network.of(model, clip, asking)
    network.total = 4
    path = zero_shot._denoised(network)
    ways = Ways(path, [network.shares(level)[0] for level in range(3)], [0], ((0.0, 0.0),) * 3)
    x = zero_shot._begun(network, ways, [1, 2], 1, 0)
    usual = dict(model.unet.attn_processors)
    model.unet.set_attn_processor(CrossFrameAttnProcessor2_0(batch_size=2))
    try:
        for level in range(2):
            x = network.step(torch.cat([path[level], x]), level, [0, 1, 2])[1:]
    finally:
        model.unet.set_attn_processor(usual)
    expected = [decoded(model, frame[None]) for frame in x]
    assert np.abs(drawn(model, clip, asking)[1:] - np.stack(expected)).max() < 1e-5


@torch.no_grad()
def test_a_network_is_left_as_it_was(model: Any) -> None:
    before = dict(model.unet.attn_processors)

    def stop(done: int, total: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drawn(model, asked(), replace(how(), step=stop))
    after = model.unet.attn_processors
    assert before.keys() == after.keys() and all(before[name] is after[name] for name in before)


@torch.no_grad()
@pytest.mark.parametrize("wrong", [{"moved_after": 1.5}, {"noised_to": -0.1}, {"at_once": 0}, {"motion_x": "far"}])
def test_parameters_out_of_range_are_told(model: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected a number"):
        drawn(model, asked(), how(**wrong))


def test_families_say_what_they_know() -> None:
    for family in (T2V_ZERO, T2V_ZERO_XL):
        assert not family.about.can.first and not family.about.can.tracks and "smooth" not in family.about.parameters
    for family in (I2V_ZERO, I2V_ZERO_XL):
        assert family.about.can.last == "blended" and family.about.can.tracks
