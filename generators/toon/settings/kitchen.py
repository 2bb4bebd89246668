"""A kitchen: cupboards and worktop, a stove under its hood, a sink at the window, shelves, a fridge, tiles."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import (
    TRIM,
    WOOD,
    ceiling_lamp,
    curtains,
    shelf_row,
    skirting,
    sunlight,
    tiles,
    wall,
    window,
)
from generators.toon.settings.outlines import leaf, oval
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

TILE: RGB = (232, 208, 172)
_TILE_2: RGB = (206, 178, 152)
_WALL: RGB = (250, 236, 200)
_CUPBOARD: RGB = (126, 172, 166)
_TOP: RGB = (206, 160, 112)
_POTS: tuple[RGB, ...] = ((206, 110, 82), (150, 156, 168), (92, 130, 156))
_JARS: tuple[RGB, ...] = ((226, 120, 92), (246, 206, 110), (150, 186, 120), (190, 132, 96), (222, 214, 226))


def draw_kitchen(stage: Stage) -> None:
    """Draw a kitchen."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        _splash(layer)
        tiles(layer, TILE, _TILE_2)
        skirting(layer, shade(_CUPBOARD, 0.7), high=0.012)
        for cell in layer.cells("units", 0.44, margin=0.35, shake=0.0):
            kind = stage.turn(cell, 5)
            if kind != 4:
                _base(layer, cell)
            (_sink, _stove, _shelves, _drawers, _fridge)[kind](layer, cell)
        for cell in layer.cells("lamps", 1.1, margin=0.1, shake=0.0):
            ceiling_lamp(layer, cell.x, 0.17, (206, 96, 84))


def _splash(layer: Layer) -> None:
    """Small tiles on the wall over the worktop."""
    top, low = 0.33, 0.50
    layer.box(layer.x0, top, layer.x1, low, (234, 244, 240))
    if layer.detail > 80:
        joints: list[Contour] = [box(layer.x0, y, layer.x1, y + 0.0018) for y in (0.372, 0.415, 0.458)]
        joints += [box(c.x, top, c.x + 0.0018, low) for c in layer.cells("joints", 0.0435, shake=0.0)]
        for joint in joints:
            layer.polygon(joint, (206, 222, 220))
        coloured = [
            box(c.x - 0.02, 0.4168, c.x + 0.0217, 0.458)
            for c in layer.cells("coloured", 0.0435, shake=0.0)
            if c.a < 0.16
        ]
        layer.polygons([t + np.array([-0.0, 0.0]) for t in map(np.array, coloured)], (168, 206, 206))
    layer.box(layer.x0, top - 0.008, layer.x1, top, TRIM)


def _base(layer: Layer, cell: Cell) -> None:
    """Two cupboards under a worktop."""
    left, right = cell.x - 0.22, cell.x + 0.22
    layer.box(left, 0.52, right, 0.672, _CUPBOARD)
    layer.box(left, 0.672, right, 0.688, shade(_CUPBOARD, 0.6))
    doors = [box(left + 0.008 + k * 0.22, 0.53, left + 0.212 + k * 0.22, 0.665) for k in range(2)]
    layer.polygons(doors, shade(_CUPBOARD, 1.12))
    layer.polygons(
        [box(left + 0.028 + k * 0.22, 0.546, left + 0.192 + k * 0.22, 0.649) for k in range(2)], shade(_CUPBOARD, 0.96)
    )
    layer.polygons([oval(cell.x + k * 0.026, 0.595, 0.006, 0.006, 12) for k in (-1, 1)], (240, 208, 120))
    layer.box(left, 0.498, right, 0.521, _TOP)
    layer.box(left, 0.498, right, 0.504, shade(_TOP, 1.2))


def _sink(layer: Layer, cell: Cell) -> None:
    """A sink under a window with herbs on its sill."""
    x, steel = cell.x, (196, 204, 212)
    window(layer, x, cell.c, top=0.12, low=0.375, half=0.12)
    curtains(layer, x, (232, 126, 110), top=0.12, low=0.31, half=0.12)
    sunlight(layer, x, 0.12)
    for n in range(3):
        at = (x - 0.085 + 0.085 * n, 0.383)
        layer.polygon([(-0.017, -0.028), (0.017, -0.028), (0.013, 0.0), (-0.013, 0.0)], (208, 126, 96), at=at)
        for angle in (-2.3, -1.57, -0.85):
            layer.polygon(
                leaf(angle + 0.05 * layer.stage.sway(x + n), 0.034, 0.022), (112, 172, 96), at=(at[0], at[1] - 0.026)
            )
    layer.box(x - 0.09, 0.494, x + 0.09, 0.502, shade(steel, 0.9))
    layer.polygon([(x - 0.08, 0.504), (x + 0.08, 0.504), (x + 0.07, 0.545), (x - 0.07, 0.545)], steel)
    layer.polygon([(x - 0.08, 0.504), (x + 0.08, 0.504), (x + 0.078, 0.512), (x - 0.078, 0.512)], shade(steel, 0.8))
    tap = [(x - 0.004, 0.496), (x - 0.004, 0.44), (x + 0.004, 0.43), (x + 0.034, 0.43), (x + 0.04, 0.438),
        (x + 0.04, 0.45),
           (x + 0.032, 0.45), (x + 0.032, 0.44), (x + 0.006, 0.44), (x + 0.005, 0.496)]  # fmt: skip
    layer.polygon(tap, shade(steel, 0.84))


