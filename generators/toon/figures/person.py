"""People: one body for all, in the build and the outfit of each kind."""

import math

from generators.toon.canvas import RGB, shade
from generators.toon.figures.garments import (
    draw_apron,
    draw_behind,
    draw_prop,
    draw_scarf,
    draw_skirt,
    shirt,
    trousers,
)
from generators.toon.figures.head import draw_back_hair, draw_head
from generators.toon.figures.outfit import OUTFITS, Build
from generators.toon.figures.pen import WHITE, Pen, toward
from generators.toon.figures.skeleton import Bones, Limb, Skeleton, skeleton
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.trimmings import draw_over, draw_torso
from generators.toon.shapes import blob, capsule, oval

BUILDS = {kind: outfit.build for kind, outfit in OUTFITS.items()}
_STOOP = 0.20
"""How far the old lean forward."""
_UPRIGHT = frozenset({"stand", "walk", "run", "wave", "point", "give", "clap", "laugh", "cry"})
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
    if f.has("stooped") and m.view == "side" and m.action in _UPRIGHT and not any(m.reach):
        lean += _STOOP
    nod = k.trunk.nod - 0.5 * _STOOP if f.has("stooped") and m.view == "side" else k.trunk.nod
    skull = (-b.torso - 0.80 * b.head) * k.trunk.fold
    side, back = m.view == "side", m.view == "back"
    with pen.at(stretch=(2 - s.squash, s.squash)), pen.at(*k.trunk.hips, k.trunk.turn):
        with pen.at(0, 0, lean):
            if not back:
                draw_behind(pen, f, b, k, m)
                with pen.at(0, skull, nod):
                    draw_back_hair(pen, f, b.head, m)
            if side:
                draw_prop(pen, f, k, m, far=True)
                _arm(pen, f, b, k.arms[0], 0.84)
        for n in (0, 1):
            _leg(pen, f, b, k, n, m, 0.86 if n == 0 and side else 1.0)
        late = m.view == "front" and k.before
        with pen.at(0, 0, lean):
            if not side and not late:
                _arm(pen, f, b, k.arms[0], 0.94)
                _arm(pen, f, b, k.arms[1], 0.94)
            with pen.at(stretch=(1, k.trunk.fold)):
                pen.fill(shade(f.skin, 0.88), capsule(0, -b.torso * 0.9, 0, -b.torso - b.head * 0.1, b.limb * 1.1))
        draw_skirt(pen, f, b, k, lean, m)
        with pen.at(0, 0, lean):
            with pen.at(stretch=(1, k.trunk.fold)):
                draw_torso(pen, f, b, m)
                draw_apron(pen, f, b, m)
                draw_over(pen, f, b, k, m)
            if back:
                draw_behind(pen, f, b, k, m)
            with pen.at(0, skull, nod):
                draw_head(pen, f, b.head, m)
            with pen.at(stretch=(1, k.trunk.fold)):
                draw_scarf(pen, f, b, m)
            if not back:
                draw_prop(pen, f, k, m, far=False)
            if late:
                _arm(pen, f, b, k.arms[0], 0.97)
            if late or side:
                _arm(pen, f, b, k.arms[1], 1.0)


