"""Trees, bushes, grass and flowers. Each stands on (x, y); sizes are in frame heights."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.shapes import blob, disc, leaf, pick
from generators.toon.settings.stage import Layer

_BARK = (124, 88, 68)
PETALS: tuple[RGB, ...] = ((250, 244, 236), (252, 214, 92), (242, 128, 150), (176, 138, 220))


def round_tree(layer: Layer, x: float, y: float, height: float, crown: RGB, chance: float) -> None:
    """A broad-leaved tree with a crown in three tones."""
    lean = 0.012 * height * layer.stage.sway(x)
    green, width = layer.leaf(crown, chance), height * (0.30 + 0.06 * chance)
    trunk = height * 0.035
    layer.polygon(
        [
            (x - trunk * 1.5, y),
            (x - trunk * 0.7, y - height * 0.5),
            (x + trunk * 0.7, y - height * 0.5),
            (x + trunk * 1.5, y),
        ],
        _BARK,
    )
    shape = blob(pick(chance))
    cx, cy = x + lean, y - height * 0.64
    layer.polygon(shape * (width, height * 0.36), shade(green, 0.84), at=(cx, cy))
    layer.polygon(shape * (width * 0.86, height * 0.29), green, at=(cx - 0.07 * width + lean, cy - 0.055 * height))
    layer.polygon(
        blob(pick(chance + 0.3), 5) * (width * 0.42, height * 0.13),
        shade(green, 1.14),
        at=(cx - 0.28 * width + 1.6 * lean, cy - 0.15 * height),
    )


def pine(layer: Layer, x: float, y: float, height: float, colour: RGB, chance: float) -> None:
    """A fir of three skirts, lit from the left."""
    green, snow = shade(colour, 0.92 + 0.16 * chance), layer.stage.season.snow
    half = height * (0.2 + 0.05 * chance)
    lean = 0.008 * height * layer.stage.sway(x)
    layer.box(x - height * 0.03, y - height * 0.14, x + height * 0.03, y, _BARK)
    for n, (low, high, width) in enumerate(((0.1, 0.52, 1.0), (0.33, 0.76, 0.78), (0.56, 1.0, 0.54))):
        w, tip = half * width, (x + lean * (n + 1), y - height * high)
        foot = y - height * low
        layer.polygon([(x - w, foot), tip, (x + w, foot), (x + w * 0.4, foot + height * 0.025)], shade(green, 0.82))
        layer.polygon([(x - w, foot), tip, (x + w * 0.12, foot + height * 0.03)], green)
        if snow:
            cap = height * 0.13
            layer.polygon(
                [(x - w * 0.34, tip[1] + cap), tip, (x + w * 0.34, tip[1] + cap), (x, tip[1] + cap * 0.8)],
                (240, 246, 252),
            )


def bush(layer: Layer, x: float, y: float, size: float, colour: RGB, chance: float) -> None:
    """A low round bush, `size` high."""
    green = layer.leaf(colour, chance)
    shape = np.minimum(blob(pick(chance)) * (size * 1.25, size * 0.9) + (0, -size * 0.42), (np.inf, 0.0))
    layer.polygon(shape, shade(green, 0.86), at=(x, y))
    layer.polygon(shape * (0.8, 0.82), green, at=(x - size * 0.12, y - size * 0.1))


def tuft(layer: Layer, x: float, y: float, size: float, colour: RGB) -> None:
    """Three blades of grass, `size` high, in one piece."""
    lean = 0.25 * size * layer.stage.sway(x, 2.0)
    layer.polygon(
        [
            (x - size * 0.34, y),
            (x - size * 0.62 + lean * 0.6, y - size * 0.62),
            (x - size * 0.12, y - size * 0.16),
            (x + size * 0.04 + lean, y - size),
            (x + size * 0.14, y - size * 0.16),
            (x + size * 0.56 + lean * 0.6, y - size * 0.7),
            (x + size * 0.34, y),
        ],
        colour,
    )


def flower(layer: Layer, x: float, y: float, size: float, petals: RGB) -> None:
    """A small round flower on a stem, `size` high."""
    lean = 0.2 * size * layer.stage.sway(x, 2.0)
    head = x + lean, y - size
    layer.polygon(
        [
            (x - size * 0.07, y),
            (head[0] - size * 0.05, head[1]),
            (head[0] + size * 0.05, head[1]),
            (x + size * 0.07, y),
        ],
        layer.leaf((86, 150, 76)),
    )
    if layer.detail * size < 14:
        layer.polygon(disc(8) * size * 0.34, petals, at=head)
        return
    turn = np.linspace(0, 2 * math.pi, 41)[:-1]
    ring = (0.3 + 0.14 * np.abs(np.sin(turn * 2.5)))[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1)
    layer.polygon(ring * size, petals, at=head)
    layer.polygon(disc(10) * size * 0.15, (248, 190, 70) if petals[2] > 140 else (190, 110, 60), at=head)


def palm(layer: Layer, x: float, y: float, height: float, chance: float) -> None:
    """A bent palm with six fronds."""
    bend = height * (0.16 + 0.14 * chance) * (1 if chance > 0.5 else -1)
    steps = np.linspace(0, 1, 9)
    middle = np.stack([x + bend * steps**1.8, y - height * steps], 1)
    half = (height * (0.034 - 0.016 * steps))[:, None] * (1, 0)
    layer.polygon(np.concatenate([middle - half, (middle + half)[::-1]]), (168, 124, 86))
    for n in range(1, 8):
        cx, cy = middle[n]
        w = height * (0.034 - 0.002 * n)
        layer.polygon([(cx - w, cy), (cx + w, cy - w * 0.3), (cx + w, cy)], (142, 100, 70))
    crown = middle[-1]
    for n, angle in enumerate((-2.75, -0.4, -2.1, -1.05, 2.75, 0.35)):
        swing = angle + 0.05 * layer.stage.sway(x + n)
        tone = shade((88, 168, 96), (0.8, 0.8, 1.0, 1.0, 0.9, 0.92)[n])
        layer.polygon(_frond(swing, height * 0.46) + crown, tone)
    layer.polygon(disc(10) * height * 0.028 + crown + (height * 0.02, height * 0.02), (134, 90, 60))
    layer.polygon(disc(10) * height * 0.028 + crown + (-height * 0.028, height * 0.028), (150, 102, 68))


def _frond(angle: float, length: float) -> np.ndarray:
    """A drooping leaf with a notched underside."""
    steps = np.linspace(0, 1, 8)
    spine = np.stack([math.cos(angle) * steps, math.sin(angle) * steps + 0.42 * steps**2.2], 1)
    width = 0.13 * np.sin(np.pi * np.clip(steps * 0.92 + 0.06, 0, 1))
    notch = np.where(np.arange(8) % 2, 0.62, 1.15)
    upper, lower = spine - np.stack([0 * width, width * 0.55], 1), spine + np.stack([0 * width, width * notch], 1)
    return np.asarray(np.concatenate([upper, lower[::-1]]) * length)


def fern(layer: Layer, x: float, y: float, size: float, colour: RGB) -> None:
    """A fan of five blades."""
    for n, angle in enumerate((-2.75, -0.4, -2.2, -0.95, -1.57)):
        blade = leaf(angle + 0.04 * layer.stage.sway(x + n), size, size * 0.24)
        layer.polygon(blade, shade(layer.leaf(colour), 0.82 + 0.06 * n), at=(x, y))
