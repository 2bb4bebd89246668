"""Birds that carry their bodies level: the small bird, hens and roosters, ducks, eagles."""

import math
from dataclasses import dataclass

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.brow import draw_brow
from generators.toon.figures.crouch import foot
from generators.toon.figures.face import MOUTH, Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import Sway, sway
from generators.toon.shapes import Pair, blob, capsule, oval, tube

BEAK: RGB = (248, 168, 52)
_COMB: RGB = (222, 66, 62)
REACH, WALK_DUTY, RUN_DUTY = 0.13, 0.62, 0.37
WALK_STRIDE, RUN_STRIDE = 2 * REACH / WALK_DUTY, 2 * REACH / RUN_DUTY
"""Heights of ground a cycle covers when its feet do not slide."""


@dataclass(frozen=True)
class Plumage:
    """Proportions of a kind, in heights of the figure, standing."""

    body: tuple[float, float, float, float, float]
    """Centre, radii and turn (nose up is negative) of the body."""
    head: Pair
    skull: float
    """Radius of the head."""
    legs: float
    """How high the legs reach up to the body."""
    wing: float
    """Length of a wing in the air."""
    folded: float
    """Length of a wing at rest."""
    shoulder: Pair


# fmt: off
PLUMAGES = {
    "bird": Plumage((-0.02, -0.46, 0.37, 0.285, -0.10), (0.24, -0.70), 0.220, 0.26, 0.50, 0.36, (-0.04, -0.54)),
    "hen": Plumage((-0.06, -0.42, 0.36, 0.275, -0.14), (0.28, -0.76), 0.150, 0.22, 0.46, 0.38, (0.02, -0.46)),
    "rooster": Plumage((-0.03, -0.44, 0.28, 0.215, -0.30), (0.24, -0.77), 0.130, 0.30, 0.42, 0.31, (0.04, -0.50)),
    "duck": Plumage((-0.08, -0.33, 0.47, 0.235, -0.04), (0.33, -0.77), 0.205, 0.16, 0.56, 0.46, (0.06, -0.42)),
    "eagle": Plumage((-0.08, -0.46, 0.36, 0.215, -0.62), (0.19, -0.81), 0.165, 0.26, 0.78, 0.52, (0.06, -0.60)),
}
_WING = blob([(0.13, -0.03), (0.02, -0.13), (-0.22, -0.14), (-0.50, -0.08), (-0.42, -0.01), (-0.46, 0.04),
              (-0.34, 0.07), (-0.34, 0.12), (-0.12, 0.14), (0.08, 0.10)], 4)
_SHEEN = blob([(0.08, -0.03), (-0.05, -0.08), (-0.22, -0.08), (-0.10, -0.02), (0.05, 0.02)])
_TAIL = blob([(0.05, -0.09), (-0.26, -0.10), (-0.33, -0.02), (-0.27, 0.06), (0.05, 0.08)])
_CONE = blob([(0.68, -0.29), (1.18, -0.20), (1.68, 0.16), (1.18, 0.25), (0.68, 0.20)], 4)
_HOOK = blob([(0.66, -0.30), (1.20, -0.34), (1.62, -0.02), (1.62, 0.42), (1.40, 0.16), (1.05, 0.18), (0.66, 0.22)], 5)
_BILL = blob([(0.70, -0.14), (1.10, -0.06), (1.58, 0.08), (1.86, 0.10), (1.88, 0.28), (1.30, 0.34), (0.70, 0.28)], 5)
_POINT = blob([(0.74, -0.26), (1.20, -0.10), (1.62, 0.12), (1.20, 0.24), (0.74, 0.24)], 4)
# fmt: on


def step(m: Moment, n: int) -> Pair:
    """How far forward of its place, and how far up, the foot `n` of a bird is that walks or runs."""
    return foot(m.gait + n / 2, REACH, RUN_DUTY if m.action == "run" else WALK_DUTY, 0.08)


