"""Hair cuts and beards. All lengths are radii of the head, from its middle."""

import math

import numpy as np

from generators.toon.canvas import shade
from generators.toon.figures.face import draw_mouth
from generators.toon.figures.hats import covers_hair, hat_of
from generators.toon.figures.outfit import OUTFITS, Hair
from generators.toon.figures.pen import Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, Points, blob, oval, tube

CUTS: dict[str, Hair] = {"long hair": "long", "curly hair": "puffs", "bald": "bald", "bun": "bun", "pigtails": "girl"}
"""Cuts that somebody can have whoever they are."""


def cut_of(f: Figure) -> Hair:
    """The hair cut of a figure."""
    for trait, cut in CUTS.items():
        if trait in f.traits:
            return cut
    usual = OUTFITS[f.kind].hair
    if "short hair" in f.traits and usual in ("woman", "girl", "long", "bun"):
        return "boy"
    if usual == "man" and f.variant % 7 == 4 and hat_of(f) is None:
        return "bald"
    return usual


def draw_back_hair(pen: Pen, f: Figure, r: float, m: Moment) -> None:
    """Draw the hair that falls behind the body."""
    if covers_hair(f):
        return
    cut = cut_of(f)
    sway = 0.08 * m.swing(0.35)
    if cut == "long" or (cut == "woman" and f.variant % 3 != 1):
        long = 2.05 if cut == "long" else 1.35 if f.variant % 3 == 0 else 0.95
        wide = 1.12 if cut == "long" else 1.0
        points = [
            (-1.0, -0.4),
            (0, -1.02),
            (0.9, -0.3),
            (0.72, 0.6),
            (0.55 + sway, long),
            (-0.3 + sway, long + 0.1),
            (-0.98 * wide + sway, long),
            (-1.1 * wide, 0.4),
        ]
        if m.view != "side":
            points = [
                (0, -1.02),
                (0.95, -0.4),
                (1.10 * wide, 0.4),
                (0.92 + sway, long),
                (0.3 + sway, long + 0.08),
                (-0.3 + sway, long + 0.08),
                (-0.92 + sway, long),
                (-1.10 * wide, 0.4),
                (-0.95, -0.4),
            ]
        pen.part(shade(f.hair, 0.86), blob(_scaled(points, r)))
    if cut == "girl":
        bounce = 0.14 * m.swing(0.8) + 0.1 * math.sin(4 * math.pi * m.gait)
        for side in (-1, 1) if m.view != "side" else (-1,):
            if f.variant % 2:
                locks = [
                    (0.86 * side, -0.3),
                    (1.16 * side, 0.15),
                    (1.02 * side, 0.62 + bounce),
                    (1.14 * side, 1.1 + bounce),
                ]
                pen.part(shade(f.hair, 0.88), tube(_scaled(locks, r), [v * r for v in (0.14, 0.20, 0.17, 0.09)]))
            else:
                points = [
                    (0.8 * side, -0.35),
                    (1.1 * side, -0.1),
                    (1.16 * side, 0.5 + bounce),
                    (0.95 * side, 0.85 + bounce),
                    (0.82 * side, 0.4),
                ]
                pen.part(shade(f.hair, 0.88), blob(_scaled(points, r)))
    if cut == "shaggy":
        points = [(-1.02, -0.5), (-1.26, 0.2), (-1.16, 0.9), (-0.6, 1.2), (0.2, 1.1), (0.8, 0.4), (0.6, -0.5)]
        if m.view != "side":
            points = [(-1.02, -0.5), (-1.26, 0.2), (-1.10, 0.9), (0, 1.15), (1.10, 0.9), (1.26, 0.2), (1.02, -0.5)]
        pen.part(shade(f.hair, 0.88), blob(_scaled(points, r)))
    if cut == "puffs":
        for side in (-1, 1):
            spots = ((1.02, -0.34, 0.42), (1.14, 0.12, 0.40), (0.92, -0.68, 0.34))
            pen.part(f.hair, *(oval(side * x * r, y * r, s * r, s * r) for x, y, s in spots))


