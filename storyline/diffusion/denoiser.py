"""Any network as a denoiser: what it predicts, turned into the clean latent, and back into what it is trained on.

With x = alpha clean + sigma noise (`storyline.diffusion.schedule`) a network may predict

    clean     clean
    noise     noise                          (DDPM, Ho et al. 2020)
    v         alpha noise - sigma clean      (Salimans & Ho 2022, "Progressive Distillation", section 4)
    flow      noise - clean                  (rectified flow, Liu et al. 2022)

Each prediction is defined for each schedule. All but `noise` can be turned into the clean latent at every time.
"""

from collections.abc import Callable
from typing import Literal

import torch
from jaxtyping import Float
from torch import Tensor

from storyline.diffusion.schedule import Schedule, Time
from storyline.errors import RenderError

Prediction = Literal["clean", "v", "flow", "noise"]

Denoiser = Callable[[Tensor, Time], Tensor]
"""Noisy latents and their time to the clean latents that they are to become, of the same shape."""

Latents = Float[Tensor, "*latents"]
"""Mostly b l c h w: clips, frames, channels, rows, columns."""


def denoiser_of(network: Callable[[Tensor, Time], Tensor], prediction: Prediction, schedule: Schedule) -> Denoiser:
    """A network of noisy latents and time, as a denoiser."""
    return lambda x, t: clean_from(prediction, schedule, x, t, network(x, t))


def noised(schedule: Schedule, clean: Latents, noise: Latents, t: Time) -> Latents:
    """Latents as they are at time t; exactly `clean` at 0 and `noise` at 1.

    Raises:
        RenderError: a tensor t is not of the latents' leading dimensions.
    """
    alpha, sigma = _shares(schedule, t, clean)
    return (alpha * clean + sigma * noise).to(clean.dtype)


def target_of(prediction: Prediction, schedule: Schedule, clean: Latents, noise: Latents, t: Time) -> Latents:
    """What a network is to give for latents that are `noised` at time t.

    Raises:
        RenderError: as `noised`.
    """
    alpha, sigma = _shares(schedule, t, clean)
    match prediction:
        case "clean":
            return clean
        case "noise":
            return noise
        case "v":
            return (alpha * noise - sigma * clean).to(clean.dtype)
        case "flow":
            return noise - clean


def clean_from(prediction: Prediction, schedule: Schedule, x: Latents, t: Time, output: Latents) -> Latents:
    """The clean latents, of what a network gave for latents x at time t.

    Raises:
        RenderError: as `noised`; or it predicts noise and there is nothing but noise in x.
    """
    alpha, sigma = _shares(schedule, t, x)
    match prediction:
        case "clean":
            return output
        case "v":  # alpha x - sigma v = (alpha² + sigma²) clean
            return ((alpha * x - sigma * output) / (alpha * alpha + sigma * sigma)).to(x.dtype)
        case "flow":  # x - sigma flow = (alpha + sigma) clean
            return ((x - sigma * output) / (alpha + sigma)).to(x.dtype)
        case "noise":
            if not torch.as_tensor(alpha).all():
                raise RenderError(
                    "the noise that a network predicts says nothing about the clean latents at t = 1, where x is noise "
                    "alone: expected t below 1, or a network that predicts 'v', 'flow' or 'clean'"
                )
            return ((x - sigma * output) / alpha).to(x.dtype)


def _shares(schedule: Schedule, t: Time, latents: Tensor) -> tuple[Time, Time]:
    """alpha and sigma at time t, so that they multiply latents."""
    if isinstance(t, Tensor):
        t = over(t, latents)
    return schedule.alpha(t), schedule.sigma(t)


def over(t: Tensor, latents: Tensor) -> Tensor:
    """Times of the leading dimensions of latents (b, or b l, …), so that they broadcast over the others.

    Raises:
        RenderError: they are not of the leading dimensions.
    """
    leading = latents.shape[: t.ndim]
    if t.ndim > latents.ndim or any(n not in (1, m) for n, m in zip(t.shape, leading, strict=True)):
        raise RenderError(
            f"times: expected one for all, or the leading dimensions of latents of shape {tuple(latents.shape)}; "
            f"got shape {tuple(t.shape)}"
        )
    return t.reshape(t.shape + (1,) * (latents.ndim - t.ndim))