def draw_bird(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw one of `PLUMAGES` with its feet at the origin, one unit tall, facing right."""
    p, s = PLUMAGES[f.kind], sway(m)
    airborne = m.aloft or m.action in ("fly", "fall") or (m.action == "jump" and m.hop > 0)
    if m.aloft and m.action not in ("fly", "fall"):
        beat = m.swing(2.6)
        s = Sway(tilt=s.tilt - 0.1, nod=s.nod, lift=(0.55 + 0.55 * beat, 0.55 + 0.55 * beat), pace=2.6)
    low = min(s.drop, p.legs - 0.10) if m.action != "swim" else p.legs * 0.75
    if not airborne and m.action != "swim":
        _legs(pen, f, p, m, low, s)
    with (
        pen.at(s.ahead, 0, stretch=(2 - s.squash, s.squash)),
        pen.at(0, -0.50 + low, s.tilt),
        pen.at(0, 0.50),
    ):
        _body(pen, f, p, s, m, airborne)


def _legs(pen: Pen, f: Figure, p: Plumage, m: Moment, low: float, s: Sway) -> None:
    folded = p.legs - low < 0.13
    for n, x in enumerate((-0.10, 0.08)):
        dx = up = 0.0
        if m.action in ("walk", "run", "crawl") or m.steps:
            dx, up = step(m, n)
        elif m.action in ("dance", "dig", "climb"):
            up = 0.08 * max(0.0, m.swing(0.95 if m.action == "dance" else 1.6, n / 2))
            dx = -0.10 * m.swing(1.6, n / 2) * (m.action == "dig")
        leg = shade(BEAK, 0.80 if n == 0 else 0.95)
        if folded:
            pen.part(leg, capsule(x - 0.02, -0.035, x + 0.10, -0.035, 0.030))
            continue
        pen.part(leg, capsule(x + s.ahead, -p.legs + low, x + dx, -0.04 - up, 0.024))
        if f.kind == "eagle":
            pen.part(
                shade(f.main, 0.80 if n == 0 else 0.94),
                capsule(x, -p.legs - 0.06 + low, x + dx * 0.4, -p.legs + 0.10 + low * 0.6, 0.085, 0.05),
            )
        if f.kind == "duck":
            pen.part(
                leg,
                blob(
                    [
                        (x + dx - 0.06, -0.045 - up),
                        (x + dx + 0.05, -0.07 - up),
                        (x + dx + 0.17, -0.03 - up),
                        (x + dx + 0.16, -0.005 - up),
                        (x + dx - 0.06, -0.005 - up),
                    ],
                    4,
                ),
            )
            continue
        for toe in (-0.07, 0.05, 0.12):
            pen.part(leg, capsule(x + dx, -0.05 - up, x + dx + toe, -0.026 - up, 0.022, 0.016))


def _body(pen: Pen, f: Figure, p: Plumage, s: Sway, m: Moment, airborne: bool) -> None:
    pale = mix(f.main, WHITE, 0.62)
    x, y, rx, ry, turn = p.body
    sx, sy = p.shoulder
    if airborne or s.lift[0] > 0.05:
        with pen.at(sx + 0.06, sy - 0.04, _wing_angle(s.lift[0])):
            _wing(pen, shade(f.main, 0.62), p.wing)
    _tail(pen, f, p, m)
    # the head turns about the foot of the neck
    foot = (x + 0.62 * rx, y - 0.30 * ry + rx * math.sin(turn) * 0.5)
    hx, hy = p.head[0] - foot[0], p.head[1] - foot[1]
    with pen.at(*foot, s.nod * 0.9):
        body_neck = capsule(-0.10, 0.05, hx * 0.8, hy * 0.75, ry * 0.62, p.skull * 0.72)
        pen.part(f.main, body_neck, oval(hx, hy, p.skull * 1.02, p.skull * 0.98))
    pen.part(f.main, oval(x, y, rx, ry, turn))
    with pen.at(*foot, s.nod * 0.9):
        pen.fill(f.main, capsule(-0.10, 0.06, hx * 0.7, hy * 0.65, ry * 0.58, p.skull * 0.66))
        if f.kind == "eagle":
            crest = [
                (hx - 0.17, hy + 0.10),
                (hx - 0.20, hy + 0.30),
                (hx - 0.10, hy + 0.22),
                (hx - 0.02, hy + 0.34),
                (hx + 0.06, hy + 0.23),
                (hx + 0.13, hy + 0.26),
                (hx + 0.14, hy + 0.06),
            ]
            pen.fill((250, 246, 238), oval(hx, hy, p.skull * 1.02, p.skull * 0.98), blob(crest, 3))
    pen.fill(pale, oval(x + 0.24 * rx, y + 0.36 * ry, 0.66 * rx, 0.56 * ry, turn - 0.15))
    with pen.at(*foot, s.nod * 0.9), pen.at(hx, hy), pen.at(stretch=(p.skull, p.skull)):
        _head(Pen(pen.canvas, pen.line / p.skull), f, m)
    with pen.at(sx, sy, _wing_angle(s.lift[1])):
        _wing(pen, shade(f.main, 0.84), p.wing if airborne or s.lift[1] > 0.5 else p.folded)


def _wing_angle(lift: float) -> float:
    return -0.22 + 1.55 * lift


def _wing(pen: Pen, colour: RGB, long: float) -> None:
    k = long / 0.5
    pen.part(colour, _WING * (k, max(0.9, k * 0.85)))
    pen.fill(shade(colour, 1.2), _SHEEN * (k, 1.0))


def _tail(pen: Pen, f: Figure, p: Plumage, m: Moment) -> None:
    x, y, rx, _, turn = p.body
    dark, wag = shade(f.main, 0.72), 0.05 * m.swing(0.9)
    root = (x - rx * 0.78 * math.cos(turn), y - rx * 0.78 * math.sin(turn))
    match f.kind:
        case "hen":
            for angle, long in ((0.35, 0.80), (0.75, 0.95), (1.15, 0.85)):
                with pen.at(root[0] + 0.04, root[1] + 0.02, angle + wag):
                    pen.part(dark, _TAIL * (long, 1.1))
        case "rooster":
            plume = mix(shade(f.main, 0.50), (28, 120, 110), 0.40)
            for n, (wide, high) in enumerate(((1.0, 1.0), (0.80, 0.92), (0.60, 0.80), (0.40, 0.62))):
                x0, y0 = root[0] + 0.06, root[1] + 0.02
                # fmt: off
                arch = [(x0, y0), (x0 - 0.11 * wide, y0 - 0.26 * high), (x0 - 0.26 * wide, y0 - 0.36 * high),
                        (x0 - 0.40 * wide, y0 - 0.26 * high + wag), (x0 - 0.46 * wide, y0 - 0.04 * high + 1.5 * wag)]
                # fmt: on
                pen.part(shade(plume, 0.84 + 0.16 * (n % 2)), tube(arch, (0.050, 0.056, 0.054, 0.044, 0.012)))
        case "duck":
            with pen.at(root[0] - 0.02, root[1] - 0.04, 0.55 + wag):
                pen.part(dark, blob([(0.10, -0.10), (-0.16, -0.07), (-0.24, -0.10), (-0.20, 0.02), (0.10, 0.10)], 4))
        case "eagle":
            for angle in (-0.42, -0.62):
                with pen.at(root[0] + 0.06, root[1] - 0.04, angle + wag):
                    pen.part((238, 234, 226), _TAIL * (1.1, 1.0))
        case _:
            for angle in (0.16, -0.10):
                with pen.at(root[0] + 0.008, root[1] - 0.03, angle + wag):
                    pen.part(dark, _TAIL)


def _head(pen: Pen, f: Figure, m: Moment) -> None:
    """The head's features, its radius being 1."""
    if f.kind in ("hen", "rooster"):
        tall = 0.75 if f.kind == "hen" else 1.15
        bumps = [
            (-0.62, -0.62),
            (-0.62, -0.75 - tall * 0.5),
            (-0.30, -0.88),
            (-0.12, -0.85 - tall * 0.75),
            (0.18, -0.92),
            (0.42, -0.80 - tall * 0.6),
            (0.66, -0.55),
        ]
        pen.part(_COMB, blob(bumps, 4))
        pen.fill(f.main, oval(0, 0.05, 0.96, 0.90))
    elif f.kind == "bird":
        for n, (x, y) in enumerate(((-0.50, -1.22), (-0.18, -1.32), (0.14, -1.18))[: 1 + f.variant % 3]):
            wave = 0.09 * m.swing(0.9, n * 0.2)
            pen.part(
                shade(f.main, 0.78),
                tube([(-0.14, -0.80), (-0.14 + x / 2, -1.08), (x, y + wave)], (0.14, 0.11, 0.055), 3),
            )
    if m.view == "back":
        return
    gape = 0.40 * m.mouth
    upper, beak = {
        "hen": (_POINT, BEAK),
        "rooster": (_POINT, BEAK),
        "duck": (_BILL, BEAK),
        "eagle": (_HOOK, (250, 190, 60)),
    }.get(f.kind, (_CONE, BEAK))
    pen.part(shade(beak, 0.80), blob([(0.70, 0.16), (1.05, 0.36 + gape), (1.50, 0.26 + gape), (1.0, 0.05)], 3))
    if gape > 0.08:
        pen.fill(MOUTH, blob([(0.76, 0.12), (1.12, 0.24 + gape * 0.6), (1.36, 0.16 + gape * 0.3), (1.04, 0.0)], 3))
    pen.part(beak, upper)
    if f.kind == "duck":
        pen.dot(shade(beak, 0.62), 1.10, 0.04, 0.06, 0.04)
    if f.kind in ("hen", "rooster"):
        pen.part(_COMB, oval(0.72, 0.66, 0.22, 0.36 if f.kind == "hen" else 0.48))
    eyes = ((0.28, -0.14),) if m.view == "side" else ((-0.28, -0.14), (0.42, -0.14))
    size = {"bird": (0.20, 0.25), "duck": (0.17, 0.22), "eagle": (0.18, 0.20)}.get(f.kind, (0.22, 0.28))
    coat: RGB = (250, 246, 238) if f.kind == "eagle" else f.main
    draw_face(pen, Face(eyes, size, None, 0.0, ((0.05, 0.38),), mix(coat, (246, 120, 120), 0.55)), 1.0, m)
    draw_brow(pen, *eyes[0], *size, m)
    if f.kind == "eagle" and m.expression not in ("asleep", "sad", "afraid", "angry"):
        pen.stroke((120, 92, 60), [(0.02, -0.52), (0.62, -0.34)], 0.07)
