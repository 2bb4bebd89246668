"""ModelScope and ZeroScope: short clips from words alone.

Source: Wang et al. 2023, "ModelScope Text-to-Video Technical Report".
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, pictures_of
from storyline.diffusion.sources import Source


class ModelScope:
    """Words to video."""

    about = About(
        name="modelscope",
        title="ModelScope text to video, ZeroScope",
        makes="clips",
        can=Can(),
        checkpoint="ali-vilab/text-to-video-ms-1.7b",
        licence="CC-BY-NC-4.0",
        pipelines=("TextToVideoSDPipeline",),
        sides=Sides(8, 256 * 256),
        counts=Counts(8, 24),
        rate=8,
        steps=25,
        guidance=9.0,
        gigabytes=7,
        least_gigabytes=4,
        half="float16",
        deprecated=True,
        parameters={"prior": "independent"},
        says="ZeroScope was taught at 576x320 (its safetensors: cerspense/zeroscope_v2_576w@refs/pr/46).",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline of diffusers' given up ones."""
        from generators.hub.loading import load, must_be

        model = load(source, self.about.pipelines[0], precision)
        must_be(model, source, self.about.pipelines[0], unet="UNet3DConditionModel", vae="AutoencoderKL")
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip."""
        from generators.hub.loading import generator
        from generators.hub.starting import starting_noise

        noise = starting_noise(model, clip, how, model.unet.config.in_channels)
        output = model(
            prompt=clip.prompts[0],
            negative_prompt=clip.negative or None,
            width=how.size.width,
            height=how.size.height,
            num_frames=clip.frames,
            num_inference_steps=how.steps,
            guidance_scale=how.guidance,
            latents=noise.transpose(0, 1)[None].contiguous(),
            generator=generator(clip.seed),
            output_type="np",
            callback=lambda step, time, given: how.step(step + 1, max(step + 1, how.steps)),
        )
        return pictures_of(output)


MODELSCOPE = ModelScope()
