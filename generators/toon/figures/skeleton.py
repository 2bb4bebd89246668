"""The joints of a body on two legs at a moment: a stance, the lengths of its bones, and what its hands hold.

Lengths are heights of the figure; the origin is on the ground between its feet, it faces right, y down.
"""

import math
from dataclasses import dataclass

from generators.toon.figures.biped import Stance, stance
from generators.toon.figures.pen import bend, reach
from generators.toon.figures.state import Moment
from generators.toon.shapes import Pair

Limb = tuple[Pair, Pair, Pair]
"""Shoulder, elbow, hand; or hip, knee, ankle."""

_PALM = 0.02
"""How high over the ground a hand is that lies on it."""
_STRETCH = 1.60
"""How much longer than it is an arm may be to get hold of something."""


@dataclass(frozen=True)
class Bones:
    """Lengths of a body."""

    leg: float
    """Hip to sole."""
    ankle: float
    """Over the sole."""
    hips: tuple[float, float]
    """How far from the middle each hip is, seen from the side and from the front."""
    torso: float
    upper: float
    """Shoulder to elbow."""
    lower: float
    """Elbow to hand."""
    shoulders: tuple[Pair, Pair]
    """The far and the near one, from the hips, seen from the side."""
    width: float
    """Half the distance of the shoulders, seen from the front."""
    skull: float
    """From the hips up to the middle of the head."""
    head: float
    """Radius of the head."""
    lie: tuple[float, float]
    """Lying: hips over the ground, and how far the trunk is turned up."""
    seat: float
    """How far the bottom is under the hips."""


@dataclass(frozen=True)
class Trunk:
    """How the body as a whole lies in space."""

    stance: Stance
    hips: Pair
    turn: float
    """Of the whole body, clockwise."""
    lean: float
    """Of the trunk against that."""
    nod: float
    """Of the head against that."""
    fold: float
    """How much of the trunk's length is seen: less than 1 when it leans towards us."""

    def outside(self, x: float, y: float) -> Pair:
        """A point of the trunk's frame, from the feet."""
        x, y = _turned(x, y, self.turn + self.lean)
        return (x + self.hips[0]) * (2 - self.stance.squash), (y + self.hips[1]) * self.stance.squash

    def inside(self, x: float, y: float) -> Pair:
        """The way back from `outside`."""
        x, y = x / (2 - self.stance.squash) - self.hips[0], y / self.stance.squash - self.hips[1]
        return _turned(x, y, -self.turn - self.lean)


@dataclass(frozen=True)
class Skeleton:
    """Joints of one instant."""

    trunk: Trunk
    arms: tuple[Limb, Limb]
    """Far and near (from the front: left and right in the picture), in the trunk's own frame: hips at the origin."""
    legs: tuple[Limb, Limb]
    """The same, in the frame of the hips."""
    before: bool
    """From the front: the hands are nearer to us than the trunk."""

    def hand(self, n: int) -> Pair:
        """The far (0) or near (1) hand, from the feet."""
        return self.trunk.outside(*self.arms[n][2])


def skeleton(b: Bones, m: Moment) -> Skeleton:
    """The joints of a body at a moment."""
    s = stance(m)
    side = m.view == "side"
    flat = 1.0 if side else max(s.wide, s.lying)
    trunk = Trunk(
        stance=s,
        hips=(s.sway * b.leg if side or s.wide else 0.0, -(s.rise * b.leg * (1 - s.lying) + b.lie[0] * s.lying)),
        turn=s.turn if side or s.lying else s.turn * 0.25,
        lean=s.lean * flat * (1 - s.lying) + b.lie[1] * s.lying,
        nod=s.nod * (0.35 + 0.65 * flat),
        fold=1 - (1 - math.cos(s.lean)) * (1 - flat),
    )
    return Skeleton(
        trunk,
        arms=(_arm(b, m, trunk, 0), _arm(b, m, trunk, 1)),
        legs=(_leg(b, s, 0, side=side), _leg(b, s, 1, side=side)),
        before=not side and _before(s, m),
    )


