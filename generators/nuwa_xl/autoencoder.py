"""T-KLVAE: frames to latents of an eighth of their size, each frame one, and back.

Learns on single frames first; `with_temporal` then puts in layers over time that change nothing until they learn.

Source: Yin et al. 2023 (NUWA-XL), section 3.1; Kingma & Welling 2014 for the posterior.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from jaxtyping import Float, UInt8
from torch import Tensor, nn

from generators.nuwa_xl.coder import FACTOR, Decoder, Encoder
from storyline.errors import RenderError, SetupError

WINDOW = 16
"""Frames that the layers over time see at once; longer clips go through in windows."""
CONTEXT = 2
"""Frames on either side of a window's own that it sees and leaves to its neighbours."""
_LOG_VARIANCES = (-12.0, 4.0)


@dataclass(frozen=True)
class Posterior:
    """What the encoder believes of the latents: a normal distribution each."""

    mean: Float[Tensor, "b l c h w"]
    log_variance: Float[Tensor, "b l c h w"]

    def sample(self, noise: Float[Tensor, "b l c h w"]) -> Float[Tensor, "b l c h w"]:
        """Latents drawn with this normal noise."""
        return self.mean + (self.log_variance / 2).exp() * noise

    def divergence(self) -> Float[Tensor, ""]:
        """From a unit normal distribution (KL), in nats: the mean over all latents."""
        return (self.mean.square() + self.log_variance.exp() - 1 - self.log_variance).mean() / 2


