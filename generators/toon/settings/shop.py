"""A shop: shelves full of goods, a counter with its till and scales, baskets of fruit, a window to the street."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import WOOD, ceiling_lamp, skirting, sunlight, tiles, wall, window
from generators.toon.settings.outlines import leaf, oval
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

TILE: RGB = (222, 204, 172)
_TILE_2: RGB = (186, 196, 180)
_WALL: RGB = (244, 226, 196)
_SHELF: RGB = (176, 124, 86)
_GOODS: tuple[RGB, ...] = (
    (214, 92, 86),
    (240, 186, 84),
    (104, 156, 130),
    (96, 136, 182),
    (236, 228, 212),
    (190, 120, 160),
)
_STRIPES: tuple[RGB, ...] = ((206, 84, 82), (252, 246, 234))
_FRUIT: tuple[RGB, ...] = ((222, 78, 70), (246, 162, 60), (150, 190, 80), (250, 210, 80), (150, 96, 160))


def draw_shop(stage: Stage) -> None:
    """Draw a shop."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL, stripes=0.03)
        tiles(layer, TILE, _TILE_2, 0.16)
        skirting(layer, shade(_SHELF, 0.8), high=0.014)
        for cell in layer.cells("fittings", 0.6, margin=0.45, shake=0.0):
            kind = stage.turn(cell, 3)
            if kind == 0:
                _goods(layer, cell, cell.x, 0.27)
            elif kind == 1:
                _goods(layer, cell, cell.x, 0.27)
                _counter(layer, cell)
            else:
                window(layer, cell.x, cell.c, top=0.16, low=0.50, half=0.2, view="town", frame=(120, 150, 132))
                sunlight(layer, cell.x, 0.2)
                _baskets(layer, cell)
        _valance(layer)
        for cell in layer.cells("lamps", 0.6, margin=0.15, shake=0.0):
            ceiling_lamp(layer, cell.x + 0.3, 0.185, (92, 140, 122))


def _valance(layer: Layer) -> None:
    """A striped cloth with scallops under the ceiling."""
    top, low = max(min(layer.y0, 0.0) - 0.1, -0.15), 0.055
    strips: list[list[Contour]] = [[], []]
    scallop = np.linspace(0, math.pi, 8)
    for cell in layer.cells("valance", 0.062, margin=0.05, shake=0.0):
        x, half = cell.x, 0.0312
        edge = [(x + half * math.cos(t), low + 0.02 * math.sin(t)) for t in scallop]
        strips[cell.column % 2].append([(x - half, top), (x + half, top), *edge])
    for shapes, rgb in zip(strips, _STRIPES, strict=True):
        layer.polygons(shapes, rgb)
    layer.box(layer.x0, low - 0.008, layer.x1, low - 0.002, shade(_STRIPES[0], 0.8))


def _goods(layer: Layer, cell: Cell, x: float, half: float) -> None:
    """A wall of shelves with tins, jars, boxes and bottles."""
    layer.box(x - half, 0.13, x + half, 0.69, _SHELF)
    layer.box(x - half - 0.012, 0.118, x + half + 0.012, 0.136, shade(_SHELF, 1.18))
    floors = (0.245, 0.352, 0.459, 0.566, 0.673)
    layer.polygons([box(x - half + 0.014, y - 0.095, x + half - 0.014, y) for y in floors], shade(_SHELF, 0.7))
    if layer.detail < 60:
        return
    for n, y in enumerate(floors):
        chance = cell.b + 0.237 * n
        left, right = x - half + 0.02, x + half - 0.016
        (_bottles, _tins, _boxes)[(n + cell.column) % 3](layer, left, right, y, chance)
        labels = [
            box(left + 0.02 + 0.062 * k, y + 0.002, left + 0.044 + 0.062 * k, y + 0.0095)
            for k in range(int((right - left) / 0.062))
        ]
        layer.polygons(labels, (252, 246, 226))


