"""A seed becomes pictures of the drawn world and the conditions that they answer to: exact pairs to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np
from jaxtyping import UInt8

from generators.nuwa_xl.conditions import ConditionedShot, FrameConditions, conditioned, conditions_of
from generators.nuwa_xl.sizes import SIZES
from generators.toon import ToonClip
from generators.toon.clip import Truth
from generators.toon.drawn import DrawnShot
from storyline.schema.media import FrameSize
from storyline.training.corpus.scripts import RATE, script
from storyline.training.corpus.world import World

KEYFRAMES, BETWEEN = 1, 2
"""Levels of the hierarchy: a shot's panels, and all frames between."""


@dataclass(frozen=True)
class ClipSpec:
    """Which pictures are drawn of a seed."""

    kind: Literal["image", "global", "local"]
    """One frame at any time; frames far apart, or a shot's own panels; frames close by one another."""
    length: int = 1
    """Frames of the shot."""
    size: FrameSize = SIZES["16:9"]
    masks: bool = False
    """Whether the clip says who is in front in each pixel."""

    def __post_init__(self) -> None:
        """Raises ValueError if the spec contradicts itself."""
        if self.length < 1 or (self.kind == "image" and self.length > 1):
            raise ValueError(f"a clip has at least one frame, and an image is one; got {self}")


IMAGE = ClipSpec("image")


@dataclass(frozen=True)
class Clip:
    """Pictures in order, and what each was drawn from."""

    pictures: UInt8[np.ndarray, "l h w 3"]
    conditions: tuple[FrameConditions, ...]
    frames: tuple[int, ...]
    """Of the shot."""
    stride: float
    """Seconds between neighbouring frames, on average; 0 for one frame."""
    level: int
    """Of the hierarchy (see `KEYFRAMES`)."""
    masks: UInt8[np.ndarray, "l h w"] | None = None
    """Who is in front: from 1 on, in the order of the conditions' `seen`; 0 where nobody is."""

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
    frames = _frames(chance, spec, tuple(panel.at for panel in shot.shot.panels), shot.shot.duration)
    toon = ToonClip(_drawn(shot))
    conditions = tuple(conditions_of(shot, frame) for frame in frames)
    masks = None
    if spec.masks:
        truths = [toon.truth(frame) for frame in frames]
        pictures = np.stack([truth.picture for truth in truths])
        masks = np.stack([_front(truth, seen) for truth, seen in zip(truths, conditions, strict=True)])
    else:
        pictures = np.stack([toon[frame] for frame in frames])
    return Clip(
        pictures=pictures,
        conditions=conditions,
        frames=frames,
        stride=(frames[-1] - frames[0]) / max(1, len(frames) - 1) / float(RATE),
        level=BETWEEN if spec.kind == "local" else KEYFRAMES,
        masks=masks,
    )


def _frames(chance: Random, spec: ClipSpec, panels: Sequence[int], duration: int) -> tuple[int, ...]:
    """Frames of a shot in order; the last is held where the shot has fewer than are asked for."""
    if spec.length == 1:
        return (chance.randrange(duration),)
    if spec.kind == "global" and chance.random() < 0.3:
        chosen = sorted({*panels, 0, duration - 1})
        while len(chosen) > spec.length:
            chosen.pop(chance.randrange(1, len(chosen) - 1) if len(chosen) > 2 else -1)
        others = [f for f in range(duration) if f not in chosen]
        chosen += chance.sample(others, min(len(others), spec.length - len(chosen)))
        return _held(sorted(chosen), spec.length)
    longest = max(1, (duration - 1) // (spec.length - 1))
    stride = chance.randint(max(1, longest // 2), longest) if spec.kind == "global" else _close(chance, longest)
    first = chance.randrange(max(1, duration - stride * (spec.length - 1)))
    return _held([min(duration - 1, first + stride * n) for n in range(spec.length)], spec.length)


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


def _drawn(shot: ConditionedShot) -> DrawnShot:
    """The same shot as the drawn world takes it, at the size of the model."""
    return DrawnShot(
        scene=shot.scene,
        place=shot.place,
        cast=shot.cast,
        faces=(),
        since=shot.since,
        rate=shot.rate,
        seed=shot.seed,
        size=shot.size,
    )
