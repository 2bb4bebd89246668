"""A classroom: a chalkboard, a map, shelves, windows, drawings on a line, rows of desks, a globe."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import (
    TRIM,
    WOOD,
    boards,
    ceiling_lamp,
    shelf_row,
    skirting,
    sunlight,
    wall,
    window,
)
from generators.toon.settings.outlines import blob, disc, mound, oval, pick
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

FLOOR: RGB = (214, 186, 150)
_WALL: RGB = (248, 240, 206)
_PANEL: RGB = (150, 186, 160)
_BOARD: RGB = (62, 104, 90)
_CHALK: RGB = (240, 244, 236)
_BOOKS: tuple[RGB, ...] = ((214, 96, 86), (92, 140, 176), (240, 190, 96), (120, 166, 110), (160, 120, 170))
_PAPERS: tuple[RGB, ...] = ((255, 252, 244), (214, 236, 246), (252, 226, 214), (226, 242, 214))


def draw_classroom(stage: Stage) -> None:
    """Draw a classroom."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        layer.box(layer.x0, 0.55, layer.x1, 0.66, _PANEL)
        layer.box(layer.x0, 0.542, layer.x1, 0.554, shade(_PANEL, 0.84))
        boards(layer, FLOOR)
        skirting(layer, shade(_PANEL, 0.74), high=0.016)
        for cell in layer.cells("wall", 0.62, margin=0.5, shake=0.0):
            (_chalkboard, _windows, _shelf, _windows)[stage.turn(cell, 4)](layer, cell)
        _drawings(layer)
        for cell in layer.cells("lamps", 0.9, margin=0.15, shake=0.0):
            ceiling_lamp(layer, cell.x, 0.075, (120, 150, 160))
        for cell in layer.cells("desks", 0.31, margin=0.2, shake=0.0):
            if cell.column % 4 < 3:
                _desk(layer, cell, 0.735)


def _chalkboard(layer: Layer, cell: Cell) -> None:
    """A board on which somebody drew a house, a sum and a sun."""
    x, y0, y1 = cell.x, 0.17, 0.47
    layer.box(x - 0.285, y0 - 0.016, x + 0.285, y1 + 0.016, (176, 128, 88))
    layer.box(x - 0.27, y0, x + 0.27, y1, _BOARD)
    layer.polygon(
        [(x - 0.2, y0), (x - 0.05, y0), (x - 0.2, y1), (x - 0.27, y1), (x - 0.27, y0 + 0.1)], shade(_BOARD, 1.05)
    )
    strokes: list[Contour] = []
    for a, b in (((-0.2, 0.40), (-0.2, 0.32)), ((-0.2, 0.32), (-0.15, 0.27)), ((-0.15, 0.27), (-0.1, 0.32)), ((-0.1,
        0.32), (-0.1, 0.40)),
                 ((-0.21, 0.40), (-0.09, 0.40)), ((-0.16, 0.40), (-0.16, 0.36)), ((-0.16, 0.36), (-0.14, 0.36)),
                 ((-0.14, 0.36), (-0.14, 0.40)),
                 ((0.0, 0.30), (0.0, 0.35)), ((0.03, 0.325), (0.06, 0.325)), ((0.045, 0.31), (0.045, 0.34)), ((0.09,
                 0.30), (0.09, 0.35)),
                 ((0.115, 0.318), (0.145, 0.318)), ((0.115, 0.333), (0.145, 0.333)), ((0.17, 0.305), (0.2, 0.3)),
                 ((0.2, 0.3), (0.2, 0.322)),
                 ((0.2, 0.322), (0.17, 0.35)), ((0.17, 0.35), (0.205, 0.35)), ((0.0, 0.40), (0.2, 0.40)), ((0.0,
                 0.425), (0.14, 0.425))):  # fmt: skip
        strokes.append(_stroke(x + a[0], a[1], x + b[0], b[1]))
    for n in range(8):
        turn = n * math.pi / 4
        strokes.append(_stroke(x - 0.02 + 0.03 * math.cos(turn), 0.225 + 0.03 * math.sin(turn),
            x - 0.02 + 0.042 * math.cos(turn),
                               0.225 + 0.042 * math.sin(turn)))  # fmt: skip
    for stroke in strokes:
        layer.polygon(stroke, _CHALK)
    layer.polygons([oval(x - 0.02, 0.225, 0.022, 0.022, 20), oval(x - 0.02, 0.225, 0.018, 0.018, 20)], (250, 226, 130))
    layer.box(x - 0.27, y1 + 0.012, x + 0.27, y1 + 0.024, (150, 104, 74))
    layer.polygons([box(x + k, y1 + 0.006, x + k + 0.022, y1 + 0.013) for k in (0.05, 0.12)], (250, 250, 244))
    layer.box(x - 0.16, y1 - 0.004, x - 0.1, y1 + 0.013, (196, 104, 92))
    bx, by, brass = x - 0.36, 0.5, (214, 176, 106)  # a globe on its stand, on a small table
    layer.box(bx - 0.05, 0.575, bx + 0.05, 0.59, shade(WOOD, 1.1))
    layer.polygons([box(bx + k * 0.04 - 0.005, 0.59, bx + k * 0.04 + 0.005, 0.70) for k in (-1, 1)], WOOD)
    layer.polygon([(bx - 0.026, 0.576), (bx - 0.004, 0.553), (bx + 0.004, 0.553), (bx + 0.026, 0.576)], brass)
    layer.polygon(disc(28) * 0.047 + (bx, by + 0.012), brass)
    layer.polygon(disc(28) * 0.042 + (bx, by + 0.012), (112, 176, 216))
    for dx, dy, size in ((-0.014, -0.008, 0.02), (0.016, 0.012, 0.016)):
        layer.polygon(blob(pick(0.3 + dx), 5) * size + (bx + dx, by + 0.012 + dy), (132, 188, 120))


