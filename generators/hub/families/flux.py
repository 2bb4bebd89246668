"""FLUX.1 with everybody's phrase read in their box: no training and no other network.

Source: Chen et al. 2024, "Training-free Regional Prompting for Diffusion Transformers".
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generators.hub.family import About, Can, Drawn, How, PanelAsked, Sides, callback, number, pictures_of, whole
from storyline.diffusion.sources import Source


class FluxRegional:
    """A prompt, and a phrase in each box."""

    about = About(
        name="flux-regional",
        title="FLUX.1, phrases in boxes",
        makes="keyframes",
        can=Can(boxes=True, weights=True),
        checkpoint="black-forest-labs/FLUX.1-dev",
        licence="FLUX.1 [dev] Non-Commercial License",
        pipelines=("FluxPipeline",),
        sides=Sides(16, 1024 * 1024),
        steps=28,
        guidance=3.5,
        gigabytes=38,
        part_gigabytes=27,
        least_gigabytes=6,
        parameters={"base": 0.3, "until": 0.5, "max_sequence_length": 512, "phrase_length": 64},
        says=(
            "phrases are read in their boxes for the first share `until` of the steps, and the prompt weighs `base` "
            "there. It does not read what is not wanted. FLUX.1-schnell (Apache-2.0) takes 4 steps, and 256 as "
            "`max_sequence_length`."
        ),
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose network draws from words."""
        from generators.hub.loading import load, must_be, must_have

        pipeline = self.about.pipelines[0]
        model = load(source, pipeline, precision)
        must_be(model, source, pipeline, transformer="FluxTransformer2DModel", vae="AutoencoderKL")
        channels = 4 * model.vae.config.latent_channels  # more of them are for painting into pictures, or for maps
        must_have(model, source, pipeline, "transformer", in_channels=channels)
        return model

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
        """One after the other."""
        import torch

        from generators.hub.loading import generator
        from generators.hub.lora import wardrobe
        from generators.hub.regions import bias, regions

        base, until = number(how, "base", 0, 1), number(how, "until", 0, 1)
        words, phrase_words = whole(how, "max_sequence_length", 1, 512), whole(how, "phrase_length", 1, 512)
        cell = 2 * model.vae_scale_factor
        with wardrobe(model) as wear:
            for panel in panels:
                wear(panel.who)
                read, pooled, _ = model.encode_prompt(panel.prompt, None, max_sequence_length=words)
                found = regions(panel.who, how.size.height // cell, how.size.width // cell) if until else []
                told: dict[str, Any] = {}
                ended = callback(how)
                if found:
                    phrases = [
                        model.encode_prompt(region.phrase, None, max_sequence_length=phrase_words)[0]
                        for region in found
                    ]
                    told["attention_mask"] = bias(found, words, phrase_words, base).to(read)
                    ended = _until(how, until, told, bias(found, words, phrase_words, 1.0).to(read))
                    read = torch.cat([read, *phrases], 1)
                output = model(
                    prompt_embeds=read,
                    pooled_prompt_embeds=pooled,
                    width=how.size.width,
                    height=how.size.height,
                    num_inference_steps=how.steps,
                    guidance_scale=how.guidance,
                    joint_attention_kwargs=told,
                    generator=generator(panel.seed),
                    output_type="np",
                    **ended,
                )
                yield pictures_of(output)[0]


def _until(how: How, share: float, told: dict[str, Any], then: Any) -> dict[str, Any]:
    """As `callback`; after a share of the steps, what is told is another mask."""

    def after(pipeline: Any, step: int, time: Any, given: dict[str, Any]) -> dict[str, Any]:
        if step + 1 >= share * how.steps:
            told["attention_mask"] = then
        how.step(step + 1, how.steps)
        return given

    return {"callback_on_step_end": after}


FLUX_REGIONAL = FluxRegional()
