"""What it costs to draw through a family of the hub, beside the pipeline of diffusers that it adapts.

`python -m benchmarks.models [FAMILY ...]` prints two tables for models of full size whose weights were never taught
(`full_size.py`); `--size tiny` for models so small that all of it takes a minute on a CPU. `--at 512x512` and
`--frames 16` say what is drawn. All of it on a GPU is meant to fit into ten minutes with `--steps 10 --pairs 2`.

A model is saved, and loaded by its family as any other. *Family* is `Family.draw`, to its float arrays; *pipeline* is
diffusers' own class with the same words, boxes, keyframes and noise (`bare.py`); on a CPU both on one thread, as tasks
of the hub are, and seconds are of its computing. Both once to warm up, then in pairs, every other one the other way
round: seconds are medians, the overhead is the median of the pairs'. *Apart*: how far their pictures are, at most, of
0..1. *Steps* are calls of the network (PNDM's first step is two), of the whole draw with its encoding and decoding.
AnimateDiff stands beside a pipeline without FreeNoise: of 16 frames all attend to each other in both.

At once: several by one call of the pipeline, seconds for each. That of LTX then takes no keyframe but the first, and
all clips have the same; that of Wan VACE takes one clip alone.
"""

import argparse
import gc
import platform
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import diffusers
import numpy as np
import torch
import transformers

from benchmarks import full_size
from benchmarks.bare import BARE, PANEL, Draw
from generators.hub.family import ClipAsked, How
from generators.hub.loading import device_named, held, release
from generators.hub.registry import families
from storyline.diffusion.sources import Source
from storyline.film import cores
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

Clock = Callable[[], float]
SIZES = {"wan-vace": (832, 480), "ltx": (768, 512)}
"""Where it is not 512 x 512."""
FRAMES = {"animatediff": 16, "wan-vace": 33, "ltx": 97}
"""Of a clip: of Wan 33 of the 81 that it can, for the sake of time."""
TINY_FRAMES = 9


@dataclass(frozen=True)
class Measured:
    """A family, beside its pipeline."""

    size: str
    family: float
    """Seconds."""
    pipeline: float
    overhead: float
    """A share."""
    steps: float
    """A second."""
    apart: float
    gigabytes: float | None
    """Of a GPU at most, the model among them."""
    together: dict[int, float]
    """By how many are drawn at once, seconds for each; none where it cannot be."""


def measured(name: str, save: Callable[[Path], None], how: How, frames: int, asked: argparse.Namespace) -> Measured:
    """One family."""
    family: Any = families()[name]
    device = device_named(asked.device)
    precision = "float32" if device == "cpu" else family.about.half
    clock = time.thread_time if device == "cpu" else time.perf_counter
    steps = 0

    def step(done: int, total: int) -> None:
        nonlocal steps
        steps += 1

    how = replace(how, step=step)
    with TemporaryDirectory() as folder:
        torch.set_default_dtype(getattr(torch, precision))
        save(Path(folder) / name)
        torch.set_default_dtype(torch.float32)
        gc.collect()
        with held(family, Source.parse(str(Path(folder) / name)), device, precision, "none") as model:
            clip = _clip(frames, how, family.about)

            def ours(count: int) -> Any:
                if family.about.makes == "clips":
                    return family.draw(model, clip, how)
                return next(iter(family.draw(model, [PANEL], how)))

            if device == "cuda":
                torch.cuda.reset_peak_memory_stats()
            drawn = ours(1)
            most = torch.cuda.max_memory_allocated() / 2**30 if device == "cuda" else None
            of_draw = steps
            bare = BARE[name](model, Path(folder) / name, clip, how)
            apart = float(np.abs(drawn - bare(1)[0]).max())
            pairs = list(_pairs(ours, bare, asked.pairs, clock))
            alone = median(b for _, b in pairs)
            if clip.keyframes:
                clip = replace(clip, keyframes={0: clip.keyframes[0]})
                bare = BARE[name](model, Path(folder) / name, clip, how)
            counts = (1, *asked.together) if asked.together and name != "wan-vace" else ()
            together = {count: _together(bare, count, asked.pairs, clock) for count in counts}
    release()
    mine = median(a for a, _ in pairs)
    overhead = median(a / b for a, b in pairs) - 1
    size = f"{how.size}" + (f", {frames} frames" if family.about.makes == "clips" else "")
    return Measured(size, mine, alone, overhead, of_draw / mine, apart, most, together)


