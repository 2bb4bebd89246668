"""A fit on its way, kept in a file: one that was interrupted goes on where it was, and comes out with the same bits."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

EVERY = 30.0
"""Seconds from one look to the next: what is done sooner is not kept."""


@dataclass(frozen=True, eq=False)
class State:
    """How far the fit of a layer has come, before a step."""

    step: int
    spent: float
    """Seconds of computing."""
    found: tuple[float, ...]
    """What was measured so far, in decibels."""
    tensors: dict[str, Tensor]
    """Parameters, what the optimiser knows of them, and the dice."""


class Unfinished:
    """The states of a clip's layers, in a file that is written now and then."""

    def __init__(self, path: Path | None = None, every: float = EVERY) -> None:
        """Read what an earlier fit left there; nothing is kept without a file, and what is damaged is none."""
        self._path, self._every = path, every
        self._states: dict[str, State] = {}
        self._written = time.monotonic()
        if path is not None and path.is_file():
            with suppress(OSError, SafetensorError, ValueError, KeyError, TypeError):
                self._states = _read(path)

    def state(self, layer: str) -> State | None:
        """Where the fit of a layer is to go on; None at its beginning."""
        return self._states.get(layer)

    @property
    def due(self) -> bool:
        """Whether it is time to keep how far it has come."""
        return self._path is not None and time.monotonic() - self._written >= self._every

    def note(self, layer: str, state: State) -> None:
        """Remember the state of a layer; it is written with the next that is kept."""
        self._states[layer] = state

    def keep(self, layer: str, state: State) -> None:
        """Write the state of a layer, and those of all that came before it; a full disk stops no fit."""
        self.note(layer, state)
        self._written = time.monotonic()
        if self._path is not None:
            part = self._path.with_name(self._path.name + ".part")
            with suppress(OSError, SafetensorError):
                _write(self._states, part)
                part.replace(self._path)


def state_of(
    step: int, spent: float, found: Sequence[float], adam: torch.optim.Adam, generator: torch.Generator
) -> State:
    """The state of a fit that an optimiser does, whose frames are drawn by a generator."""
    tensors = {"dice": generator.get_state()}
    for n, parameter in enumerate(_parameters(adam)):
        tensors[f"{n}.value"] = parameter.detach().clone()
        tensors |= {f"{n}.{name}": value.clone() for name, value in adam.state.get(parameter, {}).items()}
    return State(step, spent, tuple(found), tensors)


@torch.no_grad()
def restore(state: State, adam: torch.optim.Adam, generator: torch.Generator) -> None:
    """Put a state into an optimiser with its parameters, and into a generator."""
    generator.set_state(state.tensors["dice"])
    for n, parameter in enumerate(_parameters(adam)):
        parameter.copy_(state.tensors[f"{n}.value"])
        known = {name.partition(".")[2]: value for name, value in state.tensors.items() if name.startswith(f"{n}.")}
        if moments := {name: value.clone() for name, value in known.items() if name != "value"}:
            adam.state[parameter] = moments


def _parameters(adam: torch.optim.Adam) -> list[Tensor]:
    return [parameter for group in adam.param_groups for parameter in group["params"]]


def _write(states: dict[str, State], path: Path) -> None:
    told = {
        name: {"step": state.step, "spent": state.spent, "found": list(state.found)} for name, state in states.items()
    }
    tensors = {f"{name}/{key}": value for name, state in states.items() for key, value in state.tensors.items()}
    save_file({key: value.contiguous() for key, value in tensors.items()}, path, {"states": json.dumps(told)})


def _read(path: Path) -> dict[str, State]:
    with safe_open(path, "pt") as file:
        told = json.loads((file.metadata() or {})["states"])
    tensors = load_file(path)
    return {
        name: State(
            about["step"],
            about["spent"],
            tuple(about["found"]),
            {key.removeprefix(f"{name}/"): value for key, value in tensors.items() if key.startswith(f"{name}/")},
        )
        for name, about in told.items()
    }
