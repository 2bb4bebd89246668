"""A source → a controlnet, whatever its repository calls the file of its weights. Here torch comes in."""

from collections.abc import Mapping
from pathlib import Path

import torch
from diffusers import ControlNetModel
from huggingface_hub import hf_hub_download
from safetensors.torch import load_file

from generators.hub.loading import load_part
from storyline.diffusion.sources import Source
from storyline.errors import SetupError


def control(source: Source, weights: str | None, precision: str) -> ControlNetModel:
    """A controlnet; one that is called as diffusers does, unless told otherwise.

    Args:
        weights: the file beside its `config.json`, of safetensors with the names that diffusers gives to layers.

    Raises:
        SetupError: it cannot be read, or is something else.
    """
    here = source.path
    commit = {} if here is not None else {"revision": source.identity["commit"]}
    if here is None or here.is_dir():
        _must_be_one(source, commit)
    if weights is None or (here is not None and not (here / weights).is_file()):
        return load_part(source, "ControlNetModel", precision)
    try:
        file = (
            Path(source.name) / weights
            if here is not None
            else hf_hub_download(source.name, weights, revision=commit["revision"])
        )
        found = ControlNetModel.from_config(ControlNetModel.load_config(source.name, **commit))
        found.load_state_dict(load_file(file))
    except Exception as error:  # of diffusers, the hub, safetensors or torch, each with its own
        said = " ".join(str(error).split())[:300]
        raise SetupError(
            f"model {source.name}: expected a ControlNetModel of diffusers as {weights}: {said}"
        ) from error
    return found.to(getattr(torch, precision)).eval()


def _must_be_one(source: Source, commit: Mapping[str, str]) -> None:
    """Refuse other networks: diffusers would make up the weights that they lack, and only log it."""
    try:
        kind = ControlNetModel.load_config(source.name, **commit).get("_class_name")
    except Exception as error:  # of diffusers, the hub or the network
        said = " ".join(str(error).split())[:300]
        raise SetupError(f"model {source.name}: expected a ControlNetModel of diffusers: {said}") from error
    if kind != "ControlNetModel":
        raise SetupError(f"model {source.name}: expected a ControlNetModel of diffusers; got {kind}")
