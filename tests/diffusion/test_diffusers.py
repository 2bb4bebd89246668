"""Our samplers give what diffusers' schedulers give, fed with the same predictions at the same times."""

from collections.abc import Callable
from typing import Any

import diffusers
import pytest
import torch

from storyline.diffusion.denoiser import Prediction, clean_from
from storyline.diffusion.samplers import SamplerName, sample
from storyline.diffusion.schedule import Schedule, Time

SHAPE = (2, 3, 4, 6)
COSINE = Schedule.cosine()
LINEAR = Schedule.linear_zero_snr()
TRAILING = {"timestep_spacing": "trailing"}


def network(x: torch.Tensor, t: float) -> torch.Tensor:
    """Smooth and not linear, and different at each time."""
    return torch.tanh(1.3 * x + t) - 0.4 * x.roll(1, -1) + t * t


def drawn(dtype: torch.dtype = torch.float64) -> torch.Tensor:
    return torch.randn(SHAPE, generator=torch.Generator().manual_seed(1), dtype=dtype)


def ours(
    sampler: SamplerName, schedule: Schedule, prediction: Prediction, steps: int, x: torch.Tensor, **more: Any
) -> torch.Tensor:
    def denoiser(x: torch.Tensor, t: Time) -> torch.Tensor:
        assert isinstance(t, float)
        return clean_from(prediction, schedule, x, t, network(x, t))

    return sample(denoiser, x, schedule=schedule, steps=steps, sampler=sampler, **more)


def theirs(scheduler: Any, x: torch.Tensor, time: Callable[[float], float], **more: Any) -> torch.Tensor:
    for timestep in scheduler.timesteps:
        x = scheduler.step(network(x, time(float(timestep))), timestep, x, **more).prev_sample
    return x


def of_index(timestep: float) -> float:
    return (timestep + 1) / 1000


def betas(schedule: Schedule) -> Any:
    squares = schedule.alpha(torch.arange(1001, dtype=torch.float64) / 1000) ** 2
    return (1 - squares[1:] / squares[:-1]).numpy()


their_warning = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # NumPy's, of them
KINDS = [("v", "v_prediction"), ("clean", "sample")]


@pytest.mark.parametrize(("prediction", "their_name"), KINDS)
@pytest.mark.parametrize("steps", [1, 4, 10, 50])
@pytest.mark.parametrize("schedule", [LINEAR, COSINE], ids=lambda schedule: schedule.name)
def test_ddim(schedule: Schedule, steps: int, prediction: Prediction, their_name: str) -> None:
    table = {"rescale_betas_zero_snr": True} if schedule is LINEAR else {"trained_betas": betas(schedule)}
    scheduler = diffusers.DDIMScheduler(
        clip_sample=False, beta_start=1e-4, beta_end=0.02, prediction_type=their_name, **table, **TRAILING
    )
    scheduler.set_timesteps(steps)
    expected = theirs(scheduler, drawn(), of_index)
    torch.testing.assert_close(ours("ddim", schedule, prediction, steps, drawn()), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("prediction", "their_name"), KINDS)
@pytest.mark.parametrize("steps", [1, 4, 10, 50])
@pytest.mark.parametrize("schedule", [LINEAR, COSINE], ids=lambda schedule: schedule.name)
def test_ddpm_with_the_same_noise(schedule: Schedule, steps: int, prediction: Prediction, their_name: str) -> None:
    table = {"rescale_betas_zero_snr": True} if schedule is LINEAR else {"trained_betas": betas(schedule)}
    scheduler = diffusers.DDPMScheduler(clip_sample=False, prediction_type=their_name, **table, **TRAILING)
    scheduler.set_timesteps(steps)
    expected = theirs(scheduler, drawn(), of_index, generator=torch.Generator().manual_seed(9))
    got = ours("ddpm", schedule, prediction, steps, drawn(), generator=torch.Generator().manual_seed(9))
    torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-4)


@their_warning
@pytest.mark.parametrize(("prediction", "their_name"), KINDS)
@pytest.mark.parametrize("steps", [3, 9])
@pytest.mark.parametrize("schedule", [LINEAR, COSINE], ids=lambda schedule: schedule.name)
def test_dpm_solver_pp_from_where_there_is_some_signal(
    schedule: Schedule, steps: int, prediction: Prediction, their_name: str
) -> None:
    scheduler = diffusers.DPMSolverMultistepScheduler(trained_betas=betas(schedule), prediction_type=their_name)
    scheduler.set_timesteps(timesteps=[round(900 * (steps - n) / steps) - 1 for n in range(steps)])
    expected = theirs(scheduler, drawn(), of_index)
    got = ours("dpm_solver_pp", schedule, prediction, steps, drawn(), start=0.9)
    torch.testing.assert_close(got, expected, rtol=2e-4, atol=2e-4)


@their_warning
@pytest.mark.parametrize("steps", [2, 5, 20])
def test_dpm_solver_pp_on_a_flow(steps: int) -> None:
    scheduler = diffusers.DPMSolverMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=1.0
    )
    scheduler.set_timesteps(steps)
    x = drawn()
    for sigma, timestep in zip(scheduler.sigmas, scheduler.timesteps, strict=False):
        x = scheduler.step(network(x, float(sigma)), timestep, x).prev_sample
    got = ours("dpm_solver_pp", Schedule.flow(), "flow", steps, drawn(), start=0.999)
    torch.testing.assert_close(got, x, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("steps", [1, 4, 9])
def test_euler_on_a_flow(steps: int) -> None:
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler()
    scheduler.set_timesteps(sigmas=[(steps - n) / steps for n in range(steps)])
    expected = theirs(scheduler, drawn(torch.float32), lambda timestep: timestep / 1000)
    got = ours("euler", Schedule.flow(), "flow", steps, drawn(torch.float32))
    torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("steps", [1, 4, 9])
def test_heun_on_a_flow(steps: int) -> None:
    scheduler = diffusers.FlowMatchHeunDiscreteScheduler()
    scheduler.set_timesteps(steps)
    sigmas = torch.tensor([(steps - n) / steps for n in range(steps)])
    scheduler.timesteps = 1000 * torch.cat([sigmas[:1], sigmas[1:].repeat_interleave(2)])
    scheduler.sigmas = torch.cat([sigmas[:1], sigmas[1:].repeat_interleave(2), torch.zeros(1)])
    expected = theirs(scheduler, drawn(torch.float32), lambda timestep: timestep / 1000)
    got = ours("heun", Schedule.flow(), "flow", steps, drawn(torch.float32))
    torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-4)
