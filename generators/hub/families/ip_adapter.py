"""Stable Diffusion 1.5 and XL with IP-Adapter: everybody's pictures are looked at within their box.

Source: Ye et al. 2023, "IP-Adapter: Text Compatible Image Prompt Adapter for Text-to-Image Diffusion Models".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import About, Can, Drawn, How, PanelAsked, Sides, callback, number, pictures_of, whole
from storyline.diffusion.sources import Source

_PARAMETERS: Mapping[str, JsonValue] = {"scale": 0.7, "pictures": 4}
_ALSO = {"ip_adapter": "h94/IP-Adapter"}
_SAYS = (
    "whoever has pictures looks like them within their box, by `scale` (0 to 2), up to `pictures` of each; whoever has "
    "none is drawn from words alone, anywhere."
)


class IpAdapter:
    """One of the two."""

    def __init__(self, about: About, weights: str, encoder: str) -> None:
        """`weights` and `encoder` are a file and a folder where the adapter is taken from."""
        self.about, self._weights, self._encoder = about, weights, encoder

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline with the adapter, and the network that looks at pictures."""
        from generators.hub.ip_adapter import put_in
        from generators.hub.loading import load, must_have, unchecked

        pipeline = self.about.pipelines[0]
        model = load(source, pipeline, precision, **unchecked(pipeline))
        must_have(model, source, pipeline, "unet", addition_embed_type="text_time" if "XL" in pipeline else None)
        adapter = source.part("ip_adapter", self.about.also["ip_adapter"]) or Source(f"{source.name}/ip_adapter")
        put_in(model, adapter, self._weights, self._encoder, precision)
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        from generators.hub.ip_adapter import asked_of, blank
        from generators.hub.loading import generator
        from generators.hub.lora import wardrobe
        from generators.hub.starting import latent_size

        scale, most = number(how, "scale", 0, 2), whole(how, "pictures", 0, 64)
        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                images, masks = asked_of(panel.who, most, latent_size(model, how))
                model.set_ip_adapter_scale(scale if images else 0.0)
                output = model(
                    panel.prompt,
                    negative_prompt=panel.negative or None,
                    width=how.size.width,
                    height=how.size.height,
                    num_inference_steps=how.steps,
                    guidance_scale=how.guidance,
                    generator=generator(panel.seed),
                    ip_adapter_image=[images or [blank()]],
                    cross_attention_kwargs={"ip_adapter_masks": [masks.to(model._execution_device)]}
                    if images
                    else None,
                    output_type="np",
                    **callback(how),
                )
                yield pictures_of(output)[0]


SD15_IP = IpAdapter(
    replace(
        SD15.about,
        name="sd15-ip",
        title="Stable Diffusion 1.5 with IP-Adapter, pictures in boxes",
        can=Can(boxes=True, references=True, weights=True),
        licence="CreativeML OpenRAIL-M; the adapter: Apache-2.0",
        sides=Sides(64, 512 * 512),
        also=_ALSO,
        gigabytes=6,
        least_gigabytes=3,
        parameters=_PARAMETERS,
        says=_SAYS,
    ),
    "models/ip-adapter-plus_sd15.safetensors",
    "models/image_encoder",
)
SDXL_IP = IpAdapter(
    replace(
        SDXL.about,
        name="sdxl-ip",
        title="Stable Diffusion XL with IP-Adapter, pictures in boxes",
        can=Can(boxes=True, references=True, weights=True),
        licence="CreativeML OpenRAIL++-M; the adapter: Apache-2.0",
        sides=Sides(32, 1024 * 1024),
        also=_ALSO,
        gigabytes=12,
        least_gigabytes=6,
        parameters=_PARAMETERS,
        says=_SAYS,
    ),
    "sdxl_models/ip-adapter-plus_sdxl_vit-h.safetensors",
    "models/image_encoder",
)
