"""What it costs to draw through a family of the hub, beside the pipeline of diffusers that it adapts.

`python -m benchmarks.models [FAMILY ...]` prints two tables for models of full size whose weights were never taught
(`full_size.py`); `--size tiny` for models so small that all of it takes a minute on a CPU. `--at 512x512` and
`--frames 16` say what is drawn. All of it on a GPU is meant to fit into ten minutes with `--steps 10 --pairs 2`.

A model is saved, and loaded by its family as any other. *Family* is `Family.draw`, to its float arrays; *pipeline* is
diffusers' own class with the same words, boxes, keyframes and noise; on a CPU both on one thread, as tasks of the hub
are. Both once to warm up, then in pairs, every other one the other way round: seconds are medians, the overhead is the
median of the pairs'. *Apart*: how far their pictures are, at most, of 0..1. *Steps* are calls of the network (PNDM's
first step is two), of the whole draw with its encoding and decoding. AnimateDiff stands beside a pipeline without
FreeNoise: by 16 frames both attend to all of them.

Clips at once: by the pipeline, with the same keyframes, seconds for one of them. Wan VACE's pipeline takes one alone.
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
from PIL import Image

from benchmarks import full_size
from generators.hub.arguments import images
from generators.hub.family import ClipAsked, How, PanelAsked, Who
from generators.hub.loading import device_named, generator, held, release
from generators.hub.registry import families
from generators.hub.starting import latent_size
from storyline.diffusion.latents import shuffled
from storyline.diffusion.sources import Source
from storyline.film import cores
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

Draw = Callable[[int], Any]
"""So many pictures, or clips, at once."""
SIZES = {"wan-vace": (832, 480), "ltx": (768, 512)}
"""Where it is not 512 x 512."""
FRAMES = {"animatediff": 16, "wan-vace": 33, "ltx": 97}
"""Of a clip: of Wan 33 of the 81 that it can, for the sake of time."""
TINY_FRAMES = 9
WHO = (Who("fox", "a red fox", Box((0.1, 0.2, 0.5, 0.9))), Who("hare", "a hare", Box((0.6, 0.4, 0.9, 0.9))))
PANEL = PanelAsked("a red fox and a hare in a forest", "ugly", WHO, 7)


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
    """By how many are drawn at once, seconds for each."""


def measured(name: str, save: Callable[[Path], None], how: How, frames: int, asked: argparse.Namespace) -> Measured:
    """One family."""
    family: Any = families()[name]
    device = device_named(asked.device)
    precision = "float32" if device == "cpu" else family.about.half
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
            pairs = list(_pairs(ours, bare, asked.pairs))
            alone = median(b for _, b in pairs)
            batches = asked.together if name != "wan-vace" and pairs else []
            together = {count: _best(bare, count, asked.pairs) / count for count in batches}
    release()
    mine = median(a for a, _ in pairs)
    overhead = median(a / b for a, b in pairs) - 1
    size = f"{how.size}" + (f", {frames} frames" if family.about.makes == "clips" else "")
    return Measured(size, mine, alone, overhead, of_draw / mine, apart, most, {1: alone, **together})


def _pairs(ours: Draw, bare: Draw, count: int) -> Iterator[tuple[float, float]]:
    for n in range(count):
        first, second = (ours, bare) if n % 2 == 0 else (bare, ours)
        times = _seconds(first, 1), _seconds(second, 1)
        yield times if n % 2 == 0 else times[::-1]


def _seconds(draw: Draw, count: int) -> float:
    """What is drawn comes to the CPU: a GPU has then done it."""
    started = time.perf_counter()
    draw(count)
    return time.perf_counter() - started


def _best(draw: Draw, count: int, times: int) -> float:
    draw(count)
    return median(_seconds(draw, count) for _ in range(times))


def _clip(frames: int, how: How, about: Any) -> ClipAsked:
    """With a first and a last keyframe, where the family takes them."""
    shape = (2, how.size.height, how.size.width, 3)
    first, last = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    keyframes = {0: first, frames - 1: last} if about.can.first else {}
    return ClipAsked(frames, {0: PANEL.prompt}, PANEL.negative, 7, about.rate or 8.0, keyframes)


def _shared(how: How, count: int) -> dict[str, Any]:
    return {
        "prompt": [PANEL.prompt] * count, "negative_prompt": [PANEL.negative] * count, "width": how.size.width,
        "height": how.size.height, "num_inference_steps": how.steps, "guidance_scale": how.guidance,
        "output_type": "np",
    }  # fmt: skip


def _noises(count: int) -> list[torch.Generator]:
    return [generator(PANEL.seed + n) for n in range(count)]


def _sd15(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    return lambda count: model(**_shared(how, count), generator=_noises(count)).images


def _gligen(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    components = {name: part for name, part in model.components.items() if name != "image_encoder"}
    packaged = diffusers.StableDiffusionGLIGENPipeline(**components, requires_safety_checker=False)
    packaged.set_progress_bar_config(disable=True)
    who = {"gligen_phrases": [w.phrase for w in WHO], "gligen_boxes": [list(w.box.root) for w in WHO]}
    share = {"gligen_scheduled_sampling_beta": how.parameters["beta"]}
    return lambda count: packaged(**_shared(how, count), **who, **share, generator=_noises(count)).images


def _animatediff(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    whole = diffusers.AnimateDiffPipeline.from_pretrained(str(folder), dtype=model.unet.dtype, use_safetensors=True)
    whole.to(model.device)
    whole.set_progress_bar_config(disable=True)
    shape = (clip.frames, model.unet.config.in_channels, *latent_size(model, how))

    def draw(count: int) -> Any:
        noise = shuffled(clip.seed, shape, min(16, clip.frames), 4).to(whole.unet.dtype)
        latents = noise.transpose(0, 1)[None].repeat(count, 1, 1, 1, 1)
        return whole(**_shared(how, count), num_frames=clip.frames, latents=latents, generator=_noises(count)).frames

    return draw


def _wan_vace(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    size, keyframes = how.size.root, images(clip)
    video = [keyframes.get(n, Image.new("RGB", size, (128, 128, 128))) for n in range(clip.frames)]
    mask = [Image.new("L", size, 0 if n in keyframes else 255) for n in range(clip.frames)]
    words = {"prompt": PANEL.prompt, "negative_prompt": PANEL.negative}
    given = _shared(how, 1) | words | {"video": video, "mask": mask, "num_frames": clip.frames}
    return lambda count: model(**given, generator=generator(clip.seed)).frames


def _ltx(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    conditions = [LTXVideoCondition(image=image, frame_index=n) for n, image in images(clip).items()]
    frames = {"conditions": conditions, "num_frames": clip.frames, "frame_rate": clip.rate}
    usual = {name: how.parameters[name] for name in ("image_cond_noise_scale", "decode_timestep", "decode_noise_scale")}
    return lambda count: model(**frames, **usual, **_shared(how, count), generator=generator(clip.seed)).frames


BARE = {"gligen": _gligen, "sd15": _sd15, "animatediff": _animatediff, "wan-vace": _wan_vace, "ltx": _ltx}


def rows(asked: argparse.Namespace) -> Iterator[tuple[str, Measured]]:
    """What is asked for, one family after the other."""
    sizes = models() if asked.size == "tiny" else full_size.MODELS
    for name in asked.families or list(BARE):
        about = families()[name].about
        frames = asked.frames or (TINY_FRAMES if asked.size == "tiny" else FRAMES.get(name, 1))
        frames = about.counts.at_least(frames if about.makes == "clips" else 1)
        sides = [int(side) for side in asked.at.split("x")] if asked.at else SIZES.get(name, (512, 512))
        size = FrameSize((sides[0], sides[1])) if asked.at or asked.size == "full" else FrameSize((32, 32))
        parameters = dict(about.parameters) | ({"beta": 1.0} if name == "gligen" else {})
        how = How(about.sides.of(size, size.width * size.height), asked.steps, about.guidance, parameters)
        yield name, measured(name, sizes[name], how, frames, asked)


def _table(asked: argparse.Namespace) -> None:
    counts: Sequence[int] = (1, *asked.together)
    batches = []
    columns = ("family", "of", "family, s", "pipeline, s", "overhead", "steps/s", "apart", "GPU, GB")
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)
    for name, row in rows(asked):
        memory = "–" if row.gigabytes is None else f"{row.gigabytes:.1f}"
        times = f"{row.family:.2f} | {row.pipeline:.2f} | {row.overhead:+.1%} | {row.steps:.2f}"
        print(f"| {name} | {row.size} | {times} | {row.apart:.0e} | {memory} |", flush=True)
        batches.append((name, [f"{row.together[n]:.2f}" if n in row.together else "–" for n in counts]))
    if asked.together:
        print(
            f"\n| seconds for one of so many at once | {' | '.join(map(str, counts))} |\n|{'---|' * (1 + len(counts))}"
        )
        for name, told in batches:
            print(f"| {name} | {' | '.join(told)} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.models", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(BARE)}; all when none")
    parser.add_argument("--size", choices=["full", "tiny"], default="full")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--frames", type=int, help="of a clip")
    parser.add_argument("--at", metavar="WIDTHxHEIGHT", help="size of what is drawn")
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
