"""A shot's panels become motion: what each entity does at a frame, in closed form."""

import bisect
import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from generators.toon.figures import BONES, STRIDES
from generators.toon.figures.state import Moment, View
from storyline.schema.base import EntityId
from storyline.schema.layout import Expression, Facing, Placement
from storyline.schema.sound import Line
from storyline.schema.storyboard import Shot
from storyline.schema.vocabulary import HOLDING, action_of

_MOODS: Mapping[str, Expression] = {
    "sleep": "asleep",
    "fall": "surprised",
    "cry": "sad",
    **dict.fromkeys(("dance", "wave", "laugh", "clap", "hug"), "happy"),
}
"""The face that goes with an action when nobody asks for another."""

_VIEWS: Mapping[Facing, View] = {"left": "side", "right": "side", "front": "front", "back": "back"}

_CADENCE = MappingProxyType(
    {
        "walk": (1.05, 0.45, 2.2),
        "run": (1.75, 1.0, 3.4),
        "crawl": (0.80, 0.45, 1.8),
        "push": (0.35, 0.35, 1.6),
        "pull": (0.35, 0.35, 1.6),
    }
)
"""Cycles a second of a gait on the spot; the slowest and the fastest that is drawn."""
_STRIDE = MappingProxyType({"crawl": 0.35, "push": 0.6, "pull": 0.35})
"""How much of a walk's ground their cycles cover."""
_ON_FOOT = frozenset(
    {"stand", "wave", "give", "throw", "hold", "hug", "point", "clap", "eat", "read", "cry", "laugh", "bow"}
)
"""What the upper half of a body does: the legs walk under it if it gets somewhere."""
_STEP_CADENCE = (0.0, 0.55, 2.2)

_LASTS = MappingProxyType({"throw": 1.5, "point": 3.0, "hug": 2.4, "bow": 3.2, "fall": 1.9})
"""Seconds, at most, of what happens once: a throw is not slower when there is more time for it."""
LETS_GO = 0.4
"""The share of a throw at which the hand opens."""
_BLEND = 0.25
"""Seconds from one action into the next."""

HOP_SECONDS = 1.15
HOP_HEIGHT = 0.30
"""Of the figure."""
_BLINK = 0.15


@dataclass(frozen=True)
class Stretch:
    """Frames throughout which somebody does the same."""

    action: str
    start: int
    end: int
    was: str | None
    """What it did right before."""
    lets_go: int | None
    """When something leaves its hand."""


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
        self._stretches = _stretches(shot, entity)
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
        stretch = next((s for s in reversed(self._stretches) if s.start <= frame), self._stretches[0])
        since = (frame - stretch.start) / self._rate
        knot = min(bisect.bisect_right(self._knots, frame), len(self._knots) - 1)
        return Moment(
            action=action,
            seconds=seconds,
            gait=float(np.interp(frame, self._knots, self._cycles)) + self._offset,
            hop=self._hop(frame, placement) if action == "jump" else 0.0,
            aloft=aloft,
            view=_VIEWS[placement.facing],
            expression=expression,
            mouth=_mouth(self._lines, frame, self._rate) or _chewing(action, seconds),
            eyes=0.0 if action == "sleep" else _lids(seconds, self._blink_every),
            lamps=lamps,
            progress=self._progress(stretch, frame),
            steps=action in _ON_FOOT and placement.parent is None and self._cycles[knot] > self._cycles[knot - 1],
            was=stretch.was if since < _BLEND and stretch.action == action else None,
            share=min(1.0, (since + 1 / self._rate) / _BLEND) if stretch.was is not None else 1.0,
        )

    def _progress(self, stretch: Stretch, frame: int) -> float:
        lasts = max(1.0, stretch.end - stretch.start)
        begins = float(stretch.start)
        if stretch.action in _LASTS and not (stretch.action == "fall" and self._arcs):
            lasts = min(lasts, _LASTS[stretch.action] * self._rate)
            if stretch.action == "throw" and stretch.lets_go is not None:
                begins = stretch.lets_go - LETS_GO * lasts
        return min(1.0, max(0.0, (frame - begins) / lasts))

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


def _stretches(shot: Shot, entity: EntityId) -> tuple[Stretch, ...]:
    """What an entity does, one after the other; at least one."""
    found: list[Stretch] = []
    held = False
    for n, panel in enumerate(shot.panels):
        end = shot.panels[n + 1].at if n + 1 < len(shot.panels) else shot.duration
        here = next((p for p in panel.placements if p.entity == entity), None)
        if here is None:
            continue
        action = action_of(here.action) or "stand"
        holds = any(p.parent == entity and p.anchor in HOLDING for p in panel.placements)
        last = found[-1] if found and found[-1].end == panel.at else None
        if last is not None and last.action == action:
            if held and not holds and last.lets_go is None:
                last = replace(last, lets_go=panel.at)
            found[-1] = replace(last, end=end)
        else:
            lets_go = panel.at if last is not None and held and not holds else None
            found.append(Stretch(action, panel.at, end, last.action if last else None, lets_go))
        held = holds
    return tuple(found) or (Stretch("stand", 0, shot.duration, None, None),)


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
    if first is None or last is None:
        return 0.0 if first is not None else 1.0
    on_foot = action in _ON_FOOT and kind in BONES
    if action is None or not (on_foot or action in _CADENCE):
        return 0.0
    places = []
    for frame, p in zip(span, (first, last), strict=True):
        camera = shot.camera_at(frame)
        x, y = camera.unproject(p.box.centre[0], p.box.y1)
        places.append((x * aspect, y, p.box.height / camera.zoom))
    (x0, y0, h0), (x1, y1, h1) = places
    usual, slowest, fastest = _CADENCE.get(action, _STEP_CADENCE)
    stride = STRIDES[kind][action == "run"] * _STRIDE.get(action, 1.0)
    pace = math.hypot(x1 - x0, y1 - y0) / ((h0 + h1) / 2) / seconds / stride
    return usual if pace < slowest / 4 else min(fastest, max(slowest, pace))


def _mouth(lines: tuple[Line, ...], frame: int, rate: float) -> float:
    for line in lines:
        left = line.start + line.duration - frame
        if line.start <= frame and left > 0:
            t = (frame - line.start) / rate
            syllable = abs(math.sin(2 * math.pi * 2.3 * t + 0.4)) * (0.62 + 0.38 * math.sin(2 * math.pi * 0.83 * t))
            return min(1.0, syllable) * min(1.0, left / rate / 0.12)
    return 0.0


def _chewing(action: str, seconds: float) -> float:
    """The mouth of one who says nothing."""
    match action:
        case "laugh":
            return 0.55 + 0.35 * math.sin(2 * math.pi * 3.6 * seconds)
        case "eat":
            return max(0.0, 0.5 * math.sin(2 * math.pi * 2.6 * seconds)) if (seconds * 0.62) % 1.0 > 0.3 else 0.8
        case "cry":
            return 0.25 + 0.15 * math.sin(2 * math.pi * 1.3 * seconds)
    return 0.0


def _lids(seconds: float, every: float) -> float:
    since = seconds % every
    return abs(2 * since / _BLINK - 1) if since < _BLINK else 1.0
