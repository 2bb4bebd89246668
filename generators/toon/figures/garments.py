"""What people wear on their bodies: skirts and coats, aprons, what hangs on the back or in the hand.

Everything is in heights of the figure, around the hips, y down; `k` tells where the joints are.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.ornament import GOLD, STEEL, star
from generators.toon.figures.outfit import OUTFITS, Build
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.skeleton import Skeleton
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, Points, blob, capsule, rounded, tube

LEATHER: RGB = (96, 66, 56)


@dataclass(frozen=True)
class Skirt:
    """The lower half of a garment that has one."""

    long: float
    """Of the leg."""
    flare: float
    """How much wider than the waist the hem is, on each side, in lengths of the torso."""
    open: bool = False
    """In front, as a coat is."""
    ragged: bool = False


SKIRTS: Mapping[str, Skirt] = MappingProxyType(
    {
        "gown": Skirt(0.94, 0.52),
        "robe": Skirt(0.95, 0.30),
        "ragged dress": Skirt(0.80, 0.40, ragged=True),
        "petal dress": Skirt(0.44, 0.36, ragged=True),
        "long dress": Skirt(0.84, 0.26),
        "dress": Skirt(0.56, 0.26),
        "long coat": Skirt(0.62, 0.14, open=True),
        "coat": Skirt(0.56, 0.28, open=True),
        "ragged tunic": Skirt(0.42, 0.18, ragged=True),
        "tunic": Skirt(0.36, 0.20),
        "tabard": Skirt(0.36, 0.08),
        "jacket": Skirt(0.22, 0.14),
        "cardigan": Skirt(0.16, 0.10),
    }
)
"""The longest that somebody wears is drawn."""


def skirt_of(f: Figure) -> Skirt | None:
    """The skirt of whatever somebody wears; None for shirt and trousers."""
    return next((skirt for trait, skirt in SKIRTS.items() if trait in f.traits), None)


def trunk(b: Build, narrow: float) -> Points:
    """The outline of the upper body, shoulders to hips."""
    w, h, t = b.shoulder * narrow, b.waist * narrow, b.torso
    right = [(w * 0.55, -t), (w, -t * 0.84), (h * 1.04, -t * 0.35), (h, 0.02)]
    return blob([*right, (0, 0.035), *((-x, y) for x, y in reversed(right))])


def draw_skirt(pen: Pen, f: Figure, b: Build, k: Skeleton, lean: float, m: Moment) -> None:
    """Draw a garment with a skirt, body and skirt in one: the skirt follows the knees, the body leans."""
    skirt = skirt_of(f)
    if skirt is None:
        return
    knees, ankles = [leg[1] for leg in k.legs], [leg[2] for leg in k.legs]
    c, s = math.cos(lean), math.sin(lean)
    body = trunk(b, 0.80 if m.view == "side" else 1.0) * (1, k.trunk.fold) @ np.array([[c, s], [-s, c]])
    w, top = b.waist, -b.torso * 0.40
    if m.seat == "inside":
        pen.part(f.main, body)
        return
    if m.sits and m.view == "side":
        (x, y), (ax, ay) = knees[1], ankles[1]
        lap = [(-w, top), (w * 0.9, top), (x + 0.05, y - 0.05), (x + 0.05, y + 0.05), (0.03, 0.075), (-w * 1.2, 0.07)]
        shapes = [body, blob(lap)]
        if skirt.long > 0.7:
            shin = (x + (ax - x) * 0.75, y + (ay - y) * 0.75)
            shapes.append(capsule(x, y, *shin, 0.055, 0.065))
        pen.part(f.main, *shapes)
        return
    long = b.leg * (skirt.long if not m.sits else 0.14)
    if f.kind == "girl" and f.has("dress"):
        long *= 0.84
    if abs(k.trunk.turn) < 0.3:
        long = min(long, -k.trunk.hips[1] - 0.025)
    reach = min(1.0, skirt.long * 1.4)
    spread = abs(knees[0][0] - knees[1][0]) / 2
    if skirt.long > 0.7:
        spread = max(spread, abs(ankles[0][0] - ankles[1][0]) / 2 * 0.8)
    flare = w + skirt.flare * b.torso + spread * 0.8 * reach
    x = 0.012 * m.swing(0.6) + (knees[0][0] + knees[1][0]) / 2 * 0.8 * reach
    hem: list[Pair] = [(x + flare, long), (x, long + 0.022), (x - flare, long)]
    if skirt.ragged:
        hem = [(x + flare * t, long + (0.03 if n % 2 else -0.02)) for n, t in enumerate(np.linspace(1, -1, 9).tolist())]
    waist = w * 0.84 if m.view == "side" else w * 0.98
    upper = [(-waist, top), (waist, top), (w + 0.015, -0.01)]
    outline = (
        np.array([*upper, *hem, (-w - 0.015, -0.01)]) if skirt.ragged else blob([*upper, *hem, (-w - 0.015, -0.01)])
    )
    pen.part(f.main, body, outline)
    if skirt.open:
        _opening(pen, f, b, x, long, flare, m)
    elif not skirt.ragged:
        band = [(x - flare * 0.97, long - 0.03), (x, long - 0.012), (x + flare * 0.97, long - 0.03)]
        pen.fill(GOLD if f.has("crown", "tiara") else shade(f.main, 0.86), blob([*band, *hem]))
    if f.has("gown", "long dress"):
        for share in (-0.45, 0.1, 0.55):
            fold = [(w * share, 0.03), (x + flare * share * 0.9, long * 0.82)]
            pen.stroke(shade(f.main, 0.84), fold, 0.006)


def _opening(pen: Pen, f: Figure, b: Build, x: float, long: float, flare: float, m: Moment) -> None:
    """Where a coat is open in front (from behind: its slit)."""
    if m.view == "back":
        pen.stroke(shade(f.main, 0.7), [(0, 0.02), (x, long)], 0.006)
        return
    front = 0.45 if m.view == "side" else 0.0
    gap = flare * 0.30
    cx = x + flare * front
    wedge = blob([(b.waist * front, -b.torso * 0.1), (cx + gap, long + 0.02), (cx - gap, long + 0.02)], 3)
    pen.fill(shade(trousers(f), 0.92), wedge)
    pen.stroke(shade(f.main, 0.72), [(b.waist * front, -b.torso * 0.1), (cx - gap, long)], 0.006)


def trousers(f: Figure) -> RGB:
    """The colour of the trousers or stockings."""
    own = OUTFITS[f.kind].trousers
    if f.has("spacesuit", "pompons", "romper"):
        return shade(f.main, 0.96)
    if f.has("overalls"):
        return f.main
    return mix((70, 82, 122), shade(f.main, 0.4), 0.25) if own is None else own


def shirt(f: Figure) -> RGB:
    """The colour of the sleeves, and of the shirt where it is seen."""
    if f.has("overalls"):
        return mix(f.accent, WHITE, 0.25)
    if f.has("armour"):
        return STEEL
    if f.has("ragged tunic"):
        return f.skin
    return f.main


def draw_behind(pen: Pen, f: Figure, b: Build, k: Skeleton, m: Moment) -> None:
    """Draw what hangs behind the body; seen from behind it is in front of it."""
    t, w = b.torso, b.shoulder
    if f.has("wings"):
        beat = 0.25 * m.swing(3.0 if m.action == "fly" or m.aloft else 0.8)
        pale = mix(f.accent, WHITE, 0.72)
        for side in (-1,) if m.view == "side" else (-1, 1):
            for length, angle, wide in ((0.36, -0.62, 0.105), (0.27, 0.30, 0.080)):
                a = angle + beat
                tip = (side * math.cos(a) * length, -t * 0.72 + math.sin(a) * length)
                pen.part(
                    pale,
                    tube(
                        [(0, -t * 0.72), (tip[0] * 0.6, -t * 0.72 + (tip[1] + t * 0.72) * 0.6), tip],
                        (0.02, wide, wide * 0.55),
                    ),
                )
    if f.has("cape", "short cape"):
        low = b.leg * (0.30 if f.has("short cape") else 0.88)
        if abs(k.trunk.turn) < 0.3:
            low = min(low, -k.trunk.hips[1] - 0.02)
        fast = {"run": 0.10, "fly": 0.12, "jump": 0.08, "walk": 0.05, "fall": 0.10}.get(m.action, 0.0)
        wave, back = 0.018 * m.swing(0.9), (fast if m.view == "side" else 0.0)
        wide = w * 1.30 + 0.02
        cape = [
            (-w * 0.7, -t * 0.96),
            (w * 0.7, -t * 0.96),
            (wide * 0.92 - back, low * 0.4),
            (wide - back * 1.5 + wave, low),
            (-back * 2, low + 0.015),
            (-wide * 1.15 - back * 2.4 + wave, low - back * 0.3),
            (-wide - back, 0.0),
        ]
        if m.view != "side":
            cape = [
                (-w * 0.7, -t * 0.96),
                (w * 0.7, -t * 0.96),
                (wide * 0.95, low * 0.3),
                (wide * 1.08 + wave, low),
                (0, low + 0.015),
                (-wide * 1.08 + wave, low),
                (-wide * 0.95, low * 0.3),
            ]
        colour = f.main if f.kind in ("king", "queen", "witch") or f.has("hood") else f.accent
        colour = shade(colour, 0.84) if m.view != "back" else colour
        pen.part(colour, blob(cape))
        if f.has("ermine"):
            left = -wide * 1.12 - back * 2.4 if m.view == "side" else -wide * 1.04
            edge = [(wide - back * 1.5 + wave, low), (-back * 2, low + 0.012), (left + wave, low - back * 0.3)]
            pen.part(WHITE, tube(edge, (0.022, 0.022, 0.022)))
    x = -w * 0.85 if m.view == "side" else 0.0
    if f.has("backpack"):
        pen.part(
            f.accent if f.accent != WHITE else (200, 104, 66), rounded(x - 0.10, -t * 0.92, x + 0.08, -t * 0.10, 0.05)
        )
        pen.part(shade(f.accent, 0.8), rounded(x - 0.085, -t * 0.50, x + 0.06, -t * 0.18, 0.03))
    if f.has("duffel"):
        sack = [
            (x - 0.13, -t * 0.98),
            (x - 0.02, -t * 1.10),
            (x + 0.08, -t * 0.90),
            (x + 0.04, -t * 0.20),
            (x - 0.10, -t * 0.06),
            (x - 0.18, -t * 0.24),
        ]
        pen.part((206, 186, 148), blob(sack))
        pen.stroke((150, 124, 88), [(x - 0.15, -t * 0.80), (x + 0.06, -t * 0.86)], 0.010)
    if f.has("tank"):
        pen.part(GOLD, rounded(x - 0.055, -t * 1.0, x + 0.045, -t * 0.12, 0.045))
        pen.part((120, 124, 136), rounded(x - 0.025, -t * 1.08, x + 0.015, -t * 0.96, 0.01))
    if f.has("life support"):
        pen.part(shade(WHITE, 0.88), rounded(x - 0.10, -t * 1.04, x + 0.10, 0.0, 0.04))


def draw_apron(pen: Pen, f: Figure, b: Build, m: Moment) -> None:
    """Draw an apron over everything else."""
    if not f.has("apron"):
        return
    t, h = b.torso, b.waist
    white = WHITE if min(f.main) < 228 else mix(f.accent, WHITE, 0.35)
    if m.view == "back":
        pen.stroke(white, [(-h, -t * 0.28), (h, -t * 0.28)], 0.014)
        pen.part(
            white,
            blob([(0, -t * 0.28), (-0.05, -t * 0.06), (-0.01, -t * 0.02)], 3),
            blob([(0, -t * 0.28), (0.05, -t * 0.06), (0.01, -t * 0.02)], 3),
        )
        return
    x = h * 0.25 if m.view == "side" else 0.0
    wide, long = h * 0.86, min(0.62 * b.leg, 0.20) if not m.sits else 0.03
    bib = [
        (x - wide * 0.5, -t * 0.72),
        (x + wide * 0.5, -t * 0.72),
        (x + wide, -t * 0.28),
        (x + wide * 1.15, long),
        (x, long + 0.02),
        (x - wide * 1.15, long),
        (x - wide, -t * 0.28),
    ]
    pen.part(white, blob(bib, 5))
    pen.fill(shade(white, 0.86), rounded(x - 0.045, -t * 0.10, x + 0.045, t * 0.12, 0.012))


def draw_scarf(pen: Pen, f: Figure, b: Build, m: Moment) -> None:
    """Draw a scarf around the neck, its end behind."""
    if not f.has("scarf"):
        return
    y, w = -b.torso * 0.97, b.shoulder * 0.72
    flutter = 0.02 * m.swing(1.1)
    points = [
        (-w * 0.5, y),
        (-w * 0.9, y + 0.10),
        (-w * 1.2 + flutter, y + 0.17),
        (-w * 0.6 + flutter, y + 0.18),
        (-w * 0.1, y + 0.04),
    ]
    pen.part(shade(f.accent, 0.86), blob(points))
    pen.part(f.accent, rounded(-w, y - 0.025, w, y + 0.03, 0.026))


_FREE = ("stand", "walk", "wave", "point", "bow", "laugh", "sit")


def draw_prop(pen: Pen, f: Figure, k: Skeleton, m: Moment, *, far: bool) -> None:
    """Draw what somebody always has in a hand, as long as the hand is free for it.

    Seen from the side, long things are beyond the body (`far`), where they hide no face.
    """
    if m.action not in _FREE or m.holds or k.trunk.stance.hidden[1] > 0.5:
        return
    if m.view == "side" and f.has("cane", "pitchfork", "bag") != far:
        return
    if far and m.action not in ("stand", "walk"):  # the farther hand waves and points
        return
    x, y = k.arms[0 if far else 1][2]
    x += (0.07 if f.has("bag") else 0.03) if far else 0.0
    ground = -k.trunk.hips[1] - 0.012
    if f.has("cane") and not m.sits:
        pen.part(
            (150, 104, 70),
            tube(
                [(x - 0.045, y + 0.015), (x - 0.02, y - 0.03), (x + 0.025, y - 0.02), (x + 0.05, ground)],
                (0.012, 0.014, 0.014, 0.011),
            ),
        )
    if f.has("pitchfork") and not m.sits:
        top = ground - 0.88
        pen.part((176, 130, 84), capsule(x + 0.02, ground, x + 0.02, top + 0.10, 0.013))
        for dx in (-0.055, 0.0, 0.055):
            pen.part((150, 156, 170), capsule(x + 0.02 + dx, top + 0.10, x + 0.02 + dx, top, 0.010))
        pen.part((150, 156, 170), capsule(x - 0.035, top + 0.11, x + 0.075, top + 0.11, 0.012))
    if f.has("wand"):
        pen.part((240, 214, 150), capsule(x, y, x + 0.10, y - 0.15, 0.009))
        pen.part(GOLD, star(x + 0.115, y - 0.18, 0.060))
    if f.has("bag") and not m.sits:
        pen.part(LEATHER, tube([(x - 0.05, y + 0.05), (x, y - 0.01), (x + 0.05, y + 0.05)], (0.010, 0.010, 0.010)))
        pen.part(LEATHER, rounded(x - 0.10, y + 0.04, x + 0.10, y + 0.17, 0.03))
        pen.fill(GOLD, rounded(x - 0.018, y + 0.06, x + 0.018, y + 0.09, 0.005))
