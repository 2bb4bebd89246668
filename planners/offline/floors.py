"""The floors of all places: who is still there when the film comes back to one."""

import re
from dataclasses import dataclass, field

from planners.offline.cast import Cast
from planners.offline.composer import Composer
from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.presence import clear, thin
from planners.offline.room import crowding
from planners.offline.scenes import SceneSketch, Where
from planners.offline.sketch import Sketch
from planners.offline.stage import Stage
from storyline.schema.base import EntityId, PlaceId
from storyline.schema.entity import Place

_KEPT = 12
"""Shots for which what somebody holds goes along to other places unmentioned."""
_AWAY = 3
"""Scenes elsewhere after which nobody is still in a place for having once stood there."""
_LONG_AFTER = re.compile(
    r"\b(later|tomorrow|next (day|morning|evening|night|week|year)|after (an?|many|some|several|\w+) "
    r"(hour|day|week|month|year|while)s?)\b",
    re.IGNORECASE,
)
"""Words after which whoever is not spoken of has gone."""


@dataclass
class Floors:
    """A stage for each place of a film, as it was left."""

    cast: Cast
    ratio: float
    """Frame width over frame height."""
    composer: Composer | None = None
    stages: dict[PlaceId, tuple[Where, Stage]] = field(default_factory=dict)
    scene: int = 0
    """Scenes so far."""
    shot: int = 0
    left: dict[PlaceId, int] = field(default_factory=dict)
    """The last scene in each place."""
    seen: dict[EntityId, int] = field(default_factory=dict)
    """The last scene that speaks of somebody."""
    spoken_of: dict[EntityId, int] = field(default_factory=dict)
    """The last shot that does."""
    hands: dict[EntityId, EntityId] = field(default_factory=dict)
    """Who holds what."""

    def open(self, sketch: SceneSketch, place: Place) -> Stage:
        """The stage of a scene: whoever was left there at the same hour is still there, or asleep, or fixed.

        When time has passed, or the film was elsewhere for long, only those are still there whom the scene speaks of,
        what is fixed, and, but for the first case, who was spoken of lately.
        """
        self.scene += 1
        ids = [i for s in sketch.shots for i in named(s)]
        stage = Stage(self.cast, place.setting, self.ratio, composer=self.composer)
        if place.id in self.stages:
            before, old = self.stages[place.id]
            staying = {i for i, p in old.poses.items() if self._stays(sketch, stage, before, i, p, ids)}
            staying |= {i for i in old.poses if old.bearer(i) in staying and i not in ids}
            stage.poses = {
                i: p for i, p in old.poses.items() if i in staying and (p.parent is None or p.parent in staying)
            }
            stage.crowd = min(old.crowd, crowding(stage, (*stage.poses, *ids)))
        else:
            stage.crowd = crowding(stage, ids)
        self.stages[place.id] = (sketch.where, stage)
        self.left[place.id] = self.scene
        for thing in [t for t in self.hands if self.shot - self.spoken_of.get(t, -_KEPT) > _KEPT]:
            del self.hands[thing]
        stage.hands = self.hands
        return stage

    def _stays(
        self, sketch: SceneSketch, stage: Stage, before: Where, id: EntityId, pose: Pose, ids: list[EntityId]
    ) -> bool:
        if stage.figure(id).medium == "fixed":
            return True
        if sketch.shots and sketch.shots[0].later:
            return id in ids
        if pose.action == "sleep":
            return True
        if (before.time or "day") != (sketch.where.time or "day"):
            return False
        assert sketch.where.place is not None  # it has a stage
        away = self.scene - self.left[sketch.where.place] > _AWAY
        return not away or id in ids or self.scene - self.seen.get(id, 0) <= _AWAY

    def tell(self, stage: Stage, sketch: Sketch, *, first: bool) -> None:
        """Takes in whom a shot speaks of; others leave the stage where it is much later, or too full."""
        self.shot += 1
        about = named(sketch)
        self.spoken_of.update(dict.fromkeys(about, self.shot))
        self.seen.update(dict.fromkeys(about, self.scene))
        if not first and _LONG_AFTER.search(sketch.action[:48]):
            clear(stage, about)
        thin(stage, about, self.spoken_of)

    def close(self, stage: Stage) -> None:
        """Ends a scene: who was in it is nowhere else."""
        for id in stage.poses:
            for _, other in self.stages.values():
                if other is not stage:
                    other.poses.pop(id, None)


def named(sketch: Sketch) -> Ids:
    """Those whom a shot is about."""
    speaker = (sketch.speaker,) if sketch.speaker else ()
    return (*(i for e in sketch.events for i in (*e.actors, *e.targets)), *speaker)
