"""Where ways lead: to a spot of the frame, out of it, to somebody, past and around them."""

import math
from dataclasses import replace

from planners.offline.adjuncts import Spot
from planners.offline.events import Event
from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.relations import beside, related
from planners.offline.stage import Stage
from planners.offline.take import towards, within
from storyline.schema.base import EntityId

_HIDING = 0.3
"""How much of the narrower of two may be behind the other for them to be side by side."""
_LEVEL = 1.05
"""How much farther to the side than up or down the middle of somebody is who is beside somebody."""


def at_spot(stage: Stage, id: EntityId, spot: Spot) -> Pose:
    """The pose of an entity at a spot of the frame or at a side of another entity."""
    old = stage.poses.get(id) or stage.pose(id, 0.5)
    if spot.of:
        if spot.side in ("left", "right"):
            return clear_of(stage, beside(stage, id, spot.of[0], spot.side), spot.of[0])
        if spot.side == "other":
            other = opposite(towards(stage.here(spot.of[0]).x, old.x))
            return clear_of(stage, beside(stage, id, spot.of[0], other), spot.of[0])
        return related(stage, id, "beside", spot.of)
    pose = stage.pose(id, old.x if spot.x is None else within(spot.x, old.width))
    if spot.y is not None:
        lower = min(0.98, max(pose.height + 0.02, spot.y + pose.height / 2))
        pose = replace(pose, y=lower, row=max(pose.row, lower) if lower > pose.row else pose.row)
    elif spot.x is not None and id in stage.poses:
        pose = replace(pose, y=old.y, row=old.row, width=old.width, height=old.height)
    return pose


def outside(pose: Pose, way: str) -> Pose:
    """Just out of the frame on a side."""
    return replace(pose, x=1.02 + pose.width / 2 if way == "right" else -0.02 - pose.width / 2)


def opposite(way: str) -> str:
    """The other way."""
    return "left" if way == "right" else "right"


def related_points(stage: Stage, id: EntityId, event: Event, pose: Pose) -> list[Pose]:
    """The points that the relations of an event lead through: to, past, around, under … somebody."""
    points: list[Pose] = []
    for relation, of in event.relations:
        if not of or id in of or any(i not in stage.poses for i in of):
            continue
        anchor = stage.here(of[0])
        match relation:
            case "to":
                points.append(beside(stage, id, of[0]))
            case "from":
                behind = (event.actors.index(id) if id in event.actors else 0) * (pose.width + 0.03)
                points.append(replace(pose, x=0.85 - behind if pose.x >= anchor.x else 0.15 + behind))
            case "past" | "above" if stage.name(of[0]) == "bridge" and stage.figure(id).medium == "ground":
                points += _across(stage, id, anchor, forward=pose.x <= anchor.x)
            case "past" | "above":
                side = 1 if pose.x <= anchor.x else -1
                reach = (anchor.width + pose.width) / 2 + 0.06
                row = min(0.94, max(pose.row, anchor.row + 0.05))
                there = stage.pose(id, anchor.x + side * reach, row=row) if stage.figure(id).medium != "air" else pose
                here = stage.pose(id, anchor.x - side * reach, row=row) if stage.figure(id).medium != "air" else pose
                if relation == "above":
                    points.append(replace(pose, x=anchor.x, y=max(pose.height + 0.02, anchor.top - 0.03)))
                elif abs(pose.x - anchor.x) > reach * 1.6:
                    points.append(here)
                far = anchor.x + side * reach
                points.append(replace(there, x=_past(far, there) if relation == "past" else within(far, there.width)))
            case "around":
                points += _ring(stage, id, anchor, event.actors.index(id))
            case "held":
                pass
            case _:
                points.append(placed(stage, event, event.actors.index(id), relation, of))
    return points


def clear_of(stage: Stage, pose: Pose, other: EntityId) -> Pose:
    """A pose beside somebody, farther aside where the one is so tall that it would stand above the other."""
    anchor = stage.here(other)
    apart = abs(pose.y - pose.height / 2 - anchor.y + anchor.height / 2)
    reach = max(abs(pose.x - anchor.x), _LEVEL * apart)
    return replace(pose, x=within(anchor.x + (reach if pose.x >= anchor.x else -reach), pose.width))


