"""A room: papered wall, windows with the sky of the hour, pictures, shelves, lamps, boards and rugs."""

import math
from dataclasses import replace

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.light import Light
from generators.toon.settings.outlines import cloud, crescent, disc, oval, pick
from generators.toon.settings.plants import fern
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

FLOOR: RGB = (220, 178, 132)
_WALL: RGB = (246, 226, 196)
_PANEL: RGB = (168, 192, 184)
_WOOD: RGB = (158, 108, 78)
_TRIM: RGB = (250, 244, 232)
_BOOKS: tuple[RGB, ...] = ((198, 96, 86), (96, 136, 158), (226, 180, 102), (126, 156, 116), (158, 122, 160))
_RUGS: tuple[RGB, ...] = ((190, 108, 100), (110, 142, 158), (206, 164, 100))


def draw_room(stage: Stage) -> None:
    """Draw a room."""
    outside = stage.light
    with replace(stage, light=outside.indoors()).layer(1.0) as layer:
        _wall(layer)
        _floor(layer)
        for cell in layer.cells("furnishings", 0.46, margin=0.4, shake=0.15):
            if cell.column % 2:
                _window(layer, cell, outside)
            else:
                _FURNITURE[int(cell.a * 0.999 * len(_FURNITURE))](layer, cell)
        for cell in layer.cells("rugs", 1.9, margin=0.6):
            _rug(layer, cell)


def _wall(layer: Layer) -> None:
    top = min(layer.y0, 0.0) - 0.1
    layer.box(layer.x0, top, layer.x1, max(layer.y1, 0.7), _WALL)
    stripes = layer.cells("stripes", 0.12, margin=0.05, shake=0.0)
    layer.polygons([box(cell.x - 0.028, top, cell.x + 0.028, 0.56) for cell in stripes], shade(_WALL, 0.965))
    layer.box(layer.x0, 0.54, layer.x1, 0.66, _PANEL)
    panels = layer.cells("panels", 0.24, margin=0.12, shake=0.0)
    layer.polygons([box(cell.x - 0.1, 0.566, cell.x + 0.1, 0.63) for cell in panels], shade(_PANEL, 0.94))
    layer.polygons([box(layer.x0, y0, layer.x1, y1) for y0, y1 in ((0.536, 0.549), (0.642, 0.663))], _TRIM)


def _floor(layer: Layer) -> None:
    """Boards that widen towards the viewer, each row with its own joints."""
    layer.box(layer.x0, 0.66, layer.x1, max(layer.y1, 0.66) + 0.05, FLOOR)
    y, board = 0.66, 0.026
    seams: list[Contour] = []
    for row in range(24):
        if y > layer.y1:
            break
        if row % 3 != 1:
            layer.box(layer.x0, y, layer.x1, y + board, shade(FLOOR, (0.975, 1.0, 1.03)[row % 3]))
        seams.append(box(layer.x0, y, layer.x1, y + 0.002))
        if layer.detail > 70:
            joints = layer.cells(f"joints {row}", 0.75, margin=0.01)
            seams += [box(cell.x, y + 0.002, cell.x + 0.003, y + board) for cell in joints]
        y, board = y + board, min(0.075, board * 1.16)
    layer.polygons(seams, shade(FLOOR, 0.88))
    layer.box(layer.x0, 0.66, layer.x1, 0.667, shade(FLOOR, 0.82))


def _window(layer: Layer, cell: Cell, outside: Light) -> None:
    """A window between curtains; through it the sky, the hills, and sun or moon."""
    x, left, right, top, low = cell.x, cell.x - 0.13, cell.x + 0.13, 0.13, 0.45
    layer.box(left - 0.02, top - 0.02, right + 0.02, low + 0.02, _TRIM)
    for n in range(10):
        sky = mix(*outside.sky[:2], n / 5) if n < 5 else mix(*outside.sky[1:], (n - 5) / 4)
        layer.glow([box(left, top + (low - top) * n / 10, right, low)], sky)
    stars = [(left + 0.03 + 0.2 * ((n * 0.618 + cell.c) % 1), top + 0.02 + 0.15 * ((n * 0.37) % 1)) for n in range(6)]
    if outside.stars > 0.3:
        layer.glow([oval(*star, 0.0022, 0.0022, 6) for star in stars], (246, 246, 255))
    if outside.orb_strength > 0.4:
        orb = disc(28) if outside.orb == "sun" else crescent()
        where = np.array([x + 0.07, 0.205 if outside.orb_at[1] < 0.4 else 0.33])
        layer.glow([orb * 0.03 + where], outside.orb_colour)
    if outside.clouds:
        layer.glow([cloud(pick(cell.b)) * (0.06, 0.05) + np.array([x - 0.05, top + 0.11])], outside.cloud)
    edge = np.linspace(left, right, 12)
    for base, rgb in ((0.385, (136, 184, 160)), (0.415, (140, 196, 108))):
        ys = base + 0.016 * np.sin(edge * 17 + cell.c * 6 + base * 60)
        hill = np.concatenate([np.stack([edge, ys], 1), [(right, low), (left, low)]])
        layer.glow([hill], outside.far(rgb, 0.3))
    layer.box(x - 0.006, top, x + 0.006, low, _TRIM)
    layer.box(left, 0.27, right, 0.282, _TRIM)
    layer.box(left - 0.035, low + 0.008, right + 0.035, low + 0.03, shade(_TRIM, 0.94))
    tone: RGB = ((206, 122, 110), (122, 154, 168), (220, 178, 108))[int(cell.d * 2.999)]
    for side in (-1, 1):
        sway = 0.003 * layer.stage.sway(x + side)
        rim, inner = x + side * 0.185, x + side * 0.105
        hem = [(inner + side * 0.03 + sway, 0.3), (inner - side * 0.004 + sway, low + 0.05), (rim, low + 0.05)]
        layer.polygon([(rim, top - 0.03), (inner + side * 0.012, top - 0.03), *hem], tone)
        fold = [(rim - side * 0.025, top - 0.03), (rim - side * 0.02, low + 0.05)]
        layer.polygon([(rim, top - 0.03), *fold, (rim, low + 0.05)], shade(tone, 0.88))
    layer.box(x - 0.205, top - 0.042, x + 0.205, top - 0.026, _WOOD)


