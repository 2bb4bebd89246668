"""Deeds in place: giving, taking, throwing, meeting, lying, sitting, looking, appearing."""

from dataclasses import replace

from planners.offline.events import Event
from planners.offline.paths import at_spot, opposite, outside, placed, related_points
from planners.offline.stage import MIDDLE, Pose, Stage
from planners.offline.take import POSTURES, Take, towards, within
from storyline.schema.base import EntityId


def give(take: Take, event: Event, begin: float, end: float) -> None:
    """The giver steps up; the gift goes over to the one who gets it."""
    stage, giver = take.stage, event.actors[0]
    named = [i for relation, of in event.relations if relation == "to" for i in of]
    takers = [i for i in event.targets if stage.figure(i).alive and i != giver] + named
    gifts = [i for i in event.targets if i not in takers]
    middle = begin + (end - begin) * 0.45
    if giver in take.fresh and takers:  # comes from the other side
        x = 0.85 if take.now(takers[0]).x < 0.5 else 0.15
        take.begin(giver, replace(take.now(giver), x=x))
    before = take.now(giver)
    width = max((take.now(g).width for g in gifts), default=0.0)
    if takers:
        there = stage.beside(giver, takers[0], gap=0.02 + width)
        take.line(giver, begin, middle, [there], "walk")
        take.start(giver, middle, facing=towards(there.x, take.now(takers[0]).x), action=event.action)
        take.start(takers[0], begin, facing=towards(take.now(takers[0]).x, there.x))
    else:
        take.start(giver, begin, action=event.action)
    after = take.now(giver)
    side = 1 if after.facing == "right" else -1
    for gift in gifts:
        take.key(gift, begin, held(stage, gift, giver, replace(before, facing=after.facing), side))
        take.key(gift, middle, held(stage, gift, giver, after, side))
        for taker in takers[:1]:
            take.key(gift, end, held(stage, gift, taker, take.now(taker), -side))


def held(stage: Stage, thing: EntityId, holder: EntityId, pose: Pose, side: int) -> Pose:
    """A thing in somebody's hand, or before the feet of one who has none; `side` is 1 for the right."""
    size = stage.pose(thing, 0.5)
    upright = stage.figure(holder).aspect < 0.8
    reach = pose.width * 0.45 if upright else pose.width / 2 + size.width * 0.45
    y = pose.y - pose.height * 0.35 if upright else pose.y
    return replace(size, x=pose.x + side * reach, y=y, row=pose.row + 0.02, parent=holder, anchor="hand")


def carry(take: Take, holder: EntityId, thing: EntityId, begin: float) -> None:
    """Has a thing go wherever its holder goes."""
    if take.stage.figure(thing).medium == "fixed" or thing == holder:
        return
    for at, pose in [k for k in take.tracks[holder].keys if k[0] >= begin] or [(begin, take.now(holder))]:
        take.key(thing, at, held(take.stage, thing, holder, pose, 1 if pose.facing == "right" else -1))


def take_up(take: Take, event: Event, begin: float, end: float) -> None:
    """Goes to a thing and has it in hand."""
    things = tuple(i for i in event.targets if i not in event.actors)
    if not things:
        stay(take, event, begin, end)
        return
    actor, stage = event.actors[0], take.stage
    middle = begin + (end - begin) * 0.6
    take.line(actor, begin, middle, [stage.beside(actor, things[0])], "walk")
    holder = take.start(actor, middle, action=event.action)
    side = 1 if holder.facing == "right" else -1
    for thing in things:
        if not stage.figure(thing).alive and stage.figure(thing).medium != "fixed":
            take.start(thing, middle)
            take.key(thing, end, held(stage, thing, actor, holder, side))


def throw(take: Take, event: Event, begin: float, end: float) -> None:
    """A thing flies in an arc, to somebody or away."""
    stage, actor = take.stage, event.actors[0]
    things = [i for i in event.targets if not stage.figure(i).alive]
    takers = [i for r, of in event.relations if r == "to" for i in of] + [i for i in event.targets if i not in things]
    thrower = take.now(actor)
    way = 1 if not takers or take.now(takers[0]).x >= thrower.x else -1
    take.start(actor, begin, action=event.action, facing="right" if way > 0 else "left")
    for thing in things:
        first = replace(stage.pose(thing, thrower.x + way * thrower.width * 0.5), y=thrower.y - thrower.height * 0.4)
        goal = take.now(takers[0]) if takers else None
        x = goal.x - way * goal.width * 0.5 if goal else within(thrower.x + way * 0.45, first.width)
        for n in range(5):
            share = n / 4
            y = first.y + ((goal.y - goal.height * 0.4 if goal else MIDDLE) - first.y) * share
            take.key(thing, begin + (end - begin) * share, replace(first, x=first.x + (x - first.x) * share,
                                                                    y=y - 0.8 * share * (1 - share)))  # fmt: skip


