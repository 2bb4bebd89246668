"""Birds that stand upright: owls and penguins."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.bird import BEAK, step
from generators.toon.figures.face import MOUTH, Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import Sway, sway
from generators.toon.shapes import blob, capsule, oval

# fmt: off
_OWL = blob([(0, -0.90), (0.16, -0.90), (0.30, -1.02), (0.33, -0.80), (0.36, -0.50), (0.34, -0.22), (0.18, -0.05),
             (-0.18, -0.05), (-0.34, -0.22), (-0.36, -0.50), (-0.33, -0.80), (-0.30, -1.02), (-0.16, -0.90)])
_PENGUIN = blob([(0.02, -1.0), (0.20, -0.92), (0.24, -0.74), (0.27, -0.52), (0.31, -0.28), (0.22, -0.06),
                 (-0.20, -0.06), (-0.31, -0.28), (-0.26, -0.52), (-0.20, -0.74), (-0.17, -0.92)])
_BELLY = blob([(0.06, -0.62), (0.20, -0.52), (0.25, -0.28), (0.17, -0.09), (-0.10, -0.09), (-0.19, -0.28),
    (-0.12, -0.52)])
_MASK = blob([(0.06, -0.66), (0.18, -0.70), (0.21, -0.82), (0.12, -0.91), (0.06, -0.85), (0.0, -0.91),
    (-0.09, -0.82), (-0.06, -0.70)])
_WING = blob([(0.0, -0.06), (0.10, 0.05), (0.11, 0.25), (0.02, 0.44), (-0.07, 0.34), (-0.10, 0.10)], 5)
_FLIPPER = blob([(0.0, -0.05), (0.07, 0.06), (0.06, 0.26), (-0.01, 0.40), (-0.06, 0.24), (-0.06, 0.04)], 5)
# fmt: on


def draw_owl(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw an owl or a penguin with its feet at the origin, one unit tall, facing right (or us, or away)."""
    s = sway(m)
    owl = f.kind == "owl"
    airborne = m.aloft or m.action in ("fly", "fall") or (m.action == "jump" and m.hop > 0)
    if m.aloft and m.action not in ("fly", "fall"):
        beat = m.swing(2.2)
        s = Sway(tilt=s.tilt, nod=s.nod, lift=(0.55 + 0.5 * beat, 0.55 + 0.5 * beat))
    tilt, low = s.tilt * 0.8, min(s.drop, 0.08)
    if m.action in ("walk", "run"):
        tilt += (0.10 if not owl else 0.06) * math.sin(2 * math.pi * m.gait)
    if not owl and m.action == "swim":
        tilt, low = 1.15 + 0.05 * m.swing(0.5), 0.10
    elif m.action == "sleep":
        low = 0.02
    if not airborne or not owl:
        _feet(pen, m, s)
    with (
        pen.at(s.ahead, 0, stretch=(2 - s.squash, s.squash)),
        pen.at(0, -0.45 + low, tilt),
        pen.at(0, 0.45),
    ):
        wide = 0.28 if owl else 0.24
        top = -0.62 if owl else -0.66
        tuck = 0.18 if owl else 0.42
        long = (1.45, 1.25) if airborne and owl else (1.0, 1.0)
        _wing(pen, f, (wide, top), -tuck - 2.1 * s.lift[0], 0.72, long)
        pen.part(f.main, _OWL if owl else _PENGUIN)
        if m.view != "back":
            (_owl_front if owl else _penguin_front)(pen, f, s, m)
        _wing(pen, f, (-wide + 0.01, top), tuck + 2.1 * s.lift[1], 0.84, long)


def _wing(pen: Pen, f: Figure, root: tuple[float, float], angle: float, tone: float, long: tuple[float, float]) -> None:
    with pen.at(*root, angle):
        pen.part(shade(f.main, tone), (_WING if f.kind == "owl" else _FLIPPER) * long)


def _feet(pen: Pen, m: Moment, s: Sway) -> None:
    if m.action == "swim":
        return
    for n, x in enumerate((0.11, -0.09)):
        dx = up = 0.0
        if m.action in ("walk", "run", "crawl") or m.steps:
            dx, up = step(m, n)
        elif m.action in ("dance", "climb", "dig"):
            up = 0.07 * max(0.0, m.swing(0.95, n / 2))
        for toe in (-0.05, 0.03, 0.10):
            pen.part(
                shade(BEAK, 0.84 if n == 0 else 1.0),
                capsule(x + dx, -0.045 - up, x + dx + toe, -0.028 - up, 0.032, 0.026),
            )


