"""Low-rank additions to a network's layers and to its detailer's: what a user's few drawings taught them.

W + scale (alpha / rank) up @ down. Source: Hu et al. 2021, "LoRA", section 4.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from generators.nuwa_xl.blocks import Attention, FeedForward
from generators.nuwa_xl.details import Detailer
from generators.nuwa_xl.painting import Painting
from generators.nuwa_xl.temporal import TemporalAttention
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.errors import SetupError

FORMAT = "nuwa-xl-lora/1"
_DOWN, _UP = ".down", ".up"

Layer = nn.Linear | nn.Conv2d
"""What is added to; a convolution's kernels count as a matrix of outputs by everything else."""


@dataclass(frozen=True, eq=False)
class Lora:
    """Additions to layers, by the layers' names."""

    pairs: Mapping[str, tuple[Float[Tensor, "rank inputs"], Float[Tensor, "outputs rank"]]]
    """What goes down to the rank, and what comes up from it."""
    alpha: float
    """The strength at which it was trained, times the rank."""

    @classmethod
    def load(cls, file: Path) -> "Lora":
        """Read what `save` wrote.

        Raises:
            SetupError: it cannot be read, or is something else.
        """
        try:
            with safe_open(file, "pt") as opened:
                about = opened.metadata() or {}
                tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
            if about.get("format") != FORMAT:
                raise SetupError(f"weights {file}: expected a LoRA of format {FORMAT}; got {about.get('format')!r}")
            layers = [name.removesuffix(_DOWN) for name in tensors if name.endswith(_DOWN)]
            return cls({n: (tensors[n + _DOWN], tensors[n + _UP]) for n in sorted(layers)}, float(about["alpha"]))
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise SetupError(f"weights {file}: cannot be read as a LoRA of this product ({error})") from None

    def save(self, file: Path) -> None:
        """Write it as safetensors."""
        tensors = {}
        for name, (down, up) in self.pairs.items():
            tensors[name + _DOWN], tensors[name + _UP] = (t.detach().float().cpu().contiguous() for t in (down, up))
        save_file(tensors, file, {"format": FORMAT, "alpha": str(self.alpha)})


def adaptable(network: MaskTemporalUNet) -> dict[str, Layer]:
    """The layers of a network that are added to, by name: attention, feed-forward, and who is painted how."""
    return {
        f"{name}.{part}": layer
        for name, module in network.named_modules()
        if isinstance(module, Attention | FeedForward | TemporalAttention | Painting)
        for part, layer in module.named_children()
        if isinstance(layer, nn.Linear)
    }


def adaptable_detailer(detailer: Detailer | None) -> dict[str, Layer]:
    """Those of its detailer: all."""
    named = detailer.named_modules() if detailer is not None else ()
    return {f"detailer.{name}": layer for name, layer in named if isinstance(layer, Layer)}


@contextmanager
def added(layers: Mapping[str, Layer], loras: Sequence[tuple[Lora, float]]) -> Iterator[None]:
    """Within it layers have these additions, each at a scale; after it, their weights are bit for bit what they were.

    Raises:
        SetupError: an addition is to a layer that is not there, or has another shape.
    """
    for lora, _ in loras:
        for name, (down, up) in lora.pairs.items():
            if name not in layers or layers[name].weight.flatten(1).shape != (len(up), down.shape[1]):
                raise SetupError(
                    f"weights of a look: expected additions to layers of this model; it has no {name!r} of "
                    f"{len(up)}x{down.shape[1]}. Train them on the model that they are used with"
                )
    touched = {name for lora, _ in loras for name in lora.pairs}
    before = {name: layers[name].weight.detach().clone() for name in touched}
    try:
        with torch.no_grad():
            for lora, scale in loras:
                for name, (down, up) in lora.pairs.items():
                    weight = layers[name].weight
                    change = up.to(weight.device, torch.float32) @ down.to(weight.device, torch.float32)
                    weight += (scale * lora.alpha / len(down) * change).to(weight.dtype).reshape(weight.shape)
        yield
    finally:
        with torch.no_grad():
            for name, weight in before.items():
                layers[name].weight.copy_(weight)
