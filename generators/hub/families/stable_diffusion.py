"""Stable Diffusion 1.5 and XL, and whatever was made of them: keyframes from words alone, with weights of the looks."""

from collections.abc import Iterator, Sequence
from typing import Any

from generators.hub.family import About, Can, Drawn, How, PanelAsked, Sides, callback, pictures_of
from storyline.diffusion.sources import Source


class StableDiffusion:
    """One of the two."""

    def __init__(self, about: About) -> None:
        self.about = about

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline, whose network is of its kind."""
        from generators.hub.loading import load, must_have

        pipeline = self.about.pipelines[0]
        model = load(source, pipeline, precision)
        must_have(model, source, pipeline, "unet", addition_embed_type="text_time" if "XL" in pipeline else None)
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        from generators.hub.loading import generator
        from generators.hub.lora import wardrobe

        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                output = model(
                    panel.prompt,
                    negative_prompt=panel.negative or None,
                    width=how.size.width,
                    height=how.size.height,
                    num_inference_steps=how.steps,
                    guidance_scale=how.guidance,
                    generator=generator(panel.seed),
                    output_type="np",
                    **callback(how),
                )
                yield pictures_of(output)[0]


SD15 = StableDiffusion(
    About(
        name="sd15",
        title="Stable Diffusion 1.5",
        makes="keyframes",
        can=Can(weights=True),
        checkpoint="stable-diffusion-v1-5/stable-diffusion-v1-5",
        licence="CreativeML OpenRAIL-M",
        pipelines=("StableDiffusionPipeline",),
        sides=Sides(8, 512 * 512),
        guidance=7.5,
        gigabytes=4,
        least_gigabytes=2,
        half="float16",
    )
)
SDXL = StableDiffusion(
    About(
        name="sdxl",
        title="Stable Diffusion XL",
        makes="keyframes",
        can=Can(weights=True),
        checkpoint="stabilityai/stable-diffusion-xl-base-1.0",
        licence="CreativeML OpenRAIL++-M",
        pipelines=("StableDiffusionXLPipeline",),
        sides=Sides(8, 1024 * 1024),
        gigabytes=9,
        least_gigabytes=5,
        half="float16",
    )
)
