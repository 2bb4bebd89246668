"""Events → tracks: each event staged within its span of the shot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from planners.offline import deeds, handling, paths
from planners.offline.events import Event
from planners.offline.goals import at_spot, placed
from planners.offline.mind import Ids
from planners.offline.relations import beside, related
from planners.offline.room import APART, free_x, hides
from planners.offline.stage import Stage
from planners.offline.take import Take, within
from planners.offline.touch import VEHICLES
from planners.offline.words import bag
from storyline.schema.base import EntityId

_HOLDING = bag("beside behind front on under above inside between left right")
"""Relations in which one can stay; the others (to, from, past, around) are ways."""
_COMING = bag("travel enter approach jump land fall wake")
_HIDING = bag("behind front on under inside past between around")
_HIDDEN = 0.3
"""Of the narrower of two: how much of one may be behind the other where a way ends."""
_AT_REST = bag("stay sit lie look stop speak")
_AT = bag("beside on under inside")
"""Relations of those at rest that hold far away, too."""
_OVER = ("on", "above")
_BEYOND = 1.35
"""Widths of a thing that those side by side on it may take."""
_TALLER = 0.7
"""Of the upper one: how tall the lower one of two must be to bear it rather than stand below."""
_LEADING = bag("travel enter ride leave chase follow jump")
"""Motions that lead to where a relation says, and do not begin there."""


def play(take: Take, event: Event, begin: float, end: float) -> None:
    """Stages an event within a span of the shot."""
    stage = take.stage
    if event.far:  # far behind somebody who may be out of sight: a place of its own
        near = event.relations if event.motion in _AT_REST else ()
        event = replace(event, relations=tuple((r, of) for r, of in near if r in _AT and not _seen(stage, of)))
    spots = [*event.via, *([event.start] if event.start else [])]
    others = [*event.targets, *(i for _, of in event.relations for i in of), *(i for s in spots for i in s.of)]
    others += [i for who, _, of in event.also for i in (*who, *of)]
    before = set(stage.poses)
    take.enter(tuple(i for i in others if i not in event.actors))
    take.enter(event.actors)
    take.fresh = tuple(i for i in dict.fromkeys((*event.actors, *others)) if i not in before)
    event = _arranged(take, event, before)
    if event.far:
        for id in [i for _, of in event.relations for i in of] or event.actors:
            _far(take, id)
    if not event.still:
        _MOTIONS[event.motion](take, event, begin, end)
        _step_aside(take, event)
    if event.motion in _AT_REST:
        _in_a_row(take)
        _clear(take, event)
    _hand_out(take, event, begin)
    if event.expression is not None:
        for id in event.actors:
            take.express(id, begin, event.expression)
    if event.during is not None:
        for id in event.actors:
            take.tracks[id].present = event.during


def _arranged(take: Take, event: Event, before: set[EntityId]) -> Event:
    """The event with those whom it brings on where they belong, and one relation left to hold or to reach.

    Of several relations the one with somebody already there holds; new things are put where the others say.
    """
    event = _beneath(take, event, before)
    _grounded(take, event, before)
    shared = {i for relation, of in event.relations if relation == "on" for i in of}
    own = [(who, r, of) for who, r, of in event.also if not (r in _OVER and set(of) & {*shared, *event.actors})]
    _put(take, event, own, before)
    held = [(r, of) for r, of in event.relations if of and r in _HOLDING and not set(of) & set(event.actors)]
    seats = [(r, of) for r, of in held if event.motion in ("sit", "lie") and r in ("on", "inside")]
    chosen = next(((r, of) for r, of in seats or held if set(of) & before), (seats or held)[0] if held else None)
    spots = [*event.via, *([event.start] if event.start else [])]
    sides = [*((r, of) for r, of in held), *((s.side, s.of) for s in spots if s.of)]
    for relation, of in event.relations:
        if relation == "past" and of and event.direction in ("left", "right") and not set(of) & before:
            take.begin(of[0], replace(take.now(of[0]), x=0.5))  # room on both sides
    for side, of in sides:
        if side in ("left", "right") and not set(of) & before and len(sides) == 1:
            take.begin(of[0], replace(take.now(of[0]), x=0.64 if side == "left" else 0.36))
        if {"left", "right"} <= {s for s, o in sides if o == of} and not set(of) & before:  # from one to the other
            take.begin(of[0], replace(take.now(of[0]), x=0.5))
    for n, id in enumerate(event.actors):
        if id not in take.fresh:
            continue
        if event.start is not None:
            take.begin(id, at_spot(take.stage, id, event.start))
        elif chosen is not None and event.motion not in _LEADING:
            take.begin(id, placed(take.stage, event, n, *chosen))
    for _, of in held:
        if chosen is not None and of != chosen[1] and not set(of) & before and event.actors:
            take.begin(of[0], beside(take.stage, of[0], event.actors[0]))
    _put(take, event, [also for also in event.also if also not in own], before)  # where room is left beside the actors
    rest = tuple((r, of) for r, of in event.relations if (r, of) == chosen or (r, of) not in held)
    return replace(event, relations=rest)


def _seen(stage: Stage, ids: Ids) -> bool:
    """Whether any of them is there already, or somebody who may be elsewhere."""
    return any(i in stage.poses or stage.figure(i).alive for i in ids)


def _in_a_row(take: Take) -> None:
    """Moves those apart who were put on one thing together, and would hide each other."""
    stage = take.stage
    for parent in {p.parent for i, p in stage.poses.items() if p.anchor in ("seat", "top") and i in take.fresh}:
        assert parent is not None  # it is at an anchor
        there = sorted((i for i, p in stage.poses.items() if p.parent == parent and p.anchor in ("seat", "top")),
                       key=lambda i: stage.here(i).x)  # fmt: skip
        poses, bearer = [stage.here(i) for i in there], stage.here(parent)
        crossed = any(b.left - a.right < -_HIDDEN * min(a.width, b.width) for a, b in pairwise(poses))
        if not crossed or stage.figure(parent).alive or stage.name(parent) in VEHICLES:
            continue
        whole = sum(p.width for p in poses)
        closer = min(1.0, _BEYOND * bearer.width / whole)
        left = bearer.x - whole * closer / 2
        for id, pose in zip(there, poses, strict=True):
            aside = (left + pose.width * closer / 2 - pose.x) / bearer.width
            aside *= 1 if bearer.facing == "right" else -1
            left += pose.width * closer
            take.lean(id, aside)


def _clear(take: Take, event: Event) -> None:
    """Has what is beside a thing stand clear of whoever is on that thing, too."""
    stage = take.stage
    pairs = [(a, b) for who, relation, of in event.also if relation == "beside" for a in who for b in of]
    for bearer, other in (*pairs, *((b, a) for a, b in pairs)):
        on = [take.now(i) for i, p in stage.poses.items() if p.parent == bearer and p.anchor in ("seat", "top")]
        left, right = min((p.left for p in on), default=1.0), max((p.right for p in on), default=0.0)
        by = take.now(other)
        if other in take.fresh and by.parent is None and by.left < right and by.right > left:
            x = right + 0.01 + by.width / 2 if by.x >= take.now(bearer).x else left - 0.01 - by.width / 2
            take.begin(other, replace(by, x=within(x, by.width)))


def _put(take: Take, event: Event, also: Sequence[tuple[Ids, str, Ids]], before: set[EntityId]) -> None:
    """Puts those whom the event's relations name where they are themselves, if nobody saw them yet."""
    for who, relation, of in also:
        for id in who:
            if id not in before and id not in event.actors and id not in of:
                take.begin(id, related(take.stage, id, relation, of))


