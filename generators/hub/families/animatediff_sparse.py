"""AnimateDiff with SparseCtrl: any model of Stable Diffusion 1.5, led by keyframes wherever they are.

Source: Guo et al. 2023, "SparseCtrl: Adding Sparse Controls to Text-to-Video Diffusion Models".
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, callback, number, pictures_of
from storyline.diffusion.sources import Source


class SparseAnimateDiff:
    """Keyframes, or their lines, to video."""

    about = About(
        name="animatediff-sparse",
        title="AnimateDiff with SparseCtrl",
        makes="clips",
        can=Can(first=True, last="yes", inner=True),
        checkpoint="stable-diffusion-v1-5/stable-diffusion-v1-5",
        licence="CreativeML OpenRAIL-M; its motion adapter and control Apache-2.0",
        also={
            "motion_adapter": "guoyww/animatediff-motion-adapter-v1-5-3",
            "controlnet": "guoyww/animatediff-sparsectrl-rgb",
        },
        pipelines=("AnimateDiffSparseControlNetPipeline",),
        sides=Sides(8, 512 * 512),
        counts=Counts(8, 16),
        rate=8,
        steps=25,
        guidance=7.5,
        gigabytes=10,
        least_gigabytes=5,
        half="float16",
        parameters={"prior": "independent", "scale": 1.0},
        meets="no latent is kept: they lead a network that has learnt to follow them",
        says="it takes any model of Stable Diffusion 1.5, and "
        "MODEL,controlnet=guoyww/animatediff-sparsectrl-scribble, which is led by the lines of keyframes.",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline, with the control that it has or with one."""
        from generators.hub.animated import animated
        from generators.hub.loading import must_be
        from generators.hub.sparse import SteadyPipeline

        model = animated(source, self.about, precision, SteadyPipeline)
        must_be(model, source, self.about.pipelines[0], controlnet="SparseControlNetModel")
        model.register_modules(motion_adapter=None)  # the network has it
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip."""
        from generators.hub.loading import generator
        from generators.hub.sparse import as_control
        from generators.hub.starting import starting_noise

        at = sorted(clip.keyframes)
        noise = starting_noise(model, clip, how, model.unet.config.in_channels)
        output = model(
            prompt=clip.prompts[0],
            negative_prompt=clip.negative or None,
            width=how.size.width,
            height=how.size.height,
            num_frames=clip.frames,
            num_inference_steps=how.steps,
            guidance_scale=how.guidance,
            conditioning_frames=[as_control(model, clip.keyframes[frame]) for frame in at],
            controlnet_frame_indices=at,
            controlnet_conditioning_scale=float(number(how, "scale", 0, 10)),
            latents=noise.transpose(0, 1)[None].contiguous(),
            generator=generator(clip.seed),
            output_type="np",
            **callback(how),
        )
        return pictures_of(output)


SPARSE = SparseAnimateDiff()
