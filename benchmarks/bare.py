"""What families of the hub draw, by diffusers' own pipelines with none of ours around them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
from PIL import Image

from generators.hub.arguments import images
from generators.hub.family import ClipAsked, How, PanelAsked, Who
from generators.hub.loading import generator
from generators.hub.starting import latent_size
from storyline.diffusion.latents import shuffled
from storyline.schema.layout import Box

Draw = Callable[[int], Any]
"""So many pictures, or clips, at once."""
WHO = (Who("fox", "a red fox", Box((0.1, 0.2, 0.5, 0.9))), Who("hare", "a hare", Box((0.6, 0.4, 0.9, 0.9))))
PANEL = PanelAsked("a red fox and a hare in a forest", "ugly", WHO, 7)
"""What all of them draw."""


def _shared(how: How, count: int) -> dict[str, Any]:
    return {
        "prompt": [PANEL.prompt] * count, "negative_prompt": [PANEL.negative] * count, "width": how.size.width,
        "height": how.size.height, "num_inference_steps": how.steps, "guidance_scale": how.guidance,
        "output_type": "np",
    }  # fmt: skip


def _noises(count: int) -> list[torch.Generator]:
    return [generator(PANEL.seed + n) for n in range(count)]


def _sd15(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    return lambda count: model(**_shared(how, count), generator=_noises(count)).images


def _gligen(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    components = {name: part for name, part in model.components.items() if name != "image_encoder"}
    packaged = diffusers.StableDiffusionGLIGENPipeline(**components, requires_safety_checker=False)
    packaged.set_progress_bar_config(disable=True)
    who = {"gligen_phrases": [w.phrase for w in WHO], "gligen_boxes": [list(w.box.root) for w in WHO]}
    share = {"gligen_scheduled_sampling_beta": how.parameters["beta"]}
    return lambda count: packaged(**_shared(how, count), **who, **share, generator=_noises(count)).images


def _animatediff(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    whole = diffusers.AnimateDiffPipeline.from_pretrained(str(folder), dtype=model.unet.dtype, use_safetensors=True)
    whole.to(model.device)
    whole.set_progress_bar_config(disable=True)
    shape = (clip.frames, model.unet.config.in_channels, *latent_size(model, how))

    def draw(count: int) -> Any:
        noise = shuffled(clip.seed, shape, min(16, clip.frames), 4).to(whole.unet.dtype)
        latents = noise.transpose(0, 1)[None].repeat(count, 1, 1, 1, 1)
        return whole(**_shared(how, count), num_frames=clip.frames, latents=latents, generator=_noises(count)).frames

    return draw


def _wan_vace(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    size, keyframes = how.size.root, images(clip)
    video = [keyframes.get(n, Image.new("RGB", size, (128, 128, 128))) for n in range(clip.frames)]
    mask = [Image.new("L", size, 0 if n in keyframes else 255) for n in range(clip.frames)]
    words = {"prompt": PANEL.prompt, "negative_prompt": PANEL.negative}
    given = _shared(how, 1) | words | {"video": video, "mask": mask, "num_frames": clip.frames}
    return lambda count: model(**given, generator=generator(clip.seed)).frames


def _ltx(model: Any, folder: Path, clip: ClipAsked, how: How) -> Draw:
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    conditions = [LTXVideoCondition(image=image, frame_index=n) for n, image in images(clip).items()]
    frames = {"conditions": conditions, "num_frames": clip.frames, "frame_rate": clip.rate}
    usual = {name: how.parameters[name] for name in ("image_cond_noise_scale", "decode_timestep", "decode_noise_scale")}
    return lambda count: model(**frames, **usual, **_shared(how, count), generator=generator(clip.seed)).frames


Bare = Callable[[Any, Path, ClipAsked, How], Draw]
BARE: Mapping[str, Bare] = {
    "gligen": _gligen,
    "sd15": _sd15,
    "animatediff": _animatediff,
    "wan-vace": _wan_vace,
    "ltx": _ltx,
}
"""By the family's name: its model, where that lies, and what is asked for → what draws so much of it at once."""
