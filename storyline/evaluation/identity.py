"""Whether somebody looks the same in every shot of a film: more like themselves than like anybody else.

Of everybody in a shot it is asked which of two in another shot they are more like: themselves or one of the others.
Likeness is the cosine of embeddings, as for faces: Schroff et al. 2015 (FaceNet), section 3.1, of triplets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from jaxtyping import Float

from storyline.evaluation.asked import Asked, asked
from storyline.evaluation.detector.detection import Eye
from storyline.evaluation.footage import Draw
from storyline.evaluation.layout import INSIDE
from storyline.evaluation.matching import matched
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Shot, Storyboard

_LOOKS = 3
"""Frames of a shot that are looked at, evenly spread: shots count alike, whatever happens in them."""


@dataclass(frozen=True)
class Sighting:
    """Somebody who was asked for, and what stands in their box."""

    shot: ShotId
    figure: Asked
    embedding: tuple[float, ...]
    """How it looks; empty where nothing stands there."""


@dataclass(frozen=True)
class IdentityScore:
    """Shares are 0..1."""

    figures: int
    """Asked for, of kinds that the eye knows."""
    found: float
    """Of these, who stands in their box: only they are compared."""
    triplets: int
    """Somebody in a shot; they, in another shot; and somebody else in that one."""
    same: float | None
    """Of the triplets, those in which they are more like themselves; None if there are none."""


def sightings(board: Storyboard, draw: Draw, eye: Eye) -> tuple[Sighting, ...]:
    """Draw a storyboard and look at everybody in a few frames of each of its shots.

    Raises:
        ValueError: the eye does not say how figures look.
    """
    footage = draw(board)
    found = []
    for _, shot in board.shots():
        numbers = frames(shot)
        for number, seen in zip(numbers, eye(footage.frames(shot.id, numbers)), strict=True):
            wanted = asked(board, shot, number)
            pairs = matched([figure.box for figure in wanted], [d.box for d in seen], INSIDE)
            there = {pair.asked: seen[pair.seen].embedding for pair in pairs}
            if () in there.values():
                raise ValueError("identity: expected an eye whose detections have embeddings; got one without")
            known = ((n, figure) for n, figure in enumerate(wanted) if figure.kind in eye.kinds)
            found += [Sighting(shot.id, figure, there.get(n, ())) for n, figure in known]
    return tuple(found)


def frames(shot: Shot) -> tuple[int, ...]:
    """The frames of a shot that are looked at: the middles of its thirds, or fewer where it has not as many."""
    return tuple(sorted({(2 * n + 1) * shot.duration // (2 * _LOOKS) for n in range(_LOOKS)}))


def identity_scores(films: Iterable[Sequence[Sighting]]) -> dict[str, IdentityScore]:
    """The scores of all triplets, and of the harder ones, whose other one has the same kind or the same colour."""
    figures = found = 0
    right = {"all": 0, "alike": 0}
    triplets = dict(right)
    for film in films:
        there = [sighting for sighting in film if sighting.embedding]
        figures, found = figures + len(film), found + len(there)
        shots = {id: [s for s in there if s.shot == id] for id in dict.fromkeys(s.shot for s in there)}
        for shot, other in permutations(shots.values(), 2):
            like = _likeness(shot, other)
            for n, somebody in enumerate(shot):
                own = np.array([s.figure.entity == somebody.figure.entity for s in other])
                alike = np.array([_alike(s.figure, somebody.figure) for s in other])
                for part, others in (("all", ~own), ("alike", ~own & alike)):
                    nearer = like[n, own][:, None] > like[n, others]
                    triplets[part] += nearer.size
                    right[part] += int(nearer.sum())
    return {
        part: IdentityScore(figures, found / max(1, figures), count, right[part] / count if count else None)
        for part, count in triplets.items()
    }


def _alike(one: Asked, other: Asked) -> bool:
    return one.kind == other.kind or (one.colour is not None and one.colour == other.colour)


def _likeness(some: Sequence[Sighting], others: Sequence[Sighting]) -> Float[np.ndarray, "n m"]:
    """The cosine of everybody's embedding with everybody else's."""
    rows, columns = (np.array([sighting.embedding for sighting in group]) for group in (some, others))
    unit = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-12) for part in (rows, columns)]
    likeness: Float[np.ndarray, "n m"] = unit[0] @ unit[1].T
    return likeness