def draw_back_of_head(pen: Pen, f: Figure, r: float, m: Moment) -> None:
    """Draw the head of one who looks away from us."""
    if covers_hair(f):
        return
    if cut_of(f) in ("bald", "baby"):
        pen.part(f.skin, oval(0, 0, r, 0.98 * r))
        if cut_of(f) == "bald":
            fringe = [
                (-1.02, -0.1),
                (-0.7, 0.06),
                (0, 0.12),
                (0.7, 0.06),
                (1.02, -0.1),
                (0.86, 0.56),
                (0, 0.82),
                (-0.86, 0.56),
            ]
            pen.part(f.hair, blob(_scaled(fringe, r)))
        return
    pen.part(f.hair, blob(_scaled(_BACK, r)))
    draw_back_hair(pen, f, r, m)
    pen.fill(shade(f.hair, 1.14), blob(_scaled([(-0.5, -0.75), (0.1, -0.9), (0.45, -0.62), (0, -0.7)], r)))
    pen.part(f.hair, *_tufts(f, r)) if cut_of(f) == "bun" else None


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


def draw_hair(pen: Pen, f: Figure, r: float, turn: float) -> None:
    """Draw the hair on top and at the sides of a face."""
    if covers_hair(f):
        return
    cut = cut_of(f)
    if cut == "baby":
        curl = [(-0.10, -0.94), (0.10, -1.18), (0.30, -1.02), (0.16, -0.90)]
        pen.stroke(f.hair, _scaled(curl, r), 0.055 * r)
        return
    if cut == "bald":
        sides = (-1,) if turn else (-1, 1)
        for side in sides:
            lock = [(1.03, 0.2), (1.04, -0.3), (0.84, -0.46), (0.74, 0.0), (0.82, 0.34)]
            pen.part(f.hair, blob(_scaled([(side * x, y) for x, y in lock], r)))
        return
    cap = arc(0, 0, 1.05 * r, math.pi * 0.93, math.pi * (1.86 if turn else 2.07), 24)
    fringes = _FRINGES[cut]
    fringe = fringes[f.variant % len(fringes)]
    if turn:
        sideways = [(x * 0.82 + 0.12, y) for x, y in fringe]
        inner = [(0.92, -0.32), *sideways, (-0.50, -0.15), (-0.58, 0.25), (-0.80, 0.48)]
    else:
        inner = [(0.93, 0.05), (0.82, -0.25), *fringe, (-0.82, -0.25), (-0.93, 0.05)]
    pen.part(f.hair, np.concatenate([cap, np.array(_scaled(inner, r))]), *_tufts(f, r))
    pen.fill(shade(f.hair, 1.18), blob(_scaled([(-0.42, -0.80), (0.0, -0.96), (0.42, -0.84), (0.02, -0.84)], r)))
    if cut == "girl":
        for side in (-1, 1) if not turn else (-1,):
            x, y = side * 0.86 * r, -0.36 * r
            pen.part(
                f.accent,
                blob([(x, y), (x - 0.2 * r, y - 0.2 * r), (x - 0.24 * r, y + 0.12 * r)]),
                blob([(x, y), (x + 0.2 * r, y - 0.2 * r), (x + 0.22 * r, y + 0.12 * r)]),
            )
            pen.dot(shade(f.accent, 0.8), x, y - 0.02 * r, 0.07 * r)


def _tufts(f: Figure, r: float) -> list[Points]:
    if hat_of(f) not in (None, "bow", "tiara"):
        return []
    match cut_of(f), f.variant % 3:
        case "boy", 0:
            return [np.array(_scaled([(-0.35, -0.95), (-0.1, -1.24), (0.02, -1.02), (0.22, -1.2), (0.3, -0.9)], r))]
        case "boy", 1:
            return [blob(_scaled([(-0.2, -0.95), (0.0, -1.22), (0.3, -1.18), (0.12, -1.06), (0.2, -0.94)], r))]
        case "boy", 2:
            return [
                oval(x * r, y * r, 0.26 * r, 0.24 * r)
                for x, y in ((-0.8, -0.5), (-0.45, -0.85), (0.05, -0.98), (0.5, -0.84))
            ]
        case ("woman", 1) | ("bun", _):
            return [oval(-0.25 * r, -1.12 * r, 0.36 * r, 0.30 * r)]
        case "puffs", _ if f.kind != "clown":
            spots = ((-0.9, -0.35), (-0.7, -0.72), (-0.3, -0.96), (0.2, -1.0), (0.62, -0.8))
            return [oval(x * r, y * r, 0.30 * r, 0.28 * r) for x, y in spots]
        case "shaggy", _:
            return [
                np.array(
                    _scaled(
                        [
                            (-0.9, -0.5),
                            (-1.2, -0.66),
                            (-0.7, -0.84),
                            (-0.66, -1.16),
                            (-0.2, -0.98),
                            (0.1, -1.2),
                            (0.4, -0.9),
                        ],
                        r,
                    )
                )
            ]
        case _:
            return []


