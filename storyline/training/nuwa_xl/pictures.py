"""Drawn pictures on disk, for what learns from pixels: many processes draw, one reads at random.

FOLDER/<spec>-<first seed>-<seeds>.safetensors    pictures "n l h w 3" and boxes "n l e 4", whole or not there; if the
                                                  spec asks for them grounds "n l h w 3" and masks "n l h w"
FOLDER/<spec>-<first seed>-<seeds>.jsonl          a line for each clip: what it was drawn from
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, UInt8
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from generators.nuwa_xl.conditions import FrameConditions
from storyline.diffusion.noise import seed_of
from storyline.errors import SetupError
from storyline.frames.replacing import replacing_all
from storyline.training.corpus.processes import drawn_by
from storyline.training.corpus.shards import Line
from storyline.training.corpus.toon import Clip, ClipSpec, clip
from storyline.training.corpus.videos import clips_of, footage
from storyline.training.corpus.world import World
from storyline.training.nuwa_xl.autoencoder import Pictures

_ALWAYS = ("pictures", "boxes")
_FRAMES = 256
"""Of a file, about."""
_BOXES = 8
"""Of a frame, at most: the nearest."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A clip in layers: as it was drawn, with nobody there, and who is in front where."""

    frames: UInt8[Tensor, "l h w 3"]
    grounds: UInt8[Tensor, "l h w 3"]
    front: UInt8[Tensor, "l h w"]
    """From 1 on, in the order of the conditions' `seen`; 0 where nobody is."""
    conditions: tuple[FrameConditions, ...]


class PictureFiles:
    """Clips of one length in files, by number."""

    def __init__(self, files: Sequence[Path], counts: Sequence[int], chosen: range | None = None) -> None:
        """Each file with how many clips it holds; of all clips, those `chosen`."""
        self._files, self._ends = tuple(files), tuple(accumulate(counts))
        self._chosen = range(sum(counts)) if chosen is None else chosen
        self._opened = lru_cache(maxsize=64)(_opened)
        self._lines = lru_cache(maxsize=None)(lambda path: path.read_bytes().splitlines())

    def __len__(self) -> int:
        return len(self._chosen)

    def batch(self, numbers: Sequence[int]) -> Pictures:
        """These clips. Raises IndexError if there is none of a number."""
        places = [self._place(number) for number in numbers]
        each = {name: torch.stack([self._opened(file)[name][at] for file, at in places]) for name in _ALWAYS}
        return Pictures(each["pictures"], each["boxes"])

    def __getitem__(self, number: int) -> Scene:
        """A clip in layers. Raises IndexError if there is none of this number, KeyError if no layers were kept."""
        file, at = self._place(number)
        held, line = self._opened(file), Line.parse(self._lines(file.with_suffix(".jsonl"))[at])
        return Scene(held["pictures"][at], held["grounds"][at], held["masks"][at], line.conditions)

    def _place(self, number: int) -> tuple[Path, int]:
        if not 0 <= number < len(self):
            raise IndexError(f"expected a clip of 0..{len(self) - 1}; got {number}")
        number = self._chosen[number]
        file = bisect_right(self._ends, number)
        return self._files[file], number - (self._ends[file - 1] if file else 0)


class PictureBatches:
    """Batches of clips by number: a pure function of seed and number."""

    def __init__(self, files: PictureFiles, batch: int, seed: int = 0) -> None:
        self._files, self._batch, self._seed = files, batch, seed

    def __call__(self, number: int) -> Pictures:
        """The batch of a number."""
        chance = Random(seed_of(self._seed, "pictures", number))
        return self._files.batch([chance.randrange(len(self._files)) for _ in range(self._batch)])


def draw_pictures(world: World, seeds: range, spec: ClipSpec, folder: Path, workers: int) -> PictureFiles:
    """A clip of each seed, drawn by several processes and kept: what is there is not drawn again.

    With one worker all is drawn in this process.

    Raises:
        AssemblyError: the folder cannot be written, or the disk is full.
        WorkerError: a process is gone.
    """
    of = hashlib.sha256(repr((world, spec)).encode()).hexdigest()[:12]
    each = max(1, _FRAMES // spec.length)
    parts = [seeds[start : start + each] for start in range(0, len(seeds), each)]
    files = [folder / f"{spec.kind}-{of}-{part.start}-{len(part)}.safetensors" for part in parts]
    missing = [(file, part) for file, part in zip(files, parts, strict=True) if not _whole(file)]
    for _ in drawn_by(workers, partial(_write, world, spec), missing):
        pass
    return PictureFiles(files, [len(part) for part in parts])


def video_pictures(videos: Path, spec: ClipSpec, folder: Path, *, held_out: bool) -> PictureFiles:
    """The clips of a folder of videos with captions, or the tenth of them that nothing learns from.

    Raises:
        SetupError: fewer than two clips are left of them.
        ScriptError, AssemblyError: a caption or a video cannot be read.
    """
    files: list[Path] = []
    counts: list[int] = []
    for n, one in enumerate(footage(videos)):
        if clips := list(clips_of(one, spec)):
            files.append(folder / f"video-{spec.kind}-{spec.length}-{spec.size}-{n}.safetensors")
            counts.append(len(clips))
            if not _whole(files[-1]):
                _keep(clips, range(len(clips)), files[-1])
    return PictureFiles(files, counts, set_aside(sum(counts), videos, held_out=held_out))


def set_aside(count: int, videos: Path, *, held_out: bool) -> range:
    """Which of so many clips nothing learns from: the last tenth; or the others.

    Raises:
        SetupError: there are fewer than two.
    """
    if count < 2:
        raise SetupError(f"{videos}: expected videos of which two clips or more are left; got {count}. See the log")
    first = count - max(1, count // 10)
    return range(first, count) if held_out else range(first)


def boxes_of(drawn: Clip) -> Float[Tensor, "l e 4"]:
    """What is seen of the boxes in a clip's frames; rows of zeros where there is nobody."""
    boxes = torch.zeros(len(drawn), _BOXES, 4)
    for frame, conditions in enumerate(drawn.conditions):
        for n, seen in enumerate(conditions.seen[-_BOXES:]):
            boxes[frame, n] = torch.tensor(seen.box.visible())
    return boxes


def _write(world: World, spec: ClipSpec, work: tuple[Path, range]) -> None:
    file, seeds = work
    _keep([clip(world, seed, spec) for seed in seeds], seeds, file)


def _keep(clips: Sequence[Clip], seeds: Sequence[int], file: Path) -> None:
    kept = {name: [getattr(drawn, name) for drawn in clips] for name in ("pictures", "grounds", "masks")}
    tensors = {name: torch.from_numpy(np.stack(each)) for name, each in kept.items() if each[0] is not None}
    tensors["boxes"] = torch.stack([boxes_of(drawn) for drawn in clips])
    lines = [Line(s, c.stride, c.level, c.conditions).json() for s, c in zip(seeds, clips, strict=True)]
    told = file.with_suffix(".jsonl")
    with replacing_all((file, told)) as parts:
        save_file(tensors, parts[file])
        parts[told].write_text("\n".join(lines) + "\n", "utf-8")


def _whole(file: Path) -> bool:
    try:
        with safe_open(file, "pt") as opened:
            return {*_ALWAYS} <= set(opened.keys()) and file.with_suffix(".jsonl").is_file()
    except (OSError, SafetensorError):
        return False


def _opened(file: Path) -> Mapping[str, Any]:
    """Tensors of which only what is asked for is read."""
    opened: Any = safe_open(file, "pt")
    names = opened.keys()
    return {name: opened.get_slice(name) for name in names}
