"""Classifier-free guidance: further away from what a network gives without its conditions (Ho & Salimans 2022)."""

import torch
from jaxtyping import Float
from torch import Tensor

from storyline.diffusion.denoiser import Denoiser
from storyline.diffusion.schedule import Time


def guided(
    conditional: Float[Tensor, "*latents"],
    unconditional: Float[Tensor, "*latents"],
    scale: float,
    rescale: float = 0.0,
) -> Float[Tensor, "*latents"]:
    """unconditional + scale (conditional - unconditional): 1 is the conditional one as it is, 0 the unconditional.

    It is the same whether the two are clean latents or another prediction of one x, but for `rescale`: the share, 0 to
    1, in which each frame gets back the conditional frame's standard deviation, which a large scale blows up (Lin et
    al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed", section 3.4, who take 0.7). A frame is
    the last three dimensions, so that what else is in a batch does not change it.
    """
    further = torch.lerp(unconditional, conditional, scale)
    if rescale == 0:
        return further
    frame = (-3, -2, -1)
    spread = further.std(frame, keepdim=True).clamp_min(torch.finfo(further.dtype).tiny)
    return further * torch.lerp(torch.ones_like(spread), conditional.std(frame, keepdim=True) / spread, rescale)


def with_guidance(both: Denoiser, scale: float, rescale: float = 0.0) -> Denoiser:
    """A denoiser of b clips, made of one of 2 b clips: the first b have their conditions, the others have none.

    Both halves go through the network in one call. With a scale of 1 the plain denoiser is the same at half the cost.
    """

    def denoise(x: Float[Tensor, "b *latents"], t: Time) -> Float[Tensor, "b *latents"]:
        twice = t.expand(len(x), *t.shape[1:]).repeat(2, *[1] * (t.ndim - 1)) if isinstance(t, Tensor) and t.ndim else t
        conditional, unconditional = both(torch.cat([x, x]), twice).chunk(2)
        return guided(conditional, unconditional, scale, rescale)

    return denoise