def _arm(pen: Pen, f: Figure, b: Build, joints: Limb, tone: float) -> None:
    shoulder, elbow, hand = joints
    cloth, skin = shade(shirt(f), tone), shade(f.skin, 0.5 + tone / 2)
    palm = oval(*hand, b.limb * 1.25, b.limb * 1.25)
    hand_colour = shade(_hand_colour(f), 0.5 + tone / 2)
    match OUTFITS[f.kind].sleeves if f.kind != "boy" or not f.has("coat", "long coat", "jacket") else "long":
        case "short" | "puffed" | "rolled" as cut:
            bare = capsule(*elbow, *hand, b.limb * 0.92, b.limb * 0.88)
            pen.part(skin, capsule(*shoulder, *elbow, b.limb, b.limb * 0.92), bare, palm)
            if cut == "puffed":
                pen.part(cloth, oval(*toward(shoulder, elbow, 0.30), b.limb * 2.1, b.limb * 1.9))
            elif cut == "rolled":
                cuff = toward(elbow, hand, 0.10)
                pen.limb(cloth, [shoulder, elbow, cuff], (b.limb * 1.15, b.limb * 1.12, b.limb * 1.15))
            else:
                end = toward(shoulder, elbow, 0.8)
                pen.part(cloth, capsule(*shoulder, *end, b.limb * 1.25, b.limb * 1.3))
        case "wide":
            pen.part(hand_colour, palm)
            cuff = toward(elbow, hand, 0.86)
            pen.limb(cloth, [shoulder, elbow, cuff], (b.limb * 1.15, b.limb * 1.35, b.limb * 2.3))
        case _:
            pen.part(hand_colour, palm)
            cuff = toward(elbow, hand, 0.8)
            pen.limb(cloth, [shoulder, elbow, cuff], (b.limb * 1.15, b.limb * 1.02, b.limb))
            if f.has("armour"):
                pen.part(shade((206, 212, 224), tone), oval(*shoulder, b.limb * 1.7, b.limb * 1.5))
            elif f.has("bands"):
                pen.fill((252, 236, 120), oval(*cuff, b.limb * 0.98, b.limb * 0.6))


def draw_palms(pen: Pen, f: Figure, k: Skeleton, m: Moment) -> None:
    """Draw the hands that hold something, alone, closed over it."""
    r = BUILDS[f.kind].limb
    for n in (0, 1):
        if m.reach[n] is not None:
            x, y = k.hand(n)
            pen.part(shade(_hand_colour(f), 0.92 if n == 0 else 1.0), oval(x, y, r * 1.12, r * 0.95))


def _hand_colour(f: Figure) -> RGB:
    """Of the skin, or of a glove."""
    return (150, 158, 174) if f.has("armour") else WHITE if f.has("spacesuit", "clown hat") else f.skin


def _leg(pen: Pen, f: Figure, b: Build, k: Skeleton, n: int, m: Moment, tone: float) -> None:
    """Draw a leg, if it is not hidden."""
    side = m.view == "side"
    hip, knee, ankle = k.legs[n]
    if k.trunk.stance.hidden[n] > 0.5:
        return
    thick = b.limb * 1.18
    cloth, bare = shade(trousers(f), tone), shade(f.skin, tone)
    shoe = bare if f.has("barefoot") else cloth if f.has("romper") else shade(OUTFITS[f.kind].shoes, tone)
    match OUTFITS[f.kind].legs:
        case "trousers":
            pen.limb(cloth, [hip, knee, ankle], (thick * 1.15, thick, thick * 0.86))
        case "baggy":
            wide = 1.7 if f.has("pompons") else 1.35
            pen.limb(cloth, [hip, knee, ankle], (thick * 1.3, thick * wide, thick * 1.25))
        case "stockings":
            pen.limb(cloth, [hip, knee, ankle], (thick, thick * 0.85, thick * 0.72))
        case "shorts":
            pen.limb(bare, [hip, knee, ankle], (thick, thick * 0.85, thick * 0.75))
            pen.part(cloth, capsule(*hip, *toward(hip, knee, 0.9), thick * 1.25, thick * 1.25))
        case _:
            pen.limb(bare, [hip, knee, ankle], (thick, thick * 0.8, thick * 0.68))
    if f.has("boots"):
        pen.part(shoe, capsule(*toward(knee, ankle, 0.30), *ankle, thick * 1.12, thick * 0.95))
    long = 1.5 if f.has("big shoes") else 1.0
    with pen.at(*ankle, -k.trunk.stance.toes[n] if side else 0, stretch=(long, 1)):
        if side:
            pen.part(shoe, _SHOE_SIDE)
            if not f.has("barefoot"):
                pen.fill(shade(shoe, 1.55), capsule(-0.034, _SHOE - 0.006, 0.062, _SHOE - 0.006, 0.007))
        elif m.sits:
            pen.part(shoe, oval(0, -0.014, 0.046, 0.050))
            pen.fill(shade(shoe, 1.4), oval(0, -0.008, 0.028, 0.032))
        else:
            pen.part(shoe, oval(0, 0.006, 0.048, _SHOE * 0.86))
