"""A clip as a few pictures and a map from every frame to them: edit a picture, and the clip follows.

Canonical coordinates are those of the frame of reference: x and y are -1 at its left and upper edge, 1 at its right and
lower one. A layer's canvas may reach beyond: what the camera saw before or after.

Source: Kasten et al. 2021 (Layered Neural Atlases), section 3; Ouyang et al. 2023 (CoDeF), section 3.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Bool, Float
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from editors.flow import pixels
from storyline.errors import EditError

FORMAT = "canonical/1"

Canvas = tuple[float, float, float, float]
"""x0, y0, x1, y1 in canonical coordinates."""
Part = tuple[slice, slice]
"""Rows and columns of a frame."""
WHOLE: Part = (slice(None), slice(None))


@dataclass(frozen=True, eq=False)
class Layer:
    """A canonical image, and where the pixels of each frame lie in it."""

    name: str
    """`all`, `foreground`, `background`, or whatever its mask is called."""
    image: Float[Tensor, "3 height width"]
    """0..1."""
    seen: Float[Tensor, "height width"]
    """How many frames show each of its pixels: 0 outside the safe area, where nothing of it is ever seen."""
    canvas: Canvas
    """Which part of the plane the image covers."""
    reference: int
    """The frame whose pixels lie in the canonical image where they are."""
    maps: Float[Tensor, "n gh gw 2"]
    """Canonical x, y of places in each frame: the middles of the cells of a grid; linear between them."""
    matte: Float[Tensor, "n h w"]
    """How much of each pixel of a frame shows this layer: 1 all, 0 nothing."""
    light: Float[Tensor, "n 3 lh lw"]
    """What the image's colours are multiplied with in each frame, on a coarse grid of cells."""

    def __len__(self) -> int:
        """Frames."""
        return len(self.maps)

    def where(self, frame: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "h w 2"]:
        """The canonical x, y of every pixel of a frame, or of a part of it, drawn in so many rows and columns."""
        return _enlarged(self.maps[frame].movedim(-1, 0), size, part).movedim(0, -1)

    def shown(self, frame: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "h w"]:
        """The matte in so many rows and columns."""
        return _enlarged(self.matte[frame][None], size, part)[0].clamp(0, 1)

    def lit(self, frame: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "3 h w"]:
        """The light in so many rows and columns."""
        return _enlarged(self.light[frame], size, part)

    def on_canvas(self, where: Float[Tensor, "*n 2"]) -> Float[Tensor, "*n 2"]:
        """Canonical coordinates as -1..1 of the image."""
        x0, y0, x1, y1 = self.canvas
        low, high = torch.tensor([x0, y0]).to(where), torch.tensor([x1, y1]).to(where)
        return 2 * (where - low) / (high - low) - 1

    def taken(
        self, values: Float[Tensor, "c height width"], frame: int, size: tuple[int, int], part: Part = WHOLE
    ) -> Float[Tensor, "c h w"]:
        """Something painted on the canvas as a frame shows it, without matte and light."""
        grid = self.on_canvas(self.where(frame, size, part))[None]
        return F.grid_sample(values[None], grid, mode="bilinear", padding_mode="border", align_corners=False)[0]

    def reached(self, frame: int, region: Canvas, size: tuple[int, int], around: int = 0) -> Part | None:
        """The smallest part of a frame that shows all of a region, and so many pixels around it; None if none does.

        A pixel lies between the four places of the map around it, so it cannot show what their bounds do not reach.
        """
        maps = _continued(_continued(self.maps[frame].movedim(-1, 0), -1), -2)
        high = F.max_pool2d(maps[None], 2, 1)[0]
        low = -F.max_pool2d(-maps[None], 2, 1)[0]
        x0, y0, x1, y1 = region
        within = _bounds((high[0] >= x0) & (low[0] <= x1) & (high[1] >= y0) & (low[1] <= y1), size, around)
        shown = _bounds(F.max_pool2d(F.pad(self.matte[frame][None], (1,) * 4), 2, 1)[0] > 0, size, around)
        if within is None or shown is None:
            return None
        down, across = (slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(within, shown, strict=True))
        return (down, across) if down.start < down.stop and across.start < across.stop else None


