"""Mountains: ranges with snow on their heads, fir slopes, an alpine meadow with rocks."""

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.meadow import flower_bed, grass
from generators.toon.settings.plants import pine
from generators.toon.settings.shapes import blob, pick
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
    half, x, top = height * (0.85 + 0.35 * cell.b), cell.x, foot - height
    bend = x + half * 0.12 * (cell.c - 0.3)
    layer.polygon(
        [
            (x - half, foot + 0.02),
            (x - half * 0.45, foot - height * 0.5),
            (x, top),
            (x + half * 0.5, foot - height * 0.46),
            (x + half, foot + 0.02),
        ],
        rock,
    )
    layer.polygon(
        [
            (x, top),
            (x + half * 0.5, foot - height * 0.46),
            (x + half, foot + 0.02),
            (x + half * 0.1, foot + 0.02),
            (bend + half * 0.14, foot - height * 0.45),
        ],
        shade(rock, 0.86),
    )
    left, right = np.array([x, top]), np.array([x, top])
    down_left, down_right = np.array([-half * 0.45, height * 0.5]), np.array([half * 0.5, height * 0.54])
    reach = 0.5 + 0.3 * cell.d
    edge = [left, left + down_left * reach]
    for n, share in enumerate((0.62, 0.36, 0.12)):
        edge.append(left + down_left * reach * share + (0, height * (0.08, 0.17, 0.12)[n]))
    middle = (bend + half * 0.02, top + height * 0.2 * (1 + reach))
    layer.polygon([tuple(p) for p in edge] + [middle], (246, 250, 255))
    edge = [right, right + down_right * reach * 0.9]
    for n, share in enumerate((0.6, 0.36)):
        edge.append(right + down_right * reach * share + (0, height * (0.06, 0.16)[n]))
    layer.polygon([tuple(p) for p in edge] + [middle], (208, 222, 242))


def _rock(layer: Layer, cell: Cell, y: float, size: float) -> None:
    stone = mix((152, 156, 166), (226, 234, 244), 0.5 * layer.stage.season.snow)
    shape = np.minimum(blob(pick(cell.d), 5) * (size * 1.3, size) + (0, -size * 0.3), (np.inf, 0.0))
    layer.polygon(shape, shade(stone, 0.86), at=(cell.x, y))
    layer.polygon(shape * (0.74, 0.8), stone, at=(cell.x - size * 0.18, y - size * 0.16))
