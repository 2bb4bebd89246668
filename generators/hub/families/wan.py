"""Wan 2.1 and 2.2, first and last frame: clips between two keyframes. Source: Wan Team 2025, "Wan: Open and Advanced
Large-Scale Video Generative Models".

The network is given the keyframes beside the noise: their latents, with nothing between them, and a mask that tells
which frames they are. They are not held: the ends of what it draws resemble them as well as its models have learnt.
"""

from typing import Any

from jaxtyping import Float32
from numpy import ndarray

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, number, pictures_of
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError

EXACT = {"vae": "float32", "image_encoder": "float32"}
"""Parts of Wan's models that are small, and lose much by less precision."""


class Wan:
    """Image to video, with the image that it ends with."""

    about = About(
        name="wan",
        title="Wan, first and last frame to video",
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
        gigabytes=52,
        part_gigabytes=40,
        least_gigabytes=12,
        parameters={"max_sequence_length": 512, "guidance_2": None},
        meets="no latent is kept: they lead a network that has learnt to follow them",
        says="it takes Wan 2.1 FLF2V and Wan 2.2 I2V A14B (whose second network `guidance_2` is for), not those that "
        "only go on from a first frame.",
    )

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline whose network was made for two ends.

        Raises:
            SetupError: it was made for one: diffusers would leave the other out without a word, or fail when it draws.
        """
        from generators.hub.loading import load, must_be

        model = load(source, self.about.pipelines[0], precision, EXACT)
        must_be(model, source, self.about.pipelines[0], transformer="WanTransformer3DModel", vae="AutoencoderKLWan")
        network, vae = model.transformer.config, model.vae.config
        lacks = ""
        if model.config.expand_timesteps:
            lacks = "one that only goes on from a first frame (Wan 2.2 TI2V 5B)"
        elif network.in_channels != 2 * vae.z_dim + vae.scale_factor_temporal:
            lacks = "one that draws from words alone (Wan T2V)"
        elif network.image_dim is not None and network.pos_embed_seq_len is None:
            lacks = "one that looks at a single picture (Wan 2.1 I2V)"
        elif network.image_dim is not None and model.image_encoder is None:
            lacks = "one without the image encoder that its network looks with"
        if lacks:
            raise SetupError(
                f"model {source.name}: expected a Wan that was made for a first and a last frame, such as "
                f"{self.about.checkpoint} or Wan-AI/Wan2.2-I2V-A14B-Diffusers; got {lacks}"
            )
        must_have_both(model, source, self.about.pipelines[0], "WanTransformer3DModel")
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[ndarray, "frames height width 3"]:
        """One clip."""
        from generators.hub.arguments import arguments, images

        given = images(clip)
        output = model(
            image=given[0],
            last_image=given[clip.frames - 1],
            guidance_scale_2=guidance_2(model, how),
            **arguments(clip, how),
        )
        return pictures_of(output)


def must_have_both(model: Any, source: Source, pipeline: str, network: str) -> None:
    """Refuse a model of Wan 2.2 without its second network, which takes over at a noise level.

    Raises:
        SetupError: it lacks it.
    """
    from generators.hub.loading import must_be

    if model.config.boundary_ratio is not None:
        must_be(model, source, pipeline, transformer_2=network)


def guidance_2(model: Any, how: How) -> float | None:
    """How strongly words guide the second network; None is as the first one.

    Raises:
        RenderError: the model has a single network.
    """
    if how.parameters["guidance_2"] is None:
        return None
    if model.config.boundary_ratio is None:
        raise RenderError("parameter 'guidance_2': expected none, as this model of Wan has a single network")
    return number(how, "guidance_2", 0, 1000)


WAN = Wan()
