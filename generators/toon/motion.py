"""A shot's panels become motion: what each entity does at a frame, in closed form."""

import hashlib
import math
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from generators.toon.figures import STRIDES
from generators.toon.figures.state import Moment, View
from storyline.schema.base import EntityId
from storyline.schema.layout import Expression, Facing, Placement
from storyline.schema.sound import Line
from storyline.schema.storyboard import Shot
from storyline.schema.vocabulary import action_of

_MOODS: Mapping[str, Expression] = {"sleep": "asleep", "fall": "surprised", "dance": "happy", "wave": "happy"}
"""The face that goes with an action when nobody asks for another."""

_VIEWS: Mapping[Facing, View] = {"left": "side", "right": "side", "front": "front", "back": "back"}

_CADENCE = MappingProxyType({"walk": (1.05, 0.45, 2.2), "run": (1.75, 1.0, 3.4)})
"""Cycles a second of a gait on the spot; the slowest and the fastest that is drawn."""

HOP_SECONDS = 1.15
HOP_HEIGHT = 0.30
"""Of the figure."""
_BLINK = 0.15


class Motion:
    """What one entity does throughout a shot."""

    def __init__(self, shot: Shot, entity: EntityId, kind: str, *, rate: float, aspect: float) -> None:
        """`rate` in frames a second, `aspect` of the frame, `kind` as it is drawn."""
        self._lines = tuple(line for line in shot.lines if line.speaker == entity and line.kind in ("spoken", "lyric"))
        self._rate = rate
        chance = hashlib.sha256(f"motion/{entity}".encode()).digest()
        self._offset = chance[0] / 256 * 7.0
        self._blink_every = 2.6 + chance[1] / 256 * 2.4
        self._knots, self._cycles = _gait(shot, entity, kind, rate, aspect)
        bottoms = [p.box.y1 for panel in shot.panels for p in panel.placements if p.entity == entity]
        heights = [p.box.height for panel in shot.panels for p in panel.placements if p.entity == entity]
        self.ground = max(bottoms, default=1.0)
        """Where it stands when it is lowest in the frame."""
        self._rise = max(bottoms, default=0.0) - min(bottoms, default=0.0)
        self._arcs = self._rise > 0.2 * min(heights, default=1.0)

    def at(self, frame: int, placement: Placement, *, aloft: bool = False, lamps: float = 0.0) -> Moment:
        """What the entity does at a frame of the shot."""
        action = action_of(placement.action) or "stand"
        seconds = frame / self._rate + self._offset
        expression = placement.expression
        if expression == "neutral":
            expression = _MOODS.get(action, "neutral")
        return Moment(
            action=action,
            seconds=seconds,
            gait=float(np.interp(frame, self._knots, self._cycles)) + self._offset,
            hop=self._hop(frame, placement) if action == "jump" else 0.0,
            aloft=aloft,
            view=_VIEWS[placement.facing],
            expression=expression,
            mouth=_mouth(self._lines, frame, self._rate),
            eyes=0.0 if action == "sleep" else _lids(seconds, self._blink_every),
            lamps=lamps,
        )

    def lift(self, moment: Moment) -> float:
        """How high above its box the figure is, in its own heights: a jump whose track stays on the ground."""
        return HOP_HEIGHT * max(0.0, moment.hop) if not self._arcs else 0.0

    def _hop(self, frame: int, placement: Placement) -> float:
        if not self._arcs:
            return hop(frame / self._rate / HOP_SECONDS)
        up = (self.ground - placement.box.y1) / self._rise
        return math.sin(math.pi / 2 * up) if up > 0.15 else -math.sin(math.pi * up / 0.15)


def hop(cycle: float) -> float:
    """How far along a jump is: below 0 crouched on the ground (to -1), above 0 in the air (to 1)."""
    u = cycle % 1.0
    if u < 0.22:
        return -math.sin(math.pi / 2 * u / 0.22)
    if u < 0.30:
        return -(1 - (u - 0.22) / 0.08)
    if u < 0.74:
        return math.sin(math.pi * (u - 0.30) / 0.44)
    if u < 0.92:
        return -0.8 * math.sin(math.pi * (u - 0.74) / 0.18)
    return 0.0


def _gait(shot: Shot, entity: EntityId, kind: str, rate: float, aspect: float) -> tuple[list[int], list[float]]:
    """Frames, and how many cycles of its gait the entity has made by then: as many as the ground covered asks for."""
    knots = sorted({0, shot.duration, *(p.at for p in shot.panels), *(k.at for k in shot.camera)})
    cycles = [0.0]
    for start, end in pairwise(knots):
        ends = [next((p for p in shot.layout(k) if p.entity == entity), None) for k in (start, end)]
        seconds = (end - start) / rate
        cycles.append(cycles[-1] + seconds * _cadence(shot, (start, end), ends[0], ends[1], kind, seconds, aspect))
    return knots, cycles


def _cadence(
    shot: Shot,
    span: tuple[int, int],
    first: Placement | None,
    last: Placement | None,
    kind: str,
    seconds: float,
    aspect: float,
) -> float:
    """Cycles a second between two knots."""
    action = action_of(first.action) if first is not None else None
    if first is None or last is None or action is None or action not in _CADENCE:
        return 0.0 if first is not None else 1.0
    places = []
    for frame, p in zip(span, (first, last), strict=True):
        camera = shot.camera_at(frame)
        x, y = camera.unproject(p.box.centre[0], p.box.y1)
        places.append((x * aspect, y, p.box.height / camera.zoom))
    (x0, y0, h0), (x1, y1, h1) = places
    usual, slowest, fastest = _CADENCE[action]
    pace = math.hypot(x1 - x0, y1 - y0) / ((h0 + h1) / 2) / seconds / STRIDES[kind][action == "run"]
    return usual if pace < slowest / 4 else min(fastest, max(slowest, pace))


def _mouth(lines: tuple[Line, ...], frame: int, rate: float) -> float:
    for line in lines:
        left = line.start + line.duration - frame
        if line.start <= frame and left > 0:
            t = (frame - line.start) / rate
            syllable = abs(math.sin(2 * math.pi * 2.3 * t + 0.4)) * (0.62 + 0.38 * math.sin(2 * math.pi * 0.83 * t))
            return min(1.0, syllable) * min(1.0, left / rate / 0.12)
    return 0.0


def _lids(seconds: float, every: float) -> float:
    since = seconds % every
    return abs(2 * since / _BLINK - 1) if since < _BLINK else 1.0
