"""What grows on the backs and necks of those who go on four legs: stripes, patches, wool, spines, manes, wings."""

import math
from collections.abc import Callable

import numpy as np

from generators.toon.canvas import mix, shade
from generators.toon.figures.breeds import Breed, bristle, pale
from generators.toon.figures.pen import Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, Points, blob, capsule, oval, tube

Place = Callable[[float, float], Pair]
"""A point of the body from its middle, forward and down."""


def scallops(rx: float, ry: float, count: int, deep: float, turn: float = 0.0) -> Points:
    """An ellipse with `count` round bulges, each `deep` high as a share of the radius."""
    t = np.linspace(0, 2 * np.pi, 8 * count, endpoint=False)
    r = 1 - deep + 2 * deep * np.abs(np.sin(count * t / 2 + turn))
    return np.stack([np.cos(t) * rx * r, np.sin(t) * ry * r], 1)


def spikes(rx: float, ry: float, count: int, deep: float, start: float, end: float) -> Points:
    """An ellipse with `count` points between two angles (radians clockwise from the right), smooth elsewhere."""
    t = np.linspace(start, end, 2 * count + 1)
    r = np.where(np.arange(2 * count + 1) % 2, 1 + deep, 1.0)
    rest = np.linspace(end, start + 2 * np.pi, 12)[1:-1]
    angles, radii = np.concatenate([t, rest]), np.concatenate([r, np.ones(10)])
    return np.stack([np.cos(angles) * rx * radii, np.sin(angles) * ry * radii], 1)


_WOOL = scallops(1.0, 1.0, 13, 0.055)
_MANE = scallops(1.0, 1.0, 15, 0.06, 0.4)
_SPINES = spikes(1.0, 1.0, 17, 0.13, 0.80 * math.pi, 2.02 * math.pi)


def draw_coat(pen: Pen, f: Figure, b: Breed, at: Place, head: Pair, m: Moment) -> None:
    """Draw what lies on the trunk, under the near legs."""
    mark = bristle(f)
    match f.kind:
        case "cat":
            for k in (-0.6, -0.15, 0.3):
                top, low = at(b.half * k, -b.girth * 0.97), at(b.half * (k + 0.12), -b.girth * 0.35)
                pen.fill(shade(f.main, 0.74), capsule(*top, *low, 0.020, 0.008))
        case "tiger":
            for n, k in enumerate((-0.95, -0.62, -0.28, 0.06, 0.40, 0.74)):
                top, low = at(b.half * k, -b.girth * 0.98), at(b.half * (k + 0.14), -b.girth * (0.05 + 0.30 * (n % 2)))
                pen.fill(mark, tube([top, at(b.half * (k + 0.02), -b.girth * 0.5), low], (0.028, 0.020, 0.006)))
        case "dog" if f.variant % 3 == 0:
            spot = at(-b.half * 0.35, -b.girth * 0.35)
            pen.fill(shade(f.main, 0.72), oval(*spot, b.girth * 0.62, b.girth * 0.46, -0.15))
        case "wolf":
            back = [at(-b.half * 1.0, -b.girth * 0.72), at(0, -b.girth * 0.80), at(b.half * 0.95, -b.chest * 0.70)]
            pen.fill(mark, tube(back, (0.020, 0.040, 0.045)))
        case "cow":
            shift = 0.2 * (f.variant % 3 - 1)
            for k, y, rx, ry in (
                (-0.80, -0.25, 0.62, 0.60),
                (0.05 + shift, -0.42, 0.70, 0.50),
                (0.78, 0.10, 0.45, 0.62),
            ):
                pen.fill(mark, oval(*at(b.half * k, b.girth * y), b.girth * rx, b.girth * ry, 0.4 * k))
            pen.part((246, 170, 172), oval(*at(-b.half * 0.42, b.girth * 0.98), b.girth * 0.36, b.girth * 0.26))
        case "deer":
            for n, (k, y) in enumerate(
                ((-0.9, -0.5), (-0.45, -0.62), (0.0, -0.45), (0.4, -0.6), (-0.7, -0.1), (-0.2, 0.0))
            ):
                pen.dot(mix(f.main, (255, 250, 240), 0.75), *at(b.half * k, b.girth * y), 0.017 + 0.003 * (n % 2))
        case "giraffe":
            for k, y in (
                (-0.95, -0.35),
                (-0.35, -0.45),
                (0.25, -0.30),
                (0.85, -0.35),
                (-0.65, 0.35),
                (0.0, 0.35),
                (0.6, 0.40),
            ):
                pen.fill(mark, oval(*at(b.half * k, b.girth * y), 0.036, 0.030, k))
            foot = at(b.half * 0.92, -b.chest * 0.4)
            for n, t in enumerate((0.22, 0.40, 0.57, 0.73, 0.87)):
                x, y = foot[0] + (head[0] - foot[0]) * t, foot[1] + (head[1] - foot[1]) * t
                pen.fill(mark, oval(x + (0.016 if n % 2 else -0.014), y, 0.027 - 0.010 * t, 0.024 - 0.006 * t, 0.6))
        case "dragon" | "dinosaur" | "crocodile":
            _scales(pen, f, b, at, head)
        case _:
            return


