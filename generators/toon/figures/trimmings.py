"""What lies over a shirt: bibs, belts, buttons and badges; and what lies around the neck."""

from generators.toon.canvas import mix, shade
from generators.toon.figures.garments import LEATHER, shirt, skirt_of, trousers, trunk
from generators.toon.figures.ornament import GOLD, STEEL, star
from generators.toon.figures.outfit import Build
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.skeleton import Skeleton
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval, rounded, tube


def draw_torso(pen: Pen, f: Figure, b: Build, m: Moment) -> None:
    """Draw the shirt, unless a skirt's body is it, and what lies over it."""
    narrow = 0.80 if m.view == "side" else 1.0
    w, h, t = b.shoulder * narrow, b.waist * narrow, b.torso
    x = w * 0.22 if m.view == "side" else 0.0
    if skirt_of(f) is None:
        pen.part(shirt(f), trunk(b, narrow))
    if f.has("fat"):
        pen.part(f.main, oval(0.02 if m.view == "side" else 0, -t * 0.26, h * 1.34, t * 0.46))
    left = [(-h * 0.98, -t * 0.45), (-h * 0.45, -t * 0.3), (-h * 0.35, 0.02), (-h * 0.96, 0.015)]
    if not f.has("overalls", "fat", "armour"):
        pen.fill(shade(f.main, 0.88), blob(left))
    front = m.view != "back"
    if f.has("armour"):
        pen.part(STEEL, trunk(b, narrow))
        pen.fill(
            shade(STEEL, 1.4),
            blob([(-w * 0.6, -t * 0.86), (-w * 0.2, -t * 0.92), (-h * 0.3, -t * 0.5), (-h * 0.6, -t * 0.4)]),
        )
        cloth = [
            (-w * 0.45 + x, -t * 0.88),
            (w * 0.45 + x, -t * 0.88),
            (h * 0.62 + x, 0.10),
            (x, 0.125),
            (-h * 0.62 + x, 0.10),
        ]
        pen.part(f.main, blob(cloth, 4))
        if front:
            pen.fill(
                f.accent,
                rounded(x - 0.013, -t * 0.78, x + 0.013, -t * 0.22, 0.006),
                rounded(x - 0.055, -t * 0.62, x + 0.055, -t * 0.50, 0.006),
            )
    if f.has("overalls"):
        bib = [
            (-h * 0.62 + x, -t * 0.62),
            (h * 0.62 + x, -t * 0.62),
            (h * 1.0, -t * 0.28),
            (h * 1.0, 0.03),
            (-h * 1.0, 0.03),
            (-h * 1.0, -t * 0.28),
        ]
        pen.part(f.main, blob(bib, 4))
        for side in (-1, 1):
            pen.stroke(f.main, [(x + side * h * 0.5, -t * 0.62), (x * 0.6 + side * w * 0.55, -t * 0.97)], 0.014)
            if front:
                pen.dot(GOLD, x + side * h * 0.48, -t * 0.58, 0.011)
        if front:
            pen.fill(shade(f.main, 0.8), rounded(x - 0.04, -t * 0.44, x + 0.04, -t * 0.22, 0.01))
    if f.has("stripe"):
        pen.fill(f.accent, rounded(-h * 1.02, -t * 0.52, h * 1.02, -t * 0.36, 0.012))
    _plain_man(pen, f, b, x, h, w, front=front)
    if f.has("dress", "gown", "long dress", "petal dress"):
        pen.fill(f.accent, rounded(-h * 1.0, -t * 0.40, h * 1.0, -t * 0.28, 0.010))
        if front and not f.has("collar", "high collar", "shawl"):
            pen.fill(shade(f.skin, 0.98), blob([(-w * 0.5, -t * 1.0), (0, -t * 0.80), (w * 0.55, -t * 1.0)]))
    if f.has("belt", "tunic", "robe") or f.kind == "pirate":
        pen.fill(LEATHER, rounded(-h * 1.05, -t * 0.18, h * 1.05, -t * 0.05, 0.010))
        if front:
            pen.fill(GOLD, rounded(x - 0.022, -t * 0.19, x + 0.022, -t * 0.04, 0.005))
    if f.has("sash"):
        pen.part(f.accent, rounded(-h * 1.10, -t * 0.24, h * 1.10, -t * 0.04, 0.015))
    if f.has("stars"):
        for sx, sy, size in ((-0.35, -0.62, 0.030), (0.30, -0.42, 0.024), (-0.30, 0.10, 0.030), (0.45, 0.30, 0.026)):
            pen.fill(f.accent, star(sx * h + x * 0.4, sy * t, size))
    if f.has("bands"):
        for y in (-0.50, 0.02):
            pen.fill((252, 236, 120), rounded(-h * 1.04, y * t - 0.016, h * 1.04, y * t + 0.016, 0.006))
    if f.has("pompons") and front:
        for y in (0.74, 0.48, 0.20):
            pen.part(f.accent, oval(x, -t * y, 0.028, 0.028))
    if f.has("spacesuit") and front:
        pen.part(shade(WHITE, 0.82), rounded(x - 0.07, -t * 0.62, x + 0.07, -t * 0.30, 0.02))
        for dx, colour in ((-0.035, (224, 72, 66)), (0.0, GOLD), (0.035, (92, 176, 96))):
            pen.dot(colour, x + dx, -t * 0.46, 0.012)
    if f.has("uniform", "peaked cap") and front:
        pen.fill(GOLD, star(x - w * 0.42, -t * 0.66, 0.030))
        for y in (0.70, 0.50, 0.30):
            pen.dot(GOLD, x, -t * y, 0.0095)
    if f.has("long coat", "cardigan", "jacket", "coat") and front:
        pen.fill(
            mix(f.accent, WHITE, 0.3), blob([(x - w * 0.34, -t * 0.98), (x, -t * 0.62), (x + w * 0.34, -t * 0.98)], 3)
        )
        pen.stroke(shade(f.main, 0.72), [(x, -t * 0.64), (x, 0.02)], 0.006)
        for y in (0.46, 0.24):
            pen.dot(shade(f.main, 0.62), x + 0.018, -t * y, 0.009)
    if f.has("stethoscope") and front:
        pen.stroke(
            (66, 76, 92),
            [
                (x - w * 0.36, -t * 0.98),
                (x - w * 0.30, -t * 0.66),
                (x, -t * 0.52),
                (x + w * 0.30, -t * 0.66),
                (x + w * 0.36, -t * 0.98),
            ],
            0.008,
        )
        pen.part((206, 212, 222), oval(x, -t * 0.44, 0.022, 0.022))


