"""A clip from its first keyframe, or from both ends, by a pipeline that only knows how to go on. Here torch comes in.

With two keyframes the clip is denoised twice in one batch: from the first keyframe on, and, with the frames in reverse
order, from the last. After each step the two are mixed, frame by frame: the first is all of one, the last all of the
other. As a step of Euler's is linear in what the network predicts, this is as if the two predictions were mixed.

Source: Feng et al. 2024, "Explorative Inbetweening of Time and Space", section 4.1, without noise that is put in again.
"""

from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Float32
from PIL import Image
from torch import Tensor

from generators.hub.family import ClipAsked, How, number, whole
from generators.hub.loading import generator
from generators.hub.starting import starting_noise


def drawn(model: Any, clip: ClipAsked, how: How) -> Float32[np.ndarray, "frames height width 3"]:
    """The clip's frames.

    Raises:
        RenderError: a parameter is out of range.
    """
    fps = whole(how, "fps", 0, 100)
    images = [Image.fromarray(picture) for _, picture in sorted(clip.keyframes.items())]
    noise = starting_noise(model, clip, how, model.unet.config.in_channels // 2)

    def after(pipeline: Any, step: int, time: Any, given: dict[str, Any]) -> dict[str, Any]:
        how.step(step + 1, pipeline.num_timesteps)
        return {"latents": mixed(given["latents"]) if len(images) > 1 else given["latents"]}

    latents = model(
        image=images,
        width=how.size.width,
        height=how.size.height,
        num_frames=clip.frames,
        num_inference_steps=how.steps,
        min_guidance_scale=number(how, "min_guidance", 0, 1000),
        max_guidance_scale=how.guidance,
        fps=fps or min(30, max(5, round(clip.rate))),
        motion_bucket_id=whole(how, "motion_bucket_id", 0, 255),
        noise_aug_strength=number(how, "noise_aug_strength", 0, 10),
        latents=torch.stack([noise, noise.flip(0)][: len(images)]),
        generator=generator(clip.seed),
        output_type="latent",
        callback_on_step_end=after,
    ).frames
    frames = model.decode_latents(latents[:1], clip.frames, whole(how, "decode_at_once", 1, 1000))
    model.maybe_free_model_hooks()
    return np.asarray(model.video_processor.postprocess_video(frames, output_type="np")[0], np.float32)


def mixed(both: Float[Tensor, "2 frames c h w"]) -> Float[Tensor, "2 frames c h w"]:
    """Two clips, the second backwards, as one: both ways again."""
    forth, back = both[0], both[1].flip(0)
    later = torch.linspace(0, 1, len(forth), dtype=both.dtype, device=both.device).reshape(-1, 1, 1, 1)
    one = forth * (1 - later) + back * later
    return torch.stack([one, one.flip(0)])
