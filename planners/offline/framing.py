"""Shot size, angle and camera: what part of the place the frame shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from planners.offline.stage import Pose
from storyline.schema.camera import Camera, ShotSize

_FILL: dict[str, float] = {"FS": 0.6, "MWS": 0.78, "MS": 0.98, "MCU": 1.3, "CU": 1.75, "ECU": 2.8}
"""Height of the figure in the frame; above 1 it is cut below."""
_MOST: dict[str, float] = {"EWS": 1.0, "WS": 1.0, "FS": 1.7, "MWS": 1.9, "MS": 2.3, "MCU": 2.8, "CU": 3.4, "ECU": 4.6}
_HEADROOM = 0.14
_LOWEST = 0.86
"""Figures shown whole stand above the subtitles."""


@dataclass(frozen=True)
class Extent:
    """A part of the master view."""

    left: float
    top: float
    right: float
    bottom: float


def extent(poses: Sequence[Pose]) -> Extent:
    """What holds all of these."""
    return Extent(
        min(p.left for p in poses), min(p.top for p in poses), max(p.right for p in poses), max(p.y for p in poses)
    )


def framed(size: ShotSize, shown: Extent) -> Camera:
    """The camera that shows a part of the place at a shot size; it stays inside the master view."""
    if size in ("EWS", "WS"):
        return Camera()
    height, width = max(0.02, shown.bottom - shown.top), max(0.02, shown.right - shown.left)
    room = 0.8 if size in ("FS", "MWS") else 0.9 if size in ("MS", "MCU") else 1.3
    zoom = max(1.0, min(_FILL[size] / height, room / width, _MOST[size]))
    cut = height * zoom > _LOWEST - _HEADROOM
    if cut:
        tilt = shown.top - 0.5 - (_HEADROOM - 0.5) / zoom
    else:
        middle = (_HEADROOM + _LOWEST) / 2
        tilt = (shown.top + shown.bottom) / 2 - 0.5 - (middle - 0.5) / zoom
    slack = 0.5 - 0.5 / zoom
    pan = (shown.left + shown.right) / 2 - 0.5
    return Camera(pan=round(_clamp(pan, slack), 4), tilt=round(_clamp(tilt, slack), 4), zoom=round(zoom, 4))


def _clamp(value: float, slack: float) -> float:
    return max(-slack, min(slack, value))
