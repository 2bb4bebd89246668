"""A park: roofs behind trees, clipped hedges, lawns, a fountain, benches and lamps along a gravel walk."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import lamp_post, tower
from generators.toon.settings.meadow import tufts
from generators.toon.settings.outlines import mound, oval
from generators.toon.settings.plants import PETALS, bush, flowers, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

GRAVEL: RGB = (226, 208, 176)
_LAWN: RGB = (132, 196, 104)
_HEDGE: RGB = (84, 152, 92)


def draw_park(stage: Stage) -> None:
    """Draw a park."""
    draw_sky(stage)
    with stage.layer(0.16) as layer:
        for cell in layer.cells("roofs", 0.16, margin=0.2):
            if cell.a < 0.75:
                tower(layer, cell, 0.64, 0.09 + 0.05 * cell.b, 0.14 + 0.16 * cell.c, (146, 172, 204))
        layer.land(layer.ridge("town", 0.61, 0.0, 1.0), (130, 168, 170))
    for depth, spacing, base, high in ((0.36, 0.13, 0.625, 0.15), (0.6, 0.3, 0.645, 0.27)):
        with stage.layer(depth) as layer:
            ridge = layer.ridge(f"lawn {depth}", base, 0.006, 1.0)
            for cell in layer.cells(f"trees {depth}", spacing, margin=0.15):
                if cell.a < 0.78:
                    tone = mix((84, 158, 92), (126, 186, 96), cell.d)
                    round_tree(layer, cell.x, ridge.at(cell.x) + 0.01, high * (0.8 + 0.4 * cell.b), tone, cell.c)
            layer.land(ridge, layer.stage.season.soil(shade(_LAWN, 1.0 + 0.1 * (1 - depth))))
    with stage.layer(1.0) as layer:
        _lawn(layer)
        _walk(layer)


def _lawn(layer: Layer) -> None:
    lawn = layer.stage.season.soil(_LAWN)
    layer.land(layer.ridge("ground", 0.655, 0.005, 1.0), shade(lawn, 1.06))
    bands: list[Contour] = [
        [(c.x, 0.66), (c.x + 0.07, 0.66), (c.x + 0.01, 0.76), (c.x - 0.09, 0.76)]
        for c in layer.cells("mown", 0.18, margin=0.12, shake=0.0)
    ]
    layer.polygons(bands, shade(lawn, 1.0))
    for cell in layer.cells("features", 0.62, margin=0.3, shake=0.2):
        kind = layer.stage.turn(cell, 4)
        if kind == 1:
            _fountain(layer, cell.x, 0.705)
        elif kind == 3:
            _topiary(layer, cell.x, 0.69)
        else:
            _bed(layer, cell)


def _walk(layer: Layer) -> None:
    gravel, lawn = layer.stage.season.soil(GRAVEL), layer.stage.season.soil(_LAWN)
    layer.land(layer.ridge("kerb", 0.744, 0.005, 1.4), shade(gravel, 0.86))
    layer.land(layer.ridge("kerb", 0.752, 0.005, 1.4), gravel)
    for cell in layer.cells("furniture", 0.56, margin=0.2, shake=0.1):
        if cell.column % 2:
            lamp_post(layer, cell.x, 0.745, 0.29)
        else:
            _bench(layer, cell.x, 0.762)
    layer.land(layer.ridge("lawn", 0.94, 0.006, 1.2), shade(lawn, 0.92))
    if layer.detail > 90:
        spots = list(layer.scatter("gravel", 0.17, 0.775, 0.935, rows=0.04))
        layer.polygons(
            [oval(c.x, c.y, 0.008 + 0.008 * c.c, 0.0028, 10) for c in spots if c.b < 0.6], shade(gravel, 0.9)
        )
        layer.polygons([oval(c.x + 0.04, c.y, 0.006, 0.0024, 10) for c in spots if c.b > 0.5], shade(gravel, 1.3))
        tufts(layer, lawn, 0.945)


def _fountain(layer: Layer, x: float, y: float) -> None:
    """Two basins and jets that rise and fall."""
    stone, water = (214, 210, 206), layer.stage.light.water((126, 200, 226))
    layer.polygon(oval(x, y, 0.165, 0.025, 36), shade(stone, 0.86))
    layer.polygon(oval(x, y - 0.012, 0.165, 0.024, 36), stone)
    layer.glow([oval(x, y - 0.013, 0.148, 0.018, 36)], water)
    layer.polygon([(x - 0.018, y - 0.01), (x - 0.01, y - 0.085), (x + 0.01, y - 0.085), (x + 0.018, y - 0.01)], stone)
    bowl = -mound(oval(0.0, 0.0, 0.07, 0.03, 28))
    layer.polygon(bowl, shade(stone, 0.92), at=(x, y - 0.09))
    layer.glow([oval(x, y - 0.09, 0.064, 0.007, 24)], water)
    layer.box(x - 0.005, y - 0.125, x + 0.005, y - 0.088, stone)
    if layer.stage.season.snow:
        return
    steps, jets = np.linspace(0, 1, 8), []
    for side, reach in ((-1, 0.055), (1, 0.055), (-1, 0.03), (1, 0.03)):
        px, py = x + side * reach * steps, y - 0.125 - 0.16 * steps * (0.75 - steps)
        jets.append(np.concatenate([np.stack([px - 0.002, py], 1), np.stack([px + 0.0025, py], 1)[::-1]]))
    for jet in jets:
        layer.glow([jet], (232, 246, 252), alpha=0.8)
    drops: list[Contour] = []
    for n in range(8):
        t = (layer.stage.seconds * 0.9 + n * 0.271) % 1
        side = 1 if n % 2 else -1
        drops.append(
            oval(
                x + side * (0.02 + 0.05 * ((n * 0.37) % 1)) * t * 1.3,
                y - 0.125 - 0.16 * t * (0.8 - t) + 0.02 * t,
                0.003,
                0.004,
                8,
            )
        )
    layer.glow(drops, (244, 252, 255))


def _topiary(layer: Layer, x: float, y: float) -> None:
    """A clipped hedge between two cones in tubs."""
    green = layer.stage.season.leaf(_HEDGE)
    layer.box(x - 0.13, y - 0.05, x + 0.13, y, shade(green, 0.88))
    layer.box(x - 0.13, y - 0.056, x + 0.13, y - 0.04, green)
    for side in (-1, 1):
        at = (x + side * 0.17, y)
        layer.polygon([(-0.028, -0.035), (0.028, -0.035), (0.022, 0.004), (-0.022, 0.004)], (196, 122, 96), at=at)
        layer.polygon([(-0.042, -0.035), (0.0, -0.15), (0.042, -0.035)], shade(green, 0.86), at=at)
        layer.polygon([(-0.042, -0.035), (0.0, -0.15), (0.008, -0.035)], green, at=at)


def _bed(layer: Layer, cell: Cell) -> None:
    """A round bed of flowers, and a bush."""
    bush(layer, cell.x + 0.17, 0.69, 0.04 + 0.02 * cell.b, (100, 170, 92), cell.c)
    layer.polygon(oval(cell.x, 0.712, 0.12, 0.017, 28), layer.stage.season.soil((138, 104, 82)))
    if not layer.stage.season.snow:
        tone = int(cell.c * 0.999 * len(PETALS))
        flowers(
            layer,
            [
                (cell.x + 0.024 * k, 0.714 + 0.007 * math.sin(k * 2.4), 0.032, (tone + k % 2) % len(PETALS))
                for k in range(-4, 5)
            ],
        )


def _bench(layer: Layer, x: float, y: float) -> None:
    """A bench of slats on iron legs."""
    wood, iron = mix((188, 128, 84), (238, 244, 252), 0.4 * layer.stage.season.snow), (82, 88, 100)
    for side in (-1, 1):
        foot = x + side * 0.078
        layer.polygon(
            [(foot - 0.005, y), (foot - 0.005, y - 0.085), (foot + 0.005, y - 0.085), (foot + 0.005, y)], iron
        )
    slats = [box(x - 0.095, y - k, x + 0.095, y - k + 0.011) for k in (0.092, 0.077, 0.062)]
    layer.polygons(slats, wood)
    layer.box(x - 0.1, y - 0.043, x + 0.1, y - 0.031, shade(wood, 1.12))
    layer.box(x - 0.1, y - 0.031, x + 0.1, y - 0.025, shade(wood, 0.8))
