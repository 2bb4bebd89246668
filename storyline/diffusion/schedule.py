"""How much of a clean latent and how much noise there is at a time: x = alpha(t) clean + sigma(t) noise.

t = 0 is clean, t = 1 is noise alone: every schedule here has zero terminal signal-to-noise ratio (Lin et al. 2023,
"Common Diffusion Noise Schedules and Sample Steps are Flawed"), so that what is trained is what is sampled.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, overload

import torch
from jaxtyping import Float
from torch import Tensor

from storyline.errors import SetupError

Time = float | Tensor
"""0 (clean) to 1 (noise); a tensor stands for one time for each clip ("b"), or each frame of each clip ("b l")."""

ScheduleName = Literal["cosine", "flow", "linear-zero-snr"]


class Schedule(ABC):
    """alpha falls from 1 to 0 and sigma rises from 0 to 1, without a stop. A time that is a float gives a float."""

    name: ScheduleName

    @staticmethod
    def cosine() -> "Schedule":
        """alpha = cos(pi t / 2), sigma = sin(pi t / 2): variance is kept (Nichol & Dhariwal 2021, without offset)."""
        return _Cosine()

    @staticmethod
    def flow() -> "Schedule":
        """alpha = 1 - t, sigma = t: straight lines (rectified flow, Liu et al. 2022; Lipman et al. 2022)."""
        return _Flow()

    @staticmethod
    def linear_zero_snr() -> "Schedule":
        """DDPM's 1,000 linear betas (Ho et al. 2020, section 4), rescaled to zero terminal SNR (Lin et al., alg. 1).

        t = (i + 1) / 1000 is their step i; between two steps alpha is linear.
        """
        return _LinearZeroSnr()

    @overload
    def alpha(self, t: float) -> float: ...
    @overload
    def alpha(self, t: Tensor) -> Tensor: ...
    def alpha(self, t: Time) -> Time:
        """The share of the clean latent, 1 to 0; exactly 0 at t = 1."""
        return _of_either(self._alpha, t)

    @overload
    def sigma(self, t: float) -> float: ...
    @overload
    def sigma(self, t: Tensor) -> Tensor: ...
    def sigma(self, t: Time) -> Time:
        """The share of noise, 0 to 1; exactly 0 at t = 0."""
        return _of_either(self._sigma, t)

    @overload
    def log_snr(self, t: float) -> float: ...
    @overload
    def log_snr(self, t: Tensor) -> Tensor: ...
    def log_snr(self, t: Time) -> Time:
        """log(alpha² / sigma²): infinite at t = 0, minus infinity at t = 1."""
        return _of_either(lambda t: 2 * (self._alpha(t).log() - self._sigma(t).log()), t)

    @overload
    def time_of(self, log_snr: float) -> float: ...
    @overload
    def time_of(self, log_snr: Tensor) -> Tensor: ...
    def time_of(self, log_snr: Time) -> Time:
        """The time of a log signal-to-noise ratio: the inverse of `log_snr`."""
        return _of_either(self._time_of, log_snr)

    @abstractmethod
    def _alpha(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]: ...

    @abstractmethod
    def _sigma(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]: ...

    @abstractmethod
    def _time_of(self, log_snr: Float[Tensor, "..."]) -> Float[Tensor, "..."]: ...


def schedule_named(name: str) -> Schedule:
    """The schedule of a name, as checkpoints hold it.

    Raises:
        SetupError: there is none of that name.
    """
    for kind in (_Cosine, _Flow, _LinearZeroSnr):
        if kind.name == name:
            return kind()
    raise SetupError(f"no noise schedule {name!r}: expected 'cosine', 'flow' or 'linear-zero-snr'")


@dataclass(frozen=True)
class _Cosine(Schedule):
    name: ScheduleName = "cosine"

    def _alpha(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return torch.sin(math.pi / 2 * (1 - t))  # the cosine, but 0 at t = 1 in any precision

    def _sigma(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return torch.sin(math.pi / 2 * t)

    def _time_of(self, log_snr: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return torch.atan(torch.exp(-log_snr / 2)) / (math.pi / 2)


@dataclass(frozen=True)
class _Flow(Schedule):
    name: ScheduleName = "flow"

    def _alpha(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return 1 - t

    def _sigma(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return t.clone()

    def _time_of(self, log_snr: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return torch.sigmoid(-log_snr / 2)


_STEPS = 1000
"""Of DDPM."""


@dataclass(frozen=True)
class _LinearZeroSnr(Schedule):
    name: ScheduleName = "linear-zero-snr"

    def _alpha(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        return _between(_alphas().to(t), t * _STEPS)

    def _sigma(self, t: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        lost = _between((1 - _alphas()).to(t), t * _STEPS)  # 1 - alpha of its own: exact where alpha is nearly 1
        return torch.sqrt(lost * (2 - lost))

    def _time_of(self, log_snr: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
        alphas, alpha = _alphas().to(log_snr), torch.sigmoid(log_snr).sqrt()
        right = torch.searchsorted(-alphas, -alpha.contiguous()).clamp(1, _STEPS)
        before, after = alphas[right - 1], alphas[right]
        return (right - 1 + (before - alpha) / (before - after)) / _STEPS


@cache
def _alphas() -> Float[Tensor, "1001"]:
    """alpha of the clean latent and of DDPM's 1,000 steps, the last of them 0."""
    betas = torch.linspace(1e-4, 0.02, _STEPS, dtype=torch.float64)
    alphas = (1 - betas).cumprod(0).sqrt()
    rescaled = (alphas - alphas[-1]) * alphas[0] / (alphas[0] - alphas[-1])
    return torch.cat([torch.ones(1, dtype=torch.float64), rescaled])


def _between(table: Float[Tensor, "n"], place: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
    """Entries of a table, linear between two of them."""
    left = place.floor().clamp(0, len(table) - 2)
    n = left.long()
    return table[n].lerp(table[n + 1], place - left)


def _of_either(function: Callable[[Tensor], Tensor], value: Time) -> Time:
    """A float is reckoned in double precision; a tensor in its own, but at least in single."""
    if isinstance(value, Tensor):
        return function(value if value.dtype in (torch.float32, torch.float64) else value.float())
    return float(function(torch.tensor(value, dtype=torch.float64)))