def _stove(layer: Layer, cell: Cell) -> None:
    """A stove with a pot that steams, its hood, pans on a rail."""
    x, iron = cell.x, (92, 98, 112)
    layer.box(x - 0.12, 0.498, x + 0.12, 0.686, (236, 238, 240))
    layer.box(x - 0.12, 0.498, x + 0.12, 0.51, iron)
    layer.box(x - 0.095, 0.56, x + 0.095, 0.655, iron)
    layer.glow([box(x - 0.08, 0.575, x + 0.08, 0.64)], layer.stage.light.lamp((120, 108, 108)))
    layer.box(x - 0.09, 0.548, x + 0.09, 0.554, (170, 176, 186))
    layer.polygons([oval(x + k * 0.045, 0.529, 0.009, 0.009, 14) for k in (-1.8, -0.6, 0.6, 1.8)], (206, 84, 76))
    hood = [(x - 0.035, 0.0), (x + 0.035, 0.0), (x + 0.035, 0.2), (x + 0.13, 0.29), (x + 0.13, 0.31), (x - 0.13,
        0.31), (x - 0.13, 0.29),
            (x - 0.035, 0.2)]  # fmt: skip
    hood[0], hood[1] = (x - 0.035, min(0.0, layer.y0) - 0.05), (x + 0.035, min(0.0, layer.y0) - 0.05)
    layer.polygon(hood, (214, 122, 94))
    layer.box(x - 0.13, 0.29, x + 0.13, 0.31, (188, 98, 78))
    pot = _POTS[int(cell.c * 2.999)]
    layer.box(x - 0.07, 0.445, x + 0.02, 0.5, pot)
    layer.box(x - 0.082, 0.452, x + 0.032, 0.461, shade(pot, 0.8))
    layer.polygon(oval(x - 0.025, 0.444, 0.046, 0.011, 18), shade(pot, 1.2))
    layer.polygon(oval(x - 0.025, 0.43, 0.008, 0.007, 12), shade(pot, 0.7))
    layer.polygon([(x + 0.045, 0.482), (x + 0.105, 0.482), (x + 0.098, 0.5), (x + 0.052, 0.5)], iron)
    for n in range(3):
        age = (layer.stage.seconds * 0.35 + n / 3 + cell.a) % 1
        puff = oval(
            x - 0.02 + 0.012 * math.sin(age * 7 + n), 0.425 - 0.11 * age, 0.009 + 0.016 * age, 0.009 + 0.016 * age
        )
        layer.glow([puff], layer.paint((252, 252, 250)), alpha=0.6 * (1 - age))


def _shelves(layer: Layer, cell: Cell) -> None:
    """Two boards with jars and plates, cups on hooks below."""
    left, right = cell.x - 0.17, cell.x + 0.17
    for n, y in enumerate((0.185, 0.29)):
        layer.box(left, y, right, y + 0.013, WOOD)
        layer.polygons(
            [[(left + k, y + 0.013), (left + k + 0.012, y + 0.013), (left + k, y + 0.035)] for k in (0.02, 0.3)],
            shade(WOOD, 0.84),
        )
        if n == 0:
            plates = [oval(left + 0.05 + 0.06 * k, y - 0.034, 0.034, 0.034, 22) for k in range(5)]
            for k, plate in enumerate(plates):
                layer.polygon(plate, (250, 248, 242))
                layer.polygon(oval(left + 0.05 + 0.06 * k, y - 0.034, 0.021, 0.021, 18), (150, 190, 206))
        else:
            shelf_row(layer, left + 0.02, right - 0.01, y, _JARS, cell.b, wide=0.034, high=0.06, gap=0.01)
    for k in range(4):
        x = left + 0.06 + 0.07 * k
        layer.box(x - 0.014, 0.313, x + 0.014, 0.341, _JARS[k])
        layer.polygons([oval(x + 0.016, 0.326, 0.009, 0.009, 12), oval(x + 0.016, 0.326, 0.005, 0.005, 12)], _JARS[k])
    x = cell.x + 0.05
    layer.polygon([(x - 0.06, 0.472), (x + 0.06, 0.472), (x + 0.04, 0.5), (x - 0.04, 0.5)], (250, 246, 236))
    for dx, up, rgb in ((-0.03, 0.0, (220, 82, 72)), (0.005, 0.006, (246, 190, 80)), (0.035, 0.0, (150, 190, 92))):
        layer.polygon(oval(x + dx, 0.464 - up, 0.02, 0.019, 18), rgb)
    layer.polygon([(x - 0.06, 0.472), (x + 0.06, 0.472), (x + 0.05, 0.485), (x - 0.05, 0.485)], (244, 238, 226))


