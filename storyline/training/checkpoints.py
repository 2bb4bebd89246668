"""Where a training stands, on disk: weights, their average, what the optimisers remember, and the step.

    checkpoints/00000250/               one checkpoint, whole: it gets its name by one rename
        state.json                      the stage, the step, seconds used, and the digests of the files beside it
        weights.safetensors
        average.safetensors
        optimisers.safetensors
    checkpoints/.00000500.<process>     one that was being written as its process was killed; the next removes it

Chance needs no place in it: what is drawn at a step depends on the seed and the step alone.
"""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from storyline.errors import SetupError
from storyline.frames.replacing import FULL

log = logging.getLogger(__name__)

_KEPT = 2
"""So many checkpoints are kept: the newest, and one more should the disk have damaged it."""
_FILES = ("weights", "average", "optimisers")


@dataclass(frozen=True)
class State:
    """What of a training is no tensor."""

    stage: str
    step: int
    """So many steps are done."""
    seconds: float
    """So many have been spent on them."""


@dataclass(frozen=True)
class Training:
    """A training as it stands after a step."""

    state: State
    weights: Mapping[str, Tensor]
    average: Mapping[str, Tensor]
    optimisers: Mapping[str, Tensor]


def write(folder: Path, training: Training) -> Path:
    """Keep a training as `folder/checkpoints/<step>`, on the disk and whole, or not at all; older ones go.

    Raises:
        SetupError: it cannot be written.
    """
    parent = folder / "checkpoints"
    final = parent / f"{training.state.step:08}"
    new = parent / f".{final.name}.{os.getpid()}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.glob(".*"):
            shutil.rmtree(left)
        new.mkdir()
        digests = {}
        for name in _FILES:
            file = new / f"{name}.safetensors"
            tensors: Mapping[str, Tensor] = getattr(training, name)
            save_file({key: value.detach().cpu().contiguous() for key, value in tensors.items()}, file)
            _flush(file)
            digests[name] = _digest(file)
        file = new / "state.json"
        file.write_text(json.dumps(asdict(training.state) | {"digests": digests}, indent=1) + "\n")
        _flush(file)
        if final.exists():
            shutil.rmtree(final)
        new.rename(final)
        _flush(parent)
        for old in _kept(parent)[_KEPT:]:
            shutil.rmtree(old)
    except (OSError, SafetensorError) as error:
        full = isinstance(error, OSError) and error.errno in FULL
        why = "the disk is full; free some room there and start again" if full else str(error)
        raise SetupError(f"cannot write the checkpoint {final}: {why}") from error
    return final


def newest(folder: Path) -> Training | None:
    """The newest checkpoint of a training that is whole; None if it has none yet.

    One that is damaged is passed over, and said in the log.

    Raises:
        SetupError: there are checkpoints and none is whole.
    """
    faults = []
    for kept in _kept(folder / "checkpoints"):
        try:
            return read(kept)
        except SetupError as error:
            log.warning("%s; the one before it is taken", error)
            faults.append(str(error))
    if faults:
        raise SetupError(f"{faults[0]}; no other is left. Remove {folder / 'checkpoints'} to begin anew")
    return None


def read(checkpoint: Path) -> Training:
    """One checkpoint.

    Raises:
        SetupError: it is damaged or none.
    """
    try:
        plain: dict[str, Any] = json.loads((checkpoint / "state.json").read_text())
        digests = plain.pop("digests")
        tensors = {}
        for name in _FILES:
            file = checkpoint / f"{name}.safetensors"
            if _digest(file) != digests[name]:
                raise SetupError(f"checkpoint {checkpoint}: the bytes of {file.name} are not those that were written")
            tensors[name] = load_file(file)
        return Training(State(**plain), **tensors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SafetensorError) as error:
        raise SetupError(f"checkpoint {checkpoint}: cannot be read ({error})") from error


def load_weights(model: torch.nn.Module, weights: Mapping[str, Tensor], where: object) -> None:
    """Give a model its weights.

    Raises:
        SetupError: they are of another model; it says which weights differ.
    """
    own = model.state_dict()
    missing, foreign = sorted(own.keys() - weights.keys()), sorted(weights.keys() - own.keys())
    unlike = sorted(name for name in own.keys() & weights.keys() if own[name].shape != weights[name].shape)
    for what, names in (("lacks", missing), ("has, unknown to the model,", foreign), ("has of another shape", unlike)):
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            raise SetupError(
                f"{where}: expected the weights of this model; it {what} {', '.join(names[:3])}{more}. "
                "Train it with the same configuration"
            )
    model.load_state_dict(dict(weights))


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `final`, whatever stands there, once it is whole.

    Raises:
        SetupError: it cannot be made or put in place.
    """
    new, old = (final.parent / f".{final.name}.{os.getpid()}.{what}" for what in ("new", "old"))
    try:
        for left in final.parent.glob(f".{final.name}.*"):  # of a process that was killed
            shutil.rmtree(left)
        new.mkdir(parents=True)
        yield new
        for file in new.rglob("*"):
            if file.is_file():
                _flush(file)
        if final.exists():
            final.rename(old)
        new.rename(final)
        _flush(final.parent)
    except OSError as error:
        raise SetupError(f"cannot write {final}: {error}") from error
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def _kept(parent: Path) -> list[Path]:
    """Checkpoints by name, the newest first."""
    return sorted((path for path in parent.glob("*") if path.name.isdecimal()), key=lambda p: int(p.name), reverse=True)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
