"""How a shot is framed and how the frame moves."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from storyline.schema.base import Noun
from storyline.schema.timing import Time

ShotSize = Literal["EWS", "WS", "FS", "MWS", "MS", "MCU", "CU", "ECU"]
"""Extreme wide, wide, full, medium wide, medium, medium close-up, close-up, extreme close-up."""

Angle = Literal["eye", "low", "high", "overhead", "dutch"]

Offset = Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]


class Camera(Noun):
    """A framing of the place's master view (zoom 1, pan 0, tilt 0 shows it whole)."""

    pan: Offset = 0.0
    """Right of the master's centre, in frame widths."""
    tilt: Offset = 0.0
    """Below the master's centre, in frame heights."""
    zoom: Annotated[float, Field(ge=0.25, le=16, allow_inf_nan=False)] = 1.0
    """2 shows half the width and half the height."""
    roll: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] = 0.0
    """Degrees the frame turns clockwise, so that the picture turns counter-clockwise."""

    def project(self, x: float, y: float) -> tuple[float, float]:
        """A point of the master view in frame coordinates (roll left aside: boxes are upright)."""
        return (x - 0.5 - self.pan) * self.zoom + 0.5, (y - 0.5 - self.tilt) * self.zoom + 0.5

    def unproject(self, x: float, y: float) -> tuple[float, float]:
        """The inverse of `project`."""
        return (x - 0.5) / self.zoom + 0.5 + self.pan, (y - 0.5) / self.zoom + 0.5 + self.tilt


class ScriptCameraKeyframe(Camera):
    """The camera at a moment of the shot, as a writer says it."""

    at: Time = 0


class CameraKeyframe(ScriptCameraKeyframe):
    """The camera at a frame of the shot; linear in between."""

    at: Annotated[int, Field(strict=True, ge=0)] = 0


def camera_at(keyframes: Sequence[CameraKeyframe], frame: float) -> Camera:
    """The camera at a frame: linear between keyframes, held outside them; the master view if none."""
    if not keyframes:
        return Camera()
    before = max((k for k in keyframes if k.at <= frame), key=lambda k: k.at, default=keyframes[0])
    after = min((k for k in keyframes if k.at > frame), key=lambda k: k.at, default=before)
    share = (frame - before.at) / (after.at - before.at) if after.at > before.at else 0.0
    return Camera(
        **{f: getattr(before, f) + (getattr(after, f) - getattr(before, f)) * share for f in Camera.model_fields}
    )