_MEN: list[list[Pair]] = [
    [(0.62, -0.52), (0.20, -0.42), (-0.35, -0.56), (-0.62, -0.42)],
    [(0.70, -0.42), (0.30, -0.58), (-0.10, -0.62), (-0.60, -0.46)],
]
_WOMEN: list[list[Pair]] = [
    [(0.60, -0.35), (0.15, -0.62), (-0.30, -0.42), (-0.62, -0.22)],
    [(0.66, -0.40), (0.35, -0.36), (0.0, -0.40), (-0.35, -0.36), (-0.64, -0.30)],
    [(0.52, -0.22), (0.30, -0.55), (-0.20, -0.45), (-0.66, -0.10)],
]
_FRINGES: dict[Hair, list[list[Pair]]] = {
    "man": _MEN,
    "shaggy": [[(0.66, -0.34), (0.4, -0.56), (0.1, -0.40), (-0.2, -0.58), (-0.5, -0.30), (-0.68, -0.2)]],
    "woman": _WOMEN,
    "long": _WOMEN,
    "bun": [[(0.60, -0.50), (0.05, -0.72), (-0.62, -0.40)]],
    "puffs": [[(0.60, -0.62), (0.0, -0.70), (-0.62, -0.58)]],
    "boy": [
        [(0.66, -0.30), (0.48, -0.52), (0.28, -0.28), (0.05, -0.52), (-0.18, -0.28), (-0.42, -0.48), (-0.62, -0.25)],
        [(0.62, -0.45), (0.15, -0.30), (-0.35, -0.50), (-0.62, -0.30)],
    ],
    "girl": [
        [(0.64, -0.30), (0.36, -0.40), (0.06, -0.60), (-0.28, -0.40), (-0.62, -0.26)],
        [(0.64, -0.34), (0.32, -0.28), (0.0, -0.32), (-0.32, -0.28), (-0.62, -0.30)],
    ],
}


def has_beard(f: Figure) -> bool:
    """Whether hair hides the mouth's own place: the beard draws the mouth."""
    return f.has("beard", "long beard")


def draw_beard(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw the beard or the moustache, and the mouth in a beard."""
    drop = 0.06 * m.mouth
    x = turn * 0.8
    if f.has("goatee"):
        chin = [(x - 0.20, 0.72), (x, 0.80), (x + 0.26, 0.72), (x + 0.18, 1.02 + drop), (x, 1.24 + drop)]
        pen.part(f.hair, blob(_scaled(chin, r)))
    if not has_beard(f):
        if f.has("moustache", "goatee"):
            _moustache(pen, f, r, turn)
        return
    end, wide = (2.35, 0.74) if f.has("long beard") else (1.28, 0.60)
    sway = 0.06 * m.swing(0.4) if f.has("long beard") else 0.0
    outline = [
        (x - 0.78, 0.30),
        (x - 0.45, 0.42),
        (x, 0.34),
        (x + 0.45, 0.42),
        (x + 0.70, 0.30),
        (x + wide - 0.02, 0.85 + drop),
        (x + wide * 0.5 + sway, end * 0.72),
        (x + sway, end + drop),
        (x - wide * 0.5 + sway, end * 0.72),
        (x - wide, 0.88 + drop),
    ]
    pen.part(f.hair, blob(_scaled(outline, r)))
    if f.has("long beard"):
        for dx in (-0.22, 0.16):
            strand = [(x + dx, 0.95), (x + dx * 0.9 + sway * 0.5, 1.35), (x + dx * 0.4 + sway, 1.8)]
            pen.stroke(shade(f.hair, 0.84), _scaled(strand, r), 0.03 * r)
    draw_mouth(pen, turn * 1.1 * r, 0.60 * r, 0.18 * r, m)
    _moustache(pen, f, r, turn)


def _moustache(pen: Pen, f: Figure, r: float, turn: float) -> None:
    curls = [
        (turn - 0.44, 0.50),
        (turn - 0.18, 0.36),
        (turn + 0.04, 0.42),
        (turn + 0.26, 0.36),
        (turn + 0.52, 0.50),
        (turn + 0.2, 0.54),
        (turn + 0.04, 0.48),
        (turn - 0.12, 0.54),
    ]
    pen.fill(shade(f.hair, 0.88), blob(_scaled(curls, r)))


def _scaled(points: list[Pair], r: float) -> list[Pair]:
    return [(x * r, y * r) for x, y in points]