def _beneath(take: Take, event: Event, before: set[EntityId]) -> Event:
    """What is as tall as that which it is under bears it: `a fridge under a cat` has the cat on top."""
    stage = take.stage
    for relation, of in event.relations:
        first = event.actors[0] if event.actors else None
        if relation != "under" or first is None or len(of) != 1 or event.motion not in _AT_REST:
            continue
        low, high = stage.figure(first), stage.figure(of[0])
        if of[0] not in before and low.height > _TALLER * high.height and high.medium != "fixed":
            rest = tuple((r, o) for r, o in event.relations if (r, o) != (relation, of))
            return replace(event, relations=rest, also=(*event.also, (of, "on", (first,))))
    return event


def _grounded(take: Take, event: Event, before: set[EntityId]) -> None:
    """Has who could fly stand on the ground where it is told to be beside somebody who does, and does not go."""
    stage = take.stage
    spots = [s for s in (*event.via, event.start) if s is not None and s.of]
    nearby = [of for relation, of in event.relations if relation in ("beside", "left", "right", "front", "behind")]
    nearby += [s.of for s in spots if s.side in ("left", "right")]
    pairs = [(*event.actors, *of) for of in nearby]
    pairs += [(*who, *of) for who, relation, of in event.also if relation == "beside"]
    for both in pairs if event.motion in _AT_REST else ():
        if all(stage.hovers(i) for i in both):
            continue
        for id in both:
            if stage.hovers(id) and id not in before and stage.poses[id].parent is None:
                pose = stage.poses[id]
                take.begin(id, replace(pose, y=pose.row, action="stand"))


def _hand_out(take: Take, event: Event, begin: float) -> None:
    """Gives each of those who hold things theirs; what belongs to a house or a tree stands beside it."""
    stage = take.stage
    things = [i for relation, of in event.relations if relation == "held" for i in of]
    first = event.actors[:1]
    holders = [i for i in event.actors if stage.figure(i).alive] if all(stage.figure(i).alive for i in first) else []
    for n, thing in enumerate(things):
        if holders:
            handling.grasp(take, holders[n % len(holders)], thing, begin)
        elif first and thing in take.fresh and thing not in event.actors:
            there = beside(stage, thing, event.actors[0])
            take.begin(thing, replace(there, x=free_x(stage, there.width, there.x, there.row, leave=(thing,))))


def _step_aside(take: Take, event: Event) -> None:
    """Has those who came to rest in front of somebody, or hidden by somebody, stop where there is room."""
    stage = take.stage
    if event.far or event.during or event.motion not in _COMING or any(r in _HIDING for r, _ in event.relations):
        return
    for id in event.actors:
        keys, pose = take.tracks[id].keys, stage.poses[id]
        if len(keys) < 2 or pose.parent is not None or stage.hovers(id) or not 0 < pose.x < 1:
            continue
        if hides(stage, id) > _HIDDEN:
            x = free_x(stage, pose.width, pose.x, pose.row, leave=(id,), depth=APART)
            take.key(id, keys[-1][0], replace(pose, x=x))


def _far(take: Take, id: EntityId) -> None:
    """Small and at the back, where the way begins."""
    stage = take.stage
    pose = stage.pose(id, 0.5, row=0.76)
    x = free_x(stage, pose.width, 0.14 if stage.way == "right" else 0.86, 0.84, leave=(id,))
    take.begin(id, replace(pose, x=x))


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
    "alight": deeds.alight,
    "chase": paths.chase,
    "follow": paths.chase,
    "give": handling.give,
    "take": handling.take_up,
    "hold": handling.hold,
    "use": handling.use,
    "put": handling.put,
    "hug": handling.hug,
    "push": deeds.push,
    "pull": deeds.push,
    "throw": handling.throw,
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
