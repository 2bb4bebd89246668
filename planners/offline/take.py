"""A shot being staged: everyone's track, written event by event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.presence import bring
from planners.offline.stage import Stage
from storyline.schema.base import EntityId
from storyline.schema.layout import Box, Expression, Facing

POSTURES = frozenset({"sit", "sleep", "lie"})
"""Actions that last until another one ends them."""


@dataclass
class Track:
    """An entity through a shot: (share of the shot, pose), linear in between; present within a span."""

    keys: list[tuple[float, Pose]]
    present: tuple[float, float] = (0.0, 1.0)

    def around(self, share: float) -> tuple[Pose, Pose, float]:
        """The poses before and after a share (0..1) of the shot, and how far between them it is."""
        at, before = self.keys[0]
        for key, pose in self.keys:
            if key > share:
                return (before, pose, (share - at) / (key - at)) if share > at else (before, before, 0.0)
            at, before = key, pose
        return before, before, 0.0


@dataclass
class Take:
    """One shot being staged on a scene's floor."""

    stage: Stage
    tracks: dict[EntityId, Track] = field(default_factory=dict)
    fresh: Ids = ()
    """Those whom the event being staged brings on."""
    eaten: Ids = ()
    """What is gone when the shot is over."""
    hidden: frozenset[EntityId] = frozenset()
    """Those who are there, but not seen."""
    near: Mapping[EntityId, Box] = field(default_factory=dict)
    """Whoever stands close to the camera with their back to us, in the frame."""

    def __post_init__(self) -> None:
        self.before = frozenset(self.stage.poses)
        """Those who are there when the shot begins."""
        for id, pose in self.stage.poses.items():
            self.tracks[id] = Track([(0.0, pose)])

    def enter(self, ids: Ids, *, prefer: float | None = None) -> None:
        """Puts those on stage that are not there yet, with what they hold."""
        bring(self.stage, ids, prefer=prefer)
        for id, pose in self.stage.poses.items():
            if id not in self.tracks:
                self.tracks[id] = Track([(0.0, pose)])

    def at(self, id: EntityId, share: float) -> Pose:
        """The pose of an entity at a share (0..1) of the shot, wherever its parent has taken it by then."""
        before, after, between = self.tracks[id].around(share)
        pose = self._taken(id, before, share)
        if not between or (before.parent == after.parent and before.anchor == after.anchor and before.parent):
            return pose
        mixed = pose.mixed(self._taken(id, after, share), between)
        if before.parent is not None:
            return replace(mixed, parent=None, anchor=None)
        return mixed if before.action == after.action else self.stage.cut(id, mixed)

    def _taken(self, id: EntityId, pose: Pose, share: float) -> Pose:
        if pose.parent is None or pose.parent not in self.tracks:
            return pose
        return self.stage.hung(id, pose, self.at(pose.parent, share))

    def now(self, id: EntityId) -> Pose:
        """Where an entity is, as far as the shot is staged."""
        return self.stage.here(id)

    def key(self, id: EntityId, share: float, pose: Pose) -> None:
        """Has an entity in a pose at a share of the shot; where it is from then on."""
        pose = self._fitted(id, pose)
        keys = self.tracks[id].keys
        while keys and keys[-1][0] >= share - 1e-6:
            keys.pop()
        keys.append((share, pose))

    def _fitted(self, id: EntityId, pose: Pose) -> Pose:
        """The pose with the size of its action; where the entity is from now on, and who holds it."""
        if pose.parent is None:
            pose = self.stage.cut(id, pose)
        self.stage.poses[id] = pose
        if pose.parent is not None and pose.anchor in ("hand", "mouth"):
            self.stage.hands[id] = pose.parent
        else:
            self.stage.hands.pop(id, None)
        return pose

    def hang(self, id: EntityId, share: float, parent: EntityId, anchor: str, *, action: str | None = None) -> None:
        """Has a parent hold or bear an entity from a share of the shot on, wherever it goes."""
        if not self.stage.carries(id, parent):
            self.key(id, share, self.stage.on(id, parent, anchor, action=action))

    def lean(self, id: EntityId, aside: float) -> None:
        """Moves an entity aside on whoever bears it now, all the time; in widths of the bearer."""
        parent = self.stage.poses[id].parent
        moved: Callable[[Pose], Pose] = lambda p: replace(p, lean=p.lean + aside) if p.parent == parent else p
        self.tracks[id].keys = [(share, moved(p)) for share, p in self.tracks[id].keys]
        self.stage.poses[id] = moved(self.stage.poses[id])

    def free(self, id: EntityId, share: float) -> Pose:
        """Takes an entity off whoever bears it, onto the ground below; its pose then."""
        pose = self.now(id)
        if pose.parent is not None and pose.anchor not in ("hand", "mouth"):
            pose = replace(self.stage.pose(id, pose.x, row=pose.row), facing=pose.facing)
            self.key(id, share, pose)
        return pose

    def start(self, id: EntityId, share: float, **changes: object) -> Pose:
        """Changes how an entity is from a moment on (facing, action, where it begins)."""
        pose = replace(self.now(id), **changes)  # type: ignore[arg-type]
        self.key(id, share, pose)
        return pose

    def address(self, speaker: EntityId, hearer: EntityId | None) -> None:
        """Has somebody speak to somebody, who looks back."""
        if hearer is None:
            return
        me, you = self.now(speaker), self.now(hearer)
        self.start(speaker, 0.0, facing=towards(me.x, you.x))
        if you.action not in ("sleep", "lie"):
            self.start(hearer, 0.0, facing=towards(you.x, me.x))

    def begin(self, id: EntityId, pose: Pose) -> None:
        """Has an entity in a pose from the start of the shot, whatever it did before."""
        self.tracks[id] = Track([(0.0, self._fitted(id, pose))])

    def express(self, id: EntityId, share: float, expression: Expression) -> None:
        """Shows a feeling from a moment on."""
        keys = self.tracks[id].keys
        self.tracks[id].keys = [
            (at, replace(pose, expression=expression) if at >= share - 1e-6 else pose) for at, pose in keys
        ]
        self.stage.poses[id] = replace(self.stage.poses[id], expression=expression)

    def close(self) -> None:
        """Ends the shot: everyone comes to rest, and those who left are gone, with what they bear."""
        stage = self.stage
        gone = set(self.eaten)
        for id, track in self.tracks.items():
            pose = stage.here(id)
            if track.present[1] < 1.0 or pose.right <= 0 or pose.left >= 1 or pose.y <= 0:
                gone |= {i for i in stage.poses if stage.carries(id, i)}
        for id in gone:
            del stage.poses[id]
        for id, pose in stage.poses.items():
            if pose.action not in POSTURES and not (stage.grounded(id) and pose.action == "stand"):
                action = stage.idle(id) if pose.parent is None else "stand"
                pose = replace(pose, action=action, expression="neutral")
                if pose.parent is None and pose.row == stage.shore and stage.figure(id).medium == "ground":
                    pose = stage.pose(id, pose.x)  # out of the water again
                stage.poses[id] = pose if pose.parent is not None else stage.cut(id, pose)

    def line(self, id: EntityId, begin: float, end: float, points: Sequence[Pose], action: str) -> None:
        """Moves through points at even shares of a span, facing the way it goes; waits a moment at each corner."""
        span, action = (end - begin) / len(points), self.stage.gait(id, action)
        pose = self.now(id)
        for n, point in enumerate(points):
            facing = towards(pose.x, point.x) if abs(point.x - pose.x) > 0.01 else pose.facing
            start = begin + n * span
            self.key(id, start, replace(pose, facing=facing, action=action, parent=None, anchor=None))
            pose = replace(point, facing=facing, action=action)
            if n + 1 < len(points):
                self.key(id, start + span * 0.86, pose)
            self.key(id, start + span, pose)


def towards(a: float, b: float) -> Facing:
    """Which way one looks from a to b."""
    return "right" if b >= a else "left"


def within(x: float, width: float) -> float:
    """The nearest x at which a figure is whole in the frame."""
    return min(max(x, width / 2 + 0.01), 0.99 - width / 2) if width < 0.96 else 0.5
