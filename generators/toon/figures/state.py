"""What a figure is (always the same) and what it does at one instant."""

import math
from dataclasses import dataclass
from typing import Literal

from generators.toon.canvas import RGB
from generators.toon.shapes import Pair
from storyline.schema.layout import Expression
from storyline.schema.vocabulary import Seat

View = Literal["side", "front", "back"]


class Puppet:
    """A user's own picture, ready to be drawn; two are the same only if they are one."""


@dataclass(frozen=True)
class Figure:
    """An entity in one of its looks: the same values wherever it appears."""

    kind: str
    """Of `vocabulary.KINDS`, or `unknown`."""
    main: RGB
    accent: RGB
    skin: RGB
    hair: RGB
    traits: frozenset[str]
    """Words that show: `old`, `crown`, `scarf`."""
    variant: int
    """0..65535, drawn from the entity's id: which of several hair cuts, spots, flags."""
    label: str
    """Its name, for figures that carry it."""
    talks: bool = False
    """A thing that speaks somewhere in the story, or one unknown that acts, has a face."""
    puppet: Puppet | None = None
    """The picture that is drawn in its place."""

    def has(self, *traits: str) -> bool:
        """Whether any of these words is true of it."""
        return not self.traits.isdisjoint(traits)


@dataclass(frozen=True)
class Moment:
    """What a figure does at one instant."""

    action: str
    """Of `vocabulary.ACTIONS`."""
    seconds: float
    """On the figure's own clock."""
    gait: float
    """Cycles of its walk, its run, its wheels: follows the ground it covers."""
    hop: float = 0.0
    """In a jump: below 0 crouched on the ground (to -1), above 0 in the air (to 1)."""
    aloft: bool = False
    """High above the ground: who has wings uses them, whatever else it does."""
    view: View = "side"
    expression: Expression = "neutral"
    mouth: float = 0.0
    """0 shut .. 1 wide open."""
    eyes: float = 1.0
    """0 shut .. 1 open."""
    lamps: float = 0.0
    """How brightly windows are lit, 0..1."""
    progress: float = 0.5
    """How far along an action is that happens once (a throw, a bow): 0 it begins .. 1 it is over."""
    seat: Seat | None = None
    """How it sits, if it does."""
    steps: bool = False
    """It gets somewhere on its feet, whatever its hands do."""
    was: str | None = None
    """The action before this one, as long as the body is still on its way from there."""
    share: float = 1.0
    """How far on that way it is."""
    gaze: Pair | None = None
    """Where it looks, if not ahead: from the middle of its head, right (as it faces) and down, at most 1 long."""
    reach: tuple[Pair | None, Pair | None] = (None, None)
    """What its far and its near hand hold, from its feet, in heights of the figure, as it faces; None: nothing."""
    holds: bool = False
    """It has something in its hands that is a figure of its own."""
    carries: bool = False
    """Somebody sits on it or in it."""

    @property
    def sits(self) -> bool:
        """Whether its legs are those of one who sits, whatever its hands do."""
        return self.seat is not None or self.action in ("sit", "ride")

    def swing(self, hertz: float, phase: float = 0.0) -> float:
        """A sine of the figure's clock, -1..1; `phase` in cycles."""
        return math.sin(2 * math.pi * (self.seconds * hertz + phase))


def ease(t: float) -> float:
    """0..1 to 0..1 with a soft start and end."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)
