"""How a body on two legs holds itself: what a stance is, and the stance of a moment.

Lengths are leg lengths. Angles are radians: an arm hanging down is 0, forward positive; leaning forward positive.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from generators.toon.figures.state import Moment, ease

Two = tuple[float, float]


@dataclass(frozen=True)
class Stance:
    """Joints of one instant, seen from the side. Pairs are (far side, near side)."""

    rise: float = 0.96
    """Hips over the ground."""
    lean: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    """The whole body about the hips."""
    sway: float = 0.0
    """Hips sideways."""
    feet: tuple[Two, Two] = ((-0.04, 0.96), (0.04, 0.96))
    """From the hips, forward and down."""
    toes: Two = (0.0, 0.0)
    """How far each foot points up."""
    arms: tuple[Two, Two] = ((0.14, 0.12), (-0.10, 0.12))
    """Shoulder angle, and how much further forward the forearm points."""
    hands: tuple[Two, Two] = ((0.0, 0.0), (0.0, 0.0))
    """Where on itself each hand is, forward and down from the middle of the head, in radii of the head."""
    touch: Two = (0.0, 0.0)
    """How much of that is so, 0..1: the arms of 0 are where `arms` says."""
    squash: float = 1.0
    """Of the height; the width makes up for it."""
    lying: float = 0.0
    """1: the whole length of the body lies on the ground."""
    knees: float = 1.0
    """Which way they bend: 1 forward, -1 backward."""
    wide: float = 0.0
    """1: seen from the front, arms, legs and trunk move sideways and not towards us."""
    hidden: Two = (0.0, 0.0)
    """1: that leg is out of sight."""


def mixed(a: Stance, b: Stance, share: float) -> Stance:
    """`a` at share 0, `b` at share 1."""
    if share <= 0:
        return a
    if share >= 1:
        return b
    return Stance(*(_between(getattr(a, f.name), getattr(b, f.name), share) for f in fields(Stance)))


def along(share: float, *keys: tuple[float, Stance]) -> Stance:
    """The stance at a share of the way through key stances, each at its share, in order; softly in and out of each."""
    before = keys[0]
    for key in keys:
        if key[0] >= share:
            span = key[0] - before[0]
            return mixed(before[1], key[1], ease((share - before[0]) / span) if span else 1.0)
        before = key
    return before[1]


def stance(m: Moment) -> Stance:
    """How a body on two legs holds itself at a moment: in its action, or on the way there from the one before."""
    # the tables of actions are made of stances: they come later
    from generators.toon.figures.stances import STANCES, sitting_legs, walking_legs

    now = STANCES[f"sit/{m.seat}" if m.seat and m.action in ("sit", "ride", "stand") else m.action](m)
    if m.seat and m.action not in ("sit", "ride", "stand"):
        now = sitting_legs(now, STANCES[f"sit/{m.seat}"](m))
    if m.steps:
        now = walking_legs(now, m)
    if m.share < 1 and m.was is not None:
        before = replace(m, action=m.was, was=None, share=1.0, seat=None, progress=1.0)
        now = mixed(stance(before), now, ease(m.share))
    return now


def _between(a: Any, b: Any, share: float) -> Any:
    if isinstance(a, tuple):
        return tuple(_between(p, q, share) for p, q in zip(a, b, strict=True))
    return a + (b - a) * share
