"""Stable Video Diffusion: a clip that goes on from a keyframe; and arrives at another by being drawn backwards as well.

Sources: Blattmann et al. 2023, "Stable Video Diffusion: Scaling Latent Video Diffusion Models to Large Datasets"; Feng
et al. 2024, "Explorative Inbetweening of Time and Space" (time reversal fusion, without putting noise in again).
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides
from storyline.diffusion.sources import Source


class StableVideo:
    """A picture to video, or two."""

    about = About(
        name="svd",
        title="Stable Video Diffusion",
        makes="clips",
        can=Can(words=False, first=True, last="blended"),
        checkpoint="stabilityai/stable-video-diffusion-img2vid-xt",
        licence="Stable Video Diffusion Community License",
        pipelines=("StableVideoDiffusionPipeline",),
        sides=Sides(8, 1024 * 576),
        counts=Counts(14, 25, every=11, plus=3),
        steps=25,
        guidance=3.0,
        gigabytes=20,
        least_gigabytes=8,
        half="float16",
        parameters={
            "prior": "independent",
            "fps": 0,
            "motion_bucket_id": 127,
            "noise_aug_strength": 0.02,
            "min_guidance": 1.0,
            "decode_at_once": 8,
        },
        meets="no latent is kept: they lead a network that has learnt to follow them",
        says="`fps` 0 is the rate at which its frames are shown, from 5 to 30.",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline."""
        from generators.hub.loading import load, must_be

        model = load(source, self.about.pipelines[0], precision)
        must_be(model, source, self.about.pipelines[0], unet="UNetSpatioTemporalConditionModel")
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip, from one end or from both."""
        from generators.hub.both_ends import drawn

        return drawn(model, clip, how)


SVD = StableVideo()
