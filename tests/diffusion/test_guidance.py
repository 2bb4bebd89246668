"""Guidance: with conditions, and further."""

import pytest
import torch
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from hypothesis import given
from hypothesis import strategies as st

from storyline.diffusion.denoiser import clean_from
from storyline.diffusion.guidance import guided, with_guidance
from storyline.diffusion.schedule import Schedule, Time

SHAPE = (2, 3, 4, 5, 6)


def two(seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    conditional, unconditional = torch.randn((2, *SHAPE), generator=torch.Generator().manual_seed(seed))
    return conditional + 0.5, 2 * unconditional


def test_one_is_the_conditional_and_nought_the_other() -> None:
    conditional, unconditional = two()
    assert torch.equal(guided(conditional, unconditional, 1.0), conditional)
    assert torch.equal(guided(conditional, unconditional, 0.0), unconditional)


@given(scale=st.floats(0, 10))
def test_it_is_the_equation(scale: float) -> None:
    conditional, unconditional = two()
    expected = unconditional + scale * (conditional - unconditional)
    torch.testing.assert_close(guided(conditional, unconditional, scale), expected, rtol=1e-4, atol=1e-4)


@given(scale=st.floats(0, 10), t=st.floats(0.01, 0.99))
def test_guided_predictions_are_guided_clean_latents(scale: float, t: float) -> None:
    conditional, unconditional = (each.double() for each in two())
    schedule, x = Schedule.cosine(), torch.ones(SHAPE, dtype=torch.float64)
    first = clean_from("v", schedule, x, t, guided(conditional, unconditional, scale))
    clean = [clean_from("v", schedule, x, t, each) for each in (conditional, unconditional)]
    torch.testing.assert_close(first, guided(*clean, scale))


def test_rescaling_gives_a_frame_its_spread_back() -> None:
    conditional, unconditional = two()
    frame = (-3, -2, -1)
    plain, whole = (guided(conditional, unconditional, 7.0, rescale) for rescale in (0.0, 1.0))
    assert (plain.std(frame) > 3 * conditional.std(frame)).all()
    torch.testing.assert_close(whole.std(frame), conditional.std(frame))
    torch.testing.assert_close(guided(conditional, unconditional, 7.0, 0.7), 0.7 * whole + 0.3 * plain)


def test_rescaling_is_diffusers_own_on_pictures() -> None:
    conditional, unconditional = (each.flatten(0, 1) for each in two())
    expected = rescale_noise_cfg(guided(conditional, unconditional, 5.0), conditional, guidance_rescale=0.7)
    torch.testing.assert_close(guided(conditional, unconditional, 5.0, 0.7), expected)


def test_rescaling_bears_a_frame_of_one_colour() -> None:
    flat = torch.ones(SHAPE)
    assert torch.isfinite(guided(flat, flat, 3.0, 0.7)).all()


def test_a_frame_does_not_depend_on_its_company() -> None:
    conditional, unconditional = two()
    alone = guided(conditional[1:, 2:], unconditional[1:, 2:], 4.0, 0.7)
    assert torch.equal(guided(conditional, unconditional, 4.0, 0.7)[1:, 2:], alone)


@pytest.mark.parametrize(
    "t", [0.5, torch.tensor(0.5), torch.tensor([0.5]), torch.tensor([0.5, 0.5]), torch.full((2, 3), 0.5)]
)
def test_both_halves_go_in_one_call(t: Time) -> None:
    calls: list[tuple[int, ...]] = []

    def network(x: torch.Tensor, t: Time) -> torch.Tensor:
        calls.append(tuple(x.shape))
        if isinstance(t, torch.Tensor) and t.ndim:
            assert len(t) == 4
        offset = torch.tensor([1.0, 1.0, 0.0, 0.0]).view(-1, 1, 1, 1, 1)
        return x + offset

    x = two()[0]
    torch.testing.assert_close(with_guidance(network, 3.0)(x, t), x + 3)
    assert calls == [(4, *SHAPE[1:])]
