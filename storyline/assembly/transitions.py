"""Two overlapping frames → one, for each kind of transition.

`share` runs from 0 (only the shot before) to 1 (only this one), both excluded.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np

from storyline.frames.clip import Picture
from storyline.schema.script import TransitionKind
from storyline.schema.storyboard import Transition

_SOFT = 0.06
"""Width of a wipe's soft edge, in frame widths."""


def mixed(transition: Transition, since: int, before: Picture, after: Picture) -> Picture:
    """A frame of a transition of which `since` frames have passed."""
    return TRANSITIONS[transition.kind](before, after, (since + 1) / (transition.overlap + 1))


def dissolve(before: Picture, after: Picture, share: float) -> Picture:
    """One shot shines through the other."""
    return np.asarray(cv2.addWeighted(before, 1 - share, after, share, 0))


def fade(before: Picture, after: Picture, share: float) -> Picture:
    """Through black: the shot before goes dark, then this one comes up."""
    return dim(before, 1 - 2 * share) if share < 0.5 else dim(after, 2 * share - 1)


def wipe(before: Picture, after: Picture, share: float) -> Picture:
    """A soft edge moves from left to right; this shot is behind it."""
    width = before.shape[1]
    edge = share * (1 + _SOFT)
    weight = np.clip((edge - (np.arange(width) + 0.5) / width) / _SOFT, 0, 1)
    mixed = before.copy()
    whole = int(np.searchsorted(-weight, -1, side="right"))
    part = int(np.searchsorted(-weight, 0, side="left"))
    mixed[:, :whole] = after[:, :whole]
    blend = weight[whole:part, None]
    mixed[:, whole:part] = np.rint(before[:, whole:part] * (1 - blend) + after[:, whole:part] * blend)
    return mixed


def dim(frame: Picture, light: float) -> Picture:
    """A frame at a share of its light, 0..1."""
    return np.asarray(cv2.convertScaleAbs(frame, alpha=light))


TRANSITIONS: Mapping[TransitionKind, Callable[[Picture, Picture, float], Picture]] = MappingProxyType(
    {"dissolve": dissolve, "fade": fade, "wipe": wipe}
)
"""A cut is not among them: it mixes nothing."""
