"""Stable Diffusion 1.5 and XL, and whatever was made of them, led into boxes: no training and no other network.

Sources: Xie et al. 2023, "BoxDiff"; Lian et al. 2023, "LLM-grounded Video Diffusion Models".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import About, Can, Drawn, How, PanelAsked
from storyline.diffusion.sources import Source

_PARAMETERS: Mapping[str, JsonValue] = {
    "guided_steps": 15,
    "iterations": 2,
    "strength": 20.0,
    "levels": [],
    "foreground": 1.0,
    "background": 1.0,
    "centre": 1.0,
    "corners": 1.0,
    "share": 0.2,
}
_SAYS = "the network is led to look for everybody in their box: for the first `guided_steps`, by `strength`."


class Guided:
    """One of the two."""

    def __init__(self, about: About) -> None:
        self.about = about

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline as any other of its kind."""
        from generators.hub.denoising import drawing

        return drawing(source, self.about.pipelines[0], precision)

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        from generators.hub.denoising import decoded, denoised, told
        from generators.hub.layout_guidance import guidance_of, guide
        from generators.hub.lora import wardrobe
        from generators.hub.phrases import worded

        guidance = guidance_of(how)
        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                words = worded(panel.prompt, panel.who, lambda text: _tokens(model, text), _room(model))
                said = told(model, words.text, panel.negative, how.size)
                before = guide(model, said, words, [one.box for one in panel.who], guidance)
                yield decoded(model, denoised(model, said, how, panel.seed, before=before))


def _tokens(model: Any, text: str) -> Sequence[int]:
    """XL's second tokenizer makes the same of words."""
    return model.tokenizer(text, add_special_tokens=False, verbose=False).input_ids  # type: ignore[no-any-return]


def _room(model: Any) -> int:
    return int(model.tokenizer.model_max_length) - 2  # marks for start and end


SD15_GUIDED = Guided(
    replace(
        SD15.about,
        name="sd15-guided",
        title="Stable Diffusion 1.5, led into boxes",
        can=Can(boxes=True, weights=True),
        gigabytes=5,
        part_gigabytes=3,
        least_gigabytes=2.5,
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
SDXL_GUIDED = Guided(
    replace(
        SDXL.about,
        name="sdxl-guided",
        title="Stable Diffusion XL, led into boxes",
        can=Can(boxes=True, weights=True),
        gigabytes=13,
        part_gigabytes=10.5,
        least_gigabytes=10,
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