def _pairs(ours: Draw, bare: Draw, count: int, clock: Clock) -> Iterator[tuple[float, float]]:
    for n in range(count):
        first, second = (ours, bare) if n % 2 == 0 else (bare, ours)
        times = _seconds(first, 1, clock), _seconds(second, 1, clock)
        yield times if n % 2 == 0 else times[::-1]


def _seconds(draw: Draw, count: int, clock: Clock) -> float:
    """What is drawn comes to the CPU: a GPU has then done it."""
    started = clock()
    draw(count)
    return clock() - started


def _together(draw: Draw, count: int, times: int, clock: Clock) -> float:
    draw(count)
    return median(_seconds(draw, count, clock) for _ in range(times)) / count


def _clip(frames: int, how: How, about: Any) -> ClipAsked:
    """With a first and a last keyframe, where the family takes them."""
    shape = (2, how.size.height, how.size.width, 3)
    first, last = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    keyframes = {0: first, frames - 1: last} if about.can.first else {}
    return ClipAsked(frames, {0: PANEL.prompt}, PANEL.negative, 7, about.rate or 8.0, keyframes)


def rows(asked: argparse.Namespace) -> Iterator[tuple[str, Measured]]:
    """What is asked for, one family after the other."""
    sizes = models() if asked.size == "tiny" else full_size.MODELS
    for name in asked.families or list(BARE):
        about = families()[name].about
        frames = asked.frames or (TINY_FRAMES if asked.size == "tiny" else FRAMES.get(name, 1))
        frames = about.counts.at_least(frames if about.makes == "clips" else 1)
        size = asked.at or FrameSize((32, 32) if asked.size == "tiny" else SIZES.get(name, (512, 512)))
        parameters = dict(about.parameters) | ({"beta": 1.0} if name == "gligen" else {})
        how = How(about.sides.of(size, size.width * size.height), asked.steps, about.guidance, parameters)
        yield name, measured(name, sizes[name], how, frames, asked)


def _size(told: str) -> FrameSize:
    width, height = (int(side) for side in told.split("x"))
    return FrameSize((width, height))


def _table(asked: argparse.Namespace) -> None:
    counts: Sequence[int] = (1, *asked.together)
    batches = []
    columns = ("family", "of", "family, s", "pipeline, s", "overhead", "steps/s", "apart", "GPU, GB")
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)
    for name, row in rows(asked):
        memory = "–" if row.gigabytes is None else f"{row.gigabytes:.1f}"
        seconds = f"{row.family:.2f} | {row.pipeline:.2f} | {row.overhead:+.1%} | {row.steps:.2f}"
        print(f"| {name} | {row.size} | {seconds} | {row.apart:.0e} | {memory} |", flush=True)
        batches.append((name, [f"{row.together[n]:.2f}" if n in row.together else "–" for n in counts]))
    if asked.together:
        told = " | ".join(map(str, counts))
        print(f"\n| seconds for one of so many at once | {told} |\n|{'---|' * (1 + len(counts))}")
        for name, times in batches:
            print(f"| {name} | {' | '.join(times)} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.models", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(BARE)}; all when none")
    parser.add_argument("--size", choices=["full", "tiny"], default="full")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--frames", type=int, help="of a clip")
    parser.add_argument("--at", type=_size, metavar="WIDTHxHEIGHT", help="size of what is drawn")
    parser.add_argument("--together", type=int, nargs="*", default=[2, 4], help="how many at once; none for no table")
    asked = parser.parse_args()
    if unknown := set(asked.families) - set(BARE):
        parser.error(f"expected families of {', '.join(BARE)}; got {', '.join(sorted(unknown))}")
    warnings.simplefilter("ignore")  # of what diffusers has given up, which is measured here
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()
    device = device_named(asked.device)
    where = torch.cuda.get_device_name() if device == "cuda" else f"{cores()} cores of {platform.machine()}"
    print(f"`python -m benchmarks.models {' '.join(sys.argv[1:])}`: {device}, {where},")
    versions = (f"{of.__name__} {of.__version__}" for of in (torch, diffusers, transformers))
    print(f"Python {platform.python_version()}, {', '.join(versions)}\n")
    _table(asked)


if __name__ == "__main__":
    main()
