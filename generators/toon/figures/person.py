"""Men, women, boys and girls."""

import math
from dataclasses import dataclass

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.head import CHILDREN, draw_back_hair, draw_head
from generators.toon.figures.pen import Pen, toward
from generators.toon.figures.skeleton import Bones, Limb, Skeleton, skeleton
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, Points, blob, capsule, oval, rounded


@dataclass(frozen=True)
class Build:
    """Proportions, in heights of the figure."""

    leg: float
    torso: float
    head: float
    shoulder: float
    """Half the width of the shoulders."""
    waist: float
    arm: float
    limb: float
    """Radius of an arm; legs are a little thicker."""


BUILDS = {
    "man": Build(0.345, 0.305, 0.172, 0.152, 0.118, 0.285, 0.040),
    "woman": Build(0.335, 0.290, 0.180, 0.100, 0.082, 0.265, 0.031),
    "boy": Build(0.245, 0.265, 0.232, 0.118, 0.110, 0.230, 0.036),
    "girl": Build(0.235, 0.255, 0.238, 0.100, 0.092, 0.215, 0.033),
}
_SHOE = 0.034
_SHOE_SIDE = blob(
    [(-0.040, -0.018), (0.020, -0.030), (0.072, 0.0), (0.084, 0.022), (0.060, _SHOE), (-0.038, _SHOE), (-0.048, 0.012)]
)


def bones(b: Build) -> Bones:
    """The bones of a build."""
    gap = b.shoulder * 0.55
    rest = math.asin(max(0.0, min(0.9, (b.head - b.waist - 0.02) / (b.torso + b.head))))
    return Bones(
        leg=b.leg,
        ankle=_SHOE,
        hips=(0.03, b.waist * 0.62),
        torso=b.torso,
        upper=b.arm / 2,
        lower=b.arm / 2,
        shoulders=((gap * 0.9, -b.torso * 0.86), (-gap * 0.55, -b.torso * 0.84)),
        width=b.shoulder * 0.92,
        skull=b.torso + 0.80 * b.head,
        head=b.head,
        lie=(b.waist + 0.02, rest),  # on the back: the hips lie on the ground and the big head does too
        seat=0.035,
    )


