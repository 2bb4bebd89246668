"""Self-attention in which the panels of a scene see each other, so that whoever is in them looks alike.

Beside its own tokens, each panel is shown a random part of the tokens of the panels that are seen. Those are the first
ones of a scene; the panels after them see them, and are seen by nobody, so that what is at work at once is bounded.

Source: Zhou et al. 2024, "StoryDiffusion: Consistent Self-Attention for Long-Range Image and Video Generation", section
3.1 and algorithm 1. Our own: all panels take each step before any takes the next, so that what is seen is kept for one
step, not for all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor

from storyline.diffusion.noise import seed_of


class Sight:
    """What panels at work look at."""

    def __init__(self, fraction: float, seed: int) -> None:
        """Nothing yet.

        Args:
            fraction: of the tokens of a panel, that others are shown.
            seed: decides which.
        """
        self.fraction, self.seed = fraction, seed
        self.step = 0
        self.panels = 0
        """At work; each of them without words and with, or with words alone."""
        self.blind = True
        """Whether they see only themselves, and are not remembered."""
        self.seen = False
        """Whether they are those that are seen; else they see what is remembered."""

    def shown(self, tokens: int, panel: int) -> Int[Tensor, "shown"]:
        """Which of a panel's tokens others are shown at this step, rising; the same at all layers of a size."""
        random = torch.Generator().manual_seed(seed_of(self.seed, "shown", self.step, tokens, panel))
        chosen = torch.randperm(tokens, generator=random)[: round(self.fraction * tokens)]
        return chosen.sort().values


class AmongPanels:
    """A processor of self-attention in the place of another one, which does the reckoning."""

    def __init__(self, usual: Any, sight: Sight) -> None:
        self._usual, self._sight = usual, sight
        self._remembered: Tensor | None = None

    def __call__(self, attn: Any, hidden_states: Tensor, *args: Any, **others: Any) -> Tensor:
        """Attend."""
        sight = self._sight
        if sight.blind:
            return self._usual(attn, hidden_states, *args, **others)  # type: ignore[no-any-return]
        x = hidden_states.reshape(-1, sight.panels, *hidden_states.shape[1:])
        if sight.seen:
            chosen = [sight.shown(x.shape[2], n).to(x.device) for n in range(sight.panels)]
            self._remembered = torch.stack([x[:, n, tokens] for n, tokens in enumerate(chosen)], 1)
        assert self._remembered is not None, "those that are seen come first"
        there = self._remembered
        looked_at = []
        for n in range(sight.panels):
            known = [there[:, m] for m in range(there.shape[1]) if not (sight.seen and m == n)]
            looked_at.append(torch.cat([x[:, n], *known], 1))
        others["encoder_hidden_states"] = torch.stack(looked_at, 1).flatten(0, 1)
        return self._usual(attn, hidden_states, *args, **others)  # type: ignore[no-any-return]


@contextmanager
def among_panels(network: Any, fraction: float, seed: int) -> Iterator[Sight]:
    """Have the second half of a UNet, where pictures get their details, look at other panels, for a while."""
    usual, sight = dict(network.attn_processors), Sight(fraction, seed)
    network.set_attn_processor(
        {
            name: AmongPanels(one, sight) if name.startswith("up_blocks") and ".attn1." in name else one
            for name, one in usual.items()
        }
    )
    try:
        yield sight
    finally:
        network.set_attn_processor(usual)
