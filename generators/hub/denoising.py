"""Noise → a picture, by Stable Diffusion 1.x, 2.x and XL: a loop of our own, into which others reach at every step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from generators.hub.family import Drawn, How
from generators.hub.loading import generator, load, must_have, unchecked
from storyline.diffusion.guidance import guided
from storyline.diffusion.sources import Source
from storyline.schema.media import FrameSize

Latents = Float[Tensor, "1 channels rows columns"]
Before = Callable[[int, Tensor, Tensor], Tensor]
"""The number of a step, its time and the latents before it → the latents that it begins with."""


@dataclass(frozen=True)
class Told:
    """What the network is told beside the latents: without the words first, then with them."""

    words: Float[Tensor, "told tokens width"]
    added: Mapping[str, Float[Tensor, "told _"]] = field(default_factory=dict)
    """What XL is told besides."""
    grounding: Mapping[str, Float[Tensor, "told ..."]] = field(default_factory=dict)
    """Who is where, for a network with gated attention."""

    @property
    def with_words(self) -> "Told":
        """The second half."""
        return Told(
            self.words[1:],
            {name: part[1:] for name, part in self.added.items()},
            {name: part[1:] for name, part in self.grounding.items()},
        )


def drawing(source: Source, pipeline: str, precision: str) -> Any:
    """A pipeline that the loop draws with: without a safety checker, which the loop would not ask.

    Raises:
        SetupError: it cannot be loaded, or the loop would draw wrongly with it.
    """
    model = load(source, pipeline, precision, **unchecked(pipeline))
    must_draw(model, source, pipeline)
    return model


def must_draw(model: Any, source: Source, pipeline: str) -> None:
    """Refuse a model that the loop would draw wrongly, or not at all.

    Raises:
        SetupError: its network is not of the pipeline's kind, or made for something else than drawing from words.
    """
    must_have(
        model,
        source,
        pipeline,
        "unet",
        addition_embed_type="text_time" if "XL" in pipeline else None,
        in_channels=model.vae.config.latent_channels,  # more of them are for painting into pictures
        time_cond_proj_dim=None,  # else it is distilled, for a few steps and no guidance
        class_embed_type=None,
    )


def told(model: Any, prompt: str, negative: str, size: FrameSize) -> Told:
    """What a network is told of a picture, without and with its words."""
    device, given = model._execution_device, negative or None
    if not hasattr(model, "text_encoder_2"):
        words, without = model.encode_prompt(prompt, device, 1, True, given)
        return Told(torch.cat([without, words]))
    words, without, pooled, pooled_without = model.encode_prompt(prompt, device=device, negative_prompt=given)
    times = torch.tensor([[size.height, size.width, 0, 0, size.height, size.width]] * 2, dtype=words.dtype)
    added = {"text_embeds": torch.cat([pooled_without, pooled]), "time_ids": times.to(device)}
    return Told(torch.cat([without, words]), added)


def predicted(model: Any, told: Told, latents: Latents, t: Tensor) -> Float[Tensor, "told channels rows columns"]:
    """What the network gives for latents that are scaled to its liking, one for each that it is told of."""
    output = model.unet(
        latents.expand(len(told.words), -1, -1, -1),
        t,
        encoder_hidden_states=told.words,
        added_cond_kwargs=dict(told.added) or None,
        cross_attention_kwargs={"gligen": dict(told.grounding)} if told.grounding else None,
        return_dict=False,
    )
    return output[0]  # type: ignore[no-any-return]


def denoised(
    model: Any,
    told: Told,
    how: How,
    seed: int,
    *,
    before: Before = lambda n, t, latents: latents,
    grounded: float = 1.0,
) -> Latents:
    """Latents of a picture.

    Args:
        before: called before each step.
        grounded: the share of the steps, from the first on, that are told who is where (GLIGEN's scheduled sampling).
    """
    scheduler, device, random = model.scheduler, told.words.device, generator(seed)
    scheduler.set_timesteps(how.steps, device=device)
    steps = scheduler.timesteps
    channels = model.unet.config.in_channels
    latents = model.prepare_latents(
        1, channels, how.size.height, how.size.width, told.words.dtype, device, random, None
    )
    others = model.prepare_extra_step_kwargs(random, 0.0)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)
    for n, t in enumerate(steps):
        latents = before(n, t, latents)
        now = told if n < max(grounded > 0, int(grounded * len(steps))) else replace(told, grounding={})
        scaled = scheduler.scale_model_input(latents, t)
        if how.guidance > 1:
            without, with_words = predicted(model, now, scaled, t).chunk(2)
            output = guided(with_words, without, how.guidance)
        else:
            output = predicted(model, now.with_words, scaled, t)
        latents = scheduler.step(output, t, latents, **others, return_dict=False)[0]
        how.step(n + 1, len(steps))
    return latents  # type: ignore[no-any-return]


def decoded(model: Any, latents: Latents) -> Drawn:
    """The picture of one's latents."""
    vae = model.vae
    half = vae.dtype == torch.float16 and vae.config.force_upcast  # it overflows
    if half:
        vae.to(dtype=torch.float32)
    latents = latents.to(vae.dtype) / vae.config.scaling_factor
    if getattr(vae.config, "latents_mean", None) is not None:
        mean, spread = (
            torch.tensor(numbers, dtype=vae.dtype, device=latents.device).view(1, -1, 1, 1)
            for numbers in (vae.config.latents_mean, vae.config.latents_std)
        )
        latents = latents * spread + mean
    picture = vae.decode(latents, return_dict=False)[0]
    if half:
        vae.to(dtype=torch.float16)
    found = model.image_processor.postprocess(picture, output_type="np")[0]
    model.maybe_free_model_hooks()
    return np.asarray(found, np.float32)
