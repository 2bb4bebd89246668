"""Events → tracks: how everyone moves through a shot, in the master view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from planners.offline.cast import Ids
from planners.offline.events import Event, Spot
from planners.offline.stage import MIDDLE, Pose, Stage
from storyline.schema.base import EntityId
from storyline.schema.layout import Facing

_STRIDE = 0.36
"""How far a walk goes in a shot when nothing is said, in frame widths."""
_POSTURES = frozenset({"sit", "sleep", "lie"})
"""Actions that last until another one ends them."""


@dataclass
class Track:
    """An entity through a shot: (share of the shot, pose), linear in between; present within a span."""

    keys: list[tuple[float, Pose]]
    present: tuple[float, float] = (0.0, 1.0)

    def at(self, share: float) -> Pose:
        """The pose at a share (0..1) of the shot."""
        before = self.keys[0]
        for key in self.keys:
            if key[0] > share:
                span = key[0] - before[0]
                return before[1].mixed(key[1], max(0.0, share - before[0]) / span) if share > before[0] else before[1]
            before = key
        return before[1]


@dataclass
class Take:
    """One shot being staged on a scene's floor."""

    stage: Stage
    tracks: dict[EntityId, Track] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id, pose in self.stage.poses.items():
            self.tracks[id] = Track([(0.0, pose)])

    def enter(self, ids: Ids, *, prefer: float | None = None) -> None:
        """Puts those on stage that are not there yet."""
        self.stage.put(ids, prefer=prefer)
        for id in ids:
            if id not in self.tracks:
                self.tracks[id] = Track([(0.0, self.stage.poses[id])])

    def now(self, id: EntityId) -> Pose:
        """Where an entity is, as far as the shot is staged."""
        return self.stage.poses[id]

    def key(self, id: EntityId, share: float, pose: Pose) -> None:
        """Has an entity in a pose at a share of the shot; where it is from then on."""
        keys = self.tracks[id].keys
        while keys and keys[-1][0] >= share - 1e-6:
            keys.pop()
        keys.append((share, pose))
        self.stage.poses[id] = pose

    def start(self, id: EntityId, share: float, **changes: object) -> Pose:
        """Changes how an entity is from a moment on (facing, action, where it begins)."""
        pose = replace(self.now(id), **changes)  # type: ignore[arg-type]
        self.key(id, share, pose)
        return pose

    def address(self, speaker: EntityId) -> None:
        """Has somebody speak: to whoever is nearest and alive, who looks back."""
        self.enter((speaker,))
        me = self.now(speaker)
        others = [i for i in self.stage.poses if i != speaker and self.stage.figure(i).alive]
        if not others:
            return
        listener = min(others, key=lambda i: (abs(self.now(i).x - me.x), i))
        you = self.now(listener)
        self.start(speaker, 0.0, facing=_towards(me.x, you.x))
        if you.action not in ("sleep", "lie"):
            self.start(listener, 0.0, facing=_towards(you.x, me.x))

    def close(self) -> None:
        """Ends the shot: everyone comes to rest, and those who left are gone."""
        for id, track in self.tracks.items():
            pose = self.stage.poses[id]
            gone = track.present[1] < 1.0 or pose.right <= 0 or pose.left >= 1 or pose.y <= 0
            if gone:
                del self.stage.poses[id]
            elif pose.action not in _POSTURES:
                self.stage.poses[id] = replace(pose, action=self.stage.idle(id), expression="neutral")


def play(take: Take, event: Event, begin: float, end: float) -> None:
    """Stages an event within a span of the shot."""
    stage = take.stage
    everyone = (*event.targets, *(i for _, of in event.relations for i in of), *(i for s in event.via for i in s.of),
                *(event.start.of if event.start else ()))  # fmt: skip
    take.enter(tuple(i for i in everyone if i not in event.actors))
    fresh = tuple(i for i in event.actors if i not in stage.poses)
    take.enter(event.actors, prefer=None)
    for id in fresh:
        _first_place(take, event, id, begin)
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


