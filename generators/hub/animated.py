"""A model of pictures and a motion adapter → a model of clips, of any length. Here torch comes in.

Sources: Guo et al. 2023, "AnimateDiff"; Qiu et al. 2023, "FreeNoise": frames attend to each other within windows, whose
outcomes are blended, and the noise of a window's frames comes again, shuffled, in those that follow.
"""

from collections.abc import Mapping
from typing import Any

from diffusers import DDIMScheduler
from diffusers.models.attention import FreeNoiseTransformerBlock

from generators.hub.family import About, How, whole
from generators.hub.loading import load, load_part, must_be
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError

STRIDE = 4
"""Windows of frames begin at multiples of it, or of what divides it."""
_AT_ONCE = {"spatial_split_size": 4096, "temporal_split_size": 32}
"""Places, and frames, that a layer works on at once: memory that does not grow with them."""


_ALSO = {"motion_adapter": "MotionAdapter", "controlnet": "SparseControlNetModel"}
"""Parts that are taken from elsewhere, and their classes."""


def animated(source: Source, about: About, precision: str, cls: type | None = None) -> Any:
    """A pipeline with the motion that it has, or with a motion adapter, and then with the adapter's schedule.

    Args:
        cls: in the place of the family's class.

    Raises:
        SetupError: it cannot be read, its parts do not go together, or it is of another family.
    """
    pipeline = about.pipelines[0]
    for folder in ("unet", "vae", "text_encoder", "tokenizer"):  # before the hub is asked for what goes with them
        if source.path is not None and source.path.is_dir() and not (source.path / folder).is_dir():
            raise SetupError(f"model {source.name}: expected one of Stable Diffusion 1.5, which has a folder {folder}")
    parts: dict[str, Any] = {}
    for name, usual in about.also.items():
        part = source.part(name, usual)
        if part is not None:
            parts[name] = load_part(part, _ALSO[name], precision)
    model = load(source, cls or pipeline, precision, **parts)
    must_be(model, source, pipeline, unet="UNetMotionModel", vae="AutoencoderKL", text_encoder="CLIPTextModel")
    network = model.unet.config
    if network.cross_attention_dim != model.text_encoder.config.hidden_size or network.get("addition_embed_type"):
        raise SetupError(
            f"model {source.name}: expected one of Stable Diffusion 1.5, such as {about.checkpoint}; its network reads "
            f"{network.cross_attention_dim} features of a word"
        )
    if "motion_adapter" in parts:
        try:
            model.unet.load_motion_modules(parts["motion_adapter"])
        except (RuntimeError, IndexError, AttributeError) as error:
            said = " ".join(str(error).split())[:200]
            raise SetupError(f"model {source.name}: expected a motion adapter that fits: {said}") from error
        model.scheduler = DDIMScheduler.from_config(
            model.scheduler.config,
            beta_schedule="linear",
            clip_sample=False,
            timestep_spacing="linspace",
            steps_offset=1,
        )
    return model


def endless(model: Any) -> None:
    """Have frames attend within windows. Now, as parts that wait outside of a GPU cannot be exchanged."""
    longest = model.unet.config.motion_max_seq_length
    model.enable_free_noise(context_length=min(16, longest), context_stride=STRIDE)
    model.enable_free_noise_split_inference(**_AT_ONCE)
    model.register_modules(motion_adapter=None)  # the network has it


def windows(model: Any, frames: int, how: How) -> tuple[int, int]:
    """Set how many frames attend to each other, and how far apart such windows begin.

    Diffusers weighs the frames behind the last whole window wrongly; so there are none.

    Raises:
        RenderError: a parameter is out of range.
    """
    longest = model.unet.config.motion_max_seq_length
    context, stride = whole(how, "context", 1, longest), whole(how, "stride", 1, STRIDE)
    if context % STRIDE or STRIDE % stride:
        raise RenderError(
            f"parameters 'context' and 'stride': expected a multiple of {STRIDE}, and 1, 2 or {STRIDE}; got {context} "
            f"and {stride}"
        )
    context = min(context, frames)
    for block in model.unet.modules():
        if isinstance(block, FreeNoiseTransformerBlock):
            block.set_free_noise_properties(context, stride, "pyramid")
    return context, stride


def going_over(prompts: Mapping[int, str], fade: int) -> dict[int, str]:
    """Prompts by frame as FreeNoise has them, which mixes from one to the next: each held, and mixed for some frames.

    >>> going_over({0: "a fox runs", 8: "a fox sleeps"}, 2)
    {0: 'a fox runs', 5: 'a fox runs', 8: 'a fox sleeps'}
    """
    found: dict[int, str] = {}
    before = 0
    for frame, words in sorted(prompts.items()):
        if frame:
            found[max(before, frame - 1 - fade)] = found[before]
        found[frame] = words
        before = frame
    return found
