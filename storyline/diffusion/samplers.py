"""From noise to clean latents in some steps: the loop that calls a denoiser.

A step goes from time t to an earlier time s. With D the clean latents that the denoiser gives for x at t, and
noise = (x - alpha_t D) / sigma_t, each sampler is an equation; at s = 0 each of them gives D itself.
Latents stay in the precision of the noise that is put in, whatever the network computes in.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import torch
from jaxtyping import Float
from torch import Tensor

from storyline.diffusion.denoiser import Denoiser
from storyline.diffusion.schedule import Schedule
from storyline.errors import RenderError

SamplerName = Literal["ddim", "ddpm", "euler", "heun", "dpm_solver_pp"]

Latents = Float[Tensor, "*latents"]

Fresh = Callable[[int], Tensor]
"""The number of a step, from 1, to noise of the latents' shape."""


@dataclass(frozen=True)
class Step:
    """One step of a sampler, from time t to the earlier time s."""

    schedule: Schedule
    t: float
    s: float
    number: int
    """From 1."""
    denoiser: Denoiser
    before: tuple[float, Tensor] | None
    """The time of the step before this one, and the clean latents that the denoiser gave there."""
    fresh: Fresh | None


Sampler = Callable[[Latents, Latents, Step], Latents]
"""x at t, D at t and the step, to x at s."""


def ddim(x: Latents, clean: Latents, step: Step) -> Latents:
    """x_s = alpha_s D + sigma_s noise (Song et al. 2020, equation 12 with sigma = 0)."""
    alpha, sigma, alpha_s, sigma_s = _shares(step)
    return alpha_s * clean + sigma_s * ((x - alpha * clean) / sigma)


def ddpm(x: Latents, clean: Latents, step: Step) -> Latents:
    """Drawn from q(x_s | x_t, D), the posterior of the forward process (Ho et al. 2020, equations 6 and 7).

    With a = alpha_t / alpha_s and b² = sigma_t² - a² sigma_s²:
    x_s = (a sigma_s² x + alpha_s b² D) / sigma_t² + sigma_s b / sigma_t fresh noise.

    Raises:
        RenderError: there is nothing that gives fresh noise.
    """
    alpha, sigma, alpha_s, sigma_s = _shares(step)
    if step.fresh is None:
        raise RenderError("the sampler 'ddpm' draws noise in each step: expected a generator; got none")
    kept = alpha / alpha_s
    added = math.sqrt(max(0.0, sigma**2 - kept**2 * sigma_s**2))
    mean = (kept * sigma_s**2 / sigma**2) * x + (alpha_s * added**2 / sigma**2) * clean
    return mean + (sigma_s * added / sigma) * step.fresh(step.number).to(mean) if sigma_s else mean


def heun(x: Latents, clean: Latents, step: Step) -> Latents:
    """A step along the mean of the slopes at its two ends (Karras et al. 2022, algorithm 1, without churn).

    In the flow's clock u = sigma / (alpha + sigma), where every schedule is a straight-line flow y = x / (alpha +
    sigma) = (1 - u) clean + u noise, the slope is dy / du = noise - clean = (y - D) / u. It calls the denoiser twice,
    but once in the last step.
    """
    alpha, sigma, alpha_s, sigma_s = _shares(step)
    if sigma_s == 0:
        return ddim(x, clean, step)
    u, u_s = sigma / (alpha + sigma), sigma_s / (alpha_s + sigma_s)
    y = x / (alpha + sigma)
    slope = (y - clean) / u
    guess = y + (u_s - u) * slope
    slope_s = (guess - step.denoiser(guess * (alpha_s + sigma_s), step.s)) / u_s
    return (y + (u_s - u) * (slope + slope_s) / 2) * (alpha_s + sigma_s)


def dpm_solver_pp(x: Latents, clean: Latents, step: Step) -> Latents:
    """DPM-Solver++(2M) (Lu et al. 2022, algorithm 2): the straight line through this D and the one before.

    With lambda = log(alpha / sigma), h = lambda_s - lambda_t and r = (lambda_t - lambda_before) / h:
    x_s = sigma_s / sigma_t x + (alpha_s - alpha_t sigma_s / sigma_t) (D + (D - D_before) / 2 r).
    Where h or r is infinite, at the pure noise or the clean end, it is the first-order step, which is DDIM's.
    """
    alpha, sigma, alpha_s, sigma_s = _shares(step)
    ahead = clean
    if step.before is not None:
        before, clean_before = step.before
        h = step.schedule.log_snr(step.s) - step.schedule.log_snr(step.t)
        h_before = step.schedule.log_snr(step.t) - step.schedule.log_snr(before)
        if math.isfinite(h) and math.isfinite(h_before):
            ahead = clean + (clean - clean_before) * (h / h_before / 2)
    return (sigma_s / sigma) * x + (alpha_s - alpha * sigma_s / sigma) * ahead