def _first_place(take: Take, event: Event, id: EntityId, begin: float) -> None:
    """Where someone not yet on stage is when the event begins."""
    if event.start is not None:
        pose = at_spot(take.stage, id, event.start)
        take.tracks[id].keys = [(0.0, pose)]
        take.stage.poses[id] = pose
        return
    moving = event.motion in ("travel", "enter", "leave", "chase", "follow", "jump")
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


def at_spot(stage: Stage, id: EntityId, spot: Spot) -> Pose:
    """The pose of an entity at a spot of the frame or at a side of another entity."""
    old = stage.poses.get(id) or stage.pose(id, 0.5)
    if spot.of:
        if spot.side in ("left", "right"):
            return stage.beside(id, spot.of[0], spot.side)
        return stage.related(id, "beside", spot.of)
    pose = stage.pose(id, old.x if spot.x is None else _within(spot.x, old.width))
    if spot.y is not None:
        lower = min(0.98, max(pose.height + 0.02, spot.y + pose.height / 2))
        pose = replace(pose, y=lower, row=max(pose.row, lower) if lower > pose.row else pose.row)
    elif spot.x is not None and id in stage.poses:
        pose = replace(pose, y=old.y, row=old.row, width=old.width, height=old.height)
    return pose


def _within(x: float, width: float) -> float:
    return min(max(x, width / 2 + 0.01), 0.99 - width / 2) if width < 0.96 else 0.5


def _towards(a: float, b: float) -> Facing:
    return "right" if b >= a else "left"


def _line(take: Take, id: EntityId, begin: float, end: float, points: list[Pose], action: str) -> None:
    """Moves through points at even shares of the span, facing the way it goes; waits a moment at each corner."""
    span = (end - begin) / len(points)
    pose = take.now(id)
    for n, point in enumerate(points):
        facing = _towards(pose.x, point.x) if abs(point.x - pose.x) > 0.01 else pose.facing
        start = begin + n * span
        take.key(id, start, replace(pose, facing=facing, action=action, parent=None, anchor=None))
        pose = replace(point, facing=facing, action=action)
        if n + 1 < len(points):
            take.key(id, start + span * 0.86, pose)
        take.key(id, start + span, pose)


def _outside(pose: Pose, way: str) -> Pose:
    return replace(pose, x=1.02 + pose.width / 2 if way == "right" else -0.02 - pose.width / 2)


def _at_edge(pose: Pose, way: str) -> Pose:
    """Half seen at the edge of the frame."""
    return replace(pose, x=1.0 if way == "right" else 0.0)


def _opposite(way: str) -> str:
    return "left" if way == "right" else "right"


def _travel(take: Take, event: Event, begin: float, end: float) -> None:
    stage = take.stage
    way = event.direction if event.direction in ("left", "right") else stage.way
    if event.direction == "back":
        way = _opposite(way)
    for n, id in enumerate(event.actors):
        pose = take.now(id)
        if event.start is not None and begin == 0:
            pose = at_spot(stage, id, event.start)
            take.key(id, 0.0, pose)
        elif event.enters and not event.start:
            pose = _at_edge(stage.pose(id, 0.5), _opposite(way))
            pose = replace(pose, x=pose.x - (n * (pose.width + 0.03)) * (1 if way == "right" else -1))
            take.key(id, begin, pose)
        points = [at_spot(stage, id, spot) for spot in event.via]
        points += _related_points(stage, id, event, pose, way)
        if not points and event.direction in ("up", "down"):
            points = [
                replace(
                    pose,
                    y=max(pose.height + 0.04, pose.y - 0.35) if event.direction == "up" else stage.lower(id, pose.row),
                )
            ]
            if stage.figure(id).medium == "air" and event.direction == "down":
                points = [replace(pose, y=min(0.66, pose.y + 0.28))]
                take.key(id, begin, replace(pose, y=max(pose.height * 0.3, pose.y - 0.2)))
        if not points:
            if event.enters:
                x = stage.room(pose.width, 0.4 if way == "right" else 0.6, pose.row, leave=(id,)) + 0.0 * n
            else:
                x = pose.x + (_STRIDE if way == "right" else -_STRIDE)
                if not event.out and not pose.width / 2 <= x <= 1 - pose.width / 2:
                    if not 0.55 < abs(x - 0.5) + 0.5 < 0.75:
                        x = _within(x, pose.width)
            points = [replace(pose, x=x)]
        if event.out:
            points[-1] = _outside(points[-1], way)
        _line(take, id, begin, end, points, event.action)


