"""Panels in sight of each other: the same models as alone."""

from collections.abc import Mapping

from tests.generators.hub.tiny import Save, stable_diffusion

MODELS: Mapping[str, Save] = {f"{name}-story": save for name, save in stable_diffusion.MODELS.items()}
