"""Where a video cuts: the picture changes at once, much more than around it."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from jaxtyping import UInt8

from storyline.frames.clip import Picture

CUT = 18.0
"""Mean change of hue, saturation and value from frame to frame that is a cut, where it stands out."""
_THUMB = (64, 36)
_AT_ONCE = 3.0
"""How many times as much as around it a cut changes the picture."""

Thumb = UInt8[np.ndarray, "y x 3"]


def cuts(frames: Iterable[Picture], least: float = CUT) -> tuple[int, ...]:
    """The numbers of the frames before which there is a cut. They are taken one by one."""
    changes: list[float] = []
    before: Thumb | None = None
    for frame in frames:
        now = thumb(frame)
        if before is not None:
            changes.append(change(before, now))
        before = now
    return tuple(n + 1 for n in range(len(changes)) if stands_out(changes, n, least))


def thumb(frame: Picture) -> Thumb:
    """A frame made small, in hue, saturation and value."""
    return np.asarray(cv2.cvtColor(cv2.resize(frame, _THUMB, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2HSV))


def change(a: Thumb, b: Thumb) -> float:
    """Mean absolute difference of hue (which goes round), saturation and value."""
    difference = np.abs(a.astype(np.int16) - b.astype(np.int16))
    difference[..., 0] = np.minimum(difference[..., 0], 180 - difference[..., 0])
    return float(np.mean(difference))


def stands_out(changes: Sequence[float], n: int, least: float) -> bool:
    """Whether a change is a cut among those around it."""
    around = [*changes[max(0, n - 4) : n], *changes[n + 1 : n + 5]]
    usual = float(np.median(around)) if around else 0.0
    return changes[n] > max(least, _AT_ONCE * usual)