def _related_points(stage: Stage, id: EntityId, event: Event, pose: Pose, way: str) -> list[Pose]:
    points: list[Pose] = []
    for relation, of in event.relations:
        if not of or id in of or any(i not in stage.poses for i in of):
            continue
        anchor = stage.poses[of[0]]
        match relation:
            case "to":
                points.append(stage.beside(id, of[0]))
            case "from":
                points.append(replace(pose, x=0.85 if pose.x >= anchor.x else 0.15))
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
                points.append(replace(there, x=min(0.94, max(0.06, anchor.x + side * reach))))
            case "around":
                reach = (anchor.width + pose.width) / 2 + 0.03
                for x, row in (
                    (reach, anchor.row),
                    (0.0, max(0.72, anchor.row - 0.06)),
                    (-reach, anchor.row),
                    (0.0, min(0.94, anchor.row + 0.07)),
                ):
                    points.append(replace(stage.pose(id, anchor.x + x, row=row), y=row))
            case "held":
                pass
            case _:
                points.append(stage.related(id, relation, of))
    return points


def _enter(take: Take, event: Event, begin: float, end: float) -> None:
    _travel(
        take,
        replace(event, enters=True, relations=event.relations + tuple(("to", (t,)) for t in event.targets)),
        begin,
        end,
    )


def _leave(take: Take, event: Event, begin: float, end: float) -> None:
    _travel(take, replace(event, out=True), begin, end)


def _approach(take: Take, event: Event, begin: float, end: float) -> None:
    towards = tuple(("to", (t,)) for t in event.targets if t not in event.actors)
    _travel(take, replace(event, relations=event.relations + towards), begin, end)


def _chase(take: Take, event: Event, begin: float, end: float) -> None:
    """Two tracks, the same speed, the second one behind."""
    stage = take.stage
    ahead = event.targets or tuple(i for _, of in event.relations for i in of)
    way = 1 if stage.way == "right" else -1
    leaders = [i for i in ahead if i not in event.actors]
    if not leaders:
        _travel(take, event, begin, end)
        return
    lead = stage.pose(leaders[0], 0.5)
    gap = lead.width / 2 + 0.04
    rear = 0.5 - way * 0.34
    for n, id in enumerate(event.actors):
        pose = stage.pose(id, 0.5)
        x = rear - way * n * (pose.width + 0.03)
        x = _within(x, pose.width)
        take.key(id, begin, replace(pose, x=x))
        _line(take, id, begin, end, [replace(pose, x=x + way * 0.38)], event.action)
        gap = max(gap, pose.width / 2 + lead.width / 2 + 0.06)
        rear = x if n == 0 else rear
    for n, id in enumerate(leaders):
        pose = stage.pose(id, 0.5)
        x = rear + way * (gap + n * (pose.width + 0.03))
        take.key(id, begin, replace(pose, x=x))
        _line(
            take, id, begin, end, [replace(pose, x=x + way * 0.38)], event.action if event.motion == "chase" else "walk"
        )


def _jump(take: Take, event: Event, begin: float, end: float) -> None:
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        if event.start is not None:
            pose = at_spot(stage, id, event.start)
        landing = pose
        points = [at_spot(stage, id, spot) for spot in event.via] + _related_points(stage, id, event, pose, stage.way)
        if points:
            landing = points[-1]
        elif event.direction in ("forward", "left", "right"):
            landing = replace(pose, x=_within(pose.x + (-0.25 if event.direction == "left" else 0.25), pose.width))
        height = min(0.24, max(0.1, pose.top - 0.04))
        facing = _towards(pose.x, landing.x) if landing is not pose else pose.facing
        for n in range(7):
            share = n / 6
            mixed = pose.mixed(landing, share)
            arc = 4 * share * (1 - share) * height
            take.key(id, begin + (end - begin) * share, replace(mixed, y=mixed.y - arc, facing=facing, action=event.action,
                                                                 parent=None, anchor=None))  # fmt: skip
        take.key(id, end, replace(landing, facing=facing, action=event.action))


