"""Samplers against the exact solution of a problem that has one: each converges, in its order."""

import runpy
from collections.abc import Callable
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import Any

import pytest
import torch

from storyline.diffusion.noise import noise
from storyline.diffusion.samplers import SAMPLERS, Sampler, SamplerName, Step, ddim, dpm_solver_pp, heun, sample
from storyline.diffusion.schedule import Schedule, Time
from tests.diffusion.test_schedule import schedules

DOCS = Path(__file__).parents[2] / "docs"
PROBLEM: dict[str, Any] = runpy.run_path(str(DOCS / "diffusion.py"))
MEAN: torch.Tensor = PROBLEM["MEAN"]
SPREAD: torch.Tensor = PROBLEM["SPREAD"]
distance: Callable[[Schedule, SamplerName, int], float] = PROBLEM["distance"]


def best_denoiser(schedule: Schedule) -> Callable[[torch.Tensor, Time], torch.Tensor]:
    def denoiser(x: torch.Tensor, t: Time) -> torch.Tensor:
        alpha, sigma = schedule.alpha(t), schedule.sigma(t)
        return MEAN + SPREAD**2 * alpha / (alpha**2 * SPREAD**2 + sigma**2) * (x - alpha * MEAN)

    return denoiser


@schedules
@pytest.mark.parametrize("sampler", list(SAMPLERS))
def test_more_steps_are_nearer(schedule: Schedule, sampler: SamplerName) -> None:
    far = [distance(schedule, sampler, steps) for steps in (1, 2, 4, 8, 16, 32, 64)]
    assert all(later < earlier for earlier, later in pairwise(far))
    assert far[-1] < 0.05


@schedules
def test_the_second_order_pays(schedule: Schedule) -> None:
    by_ddim = distance(schedule, "ddim", 64)
    assert distance(schedule, "dpm_solver_pp", 64) < by_ddim / 2
    assert distance(schedule, "heun", 32) < by_ddim / 2  # as many calls of the denoiser, less one


@schedules
def test_orders_from_end_to_end(schedule: Schedule) -> None:
    def order(sampler: SamplerName) -> float:
        return log2(distance(schedule, sampler, 64) / distance(schedule, sampler, 128))

    assert order("euler") == pytest.approx(1, abs=0.05)
    assert order("heun") == pytest.approx(2, abs=0.1)
    assert 0.75 < order("ddpm") < 1.05
    assert 0.85 < order("ddim") < 1.05  # the sigma of linear-zero-snr is no smooth function of t at t = 0


@schedules
@pytest.mark.parametrize(("sampler", "order"), [(ddim, 1), (heun, 2), (dpm_solver_pp, 2)])
def test_orders_away_from_the_ends(schedule: Schedule, sampler: Sampler, order: int) -> None:
    """At both ends lambda is infinite and DPM-Solver++ of the first order; between them each is of its own order."""
    denoiser = best_denoiser(schedule)

    def exact(t: float) -> torch.Tensor:  # each number keeps its quantile
        alpha, sigma = schedule.alpha(t), schedule.sigma(t)
        return alpha * MEAN + 1.3 * (alpha**2 * SPREAD**2 + sigma**2).sqrt()

    def error(steps: int) -> float:
        x, before = exact(0.9), None
        times = [0.9 - 0.8 * n / steps for n in range(steps + 1)]
        for number, (t, s) in enumerate(pairwise(times), 1):
            clean = denoiser(x, t)
            x, before = sampler(x, clean, Step(schedule, t, s, number, denoiser, before, None)), (t, clean)
        return float((x - exact(0.1)).norm())

    assert log2(error(128) / error(256)) == pytest.approx(order, abs=0.1)


@schedules
@pytest.mark.parametrize("sampler", ["ddim", "ddpm", "euler", "heun", "dpm_solver_pp"])
def test_drawn_latents_have_the_mean_and_the_spread(schedule: Schedule, sampler: SamplerName) -> None:
    """What `distance` reckons by single numbers of noise is what comes of real noise, too."""
    generator = torch.Generator().manual_seed(4)
    start = noise(11, (1, 1, 4000, 5)).double()
    result = sample(
        best_denoiser(schedule), start, schedule=schedule, steps=8, sampler=sampler, generator=generator
    ).view(-1, 5)
    off = ((result.mean(0) - MEAN) ** 2 + (result.std(0) - SPREAD) ** 2).mean().sqrt().item()
    assert off == pytest.approx(distance(schedule, sampler, 8), abs=0.02)
