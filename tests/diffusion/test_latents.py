"""Noise of clips whose frames have to do with each other."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from storyline.diffusion.latents import PRIORS, base_and_residual, latents, mixed, moved, progressive, shuffled, warped
from storyline.diffusion.noise import noise
from storyline.errors import RenderError

SHAPE = (6, 4, 40, 60)
TOLERANCE = 5 / math.sqrt(4 * 40 * 60)
MOTION = [(n / 60, -2 * n / 40) for n in range(6)]


def correlation(drawn: torch.Tensor) -> torch.Tensor:
    """Between any two frames."""
    return torch.corrcoef(drawn.flatten(1))


def off(matrix: torch.Tensor) -> torch.Tensor:
    return matrix[~torch.eye(len(matrix), dtype=torch.bool)]


@pytest.mark.parametrize("prior", PRIORS)
def test_each_number_is_standard_normal(prior: str) -> None:
    drawn = latents(prior, 5, SHAPE, MOTION)
    assert drawn.shape == SHAPE and drawn.dtype == torch.float32 and drawn.device.type == "cpu"
    for frame in drawn:
        values = frame.flatten()
        assert values.mean().abs() < TOLERANCE
        assert (values.var() - 1).abs() < 2 * TOLERANCE
        assert (values.pow(4).mean() - 3).abs() < 10 * TOLERANCE
        assert ((values.abs() < 1).float().mean() - 0.6827).abs() < TOLERANCE


@pytest.mark.parametrize("prior", PRIORS)
def test_the_numbers_of_a_frame_have_nothing_to_do_with_each_other(prior: str) -> None:
    drawn = latents(prior, 6, SHAPE, MOTION)
    for one, other in (
        (drawn[..., 1:], drawn[..., :-1]),
        (drawn[..., 1:, :], drawn[..., :-1, :]),
        (drawn[:, 1:], drawn[:, :-1]),
    ):
        for a, b in zip(one, other, strict=True):
            assert (a * b).mean().abs() < 1.2 * TOLERANCE


@pytest.mark.parametrize("prior", PRIORS)
def test_a_seed_decides_and_nothing_else_does(prior: str) -> None:
    before = torch.get_rng_state()
    drawn = latents(prior, 1, (20, 2, 3, 4))
    assert torch.equal(drawn, latents(prior, 1, (20, 2, 3, 4)))
    assert not torch.equal(drawn, latents(prior, 2, (20, 2, 3, 4)))
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("prior", PRIORS)
def test_few_frames(prior: str) -> None:
    assert latents(prior, 1, (0, 2, 3, 4)).shape == (0, 2, 3, 4)
    assert latents(prior, 1, (1, 2, 3, 4)).std() > 0


def test_independent_frames() -> None:
    assert torch.equal(latents("independent", 7, SHAPE), noise(7, SHAPE))
    assert off(correlation(noise(7, SHAPE))).abs().max() < TOLERANCE


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0, 3.0])
def test_the_mixed_prior(alpha: float) -> None:
    found = off(correlation(mixed(7, SHAPE, alpha)))
    assert (found - alpha**2 / (1 + alpha**2)).abs().max() < TOLERANCE
    assert torch.equal(latents("mixed", 7, SHAPE), mixed(7, SHAPE, 1.0))


@pytest.mark.parametrize("alpha", [0.0, 1.0, 2.0])
def test_the_progressive_prior(alpha: float) -> None:
    step = alpha / math.sqrt(1 + alpha**2)
    places = torch.arange(6.0)
    expected = step ** (places[:, None] - places).abs()
    assert (correlation(progressive(7, SHAPE, alpha)) - expected).abs().max() < TOLERANCE
    assert torch.equal(latents("progressive", 7, SHAPE), progressive(7, SHAPE, 2.0))


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_base_and_residual(share: float) -> None:
    found = correlation(base_and_residual(7, SHAPE, share))
    expected = torch.full((6, 6), share)
    expected[3], expected[:, 3] = math.sqrt(share), math.sqrt(share)
    assert (off(found) - off(expected)).abs().max() < TOLERANCE
    assert torch.equal(base_and_residual(7, SHAPE, share)[3], noise(7, SHAPE, 1.0)[0])


@given(length=st.integers(1, 40), context=st.integers(1, 12), stride=st.integers(1, 12), seed=st.integers(0, 99))
def test_shuffled_noise_is_that_of_a_context(length: int, context: int, stride: int, seed: int) -> None:
    stride = min(stride, context)
    drawn = shuffled(seed, (length, 1, 1, 2), context, stride)
    first = min(context, length)
    assert torch.equal(drawn[:first], noise(seed, (first, 1, 1, 2)))
    there = {tuple(frame.flatten().tolist()): n for n, frame in enumerate(noise(seed, (context, 1, 1, 2)))}
    numbers = [there[tuple(frame.flatten().tolist())] for frame in drawn]
    for start in range(0, length - context + 1, stride):
        assert sorted(numbers[start : start + context]) == list(range(context))


def test_shuffled_noise_is_shuffled() -> None:
    drawn = shuffled(3, (64, 1, 2, 2), 16, 4)
    assert not torch.equal(drawn[16:32], drawn[:16])
    assert not torch.equal(drawn[32:48], drawn[16:32])
    assert torch.equal(shuffled(3, (30, 1, 2, 2), 16, 4), drawn[:30])


def test_warped_noise_moves_with_the_picture() -> None:
    drawn = warped(7, SHAPE, MOTION)
    assert torch.equal(drawn[0], noise(7, SHAPE)[0])
    for n in range(1, 6):  # a column to the right and two rows up each
        assert torch.equal(drawn[n, :, :-2, 1:], drawn[n - 1, :, 2:, :-1])
    assert off(correlation(drawn)).abs().max() < TOLERANCE


@given(
    motion=st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=2, max_size=5), seed=st.integers(0, 2**62)
)
def test_warped_noise_is_there_again_when_the_picture_comes_back(motion: list[tuple[float, float]], seed: int) -> None:
    shape = (len(motion) + 1, 2, 5, 4)
    drawn = warped(seed, shape, [*motion, motion[0]])
    assert torch.equal(drawn[0], drawn[-1])
    far = [(across + 1, down - 1) for across, down in [*motion, motion[0]]]
    assert not torch.equal(warped(seed, shape, far)[0], drawn[0])


def test_still_noise_is_the_same_in_all_frames() -> None:
    drawn = warped(7, SHAPE)
    assert torch.equal(drawn, drawn[:1].expand_as(drawn))


def test_a_picture_is_moved_and_mirrored() -> None:
    picture = torch.arange(5.0).repeat(1, 2, 1)
    assert moved(picture, 0.2, 0)[0, 0].tolist() == [1, 0, 1, 2, 3]
    assert moved(picture, -0.4, 0)[0, 0].tolist() == [2, 3, 4, 3, 2]
    assert torch.equal(moved(picture, 0.09, 0.2), picture)
    assert torch.equal(moved(picture.mT, 0, 0.2), moved(picture, 0.2, 0).mT)
    assert torch.equal(moved(picture[..., :1], 3, 0.1), picture[..., :1])
    assert moved(picture, 1.6, 0)[0, 0].tolist() == [0, 1, 2, 3, 4]


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(RenderError, match="prior: expected independent, mixed"):
        latents("pink", 1, SHAPE)
    for prior in PRIORS:
        with pytest.raises(RenderError, match="expected the shape l c h w"):
            latents(prior, 1, (2, *SHAPE))
    for alpha in (-1.0, math.inf, math.nan):
        with pytest.raises(RenderError, match="an alpha of 0 or more"):
            mixed(1, SHAPE, alpha)
        with pytest.raises(RenderError, match="an alpha of 0 or more"):
            progressive(1, SHAPE, alpha)
    with pytest.raises(RenderError, match="1 <= stride <= context"):
        shuffled(1, SHAPE, 4, 5)
    with pytest.raises(RenderError, match="how far 6 frames have moved; got 2"):
        warped(1, SHAPE, MOTION[:2])
    with pytest.raises(RenderError, match="a share of 0 to 1"):
        base_and_residual(1, SHAPE, 2.0)
