"""A seed becomes pictures of the drawn world and the conditions that they answer to: exact pairs to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np
from jaxtyping import UInt8

from generators.nuwa_xl.anchors import anchor_shots, anchors_for
from generators.nuwa_xl.conditions import ConditionedShot, FrameConditions, conditioned, conditions_of
from generators.nuwa_xl.sizes import SIZES
from generators.toon import ToonClip
from generators.toon.clip import Truth
from generators.toon.drawn import DrawnShot
from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId
from storyline.schema.entity import Entity, Look, Place
from storyline.schema.layout import Box, Placement
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.training.corpus.scripts import RATE, script
from storyline.training.corpus.world import World

ANCHORS, KEYFRAMES, BETWEEN = 0, 1, 2
"""Levels of the hierarchy: what ties a scene together, a shot's panels, and all frames between."""


@dataclass(frozen=True)
class ClipSpec:
    """Which pictures are drawn of a seed."""

    kind: Literal["image", "anchors", "global", "local"]
    """One frame at any time; the place and the cast alone; frames far apart, or a shot's own panels; frames close by
    one another."""
    length: int = 1
    """Frames, anchors among them."""
    anchors: int = 0
    """How many of a `global` clip's frames are anchors, at most: they come first. `anchors` has as many as there are.
    Where there are fewer, frames of the shot take their places."""
    size: FrameSize = SIZES["16:9"]
    masks: bool = False
    """Whether the clip says who is in front in each pixel."""
    grounds: bool = False
    """Whether it has the same pictures with nobody there, too."""

    def __post_init__(self) -> None:
        """Raises ValueError if the spec contradicts itself."""
        if self.length < 1 or (self.kind == "image" and self.length > 1):
            raise ValueError(f"a clip has at least one frame, and an image is one; got {self}")
        if not 0 <= self.anchors < self.length or (self.anchors and self.kind != "global"):
            raise ValueError(f"some frames of a global clip, and not all, may be anchors; got {self}")


IMAGE = ClipSpec("image")

_PANELS = 0.3
"""How often a global clip has the shot's own panels, at uneven times as they are."""


@dataclass(frozen=True)
class Clip:
    """Pictures in order, and what each was drawn from."""

    pictures: UInt8[np.ndarray, "l h w 3"]
    conditions: tuple[FrameConditions, ...]
    frames: tuple[int, ...]
    """Of the shot; -1 for an anchor."""
    stride: float
    """Seconds between neighbouring frames, on average; 0 for one frame."""
    level: int
    """Of the hierarchy (see `KEYFRAMES`)."""
    masks: UInt8[np.ndarray, "l h w"] | None = None
    """Who is in front: from 1 on, in the order of the conditions' `seen`; 0 where nobody is."""
    grounds: UInt8[np.ndarray, "l h w 3"] | None = None
    """The same with nobody there."""

    def __len__(self) -> int:
        return len(self.frames)


def clip(world: World, seed: int, spec: ClipSpec = IMAGE) -> Clip:
    """Draw a clip: a pure function of world, seed and spec.

    Pictures are of the shot that `scripts.script` makes of the seed, and the conditions are those that a generator
    has of the same shot: the storyboard's own boxes.
    """
    board = script(world, seed, spec.size)
    scene = board.scenes[0]
    shot = conditioned(board, scene, scene.shots[0], spec.size)
    chance = Random(f"clip/{seed}/{spec.kind}/{spec.length}")
    anchors = _anchors(chance, board, shot, spec)
    frames = _frames(chance, spec, tuple(panel.at for panel in shot.shot.panels), shot.shot.duration, len(anchors))
    taken = [(anchor, ToonClip(_drawn(anchor)), 0) for anchor in anchors]
    if frames:
        toon = ToonClip(_drawn(shot))
        taken += [(shot, toon, frame) for frame in frames]
    conditions = tuple(conditions_of(source, frame) for source, _, frame in taken)
    masks = None
    if spec.masks:
        truths = [toon.truth(frame) for _, toon, frame in taken]
        pictures = np.stack([truth.picture for truth in truths])
        masks = np.stack([_front(truth, seen) for truth, seen in zip(truths, conditions, strict=True)])
    else:
        pictures = np.stack([toon[frame] for _, toon, frame in taken])
    grounds = np.stack([ToonClip(_drawn(_left(source)))[frame] for source, _, frame in taken]) if spec.grounds else None
    return Clip(
        pictures=pictures,
        conditions=conditions,
        frames=(*[-1] * len(anchors), *frames),
        stride=(frames[-1] - frames[0]) / (len(frames) - 1) / float(RATE) if len(frames) > 1 else 0.0,
        level={"anchors": ANCHORS, "local": BETWEEN}.get(spec.kind, KEYFRAMES),
        masks=masks,
        grounds=grounds,
    )


