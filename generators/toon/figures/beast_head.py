"""The heads of all who go on four legs: the one of its kind, its face, and what it wears."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix
from generators.toon.figures import heads_farm, heads_pets, heads_scaly, heads_wild
from generators.toon.figures.breeds import dark
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval

HEADS: Mapping[str, Callable[[Pen, Figure, float, float, Moment], Face]] = MappingProxyType(
    {**heads_pets.HEADS, **heads_wild.HEADS, **heads_farm.HEADS, **heads_scaly.HEADS}
)
"""Draws the head of a kind, of radius 1, all but the face: by how much its ears lie back and it is turned to us."""

_GLASSES: RGB = (92, 74, 84)
_GOLD: RGB = (250, 202, 76)
_CROWN = blob([(-0.4, 0.48), (-0.46, 0.0), (-0.2, 0.22), (0, -0.1), (0.2, 0.22), (0.46, 0.0), (0.4, 0.48)], 2)
_CROWN_AT = {"lion": -1.95, "giraffe": -1.5, "elephant": -1.2}
"""How high a crown's upper rim is, if not -1.3."""


def draw_beast_head(pen: Pen, f: Figure, r: float, ears: float, m: Moment) -> None:
    """Draw the head around the origin, of radius `r`, its ears laid back by `ears` radians."""
    turn = 0.05 if m.view == "front" else 0.22
    with pen.at(stretch=(r, r)):
        unit = Pen(pen.canvas, pen.line / r)
        face = HEADS[f.kind](unit, f, ears, turn, m)
        if m.view != "back":
            if f.has("young", "small"):
                face = replace(face, eye=(face.eye[0] * 1.15, face.eye[1] * 1.15))
            if dark(f.main) > 0.62 and m.eyes >= 0.3 and m.expression != "asleep":
                # eyes are dark: on a dark coat they need a light ground
                for x, y in face.eyes:
                    unit.fill(mix(f.main, WHITE, 0.85), oval(x, y, face.eye[0] * 1.35, face.eye[1] * 1.22))
            draw_face(unit, face, 1.0, m)
            if f.has("glasses"):
                _glasses(unit, face)
        if f.has("crown"):
            unit.part(_GOLD, np.add(_CROWN, (0.0, _CROWN_AT.get(f.kind, -1.3))))


def _glasses(pen: Pen, face: Face) -> None:
    r = max(0.24, face.eye[1] * 1.5)
    for x, y in face.eyes:
        pen.canvas.polygons([oval(x, y + 0.04, r, r), oval(x, y + 0.04, r * 0.80, r * 0.80)], _GLASSES)
    (x0, y0), (x1, _) = face.eyes[0], face.eyes[-1]
    if x1 - x0 > 2 * r:
        pen.fill(_GLASSES, capsule(x0 + r, y0, x1 - r, y0, 0.035))
