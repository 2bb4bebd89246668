"""Who is to be seen is drawn once more, each figure by itself, in a picture of always the same size.

What is small has few latents to be drawn in, and a network sees each size anew. Here what is to be seen of every
figure's box is cut out of the decoded frame, scaled to the same square and turned to face right, so that a small
network sees all of them alike. It is told who it is, in which colours, doing what since when, and which part of it is
seen; it adds what is missing, and says where the figure is and where one sees past it: its matte, through which it goes
back, before the ground as the place's own picture has it. That picture may be larger than what is sampled: so is then
all.
Known as *after detailing* among users of diffusion models, who repair faces so; there it is sampling, here one step.
"""

import math
from dataclasses import dataclass

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from jaxtyping import Bool, Float, Int, UInt8
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from generators.nuwa_xl.batch import FACINGS, Conditions
from generators.nuwa_xl.blocks import GROUPS, ResidualBlock, fourier, zeroed
from generators.nuwa_xl.grounding import Entities

REACH = 1.3
"""Sides of what is cut out, in those of what is seen of the box: hats, tails and shadows stand over it."""

_INPUTS = 8
"""Channels of what is looked at: the picture, the ground, what of them is within the frame, and within the boxes of
who is nearer."""
_REMEMBERED = 4
"""Channels of what is remembered: a picture of the kind, and where on it the figure is."""
_RECALLED = 2 + 9 + 3 + 1 + 1
"""Of each cell: from where of that picture it is taken, how its colours change, how much it counts, and its matte."""
_ALIKE = 2.0
"""How much that matte counts at first."""
_MEMORY = ("pictures", "names")
"""What of its state is no weight."""
NAME = 4
"""Pieces of the name of a kind, at most."""
_SMALLEST = 0.02
"""Of the frame: smaller boxes are cut out as if they were so large."""
_EDGE = 4.0
"""How many times faster than over the whole margin around the box a matte ends with what is cut out."""
_SIZES = 3
"""Octaves in which the size of a box is told."""
_PLACES = 3
"""The same of where in it each cell lies."""
_FARTHEST = 1.5
"""How far outside of it, in half boxes, cells are told apart."""


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
    def sides(self) -> Float[Tensor, "k 2"]:
        """Of the boxes, in fractions of the frame."""
        return (self.box[:, 2:] - self.box[:, :2]).clamp(min=_SMALLEST)

    @property
    def middle(self) -> Float[Tensor, "k 2"]:
        """Of what is cut out: across and down, in fractions of the frame."""
        seen = self.box.clamp(0, 1)
        return (seen[:, :2] + seen[:, 2:]) / 2

    @property
    def half(self) -> Float[Tensor, "k 2"]:
        """Half of the sides of what is cut out; across is negative for who is mirrored."""
        seen = self.box.clamp(0, 1)
        return (seen[:, 2:] - seen[:, :2]).clamp(min=_SMALLEST) * REACH / 2 * self._turned

    def places(self, pixels: int) -> Float[Tensor, "k {pixels} {pixels} 2"]:
        """Where in its box each pixel of what is cut out lies, as one faces right: -1..1 from edge to edge."""
        middle, half = (self.box[:, :2] + self.box[:, 2:]) / 2, self.sides / 2 * self._turned
        at = (_grid(self, pixels) / 2 + 0.5 - middle[:, None, None]) / half[:, None, None]
        return at.clamp(-_FARTHEST, _FARTHEST)

    @property
    def _turned(self) -> Float[Tensor, "k 2"]:
        across = 1 - 2 * self.mirrored.to(self.box.dtype)
        return torch.stack([across, torch.ones_like(across)], 1)


