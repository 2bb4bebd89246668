"""Dogs, cats, foxes and hares: one body, four heads and four tails."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from generators.toon.canvas import shade
from generators.toon.figures.beast_head import draw_beast_head, pale
from generators.toon.figures.pen import WHITE, Pen, bend
from generators.toon.figures.quadruped import Crouch, crouch
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, capsule, oval, tube

_PAW = 0.030
"""Half the height of a paw."""


@dataclass(frozen=True)
class Breed:
    """Proportions of a kind, in heights of the figure, standing."""

    middle: Pair
    """Centre of the body."""
    half: float
    """Half the length of the body between its legs."""
    girth: float
    leg: float
    """Radius of a leg."""
    head: Pair
    skull: float
    """Radius of the head."""


BREEDS = {
    "dog": Breed((-0.08, -0.40), 0.27, 0.150, 0.058, (0.26, -0.70), 0.225),
    "cat": Breed((-0.06, -0.36), 0.25, 0.135, 0.048, (0.26, -0.62), 0.235),
    "fox": Breed((0.02, -0.37), 0.25, 0.130, 0.046, (0.37, -0.60), 0.215),
    "hare": Breed((-0.09, -0.28), 0.16, 0.140, 0.045, (0.16, -0.49), 0.185),
}


def draw_beast(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a dog, a cat, a fox or a hare on the ground at the origin, one unit tall, facing right."""
    b, c = BREEDS[f.kind], crouch(m)
    x, y = b.middle
    with pen.at(x, y, c.turn), pen.at(-x, -y):
        _body(pen, f, b, c, m)


def _body(pen: Pen, f: Figure, b: Breed, c: Crouch, m: Moment) -> None:
    x, y = b.middle[0], b.middle[1] + c.drop
    cos, sin = math.cos(c.pitch), math.sin(c.pitch)

    def on_body(dx: float, dy: float) -> Pair:
        return x + dx * cos - dy * sin, y + dx * sin + dy * cos

    rump, chest = on_body(-b.half, 0), on_body(b.half, 0)
    coat, light = f.main, pale(f)
    _tail(pen, f, b, (rump[0] - b.girth * 0.55 * cos, rump[1] - b.girth * 0.5), c, m)
    for n in (0, 1):
        _leg(pen, f, b, c, n, rump if n == 0 else chest, 0.80, m)
    head = (
        b.head[0] + c.head[0] + 0.45 * (chest[0] - b.middle[0] - b.half),
        b.head[1] + c.head[1] + 0.55 * (chest[1] - b.middle[1]),
    )
    if m.action == "sleep":
        head = b.head[0] + c.head[0], min(-b.skull * 0.86, b.head[1] + c.head[1] + (0.12 if f.kind != "hare" else 0.0))
    trunk = tube([rump, on_body(0, -0.012), chest], (b.girth * 1.02, b.girth * 0.98, b.girth * 1.05))
    neck = capsule(
        *on_body(b.half * 0.92, -b.girth * 0.15),
        *(head[0] - b.skull * 0.15, head[1] + b.skull * 0.35),
        b.girth * 0.80,
        b.skull * 0.55,
    )
    pen.part(coat, trunk, neck)
    pen.fill(
        light,
        tube(
            [
                on_body(-b.half * 0.8, b.girth * 0.62),
                on_body(b.half * 0.3, b.girth * 0.60),
                on_body(b.half * 1.0, b.girth * 0.35),
            ],
            (b.girth * 0.25, b.girth * 0.38, b.girth * 0.50),
        ),
    )
    if f.kind == "cat" or (f.kind == "dog" and f.variant % 3 == 0):
        _markings(pen, f, b, on_body)
    for n in (2, 3):
        _leg(pen, f, b, c, n, rump if n == 2 else chest, 1.0, m)
    with pen.at(*head, c.head[2]):
        draw_beast_head(pen, f, b.skull, c.ears, m)
    if f.kind == "dog" or f.has("scarf", "collar"):
        _collar(pen, f, b, head, on_body(b.half * 0.95, -b.girth * 0.3))


