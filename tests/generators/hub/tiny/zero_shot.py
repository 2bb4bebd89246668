"""Text2Video-Zero has no models of its own."""

from collections.abc import Mapping

from tests.generators.hub.tiny import Save, stable_diffusion

MODELS: Mapping[str, Save] = {
    name + suffix: stable_diffusion.MODELS[of]
    for name in ("t2v-zero", "i2v-zero")
    for suffix, of in (("", "sd15"), ("-xl", "sdxl"))
}
