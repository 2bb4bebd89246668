"""Panels of a scene → their pictures, denoised side by side in sight of each other. Here torch comes in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from generators.hub.among_panels import Sight, among_panels
from generators.hub.denoising import Told, decoded, told
from generators.hub.family import Drawn, How, PanelAsked, number, whole
from generators.hub.loading import generator
from storyline.diffusion.guidance import guided


def drawn(model: Any, panels: Sequence[PanelAsked], how: How) -> Iterator[Drawn]:
    """A picture for each panel.

    Raises:
        RenderError: a parameter is out of range.
    """
    fraction, at_once = number(how, "shown", 0, 1), whole(how, "at_once", 1, 64)
    blind = number(how, "blind_until", 0, 1)
    network = _Network(model, how, [told(model, panel.prompt, panel.negative, how.size) for panel in panels])
    groups = [range(n, min(n + at_once, len(panels))) for n in range(0, len(panels), at_once)]
    scheduler, random = model.scheduler, [generator(panel.seed) for panel in panels]
    scheduler.set_timesteps(how.steps, device=model._execution_device)
    latents = model.prepare_latents(
        len(panels), model.unet.config.in_channels, how.size.height, how.size.width, network.told[0].words.dtype,
        model._execution_device, random, None,
    )  # fmt: skip
    others = model.prepare_extra_step_kwargs(random, 0.0)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)
    times = scheduler.timesteps
    with among_panels(model.unet, fraction, panels[0].seed) as sight:
        for n, t in enumerate(times):
            sight.step, sight.blind = n, fraction == 0 or len(panels) == 1 or n < blind * len(times)
            scaled = scheduler.scale_model_input(latents, t)
            output = torch.cat([network.predicted(scaled, t, group, sight) for group in groups])
            latents = scheduler.step(output, t, latents, **others, return_dict=False)[0]
            how.step(n + 1, len(times))
    for picture in latents:
        yield decoded(model, picture[None])


@dataclass(frozen=True)
class _Network:
    model: Any
    how: How
    told: Sequence[Told]
    """Of each panel."""

    def predicted(
        self, scaled: Float[Tensor, "panels c h w"], t: Tensor, group: range, sight: Sight
    ) -> Float[Tensor, "group c h w"]:
        """What the network gives for some of the panels; the first ones are those that are seen."""
        sight.panels, sight.seen = len(group), group.start == 0
        halves = (0, 1) if self.how.guidance > 1 else (1,)
        output = self.model.unet(
            torch.cat([scaled[group.start : group.stop]] * len(halves)),
            t,
            encoder_hidden_states=torch.stack([self.told[n].words[half] for half in halves for n in group]),
            added_cond_kwargs=self._added(group, halves) or None,
            return_dict=False,
        )[0]
        if len(halves) == 1:
            return output  # type: ignore[no-any-return]
        without, with_words = output.chunk(2)
        return guided(with_words, without, self.how.guidance)

    def _added(self, group: range, halves: Sequence[int]) -> Mapping[str, Tensor]:
        return {
            name: torch.stack([self.told[n].added[name][half] for half in halves for n in group])
            for name in self.told[0].added
        }
