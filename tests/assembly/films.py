"""Random storyboards and the clips that belong to them."""

import random
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard
from tests.boards import shot
from tests.pictures import coded

RATES = (
    *(Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(12), Fraction(24000, 1001), Fraction(60)),
    *(Fraction(60000, 1001), Fraction(48), Fraction(1), Fraction(240), Fraction(15, 2), Fraction(5)),
)


@st.composite
def documents(draw: st.DrawFn, *, most_shots: int = 6) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Shots and fields for `board`: any rate, titles, lengths, and transitions that the schema allows."""
    opening = draw(st.sampled_from([0, 0, 1, 5, 12]))
    shots = []
    free = opening
    for n in range(draw(st.integers(1, most_shots))):
        duration = draw(st.integers(1, 14))
        overlap = draw(st.integers(0, min(free, duration)))
        kind = draw(st.sampled_from(["dissolve", "fade", "wipe"])) if overlap else "cut"
        shots.append(shot(f"s{n}", duration, transition=kind, overlap=overlap))
        free = duration - overlap
    closing = draw(st.sampled_from([0, 1, 9]))
    return shots, {"rate": draw(st.sampled_from(RATES)), "opening": opening, "closing": closing}


def timeline(chance: random.Random) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Shots and fields for `board`, as `documents` makes them, with more of what is at the edge of what is allowed."""
    opening = chance.choice((0, 0, 1, 2, 7, 30))
    shots = []
    free = opening
    for n in range(chance.randint(1, 9)):
        most = 60 if chance.random() < 0.1 else 9
        duration = chance.choice((1, 1, 2, 3, chance.randint(4, most), chance.randint(4, most)))
        room = min(free, duration)
        overlap = chance.choice((0, room, chance.randint(0, room)))
        kind = chance.choice(("dissolve", "fade", "wipe")) if overlap else "cut"
        shots.append(shot(f"s{n}", duration, transition=kind, overlap=overlap))
        free = duration - overlap
    return shots, {"rate": chance.choice(RATES), "opening": opening, "closing": chance.choice((0, 0, 1, 2, 25))}


def clip_of(storyboard: Storyboard, id: ShotId) -> list[np.ndarray]:
    """A clip in which every frame of every shot is its own picture."""
    shots = [shot for _, shot in storyboard.shots()]
    number = [shot.id for shot in shots].index(id)
    return [coded(number, frame) for frame in range(shots[number].duration)]
