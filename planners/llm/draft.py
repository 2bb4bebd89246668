"""A script on its way to a storyboard, between two stages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from storyline.schema.base import EntityId, Noun, SceneId, ShotId
from storyline.schema.script import Beat, Script, ScriptScene, ScriptShot

N = TypeVar("N", bound=Noun)


@dataclass(frozen=True)
class Draft:
    """The script, with what the stages have filled so far, and what has no field in it yet."""

    script: Script
    moves: Mapping[ShotId, str] = field(default_factory=dict)
    """What the camera does in a shot, a word of `words.MOVES`: the boxes are seen through it."""
    seen: Mapping[ShotId, tuple[EntityId, ...]] = field(default_factory=dict)
    """Who is in a shot."""
    worn: Mapping[tuple[SceneId, EntityId], str] = field(default_factory=dict)
    """Which look somebody has in a scene, where it is not the first."""

    def shots(self) -> Iterator[tuple[ScriptScene, ScriptShot]]:
        """Every shot with its scene, in the order of the film."""
        for scene in self.script.scenes:
            for shot in scene.shots:
                yield scene, shot


def filled(noun: N, **fields: object) -> N:
    """A noun with its open fields filled. What the writer set is left as it is, whatever is given for it.

    >>> filled(ScriptShot(size="CU"), size="WS", angle="low").size
    'CU'
    """
    return noun.model_copy(update={f: v for f, v in fields.items() if getattr(noun, f) is None and v is not None})


def with_scenes(script: Script, scenes: tuple[ScriptScene, ...]) -> Script:
    """A script told by these scenes."""
    return script.model_copy(update={"scenes": scenes})


def with_shots(scene: ScriptScene, shots: tuple[ScriptShot, ...]) -> ScriptScene:
    """A scene told by these shots, and no more by beats."""
    return scene.model_copy(update={"shots": shots, "beats": ()})


def filmed_beats(scene: ScriptScene) -> tuple[Beat, ...]:
    """The beats of a scene that say what is seen or heard."""
    return tuple(b for b in scene.beats if b.text.strip() and b.kind not in _UNFILMED)


_UNFILMED = frozenset({"transition", "section", "synopsis", "note", "boneyard", "page-break"})
