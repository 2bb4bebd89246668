"""The drawn world is drawn once, and kept in shards as the latents of an autoencoder that has learnt.

Each shard is a pure function of its seeds, whoever draws it: several processes draw at once, in fresh ones after so
many shards, and a run that was stopped goes on with the shards that are missing.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from jaxtyping import BFloat16, UInt8
from safetensors.torch import save_file
from torch import Tensor

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from storyline.errors import SetupError
from storyline.frames.replacing import replacing_all
from storyline.training.corpus.processes import drawn_by
from storyline.training.corpus.shards import Card, Line, names, source_of
from storyline.training.corpus.toon import Clip, ClipSpec, clip
from storyline.training.corpus.world import World
from storyline.training.nuwa_xl.autoencoder import as_frames

_FRAMES = 256
"""Of a shard, about."""
_TOGETHER = 16
"""Frames that are encoded at once."""


@dataclass(frozen=True)
class _Work:
    """A shard to be drawn."""

    folder: Path
    number: int
    world: World
    seeds: range
    spec: ClipSpec
    encoder: Path


def draw_shards(
    folder: Path, world: World, seeds: range, spec: ClipSpec, *, encoder: Path, workers: int = 1
) -> Iterator[int]:
    """Draw a clip of each seed and keep them in shards; yields how many clips there are, as it goes.

    `encoder` is the folder of an autoencoder. With one worker all is drawn in this process, otherwise in `workers` of
    their own.

    Raises:
        SetupError: the folder holds another corpus, or the encoder cannot be read.
        AssemblyError: the folder cannot be written, or the disk is full.
        WorkerError: a process is gone.
    """
    Card(source_of(world, seeds, spec), digest_of(encoder)).write(folder)
    each = max(1, _FRAMES // spec.length)
    parts = [seeds[start : start + each] for start in range(0, len(seeds), each)]
    work = [_Work(folder, n, world, part, spec, encoder) for n, part in enumerate(parts)]
    missing = [one for one in work if not all(path.exists() for path in names(folder, one.number))]
    done = sum(len(one.seeds) for one in work) - sum(len(one.seeds) for one in missing)
    for count in drawn_by(workers, _drawn, missing):
        done += count
        yield done


def encoded(autoencoder: TemporalAutoencoder, clips: Sequence[Clip]) -> BFloat16[Tensor, "b l c h w"]:
    """Latents of clips that are equally long.

    Frames in a row are encoded as a clip, frames farther apart one by one, as they are decoded.
    """
    rows = [len(one) > 1 and all(b - a == 1 and a >= 0 for a, b in pairwise(one.frames)) for one in clips]
    apart = [picture[None] for one, row in zip(clips, rows, strict=True) if not row for picture in one.pictures]
    parts = [np.stack(apart[start : start + _TOGETHER]) for start in range(0, len(apart), _TOGETHER)]
    alone = (latents for part in parts for latents in _latents(autoencoder, part)[:, 0])
    return torch.stack(
        [
            _latents(autoencoder, one.pictures[None])[0] if row else torch.stack([next(alone) for _ in one.frames])
            for one, row in zip(clips, rows, strict=True)
        ]
    )


def _latents(autoencoder: TemporalAutoencoder, pictures: UInt8[np.ndarray, "b l h w 3"]) -> Tensor:
    frames = as_frames(torch.from_numpy(pictures)).to(autoencoder.device)
    with torch.autocast(frames.device.type, torch.bfloat16):
        return autoencoder.to_latents(frames).to("cpu", torch.bfloat16)


def _drawn(work: _Work) -> int:
    """Draw a shard: how many clips it holds."""
    clips = [clip(work.world, seed, work.spec) for seed in work.seeds]
    autoencoder = TemporalAutoencoder.from_pretrained(work.encoder).eval()
    write_shard(names(work.folder, work.number), encoded(autoencoder, clips), clips, work.seeds)
    return len(clips)


def write_shard(
    files: tuple[Path, Path], latents: BFloat16[Tensor, "b l c h w"], clips: Sequence[Clip], seeds: Sequence[int]
) -> None:
    """Keep clips as latents and lines, both or none. Raises AssemblyError if the folder cannot be written."""
    lines = [Line(s, c.stride, c.level, c.conditions).json() for s, c in zip(seeds, clips, strict=True)]
    with replacing_all(files) as parts:
        save_file({"latents": latents}, parts[files[0]])
        parts[files[1]].write_text("\n".join(lines) + "\n", "utf-8")


def digest_of(encoder: Path) -> str:
    """Of an autoencoder's files. Raises SetupError if there are none."""
    told = hashlib.sha256()
    try:
        for path in sorted(encoder.iterdir()):
            told.update(path.name.encode() + b"\0" + path.read_bytes())
    except OSError as error:
        raise SetupError(f"{encoder}: expected the folder of an autoencoder ({error}); train one first") from None
    return told.hexdigest()
