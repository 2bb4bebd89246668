"""Ghosts, monsters and snowmen: they walk and talk like people, in bodies of their own."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.biped import stance
from generators.toon.figures.face import BLUSH, Face, draw_face
from generators.toon.figures.hats import HATS, draw_hat, hat_of
from generators.toon.figures.pen import WHITE, Pen, bend, reach, toward
from generators.toon.figures.state import Figure, Moment, ease
from generators.toon.shapes import Pair, blob, capsule, oval, rounded, tube

_COAL: RGB = (58, 54, 64)
_CARROT: RGB = (243, 140, 52)
_TWIG: RGB = (122, 84, 60)
_CHEST, _REACH = (0.05, -0.45), 0.55
"""From where and how far arms may stretch to get hold of something, from the feet, in heights of the figure."""


def _arms(m: Moment) -> tuple[tuple[float, float], tuple[float, float]]:
    """Shoulder and elbow of the far and the near arm; from the front they spread to both sides."""
    far, near = stance(m).arms
    if m.view == "side":
        return far, near
    return (-abs(far[0]) - 0.5, -abs(far[1])), (abs(near[0]) + 0.5, abs(near[1]))


def _goal(m: Moment, n: int) -> Pair | None:
    """Where the far (0) or near (1) hand holds something, within reach of the chest."""
    goal = m.reach[n]
    if goal is None:
        return None
    x, y = goal[0] - _CHEST[0], goal[1] - _CHEST[1]
    share = min(1.0, _REACH / max(1e-6, math.hypot(x, y)))
    return _CHEST[0] + x * share, _CHEST[1] + y * share


def _goals(pen: Pen, m: Moment) -> tuple[Pair | None, Pair | None]:
    """The same in the frame, where they stay whatever the body does."""
    far, near = (None if (goal := _goal(m, n)) is None else pen.canvas.outside(*goal) for n in (0, 1))
    return far, near


def _near(m: Moment, angle: float, side: Pair, front: Pair, ahead: Pair) -> Pair:
    """Where the near arm begins: not at the back of so round a body when it points ahead, but on its breast."""
    if m.view != "side":
        return front
    share = ease((angle - 0.6) / 0.6) * (1 - ease((angle - 2.3) / 0.5)) if m.reach[1] is None else 1.0
    return toward(side, ahead, share)


def _toward(pen: Pen, goal: Pair, shoulder: Pair, bone: float) -> tuple[Pair, Pair, Pair]:
    """Shoulder, elbow and hand of an arm of two equal bones, or as long as it must be, whose hand is at its goal."""
    x, y = pen.canvas.inside(np.array([goal]))[0].tolist()
    bone = max(bone, math.hypot(x - shoulder[0], y - shoulder[1]) / 2)
    return bend(shoulder, (x, y), bone, bone, -1.0 if x > shoulder[0] else 1.0)


def draw_ghost(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a ghost that floats over the origin, one unit tall, facing right (or us, or away)."""
    s = stance(m)
    bob = 0.03 * m.swing(0.45)
    flat = m.action == "sleep"
    goals = _goals(pen, m)
    back = {"walk": 0.10, "run": 0.24, "fly": 0.30, "swim": 0.30}.get(m.action, 0.02) if m.view == "side" else 0.0
    with pen.at(0, -0.06 + bob, 1.15 * flat + s.lean + 0.3 * s.turn * (not flat), stretch=(2 - s.squash, s.squash)):
        wave = [0.035 * math.sin(2 * math.pi * (m.seconds * 0.7 + n / 5)) for n in range(9)]
        hem: list[Pair] = []
        for n, t in enumerate(np.linspace(1, -1, 9).tolist()):
            low = -0.01 if n % 2 == 0 else -0.095
            hem.append((0.32 * t - back * (0.7 + 0.3 * abs(t)) + wave[n] * 0.4, low + wave[n] * 0.4))
        far, near = _arms(m)
        _sleeve(pen, f, (0.16 if m.view == "side" else -0.22, -0.50), far, goals[0], 0.90)
        body = [
            (-0.30, -0.48),
            (-0.24, -0.78),
            (0.0, -0.92),
            (0.24, -0.78),
            (0.30, -0.48),
            (0.31 - back * 0.3, -0.25),
            *hem,
            (-0.31 - back * 0.5, -0.25),
        ]
        pen.part(f.main, blob(body, 4))
        pen.fill(
            shade(f.main, 0.90),
            blob(
                [
                    (-0.28, -0.46),
                    (-0.20, -0.40),
                    (-0.20 - back * 0.5, -0.12),
                    (-0.29 - back, -0.06),
                    (-0.30 - back * 0.5, -0.25),
                ],
                4,
            ),
        )
        if m.view != "back":
            with pen.at(0.06 if m.view == "side" else 0, -0.62):
                cheeks = ((-0.72, 0.42), (0.72, 0.42))
                draw_face(
                    pen,
                    Face(((-0.40, 0), (0.40, 0)), (0.20, 0.30), (0, 0.62), 0.26, cheeks, mix(f.main, BLUSH, 0.5)),
                    0.20,
                    m,
                )
        _sleeve(pen, f, _near(m, sum(near), (-0.20, -0.50), (0.22, -0.50), (0.04, -0.40)), near, goals[1], 1.0)
        if hat_of(f):
            with pen.at(0, -0.70):
                draw_hat(pen, f, 0.235, 0.1 if m.view == "side" else 0.0, m)


