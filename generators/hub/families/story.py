"""Stable Diffusion 1.5 and XL, and whatever was made of them, with the panels of a scene in sight of each other.

Source: Zhou et al. 2024, "StoryDiffusion: Consistent Self-Attention for Long-Range Image and Video Generation".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import About, Can, Drawn, How, PanelAsked
from storyline.diffusion.sources import Source

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
        from generators.hub.denoising import drawing

        return drawing(source, self.about.pipelines[0], precision)

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """All of them, step by step."""
        from generators.hub.story import drawn

        return drawn(model, panels, how)


SD15_STORY = Story(
    replace(
        SD15.about,
        name="sd15-story",
        title="Stable Diffusion 1.5, a scene's panels in sight of each other",
        can=Can(together=True),
        gigabytes=7,
        least_gigabytes=4,
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
SDXL_STORY = Story(
    replace(
        SDXL.about,
        name="sdxl-story",
        title="Stable Diffusion XL, a scene's panels in sight of each other",
        can=Can(together=True),
        steps=50,
        gigabytes=18,
        least_gigabytes=12,
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