def _fall(take: Take, event: Event, begin: float, end: float) -> None:
    for id in event.actors:
        pose = take.now(id)
        ground = take.stage.pose(id, pose.x, row=max(pose.row, MIDDLE), y=max(pose.row, MIDDLE))
        if (
            pose.y >= ground.y - 0.05
            and not take.stage.figure(id).alive
            or any(r == "from" for r, _ in event.relations)
        ):
            pose = replace(pose, y=max(pose.height, 0.3))
        take.key(id, begin, replace(pose, action=event.action, parent=None, anchor=None))
        mid = pose.mixed(ground, 0.3)
        take.key(id, begin + (end - begin) * 0.5, replace(mid, action=event.action))
        take.key(id, begin + (end - begin) * 0.9, replace(ground, action=event.action, facing=pose.facing))
        take.key(id, end, replace(ground, action="lie" if take.stage.figure(id).alive else "stand", facing=pose.facing))


def _rise(take: Take, event: Event, begin: float, end: float) -> None:
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        tops = [of for relation, of in event.relations if relation in ("on", "to", "above")] or [
            (t,) for t in event.targets
        ]
        top = (
            stage.related(id, "on", tops[0])
            if tops and tops[0]
            else replace(pose, y=max(pose.height + 0.03, pose.y - 0.4))
        )
        if tops and tops[0]:
            foot = stage.beside(id, tops[0][0])
            take.key(id, begin, replace(foot, x=(foot.x + top.x) / 2, action=event.action))
        else:
            take.key(id, begin, replace(pose, action=event.action))
        take.key(id, end, replace(top, action=event.action, facing=pose.facing))


def _land(take: Take, event: Event, begin: float, end: float) -> None:
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        anchors = [of for _, of in event.relations if of]
        down = stage.related(id, "on", anchors[0]) if anchors else stage.pose(id, pose.x, row=MIDDLE, y=MIDDLE)
        air = replace(pose, y=max(pose.height, min(pose.y, 0.3)), action="fly")
        take.key(id, begin, air)
        take.key(id, begin + (end - begin) * 0.8, replace(down, action="fly"))
        take.key(id, end, replace(down, action="stand"))


def _give(take: Take, event: Event, begin: float, end: float) -> None:
    """The giver steps up; the gift goes from hand to hand."""
    stage = take.stage
    giver = event.actors[0]
    takers = [i for i in event.targets if stage.figure(i).alive] + [
        i for r, of in event.relations if r == "to" for i in of
    ]
    gifts = [i for i in event.targets if i not in takers]
    middle = begin + (end - begin) * 0.45
    pose = take.now(giver)
    if takers:
        there = stage.beside(giver, takers[0])
        _line(take, giver, begin, middle, [there], "walk")
        facing = _towards(there.x, take.now(takers[0]).x)
        take.start(giver, middle, facing=facing, action=event.action)
        take.start(takers[0], begin, facing=_towards(take.now(takers[0]).x, there.x))
    else:
        take.start(giver, begin, action=event.action)
    for gift in gifts:
        size = stage.pose(gift, 0.5)
        hand = lambda holder, side: replace(
            size, x=holder.x + side * holder.width * 0.45, y=holder.y - holder.height * 0.35, row=holder.row + 0.02
        )
        receiver = take.now(takers[0]) if takers else None
        side = 1 if take.now(giver).facing == "right" else -1
        first, then = hand(replace(pose, facing=pose.facing), side), hand(take.now(giver), side)
        take.key(gift, begin, replace(first, parent=giver, anchor="hand"))
        take.key(gift, middle, replace(then, parent=giver, anchor="hand"))
        if receiver is not None:
            take.key(gift, end, replace(hand(receiver, -side), parent=takers[0], anchor="hand"))


