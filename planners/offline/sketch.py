"""A sketch: what happens and what is said in a shot, before anything is placed; and the ids of new scenes and shots."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from planners.offline.events import Event
from planners.offline.places import PlaceMention
from storyline.schema.base import EntityId, ShotId, slug
from storyline.schema.script import ScriptShot
from storyline.schema.sound import ScriptLine


@dataclass(frozen=True)
class Sketch:
    """A shot: what happens and what is said, and the writer's own fields."""

    id: ShotId
    written: ScriptShot
    action: str
    events: tuple[Event, ...] = ()
    lines: tuple[ScriptLine, ...] = ()
    speaker: EntityId | None = None
    camera: str = ""
    """`zoom in`, `follow`, `pan right`, `close-up`: what the text asks of the camera."""
    later: bool = False
    """Time has passed since the shot before."""
    mention: PlaceMention | None = None
    """The place that its words name."""
    reaction: bool = False
    """Who listens is seen, not who speaks."""


class NewIds:
    """Ids for new scenes and shots: of the writer's scene and the text, never of a position."""

    def __init__(self, taken: Sequence[str]) -> None:
        self.taken = set(taken)
        self._nth: Counter[tuple[str, str]] = Counter()

    def fresh(self, scene: str, text: str) -> str:
        """An id that is not taken yet; only a true duplicate of a text gets another digest."""
        while True:
            nth = self._nth[scene, text]
            self._nth[scene, text] += 1
            digest = hashlib.sha256(f"{scene}\n{text}\n{nth}".encode()).hexdigest()[:8]
            id = f"{scene[:24]}-{slug(text)[:24].rstrip('-_')}-{digest}"
            if id not in self.taken:
                self.taken.add(id)
                return id
