"""A cave: its mouth with the sky of the hour, halls behind halls, hanging and standing stones, crystals, a pool."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.indoors import outdoors
from generators.toon.settings.outlines import blob, mound, moved, oval, pick
from generators.toon.settings.stage import Cell, Contour, Layer, Stage

ROCK: RGB = (158, 142, 150)
_DEEP: RGB = (70, 60, 88)
_CRYSTALS: tuple[RGB, ...] = ((110, 226, 236), (190, 140, 246), (126, 240, 176))


def draw_cave(stage: Stage) -> None:
    """Draw a cave."""
    with stage.layer(0.1, distance=0.0) as layer:
        layer.box(layer.x0, layer.y0, layer.x1, layer.y1, _DEEP)
    with stage.layer(0.3, distance=0.0) as layer:
        for cell in layer.cells("mouths", 1.9, margin=0.6, shake=0.2):
            _mouth(layer, cell)
        _teeth(layer, "far", 0.10, 0.13, (92, 80, 108), 0.17)
        _stumps(layer, "far", 0.62, 0.14, (92, 80, 108), 0.17)
        layer.land(layer.ridge("far", 0.61, 0.012, 0.6), (96, 84, 112))
    with stage.layer(0.58, distance=0.0) as layer:
        _teeth(layer, "mid", 0.05, 0.2, (118, 103, 124), 0.3)
        for cell in layer.cells("crystals", 0.5, margin=0.15):
            if cell.a < 0.62:
                _crystals(layer, cell, 0.645, 0.07 + 0.05 * cell.b)
        _stumps(layer, "mid", 0.645, 0.14, (118, 103, 124), 0.34)
        layer.land(layer.ridge("mid", 0.635, 0.012, 0.8), (124, 108, 128))
    with stage.layer(1.0) as layer:
        _floor(layer)
    with stage.layer(0.85, distance=0.0) as layer:
        _teeth(layer, "near", -0.02, 0.15, (104, 90, 110), 0.26)


def _mouth(layer: Layer, cell: Cell) -> None:
    """An opening, the country outside, and the light that falls in."""
    x, y, light = cell.x, 0.40, layer.stage.open_sky
    outdoors(layer, x - 0.215, y - 0.205, x + 0.215, 0.605, cell.b)
    turn = np.linspace(0, 2 * math.pi, 40)
    wobble = 1 + 0.06 * np.sin(turn * 5 + cell.c * 6) + 0.04 * np.sin(turn * 9)
    hole = moved(np.stack([np.cos(turn) * 0.2 * wobble, np.sin(turn) * 0.19 * wobble], 1), x, y)
    for size, rgb in ((0.36, shade(_DEEP, 1.1)), (0.27, shade(_DEEP, 1.2))):
        layer.glow([blob(pick(cell.a), 5) * (size, size * 0.94) + (x, y), hole], layer.paint(rgb))
    shaft = [(x - 0.16, y - 0.1), (x + 0.16, y - 0.1), (x + 0.42, 0.72), (x - 0.30, 0.72)]
    layer.glow([shaft], light.sky[2], alpha=0.10)


def _teeth(layer: Layer, name: str, low: float, high: float, rgb: RGB, step: float) -> None:
    """A roof of rock with stones that hang from it, in two tones."""
    if low + high * 1.3 < layer.y0:
        return
    first, last = math.floor(layer.x0 / step) - 1, math.ceil(layer.x1 / step) + 1
    edge: list[tuple[float, float]] = []
    sides: list[Contour] = []
    for column in range(first, last):
        a, b, c, d = layer.stage.chances(f"teeth {name}", column)
        x, w = (column + 0.5) * step, step * (0.16 + 0.12 * b)
        root, tip = low + 0.03 * d, low + high * (0.35 + 0.9 * a * a)
        edge += [(x - step * 0.5, low + 0.025 * c), (x - w, root), (x - w * 0.35, root + (tip - root) * 0.55),
                 (x, tip), (x + w * 0.4, root + (tip - root) * 0.5), (x + w, root)]  # fmt: skip
        sides.append([(x + w * 0.1, root), (x, tip), (x + w * 0.4, root + (tip - root) * 0.5), (x + w, root)])
    top = min(layer.y0, low) - 0.2
    layer.polygon([*edge, (edge[-1][0], top), (edge[0][0], top)], rgb)
    layer.polygons(sides, shade(rgb, 0.86))


def _stumps(layer: Layer, name: str, foot: float, high: float, rgb: RGB, step: float) -> None:
    """Stones that grow from the ground."""
    bodies: list[Contour] = []
    sides: list[Contour] = []
    for cell in layer.cells(f"stumps {name}", step, margin=0.1):
        if cell.a < 0.6:
            h, w = high * (0.4 + 0.8 * cell.b), step * (0.14 + 0.12 * cell.c)
            x = cell.x
            bodies.append([(x - w, foot + 0.01), (x - w * 0.5, foot - h * 0.5), (x - w * 0.14, foot - h),
                           (x + w * 0.2, foot - h * 0.94), (x + w * 0.55, foot - h * 0.42), (x + w,
                           foot + 0.01)])  # fmt: skip
            sides.append([(x + w * 0.1, foot + 0.01), (x + w * 0.06, foot - h * 0.5), (x + w * 0.2, foot - h * 0.94),
                          (x + w * 0.55, foot - h * 0.42), (x + w, foot + 0.01)])  # fmt: skip
    layer.polygons(bodies, rgb)
    layer.polygons(sides, shade(rgb, 0.84))


def _crystals(layer: Layer, cell: Cell, y: float, size: float) -> None:
    """A cluster of crystals that glow, most of all in the dark."""
    rgb = _CRYSTALS[int(cell.c * 2.999)]
    shine = 0.75 + 0.25 * math.sin(layer.stage.seconds * 1.1 + cell.d * 6)
    bright = 0.4 + 0.6 * layer.stage.open_sky.windows
    for radius in (2.2, 1.4):
        layer.glow(
            [oval(cell.x, y - size * 0.4, size * radius, size * radius * 0.85, 28)], rgb, alpha=0.13 * bright * shine
        )
    for angle, tall, wide in ((-0.5, 0.7, 0.17), (0.55, 0.62, 0.16), (-0.2, 1.1, 0.2), (0.22, 0.85, 0.18)):
        c, s = math.cos(angle), math.sin(angle)
        turn = np.array([[c, s], [-s, c]]) * size
        left = np.array([(0.0, 0.0), (-wide, 0.0), (-wide, -tall * 0.75), (0.0, -tall)]) @ turn + (cell.x, y)
        right = np.array([(0.0, 0.0), (wide, 0.0), (wide, -tall * 0.75), (0.0, -tall)]) @ turn + (cell.x, y)
        layer.glow([left], mix(layer.paint(rgb), rgb, 0.4 + 0.5 * bright))
        layer.glow([right], mix(layer.paint(shade(rgb, 0.72)), shade(rgb, 0.8), 0.4 + 0.5 * bright))


def _floor(layer: Layer) -> None:
    layer.land(layer.ridge("ground", 0.658, 0.012, 0.8), shade(ROCK, 0.82))
    for cell in layer.cells("near", 0.5, margin=0.15):
        if cell.a < 0.35:
            _crystals(layer, cell, 0.695, 0.045 + 0.03 * cell.b)
        elif cell.a < 0.75:
            _boulder(layer, cell, 0.69 + 0.015 * cell.b)
    layer.land(layer.ridge("path", 0.728, 0.012, 1.1), ROCK)
    layer.land(layer.ridge("near", 0.925, 0.014, 1.0), shade(ROCK, 0.88))
    for cell in layer.cells("pools", 1.4, margin=0.3):
        if cell.a < 0.75:
            _pool(layer, cell.x, 0.765)
    if layer.detail > 90:
        spots = list(layer.scatter("slabs", 0.3, 0.74, 2.6, rows=0.075, margin=0.1))
        layer.polygons([oval(c.x, c.y, 0.04 + 0.03 * c.c, 0.006, 12) for c in spots if c.b < 0.5], shade(ROCK, 0.9))
        pebbles = [mound(oval(c.x, c.y, 0.009, 0.008, 12), c.y) for c in spots if c.b > 0.7]
        layer.polygons(pebbles, shade(ROCK, 0.74))


def _boulder(layer: Layer, cell: Cell, y: float) -> None:
    size = 0.03 + 0.03 * cell.c
    shape = mound(blob(pick(cell.d), 5) * (size * 1.4, size))
    layer.polygon(shape, shade(ROCK, 0.66), at=(cell.x, y))
    layer.polygon(shape * (0.74, 0.84), shade(ROCK, 0.78), at=(cell.x - size * 0.18, y))


def _pool(layer: Layer, x: float, y: float) -> None:
    """Still water, and the rings of a drop that falls from the roof."""
    layer.polygon(oval(x, y, 0.17, 0.018, 32), shade(ROCK, 0.7))
    water = mix(layer.paint((84, 132, 160)), _CRYSTALS[0], 0.16)
    layer.glow([oval(x, y + 0.002, 0.158, 0.014, 32)], water)
    age = (layer.stage.seconds * 0.5 + x) % 1
    if age < 0.5:
        size = 0.01 + 0.09 * age
        rings = [oval(x + 0.03, y, size, size * 0.13, 22), oval(x + 0.03, y, size * 0.86, size * 0.1, 22)]
        layer.glow(rings, mix(water, (255, 255, 255), 0.4 * (1 - 2 * age)))
    elif age > 0.82:
        fall = (age - 0.82) / 0.18
        layer.glow([oval(x + 0.03, y - 0.6 * (1 - fall**2), 0.003, 0.007, 10)], (190, 226, 240))