class TemporalAutoencoder(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Frames <-> latents. `to_latents`, `to_frames` and `to_pictures` are for use, the others for training."""

    _supports_gradient_checkpointing = True

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        latent_channels: int = 16,
        encoder_widths: Sequence[int] = (48, 96),
        encoder_blocks: Sequence[int] = (1, 2),
        decoder_widths: Sequence[int] = (96, 48),
        decoder_blocks: Sequence[int] = (1, 2),
        heads: int = 4,
        temporal: bool = False,
        latent_mean: Sequence[float] | None = None,
        latent_std: Sequence[float] | None = None,
    ) -> None:
        """Widths from fine to coarse in the encoder, from coarse to fine in the decoder; blocks beside each.

        From level to level a side of the grid halves or doubles; what then is left of 8 pixels is folded into
        channels. `heads` are those of the attention over time. `latent_mean` and `latent_std`, one a channel, are
        what `fit_latents` found.

        Raises:
            SetupError: there are other than 1 to 4 levels, or not as many blocks as widths.
        """
        super().__init__()
        for name, widths, blocks in (
            ("encoder", encoder_widths, encoder_blocks),
            ("decoder", decoder_widths, decoder_blocks),
        ):
            if not 1 <= len(widths) <= 4 or len(blocks) != len(widths):
                raise SetupError(
                    f"{name}: expected 1 to 4 widths and blocks for each; got widths {widths} and blocks {blocks}"
                )
        self.encoder = Encoder(latent_channels, encoder_widths, encoder_blocks, heads, temporal=temporal)
        self.decoder = Decoder(latent_channels, decoder_widths, decoder_blocks, heads, temporal=temporal)

    def encode(self, frames: Float[Tensor, "b l 3 height width"]) -> Posterior:
        """Frames in -1..1 -> what their latents may be, not normalised.

        Raises:
            RenderError: height or width is no multiple of 8.
        """
        b, length, _, height, width = frames.shape
        if height % FACTOR or width % FACTOR:
            raise RenderError(f"frames of {width}x{height}: expected multiples of {FACTOR}; resize them first")
        both = self.encoder(frames.flatten(0, 1), length).float().unflatten(0, (b, length))
        mean, log_variance = both.chunk(2, dim=2)
        return Posterior(mean, log_variance.clamp(*_LOG_VARIANCES))

    def decode(self, latents: Float[Tensor, "b l c h w"]) -> Float[Tensor, "b l 3 height width"]:
        """Latents, not normalised -> frames, about -1..1."""
        b, length = latents.shape[:2]
        return self.decoder(latents.flatten(0, 1), length).float().unflatten(0, (b, length))  # type: ignore[no-any-return]

    def forward(
        self, frames: Float[Tensor, "b l 3 height width"], noise: Float[Tensor, "b l c h w"]
    ) -> tuple[Float[Tensor, "b l 3 height width"], Posterior]:
        """Frames there and back, by way of a sample of the posterior."""
        posterior = self.encode(frames)
        return self.decode(posterior.sample(noise)), posterior

    @torch.no_grad()
    def to_latents(self, frames: Float[Tensor, "b l 3 height width"]) -> Float[Tensor, "b l c h w"]:
        """Frames in -1..1 -> latents of unit variance over all channels: the posterior's mean, normalised.

        Raises:
            RenderError: height or width is no multiple of 8.
            SetupError: `fit_latents` was never called.
        """
        mean, std = self._statistics()
        return (self._in_windows(lambda part: self.encode(part).mean, frames) - mean) / std

    @torch.no_grad()
    def to_frames(self, latents: Float[Tensor, "b l c h w"]) -> Float[Tensor, "b l 3 height width"]:
        """Normalised latents -> frames within -1..1.

        Raises:
            SetupError: `fit_latents` was never called.
        """
        mean, std = self._statistics()
        return self._in_windows(lambda part: self.decode(part).clamp(-1, 1), latents * std + mean)

    def to_pictures(self, latents: Float[Tensor, "b l c h w"]) -> UInt8[np.ndarray, "b l height width 3"]:
        """Normalised latents -> pictures as files hold them. Raises SetupError as `to_frames` does."""
        frames = self.to_frames(latents).permute(0, 1, 3, 4, 2)
        return ((frames + 1) * 127.5).round().to(torch.uint8).cpu().numpy()

    @torch.no_grad()
    def fit_latents(self, frames: Float[Tensor, "b l 3 height width"]) -> None:
        """Keep each channel's mean, and one standard deviation for all: what normalises latents from now on.

        A few channels hold colours and shapes, the others small detail. With a scale of its own each detail would weigh
        as much, and a denoiser learn little else. Source: Rombach et al. 2022 (LDM), section G.
        """
        means = self._in_windows(lambda part: self.encode(part).mean, frames).double().transpose(0, 2).flatten(1)
        std = means.var(1).mean().sqrt().clamp_min(1e-6)
        self.register_to_config(latent_mean=means.mean(1).tolist(), latent_std=[float(std)] * len(means))

    def _statistics(self) -> tuple[Float[Tensor, "c 1 1"], Float[Tensor, "c 1 1"]]:
        if self.config.latent_mean is None or self.config.latent_std is None:
            raise SetupError("the autoencoder does not know the spread of its latents: call fit_latents(frames) first")
        both = torch.tensor([self.config.latent_mean, self.config.latent_std], device=self.device)
        return both[0, :, None, None], both[1, :, None, None]

    def _in_windows(self, step: Callable[[Tensor], Tensor], clips: Tensor) -> Tensor:
        """`step` over all frames, a few at a time: memory is bounded by `WINDOW` frames besides input and output."""
        clips = clips.to(self.dtype)
        if not self.config.temporal:
            frames = clips.flatten(0, 1)[:, None]
            done = torch.cat([step(part) for part in torch.split(frames, WINDOW)])
            return torch.unflatten(done[:, 0], 0, clips.shape[:2])
        passes = tuple(windows(clips.shape[1]))
        return torch.cat(
            [
                torch.cat([step(some[:, seen])[:, given] for seen, given in passes], dim=1)
                for some in torch.split(clips, max(1, WINDOW // clips.shape[1]))
            ]
        )


def windows(length: int) -> Iterator[tuple[slice, slice]]:
    """Which frames of a clip each pass sees, and which of those it is to give: together every frame once, in order."""
    if length <= WINDOW:
        yield slice(0, length), slice(0, length)
        return
    own = WINDOW - 2 * CONTEXT
    for start in range(0, length, own):
        end = min(start + own, length)
        first = max(0, start - CONTEXT)
        yield slice(first, min(end + CONTEXT, length)), slice(start - first, end - first)


def with_temporal(model: TemporalAutoencoder) -> TemporalAutoencoder:
    """The same autoencoder with layers over time put in; what it gives is exactly the same until they learn.

    Raises:
        SetupError: it has such layers already.
    """
    if model.config.temporal:
        raise SetupError("the autoencoder has layers over time already: continue its training instead")
    wider = _alike(model, temporal=True)
    added = wider.load_state_dict(model.state_dict(), strict=False)
    assert not added.unexpected_keys and all(".temporal." in key for key in added.missing_keys)
    return wider


def with_decoder(model: TemporalAutoencoder, widths: Sequence[int], blocks: Sequence[int]) -> TemporalAutoencoder:
    """The same encoder, and so the same latents, with a decoder of another size, which has yet to learn.

    A small decoder teaches an encoder in a fraction of the time; what is to be looked at deserves a larger one.
    """
    other = _alike(model, decoder_widths=tuple(widths), decoder_blocks=tuple(blocks))
    other.encoder.load_state_dict(model.encoder.state_dict())
    return other


def _alike(model: TemporalAutoencoder, **changes: Any) -> TemporalAutoencoder:
    """Another one of the same config but for changes, with weights of its own.

    Not by `from_config`: it puts fields that were at their defaults when made, such as the statistics, back to those.
    """
    config = {key: value for key, value in model.config.items() if not key.startswith("_")}
    made: TemporalAutoencoder = TemporalAutoencoder(**config | changes)
    nn.Module.to(made, model.device, model.dtype)  # diffusers' own warns of any cast
    return made