def _plain_man(pen: Pen, f: Figure, b: Build, x: float, h: float, w: float, *, front: bool) -> None:
    """Belt, collar and buttons of a shirt."""
    t = b.torso
    if skirt_of(f) is not None or f.kind not in ("man", "police officer") or f.has("overalls", "spacesuit"):
        return
    pen.fill(mix(trousers(f), (40, 34, 44), 0.5), rounded(-h * 0.99, -0.022, h * 0.99, 0.016, 0.010))
    if not front:
        return
    pen.fill(GOLD, rounded(x - 0.016, -0.018, x + 0.016, 0.012, 0.004))
    for side in (1, -1):
        pen.fill(f.accent, blob([(x - 0.042 * side, -t * 0.985), (x, -t * 0.80), (x - 0.002, -t * 0.98)]))
    if f.variant % 2 or f.kind != "man":
        for y in (0.66, 0.46, 0.26):
            pen.dot(shade(f.main, 0.66), x, -t * y, 0.0085)
    else:
        tie = [
            (x - 0.016, -t * 0.86),
            (x + 0.016, -t * 0.86),
            (x + 0.026, -t * 0.40),
            (x, -t * 0.30),
            (x - 0.024, -t * 0.40),
        ]
        pen.fill(mix(shade(f.main, 0.55), f.accent, 0.15), blob(tie, 3))


