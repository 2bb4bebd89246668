"""What people wear on their heads. All lengths are radii of the head, from its middle."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures import helmets
from generators.toon.figures.ornament import GOLD, star
from generators.toon.figures.pen import WHITE, Pen, arc
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval, rounded, scaled, tube

_FELT: RGB = (128, 92, 70)

Draw = Callable[[Pen, Figure, float, float, Moment], None]


def draw_hat(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    """Draw what is on the head: at most one thing. `turn` is how far the face looks to the right."""
    hat = hat_of(f)
    if hat is not None:
        HATS[hat](pen, f, r, turn, m)


def hat_of(f: Figure) -> str | None:
    """The trait that is on the head."""
    return next((trait for trait in HATS if trait in f.traits), None)


def covers_hair(f: Figure) -> bool:
    """Whether the hat leaves no hair to be seen on top."""
    return f.has("helm", "bubble", "hood")


def _pointed(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    lag = 0.08 * m.swing(0.4)
    cone = scaled(
        r,
        (-0.80, -0.62),
        (-0.52, -1.30),
        (-0.34, -2.00),
        (-0.50 - lag, -2.62),
        (-0.06, -1.98),
        (0.42, -1.30),
        (0.86, -0.62),
    )
    pen.part(f.main, oval(0.03 * r, -0.62 * r, 1.46 * r, 0.28 * r), blob(cone))
    band = scaled(r, (-0.78, -0.80), (0.03, -0.64), (0.82, -0.80), (0.86, -0.60), (0.03, -0.44), (-0.80, -0.60))
    pen.fill(f.accent, blob(band))
    for x, y, size in ((-0.10, -1.15, 0.17), (0.22, -1.42, 0.10), (-0.24, -1.70, 0.12)):
        pen.fill(f.accent, star(x * r, y * r, size * r))


def _witch(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    dark = mix(f.main, (44, 38, 56), 0.5)
    lag = 0.10 * m.swing(0.5)
    cone = scaled(
        r,
        (-0.78, -0.62),
        (-0.58, -1.20),
        (-0.62, -1.70),
        (-1.00, -2.02 + lag),
        (-1.50, -1.92 + lag),
        (-1.00, -2.28 + lag),
        (-0.40, -2.14),
        (0.10, -1.60),
        (0.50, -1.10),
        (0.84, -0.62),
    )
    pen.part(
        dark,
        blob(scaled(r, (-1.62, -0.44), (-0.70, -0.84), (0.80, -0.84), (1.66, -0.40), (0.80, -0.46), (-0.70, -0.46))),
        blob(cone),
    )
    band = scaled(r, (-0.74, -0.92), (0.05, -0.78), (0.78, -0.92), (0.82, -0.66), (0.05, -0.54), (-0.78, -0.66))
    pen.fill(f.accent, blob(band))
    pen.part(GOLD, rounded((turn - 0.16) * r, -0.88 * r, (turn + 0.16) * r, -0.56 * r, 0.05 * r))
    pen.fill(f.accent, rounded((turn - 0.07) * r, -0.79 * r, (turn + 0.07) * r, -0.65 * r, 0.02 * r))


def _tricorn(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    felt: RGB = mix(f.main, (46, 40, 52), 0.72)
    brim = scaled(
        r,
        (-1.50, -0.50),
        (-1.20, -1.06),
        (-0.50, -1.26),
        (0.05, -1.46),
        (0.60, -1.26),
        (1.26, -1.04),
        (1.56, -0.48),
        (0.80, -0.56),
        (0.03, -0.78),
        (-0.76, -0.56),
    )
    pen.part(felt, blob(brim))
    pen.stroke(GOLD, scaled(r, (-1.34, -0.56), (-0.72, -0.66), (0.03, -0.86), (0.76, -0.66), (1.40, -0.54)), 0.045 * r)
    if m.view != "back":
        x, y = turn * 0.8, -1.06
        pen.dot(WHITE, x * r, y * r, 0.15 * r, 0.14 * r)
        pen.fill(WHITE, rounded((x - 0.07) * r, (y + 0.06) * r, (x + 0.07) * r, (y + 0.21) * r, 0.02 * r))
        for side in (-1, 1):
            pen.dot(felt, (x + side * 0.06) * r, y * r, 0.035 * r)


def _toque(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    puffs = ((-0.58, -1.42, 0.46), (0.62, -1.42, 0.46), (0.0, -1.62, 0.56), (0.0, -1.22, 0.70))
    pen.part(WHITE, *(oval(x * r, y * r, s * r, s * 0.92 * r) for x, y, s in puffs))
    for x, tilt in ((-0.30, -0.08), (0.06, 0.0), (0.40, 0.08)):
        pen.stroke(shade(WHITE, 0.86), scaled(r, (x, -1.02), (x + tilt, -1.34)), 0.035 * r)
    pen.part(WHITE, rounded(-0.80 * r, -1.06 * r, 0.84 * r, -0.56 * r, 0.12 * r))


def _peaked(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    dark = shade(f.main, 0.86)
    pen.part(
        dark,
        blob(
            scaled(
                r,
                (-0.98, -0.52),
                (-1.28, -0.98),
                (-0.60, -1.34),
                (0.60, -1.36),
                (1.32, -1.00),
                (1.00, -0.52),
                (0.0, -0.62),
            )
        ),
    )
    pen.fill(
        shade(f.main, 0.55),
        blob(scaled(r, (-1.00, -0.74), (0.0, -0.86), (1.02, -0.74), (1.0, -0.46), (0.0, -0.58), (-0.99, -0.46))),
    )
    if m.view == "side":
        pen.part((44, 42, 52), blob(scaled(r, (0.30, -0.58), (0.96, -0.62), (1.48, -0.34), (0.94, -0.36))))
    elif m.view == "front":
        pen.part(
            (44, 42, 52),
            blob(scaled(r, (-0.84, -0.50), (0.0, -0.62), (0.84, -0.50), (0.60, -0.26), (0.0, -0.20), (-0.60, -0.26))),
        )
    if m.view != "back":
        pen.fill(GOLD, star(turn * 1.6 * r, -0.98 * r, 0.24 * r))


def _sailor(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    if m.view != "front":
        flutter = 0.08 * m.swing(1.2)
        for dx, long in ((0.0, 0.62), (-0.22, 0.42)):
            pen.part(
                f.accent,
                tube(
                    scaled(r, (-0.90 + dx * 0.2, -0.66), (-1.10 + dx, -0.20), (-1.06 + dx + flutter, long)),
                    [0.07 * r, 0.09 * r, 0.11 * r],
                ),
            )
    pen.part(WHITE, oval(0.0, -1.06 * r, 1.24 * r, 0.34 * r))
    pen.part(
        f.accent,
        blob(scaled(r, (-0.96, -0.98), (0.0, -0.86), (0.98, -0.98), (0.98, -0.56), (0.0, -0.62), (-0.96, -0.54))),
    )
    pen.part((224, 72, 66), oval(0.0, -1.40 * r, 0.20 * r, 0.18 * r))


def _soft(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    lag = 0.08 * m.swing(0.5)
    pen.part(
        f.accent,
        blob(
            scaled(
                r,
                (-1.06, -0.36),
                (-0.98, -0.92),
                (-0.60, -1.44),
                (-0.62, -1.80),
                (-1.22, -2.00 + lag),
                (-0.50, -2.16),
                (0.26, -1.70),
                (0.80, -1.06),
                (1.04, -0.42),
                (0.0, -0.60),
            )
        ),
    )
    pen.part(shade(f.accent, 0.80), tube(scaled(r, (-1.04, -0.38), (0.0, -0.62), (1.04, -0.42)), [0.13 * r] * 3))
    pen.part(WHITE, oval(-1.22 * r, (-1.98 + lag) * r, 0.17 * r, 0.17 * r))


def _clown(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    cone = scaled(r, (-0.42, -0.90), (0.10, -1.86), (0.56, -0.84), (0.08, -0.76))
    pen.part(f.accent, np.array(cone))
    pen.fill(mix(f.accent, WHITE, 0.6), capsule(-0.10 * r, -1.22 * r, 0.28 * r, -1.18 * r, 0.07 * r))
    pen.part(GOLD, oval(0.10 * r, -1.88 * r, 0.19 * r, 0.18 * r))


def _straw(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    felt = (236, 204, 128) if f.kind == "farmer" or f.has("straw hat") else _FELT
    pen.part(felt, oval(0.02 * r, -0.64 * r, 1.50 * r, 0.27 * r))
    crown = scaled(
        r,
        (-0.68, -0.66),
        (-0.58, -1.22),
        (-0.2, -1.30),
        (0.02, -1.24),
        (0.26, -1.32),
        (0.60, -1.22),
        (0.72, -0.66),
        (0.0, -0.58),
    )
    pen.part(felt, blob(crown))
    band = scaled(r, (-0.69, -0.88), (0.0, -0.76), (0.71, -0.88), (0.72, -0.68), (0.0, -0.55), (-0.69, -0.68))
    pen.fill(f.accent if f.accent != felt else shade(felt, 0.6), blob(band))


def _top(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    black: RGB = (62, 58, 72)
    pen.part(black, oval(0.02 * r, -0.70 * r, 1.24 * r, 0.20 * r))
    pen.part(
        black,
        blob(scaled(r, (-0.70, -0.72), (-0.78, -1.78), (0.0, -1.90), (0.82, -1.78), (0.74, -0.72), (0.0, -0.62)), 4),
    )
    pen.fill(f.accent, rounded(-0.71 * r, -1.00 * r, 0.75 * r, -0.78 * r, 0.03 * r))


def _cap(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    dome = np.concatenate([arc(0, -0.18 * r, 1.04 * r, math.pi, 2 * math.pi, 14), np.array(scaled(r, (0, -0.3)))])
    pen.part(f.accent, dome)
    peak = shade(f.accent, 0.8)
    if m.view == "side":
        pen.part(peak, blob(scaled(r, (0.1, -0.34), (0.9, -0.42), (1.45, -0.24), (0.9, -0.16))))
    elif m.view == "front":
        pen.part(peak, blob(scaled(r, (-0.8, -0.30), (0, -0.46), (0.8, -0.30), (0.5, -0.06), (0, 0.0), (-0.5, -0.06))))
    pen.dot(peak, 0, -1.22 * r, 0.10 * r, 0.07 * r)


def _bow(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    pen.part(
        f.accent,
        blob(scaled(r, (-0.3, -0.95), (-0.66, -1.16), (-0.62, -0.8))),
        blob(scaled(r, (-0.3, -0.95), (0.06, -1.16), (0.02, -0.8))),
    )


HATS: Mapping[str, Draw] = MappingProxyType(
    {
        "helm": helmets.draw_helm,
        "bubble": helmets.draw_bubble,
        "crown": helmets.draw_crown,
        "tiara": helmets.draw_tiara,
        "pointed hat": _pointed,
        "witch hat": _witch,
        "tricorn": _tricorn,
        "toque": _toque,
        "peaked cap": _peaked,
        "fire helmet": helmets.draw_fire_helmet,
        "sailor hat": _sailor,
        "soft cap": _soft,
        "clown hat": _clown,
        "top hat": _top,
        "hood": helmets.draw_hood,
        "hat": _straw,
        "cap": _cap,
        "bow": _bow,
    }
)
"""What can be on a head; the first that somebody wears is drawn."""
