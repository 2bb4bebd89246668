"""Text2Video-Zero: clips by any model of Stable Diffusion's pictures, from words alone or between keyframes.

Source: Khachatryan et al. 2023, "Text2Video-Zero: Text-to-Image Diffusion Models are Zero-Shot Video Generators".
"""

from dataclasses import replace
from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import About, Can, ClipAsked, Counts, How
from storyline.diffusion.sources import Source

_SAYS = (
    "nothing moves but what the camera, `motion_x` and `motion_y` (frame sizes a second) move: it has seen no films. "
    "It takes any model of {}."
)
_PARAMETERS = {
    "motion_x": 0.0,
    "motion_y": 0.0,
    "moved_after": 0.1,
    "noised_to": 0.04,
    "prior": "independent",
    "at_once": 4,
}


class ZeroShot:
    """One of them."""

    def __init__(self, about: About) -> None:
        self.about = about

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline that draws pictures."""
        from generators.hub.denoising import drawing

        return drawing(source, self.about.pipelines[0], precision)

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip."""
        from generators.hub.zero_shot import drawn

        return drawn(model, clip, how)


def _about(name: str, title: str, **fields: Any) -> About:
    xl = name.endswith("xl")
    kind = "Stable Diffusion XL" if xl else "Stable Diffusion 1.5 and 2"
    return replace(
        (SDXL if xl else SD15).about,
        name=name,
        title=f"{title} by {kind}",
        makes="clips",
        steps=50,
        gigabytes=16 if xl else 6,
        least_gigabytes=8 if xl else 3,
        says=_SAYS.format(kind),
        **fields,
    )


_WORDS: dict[str, Any] = {"can": Can(prompts=True), "counts": Counts(1, 10_000), "parameters": _PARAMETERS}
_KEYFRAMES: dict[str, Any] = {
    "can": Can(first=True, last="blended", prompts=True, tracks=True),
    "counts": Counts(2, 10_000),
    "parameters": {**_PARAMETERS, "smooth": 0.6},
    "meets": "both are kept in their latents, to 1e-5",
}

T2V_ZERO = ZeroShot(_about("t2v-zero", "Text2Video-Zero", **_WORDS))
T2V_ZERO_XL = ZeroShot(_about("t2v-zero-xl", "Text2Video-Zero", **_WORDS))
I2V_ZERO = ZeroShot(_about("i2v-zero", "Text2Video-Zero from keyframes", **_KEYFRAMES))
I2V_ZERO_XL = ZeroShot(_about("i2v-zero-xl", "Text2Video-Zero from keyframes", **_KEYFRAMES))
