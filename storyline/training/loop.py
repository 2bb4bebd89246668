"""The loop that every stage of a training runs in: data, gradients, averages, logs, checkpoints.

    FOLDER/
        log.jsonl          a line every so many steps: the loss and its parts, the rate, the pace
        samples/<step>.png how far it had come
        checkpoints/       see `checkpoints`: a killed training goes on from the newest
        model/             what the stage saved in the end, by the average of its weights
        saved.json         after which step that was: a training that is over is not saved again

One process trains on one device. `torchrun --standalone --nproc_per_node 2 -m PROGRAM` starts two, which share each
step: every process takes batches of its own, and their gradients are averaged. (`accelerate launch --cpu` starts one.)
"""

import json
import logging
import math
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast
from torch import Tensor, nn

from storyline.diffusion.noise import seed_of
from storyline.errors import SetupError
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing
from storyline.training import checkpoints
from storyline.training.checkpoints import State, Training, load_weights
from storyline.training.ema import MovingAverage
from storyline.training.journal import Journal
from storyline.training.optimisers import Optimisers
from storyline.training.precision import Precision, bf16_pays
from storyline.training.stage import Batches, Loss, Stage

log = logging.getLogger(__name__)

B = TypeVar("B")

_SILENT = 60.0
"""Seconds after which a line is written to the log, however few steps it is of."""


@dataclass(frozen=True)
class Settings:
    """How long a stage is trained, and how."""

    steps: int | None = None
    """Until so many steps are done; with `minutes`, until either."""
    minutes: float | None = None
    """Until so many minutes are spent, those before a kill included."""
    seed: int = 0
    rate: float = 2e-3
    """The length of a step, for Muon and AdamW alike."""
    warmup: int = 60
    """Steps in which the rate rises to its height."""
    tail: float = 0.25
    """The part of the training, its last, in which the rate falls by a cosine."""
    tail_end: float = 0.05
    """What part of the rate is left at the end."""
    clip: float = 1.0
    """The longest gradient, over all parameters."""
    decay: float = 0.998
    """Of the moving average of weights."""
    muon: bool = True
    """Whether Muon trains the hidden matrices; else AdamW trains all."""
    precision: Precision = "auto"
    """What the network computes in; weights and optimisers are always single. `auto`: bf16 where that is faster."""
    gradient_checkpointing: bool = False
    """Whether activations are computed twice, to save memory."""
    log_every: int = 50
    sample_every: int = 1000
    keep_every: int = 1000
    """Steps from one checkpoint to the next."""
    keep_minutes: float = 5.0
    """And minutes, whichever is sooner."""
    continue_from: Path | None = None
    """A checkpoint, or a training's folder, whose averaged weights a new training begins with: its optimisers are
    fresh, and the rate warms up again."""

    def __post_init__(self) -> None:
        if self.steps is None and self.minutes is None:
            raise SetupError("training: expected a number of steps or minutes; got neither")


@dataclass(frozen=True)
class Trained:
    """How a training ended."""

    step: int
    seconds: float
    model: Path
    """The folder that the stage saved into."""


def train(stage: Stage[B], data: Batches[B], settings: Settings, folder: Path, *, cpu: bool = False) -> Trained:
    """Train a stage until its time is up, going on from where a training in this folder was killed, if one was.

    The weights of an undisturbed training and of one that was killed and went on are the same bit for bit, on one
    device and number of threads, where `steps` alone say when it ends.

    Raises:
        SetupError: the folder holds another training, cannot be written, or the loss is no number.
    """
    accelerator = Accelerator(cpu=on_cpu(cpu))
    if settings.gradient_checkpointing:
        _checkpoint_gradients(stage)
    with ThreadPoolExecutor(1, thread_name_prefix="batches") as reader:
        return _Loop(stage, data, settings, folder, accelerator, reader).run()


class _Loss(nn.Module, Generic[B]):
    """A stage's loss as a module, so that its gradients are those of all processes."""

    def __init__(self, stage: Stage[B], autocast: AbstractContextManager[Any]) -> None:
        super().__init__()
        self.model = stage.model
        self._stage, self._autocast = stage, autocast

    def forward(self, batch: B, generator: torch.Generator) -> tuple[Tensor, Mapping[str, Tensor]]:
        with self._autocast:
            loss: Loss = self._stage.loss(batch, generator)
        return loss.total, loss.parts


