"""Mask Temporal Diffusion: the network that cleans the latents of a clip, given words, boxes and some of its frames.

One network serves all levels of the hierarchy: global (no frame is known), local (the first and the last are),
extension (the first is) and inpainting (any mask).

Source: Yin et al. 2023 (NUWA-XL), section 3.2; `docs/nuwa_xl.md` holds its equations against these modules.
"""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from jaxtyping import Float
from torch import Tensor, nn

from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.blocks import GROUPS, Around, Block, zeroed
from generators.nuwa_xl.conditioning import Conditioned, Conditioner
from generators.nuwa_xl.text import FrozenText, text_config
from storyline.errors import SetupError

_SINUS = 128
"""Channels in which the noise's time is given."""


class MaskTemporalUNet(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Noisy latents, conditions and visible frames -> what `config.prediction` says, of `config.schedule`."""

    _supports_gradient_checkpointing = True

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        vocabulary: int = 2000,
        latent_channels: int = 16,
        widths: Sequence[int] = (64, 192),
        blocks: Sequence[int] = (1, 4),
        attention: Sequence[bool] = (False, True),
        text_width: int = 96,
        paint_width: int = 48,
        clock_width: int = 256,
        visible_width: int = 32,
        heads: int = 4,
        max_frames: int = 16,
        entities: int = 8,
        temporal: bool = False,
        prediction: str = "clean",
        schedule: str = "cosine",
        noise_share: float = 0.5,
        still_share: float = 1.0,
        text_encoder: Mapping[str, Any] | None = None,
    ) -> None:
        """Levels from fine to coarse: their widths, blocks (down and again up), and whether they attend in space.

        `temporal`: whether frames see each other; single frames are learnt first. `prediction`, `schedule`,
        `noise_share` (of the noise that all frames of a clip have in common) and `still_share` (the same where the
        camera stands) say how it was trained, and so how it is used. `text_encoder` is the config of a frozen one
        (`text.text_config`); `vocabulary` counts pieces of ours.
        """
        super().__init__()
        if not len(widths) == len(blocks) == len(attention) or any(w % GROUPS for w in widths):
            raise ValueError(
                f"expected widths in multiples of {GROUPS}, and as many blocks and attentions; "
                f"got widths {tuple(widths)}, blocks {tuple(blocks)}, attention {tuple(attention)}"
            )
        self.conditioner = Conditioner(
            vocabulary=vocabulary,
            words=text_width,
            paint=paint_width,
            clock=clock_width,
            heads=heads,
            temporal=temporal,
            text_encoder=text_encoder,
        )
        self.time = nn.Sequential(nn.Linear(_SINUS, clock_width), nn.SiLU(), nn.Linear(clock_width, clock_width))

        def level(n: int, width: int) -> nn.ModuleList:
            sizes = {"clock": clock_width, "words": text_width, "visible": visible_width, "heads": heads}
            ins = [width, *[widths[n]] * (blocks[n] - 1)]
            return nn.ModuleList(Block(i, widths[n], **sizes, attends=attention[n], temporal=temporal) for i in ins)

        painted = self.conditioner.channels
        finer = list(itertools.pairwise(widths))
        self.stem = nn.Conv2d(latent_channels + painted, widths[0], 3, padding=1)
        self.visible = nn.ModuleList(
            nn.Conv2d(
                visible_width if n else latent_channels + 1, visible_width, 3, 2 if n else 1, padding=1, bias=False
            )
            for n in range(len(widths))
        )
        self.down = nn.ModuleList(level(n, width) for n, (width, _) in enumerate(finer))
        self.shrink = nn.ModuleList(nn.Conv2d(fine, coarse, 3, 2, padding=1) for fine, coarse in finer)
        self.repaint = nn.ModuleList(nn.Conv2d(painted, coarse, 1) for _, coarse in finer)
        self.middle = level(len(widths) - 1, widths[-1])
        self.grow = nn.ModuleList(nn.Conv2d(coarse, 4 * fine, 1) for fine, coarse in finer)
        self.up = nn.ModuleList(level(n, 2 * width) for n, (width, _) in enumerate(finer))
        self.norm = nn.GroupNorm(GROUPS, widths[0])
        self.head = zeroed(nn.Conv2d(widths[0], latent_channels, 3, padding=1))
        self.gradient_checkpointing = False

    @classmethod
    def from_pretrained(cls, *arguments: Any, **keywords: Any) -> "MaskTemporalUNet":
        """As diffusers does it; then every weight is moved to where memory is aligned.

        Mapped from a file they lie anywhere, and kernels may round by where they lie.
        """
        made: MaskTemporalUNet = super().from_pretrained(*arguments, **keywords)
        for parameter in made.parameters():
            parameter.data = parameter.data.clone()
        return made

    def shares(self, conditions: Conditions) -> Float[Tensor, " b"]:
        """Which part of their noise the frames of each clip have in common."""
        still, moving = (torch.tensor(share) for share in (self.config.still_share, self.config.noise_share))
        return torch.where(conditions.still.cpu(), still, moving)

    def condition(self, conditions: Conditions, size: tuple[int, int]) -> Conditioned:
        """What is made once a clip of its conditions; `size` is rows and columns of the latents.

        Raises:
            ValueError: the clips are longer than the network was made for.
        """
        most = self.config.max_frames
        if self.config.temporal and conditions.frames > most:
            raise ValueError(f"a clip has at most {most} frames for this network; got {conditions.frames}. Split it")
        return self.conditioner(conditions, size)  # type: ignore[no-any-return]

    def forward(
        self,
        noisy: Float[Tensor, "b l c h w"],
        t: Float[Tensor, "b"] | Float[Tensor, "b l"],
        conditioned: Conditioned,
        given: Float[Tensor, "b l c h w"] | None = None,
        known: Float[Tensor, "b l 1 h w"] | None = None,
    ) -> Float[Tensor, "b l c h w"]:
        """What `config.prediction` says, for latents of unit variance at time t (0 clean, 1 noise).

        `given` holds clean latents where `known` is 1; elsewhere a guess of them (the fill), or zeros. Nothing but
        zeros is the same as neither. Frames that are known throughout may be given clean, at time 0.

        Raises:
            ValueError: the conditions were made for another size or length.
        """
        b, length, _, *size = noisy.shape
        made = (*conditioned.painted.shape[:2], *conditioned.painted.shape[3:])
        if made != (b, length, *size):
            raise ValueError(f"expected clips, frames, rows and columns {made}, as conditioned; got {noisy.shape}")
        moments = (t[:, None] if t.ndim == 1 else t).expand(b, length)
        around = Around(
            clock=F.silu(self.time(_sinus(moments)) + conditioned.summary).flatten(0, 1),
            words=conditioned.words.flatten(0, 1),
            keep=conditioned.keep.flatten(0, 1)[:, None, None],
            length=length,
            at=conditioned.at,
        )
        painted = [_folded(conditioned.painted)]
        for _ in self.down:
            painted.append(F.avg_pool2d(painted[-1], 2, ceil_mode=True))
        visible = self._seen(given, known)

        x = self.stem(_folded(torch.cat([noisy, conditioned.painted.to(noisy.dtype)], 2)))
        skips = []
        for n, level in enumerate(self.down):
            x = self._through(level, x, visible[n], around)
            skips.append(x)
            x = self.shrink[n](x) + self.repaint[n](painted[n + 1])
        x = self._through(self.middle, x, visible[-1], around)
        for n in reversed(range(len(self.up))):
            skip = skips.pop()
            x = F.pixel_shuffle(self.grow[n](x), 2)[..., : skip.shape[2], : skip.shape[3]]
            x = torch.cat([x, skip], 1).contiguous(memory_format=torch.channels_last)
            x = self._through(self.up[n], x, visible[n], around)
        out: Tensor = self.head(F.silu(self.norm(x))).float()
        return out.reshape(b, length, *out.shape[1:])

    def _seen(self, given: Tensor | None, known: Tensor | None) -> list[Tensor] | list[None]:
        """What is visible, on every level; None where nothing is."""
        if given is None or known is None or not (torch.is_grad_enabled() or given.any() or known.any()):
            return [None] * len(self.visible)
        first, *others = self.visible
        found: list[Tensor] = [first(_folded(torch.cat([given, known], 2)))]
        for conv in others:
            found.append(conv(F.silu(found[-1])))
        return found

    def _through(self, level: nn.Module, x: Tensor, visible: Tensor | None, around: Around) -> Tensor:
        for block in level.children():
            if self.gradient_checkpointing and torch.is_grad_enabled():
                x = self._gradient_checkpointing_func(block, x, visible, around)
            else:
                x = block(x, visible, around)
        return x


def with_temporal(net: MaskTemporalUNet) -> MaskTemporalUNet:
    """A network of single frames as one of clips: its weights, and layers over time that change nothing yet.

    The new layers' weights are drawn from torch's own generator.

    Raises:
        SetupError: it has such layers already.
    """
    if net.config.temporal:
        raise SetupError("the network has layers over time already: continue its training instead")
    return _changed(net, temporal=True)


def with_blocks(net: MaskTemporalUNet, blocks: Sequence[int]) -> MaskTemporalUNet:
    """A network as one of single frames: its weights but those of time, and on each level further blocks.

    The further ones change nothing yet.
    """
    return _changed(net, temporal=False, blocks=tuple(blocks))


def _changed(net: MaskTemporalUNet, **config: Any) -> MaskTemporalUNet:
    # not `from_config`: it puts fields that were at their defaults back to those, whatever is given
    own = {name: value for name, value in net.config.items() if not name.startswith("_")}
    made: MaskTemporalUNet = MaskTemporalUNet(**{**own, **config})
    new, old = made.state_dict(), net.state_dict()
    made.load_state_dict({name: old.get(name, weight) for name, weight in new.items()})
    made.to(next(net.parameters()).device)
    return made


def with_frozen_text(folder: Path, **config: Any) -> MaskTemporalUNet:
    """A new network that reads with the encoder that transformers saved in a folder.

    Raises:
        SetupError: there is none, or it is neither CLIP's nor T5's.
    """
    made: MaskTemporalUNet = MaskTemporalUNet(**config, text_encoder=text_config(folder))
    text = made.conditioner.text
    if isinstance(text, FrozenText):
        text.read_weights(folder)
    return made


def _sinus(t: Float[Tensor, "b l"]) -> Float[Tensor, "b l 128"]:
    """Sines and cosines of 1000 t (Vaswani et al. 2017, section 3.5)."""
    half = _SINUS // 2
    speeds = 1e4 ** -(torch.arange(half, device=t.device) / half)
    angles = 1000 * t[..., None].float() * speeds
    return torch.cat([angles.sin(), angles.cos()], -1)


def _folded(x: Float[Tensor, "b l c h w"]) -> Float[Tensor, "bl c h w"]:
    """Clips' frames as a batch of pictures."""
    return x.flatten(0, 1).contiguous(memory_format=torch.channels_last)
