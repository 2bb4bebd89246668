"""Stable Diffusion 1.5 and XL, and whatever was made of them, with the panels of a scene in sight of each other.

Source: Zhou et al. 2024, "StoryDiffusion: Consistent Self-Attention for Long-Range Image and Video Generation".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from generators.hub.family import About, Can, Drawn, How, PanelAsked, Sides
from generators.hub.sources import Source

_PARAMETERS: Mapping[str, JsonValue] = {"shown": 0.5, "at_once": 4, "blind_until": 0.1}
_SAYS = (
    "panels of a scene see a share `shown` of each other's tokens, after a first share `blind_until` of the steps; "
    "beyond the first `at_once`, which see each other, panels see only those. Parameters are those of the first "
    "shot of a scene that is drawn."
)


class Story:
    """One of the two."""

    def __init__(self, about: About) -> None:
        self.about = about

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline as any other of its kind."""
        from generators.hub.denoising import must_draw
        from generators.hub.loading import load

        pipeline = self.about.pipelines[0]
        unchecked: dict[str, Any] = (
            {} if "XL" in pipeline else {"safety_checker": None, "requires_safety_checker": False}
        )
        model = load(source, pipeline, precision, **unchecked)
        must_draw(model, source, pipeline)
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """All of them, step by step."""
        from generators.hub.story import drawn

        return drawn(model, panels, how)


SD15_STORY = Story(
    About(
        name="sd15-story",
        title="Stable Diffusion 1.5, a scene's panels in sight of each other",
        makes="keyframes",
        can=Can(together=True),
        checkpoint="stable-diffusion-v1-5/stable-diffusion-v1-5",
        licence="CreativeML OpenRAIL-M",
        pipelines=("StableDiffusionPipeline",),
        sides=Sides(8, 512 * 512),
        guidance=7.5,
        gigabytes=7,
        least_gigabytes=4,
        half="float16",
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
SDXL_STORY = Story(
    About(
        name="sdxl-story",
        title="Stable Diffusion XL, a scene's panels in sight of each other",
        makes="keyframes",
        can=Can(together=True),
        checkpoint="stabilityai/stable-diffusion-xl-base-1.0",
        licence="CreativeML OpenRAIL++-M",
        pipelines=("StableDiffusionXLPipeline",),
        sides=Sides(8, 1024 * 1024),
        steps=50,
        gigabytes=18,
        least_gigabytes=12,
        half="float16",
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
