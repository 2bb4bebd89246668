"""The same network, steps and windows in other orders: what the hierarchy is measured against.

They are generators like any other: for benchmarks, and for who wants frames in the order in which they are seen.
All latents of a shot are made by its task `latents/<shot>`, one window after the other; the others decode.
"""

from typing import Any

from generators.nuwa_xl.generator import NuwaXL


def plain(**settings: Any) -> NuwaXL:
    """The pipeline of the paper: keyframes at even distances over the shot, no anchors, then all between.

    Source: Yin et al. 2023 (NUWA-XL), section 3.4.
    """
    return NuwaXL(name="nuwa-xl-plain", order="plain", **settings)


def autoregressive(**settings: Any) -> NuwaXL:
    """Each window goes on from the last frames of the one before: `context` of them, a quarter of it when not given.

    Source: the comparison of Yin et al. 2023, table 1 ("AR over X").
    """
    return NuwaXL(name="nuwa-xl-autoregressive", order="autoregressive", **settings)


def by_frame(**settings: Any) -> NuwaXL:
    """Each frame alone: they share their noise and what the storyboard says, and nothing else."""
    return NuwaXL(name="nuwa-xl-by-frame", order="by-frame", **settings)
