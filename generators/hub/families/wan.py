"""Wan 2.1, first and last frame: clips between two keyframes. Source: Wan Team 2025, "Wan: Open and Advanced
Large-Scale Video Generative Models"."""

from typing import Any

import numpy as np
from jaxtyping import Float32

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, callback, pictures_of
from generators.hub.sources import Source


class Wan:
    """Image to video, with the image that it ends with."""

    about = About(
        name="wan",
        title="Wan 2.1, first and last frame to video",
        makes="clips",
        can=Can(first=True, last="yes"),
        checkpoint="Wan-AI/Wan2.1-FLF2V-14B-720P-diffusers",
        licence="Apache-2.0",
        pipelines=("WanImageToVideoPipeline",),
        sides=Sides(16, 832 * 480),
        counts=Counts(5, 81, every=4, plus=1),
        rate=16,
        steps=40,
        guidance=5.5,
        gigabytes=45,
        least_gigabytes=13,
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose network was made for two ends."""
        from generators.hub.loading import load

        return load(source, self.about.pipelines[0], precision)

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[np.ndarray, "frames height width 3"]:
        """One clip."""
        from PIL import Image

        from generators.hub.loading import generator

        last = clip.keyframes.get(clip.frames - 1)
        output = model(
            image=Image.fromarray(clip.keyframes[0]),
            last_image=Image.fromarray(last) if last is not None else None,
            prompt=clip.prompts[0],
            negative_prompt=clip.negative or None,
            width=how.size.width,
            height=how.size.height,
            num_frames=clip.frames,
            num_inference_steps=how.steps,
            guidance_scale=how.guidance,
            generator=generator(clip.seed),
            output_type="np",
            **callback(how),
        )
        return pictures_of(output)


WAN = Wan()