@dataclass(frozen=True, eq=False)
class CanonicalClip:
    """A clip, or a piece of one, as layers; the nearer hides the farther."""

    layers: tuple[Layer, ...]
    """Far to near. The first is everywhere."""
    size: tuple[int, int]
    """Rows and columns of the clip that it was fitted to."""
    fitted: Mapping[str, Any]
    """How: the field's name, seconds, PSNR."""

    def __len__(self) -> int:
        """Frames."""
        return len(self.layers[0])

    def layer(self, name: str) -> Layer:
        """The layer of a name. Raises EditError if there is none."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        known = ", ".join(layer.name for layer in self.layers)
        raise EditError(f"layer: expected one of {known}; got {name!r}")

    def visible(
        self, frame: int, size: tuple[int, int], part: Part = WHOLE
    ) -> Iterator[tuple[Layer, Float[Tensor, "h w"]]]:
        """The layers far to near, each with how much of every pixel of a frame it is in the end."""
        mattes = [layer.shown(frame, size, part) for layer in self.layers]
        for n, layer in enumerate(self.layers):
            left = mattes[n] if n else torch.ones_like(mattes[n])
            for nearer in mattes[n + 1 :]:
                left = left * (1 - nearer)
            yield layer, left

    def render(self, frame: int, size: tuple[int, int] | None = None) -> Float[Tensor, "3 h w"]:
        """A frame, 0..1, at any size: the clip's own if not given. Raises IndexError outside of it."""
        if not 0 <= frame < len(self):
            raise IndexError(f"expected a frame of 0..{len(self) - 1}; got {frame}")
        size = size or self.size
        parts = [
            share * layer.taken(layer.image, frame, size) * layer.lit(frame, size)
            for layer, share in self.visible(frame, size)
        ]
        return torch.stack(parts).sum(0).clamp(0, 1)

    def with_layer(self, layer: Layer) -> "CanonicalClip":
        """The same with another layer in the place of that of its name."""
        self.layer(layer.name)
        return replace(self, layers=tuple(layer if old.name == layer.name else old for old in self.layers))

    def to_canonical(self, layer: str, frame: int, points: Float[Tensor, "k 2"]) -> Float[Tensor, "k 2"]:
        """Where points of a frame lie in a layer's canonical image: all in fractions of the frame, x then y."""
        maps = self.layer(layer).maps[frame].movedim(-1, 0)[None]
        found = F.grid_sample(maps, 2 * points[None, None] - 1, padding_mode="border", align_corners=False)[0, :, 0]
        return (found.movedim(0, -1) + 1) / 2

    def to_frame(self, layer: str, frame: int, points: Float[Tensor, "k 2"]) -> Float[Tensor, "k 2"]:
        """The other way: where points of the canonical image are in a frame, in sight or not; fractions, x then y.

        The nearest pixel of the map is taken, and from there a step along its slope.
        """
        dense = self.layer(layer).where(frame, self.size)
        rows, columns = self.size
        wanted = 2 * points - 1
        nearest = torch.cdist(wanted, dense.reshape(-1, 2)).argmin(1)
        y, x = nearest // columns, nearest % columns
        left, right = (x - 1).clamp_min(0), (x + 1).clamp_max(columns - 1)
        above, below = (y - 1).clamp_min(0), (y + 1).clamp_max(rows - 1)
        across = (dense[y, right] - dense[y, left]) / (right - left)[:, None]
        down = (dense[below, x] - dense[above, x]) / (below - above)[:, None]
        step = torch.linalg.lstsq(torch.stack([across, down], -1), (wanted - dense[y, x])[..., None]).solution[..., 0]
        found: Tensor = (torch.stack([x, y], -1) + 0.5 + step.clamp(-1, 1)) / torch.tensor([columns, rows])
        return found

    def save(self, path: Path) -> None:
        """Write it as one safetensors file: pictures in eighths of bytes, maps and mattes in halves."""
        tensors: dict[str, Tensor] = {}
        for n, layer in enumerate(self.layers):
            tensors |= {
                f"{n}.image": (layer.image.clamp(0, 1) * 255).round().to(torch.uint8),
                f"{n}.seen": layer.seen.half(),
                f"{n}.maps": layer.maps.float(),
                f"{n}.matte": (layer.matte.clamp(0, 1) * 255).round().to(torch.uint8),
                f"{n}.light": layer.light.half(),
            }
        told = {
            "format": FORMAT,
            "layers": [
                {"name": layer.name, "canvas": layer.canvas, "reference": layer.reference} for layer in self.layers
            ],
            "size": self.size,
            "fitted": dict(self.fitted),
        }
        save_file(
            {name: tensor.contiguous() for name, tensor in tensors.items()}, path, {"canonical": json.dumps(told)}
        )


