"""Wan VACE: clips with keyframes anywhere in them. Source: Jiang et al. 2025, "VACE: All-in-One Video Creation and
Editing".

The network is given a video that is grey but for the keyframes, and a mask that is black where they are: black is to
be kept, white is to be drawn. It is given their latents beside the noise, and holds them as it has learnt. Its mask is
one frame of four, so that a keyframe alone may not be on it: then its latents tell.
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.families.wan import EXACT, guidance_2, must_have_both
from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, number, pictures_of, whole
from storyline.diffusion.sources import Source

NETWORK = "WanVACETransformer3DModel"
GREY = (128, 128, 128)
KEEP, DRAW = 0, 255


class WanVace:
    """A video with a mask to video."""

    about = About(
        name="wan-vace",
        title="Wan VACE, keyframes anywhere",
        makes="clips",
        can=Can(references=True, first=True, last="yes", inner=True),
        checkpoint="Wan-AI/Wan2.1-VACE-1.3B-diffusers",
        licence="Apache-2.0",
        pipelines=("WanVACEPipeline",),
        sides=Sides(16, 832 * 480),
        counts=Counts(5, 81, every=4, plus=1),
        rate=16,
        steps=30,
        gigabytes=23,
        part_gigabytes=13,
        least_gigabytes=8,
        parameters={"max_sequence_length": 512, "conditioning_scale": 1.0, "guidance_2": None, "references": 3},
        meets="no latent is kept: they lead a network that has learnt to follow them",
        says="it looks at a picture of each of the first three of a shot's cast (`references` says how many).",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose network looks at a video and its mask."""
        from generators.hub.loading import load, must_be

        pipeline = self.about.pipelines[0]
        model = load(source, pipeline, precision, EXACT)
        must_be(model, source, pipeline, transformer=NETWORK, vae="AutoencoderKLWan")
        must_have_both(model, source, pipeline, NETWORK)
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip."""
        from PIL import Image

        from generators.hub.arguments import arguments, images

        given, size = images(clip), how.size.root
        grey = Image.new("RGB", size, GREY)
        keep, draw = Image.new("L", size, KEEP), Image.new("L", size, DRAW)
        seen = [Image.fromarray(picture) for picture in clip.references[: whole(how, "references", 0, 16)]]
        output = model(
            video=[given.get(n, grey) for n in range(clip.frames)],
            mask=[keep if n in given else draw for n in range(clip.frames)],
            reference_images=[seen] if seen else None,
            conditioning_scale=number(how, "conditioning_scale", 0, 10),
            guidance_scale_2=guidance_2(model, how),
            **arguments(clip, how),
        )
        return pictures_of(output)


WAN_VACE = WanVace()
