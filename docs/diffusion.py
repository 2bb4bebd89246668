"""How far samplers are from an exact solution. `python docs/diffusion.py` prints the tables of `docs/diffusion.md`.

The clean latents are five independent normal numbers, so the best denoiser is known, and so is what it leads to.
"""

from collections.abc import Iterator
from math import log2

import torch

from storyline.diffusion.samplers import SAMPLERS, SamplerName, sample
from storyline.diffusion.schedule import Schedule, Time

MEAN = torch.tensor([-1.0, -0.5, 0.0, 0.5, 1.0], dtype=torch.float64)
SPREAD = torch.tensor([0.05, 0.1, 0.2, 0.5, 1.0], dtype=torch.float64)
SCHEDULES = (Schedule.cosine(), Schedule.flow(), Schedule.linear_zero_snr())
STEPS = (1, 2, 4, 8, 16, 32, 64)


def distance(schedule: Schedule, sampler: SamplerName, steps: int) -> float:
    """Root mean square, over the five, of the 2-Wasserstein distance between what is sampled and the clean latents.

    All is linear, so a sampler's result is normal, too. Its mean is where noise of 0 leads; its variance the sum of
    squares of what each independent number of noise, the first one and the fresh ones of each step, changes by itself.
    """

    def denoiser(x: torch.Tensor, t: Time) -> torch.Tensor:
        alpha, sigma = schedule.alpha(t), schedule.sigma(t)
        return MEAN + SPREAD**2 * alpha / (alpha**2 * SPREAD**2 + sigma**2) * (x - alpha * MEAN)

    numbers = steps + 1 if sampler == "ddpm" else 1  # the others draw none but the first
    unit = torch.eye(numbers, dtype=torch.float64)[..., None].expand(-1, -1, len(MEAN))
    drawn = torch.cat([torch.zeros_like(unit[:1]), unit])  # nothing; the first noise; the fresh noise of each step
    result = sample(
        denoiser, drawn[:, 0], schedule=schedule, steps=steps, sampler=sampler, generator=lambda step: drawn[:, step]
    )
    mean, spread = result[0], (result[1:] - result[0]).square().sum(0).sqrt()
    return ((mean - MEAN) ** 2 + (spread - SPREAD) ** 2).mean().sqrt().item()


def tables() -> Iterator[str]:
    """Lines of Markdown: a table for each schedule."""
    for schedule in SCHEDULES:
        yield f"| `{schedule.name}`, steps | {' | '.join(map(str, STEPS))} | order |"
        yield "|---|" + "---|" * (len(STEPS) + 1)
        for sampler in SAMPLERS:
            far = [distance(schedule, sampler, steps) for steps in STEPS]
            yield f"| `{sampler}` | {' | '.join(f'{each:.4f}' for each in far)} | {log2(far[-2] / far[-1]):.1f} |"
        yield ""


if __name__ == "__main__":
    print("\n".join(tables()))
