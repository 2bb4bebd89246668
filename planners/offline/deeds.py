"""Deeds in place: meeting, pushing, lying, sitting, looking, appearing, staying."""

from dataclasses import replace

from planners.offline.events import Event
from planners.offline.goals import at_spot, opposite, outside, placed, related_points
from planners.offline.relations import beside
from planners.offline.take import POSTURES, Take, towards, within
from storyline.schema.base import EntityId
from storyline.schema.layout import Expression, Facing

_MUTUAL = frozenset({"fight", "talk", "play", "marry", "shake"})
"""What several do with each other, face to face."""


def push(take: Take, event: Event, begin: float, end: float) -> None:
    """A thing goes ahead of who pushes it, or behind who pulls it; both at one pace."""
    stage, actor = take.stage, event.actors[0]
    things = [i for i in event.targets if i not in event.actors]
    if not things:
        stay(take, event, begin, end)
        return
    thing = things[0]
    goal = next((spot.x for spot in reversed(event.via) if spot.x is not None and not spot.of), None)
    way = event.direction if event.direction in ("left", "right") else stage.way
    if goal is not None:
        way = "left" if goal < 0.5 else "right"
    sign = 1 if way == "right" else -1
    ahead = event.motion == "push"
    load, walker = take.free(thing, begin), stage.pose(actor, 0.5, row=take.now(thing).row)
    reach = (load.width + walker.width) / 2 - 0.12 * walker.width
    whole = load.width + walker.width
    if thing in take.fresh:
        load = replace(load, x=within(0.5 - sign * 0.14, load.width))
    room = (0.98 - load.right if way == "right" else load.left - 0.02) - (0 if ahead else walker.width)
    step = sign * max(0.06, min(0.26, room, 0.9 - whole))
    begins = replace(load, x=load.x)
    walker = replace(walker, x=load.x - sign * reach if ahead else load.x + sign * reach)
    for id, pose in ((thing, begins), (actor, walker)):
        if id in take.fresh or id == thing:
            take.begin(id, pose) if id in take.fresh else take.key(id, begin, pose)
    helpers = event.actors[1:]
    start = begin
    if actor not in take.fresh and abs(take.now(actor).x - walker.x) > 0.03:
        start = begin + (end - begin) * 0.35
        take.line(actor, begin, start, [walker], "walk")
        take.start(thing, start)
    facing: Facing = "right" if sign > 0 else "left"
    goals = [(actor, walker, event.action)]
    for n, id in enumerate(helpers, 1):
        behind = replace(stage.pose(id, 0.5, row=walker.row), x=walker.x - (sign if ahead else -sign) * n * reach * 0.7)
        goals.append((id, behind, event.action))
    for id, pose, action in goals:
        take.key(id, start, replace(pose, facing=facing, action=action))
        take.key(id, end, replace(pose, x=pose.x + step, facing=facing, action=action))
    take.key(thing, end, replace(take.now(thing), x=take.now(thing).x + step))


def meet(take: Take, event: Event, begin: float, end: float) -> None:
    """They come together and face each other."""
    stage = take.stage
    others = [i for i in event.targets if i not in event.actors] or list(event.actors[1:])
    if not others:
        stay(take, event, begin, end)
        return
    other, actor = others[0], event.actors[0]
    there = beside(stage, actor, other, "left" if take.now(actor).x <= take.now(other).x else "right")
    start = replace(there, x=within(there.x + (-0.22 if there.x < take.now(other).x else 0.22), there.width))
    take.key(actor, begin, start)
    take.line(actor, begin, begin + (end - begin) * 0.7, [there], "walk")
    take.start(actor, begin + (end - begin) * 0.7, action=event.action, facing=towards(there.x, take.now(other).x))
    take.start(other, begin, facing=towards(take.now(other).x, there.x))


def lie(take: Take, event: Event, begin: float, end: float) -> None:
    """Lies down where it is, or where the text says."""
    for id in event.actors:
        if take.stage.figure(id).alive:
            _down(take, event, id, begin, end)


def sit(take: Take, event: Event, begin: float, end: float) -> None:
    """Sits down where it is, or where the text says."""
    for id in event.actors:
        _down(take, event, id, begin, end)


def _down(take: Take, event: Event, id: EntityId, begin: float, end: float) -> None:
    """Goes where it lies or sits, if that is elsewhere, and is down by the end; at once if nobody saw it stand."""
    stage, pose = take.stage, take.now(id)
    points = related_points(stage, id, event, pose)
    if not points and (pose.parent is None or pose.anchor != "seat"):
        pose = take.free(id, begin)
    there = points[-1] if points else pose
    expression: Expression = "asleep" if event.action == "sleep" else pose.expression
    down = replace(there, action=event.action, facing=pose.facing, expression=expression)
    if id in take.fresh:  # nobody saw it go there
        take.begin(id, down)
        return
    middle = begin
    if abs(there.x - pose.x) + abs(there.y - pose.y) > 0.03 and pose.parent != there.parent:
        middle = begin + (end - begin) * 0.5
        foot = beside(stage, id, there.parent, gap=-0.3 * pose.width) if there.parent is not None else there
        take.line(id, begin, middle, [foot], "walk")
    elif points and pose.parent is None:
        middle = begin + (end - begin) * 0.5
        take.line(id, begin, middle, [there], "walk")
    else:
        take.start(id, begin)
    take.key(id, min(end, middle + (end - begin) * 0.2), down)


