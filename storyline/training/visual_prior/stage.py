"""How the prior learns: it foretells each sign of an arrangement from those before it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from jaxtyping import Bool, Int
from torch import Tensor, nn

from planners.visual_prior.arrangement import Arrangement
from planners.visual_prior.prior import VisualPrior
from storyline.training.stage import Loss, Sampled

Signs = tuple[Int[Tensor, "n l"], Bool[Tensor, "n l"]]


class PriorStage:
    """The only stage of its training."""

    name = "visual-prior"
    edges = ("transformer.wte.", "transformer.wpe.", "lm_head.")

    def __init__(self, prior: VisualPrior, held_out: Mapping[str, Sequence[Arrangement]]) -> None:
        """`held_out` by what the arrangements are of."""
        self.prior, self._held_out = prior, held_out
        self.model: nn.Module = prior.model

    def loss(self, batch: Signs, generator: torch.Generator) -> Loss:
        """In nats a sign, of those after the words."""
        device = next(self.model.parameters()).device
        signs, wanted = (part.to(device) for part in batch)
        logits = self.model(input_ids=signs[:, :-1]).logits.float()
        each = nn.functional.cross_entropy(logits.transpose(1, 2), signs[:, 1:], reduction="none")
        total = (each * wanted[:, 1:]).sum() / wanted[:, 1:].sum()
        return Loss(total)

    def samples(self) -> Sampled:
        """Nats a box, of what it does not learn from."""
        return Sampled(measures={name: mean(self.prior.surprise(some)) for name, some in self._held_out.items()})

    def save(self, folder: Path) -> None:
        """Write the prior."""
        self.prior.save(folder)


def mean(values: Sequence[float]) -> float:
    """Of one value or more."""
    return sum(values) / len(values)
