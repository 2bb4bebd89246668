"""Ways: walking, entering, leaving, chasing, jumping, falling, climbing."""

from collections.abc import Sequence
from dataclasses import replace

from planners.offline.events import Event
from planners.offline.goals import at_spot, opposite, outside, related_points
from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.relations import beside, related
from planners.offline.room import APART, free_x, lane
from planners.offline.stage import MIDDLE, Stage
from planners.offline.take import POSTURES, Take, towards, within
from planners.offline.touch import VEHICLES
from storyline.schema.base import EntityId
from storyline.schema.vocabulary import action_of

_STRIDE = 0.36
"""How far a walk goes in a shot when nothing is said, in frame widths."""
_FAR_STRIDE = 0.16
_CLIMB = 0.35
"""How far up `up` is, in frame heights."""
_NEXT_TO = frozenset({"beside", "left", "right", "front", "behind", "between"})
_WHOLE = 0.97
"""How wide a row of figures is, in frame widths, that starts a way next to one another; of a wider one all keep the
places they have."""
_FULL = 0.6
"""How wide a row of figures is, in frame widths, that cannot begin another stretch of way."""


def travel(take: Take, event: Event, begin: float, end: float) -> None:
    """Goes from where it is, or from where the text says, to where the text says, or on in the scene's direction."""
    stage = take.stage
    on = [i for r, of in event.relations if r in ("on", "inside") for i in of]
    flown = event.action == "fly" and event.motion == "travel" and any(_bears(stage, i) for i in on)
    if flown and stage.figure(event.actors[0]).medium != "air":  # `flew on a broom`
        ride(take, replace(event, motion="ride"), begin, end)
        return
    if (mount := mount_of(take, event)) is not None:
        event = replace(event, actors=(mount,), action=_gait(stage, mount, event))
    way = event.direction if event.direction in ("left", "right") else stage.way
    if event.direction == "back":
        way = opposite(way)
    if (side := _comes_from(event)) is not None:
        way = opposite(side)
    departures = [_departure(take, event, id, n, way, begin) for n, id in enumerate(event.actors)]
    stride = _stride(event, departures, way)
    for (n, id), pose in zip(enumerate(event.actors), departures, strict=True):
        points = [at_spot(stage, id, spot) for spot in event.via] + related_points(stage, id, event, pose)
        if not points:
            points = [_onward(take, event, id, n, way, begin, stride, _lead(departures, pose, way))]
        if event.via and event.direction == "up" and event.via[-1].y is None:
            points[-1] = replace(points[-1], y=max(points[-1].height + 0.04, points[-1].y - _CLIMB))
        if event.out:
            points[-1] = outside(points[-1], way)
        swims = action_of(event.action) == "swim" and stage.shore is not None
        if swims:
            points = [stage.pose(id, p.x, row=stage.shore) for p in points]
            take.key(id, begin, stage.pose(id, take.now(id).x, row=stage.shore))
        level = (
            not event.relations
            and not swims
            and not event.far
            and event.direction != "up"
            and all(spot.y is None for spot in event.via)
        )
        if level and stage.figure(id).medium == "ground":
            row = lane(stage, id, take.now(id).x, points[-1].x, beside=event.actors)
            lift = row - take.now(id).row
            points = [_in_row(stage, id, p, p.row + lift) for p in points]
            take.key(id, begin, _in_row(stage, id, take.now(id), row))
        take.line(id, begin, end, points, event.action)


def _comes_from(event: Event) -> str | None:
    """The side of the frame that a way begins at, where the text says no more than that."""
    spot = event.start
    if spot is None or spot.x is None or spot.of or event.via or event.direction in ("left", "right"):
        return None
    return "left" if spot.x < 0.5 else "right"


def _stride(event: Event, departures: Sequence[Pose], way: str) -> float:
    """How far all of them can go together before the first is at the edge of the frame; 0 if that is no way at all."""
    room = min((1 - p.right if way == "right" else p.left) for p in departures) - 0.02
    wanted = _FAR_STRIDE if event.far else _STRIDE
    if event.out or room >= wanted:
        return wanted
    if max(p.right for p in departures) - min(p.left for p in departures) > _FULL:
        return max(0.02, room)
    return room if room > 0.1 else 0.0


