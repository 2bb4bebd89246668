"""Stable Diffusion with a controlnet that has learnt something."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import diffusers

from tests.generators.hub.tiny import Save, parts, stable_diffusion
from tests.generators.hub.tiny.animatediff import stirred


def control(network: Any) -> diffusers.ControlNetModel:
    """For a network."""
    parts.seeded()
    found = diffusers.ControlNetModel.from_unet(network, conditioning_embedding_out_channels=(4, 8))
    return stirred(found)  # type: ignore[no-any-return]


def _save(name: str, folder: Path) -> None:
    stable_diffusion.MODELS[name](folder)
    xl = "XL" if name == "sdxl" else ""
    unchecked = {} if xl else {"safety_checker": None, "requires_safety_checker": False}
    plain = getattr(diffusers, f"StableDiffusion{xl}Pipeline").from_pretrained(
        folder, use_safetensors=True, **unchecked
    )
    controlled = getattr(diffusers, f"StableDiffusion{xl}ControlNetPipeline")
    controlled(**plain.components, **unchecked_of(plain), controlnet=control(plain.unet)).save_pretrained(folder)


def unchecked_of(pipeline: Any) -> dict[str, bool]:
    """What a pipeline without a safety checker is told besides."""
    return {"requires_safety_checker": False} if "safety_checker" in pipeline.components else {}


MODELS: Mapping[str, Save] = {f"{name}-controlnet": partial(_save, name) for name in ("sd15", "sdxl")}