_NECK_SPIKE = blob([(-0.03, 0.055), (-0.075, -0.03), (0.035, -0.045)], 3)
_BACK_SPIKE = blob([(-0.05, 0.02), (-0.01, -0.08), (0.05, 0.02)], 3)


def _scales(pen: Pen, f: Figure, b: Breed, at: Place, head: Pair) -> None:
    mark, light = bristle(f), pale(f)
    if f.kind == "crocodile":
        for k in (-0.85, -0.55, -0.25, 0.05, 0.35, 0.65):
            px, py = at(b.half * k, -b.girth * 0.99)
            pen.part(mark, blob([(px - 0.12, py + 0.05), (px - 0.01, py - 0.13), (px + 0.12, py + 0.05)], 3))
        pen.fill(
            f.main,
            tube([at(-b.half, -b.girth * 0.4), at(b.half * 0.9, -b.girth * 0.4)], (b.girth * 0.5, b.girth * 0.52)),
        )
        pen.fill(
            light,
            tube([at(-b.half, b.girth * 0.6), at(0, b.girth * 0.66), at(b.half, b.girth * 0.55)], (0.06, 0.09, 0.09)),
        )
        return
    throat = at(b.half * 0.95, -b.chest * 0.2)
    jaw = (head[0] - 0.1 * b.skull, head[1] + 0.5 * b.skull)
    if f.kind == "dragon":
        for t in (0.05, 0.40, 0.72):
            px = throat[0] - 0.66 * b.chest + (head[0] - 0.55 * b.skull - throat[0] + 0.5 * b.chest) * t
            py = throat[1] - 0.45 * b.chest + (head[1] - throat[1]) * t
            pen.part(mark, np.add(_NECK_SPIKE, (px, py)))
        for k in (-0.7, -0.2):
            px, py = at(b.half * k, -b.girth * 0.98)
            pen.part(mark, np.add(_BACK_SPIKE, (px, py)))
        pen.fill(
            light,
            tube(
                [at(b.half * 0.2, b.girth * 0.66), at(b.half * 1.25, b.chest * 0.30), (jaw[0] + 0.02, jaw[1])],
                (0.04, 0.07, 0.045),
            ),
        )
        return
    for k, y, r in (
        (-0.8, -0.55, 0.040),
        (-0.3, -0.70, 0.046),
        (0.25, -0.62, 0.040),
        (-0.5, -0.15, 0.030),
        (0.05, -0.25, 0.034),
    ):
        pen.dot(shade(f.main, 0.80), *at(b.half * k, b.girth * y), r, r * 0.85)


