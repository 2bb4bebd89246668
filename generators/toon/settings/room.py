"""A room: papered wall, windows with the sky of the hour, pictures, shelves, lamps, boards and rugs."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import (
    TRIM,
    WOOD,
    boards,
    curtains,
    halo,
    shelf_row,
    sunlight,
    wall,
    window,
)
from generators.toon.settings.outlines import oval
from generators.toon.settings.plants import fern
from generators.toon.settings.stage import Cell, Layer, Stage, box

FLOOR: RGB = (220, 178, 132)
_WALL: RGB = (246, 226, 196)
_PANEL: RGB = (168, 192, 184)
_BOOKS: tuple[RGB, ...] = ((198, 96, 86), (96, 136, 158), (226, 180, 102), (126, 156, 116), (158, 122, 160))
_RUGS: tuple[RGB, ...] = ((190, 108, 100), (110, 142, 158), (206, 164, 100))
_CURTAINS: tuple[RGB, ...] = ((206, 122, 110), (122, 154, 168), (220, 178, 108))


def draw_room(stage: Stage) -> None:
    """Draw a room."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL, stripes=0.035)
        _panels(layer)
        boards(layer, FLOOR)
        for cell in layer.cells("furnishings", 0.46, margin=0.4, shake=0.15):
            if cell.column % 2:
                window(layer, cell.x, cell.c)
                curtains(layer, cell.x, _CURTAINS[int(cell.d * 2.999)])
                sunlight(layer, cell.x)
            else:
                _FURNITURE[int(cell.a * 0.999 * len(_FURNITURE))](layer, cell)
        for cell in layer.cells("rugs", 1.9, margin=0.6):
            rug(layer, cell.x, _RUGS[int(cell.a * 2.999)])


def _panels(layer: Layer) -> None:
    layer.box(layer.x0, 0.54, layer.x1, 0.66, _PANEL)
    panels = layer.cells("panels", 0.24, margin=0.12, shake=0.0)
    layer.polygons([box(cell.x - 0.1, 0.566, cell.x + 0.1, 0.63) for cell in panels], shade(_PANEL, 0.94))
    layer.polygons([box(layer.x0, y0, layer.x1, y1) for y0, y1 in ((0.536, 0.549), (0.642, 0.663))], TRIM)


def _pictures(layer: Layer, cell: Cell) -> None:
    """Three small landscapes in frames."""
    frames: tuple[RGB, ...] = (WOOD, (92, 88, 104), (214, 172, 100))
    papers: tuple[RGB, ...] = ((188, 218, 228), (246, 214, 190), (204, 220, 186))
    for n, (dx, y, w, h) in enumerate(
        ((-0.07, 0.25, 0.062, 0.08), (0.075, 0.21, 0.05, 0.05), (0.078, 0.345, 0.056, 0.045))
    ):
        x = cell.x + dx
        layer.box(x - w - 0.012, y - h - 0.012, x + w + 0.012, y + h + 0.012, frames[n])
        layer.box(x - w, y - h, x + w, y + h, papers[(n + int(cell.b * 3)) % 3])
        layer.polygon(oval(x + w * 0.3, y - h * 0.35, min(w, h) * 0.34, min(w, h) * 0.34), (250, 206, 104))
        ridge = [(-1.0, 0.3), (-0.3, -0.1), (0.3, 0.5), (1.0, 0.2), (1.0, 1.0), (-1.0, 1.0)]
        layer.polygon(np.array(ridge) * (w, h), (126, 164, 132), at=(x, y))


def _lamp(layer: Layer, cell: Cell) -> None:
    """A standing lamp."""
    x, light = cell.x, layer.stage.light
    halo(layer, x, 0.33, 0.30)
    layer.box(x - 0.005, 0.36, x + 0.005, 0.685, (120, 92, 80))
    layer.polygon(oval(x, 0.688, 0.05, 0.012), (120, 92, 80))
    shape = [(x - 0.042, 0.27), (x + 0.042, 0.27), (x + 0.075, 0.37), (x - 0.075, 0.37)]
    layer.glow([shape], light.lamp((240, 190, 128)))
    layer.glow([box(x - 0.074, 0.362, x + 0.074, 0.37)], light.lamp((214, 150, 96)))


def _shelf(layer: Layer, cell: Cell) -> None:
    """A bookcase."""
    left, right, top, low = cell.x - 0.15, cell.x + 0.15, 0.21, 0.69
    layer.box(left, top, right, low, WOOD)
    layer.box(left - 0.01, top - 0.014, right + 0.01, top + 0.004, shade(WOOD, 1.16))
    floors = [top + 0.118 + 0.116 * shelf for shelf in range(4)]
    layer.polygons([box(left + 0.014, y - 0.1, right - 0.014, y) for y in floors], shade(WOOD, 0.72))
    if layer.detail < 70:
        return
    for shelf, y in enumerate(floors):
        shelf_row(layer, left + 0.02, right - 0.02, y, _BOOKS, cell.b + shelf * 0.042, high=0.088)


def _plant(layer: Layer, cell: Cell) -> None:
    """A fern in a pot."""
    x, y = cell.x, 0.69
    fern(layer, x, y - 0.11, 0.17, (112, 168, 104))
    layer.polygon([(x - 0.058, y - 0.115), (x + 0.058, y - 0.115), (x + 0.042, y), (x - 0.042, y)], (206, 124, 96))
    layer.box(x - 0.064, y - 0.125, x + 0.064, y - 0.1, (218, 138, 108))


def _clock(layer: Layer, cell: Cell) -> None:
    """A round clock that tells some hour."""
    x, y = cell.x, 0.24
    layer.polygon(oval(x, y, 0.066, 0.066, 36), WOOD)
    layer.polygon(oval(x, y, 0.055, 0.055, 36), (252, 248, 238))
    for turn, length, width in ((cell.b, 0.026, 0.004), (cell.b * 12, 0.042, 0.003)):
        c, s = math.cos(turn * 2 * math.pi), math.sin(turn * 2 * math.pi)
        hand = [(-s * width, c * width), (c * length, s * length), (s * width, -c * width)]
        layer.polygon(hand, (72, 62, 72), at=(x, y))


def rug(layer: Layer, x: float, tone: RGB, size: float = 1.0) -> None:
    """An oval rug with rings."""
    for width, rgb in (
        (1.0, shade(tone, 0.94)),
        (0.9, shade(tone, 1.4)),
        (0.85, tone),
        (0.5, shade(tone, 1.25)),
        (0.45, tone),
    ):
        layer.polygon(oval(x, 0.835, 0.52 * size * width, 0.075 * size * width, 56), rgb)


_FURNITURE = (_pictures, _lamp, _shelf, _plant, _clock)