class _Loop(Generic[B]):
    """One run of `train`."""

    def __init__(
        self,
        stage: Stage[B],
        data: Batches[B],
        settings: Settings,
        folder: Path,
        accelerator: Accelerator,
        reader: ThreadPoolExecutor,
    ) -> None:
        self.stage, self.data, self.settings, self.folder = stage, data, settings, folder
        self.accelerator, self.reader = accelerator, reader
        stage.model.to(accelerator.device)
        self.step, self.before = 0, 0.0
        begun = self._begin()
        self.optimisers = Optimisers(stage.model, stage.edges, settings.rate, muon=settings.muon)
        self.average = MovingAverage(stage.model, settings.decay)
        if begun is not None:
            self.average.load(begun.average)
            self.optimisers.load(begun.optimisers)
        kind = accelerator.device.type
        bf16 = settings.precision == "bf16" or (settings.precision == "auto" and bf16_pays(kind))
        log.info("%s: in %s", stage.name, "bf16" if bf16 else "fp32")
        autocast = torch.autocast(kind, torch.bfloat16) if bf16 else nullcontext()
        self.loss: nn.Module = accelerator.prepare_model(_Loss(stage, autocast))
        self.journal = Journal(folder / "log.jsonl", self.step, writes=accelerator.is_main_process)
        self.start = time.monotonic()
        self.kept = self.start

    def _begin(self) -> Training | None:
        """Give the model the weights that it begins with; the checkpoint it goes on from, if there is one."""
        begun = checkpoints.newest(self.folder)
        if begun is not None:
            if begun.state.stage != self.stage.name:
                raise SetupError(
                    f"{self.folder}: expected a training of {self.stage.name!r}; it holds one of "
                    f"{begun.state.stage!r}. Name another folder"
                )
            load_weights(self.stage.model, begun.weights, self.folder)
            self.step, self.before = begun.state.step, begun.state.seconds
            log.info("%s: goes on after step %d", self.stage.name, self.step)
        elif (source := self.settings.continue_from) is not None:
            other = checkpoints.read(source) if (source / "state.json").is_file() else checkpoints.newest(source)
            if other is None:
                raise SetupError(f"continue from {source}: expected the folder of a training; it has no checkpoint")
            load_weights(self.stage.model, {**other.weights, **other.average}, source)
        return begun

    def run(self) -> Trained:
        """Step until the time is up."""
        rank, processes = self.accelerator.process_index, self.accelerator.num_processes
        self.stage.model.train()
        ahead = self.reader.submit(self.data, self.step * processes + rank)
        first = self.step
        while (done := self._done()) < 1:
            batch = ahead.result()
            ahead = self.reader.submit(self.data, (self.step + 1) * processes + rank)
            self._learn(batch, torch.Generator().manual_seed(seed_of(self.settings.seed, self.step, rank)), done)
            if self.step % self.settings.sample_every == 0:
                self._sample()
            due = time.monotonic() - self.kept > 60 * self.settings.keep_minutes
            if self.step % self.settings.keep_every == 0 or due:
                self._keep()
        if first != self.step:
            self._keep()  # even where it just was: this one says that the time is up
        return self._end()

    def _saved(self) -> bool:
        """Whether the model as it is after this step was saved already."""
        model, told = self.folder / "model", self.folder / "saved.json"
        try:
            return model.is_dir() and json.loads(told.read_text()) == {"step": self.step}
        except (OSError, ValueError):
            return False

    def _learn(self, batch: B, generator: torch.Generator, done: float) -> None:
        total, parts = self.loss(batch, generator)
        if not torch.isfinite(total):
            raise SetupError(
                f"{self.stage.name}, step {self.step}: expected a loss; got {total.item()}. "
                "Lower the rate, or go on in fp32; the last checkpoint is whole"
            )
        self.accelerator.backward(total)
        length = self.accelerator.clip_grad_norm_(self.stage.model.parameters(), self.settings.clip)
        rate = rate_at(self.settings, self.step, done)
        self.optimisers.step(rate)
        self.step += 1
        self.average.follow(self.step)
        self.journal.add({"loss": total.detach(), **parts, "gradient": length})
        if self.step % self.settings.log_every == 0 or self.journal.silent() > _SILENT:
            self.journal.write(self.step, self._seconds(), rate)

    def _done(self) -> float:
        """The part of the training that is done: 1 at its end."""
        settings, parts = self.settings, []
        if settings.steps is not None:
            parts.append(self.step / settings.steps if settings.steps else 1.0)
        if settings.minutes is not None:
            spent = torch.tensor(self._seconds() / max(1e-9, 60 * settings.minutes), device=self.accelerator.device)
            parts.append(float(broadcast(spent)))  # of the first process, so that all stop together
        return max(parts)

    def _seconds(self) -> float:
        return self.before + time.monotonic() - self.start

    def _keep(self) -> None:
        if self.accelerator.is_main_process:
            state = State(self.stage.name, self.step, self._seconds())
            weights = self.stage.model.state_dict()
            held = Training(state, weights, self.average.tensors(), self.optimisers.tensors())
            checkpoints.write(self.folder, held)
        self.kept = time.monotonic()

    def _sample(self) -> None:
        if not self.accelerator.is_main_process:
            return
        self.stage.model.eval()
        with self.average.applied(), torch.no_grad():
            sampled = self.stage.samples()
        self.stage.model.train()
        self.journal.measured(self.step, sampled.measures)
        if sampled.picture is not None:
            (self.folder / "samples").mkdir(exist_ok=True)
            height, width, _ = sampled.picture.shape
            write_png(self.folder / "samples" / f"{self.step:08}.png", width, height, [sampled.picture])

    def _end(self) -> Trained:
        model = self.folder / "model"
        if self.accelerator.is_main_process and not self._saved():
            if self.step % self.settings.sample_every:
                self._sample()
            self.stage.model.eval()
            with self.average.applied(), checkpoints.new_folder(model) as new:
                self.stage.save(new)
            with replacing(self.folder / "saved.json") as told:
                told.write_text(json.dumps({"step": self.step}))
        self.accelerator.wait_for_everyone()
        return Trained(self.step, self._seconds(), model)


def on_cpu(asked: bool) -> bool:
    """Whether to train on the CPU: where it is asked for, or where there is nothing else.

    accelerate has to be told: without a GPU it otherwise takes each of several processes for the only one.
    """
    return asked or not torch.accelerator.is_available()


def rate_at(settings: Settings, step: int, done: float) -> float:
    """The rate at a step, with so much of the training done: it rises, stays, and falls by a cosine."""
    falling = max(0.0, (done - 1 + settings.tail) / settings.tail) if settings.tail else 0.0
    height = settings.tail_end + (1 - settings.tail_end) * (1 + math.cos(math.pi * falling)) / 2
    return settings.rate * min(1.0, (step + 1) / max(1, settings.warmup)) * height


def _checkpoint_gradients(stage: Stage[Any]) -> None:
    enable = getattr(stage.model, "enable_gradient_checkpointing", None)
    if enable is None:
        raise SetupError(f"{stage.name}: its model cannot compute activations twice; leave gradient checkpointing out")
    enable()