def _sleeve(pen: Pen, f: Figure, shoulder: Pair, angles: tuple[float, float], goal: Pair | None, tone: float) -> None:
    elbow = reach(*shoulder, 0.11, angles[0] + 0.2)
    joints = (shoulder, elbow, reach(*elbow, 0.11, angles[0] + angles[1] + 0.2))
    if goal is not None:
        joints = _toward(pen, goal, shoulder, 0.11)
    pen.limb(shade(f.main, tone), joints, (0.065, 0.062, 0.050))


def draw_monster(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a shaggy monster on the ground at the origin, one unit tall, facing right (or us, or away)."""
    s = stance(m)
    leg = 0.20
    side = m.view == "side"
    hips = -s.rise * leg * (1 - s.lying) - 0.34 * s.lying
    far, near = _arms(m)
    goals = _goals(pen, m)
    with pen.at(stretch=(2 - s.squash, s.squash)), pen.at(s.sway * leg, hips, s.turn):
        _paw_arm(pen, f, (0.24 if side else -0.30, -0.40), far, goals[0], 0.82)
        for n in (0, 1):
            x, y = s.feet[n]
            x = x * leg + (0.11 if n else -0.11) if side else (0.17 if n else -0.17)
            tone = 0.84 if side and n == 0 else 1.0
            y = y * leg - 0.045
            pen.part(
                shade(f.main, tone), capsule((0.10 if n else -0.10) * (1 if side else 1.6), -0.06, x, y, 0.095, 0.085)
            )
            pen.part(shade(f.main, tone * 0.86), oval(x + (0.04 if side else 0), y, 0.125, 0.045 + 0.01))
            for toe in (-0.06, 0.02, 0.10) if side else (-0.07, 0.0, 0.07):
                pen.dot(WHITE, x + toe + 0.02, y + 0.02, 0.020, 0.022)
        with pen.at(0, 0, s.lean):
            _tail(pen, f, m)
            for dx, tilt in ((-0.20, -0.22), (0.22, 0.22)):
                horn = [(dx, -0.60), (dx + tilt * 0.35, -0.72), (dx + tilt * 0.35 - tilt * 0.1, -0.80)]
                pen.part((248, 232, 196), tube(horn, (0.055, 0.040, 0.014)))
            edge = []
            for n in range(22):
                a = 2 * math.pi * n / 22 + 0.1
                r = 1.0 if n % 2 else 0.90
                edge.append((0.335 * r * math.sin(a), -0.28 - 0.395 * r * math.cos(a)))
            pen.part(f.main, blob(edge, 3))
            belly = oval(0.07 if side else 0, -0.17, 0.20, 0.20)
            if m.view != "back":
                pen.fill(mix(f.main, WHITE, 0.45), belly)
                for x, y in ((-0.24, -0.42), (-0.26, -0.22), (-0.20, -0.06)):
                    pen.dot(shade(f.main, 0.80), x, y, 0.032, 0.026)
                with pen.at(0.07 if side else 0.0, -0.44):
                    eyes = ((0.0, -0.14),) if f.variant % 3 == 0 else ((-0.42, -0.05), (0.42, -0.05))
                    size = (0.30, 0.36) if len(eyes) == 1 else (0.19, 0.25)
                    for x, y in eyes:
                        pen.part(WHITE, oval(x * 0.22, y * 0.22, size[0] * 0.33, size[1] * 0.32))
                    draw_face(pen, Face(eyes, size if len(eyes) == 1 else (0.15, 0.20), (0, 0.62), 0.42), 0.21, m)
                    if m.mouth < 0.3 and m.expression in ("neutral", "happy", "angry"):
                        for x in (-0.042, 0.042):
                            pen.part(WHITE, blob([(x - 0.016, 0.143), (x + 0.016, 0.143), (x, 0.10)], 2))
            else:
                for y in (-0.56, -0.42, -0.28):
                    pen.dot(shade(f.main, 0.80), 0, y, 0.05, 0.035)
            if hat_of(f):
                with pen.at(0, -0.50):
                    draw_hat(pen, f, 0.2, 0.0, m)
        _paw_arm(pen, f, _near(m, sum(near), (-0.26, -0.40), (0.30, -0.40), (0.10, -0.24)), near, goals[1], 1.0)


def _tail(pen: Pen, f: Figure, m: Moment) -> None:
    if m.view != "front":
        wag = 0.05 * m.swing(0.7)
        x = -0.28 if m.view == "side" else 0.0
        line = [(x + 0.1, -0.08), (x - 0.10, -0.02), (x - 0.20, -0.12 + wag), (x - 0.22, -0.22 + wag)]
        pen.part(shade(f.main, 0.9), tube(line, (0.06, 0.05, 0.035, 0.02)))


def _paw_arm(pen: Pen, f: Figure, shoulder: Pair, angles: tuple[float, float], goal: Pair | None, tone: float) -> None:
    elbow = reach(*shoulder, 0.15, angles[0])
    joints = (shoulder, elbow, reach(*elbow, 0.14, sum(angles)))
    if goal is not None:
        joints = _toward(pen, goal, shoulder, 0.145)
    pen.limb(shade(f.main, tone), joints, (0.075, 0.065, 0.070))
    (x0, y0), hand = joints[1:]
    for n in (-1, 0, 1):
        pen.dot(WHITE, *reach(*hand, 0.066, math.atan2(hand[0] - x0, hand[1] - y0) + 0.55 * n), 0.018)


def draw_snowman(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a snowman on the ground at the origin, one unit tall, facing right (or us, or away)."""
    s = stance(m)
    side, back = m.view == "side", m.view == "back"
    hop = abs(math.sin(math.pi * m.gait)) * 0.05 if m.action in ("walk", "run") else 0.0
    rock = 0.07 * math.sin(2 * math.pi * m.gait) if m.action in ("walk", "run") else 0.6 * s.lean
    low = 0.16 if m.action in ("sit", "ride") else 0.0
    goals = _goals(pen, m)
    snow, blue = f.main, shade(mix(f.main, (150, 180, 220), 0.35), 0.96)
    with pen.at(0, -hop, rock + s.turn, stretch=(2 - s.squash, s.squash)):
        far, near = _arms(m)
        _twig(pen, (0.12 if side else -0.20, -0.56 + low), far, goals[0], 0.85)
        balls = ((0.0, -0.225 + low * 0.4, 0.265, 0.225 - low * 0.3), (0.0, -0.52 + low, 0.20, 0.175))
        for x, y, rx, ry in balls:
            pen.part(snow, oval(x, y, rx, ry))
            pen.fill(
                blue,
                blob(
                    [
                        (x - rx * 0.92, y + ry * 0.2),
                        (x - rx * 0.4, y + ry * 0.62),
                        (x + rx * 0.5, y + ry * 0.72),
                        (x, y + ry * 0.97),
                        (x - rx * 0.7, y + ry * 0.68),
                    ]
                ),
            )
        if not back:
            for y in (-0.58, -0.48, -0.30):
                pen.dot(_COAL, 0.07 if side else 0.0, y + low, 0.020)
        with pen.at(0, -0.76 + low, s.nod):
            r = 0.145
            pen.part(snow, oval(0, 0, r, r))
            turn = 0.26 if side else 0.0
            if not back:
                draw_face(
                    pen, Face(((turn - 0.36, -0.10), (turn + 0.36, -0.10)), (0.115, 0.14), (turn, 0.52), 0.26), r, m
                )
                nose = [(turn * r, 0.04 * r), (turn * r, 0.26 * r), ((1.5 if side else 0.22) * r, 0.24 * r)]
                pen.part(_CARROT, blob(nose, 3))
            hat = hat_of(f)
            HATS[hat if hat else "top hat"](pen, f, r * 0.86, 0.0, m)
        scarf = f.accent
        flutter = 0.02 * m.swing(0.9)
        pen.part(
            shade(scarf, 0.85),
            tube([(-0.09, -0.64 + low), (-0.16, -0.56 + low), (-0.20 + flutter, -0.46 + low)], (0.03, 0.036, 0.04)),
        )
        pen.part(scarf, rounded(-0.15, -0.68 + low, 0.15, -0.615 + low, 0.03))
        _twig(
            pen,
            _near(m, sum(near), (-0.14, -0.54 + low), (0.20, -0.54 + low), (0.06, -0.51 + low)),
            near,
            goals[1],
            1.0,
        )


def _twig(pen: Pen, shoulder: Pair, angles: tuple[float, float], goal: Pair | None, tone: float) -> None:
    wood = shade(_TWIG, tone)
    a = angles[0] * 1.0 + (0.5 if angles[0] >= 0 else -0.5)
    hand = reach(*shoulder, 0.24, a + 0.3 * angles[1])
    if goal is not None:
        shoulder, _, hand = _toward(pen, goal, shoulder, 0.12)
        a = math.atan2(hand[0] - shoulder[0], hand[1] - shoulder[1])
    fingers = [capsule(*hand, *reach(*hand, 0.06, a + spread), 0.010, 0.008) for spread in (-0.6, 0.1, 0.8)]
    pen.part(wood, capsule(*shoulder, *hand, 0.014, 0.011), *fingers)


def draw_spook_grip(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the hands of a ghost, a monster or a snowman that hold something, alone, closed over it."""
    for goal, tone in ((_goal(m, 0), 0.92), (_goal(m, 1), 1.0)):
        if goal is None:
            continue
        x, y = goal
        if f.kind == "snowman":
            for up in (-0.022, 0.0, 0.022):
                pen.part(shade(_TWIG, tone), capsule(x - 0.016, y + up, x + 0.024, y + up - 0.010, 0.009))
        else:
            pen.part(shade(f.main, tone), oval(x, y, 0.052 if f.kind == "ghost" else 0.058, 0.046))


SPOOKS: Mapping[str, Callable[[Pen, Figure, Moment], None]] = MappingProxyType(
    {"ghost": draw_ghost, "monster": draw_monster, "snowman": draw_snowman}
)
"""Draws a kind with its feet at the origin, facing right, one unit tall when it stands."""