def trailing(schedule: Schedule, steps: int, start: float = 1.0) -> tuple[float, ...]:
    """Times of so many steps, even in t: the first is `start`, the last 0 (Lin et al. 2023, table 2, "trailing")."""
    return tuple(start * ((steps - n) / steps) for n in range(steps + 1))


def trailing_flow(schedule: Schedule, steps: int, start: float = 1.0) -> tuple[float, ...]:
    """The same, even in the flow's clock u = sigma / (alpha + sigma); of the schedule `flow` that is t itself."""
    alpha, sigma = schedule.alpha(start), schedule.sigma(start)
    u = [sigma / (alpha + sigma) * ((steps - n) / steps) for n in range(1, steps)]
    return (start, *(schedule.time_of(2 * math.log((1 - each) / each)) for each in u), 0.0)


SAMPLERS: Mapping[SamplerName, tuple[Sampler, Callable[[Schedule, int, float], tuple[float, ...]]]] = MappingProxyType(
    {
        "ddim": (ddim, trailing),
        "ddpm": (ddpm, trailing),
        "euler": (ddim, trailing_flow),
        "heun": (heun, trailing_flow),
        "dpm_solver_pp": (dpm_solver_pp, trailing),
    }
)
"""What each does in a step, and at which times. In the flow's clock Euler's step is DDIM's: it has only other times."""


@torch.no_grad()
def sample(
    denoiser: Denoiser,
    noise: Latents,
    *,
    schedule: Schedule,
    steps: int,
    sampler: SamplerName,
    generator: torch.Generator | Fresh | None = None,
    start: float = 1.0,
) -> Latents:
    """Clean latents, of noise.

    Args:
        denoiser: called with float times only.
        noise: x at time `start`.
        schedule: the one that the denoiser's network was trained with.
        steps: calls of the denoiser, but twice as many less one with `heun`.
        sampler: which one.
        generator: where `ddpm` has the noise of each step from: a generator on the CPU, or a function of the step's
            number, for batches whose clips must not depend on their company (`storyline.diffusion.noise.noise`).
        start: the time at which x is given: 1, or less to go on from latents that are `noised` to that time.

    Raises:
        RenderError: NaN or infinity in what the denoiser gave or in a step's result; a result of another shape; no
            such sampler; fewer steps than 1; a start outside 0 to 1; `ddpm` without a generator.
    """
    if sampler not in SAMPLERS or steps < 1 or not 0 < start <= 1:
        raise RenderError(
            f"expected a sampler of {', '.join(SAMPLERS)}, 1 step or more, and a start of at most 1 and above 0; "
            f"got {sampler!r}, {steps} and {start}"
        )
    stepped, times_of = SAMPLERS[sampler]
    times = times_of(schedule, steps, start)
    fresh = _fresh(generator, noise)
    x, before = noise, None
    for number, (t, s) in enumerate(pairwise(times), 1):
        where = f"sampling with {sampler}, step {number} of {steps}"
        checked = _checked(denoiser, where)
        clean = checked(x, t)
        x = _finite(stepped(x, clean, Step(schedule, t, s, number, checked, before, fresh)), f"{where}, t = {s:.4g}")
        before = (t, clean)
    return x


def _shares(step: Step) -> tuple[float, float, float, float]:
    """alpha and sigma at t, alpha and sigma at s."""
    schedule = step.schedule
    return schedule.alpha(step.t), schedule.sigma(step.t), schedule.alpha(step.s), schedule.sigma(step.s)


def _fresh(generator: torch.Generator | Fresh | None, like: Tensor) -> Fresh | None:
    if isinstance(generator, torch.Generator):
        return lambda number: torch.randn(like.shape, generator=generator, dtype=like.dtype)
    return generator


def _checked(denoiser: Denoiser, where: str) -> Denoiser:
    """A denoiser whose results are sound and in the precision of what it was given."""

    def denoise(x: Tensor, t: float | Tensor) -> Tensor:
        clean = denoiser(x, t)
        if clean.shape != x.shape:
            raise RenderError(
                f"{where}: expected clean latents of shape {tuple(x.shape)} of the denoiser; got {tuple(clean.shape)}"
            )
        return _finite(clean.to(x.dtype), f"{where}, what the denoiser gave at t = {float(t):.4g}")

    return denoise


def _finite(latents: Tensor, where: str) -> Tensor:
    finite = torch.isfinite(latents)
    if finite.all():
        return latents
    clip, *rest = (~finite).nonzero()[0].tolist()
    place = f"clip {clip}" + (f", frame {rest[0]}" if latents.ndim == 5 else "")
    raise RenderError(
        f"{where}: expected finite latents; got {int((~finite).sum())} NaN or infinite values of {latents.numel()}, "
        f"the first in {place}; the weights may be damaged, or the precision too low: try float32"
    )
