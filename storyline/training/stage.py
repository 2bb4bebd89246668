"""What one stage of a training is: a model, its loss on a batch, and what may be looked at while it learns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyline.frames.clip import Picture

B = TypeVar("B")
B_contra = TypeVar("B_contra", contravariant=True)

Batches = Callable[[int], B]
"""A batch by its number, a pure function of it: what makes a training come out the same after a kill.

It is called from a thread of its own, one call at a time, and what it gives lies on the CPU.
"""


@dataclass(frozen=True)
class Loss:
    """What a batch costs."""

    total: Float[Tensor, ""]
    """To be made small; it has a gradient."""
    parts: Mapping[str, Float[Tensor, ""]] = field(default_factory=dict)
    """What it is made of, for the log; without gradients."""


@dataclass(frozen=True)
class Sampled:
    """How far a stage has come, on data that it does not learn from."""

    picture: Picture | None = None
    """A strip for people to look at."""
    measures: Mapping[str, float] = field(default_factory=dict)


@runtime_checkable
class Stage(Protocol[B_contra]):
    """One stage of a training, whose model learns by gradients of `loss`.

    The loop moves the model to its device, reads it in bf16 where that is asked, and puts the moving average of its
    weights in their place while `samples` and `save` run; a stage need not know of any of it.
    """

    @property
    def name(self) -> str:
        """What checkpoints and logs call it: `autoencoder`."""
        ...

    @property
    def model(self) -> nn.Module:
        """What learns: every parameter of it that requires a gradient."""
        ...

    @property
    def edges(self) -> tuple[str, ...]:
        """The model's first and last layers, as beginnings of parameter names: `("conv_in.", "conv_out.")`.

        Like embeddings, biases and gains, their weights are no hidden matrices, and AdamW trains them, not Muon.
        """
        ...

    def loss(self, batch: B_contra, generator: torch.Generator) -> Loss:
        """What a batch costs.

        The batch and the generator live on the CPU: noise is drawn there and then moved to the model's device.
        Nothing else may be random.
        """
        ...

    def samples(self) -> Sampled:
        """How far it has come, without gradients. The same weights give the same."""
        ...

    def save(self, folder: Path) -> None:
        """Write the model into an empty folder, for those who will use it: safetensors and JSON alone."""
        ...
