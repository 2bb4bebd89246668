"""Frames of a shot, traced to one of its frames: layer by layer where each of their pixels lies in that one.

Places are fractions of the frame, x then y. The frame that others are traced to is the canonical image of all layers.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Bool, Float, UInt8
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from editors.canonical import WHOLE, Part
from storyline.errors import EditError

FORMAT = "traced/1"
BACKGROUND = "background"
"""The layer that is behind all others, and everywhere."""

Region = tuple[float, float, float, float]
"""x0, y0, x1, y1 in fractions of the frame."""
EVERYWHERE: Region = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, eq=False)
class TracedLayer:
    """One entity, or the ground: a move of the whole to the frame of reference, and what is added to that."""

    name: str
    """`background`, or an entity's id."""
    there: Bool[Tensor, " n"]
    """Which of the frames it is in, so that it can be traced."""
    moves: Float[Tensor, "n 2 3"]
    """What takes places in each frame to the frame of reference, as far as camera and boxes say."""
    bends: Float[Tensor, "n 2 a b"]
    """What is added to that, on a grid of cells that lies on the frame of reference."""
    region: Region
    """The part of the frame of reference that the grid covers; beyond it the nearest cell counts."""
    mattes: UInt8[Tensor, "n h w"]
    """Where each frame shows it: 0 or 1."""
    own: UInt8[Tensor, "h w"]
    """Where the frame of reference does."""

    def where(self, frame: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "h w 2"]:
        """Where in the frame of reference the pixels of a frame lie, or those of a part of it."""
        places = self.moved(frame, size, part)
        x0, y0, x1, y1 = self.region
        low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
        grid = 2 * (places - low) / (high - low) - 1
        bends = self.bends[frame, None].float()
        added = F.grid_sample(bends, grid[None], mode="bilinear", padding_mode="border", align_corners=False)
        return places + added[0].movedim(0, -1)

    def moved(self, frame: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "h w 2"]:
        """The same, of the move of the whole alone."""
        rows, columns = size
        down, across = part
        y, x = ((torch.arange(count) + 0.5)[some] / count for count, some in ((rows, down), (columns, across)))
        here = torch.stack(torch.meshgrid(y, x, indexing="ij")[::-1], -1)
        return here @ self.moves[frame, :, :2].T + self.moves[frame, :, 2]

    def reached(self, frame: int, region: Region, size: tuple[int, int]) -> Part | None:
        """The smallest part of a frame that shows all of a region of the frame of reference; None if none does."""
        x0, y0, x1, y1 = region
        across, down = self.bends[frame].abs().flatten(1).amax(1).tolist()
        corners = torch.tensor([[x, y] for x in (x0 - across, x1 + across) for y in (y0 - down, y1 + down)])
        move = self.moves[frame]
        back = torch.linalg.solve(move[:, :2], (corners - move[:, 2]).T).T
        (left, top), (right, bottom) = back.amin(0).tolist(), back.amax(0).tolist()
        return _part(top, bottom, left, right, size)

    def bounds(self, frame: int, size: tuple[int, int]) -> Part | None:
        """The smallest part of a frame that shows all of it; None if none does."""
        rows, columns = (self.mattes[frame].amax(axis).nonzero().flatten().tolist() for axis in (1, 0))
        if not rows:
            return None
        height, width = self.mattes.shape[1:]
        return _part(
            (rows[0] - 1) / height, (rows[-1] + 2) / height, (columns[0] - 1) / width, (columns[-1] + 2) / width, size
        )

    def shown(self, frame: int, size: tuple[int, int], part: Part = WHOLE) -> Float[Tensor, "h w"]:
        """Where a frame shows it, 0..1."""
        return _sized(self.mattes[frame], size)[part]

    def shown_first(self, size: tuple[int, int]) -> Float[Tensor, "h w"]:
        """Where the frame of reference shows it, 0..1."""
        return _sized(self.own, size)


@dataclass(frozen=True, eq=False)
class Traced:
    """Frames that follow each other in a shot, and the one that they were traced to."""

    picture: UInt8[Tensor, "height width 3"]
    """The frame of reference."""
    layers: tuple[TracedLayer, ...]
    """Far to near; the ground first."""

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.picture.shape[0], self.picture.shape[1]

    @property
    def ground(self) -> TracedLayer:
        """What is behind all else."""
        return self.layers[0]

    def save(self, path: Path) -> None:
        """Write it as one safetensors file."""
        tensors: dict[str, Tensor] = {"picture": self.picture}
        for n, layer in enumerate(self.layers):
            tensors |= {
                f"{n}.there": layer.there,
                f"{n}.moves": layer.moves,
                f"{n}.bends": layer.bends.half(),
                f"{n}.mattes": _packed(layer.mattes),
                f"{n}.own": _packed(layer.own),
            }
        told = {
            "format": FORMAT,
            "layers": [
                {"name": layer.name, "region": layer.region, "columns": layer.own.shape[-1]} for layer in self.layers
            ],
        }
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path, {"traced": json.dumps(told)})


def load(path: Path) -> Traced:
    """Read what `Traced.save` wrote. Raises EditError: it is none, or damaged."""
    from safetensors import safe_open

    try:
        with safe_open(path, "pt") as file:
            told = json.loads((file.metadata() or {})["traced"])
        if told["format"] != FORMAT:
            raise KeyError("format")
        tensors = load_file(path)
        layers = tuple(
            TracedLayer(
                name=about["name"],
                there=tensors[f"{n}.there"],
                moves=tensors[f"{n}.moves"],
                bends=tensors[f"{n}.bends"].float(),
                region=tuple(about["region"]),
                mattes=_unpacked(tensors[f"{n}.mattes"], about["columns"]),
                own=_unpacked(tensors[f"{n}.own"], about["columns"]),
            )
            for n, about in enumerate(told["layers"])
        )
        return Traced(tensors["picture"], layers)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise EditError(
            f"{path.name}: expected frames that were traced ({FORMAT}); got something else: {error}"
        ) from None


def _part(top: float, bottom: float, left: float, right: float, size: tuple[int, int]) -> Part | None:
    rows, columns = size
    down = slice(max(0, math.floor(top * rows)), min(rows, math.ceil(bottom * rows)))
    across = slice(max(0, math.floor(left * columns)), min(columns, math.ceil(right * columns)))
    return (down, across) if down.start < down.stop and across.start < across.stop else None


def _sized(matte: UInt8[Tensor, "a b"], size: tuple[int, int]) -> Float[Tensor, "h w"]:
    found = F.interpolate(matte[None, None].float(), size, mode="bilinear", align_corners=False)
    return found[0, 0].clamp(0, 1)


def _packed(mattes: UInt8[Tensor, "*n w"]) -> UInt8[Tensor, "*n v"]:
    return torch.from_numpy(np.packbits(mattes.numpy(), axis=-1))


def _unpacked(bits: UInt8[Tensor, "*n v"], columns: int) -> UInt8[Tensor, "*n w"]:
    return torch.from_numpy(np.unpackbits(bits.numpy(), axis=-1, count=columns))
