"""GLIGEN: Stable Diffusion 1.4 whose network is told who is where, by a phrase or a picture and a box each.

Source: Li et al. 2023, "GLIGEN: Open-Set Grounded Text-to-Image Generation".
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from generators.hub.families.stable_diffusion import SD15
from generators.hub.family import About, Can, Drawn, How, PanelAsked, number
from storyline.diffusion.sources import Source


class Gligen:
    """One of the two."""

    def __init__(self, about: About, attention: str) -> None:
        """`attention` is what its UNet's config calls `attention_type`."""
        self.about, self._attention = about, attention

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline of the parts that its models have; the classes that diffusers had for them are given up."""
        from generators.hub.denoising import must_draw
        from generators.hub.gligen import GligenImagePipeline
        from generators.hub.loading import load, must_have, unchecked

        stock = self.about.pipelines[0]
        pipeline = GligenImagePipeline if self.about.can.references else stock
        model = load(source, pipeline, precision, **unchecked(stock))
        must_draw(model, source, stock)
        must_have(model, source, stock, "unet", attention_type=self._attention)
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        from generators.hub.denoising import decoded, denoised, told
        from generators.hub.gligen import grounding
        from generators.hub.lora import wardrobe

        beta = number(how, "beta", 0, 1)
        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                said = told(model, panel.prompt, panel.negative, how.size)
                said = replace(said, grounding=grounding(model, panel.who, said.words.device))
                yield decoded(model, denoised(model, said, how, panel.seed, grounded=beta))


GLIGEN = Gligen(
    replace(
        SD15.about,
        name="gligen",
        title="GLIGEN, boxes and phrases",
        can=Can(boxes=True, weights=True),
        checkpoint="masterful/gligen-1-4-generation-text-box@refs/pr/2",
        gigabytes=5,
        least_gigabytes=2.5,
        parameters={"beta": 0.3},
        says="boxes hold for the first share `beta` of the steps (0 to 1).",
    ),
    "gated",
)
GLIGEN_IMAGE = Gligen(
    replace(
        SD15.about,
        name="gligen-image",
        title="GLIGEN, boxes, phrases and pictures",
        can=Can(boxes=True, references=True, weights=True),
        checkpoint="anhnct/Gligen_Text_Image",
        gigabytes=6.5,
        least_gigabytes=2.5,
        parameters={"beta": 1.0},
        says="it looks at the first picture of a look; its published weights are pickles, to be converted first.",
    ),
    "gated-text-image",
)
