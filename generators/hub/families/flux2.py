"""FLUX.2 [klein]: keyframes from words and pictures of whoever is in them."""

from collections.abc import Iterator, Sequence
from typing import Any

from generators.hub.family import About, Can, Drawn, How, PanelAsked, Sides, callback, number, pictures_of, whole
from storyline.diffusion.sources import Source


class Flux2Klein:
    """Words and pictures to a picture."""

    about = About(
        name="flux2-klein",
        title="FLUX.2 [klein], with pictures of the cast",
        makes="keyframes",
        can=Can(references=True, weights=True),
        checkpoint="black-forest-labs/FLUX.2-klein-4B",
        licence="Apache-2.0",
        pipelines=("Flux2KleinPipeline",),
        sides=Sides(16, 1024 * 1024),
        steps=4,
        guidance=1.0,
        gigabytes=20,
        part_gigabytes=11,
        least_gigabytes=4,
        parameters={"max_sequence_length": 512, "pictures": 4, "megapixels": 0.25},
        says=(
            "it looks at pictures of everybody, up to `pictures` in all, of `megapixels` each, and the prompt says who "
            "is in which. FLUX.2-klein-base-4B is not distilled: 50 steps and a guidance of 4; it alone reads what is "
            "not wanted."
        ),
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose text encoder is [klein]'s, not that of FLUX.2 [dev]."""
        from generators.hub.loading import load, must_be, must_have

        pipeline = self.about.pipelines[0]
        model = load(source, pipeline, precision)
        parts = {"transformer": "Flux2Transformer2DModel", "text_encoder": "Qwen3ForCausalLM"}
        must_be(model, source, pipeline, vae="AutoencoderKLFlux2", **parts)
        width = 3 * model.text_encoder.config.hidden_size  # of three of its layers
        must_have(model, source, pipeline, "transformer", joint_attention_dim=width)
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        from generators.hub.cast_pictures import shown, with_cast
        from generators.hub.loading import generator
        from generators.hub.lora import wardrobe

        words, most = whole(how, "max_sequence_length", 1, 512), whole(how, "pictures", 0, 10)
        area = round(number(how, "megapixels", 0.01, 1) * 2**20)
        guidance = 1.0 if model.config.is_distilled else how.guidance
        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                prompt, pictures = with_cast(panel.prompt, panel.who, most)
                unwanted = None
                if panel.negative and guidance > 1:
                    unwanted = model.encode_prompt(panel.negative, max_sequence_length=words)[0]
                output = model(
                    image=[shown(picture, area, self.about.sides.multiple) for picture in pictures] or None,
                    prompt=prompt,
                    negative_prompt_embeds=unwanted,
                    width=how.size.width,
                    height=how.size.height,
                    num_inference_steps=how.steps,
                    guidance_scale=guidance,
                    generator=generator(panel.seed),
                    max_sequence_length=words,
                    output_type="np",
                    **callback(how),
                )
                yield pictures_of(output)[0]


FLUX2_KLEIN = Flux2Klein()
