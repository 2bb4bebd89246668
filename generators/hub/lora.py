"""Weights of looks (LoRA) → a model that wears them while it draws those who have them, and is as it was afterwards.

Source: Hu et al. 2022, "LoRA: Low-Rank Adaptation of Large Language Models".
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from warnings import catch_warnings, filterwarnings

from generators.hub.family import Who
from storyline.errors import RenderError

Wear = Callable[[Sequence[Who]], None]
"""Puts on the weights of everybody who is given, and takes off all others. Raises RenderError if some do not fit."""


@contextmanager
def wardrobe(model: Any) -> Iterator[Wear]:
    """What a pipeline of diffusers wears within; several weights are mixed by their scales."""
    worn: dict[Path, float] = {}

    def wear(who: Sequence[Who]) -> None:
        wanted: dict[Path, float] = {}
        for path, scale in (one for somebody in who for one in somebody.weights):
            wanted[path] = max(scale, wanted.get(path, scale), key=abs)
        if wanted != worn:
            take_off()
            worn.update(wanted)
            names = [_put_on(model, path, f"look{n}") for n, path in enumerate(wanted)]
            if names:
                model.set_adapters(names, list(wanted.values()))

    def take_off() -> None:
        if worn:
            model.unload_lora_weights()
            worn.clear()

    try:
        yield wear
    finally:
        take_off()


def _put_on(model: Any, path: Path, name: str) -> str:
    try:
        if path.suffix != ".safetensors":
            raise ValueError("weights of other kinds could run anything when they are read")
        with catch_warnings():
            filterwarnings("ignore", message="Already found a `peft_config`")  # several are meant
            model.load_lora_weights(
                str(path.parent), weight_name=path.name, adapter_name=name, use_safetensors=True, local_files_only=True
            )
        if not any(name in names for names in model.get_list_adapters().values()):
            raise ValueError("nothing in it is for any part of this model")
    except Exception as error:  # of diffusers, peft, safetensors or torch, each with its own
        said = " ".join(str(error).split())[:300]
        raise RenderError(
            f"weights {path.name}: expected a LoRA for {type(model).__name__}, as .safetensors: {said}"
        ) from error
    return name
