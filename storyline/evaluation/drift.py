"""How a clip goes wrong over time: at its ends, at its seams, in its colours, from frame to frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from storyline.frames.clip import Picture

_NOTHING = 0.2
"""A mean difference, of 255, that nobody sees: what stands still has no seams."""


@dataclass(frozen=True)
class Drift:
    """Differences are of values 0..255."""

    frames: int
    endpoint_error: float
    """Mean difference of the clip's frames at its keyframes from these."""
    seam: float
    """How much larger the steps at seams are than those around them: 1 where none is seen."""
    colour: float
    """Distance of the mean colour of the last frames from that of the first."""
    flicker: float
    """Mean change of change, outside of figures: 0 for what stands still or changes evenly."""
    change: float
    """Mean change from frame to frame, outside of figures."""


def drift(
    clip: Iterable[Picture],
    keyframes: Sequence[tuple[int, Picture]],
    figures: Iterable[Bool[np.ndarray, "h w"]],
    seams: Sequence[int],
    block: int = 8,
) -> Drift:
    """Measure a clip in one pass.

    Args:
        clip: all its frames, in order; only three are held at once.
        keyframes: frames of the clip, each with the picture that is to be there.
        figures: for each frame, where figures stand: what changes there is no flicker.
        seams: frames at which what was made apart meets, and nothing else is to be seen.
        block: how many of the first and last frames give its colours.
    """
    stills = dict(keyframes)
    errors: list[float] = []
    steps: list[float] = []
    colours: list[Float[np.ndarray, " 3"]] = []
    flickers: list[float] = []
    changes: list[float] = []
    earlier: list[tuple[Float[np.ndarray, "h w 3"], Bool[np.ndarray, "h w"]]] = []
    for number, (picture, covered) in enumerate(zip(clip, figures, strict=True)):
        frame = picture.astype(np.float32)
        if number in stills:
            errors.append(float(np.abs(frame - stills[number]).mean()))
        colours.append(frame.mean((0, 1)))
        if earlier:
            before, there = earlier[-1]
            steps.append(float(np.abs(frame - before).mean()))
            changes.append(_mean(np.abs(frame - before), ~(covered | there)))
        if len(earlier) == 2:
            first, second = earlier
            flickers.append(_mean(np.abs(frame - 2 * second[0] + first[0]), ~(covered | second[1] | first[1])))
        earlier = [*earlier, (frame, covered)][-2:]
    count = len(colours)
    part = max(1, min(block, count // 2))
    apart = np.mean(colours[-part:], 0) - np.mean(colours[:part], 0) if count else np.zeros(3)
    return Drift(
        frames=count,
        endpoint_error=float(np.mean(errors)) if errors else 0.0,
        seam=seam_ratio(steps, seams),
        colour=float(np.linalg.norm(apart)),
        flicker=float(np.mean(flickers)) if flickers else 0.0,
        change=float(np.mean(changes)) if changes else 0.0,
    )


def seam_ratio(steps: Sequence[float], seams: Sequence[int]) -> float:
    """The mean step into and out of the frame at a seam, over its neighbours': the median over seams; 1 without any.

    `steps[n]` leads from frame n to n + 1. Neighbours are the two steps on either side, so that a fast part of a clip
    is compared with itself.
    """
    ratios = []
    for seam in seams:
        own = [steps[n] for n in (seam - 1, seam) if 0 <= n < len(steps)]
        near = [steps[n] for n in (seam - 3, seam - 2, seam + 1, seam + 2) if 0 <= n < len(steps)]
        if own and near:
            ratios.append((float(np.mean(own)) + _NOTHING) / (float(np.mean(near)) + _NOTHING))
    return float(np.median(ratios)) if ratios else 1.0


def mean_drift(clips: Sequence[Drift]) -> Drift:
    """The mean over clips, each by its frames. Raises ValueError if there are none."""
    total = sum(clip.frames for clip in clips)
    if not total:
        raise ValueError("drift: expected clips; got none")
    names = ("endpoint_error", "seam", "colour", "flicker", "change")
    means = {name: sum(getattr(clip, name) * clip.frames for clip in clips) / total for name in names}
    return Drift(frames=total, **means)


def _mean(values: Float[np.ndarray, "h w 3"], where: Bool[np.ndarray, "h w"]) -> float:
    return float(values[where].mean()) if where.any() else 0.0
