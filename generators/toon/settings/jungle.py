"""A jungle: mist and a waterfall, giant trees with lianas, fans of leaves near and far, bright flowers."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import blob, leaf, mound, moved, oval, pick
from generators.toon.settings.plants import fern, palm
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

EARTH: RGB = (170, 158, 98)
_GREEN: RGB = (62, 144, 84)
_BLOOMS: tuple[RGB, ...] = ((238, 92, 110), (250, 176, 70), (206, 110, 214))


def draw_jungle(stage: Stage) -> None:
    """Draw a jungle."""
    draw_sky(stage)
    with stage.layer(0.16, distance=0.75) as layer:
        _crowns(layer, "far", 0.36, 0.16, (110, 176, 150))
        layer.land(layer.ridge("far", 0.40, 0.02, 0.5), (110, 176, 150))
    with stage.layer(0.28, distance=0.5) as layer:
        _crowns(layer, "hill", 0.45, 0.15, (96, 166, 124))
        layer.land(layer.ridge("hill", 0.47, 0.02, 0.6), (96, 166, 124))
        for cell in layer.cells("falls", 1.7, margin=0.3):
            _waterfall(layer, cell.x + 0.2, 0.40, 0.645)
    with stage.layer(0.5, distance=0.22) as layer:
        for cell in layer.cells("trunks", 0.34, margin=0.2):
            if cell.a < 0.8:
                _giant(layer, cell, 0.66, 0.022 + 0.014 * cell.b)
        for cell in layer.cells("palms", 1.1, margin=0.3):
            palm(layer, cell.x, 0.66, 0.30 + 0.1 * cell.b, cell.c)
        _roof(layer, "mid", 0.10, (70, 150, 92))
        for cell in layer.cells("leaves", 0.19, margin=0.1):
            _fan(layer, cell, 0.66, 0.06 + 0.05 * cell.b, mix(_GREEN, (116, 186, 96), cell.c))
        layer.land(layer.ridge("mid", 0.645, 0.008, 0.7), layer.stage.season.soil((104, 166, 88)))
    with stage.layer(0.8, distance=0.05) as layer:
        for cell in layer.cells("near trunks", 1.0, margin=0.3):
            _giant(layer, cell, 0.685, 0.045 + 0.015 * cell.b)
        _roof(layer, "near", 0.035, (46, 120, 76))
        _lianas(layer)
    with stage.layer(1.0) as layer:
        _floor(layer)


def _crowns(layer: Layer, name: str, y: float, size: float, rgb: RGB) -> None:
    """Tree tops side by side."""
    for cell in layer.cells(f"crowns {name}", size * 0.95, margin=size):
        tone = layer.stage.season.leaf(shade(rgb, 0.94 + 0.12 * cell.c), cell.b)
        layer.polygon(
            blob(pick(cell.d)) * (size * (0.55 + 0.3 * cell.a), size * (0.4 + 0.3 * cell.b)), tone, at=(cell.x, y)
        )


def _waterfall(layer: Layer, x: float, top: float, low: float) -> None:
    """Water that falls over a rock in strands, into spray."""
    rock, half = (134, 146, 140), 0.055
    layer.polygon([(x - 0.13, low), (x - 0.1, top + 0.03), (x - 0.06, top - 0.012), (x + 0.06, top - 0.012),
        (x + 0.11, top + 0.04),
                   (x + 0.14, low)], rock)  # fmt: skip
    water = mix(layer.stage.light.water((196, 232, 240)), layer.paint((236, 248, 250)), 0.6)
    layer.glow([[(x - half, top), (x + half, top), (x + half * 1.15, low), (x - half * 1.15, low)]], water)
    strands: list[Contour] = []
    for n in range(9):
        fall = (layer.stage.seconds * 0.9 + n * 0.277) % 1
        sx, y = x - half * 0.9 + half * 1.8 * ((n * 0.618) % 1), top + (low - top) * fall * 0.86
        strands.append(box(sx - 0.003, y, sx + 0.003, y + 0.04))
    layer.glow(strands, mix(water, layer.stage.light.water((120, 190, 214)), 0.45))
    for n in range(3):
        grow = 1 + 0.1 * math.sin(layer.stage.seconds * 3 + n * 2)
        layer.glow(
            [oval(x + 0.05 * (n - 1), low - 0.012, 0.06 * grow, 0.03 * grow, 20)],
            mix(water, (255, 255, 255), 0.3),
            alpha=0.5,
        )


def _giant(layer: Layer, cell: Cell, y: float, width: float) -> None:
    """A trunk with buttress roots that goes up out of sight, a creeper around it."""
    x, w, top, bark = cell.x, width, min(layer.y0, 0.0) - 0.1, (134, 108, 88)
    roots = [(x - w * 3.0, y + 0.008), (x - w * 1.5, y - w * 1.6), (x - w, y - w * 4.5), (x - w * 0.8, top),
        (x + w * 0.8, top),
             (x + w, y - w * 4.5), (x + w * 1.5, y - w * 1.6), (x + w * 3.0, y + 0.008), (x + w * 0.9, y - w * 0.4),
             (x, y + 0.012),
             (x - w * 0.9, y - w * 0.4)]  # fmt: skip
    layer.polygon(roots, bark)
    layer.polygon([(x + w * 0.3, top), (x + w * 0.8, top), (x + w, y - w * 4.5), (x + w * 1.5, y - w * 1.6),
        (x + w * 3.0, y + 0.008),
                   (x + w * 0.9, y - w * 0.4), (x + w * 0.4, y - w * 4)], shade(bark, 0.82))  # fmt: skip
    if layer.detail * w < 6:
        return
    green = layer.stage.season.leaf((92, 168, 84), cell.d)
    foliage = [
        moved(leaf(0.6 + (n % 2) * 2.0, w * 1.0, w * 0.8), x + w * 0.5 * math.sin(n * 1.3), y - w * 2 - n * w * 1.5)
        for n in range(7)
    ]
    layer.polygons(foliage, green)


def _roof(layer: Layer, name: str, low: float, rgb: RGB) -> None:
    """Big leaves that hang into the picture from above."""
    step = 0.11
    if low + 0.16 < layer.y0:
        return
    green, top = layer.stage.season.leaf(rgb), min(layer.y0, low) - 0.1
    layer.box(layer.x0, top, layer.x1, low, shade(green, 0.9))
    for column in range(math.floor(layer.x0 / step) - 2, math.ceil(layer.x1 / step) + 3):
        a, b, c, _ = layer.stage.chances(f"roof {name}", column)
        swing = 0.06 * layer.stage.sway(column * step)
        blade = leaf(math.pi / 2 + 1.1 * (b - 0.5) + swing, 0.12 + 0.07 * a, 0.095)
        layer.polygon(blade, shade(green, 0.86 + 0.26 * c), at=(column * step, low - 0.02))


def _lianas(layer: Layer) -> None:
    """Creepers that hang in bows, with leaves and here and there a flower."""
    steps = np.linspace(0, 1, 15)
    for cell in layer.cells("lianas", 0.56, margin=0.4):
        if cell.a < 0.75:
            span, drop = 0.34 + 0.2 * cell.b, 0.12 + 0.14 * cell.c
            swing = 0.012 * layer.stage.sway(cell.x, 0.8)
            xs = cell.x + span * (steps - 0.5) + swing * np.sin(steps * math.pi)
            ys = 0.0 + drop * 4 * steps * (1 - steps)
            middle = np.stack([xs, ys], 1)
            layer.polygon(np.concatenate([middle, moved(middle[::-1], 0.0, 0.006)]), (98, 128, 70))
            layer.polygons([leaf(1.2 + (n % 3) * 0.5, 0.03, 0.02) + middle[n] for n in range(2, 13, 2)], (86, 158, 84))
            if cell.d < 0.6:
                _bloom(layer, float(xs[7]), float(ys[7]) + 0.012, 0.02, _BLOOMS[int(cell.b * 2.999)])


def _bloom(layer: Layer, x: float, y: float, size: float, rgb: RGB) -> None:
    petals = [moved(leaf(n * 2 * math.pi / 5 - 1.57, size, size * 0.8), x, y) for n in range(5)]
    for petal in petals:
        layer.polygon(petal, rgb)
    layer.polygon(oval(x, y, size * 0.26, size * 0.26, 10), (255, 226, 120))


def _fan(layer: Layer, cell: Cell, y: float, size: float, rgb: RGB) -> None:
    """A plant of four broad leaves."""
    green = layer.stage.season.leaf(rgb, cell.d)
    for n, angle in enumerate((-2.6, -0.55, -2.05, -1.1)):
        tone = shade(green, (0.84, 0.84, 0.95, 1.0)[n])
        layer.polygon(leaf(angle + 0.06 * layer.stage.sway(cell.x + n), size * 1.3, size * 0.62), tone, at=(cell.x, y))


def _floor(layer: Layer) -> None:
    season = layer.stage.season
    moss, earth = season.soil((118, 170, 92)), season.soil(EARTH)
    layer.land(layer.ridge("ground", 0.662, 0.008, 0.7), moss)
    for cell in layer.cells("plants", 0.24, margin=0.15):
        y = 0.69 + 0.02 * cell.b
        if cell.a < 0.4:
            _fan(layer, cell, y, 0.06 + 0.04 * cell.c, mix(_GREEN, (134, 196, 92), cell.d))
        elif cell.a < 0.7:
            fern(layer, cell.x, y, 0.06 + 0.03 * cell.c, (76, 156, 84))
        elif not season.snow:
            _bloom(layer, cell.x, y - 0.036, 0.026, _BLOOMS[int(cell.c * 2.999)])
            layer.polygons([moved(leaf(a, 0.034, 0.02), cell.x, y) for a in (-2.6, -0.5)], (76, 150, 84))
            layer.box(cell.x - 0.0025, y - 0.03, cell.x + 0.0025, y, (76, 150, 84))
    layer.land(layer.ridge("path", 0.738, 0.012, 1.1), shade(earth, 1.1))
    layer.land(layer.ridge("path", 0.757, 0.012, 1.1), earth)
    layer.land(layer.ridge("moss", 0.925, 0.014, 0.9), shade(moss, 0.86))
    if layer.detail < 90:
        return
    spots = list(layer.scatter("litter", 0.26, 0.765, 0.925, rows=0.055))
    layer.polygons(
        [leaf(c.c * 6.3, 0.034, 0.018) * (1.0, 0.55) + (c.x, c.y) for c in spots if c.b < 0.4], shade(earth, 0.86)
    )
    layer.polygons([mound(oval(c.x, c.y, 0.012, 0.01), c.y) for c in spots if c.b > 0.8], shade(earth, 0.76))
    for cell in layer.cells("edge", 0.34, margin=0.15):
        if cell.a < 0.55:
            fern(layer, cell.x, 0.955, 0.06 + 0.03 * cell.b, (66, 142, 78))
