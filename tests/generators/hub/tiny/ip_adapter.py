"""Stable Diffusion with an IP-Adapter beside it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
import transformers
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

from tests.generators.hub.tiny import Save, parts, stable_diffusion

TOKENS = 4
"""Of a picture."""


def vision(width: int = parts.WIDTH) -> Any:
    """What looks at pictures."""
    looks = transformers.CLIPVisionConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=16,
        projection_dim=width,
    )  # fmt: skip
    return transformers.CLIPVisionModelWithProjection(looks)


def adapter(network: Any, folder: Path, loud: float = 1.0) -> None:
    """Save one for a network, with what looks at pictures; `loud` is how much is made of what is seen."""
    torch.manual_seed(1)
    width = network.config.cross_attention_dim
    found = {
        "image_proj.proj.weight": torch.randn(TOKENS * width, parts.WIDTH),
        "image_proj.proj.bias": torch.zeros(TOKENS * width),
        "image_proj.norm.weight": torch.ones(width),
        "image_proj.norm.bias": torch.zeros(width),
    }
    layers = (attn for name, attn in network.named_modules() if name.endswith("attn2"))
    for n, attn in enumerate(layers):
        sides = (attn.to_q.out_features, width)
        found[f"ip_adapter.{2 * n + 1}.to_k_ip.weight"] = torch.randn(sides) / width**0.5
        found[f"ip_adapter.{2 * n + 1}.to_v_ip.weight"] = loud * torch.randn(sides) / width**0.5
    folder.mkdir(exist_ok=True)
    save_file(found, folder / "adapter.safetensors")
    vision().save_pretrained(folder / "image_encoder")


def _save(name: str, folder: Path) -> None:
    stable_diffusion.MODELS[name](folder)
    adapter(UNet2DConditionModel.from_pretrained(folder / "unet", use_safetensors=True), folder / "ip_adapter")


MODELS: Mapping[str, Save] = {f"{name}-ip": partial(_save, name) for name in ("sd15", "sdxl")}