class Detailer(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Frames and conditions -> frames whose figures are drawn once more."""

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        vocabulary: int = 2000,
        width: int = 128,
        blocks: int = 6,
        deep_width: int = 256,
        deep_blocks: int = 0,
        text_width: int = 64,
        entity_width: int = 128,
        pixels: int = 64,
        cells: int = 16,
        memory: int = 0,
        memory_pixels: int = 48,
    ) -> None:
        """`pixels` of a side has each figure's picture, and `cells` what is computed with; half as many in the middle,
        where there are `deep_blocks`; `vocabulary` counts pieces of words, `memory` the kinds of which it has pictures
        of so many pixels a side (see `remember`).

        Raises:
            ValueError: a width is no multiple of a group norm's groups, the pixels none of the cells, or the cells are
                odd.
        """
        super().__init__()
        if width % GROUPS or deep_width % GROUPS or pixels % cells or cells % 2:
            raise ValueError(
                f"expected widths in multiples of {GROUPS}, pixels in one of the cells, and these even; "
                f"got widths {width} and {deep_width}, {pixels} pixels, {cells} cells"
            )
        fold = pixels // cells
        self.text = nn.Embedding(vocabulary, text_width, padding_idx=0)
        self.entities = Entities(text_width, entity_width, spoken=False)
        self.place = nn.Linear(text_width, entity_width)
        self.size = nn.Linear(2 + 4 * _SIZES, entity_width)
        inputs = _INPUTS
        if memory:
            inputs += _REMEMBERED
            self.register_buffer("pictures", torch.zeros(memory, _REMEMBERED, *[memory_pixels] * 2, dtype=torch.uint8))
            self.register_buffer("names", torch.zeros(memory, NAME, dtype=torch.int32))
            self.recall = zeroed(nn.Conv2d(width, _RECALLED, 1))
        self.enter = nn.Conv2d(inputs * fold**2, width, 3, padding=1)
        self.where = nn.Parameter(torch.randn(1, width, cells, cells) * 0.1)
        self.part = zeroed(nn.Linear(2 + 4 * _PLACES, width))
        self.body = nn.ModuleList(ResidualBlock(width, width, entity_width) for _ in range(blocks))
        if deep_blocks:
            self.shrink = nn.Conv2d(width, deep_width, 3, 2, padding=1)
            self.grow = zeroed(nn.Conv2d(deep_width, 4 * width, 1))
        self.deep = nn.ModuleList(ResidualBlock(deep_width, deep_width, entity_width) for _ in range(deep_blocks))
        self.norm = nn.GroupNorm(GROUPS, width)
        self.out = zeroed(nn.Conv2d(width, 4 * fold**2, 3, padding=1))

    def forward(
        self,
        frames: Float[Tensor, "b l 3 height width"],
        conditions: Conditions,
        grounds: Float[Tensor, "b l 3 rows columns"] | None = None,
    ) -> Float[Tensor, "b l 3 rows columns"]:
        """The figures of frames, in about -1..1, before their grounds; before the frames themselves if there are none.

        What comes out is as large as the grounds. Who is nearer hides who is farther.
        """
        flat = frames.flatten(0, 1)
        under = flat if grounds is None else grounds.flatten(0, 1)
        figures = Figures.of(conditions)
        made = under
        if len(figures.frame):
            pixels = self.config.pixels
            added, matte = self.added(cut(flat, figures, pixels), cut(under, figures, pixels), figures, conditions)
            made = composed(added, matte.sigmoid(), figures, flat, under)
        return made.reshape(*frames.shape[:2], *made.shape[1:])

    def added(
        self,
        seen: Float[Tensor, "k 3 p p"],
        under: Float[Tensor, "k 3 p p"],
        figures: Figures,
        conditions: Conditions,
    ) -> tuple[Float[Tensor, "k 3 p p"], Float[Tensor, "k 1 p p"]]:
        """What is to be added to figures as they are seen, before which ground; and their mattes, as logits."""
        pixels, cells = self.config.pixels, self.config.cells
        looked = torch.cat([seen, under, shares(figures, pixels)], 1)
        if self.config.memory:
            picture, where = self._remembered(figures, conditions), figures.places(pixels) / REACH
            looked = torch.cat([looked, F.grid_sample(picture, where, align_corners=False)], 1)
        x = self.enter(F.pixel_unshuffle(looked, pixels // cells).contiguous(memory_format=torch.channels_last))
        places = figures.places(cells)
        part = self.part(torch.cat([places, fourier(places, _PLACES)], -1)).permute(0, 3, 1, 2)
        x = x + self.where.to(x.dtype) + part.to(x.dtype)
        clock = F.silu(self._told(figures, conditions))
        half = len(self.body) // 2
        for block in self.body[:half]:
            x = block(x, clock)
        if len(self.deep):
            deep = self.shrink(x)
            for block in self.deep:
                deep = block(deep, clock)
            x = x + F.pixel_shuffle(self.grow(deep), 2)
        for block in self.body[half:]:
            x = block(x, clock)
        x = F.silu(self.norm(x))
        drawn: Tensor = F.pixel_shuffle(self.out(x).float(), pixels // cells)
        added, matte = drawn[:, :3], drawn[:, 3:]
        if self.config.memory:
            said = F.interpolate(self.recall(x).float(), (pixels, pixels), mode="bilinear", align_corners=False)
            colours, cover, alike = _recalled(picture, where, said)
            added, matte = added + colours - cover * seen, matte + alike
        return added, matte

    def remember(self, names: Int[Tensor, "m 4"], pictures: UInt8[Tensor, "m 4 p p"]) -> None:
        """Put pictures of kinds in its memory: each facing right, cut out as figures are; red, green, blue and matte.

        `names` are the pieces that phrases of each kind begin with.
        """
        self.names.copy_(names)
        self.pictures.copy_(pictures)

    def _remembered(self, figures: Figures, conditions: Conditions) -> Float[Tensor, "k 4 m m"]:
        """The picture of each figure's kind, its colours as strong as its matte; zeros where there is none."""
        phrase = conditions.phrase.flatten(0, 1)[figures.frame, figures.number, :NAME]
        same = ((phrase[:, None] == self.names) | (self.names == 0)).all(-1)
        length, which = (same * (self.names > 0).sum(-1)).max(1)  # `hot air balloon` is no `hot`
        colours, matte = (self.pictures[which].float() / 127.5 - 1).split((3, 1), 1)
        found: Tensor = torch.cat([colours, matte / 2 + 0.5], 1) * (length > 0)[:, None, None, None]
        return found

    def _told(self, figures: Figures, conditions: Conditions) -> Float[Tensor, "k e"]:
        """Who each is, how large, and where."""
        who = self.entities(self.text(conditions.phrase), conditions).flatten(0, 1)[figures.frame, figures.number]
        said = (conditions.place > 0).sum(-1, keepdim=True).clamp(min=1)
        place = self.place(self.text(conditions.place).sum(-2) / said).flatten(0, 1)[figures.frame]
        large = (figures.sides * REACH).clamp(max=2).log2() / 4
        size = self.size(torch.cat([large, fourier(large, _SIZES)], -1))
        return who + place + size  # type: ignore[no-any-return]


def _recalled(
    picture: Float[Tensor, "k 4 m m"], where: Float[Tensor, "k p p 2"], said: Float[Tensor, "k 16 p p"]
) -> tuple[Float[Tensor, "k 3 p p"], Float[Tensor, "k 1 p p"], Float[Tensor, "k 1 p p"]]:
    """What is remembered as it is to be seen: bent, in other colours; how much it covers; and its matte, as logits.

    Black, white and a main colour go to black, white and another one by one affine map.
    """
    moved, mixing, shift, counts, alike = torch.split(said, [2, 9, 3, 1, 1], 1)
    bent = F.grid_sample(picture, where + moved.permute(0, 2, 3, 1), align_corners=False)
    colours, cover = bent[:, :3], bent[:, 3:]
    mixed = colours + (mixing.reshape(len(said), 3, 3, *said.shape[2:]) * colours[:, None]).sum(2) + shift * cover
    share = counts.sigmoid()
    known = picture[:, 3:].amax((2, 3), keepdim=True) > 0
    return share * mixed, share * cover, (alike + _ALIKE) * (2 * cover - 1) * known


def enlarged(detailer: Detailer, **config: int) -> Detailer:
    """A detailer as a larger one, which draws the same: more pixels, further blocks that change nothing yet.

    What is new is drawn from torch's own generator; a memory of another size is empty.
    """
    own = {name: value for name, value in detailer.config.items() if not name.startswith("_")}
    made: Detailer = Detailer(**{**own, **config})
    old, new = detailer.state_dict(), made.state_dict()
    few, many = (one.config.pixels // one.config.cells for one in (detailer, made))
    # of each row and column of finer pixels: which of the coarser ones it is
    spread = F.interpolate(torch.eye(few)[None], many, mode="linear", align_corners=False)[0].T
    new |= {name: weight for name, weight in old.items() if name not in _MEMORY or weight.shape == new[name].shape}
    enter, out, bias = old["enter.weight"], old["out.weight"], old["out.bias"]
    seen = torch.einsum("ocijyx,Ii,Jj->ocIJyx", _unfolded(enter, 1, few), spread, spread) * (few / many) ** 2
    seen = seen.flatten(1, 3)
    # what is newly remembered counts nothing yet
    new["enter.weight"] = F.pad(seen, (0, 0, 0, 0, 0, made.enter.in_channels - seen.shape[1]))
    new["out.weight"] = torch.einsum("cijoyx,Ii,Jj->cIJoyx", _unfolded(out, 0, few), spread, spread).flatten(0, 2)
    new["out.bias"] = torch.einsum("cij,Ii,Jj->cIJ", _unfolded(bias, 0, few), spread, spread).flatten()
    made.load_state_dict(new)
    return made


def _unfolded(weight: Tensor, axis: int, fold: int) -> Tensor:
    """A channel for each pixel of a cell as rows and columns of them."""
    return weight.reshape(*weight.shape[:axis], -1, fold, fold, *weight.shape[axis + 1 :])


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
    under: Float[Tensor, "f 3 rows columns"],
) -> Float[Tensor, "f 3 rows columns"]:
    """Frames with what is added to them, as far as figures are there, far to near; what is under them elsewhere.

    As large as that is.
    """
    made = under.clone()
    both = torch.cat([added, matte], 1)
    order = figures.number.argsort(stable=True)
    for frame, one, middle, half in zip(
        figures.frame[order].tolist(), both[order], figures.middle[order], figures.half[order], strict=True
    ):
        rows, y = _met(middle[1], half[1], under.shape[-2])
        columns, x = _met(middle[0], half[0], under.shape[-1])
        if not (len(x) and len(y)):
            continue
        at = torch.stack([x.expand(len(y), -1), y[:, None].expand(-1, len(x))], -1)
        drawn = _looked_up(one, (at - middle) / half)
        here = _looked_up(frames[frame], at * 2 - 1)
        cover = drawn[3] * _ending((x - middle[0]) / half[0]) * _ending((y - middle[1]) / half[1])[:, None]
        before = made[frame, :, rows, columns].clone()  # gradients need it
        made[frame, :, rows, columns] = torch.lerp(before, here + drawn[:3], cover)
    return made


def _met(middle: Float[Tensor, ""], half: Float[Tensor, ""], pixels: int) -> tuple[slice, Float[Tensor, " m"]]:
    """Which of so many pixels in a row lie within what is cut out, and where, in fractions of them all."""
    first, last = sorted((float(middle - half), float(middle + half)))
    part = slice(max(0, math.floor(first * pixels)), max(0, min(pixels, math.ceil(last * pixels))))
    return part, (torch.arange(part.start, max(part.start, part.stop), device=middle.device) + 0.5) / pixels


def _looked_up(picture: Float[Tensor, "c h w"], at: Float[Tensor, "m n 2"]) -> Float[Tensor, "c m n"]:
    """A picture's colours at places of -1..1."""
    return F.grid_sample(picture[None].float(), at[None], padding_mode="border", align_corners=False)[0]


def _ending(place: Float[Tensor, " s"]) -> Float[Tensor, " s"]:
    """1 within what is cut out, 0 beyond, and between on its last pixels."""
    return ((1 - place.abs()) / (1 - 1 / REACH) * _EDGE).clamp(0, 1)


def _grid(figures: Figures, pixels: int) -> Float[Tensor, "k {pixels} {pixels} 2"]:
    """Where each pixel of what is cut out lies in its frame, -1..1."""
    step = (torch.arange(pixels, device=figures.box.device) + 0.5) / pixels * 2 - 1
    place = torch.stack(torch.meshgrid(step, step, indexing="xy"), -1)
    at = figures.middle[:, None, None] + place * figures.half[:, None, None]
    return at * 2 - 1
