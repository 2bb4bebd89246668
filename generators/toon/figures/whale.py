"""The big swimmers: whales, dolphins, sharks."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.brow import draw_brow
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import sway
from generators.toon.shapes import blob, oval, tube

# fmt: off
_BODY = {
    "whale": blob([(0.94, 0.02), (0.88, -0.26), (0.56, -0.45), (0.10, -0.46), (-0.36, -0.26), (-0.72, -0.08),
                   (-0.74, 0.04), (-0.36, 0.26), (0.12, 0.45), (0.60, 0.44), (0.86, 0.26)]),
    "dolphin": blob([(1.02, 0.06), (0.80, -0.02), (0.66, -0.22), (0.36, -0.36), (0.0, -0.36), (-0.40, -0.18),
        (-0.74, 0.06),
                     (-0.72, 0.16), (-0.36, 0.16), (0.10, 0.26), (0.50, 0.26), (0.78, 0.20), (1.00, 0.18)]),
    "shark": blob([(1.05, -0.04), (0.74, -0.24), (0.30, -0.34), (-0.20, -0.28), (-0.66, -0.08), (-0.84, -0.05),
                   (-0.84, 0.06), (-0.50, 0.14), (0.0, 0.28), (0.46, 0.27), (0.72, 0.16)]),
}
_BELLY = {
    "whale": blob([(0.93, 0.08), (0.60, 0.14), (0.10, 0.16), (-0.34, 0.14), (-0.60, 0.10), (-0.36, 0.25),
        (0.12, 0.44),
                   (0.60, 0.43), (0.86, 0.25)]),
    "dolphin": blob([(1.0, 0.14), (0.60, 0.08), (0.10, 0.08), (-0.50, 0.12), (-0.36, 0.155), (0.10, 0.255),
        (0.50, 0.255), (0.78, 0.195)]),
    "shark": blob([(0.98, 0.0), (0.60, 0.04), (0.10, 0.06), (-0.50, 0.06), (-0.40, 0.15), (0.0, 0.27),
        (0.46, 0.265), (0.72, 0.155)]),
}
_FLUKE = blob([(0.10, 0.06), (-0.04, -0.04), (-0.26, -0.02), (-0.44, -0.20), (-0.26, -0.24), (-0.10, -0.14),
               (-0.04, -0.32), (0.10, -0.42), (0.14, -0.20), (0.14, -0.02)], 5)
_CRESCENT = blob([(0.10, -0.06), (-0.10, -0.20), (-0.30, -0.52), (-0.14, -0.12), (-0.10, 0.02), (-0.24, 0.30),
    (-0.06, 0.14), (0.10, 0.07)], 5)
_FIN = blob([(0.12, -0.04), (-0.06, -0.06), (-0.30, 0.14), (-0.34, 0.26), (-0.10, 0.20), (0.10, 0.08)], 5)
_BACK_FIN = {
    "dolphin": blob([(0.16, 0.06), (0.02, -0.16), (-0.20, -0.26), (-0.14, -0.08), (-0.16, 0.06)], 5),
    "shark": blob([(0.22, 0.08), (0.04, -0.14), (-0.14, -0.34), (-0.15, -0.12), (-0.20, 0.08)], 4),
}
# fmt: on
_FACES = {
    "whale": Face(((0.10, -0.26), (0.86, -0.26)), (0.19, 0.25), (0.84, 0.36), 0.36, ((-0.16, 0.16),)),
    "dolphin": Face(((0.06, -0.20), (0.64, -0.20)), (0.17, 0.23), None, 0.0, ((-0.14, 0.18),)),
    "shark": Face(((0.20, -0.22), (0.86, -0.22)), (0.17, 0.21), None, 0.0),
}


def draw_whale(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a whale, a dolphin or a shark over the origin, one unit tall, facing right."""
    s = sway(m)
    swish = m.swing(s.pace * 0.55)
    back, light = shade(f.main, 0.84), mix(f.main, WHITE, 0.72)
    with (
        pen.at(
            s.ahead * 1.5,
            -0.5 + s.drop * 0.4,
            s.tilt + 0.25 * s.nod - (0.35 if m.action == "jump" and m.hop > 0 else 0),
        ),
        pen.at(stretch=(1.5 - s.squash * 0.5, s.squash)),
    ):
        with pen.at(0.16, 0.20, 0.30 - 1.3 * s.lift[0] + 0.10 * swish):
            pen.part(shade(f.main, 0.70), _FIN)
        if f.kind == "shark":
            with pen.at(-0.80, 0.0, 0.10 * swish, stretch=(1 - 0.35 * abs(swish), 1)):
                pen.part(back, _CRESCENT)
        else:
            x, y = (-0.70, -0.03) if f.kind == "whale" else (-0.72, 0.10)
            with pen.at(x, y, 0.30 * swish + (0.0 if f.kind == "whale" else -0.45)):
                pen.part(back, _FLUKE * (1.0 if f.kind == "whale" else 0.85))
        if f.kind in _BACK_FIN:
            with pen.at(-0.02, -0.32, 0.04 * swish):
                pen.part(back, _BACK_FIN[f.kind])
        pen.part(f.main, _BODY[f.kind])
        pen.fill(light, _BELLY[f.kind])
        _marks(pen, f, light)
        with pen.at(0.10, 0.16, 0.10 - 1.5 * s.lift[1] - 0.12 * swish):
            pen.part(back, _FIN)
        if m.view != "back":
            _face(pen, f, m)
    if f.kind == "whale" and m.action not in ("sleep", "cry", "fall"):
        _spout(pen, m)


