"""Stable Diffusion that is led: the same models."""

from collections.abc import Mapping

from tests.generators.hub.tiny import Save, stable_diffusion

MODELS: Mapping[str, Save] = {f"{name}-guided": save for name, save in stable_diffusion.MODELS.items()}