def _stroke(x0: float, y0: float, x1: float, y1: float) -> Contour:
    """A line of chalk."""
    away = 0.0019 / max(1e-6, math.hypot(x1 - x0, y1 - y0))
    nx, ny = -(y1 - y0) * away, (x1 - x0) * away
    return [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)]


def _windows(layer: Layer, cell: Cell) -> None:
    """Two tall windows with a plant between them."""
    for dx in (-0.125, 0.125):
        window(layer, cell.x + dx, (cell.c + dx) % 1, top=0.15, low=0.47, half=0.095)
        sunlight(layer, cell.x + dx, 0.095)


def _shelf(layer: Layer, cell: Cell) -> None:
    """A map of the world over a low bookcase."""
    x, sea = cell.x, (176, 214, 232)
    layer.box(x - 0.19, 0.165, x + 0.19, 0.4, (250, 246, 232))
    layer.box(x - 0.178, 0.177, x + 0.178, 0.388, sea)
    for dx, dy, w, h, rgb in ((-0.11, 0.24, 0.05, 0.04, (240, 190, 120)), (-0.085, 0.325, 0.028, 0.045, (150, 196,
        122)),
                              (0.02, 0.235, 0.03, 0.026, (226, 140, 120)), (0.025, 0.315, 0.034, 0.046, (246, 214,
                              130)),
                              (0.1, 0.245, 0.062, 0.04, (168, 188, 126)), (0.135, 0.345, 0.03, 0.02, (226, 160,
                              170))):  # fmt: skip
        layer.polygon(blob(pick(dx + 0.5), 5) * (w, h) + (x + dx, dy), rgb)
    layer.polygons([box(x - 0.2, y, x + 0.2, y + 0.012) for y in (0.157, 0.396)], (150, 104, 74))
    layer.box(x - 0.2, 0.5, x + 0.2, 0.69, WOOD)
    layer.box(x - 0.21, 0.488, x + 0.21, 0.504, shade(WOOD, 1.18))
    layer.polygons([box(x + k * 0.19 - 0.185, 0.512, x + k * 0.19 - 0.005, 0.678) for k in (0, 1)], shade(WOOD, 0.72))
    layer.box(x - 0.185, 0.594, x + 0.185, 0.602, WOOD)
    for k in (0, 1):
        for n, y in enumerate((0.594, 0.678)):
            shelf_row(
                layer, x + k * 0.19 - 0.18, x + k * 0.19 - 0.01, y, _BOOKS, cell.b + 0.13 * k + 0.29 * n, high=0.07
            )
    layer.polygon([(x + 0.09, 0.488), (x + 0.098, 0.452), (x + 0.142, 0.452), (x + 0.15, 0.488)], (206, 124, 96))
    for n in range(5):
        turn = -math.pi / 2 + 0.5 * (n - 2)
        tip = (x + 0.12 + 0.05 * math.cos(turn), 0.45 + 0.06 * math.sin(turn))
        layer.polygon([(x + 0.113, 0.453), tip, (x + 0.127, 0.453)], shade((112, 172, 96), 0.9 + 0.08 * (n % 2)))


