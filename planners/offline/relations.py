"""Where somebody is in a relation to others: beside, behind, on, under or between them."""

from dataclasses import replace

from planners.offline import touch
from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.room import crush, free_x
from planners.offline.stage import MIDDLE, Stage
from storyline.schema.base import EntityId

_ASIDE = 0.6
"""How far aside of the middle of what it is under a figure may stand, of how far below: else it is beside that."""


def related(stage: Stage, id: EntityId, relation: str, of: Ids) -> Pose:
    """The pose of an entity in a relation to others that are on stage."""
    anchor = stage.here(of[0])
    pose = stage.poses.get(id) or stage.pose(id, 0.5)
    rooted = stage.figure(of[0]).medium == "fixed"
    if stage.figure(id).medium == "air" or pose.parent is not None:
        pose = stage.pose(id, stage.here(id).x if id in stage.poses else pose.x)
    if relation in ("on", "inside") and stage.carries(id, of[0]):
        return beside(stage, id, of[0])
    match relation:
        case "behind":
            row = max(0.7, anchor.row - 0.05)
            made = stage.pose(id, anchor.x, row=row)
            side = -1 if anchor.x > 0.5 else 1
            return replace(made, x=anchor.x + side * (anchor.width * 0.36), y=row)
        case "front" if stage.figure(of[0]).alive:
            return _before(stage, id, of[0])
        case "front":
            row = min(0.95, anchor.row + 0.07)
            return replace(stage.pose(id, anchor.x, row=row), y=row)
        case "on":
            roofed = stage.name(of[0]) in touch.ROOFED and not stage.figure(id).alive
            return stage.on(id, of[0], "top" if roofed else stage.seat(of[0]))
        case "under":
            if anchor.parent is None and ((rooted and anchor.height > 0.35) or anchor.y > 0.7):
                row = min(0.93, anchor.row + 0.05)
                side = -1 if anchor.x > 0.5 else 1
                aside = anchor.width * (0.25 if anchor.width > pose.width else 0)
                made = stage.pose(id, anchor.x, row=row)
                below = row - made.height / 2 - (anchor.y - anchor.height / 2)
                return replace(made, x=anchor.x + side * min(aside, max(0.0, _ASIDE * below)), y=row)
            return replace(stage.pose(id, anchor.x), y=MIDDLE, row=MIDDLE)
        case "above":
            made = stage.pose(id, anchor.x)
            return replace(made, y=max(made.height + 0.02, anchor.top - 0.04))
        case "inside":
            return stage.on(id, of[0], "seat" if not rooted and stage.seat(of[0]) == "seat" else "inside")
        case "between" if len(of) > 1:
            other = stage.here(of[1])
            return replace(pose, x=(anchor.x + other.x) / 2)
        case "left" | "right":
            return beside(stage, id, of[0], relation)
        case _:
            return beside(stage, id, of[0])


def beside(stage: Stage, id: EntityId, other: EntityId, side: str = "", *, gap: float = 0.02) -> Pose:
    """The pose next to another entity, on the side with more room unless one is asked for."""
    other = stage.bearer(other)
    anchor, old = stage.here(other), stage.here(id) if id in stage.poses else None
    row = anchor.row if stage.figure(other).medium != "fixed" else min(0.9, anchor.row + 0.06)
    if stage.figure(other).medium == "air" and stage.figure(id).medium != "air":
        row = MIDDLE
    made = stage.pose(id, anchor.x, row=row)
    if stage.grounded(id):
        made = replace(made, y=row, action="stand")
    reach = (anchor.width + made.width) / 2 + gap
    if not side:
        sides = {"left": anchor.x - reach, "right": anchor.x + reach}
        here = old.x if old else anchor.x - 0.01
        cost = {
            s: 20 * crush(stage, made, x, {id, other})
            + 20 * max(0.0, abs(x - 0.5) + made.width / 2 - 0.5)
            + abs(x - here)
            for s, x in sides.items()
        }
        side = min(cost, key=lambda s: (cost[s], s))
    x = anchor.x + (reach if side == "right" else -reach)
    x = min(max(x, made.width * 0.5), 1 - made.width * 0.5) if made.width < 1 else 0.5
    return replace(made, x=x, facing="left" if side == "right" else "right")


def _before(stage: Stage, id: EntityId, other: EntityId) -> Pose:
    """The pose before the eyes of somebody, where there is room; at their other side if there is none."""
    anchor, made = stage.here(other), beside(stage, id, other, stage.here(other).facing)
    half = made.width / 2
    ahead = (anchor.right + half, 1.0) if anchor.facing == "right" else (0.0, anchor.left - half)
    x = free_x(stage, made.width, made.x, made.row, leave=(id, other), among=ahead)
    covered = min(x + half, anchor.right) - max(x - half, anchor.left)
    return replace(made, x=x) if covered <= 0 else beside(stage, id, other)
