"""From noise to clean latents: ends, seeds, precision, and what goes wrong."""

import math
from itertools import pairwise
from typing import Any, get_args

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from storyline.diffusion.denoiser import denoiser_of, noised
from storyline.diffusion.noise import noise, seed_of
from storyline.diffusion.samplers import SAMPLERS, SamplerName, sample, trailing, trailing_flow
from storyline.diffusion.schedule import Schedule, Time
from storyline.errors import RenderError
from tests.diffusion.test_schedule import schedules

SHAPE = (2, 3, 2, 3, 4)
samplers = pytest.mark.parametrize("sampler", get_args(SamplerName))


def soft(x: torch.Tensor, t: Time) -> torch.Tensor:
    """A denoiser that looks at each number by itself."""
    return torch.tanh(x) * (1.5 - t)


def fresh(step: int) -> torch.Tensor:
    return noise(seed_of(8, step), SHAPE, 0.5)


def run(sampler: SamplerName, denoiser: Any = soft, x: torch.Tensor | None = None, **more: Any) -> torch.Tensor:
    start = noise(2, SHAPE, 0.5) if x is None else x
    settings = {"schedule": Schedule.cosine(), "steps": 4, "generator": fresh, **more}
    return sample(denoiser, start, sampler=sampler, **settings)


def test_there_is_each_sampler() -> None:
    assert tuple(SAMPLERS) == get_args(SamplerName)


@schedules
@given(steps=st.integers(1, 60), start=st.floats(0.01, 1))
def test_times_fall_from_the_start_to_nought(schedule: Schedule, steps: int, start: float) -> None:
    for times in (trailing(schedule, steps, start), trailing_flow(schedule, steps, start)):
        assert (times[0], times[-1], len(times)) == (start, 0, steps + 1)
        assert all(later < earlier for earlier, later in pairwise(times))


@given(steps=st.integers(1, 60))
def test_on_a_flow_both_clocks_are_one(steps: int) -> None:
    assert trailing_flow(Schedule.flow(), steps) == pytest.approx(trailing(Schedule.flow(), steps))


@schedules
@samplers
@given(steps=st.integers(1, 12))
def test_what_a_denoiser_is_sure_of_comes_out(schedule: Schedule, sampler: SamplerName, steps: int) -> None:
    known = noise(5, SHAPE)
    assert torch.equal(run(sampler, lambda x, t: known, schedule=schedule, steps=steps), known)


@schedules
@samplers
def test_frames_that_are_held_are_held_exactly(schedule: Schedule, sampler: SamplerName) -> None:
    """A denoiser that puts known latents in needs nothing else of a sampler."""
    known, held = noise(5, SHAPE), torch.tensor([1, 0, 1]).bool().view(3, 1, 1, 1)
    levels = []

    def denoiser(x: torch.Tensor, t: Time) -> torch.Tensor:
        levels.append((x - schedule.alpha(t) * known)[:, [0, 2]].std() - schedule.sigma(t))
        return torch.where(held, known, soft(x, t))

    result = run(sampler, denoiser, x=noise(2, SHAPE), schedule=schedule, steps=6)
    assert torch.equal(result[:, [0, 2]], known[:, [0, 2]])
    assert not torch.equal(result[:, 1], known[:, 1])
    assert max(map(abs, levels)) < 0.25  # and on the way they are as noisy as their neighbours


@samplers
def test_the_same_noise_gives_the_same_latents(sampler: SamplerName) -> None:
    assert torch.equal(run(sampler), run(sampler))
    assert not torch.equal(run(sampler), run(sampler, x=noise(3, SHAPE)))


@samplers
def test_a_clip_does_not_depend_on_its_company(sampler: SamplerName) -> None:
    alone = run(sampler, x=noise(2, SHAPE, 0.5)[1:], generator=lambda step: fresh(step)[1:])
    assert torch.equal(run(sampler)[1:], alone)