def _drawers(layer: Layer, cell: Cell) -> None:
    """Hanging cupboards, a bread bin, a rail of ladles."""
    x = cell.x
    layer.box(x - 0.2, 0.12, x + 0.2, 0.31, _CUPBOARD)
    layer.box(x - 0.21, 0.108, x + 0.21, 0.124, shade(_CUPBOARD, 0.8))
    for k in (-1, 1):
        layer.box(x + k * 0.1 - 0.09, 0.132, x + k * 0.1 + 0.09, 0.30, shade(_CUPBOARD, 1.12))
        layer.glow([box(x + k * 0.1 - 0.065, 0.156, x + k * 0.1 + 0.065, 0.276)], layer.paint((206, 228, 228)))
        shelf_row(
            layer,
            x + k * 0.1 - 0.058,
            x + k * 0.1 + 0.07,
            0.276,
            _JARS,
            cell.b + 0.1 * k,
            wide=0.026,
            high=0.07,
            gap=0.006,
        )
        layer.polygon(oval(x + k * 0.016, 0.216, 0.006, 0.006, 12), (240, 208, 120))
    layer.box(x - 0.15, 0.362, x + 0.13, 0.367, (150, 156, 168))
    for n in range(4):
        at = (x - 0.12 + 0.075 * n, 0.366)
        layer.polygon(box(-0.003, 0.0, 0.003, 0.05), (150, 112, 84), at=at)
        layer.polygon(oval(0.0, 0.063, 0.013 + 0.004 * (n % 2), 0.017, 14), (170, 176, 186), at=at)
    layer.polygon(
        [(x - 0.08, 0.5), (x - 0.08, 0.462), (x - 0.06, 0.446), (x + 0.06, 0.446), (x + 0.08, 0.462), (x + 0.08, 0.5)],
        (226, 190, 132),
    )
    layer.box(x - 0.022, 0.466, x + 0.022, 0.472, (150, 108, 78))


def _fridge(layer: Layer, cell: Cell) -> None:
    """A round-shouldered fridge with notes on its door, a broom beside it."""
    x, mint = cell.x - 0.04, (232, 122, 108)
    turn = np.linspace(math.pi, 2 * math.pi, 13)
    top = np.stack([x + np.clip(np.cos(turn) * 1.35, -1, 1) * 0.115, 0.25 + np.sin(turn) * 0.035], 1)
    layer.polygon(np.concatenate([top, [(x + 0.115, 0.676), (x - 0.115, 0.676)]]), mint)
    layer.box(x + 0.08, 0.25, x + 0.115, 0.676, shade(mint, 0.9))
    layer.box(x - 0.115, 0.368, x + 0.115, 0.374, shade(mint, 0.76))
    layer.polygons([box(x - 0.095, y0, x - 0.084, y1) for y0, y1 in ((0.3, 0.355), (0.39, 0.46))], (240, 242, 244))
    for dx, dy, rgb in ((0.0, 0.43, (252, 244, 170)), (0.05, 0.45, (190, 224, 240)), (0.01, 0.5, (252, 250, 244))):
        layer.box(x + dx - 0.018, dy - 0.02, x + dx + 0.018, dy + 0.02, rgb)
        layer.polygon(oval(x + dx, dy - 0.016, 0.005, 0.005, 10), (206, 84, 84))
    layer.polygons([box(x + k * 0.09 - 0.012, 0.676, x + k * 0.09 + 0.012, 0.69) for k in (-1, 1)], (92, 88, 96))
    bx = cell.x + 0.14
    layer.polygon([(bx - 0.004, 0.62), (bx + 0.012, 0.33), (bx + 0.02, 0.33), (bx + 0.005, 0.62)], (190, 146, 102))
    layer.polygon([(bx - 0.014, 0.615), (bx + 0.016, 0.615), (bx + 0.03, 0.688), (bx - 0.034, 0.688)], (236, 196, 112))
