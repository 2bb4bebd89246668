"""Deeds with hands: giving, taking, carrying, using, laying down, throwing, hugging."""

from dataclasses import replace

from planners.offline.deeds import settle, stay
from planners.offline.events import Event
from planners.offline.paths import travel
from planners.offline.relations import beside, related
from planners.offline.room import APART, free_x
from planners.offline.stage import MIDDLE, Stage
from planners.offline.take import POSTURES, Take, towards, within
from planners.offline.touch import UPRIGHT, portable
from storyline.schema.base import EntityId

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
    there = beside(stage, giver, taker, gap=_ARMS_LENGTH)
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
            aside = replace(pose, x=free_x(stage, pose.width, pose.x, pose.row, leave=(other,), depth=APART))
            take.line(other, begin, end, [aside], "walk")
            take.start(other, end, facing=towards(aside.x, there.x), action=pose.action)


def hand(stage: Stage, holder: EntityId) -> str:
    """Where somebody holds a thing: in the hand, or in the mouth of one who has no hands."""
    kind = stage.figure(holder)
    if "hand" in kind.anchors or "mouth" in kind.anchors:
        return "hand" if "hand" in kind.anchors else "mouth"
    return "hand" if kind.aspect < UPRIGHT else "mouth"


def grasp(take: Take, holder: EntityId, thing: EntityId, share: float, *, said: bool = False) -> bool:
    """Has somebody hold a thing from a moment on, wherever they go; whether they can.

    `said`: the text says that they carry it.
    """
    stage = take.stage
    what, who = stage.figure(thing), stage.figure(holder)
    if thing == holder or not who.alive or not portable(what, who, said=said):
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
    reach = beside(stage, actor, things[0], gap=0.0)
    if things[0] in take.fresh and stage.figure(things[0]).medium != "fixed":  # lay right there
        take.begin(things[0], beside(stage, things[0], actor, take.now(actor).facing))
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
    """Has things in hand all the time; carries them where a way leads, and leads there whom they cannot carry."""
    things = [i for i in event.targets if i not in event.actors]
    goes = event.onward or event.via or event.direction or event.out
    hands = event.actors
    held = [t for n, t in enumerate(things) if grasp(take, hands[n % len(hands)], t, begin, said=True)]
    if goes or any(r in ("to", "past", "from", "above", "around") for r, _ in event.relations):
        led = tuple(t for t in things if t not in held and take.stage.figure(t).alive)
        travel(take, replace(event, actors=(*event.actors, *led), action="walk", targets=()), begin, end)
    elif held or not things:
        stay(take, event, begin, end)
    else:
        take_up(take, event, begin, end)


def use(take: Take, event: Event, begin: float, end: float) -> None:
    """Eats, drinks or reads: the thing is in hand, or right before who does it."""
    actor, stage = event.actors[0], take.stage
    things = [i for i in event.targets if i not in event.actors]
    for other in event.actors:
        down = take.now(other).action == "sit" and take.now(other).parent is None
        take.start(other, begin, action="sit" if down else event.action)  # on the ground, the food in hand
    for n, thing in enumerate(things):
        small = not stage.figure(thing).alive or event.action != "eat"
        if not (small and grasp(take, event.actors[n % len(event.actors)], thing, begin)) and thing in take.tracks:
            there = beside(stage, actor, thing, gap=0.0)
            if abs(there.x - take.now(actor).x) > 0.03:
                take.line(actor, begin, begin + (end - begin) * 0.45, [there], "walk")
            take.start(actor, begin + (end - begin) * 0.45, action=event.action,
                       facing=towards(take.now(actor).x, take.now(thing).x))  # fmt: skip
        elif event.action == "eat" and stage.figure(thing).medium != "fixed":
            take.eaten = (*take.eaten, thing)
    settle(take, event, begin)


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
        there = beside(stage, actor, where[0][1][0])
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
        down = related(stage, thing, "on" if relation == "to" else relation, of)
        take.key(thing, min(end, middle + (end - begin) * 0.15), down)


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
    there = beside(stage, actor, other, gap=-0.3 * min(width, take.now(other).width))
    if actor in take.fresh:
        start = within(there.x + (-0.2 if there.x < take.now(other).x else 0.2), there.width)
        take.begin(actor, replace(there, x=start))
    take.line(actor, begin, middle, [there], "walk")
    take.start(actor, middle, facing=towards(there.x, take.now(other).x), action=event.action)
    take.start(other, begin, facing=towards(take.now(other).x, there.x))
    take.start(other, middle, action=event.action if stage.figure(other).alive else "stand")
