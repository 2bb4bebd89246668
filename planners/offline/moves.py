"""Events → tracks: each event staged within its span of the shot."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from planners.offline import deeds, paths
from planners.offline.events import Event
from planners.offline.take import Take
from storyline.schema.base import EntityId


def play(take: Take, event: Event, begin: float, end: float) -> None:
    """Stages an event within a span of the shot."""
    stage = take.stage
    if event.far:  # far behind somebody who may be out of sight: a place of its own
        event = replace(event, relations=())
    everyone = (*event.targets, *(i for _, of in event.relations for i in of), *(i for s in event.via for i in s.of),
                *(event.start.of if event.start else ()))  # fmt: skip
    take.enter(tuple(i for i in everyone if i not in event.actors))
    fresh = tuple(i for i in event.actors if i not in stage.poses)
    take.enter(event.actors)
    take.fresh = fresh
    for id in fresh:
        _first_place(take, event, id)
    if event.far:
        for id in event.actors:
            _far(take, id, begin)
    if not event.still:
        _MOTIONS[event.motion](take, event, begin, end)
    if event.expression:
        for id in event.actors:
            keys = take.tracks[id].keys
            take.tracks[id].keys = [
                (t, replace(p, expression=event.expression)) if t >= begin - 1e-6 else (t, p) for t, p in keys
            ]
            stage.poses[id] = replace(stage.poses[id], expression=event.expression)
    if event.during is not None:
        for id in event.actors:
            take.tracks[id].present = event.during


def _first_place(take: Take, event: Event, id: EntityId) -> None:
    """Where someone not yet on stage is when the event begins."""
    if event.start is not None:
        pose = paths.at_spot(take.stage, id, event.start)
        take.tracks[id].keys = [(0.0, pose)]
        take.stage.poses[id] = pose
        return
    moving = event.motion in ("travel", "enter", "ride", "leave", "chase", "follow", "jump")
    for relation, of in event.relations:
        if of and relation not in ("to", "past", "from", "around") and not moving and id not in of:
            pose = take.stage.related(id, relation, of)
            take.tracks[id].keys = [(0.0, pose)]
            take.stage.poses[id] = pose
            return


def _far(take: Take, id: EntityId, begin: float) -> None:
    stage = take.stage
    pose = stage.pose(id, 0.14 if stage.way == "right" else 0.86, row=0.76)
    take.tracks[id].keys = [(0.0, pose)]
    stage.poses[id] = pose


_MOTIONS: Mapping[str, Callable[[Take, Event, float, float], None]] = {
    "stay": deeds.stay,
    "travel": paths.travel,
    "enter": paths.enter,
    "ride": paths.ride,
    "leave": paths.leave,
    "approach": paths.approach,
    "jump": paths.jump,
    "fall": paths.fall,
    "rise": paths.rise,
    "land": paths.land,
    "chase": paths.chase,
    "follow": paths.chase,
    "give": deeds.give,
    "take": deeds.take_up,
    "throw": deeds.throw,
    "meet": deeds.meet,
    "lie": deeds.lie,
    "sit": deeds.sit,
    "look": deeds.look,
    "appear": deeds.appear,
    "vanish": deeds.vanish,
    "wake": deeds.wake,
    "turn": deeds.turn,
    "stop": deeds.stop,
    "speak": deeds.look,
    "camera": lambda take, event, begin, end: None,
}
