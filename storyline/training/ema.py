"""The moving average of weights, which samples better than the weights themselves."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from storyline.errors import SetupError


class MovingAverage:
    """The exponential moving average of a model's weights.

    At first it forgets faster, by step / (step + 20), so that the random beginning does not linger.
    """

    def __init__(self, model: nn.Module, decay: float = 0.998) -> None:
        """Begins as the model is; `decay` in [0, 1) is how much of it stays at each step."""
        self._model, self._decay = model, decay
        self._held = {name: p.detach().clone() for name, p in self._learning().items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Take in the weights as they are after so many steps."""
        decay = min(self._decay, step / (step + 20))
        torch._foreach_lerp_(list(self._held.values()), [p.detach() for p in self._learning().values()], 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Within it, the model's weights are the average; after it, they are bit for bit what they were."""
        learning = self._learning()
        before = {name: p.detach().clone() for name, p in learning.items()}
        try:
            _copy(self._held, learning)
            yield
        finally:
            _copy(before, learning)

    def tensors(self) -> dict[str, Tensor]:
        """The average, by the names of the parameters."""
        return dict(self._held)

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Go on from an average that `tensors` gave.

        Raises:
            SetupError: it is of other parameters.
        """
        if tensors.keys() != self._held.keys():
            odd = sorted(tensors.keys() ^ self._held.keys())[:3]
            raise SetupError(f"moving average: expected the parameters of this model; not alike are {', '.join(odd)}")
        _copy(tensors, self._held)

    def _learning(self) -> dict[str, nn.Parameter]:
        return {name: p for name, p in self._model.named_parameters() if p.requires_grad}


@torch.no_grad()
def _copy(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    for name, tensor in target.items():
        tensor.copy_(source[name])