def test_a_generator_draws_the_fresh_noise() -> None:
    one, same, other = (run("ddpm", generator=torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_only_ddpm_draws_noise() -> None:
    def never(step: int) -> torch.Tensor:
        raise AssertionError(step)

    for sampler in SAMPLERS:
        if sampler != "ddpm":
            run(sampler, generator=never)
    run("ddpm", generator=never, steps=1)
    with pytest.raises(RenderError, match="'ddpm' draws noise in each step: expected a generator; got none"):
        run("ddpm", generator=None)


@samplers
def test_calls_of_the_denoiser(sampler: SamplerName) -> None:
    times: list[Time] = []

    def denoiser(x: torch.Tensor, t: Time) -> torch.Tensor:
        times.append(t)
        return soft(x, t)

    run(sampler, denoiser, steps=5)
    assert len(times) == (9 if sampler == "heun" else 5)
    assert times[0] == 1
    assert min(times) > 0
    assert all(isinstance(t, float) for t in times)


@schedules
def test_euler_is_ddim_where_the_clock_is_the_flows(schedule: Schedule) -> None:
    both = [run(sampler, schedule=schedule) for sampler in ("euler", "ddim")]
    assert torch.equal(*both) == (schedule.name == "flow")


@schedules
@samplers
def test_going_on_from_a_time(schedule: Schedule, sampler: SamplerName) -> None:
    clean = noise(5, SHAPE)
    x = noised(schedule, clean, noise(2, SHAPE), 0.3)
    assert torch.allclose(run(sampler, lambda x, t: clean, x=x, schedule=schedule, start=0.3), clean, atol=1e-6)


@samplers
def test_a_network_of_low_precision_does_not_lower_the_latents(sampler: SamplerName) -> None:
    low = run(sampler, lambda x, t: soft(x.bfloat16(), t))
    assert low.dtype == torch.float32
    assert (low - run(sampler)).abs().max() < 0.05


@samplers
def test_no_gradients_are_kept(sampler: SamplerName) -> None:
    weight = torch.ones((), requires_grad=True)
    assert not run(sampler, lambda x, t: soft(x * weight, t)).requires_grad


@samplers
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("step", [1, 3, 4])
def test_a_number_that_is_none_is_told_at_its_step(sampler: SamplerName, bad: float, step: int) -> None:
    times = SAMPLERS[sampler][1](Schedule.cosine(), 4, 1.0)

    def denoiser(x: torch.Tensor, t: Time) -> torch.Tensor:
        clean = soft(x, t)
        if t <= times[step - 1]:
            clean[1, 2, 0, 1, 1] = bad
        return clean

    where = rf"sampling with {sampler}, step {max(step - (sampler == 'heun'), 1)} of 4, what the denoiser gave at t = "
    with pytest.raises(RenderError, match=rf"{where}.*got 1 NaN or infinite .* of 144, the first in clip 1, frame 2"):
        run(sampler, denoiser)


def test_noise_that_is_no_number_is_told() -> None:
    with pytest.raises(
        RenderError, match=r"sampling with ddpm, step 2 of 4, t = 0\.5: expected finite latents; got 144"
    ):
        run("ddpm", generator=lambda step: fresh(step) / (2 - step))


def test_latents_of_another_shape() -> None:
    with pytest.raises(RenderError, match=r"step 1 of 4: expected .* shape \(2, 3, 2, 3, 4\).*; got \(2, 3, 2, 3, 3\)"):
        run("ddim", lambda x, t: x[..., 1:])


@pytest.mark.parametrize("settings", [{"steps": 0}, {"start": 0.0}, {"start": 1.5}, {"start": math.nan}])
def test_settings_that_are_none(settings: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match="1 step or more, and a start of at most 1"):
        run("ddim", **settings)


@schedules
def test_noise_prediction_cannot_start_at_pure_noise(schedule: Schedule) -> None:
    denoiser = denoiser_of(lambda x, t: x, "noise", schedule)
    with pytest.raises(RenderError, match="at t = 1"):
        run("ddim", denoiser, schedule=schedule)
    assert torch.isfinite(run("ddim", denoiser, schedule=schedule, start=0.99)).all()