def draw_person(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw a person on the ground at the origin, one unit tall, facing right (or us, or away)."""
    b = BUILDS[f.kind]
    k = skeleton(bones(b), m)
    s, lean = k.trunk.stance, k.trunk.lean
    with pen.at(stretch=(2 - s.squash, s.squash)), pen.at(*k.trunk.hips, k.trunk.turn):
        with pen.at(0, 0, lean), pen.at(0, (-b.torso - 0.80 * b.head) * k.trunk.fold, k.trunk.nod):
            if m.view != "back":
                draw_back_hair(pen, f, b.head, m)
        if m.view == "side":
            with pen.at(0, 0, lean):
                _arm(pen, f, b, k.arms[0], 0.84)
        knees = [_leg(pen, f, b, k, n, m, 0.86 if n == 0 and m.view == "side" else 1.0) for n in (0, 1)]
        late = m.view == "front" and k.before
        with pen.at(0, 0, lean):
            if m.view != "side" and not late:
                _arm(pen, f, b, k.arms[0], 0.94)
                _arm(pen, f, b, k.arms[1], 0.94)
            with pen.at(stretch=(1, k.trunk.fold)):
                pen.fill(shade(f.skin, 0.88), capsule(0, -b.torso * 0.9, 0, -b.torso - b.head * 0.1, b.limb * 1.1))
        if f.kind in ("woman", "girl"):
            _dress(pen, f, b, knees, lean, m)
        with pen.at(0, 0, lean):
            with pen.at(stretch=(1, k.trunk.fold)):
                _torso(pen, f, b, m)
            with pen.at(0, (-b.torso - 0.80 * b.head) * k.trunk.fold, k.trunk.nod):
                draw_head(pen, f, b.head, m)
            if f.has("scarf"):
                with pen.at(stretch=(1, k.trunk.fold)):
                    _scarf(pen, f, b, m)
            if late:
                _arm(pen, f, b, k.arms[0], 0.97)
            if late or m.view == "side":
                _arm(pen, f, b, k.arms[1], 1.0)


def _arm(pen: Pen, f: Figure, b: Build, joints: Limb, tone: float) -> None:
    shoulder, elbow, hand = joints
    cloth, skin = shade(f.main, tone), shade(f.skin, 0.5 + tone / 2)
    palm = oval(*hand, b.limb * 1.25, b.limb * 1.25)
    if f.kind in CHILDREN:
        bare = capsule(*elbow, *hand, b.limb * 0.92, b.limb * 0.88)
        pen.part(skin, capsule(*shoulder, *elbow, b.limb, b.limb * 0.92), bare, palm)
        pen.part(cloth, capsule(*shoulder, *toward(shoulder, elbow, 0.8), b.limb * 1.25, b.limb * 1.3))
    else:
        pen.part(skin, palm)
        pen.limb(cloth, [shoulder, elbow, toward(elbow, hand, 0.8)], (b.limb * 1.15, b.limb * 1.02, b.limb))


def draw_palms(pen: Pen, f: Figure, k: Skeleton, m: Moment) -> None:
    """Draw the hands that hold something, alone, closed over it."""
    r = BUILDS[f.kind].limb
    for n in (0, 1):
        if m.reach[n] is not None:
            x, y = k.hand(n)
            pen.part(shade(f.skin, 0.92 if n == 0 else 1.0), oval(x, y, r * 1.12, r * 0.95))


def _leg(pen: Pen, f: Figure, b: Build, k: Skeleton, n: int, m: Moment, tone: float) -> Pair:
    """Draw a leg, if it is not hidden; answers where its knee is."""
    side = m.view == "side"
    hip, knee, ankle = k.legs[n]
    if k.trunk.stance.hidden[n] > 0.5:
        return knee
    thick = b.limb * 1.18
    bare = shade(f.skin, tone)
    match f.kind:
        case "man":
            pen.limb(shade(_trousers(f), tone), [hip, knee, ankle], (thick * 1.15, thick, thick * 0.86))
        case "boy":
            pen.limb(bare, [hip, knee, ankle], (thick, thick * 0.85, thick * 0.75))
            shorts = (knee[0] * 0.9 + hip[0] * 0.1, knee[1] * 0.9 + hip[1] * 0.1)
            pen.part(shade(_trousers(f), tone), capsule(*hip, *shorts, thick * 1.25, thick * 1.25))
        case _:
            pen.limb(bare, [hip, knee, ankle], (thick, thick * 0.8, thick * 0.68))
    shoe = shade(_shoe_colour(f), tone)
    with pen.at(*ankle, -k.trunk.stance.toes[n] if side else 0):
        if side:
            pen.part(shoe, _SHOE_SIDE)
            pen.fill(shade(shoe, 1.55), capsule(-0.034, _SHOE - 0.006, 0.062, _SHOE - 0.006, 0.007))
        elif m.action == "sit":
            pen.part(shoe, oval(0, -0.014, 0.046, 0.050))
            pen.fill(shade(shoe, 1.4), oval(0, -0.008, 0.028, 0.032))
        else:
            pen.part(shoe, oval(0, 0.006, 0.048, _SHOE * 0.86))
    return knee


def _trunk(b: Build, narrow: float) -> Points:
    """The outline of the upper body, shoulders to hips."""
    w, h, t = b.shoulder * narrow, b.waist * narrow, b.torso
    right = [(w * 0.55, -t), (w, -t * 0.84), (h * 1.04, -t * 0.35), (h, 0.02)]
    return blob([*right, (0, 0.035), *((-x, y) for x, y in reversed(right))])


def _dress(pen: Pen, f: Figure, b: Build, knees: list[Pair], lean: float, m: Moment) -> None:
    """The dress, body and skirt in one: the skirt follows the knees."""
    c, s = math.cos(lean), math.sin(lean)
    body = _trunk(b, 0.80 if m.view == "side" else 1.0) @ np.array([[c, s], [-s, c]])
    w, top = b.waist, -b.torso * 0.40
    if m.seat == "inside":
        pen.part(f.main, body)
        return
    if m.action in ("sit", "ride") and m.view == "side":
        x, y = knees[1]
        lap = [(-w, top), (w * 0.9, top), (x + 0.05, y - 0.05), (x + 0.05, y + 0.05), (0.03, 0.075), (-w * 1.2, 0.07)]
        pen.part(f.main, body, blob(lap))
        return
    long = b.leg * ((0.56 if f.kind == "woman" else 0.46) if m.action != "sit" else 0.14)
    spread = abs(knees[0][0] - knees[1][0]) / 2
    flare = w + (0.072 if f.kind == "woman" else 0.088) + spread * 0.8
    x = 0.012 * m.swing(0.6) + (knees[0][0] + knees[1][0]) / 2 * 0.8
    hem = [(x + flare, long), (x, long + 0.022), (x - flare, long)]
    waist = w * 0.84 if m.view == "side" else w * 0.98
    pen.part(f.main, body, blob([(-waist, top), (waist, top), (w + 0.015, -0.01), *hem, (-w - 0.015, -0.01)]))
    band = [(x - flare * 0.98, long - 0.03), (x, long - 0.012), (x + flare * 0.98, long - 0.03)]
    pen.fill(shade(f.main, 0.86), blob([*band, *hem]))


def _torso(pen: Pen, f: Figure, b: Build, m: Moment) -> None:
    narrow = 0.80 if m.view == "side" else 1.0
    w, h = b.shoulder * narrow, b.waist * narrow
    if f.kind in ("man", "boy"):
        pen.part(f.main, _trunk(b, narrow))
        pen.fill(
            shade(f.main, 0.88),
            blob([(-h * 0.98, -b.torso * 0.45), (-h * 0.45, -b.torso * 0.3), (-h * 0.35, 0.02), (-h * 0.96, 0.015)]),
        )
    match f.kind:
        case "man":
            belt = mix(_trousers(f), (40, 34, 44), 0.5)
            pen.fill(belt, rounded(-h * 0.99, -0.022, h * 0.99, 0.016, 0.010))
            if m.view != "back":
                x = w * 0.22 if m.view == "side" else 0
                pen.fill((250, 202, 76), rounded(x - 0.016, -0.018, x + 0.016, 0.012, 0.004))
                pen.fill(
                    f.accent,
                    *(
                        blob([(x - 0.042 * k, -b.torso * 0.985), (x, -b.torso * 0.80), (x - 0.002, -b.torso * 0.98)])
                        for k in (1, -1)
                    ),
                )
                for y in (0.66, 0.46, 0.26):
                    pen.dot(shade(f.main, 0.66), x, -b.torso * y, 0.0085)
        case "boy":
            pen.fill(f.accent, rounded(-h * 1.02, -b.torso * 0.52, h * 1.02, -b.torso * 0.36, 0.012))
        case "woman":
            pen.fill(f.accent, rounded(-h * 1.0, -b.torso * 0.40, h * 1.0, -b.torso * 0.28, 0.010))
            if m.view != "back":
                pen.fill(
                    shade(f.skin, 0.98),
                    blob([(-w * 0.5, -b.torso * 1.0), (0, -b.torso * 0.80), (w * 0.55, -b.torso * 1.0)]),
                )
        case "girl":
            if m.view != "back":
                pen.fill(
                    f.accent,
                    blob(
                        [
                            (-w * 0.75, -b.torso * 0.97),
                            (0, -b.torso * 1.0),
                            (w * 0.78, -b.torso * 0.97),
                            (w * 0.4, -b.torso * 0.76),
                            (0, -b.torso * 0.86),
                            (-w * 0.4, -b.torso * 0.76),
                        ]
                    ),
                )


def _scarf(pen: Pen, f: Figure, b: Build, m: Moment) -> None:
    y, w = -b.torso * 0.97, b.shoulder * 0.72
    flutter = 0.02 * m.swing(1.1)
    pen.part(
        shade(f.accent, 0.86),
        blob(
            [
                (-w * 0.5, y),
                (-w * 0.9, y + 0.10),
                (-w * 1.2 + flutter, y + 0.17),
                (-w * 0.6 + flutter, y + 0.18),
                (-w * 0.1, y + 0.04),
            ]
        ),
    )
    pen.part(f.accent, rounded(-w, y - 0.025, w, y + 0.03, 0.026))


def _trousers(f: Figure) -> RGB:
    return mix((70, 82, 122), shade(f.main, 0.4), 0.25)


def _shoe_colour(f: Figure) -> RGB:
    return {"man": (104, 70, 58), "woman": shade(f.accent, 0.75), "boy": (214, 76, 70), "girl": (206, 70, 96)}[f.kind]
