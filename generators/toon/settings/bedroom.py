"""A bedroom: a bed under a quilt, night tables with lamps, a wardrobe, a toy shelf, bunting, stars on the wall."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import TRIM, boards, curtains, halo, shelf_row, skirting, sunlight, wall, window
from generators.toon.settings.outlines import crescent, disc, mound, moved, oval, sparkle
from generators.toon.settings.room import rug
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

FLOOR: RGB = (206, 168, 132)
_WALL: RGB = (186, 206, 230)
_WOOD: RGB = (196, 150, 108)
_QUILTS: tuple[tuple[RGB, RGB], ...] = (((226, 112, 116), (252, 226, 214)), ((104, 140, 196), (246, 222, 150)))
_BOOKS: tuple[RGB, ...] = ((224, 110, 100), (100, 150, 180), (240, 190, 96), (136, 176, 122), (176, 134, 186))
_FLAGS: tuple[RGB, ...] = ((238, 130, 120), (250, 208, 110), (130, 190, 160), (150, 150, 212))


def draw_bedroom(stage: Stage) -> None:
    """Draw a bedroom."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        _stars(layer)
        boards(layer, FLOOR)
        skirting(layer)
        _bunting(layer)
        for cell in layer.cells("furniture", 0.62, margin=0.45, shake=0.0):
            kind = stage.turn(cell, 3)
            if kind == 0:
                _bed(layer, cell)
            elif kind == 1:
                window(layer, cell.x - 0.09, cell.c, top=0.16, half=0.12)
                curtains(layer, cell.x - 0.09, (240, 196, 120), top=0.16, half=0.12)
                sunlight(layer, cell.x - 0.09, 0.12)
                _chest(layer, cell)
            else:
                _wardrobe(layer, cell)
        for cell in layer.cells("rugs", 1.86, margin=0.6, shake=0.0):
            rug(layer, cell.x - 0.3, (134, 168, 150), 0.9)


def _stars(layer: Layer) -> None:
    """Paper with small stars."""
    stars = [
        sparkle() * 0.011 + np.array([c.x, c.y])
        for c in layer.scatter("stars", 0.13, -0.6, 0.58, rows=0.09)
        if c.b < 0.8
    ]
    layer.polygons(stars, shade(_WALL, 1.35))


def _bunting(layer: Layer) -> None:
    """A string of little flags that hangs in bows."""
    flags: list[list[Contour]] = [[] for _ in _FLAGS]
    steps = np.linspace(0, 1, 11)
    for cell in layer.cells("bunting", 0.62, margin=0.35, shake=0.0):
        xs, ys = cell.x - 0.31 + 0.62 * steps, 0.045 + 0.05 * 4 * steps * (1 - steps)
        line = np.stack([xs, ys], 1)
        layer.polygon(np.concatenate([line, moved(line[::-1], 0, 0.003)]), (240, 236, 226))
        for n in range(10):
            x, y = (xs[n] + xs[n + 1]) / 2, (ys[n] + ys[n + 1]) / 2
            flags[(n + cell.column) % 4].append([(x - 0.02, y), (x + 0.02, y), (x, y + 0.042)])
    for shapes, rgb in zip(flags, _FLAGS, strict=True):
        layer.polygons(shapes, rgb)


