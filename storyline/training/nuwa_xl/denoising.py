"""How a network learns to denoise latents: which times, which noise, what is left out, and what weighs how much.

The loss is the squared error of the clean latents, whatever the network predicts, with weights

    w = min(1 / sigma(t)², 4) (1 + 3 inside boxes)

1 / sigma² makes it the loss of v or of flow (Salimans & Ho 2022, section 4), the bound keeps almost clean latents from
ruling it, and figures are what a picture is looked at for. Frames and cells that are known cost nothing.
"""

from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.conditioning import Conditioned
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.denoiser import clean_from, noised, over
from storyline.diffusion.schedule import Schedule, schedule_named
from storyline.training.stage import Loss

EARLIEST = 0.01
"""Of the times trained at: below it there is nothing to learn."""
_MOST = 4.0
"""Of a weight by time."""
_IN_BOXES = 3.0
"""By how much more a cell within a box weighs."""
_HALF_CELL = 0.5
"""Drawings stand over their boxes a little."""
EDGES = ("stem.", "head.", "conditioner.", "time.", "visible.")
"""Layers that read conditions, times and latents, or give latents: AdamW trains them."""
NOTHING, NO_STRUCTURE, NO_TEXT = 0.05, 0.1, 0.15
"""How often all conditions of a clip are left out, its entities alone, its words alone."""
_FROM_GUESS, _LATEST = 0.5, 0.75
"""How often a clip with a guess is noised from it, not from the truth, and up to which time: sampling begins so."""


@dataclass(frozen=True, eq=False)
class Latents:
    """Clips to learn from, with what is known of them."""

    clean: Float[Tensor, "b l c h w"]
    """Of unit variance."""
    conditions: Conditions
    known: Float[Tensor, "b l 1 h w"]
    """1 where the network is given latents, 0 where it is to make them."""
    given: Float[Tensor, "b l c h w"]
    """What it is given: latents where known, elsewhere a guess or zeros."""

    def to(self, device: torch.device | str) -> "Latents":
        """The same on a device."""
        moved = (self.clean.to(device), self.conditions.to(device), self.known.to(device), self.given.to(device))
        return Latents(*moved)

    def __len__(self) -> int:
        """Clips."""
        return len(self.clean)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.clean.shape[-2], self.clean.shape[-1]

    @property
    def whole(self) -> Bool[Tensor, "b l"]:
        """Which frames are known everywhere."""
        return self.known.flatten(2).amin(2) == 1


def unknown(clean: Float[Tensor, "b l c h w"], conditions: Conditions) -> Latents:
    """Clips of which nothing is known."""
    return Latents(clean, conditions, torch.zeros_like(clean[:, :, :1]), torch.zeros_like(clean))


def denoising_loss(net: MaskTemporalUNet, clips: Latents, generator: torch.Generator) -> Loss:
    """What clips cost at times drawn evenly, with a part of their conditions left out."""
    device, schedule = clips.clean.device, schedule_named(net.config.schedule)
    t = even_times(len(clips), generator).to(device)
    noise = noise_like(clips.clean, net.shares(clips.conditions), generator)
    conditions = some_left_out(clips.conditions, generator)
    begun = begun_from(clips, t, generator)
    clean = denoised(net, replace(clips, conditions=conditions), noised(schedule, begun, noise, t), t)
    total, plain = weighted_error(clean, clips.clean, clips, t, schedule)
    return Loss(total, {"error": plain.detach()})