def _leg(pen: Pen, f: Figure, b: Breed, c: Crouch, n: int, joint: Pair, tone: float, m: Moment) -> None:
    hind, near = n % 2 == 0, n >= 2
    coat = shade(f.main, tone)
    home = b.middle[0] + (-b.half if hind else b.half) + (0.035 if near else -0.035)
    dx, up = c.feet[n]
    x, y = home + dx, -_PAW - up
    start = (joint[0] + (0.02 if near else -0.02), joint[1] + b.girth * 0.25)
    if hind and m.action in ("sit", "wave", "give", "sleep"):
        haunch = oval(start[0] + 0.045, min(-b.girth * 0.80, start[1] - 0.02), b.girth * 0.98, b.girth * 0.86, 0.35)
        pen.part(coat, haunch, capsule(x - 0.08, -b.leg * 0.85, x + 0.05, -b.leg * 0.85, b.leg * 0.8))
        return
    sock = {"fox": shade((74, 52, 50), 0.75 + tone / 4), "cat": shade(pale(f), tone)}.get(f.kind, coat)
    if m.action == "sleep":
        pen.part(coat, capsule(x - 0.10, y - 0.012, x + 0.03, y, b.leg * 0.95, b.leg * 0.85))
        ankle = (x, y)
    else:
        bone = (-b.middle[1] - b.girth * 0.25 - _PAW) / 2 * 1.06
        hip, knee, ankle = bend(start, (x, y), bone, bone, 1 if hind else -1)
        pen.limb(coat, [hip, knee, ankle], (b.leg * (1.5 if hind else 1.15), b.leg, b.leg * 0.82))
        if hind and near:
            pen.fill(coat, oval(start[0] - 0.01, start[1] - 0.04, b.leg * 1.55, b.leg * 1.6))
        if f.kind == "fox":
            shin = (knee[0] * 0.45 + ankle[0] * 0.55, knee[1] * 0.45 + ankle[1] * 0.55)
            pen.limb(sock, [shin, ankle], (b.leg * 0.86, b.leg * 0.82))
    long = b.leg * (1.9 if f.kind == "hare" and hind else 1.25)
    pen.part(sock, oval(ankle[0] + 0.35 * long, ankle[1] + 0.004, long, _PAW * 0.98))


def _markings(pen: Pen, f: Figure, b: Breed, at: Callable[[float, float], Pair]) -> None:
    if f.kind == "cat":
        for k in (-0.6, -0.15, 0.3):
            top, low = at(b.half * k, -b.girth * 0.97), at(b.half * (k + 0.12), -b.girth * 0.35)
            pen.fill(shade(f.main, 0.74), capsule(*top, *low, 0.020, 0.008))
    else:
        spot = at(-b.half * 0.35, -b.girth * 0.35)
        pen.fill(shade(f.main, 0.72), oval(*spot, b.girth * 0.62, b.girth * 0.46, -0.15))


def _collar(pen: Pen, f: Figure, b: Breed, head: Pair, chest: Pair) -> None:
    mid = (head[0] * 0.42 + chest[0] * 0.58, head[1] * 0.42 + chest[1] * 0.58)
    across = math.atan2(head[1] - chest[1], head[0] - chest[0]) + math.pi / 2
    w = b.girth * 0.86
    dx, dy = math.cos(across) * w, math.sin(across) * w
    thick = 0.045 if f.has("scarf") else 0.022
    pen.part(f.accent, capsule(mid[0] - dx, mid[1] - dy, mid[0] + dx, mid[1] + dy, thick))
    if f.has("scarf"):
        pen.part(
            f.accent,
            tube(
                [(mid[0] - dx * 0.2, mid[1]), (mid[0] - 0.10, mid[1] + 0.10), (mid[0] - 0.13, mid[1] + 0.17)],
                (0.035, 0.04, 0.045),
            ),
        )
    else:
        pen.part((250, 208, 74), oval(mid[0] + dx * 0.75, mid[1] + dy * 0.75 + 0.03, 0.028, 0.030))


def _tail(pen: Pen, f: Figure, b: Breed, root: Pair, c: Crouch, m: Moment) -> None:
    x, y = root
    dark = shade(f.main, 0.92)

    def raised(*steps: tuple[float, float]) -> list[Pair]:
        points = [root]
        for length, angle in steps:
            turned = angle + c.tail
            points.append((points[-1][0] - math.cos(turned) * length, points[-1][1] - math.sin(turned) * length))
        return points

    match f.kind:
        case "dog":
            pen.part(dark, tube(raised((0.10, 0.4), (0.10, 0.9), (0.09, 1.4)), (0.055, 0.05, 0.04, 0.026)))
        case "cat":
            pen.part(
                dark,
                tube(raised((0.10, 0.2), (0.12, 1.0), (0.12, 1.7), (0.09, 0.9)), (0.045, 0.042, 0.038, 0.036, 0.030)),
            )
            tip = raised((0.10, 0.2), (0.12, 1.0), (0.12, 1.7), (0.09, 0.9))
            pen.fill(
                shade(f.main, 0.74),
                capsule(*tip[-1], *((tip[-1][0] + tip[-2][0]) / 2, (tip[-1][1] + tip[-2][1]) / 2), 0.029, 0.032),
            )
        case "fox":
            tail = raised((0.12, -0.25), (0.14, 0.12), (0.12, 0.55), (0.10, 0.9))
            pen.part(f.main, tube(tail, (0.035, 0.085, 0.110, 0.085, 0.022)))
            pen.fill(WHITE if pale(f) == WHITE else shade(f.main, 0.7), tube(tail[-2:], (0.072, 0.020)))
        case _:
            pen.part(
                WHITE if f.main != (246, 243, 236) else shade(f.main, 0.92), oval(x - 0.062, y + 0.04, 0.062, 0.058)
            )