def _pictures(layer: Layer, cell: Cell) -> None:
    """Three small landscapes in frames."""
    frames: tuple[RGB, ...] = (_WOOD, (92, 88, 104), (214, 172, 100))
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
    if light.windows > 0.2:
        for radius in (0.30, 0.23, 0.16):
            layer.glow([oval(x, 0.33, radius, radius, 36)], (255, 226, 160), alpha=0.11 * light.windows)
    layer.box(x - 0.005, 0.36, x + 0.005, 0.685, (120, 92, 80))
    layer.polygon(oval(x, 0.688, 0.05, 0.012), (120, 92, 80))
    shape = [(x - 0.042, 0.27), (x + 0.042, 0.27), (x + 0.075, 0.37), (x - 0.075, 0.37)]
    layer.glow([shape], light.lamp((240, 190, 128)))
    layer.glow([box(x - 0.074, 0.362, x + 0.074, 0.37)], light.lamp((214, 150, 96)))


def _shelf(layer: Layer, cell: Cell) -> None:
    """A bookcase."""
    left, right, top, low = cell.x - 0.15, cell.x + 0.15, 0.21, 0.69
    layer.box(left, top, right, low, _WOOD)
    layer.box(left - 0.01, top - 0.014, right + 0.01, top + 0.004, shade(_WOOD, 1.16))
    floors = [top + 0.118 + 0.116 * shelf for shelf in range(4)]
    layer.polygons([box(left + 0.014, y - 0.1, right - 0.014, y) for y in floors], shade(_WOOD, 0.72))
    if layer.detail < 70:
        return
    books: list[list[Contour]] = [[] for _ in _BOOKS]
    for shelf, y in enumerate(floors):
        x, n = left + 0.02, 0
        while x < right - 0.05:
            chance = (cell.b * 9.1 + shelf * 0.377 + n * 0.618) % 1
            wide, tall = 0.014 + 0.012 * chance, 0.06 + 0.028 * ((chance * 5) % 1)
            if chance < 0.9:
                books[int(chance * 37) % len(_BOOKS)].append(box(x, y - tall, x + wide, y))
            x, n = x + wide + 0.002, n + 1
    for spines, rgb in zip(books, _BOOKS, strict=True):
        layer.polygons(spines, rgb)


def _plant(layer: Layer, cell: Cell) -> None:
    """A fern in a pot."""
    x, y = cell.x, 0.69
    fern(layer, x, y - 0.11, 0.17, (112, 168, 104))
    layer.polygon([(x - 0.058, y - 0.115), (x + 0.058, y - 0.115), (x + 0.042, y), (x - 0.042, y)], (206, 124, 96))
    layer.box(x - 0.064, y - 0.125, x + 0.064, y - 0.1, (218, 138, 108))


def _clock(layer: Layer, cell: Cell) -> None:
    """A round clock that tells some hour."""
    x, y = cell.x, 0.24
    layer.polygon(oval(x, y, 0.066, 0.066, 36), _WOOD)
    layer.polygon(oval(x, y, 0.055, 0.055, 36), (252, 248, 238))
    for turn, length, width in ((cell.b, 0.026, 0.004), (cell.b * 12, 0.042, 0.003)):
        c, s = math.cos(turn * 2 * math.pi), math.sin(turn * 2 * math.pi)
        hand = [(-s * width, c * width), (c * length, s * length), (s * width, -c * width)]
        layer.polygon(hand, (72, 62, 72), at=(x, y))


def _rug(layer: Layer, cell: Cell) -> None:
    tone = _RUGS[int(cell.a * 2.999)]
    for width, rgb in (
        (1.0, shade(tone, 0.94)),
        (0.9, shade(tone, 1.4)),
        (0.85, tone),
        (0.5, shade(tone, 1.25)),
        (0.45, tone),
    ):
        layer.polygon(oval(cell.x, 0.835, 0.52 * width, 0.075 * width, 56), rgb)


_FURNITURE = (_pictures, _lamp, _shelf, _plant, _clock)
