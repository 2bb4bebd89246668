"""Who is to be seen is drawn once more, each figure by itself, in a picture of always the same size.

What is small has few latents to be drawn in, and a network sees each size anew. Here every figure's box is cut out of
the decoded frame, scaled to the same square and turned to face right, so that a small network sees all of them alike.
It is told who it is, in which colours, doing what since when, adds what is missing, and says where the figure is and
where one sees past it: its matte, through which it goes back, before the ground as the place's own picture has it.
Known as *after detailing* among users of diffusion models, who repair faces so; there it is sampling, here one step.
"""

from dataclasses import dataclass

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from generators.nuwa_xl.batch import FACINGS, Conditions
from generators.nuwa_xl.blocks import GROUPS, ResidualBlock, fourier, zeroed
from generators.nuwa_xl.grounding import Entities

REACH = 1.3
"""Sides of what is cut out, in those of the box: hats, tails and shadows stand over it."""

_FOLD = 4
"""Pixels of a side to a cell."""
_INPUTS = 8
"""Channels of what is looked at: the picture, the ground, what of them is within the frame, and within the boxes of
who is nearer."""
_SMALLEST = 0.02
"""Of the frame: smaller boxes are cut out as if they were so large."""
_EDGE = 4.0
"""How many times faster than over the whole margin around the box a matte ends with what is cut out."""
_SIZES = 3
"""Octaves in which the size of a box is told."""


@dataclass(frozen=True, eq=False)
class Figures:
    """The k figures of f frames, far to near within each."""

    frame: Int[Tensor, " k"]
    number: Int[Tensor, " k"]
    """Of the frame's entities."""
    box: Float[Tensor, "k 4"]
    mirrored: Bool[Tensor, " k"]
    nearer: Float[Tensor, "k n 4"]
    """The boxes of the others; empty for those who are not nearer."""

    @classmethod
    def of(cls, conditions: Conditions) -> "Figures":
        """All who are there."""
        present, box = conditions.present.flatten(0, 1), conditions.box.flatten(0, 1)
        frame, number = present.nonzero(as_tuple=True)
        mirrored = conditions.facing.flatten(0, 1)[frame, number] == FACINGS.index("left")
        others = torch.arange(present.shape[1], device=box.device)
        nearer = present[frame] & (others > number[:, None])
        return cls(frame, number, box[frame, number], mirrored, box[frame] * nearer[..., None])

    @property
    def middle(self) -> Float[Tensor, "k 2"]:
        """Across and down, in fractions of the frame."""
        return (self.box[:, :2] + self.box[:, 2:]) / 2

    @property
    def half(self) -> Float[Tensor, "k 2"]:
        """Half of the sides of what is cut out; across is negative for who is mirrored."""
        sides = (self.box[:, 2:] - self.box[:, :2]).clamp(min=_SMALLEST) * REACH / 2
        return torch.stack([torch.where(self.mirrored, -sides[:, 0], sides[:, 0]), sides[:, 1]], 1)