def _before(s: Stance, m: Moment) -> bool:
    """Whether the hands are on the side of the face: both of them together, throughout a cycle of any gait."""
    ahead = sum(a + e for a, e in s.arms) / 2 > 0.7
    return max(s.touch) > 0.5 or any(m.reach) or (s.wide < 0.5 and ahead)


def _arm(b: Bones, m: Moment, trunk: Trunk, n: int) -> Limb:
    s, side = trunk.stance, m.view == "side"
    way = 1 if n else -1
    a, e = s.arms[n]
    if side:
        shoulder = b.shoulders[n]
        a += trunk.lean
        elbow = reach(*shoulder, b.upper, a)
        hand = reach(*elbow, b.lower, a + e)
        out = -1.0  # the elbow points backward
    else:
        shoulder = (way * b.width, b.shoulders[n][1] * trunk.fold)
        elbow, hand = _arm_from_front(b, shoulder, a, e, s.wide, way)
        out = float(way)
    target, weight = m.reach[n], 1.0
    if target is None and side and not s.turn and not s.touch[n]:
        x, y = trunk.outside(*hand)
        if y > -_PALM:  # on the ground, not in it
            target = (x, -_PALM)
    if target is not None:
        goal = trunk.inside(*target)
    else:
        weight = s.touch[n]
        if not weight:
            return shoulder, elbow, hand
        # hands in front of the body: from the front they meet at its middle
        x = s.hands[n][0] if side else way * (0.10 + 0.9 * max(0.0, s.hands[n][0] - 1.15))
        if not side and s.hands[0] != s.hands[1] and min(s.touch) > 0.5:
            x += way * 1.2 * max(0.0, abs(s.hands[0][1] - s.hands[1][1]) - 0.2) / 2
        y = s.hands[n][1] if side or min(s.touch) < 0.5 else (s.hands[0][1] + s.hands[1][1]) / 2
        goal = (x * b.head, -b.skull * trunk.fold + y * b.head)
    goal = (hand[0] + (goal[0] - hand[0]) * weight, hand[1] + (goal[1] - hand[1]) * weight)
    far = math.hypot(goal[0] - shoulder[0], goal[1] - shoulder[1])
    longer = min(_STRETCH, max(1.0, far / (b.upper + b.lower)))
    return bend(shoulder, goal, b.upper * longer, b.lower * longer, out)


def _arm_from_front(b: Bones, shoulder: Pair, a: float, e: float, wide: float, way: int) -> tuple[Pair, Pair]:
    """An arm that moves in the plane between us and the figure, or (`wide`) sideways."""
    spread = (0.20 + abs(a) * wide) * way if wide < 1 else way * abs(a)
    splay = 0.16 * way
    ahead = math.cos(a) * (1 - wide) + wide
    elbow_out = reach(*shoulder, b.upper, spread * wide + splay * (1 - wide))
    elbow = (elbow_out[0], shoulder[1] + (elbow_out[1] - shoulder[1]) * ahead)
    bent = spread + way * math.copysign(1.0, a) * e
    along_ = reach(*elbow, b.lower, bent * wide - 0.10 * way * (1 - wide))
    return elbow, (along_[0], elbow[1] + (along_[1] - elbow[1]) * (math.cos(a + e) * (1 - wide) + wide))


def _leg(b: Bones, s: Stance, n: int, *, side: bool) -> Limb:
    x, y = s.feet[n]
    x, y = x * b.leg, y * b.leg - b.ankle
    offset = b.hips[0 if side else 1] * (1 if n else -1)
    foot = (x + offset * 0.4, y) if side else (offset * 1.15 + x * 0.5 * s.wide, y)
    bone = (b.leg - b.ankle) / 2 * 1.02
    return bend((offset, -0.01), foot, bone, bone, s.knees if side else 0)


def _turned(x: float, y: float, angle: float) -> Pair:
    """Turned clockwise (y is down) by radians."""
    c, s = math.cos(angle), math.sin(angle)
    return x * c - y * s, x * s + y * c