def load(path: Path) -> CanonicalClip:
    """Read what `CanonicalClip.save` wrote. Raises EditError if it is something else, or of another version."""
    try:
        from safetensors import safe_open

        with safe_open(path, "pt") as file:
            told = json.loads((file.metadata() or {}).get("canonical", "{}"))
        tensors = load_file(path)
    except (OSError, SafetensorError, ValueError) as error:
        raise EditError(f"{path}: expected a fitted clip (.safetensors); got: {error}") from None
    if told.get("format") != FORMAT:
        raise EditError(f"{path}: expected a fitted clip of {FORMAT}; got {told.get('format')!r}. Fit the clip again")
    layers = tuple(
        Layer(
            name=about["name"],
            image=tensors[f"{n}.image"].float() / 255,
            seen=tensors[f"{n}.seen"].float(),
            canvas=tuple(about["canvas"]),
            reference=about["reference"],
            maps=tensors[f"{n}.maps"].float(),
            matte=tensors[f"{n}.matte"].float() / 255,
            light=tensors[f"{n}.light"].float(),
        )
        for n, about in enumerate(told["layers"])
    )
    return CanonicalClip(layers, tuple(told["size"]), told["fitted"])


def identity(rows: int, columns: int) -> Float[Tensor, "{rows} {columns} 2"]:
    """The canonical coordinates of the frame of reference's own pixels."""
    return 2 * pixels(rows, columns) / torch.tensor([columns, rows]) - 1


def _bounds(there: Bool[Tensor, "a b"], size: tuple[int, int], around: int) -> Part | None:
    """Which pixels lie between the middles of cells, of which `there` says where one is wanted."""
    spans = []
    for axis, pixels_across in enumerate(size):
        found = there.any(1 - axis).nonzero().flatten()
        if not len(found):
            return None
        scale = pixels_across / (there.shape[axis] - 1)
        first, last = (int(found[0]) - 0.5) * scale, (int(found[-1]) + 0.5) * scale
        spans.append(slice(max(0, math.floor(first) - around), min(pixels_across, math.ceil(last) + around)))
    return spans[0], spans[1]


def _enlarged(values: Float[Tensor, "c a b"], size: tuple[int, int], part: Part) -> Float[Tensor, "c h w"]:
    """Cells' values, linear between their middles, and beyond the outermost middles going on as they did."""
    down, across = part
    if tuple(values.shape[-2:]) == size:
        return values[:, down, across]
    padded = _continued(_continued(values, -1), -2)
    rows, columns = values.shape[-2:]
    h, w = size
    y = 2 * ((torch.arange(h) + 0.5) / h * rows + 1) / (rows + 2) - 1
    x = 2 * ((torch.arange(w) + 0.5) / w * columns + 1) / (columns + 2) - 1
    grid = torch.stack(torch.meshgrid(y[down], x[across], indexing="ij")[::-1], -1)[None]
    return F.grid_sample(padded[None], grid.to(values), mode="bilinear", padding_mode="border", align_corners=False)[0]


def _continued(values: Tensor, along: int) -> Tensor:
    if values.shape[along] < 2:
        edge = values.narrow(along, 0, 1)
        return torch.cat([edge, values, edge], along)
    first, second = (values.narrow(along, n, 1) for n in (0, 1))
    last, before = (values.narrow(along, values.shape[along] - n, 1) for n in (1, 2))
    return torch.cat([2 * first - second, values, 2 * last - before], along)
