"""Deeds in place: giving, taking, throwing, meeting, lying, sitting, looking, appearing."""

from dataclasses import replace

from planners.offline.events import Event
from planners.offline.paths import at_spot, opposite, outside, placed, related_points, travel
from planners.offline.stage import APART, MIDDLE, Stage
from planners.offline.take import POSTURES, Take, towards, within
from planners.offline.touch import UPRIGHT, portable
from storyline.schema.base import EntityId
from storyline.schema.layout import Expression, Facing

_ARMS_LENGTH = 0.015
"""Between two who hand each other something, in frame widths."""


def give(take: Take, event: Event, begin: float, end: float) -> None:
    """The giver steps up; the gift goes over to the one who gets it."""
    stage, giver = take.stage, event.actors[0]
    named = [i for relation, of in event.relations if relation == "to" for i in of]
    takers = [i for i in event.targets if stage.figure(i).alive and i != giver] + named
    gifts = [i for i in event.targets if i not in takers]
    others = [i for i, p in stage.poses.items() if i != giver and stage.figure(i).alive and p.action != "sleep"]
    if not takers and gifts and len(others) == 1:
        takers = others
    middle = begin + (end - begin) * 0.45
    if giver in take.fresh and takers:  # comes from the other side
        x = 0.85 if take.now(takers[0]).x < 0.5 else 0.15
        take.begin(giver, replace(take.now(giver), x=x))
    for gift in gifts:
        grasp(take, giver, gift, begin)
    if not takers:
        take.start(giver, begin, action=event.action)
        return
    taker = takers[0]
    there = stage.beside(giver, taker, gap=_ARMS_LENGTH)
    take.line(giver, begin, middle, [there], "walk")
    _make_way(take, giver, begin, middle)
    take.start(giver, middle, facing=towards(there.x, take.now(taker).x), action=event.action)
    take.start(taker, begin, facing=towards(take.now(taker).x, there.x))
    for gift in gifts:
        take.key(gift, middle + (end - begin) * 0.1, take.now(gift))
        grasp(take, taker, gift, middle + (end - begin) * 0.25)


def _make_way(take: Take, id: EntityId, begin: float, end: float) -> None:
    """Has those who stand where somebody goes step aside."""
    stage, there = take.stage, take.now(id)
    for other, pose in stage.poses.items():
        bystander = pose.parent is None and stage.figure(other).alive and not stage.hovers(other)
        if other == id or not bystander or pose.action in POSTURES or abs(pose.row - there.row) >= APART:
            continue
        if min(there.right, pose.right) - max(there.left, pose.left) > 0.3 * min(there.width, pose.width):
            aside = replace(pose, x=stage.room(pose.width, pose.x, pose.row, leave=(other,), depth=APART))
            take.line(other, begin, end, [aside], "walk")
            take.start(other, end, facing=towards(aside.x, there.x), action=pose.action)


def hand(stage: Stage, holder: EntityId) -> str:
    """Where somebody holds a thing: in the hand, or in the mouth of one who has no hands."""
    kind = stage.figure(holder)
    if "hand" in kind.anchors or "mouth" in kind.anchors:
        return "hand" if "hand" in kind.anchors else "mouth"
    return "hand" if kind.aspect < UPRIGHT else "mouth"


def grasp(take: Take, holder: EntityId, thing: EntityId, share: float) -> bool:
    """Has somebody hold a thing from a moment on, wherever they go; whether they can."""
    stage = take.stage
    if thing == holder or not stage.figure(holder).alive or not portable(stage.figure(thing), stage.figure(holder)):
        return False
    take.hang(thing, share, holder, hand(stage, holder))
    return True


def take_up(take: Take, event: Event, begin: float, end: float) -> None:
    """Goes to a thing and has it in hand."""
    things = tuple(i for i in event.targets if i not in event.actors)
    if not things:
        stay(take, event, begin, end)
        return
    actor, stage = event.actors[0], take.stage
    held = [t for t in things if stage.poses[t].parent == actor]
    if held == list(things):
        take.start(actor, begin, action=event.action)
        return
    middle = begin + (end - begin) * 0.6
    reach = stage.beside(actor, things[0], gap=0.0)
    if things[0] in take.fresh and stage.figure(things[0]).medium != "fixed":  # lay right there
        take.begin(things[0], stage.beside(things[0], actor, take.now(actor).facing))
        reach = take.now(actor)
    if abs(reach.x - take.now(actor).x) > 0.02:
        take.line(actor, begin, middle, [reach], "walk")
    else:
        take.start(actor, begin)
    take.start(actor, middle, facing=towards(take.now(actor).x, take.now(things[0]).x), action=event.action)
    for thing in things:
        take.start(thing, middle)
        grasp(take, actor, thing, middle + (end - begin) * 0.15)