def draw_over(pen: Pen, f: Figure, b: Build, k: Skeleton, m: Moment) -> None:
    """Draw what lies around the neck and hangs at the hip, under the head."""
    t, w, narrow = b.torso, b.shoulder, 0.80 if m.view == "side" else 1.0
    w *= narrow
    if f.has("sword"):
        hip, end = (-b.waist * 0.6, -0.01), (-b.waist * 0.6 - 0.16, min(b.leg * 0.80, -k.trunk.hips[1] - 0.02))
        pen.part(LEATHER, capsule(*hip, *end, 0.017, 0.012))
        pen.part(
            GOLD,
            capsule(hip[0] - 0.030, hip[1] - 0.042, hip[0] + 0.052, hip[1] - 0.004, 0.011),
            capsule(hip[0] + 0.012, hip[1] - 0.02, hip[0] + 0.040, hip[1] - 0.085, 0.012),
        )
    if f.has("shawl"):
        colour = mix(f.accent, shade(f.main, 1.45), 0.55)
        points = [
            (-w * 0.6, -t * 1.02),
            (w * 0.6, -t * 1.02),
            (w * 1.18, -t * 0.66),
            (w * 0.5, -t * 0.40),
            (0.0, -t * 0.26),
            (-w * 0.6, -t * 0.38),
            (-w * 1.25, -t * 0.62),
        ]
        pen.part(colour, blob(points))
    if f.has("sailor collar"):
        points = [
            (-w * 0.8, -t * 1.0),
            (w * 0.8, -t * 1.0),
            (w * 1.02, -t * 0.80),
            (w * 0.1, -t * 0.52),
            (-w * 1.02, -t * 0.62),
        ]
        back = [(-w * 0.9, -t * 1.0), (w * 0.9, -t * 1.0), (w * 0.95, -t * 0.55), (-w * 0.95, -t * 0.55)]
        pen.part(f.accent, blob(points if m.view != "back" else back, 4))
        if m.view != "back":
            pen.part((224, 72, 66), blob([(w * 0.05, -t * 0.60), (w * 0.20, -t * 0.34), (-w * 0.02, -t * 0.36)], 3))
    if f.has("ermine"):
        pen.part(WHITE, tube([(-w * 1.0, -t * 0.84), (0.0, -t * 0.92), (w * 1.0, -t * 0.84)], (0.034, 0.040, 0.034)))
        for dx in (-0.6, -0.1, 0.4):
            pen.dot((70, 62, 74), dx * w, -t * 0.87, 0.008, 0.013)
    if f.has("high collar") and m.view != "back":
        fan = [
            (-w * 1.3, -t * 1.32),
            (-w * 0.9, -t * 0.82),
            (w * 0.7, -t * 0.82),
            (w * 0.8, -t * 1.0),
            (-w * 0.2, -t * 1.0),
        ]
        pen.part(GOLD if f.main != GOLD else WHITE, blob(fan, 4))
    if f.has("ruff"):
        pen.part(
            WHITE,
            *(oval(dx * w * 1.1, -t * (0.99 - 0.05 * abs(dx)), 0.050, 0.040) for dx in (-1.0, -0.5, 0.0, 0.5, 1.0)),
        )
    if f.has("neckerchief"):
        pen.part(
            f.accent, blob([(-w * 0.6, -t * 1.0), (w * 0.7, -t * 1.0), (w * 0.22, -t * 0.80), (-w * 0.1, -t * 0.86)], 4)
        )
    if f.has("collar") and m.view != "back":
        points = [
            (-w * 0.75, -t * 0.97),
            (0, -t * 1.0),
            (w * 0.78, -t * 0.97),
            (w * 0.4, -t * 0.76),
            (0, -t * 0.86),
            (-w * 0.4, -t * 0.76),
        ]
        pen.fill(f.accent, blob(points))
    if f.has("romper"):
        bib = [
            (-w * 0.62, -t * 0.98),
            (w * 0.66, -t * 0.98),
            (w * 0.5, -t * 0.62),
            (0, -t * 0.52),
            (-w * 0.5, -t * 0.62),
        ]
        if m.view != "back":
            pen.part(f.accent, blob(bib, 4))