def denoised(
    net: MaskTemporalUNet,
    clips: Latents,
    noisy: Float[Tensor, "b l c h w"],
    t: Float[Tensor, " b"],
    conditioned: Conditioned | None = None,
) -> Float[Tensor, "b l c h w"]:
    """The clean latents that the network makes of noisy ones; what is known is put in as it is, at time 0.

    `conditioned` is what the network makes of the clips' conditions, where that is there already.
    """
    schedule = schedule_named(net.config.schedule)
    x = torch.where(clips.known > 0, clips.given, noisy)
    times = torch.where(clips.whole, 0.0, t[:, None])
    conditioned = net.condition(clips.conditions, clips.size) if conditioned is None else conditioned
    output = net(x, times, conditioned, clips.given, clips.known)
    clean = clean_from(net.config.prediction, schedule, x, times, output.float())
    return torch.where(clips.known > 0, clips.given, clean)


def weighted_error(
    clean: Float[Tensor, "b l c h w"],
    target: Float[Tensor, "b l c h w"],
    clips: Latents,
    t: Float[Tensor, " b"],
    schedule: Schedule,
) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
    """The squared error where latents are not known: weighted by time and boxes, and as it is; means over cells."""
    made = 1 - clips.known
    by_time = (1 / schedule.sigma(t).square()).clamp_max(_MOST)
    weight = over(by_time, made) * (1 + _IN_BOXES * in_boxes(clips.conditions, clips.size)) * made
    error = (clean - target).square().mean(2, keepdim=True)
    cells = made.sum().clamp_min(1)
    return (error * weight).sum() / cells, (error * made).sum() / cells


def in_boxes(conditions: Conditions, size: tuple[int, int]) -> Float[Tensor, "b l 1 h w"]:
    """1 in cells that meet a box, or all but meet it."""
    rows, columns = size
    device = conditions.box.device
    y = (torch.arange(rows, device=device) + 0.5)[:, None]
    x = (torch.arange(columns, device=device) + 0.5)[None]
    scale = torch.tensor([columns, rows, columns, rows], device=device)
    x0, y0, x1, y1 = (conditions.box * scale)[..., None, None].unbind(-3)
    reach = 0.5 + _HALF_CELL
    met = (x + reach > x0) & (x - reach < x1) & (y + reach > y0) & (y - reach < y1)
    return (met & conditions.present[..., None, None]).any(2, keepdim=True).float()


def even_times(count: int, generator: torch.Generator) -> Float[Tensor, " {count}"]:
    """One time in each of so many equal parts of `EARLIEST`..1, in random order: pure noise is among them."""
    places = torch.randperm(count, generator=generator) + torch.rand(count, generator=generator)
    return 1 - (1 - EARLIEST) * places / count


def noise_like(
    clean: Float[Tensor, "b l c h w"], shares: Float[Tensor, " b"], generator: torch.Generator
) -> Float[Tensor, "b l c h w"]:
    """Normal noise, of whose variance a share is common to a clip's frames (see `storyline.diffusion.noise`)."""
    b, length, *rest = clean.shape
    common = torch.randn(b, 1, *rest, generator=generator)
    own = torch.randn(b, length, *rest, generator=generator)
    return (over(shares.sqrt(), common) * common + over((1 - shares).sqrt(), own) * own).to(clean.device)


def begun_from(clips: Latents, t: Float[Tensor, " b"], generator: torch.Generator) -> Float[Tensor, "b l c h w"]:
    """What is noised: the truth, or at some of the earlier times the guess, of frames that are nothing but guessed."""
    chosen = (torch.rand(len(clips), generator=generator).to(t.device) < _FROM_GUESS) & (t < _LATEST)
    guessed = chosen[:, None] & clips.given.flatten(2).any(-1) & ~clips.known.flatten(2).any(-1)
    return torch.where(guessed[..., None, None, None], clips.given, clips.clean)


def some_left_out(conditions: Conditions, generator: torch.Generator) -> Conditions:
    """All of some clips, the entities of some, the words of some: what guidance goes away from."""
    chance = torch.rand(len(conditions), generator=generator).to(conditions.level.device)
    structure = chance < NOTHING + NO_STRUCTURE
    text = (chance < NOTHING) | (chance > 1 - NO_TEXT)
    return conditions.without(text=text, structure=structure)
