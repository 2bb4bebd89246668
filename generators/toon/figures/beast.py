"""Dogs, cats, foxes and hares: one body, four heads and four tails."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import INK, WHITE, Pen, bend
from generators.toon.figures.quadruped import Crouch, crouch
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, blob, capsule, oval, tube

EAR_PINK: RGB = (244, 168, 164)


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
    coat, pale = f.main, _pale(f)
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
        pale,
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
        _head(pen, f, b.skull, c, m)
    if f.kind == "dog" or f.has("scarf", "collar"):
        _collar(pen, f, b, head, on_body(b.half * 0.95, -b.girth * 0.3))


def _pale(f: Figure) -> RGB:
    return WHITE if f.kind == "fox" and f.main != (246, 243, 236) else shade(f.main, 1.5)


def _leg(pen: Pen, f: Figure, b: Breed, c: Crouch, n: int, joint: Pair, tone: float, m: Moment) -> None:
    hind, near = n % 2 == 0, n >= 2
    coat = shade(f.main, tone)
    home = b.middle[0] + (-b.half if hind else b.half) + (0.035 if near else -0.035)
    dx, up = c.feet[n]
    paw = 0.030
    foot = (home + dx, -paw - up)
    start = (joint[0] + (0.02 if near else -0.02), joint[1] + b.girth * 0.25)
    bone = (-b.middle[1] - b.girth * 0.25 - paw) / 2 * 1.06
    folded = c.drop > 0.1 or (hind and c.pitch < -0.4)
    hip, knee, ankle = bend(start, foot, bone, bone, 1 if hind else -1)
    if m.action == "sleep":
        pen.part(coat, capsule(foot[0] - 0.10, foot[1] - 0.012, foot[0] + 0.03, foot[1], b.leg * 0.95, b.leg * 0.85))
    elif folded and hind and m.action != "dance":
        pen.part(
            coat,
            oval(start[0] + 0.045, min(-b.girth * 0.80, start[1] - 0.02), b.girth * 0.98, b.girth * 0.86, 0.35),
            capsule(foot[0] - 0.08, -b.leg * 0.85, foot[0] + 0.05, -b.leg * 0.85, b.leg * 0.8),
        )
        return
    else:
        pen.limb(coat, [hip, knee, ankle], (b.leg * (1.5 if hind else 1.15), b.leg, b.leg * 0.82))
        if hind and near:
            pen.fill(coat, oval(start[0] - 0.01, start[1] - 0.04, b.leg * 1.55, b.leg * 1.6))
    sock = {"fox": shade((74, 52, 50), 0.75 + tone / 4), "cat": shade(_pale(f), tone)}.get(f.kind, coat)
    if f.kind == "fox" and m.action != "sleep":
        pen.limb(
            sock,
            [(knee[0] * 0.45 + ankle[0] * 0.55, knee[1] * 0.45 + ankle[1] * 0.55), ankle],
            (b.leg * 0.86, b.leg * 0.82),
        )
    stretch = 1.9 if f.kind == "hare" and hind else 1.25
    pen.part(sock, oval(ankle[0] + b.leg * 0.35 * stretch, ankle[1] + 0.004, b.leg * stretch, paw * 0.98))


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
            pen.fill(WHITE if _pale(f) == WHITE else shade(f.main, 0.7), tube(tail[-2:], (0.072, 0.020)))
        case _:
            pen.part(
                WHITE if f.main != (246, 243, 236) else shade(f.main, 0.92), oval(x - 0.01, y + 0.05, 0.062, 0.058)
            )


def _head(pen: Pen, f: Figure, r: float, c: Crouch, m: Moment) -> None:
    turn = 0.05 if m.view == "front" else 0.22
    coat, pale = f.main, _pale(f)
    _ears(pen, f, r, c, far=True)
    match f.kind:
        case "fox":
            pen.part(
                coat,
                blob(
                    [
                        (0, -0.92 * r),
                        (0.72 * r, -0.66 * r),
                        (1.0 * r, 0.0),
                        (0.86 * r, 0.50 * r),
                        (0.30 * r, 0.86 * r),
                        (-0.35 * r, 0.80 * r),
                        (-1.12 * r, 0.52 * r),
                        (-0.98 * r, -0.05 * r),
                        (-0.66 * r, -0.70 * r),
                    ]
                ),
            )
            pen.fill(
                pale,
                blob(
                    [
                        (0.98 * r, 0.10 * r),
                        (0.86 * r, 0.50 * r),
                        (0.30 * r, 0.84 * r),
                        (-0.30 * r, 0.78 * r),
                        (-0.98 * r, 0.50 * r),
                        (-0.55 * r, 0.30 * r),
                        (-0.10 * r, 0.36 * r),
                        (0.28 * r, 0.08 * r),
                        (0.60 * r, 0.30 * r),
                    ]
                ),
            )
            pen.part(
                pale,
                blob(
                    [
                        (0.36 * r, 0.20 * r),
                        (0.75 * r, 0.16 * r),
                        (1.16 * r, 0.30 * r),
                        (1.18 * r, 0.44 * r),
                        (0.80 * r, 0.66 * r),
                        (0.38 * r, 0.62 * r),
                    ]
                ),
                ink=shade(coat, 0.72),
            )
            pen.fill(
                coat,
                blob(
                    [
                        (0.20 * r, 0.05 * r),
                        (0.62 * r, 0.08 * r),
                        (1.12 * r, 0.27 * r),
                        (0.80 * r, 0.32 * r),
                        (0.40 * r, 0.28 * r),
                    ]
                ),
            )
        case "dog":
            pen.part(coat, oval(0, 0, r, 0.94 * r))
            if f.variant % 2:
                pen.fill(shade(coat, 0.72), oval(-0.16 * r, -0.08 * r, 0.34 * r, 0.40 * r))
            pen.part(pale, oval(0.56 * r, 0.36 * r, 0.60 * r, 0.42 * r), ink=shade(coat, 0.72))
        case "cat":
            pen.part(
                coat,
                blob(
                    [
                        (0, -0.88 * r),
                        (0.75 * r, -0.62 * r),
                        (1.04 * r, 0.10 * r),
                        (0.70 * r, 0.74 * r),
                        (0, 0.88 * r),
                        (-0.70 * r, 0.74 * r),
                        (-1.06 * r, 0.10 * r),
                        (-0.75 * r, -0.62 * r),
                    ]
                ),
            )
            for k in (-0.26, 0.0, 0.26):
                pen.fill(
                    shade(coat, 0.74),
                    capsule((turn + k) * r, -0.80 * r, (turn + k * 0.7) * r, -0.52 * r, 0.055 * r, 0.03 * r),
                )
            pen.fill(
                pale,
                oval((turn + 0.02) * r, 0.46 * r, 0.42 * r, 0.28 * r),
                oval((turn + 0.34) * r, 0.44 * r, 0.32 * r, 0.25 * r),
            )
        case _:
            pen.part(
                coat,
                blob(
                    [
                        (0, -0.94 * r),
                        (0.74 * r, -0.62 * r),
                        (1.0 * r, 0.12 * r),
                        (0.80 * r, 0.72 * r),
                        (0.1 * r, 0.94 * r),
                        (-0.72 * r, 0.78 * r),
                        (-1.0 * r, 0.15 * r),
                        (-0.72 * r, -0.62 * r),
                    ]
                ),
            )
            pen.fill(pale, oval((turn + 0.30) * r, 0.46 * r, 0.48 * r, 0.34 * r))
    _ears(pen, f, r, c, far=False)
    draw_face(pen, _face(f, turn), r, m)
    _nose(pen, f, r, turn, m)
    if f.has("glasses"):
        for dx in (-0.40, 0.40):
            outer = oval((turn + dx) * r, -0.10 * r, 0.30 * r, 0.30 * r)
            pen.canvas.polygons([outer, oval((turn + dx) * r, -0.10 * r, 0.24 * r, 0.24 * r)], (92, 74, 84))
        pen.fill((92, 74, 84), capsule((turn - 0.12) * r, -0.12 * r, (turn + 0.12) * r, -0.12 * r, 0.035 * r))
    if f.has("crown"):
        pen.part(
            (250, 202, 76),
            blob(
                [
                    (-0.4 * r, -0.82 * r),
                    (-0.46 * r, -1.3 * r),
                    (-0.2 * r, -1.08 * r),
                    (0, -1.4 * r),
                    (0.2 * r, -1.08 * r),
                    (0.46 * r, -1.3 * r),
                    (0.4 * r, -0.82 * r),
                ],
                2,
            ),
        )


def _face(f: Figure, turn: float) -> Face:
    big = 1.15 if f.has("young", "small") else 1.0
    blush = mix(f.main, (246, 120, 120), 0.5)
    match f.kind:
        case "dog":
            return Face(
                ((turn - 0.30, -0.14), (turn + 0.40, -0.14)), (0.125 * big, 0.165 * big), (0.56, 0.52), 0.26, (), blush
            )
        case "fox":
            return Face(
                ((turn - 0.36, -0.10), (turn + 0.40, -0.10)),
                (0.115 * big, 0.165 * big),
                (0.72, 0.56),
                0.20,
                ((-0.42, 0.34),),
                blush,
            )
        case "cat":
            return Face(
                ((turn - 0.42, -0.02), (turn + 0.42, -0.02)),
                (0.135 * big, 0.185 * big),
                (turn + 0.16, 0.46),
                0.20,
                ((turn - 0.66, 0.34), (0.86, 0.34)),
                blush,
            )
        case _:
            return Face(
                ((turn - 0.40, -0.06), (turn + 0.42, -0.06)),
                (0.135 * big, 0.195 * big),
                (turn + 0.28, 0.48),
                0.20,
                ((turn - 0.64, 0.30), (0.88, 0.28)),
                blush,
            )


def _nose(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    match f.kind:
        case "dog":
            pen.dot(INK, 0.80 * r, 0.16 * r, 0.20 * r, 0.145 * r)
            pen.dot((150, 140, 156), 0.84 * r, 0.11 * r, 0.06 * r, 0.04 * r)
        case "fox":
            pen.dot(INK, 1.14 * r, 0.33 * r, 0.13 * r, 0.11 * r)
        case "cat":
            pen.dot((226, 108, 116), (turn + 0.16) * r, 0.30 * r, 0.10 * r, 0.07 * r)
            for y, slope in ((0.36, -0.08), (0.46, 0.06)):
                for side in (-1, 1):
                    x = (turn + 0.16 + side * 0.46) * r
                    pen.fill(WHITE, capsule(x, y * r, x + side * 0.62 * r, (y + slope) * r, 0.022 * r, 0.010 * r))
        case _:
            if m.mouth < 0.05 and m.expression in ("neutral", "happy"):
                pen.fill(
                    WHITE,
                    blob(
                        [
                            ((turn + 0.20) * r, 0.52 * r),
                            ((turn + 0.38) * r, 0.52 * r),
                            ((turn + 0.37) * r, 0.70 * r),
                            ((turn + 0.21) * r, 0.70 * r),
                        ],
                        2,
                    ),
                )
            pen.dot((226, 108, 116), (turn + 0.29) * r, 0.30 * r, 0.12 * r, 0.08 * r)


def _ears(pen: Pen, f: Figure, r: float, c: Crouch, *, far: bool) -> None:
    coat = shade(f.main, 0.86 if far else 1.0)
    match f.kind:
        case "dog" if f.has("wolf"):
            x = 0.42 * r if far else -0.44 * r
            pen.part(coat, blob([(x - 0.34 * r, -0.55 * r), (x - 0.06 * r, -1.34 * r), (x + 0.34 * r, -0.62 * r)], 4))
        case "dog":
            x, angle = (0.62 * r, -0.35) if far else (-0.78 * r, 0.22)
            with pen.at(x, -0.52 * r, angle + (c.ears * 0.9 if not far else -c.ears * 0.4)):
                pen.part(
                    shade(f.main, 0.58 if far else 0.66),
                    blob(
                        [
                            (-0.16 * r, -0.10 * r),
                            (0.16 * r, -0.12 * r),
                            (0.26 * r, 0.45 * r),
                            (0.06 * r, 0.88 * r),
                            (-0.22 * r, 0.62 * r),
                            (-0.26 * r, 0.2 * r),
                        ]
                    ),
                )
        case "hare":
            x, angle = (0.30 * r, 0.14) if far else (-0.26 * r, -0.12)
            with pen.at(x, -0.72 * r, angle - c.ears * (0.9 if far else 1.1)):
                long = 1.95 * r
                pen.part(
                    coat,
                    blob(
                        [
                            (-0.20 * r, 0.15 * r),
                            (0.20 * r, 0.15 * r),
                            (0.27 * r, -long * 0.5),
                            (0.10 * r, -long * 0.97),
                            (-0.10 * r, -long * 0.97),
                            (-0.27 * r, -long * 0.5),
                        ]
                    ),
                )
                pen.fill(
                    EAR_PINK,
                    blob(
                        [
                            (-0.08 * r, 0.0),
                            (0.08 * r, 0.0),
                            (0.13 * r, -long * 0.5),
                            (0.0, -long * 0.84),
                            (-0.13 * r, -long * 0.5),
                        ]
                    ),
                )
        case kind:
            tall = 1.52 if kind == "fox" else 1.36
            x = 0.50 * r if far else -0.54 * r
            lean = (0.16 if far else -0.14) * r - c.ears * 0.25 * r
            pen.part(
                coat,
                blob(
                    [
                        (x - 0.36 * r, -0.42 * r),
                        (x - 0.16 * r + lean, -tall * 0.86 * r),
                        (x + lean, -tall * r),
                        (x + 0.14 * r + lean, -tall * 0.86 * r),
                        (x + 0.36 * r, -0.52 * r),
                    ],
                    3,
                ),
            )
            inner: RGB = (84, 58, 56) if kind == "fox" else EAR_PINK
            pen.fill(
                inner,
                blob([(x - 0.18 * r, -0.62 * r), (x + lean * 0.9, -tall * 0.88 * r), (x + 0.20 * r, -0.66 * r)], 3),
            )
