"""What is asked of a clip → the arguments that video pipelines of diffusers share. Here torch comes in."""

from collections.abc import Mapping
from typing import Any

from PIL import Image

from generators.hub.family import ClipAsked, How, callback, whole
from generators.hub.loading import generator


def arguments(clip: ClipAsked, how: How) -> dict[str, Any]:
    """Of a pipeline that takes one prompt, gives float arrays, and calls back after every step.

    Raises:
        RenderError: a parameter is out of range.
    """
    return {
        "prompt": clip.prompts[0],
        "negative_prompt": clip.negative or None,
        "width": how.size.width,
        "height": how.size.height,
        "num_frames": clip.frames,
        "num_inference_steps": how.steps,
        "guidance_scale": how.guidance,
        "max_sequence_length": whole(how, "max_sequence_length", 1, 4096),
        "generator": generator(clip.seed),
        "output_type": "np",
        **callback(how),
    }


def images(clip: ClipAsked) -> Mapping[int, Image.Image]:
    """A clip's keyframes as pipelines take them, by their frame."""
    return {frame: Image.fromarray(picture) for frame, picture in sorted(clip.keyframes.items())}
