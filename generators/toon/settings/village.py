"""A village: hills, a church and a windmill far off, cottages with smoking chimneys, a lane of packed earth."""

import math

from generators.toon.canvas import RGB, shade
from generators.toon.settings.buildings import cottage, fence, windows
from generators.toon.settings.meadow import grass
from generators.toon.settings.outlines import oval
from generators.toon.settings.plants import bush, flowers, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Layer, Stage, box

GREEN: RGB = (158, 202, 112)
LANE: RGB = (226, 200, 154)
_WALLS: tuple[RGB, ...] = ((250, 238, 214), (244, 214, 170), (238, 204, 192), (226, 232, 226))
_ROOFS: tuple[RGB, ...] = ((206, 98, 78), (176, 86, 82), (112, 124, 158), (196, 124, 74))


def draw_village(stage: Stage) -> None:
    """Draw a village."""
    draw_sky(stage)
    with stage.layer(0.16) as layer:
        layer.land(layer.ridge("far", 0.55, 0.05, 1.1), (118, 166, 172))
    with stage.layer(0.3) as layer:
        ridge = layer.ridge("hills", 0.585, 0.035, 0.9)
        for cell in layer.cells("landmarks", 0.8, margin=0.2):
            foot = ridge.at(cell.x) + 0.01
            _church(layer, cell.x, foot) if cell.a < 0.5 else _windmill(layer, cell, foot)
        for cell in layer.cells("far houses", 0.16, margin=0.1):
            if cell.a < 0.5:
                _cottage(layer, cell, ridge.at(cell.x) + 0.012, 0.055)
        layer.land(ridge, layer.stage.season.soil((140, 192, 126)))
    with stage.layer(0.66) as layer:
        ridge = layer.ridge("row", 0.638, 0.008, 0.9)
        for cell in layer.cells("gardens", 0.44, margin=0.3, shake=0.3):
            foot = ridge.at(cell.x) + 0.014
            if cell.a < 0.36:
                round_tree(layer, cell.x, foot, 0.28 + 0.08 * cell.b, (108, 172, 92), cell.c)
            else:
                _cottage(layer, cell, foot, 0.27)
            bush(layer, cell.x + 0.19, foot, 0.03 + 0.02 * cell.b, (104, 166, 92), cell.c)
        layer.land(ridge, layer.stage.season.soil((146, 194, 108)))
    with stage.layer(1.0) as layer:
        _green(layer)


def _cottage(layer: Layer, cell: Cell, y: float, width: float) -> None:
    wall, roof = _WALLS[int(cell.c * 3.999)], _ROOFS[2 * int(cell.d * 1.999) + cell.column % 2]
    cottage(layer, cell.x, y, width * (0.9 + 0.25 * cell.b), wall, roof, cell.b)


def _green(layer: Layer) -> None:
    grass(layer, GREEN)
    lane, verge = layer.stage.season.soil(LANE), shade(layer.stage.season.soil(GREEN), 0.92)
    layer.land(layer.ridge("lane", 0.752, 0.008, 1.2), shade(lane, 0.93))
    layer.land(layer.ridge("lane", 0.762, 0.008, 1.2), lane)
    layer.land(layer.ridge("verge", 0.935, 0.008, 1.0), verge)
    if layer.detail < 90:
        return
    pebbles = [
        oval(cell.x, cell.y, 0.012 + 0.016 * cell.c, 0.0045)
        for cell in layer.scatter("pebbles", 0.24, 0.785, 0.875, rows=0.045)
        if cell.b < 0.6
    ]
    layer.polygons(pebbles, shade(lane, 0.92))
    for cell in layer.cells("fences", 0.7, margin=0.5):
        if cell.a < 0.7:
            length = 0.24 + 0.16 * cell.b
            fence(layer, cell.x, cell.x + length, 0.705)
            if not layer.stage.season.snow:
                bed = range(int(length / 0.06))
                flowers(layer, [(cell.x + 0.025 + 0.06 * n, 0.718, 0.034, (n + int(cell.d * 4)) % 4) for n in bed])


def _church(layer: Layer, x: float, y: float) -> None:
    wall, roof = (244, 236, 222), (150, 92, 90)
    layer.box(x, y - 0.065, x + 0.10, y, wall)
    layer.polygon([(x - 0.005, y - 0.063), (x + 0.015, y - 0.1), (x + 0.09, y - 0.1), (x + 0.107, y - 0.063)], roof)
    layer.box(x - 0.03, y - 0.13, x + 0.008, y, shade(wall, 0.95))
    layer.polygon([(x - 0.036, y - 0.128), (x - 0.011, y - 0.225), (x + 0.014, y - 0.128)], roof)
    panes = [box(x + 0.022 + 0.026 * n, y - 0.045, x + 0.033 + 0.026 * n, y - 0.019) for n in range(3)]
    windows(layer, [*panes, box(x - 0.017, y - 0.11, x - 0.005, y - 0.086)], lit=True)


def _windmill(layer: Layer, cell: Cell, y: float) -> None:
    x, hub = cell.x, y - 0.13
    layer.polygon([(x - 0.034, y), (x - 0.02, hub), (x + 0.02, hub), (x + 0.034, y)], (246, 238, 224))
    layer.polygon([(x - 0.026, hub + 0.004), (x, hub - 0.035), (x + 0.026, hub + 0.004)], (164, 96, 84))
    turn = layer.stage.seconds * 0.5 * layer.stage.breeze + cell.b * 3
    for n in range(4):
        c, s = math.cos(turn + n * math.pi / 2), math.sin(turn + n * math.pi / 2)
        sail = [(0.0, 0.0), (c, s), (c - s * 0.24, s + c * 0.24), (c * 0.2 - s * 0.24, s * 0.2 + c * 0.24)]
        layer.polygon(sail, (252, 246, 232), at=(x, hub), size=0.085)
