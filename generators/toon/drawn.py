"""What of a storyboard decides a shot's frames, and nothing else: the part of its tasks, from which they are drawn."""

from collections.abc import Set
from typing import Annotated

from pydantic import Field

from storyline.schema.base import AnyEntityId, EntityId, Noun, SceneId, ShotId
from storyline.schema.entity import Entity, Place
from storyline.schema.media import FrameSize
from storyline.schema.script import Overrides, Seed
from storyline.schema.storyboard import CUT, Scene, Shot, Storyboard
from storyline.schema.timing import FrameRate

_ID = "x"
"""Stands for ids and words that decide nothing."""


class DrawnShot(Noun):
    """A shot as the drawn world sees it."""

    scene: Scene
    """With this shot alone, without its words and its place in the film."""
    place: Place
    cast: tuple[Entity, ...]
    """Those who are in the shot, in the looks that they wear there."""
    faces: tuple[AnyEntityId, ...]
    """Those of them who have one even if they are things (see `cast.with_faces`)."""
    since: Annotated[int, Field(strict=True)]
    """Frames from the start of its scene: clouds go on over a cut."""
    rate: FrameRate
    seed: Seed
    size: FrameSize

    @property
    def shot(self) -> Shot:
        """Its shot."""
        return self.scene.shots[0]


def drawn(storyboard: Storyboard, scene: Scene, shot: Shot, size: FrameSize, faces: Set[EntityId]) -> DrawnShot:
    """What a shot's frames are drawn from. `faces` are all who have one (see `cast.with_faces`)."""
    worn, seed = shot.looks(), shot.overrides.seed
    return DrawnShot(
        scene=scene.model_copy(
            update={"id": SceneId(_ID), "heading": "", "number": "", "shots": (_without_words(shot),)}
        ),
        place=storyboard.place(scene.place).model_copy(update={"name": _ID}),
        cast=tuple(_worn(entity, worn[entity.id]) for entity in storyboard.cast if entity.id in worn),
        faces=tuple(sorted(faces & worn.keys())),
        since=scene.start_of(shot),
        rate=storyboard.rate,
        seed=storyboard.seed if seed is None else seed,
        size=size,
    )


def _without_words(shot: Shot) -> Shot:
    """The shot without what is read, heard, or done by others."""
    said = [line for line in shot.lines if line.kind in ("spoken", "lyric")]
    lines = [line.model_copy(update={"text": _ID, "said_by": "", "manner": "", "audio": None}) for line in said]
    panels = [
        panel.model_copy(
            update={
                "prompt": "",
                "image": None,
                "placements": tuple(p.model_copy(update={"mask": None}) for p in panel.placements),
            }
        )
        for panel in shot.panels
    ]
    nothing = {"label": "", "action": "", "handles": (0, 0), "overrides": Overrides(), "locked_take": None}
    given = {"id": ShotId(_ID), "size": "MS", "angle": "eye", "transition": CUT}
    return shot.model_copy(update={**nothing, **given, "lines": tuple(lines), "panels": tuple(panels)})


def _worn(entity: Entity, looks: set[str | None]) -> Entity:
    """The entity in these looks; None is its first."""
    bare = [look.model_copy(update={"references": (), "weights": ()}) for look in entity.wearing(looks)]
    return entity.model_copy(update={"looks": tuple(bare) or entity.looks, "voice": ""})