def draw_mane(pen: Pen, f: Figure, b: Breed, at: Place, head: Pair, m: Moment) -> None:
    """Draw what lies over the near legs and behind the head."""
    mark, r = bristle(f), b.skull
    if f.has("lioness"):
        return
    nape = at(b.half * 0.70, -b.chest * 0.80)
    match f.kind:
        case "lion":
            with pen.at(head[0] - 0.16 * r, head[1] + 0.10 * r, 0.04 * m.swing(0.4)):
                pen.part(mark, _MANE * (1.78 * r, 1.80 * r))
                pen.fill(shade(mark, 1.18), _MANE * (1.40 * r, 1.44 * r))
        case "horse" | "unicorn":
            wave = 0.012 * m.swing(0.6)
            line = [
                (head[0] - 0.35 * r, head[1] - 0.95 * r),
                ((head[0] * 0.7 + nape[0] * 0.3) - 0.65 * r, head[1] * 0.7 + nape[1] * 0.3 - 0.2 * r),
                (nape[0] * 0.7 + head[0] * 0.3 - 0.55 * r + wave, nape[1] * 0.7 + head[1] * 0.3),
                (nape[0] - 0.10 * r + wave, nape[1] + 0.30 * r),
            ]
            pen.part(mark, tube(line, (0.30 * r, 0.55 * r, 0.62 * r, 0.16 * r)))
            pen.fill(shade(mark, 1.25), tube([(x + 0.05 * r, y) for x, y in line[1:]], (0.10 * r, 0.17 * r, 0.05 * r)))
        case "donkey":
            line = [
                (head[0] - 0.50 * r, head[1] - 0.60 * r),
                (nape[0] * 0.5 + head[0] * 0.5 - 0.85 * r, (nape[1] + head[1]) / 2),
                nape,
            ]
            pen.part(mark, tube(line, (0.16 * r, 0.26 * r, 0.12 * r)))
        case "giraffe":
            pen.fill(
                mark,
                tube([(head[0] - 0.55 * r, head[1] - 0.2 * r), at(b.half * 0.75, -b.chest * 0.85)], (0.014, 0.018)),
            )
        case "wolf":
            x, y = head[0] * 0.62 + at(b.half, 0)[0] * 0.38, head[1] * 0.62 + at(b.half, 0)[1] * 0.38
            with pen.at(x, y, 0.5):
                pen.part(pale(f), _RUFF * (0.95 * r, 1.0 * r))
        case "sheep":
            with pen.at(*at(-0.02, -0.02), math.atan2(at(1, 0)[1] - at(0, 0)[1], at(1, 0)[0] - at(0, 0)[0])):
                pen.part(f.main, _WOOL * (0.395, 0.295))
                for x, y, s in (
                    (-0.20, -0.08, 1.0),
                    (0.0, -0.14, 1.1),
                    (0.18, -0.05, 1.0),
                    (-0.08, 0.08, 1.0),
                    (0.12, 0.12, 0.9),
                    (-0.26, 0.08, 0.8),
                ):
                    curl = [(x - 0.045 * s, y), (x - 0.01, y + 0.032 * s), (x + 0.036 * s, y + 0.010)]
                    pen.stroke(shade(f.main, 0.84), curl, 0.010)
        case "hedgehog":
            with pen.at(*at(-0.04, 0), math.atan2(at(1, 0)[1] - at(0, 0)[1], at(1, 0)[0] - at(0, 0)[0])):
                pen.part(f.main, np.add(_SPINES * (0.50, 0.40), (0.0, -0.06)))
                for n in range(13):
                    t, ring = 0.95 * math.pi + (n % 7) * 0.155 * math.pi, 0.78 if n < 7 else 0.46
                    x, y = math.cos(t) * 0.46 * ring - 0.02, math.sin(t) * 0.40 * ring - 0.02
                    tip = (math.cos(t - 0.15) * 0.09, math.sin(t - 0.15) * 0.09)
                    pen.stroke(shade(f.main, 1.45 if n % 2 else 0.62), [(x, y), (x + tip[0], y + tip[1])], 0.013)
        case _:
            return


_RUFF = blob(
    [
        (-0.9, -0.6),
        (0.1, -0.9),
        (0.9, -0.3),
        (1.0, 0.35),
        (0.62, 0.30),
        (0.70, 0.85),
        (0.25, 0.62),
        (0.05, 1.15),
        (-0.30, 0.70),
        (-0.75, 0.75),
    ],
    4,
)


# fmt: off
_SKIN = blob([(0.03, 0.03), (-0.02, -0.30), (-0.10, -0.46), (-0.26, -0.40), (-0.30, -0.26), (-0.42, -0.24),
              (-0.38, -0.10), (-0.44, 0.0), (-0.22, 0.0)], 4)
# fmt: on
_WING_ARM = tube([(0.02, 0.03), (-0.005, -0.26), (-0.11, -0.47)], (0.036, 0.026, 0.010))
_WING_BONES = tuple(tube([(-0.01, -0.22), tip], (0.009, 0.009), 4) for tip in ((-0.30, -0.26), (-0.38, -0.10)))


def draw_wing(pen: Pen, f: Figure, root: Pair, m: Moment, *, far: bool) -> None:
    """Draw a wing of skin from its root on the back: folded up at rest, beating in the air."""
    spread = 1.0
    if m.aloft or m.action == "fly":
        angle, spread = -0.10 + 0.80 * m.swing(1.5, 0.04 if far else 0), 1.30
    else:
        busy = m.action in ("run", "jump", "dance", "fall", "laugh")
        angle = -0.12 + (0.35 if busy else 0.05) * m.swing(1.5 if busy else 0.35)
        angle += {"sleep": -0.9, "cry": -0.6, "bow": 0.3, "crawl": -0.5}.get(m.action, 0.0)
    skin = shade(bristle(f), 0.82 if far else 1.0)
    with pen.at(root[0] + (0.10 if far else 0), root[1], angle + (0.30 if far else 0), stretch=(spread, spread)):
        pen.part(skin, _SKIN)
        pen.part(shade(f.main, 0.84 if far else 1.0), _WING_ARM)
        if not far:
            pen.fill(shade(skin, 0.78), *_WING_BONES)
