"""All who go on four legs: one body, its proportions from a table, with a coat, a tail and a head of its kind."""

import math
from dataclasses import dataclass

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.beast_head import draw_beast_head
from generators.toon.figures.beast_tail import draw_tail
from generators.toon.figures.breeds import BREEDS, HOOF, Breed, pale, sock
from generators.toon.figures.coat import draw_coat, draw_mane, draw_wing
from generators.toon.figures.crouch import Crouch
from generators.toon.figures.pen import Pen, bend
from generators.toon.figures.quadruped import crouch
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, blob, capsule, oval, tube

_HOOF = blob([(-0.9, -0.9), (0.75, -0.9), (1.45, 0.75), (1.3, 1.0), (-1.0, 1.0), (-1.1, 0.7)], 3)
_SIT, _REAR = 0.80, 1.12
"""The steepest a body sits (as a sine), and how steeply it stands on its hind legs (radians)."""


@dataclass(frozen=True)
class Body:
    """Where the parts of a body are at one instant, in heights of the figure."""

    middle: Pair
    pitch: float
    rump: Pair
    chest: Pair
    head: Pair
    nod: float
    """How far the head is turned down."""

    def at(self, dx: float, dy: float) -> Pair:
        """A point of the body, from its middle: forward, and down, as it is pitched."""
        cos, sin = math.cos(self.pitch), math.sin(self.pitch)
        return self.middle[0] + dx * cos - dy * sin, self.middle[1] + dx * sin + dy * cos


