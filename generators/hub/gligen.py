"""Who is where → what a UNet with gated attention is told of it. Source: Li et al. 2023 (GLIGEN), sections 3.1, 4."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from diffusers.pipelines.stable_diffusion.clip_image_project_model import CLIPImageProjection
from jaxtyping import Float
from PIL import Image
from torch import Tensor
from transformers import CLIPProcessor, CLIPVisionModelWithProjection

from generators.hub.family import Who
from storyline.frames.clip import Picture

LEAST = 30
"""Tokens of entities that its models were taught with; those that nobody has are told as nobody's."""
NORM = 28.7
"""Of a picture's features, as long as a phrase's."""


class GligenImagePipeline(StableDiffusionPipeline):  # type: ignore[misc]
    """Stable Diffusion with what looks at pictures of entities: the parts that such a model consists of."""

    model_cpu_offload_seq = "text_encoder->image_encoder->image_project->unet->vae"

    def __init__(
        self,
        vae: Any,
        text_encoder: Any,
        tokenizer: Any,
        processor: CLIPProcessor,
        image_encoder: CLIPVisionModelWithProjection,
        image_project: CLIPImageProjection,
        unet: Any,
        scheduler: Any,
        safety_checker: Any = None,
        feature_extractor: Any = None,
        requires_safety_checker: bool = False,
    ) -> None:
        """Of its parts."""
        super().__init__(
            vae, text_encoder, tokenizer, unet, scheduler, safety_checker, feature_extractor, image_encoder,
            requires_safety_checker,
        )  # fmt: skip
        self.register_modules(processor=processor, image_project=image_project)


def grounding(model: Any, who: Sequence[Who], device: torch.device) -> Mapping[str, Float[Tensor, "2 entities ..."]]:
    """What the network is told of everybody, as `Told.grounding`: nobody without the words, everybody with them.

    Args:
        device: where the words are. A pipeline's own answer to that takes milliseconds each time.
    """
    if not who:
        return {}
    count, n = max(LEAST, len(who)), len(who)
    first = next(model.unet.position_net.parameters())
    width = model.unet.config.cross_attention_dim

    def among(values: Tensor, *shape: int) -> Tensor:
        all_of_them = torch.zeros(2, count, *shape, dtype=first.dtype)
        all_of_them[1, : len(values)] = values
        return all_of_them.to(device)

    shared = {"boxes": among(torch.tensor([one.box.root for one in who]), 4), "masks": among(torch.ones(n))}
    phrases = among(_phrases(model, device, [one.phrase for one in who]), width)
    if model.unet.config.attention_type == "gated":
        return shared | {"positive_embeddings": phrases}
    seen = torch.tensor([bool(one.references) for one in who])
    features = torch.zeros(n, width)
    if seen.any():
        features[seen] = _pictures(model, device, [one.references[0] for one in who if one.references])
    return shared | {
        "phrases_masks": among(torch.ones(n)),
        "image_masks": among(seen.float()),
        "phrases_embeddings": phrases,
        "image_embeddings": among(features, width),
    }


def _phrases(model: Any, device: torch.device, phrases: Sequence[str]) -> Float[Tensor, "n features"]:
    """What they mean, each as a whole."""
    room = model.tokenizer.model_max_length
    told = model.tokenizer(list(phrases), padding=True, truncation=True, max_length=room, return_tensors="pt")
    output = model.text_encoder(**told.to(device))
    return output.pooler_output.float().cpu()  # type: ignore[no-any-return]


def _pictures(model: Any, device: torch.device, pictures: Sequence[Picture]) -> Float[Tensor, "n features"]:
    """What they show, as a phrase would mean it."""
    pixels = model.processor(images=[Image.fromarray(np.asarray(p)) for p in pictures], return_tensors="pt")
    pixels = pixels.pixel_values.to(device, model.image_encoder.dtype)
    features = model.image_project(model.image_encoder(pixels).image_embeds).float().cpu()
    return features / features.norm(dim=-1, keepdim=True) * NORM  # type: ignore[no-any-return]