def _departure(take: Take, event: Event, id: EntityId, n: int, way: str, begin: float) -> Pose:
    """Where a way begins, keyed."""
    stage, pose = take.stage, take.now(id)
    if event.enters and (side := _comes_from(event)) is not None and id in take.fresh:
        behind = _queue(stage, event.actors[: n + 1]) * (1 if side == "right" else -1)
        pose = outside(stage.pose(id, 0.5), side)
        pose = replace(pose, x=pose.x + behind)
    elif event.start is not None:
        pose = at_spot(stage, id, event.start)
        if len(take.tracks[id].keys) == 1:  # it was there all the time
            take.begin(id, pose)
    elif event.enters and id in take.fresh and event.direction not in ("up", "down"):
        standing = stage.pose(id, 0.5)
        queue = _queue(stage, event.actors[: n + 1])
        pose = replace(standing, x=-queue if way == "right" else 1 + queue)
    elif id in take.fresh and not event.via and (row := _row(stage, event.actors)) < _WHOLE:
        goal = next((stage.here(of[0]).x for r, of in event.relations if of and r in ("to", "past", "above")), None)
        start = (0.24 if way == "right" else 0.76) if goal is None else 0.15 if goal >= 0.5 else 0.85
        if event.direction in ("left", "right"):
            start = 0.15 if way == "right" else 0.85
        farthest = max(pose.width / 2 + 0.02, _WHOLE + pose.width / 2 - row)  # the first has some way before it, too
        start = min(start, farthest) if start < 0.5 else max(start, 1 - farthest)
        x = start + n * (pose.width + 0.03) * (1 if start < 0.5 else -1)
        pose = replace(pose, x=within(x, pose.width))
    elif pose.action in POSTURES or pose.parent is not None:
        pose = stage.pose(id, pose.x, row=pose.row)
    take.key(id, begin, pose)
    return pose


def _row(stage: Stage, ids: Ids) -> float:
    """How wide figures next to one another are."""
    return _queue(stage, ids) + (stage.pose(ids[0], 0.5).width + stage.pose(ids[-1], 0.5).width) / 2


def _queue(stage: Stage, ids: Ids) -> float:
    """How far the last of a row of figures is behind the first one."""
    widths = [stage.pose(i, 0.5).width for i in ids]
    return sum(widths) - widths[0] / 2 - widths[-1] / 2 + 0.03 * (len(ids) - 1)


def _lead(departures: Sequence[Pose], pose: Pose, way: str) -> float:
    """How far one is ahead of the last of them."""
    return max(pose.x - other.x if way == "right" else other.x - pose.x for other in departures)


def _onward(take: Take, event: Event, id: EntityId, n: int, way: str, begin: float, stride: float, lead: float) -> Pose:
    """Where a way leads that the text does not lead anywhere."""
    stage, pose = take.stage, take.now(id)
    if event.direction == "up":
        return replace(pose, y=max(pose.height + 0.04, pose.y - _CLIMB))
    if event.direction == "down":
        if stage.figure(id).medium != "air":
            return replace(pose, y=stage.lower(id, pose.row))
        take.key(id, begin, replace(pose, y=max(pose.height * 0.3, pose.y - 0.2)))
        return replace(pose, y=min(0.5, pose.y + 0.12))
    if event.enters and id in take.fresh:
        sign = 1 if way == "right" else -1
        behind = _queue(stage, event.actors[: n + 1]) - _queue(stage, event.actors) / 2  # the first goes furthest
        goal = 0.5 - sign * (behind + 0.08)
        return replace(pose, x=free_x(stage, pose.width, within(goal, pose.width), pose.row, leave=event.actors[n:]))
    sign = 1 if way == "right" else -1
    if not stride and begin == 0:  # after a cut: a new stretch of way
        pose = replace(pose, x=within(0.5 - sign * (0.28 - lead), pose.width))
        take.begin(id, pose)
    goal = within(pose.x + sign * (stride or _STRIDE), pose.width)
    least = min(0.1, stride or _STRIDE)
    ahead = (pose.x + least, 1.0) if sign > 0 else (0.0, pose.x - least)
    return replace(pose, x=free_x(stage, pose.width, goal, pose.row, leave=event.actors, depth=APART, among=ahead))


