"""How weights follow their gradients: Muon for hidden matrices, AdamW for all other parameters.

Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"; the size of its steps after
Liu et al. 2025, "Muon is scalable for LLM training", section 2.2.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyline.errors import SetupError
from storyline.training.precision import bf16_pays

_A, _B, _C = 3.4445, -4.7750, 2.0315
"""The quintic that brings singular values near 1 in few steps (Jordan et al. 2024)."""
_AT_ONCE = 16
"""So many matrices of one shape are orthogonalised together: enough to keep a GPU busy, few enough for any memory."""


def orthogonalised(matrices: Float[Tensor, "n rows columns"], steps: int = 5) -> Float[Tensor, "n rows columns"]:
    """Matrices with the singular vectors of the given ones and singular values near 1 (about 0.7 to 1.2).

    In bf16, which is exact enough, where that is faster.

    Source: Jordan et al. 2024: Newton-Schulz iterations of the fifth degree.
    """
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = (matrices.mT if tall else matrices).to(torch.bfloat16 if bf16_pays(matrices.device.type) else torch.float32)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = _A * x + (_B * gram + _C * gram @ gram) @ x
    result: Tensor = x.mT if tall else x
    return result


class Muon(torch.optim.Optimizer):
    """Steps along the nearest orthogonal matrix of the momentum, so that every direction learns at one pace.

    Kernels of convolutions count as matrices of outputs by everything else. Steps are as long as AdamW's (0.2 of the
    rate in each weight, root mean square), so that both share one rate.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 2e-3,
        momentum: float = 0.95,
        weight_decay: float = 0.01,
    ) -> None:
        """Parameters of two or more dimensions; decay is relative to the rate."""
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Move every parameter that has a gradient."""
        for group in self.param_groups:
            alike: dict[tuple[torch.Size, torch.device], list[nn.Parameter]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    alike[parameter.flatten(1).shape, parameter.device].append(parameter)
            for parameters in alike.values():
                for first in range(0, len(parameters), _AT_ONCE):
                    self._move(parameters[first : first + _AT_ONCE], group)

    def _move(self, parameters: list[nn.Parameter], group: dict[str, Any]) -> None:
        """Move parameters whose matrices have one shape."""
        ahead = []
        for parameter in parameters:
            assert parameter.grad is not None
            state = self.state[parameter]
            if "momentum" not in state:
                state["momentum"] = torch.zeros_like(parameter)
            state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
            ahead.append(parameter.grad.lerp(state["momentum"], group["momentum"]).flatten(1))  # Nesterov's
        steps = orthogonalised(torch.stack(ahead))
        length = group["lr"] * 0.2 * max(steps.shape[1:]) ** 0.5
        for parameter, step in zip(parameters, steps, strict=True):
            parameter.mul_(1 - group["lr"] * group["weight_decay"])
            parameter.add_(step.reshape(parameter.shape).to(parameter.dtype), alpha=-length)


class Optimisers:
    """Both optimisers over a model's parameters, as one."""

    def __init__(self, model: nn.Module, edges: tuple[str, ...], rate: float, *, muon: bool = True) -> None:
        """`edges` begins the names of first and last layers, which AdamW trains; without `muon` it trains them all."""
        self._named = {name: p for name, p in model.named_parameters() if p.requires_grad}
        self.matrices = hidden_matrices(model, edges) if muon else frozenset()
        hidden = [p for name, p in self._named.items() if name in self.matrices]
        others = [p for name, p in self._named.items() if name not in self.matrices]
        self._all: list[torch.optim.Optimizer] = []
        if hidden:
            self._all.append(Muon(hidden, rate))
        if others:
            self._all.append(torch.optim.AdamW(others, rate, betas=(0.9, 0.98), weight_decay=0.01))

    def step(self, rate: float) -> None:
        """Move all parameters, and forget their gradients."""
        for optimiser in self._all:
            for group in optimiser.param_groups:
                group["lr"] = rate
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

    def tensors(self) -> dict[str, Tensor]:
        """All that they remember, by `<parameter>/<what>`."""
        held = {}
        for name, parameter in self._named.items():
            for optimiser in self._all:
                for key, value in optimiser.state.get(parameter, {}).items():
                    held[f"{name}/{key}"] = value
        return held

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Remember what `tensors` gave.

        Raises:
            SetupError: it is of other parameters.
        """
        owner = {
            id(p): optimiser for optimiser in self._all for group in optimiser.param_groups for p in group["params"]
        }
        for full, value in tensors.items():
            name, _, key = full.rpartition("/")
            parameter = self._named.get(name)
            if parameter is None or (value.ndim and value.shape != parameter.shape):
                raise SetupError(
                    f"optimiser state {full!r}: expected that of a parameter of this model; it has none such"
                )
            # the scalar is AdamW's count of steps, which stays on the CPU
            kept = torch.empty_like(parameter).copy_(value) if value.ndim else value.clone()
            owner[id(parameter)].state[parameter][key] = kept.detach()


def hidden_matrices(model: nn.Module, edges: tuple[str, ...]) -> frozenset[str]:
    """The names of the parameters that Muon trains: those of two or more dimensions, but for embeddings and edges."""
    embeddings = {
        f"{name}.weight" if name else "weight"
        for name, module in model.named_modules()
        if isinstance(module, nn.Embedding | nn.EmbeddingBag)
    }
    return frozenset(
        name
        for name, parameter in model.named_parameters()
        if parameter.requires_grad and parameter.ndim >= 2 and name not in embeddings and not name.startswith(edges)
    )
