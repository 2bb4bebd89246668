"""Sketch → shot: staged, framed, timed, in panels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from planners.offline.cast import Cast
from planners.offline.framing import extent, framed
from planners.offline.moves import Take, Track, play
from planners.offline.notes import Notebook
from planners.offline.prompts import prompt
from planners.offline.sketch import Sketch
from planners.offline.stage import Pose, Stage
from planners.offline.timing import event_seconds, needed, reading_seconds, schedule, spoken_seconds
from storyline.schema.base import EntityId
from storyline.schema.camera import Angle, Camera, CameraKeyframe, ShotSize, camera_at
from storyline.schema.entity import Entity, Place
from storyline.schema.layout import Box, Placement
from storyline.schema.sound import Line, ScriptLine
from storyline.schema.storyboard import CUT, Panel, Shot, Transition
from storyline.schema.timing import frames

_SHORTEST, _LONGEST = 2.5, 9.0
_WIDE = ("travel", "enter", "leave", "chase", "follow", "jump", "fall", "rise", "land", "throw", "appear", "vanish")


@dataclass(frozen=True)
class Surroundings:
    """What a shot is part of."""

    place: Place
    time: str
    weather: str
    style: str
    rate: Fraction
    first: bool
    """The first shot at a new place."""
    nth: int
    transition: Transition


def build(
    sketch: Sketch, stage: Stage, cast: Cast, entities: dict[EntityId, Entity], around: Surroundings, notes: Notebook
) -> Shot:
    """Stages, frames and times one shot."""
    rate = around.rate
    seconds = [_seconds(line) for line in sketch.lines]
    duration = _duration(sketch, seconds, rate)
    take = Take(stage)
    _play(take, sketch)
    size = sketch.written.size or _size(sketch, around)
    last = duration - 1
    camera = _camera(sketch, take, size, last)
    panels = _panels(take, camera, last)
    lines = _lines(sketch.lines, seconds, rate, duration)
    written = sketch.written
    made = tuple(
        Panel(
            at=at,
            placements=placements,
            prompt=prompt(size, placements, entities, around.place, around.time, around.weather, around.style),
        )  # fmt: skip
        for at, placements in panels
    )
    take.close()
    overlap = min(around.transition.overlap, duration)
    transition = around.transition.model_copy(update={"overlap": overlap}) if overlap else CUT
    return Shot(
        id=sketch.id,
        label=written.label,
        action=written.action if written.action is not None else sketch.action,
        size=size,
        angle=written.angle or _angle(sketch),
        camera=camera,
        duration=duration,
        transition=transition,
        handles=written.handles,
        lines=lines,
        panels=made,
        overrides=written.overrides,
        locked_take=written.locked_take,
    )


def _seconds(line: ScriptLine) -> float:
    return reading_seconds(line.text) if line.kind == "caption" else spoken_seconds(line.text)


def _duration(sketch: Sketch, seconds: Sequence[float], rate: Fraction) -> int:
    if sketch.written.duration is not None:
        return max(1, frames(sketch.written.duration, rate))
    acted = sum(event_seconds(e) for e in sketch.events)
    wanted = max(needed(seconds, rate), round(Fraction(max(_SHORTEST, min(_LONGEST, acted))) * rate))
    moments = [frames(p.at, rate) + 1 for p in sketch.written.panels or () if not str(p.at).endswith("%")]
    return max([wanted, *moments, 2])


def _play(take: Take, sketch: Sketch) -> None:
    total = sum(event_seconds(e) for e in sketch.events) or 1.0
    begin = 0.0
    for e in sketch.events:
        end = min(1.0, begin + event_seconds(e) / total)
        play(take, e, begin, end)
        begin = end
    if sketch.speaker is not None:
        take.enter((sketch.speaker,))
        _face(take, sketch.speaker)


def _face(take: Take, speaker: EntityId) -> None:
    """Who speaks looks at whoever is nearest and alive, and is looked at."""
    stage = take.stage
    me = take.now(speaker)
    others = [i for i in stage.poses if i != speaker and stage.figure(i).alive]
    action = me.action if me.action in ("sit", "sleep", "lie", "fly", "swim") else "stand"
    if not others:
        take.start(speaker, 0.0, action=action)
        return
    listener = min(others, key=lambda i: (abs(stage.poses[i].x - me.x), i))
    you = take.now(listener)
    take.start(speaker, 0.0, action=action, facing="right" if you.x >= me.x else "left")
    if you.action not in ("sleep", "lie"):
        take.start(listener, 0.0, facing="right" if me.x > you.x else "left")


def _size(sketch: Sketch, around: Surroundings) -> ShotSize:
    motions = [e.motion for e in sketch.events]
    if sketch.camera == "close-up":
        return "CU"
    if around.first and sketch.speaker is None:
        return "WS"
    if sketch.speaker is not None:
        return ("MCU", "MS", "MCU", "CU")[around.nth % 4]  # type: ignore[return-value]
    if any(m in _WIDE for m in motions):
        return "WS"
    if any(e.via or e.start for e in sketch.events):
        return "WS"
    return ("FS", "MWS", "MS")[around.nth % 3]  # type: ignore[return-value]


def _angle(sketch: Sketch) -> Angle:
    text = sketch.action.lower()
    if "top-down" in text or "overhead" in text or "from above" in text or "bird's-eye" in text:
        return "overhead"
    if any(e.motion in ("fall", "lie") for e in sketch.events):
        return "high"
    if any(e.motion in ("rise", "jump") for e in sketch.events):
        return "low"
    return "eye"


def _focus(sketch: Sketch, take: Take) -> list[EntityId]:
    if sketch.speaker is not None:
        return [sketch.speaker]
    ids: list[EntityId] = []
    for e in sketch.events:
        ids += [i for i in (*e.actors, *e.targets) if i in take.tracks and i not in ids]
    return ids or list(take.tracks)


def _camera(sketch: Sketch, take: Take, size: ShotSize, last: int) -> tuple[CameraKeyframe, ...]:
    if sketch.written.camera is not None:
        return tuple(
            CameraKeyframe(at=min(last, frames(k.at, Fraction(24), of=last)), **k.model_dump(exclude={"at"}))
            for k in sketch.written.camera
        )
    focus = _focus(sketch, take)
    poses = [take.tracks[i].at(t) for i in focus for t in (0.0, 0.5, 1.0)]
    close: ShotSize = "MS" if size in ("WS", "EWS") else size
    if not poses:
        return ()
    there = framed(close, extent(poses))
    here = framed(size, extent(poses))
    match sketch.camera:
        case "zoom in":
            return _keys(Camera(), there, last)
        case "zoom out":
            return _keys(there, Camera(), last)
        case "pan right":
            return _keys(Camera(pan=-0.15, zoom=1.4), Camera(pan=0.15, zoom=1.4), last)
        case "pan left":
            return _keys(Camera(pan=0.15, zoom=1.4), Camera(pan=-0.15, zoom=1.4), last)
    return () if here == Camera() else _keys(here, here, last)


def _keys(first: Camera, then: Camera, last: int) -> tuple[CameraKeyframe, ...]:
    start = CameraKeyframe(at=0, **first.model_dump())
    if first == then or last == 0:
        return (start,)
    return start, CameraKeyframe(at=last, **then.model_dump())


def _panels(take: Take, camera: tuple[CameraKeyframe, ...], last: int) -> list[tuple[int, tuple[Placement, ...]]]:
    times = {0, last, *(k.at for k in camera)}
    if len(camera) > 1:
        times |= {round(last * n / 4) for n in range(1, 4)}
    for track in take.tracks.values():
        times |= {round(t * last) for t, _ in track.keys}
        for edge in track.present:
            if 0 < edge < 1:
                f = round(edge * last)
                times |= {max(0, f - 1), f}
    ordered = sorted(times)
    for a, b in zip(ordered, ordered[1:], strict=False):
        for id, track in take.tracks.items():
            times |= _changes(id, track, camera, last, a, b)
    return [(at, _layout(take, camera, at, last)) for at in sorted(times)]


def _changes(id: EntityId, track: Track, camera: tuple[CameraKeyframe, ...], last: int, a: int, b: int) -> set[int]:
    seen = lambda f: _placement(id, track, camera, f, last) is not None
    first, final = seen(a), seen(b)
    if first == final or b - a < 2:
        return set()
    low, high = a, b
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if seen(middle) == first else (low, middle)
    return {low, high}


def _layout(take: Take, camera: tuple[CameraKeyframe, ...], at: int, last: int) -> tuple[Placement, ...]:
    found = [_placement(id, track, camera, at, last) for id, track in take.tracks.items()]
    here = {p.entity for p in found if p is not None}
    kept = [
        p if p.parent is None or p.parent in here else p.model_copy(update={"parent": None, "anchor": None})
        for p in found
        if p is not None
    ]
    return tuple(sorted(kept, key=lambda p: (p.depth, p.entity)))


def _placement(id: EntityId, track: Track, camera: tuple[CameraKeyframe, ...], at: int, last: int) -> Placement | None:
    share = at / last if last else 0.0
    begin, end = track.present
    if at < round(begin * last) or (end < 1 and at >= round(end * last)):
        return None
    pose = track.at(share)
    box = projected(pose, camera_at(camera, at))
    if box is None:
        return None
    return Placement(
        entity=id, box=box, depth=int(pose.row * 100 + 0.5), action=pose.action, facing=pose.facing,
        expression=pose.expression, parent=pose.parent, anchor=pose.anchor,  # type: ignore[arg-type]
    )  # fmt: skip


def projected(pose: Pose, camera: Camera) -> Box | None:
    """The box of a pose in the frame; None if it does not meet it."""
    x0, y0 = camera.project(pose.left, pose.top)
    x1, y1 = camera.project(pose.right, pose.y)
    x0, y0, x1, y1 = (round(max(-1.0, min(2.0, v)), 4) for v in (x0, y0, x1, y1))
    if not (x0 < x1 and y0 < y1 and x1 > 0 and y1 > 0 and x0 < 1 and y0 < 1):
        return None
    return Box((x0, y0, x1, y1))


def _lines(lines: Sequence[ScriptLine], seconds: Sequence[float], rate: Fraction, duration: int) -> tuple[Line, ...]:
    spans = schedule(seconds, rate, duration)
    made = []
    for line, (start, length) in zip(lines, spans, strict=True):
        begin = start if line.start is None else frames(line.start, rate, of=duration - 1)
        wanted = length if line.duration is None else frames(line.duration, rate, of=duration)
        if line.duration is None:
            wanted = max(1, min(wanted, duration - begin))
        made.append(Line(**(line.model_dump() | {"start": begin, "duration": wanted})))
    return tuple(made)


def still(pose: Pose) -> Pose:
    """The pose as it is, standing."""
    return replace(pose, action="stand")