def _in_row(stage: Stage, id: EntityId, pose: Pose, row: float) -> Pose:
    if abs(row - pose.row) < 1e-6:
        return pose
    moved = stage.pose(id, pose.x, row=row)
    return replace(pose, row=row, y=pose.y + row - pose.row, width=moved.width, height=moved.height)


def enter(take: Take, event: Event, begin: float, end: float) -> None:
    """Comes in from the edge of the frame, or to whom the text says."""
    travel(
        take,
        replace(event, enters=True, relations=event.relations + tuple(("to", (t,)) for t in event.targets)),
        begin,
        end,
    )


def ride(take: Take, event: Event, begin: float, end: float) -> None:
    """The mount (or vehicle) goes its way and carries its riders; without one it is a way like any other."""
    stage = take.stage
    named = [*event.targets, *(i for r, of in event.relations if r in ("on", "inside", "held") for i in of)]
    mounts = [i for i in named if i not in event.actors and _bears(stage, i)]
    if not mounts:
        travel(take, event, begin, end)
        return
    mounts = mounts if len(mounts) == len(event.actors) else mounts[:1]  # one for each, or one for all
    for n, rider in enumerate(event.actors):
        mount = mounts[n % len(mounts)]
        if take.now(rider).parent != mount:
            take.hang(rider, begin, mount, "seat", action="ride")
    rest = tuple((r, of) for r, of in event.relations if not set(mounts) & set(of))
    fresh = take.fresh
    travel(take, replace(event, actors=tuple(mounts), targets=(), relations=rest,
                         action=_gait(stage, mounts[0], event)), begin, end)  # fmt: skip
    take.fresh = fresh


def _bears(stage: Stage, id: EntityId) -> bool:
    """Whether one can ride it or go in it."""
    return stage.figure(id).alive or stage.name(id) in VEHICLES or (stage.name(id) is None and id in stage.poses)


def _gait(stage: Stage, mount: EntityId, event: Event) -> str:
    """How a mount goes: on its legs, on wheels, on water or in the air."""
    kind = stage.figure(mount)
    if kind.alive:
        return (
            event.action
            if event.action in ("run", "fly", "swim", "jump")
            else "walk"
            if kind.medium != "air"
            else "fly"
        )
    return {"air": "fly", "water": "sail"}.get(kind.medium, "drive")


def mount_of(take: Take, event: Event) -> EntityId | None:
    """What all the actors of an event sit on, if it goes where they go: they sail on, drive on, gallop away."""
    parents = {take.now(i).parent if take.now(i).anchor == "seat" else None for i in event.actors}
    parent = parents.pop() if len(parents) == 1 else None
    if parent is None or not _bears(take.stage, parent) or event.action in ("walk", "jump", "fall"):
        return None
    return parent


def leave(take: Take, event: Event, begin: float, end: float) -> None:
    """Goes out of the frame."""
    travel(take, replace(event, out=True), begin, end)


def approach(take: Take, event: Event, begin: float, end: float) -> None:
    """Goes up to somebody."""
    towards = tuple(("to", (t,)) for t in event.targets if t not in event.actors)
    travel(take, replace(event, relations=event.relations + towards), begin, end)


def chase(take: Take, event: Event, begin: float, end: float) -> None:
    """Two tracks, the same speed, the second one behind."""
    stage = take.stage
    ahead = event.targets or tuple(i for _, of in event.relations for i in of)
    way = 1 if stage.way == "right" else -1
    leaders = [i for i in ahead if i not in event.actors]
    if not leaders:
        travel(take, event, begin, end)
        return
    lead = stage.pose(leaders[0], 0.5)
    gap = lead.width / 2 + 0.04
    rear = 0.5 - way * 0.34
    for n, id in enumerate(event.actors):
        pose = stage.pose(id, 0.5)
        x = rear - way * n * (pose.width + 0.03)
        x = within(x, pose.width)
        take.key(id, begin, replace(pose, x=x))
        take.line(id, begin, end, [replace(pose, x=x + way * 0.38)], event.action)
        gap = max(gap, pose.width / 2 + lead.width / 2 + 0.06)
        rear = x if n == 0 else rear
    for n, id in enumerate(leaders):
        pose = stage.pose(id, 0.5)
        x = rear + way * (gap + n * (pose.width + 0.03))
        take.key(id, begin, replace(pose, x=x))
        goal = replace(pose, x=x + way * 0.38)
        take.line(id, begin, end, [goal], event.action if event.motion == "chase" else "walk")


