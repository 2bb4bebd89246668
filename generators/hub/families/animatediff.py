"""AnimateDiff: any model of Stable Diffusion 1.5, moved by a motion adapter. Clips of any length, from words alone.

Sources: Guo et al. 2023, "AnimateDiff: Animate Your Personalized Text-to-Image Diffusion Models without Specific
Tuning"; Qiu et al. 2023, "FreeNoise: Tuning-Free Longer Video Diffusion via Noise Rescheduling".
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, callback, pictures_of, whole
from storyline.diffusion.sources import Source


class AnimateDiff:
    """Words to video, with other words at other frames."""

    about = About(
        name="animatediff",
        title="AnimateDiff with FreeNoise",
        makes="clips",
        can=Can(prompts=True),
        checkpoint="stable-diffusion-v1-5/stable-diffusion-v1-5",
        licence="CreativeML OpenRAIL-M; its motion adapter Apache-2.0",
        also={"motion_adapter": "guoyww/animatediff-motion-adapter-v1-5-2"},
        pipelines=("AnimateDiffPipeline",),
        sides=Sides(8, 512 * 512),
        counts=Counts(8, 10_000, every=4),
        rate=8,
        steps=25,
        guidance=7.5,
        gigabytes=8,
        least_gigabytes=4,
        half="float16",
        parameters={"prior": "shuffled", "context": 16, "stride": 4, "fade": 4},
        says="it takes any model of Stable Diffusion 1.5 (MODEL,motion_adapter=OTHER), or a whole pipeline; words go "
        "over into the next ones during `fade` frames before them.",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose frames attend to each other within windows."""
        from generators.hub.animated import animated, endless

        model = animated(source, self.about, precision)
        endless(model)
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip, at once."""
        from generators.hub.animated import going_over, windows
        from generators.hub.loading import generator
        from generators.hub.starting import latent_size, starting_noise
        from storyline.diffusion.latents import shuffled

        context, stride = windows(model, clip.frames, how)
        channels = model.unet.config.in_channels
        if how.parameters["prior"] == "shuffled":
            shape = (clip.frames, channels, *latent_size(model, how))
            noise = shuffled(clip.seed, shape, context, stride).to(model.unet.dtype)
        else:
            noise = starting_noise(model, clip, how, channels)
        output = model(
            prompt=going_over(clip.prompts, whole(how, "fade", 0, 10_000)),
            negative_prompt=clip.negative or None,
            width=how.size.width,
            height=how.size.height,
            num_frames=clip.frames,
            num_inference_steps=how.steps,
            guidance_scale=how.guidance,
            latents=noise.transpose(0, 1)[None].contiguous(),
            generator=generator(clip.seed),
            output_type="np",
            **callback(how),
        )
        return pictures_of(output)


ANIMATEDIFF = AnimateDiff()
