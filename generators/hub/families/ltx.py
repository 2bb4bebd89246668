"""LTX-Video: clips with keyframes anywhere in them. Source: HaCohen et al. 2024, "LTX-Video: Realtime Video Latent
Diffusion".

The first keyframe takes the place of the first latent, and stays there. Each of the others is a latent more, beside
those of the clip, that says at which frame it is to be seen.
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, number, pictures_of
from storyline.diffusion.sources import Source
from storyline.errors import SetupError

LONGEST = 20.0
"""Seconds: of the longest clips that its models have learnt."""


class Ltx:
    """Conditions at frames to video."""

    about = About(
        name="ltx",
        title="LTX-Video, keyframes anywhere",
        makes="clips",
        can=Can(first=True, last="yes", inner=True),
        checkpoint="Lightricks/LTX-Video-0.9.5",
        licence="LTXV Open Weights",
        pipelines=("LTXConditionPipeline",),
        sides=Sides(32, 768 * 512),
        counts=Counts(9, 257, every=8, plus=1),
        steps=40,
        guidance=3.0,
        gigabytes=22,
        part_gigabytes=12,
        least_gigabytes=6,
        parameters={
            "strength": 1.0,
            "image_cond_noise_scale": 0.15,
            "decode_timestep": 0.05,
            "decode_noise_scale": 0.025,
            "guidance_rescale": 0.0,
            "max_sequence_length": 256,
        },
        meets="the first is kept in its latent, to 1e-5 where `image_cond_noise_scale` is 0; others lead the network",
        says="it takes LTX-Video 0.9.5 and later; keyframes that differ much make it jump.",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose network has learnt keyframes.

        Raises:
            SetupError: it has not: it is older.
        """
        from generators.hub.loading import load, must_be

        pipeline = self.about.pipelines[0]
        model = load(source, pipeline, precision)
        must_be(model, source, pipeline, transformer="LTXVideoTransformer3DModel", vae="AutoencoderKLLTXVideo")
        if model.scheduler.config.get("use_dynamic_shifting"):
            raise SetupError(
                f"model {source.name}: expected LTX-Video 0.9.5 or later, such as {self.about.checkpoint}; got one "
                "that was made for a first frame alone (its scheduler shifts with the size)"
            )
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip."""
        from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

        from generators.hub.arguments import arguments, images

        strength = number(how, "strength", 0, 1)
        usual = ("image_cond_noise_scale", "decode_timestep", "decode_noise_scale", "guidance_rescale")
        output = model(
            conditions=[
                LTXVideoCondition(image=image, frame_index=frame, strength=strength)
                for frame, image in images(clip).items()
            ],
            # frames that lie far apart are seen at a low rate, for which the whole would be longer than any it knows
            frame_rate=max(clip.rate, (clip.frames - 1) / LONGEST),
            **{name: number(how, name, 0, 1) for name in usual},
            **arguments(clip, how),
        )
        return pictures_of(output)


LTX = Ltx()