def hold(take: Take, event: Event, begin: float, end: float) -> None:
    """Has things in hand all the time; carries them where a way leads."""
    things = [i for i in event.targets if i not in event.actors]
    held = [t for t in things if grasp(take, event.actors[0], t, begin)]
    if event.via or event.direction or event.out or any(r in ("to", "past", "from") for r, _ in event.relations):
        travel(take, replace(event, action="walk", targets=()), begin, end)
    elif held or not things:
        stay(take, event, begin, end)
    else:
        take_up(take, event, begin, end)


def use(take: Take, event: Event, begin: float, end: float) -> None:
    """Eats, drinks or reads: the thing is in hand, or right before who does it."""
    actor, stage = event.actors[0], take.stage
    things = [i for i in event.targets if i not in event.actors]
    for other in event.actors:
        take.start(other, begin, action=event.action)
    for thing in things:
        small = not stage.figure(thing).alive or event.action != "eat"
        if not (small and grasp(take, actor, thing, begin)) and thing in take.tracks:
            there = stage.beside(actor, thing, gap=0.0)
            if abs(there.x - take.now(actor).x) > 0.03:
                take.line(actor, begin, begin + (end - begin) * 0.45, [there], "walk")
            take.start(actor, begin + (end - begin) * 0.45, action=event.action,
                       facing=towards(take.now(actor).x, take.now(thing).x))  # fmt: skip
        elif event.action == "eat" and stage.figure(thing).medium != "fixed":
            take.eaten = (*take.eaten, thing)
    _settle(take, event, begin)


def put(take: Take, event: Event, begin: float, end: float) -> None:
    """Lays a thing down, where the text says or at the feet."""
    actor, stage = event.actors[0], take.stage
    things = [i for i in event.targets if i not in event.actors]
    if not things:  # `she put her hands on her hips`
        take.start(actor, begin)
        return
    middle = begin + (end - begin) * 0.5
    where = [(r, of) for r, of in event.relations if of and r not in ("held", "from")]
    if where and where[0][1][0] != actor:
        there = stage.beside(actor, where[0][1][0])
        for thing in things:
            grasp(take, actor, thing, begin)
        take.line(actor, begin, middle, [there], "walk")
        take.start(actor, middle, facing=towards(there.x, take.now(where[0][1][0]).x), action=event.action)
    else:
        take.start(actor, begin, action=event.action)
    for thing in things:
        if stage.figure(thing).medium == "fixed" and thing not in take.fresh and stage.poses[thing].parent is None:
            continue
        take.key(thing, middle, take.now(thing))
        relation, of = where[0] if where else ("beside", (actor,))
        down = stage.related(thing, "on" if relation == "to" else relation, of)
        take.key(thing, min(end, middle + (end - begin) * 0.15), down)


def hug(take: Take, event: Event, begin: float, end: float) -> None:
    """Two stand close, face to face, arms around each other; a thing that is hugged is held."""
    stage = take.stage
    others = [i for i in event.targets if i not in event.actors] or list(event.actors[1:])
    if not others:
        stay(take, event, begin, end)
        return
    actor, other = event.actors[0], others[0]
    if not stage.figure(other).alive and grasp(take, actor, other, begin):
        take.start(actor, begin, action=event.action)
        return
    middle = begin + (end - begin) * 0.5
    take.free(other, begin)
    width = stage.pose(actor, 0.5).width
    there = stage.beside(actor, other, gap=-0.3 * min(width, take.now(other).width))
    if actor in take.fresh:
        start = within(there.x + (-0.2 if there.x < take.now(other).x else 0.2), there.width)
        take.begin(actor, replace(there, x=start))
    take.line(actor, begin, middle, [there], "walk")
    take.start(actor, middle, facing=towards(there.x, take.now(other).x), action=event.action)
    take.start(other, begin, facing=towards(take.now(other).x, there.x))
    take.start(other, middle, action=event.action if stage.figure(other).alive else "stand")


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
        if goal and not grasp(take, takers[0], thing, end):
            take.key(thing, end, replace(stage.pose(thing, x), x=x))


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
        foot = stage.beside(id, there.parent, gap=-0.3 * pose.width) if there.parent is not None else there
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
            if of and id not in of and relation not in ("from", "past", "to", "held"):
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
