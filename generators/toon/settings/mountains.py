"""Mountains: ranges with snow on their heads, fir slopes, an alpine meadow with rocks."""

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.meadow import flower_bed, grass
from generators.toon.settings.outlines import blob, mound, pick
from generators.toon.settings.plants import pine
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Layer, Stage

ALP: RGB = (146, 190, 116)
_FIR: RGB = (62, 124, 98)


def draw_mountains(stage: Stage) -> None:
    """Draw mountains."""
    draw_sky(stage)
    for depth, spacing, height, rock in (
        (0.12, 0.42, 0.34, (128, 146, 190)),
        (0.22, 0.52, 0.30, (110, 128, 166)),
    ):
        with stage.layer(depth, distance=0.95 - 1.6 * depth) as layer:
            for cell in layer.cells(f"peaks {depth}", spacing, margin=0.5):
                _peak(layer, cell, 0.62, height * (0.6 + 0.6 * cell.a), rock)
            layer.land(layer.ridge(f"foot {depth}", 0.60, 0.012, 0.5), mix(rock, (96, 150, 128), 0.55))
    for depth, spacing, size, base in ((0.36, 0.07, 0.085, 0.60), (0.56, 0.15, 0.17, 0.63)):
        with stage.layer(depth) as layer:
            ridge = layer.ridge(f"slope {depth}", base, 0.022, 0.9)
            green = layer.stage.season.soil(mix((108, 164, 120), ALP, depth))
            for cell in layer.cells(f"firs {depth}", spacing, margin=0.1):
                if cell.a < 0.66:
                    pine(layer, cell.x, ridge.at(cell.x) + 0.01, size * (0.65 + 0.7 * cell.b), _fir(layer), cell.c)
            layer.land(ridge, green)
    with stage.layer(1.0) as layer:
        grass(layer, ALP)
        for cell in layer.cells("rocks", 0.5, margin=0.15):
            if cell.a < 0.6:
                _rock(layer, cell, 0.665 + 0.03 * cell.b, 0.03 + 0.03 * cell.c)
        flower_bed(layer, 0.3)


def _fir(layer: Layer) -> RGB:
    return mix(_FIR, (206, 222, 236), 0.35 * layer.stage.season.snow)


def _peak(layer: Layer, cell: Cell, foot: float, height: float, rock: RGB) -> None:
    """A peak lit from the left, its snow running down in tongues."""
    scale, at = (height * (0.85 + 0.35 * cell.b), height), (cell.x, foot)
    fold, reach = 0.12 * (cell.c - 0.3), 0.5 + 0.3 * cell.d
    side = [(0.0, -1.0), (0.5, -0.46), (1.0, 0.06)]
    layer.polygon(np.array([(-1.0, 0.06), (-0.45, -0.5), *side]) * scale, rock, at=at)
    layer.polygon(np.array([*side, (0.1, 0.06), (fold + 0.14, -0.45)]) * scale, shade(rock, 0.86), at=at)
    middle = (fold + 0.02, 0.2 + 0.2 * reach)
    for slope, tongues, white in (
        ((-0.45, 0.5), ((1.0, 0.0), (0.62, 0.08), (0.36, 0.17), (0.12, 0.12)), (246, 250, 255)),
        ((0.45, 0.486), ((1.0, 0.0), (0.66, 0.06), (0.4, 0.16)), (208, 222, 242)),
    ):
        edge = [(slope[0] * reach * down, slope[1] * reach * down + drop) for down, drop in tongues]
        layer.polygon((np.array([(0.0, 0.0), *edge, middle]) - (0, 1)) * scale, white, at=at)


def _rock(layer: Layer, cell: Cell, y: float, size: float) -> None:
    stone = mix((152, 156, 166), (226, 234, 244), 0.5 * layer.stage.season.snow)
    shape = mound(blob(pick(cell.d), 5) * (size * 1.3, size) + (0, -size * 0.3))
    layer.polygon(shape, shade(stone, 0.86), at=(cell.x, y))
    layer.polygon(shape * (0.74, 0.8), stone, at=(cell.x - size * 0.18, y - size * 0.16))
