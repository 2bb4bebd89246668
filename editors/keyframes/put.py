"""What differs in a picture of a panel, put into another frame of its shot."""

from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.canonical import Part
from editors.change import grown, in_sight
from editors.keyframes.alike import Alike
from editors.keyframes.difference import Difference
from editors.keyframes.traced import Region, Traced

_SAME = 0.03, 0.09
"""Differences of colour between which a pixel goes over from being what it is in the frame of reference to another."""
_BEFORE = 0.12, 0.24
"""The same, of what stands before something that was added to the ground."""
_SEAM = 100
"""Of a frame's rows: so far beyond somebody's outline they may still be seen."""
_NEARBY = 0.1
"""Of the frame: so far around what has other colours they are looked for where somebody stood before it."""


@dataclass(frozen=True, eq=False)
class Supplied:
    """A picture for the frame of reference, to be followed by others."""

    traced: Traced
    difference: Difference

    def put(self, frame: Float[Tensor, "3 h w"], number: int | None) -> Float[Tensor, "3 h w"]:
        """A frame with what differs in the picture; itself where nothing does.

        Args:
            number: among those that were traced; None for the frame of reference.
        """
        what = self.difference
        if not bool(what.amount.any()):
            return frame
        if number is None:
            return torch.lerp(frame, what.picture, what.amount)
        if what.another:
            return self._along(number)
        made = frame
        for n, layer in enumerate(self.traced.layers):
            if layer.name in self._where and bool(layer.there[number]):
                made = self._with_layer(frame, made, n, number)
        return made

    def _with_layer(
        self, frame: Float[Tensor, "3 h w"], made: Float[Tensor, "3 h w"], n: int, number: int
    ) -> Float[Tensor, "3 h w"]:
        """A frame that is made of another, with what differs in a layer."""
        layer, size, what = self.traced.layers[n], self.traced.size, self.difference
        ground, recoloured = layer is self.traced.ground, layer.name in what.recoloured
        part = layer.reached(number, self._where[layer.name], size)
        if recoloured and not ground:
            part = _both(part, layer.bounds(number, size))
        if part is None:
            return made
        where = layer.where(number, size, part)
        found = _taken(self._values[layer.name], where)
        picture, drawn, other, added, own = found[:3], found[3:6], found[6], found[7], found[8]
        before, here = frame[:, *part], made[:, *part]
        free = torch.ones_like(own)
        for nearer in self.traced.layers[n + 1 :]:
            free = free * (1 - nearer.shown(number, size, part))
        shown = free if ground else layer.shown(number, size, part) * free
        if recoloured:
            seen = shown * own
            same = in_sight(before * seen, drawn * seen, size, *_SAME) * own
            here = torch.lerp(here, picture, other * shown * same)
            share, by = self._alike[layer.name].found(before, where)
            here = here + by * (share * shown * (1 - same))
        if layer.name in what.added:
            if ground:
                seen = free * in_sight(before * own, drawn * own, size, *_BEFORE)
            else:
                about = grown(layer.shown(number, size, part), max(1, size[0] // _SEAM))
                seen = free * (1 - own * (1 - about))
            here = torch.lerp(here, picture, added * seen)
        whole = made.clone()
        whole[:, *part] = here.clamp(0, 1)
        return whole

    def _along(self, number: int) -> Float[Tensor, "3 h w"]:
        """The picture as the camera alone moves it; beyond its edges it is mirrored."""
        grid = 2 * self.traced.ground.moved(number, self.traced.size)[None] - 1
        picture = self.difference.picture[None]
        return F.grid_sample(picture, grid, mode="bilinear", padding_mode="reflection", align_corners=False)[0]

    @cached_property
    def _where(self) -> dict[str, Region]:
        """The part of the frame of reference in which something of a layer differs, or may be found to."""
        found = {}
        for layer in self.traced.layers:
            some = [of[layer.name] for of in (self.difference.recoloured, self.difference.added) if layer.name in of]
            if some:
                rows, columns = (torch.stack(some).sum(0).amax(axis).nonzero().flatten().tolist() for axis in (1, 0))
                height, width = self.traced.size
                around = _NEARBY if layer.name in self.difference.recoloured else 0.0
                found[layer.name] = (
                    (columns[0] - 1) / width - around,
                    (rows[0] - 1) / height - around,
                    (columns[-1] + 2) / width + around,
                    (rows[-1] + 2) / height + around,
                )
        return found

    @cached_property
    def _values(self) -> dict[str, Float[Tensor, "9 h w"]]:
        """Of each layer: the picture, the frame of reference, what has other colours, what was added, what is seen."""
        nothing = torch.zeros(self.traced.size)
        what = self.difference
        return {
            name: torch.cat(
                [
                    what.picture,
                    self._drawn,
                    torch.stack([what.recoloured.get(name, nothing), what.added.get(name, nothing), self._own[name]]),
                ]
            )
            for name in self._where
        }

    @cached_property
    def _drawn(self) -> Float[Tensor, "3 h w"]:
        return self.traced.picture.movedim(-1, 0).float() / 255

    @cached_property
    def _own(self) -> dict[str, Float[Tensor, "h w"]]:
        """Where the frame of reference shows each layer."""
        size = self.traced.size
        found, free = {}, torch.ones(size)
        for layer in reversed(self.traced.layers):
            if layer is self.traced.ground:  # outlines reach beyond what was cut out
                free = 1 - grown(1 - free, max(1, size[0] // _SEAM))
            mine = layer.shown_first(size)
            found[layer.name] = mine * free
            free = free * (1 - mine)
        return found

    @cached_property
    def _alike(self) -> dict[str, Alike]:
        return {
            name: Alike.of(self._drawn, self.difference.picture - self._drawn, amount, self._own[name])
            for name, amount in self.difference.recoloured.items()
        }


def _taken(values: Float[Tensor, "c h w"], where: Float[Tensor, "a b 2"]) -> Float[Tensor, "c a b"]:
    """Values of the frame of reference at some places; 0 beyond its edges."""
    grid = 2 * where[None] - 1
    return F.grid_sample(values[None], grid, mode="bilinear", padding_mode="zeros", align_corners=False)[0]


def _both(one: Part | None, other: Part | None) -> Part | None:
    """The part of a frame that holds two."""
    if one is None or other is None:
        return one or other
    down, across = (slice(min(a.start, b.start), max(a.stop, b.stop)) for a, b in zip(one, other, strict=True))
    return down, across
