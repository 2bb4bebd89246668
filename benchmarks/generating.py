"""How fast nuwa-xl makes a film, and what of that is the machine's own limit.

`STORYLINE_NUWA_XL=FOLDER/model python -m benchmarks.generating` measures any model, `make bench` the one that is there.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, get_args

import cv2
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.drawing import FABLE
from benchmarks.graph import render
from generators.hierarchy import waves
from generators.nuwa_xl.baselines import autoregressive
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.card import model_folder
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import conditioned, conditions_of
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.work import Precision, ShotWork
from storyline.errors import SetupError
from storyline.evaluation.between import psnr
from storyline.evaluation.lengths import lasting
from storyline.film import plan_film
from storyline.film.footage import footage
from storyline.film.render import Render
from storyline.reading import write_yaml
from storyline.schema.storyboard import Storyboard

_LONG = 1024
"""Frames of the shot whose critical path is counted."""
_CONVOLUTIONS = frozenset({"convolution", "_convolution"})


def rows() -> Iterator[tuple[str, str, str]]:
    """A film of half a minute with one worker and two, the network's operations a second, and the critical path."""
    try:
        folder = model_folder()
    except SetupError:
        return
    board = half_a_minute()
    frames = f"{board.length} frames at {board.size}, {float(board.seconds):.0f} s"
    one, two = (_film(board, workers) for workers in (1, 2))
    yield f"a film by nuwa-xl ({frames}), whole process, seconds with 2 workers", f"{two:.1f}", "at most 60"
    yield "… one worker / two, time", f"{one / two:.2f}", ""
    model = Checkpoint.load(folder, "cpu")
    for what, achieved, ceiling in (_network(model, torch.float32), _network(model, torch.bfloat16)):
        told = f"{achieved:.0f} of {ceiling:.0f} ({achieved / ceiling:.2f})"
        yield f"{what}, GFLOP/s of what its convolutions and products alone would reach", told, ""
    yield "bfloat16 beside float32: PSNR of the frames of three shots, dB", f"{_agreement():.1f}", ""
    ours, theirs = critical_path(NuwaXL()), critical_path(autoregressive())
    yield f"calls of the network one after the other, {_LONG} frames: hierarchy", str(ours), ""
    yield "… autoregression, the same windows and steps", str(theirs), ""
    yield "… of it", f"{ours / theirs:.2f}", ""


def half_a_minute() -> Storyboard:
    """The first shots of the fable."""
    board = plan_film(FABLE)
    scene = board.scenes[0]
    return board.model_copy(update={"scenes": (scene.model_copy(update={"shots": scene.shots[:7]}),)})


def _film(board: Storyboard, workers: int) -> float:
    """Seconds of the command line, its start included, from an empty store."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "board.yaml"
        file.write_text(write_yaml(board), encoding="utf-8")
        every = os.sched_getaffinity(0)
        os.sched_setaffinity(0, sorted(every)[:workers])
        try:
            return render(file, "--generator", "nuwa-xl", "--workers", str(workers))
        finally:
            os.sched_setaffinity(0, every)


def _network(model: Checkpoint, dtype: torch.dtype) -> tuple[str, float, float]:
    """The network on a whole window: GFLOP/s, and what its parts would reach if they were all."""
    network, card = model.network, model.card
    board = half_a_minute()
    scene = board.scenes[0]
    shot = conditioned(board, scene, scene.shots[0], board.size).model_copy(update={"size": card.sizes[0]})
    clip = [conditions_of(shot, n) for n in range(card.length)]
    conditions = Conditions.of([clip], model.tokenizer, stride=0.1, level=2, entities=card.entities)
    rows, columns = card.sizes[0].height // 8, card.sizes[0].width // 8
    x = torch.randn(1, card.length, network.config.latent_channels, rows, columns)
    known = torch.zeros(1, card.length, 1, rows, columns)
    known[:, [0, -1]] = 1
    wide = int(network.config.widths[-1])
    grid = torch.randn(card.length, wide, -(-rows // 2), -(-columns // 2)).contiguous(memory_format=torch.channels_last)
    convolution = nn.Conv2d(wide, wide, 3, padding=1).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    left, right = torch.randn(card.length * grid.shape[2] * grid.shape[3], wide), torch.randn(wide, 2 * wide)
    autocast = torch.autocast("cpu", torch.bfloat16, enabled=dtype == torch.bfloat16)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode(), autocast:
            conditioned_on = network.condition(conditions, (rows, columns))

            def call() -> Any:
                return network(x, torch.tensor([0.5]), conditioned_on, x * known, known)

            convolved, multiplied = _operations(call)
            seconds = _fastest(call)
            by_convolution = _operations(lambda: convolution(grid))[0] / _fastest(lambda: convolution(grid))
            by_product = _operations(lambda: left @ right)[1] / _fastest(lambda: left @ right)
    finally:
        torch.set_num_threads(threads)
    total = convolved + multiplied
    ceiling = total / (convolved / by_convolution + multiplied / by_product)
    what = f"the network on {card.length} frames ({total / 1e9:.0f} GFLOP), one thread, {str(dtype).split('.')[1]}"
    return what, total / seconds / 1e9, ceiling / 1e9


def _agreement() -> float:
    """PSNR of what is made in bfloat16 against the same in float32."""
    board = half_a_minute()
    scene = board.scenes[0]
    few = board.model_copy(update={"scenes": (scene.model_copy(update={"shots": scene.shots[:3]}),)})
    with TemporaryDirectory() as store:
        exact, rough = (footage(Render.of(few, NuwaXL(precision=p), store=Path(store))) for p in get_args(Precision))
        return fmean(
            psnr(made, true)
            for _, shot in few.shots()
            for made, true in zip(*(of.frames(shot.id, range(shot.duration)) for of in (rough, exact)), strict=True)
        )


def _operations(call: Callable[[], Any]) -> tuple[float, float]:
    """Of convolutions, and of matrix products."""
    with FlopCounterMode(display=False) as counter:
        call()
    found = {str(op).rpartition(".")[2]: count for op, count in counter.get_flop_counts()["Global"].items()}
    convolved = sum(count for op, count in found.items() if op in _CONVOLUTIONS)
    return float(convolved), float(sum(found.values()) - convolved)


def _fastest(call: Callable[[], Any], times: int = 7) -> float:
    """Seconds of the fastest of several calls."""
    found = []
    for _ in range(times + 1):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return min(found[1:])


def critical_path(maker: NuwaXL) -> int:
    """How many calls of the network follow each other in a long shot, whatever the number of workers."""
    board = lasting(_one_shot(), _LONG)
    parts = [ShotWork.model_validate_json(task.part.json) for task in maker.tasks(
        board, board.scenes[0], {board.scenes[0].shots[0].id}, board.size) if task.kind == "latents"]  # fmt: skip
    (work,) = parts
    plan, how = work.plan(), work.settings
    anchors = how.steps if work.anchors else 0

    def calls(windows: Any, known: Any = ()) -> int:
        return sum(
            max(how.steps_between if window.known[-1] else how.steps for window in wave)
            for wave in waves(windows, known)
        )

    between = [calls(plan.between(start, end), plan.positions) for start, end in plan.tasks()]
    return anchors + calls(plan.windows) + max(between)


def _one_shot() -> Storyboard:
    board = half_a_minute()
    scene = board.scenes[0]
    return board.model_copy(update={"scenes": (scene.model_copy(update={"shots": scene.shots[:1]}),)})


if __name__ == "__main__":
    cv2.setNumThreads(1)
    for what, measured, target in rows():
        print(f"| {what} | {measured} | {target} |", flush=True)