def _owl_front(pen: Pen, f: Figure, s: Sway, m: Moment) -> None:
    turn = 0.06 if m.view == "side" else 0.0
    pale = mix(f.main, (255, 240, 214), 0.66)
    pen.fill(pale, oval(turn * 0.6, -0.32, 0.235, 0.255))
    for row, (y, count) in enumerate(((-0.42, 3), (-0.33, 4), (-0.24, 3), (-0.16, 2))):
        for n in range(count):
            x = turn * 0.6 + (n - (count - 1) / 2) * 0.095
            mark = [(x - 0.030, y - 0.010), (x, y + 0.022), (x + 0.030, y - 0.010)]
            pen.stroke(mix(f.main, pale, 0.25 + 0.04 * row), mark, 0.009)
    with pen.at(turn, -0.68 + 0.05 * s.nod, 0.25 * s.nod):
        pen.part(pale, oval(-0.135, 0, 0.155, 0.165), oval(0.135, 0, 0.155, 0.165), ink=shade(f.main, 0.72))
        with pen.at(stretch=(0.30, 0.30)):
            unit = Pen(pen.canvas, pen.line / 0.30)
            face = Face(
                ((-0.43, 0.0), (0.43, 0.0)),
                (0.255, 0.300),
                None,
                0.0,
                ((-0.72, 0.42), (0.72, 0.42)),
                mix(pale, (246, 120, 110), 0.5),
            )
            draw_face(unit, face, 1.0, m)
        gape = 0.05 * m.mouth
        pen.part(shade(BEAK, 0.80), blob([(-0.035, 0.06), (0.035, 0.06), (0.0, 0.13 + gape)], 4))
        if gape > 0.01:
            pen.fill(MOUTH, oval(0, 0.085 + gape * 0.4, 0.022, 0.02 + gape * 0.4))
        pen.part(BEAK, blob([(-0.045, 0.025), (0.0, 0.0), (0.045, 0.025), (0.0, 0.115)], 4))


def _penguin_front(pen: Pen, f: Figure, s: Sway, m: Moment) -> None:
    turn = 0.045 if m.view == "side" else -0.06
    cream: RGB = (250, 248, 242)
    pen.fill(cream, np.add(_BELLY, (turn - 0.04, 0)))
    pen.fill(mix(cream, (250, 200, 90), 0.7), oval(turn + 0.02, -0.60, 0.115, 0.045))
    with pen.at(turn, 0.04 * s.nod, 0.12 * s.nod):
        pen.fill(cream, _MASK)
        with pen.at(0.06, -0.79), pen.at(stretch=(0.2, 0.2)):
            unit = Pen(pen.canvas, pen.line / 0.2)
            face = Face(
                ((-0.38, -0.08), (0.40, -0.08)),
                (0.17, 0.235),
                None,
                0.0,
                ((-0.42, 0.38),),
                mix(cream, (246, 120, 110), 0.5),
            )
            draw_face(unit, face, 1.0, m)
        gape = 0.05 * m.mouth
        x = 0.10 if m.view == "side" else 0.06
        pen.part(
            shade(BEAK, 0.80),
            blob([(x, -0.735), (x + 0.09, -0.73 + gape), (x + 0.155, -0.715 + gape), (x + 0.03, -0.76)], 3),
        )
        if gape > 0.01:
            pen.fill(
                MOUTH,
                blob([(x + 0.01, -0.745), (x + 0.08, -0.735 + gape * 0.6), (x + 0.12, -0.74), (x + 0.03, -0.76)], 3),
            )
        pen.part(
            BEAK,
            blob(
                [(x - 0.02, -0.79), (x + 0.08, -0.785), (x + 0.18, -0.735), (x + 0.09, -0.725), (x - 0.02, -0.735)], 4
            ),
        )
    pen.fill(shade(WHITE, 1.0), oval(turn - 0.10, -0.40, 0.012, 0.06))
