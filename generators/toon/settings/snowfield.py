"""A snowfield: ice-blue peaks, firs under snow, a cabin with smoke, drifts, tracks, a frozen pond, northern lights."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import cottage
from generators.toon.settings.outlines import blob, mound, oval, pick
from generators.toon.settings.plants import pine
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

SNOW: RGB = (192, 214, 246)
_ICE: RGB = (176, 214, 236)
_FIR: RGB = (84, 136, 128)


def draw_snowfield(stage: Stage) -> None:
    """Draw a snowfield."""
    draw_sky(stage)
    if stage.light.stars > 0.5:
        _northern_lights(stage)
    with stage.layer(0.12, distance=0.5) as layer:
        for cell in layer.cells("peaks", 0.36, margin=0.5):
            _peak(layer, cell, 0.62, 0.2 + 0.16 * cell.a)
        layer.land(layer.ridge("far", 0.59, 0.02, 0.6), (196, 214, 236))
    for depth, spacing, size, base in ((0.32, 0.075, 0.08, 0.60), (0.58, 0.21, 0.18, 0.635)):
        with stage.layer(depth) as layer:
            ridge = layer.ridge(f"slope {depth}", base, 0.02, 0.9)
            for cell in layer.cells(f"firs {depth}", spacing, margin=0.1):
                if cell.a < 0.55:
                    pine(layer, cell.x, ridge.at(cell.x) + 0.01, size * (0.65 + 0.7 * cell.b), _FIR, cell.c)
            if depth > 0.5:
                for cell in layer.cells("cabins", 1.5, margin=0.3):
                    wood: RGB = (172, 122, 88)
                    cottage(layer, cell.x, ridge.at(cell.x) + 0.015, 0.25, wood, (150, 90, 80), cell.b)
            layer.land(ridge, shade(SNOW, 0.95 + 0.06 * depth))
    with stage.layer(1.0) as layer:
        _drifts(layer)


def _peak(layer: Layer, cell: Cell, foot: float, high: float) -> None:
    scale, at, fold = (high * (0.8 + 0.4 * cell.b), high), (cell.x, foot), 0.14 * (cell.c - 0.4)
    left, right = [(-1.0, 0.06), (-0.5, -0.44), (-0.3, -0.62), (0.0, -1.0)], [(0.34, -0.6), (0.56, -0.4), (1.0, 0.06)]
    layer.polygon(np.array([*left, *right]) * scale, (228, 238, 250), at=at)
    shadow = [(0.0, -1.0), *right, (0.25, 0.06), (fold + 0.16, -0.3), (fold - 0.02, -0.55)]
    layer.polygon(np.array(shadow) * scale, (166, 190, 224), at=at)
    crag = [(-0.5, -0.44), (-0.36, -0.5), (-0.4, -0.3), (-0.6, -0.2), (-0.68, -0.26)]
    layer.polygon(np.array(crag) * scale, (150, 170, 206), at=at)


def _drifts(layer: Layer) -> None:
    layer.land(layer.ridge("ground", 0.655, 0.010, 1.0), shade(SNOW, 1.16))
    for cell in layer.cells("ponds", 1.7, margin=0.4):
        if cell.a < 0.75:
            _pond(layer, cell.x, 0.705)
    for cell in layer.cells("shrubs", 0.66, margin=0.12):
        if cell.a < 0.6:
            _shrub(layer, cell, 0.68 + 0.02 * cell.b, 0.035 + 0.02 * cell.c)
    layer.land(layer.ridge("drift", 0.745, 0.016, 1.2), SNOW)
    layer.land(layer.ridge("shade", 0.905, 0.02, 1.4), shade(SNOW, 0.93))
    layer.land(layer.ridge("near", 0.93, 0.02, 1.4), shade(SNOW, 1.06))
    if layer.detail < 90:
        return
    spots = list(layer.scatter("hollows", 0.4, 0.76, 2.6, rows=0.085, margin=0.15))
    layer.polygons([oval(c.x, c.y, 0.06 + 0.05 * c.c, 0.005) for c in spots if c.b < 0.5], shade(SNOW, 0.93))
    glints = [oval(c.x + 0.1, c.y + 0.02, 0.002, 0.002, 6) for c in spots]
    layer.glow(glints, mix(layer.paint(SNOW), (255, 255, 255), 0.75))
    _tracks(layer)


def _tracks(layer: Layer) -> None:
    """Somebody went by: pairs of small prints, in long bows."""
    prints: list[Contour] = []
    for cell in layer.cells("tracks", 0.075, margin=0.02, shake=0.0):
        if cell.column % 26 < 14:
            y = 0.735 + 0.012 * math.sin(cell.x * 3)
            prints.append(oval(cell.x + 0.006 * (cell.column % 2), y + 0.007 * (cell.column % 2), 0.007, 0.0032, 10))
    layer.polygons(prints, shade(SNOW, 0.84))


def _pond(layer: Layer, x: float, y: float) -> None:
    """A frozen pond with streaks of light and cracks."""
    layer.polygon(oval(x, y, 0.31, 0.031, 36), (238, 246, 254))
    layer.polygon(oval(x, y + 0.002, 0.29, 0.026, 36), _ICE)
    streaks: list[Contour] = [
        [(x + dx, y - 0.012), (x + dx + 0.03, y - 0.012), (x + dx - 0.02, y + 0.016), (x + dx - 0.05, y + 0.016)]
        for dx in (-0.14, -0.07, 0.13)
    ]
    layer.polygons(streaks, shade(_ICE, 1.45))
    layer.polygons([box(x - 0.02, y + 0.004, x + 0.08, y + 0.0055), box(x + 0.03, y - 0.008, x + 0.1, y - 0.0065)],
                   shade(_ICE, 0.86))  # fmt: skip


def _shrub(layer: Layer, cell: Cell, y: float, size: float) -> None:
    """A bush under a cap of snow, red berries in it."""
    shape = mound(blob(pick(cell.d)) * (size * 1.25, size * 0.9) + (0, -size * 0.42))
    layer.polygon(shape, (120, 158, 146), at=(cell.x, y))
    berries = [oval(cell.x + size * dx, y - size * dy, size * 0.09, size * 0.09, 8)
               for dx, dy in ((-0.6, 0.3), (0.1, 0.22), (0.62, 0.42))]  # fmt: skip
    layer.polygons(berries, (212, 84, 84))
    layer.polygon(mound(shape * (1.0, 1.06), -size * 0.52), (246, 250, 255), at=(cell.x, y))


def _northern_lights(stage: Stage) -> None:
    """Curtains of green and violet light that wave."""
    with stage.layer(0.08, distance=0.0) as layer:
        xs = layer.along(1.2)
        for base, high, rgb, alpha in ((0.36, 0.20, (96, 232, 178), 0.2), (0.30, 0.12, (120, 246, 206), 0.2),
                                       (0.24, 0.16, (176, 128, 232), 0.16)):  # fmt: skip
            wave = 0.05 * np.sin(xs * 2.3 + base * 40 + stage.seconds * 0.25) + 0.02 * np.sin(
                xs * 6.1 - stage.seconds * 0.4
            )
            upper = base - high * (0.7 + 0.3 * np.sin(xs * 3.7 + base * 9)) + wave
            band = np.concatenate([np.stack([xs, base + wave], 1), np.stack([xs, upper], 1)[::-1]])
            layer.glow([band], rgb, alpha=alpha * stage.light.stars)
