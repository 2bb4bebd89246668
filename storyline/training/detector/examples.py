"""Frames of the drawn world with the truth about them: what the detector learns from and is measured on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import safetensors.numpy
from jaxtyping import Bool, Float32, Int64, UInt8
from safetensors import SafetensorError

from generators.toon import ToonGenerator
from storyline.evaluation.detector.truth import told
from storyline.frames.replacing import replacing
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import BASIC_COLOURS
from storyline.training.corpus.processes import drawn_by
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import World

COLOURS = tuple(BASIC_COLOURS)
SIZE = FrameSize((256, 144))
_SHARD = 100
"""Scripts whose frames are drawn and kept together."""
_LAST = 254
"""Figures of a frame: a byte a pixel numbers them."""


@dataclass(frozen=True)
class Example:
    """A frame and what it shows; figures are in order, far to near."""

    picture: UInt8[np.ndarray, "h w 3"]
    front: UInt8[np.ndarray, "h w"]
    """Which figure is in front, from 1 on; 0 where none is."""
    kinds: Int64[np.ndarray, " f"]
    """Numbers of the world's kinds."""
    colours: Int64[np.ndarray, " f"]
    """Numbers of `COLOURS`; -1 where none can be told."""
    actions: Int64[np.ndarray, " f"]
    """Numbers of `actions_of` the world; -1 of what does not live."""
    boxes: Float32[np.ndarray, "f 4"]
    """All of each figure within the frame, x0 y0 x1 y1 in fractions of it."""
    clear: Bool[np.ndarray, " f"]
    """Whether enough of it is seen to tell it."""


def actions_of(world: World) -> tuple[str, ...]:
    """What figures are seen to do in a world."""
    return ("stand", *world.actions)


def drawn(world: World, seed: int, frames: int) -> tuple[Example, ...]:
    """So many frames of the shot that a seed tells, at times by chance: the same seed gives the same."""
    board = script(world, seed, SIZE)
    _, shot = next(board.shots())
    clip = ToonGenerator().clip(board, shot.id, SIZE)
    chance, actions = Random(f"detector/{seed}"), actions_of(world)
    found = []
    for frame in sorted(chance.sample(range(len(clip)), min(frames, len(clip)))):
        truth = clip.truth(frame)
        seen = told(truth, board.cast, shot.layout(frame))[:_LAST]
        front = np.zeros(truth.picture.shape[:2], np.uint8)
        for number, (id, _, _) in enumerate(seen, 1):
            front[truth.masks[id]] = number
        shown = [figure for _, figure, _ in seen]
        found.append(
            Example(
                truth.picture,
                front,
                np.array([world.kinds.index(figure.kind) for figure in shown], np.int64),
                np.array([COLOURS.index(figure.colour) if figure.colour else -1 for figure in shown], np.int64),
                np.array([actions.index(figure.action) if figure.action else -1 for figure in shown], np.int64),
                np.array([figure.box.root for figure in shown], np.float32).reshape(-1, 4),
                np.array([clear for _, _, clear in seen], bool),
            )
        )
    return tuple(found)


def kept(world: World, name: str, seeds: Sequence[int], frames: int, folder: Path, workers: int) -> list[Example]:
    """Frames of many shots, drawn by several processes and kept in a folder: what is there is not drawn again.

    `name` is the world's; it is in the files' names.
    """
    shards = [seeds[n : n + _SHARD] for n in range(0, len(seeds), _SHARD)]
    files = [folder / f"{name}-{shard[0]}-{len(shard)}x{frames}.safetensors" for shard in shards]
    missing = [(file, shard) for file, shard in zip(files, shards, strict=True) if not _whole(file)]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        for _ in drawn_by(workers, partial(_write, world, frames), missing):
            pass
    return [example for file in files for example in _read(file)]


def _write(world: World, frames: int, work: tuple[Path, Sequence[int]]) -> None:
    file, seeds = work
    examples = [example for seed in seeds for example in drawn(world, seed, frames)]
    counts = np.array([len(example.kinds) for example in examples], np.int64)
    joined = {
        "pictures": np.stack([e.picture for e in examples]),
        "fronts": np.stack([e.front for e in examples]),
        "counts": counts,
        "kinds": np.concatenate([e.kinds for e in examples]),
        "colours": np.concatenate([e.colours for e in examples]),
        "actions": np.concatenate([e.actions for e in examples]),
        "boxes": np.concatenate([e.boxes for e in examples]),
        "clear": np.concatenate([e.clear for e in examples]),
    }
    with replacing(file) as part:
        part.write_bytes(safetensors.numpy.save(joined))


def _whole(file: Path) -> bool:
    try:
        next(iter(_read(file)), None)
    except (OSError, SafetensorError, KeyError):
        return False
    return True


def _read(file: Path) -> Iterator[Example]:
    held = safetensors.numpy.load(file.read_bytes())
    ends = np.cumsum(held["counts"])
    for n, (end, count) in enumerate(zip(ends, held["counts"], strict=True)):
        own = slice(end - count, end)
        yield Example(
            held["pictures"][n],
            held["fronts"][n],
            *(held[name][own] for name in ("kinds", "colours", "actions", "boxes", "clear")),
        )