def look(take: Take, event: Event, begin: float, end: float) -> None:
    """Turns to what it looks at."""
    others = (*event.targets, *(i for _, of in event.relations for i in of))
    for id in event.actors:
        pose = take.now(id)
        facing = pose.facing
        seen = [take.now(o).x for o in others if o != id]
        if not seen and event.motion == "speak":  # among themselves
            seen = [take.now(o).x for o in event.actors if o != id]
        if seen:
            facing = towards(pose.x, seen[0])
        elif event.direction == "back":
            facing = "left" if take.stage.way == "right" else "right"
        action = event.action if pose.action not in POSTURES else pose.action
        take.start(id, begin, facing=facing, action=action)


def appear(take: Take, event: Event, begin: float, end: float) -> None:
    """Is there from some moment on."""
    settle(take, event, begin)
    for id in event.actors:
        take.tracks[id].present = event.during or (
            (begin + (end - begin) * 0.4, 1.0) if begin or end < 1 else (0.4, 1.0)
        )


def vanish(take: Take, event: Event, begin: float, end: float) -> None:
    """Is there no longer, or goes out of the frame."""
    for id in event.actors:
        if event.out or not event.action:
            pose = take.now(id)
            moving = pose.action if pose.action in ("run", "fly", "swim", "drive", "roll") else "walk"
            way = pose.facing if pose.facing in ("left", "right") else take.stage.way
            take.line(id, begin, end, [outside(pose, way)], moving)
        elif event.during is None:
            points = related_points(take.stage, id, event, take.now(id))
            if points:  # `behind the sofa`: goes there first
                take.line(id, begin, begin + (end - begin) * 0.6, points, "walk")
            take.tracks[id].present = (take.tracks[id].present[0], begin + (end - begin) * 0.6)


def wake(take: Take, event: Event, begin: float, end: float) -> None:
    """Stands up from sleep; with somebody else it is they who wake."""
    for id in event.actors if not event.targets else event.targets:
        pose = take.now(id)
        standing = take.stage.pose(id, pose.x, row=pose.row)
        take.start(id, begin)
        take.key(id, begin + (end - begin) * 0.6, replace(standing, facing=pose.facing, action=event.action))


def alight(take: Take, event: Event, begin: float, end: float) -> None:
    """Gets down from whatever bears it, and stands beside that."""
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        vehicles = [i for _, of in event.relations for i in of if i not in event.actors]
        bearer = pose.parent if pose.parent is not None else next(iter(vehicles), None)
        down = beside(stage, id, bearer) if bearer is not None else stage.pose(id, pose.x, row=pose.row)
        if id in take.fresh:
            take.begin(id, down)
            continue
        take.start(id, begin)
        take.key(id, begin + (end - begin) * 0.5, replace(down, action=event.action))


def turn(take: Take, event: Event, begin: float, end: float) -> None:
    """Looks the other way."""
    for id in event.actors:
        pose = take.now(id)
        facing = event.direction if event.direction in ("left", "right") else opposite(pose.facing)
        take.start(id, begin + (end - begin) * 0.4, facing=facing)


def settle(take: Take, event: Event, begin: float) -> None:
    """Goes at once where a relation says."""
    for id in event.actors:
        for relation, of in event.relations:
            if of and id not in of and relation not in ("from", "past", "to", "held"):
                take.key(id, begin, placed(take.stage, event, event.actors.index(id), relation, of))
        for spot in event.via or (() if event.start is None else (event.start,)):
            take.key(id, begin, at_spot(take.stage, id, spot))


def stay(take: Take, event: Event, begin: float, end: float) -> None:
    """Does something on the spot."""
    settle(take, event, begin)
    for id in event.actors:
        pose = take.now(id)
        if event.action == "stand" and take.stage.idle(id) == "fly":
            continue
        if event.action in _MUTUAL and (others := [take.now(i).x for i in event.actors if i != id]):
            take.start(id, begin, facing=towards(pose.x, sum(others) / len(others)))
        action = pose.action if pose.action in POSTURES and event.action in ("stand", "talk") else event.action
        take.start(id, begin, action=action if take.stage.figure(id).alive or event.action != "stand" else "stand")
        if event.action == "dance":
            pose = take.now(id)
            for n in range(1, 5):
                x = pose.x + (0.025 if n % 2 else -0.025)
                take.key(
                    id,
                    begin + (end - begin) * n / 4,
                    replace(pose, x=x if n < 4 else pose.x, facing="right" if n % 2 else "left"),
                )


def stop(take: Take, event: Event, begin: float, end: float) -> None:
    """Comes to rest."""
    for id in event.actors:
        pose = take.now(id)
        if pose.action in POSTURES and event.motion == "stop" and event.relations:
            pose = replace(take.stage.pose(id, pose.x, row=pose.row), facing=pose.facing)
            take.key(id, begin, pose)
        take.start(id, begin, action=event.action)
    settle(take, event, begin)