def _three(chance: float) -> tuple[RGB, ...]:
    """The colours of one shelf."""
    first = int(chance * 13)
    return tuple(_GOODS[(first + 2 * n + n // 2) % len(_GOODS)] for n in range(3))


def _tins(layer: Layer, left: float, right: float, y: float, chance: float) -> None:
    """Tins with paper round them, two and two on top of each other."""
    goods = _three(chance)
    bodies: list[list[Contour]] = [[] for _ in goods]
    rims: list[Contour] = []
    papers: list[Contour] = []
    for n in range(int((right - left) / 0.044)):
        x, luck = left + 0.044 * n, (chance * 7.3 + n * 0.618) % 1
        for high in range(2 if luck < 0.7 else 1):
            low = y - 0.04 * high
            bodies[(n // 3) % 3].append(box(x, low - 0.036, x + 0.036, low))
            rims += [box(x, low - 0.038, x + 0.036, low - 0.033), box(x, low - 0.004, x + 0.036, low)]
            papers.append(oval(x + 0.018, low - 0.019, 0.011, 0.009, 12))
    for shapes, rgb in zip(bodies, goods, strict=True):
        layer.polygons(shapes, rgb)
    layer.polygons(rims, (206, 212, 218))
    layer.polygons(papers, (252, 246, 232))


def _bottles(layer: Layer, left: float, right: float, y: float, chance: float) -> None:
    """Bottles and jars, corked."""
    goods = _three(chance)
    glass: list[list[Contour]] = [[] for _ in goods]
    corks: list[Contour] = []
    for n in range(int((right - left) / 0.034)):
        x, luck = left + 0.014 + 0.034 * n, (chance * 5.1 + n * 0.618) % 1
        h = 0.066 + 0.018 * luck
        if luck < 0.92:
            shape = [(-0.013, 0.0), (-0.013, -h * 0.6), (-0.0045, -h * 0.78), (-0.0045, -h), (0.0045, -h), (0.0045,
                -h * 0.78),
                     (0.013, -h * 0.6), (0.013, 0.0)]  # fmt: skip
            glass[(n // 2) % 3].append([(x + px, y + py) for px, py in shape])
            corks.append(box(x - 0.0055, y - h - 0.007, x + 0.0055, y - h + 0.002))
    for shapes, rgb in zip(glass, goods, strict=True):
        layer.polygons(shapes, rgb)
    layer.polygons(corks, (214, 178, 128))


def _boxes(layer: Layer, left: float, right: float, y: float, chance: float) -> None:
    """Packets and sacks of different heights, with a spot on each."""
    goods = _three(chance)
    packs: list[list[Contour]] = [[] for _ in goods]
    spots: list[Contour] = []
    x, n = left, 0
    while x < right - 0.05:
        luck = (chance * 9.1 + n * 0.618) % 1
        w, h = 0.034 + 0.024 * luck, 0.05 + 0.036 * ((luck * 5) % 1)
        packs[int(luck * 37) % 3].append(box(x, y - h, x + w, y))
        spots.append(oval(x + w / 2, y - h * 0.52, w * 0.26, w * 0.26, 12))
        x, n = x + w + 0.008, n + 1
    for shapes, rgb in zip(packs, goods, strict=True):
        layer.polygons(shapes, rgb)
    layer.polygons(spots, (252, 246, 232))


def _counter(layer: Layer, cell: Cell) -> None:
    """A counter before the shelves, with a till, scales and a jar of sweets."""
    x, front, y = cell.x, (104, 150, 132), 0.735
    layer.box(x - 0.24, 0.575, x + 0.24, y, front)
    layer.polygons(
        [box(x - 0.226 + 0.094 * n, 0.595, x - 0.15 + 0.094 * n, 0.715) for n in range(5)], shade(front, 1.14)
    )
    layer.box(x - 0.24, y - 0.012, x + 0.24, y, shade(front, 0.7))
    layer.box(x - 0.255, 0.557, x + 0.255, 0.58, shade(WOOD, 1.24))
    layer.box(x - 0.255, 0.574, x + 0.255, 0.58, shade(WOOD, 0.9))
    tx, iron = x - 0.13, (150, 92, 96)
    layer.polygon(
        [(tx - 0.055, 0.558), (tx - 0.05, 0.51), (tx - 0.02, 0.478), (tx + 0.045, 0.478), (tx + 0.055, 0.558)], iron
    )
    layer.box(tx - 0.018, 0.45, tx + 0.045, 0.48, shade(iron, 0.8))
    layer.glow([box(tx - 0.01, 0.456, tx + 0.037, 0.474)], layer.paint((236, 244, 214)))
    layer.polygons(
        [
            oval(tx - 0.03 + 0.018 * k + 0.004 * r, 0.535 - 0.016 * r, 0.006, 0.005, 10)
            for k in range(4)
            for r in range(2)
        ],
        (250, 240, 220),
    )
    sx, brass = x + 0.02, (226, 184, 100)
    layer.polygon([(sx - 0.022, 0.558), (sx - 0.004, 0.545), (sx + 0.004, 0.545), (sx + 0.022, 0.558)], brass)
    layer.box(sx - 0.003, 0.48, sx + 0.003, 0.548, brass)
    tip = 0.008 * layer.stage.sway(x, 0.7)
    layer.polygon(
        [(sx - 0.05, 0.483 - tip), (sx + 0.05, 0.483 + tip), (sx + 0.05, 0.488 + tip), (sx - 0.05, 0.488 - tip)], brass
    )
    for side in (-1, 1):
        px, py = sx + side * 0.05, 0.485 + side * tip
        layer.polygon(
            [(px - 0.001, py), (px + 0.001, py), (px + 0.022, py + 0.035), (px - 0.022, py + 0.035)], shade(brass, 0.84)
        )
        layer.polygon(
            [(px - 0.026, py + 0.033), (px + 0.026, py + 0.033), (px + 0.014, py + 0.046), (px - 0.014, py + 0.046)],
            brass,
        )
    for jx, sweets in ((x + 0.12, _FRUIT[0]), (x + 0.19, _FRUIT[3])):
        layer.glow([box(jx - 0.024, 0.5, jx + 0.024, 0.557)], layer.paint((222, 236, 238)))
        layer.polygons(
            [oval(jx - 0.015 + 0.01 * (k % 4), 0.549 - 0.011 * (k // 4), 0.0065, 0.0065, 10) for k in range(12)], sweets
        )
        layer.box(jx - 0.02, 0.488, jx + 0.02, 0.501, (206, 84, 82))


def _baskets(layer: Layer, cell: Cell) -> None:
    """Baskets and crates heaped with fruit on a slope of boards under the window."""
    x = cell.x
    layer.polygon([(x - 0.25, 0.60), (x + 0.25, 0.60), (x + 0.25, 0.73), (x - 0.25, 0.73)], shade(_SHELF, 0.84))
    for row, y in enumerate((0.60, 0.67)):
        for n in range(3):
            bx, rgb = x - 0.165 + 0.165 * n, _FRUIT[(n + 2 * row + int(cell.c * 5)) % 5]
            heap = [oval(bx - 0.055 + 0.0275 * k, y - 0.006, 0.017, 0.016, 14) for k in range(5)]
            heap += [oval(bx - 0.0415 + 0.0275 * k, y - 0.026, 0.017, 0.016, 14) for k in range(4)]
            for k, fruit in enumerate(heap):
                layer.polygon(fruit, shade(rgb, 0.9 + 0.07 * (k % 3)))
            layer.polygon(
                [(bx - 0.078, y), (bx + 0.078, y), (bx + 0.068, y + 0.052), (bx - 0.068, y + 0.052)], (222, 180, 122)
            )
            layer.polygons(
                [box(bx - 0.074, y + 0.014 + 0.016 * k, bx + 0.074, y + 0.019 + 0.016 * k) for k in range(2)],
                (190, 146, 96),
            )
    px = x + 0.3
    layer.polygon([(px - 0.035, 0.66), (px + 0.035, 0.66), (px + 0.027, 0.73), (px - 0.027, 0.73)], (206, 124, 96))
    for n, angle in enumerate((-2.6, -2.1, -1.57, -1.0, -0.5)):
        layer.polygon(
            leaf(angle, 0.13 - 0.015 * abs(n - 2), 0.05), shade((98, 164, 96), 0.88 + 0.07 * (n % 3)), at=(px, 0.665)
        )