def meet(take: Take, event: Event, begin: float, end: float) -> None:
    """They come together and face each other."""
    stage = take.stage
    others = [i for i in event.targets if i not in event.actors] or list(event.actors[1:])
    if not others:
        stay(take, event, begin, end)
        return
    other, actor = others[0], event.actors[0]
    there = stage.beside(actor, other, "left" if take.now(actor).x <= take.now(other).x else "right")
    start = replace(there, x=within(there.x + (-0.22 if there.x < take.now(other).x else 0.22), there.width))
    take.key(actor, begin, start)
    take.line(actor, begin, begin + (end - begin) * 0.7, [there], "walk")
    take.start(actor, begin + (end - begin) * 0.7, action=event.action, facing=towards(there.x, take.now(other).x))
    take.start(other, begin, facing=towards(take.now(other).x, there.x))


def lying(stage: Stage, id: EntityId, pose: Pose) -> Pose:
    """The figure laid down: a wide low box."""
    standing = stage.pose(id, pose.x, row=pose.row)
    if stage.figure(id).aspect < 0.8:
        return replace(pose, width=standing.height / stage.ratio * 0.95, height=standing.height * 0.4)
    return replace(pose, width=standing.width * 1.12, height=standing.height * 0.66)


def lie(take: Take, event: Event, begin: float, end: float) -> None:
    """Lies down where it is, or where the text says."""
    stage = take.stage
    for id in event.actors:
        if not stage.figure(id).alive:
            continue
        pose = take.now(id)
        points = related_points(stage, id, event, pose)
        middle = begin
        if points and abs(points[-1].x - pose.x) > 0.02 and id not in take.fresh:
            middle = begin + (end - begin) * 0.45
            take.line(id, begin, middle, points, "walk")
            pose = take.now(id)
        take.start(id, middle, action=event.action)
        down = replace(
            lying(stage, id, pose),
            action=event.action,
            expression="asleep" if event.action == "sleep" else pose.expression,
        )
        if id in take.fresh:  # nobody saw it lie down
            take.key(id, begin, down)
        else:
            take.key(id, min(end, middle + (end - begin) * 0.3), down)


def sit(take: Take, event: Event, begin: float, end: float) -> None:
    """Sits down where it is, or where the text says."""
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        points = related_points(stage, id, event, pose)
        middle = begin
        if points and abs(points[-1].x - pose.x) + abs(points[-1].y - pose.y) > 0.02:
            middle = begin + (end - begin) * 0.55
            take.line(id, begin, middle, points[-1:], "walk")
            pose = points[-1]
        standing = stage.pose(id, pose.x, row=pose.row)
        share = 0.78 if stage.figure(id).aspect < 0.8 else 0.9
        seated = replace(pose, height=standing.height * share, width=standing.width, action=event.action)
        take.key(id, begin if id in take.fresh else min(end, middle + 0.06), seated)


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
    _settle(take, event, begin)
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


def turn(take: Take, event: Event, begin: float, end: float) -> None:
    """Looks the other way."""
    for id in event.actors:
        pose = take.now(id)
        facing = event.direction if event.direction in ("left", "right") else opposite(pose.facing)
        take.start(id, begin + (end - begin) * 0.4, facing=facing)


def _settle(take: Take, event: Event, begin: float) -> None:
    """Goes at once where a relation says."""
    for id in event.actors:
        for relation, of in event.relations:
            if of and id not in of and relation not in ("from", "past", "to"):
                take.key(id, begin, placed(take.stage, event, event.actors.index(id), relation, of))
        for spot in event.via or (() if event.start is None else (event.start,)):
            take.key(id, begin, at_spot(take.stage, id, spot))


def stay(take: Take, event: Event, begin: float, end: float) -> None:
    """Does something on the spot."""
    _settle(take, event, begin)
    for id in event.actors:
        pose = take.now(id)
        if event.action == "stand" and take.stage.idle(id) == "fly":
            continue
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
    _settle(take, event, begin)
