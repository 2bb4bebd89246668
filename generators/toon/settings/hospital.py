"""A hospital ward: clean walls, beds with their charts, curtains on rails, drips and monitors, a window, a sink."""

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.indoors import FOOT, skirting, sunlight, wall, window
from generators.toon.settings.outlines import oval
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

LINOLEUM: RGB = (186, 214, 206)
_WALL: RGB = (238, 244, 242)
_BAND: RGB = (126, 188, 182)
_STEEL: RGB = (176, 188, 198)
_CURTAINS: tuple[RGB, ...] = ((150, 196, 220), (168, 208, 180))


def draw_hospital(stage: Stage) -> None:
    """Draw a ward."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        layer.box(layer.x0, 0.46, layer.x1, 0.645, shade(_BAND, 1.55))
        layer.box(layer.x0, 0.455, layer.x1, 0.475, _BAND)
        _floor(layer)
        _ceiling(layer)
        for cell in layer.cells("bays", 0.7, margin=0.55, shake=0.0):
            if stage.turn(cell, 3) == 2:
                _station(layer, cell)
            else:
                window(layer, cell.x - 0.2, cell.c, top=0.15, low=0.42, half=0.105)
                sunlight(layer, cell.x - 0.2, 0.105)
                _bed(layer, cell)
                _curtain(layer, cell.x + 0.315, _CURTAINS[cell.column % 2])


def _floor(layer: Layer) -> None:
    layer.box(layer.x0, FOOT, layer.x1, max(layer.y1, FOOT) + 0.05, LINOLEUM)
    layer.box(layer.x0, FOOT, layer.x1, FOOT + 0.008, shade(LINOLEUM, 0.84))
    glare: list[Contour] = [
        [(c.x, 0.70), (c.x + 0.09, 0.70), (c.x + 0.02, 0.98), (c.x - 0.1, 0.98)]
        for c in layer.cells("glare", 0.7, margin=0.2)
    ]
    layer.polygons(glare, shade(LINOLEUM, 1.14))
    lines: list[Contour] = [box(layer.x0, y, layer.x1, y + 0.002) for y in (0.70, 0.755, 0.83, 0.93)]
    layer.polygons(lines, shade(LINOLEUM, 0.93))
    layer.box(layer.x0, 0.905, layer.x1, 0.92, _BAND)
    skirting(layer, shade(_BAND, 0.86), high=0.018)


def _ceiling(layer: Layer) -> None:
    layer.box(layer.x0, min(layer.y0, 0.0) - 0.1, layer.x1, 0.05, (226, 234, 234))
    tubes: list[Contour] = [[(c.x - 0.17, 0.04), (c.x + 0.17, 0.04), (c.x + 0.15, 0.02), (c.x - 0.15, 0.02)] for c in
                            layer.cells("tubes", 0.7, margin=0.3, shake=0.0)]  # fmt: skip
    layer.glow(tubes, mix(layer.stage.light.lamp((250, 252, 250)), (255, 255, 255), 0.5))
    layer.box(layer.x0, 0.098, layer.x1, 0.104, _STEEL)


def _bed(layer: Layer, cell: Cell) -> None:
    """A bed on wheels, its head raised, with pillow and blanket; a drip, a monitor, a chart."""
    x0, x1, y = cell.x - 0.15, cell.x + 0.25, 0.725
    layer.box(x0 - 0.03, 0.44, x0 - 0.018, y - 0.02, _STEEL)
    layer.box(x0 - 0.03, 0.47, x0 + 0.004, 0.6, shade(_STEEL, 1.3))
    layer.box(x1 + 0.006, 0.54, x1 + 0.018, y - 0.02, _STEEL)
    layer.box(x0 - 0.02, 0.642, x1 + 0.01, 0.658, _STEEL)
    mattress = [(x0, 0.645), (x0, 0.575), (x0 + 0.02, 0.55), (x0 + 0.1, 0.59), (x1, 0.592), (x1 + 0.004, 0.645)]
    layer.polygon(mattress, (250, 252, 252))
    layer.polygon(
        [(x0 + 0.008, 0.572), (x0 + 0.012, 0.535), (x0 + 0.035, 0.528), (x0 + 0.085, 0.56), (x0 + 0.08, 0.588)],
        (226, 238, 246),
    )
    blanket = [(x0 + 0.12, 0.585), (x1 - 0.01, 0.58), (x1 + 0.008, 0.6), (x1 + 0.004, 0.668), (x0 + 0.12, 0.66)]
    layer.polygon(blanket, _CURTAINS[cell.column % 2])
    layer.polygon([(x0 + 0.12, 0.584), (x0 + 0.165, 0.582), (x0 + 0.165, 0.664), (x0 + 0.12, 0.66)], (250, 252, 252))
    layer.box(x0 + 0.14, 0.56, x1 - 0.06, 0.566, shade(_STEEL, 1.2))
    layer.polygons(
        [box(x + k, 0.56, x + k + 0.006, 0.6) for x in (x0 + 0.14,) for k in (0.0, 0.09, 0.184)], shade(_STEEL, 1.2)
    )
    legs: list[Contour] = [box(x - 0.005, 0.658, x + 0.005, y - 0.012) for x in (x0 + 0.03, x1 - 0.03)]
    layer.polygons(legs, shade(_STEEL, 0.8))
    layer.polygons(
        [oval(x, y - 0.008, 0.011, 0.011, 16) for x in (x0 - 0.024, x1 + 0.012, x0 + 0.03, x1 - 0.03)], (92, 100, 110)
    )
    layer.box(x1 - 0.004, 0.595, x1 + 0.03, 0.64, (252, 250, 240))
    layer.polygons(
        [box(x1 + 0.002, 0.604 + 0.009 * n, x1 + 0.024, 0.607 + 0.009 * n) for n in range(4)], (150, 160, 170)
    )
    px = x0 - 0.07
    layer.box(px - 0.003, 0.33, px + 0.003, y, _STEEL)
    layer.box(px - 0.03, 0.33, px + 0.03, 0.336, _STEEL)
    layer.polygon(
        [(px + 0.014, 0.34), (px + 0.04, 0.34), (px + 0.038, 0.4), (px + 0.028, 0.412), (px + 0.016, 0.4)],
        (206, 234, 244),
    )
    layer.polygon(
        [(px + 0.015, 0.365), (px + 0.0395, 0.365), (px + 0.038, 0.4), (px + 0.028, 0.412), (px + 0.016, 0.4)],
        (150, 206, 226),
    )
    layer.polygon(
        [(px - 0.03, y - 0.004), (px, y - 0.016), (px + 0.03, y - 0.004), (px + 0.03, y), (px - 0.03, y)],
        shade(_STEEL, 0.8),
    )
    mx, my = cell.x + 0.12, 0.4
    layer.box(mx - 0.06, my - 0.06, mx + 0.06, my + 0.035, (232, 236, 238))
    layer.glow([box(mx - 0.05, my - 0.05, mx + 0.05, my + 0.018)], (40, 62, 72))
    _pulse(layer, mx, my - 0.016)
    layer.box(mx - 0.008, my + 0.035, mx + 0.008, 0.46, _STEEL)


def _pulse(layer: Layer, x: float, y: float) -> None:
    """A green line that beats as it runs across a screen."""
    shift = (layer.stage.seconds * 0.7) % 1
    across = np.linspace(0, 1, 25)
    beat = (across * 2 - shift) % 1
    high = np.where(beat < 0.1, 0.02, np.where(beat < 0.18, -0.011, 0.0))
    line = np.stack([x - 0.046 + 0.092 * across, y - high], 1)
    layer.glow([np.concatenate([line, line[::-1] + np.array((0.0, 0.0032))])], (120, 240, 160))


def _curtain(layer: Layer, x: float, rgb: RGB) -> None:
    """A curtain gathered at the end of its rail."""
    folds: list[Contour] = []
    for n in range(5):
        sway = 0.003 * layer.stage.sway(x + n)
        left = x - 0.045 + 0.019 * n
        fold = [(left, 0.104), (left + 0.02, 0.104), (left + 0.021 + sway, 0.655), (left - 0.001 + sway, 0.655)]
        (folds.append(fold) if n % 2 else layer.polygon(fold, rgb))
    layer.polygons(folds, shade(rgb, 0.86))


def _station(layer: Layer, cell: Cell) -> None:
    """A cupboard with a cross, a sink, shelves of bottles, a clock, an eye chart."""
    x = cell.x
    layer.box(x - 0.14, 0.17, x + 0.1, 0.4, (250, 252, 252))
    layer.polygons([box(x - 0.13, 0.18, x - 0.025, 0.39), box(x - 0.015, 0.18, x + 0.09, 0.39)], (228, 238, 240))
    for dx in (-0.0775, 0.0375):
        layer.polygons([box(x + dx - 0.03, 0.272, x + dx + 0.03, 0.294)], (214, 84, 84))
        layer.polygons([box(x + dx - 0.011, 0.253, x + dx + 0.011, 0.313)], (214, 84, 84))
    cx = x + 0.2
    layer.polygon(oval(cx, 0.2, 0.045, 0.045, 28), shade(_BAND, 0.8))
    layer.polygon(oval(cx, 0.2, 0.037, 0.037, 28), (252, 252, 250))
    layer.polygons([box(cx - 0.002, 0.172, cx + 0.002, 0.2), box(cx, 0.198, cx + 0.02, 0.202)], (72, 80, 92))
    layer.box(x + 0.15, 0.28, x + 0.25, 0.44, (252, 252, 246))
    for n, size in enumerate((0.024, 0.017, 0.012, 0.008)):
        y, count = 0.3 + 0.034 * n, n + 1
        layer.polygons([box(x + 0.2 + (k - (count - 1) / 2) * size * 1.7 - size / 2, y,
            x + 0.2 + (k - (count - 1) / 2) * size * 1.7 + size / 2,
                            y + size * 0.9) for k in range(count)], (92, 100, 112))  # fmt: skip
    layer.box(x - 0.2, 0.515, x + 0.24, 0.70, (250, 252, 252))
    layer.polygons([box(x - 0.19 + 0.145 * n, 0.54, x - 0.06 + 0.145 * n, 0.685) for n in range(3)], (222, 234, 236))
    layer.polygons([box(x - 0.08 + 0.145 * n, 0.6, x - 0.073 + 0.145 * n, 0.63) for n in range(3)], _STEEL)
    layer.box(x - 0.21, 0.5, x + 0.25, 0.517, _BAND)
    layer.polygon([(x + 0.02, 0.502), (x + 0.16, 0.502), (x + 0.14, 0.527), (x + 0.04, 0.527)], shade(_STEEL, 1.2))
    layer.polygon(
        [
            (x + 0.086, 0.502),
            (x + 0.086, 0.45),
            (x + 0.12, 0.45),
            (x + 0.12, 0.462),
            (x + 0.094, 0.462),
            (x + 0.094, 0.502),
        ],
        _STEEL,
    )
    for n, rgb in enumerate(((206, 140, 96), (150, 196, 220), (252, 252, 250), (168, 208, 180))):
        left = x - 0.185 + 0.042 * n
        layer.box(left, 0.455 + 0.008 * (n % 2), left + 0.028, 0.5, rgb)
        layer.box(left + 0.007, 0.446 + 0.008 * (n % 2), left + 0.021, 0.456 + 0.008 * (n % 2), (240, 244, 246))