def _take_up(take: Take, event: Event, begin: float, end: float) -> None:
    things = tuple(i for i in event.targets if i not in event.actors)
    if not things:
        _stay(take, event, begin, end)
        return
    actor, stage = event.actors[0], take.stage
    middle = begin + (end - begin) * 0.6
    _line(take, actor, begin, middle, [stage.beside(actor, things[0])], "walk")
    holder = take.start(actor, middle, action=event.action)
    side = 1 if holder.facing == "right" else -1
    for thing in things:
        if not stage.figure(thing).alive and stage.figure(thing).medium != "fixed":
            take.start(thing, middle)
            take.start(thing, end, x=holder.x + side * holder.width * 0.45, y=holder.y - holder.height * 0.35,
                       row=holder.row + 0.02, parent=actor, anchor="hand")  # fmt: skip


def _throw(take: Take, event: Event, begin: float, end: float) -> None:
    stage, actor = take.stage, event.actors[0]
    things = [i for i in event.targets if not stage.figure(i).alive]
    takers = [i for r, of in event.relations if r == "to" for i in of] + [i for i in event.targets if i not in things]
    thrower = take.now(actor)
    way = 1 if not takers or take.now(takers[0]).x >= thrower.x else -1
    take.start(actor, begin, action=event.action, facing="right" if way > 0 else "left")
    for thing in things:
        first = replace(stage.pose(thing, thrower.x + way * thrower.width * 0.5), y=thrower.y - thrower.height * 0.4)
        goal = take.now(takers[0]) if takers else None
        x = goal.x - way * goal.width * 0.5 if goal else _within(thrower.x + way * 0.45, first.width)
        for n in range(5):
            share = n / 4
            y = first.y + ((goal.y - goal.height * 0.4 if goal else MIDDLE) - first.y) * share
            take.key(thing, begin + (end - begin) * share, replace(first, x=first.x + (x - first.x) * share,
                                                                    y=y - 0.8 * share * (1 - share)))  # fmt: skip


def _meet(take: Take, event: Event, begin: float, end: float) -> None:
    """They come together and face each other."""
    stage = take.stage
    others = [i for i in event.targets if i not in event.actors] or list(event.actors[1:])
    if not others:
        _stay(take, event, begin, end)
        return
    other, actor = others[0], event.actors[0]
    there = stage.beside(actor, other, "left" if take.now(actor).x <= take.now(other).x else "right")
    start = replace(there, x=_within(there.x + (-0.22 if there.x < take.now(other).x else 0.22), there.width))
    take.key(actor, begin, start)
    _line(take, actor, begin, begin + (end - begin) * 0.7, [there], "walk")
    take.start(actor, begin + (end - begin) * 0.7, action=event.action, facing=_towards(there.x, take.now(other).x))
    take.start(other, begin, facing=_towards(take.now(other).x, there.x))


def lying(stage: Stage, id: EntityId, pose: Pose) -> Pose:
    """The figure laid down: a wide low box."""
    standing = stage.pose(id, pose.x, row=pose.row)
    if stage.figure(id).aspect < 0.8:
        return replace(pose, width=standing.height / stage.ratio * 0.95, height=standing.height * 0.4)
    return replace(pose, width=standing.width * 1.12, height=standing.height * 0.66)


def _lie(take: Take, event: Event, begin: float, end: float) -> None:
    stage = take.stage
    for id in event.actors:
        if not stage.figure(id).alive:
            continue
        pose = take.now(id)
        points = _related_points(stage, id, event, pose, stage.way)
        middle = begin
        if points and abs(points[-1].x - pose.x) > 0.02:
            middle = begin + (end - begin) * 0.45
            _line(take, id, begin, middle, points, "walk")
            pose = take.now(id)
        take.start(id, middle, action=event.action)
        down = replace(
            lying(stage, id, pose),
            action=event.action,
            expression="asleep" if event.action == "sleep" else pose.expression,
        )
        take.key(id, min(end, middle + (end - begin) * 0.3), down)


def _sit(take: Take, event: Event, begin: float, end: float) -> None:
    stage = take.stage
    for id in event.actors:
        pose = take.now(id)
        points = _related_points(stage, id, event, pose, stage.way)
        middle = begin
        if points and abs(points[-1].x - pose.x) + abs(points[-1].y - pose.y) > 0.02:
            middle = begin + (end - begin) * 0.55
            _line(take, id, begin, middle, points[-1:], "walk")
            pose = points[-1]
        standing = stage.pose(id, pose.x, row=pose.row)
        share = 0.78 if stage.figure(id).aspect < 0.8 else 0.9
        seated = replace(pose, height=standing.height * share, width=standing.width, action=event.action)
        take.key(id, min(end, middle + 0.06), seated)