def portrait(kind: str, size: FrameSize) -> Clip:
    """Somebody or something of a kind alone, as it usually looks, in a plain place: a frame with its mask."""
    entity = Entity(id=EntityId("portrait"), kind=kind, name=kind, looks=(Look(description=kind),))
    placement = Placement(entity=entity.id, box=Box((0.4, 0.4, 0.6, 0.8)))
    shot = Shot(
        id=ShotId("portrait"), action="", size="FS", duration=1,
        panels=(Panel(at=0, prompt=kind, placements=(placement,)),),
    )  # fmt: skip
    place = Place(id=PlaceId("place"), name="meadow", setting="meadow")
    scene = Scene(
        id=SceneId("scene"), heading="meadow", place=place.id, time_of_day="day", weather="clear", shots=(shot,)
    )
    board = Storyboard(
        title=kind, language="en", aspect=f"{size.width}:{size.height}", size=size, rate=RATE, seed=0,
        places=(place,), cast=(entity,), scenes=(scene,),
    )  # fmt: skip
    _, alone = anchor_shots(board, scene, size)
    conditions, truth = conditions_of(alone, 0), ToonClip(_drawn(alone)).truth(0)
    return Clip(truth.picture[None], (conditions,), (-1,), 0.0, ANCHORS, _front(truth, conditions)[None])


def _anchors(chance: Random, board: Storyboard, shot: ConditionedShot, spec: ClipSpec) -> tuple[ConditionedShot, ...]:
    """Those anchors of a shot's scene that come before its frames."""
    most = spec.length if spec.kind == "anchors" else spec.anchors
    if not most:
        return ()
    every = anchor_shots(board, board.scenes[0], shot.shown)
    if most == 1 and spec.kind == "anchors":
        return (chance.choice(every),)
    return tuple(every[n] for n in anchors_for(shot, every, most))


def _frames(chance: Random, spec: ClipSpec, panels: Sequence[int], duration: int, anchors: int) -> tuple[int, ...]:
    """Frames of a shot in order, as many as are still wanted; the last is held where the shot has fewer."""
    length = spec.length - anchors
    if length < 2:
        return tuple(chance.randrange(duration) for _ in range(length))
    if spec.kind == "global" and chance.random() < _PANELS:
        return _held(_with_panels(chance, panels, duration, length), length)
    longest = max(1, (duration - 1) // (length - 1))
    stride = _close(chance, longest) if spec.kind == "local" else chance.randint(max(1, longest // 2), longest)
    first = chance.randrange(max(1, duration - stride * (length - 1)))
    return _held([f for n in range(length) if (f := first + stride * n) < duration], length)


def _with_panels(chance: Random, panels: Sequence[int], duration: int, length: int) -> list[int]:
    """A shot's own panels, its ends among them, thinned out or with others between."""
    inner = [at for at in panels if 0 < at < duration - 1]
    others = [f for f in range(1, duration - 1) if f not in panels]
    kept = chance.sample(inner, min(len(inner), length - 2))
    kept += chance.sample(others, min(len(others), length - 2 - len(kept)))
    return sorted({0, duration - 1, *kept})


def _close(chance: Random, longest: int) -> int:
    """Frames from one to the next within a local window: consecutive as often as in all other spacings."""
    return 1 if chance.random() < 0.5 else min(longest, chance.choice((2, 3, 4, 6, 8)))


def _held(frames: Sequence[int], length: int) -> tuple[int, ...]:
    return (*frames, *[frames[-1]] * (length - len(frames)))


def _front(truth: Truth, conditions: FrameConditions) -> UInt8[np.ndarray, "h w"]:
    """Who is in front in each pixel."""
    front = np.zeros(truth.picture.shape[:2], np.uint8)
    for n, seen in enumerate(conditions.seen, 1):
        front[truth.masks[seen.entity]] = n
    return front


def _left(shot: ConditionedShot) -> ConditionedShot:
    """The shot once everybody has left."""
    panels = tuple(panel.model_copy(update={"placements": ()}) for panel in shot.shot.panels)
    scene = shot.scene.model_copy(update={"shots": (shot.shot.model_copy(update={"panels": panels}),)})
    return shot.model_copy(update={"scene": scene, "cast": ()})


def _drawn(shot: ConditionedShot) -> DrawnShot:
    """The same shot as the drawn world takes it."""
    return DrawnShot(
        scene=shot.scene,
        place=shot.place,
        cast=shot.cast,
        faces=(),
        since=shot.since,
        rate=shot.rate,
        seed=shot.seed,
        size=shot.shown,
    )