def _drawings(layer: Layer) -> None:
    """Children's pictures pegged to a line under the ceiling."""
    y = 0.112
    layer.box(layer.x0, y - 0.0015, layer.x1, y + 0.0015, (150, 140, 130))
    for cell in layer.cells("drawings", 0.155, margin=0.06, shake=0.2):
        if cell.a < 0.25:
            continue
        x, swing = cell.x, 0.003 * layer.stage.sway(cell.x)
        layer.polygon(
            [(x - 0.04, y), (x + 0.04, y), (x + 0.04 + swing, y + 0.058), (x - 0.04 + swing, y + 0.058)],
            _PAPERS[int(cell.b * 3.999)],
        )
        if cell.c < 0.4:
            layer.polygon(disc(16) * 0.013 + (x + 0.012, y + 0.022), (246, 190, 80))
            layer.polygon(mound(oval(x, y + 0.054, 0.032, 0.018), y + 0.053), (130, 188, 110))
        elif cell.c < 0.7:
            layer.polygon(
                [
                    (x - 0.02, y + 0.05),
                    (x - 0.02, y + 0.03),
                    (x, y + 0.013),
                    (x + 0.02, y + 0.03),
                    (x + 0.02, y + 0.05),
                ],
                (226, 110, 100),
            )
        else:
            layer.polygon(np.array(oval(x, y + 0.03, 0.022, 0.016)), (110, 160, 210))
        layer.box(x - 0.004, y - 0.007, x + 0.004, y + 0.006, (206, 84, 76))


def _desk(layer: Layer, cell: Cell, y: float) -> None:
    """A small desk and its chair, seen from the side of the aisle."""
    x, top, iron = cell.x, y - 0.1, (112, 122, 136)
    layer.polygons([box(x + k, top, x + k + 0.008, y) for k in (-0.075, 0.062)], iron)
    layer.box(x - 0.07, y - 0.03, x + 0.066, y - 0.025, iron)
    layer.box(x - 0.085, top - 0.004, x + 0.08, top + 0.022, (206, 154, 104))
    layer.box(x - 0.09, top - 0.014, x + 0.085, top, (230, 184, 132))
    if cell.a < 0.6:
        book = _BOOKS[int(cell.b * 4.999)]
        layer.polygon(
            [(x - 0.04, top - 0.014), (x - 0.035, top - 0.024), (x + 0.03, top - 0.024), (x + 0.025, top - 0.014)], book
        )
        layer.box(x - 0.036, top - 0.026, x + 0.03, top - 0.022, TRIM)
    elif cell.a < 0.85:
        layer.box(x + 0.02, top - 0.036, x + 0.042, top - 0.014, (110, 160, 190))
        layer.polygons(
            [box(x + 0.024 + 0.006 * n, top - 0.052 + 0.004 * n, x + 0.027 + 0.006 * n, top - 0.036) for n in range(3)],
            (240, 190, 80),
        )
