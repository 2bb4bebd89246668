"""Clip → layers: a field is fitted to frames until the time is up, the picture is good enough, or gets no better."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float, Int
from torch import Tensor

from editors.field import Field
from editors.flow import Flows
from editors.losses import colour_loss, edge_loss, motion_loss, rigidity_loss
from editors.resuming import Unfinished, restore, state_of

_EDGES, _RIGID = 0.1, 0.02
_MOTION = (0.02, 0.002)
"""Weights; that of motion falls from the first to the second."""
_FEW = 8
"""Frames at once where no gradients are needed."""
_AT_ONCE = 1
"""Pairs of neighbouring frames in a step."""
_LOOKED_AT = 100
"""Steps from one measurement to the next."""
_PLATEAU = 0.02
"""Decibels: who gains less in `_PATIENCE` measurements has arrived."""
_PATIENCE = 6
_LEAST = 0.3
"""The part of a fit that must be done before it can have arrived: grids still come in before."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Effort:
    """How long a fit may take. Whichever comes first ends it."""

    seconds: float = 60.0
    """Of one thread's computing, whatever else the machine does."""
    steps: int | None = None
    """In the place of seconds: then the same clip gives the same fit on one machine."""
    psnr: float | None = None
    """Good enough, in decibels."""
    plateau: bool = True
    """Whether to end when it gets no better."""


@dataclass(frozen=True, eq=False)
class Observed:
    """What is known of a layer."""

    frames: Float[Tensor, "n 3 h w"]
    """0..1."""
    matte: Float[Tensor, "n h w"]
    """Where each frame shows the layer, 0..1."""
    flows: Flows


@dataclass(frozen=True)
class Fitted:
    """How a fit went."""

    steps: int
    seconds: float
    psnr: float
    ended: Literal["time", "psnr", "plateau"]


def fit_field(
    field: Field,
    seen: Observed,
    effort: Effort,
    seed: int = 0,
    progress: Progress = lambda stage, done, total: None,
    layer: str = "all",
    unfinished: Unfinished | None = None,
) -> Fitted:
    """Fit a field to what is seen, in place.

    Args:
        layer: its name.
        unfinished: where a fit of this layer that was interrupted left how far it had come, and this one does.
    """
    unfinished = unfinished or Unfinished()
    groups = field.groups()
    adam = torch.optim.Adam(groups)
    heights = [float(group["lr"]) for group in groups]  # type: ignore[arg-type]
    generator = torch.Generator().manual_seed(seed)
    started, step = time.thread_time(), 0
    found: list[float] = []
    if (before := unfinished.state(layer)) is not None:
        restore(before, adam, generator)
        started, step, found = started - before.spent, before.step, list(before.found)
    while True:
        spent = time.thread_time() - started
        if unfinished.due:
            unfinished.keep(layer, state_of(step, spent, found, adam, generator))
        done = step / effort.steps if effort.steps is not None else spent / max(1e-9, effort.seconds)
        if step % _LOOKED_AT == 0 or done >= 1:
            measured = tuple(found)
            found.append(psnr_of(field, seen, min(1.0, done)))
            progress("fitting", round(1000 * min(1.0, done)), 1000)
            if (ended := _ended(found, done, effort)) is not None:
                unfinished.note(layer, state_of(step, spent, measured, adam, generator))
                return Fitted(step, time.thread_time() - started, found[-1], ended)
        for group, height in zip(adam.param_groups, heights, strict=True):
            group["lr"] = height * (0.02 + 0.98 * (1 - done))
        adam.zero_grad(set_to_none=True)
        _loss(field, seen, done, generator).backward()  # type: ignore[no-untyped-call]
        adam.step()
        step += 1


def _ended(found: list[float], done: float, effort: Effort) -> Literal["time", "psnr", "plateau"] | None:
    if done >= 1:
        return "time"
    if effort.psnr is not None and found[-1] >= effort.psnr and done >= _LEAST:
        return "psnr"
    if effort.plateau and done >= _LEAST and len(found) > _PATIENCE and found[-1] - found[-1 - _PATIENCE] < _PLATEAU:
        return "plateau"
    return None


def _loss(field: Field, seen: Observed, done: float, generator: torch.Generator) -> Float[Tensor, ""]:
    n = len(seen.frames)
    if n == 1:
        first = second = torch.zeros(1, dtype=torch.long)
    else:
        first = torch.randint(n - 1, (min(_AT_ONCE, n - 1),), generator=generator)
        second = first + 1
    both = torch.cat([first, second]) if n > 1 else first
    maps = field.maps(both, done)
    made = field.colours(both, maps, done)
    true, matte = seen.frames[both], seen.matte[both]
    loss = colour_loss(made, true, matte) + _EDGES * edge_loss(made, true, matte) + _RIGID * rigidity_loss(maps)
    if n > 1:
        weight = _MOTION[0] + (_MOTION[1] - _MOTION[0]) * done
        one, other = maps[: len(first)], maps[len(first) :]
        flows = seen.flows
        loss = loss + weight * (
            motion_loss(one, other, flows.forward[first], flows.sure_forward[first] * seen.matte[first])
            + motion_loss(other, one, flows.backward[first], flows.sure_backward[first] * seen.matte[second])
        )
    return loss


@torch.no_grad()
def psnr_of(field: Field, seen: Observed, done: float = 1.0) -> float:
    """The mean over frames of the peak signal-to-noise ratio where the layer is seen, in decibels."""
    values = []
    for some in batches(len(seen.frames)):
        made = field.colours(some, field.maps(some, done), done).clamp(0, 1)
        matte = seen.matte[some]
        error = ((made - seen.frames[some]).square().mean(1) * matte).sum((1, 2)) / matte.sum((1, 2)).clamp_min(1)
        values.append(-10 * error.clamp_min(1e-10).log10())
    return float(torch.cat(values).mean())


def batches(n: int) -> list[Int[Tensor, " k"]]:
    """The numbers of n frames, a few at a time."""
    return [torch.arange(start, min(n, start + _FEW)) for start in range(0, n, _FEW)]
