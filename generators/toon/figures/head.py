"""A person's head: the face in three views, and what belongs to it; hair and hats have rooms of their own."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import BLUSH, Face, draw_face
from generators.toon.figures.hair import draw_back_hair, draw_back_of_head, draw_beard, draw_hair, has_beard
from generators.toon.figures.hats import draw_hat
from generators.toon.figures.pen import INK, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval

__all__ = ["CHILDREN", "draw_back_hair", "draw_head"]

CHILDREN = ("boy", "girl", "baby", "prince", "princess", "fairy")
_LASHES = ("woman", "girl", "queen", "princess", "fairy", "witch", "grandmother")


def draw_head(pen: Pen, f: Figure, r: float, m: Moment) -> None:
    """Draw the head around the origin."""
    turn = 0.26 if m.view == "side" else 0.0
    if m.view == "back":
        pen.part(f.skin, oval(-0.97 * r, 0.12 * r, 0.15 * r, 0.19 * r), oval(0.97 * r, 0.12 * r, 0.15 * r, 0.19 * r))
        draw_back_of_head(pen, f, r, m)
    else:
        if not turn:
            pen.part(f.skin, *(oval(x * r, 0.12 * r, 0.15 * r, 0.19 * r) for x in (-0.97, 0.97)))
        pen.part(f.skin, oval(0, 0, r, 0.98 * r))
        draw_face(pen, _face(f, turn), r, m)
        _nose(pen, f, r, turn)
        draw_beard(pen, f, r, turn, m)
        draw_hair(pen, f, r, turn)
        if turn:
            pen.part(f.skin, oval(-0.62 * r, 0.14 * r, 0.15 * r, 0.19 * r))
            pen.fill(shade(f.skin, 0.82), oval(-0.61 * r, 0.15 * r, 0.07 * r, 0.10 * r))
        if f.has("glasses"):
            _glasses(pen, r, turn)
        if f.has("eye patch"):
            _patch(pen, r, turn)
        if f.has("mask"):
            _mask(pen, f, r, turn, m)
    draw_hat(pen, f, r, turn, m)
    if f.has("mirror") and m.view != "back":
        pen.stroke((92, 84, 96), [(-0.72 * r, -0.62 * r), (turn * r, -0.76 * r), (0.86 * r, -0.56 * r)], 0.06 * r)
        pen.part((226, 232, 240), oval(turn * 1.6 * r, -0.84 * r, 0.25 * r, 0.25 * r))
        pen.dot((150, 160, 176), turn * 1.6 * r, -0.84 * r, 0.08 * r)
    if m.view == "back" and f.kind == "girl":
        for side in (-1, 1):
            pen.part(f.accent, oval(side * 0.88 * r, -0.36 * r, 0.16 * r, 0.16 * r))


def _face(f: Figure, turn: float) -> Face:
    child = f.kind in CHILDREN or f.has("young")
    gap = 0.37 if child else 0.34
    eye = (0.125, 0.175) if child else (0.10, 0.145)
    if f.kind in _LASHES:
        eye = (eye[0] * 1.08, eye[1] * 1.1)
    down = 0.14 if f.kind == "baby" else 0.0
    return Face(
        eyes=((turn - gap, 0.06 + down), (turn + gap, 0.06 + down)),
        eye=eye,
        mouth=None if has_beard(f) else (turn * 1.1, 0.50 + down * 0.6),
        smile=0.24 if child else 0.21,
        cheeks=((turn - gap - 0.16, 0.38 + down), (turn + gap + 0.16, 0.38 + down)),
        blush=mix(f.skin, BLUSH, 0.75 if child or f.kind in _LASHES else 0.45),
        brow=shade(f.hair, 0.7),
    )


def _nose(pen: Pen, f: Figure, r: float, turn: float) -> None:
    x = turn * 1.35 + 0.02
    if f.has("clown nose"):
        pen.part((228, 66, 62), oval(x * r, 0.26 * r, 0.19 * r, 0.18 * r))
        pen.dot((255, 190, 184), (x - 0.06) * r, 0.20 * r, 0.05 * r)
    elif f.has("long nose"):
        hook = [
            (x - 0.10, 0.16),
            (x + 0.12, 0.14),
            (x + 0.44 if turn else x + 0.14, 0.36),
            (x + 0.10, 0.36),
            (x - 0.10, 0.32),
        ]
        pen.fill(shade(f.skin, 0.84), blob([(px * r, py * r) for px, py in hook]))
    else:
        big = 1.35 if f.kind in ("dwarf", "giant") else 1.0
        pen.fill(shade(f.skin, 0.84), oval(x * r, 0.28 * r, 0.085 * big * r, 0.062 * big * r))


def _glasses(pen: Pen, r: float, turn: float) -> None:
    wire: RGB = (92, 74, 84)
    line = max(pen.line * 0.7, 0.035 * r)
    for x in (turn - 0.36, turn + 0.36):
        ring = arc(x * r, 0.07 * r, 0.27 * r, 0, 2 * math.pi, 17)
        hole = arc(x * r, 0.07 * r, 0.27 * r - line * 1.6, 0, 2 * math.pi, 17)
        pen.canvas.polygons([ring, hole], wire)
    pen.fill(wire, capsule((turn - 0.1) * r, 0.05 * r, (turn + 0.1) * r, 0.05 * r, line * 0.7))


def _patch(pen: Pen, r: float, turn: float) -> None:
    x = turn + 0.34
    pen.stroke(INK, [(-0.92 * r, 0.02 * r), (-0.2 * r, -0.30 * r), (0.90 * r, -0.36 * r)], 0.04 * r)
    points = [(x - 0.24, -0.14), (x, -0.20), (x + 0.24, -0.14), (x + 0.18, 0.20), (x, 0.28), (x - 0.18, 0.20)]
    pen.fill(INK, blob([(px * r, py * r) for px, py in points]))


def _mask(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """A hero's mask: a band with two openings."""
    band = oval(turn * 0.9 * r, 0.04 * r, 0.80 * r, 0.30 * r)
    eyes = [oval((turn + side * 0.36) * r, 0.06 * r, 0.21 * r, 0.20 * r) for side in (-1, 1)]
    pen.canvas.polygons([band, *eyes], shade(f.accent, 0.7))
