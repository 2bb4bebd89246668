"""What somebody does throughout a shot: chosen by chance, in the master view, as planners stage it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from types import MappingProxyType

from storyline.schema.base import EntityId
from storyline.schema.layout import Expression, Facing
from storyline.schema.vocabulary import (
    GROUND_LINE,
    KINDS,
    PEOPLE,
    SETTINGS,
    UNKNOWN_KIND,
    action_of,
    extent_of,
)
from storyline.training.corpus.world import ALIVE, World

Corners = tuple[float, float, float, float]
"""(x0, y0, x1, y1) in the master view; it need not meet any frame."""

PERSPECTIVE = 2.0
"""How much larger, as a share, a figure is for each frame height that it stands nearer."""
CHANGE = 5
"""Frames in which somebody sits down, lies down or gets up: their box takes another shape."""
_ROWS = (0.74, 0.93)
"""Where feet may stand."""
_ANIMALS_DO = frozenset({"walk", "run", "jump", "fall", "sit", "sleep", "wave", "dance", "eat", "give", "crawl"})
_ELSEWHERE = frozenset({"fly", "swim", "climb"})
"""What is done where the setting and the kind have it, not by chance."""
_GAITS = frozenset({"walk", "run", "crawl"})
_EXPRESSIONS: tuple[Expression, ...] = ("happy", "sad", "angry", "surprised", "afraid")
_WHEELS = frozenset({"car", "bus", "truck", "train", "tractor", "bicycle", "cart", "carriage", "sled"})
_ROLLING = frozenset({"ball", "pumpkin", "apple", "coin", "egg"})
_LIFELESS_GAITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**dict.fromkeys(_WHEELS, ("run",)), **dict.fromkeys(_ROLLING, ("walk", "walk", "jump"))}
)
_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"run": ("race", "dash"), "jump": ("hop", "leap"), "walk": ("stroll", "go"), "sleep": ("lie",), "fly": ("float",)}
)
"""Other words for an action, that planners pass on as they find them."""


@dataclass(frozen=True)
class Stop:
    """Where somebody is at a frame, and what they do from then on."""

    at: int
    x: float
    """The middle."""
    y: float
    """The lower edge."""
    row: float
    """The ground line it belongs to: nearer is lower, larger and in front."""
    action: str = "stand"
    facing: Facing = "right"


@dataclass(frozen=True)
class Way:
    """Somebody throughout a shot."""

    entity: EntityId
    kind: str
    height: float
    """When it stands at `GROUND_LINE`, in frame heights."""
    ratio: float
    """Of the frame, width over height."""
    stops: tuple[Stop, ...]
    """In order of time, at least one."""
    expression: Expression = "neutral"
    present: tuple[int, int] = (0, 1 << 30)
    """The first frame at which it is there, and the first at which it is no more."""

    def stop(self, at: int) -> Stop:
        """The last stop before a frame, or the first."""
        return max((s for s in self.stops if s.at <= at), key=lambda s: s.at, default=self.stops[0])

    def row(self, at: int) -> float:
        """Its ground line at a frame."""
        before, after, share = self._around(at)
        return before.row + (after.row - before.row) * share

    def corners(self, at: int) -> Corners:
        """Its box at a frame, linear between stops."""
        before, after, share = self._around(at)
        x0, y0, x1, y1 = (p + (q - p) * share for p, q in zip(self._cut(before), self._cut(after), strict=True))
        return x0, y0, x1, y1

    def _around(self, at: int) -> tuple[Stop, Stop, float]:
        before = self.stop(at)
        after = min((s for s in self.stops if s.at > at), key=lambda s: s.at, default=before)
        return before, after, max(0.0, (at - before.at) / (after.at - before.at)) if after.at > before.at else 0.0

    def _cut(self, stop: Stop) -> Corners:
        wide, high = extent_of(self.kind, action_of(stop.action) or "stand")
        size = self.height * (1 + PERSPECTIVE * (stop.row - GROUND_LINE))
        half = size * wide / self.ratio / 2
        return stop.x - half, stop.y - size * high, stop.x + half, stop.y


def chosen_way(
    chance: Random, world: World, setting: str, entity: EntityId, kind: str, x: float, height: float, ratio: float,
    last: int,
) -> Way:  # fmt: skip
    """Somebody of a kind who starts around `x` and does what chance has them do until the frame `last`."""
    known = KINDS.get(kind, UNKNOWN_KIND)
    row = round(chance.uniform(*_ROWS), 3)
    facing = chance.choices(("right", "left", "front", "back"), (0.42, 0.42, 0.12, 0.04))[0]
    rest, gaits = _deeds(world, setting, kind)
    aloft = known.medium == "air" and (not known.alive or chance.random() < 0.8)
    afloat = SETTINGS[setting].ground == "seabed" and "swim" in rest
    y = chance.uniform(height + 0.03, 0.62) if aloft or afloat else row
    first = Stop(0, x, y, GROUND_LINE if aloft else row, chance.choice(rest), facing)  # type: ignore[arg-type]
    if aloft and known.alive:
        first = replace(first, action="fly")
    way = Way(entity, kind, height, ratio, (first,))
    pattern = "rest"
    if gaits and last > CHANGE + 2:
        names = ("rest", "go", "enter", "leave", "wander", "leap")
        pattern = chance.choices(names, (0.38, 0.31, 0.07, 0.06, 0.10, 0.08 * (kind not in _WHEELS)))[0]
    if pattern != "rest":
        gait = "fly" if aloft and known.alive else chance.choice(gaits)
        way = replace(way, stops=_MOVES[pattern](chance, replace(first, action=gait), way, last))
    elif len(rest) > 1 and not aloft and last > 3 * CHANGE and chance.random() < 0.2:
        at = chance.randint(CHANGE + 1, last - CHANGE)
        way = replace(way, stops=_then(way.stops, at, replace(first, action=chance.choice(rest))))
    if kind in ALIVE and chance.random() < 0.3:
        way = replace(way, expression=chance.choice(_EXPRESSIONS))
    if last > 12 and chance.random() < 0.06:
        middle = chance.randint(last // 3, 2 * last // 3)
        way = replace(way, present=chance.choice(((middle, 1 << 30), (0, middle))))
    return replace(way, stops=tuple(replace(s, action=_worded(chance, kind, s.action)) for s in way.stops))


def _deeds(world: World, setting: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a kind does on its spot, and how it gets about; the second is empty if it does not."""
    known = KINDS.get(kind, UNKNOWN_KIND)
    if known.medium == "fixed":
        return ("stand",), ()
    if kind not in ALIVE:
        if known.medium == "water":
            return ("swim",), ("swim",)
        return ("stand",), _LIFELESS_GAITS.get(kind, ("fly",) if known.medium == "air" else ())
    if known.medium == "water" or SETTINGS[setting].ground == "water":
        return ("swim",), ("swim",)
    able = [a for a in world.actions if (a in _ANIMALS_DO or kind in PEOPLE) and a not in _ELSEWHERE]
    gaits = tuple(a for a in able if a in _GAITS) or ("walk",)
    return ("stand", "stand", *(a for a in able if a not in _GAITS)), (*gaits, gaits[0])


