"""Arrangements to learn from: shots of the drawn world, and of a folder of NSR-1K the boxes of photographs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from jaxtyping import Bool, Int
from torch import Tensor

from planners.visual_prior.arrangement import PHOTO, Arrangement, Relation, Thing, arrangements, in_order, mirrored
from planners.visual_prior.pieces import Pieces
from planners.visual_prior.prior import batch
from storyline.diffusion.noise import seed_of
from storyline.errors import SetupError
from storyline.schema.layout import Box
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import World

_RELATIONS: dict[str, Relation] = {
    "left": "left", "right": "right", "top": "above", "bottom": "below", "next to": "beside"
}  # fmt: skip
"""Of NSR-1K; `diagonal` says nothing of who is where."""


_SCALED, _MOVED, _OWN = 0.15, 0.04, 0.02
"""How photographs are varied: standard deviations of the logarithm of their scale, of all places, and of each."""


def staged(world: World, seeds: range) -> list[Arrangement]:
    """One arrangement of each seed's shot that has anybody in it."""
    return [one for seed in seeds for one in arrangements(script(world, seed))]


def photographed(folder: Path, part: str) -> list[Arrangement]:
    """The pairs of things of NSR-1K's `spatial.<part>.json`, with their relation.

    Raises:
        SetupError: there is no such file, or it is something else.
    """
    path = folder / f"spatial.{part}.json"
    try:
        pairs = [_pair(entry) for entry in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(f"{path}: expected NSR-1K's pairs of things with boxes: {error}") from None
    return [pair for pair in pairs if pair.boxes]  # of some photographs there are none


def _pair(entry: dict[str, Any]) -> Arrangement:
    boxes, things = [], []
    for noun, (x, y, w, h) in (entry["obj1"], entry["obj2"]):
        things.append(Thing(noun))
        boxes.append(Box((x, y, x + w, y + h)) if w > 0 < h else None)
    relation = _RELATIONS.get(entry["relation"])
    return Arrangement(tuple(things), (tuple(boxes),), relations=((0, relation, 1),) if relation else ())


@dataclass(frozen=True)
class Batches:
    """Batches by number, a pure function of seed and number: some mirrored, things in any order, some without what is
    known of their place."""

    corpora: Sequence[tuple[Sequence[Arrangement], float]]
    """Each with how often one is of it."""
    pieces: Pieces
    size: int
    seed: int = 0

    def __call__(self, number: int) -> tuple[Int[Tensor, "n l"], Bool[Tensor, "n l"]]:
        """The batch of a number."""
        chance = Random(seed_of(self.seed, "arrangements", number))
        chosen = chance.choices([c for c, _ in self.corpora], [often for _, often in self.corpora], k=self.size)
        return batch([self.pieces.sequence(_varied(chance.choice(corpus), chance)) for corpus in chosen], self.pieces)


def _varied(one: Arrangement, chance: Random) -> Arrangement:
    order = list(range(len(one.things)))
    chance.shuffle(order)
    varied = in_order(mirrored(one) if chance.random() < 0.5 else one, order)
    return jittered(varied, chance) if one.setting == PHOTO else varied


def jittered(one: Arrangement, chance: Random) -> Arrangement:
    """A photograph as it might have been taken a little otherwise: few are there, and not to be learnt by heart.

    All of it is moved and scaled, and each box once more, a little.
    """
    scale, across, down = chance.lognormvariate(0, _SCALED), chance.gauss(0, _MOVED), chance.gauss(0, _MOVED)

    def moved(box: Box) -> Box:
        x, y = (
            0.5 + ((a + b) / 2 - 0.5) * scale + chance.gauss(0, _OWN) for a, b in ((box.x0, box.x1), (box.y0, box.y1))
        )
        w, h = (side * scale * chance.lognormvariate(0, _SCALED / 2) for side in (box.width, box.height))
        x, y = min(0.98, max(0.02, x + across)), min(0.98, max(0.02, y + down))
        w, h = min(1.4, max(0.02, w)), min(1.4, max(0.02, h))
        return Box((max(-1, x - w / 2), max(-1, y - h / 2), min(2, x + w / 2), min(2, y + h / 2)))

    panels = tuple(tuple(None if box is None else moved(box) for box in panel) for panel in one.panels)
    return replace(one, panels=panels)


@cache
def seen(world: World, seeds: range) -> tuple[Arrangement, ...]:
    """As `staged`, once a process."""
    return tuple(staged(world, seeds))