def draw_beast(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw one of `BREEDS` on the ground at the origin, one unit tall, facing right."""
    b = BREEDS[f.kind]
    c = crouch(m, upright=b.haunch > 0)
    x, y = b.middle
    with pen.at(x, y, c.turn), pen.at(-x, -y):
        _draw(pen, f, b, c, m)


def body_of(b: Breed, c: Crouch) -> Body:
    """Where the parts of a body lie in a crouch."""
    tall = -b.middle[1]
    high, pitch = tall, -b.slope * (1 - min(1.0, c.sit + c.lie + c.rear))
    if c.sit:
        steep = b.haunch or min(_SIT, max(0.1, (1.2 * tall - 0.95 * b.girth) / (2 * b.half)))
        high += (0.98 * b.girth + b.half * steep - tall) * c.sit
        pitch -= math.asin(steep) * c.sit
    if c.lie:
        high += (1.02 * b.girth - tall) * c.lie
    if c.rear:
        high += (0.64 * tall + b.half * math.sin(_REAR) - tall) * c.rear
        pitch -= _REAR * c.rear
    high -= c.drop * tall
    pitch += c.pitch
    neck = (b.head[0] - b.middle[0] - b.half * math.cos(b.slope), b.head[1] - b.middle[1] + b.half * math.sin(b.slope))
    long = math.hypot(*neck)
    if c.graze:
        # a neck too short for the ground lets the chest down
        missing = max(0.0, high - b.chin * b.skull - b.half * math.sin(pitch) - 0.97 * long) * c.graze
        high -= 0.5 * missing
        pitch += math.asin(min(0.6, 0.5 * missing / b.half))
    middle = (b.middle[0] + c.ahead * tall, -high)
    body = Body(middle, pitch, (0, 0), (0, 0), (0, 0), 0.0)
    rump, chest = body.at(-b.half, 0), body.at(b.half, 0)
    turned = math.atan2(neck[1], neck[0]) + 0.25 * (pitch + b.slope)
    head = (chest[0] + long * math.cos(turned), chest[1] + long * math.sin(turned))
    down = c.graze + c.lie
    if down:
        low = -b.chin * b.skull if c.graze else -b.rest * b.skull
        sine = max(-1.0, min(0.98, (low - chest[1]) / long))
        forward = long * math.sqrt(1 - sine**2)
        if c.lie:
            forward = max(neck[0] + 0.3 * b.skull, 0.75 * forward)
        lowered = (chest[0] + max(forward, 0.55 * b.skull), chest[1] + long * sine)
        head = (head[0] + (lowered[0] - head[0]) * down, head[1] + (lowered[1] - head[1]) * down)
    unit = 1.8 * b.skull
    return Body(
        middle,
        pitch,
        rump,
        chest,
        (head[0] + c.head[0] * unit, head[1] + c.head[1] * unit),
        c.head[2] + 0.5 * c.graze,
    )


def _draw(pen: Pen, f: Figure, b: Breed, c: Crouch, m: Moment) -> None:
    body = body_of(b, c)
    cos = math.cos(body.pitch)
    root = (body.rump[0] - b.girth * 0.55 * cos, body.rump[1] - b.girth * 0.5)
    draw_tail(pen, f, b, root, c.tail, m)
    if f.kind == "dragon":
        draw_wing(pen, f, body.at(b.half * 0.55, -b.chest * 0.6), m, far=True)
    for n in (0, 1):
        _leg(pen, f, b, c, body, n, 0.80)
    _trunk(pen, f, b, body)
    draw_coat(pen, f, b, body.at, body.head, m)
    for n in (2, 3):
        _leg(pen, f, b, c, body, n, 1.0)
    if f.kind == "dragon":
        draw_wing(pen, f, body.at(b.half * 0.45, -b.chest * 0.7), m, far=False)
    draw_mane(pen, f, b, body.at, body.head, m)
    with pen.at(*body.head, body.nod):
        draw_beast_head(pen, f, b.skull, c.ears, m)
    if f.kind == "dog" or f.has("scarf", "collar"):
        _collar(pen, f, b, body.head, body.at(b.half * 0.95, -b.girth * 0.3))


def _trunk(pen: Pen, f: Figure, b: Breed, body: Body) -> None:
    on = body.at
    trunk = tube([body.rump, on(0, -0.012), body.chest], (b.girth * 1.02, (b.girth + b.chest) * 0.49, b.chest * 1.02))
    throat = on(b.half * 0.92, -b.chest * 0.15)
    jaw = (body.head[0] - b.skull * 0.15, body.head[1] + b.skull * 0.30)
    pen.part(f.main, trunk, capsule(*throat, *jaw, b.chest * 0.78, b.skull * b.nape))
    if f.kind in ("sheep", "hedgehog", "cow", "elephant", "giraffe", "pig", "crocodile"):
        return
    pen.fill(
        pale(f),
        tube(
            [
                on(-b.half * 0.8, b.girth * 0.62),
                on(b.half * 0.3, b.girth * 0.60),
                on(b.half * 1.0, b.chest * 0.35),
            ],
            (b.girth * 0.25, b.girth * 0.38, b.chest * 0.50),
        ),
    )


def _leg(pen: Pen, f: Figure, b: Breed, c: Crouch, body: Body, n: int, tone: float) -> None:
    hind, near = n % 2 == 0, n >= 2
    coat, sole = shade(f.main, tone), shade(sock(f), tone)
    tall = -b.middle[1]
    side = 0.035 if near else -0.035
    joint = body.rump if hind else body.chest
    # those who sit or stand up have their hind feet under the rump
    home = b.middle[0] + (-b.half if hind else b.half) + side
    if hind:
        home += (joint[0] + side - home) * min(1.0, c.sit + c.rear)
    if c.lie and not hind:
        home += (joint[0] + side - home) * c.lie
    thick = 0.5 * b.leg + 0.001
    x, y = home + c.feet[n][0] * tall, -thick - c.feet[n][1] * tall
    start = (joint[0] + (0.02 if near else -0.02), joint[1] + (b.girth if hind else b.chest) * 0.25)
    stands = tall + (-1 if hind else 1) * b.half * math.sin(b.slope) - (b.girth if hind else b.chest) * 0.25 - thick
    bone = stands / 2 * (1.06 if b.foot == "paw" else 1.02)
    paw = None if hind else c.paws[n // 2]
    if paw is not None:
        x, y = start[0] + paw[0] * 2 * bone, start[1] - paw[1] * 2 * bone
    if hind and (c.sit > 0.5 or c.lie > 0.5):
        low = min(-b.girth * 0.80, start[1] - 0.02) if c.drop >= 0 else start[1] - 0.02
        flat = min(1.0, 0.5 * tall / b.girth)
        haunch = oval(start[0] + 0.3 * b.girth, low, b.girth * 0.98, b.girth * 0.86, 0.35)
        pen.part(coat, haunch, capsule(x - 0.22 * tall * flat, y, x + 0.10 * tall, y, b.leg * 0.8))
        _foot(pen, f, b, (x + 0.10 * tall, y), sole, hind)
        return
    if c.lie > 0.5:
        pen.part(coat, capsule(x - 0.28 * tall, y - 0.012, x + 0.05 * tall, y, b.leg * 0.95, b.leg * 0.85))
        ankle = (x + 0.05 * tall, y)
    else:
        hip, knee, ankle = bend(start, (x, y), bone, bone, 1 if hind else -1)
        knee = (knee[0], min(knee[1], -b.leg))
        heel = (ankle[0], ankle[1] - 0.34 * b.leg)  # the round end of the leg stays inside the foot
        pen.limb(coat, [hip, knee, heel], (b.leg * (1.5 if hind else 1.15), b.leg, b.leg * 0.82))
        if hind and near:
            pen.fill(coat, oval(start[0] - 0.01, start[1] - 0.04, b.leg * 1.55, b.leg * 1.6))
        if sole != coat and f.kind != "mouse":
            shin = (knee[0] * 0.45 + ankle[0] * 0.55, knee[1] * 0.45 + ankle[1] * 0.55)
            pen.limb(sole, [shin, heel], (b.leg * 0.86, b.leg * 0.82))
    _foot(pen, f, b, ankle, sole, hind)


def _foot(pen: Pen, f: Figure, b: Breed, ankle: Pair, colour: RGB, hind: bool) -> None:
    x, y = ankle
    r = b.leg
    match b.foot:
        case "hoof":
            pen.part(mix(HOOF, f.main, 0.15), _HOOF * (min(r, 0.056) * 0.92 + 0.1 * r, r * 0.62) + (x, y - 0.1 * r))
        case "pad":
            pen.part(colour, oval(x + 0.12 * r, y + 0.004, r * 1.12, r * 0.50))
            nail = mix(colour, (252, 240, 220), 0.7)
            for k in (-0.10, 0.42, 0.94):
                pen.dot(nail, x + k * r, y + 0.22 * r, r * 0.20, r * 0.18)
        case _:
            long = r * (1.9 if f.kind in ("hare", "mouse", "squirrel") and hind else 1.25)
            pen.part(colour, oval(x + 0.35 * long, y + 0.004, long, r * 0.52))


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
