"""A country road: fields and hedgerows, a line of telegraph poles, signposts, a road with a verge."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.meadow import draw_far_hills, flower_bed, tufts
from generators.toon.settings.outlines import moved, oval
from generators.toon.settings.plants import bush, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

ASPHALT: RGB = (116, 114, 144)
_GREEN: RGB = (162, 196, 104)
_WHEAT: RGB = (234, 206, 120)
_POLE: RGB = (128, 98, 80)
_REACH = 0.62  # from one telegraph pole to the next


def draw_road(stage: Stage) -> None:
    """Draw a country road."""
    draw_sky(stage)
    draw_far_hills(stage)
    with stage.layer(0.4) as layer:
        ridge = layer.ridge("wheat", 0.605, 0.025, 1.2)
        layer.land(ridge, layer.stage.season.soil(_WHEAT))
        for cell in layer.cells("hedgerow", 0.075, margin=0.06):
            if cell.a < 0.6:
                bush(layer, cell.x, 0.646, 0.02 + 0.02 * cell.b, (110, 164, 98), cell.c)
        layer.land(layer.ridge("meadow", 0.64, 0.008, 0.8), layer.stage.season.soil((156, 196, 112)))
    with stage.layer(0.7) as layer:
        ridge = layer.ridge("rise", 0.645, 0.006, 1.1)
        for cell in layer.cells("trees", 0.95, margin=0.25):
            if cell.a < 0.7:
                round_tree(layer, cell.x, ridge.at(cell.x) + 0.01, 0.27 + 0.08 * cell.b, (108, 166, 84), cell.c)
        layer.land(ridge, layer.stage.season.soil(shade(_GREEN, 0.97)))
    with stage.layer(1.0) as layer:
        layer.land(layer.ridge("verge", 0.665, 0.005, 1.0), shade(layer.stage.season.soil(_GREEN), 1.08))
        _poles(layer)
        for cell in layer.cells("marks", 1.05, margin=0.2):
            _signpost(layer, cell) if cell.column % 2 else _milestone(layer, cell)
        _road(layer)


def _poles(layer: Layer) -> None:
    """Telegraph poles and the wires that hang between them."""
    first, last = math.floor(layer.x0 / _REACH) - 1, math.ceil(layer.x1 / _REACH) + 1
    steps, top, foot = np.linspace(0, 1, 13), 0.31, 0.705
    swing = 0.004 * layer.stage.sway(0.0, 0.9)
    sag = 0.032 * 4 * steps * (1 - steps)
    for column in range(first, last):
        x = column * _REACH
        for dx, dy in ((-0.04, 0.018), (0.04, 0.018), (-0.024, 0.052), (0.024, 0.052)):
            line = np.stack([x + dx + _REACH * steps + swing * np.sin(steps * math.pi), top + dy + sag], 1)
            layer.polygon(np.concatenate([line, moved(line[::-1], 0.0, 0.0026)]), (86, 84, 96))
    for column in range(first, last):
        x = column * _REACH
        layer.polygon([(x - 0.0085, foot), (x - 0.006, top), (x + 0.006, top), (x + 0.0085, foot)], _POLE)
        for y, half in ((0.02, 0.05), (0.054, 0.034)):
            layer.box(x - half, top + y, x + half, top + y + 0.009, shade(_POLE, 0.9))
            layer.polygons([box(x + k * half * 0.8 - 0.004, top + y - 0.011, x + k * half * 0.8 + 0.004,
                top + y) for k in (-1, 1)],
                           (226, 232, 236))  # fmt: skip


def _signpost(layer: Layer, cell: Cell) -> None:
    """A post with two boards that point both ways."""
    x, y, board = cell.x, 0.725, (250, 240, 214)
    layer.box(x - 0.006, y - 0.2, x + 0.006, y, (142, 106, 82))
    for dy, way, tone in ((-0.185, 1, board), (-0.135, -1, shade(board, 0.94))):
        arrow = [
            (-0.05 * way, 0.0),
            (0.075 * way, 0.0),
            (0.098 * way, 0.019),
            (0.075 * way, 0.038),
            (-0.05 * way, 0.038),
        ]
        layer.polygon(arrow, tone, at=(x, y + dy))
        layer.polygon([(-0.03 * way, 0.014), (0.06 * way, 0.014), (0.06 * way, 0.022), (-0.03 * way, 0.022)], (150,
            116, 92),
                      at=(x, y + dy))  # fmt: skip
    bush(layer, x + 0.04, y, 0.022, (128, 176, 92), cell.b)


def _milestone(layer: Layer, cell: Cell) -> None:
    x, y, stone = cell.x, 0.73, mix((212, 208, 202), (238, 244, 252), 0.5 * layer.stage.season.snow)
    layer.polygon(oval(x, y - 0.05, 0.022, 0.022, 18), stone)
    layer.box(x - 0.022, y - 0.05, x + 0.022, y, stone)
    layer.box(x + 0.01, y - 0.05, x + 0.022, y, shade(stone, 0.88))
    layer.box(x - 0.012, y - 0.048, x + 0.006, y - 0.042, shade(stone, 0.7))
    layer.box(x - 0.012, y - 0.034, x + 0.002, y - 0.028, shade(stone, 0.7))


def _road(layer: Layer) -> None:
    season = layer.stage.season
    road, green = season.soil(ASPHALT), season.soil(_GREEN)
    layer.land(layer.ridge("gravel", 0.741, 0.0, 1.0), season.soil((202, 186, 152)))
    layer.land(layer.ridge("road", 0.752, 0.0, 1.0), shade(road, 0.95))
    layer.land(layer.ridge("lane", 0.775, 0.0, 1.0), road)
    layer.box(layer.x0, 0.762, layer.x1, 0.768, shade(road, 1.7))
    dashes: list[Contour] = [
        [(c.x, 0.85), (c.x + 0.15, 0.85), (c.x + 0.144, 0.862), (c.x - 0.006, 0.862)]
        for c in layer.cells("dashes", 0.36, margin=0.25, shake=0.0)
    ]
    layer.polygons(dashes, shade(road, 1.7))
    layer.land(layer.ridge("gravel", 0.938, 0.0, 1.0), season.soil((202, 186, 152)))
    layer.land(layer.ridge("near verge", 0.952, 0.006, 0.8), shade(green, 0.95))
    if layer.detail > 90:
        specks = [oval(c.x, c.y, 0.018 + 0.02 * c.c, 0.0036) for c in
                  layer.scatter("patches", 0.4, 0.785, 0.935, rows=0.05) if c.b < 0.45]  # fmt: skip
        layer.polygons(specks, shade(road, 0.92))
        tufts(layer, green, 0.955)
    flower_bed(layer, 0.5, top=0.965)
