"""The tortoise: a house on four short legs."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.crouch import Crouch
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.quadruped import crouch
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval, tube

LEG = 0.30
"""How long its legs count for, in heights of the figure."""

_SHELL = blob(
    [
        (-0.62, -0.22),
        (-0.58, -0.52),
        (-0.34, -0.84),
        (0.0, -0.92),
        (0.30, -0.78),
        (0.47, -0.48),
        (0.50, -0.22),
        (0.0, -0.16),
    ]
)
_RIM = blob(
    [
        (-0.66, -0.20),
        (-0.60, -0.31),
        (0.0, -0.27),
        (0.48, -0.31),
        (0.54, -0.20),
        (0.45, -0.12),
        (0.0, -0.09),
        (-0.58, -0.12),
    ]
)
_PLATES = [
    blob([(-0.20, -0.46), (-0.10, -0.66), (0.10, -0.66), (0.20, -0.46), (0.10, -0.31), (-0.10, -0.31)], 2),
    blob([(-0.54, -0.36), (-0.44, -0.56), (-0.28, -0.56), (-0.24, -0.40), (-0.32, -0.31), (-0.50, -0.30)], 2),
    blob([(0.26, -0.42), (0.30, -0.57), (0.40, -0.50), (0.46, -0.33), (0.38, -0.30), (0.28, -0.31)], 2),
    blob([(-0.34, -0.66), (-0.24, -0.80), (-0.04, -0.86), (-0.06, -0.74), (-0.16, -0.62)], 2),
    blob([(0.04, -0.86), (0.20, -0.78), (0.28, -0.66), (0.16, -0.62), (0.06, -0.74)], 2),
]


def draw_tortoise(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the tortoise on the ground at the origin, one unit tall, facing right."""
    c = crouch(m)
    skin = _skin(f)
    pitch = c.pitch * 0.45 - 0.18 * c.sit - 0.50 * c.rear
    drop = 0.10 if m.action == "sleep" else c.drop * 0.12 - 0.12 * c.rear
    with pen.at(0, -0.3, c.turn), pen.at(0, 0.3):
        pen.part(
            skin,
            tube(
                [(-0.54, -0.20 + drop), (-0.66, -0.16 + drop), (-0.74, -0.10 + drop + 0.03 * m.swing(0.8))],
                (0.05, 0.035, 0.012),
            ),
        )
        for n in (0, 1):
            _leg(pen, skin, n, c, drop, 0.80)
        with pen.at(-0.08, -0.25 + drop, pitch), pen.at(0.08, 0.25):
            _head(pen, f, skin, c, m)
            pen.part(f.main, _SHELL)
            pen.fill(
                shade(f.main, 0.80),
                blob(
                    [
                        (-0.61, -0.26),
                        (-0.55, -0.42),
                        (-0.30, -0.34),
                        (0.20, -0.34),
                        (0.47, -0.42),
                        (0.49, -0.26),
                        (0, -0.18),
                    ]
                ),
            )
            for n, plate in enumerate(_PLATES):
                pen.fill(shade(f.main, (0.66, 0.72, 0.70, 0.74, 0.70)[n]), plate)
            pen.fill(mix(f.main, WHITE, 0.45), blob([(-0.36, -0.74), (-0.22, -0.85), (-0.06, -0.88), (-0.20, -0.80)]))
            pen.part(mix(shade(f.main, 1.3), (232, 206, 140), 0.55), _RIM)
        for n in (2, 3):
            _leg(pen, skin, n, c, drop, 1.0)


def _skin(f: Figure) -> RGB:
    return mix(shade(f.main, 1.25), (214, 206, 120), 0.45)


def _leg(pen: Pen, skin: RGB, n: int, c: Crouch, drop: float, tone: float) -> None:
    hind, near = n % 2 == 0, n >= 2
    home = (-0.36 if hind else 0.30) + (0.05 if near else -0.03)
    dx, up = c.feet[n][0] * LEG, c.feet[n][1] * 0.40
    paw = None if hind else c.paws[n // 2]
    if paw is not None:
        dx, up = 0.06 + 0.30 * paw[0], 0.20 + 0.26 * paw[1]
    elif c.sit > 0.5:
        dx, up = (0.10 if hind else 0.02), 0.0
    colour = shade(skin, tone)
    end = (home + dx, -0.055 - up * 0.9)
    if c.lie > 0.5:
        end = (home + (0.0 if hind else 0.10), -0.045)
    pen.limb(colour, [(home, -0.22 + drop), end], (0.085, 0.072))
    pen.part(colour, oval(end[0] + 0.02, end[1] + 0.012, 0.092, 0.045))
    if near:
        for k in (-0.02, 0.03, 0.08):
            pen.dot(shade(skin, 1.6), end[0] + k, end[1] + 0.035, 0.014, 0.012)


def _head(pen: Pen, f: Figure, skin: RGB, c: Crouch, m: Moment) -> None:
    r = 0.205
    nod = 0.05 * m.swing(0.25) + 0.03 * math.sin(4 * math.pi * m.gait)
    nod += 0.7 * c.head[2] + 0.35 * c.graze
    x = 0.545 + 0.10 * c.head[0] + 0.12 * c.graze - 0.045 * c.lie
    y = -0.70 + 0.03 * nod + 0.25 * c.head[1] + 0.46 * c.graze + 0.50 * c.lie
    pen.part(skin, tube([(0.30, -0.30), (0.46, -0.36), (x - 0.05, y + 0.10)], (0.12, 0.11, 0.115)))
    with pen.at(x, y, nod):
        pen.part(
            skin,
            blob(
                [
                    (-0.95 * r, 0.05 * r),
                    (-0.70 * r, -0.70 * r),
                    (0.05 * r, -0.98 * r),
                    (0.75 * r, -0.62 * r),
                    (1.05 * r, 0.10 * r),
                    (0.82 * r, 0.72 * r),
                    (0.1 * r, 0.92 * r),
                    (-0.70 * r, 0.72 * r),
                ]
            ),
        )
        pen.fill(shade(skin, 1.3), oval(0.42 * r, 0.46 * r, 0.50 * r, 0.34 * r))
        if m.view != "back":
            face = Face(
                ((0.02, -0.14), (0.62, -0.14)),
                (0.145, 0.195),
                (0.50, 0.42),
                0.24,
                ((-0.30, 0.28),),
                mix(skin, (246, 120, 110), 0.5),
            )
            draw_face(pen, face, r, m)
            pen.dot(shade(skin, 0.6), 0.86 * r, 0.12 * r, 0.04 * r)
            pen.dot(shade(skin, 0.6), 0.98 * r, 0.16 * r, 0.04 * r)
        if f.has("glasses") and m.view != "back":
            for dx in (0.0, 0.64):
                pen.canvas.polygons(
                    [oval(dx * r, -0.12 * r, 0.30 * r, 0.30 * r), oval(dx * r, -0.12 * r, 0.235 * r, 0.235 * r)],
                    (92, 74, 84),
                )
            pen.fill((92, 74, 84), capsule(-0.30 * r, -0.12 * r, -0.85 * r, -0.20 * r, 0.03 * r))
        if f.has("hat", "cap"):
            pen.part(
                f.accent,
                oval(0, -0.80 * r, 0.95 * r, 0.18 * r),
                blob([(-0.55 * r, -0.80 * r), (-0.45 * r, -1.30 * r), (0.45 * r, -1.30 * r), (0.55 * r, -0.80 * r)]),
            )
    if f.has("scarf"):
        pen.part(f.accent, capsule(x - 0.20, y + 0.16, x + 0.06, y + 0.24, 0.045))
