"""A room: papered wall, a window with the sky of the hour, pictures, shelves, a lamp, boards and rugs."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.plants import fern
from generators.toon.settings.shapes import cloud, crescent, disc, pick
from generators.toon.settings.stage import Cell, Layer, Stage

FLOOR: RGB = (206, 158, 112)
_WALL: RGB = (246, 226, 196)
_WOOD: RGB = (158, 108, 78)
_TRIM: RGB = (250, 244, 232)


def draw_room(stage: Stage) -> None:
    """Draw a room."""
    with stage.layer(1.0) as layer:
        _wall(layer)
        _floor(layer)
        for cell in layer.cells("furnishings", 0.46, margin=0.4, shake=0.15):
            _FURNISHINGS[int(cell.a * 0.999 * len(_FURNISHINGS))](layer, cell)
        for cell in layer.cells("rugs", 1.9, margin=0.6):
            _rug(layer, cell)


def _wall(layer: Layer) -> None:
    top = min(layer.y0, 0.0) - 0.1
    layer.box(layer.x0, top, layer.x1, max(layer.y1, 0.7), _WALL)
    for cell in layer.cells("stripes", 0.12, margin=0.05, shake=0.0):
        layer.box(cell.x - 0.028, top, cell.x + 0.028, 0.56, shade(_WALL, 0.965))
    layer.box(layer.x0, 0.54, layer.x1, 0.66, mix(_WALL, (150, 182, 178), 0.75))
    for cell in layer.cells("panels", 0.24, margin=0.12, shake=0.0):
        layer.box(cell.x - 0.1, 0.566, cell.x + 0.1, 0.63, mix(_WALL, (132, 168, 166), 0.8))
    layer.box(layer.x0, 0.536, layer.x1, 0.549, _TRIM)
    layer.box(layer.x0, 0.642, layer.x1, 0.663, _TRIM)


def _floor(layer: Layer) -> None:
    """Boards that widen towards the viewer, each row with its own joints."""
    y, board = 0.66, 0.026
    for row in range(24):
        if y > layer.y1:
            break
        tone = shade(FLOOR, 0.96 + 0.05 * (row % 3))
        layer.box(layer.x0, y, layer.x1, max(layer.y1, y) + 0.05, tone)
        if row:
            layer.box(layer.x0, y, layer.x1, y + 0.0022, shade(FLOOR, 0.86))
        if layer.detail > 70:
            for cell in layer.cells(f"joints {row}", 0.75, margin=0.01):
                layer.box(cell.x, y, cell.x + 0.003, y + board, shade(FLOOR, 0.84))
        y += board
        board = min(0.075, board * 1.16)
    layer.box(layer.x0, 0.66, layer.x1, 0.668, shade(FLOOR, 0.8))


def _window(layer: Layer, cell: Cell) -> None:
    light, x = layer.stage.light, cell.x
    left, right, top, low = x - 0.13, x + 0.13, 0.13, 0.45
    layer.box(left - 0.02, top - 0.02, right + 0.02, low + 0.02, _TRIM)
    for n in range(8):
        y0, y1 = top + (low - top) * n / 8, low
        sky = mix(light.sky[0], light.sky[1], n / 4) if n < 4 else mix(light.sky[1], light.sky[2], (n - 4) / 3)
        layer.glow([(left, y0), (right, y0), (right, y1), (left, y1)], sky)
    if light.orb_strength > 0.3:
        orb = disc(28) if light.orb == "sun" else crescent()
        layer.glow(orb * 0.03, light.orb_colour, at=(x + 0.07, top + 0.075 + 0.12 * (light.orb_at[1] > 0.4)))
    if light.clouds:
        layer.glow(cloud(pick(cell.b)) * (0.07, 0.045), light.cloud, at=(x - 0.05, top + 0.13))
    for n in range(6):
        star = disc(6) * (0.0022 if light.stars * 6 > n else 0)
        layer.glow(
            star,
            (250, 250, 255),
            at=(left + 0.03 + 0.2 * ((n * 0.618 + cell.c) % 1), top + 0.02 + 0.15 * ((n * 0.37) % 1)),
        )
    hill = np.linspace(left, right, 12)
    for base, rgb in ((0.385, (136, 184, 160)), (0.415, (140, 196, 108))):
        ys = base + 0.016 * np.sin(hill * 17 + cell.c * 6 + base * 60)
        layer.polygon(np.concatenate([np.stack([hill, ys], 1), [(right, low), (left, low)]]), rgb)
    layer.box(x - 0.006, top, x + 0.006, low, _TRIM)
    layer.box(left, 0.27, right, 0.282, _TRIM)
    layer.box(left - 0.035, low + 0.008, right + 0.035, low + 0.03, shade(_TRIM, 0.94))
    tone: RGB = ((214, 118, 108), (112, 152, 172), (226, 178, 100))[int(cell.d * 2.999)]
    for side in (-1, 1):
        sway = 0.003 * layer.stage.sway(x + side)
        edge, inner = x + side * 0.185, x + side * 0.105
        layer.polygon(
            [
                (edge, top - 0.03),
                (inner + side * 0.012, top - 0.03),
                (inner + side * 0.03 + sway, 0.3),
                (inner - side * 0.004 + sway, low + 0.05),
                (edge, low + 0.05),
            ],
            tone,
        )
        layer.polygon(
            [
                (edge, top - 0.03),
                (edge - side * 0.025, top - 0.03),
                (edge - side * 0.02, low + 0.05),
                (edge, low + 0.05),
            ],
            shade(tone, 0.86),
        )
    layer.box(x - 0.205, top - 0.042, x + 0.205, top - 0.026, _WOOD)


def _pictures(layer: Layer, cell: Cell) -> None:
    for n, (dx, y, w, h) in enumerate(
        ((-0.07, 0.25, 0.062, 0.08), (0.075, 0.21, 0.05, 0.05), (0.078, 0.345, 0.056, 0.045))
    ):
        x, chance = cell.x + dx, (cell.b + n * 0.37) % 1
        layer.box(
            x - w - 0.012,
            y - h - 0.012,
            x + w + 0.012,
            y + h + 0.012,
            ((168, 116, 80), (92, 88, 104), (214, 172, 100))[n],
        )
        back: RGB = ((188, 218, 228), (246, 214, 190), (204, 220, 186))[int(chance * 2.999)]
        layer.box(x - w, y - h, x + w, y + h, back)
        layer.polygon(disc(16) * (min(w, h) * 0.34), (250, 206, 104), at=(x + w * 0.3, y - h * 0.35))
        layer.polygon(
            [
                (x - w, y + h),
                (x - w, y + h * 0.3),
                (x - w * 0.3, y - h * 0.1),
                (x + w * 0.3, y + h * 0.5),
                (x + w, y + h * 0.2),
                (x + w, y + h),
            ],
            (126, 164, 132),
        )


def _lamp(layer: Layer, cell: Cell) -> None:
    """A standing lamp."""
    x, lit = cell.x, layer.stage.light.windows
    if lit > 0.2:
        for radius in (0.26, 0.16):
            layer.glow(disc(32) * radius, (255, 222, 150), at=(x, 0.33), alpha=0.14 * lit)
    layer.box(x - 0.005, 0.36, x + 0.005, 0.685, (120, 92, 80))
    layer.polygon(disc(20) * (0.05, 0.012), (120, 92, 80), at=(x, 0.688))
    layer.glow(
        [(x - 0.042, 0.27), (x + 0.042, 0.27), (x + 0.075, 0.37), (x - 0.075, 0.37)],
        layer.stage.light.lamp((240, 190, 128)),
    )
    layer.glow(
        [(x - 0.073, 0.362), (x + 0.073, 0.362), (x + 0.075, 0.37), (x - 0.075, 0.37)],
        layer.stage.light.lamp((214, 150, 96)),
    )


def _shelf(layer: Layer, cell: Cell) -> None:
    """A bookcase."""
    left, right, top, low = cell.x - 0.15, cell.x + 0.15, 0.21, 0.69
    layer.box(left, top, right, low, _WOOD)
    layer.box(left - 0.01, top - 0.014, right + 0.01, top + 0.004, shade(_WOOD, 1.16))
    for shelf in range(4):
        y0, y1 = top + 0.018 + 0.116 * shelf, top + 0.118 + 0.116 * shelf
        layer.box(left + 0.014, y0, right - 0.014, y1, shade(_WOOD, 0.72))
        x, n = left + 0.02, 0
        while x < right - 0.05 and layer.detail > 70:
            chance = (cell.b * 9.1 + shelf * 0.377 + n * 0.618) % 1
            wide, tall = 0.014 + 0.012 * chance, 0.06 + 0.028 * ((chance * 5) % 1)
            tone: RGB = ((198, 96, 86), (96, 136, 158), (226, 180, 102), (126, 156, 116), (158, 122, 160))[
                int(chance * 4.999)
            ]
            if chance < 0.9:
                layer.box(x, y1 - tall, x + wide, y1, tone)
                layer.box(x, y1 - tall * 0.8, x + wide, y1 - tall * 0.72, shade(tone, 1.35))
            x, n = x + wide + 0.002, n + 1


def _plant(layer: Layer, cell: Cell) -> None:
    x, y = cell.x, 0.69
    fern(layer, x, y - 0.11, 0.17, (112, 168, 104))
    fern(layer, x, y - 0.11, 0.11, (136, 190, 116))
    layer.polygon([(x - 0.058, y - 0.115), (x + 0.058, y - 0.115), (x + 0.042, y), (x - 0.042, y)], (214, 122, 92))
    layer.box(x - 0.064, y - 0.125, x + 0.064, y - 0.1, (226, 138, 106))


def _clock(layer: Layer, cell: Cell) -> None:
    x, y = cell.x, 0.24
    layer.polygon(disc(36) * 0.062, _WOOD, at=(x, y))
    layer.polygon(disc(36) * 0.052, (252, 248, 238), at=(x, y))
    for hours, length, width in ((3600 * 12, 0.026, 0.0035), (3600, 0.04, 0.0026)):
        turn = 2 * math.pi * ((layer.stage.seconds + 36000 * (1 + cell.b)) / hours) - math.pi / 2
        c, s = math.cos(turn), math.sin(turn)
        layer.polygon(
            [(-s * width, c * width), (c * length, s * length), (s * width, -c * width)], (72, 62, 72), at=(x, y)
        )


def _rug(layer: Layer, cell: Cell) -> None:
    tone: RGB = ((196, 104, 98), (104, 140, 158), (212, 164, 92))[int(cell.a * 2.999)]
    for width, rgb in (
        (1.0, tone),
        (0.88, shade(tone, 1.45)),
        (0.82, shade(tone, 1.06)),
        (0.5, shade(tone, 1.3)),
        (0.44, tone),
    ):
        layer.polygon(disc(48) * (0.52 * width, 0.075 * width), rgb, at=(cell.x, 0.835))


_FURNISHINGS = (_window, _pictures, _window, _lamp, _shelf, _plant, _clock, _window)