def _worded(chance: Random, kind: str, action: str) -> str:
    """The action as a planner may have read it."""
    if kind in _WHEELS and action == "run":
        return "drive"
    if kind in _ROLLING and action in ("walk", "run", "jump"):
        return "bounce" if action == "jump" else chance.choice(("roll", "roll", "walk"))
    return chance.choice(_WORDS[action]) if action in _WORDS and chance.random() < 0.15 else action


def _facing(before: Stop, x: float) -> Facing:
    return "right" if x >= before.x else "left"


def _then(stops: Sequence[Stop], at: int, stop: Stop) -> tuple[Stop, ...]:
    """The stops and another, before which its box keeps the shape it has until `CHANGE` frames are left."""
    before = stops[-1]
    keep = [replace(before, at=at - CHANGE)] if at - CHANGE > before.at else []
    return (*stops, *keep, replace(stop, at=at))


def _go(chance: Random, first: Stop, way: Way, last: int) -> tuple[Stop, ...]:
    """Gets somewhere, and often does something else when it is there."""
    far = chance.uniform(0.12, 0.62)
    x = first.x + (far if first.x < chance.uniform(0.25, 0.75) else -far)
    row = first.row
    if first.row == first.y and chance.random() < 0.25:
        row = round(chance.uniform(*_ROWS), 3)
    y = row if first.row == first.y else first.y + chance.uniform(-0.15, 0.15)
    start = replace(first, facing=_facing(first, x))
    if last < 4 * CHANGE or chance.random() < 0.6:
        return start, replace(start, at=last, x=x, y=y, row=row)
    arrived = chance.randint(2 * CHANGE, last - CHANGE)
    there = replace(start, at=arrived, x=x, y=y, row=row)
    return start, there if first.action == "fly" else replace(there, action="stand")


def _enter(chance: Random, first: Stop, way: Way, last: int) -> tuple[Stop, ...]:
    """Comes in from a side."""
    half = way.height / way.ratio
    start = replace(first, x=chance.choice((-half, 1 + half)))
    start = replace(start, facing=_facing(start, first.x))
    return start, replace(start, at=last, x=first.x)


def _leave(chance: Random, first: Stop, way: Way, last: int) -> tuple[Stop, ...]:
    """Goes out at a side."""
    half = way.height / way.ratio
    x = chance.choice((-half, 1 + half))
    start = replace(first, facing=_facing(first, x))
    return start, replace(start, at=last, x=x)


def _leap(chance: Random, first: Stop, way: Way, last: int) -> tuple[Stop, ...]:
    """One high jump, the track itself an arc; who flies goes on flying."""
    action = first.action if first.action == "fly" else "jump"
    high, far = chance.uniform(0.10, 0.24), chance.choice((0.0, 1.0)) * chance.uniform(-0.35, 0.35)
    start = replace(first, action=action, facing=_facing(first, first.x + far) if far else first.facing)
    return tuple(
        replace(start, at=round(last * n / 6), x=start.x + far * n / 6, y=start.y - 4 * n / 6 * (1 - n / 6) * high)
        for n in range(7)
    )


def _wander(chance: Random, first: Stop, way: Way, last: int) -> tuple[Stop, ...]:
    """From one part of the picture to two others, over the ground or not: as one moves pieces on a map."""
    spots = [(chance.uniform(0.15, 0.85), chance.uniform(max(0.2, way.height + 0.03), 0.9)) for _ in range(3)]
    stops = [replace(first, at=round(last * n / 2), x=x, y=y) for n, (x, y) in enumerate(spots)]
    stops = [replace(s, row=max(GROUND_LINE, s.y)) for s in stops]
    faced = [replace(s, facing=_facing(s, t.x)) for s, t in pairwise(stops)]
    return (*faced, replace(stops[-1], facing=faced[-1].facing))


_MOVES = MappingProxyType({"go": _go, "enter": _enter, "leave": _leave, "leap": _leap, "wander": _wander})
