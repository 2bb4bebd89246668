"""What a crouch is: the joints of a body on four legs, and how its feet go.

Lengths are leg lengths: how high the middle of the body is over the ground when it stands. Angles are radians.
"""

import math
from dataclasses import dataclass, fields
from typing import Any

from generators.toon.figures.state import ease

Two = tuple[float, float]
Four = tuple[Two, Two, Two, Two]


@dataclass(frozen=True)
class Crouch:
    """Joints of one instant. Feet are (far hind, far fore, near hind, near fore)."""

    drop: float = 0.0
    """How much lower than standing the body is."""
    pitch: float = 0.0
    """The body about its middle; positive is nose down."""
    turn: float = 0.0
    """The whole animal about its middle."""
    sit: float = 0.0
    """How far the rump is on the ground, 0..1."""
    lie: float = 0.0
    """How far the belly is on the ground, 0..1."""
    rear: float = 0.0
    """How far the body stands up on its hind legs, 0..1."""
    graze: float = 0.0
    """How far the mouth is lowered to the ground, 0..1."""
    ahead: float = 0.0
    """The body forward of where it stands."""
    feet: Four = ((0, 0), (0, 0), (0, 0), (0, 0))
    """From where each stands: forward, and up."""
    paws: tuple[Two | None, Two | None] = (None, None)
    """Where the far and the near forepaw are held, from their shoulder: forward, and up. None: on the ground."""
    head: tuple[float, float, float] = (0, 0, 0)
    """From where it is held: forward, down; and turned, positive nose down."""
    tail: float = 0.0
    """Raised (positive) or lowered."""
    ears: float = 0.0
    """Laid back."""


WALK_REACH, WALK_DUTY = 0.33, 0.64
RUN_REACH, RUN_DUTY = 0.53, 0.36
CRAWL_REACH, CRAWL_DUTY = 0.22, 0.72
WALK_STRIDE = 2 * WALK_REACH / WALK_DUTY
"""Leg lengths of ground a walk covers in one cycle when its feet do not slide."""
RUN_STRIDE = 2 * RUN_REACH / RUN_DUTY


def foot(phase: float, reach: float, duty: float, lift: float) -> Two:
    """A foot of a gait: on the ground for `duty` of the cycle, then through the air."""
    u = phase % 1.0
    if u < duty:
        return reach * (1 - 2 * u / duty), 0.0
    share = (u - duty) / (1 - duty)
    return reach * (2 * ease(share) - 1), lift * math.sin(math.pi * share)


def mixed(a: Crouch, b: Crouch, share: float) -> Crouch:
    """`a` at share 0, `b` at share 1."""
    return Crouch(*(_between(getattr(a, f.name), getattr(b, f.name), share) for f in fields(Crouch)))


def _between(a: Any, b: Any, share: float) -> Any:
    if a is None or b is None:  # a paw that leaves the ground, or comes back to it
        return a if share < 0.5 else b
    if isinstance(a, tuple):
        return tuple(_between(p, q, share) for p, q in zip(a, b, strict=True))
    return a + (b - a) * share