def _bed(layer: Layer, cell: Cell) -> None:
    """A bed along the wall, its head to the left, made under a quilt; a night table with a lamp."""
    x0, x1, y = cell.x - 0.24, cell.x + 0.28, 0.715
    quilt, patch = _QUILTS[int(cell.a * 1.999)]
    head, foot = box(x0 - 0.018, 0.43, x0 + 0.012, y), box(x1 - 0.012, 0.53, x1 + 0.018, y)
    layer.polygon(head, _WOOD)
    layer.polygon(oval(x0 - 0.003, 0.425, 0.02, 0.02, 16), shade(_WOOD, 1.15))
    layer.box(x0, 0.655, x1, 0.69, shade(_WOOD, 0.9))
    layer.box(x0 + 0.01, 0.60, x1 - 0.01, 0.66, (250, 248, 242))
    layer.polygon([(x0 + 0.014, 0.602), (x0 + 0.02, 0.552), (x0 + 0.045, 0.54), (x0 + 0.11, 0.545), (x0 + 0.13,
        0.575), (x0 + 0.128, 0.604)],
                  (255, 253, 248))  # fmt: skip
    layer.polygon([(x0 + 0.03, 0.604), (x0 + 0.045, 0.585), (x0 + 0.115, 0.585), (x0 + 0.128, 0.604)], (232, 230, 236))
    cover = [
        (x0 + 0.13, 0.60),
        (x0 + 0.16, 0.572),
        (x0 + 0.3, 0.564),
        (x1 - 0.04, 0.57),
        (x1 - 0.012, 0.585),
        (x1 - 0.012, 0.68),
        (x0 + 0.13, 0.675),
    ]
    layer.polygon(cover, quilt)
    squares: list[Contour] = []
    for row in range(3):
        for n in range(6):
            if (n + row) % 2:
                sx, sy = x0 + 0.15 + 0.058 * n, 0.578 + 0.031 * row
                squares.append(box(sx, sy, sx + 0.058, sy + 0.031))
    layer.polygons(squares, patch)
    layer.polygon([(x0 + 0.12, 0.602), (x0 + 0.15, 0.57), (x0 + 0.185, 0.569), (x0 + 0.165, 0.602), (x0 + 0.17,
        0.676), (x0 + 0.13, 0.676)],
                  shade(patch, 1.3))  # fmt: skip
    layer.polygon(foot, shade(_WOOD, 1.08))
    layer.polygon(oval(x1 + 0.003, 0.525, 0.02, 0.02, 16), shade(_WOOD, 1.2))
    tx = x0 - 0.1
    layer.box(tx - 0.055, 0.575, tx + 0.055, 0.70, shade(_WOOD, 0.94))
    layer.box(tx - 0.062, 0.565, tx + 0.062, 0.578, shade(_WOOD, 1.16))
    layer.box(tx - 0.044, 0.59, tx + 0.044, 0.625, shade(_WOOD, 1.1))
    layer.polygon(oval(tx, 0.607, 0.006, 0.006, 10), (246, 214, 130))
    halo(layer, tx, 0.48, 0.22)
    layer.polygon([(tx - 0.008, 0.566), (tx - 0.004, 0.515), (tx + 0.004, 0.515), (tx + 0.008, 0.566)], (226, 128, 112))
    layer.glow(
        [[(tx - 0.026, 0.455), (tx + 0.026, 0.455), (tx + 0.044, 0.52), (tx - 0.044, 0.52)]],
        layer.stage.light.lamp((250, 226, 170)),
    )
    _picture(layer, cell.x + 0.03, 0.33)


def _picture(layer: Layer, x: float, y: float) -> None:
    """A night sky in a frame."""
    layer.box(x - 0.1, y - 0.075, x + 0.1, y + 0.075, TRIM)
    layer.box(x - 0.088, y - 0.063, x + 0.088, y + 0.063, (84, 102, 166))
    layer.polygon(crescent() * 0.03 + (x + 0.03, y - 0.01), (252, 232, 160))
    layer.polygons(
        [
            sparkle() * r + (x + dx, y + dy)
            for dx, dy, r in ((-0.05, -0.03, 0.014), (-0.02, 0.03, 0.01), (0.07, -0.04, 0.009))
        ],
        (252, 244, 214),
    )


