"""FramePack on HunyuanVideo: long clips in sections, with what is there already packed smaller the farther it lies.
Source: Zhang & Agrawala 2025, "Packing Input Frame Context in Next-Frame Prediction Models for Video Generation".

FramePack draws its sections from the last to the first, towards a first frame that is known all along. The frame that
a clip ends with is the latent after its last section, which the network is given and does not draw: we append it.
FramePack F1 draws its sections from the first to the last, and knows no end.
"""

from typing import Any

import numpy as np
from jaxtyping import Float32

from generators.hub.family import About, Can, ClipAsked, Counts, How, Sides, number, pictures_of, whole
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError

NETWORK = "HunyuanVideoFramepackTransformer3DModel"
LATENT = 4
"""Frames in a latent."""
SECTION = 9
"""Latents that are drawn at once, as the models have learnt it."""
SECTIONS = 30


class FramePack:
    """With an end or without."""

    def __init__(self, about: About) -> None:
        self.about = about

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A pipeline: the whole of one, or its network alone, and what else is needed from where it was made."""
        from generators.hub.loading import load, load_part, must_be

        pipeline = self.about.pipelines[0]
        # as its authors have it: the network in bfloat16, the others in float16
        others = "float16" if precision == "bfloat16" else precision
        base, eyes = (source.part(name, where) for name, where in self.about.also.items())
        if base is None and eyes is None:
            model = load(source, pipeline, others, {"transformer": precision})
        elif base is None or eyes is None:
            raise SetupError(
                f"model {source.name}: expected both of {', '.join(self.about.also)} from elsewhere, or none"
            )
        else:
            model = load(
                base,
                pipeline,
                others,
                transformer=load_part(source, NETWORK, precision),
                image_encoder=load_part(eyes, "SiglipVisionModel", others, "image_encoder"),
                feature_extractor=load_part(eyes, "SiglipImageProcessor", others, "feature_extractor"),
            )
        must_be(model, source, pipeline, transformer=NETWORK, vae="AutoencoderKLHunyuanVideo")
        model.vae.enable_tiling()  # two sections are decoded at once
        # its attention is one that cannot be fetched layer by layer
        model._exclude_from_cpu_offload = ["image_encoder"]
        return model

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[np.ndarray, "frames height width 3"]:
        """One clip."""
        from generators.hub.arguments import arguments, images

        given = images(clip)
        window = whole(how, "latent_window_size", 1, SECTION)
        if SECTION % window:
            raise RenderError(f"parameter 'latent_window_size': expected a divisor of {SECTION}; got {window}")
        ends = self.about.can.last == "yes"
        sections = (clip.frames - self.about.counts.plus) // (LATENT * window)
        done = 0

        def after(pipeline: Any, step: int, time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            nonlocal done
            done += 1
            how.step(done, sections * how.steps)
            return tensors

        usual = arguments(clip, how) | {
            # it rounds up to sections of fewer frames than it gives, so this is as many sections as we count on
            "num_frames": sections * (LATENT * (window - 1) + 1),
            "callback_on_step_end": after,
        }
        output = model(
            image=given[0],
            last_image=given[clip.frames - 1] if ends else None,
            latent_window_size=window,
            true_cfg_scale=number(how, "true_guidance", 1, 100),
            sampling_type="inverted_anti_drifting" if ends else "vanilla",
            **usual,
        )
        frames = pictures_of(output)
        if ends:
            frames = np.concatenate([frames, clip.keyframes[clip.frames - 1][None] / np.float32(255)])
        return frames


def _about(name: str, title: str, can: Can, checkpoint: str, end: int, says: str) -> About:
    every = LATENT * SECTION
    return About(
        name=name,
        title=title,
        makes="clips",
        can=can,
        checkpoint=checkpoint,
        also={"vae": "hunyuanvideo-community/HunyuanVideo", "image_encoder": "lllyasviel/flux_redux_bfl"},
        licence="Tencent Hunyuan Community",
        pipelines=("HunyuanVideoFramepackPipeline",),
        sides=Sides(32, 640 * 608),
        counts=Counts(every + 1 + end, SECTIONS * every + 1 + end, every=every, plus=1 + end),
        rate=30,
        steps=30,
        guidance=9.0,
        gigabytes=48,
        part_gigabytes=30,
        least_gigabytes=8,
        parameters={"max_sequence_length": 256, "latent_window_size": SECTION, "true_guidance": 1.0},
        meets="the first is its first latent, to 1e-5" + end * ", and the last is its last frame",
        says=f"{says}; what is not wanted counts only with the parameter `true_guidance` above 1, at twice the time.",
    )


FRAMEPACK = FramePack(
    _about(
        "framepack",
        "FramePack, first and last frame to video",
        Can(first=True, last="yes"),
        "lllyasviel/FramePackI2V_HY",
        1,
        "the last keyframe follows on what it draws",
    )
)
FRAMEPACK_F1 = FramePack(
    _about(
        "framepack-f1",
        "FramePack F1, first frame to video",
        Can(first=True),
        "lllyasviel/FramePack_F1_I2V_HY_20250503",
        0,
        "it draws on and on from a keyframe",
    )
)
