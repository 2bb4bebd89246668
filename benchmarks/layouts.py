"""How surprised a prior of layouts is by layouts that it never saw, beside rules and statistics.

`python -m benchmarks.layouts NSR-1K` prints the table: nats a box, of its four numbers in steps of 1/64 of the frame;
less is better. *Rules* is the offline planner asked the photograph's caption: its box, told as a distribution around
each of its numbers, as wide as fits the boxes that are learnt from best, and mixed with how often each number is in
those at all, so that no box is impossible.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import torch

from planners.offline import OfflinePlanner
from planners.visual_prior.arrangement import Arrangement
from planners.visual_prior.pieces import BINS, OF_BOX, Pieces
from planners.visual_prior.prior import VisualPrior
from storyline.evaluation.plans.nsr1k import SPATIAL, SPATIAL_TUNED, Spatial, read_spatial, the_two
from storyline.evaluation.plans.picture import pictured
from storyline.film import plan_film
from storyline.schema.layout import Box
from storyline.training.corpus.world import HELD_OUT, TRAINING, WORLDS
from storyline.training.visual_prior.corpus import photographed, staged

_LEARNT, _HELD_OUT = 3_000, 400
"""Shots of the drawn world."""

Numbers = tuple[int, ...]
"""The four of a box, from 0."""


def rows(photographs: Path, prior: VisualPrior) -> Iterator[tuple[str, str, float, int]]:
    """Who says so, of what, nats a box, and of how many boxes."""
    world = WORLDS["all"]
    learnt, held_out = staged(world, TRAINING[:_LEARNT]), staged(world, HELD_OUT[:_HELD_OUT])
    yield from _common("shots of the drawn world", learnt, held_out, prior)
    learnt, held_out = photographed(photographs, "train"), photographed(photographs, "val")
    yield from _common("photographs", learnt, held_out, prior)
    pairs = [list(_planned(photographs, name, prior.pieces)) for name in (SPATIAL_TUNED, SPATIAL)]
    often = _often([true for true, _ in pairs[0]])
    choices = product((0.1, 0.2, 0.3, 0.5, 0.7, 0.9), (2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0))
    weight, width = min(choices, key=lambda choice: _surprise(pairs[0], often, *choice))
    yield "rules", "photographs", _surprise(pairs[1], often, weight, width), len(pairs[1])


def _common(
    what: str, learnt: Sequence[Arrangement], held_out: Sequence[Arrangement], prior: VisualPrior
) -> Iterator[tuple[str, str, float, int]]:
    known, asked = (list(_numbers(some, prior.pieces)) for some in (learnt, held_out))
    often = _often(known)
    yield "every box alike", what, OF_BOX * math.log(BINS), len(asked)
    yield "how often each number is", what, _surprise([(one, None) for one in asked], often, 0.0, 1.0), len(asked)
    told = zip(prior.surprise(held_out), held_out, strict=True)
    yield "the prior", what, sum(nats * one.boxes for nats, one in told) / len(asked), len(asked)


def _numbers(some: Sequence[Arrangement], pieces: Pieces) -> Iterator[Numbers]:
    boxes = (box for one in some for panel in one.panels for box in panel if box is not None)
    return (_of(box, pieces) for box in boxes)


def _of(box: Box, pieces: Pieces) -> Numbers:
    return tuple(sign - pieces.first for sign in pieces.box(box))


def _planned(folder: Path, name: str, pieces: Pieces) -> Iterator[tuple[Numbers, Numbers | None]]:
    """The boxes of photographs, and where the rules have the same thing; None where they have not found it."""
    raw = json.loads((folder / name).read_text("utf-8"))
    for entry, prompt in zip(raw, read_spatial(folder, name), strict=True):
        two = _two(prompt)
        for n, key in enumerate(("obj1", "obj2")):
            x, y, w, h = entry[key][1]
            if w > 0 < h:
                yield _of(Box((x, y, x + w, y + h)), pieces), None if two is None else _of(two[n], pieces)


def _two(prompt: Spatial) -> tuple[Box, Box] | None:
    board = plan_film({"story": prompt.text, "aspect": "1:1"}, planner=OfflinePlanner())
    found = the_two(prompt, pictured(board))
    return None if found is None else (found[0].box, found[1].box)


def _often(boxes: Sequence[Numbers]) -> list[list[float]]:
    """How often each number is, part by part; none is impossible."""
    counts = [Counter(box[part] for box in boxes) for part in range(OF_BOX)]
    return [[(count[n] + 1) / (len(boxes) + BINS) for n in range(BINS)] for count in counts]


def _surprise(
    pairs: Sequence[tuple[Numbers, Numbers | None]], often: list[list[float]], weight: float, width: float
) -> float:
    """Nats a box, of a mixture: with a weight the number that is expected, give or take, else as often as any."""
    total = 0.0
    for true, expected in pairs:
        for part, n in enumerate(true):
            chance = often[part][n]
            if expected is not None:
                near = [math.exp(-abs(m - expected[part]) / width) for m in range(BINS)]
                chance = weight * near[n] / sum(near) + (1 - weight) * chance
            total -= math.log(chance)
    return total / len(pairs)


if __name__ == "__main__":
    torch.set_num_threads(1)
    print("| layouts | who foretells them | nats a box | boxes |\n|---|---|---|---|")
    for who, what, nats, count in rows(Path(sys.argv[1]), VisualPrior.load(*map(Path, sys.argv[2:3]))):
        print(f"| {what} | {who} | {nats:.2f} | {count} |", flush=True)