class Detailer(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Frames and conditions -> frames whose figures are drawn once more."""

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        vocabulary: int = 2000,
        width: int = 128,
        blocks: int = 6,
        text_width: int = 64,
        entity_width: int = 128,
        pixels: int = 64,
    ) -> None:
        """`pixels` of a side has each figure's picture; `vocabulary` counts pieces of words.

        Raises:
            ValueError: the width is no multiple of a group norm's groups, or the pixels none of a cell's.
        """
        super().__init__()
        if width % GROUPS or pixels % _FOLD:
            raise ValueError(f"expected multiples of {GROUPS} and {_FOLD}; got width {width} and {pixels} pixels")
        cells = pixels // _FOLD
        self.text = nn.Embedding(vocabulary, text_width, padding_idx=0)
        self.entities = Entities(text_width, entity_width, spoken=False)
        self.place = nn.Linear(text_width, entity_width)
        self.size = nn.Linear(2 + 4 * _SIZES, entity_width)
        self.enter = nn.Conv2d(_INPUTS * _FOLD**2, width, 3, padding=1)
        self.where = nn.Parameter(torch.randn(1, width, cells, cells) * 0.1)
        self.body = nn.ModuleList(ResidualBlock(width, width, entity_width) for _ in range(blocks))
        self.norm = nn.GroupNorm(GROUPS, width)
        self.out = zeroed(nn.Conv2d(width, 4 * _FOLD**2, 3, padding=1))

    def forward(
        self,
        frames: Float[Tensor, "b l 3 height width"],
        conditions: Conditions,
        grounds: Float[Tensor, "b l 3 height width"] | None = None,
    ) -> Float[Tensor, "b l 3 height width"]:
        """The figures of frames, in about -1..1, before their grounds; before the frames themselves if there are none.

        Who is nearer hides who is farther.
        """
        flat = frames.flatten(0, 1)
        under = flat if grounds is None else grounds.flatten(0, 1)
        figures = Figures.of(conditions)
        if not len(figures.frame):
            return under.reshape(frames.shape)
        pixels = self.config.pixels
        added, matte = self.added(cut(flat, figures, pixels), cut(under, figures, pixels), figures, conditions)
        return composed(added, matte.sigmoid(), figures, flat, under).reshape(frames.shape)

    def added(
        self,
        seen: Float[Tensor, "k 3 p p"],
        under: Float[Tensor, "k 3 p p"],
        figures: Figures,
        conditions: Conditions,
    ) -> tuple[Float[Tensor, "k 3 p p"], Float[Tensor, "k 1 p p"]]:
        """What is to be added to figures as they are seen, before which ground; and their mattes, as logits."""
        pixels = self.config.pixels
        looked = torch.cat([seen, under, shares(figures, pixels)], 1)
        x = self.enter(F.pixel_unshuffle(looked, _FOLD).contiguous(memory_format=torch.channels_last))
        x = x + self.where.to(x.dtype)
        clock = F.silu(self._told(figures, conditions))
        for block in self.body:
            x = block(x, clock)
        out: Tensor = self.out(F.silu(self.norm(x))).float()
        drawn = F.pixel_shuffle(out, _FOLD)
        return drawn[:, :3], drawn[:, 3:]

    def _told(self, figures: Figures, conditions: Conditions) -> Float[Tensor, "k e"]:
        """Who each is, how large, and where."""
        who = self.entities(self.text(conditions.phrase), conditions).flatten(0, 1)[figures.frame, figures.number]
        said = (conditions.place > 0).sum(-1, keepdim=True).clamp(min=1)
        place = self.place(self.text(conditions.place).sum(-2) / said).flatten(0, 1)[figures.frame]
        large = (figures.half.abs() * 2).clamp(max=2).log2() / 4
        size = self.size(torch.cat([large, fourier(large, _SIZES)], -1))
        return who + place + size  # type: ignore[no-any-return]


def cut(
    frames: Float[Tensor, "f c h w"], figures: Figures, pixels: int, *, mode: str = "bilinear"
) -> Float[Tensor, "k c {pixels} {pixels}"]:
    """Figures cut out of their frames, scaled to a square and facing right; zeros outside of the frame."""
    return F.grid_sample(frames[figures.frame].float(), _grid(figures, pixels), mode=mode, align_corners=False)


def shares(figures: Figures, pixels: int) -> Float[Tensor, "k 2 {pixels} {pixels}"]:
    """What of what is cut out lies within the frame, and within the box of somebody nearer: 1 or 0."""
    at = _grid(figures, pixels) / 2 + 0.5
    within = ((at >= 0) & (at <= 1)).all(-1)
    low, high = (figures.nearer[:, :, None, None, n : n + 2] for n in (0, 2))
    hidden = ((at[:, None] >= low) & (at[:, None] < high)).all(-1).any(1)
    return torch.stack([within, hidden], 1).float()


def composed(
    added: Float[Tensor, "k 3 p p"],
    matte: Float[Tensor, "k 1 p p"],
    figures: Figures,
    frames: Float[Tensor, "f 3 h w"],
    under: Float[Tensor, "f 3 h w"],
) -> Float[Tensor, "f 3 h w"]:
    """Frames with what is added to them, as far as figures are there, far to near; what is under them elsewhere."""
    height, width = frames.shape[-2:]
    y = (torch.arange(height, device=frames.device) + 0.5) / height
    x = (torch.arange(width, device=frames.device) + 0.5) / width
    made = under.clone()
    for n in range(int(figures.number.max()) + 1):
        (chosen,) = (figures.number == n).nonzero(as_tuple=True)
        if not len(chosen):
            continue
        middle, half, frame = figures.middle[chosen], figures.half[chosen], figures.frame[chosen]
        across = (x - middle[:, :1]) / half[:, :1]
        down = (y - middle[:, 1:]) / half[:, 1:]
        size = (len(chosen), height, width)
        grid = torch.stack([across[:, None].expand(size), down[..., None].expand(size)], -1)
        both = torch.cat([added[chosen], matte[chosen]], 1)
        drawn = F.grid_sample(both, grid, padding_mode="border", align_corners=False)
        cover = drawn[:, 3:] * (_ending(across)[:, None] * _ending(down)[..., None])[:, None]
        made[frame] = torch.lerp(made[frame], frames[frame] + drawn[:, :3], cover)
    return made


def _ending(place: Float[Tensor, "k s"]) -> Float[Tensor, "k s"]:
    """1 within what is cut out, 0 beyond, and between on its last pixels."""
    return ((1 - place.abs()) / (1 - 1 / REACH) * _EDGE).clamp(0, 1)


def _grid(figures: Figures, pixels: int) -> Float[Tensor, "k {pixels} {pixels} 2"]:
    """Where each pixel of what is cut out lies in its frame, -1..1."""
    step = (torch.arange(pixels, device=figures.box.device) + 0.5) / pixels * 2 - 1
    place = torch.stack(torch.meshgrid(step, step, indexing="xy"), -1)
    at = figures.middle[:, None, None] + place * figures.half[:, None, None]
    return at * 2 - 1
