"""A person's head: hair cuts, hats, beards, glasses, and the face in three views."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import BLUSH, Face, draw_face, draw_mouth
from generators.toon.figures.pen import Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, Points, blob, capsule, oval

CHILDREN = ("boy", "girl")


def draw_back_hair(pen: Pen, f: Figure, r: float, m: Moment) -> None:
    """Draw the hair that falls behind the body."""
    if f.kind == "woman":
        sway = 0.08 * m.swing(0.35)
        if f.variant % 3 != 1:
            long = 1.35 if f.variant % 3 == 0 else 0.95
            pen.part(
                shade(f.hair, 0.86),
                blob(
                    _scaled(
                        [
                            (-1.0, -0.4),
                            (0, -1.02),
                            (0.9, -0.3),
                            (0.72, 0.6),
                            (0.55 + sway, long),
                            (-0.3 + sway, long + 0.1),
                            (-0.98 + sway, long),
                            (-1.1, 0.4),
                        ],
                        r,
                    )
                ),
            )
    if f.kind == "girl":
        bounce = 0.14 * m.swing(0.8) + 0.1 * math.sin(4 * math.pi * m.gait)
        sides = (-1, 1) if m.view != "side" else (-1,)
        for side in sides:
            pen.part(
                shade(f.hair, 0.88),
                blob(
                    _scaled(
                        [
                            (0.8 * side, -0.35),
                            (1.1 * side, -0.1),
                            (1.16 * side, 0.5 + bounce),
                            (0.95 * side, 0.85 + bounce),
                            (0.82 * side, 0.4),
                        ],
                        r,
                    )
                ),
            )


def draw_head(pen: Pen, f: Figure, r: float, m: Moment) -> None:
    """Draw the head around the origin."""
    turn = 0.26 if m.view == "side" else 0.0
    if m.view == "back":
        pen.part(f.skin, oval(-0.97 * r, 0.12 * r, 0.15 * r, 0.19 * r), oval(0.97 * r, 0.12 * r, 0.15 * r, 0.19 * r))
        pen.part(f.hair, blob(_scaled(_BACK, r)))
        draw_back_hair(pen, f, r, m)
        pen.fill(shade(f.hair, 1.14), blob(_scaled([(-0.5, -0.75), (0.1, -0.9), (0.45, -0.62), (0, -0.7)], r)))
    else:
        ears = (-0.62,) if turn else (-0.97, 0.97)
        if not turn:
            pen.part(f.skin, *(oval(x * r, 0.12 * r, 0.15 * r, 0.19 * r) for x in ears))
        pen.part(f.skin, oval(0, 0, r, 0.98 * r))
        draw_face(pen, _face(f, turn), r, m)
        pen.fill(shade(f.skin, 0.84), oval((turn * 1.35 + 0.02) * r, 0.28 * r, 0.085 * r, 0.062 * r))
        if f.kind == "man" and f.has("beard"):
            _beard(pen, f, r, turn, m)
        _hair(pen, f, r, turn)
        if turn:
            pen.part(f.skin, oval(-0.62 * r, 0.14 * r, 0.15 * r, 0.19 * r))
            pen.fill(shade(f.skin, 0.82), oval(-0.61 * r, 0.15 * r, 0.07 * r, 0.10 * r))
        if f.has("glasses"):
            _glasses(pen, f, r, turn)
    _hat(pen, f, r, turn, m)


_BACK: list[Pair] = [
    (-1.04, 0.0),
    (-0.9, -0.62),
    (-0.4, -1.02),
    (0.4, -1.02),
    (0.9, -0.62),
    (1.04, 0.0),
    (0.86, 0.6),
    (0.35, 0.86),
    (-0.35, 0.86),
    (-0.86, 0.6),
]


def _scaled(points: list[Pair], r: float) -> list[Pair]:
    return [(x * r, y * r) for x, y in points]


def _face(f: Figure, turn: float) -> Face:
    child = f.kind in CHILDREN or f.has("young")
    gap = 0.37 if child else 0.34
    eye = (0.125, 0.175) if child else (0.10, 0.145)
    if f.kind in ("woman", "girl"):
        eye = (eye[0] * 1.08, eye[1] * 1.1)
    return Face(
        eyes=((turn - gap, 0.06), (turn + gap, 0.06)),
        eye=eye,
        mouth=None if f.kind == "man" and f.has("beard") else (turn * 1.1, 0.50),
        smile=0.24 if child else 0.21,
        cheeks=((turn - gap - 0.16, 0.38), (turn + gap + 0.16, 0.38)),
        blush=mix(f.skin, BLUSH, 0.75 if child or f.kind == "woman" else 0.45),
        brow=shade(f.hair, 0.7),
    )


def _hair(pen: Pen, f: Figure, r: float, turn: float) -> None:
    if f.kind == "man" and f.variant % 5 == 4 and not f.has("crown"):
        pen.part(f.hair, blob(_scaled([(-1.03, 0.2), (-1.02, -0.3), (-0.8, -0.52), (-0.72, 0.0), (-0.8, 0.32)], r)))
        return
    cap = arc(0, 0, 1.05 * r, math.pi * 0.93, math.pi * (1.86 if turn else 2.07), 24)
    fringe = _FRINGES[f.kind][f.variant % len(_FRINGES[f.kind])]
    if turn:
        inner = [
            (0.92, -0.32),
            *[(x * 0.82 + 0.12, y) for x, y in fringe],
            (-0.50, -0.15),
            (-0.58, 0.25),
            (-0.80, 0.48),
        ]
    else:
        inner = [(0.93, 0.05), (0.82, -0.25), *fringe, (-0.82, -0.25), (-0.93, 0.05)]
    pen.part(f.hair, np.concatenate([cap, np.array(_scaled(inner, r))]), *_tufts(f, r))
    pen.fill(shade(f.hair, 1.18), blob(_scaled([(-0.42, -0.80), (0.0, -0.96), (0.42, -0.84), (0.02, -0.84)], r)))
    if f.kind == "girl":
        for side in (-1, 1) if not turn else (-1,):
            x, y = side * 0.86 * r, -0.36 * r
            pen.part(
                f.accent,
                blob([(x, y), (x - 0.2 * r, y - 0.2 * r), (x - 0.24 * r, y + 0.12 * r)]),
                blob([(x, y), (x + 0.2 * r, y - 0.2 * r), (x + 0.22 * r, y + 0.12 * r)]),
            )
            pen.dot(shade(f.accent, 0.8), x, y - 0.02 * r, 0.07 * r)


def _tufts(f: Figure, r: float) -> list[Points]:
    match f.kind, f.variant % 3:
        case "boy", 0:
            return [np.array(_scaled([(-0.35, -0.95), (-0.1, -1.24), (0.02, -1.02), (0.22, -1.2), (0.3, -0.9)], r))]
        case "boy", 1:
            return [blob(_scaled([(-0.2, -0.95), (0.0, -1.22), (0.3, -1.18), (0.12, -1.06), (0.2, -0.94)], r))]
        case "boy", 2:
            return [
                oval(x * r, y * r, 0.26 * r, 0.24 * r)
                for x, y in ((-0.8, -0.5), (-0.45, -0.85), (0.05, -0.98), (0.5, -0.84))
            ]
        case "woman", 1:
            return [oval(-0.25 * r, -1.12 * r, 0.36 * r, 0.30 * r)]
        case _:
            return []


_FRINGES: dict[str, list[list[Pair]]] = {
    "man": [
        [(0.62, -0.52), (0.20, -0.42), (-0.35, -0.56), (-0.62, -0.42)],
        [(0.70, -0.42), (0.30, -0.58), (-0.10, -0.62), (-0.60, -0.46)],
    ],
    "woman": [
        [(0.60, -0.35), (0.15, -0.62), (-0.30, -0.42), (-0.62, -0.22)],
        [(0.66, -0.40), (0.35, -0.36), (0.0, -0.40), (-0.35, -0.36), (-0.64, -0.30)],
        [(0.52, -0.22), (0.30, -0.55), (-0.20, -0.45), (-0.66, -0.10)],
    ],
    "boy": [
        [(0.66, -0.30), (0.48, -0.52), (0.28, -0.28), (0.05, -0.52), (-0.18, -0.28), (-0.42, -0.48), (-0.62, -0.25)],
        [(0.62, -0.45), (0.15, -0.30), (-0.35, -0.50), (-0.62, -0.30)],
    ],
    "girl": [
        [(0.64, -0.30), (0.36, -0.40), (0.06, -0.60), (-0.28, -0.40), (-0.62, -0.26)],
        [(0.64, -0.34), (0.32, -0.28), (0.0, -0.32), (-0.32, -0.28), (-0.62, -0.30)],
    ],
}


def _beard(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    drop = 0.06 * m.mouth
    x = turn * 0.8
    pen.part(
        f.hair,
        blob(
            _scaled(
                [
                    (x - 0.78, 0.30),
                    (x - 0.45, 0.42),
                    (x, 0.34),
                    (x + 0.45, 0.42),
                    (x + 0.70, 0.30),
                    (x + 0.58, 0.85 + drop),
                    (x, 1.28 + drop),
                    (x - 0.6, 0.88 + drop),
                ],
                r,
            )
        ),
    )
    draw_mouth(pen, turn * 1.1 * r, 0.60 * r, 0.18 * r, m)
    pen.fill(
        shade(f.hair, 0.92),
        blob(
            _scaled(
                [
                    (turn - 0.40, 0.52),
                    (turn - 0.18, 0.36),
                    (turn + 0.04, 0.42),
                    (turn + 0.26, 0.36),
                    (turn + 0.48, 0.52),
                    (turn + 0.2, 0.54),
                    (turn + 0.04, 0.48),
                    (turn - 0.12, 0.54),
                ],
                r,
            )
        ),
    )


def _glasses(pen: Pen, f: Figure, r: float, turn: float) -> None:
    wire: RGB = (92, 74, 84)
    line = max(pen.line * 0.7, 0.035 * r)
    for x in (turn - 0.36, turn + 0.36):
        ring = arc(x * r, 0.07 * r, 0.27 * r, 0, 2 * math.pi, 17)
        hole = arc(x * r, 0.07 * r, 0.27 * r - line * 1.6, 0, 2 * math.pi, 17)
        pen.canvas.polygons([ring, hole], wire)
    pen.fill(wire, capsule((turn - 0.1) * r, 0.05 * r, (turn + 0.1) * r, 0.05 * r, line * 0.7))


def _hat(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    if f.has("crown"):
        gold: RGB = (250, 202, 76)
        pen.part(
            gold,
            np.array(
                _scaled(
                    [
                        (-0.55, -0.78),
                        (-0.66, -1.36),
                        (-0.32, -1.08),
                        (0.02, -1.46),
                        (0.36, -1.08),
                        (0.70, -1.36),
                        (0.58, -0.78),
                    ],
                    r,
                )
            ),
        )
        for x, colour in ((-0.28, (224, 72, 66)), (0.02, (66, 124, 214)), (0.32, (224, 72, 66))):
            pen.dot(colour, x * r, -0.93 * r, 0.07 * r)
    elif f.has("hat"):
        straw = f.accent
        pen.part(straw, oval(0.02 * r, -0.66 * r, 1.28 * r, 0.24 * r))
        pen.part(
            straw,
            blob(
                _scaled([(-0.66, -0.68), (-0.56, -1.22), (0.0, -1.34), (0.58, -1.22), (0.70, -0.68), (0.0, -0.58)], r)
            ),
        )
        pen.fill(
            shade(straw, 0.62),
            blob(
                _scaled([(-0.67, -0.86), (0.0, -0.74), (0.69, -0.86), (0.70, -0.70), (0.0, -0.57), (-0.67, -0.70)], r)
            ),
        )
    elif f.has("cap"):
        pen.part(
            f.accent,
            np.concatenate(
                [
                    arc(0, -0.18 * r, 1.04 * r, math.pi, 2 * math.pi, 14),
                    np.array(_scaled([(1.0, -0.14), (0, -0.3), (-1.0, -0.14)], r)),
                ]
            ),
        )
        pen.part(shade(f.accent, 0.8), blob(_scaled([(0.1, -0.34), (0.9, -0.42), (1.45, -0.24), (0.9, -0.16)], r)))
    if f.has("bow") and f.kind == "woman":
        pen.part(
            f.accent,
            blob(_scaled([(-0.3, -0.95), (-0.66, -1.16), (-0.62, -0.8)], r)),
            blob(_scaled([(-0.3, -0.95), (0.06, -1.16), (0.02, -0.8)], r)),
        )
    if m.view == "back" and f.kind == "girl":
        for side in (-1, 1):
            pen.part(f.accent, oval(side * 0.88 * r, -0.36 * r, 0.16 * r, 0.16 * r))
