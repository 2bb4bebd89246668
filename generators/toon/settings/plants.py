"""Trees, bushes, grass and flowers. Each stands on (x, y); sizes are in frame heights."""

import math
from collections.abc import Iterable

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.outlines import blob, mound, oval, pick
from generators.toon.settings.stage import Contour, Layer

_BARK = (124, 88, 68)
_SIDE = [(1.0, -0.1), (0.42, -0.34), (0.74, -0.36), (0.3, -0.6), (0.52, -0.62), (0.22, -0.8)]
_FIR = np.array([(-x, y) for x, y in _SIDE] + [(0.0, -1.0)] + _SIDE[::-1])  # half as wide as 1, 1 high
_TURN = np.linspace(0, 2 * np.pi, 31)[:-1]
_FLOWER = (0.3 + 0.14 * np.abs(np.sin(_TURN * 2.5)))[:, None] * np.stack([np.cos(_TURN), np.sin(_TURN)], 1)
PETALS: tuple[RGB, ...] = ((250, 244, 236), (252, 214, 92), (242, 128, 150), (176, 138, 220))


def round_tree(layer: Layer, x: float, y: float, height: float, crown: RGB, chance: float) -> None:
    """A broad-leaved tree with a crown in three tones."""
    lean = 0.012 * height * layer.stage.sway(x)
    green, width = layer.stage.season.leaf(crown, chance), height * (0.30 + 0.06 * chance)
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
    half, lean = height * (0.2 + 0.05 * chance), 0.02 * height * layer.stage.sway(x)
    outline = _FIR * (half, height)
    outline[:, 0] += lean * _FIR[:, 1] ** 2
    left, right = outline[: len(_FIR) // 2 + 1], outline[len(_FIR) // 2 :]
    if layer.detail * height > 30:
        layer.box(x - height * 0.03, y - height * 0.14, x + height * 0.03, y, _BARK)
    layer.polygon(np.concatenate([right, [(half * 0.1, -height * 0.1)]]), shade(green, 0.82), at=(x, y))
    layer.polygon(np.concatenate([left, [(half * 0.14, -height * 0.08)]]), green, at=(x, y))
    if snow:
        tips = [outline[6] + np.array([side * half * 0.3, height * 0.17]) for side in (-1, 0, 1)]
        tips[1][1] -= height * 0.04
        layer.polygon([tuple(outline[6]), *(tuple(tip) for tip in tips)], (240, 246, 252), at=(x, y))


def bush(layer: Layer, x: float, y: float, size: float, colour: RGB, chance: float) -> None:
    """A low round bush, `size` high."""
    green = layer.stage.season.leaf(colour, chance)
    shape = mound(blob(pick(chance)) * (size * 1.25, size * 0.9) + (0, -size * 0.42))
    layer.polygon(shape, shade(green, 0.86), at=(x, y))
    layer.polygon(shape * (0.8, 0.82), green, at=(x - size * 0.12, y - size * 0.1))


def tuft(layer: Layer, x: float, y: float, size: float) -> Contour:
    """The outline of three blades of grass, `size` high; many are painted at once."""
    lean = 0.25 * size * layer.stage.sway(x, 2.0)
    return [
        (x - size * 0.34, y),
        (x - size * 0.62 + lean * 0.6, y - size * 0.62),
        (x - size * 0.12, y - size * 0.16),
        (x + size * 0.04 + lean, y - size),
        (x + size * 0.14, y - size * 0.16),
        (x + size * 0.56 + lean * 0.6, y - size * 0.7),
        (x + size * 0.34, y),
    ]


def flowers(layer: Layer, spots: Iterable[tuple[float, float, float, int]]) -> None:
    """Small round flowers on stems: (x, y, height, index of `PETALS`) each."""
    stems: list[Contour] = []
    heads: list[list[Contour]] = [[] for _ in PETALS]
    eyes: list[Contour] = []
    for x, y, size, tone in spots:
        top = x + 0.2 * size * layer.stage.sway(x, 2.0), y - size
        stems.append(
            [(x - size * 0.07, y), (top[0] - size * 0.05, top[1]), (top[0] + size * 0.05, top[1]), (x + size * 0.07, y)]
        )
        heads[tone].append(_FLOWER * (size * (1 if layer.detail * size > 12 else 1.2)) + top)
        eyes.append(oval(*top, size * 0.15, size * 0.15, 10))
    layer.polygons(stems, layer.stage.season.leaf((86, 150, 76)))
    for petals, rgb in zip(heads, PETALS, strict=True):
        layer.polygons(petals, rgb)
    layer.polygons(eyes, (246, 184, 66))


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
    for right, down, tone in ((0.02, 0.02, (134, 90, 60)), (-0.028, 0.028, (150, 102, 68))):
        layer.polygon(oval(right, down, 0.028, 0.028), tone, at=(crown[0], crown[1]), size=height)


def _frond(angle: float, length: float) -> np.ndarray:
    """A drooping leaf with a notched underside."""
    steps = np.linspace(0, 1, 8)
    spine = np.stack([math.cos(angle) * steps, math.sin(angle) * steps + 0.42 * steps**2.2], 1)
    width = 0.13 * np.sin(np.pi * np.clip(steps * 0.92 + 0.06, 0, 1))
    notch = np.where(np.arange(8) % 2, 0.62, 1.15)
    upper, lower = spine - np.stack([0 * width, width * 0.55], 1), spine + np.stack([0 * width, width * notch], 1)
    return np.asarray(np.concatenate([upper, lower[::-1]]) * length)


def fern(layer: Layer, x: float, y: float, size: float, colour: RGB) -> None:
    """A fan of pointed blades, in two tones."""
    for tone, count, reach in ((0.84, 6, 1.0), (1.0, 5, 0.8)):
        turn = np.linspace(-2.95, -0.19, 2 * count - 1) + 0.05 * layer.stage.sway(x + count)
        radius = np.where(np.arange(2 * count - 1) % 2, 0.36, 1.0) * size * reach
        fan = np.stack([np.cos(turn), np.sin(turn)], 1) * radius[:, None]
        layer.polygon(np.concatenate([[(0.0, 0.0)], fan]), shade(layer.stage.season.leaf(colour), tone), at=(x, y))
