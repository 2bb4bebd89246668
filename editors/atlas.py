"""Layered neural atlases: networks that map pixels to two atlases, and mix these; written from the paper, its defaults.

Four networks: mappings of foreground and background (x, y, t → u, v), the opacity of the foreground (x, y, t → alpha),
and one atlas (u, v → colour), of which the foreground has the upper right quarter and the background the lower left. It
is here to be measured against: on a CPU it would take days (see docs/benchmarks.md).

Source: Kasten et al. 2021, "Layered Neural Atlases for Consistent Video Editing", sections 3 and 4, and its supplement.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor, nn

from editors.canonical import CanonicalClip, Layer
from editors.fitting import Effort, Observed

_STAGE = 10_000
"""Steps for which the given masks lead the opacity."""
_GLOBAL = 5_000
"""Steps for which rigidity over a long distance is asked for."""


@dataclass(frozen=True)
class Defaults:
    """The paper's settings."""

    samples: int = 10_000
    """Pixels of a step."""
    rate: float = 1e-4
    rgb: float = 5000.0
    gradient: float = 1000.0
    sparsity: float = 1000.0
    rigidity: float = 1.0
    far_foreground: float = 5.0
    far_background: float = 50.0
    far: int = 100
    """Pixels over which rigidity is asked for at first, in frames of 768x432."""
    flow: float = 5.0
    alpha_flow: float = 49.0
    mask: float = 2000.0
    begun: int = 100
    """Steps for each frame in which mappings learn to begin as the identity."""


class Mlp(nn.Module):
    """Layers of one width, the input encoded by sines and cosines, and again beside some layers' input."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        width: int = 256,
        depth: int = 8,
        encoded: int = 0,
        skips: Sequence[int] = (),
    ) -> None:
        """`encoded` octaves; none reads the input as it is."""
        super().__init__()
        self.encoded, self.skips = encoded, tuple(skips)
        first = inputs * 2 * encoded if encoded else inputs
        self.layers = nn.ModuleList(
            nn.Linear(
                (first if n == 0 else width) + (first if n in self.skips else 0), outputs if n == depth - 1 else width
            )
            for n in range(depth)
        )

    def forward(self, x: Float[Tensor, "p i"]) -> Float[Tensor, "p o"]:
        """Outputs in -1..1."""
        if self.encoded:
            octaves = math.pi * 2.0 ** torch.arange(self.encoded)
            angles = (x[:, :, None] * octaves).flatten(1)
            x = torch.cat([angles.sin(), angles.cos()], 1)
        found = x
        for n, layer in enumerate(self.layers):
            if n:
                found = F.relu(found)
            found = layer(torch.cat([found, x], 1) if n in self.skips else found)
        return found.tanh()


class Atlas(nn.Module):
    """The four networks."""

    def __init__(self, width: int = 256) -> None:
        """`width` of every layer: the paper's 256, or less in tests."""
        super().__init__()
        self.foreground = Mlp(3, 2, width=width, depth=6)
        self.background = Mlp(3, 2, width=width, depth=4)
        self.opacity = Mlp(3, 1, width=width, encoded=5)
        self.atlas = Mlp(2, 3, width=width, encoded=10, skips=(4, 7))

    def where(self, at: Float[Tensor, "p 3"]) -> tuple[Float[Tensor, "p 2"], Float[Tensor, "p 2"]]:
        """Where pixels lie in their atlases, -1..1 of each."""
        return self.foreground(at), self.background(at)

    def alpha(self, at: Float[Tensor, "p 3"]) -> Float[Tensor, "p 1"]:
        """How much of each is foreground, 0.001..0.999."""
        found: Tensor = 0.5 * (self.opacity(at) + 1) * 0.998 + 0.001
        return found

    def colours(self, uv: Float[Tensor, "p 2"], *, foreground: bool) -> Float[Tensor, "p 3"]:
        """Of places in an atlas, 0..1."""
        found: Tensor = 0.5 * (self.atlas(uv * 0.5 + (0.5 if foreground else -0.5)) + 1)
        return found

    def mixed(self, at: Float[Tensor, "p 3"]) -> Float[Tensor, "p 3"]:
        """Colours of pixels (equation 3)."""
        above, below = self.where(at)
        alpha = self.alpha(at)
        return alpha * self.colours(above, foreground=True) + (1 - alpha) * self.colours(below, foreground=False)


def fit_atlas(
    seen: Observed,
    masks: Float[Tensor, "n h w"],
    effort: Effort,
    settings: Defaults,
    *,
    width: int = 256,
    seed: int = 0,
) -> tuple[Atlas, int]:
    """Fit atlases to frames for so long; the networks, and how many steps it took.

    Args:
        seen: frames and flow; its matte does not matter.
        masks: rough ones of the foreground.
    """
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    model = Atlas(width)
    adam = torch.optim.Adam(model.parameters(), settings.rate)
    started = time.thread_time()
    n = len(seen.frames)
    step = 0
    for _ in range(settings.begun * n):
        if _done(effort, started, 0) > 0.5:
            break
        at = _coordinates(_drawn(seen, settings.samples, generator), seen)
        above, below = model.where(at)
        loss = (above - 0.5 * at[:, :2]).norm(dim=1).mean() + (below - 0.5 * at[:, :2]).norm(dim=1).mean()
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
    while _done(effort, started, step) < 1:
        loss = _loss(model, seen, masks, settings, step, generator)
        adam.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
        step += 1
    return model, step


