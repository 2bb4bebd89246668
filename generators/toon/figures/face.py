"""Eyes, brows, mouth, cheeks: seven expressions, blinking and speaking."""

import math
from dataclasses import dataclass

from generators.toon.canvas import RGB, mix
from generators.toon.figures.pen import INK, WHITE, Pen, bow
from generators.toon.figures.state import Moment
from generators.toon.shapes import oval

MOUTH: RGB = (150, 52, 60)
TONGUE: RGB = (240, 124, 124)
BLUSH: RGB = (246, 140, 130)
TEAR: RGB = (150, 206, 246)


@dataclass(frozen=True)
class Face:
    """Where the features lie, in radii of the head from its centre."""

    eyes: tuple[tuple[float, float], ...]
    eye: tuple[float, float]
    """Radii of an eye."""
    mouth: tuple[float, float] | None
    """None for those whose mouth is a part of its own: a beak."""
    smile: float
    """Half the width of the mouth."""
    cheeks: tuple[tuple[float, float], ...] = ()
    blush: RGB = BLUSH
    brow: RGB = INK


def draw_face(pen: Pen, face: Face, r: float, m: Moment) -> None:
    """Draw the features around the origin, for a head of radius `r`."""
    for x, y in face.cheeks:
        pen.canvas.polygon(
            oval(x * r, y * r, 0.17 * r, 0.11 * r), face.blush, alpha=0.75 if m.expression != "happy" else 1
        )
    middle = sum(x for x, _ in face.eyes) / len(face.eyes)
    right, down = m.gaze or (0.0, 0.0)
    for x, y in face.eyes:
        side = 0.0 if len(face.eyes) == 1 else math.copysign(1.0, x - middle)
        _eye(pen, (x + 0.075 * right) * r, (y + 0.07 * down) * r, face.eye[0] * r, face.eye[1] * r, m)
        _brow(pen, x * r, (y - face.eye[1]) * r, face.eye[0] * r, side, r, face.brow, m.expression)
    if face.mouth is not None:
        draw_mouth(pen, face.mouth[0] * r, face.mouth[1] * r, face.smile * r, m)
    x, y = face.eyes[0]
    if m.expression == "sad":
        pen.fill(TEAR, oval(x * r - 0.06 * r, (y + face.eye[1] + 0.12) * r, 0.06 * r, 0.10 * r))
    if m.expression == "afraid":
        pen.fill(TEAR, oval(min(p[0] for p in face.eyes) * r - 0.32 * r, (y - 0.34) * r, 0.07 * r, 0.12 * r, 0.3))


def _eye(pen: Pen, x: float, y: float, rx: float, ry: float, m: Moment) -> None:
    lid = max(pen.line * 0.75, rx * 0.3)
    if m.eyes < 0.3 or m.expression == "asleep":
        pen.stroke(INK, bow(x, y, rx * 1.15, ry * 0.5), lid)
    elif m.expression == "happy" and m.mouth == 0:
        pen.stroke(INK, bow(x, y + ry * 0.35, rx * 1.15, -ry), lid)
    elif m.expression in ("surprised", "afraid"):
        pupil = 0.62 if m.expression == "surprised" else 0.42
        pen.part(WHITE, oval(x, y, rx * 1.25, ry * 1.2), ink=INK)
        pen.dot(INK, x + rx * 0.1, y, rx * pupil, rx * pupil * 1.15)
        pen.dot(WHITE, x + rx * 0.3, y - ry * 0.25, rx * 0.2)
    else:
        pen.dot(INK, x, y, rx, ry * m.eyes)
        if m.eyes > 0.6:
            pen.dot(WHITE, x + rx * 0.3, y - ry * 0.38, rx * 0.42)
            pen.dot(mix(INK, WHITE, 0.45), x - rx * 0.25, y + ry * 0.45, rx * 0.26)


def _brow(pen: Pen, x: float, y: float, rx: float, side: float, r: float, colour: RGB, expression: str) -> None:
    tilt = {"sad": -0.5, "afraid": -0.6, "angry": 0.65}.get(expression)
    if tilt is None or not side:
        return
    # `side` is -1 for the eye left of the other: brows are mirrored, their inner ends meet over the nose
    inner, outer = x - side * rx * 1.1, x + side * rx * 1.3
    drop = tilt * rx
    over = y - 0.10 * r + (0.06 * r if expression == "angry" else -0.03 * r)
    pen.stroke(colour, [(inner, over + drop), (outer, over - drop)], max(pen.line, 0.045 * r))


def draw_mouth(pen: Pen, x: float, y: float, half: float, m: Moment) -> None:
    """Draw a mouth around (x, y), `half` as wide as it is when closed, open as far as the moment says."""
    line = max(pen.line * 0.8, half * 0.17)
    if m.mouth > 0.05:
        open_ = half * (0.25 + 0.75 * m.mouth)
        wide = half * (0.95 - 0.3 * m.mouth)
        pen.fill(INK, oval(x, y + open_ * 0.5, wide + line * 0.8, open_ + line * 0.8))
        pen.fill(MOUTH, oval(x, y + open_ * 0.5, wide, open_))
        if m.mouth > 0.35:
            pen.fill(TONGUE, oval(x, y + open_ * 1.0, wide * 0.6, open_ * 0.42))
        return
    match m.expression:
        case "happy":
            points = [
                (x + half * math.cos(a), y - half * 0.1 + half * 0.95 * math.sin(a))
                for a in (0, 0.5, 1.05, 1.57, 2.09, 2.64, 3.14)
            ]
            pen.canvas.polygon(points, MOUTH)
            pen.fill(TONGUE, oval(x, y + half * 0.55, half * 0.48, half * 0.25))
            pen.stroke(INK, [points[0], (x, y - half * 0.02), points[-1]], line * 0.7)
        case "sad":
            pen.stroke(INK, bow(x, y + half * 0.4, half, -half * 0.6), line)
        case "angry":
            pen.stroke(INK, bow(x, y + half * 0.25, half * 0.9, -half * 0.3), line)
        case "surprised":
            pen.fill(INK, oval(x, y + half * 0.2, half * 0.5 + line * 0.5, half * 0.62 + line * 0.5))
            pen.fill(MOUTH, oval(x, y + half * 0.2, half * 0.5, half * 0.62))
        case "afraid":
            step = half * 0.5
            wave = [(x + (n - 2) * step, y + (0.16 * half if n % 2 else -0.12 * half)) for n in range(5)]
            pen.stroke(INK, wave, line)
        case "asleep":
            pen.fill(MOUTH, oval(x, y, half * 0.28, half * 0.22))
        case _:
            pen.stroke(INK, bow(x, y, half * 0.85, half * 0.45), line)