def _look(take: Take, event: Event, begin: float, end: float) -> None:
    others = (*event.targets, *(i for _, of in event.relations for i in of))
    for id in event.actors:
        pose = take.now(id)
        facing = pose.facing
        seen = [take.now(o).x for o in others if o != id]
        if seen:
            facing = _towards(pose.x, seen[0])
        elif event.direction == "back":
            facing = "left" if take.stage.way == "right" else "right"
        action = event.action if pose.action not in _POSTURES else pose.action
        take.start(id, begin, facing=facing, action=action)


def _appear(take: Take, event: Event, begin: float, end: float) -> None:
    _settle(take, event, begin)
    for id in event.actors:
        take.tracks[id].present = event.during or (
            (begin + (end - begin) * 0.4, 1.0) if begin or end < 1 else (0.4, 1.0)
        )


def _vanish(take: Take, event: Event, begin: float, end: float) -> None:
    for id in event.actors:
        if event.out or not event.action:
            pose = take.now(id)
            moving = pose.action if pose.action in ("run", "fly", "swim", "drive", "roll") else "walk"
            way = pose.facing if pose.facing in ("left", "right") else take.stage.way
            _line(take, id, begin, end, [_outside(pose, way)], moving)
        elif event.during is None:
            take.tracks[id].present = (take.tracks[id].present[0], begin + (end - begin) * 0.6)


def _wake(take: Take, event: Event, begin: float, end: float) -> None:
    for id in event.actors if not event.targets else event.targets:
        pose = take.now(id)
        standing = take.stage.pose(id, pose.x, row=pose.row)
        take.start(id, begin)
        take.key(id, begin + (end - begin) * 0.6, replace(standing, facing=pose.facing, action=event.action))


def _turn(take: Take, event: Event, begin: float, end: float) -> None:
    for id in event.actors:
        pose = take.now(id)
        facing = event.direction if event.direction in ("left", "right") else _opposite(pose.facing)
        take.start(id, begin + (end - begin) * 0.4, facing=facing)


def _settle(take: Take, event: Event, begin: float) -> None:
    """Goes at once where a relation says."""
    for id in event.actors:
        for relation, of in event.relations:
            if of and id not in of and relation not in ("from", "held", "past", "to"):
                pose = take.stage.related(id, relation, of)
                if begin == 0:
                    take.tracks[id].keys = []
                take.key(id, begin, pose)
        for spot in event.via or (() if event.start is None else (event.start,)):
            take.key(id, begin, at_spot(take.stage, id, spot))


def _stay(take: Take, event: Event, begin: float, end: float) -> None:
    _settle(take, event, begin)
    for id in event.actors:
        pose = take.now(id)
        if event.action == "stand" and take.stage.idle(id) == "fly":
            continue
        action = pose.action if pose.action in _POSTURES and event.action in ("stand", "talk") else event.action
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


def _stop(take: Take, event: Event, begin: float, end: float) -> None:
    for id in event.actors:
        pose = take.now(id)
        if pose.action in _POSTURES and event.motion == "stop" and event.relations:
            pose = replace(take.stage.pose(id, pose.x, row=pose.row), facing=pose.facing)
            take.key(id, begin, pose)
        take.start(id, begin, action=event.action)
    _settle(take, event, begin)


_MOTIONS: Mapping[str, Callable[[Take, Event, float, float], None]] = {
    "stay": _stay,
    "travel": _travel,
    "enter": _enter,
    "leave": _leave,
    "approach": _approach,
    "jump": _jump,
    "fall": _fall,
    "rise": _rise,
    "land": _land,
    "chase": _chase,
    "follow": _chase,
    "give": _give,
    "take": _take_up,
    "throw": _throw,
    "meet": _meet,
    "lie": _lie,
    "sit": _sit,
    "look": _look,
    "appear": _appear,
    "vanish": _vanish,
    "wake": _wake,
    "turn": _turn,
    "stop": _stop,
    "speak": _look,
    "camera": lambda take, event, begin, end: None,
}