@torch.no_grad()
def as_layers(model: Atlas, seen: Observed, size: tuple[int, int]) -> CanonicalClip:
    """Atlases as layers, each painted in so many rows and columns."""
    n, _, rows, columns = seen.frames.shape
    height, width = size
    v, u = torch.meshgrid(_line(height), _line(width), indexing="ij")
    plane = torch.stack([u, v], -1).reshape(-1, 2)
    layers = []
    for name in ("background", "foreground"):
        front = name == "foreground"
        image = model.colours(plane, foreground=front).T.reshape(3, height, width)
        maps, mattes = [], []
        for t in range(n):
            y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
            at = _coordinates(torch.stack([torch.full_like(x, t), y, x], -1).reshape(-1, 3), seen)
            maps.append(model.where(at)[0 if front else 1].reshape(rows, columns, 2))
            alpha = model.alpha(at).reshape(rows, columns)
            mattes.append(alpha if front else torch.ones_like(alpha))
        layers.append(
            Layer(
                name,
                image,
                torch.ones(height, width),
                (-1.0, -1.0, 1.0, 1.0),
                n // 2,
                torch.stack(maps),
                torch.stack(mattes),
                torch.ones(n, 3, 1, 1),
            )
        )
    return CanonicalClip(tuple(layers), (rows, columns), {"field": "atlas"})


def _loss(
    model: Atlas, seen: Observed, masks: Tensor, settings: Defaults, step: int, generator: torch.Generator
) -> Float[Tensor, ""]:
    _, _, rows, columns = seen.frames.shape
    pixels = _drawn(seen, settings.samples, generator)
    t, y, x = pixels.unbind(1)
    at = _coordinates(pixels, seen)
    above, below = model.where(at)
    alpha = model.alpha(at)
    over, under = model.colours(above, foreground=True), model.colours(below, foreground=False)
    made = alpha * over + (1 - alpha) * under
    true = seen.frames[t, :, y, x]
    loss = settings.rgb * (made - true).square().sum(1).mean()
    for dy, dx in ((0, 1), (1, 0)):
        beside = torch.stack([t, (y + dy).clamp_max(rows - 1), (x + dx).clamp_max(columns - 1)], 1)
        slope = seen.frames[beside[:, 0], :, beside[:, 1], beside[:, 2]] - true
        loss = (
            loss + settings.gradient * ((model.mixed(_coordinates(beside, seen)) - made) - slope).square().sum(1).mean()
        )
    loss = loss + settings.sparsity * ((1 - alpha) * over).square().sum(1).mean()
    far = max(1, round(settings.far * columns / 768))
    reaches = [(1, settings.rigidity, settings.rigidity)]
    if step < _GLOBAL:
        reaches.append((far, settings.far_foreground, settings.far_background))
    for reach, front, back in reaches:
        loss = (
            loss
            + front * _rigid(model.foreground, at, above, reach, seen)
            + back * _rigid(model.background, at, below, reach, seen)
        )
    n = len(seen.frames)
    if n > 1:
        some = t < n - 1
        t, y, x = t[some], y[some], x[some]
        gone = seen.flows.forward[t, y, x]
        certain = seen.flows.sure_forward[t, y, x]
        later = torch.stack([t + 1, y, x], 1).float()
        later[:, 1:] += gone.flip(-1)
        after = _coordinates(later, seen)
        above_after, below_after = model.where(after)
        share, share_after = alpha[some, 0], model.alpha(after)[:, 0]
        moved = share * (above[some] - above_after).norm(dim=1) + (1 - share) * (below[some] - below_after).norm(dim=1)
        loss = loss + settings.flow * (certain * moved * columns / 2).mean()
        loss = loss + settings.alpha_flow * (certain * (share - share_after).abs()).mean()
    if step < _STAGE:
        t, y, x = pixels.unbind(1)
        loss = loss + settings.mask * F.binary_cross_entropy(alpha[:, 0], masks[t, y, x])
    return loss


def _rigid(mapping: Mlp, at: Tensor, here: Tensor, reach: int, seen: Observed) -> Float[Tensor, ""]:
    """How far a mapping is from turning and moving alone, over a distance in pixels (section 4, equation 7)."""
    _, _, _, columns = seen.frames.shape
    step = 2 * reach / columns
    right, down = torch.tensor([step, 0.0, 0.0]), torch.tensor([0.0, step, 0.0])
    a, b = (mapping(at + right) - here) / step, (mapping(at + down) - here) / step
    j = torch.stack([a, b], -1) * 2  # a frame is half as wide as its atlas
    square = j.transpose(1, 2) @ j
    inverse = torch.linalg.inv(square + 1e-3 * torch.eye(2))
    found: Tensor = (
        square.square().sum((1, 2)).clamp_min(1e-12).sqrt() + inverse.square().sum((1, 2)).clamp_min(1e-12).sqrt()
    ).mean()
    return found


def _drawn(seen: Observed, count: int, generator: torch.Generator) -> Tensor:
    n, _, rows, columns = seen.frames.shape
    return torch.stack([torch.randint(limit, (count,), generator=generator) for limit in (n, rows, columns)], 1)


def _coordinates(pixels: Tensor, seen: Observed) -> Float[Tensor, "p 3"]:
    """x, y and t of pixels (t, y, x), -1..1; both sides by the longer one, as the paper does."""
    n, _, rows, columns = seen.frames.shape
    t, y, x = pixels.float().unbind(1)
    longer = max(rows, columns)
    return torch.stack([2 * (x + 0.5) / longer - 1, 2 * (y + 0.5) / longer - 1, 2 * t / max(1, n - 1) - 1], 1)


def _line(count: int) -> Float[Tensor, " {count}"]:
    return 2 * (torch.arange(count) + 0.5) / count - 1


def _done(effort: Effort, started: float, step: int) -> float:
    if effort.steps is not None:
        return step / max(1, effort.steps)
    return (time.thread_time() - started) / effort.seconds