def _marks(pen: Pen, f: Figure, light: RGB) -> None:
    if f.kind == "whale":
        for n in range(3):
            line = [(0.80 - 0.10 * n, 0.22 + 0.06 * n), (0.50 - 0.06 * n, 0.26 + 0.065 * n), (0.16, 0.27 + 0.06 * n)]
            pen.stroke(shade(light, 0.86), line, 0.010)
    elif f.kind == "shark":
        for x in (0.22, 0.29, 0.36):
            pen.stroke(shade(f.main, 0.70), [(x, -0.12), (x - 0.03, 0.0), (x, 0.08)], 0.010)


def _face(pen: Pen, f: Figure, m: Moment) -> None:
    gape = 0.16 * m.mouth
    ink = shade(f.main, 0.42)
    if f.kind == "shark":
        # fmt: off
        pen.fill((150, 52, 60) if gape > 0.01 else ink, blob([(0.96, 0.02), (0.72, 0.06), (0.50, 0.03 + 0.03),
            (0.66, 0.10 + gape), (0.84, 0.08 + gape)], 5))
        # fmt: on
        for x in (0.60, 0.69, 0.78, 0.87):
            pen.fill(WHITE, blob([(x - 0.035, 0.045), (x + 0.035, 0.040), (x, 0.095)], 2))
    elif f.kind == "dolphin":
        if gape > 0.01:
            pen.fill(
                (150, 52, 60),
                blob([(0.98, 0.12), (0.72, 0.08), (0.64, 0.12), (0.74, 0.14 + gape), (0.92, 0.14 + gape)], 5),
            )
        else:
            drop = 0.05 if m.expression not in ("sad", "angry", "afraid") else -0.03
            pen.stroke(ink, [(0.99, 0.11), (0.78, 0.10), (0.62, 0.09 + drop * 0.4), (0.54, 0.08 - drop)], 0.013)
    x = 0.50 if f.kind != "dolphin" else 0.42
    face = _FACES[f.kind]
    if m.view == "side":
        face = Face(face.eyes[:1], face.eye, face.mouth, face.smile, face.cheeks, mix(f.main, (246, 110, 110), 0.5))
    with pen.at(x, 0.02), pen.at(stretch=(0.32, 0.32)):
        unit = Pen(pen.canvas, pen.line / 0.32)
        draw_face(unit, face, 1.0, m)
        draw_brow(unit, *face.eyes[0], *face.eye, m)


def _spout(pen: Pen, m: Moment) -> None:
    water: RGB = (196, 228, 246)
    rise = 0.02 * m.swing(0.8)
    for side in (-1, 1):
        x = 0.40
        curve = [
            (x, -0.96),
            (x + side * 0.04, -1.12 - rise),
            (x + side * 0.16, -1.18 - rise),
            (x + side * 0.24, -1.06 + rise),
        ]
        pen.canvas.polygon(tube(curve, (0.030, 0.038, 0.036, 0.020)), water, alpha=0.85, solid=False)
    for n in range(2):
        t = (m.seconds * 0.7 + n / 2) % 1.0
        side = 1 if n else -1
        y = -1.12 - 0.10 * math.sin(math.pi * t)
        pen.canvas.polygon(
            oval(0.40 + side * (0.10 + 0.20 * t), y + 0.20 * t * t, 0.022, 0.028),
            water,
            alpha=0.8 * (1 - t),
            solid=False,
        )