def jump(take: Take, event: Event, begin: float, end: float) -> None:
    """An arc from where it is to where it lands."""
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        if event.start is not None:
            pose = at_spot(stage, id, event.start)
        landing = pose
        points = [at_spot(stage, id, spot) for spot in event.via] + related_points(stage, id, event, pose)
        if points:
            landing = points[-1]
        elif event.direction in ("forward", "left", "right"):
            landing = replace(pose, x=within(pose.x + (-0.25 if event.direction == "left" else 0.25), pose.width))
        height = min(0.24, max(0.1, pose.top - 0.04))
        facing = towards(pose.x, landing.x) if landing is not pose else pose.facing
        for n in range(7):
            share = n / 6
            mixed = pose.mixed(landing, share)
            arc = 4 * share * (1 - share) * height
            aloft = replace(mixed, y=mixed.y - arc, facing=facing, action=event.action, parent=None, anchor=None)
            take.key(id, begin + (end - begin) * share, aloft)
        take.key(id, end, replace(landing, facing=facing, action=event.action))


def fall(take: Take, event: Event, begin: float, end: float) -> None:
    """Comes down, faster and faster, and lies there."""
    for id in event.targets or event.actors:  # who drops a thing does not fall
        if event.targets and id in take.fresh and take.stage.figure(event.actors[0]).alive:  # out of the hand
            take.begin(id, take.stage.on(id, event.actors[0], "hand"))
        pose = replace(take.now(id), parent=None, anchor=None)
        ground = take.stage.pose(id, pose.x, row=max(pose.row, MIDDLE), y=max(pose.row, MIDDLE))
        if (pose.y >= ground.y - 0.05 and not take.stage.figure(id).alive) or any(
            r == "from" for r, _ in event.relations
        ):
            pose = replace(pose, y=max(pose.height, 0.3))
        take.key(id, begin, replace(pose, action=event.action, parent=None, anchor=None))
        mid = pose.mixed(ground, 0.3)
        take.key(id, begin + (end - begin) * 0.5, replace(mid, action=event.action))
        take.key(id, begin + (end - begin) * 0.9, replace(ground, action=event.action, facing=pose.facing))
        down = replace(ground, facing=pose.facing)
        alive = take.stage.figure(id).alive
        take.key(id, end, replace(down, action="lie", expression="surprised") if alive else down)


def rise(take: Take, event: Event, begin: float, end: float) -> None:
    """Goes up: into the air, or onto something."""
    stage = take.stage
    for n, id in enumerate(event.actors):
        pose = take.now(id)
        tops = [of for relation, of in event.relations if relation in ("on", "to", "above")] or [
            (t,) for t in event.targets
        ]
        top = (
            related(stage, id, "on", tops[0])
            if tops and tops[0]
            else replace(pose, y=max(pose.height + 0.03, pose.y - 0.4))
        )
        if n and top.parent is None:  # side by side
            first = take.now(event.actors[0])
            top = replace(top, x=within(first.x + n * (top.width + 0.03), top.width))
        if tops and tops[0]:
            foot = beside(stage, id, tops[0][0])
            take.key(id, begin, replace(foot, x=(foot.x + top.x) / 2, action=event.action))
        else:
            take.key(id, begin, replace(pose, action=event.action))
        take.key(id, end, replace(top, action=event.action, facing=pose.facing))


def land(take: Take, event: Event, begin: float, end: float) -> None:
    """Comes down out of the air."""
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        anchors = [(r if r in _NEXT_TO else "on", of) for r, of in event.relations if of and r not in ("from", "held")]
        down = related(stage, id, *anchors[0]) if anchors else stage.pose(id, pose.x, row=MIDDLE, y=MIDDLE)
        down = down if down.parent is not None else replace(down, y=down.row)
        air = replace(pose, y=max(pose.height, min(pose.y, 0.3)), action="fly")
        take.key(id, begin, air)
        take.key(id, begin + (end - begin) * 0.8, replace(down, action="fly"))
        take.key(id, end, replace(down, action="stand"))
