"""Camera: what part of the master view shows what a shot is about, at its size, and how that changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planners.offline.grammar import Direction
from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.sketch import Sketch
from planners.offline.take import Take
from planners.offline.touch import UPRIGHT, mirrored, spot_on
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera, CameraKeyframe, ShotSize

_FILL: Mapping[str, float] = {"FS": 0.6, "MWS": 0.78, "MS": 0.98, "MCU": 1.3, "CU": 1.75, "ECU": 2.8}
"""Height of the figure in the frame; above 1 it is cut below."""
_MOST: Mapping[str, float] = {"FS": 1.7, "MWS": 2.0, "MS": 2.4, "MCU": 3.3, "CU": 4.4, "ECU": 6.5}
_ROOM: Mapping[str, float] = {"FS": 0.8, "MWS": 0.8, "MS": 0.9, "MCU": 0.9, "CU": 1.3, "ECU": 1.6}
_APART = 0.92
"""Of the frame: how wide those may be together whom a close shot is of."""
_HEADROOM = 0.14
_LOWEST = 0.83
"""Figures shown whole stand above the subtitles."""
_SMALL = 0.2
"""Height in frame heights below which the camera goes nearer than it goes to people."""
_LEAD = 0.09
"""Of the frame: how far from its middle a speaker is, so that there is room before the face."""
_LEAD_PAST = 0.15
"""The same, where a listener stands in that room."""
_CLOSER = 1.16
_WIDE = 1.2
"""Zoom below which a shot of several is a wide one."""
_SIZES_OF_SEVERAL: tuple[ShotSize, ...] = ("MS", "MWS", "FS")
_SPEECH = ("MS", "MCU", "CU", "ECU")
_SHOTS_OF_ONE = ("MCU", "CU", "ECU")


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
        min(p.left for p in poses),
        min(p.top for p in poses),
        max(p.right for p in poses),
        max(p.y for p in poses),
    )


def framed(
    size: ShotSize, shown: Extent, *, several: bool = False, aim: float | None = None, lead: float = 0.0,
    closer: float = 1.0, apart: bool = False,
) -> Camera:  # fmt: skip
    """The camera that shows a part of the place at a shot size; it stays inside the master view.

    Of `several` figures none is cut below, of those `apart` none at the sides. `aim` is the x to look at, the middle if
    None; `lead` the share of the frame to leave free before it (to the right where positive).
    """
    if size in ("EWS", "WS"):
        return Camera()
    height, width = max(0.02, shown.bottom - shown.top), max(0.02, shown.right - shown.left)
    most = _MOST[size] * (1 + 0.7 * max(0.0, _SMALL - height) / _SMALL)
    fill = min(_FILL[size], _LOWEST - _HEADROOM) if several else _FILL[size]
    room = min(_ROOM[size], _APART) if apart else _ROOM[size]
    zoom = max(1.0, min(fill / height, room / width, most)) * closer
    if height * zoom > _LOWEST - _HEADROOM:
        tilt = shown.top - 0.5 - (_HEADROOM - 0.5) / zoom
    else:
        tilt = (shown.top + shown.bottom) / 2 - 0.5 - ((_HEADROOM + _LOWEST) / 2 - 0.5) / zoom
    slack = 0.5 - 0.5 / zoom
    middle = (shown.left + shown.right) / 2 if aim is None else aim
    return Camera(pan=_within(middle - 0.5 + lead / zoom, slack), tilt=_within(tilt, slack), zoom=round(zoom, 4))


def camera_for(sketch: Sketch, take: Take, way: Direction, last: int) -> tuple[CameraKeyframe, ...]:
    """The camera of a staged shot: on whom it is about, moving if the direction says so."""
    ways = [[take.at(i, share) for share in (0.0, 0.5, 1.0)] for i in _with_things(take, way.subjects)]
    if not ways:
        return _keys(Camera(), Camera(zoom=1.1), last) if way.move == "push in" else ()
    whole = extent([p for stations in ways for p in stations])
    size = way.size
    match way.move:
        case "zoom in":
            return _keys(Camera(), framed("MS" if size in ("WS", "EWS") else size, whole), last)
        case "zoom out":
            return _keys(framed("MS" if size in ("WS", "EWS") else size, whole), Camera(), last)
        case "pan right" | "pan left":
            aside = 0.15 if way.move == "pan right" else -0.15
            return _keys(Camera(pan=-aside, zoom=1.5), Camera(pan=aside, zoom=1.5), last)
        case "follow":
            start, end = (framed("FS", extent([stations[n] for stations in ways])) for n in (0, 2))
            zoom = min(start.zoom, end.zoom)
            level = (start.tilt + end.tilt) / 2
            return _keys(_leveled(start, zoom, level), _leveled(end, zoom, level), last)
    several = not _alike([take.at(i, 1.0) for i in way.subjects if i in take.tracks])
    aim, lead = _aim(sketch, take, way)
    apart = len(way.subjects) > 1
    here = framed(size, whole, several=several, aim=aim, lead=lead, apart=apart)
    if size == "WS" and not way.establishing and not _in_the_frame(sketch):
        here = _nearer_to_small(whole)
    if sketch.speaker is None and way.move == "still" and here != Camera():
        here = _with_bystanders(take, way, here, whole)
    match way.move:
        case "pull out":
            return _keys(here, Camera(), last)
        case "push in":
            closer = Camera(zoom=1.1)
            if size != "WS":
                closer = framed(size, whole, several=several, aim=aim, lead=lead, closer=_CLOSER, apart=apart)
            return _keys(here, closer, last)
    return () if here == Camera() else _keys(here, here, last)


def size_seen(take: Take, way: Direction, camera: Sequence[CameraKeyframe]) -> ShotSize:
    """The size of a shot of several as it came out: of the tallest of them, when all had to fit."""
    living = [take.at(i, 0.0) for i in way.subjects if take.stage.figure(i).alive]
    if len(way.subjects) < 2 or not living or len(camera) > 1 or way.size in ("EWS", "WS"):
        return way.size
    if not camera:
        return "WS"
    tallest = extent([max(living, key=lambda p: p.height)])
    closest = _SIZES_OF_SEVERAL.index(way.size) if way.size in _SIZES_OF_SEVERAL else 0
    fitting = (s for s in _SIZES_OF_SEVERAL[closest:] if camera[0].zoom >= 0.85 * framed(s, tallest).zoom)
    return next(fitting, "FS" if camera[0].zoom > _WIDE else "WS")


def _with_bystanders(take: Take, way: Direction, here: Camera, whole: Extent) -> Camera:
    """A little wider where the edge would cut somebody who stands near; as it was if they are too far off."""
    shown = set(_with_things(take, way.subjects))
    near = [
        take.at(i, share)
        for i in take.tracks
        if i not in shown and take.stage.figure(i).alive and _cut(take.at(i, 1.0), here, whole.bottom - whole.top)
        for share in (0.0, 1.0)
    ]
    if not near or way.size not in ("WS", "FS", "MWS", "MS"):
        return here
    both = extent(near)
    wider = Extent(min(whole.left, both.left), min(whole.top, both.top), max(whole.right, both.right),
                   max(whole.bottom, both.bottom))  # fmt: skip
    camera = framed("MWS", wider, several=True)
    return camera if here.zoom >= camera.zoom >= max(1.1, 0.68 * here.zoom) else here


def cut_off(take: Take, way: Direction, camera: Sequence[CameraKeyframe]) -> frozenset[EntityId]:
    """Bystanders that the edge of the frame would cut or that would hide whom the shot is about.

    They are left out, as if they stood a step aside; but not where a place is first seen.
    """
    if way.establishing or (len(camera) > 1 and way.move != "push in"):
        return frozenset()
    shown = set(_with_things(take, way.subjects))
    shown |= {p for i in shown if (p := take.at(i, 0.0).parent) is not None}
    poses = [take.at(i, share) for i in shown if i in take.tracks for share in (0.0, 1.0)]
    tallest = max((p.height for p in poses), default=0.0)
    others = {i: [take.at(i, 0.0), take.at(i, 1.0)] for i in take.tracks if i not in shown and _loose(take, i)}
    subjects = [take.at(i, share) for i in way.subjects if i in take.tracks for share in (0.0, 1.0)]
    return frozenset(
        id
        for id, (_, pose) in others.items()
        if any(_cut(pose, k, tallest) for k in camera) or any(_covers(pose, p) for p in subjects)
    )


def _covers(near: Pose, far: Pose) -> bool:
    """Whether a figure hides most of one further back."""
    across = min(near.right, far.right) - max(near.left, far.left)
    down = min(near.y, far.y) - max(near.top, far.top)
    return near.row > far.row + 0.005 and across > 0.55 * far.width and down > 0.5 * far.height


def _loose(take: Take, id: EntityId) -> bool:
    """Whether it may stand elsewhere: it is alive, held by one who is, or a mere sign."""
    unknown = take.stage.name(id) is None and take.stage.figure(id).medium != "fixed"
    return unknown or take.stage.figure(id).alive or take.at(id, 1.0).parent is not None


def _cut(pose: Pose, camera: Camera, tallest: float) -> bool:
    """Whether a side of the frame cuts a figure, its top, or, of one much smaller than `tallest`, its bottom."""
    left, top = camera.project(pose.left, pose.top)
    right, bottom = camera.project(pose.right, pose.y)
    if right <= 0 or left >= 1 or bottom <= 0 or top >= 1:
        return False
    across = (min(right, 1.0) - max(left, 0.0)) / max(1e-6, right - left)
    below = (1.0 - top) / max(1e-6, bottom - top)
    above = bottom / max(1e-6, bottom - top)
    return across < 0.97 or below < (0.85 if pose.height < 0.6 * tallest else 0.45) or above < 0.97


def _alike(poses: Sequence[Pose]) -> bool:
    """Whether all may be cut at the same height: they stand side by side and are about as tall."""
    heights, feet = [p.height for p in poses], [p.y for p in poses]
    return min(heights) > 0.7 * max(heights) and max(feet) - min(feet) < 0.06


def _in_the_frame(sketch: Sketch) -> bool:
    """Whether the text speaks of the frame itself: its sides, its edge."""
    return any(e.via or e.start or e.during or e.out or e.enters for e in sketch.events)


def _with_things(take: Take, ids: Ids) -> Ids:
    """These and what they hold."""
    return tuple(dict.fromkeys(i for id in ids if id in take.tracks for i in (id, *take.stage.held_by(id))))


def _aim(sketch: Sketch, take: Take, way: Direction) -> tuple[float | None, float]:
    """The head of whom alone a close shot is about, and room before the face of one who talks."""
    if len(way.subjects) != 1 or way.subjects[0] not in take.tracks:
        return None, 0.0
    id = way.subjects[0]
    pose, kind = take.at(id, 1.0), take.stage.figure(id)
    if not kind.alive or pose.facing not in ("left", "right"):
        return None, 0.0
    sign = 1 if pose.facing == "right" else -1
    lead = (
        sign * (_LEAD_PAST if way.over is not None else _LEAD)
        if sketch.speaker is not None and way.size in _SPEECH
        else 0.0
    )
    if way.size not in _SHOTS_OF_ONE or kind.aspect < UPRIGHT or pose.action in ("sleep", "lie"):
        return None, lead
    head = mirrored(spot_on(take.stage.name(id), kind, "head"), pose.facing)[0]
    middle = pose.left + head * pose.width
    return (middle + pose.x) / 2 if way.size == "MCU" else middle, lead


def _nearer_to_small(whole: Extent) -> Camera:
    """The wide shot of somebody small: nearer, as long as the whole way fits."""
    height, width = whole.bottom - whole.top, whole.right - whole.left
    zoom = min(1.6, 0.72 / max(width, 0.01), 0.28 / max(height, 0.01))
    if zoom < 1.12:
        return Camera()
    slack = 0.5 - 0.5 / zoom
    tilt = whole.bottom - 0.5 - (_LOWEST - 0.5) / zoom
    pan = (whole.left + whole.right) / 2 - 0.5
    return Camera(pan=_within(pan, slack), tilt=_within(tilt, slack), zoom=round(zoom, 4))


def _leveled(camera: Camera, zoom: float, tilt: float) -> Camera:
    slack = 0.5 - 0.5 / zoom
    return Camera(pan=_within(camera.pan, slack), tilt=_within(tilt, slack), zoom=zoom)


def _keys(first: Camera, then: Camera, last: int) -> tuple[CameraKeyframe, ...]:
    start = CameraKeyframe(at=0, **first.model_dump())
    if first == then or last == 0:
        return (start,)
    return start, CameraKeyframe(at=last, **then.model_dump())


def _within(value: float, slack: float) -> float:
    return round(max(-slack, min(slack, value)), 4)
