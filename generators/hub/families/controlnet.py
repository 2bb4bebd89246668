"""Stable Diffusion 1.5 and XL with a controlnet that is shown a map of the panel: who is where, and what around them.

Source: Zhang et al. 2023, "Adding Conditional Control to Text-to-Image Diffusion Models".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import About, Can, Drawn, How, PanelAsked, callback, number, pictures_of
from storyline.diffusion.sources import Source

_PARAMETERS: Mapping[str, JsonValue] = {"scale": 0.8, "until": 1.0}
_SAYS = (
    "the controlnet is shown a map in the colours of ADE20K's classes: an ellipse in the box of whoever is alive, "
    "the boxes of things, the ground and what is above it. `scale` is how much it says, `until` for which share of the "
    "steps. Boxes of one class that touch melt into each other. MODEL,controlnet=OTHER takes any other that has learnt "
    "those colours."
)


class ControlNet:
    """One of the two."""

    def __init__(self, about: About, weights: str | None = None) -> None:
        """`weights` is a file, where the controlnet's repository does not call it as diffusers does."""
        self.about, self._weights = about, weights

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline with the controlnet that it has, or with one."""
        from generators.hub.controlnet import control
        from generators.hub.loading import load, must_be, must_have, unchecked
        from storyline.errors import SetupError

        pipeline = self.about.pipelines[0]
        if source.path is not None and source.path.is_dir() and not (source.path / "unet").is_dir():
            raise SetupError(f"model {source.name}: expected one that {pipeline} can use, which has a folder unet")
        parts = unchecked(pipeline)
        part = source.part("controlnet", self.about.also["controlnet"])
        if part is not None:
            usual = part.name == self.about.also["controlnet"]
            parts["controlnet"] = control(part, self._weights if usual else None, precision)
        model = load(source, pipeline, precision, **parts)
        must_have(model, source, pipeline, "unet", addition_embed_type="text_time" if "XL" in pipeline else None)
        must_be(model, source, pipeline, unet="UNet2DConditionModel", controlnet="ControlNetModel")
        must_have(
            model,
            part or source,
            pipeline,
            "controlnet",
            conditioning_channels=3,
            cross_attention_dim=model.unet.config.cross_attention_dim,
            addition_embed_type=model.unet.config.addition_embed_type,
        )
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        from PIL import Image

        from generators.hub.layout_map import layout_map
        from generators.hub.loading import generator
        from generators.hub.lora import wardrobe

        scale, until = number(how, "scale", 0, 2), number(how, "until", 0.01, 1)
        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                output = model(
                    panel.prompt,
                    image=Image.fromarray(layout_map(panel.prompt, panel.who, how.size)),
                    negative_prompt=panel.negative or None,
                    width=how.size.width,
                    height=how.size.height,
                    num_inference_steps=how.steps,
                    guidance_scale=how.guidance,
                    controlnet_conditioning_scale=float(scale),
                    control_guidance_end=float(until),
                    generator=generator(panel.seed),
                    output_type="np",
                    **callback(how),
                )
                yield pictures_of(output)[0]


SD15_CONTROLNET = ControlNet(
    replace(
        SD15.about,
        name="sd15-controlnet",
        title="Stable Diffusion 1.5, shown a map of the layout",
        can=Can(boxes=True, weights=True),
        licence="CreativeML OpenRAIL-M; the controlnet: OpenRAIL",
        pipelines=("StableDiffusionControlNetPipeline",),
        also={"controlnet": "lllyasviel/control_v11p_sd15_seg"},
        gigabytes=5,
        least_gigabytes=2.5,
        parameters=_PARAMETERS,
        says=_SAYS,
    )
)
SDXL_CONTROLNET = ControlNet(
    replace(
        SDXL.about,
        name="sdxl-controlnet",
        title="Stable Diffusion XL, shown a map of the layout",
        can=Can(boxes=True, weights=True),
        licence="CreativeML OpenRAIL++-M; the controlnet: Apache-2.0",
        pipelines=("StableDiffusionXLControlNetPipeline",),
        also={"controlnet": "abovzv/sdxl_segmentation_controlnet_ade20k"},
        gigabytes=12,
        least_gigabytes=6,
        parameters=_PARAMETERS,
        says=_SAYS,
    ),
    "sdxl_segmentation_ade20k_controlnet.safetensors",
)
