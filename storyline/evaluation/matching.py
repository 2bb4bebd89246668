"""Boxes that were asked for, and boxes that are seen: which belongs to which."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyline.schema.layout import Box, iou


@dataclass(frozen=True)
class Pair:
    """One of each, by their numbers."""

    asked: int
    seen: int
    iou: float


def matched(asked: Sequence[Box], seen: Sequence[Box], least: float) -> tuple[Pair, ...]:
    """Pairs of boxes, each in one pair at most: those that overlap most first, down to an overlap (IoU) of `least`."""
    pairs = [Pair(a, s, iou(box, other)) for a, box in enumerate(asked) for s, other in enumerate(seen)]
    taken_asked: set[int] = set()
    taken_seen: set[int] = set()
    found = []
    for pair in sorted(pairs, key=lambda pair: (-pair.iou, pair.asked, pair.seen)):
        if pair.iou >= least and pair.iou > 0 and pair.asked not in taken_asked and pair.seen not in taken_seen:
            found.append(pair)
            taken_asked.add(pair.asked)
            taken_seen.add(pair.seen)
    return tuple(sorted(found, key=lambda pair: pair.asked))
