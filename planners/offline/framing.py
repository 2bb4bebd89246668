"""Shot size, angle and camera: what part of the place the frame shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planners.offline.pose import Pose
from planners.offline.sketch import Sketch
from planners.offline.take import Take
from planners.offline.words import bag
from storyline.schema.base import EntityId
from storyline.schema.camera import Angle, Camera, CameraKeyframe, ShotSize

_FILL: Mapping[str, float] = {"FS": 0.6, "MWS": 0.78, "MS": 0.98, "MCU": 1.3, "CU": 1.75, "ECU": 2.8}
"""Height of the figure in the frame; above 1 it is cut below."""
_MOST: Mapping[str, float] = {"FS": 1.7, "MWS": 1.9, "MS": 2.3, "MCU": 2.8, "CU": 3.4, "ECU": 4.6}
_ROOM: Mapping[str, float] = {"FS": 0.8, "MWS": 0.8, "MS": 0.9, "MCU": 0.9, "CU": 1.3, "ECU": 1.6}
_HEADROOM = 0.14
_LOWEST = 0.83
"""Figures shown whole stand above the subtitles."""

_GOING = bag("travel enter leave chase follow jump fall rise land throw appear vanish approach ride")
_TALK: tuple[ShotSize, ...] = ("MCU", "MS", "MCU", "CU")
_QUIET: tuple[ShotSize, ...] = ("FS", "MWS", "MS")
_OVERHEAD = ("top-down", "overhead", "from above", "bird's-eye", "bird’s-eye")


@dataclass(frozen=True)
class Extent:
    """A part of the master view."""

    left: float
    top: float
    right: float
    bottom: float


def size_for(sketch: Sketch, *, first: bool, nth: int) -> ShotSize:
    """How close the camera is: wide for a new place and for ways, close for speech and feelings."""
    if sketch.camera == "close-up":
        return "CU"
    if sketch.speaker is not None:
        return _TALK[nth % len(_TALK)]
    roams = any(e.motion in _GOING or e.via or e.start or e.during for e in sketch.events)
    if first or roams:
        return "WS"
    return _QUIET[nth % len(_QUIET)]


def angle_of(sketch: Sketch) -> Angle:
    """From above where the text says so or somebody lies, from below where somebody rises."""
    text = sketch.action.lower()
    if any(words in text for words in _OVERHEAD):
        return "overhead"
    motions = {e.motion for e in sketch.events}
    return "high" if motions & {"fall", "lie"} else "low" if motions & {"rise", "jump"} else "eye"


def extent(poses: Sequence[Pose]) -> Extent:
    """What holds all of these."""
    return Extent(
        min(p.left for p in poses),
        min(p.top for p in poses),
        max(p.right for p in poses),
        max(p.y for p in poses),
    )


def framed(size: ShotSize, shown: Extent) -> Camera:
    """The camera that shows a part of the place at a shot size; it stays inside the master view."""
    if size in ("EWS", "WS"):
        return Camera()
    height, width = max(0.02, shown.bottom - shown.top), max(0.02, shown.right - shown.left)
    zoom = max(1.0, min(_FILL[size] / height, _ROOM[size] / width, _MOST[size]))
    if height * zoom > _LOWEST - _HEADROOM:
        tilt = shown.top - 0.5 - (_HEADROOM - 0.5) / zoom
    else:
        tilt = (shown.top + shown.bottom) / 2 - 0.5 - ((_HEADROOM + _LOWEST) / 2 - 0.5) / zoom
    slack = 0.5 - 0.5 / zoom
    pan = (shown.left + shown.right) / 2 - 0.5
    return Camera(pan=_within(pan, slack), tilt=_within(tilt, slack), zoom=round(zoom, 4))


def camera_for(sketch: Sketch, take: Take, size: ShotSize, last: int) -> tuple[CameraKeyframe, ...]:
    """The camera of a staged shot: on whom it is about, moving if the text asks for it."""
    focus = _focus(sketch, take)
    ways = [[take.at(i, share) for share in (0.0, 0.5, 1.0)] for i in focus]
    if not ways:
        return ()
    whole = extent([p for way in ways for p in way])
    close = framed("MS" if size in ("WS", "EWS") else size, whole)
    match sketch.camera:
        case "zoom in":
            return _keys(Camera(), close, last)
        case "zoom out":
            return _keys(close, Camera(), last)
        case "pan right" | "pan left":
            aside = 0.15 if sketch.camera == "pan right" else -0.15
            return _keys(Camera(pan=-aside, zoom=1.5), Camera(pan=aside, zoom=1.5), last)
        case "follow":
            start, end = (framed("FS", extent([way[n] for way in ways])) for n in (0, 2))
            return _keys(start, end.model_copy(update={"zoom": start.zoom, "tilt": start.tilt}), last)
    here = framed(size, whole)
    return () if here == Camera() else _keys(here, here, last)


def _focus(sketch: Sketch, take: Take) -> list[EntityId]:
    if sketch.speaker is not None:
        return [sketch.speaker]
    asked = [e for e in sketch.events if e.motion == "camera" and e.actors]
    ids = [i for e in asked or sketch.events for i in (*e.actors, *e.targets) if i in take.tracks]
    return list(dict.fromkeys(ids)) or list(take.tracks)


def _keys(first: Camera, then: Camera, last: int) -> tuple[CameraKeyframe, ...]:
    start = CameraKeyframe(at=0, **first.model_dump())
    if first == then or last == 0:
        return (start,)
    return start, CameraKeyframe(at=last, **then.model_dump())


def _within(value: float, slack: float) -> float:
    return round(max(-slack, min(slack, value)), 4)
