"""A clip that is asked for → the noise that its denoising starts from, by a prior of frames. Here torch comes in."""

from typing import Any

from jaxtyping import Float
from torch import Tensor

from generators.hub.family import ClipAsked, How
from storyline.diffusion.latents import latents


def starting_noise(model: Any, clip: ClipAsked, how: How, channels: int) -> Float[Tensor, "frames channels h w"]:
    """Noise of the prior that a parameter names, in the precision of a pipeline's network.

    Raises:
        RenderError: there is no such prior.
    """
    shape = (clip.frames, channels, *latent_size(model, how))
    return latents(str(how.parameters["prior"]), clip.seed, shape, clip.motion).to(model.unet.dtype)


def latent_size(model: Any, how: How) -> tuple[int, int]:
    """Rows and columns of a pipeline's latents."""
    return how.size.height // model.vae_scale_factor, how.size.width // model.vae_scale_factor
