"""Any pipeline of diffusers that takes a picture and words: inpainting, image to image, or by instruction.

One that only makes pictures (Stable Diffusion and its like) is asked for its own inpainting, else image to image.
"""

import inspect
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Float32
from PIL import Image

from editors.diffusion.protocol import How
from storyline.diffusion.sources import Source
from storyline.errors import EditError
from storyline.frames.clip import Picture

_MULTIPLE = 8
"""Pixels of a side come in multiples of it, where a pipeline does not say."""


class PipelineEditor:
    """A pipeline, read when it is first needed. Weights are read from safetensors alone."""

    def __init__(self, source: str) -> None:
        """A folder as diffusers saves pipelines, or the name of one on the hub, with `@` and a revision."""
        self._source = source

    def redraw(self, picture: Picture, region: Float32[np.ndarray, "h w"], how: How) -> Picture:
        """See `ImageEditor`."""
        import torch

        takes = inspect.signature(self._pipeline.__call__).parameters
        multiple = int(getattr(self._pipeline, "vae_scale_factor", _MULTIPLE))
        rows, columns = (max(multiple, round(side / multiple) * multiple) for side in picture.shape[:2])
        given = {
            "prompt": how.prompt,
            "negative_prompt": how.negative_prompt or None,
            "image": Image.fromarray(picture).resize((columns, rows), Image.Resampling.LANCZOS),
            "mask_image": Image.fromarray((region > 0.02).astype(np.uint8) * 255).resize((columns, rows)),
            "height": rows,
            "width": columns,
            "strength": how.strength,
            "guidance_scale": how.guidance,
            "num_inference_steps": how.steps,
            "generator": torch.Generator().manual_seed(how.seed),  # on the CPU: the same noise on every device
            "output_type": "np",
        }
        try:
            made = self._pipeline(**{name: value for name, value in given.items() if name in takes})
        except (RuntimeError, ValueError, TypeError) as error:
            raise EditError(f"{self._source}: the pipeline cannot redraw this: {_short(error)}") from error
        if any(getattr(made, "nsfw_content_detected", None) or ()):
            raise EditError(f"{self._source}: its own filter keeps the picture back; ask for something else")
        drawn = np.asarray(made.images[0])
        if not np.isfinite(drawn).all():
            raise EditError(f"{self._source}: the pipeline gave no numbers (NaN); try it in single precision")
        whole = Image.fromarray((drawn * 255).round().clip(0, 255).astype(np.uint8))
        return np.asarray(whole.resize(picture.shape[1::-1], Image.Resampling.LANCZOS))

    @cached_property
    def _pipeline(self) -> Any:
        try:
            import diffusers
            import torch
            import transformers
        except ImportError as error:
            raise EditError(
                f"{self._source}: redrawing needs PyTorch and diffusers ({error}); "
                "install them with `pip install 'storyline[learned]'`"
            ) from None
        diffusers.utils.logging.disable_progress_bar()  # we have our own
        transformers.utils.logging.disable_progress_bar()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            halves = {"torch_dtype": torch.float16} if device == "cuda" else {}
            source = Source.parse(self._source)
            commit = {} if source.path else {"revision": source.identity["commit"]}
            read = diffusers.DiffusionPipeline.from_pretrained(source.name, use_safetensors=True, **commit, **halves)
            pipeline = _of_pictures(read)
        except Exception as error:  # of diffusers, the hub, safetensors or torch, each with its own
            raise EditError(
                f"{self._source}: expected a folder with a pipeline of diffusers (safetensors) that redraws pictures, "
                f"or the name of one on Hugging Face's hub: {_short(error)}"
            ) from None
        pipeline.set_progress_bar_config(disable=True)
        return pipeline.to(device)


def _of_pictures(pipeline: Any) -> Any:
    """A pipeline that takes pictures, with the weights of one that may not."""
    if "image" in inspect.signature(pipeline.__call__).parameters:
        return pipeline
    import diffusers

    try:
        return diffusers.AutoPipelineForInpainting.from_pipe(pipeline)
    except ValueError:  # there is none of its family
        return diffusers.AutoPipelineForImage2Image.from_pipe(pipeline)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