def _across(stage: Stage, id: EntityId, bridge: Pose, *, forward: bool) -> list[Pose]:
    """Up one end of a bridge, over it and down the other end."""
    line = bridge.row + 0.01
    ends = [(-0.03, line), (0.22, bridge.top + 0.42 * bridge.height), (0.5, bridge.top + 0.26 * bridge.height)]
    ends += [(1 - x, y) for x, y in reversed(ends[:2])]
    made = [replace(stage.pose(id, bridge.left + x * bridge.width, row=line), y=y) for x, y in ends]
    half = made[0].width
    made = [replace(p, x=min(max(p.x, half * 0.4), 1 - half * 0.4)) for p in made]
    return made if forward else made[::-1]


def _past(x: float, pose: Pose) -> float:
    """Where a way past somebody ends: whole in the frame, or half out of it for one too large for that."""
    return within(x, pose.width) if abs(within(x, pose.width) - x) < 0.3 * pose.width else min(max(x, 0.0), 1.0)


def _ring(stage: Stage, id: EntityId, anchor: Pose, n: int) -> list[Pose]:
    """Once around somebody: beside, behind, beside, in front; the nth of several begins further on."""
    pose = stage.pose(id, anchor.x)
    reach = (anchor.width + pose.width) / 2 + 0.03
    if stage.figure(id).medium == "air":
        high, low = max(pose.height, anchor.top), max(pose.height, anchor.y - anchor.height * 0.4)
        ring = [replace(pose, x=anchor.x + x, y=y) for x, y in ((reach, low), (0, high), (-reach, low), (0, low))]
    else:
        back, front = max(0.72, anchor.row - 0.06), min(0.94, anchor.row + 0.07)
        ways = ((reach, anchor.row), (0.0, back), (-reach, anchor.row), (0.0, front))
        ring = [replace(stage.pose(id, anchor.x + x, row=row), y=row) for x, row in ways]
    n %= len(ring)
    return ring[n:] + ring[:n]


def _aside(stage: Stage, id: EntityId, other: EntityId, pose: Pose) -> Pose:
    """A pose beside somebody: on the other side where the edge of the frame leaves too little room on this one."""
    anchor = stage.here(stage.bearer(other))
    if _overlap(pose, anchor) <= _HIDING:
        return pose
    sides = (pose, beside(stage, id, other, "left"), beside(stage, id, other, "right"))
    return min(sides, key=lambda p: _overlap(p, anchor))


def _overlap(one: Pose, other: Pose) -> float:
    """How much of the narrower of two is in front of, or behind, the other."""
    return (min(one.right, other.right) - max(one.left, other.left)) / min(one.width, other.width)


def _round(stage: Stage, id: EntityId, anchor: Pose, share: float) -> Pose:
    """A share of the way around somebody, for one of several who are all around: from the right, in front of them."""
    row = min(0.94, max(0.72, anchor.row + 0.06 * math.sin(math.tau * share)))
    pose = stage.pose(id, anchor.x, row=row)
    reach = (anchor.width + 0.6 * pose.width) / 2
    return replace(pose, x=within(anchor.x + reach * math.cos(math.tau * share), pose.width), y=row)


def placed(stage: Stage, event: Event, n: int, relation: str, of: Ids) -> Pose:
    """The pose of the nth actor of an event in a relation that holds for all of them: side by side."""
    id = event.actors[n]
    if relation in ("beside", "left", "right") and n >= 2 and event.actors[n - 2] in stage.poses:
        neighbour = event.actors[n - 2]
        return beside(stage, id, neighbour, towards(stage.here(of[0]).x, stage.here(neighbour).x))
    if relation == "around" and len(event.actors) > 1:
        return _round(stage, id, stage.here(of[0]), n / len(event.actors))
    if relation in ("on", "inside") and len(of) == len(event.actors):  # each on their own
        return related(stage, id, relation, of[n:])
    pose = related(stage, id, relation, of)
    if relation == "beside":
        pose = _aside(stage, id, of[0], pose)
        if n == 1 and _overlap(pose, stage.here(event.actors[0])) > _HIDING:
            pose = beside(stage, id, event.actors[0])
    if relation == "beside" and not any(stage.cast.drafts[i].human for i in (id, of[0])):
        pose = clear_of(stage, pose, of[0])
    if n == 0 or relation in ("beside", "left", "right"):
        return pose
    return replace(pose, x=pose.x + (n + 1) // 2 * (1 if n % 2 else -1) * (pose.width + 0.01))