def _chest(layer: Layer, cell: Cell) -> None:
    """A low shelf with books and blocks, a toy train on top."""
    x, y = cell.x + 0.165, 0.69
    layer.box(x - 0.13, 0.47, x + 0.13, y, TRIM)
    layer.polygons([box(x - 0.118, y0, x + 0.118, y0 + 0.094) for y0 in (0.484, 0.587)], shade(_WALL, 0.74))
    shelf_row(layer, x - 0.112, x + 0.06, 0.578, _BOOKS, cell.b, high=0.08)
    for n, rgb in enumerate(((238, 130, 120), (250, 208, 110), (130, 190, 160))):
        layer.box(x - 0.1 + 0.05 * n, 0.643, x - 0.06 + 0.05 * n, 0.681, rgb)
    layer.polygon(oval(x + 0.075, 0.661, 0.02, 0.02, 18), (232, 104, 100))
    layer.polygon(mound(oval(x + 0.075, 0.661, 0.02, 0.02, 18), 0.661), (252, 246, 236))
    layer.box(x - 0.09, 0.43, x - 0.03, 0.462, (214, 84, 78))
    layer.box(x - 0.058, 0.405, x - 0.03, 0.43, (90, 130, 178))
    layer.box(x - 0.084, 0.412, x - 0.074, 0.43, (70, 70, 84))
    layer.box(x - 0.018, 0.438, x + 0.03, 0.462, (250, 206, 100))
    layer.polygons([oval(x + k, 0.464, 0.0085, 0.0085, 14) for k in (-0.078, -0.043, -0.006, 0.018)], (70, 70, 84))


def _wardrobe(layer: Layer, cell: Cell) -> None:
    """A wardrobe with painted doors, and a globe lamp in the shape of a moon."""
    x = cell.x - 0.1
    layer.box(x - 0.15, 0.2, x + 0.15, 0.70, _WOOD)
    layer.box(x - 0.165, 0.185, x + 0.165, 0.208, shade(_WOOD, 1.18))
    layer.polygon([(x - 0.12, 0.187), (x, 0.15), (x + 0.12, 0.187)], shade(_WOOD, 1.1))
    for side in (-1, 1):
        layer.box(x + side * 0.072 - 0.063, 0.222, x + side * 0.072 + 0.063, 0.67, shade(_WOOD, 1.16))
        layer.box(x + side * 0.072 - 0.044, 0.25, x + side * 0.072 + 0.044, 0.41, shade(_WOOD, 1.0))
        layer.box(x + side * 0.072 - 0.044, 0.44, x + side * 0.072 + 0.044, 0.64, shade(_WOOD, 1.0))
        layer.polygon(oval(x + side * 0.016, 0.44, 0.007, 0.011, 12), (246, 214, 130))
    layer.polygons([box(x + k * 0.12 - 0.014, 0.7, x + k * 0.12 + 0.014, 0.714) for k in (-1, 1)], shade(_WOOD, 0.8))
    lx, light = cell.x + 0.17, layer.stage.light
    layer.box(lx - 0.09, 0.34, lx + 0.09, 0.352, (180, 134, 96))
    halo(layer, lx, 0.30, 0.15)
    layer.glow([disc(28) * 0.036 + (lx, 0.304)], light.lamp((250, 244, 224)))
    layer.polygons(
        [oval(lx + 0.01, 0.295, 0.008, 0.008, 10), oval(lx - 0.012, 0.312, 0.005, 0.005, 10)], (226, 206, 160)
    )
    layer.polygon(
        [(lx - 0.075, 0.34), (lx - 0.07, 0.29), (lx - 0.045, 0.29), (lx - 0.05, 0.34)], _BOOKS[int(cell.c * 4.999)]
    )
    wave = math.sin(layer.stage.seconds * 0.6)
    for n, rgb in enumerate(((238, 130, 120), (250, 208, 110), (130, 190, 160))):  # a mobile that turns
        mx = lx + 0.05 * math.cos(n * 2.1 + wave)
        layer.box(mx - 0.001, 0.1, mx + 0.001, 0.17 + 0.02 * n, (240, 236, 226))
        layer.polygon(sparkle() * 0.018, rgb, at=(mx, 0.185 + 0.02 * n))
