"""The hall of a palace: pillars and arches, coloured windows, banners, a throne on its dais, candles, a red carpet."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.indoors import FOOT, halo, outdoors, tiles, wall
from generators.toon.settings.outlines import moved, oval
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

MARBLE: RGB = (226, 212, 190)
_MARBLE_2: RGB = (194, 176, 160)
_WALL: RGB = (206, 190, 178)
_PILLAR: RGB = (238, 228, 212)
_GOLD: RGB = (232, 186, 84)
_RED: RGB = (186, 62, 74)
_GLASS: tuple[RGB, ...] = ((216, 92, 92), (244, 198, 96), (96, 146, 204), (120, 176, 128))


def draw_hall(stage: Stage) -> None:
    """Draw the hall of a palace."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        _courses(layer)
        tiles(layer, MARBLE, _MARBLE_2, 0.15)
        for cell in layer.cells("bays", 0.62, margin=0.5, shake=0.0):
            if stage.turn(cell, 3) == 0:
                _throne(layer, cell.x)
            else:
                _window(layer, cell)
            _pillar(layer, cell.x + 0.31)
        _carpet(layer)
        for cell in layer.cells("lustres", 1.24, margin=0.3, shake=0.0):
            _lustre(layer, cell.x + 0.31, 0.15)


def _courses(layer: Layer) -> None:
    """Courses of stone, and a moulding at the foot of the wall."""
    if layer.detail > 80:
        joints: list[Contour] = [box(c.x, c.y, c.x + 0.07 + 0.03 * c.c, c.y + 0.028) for c in
                                 layer.scatter("stones", 0.19, 0.0, 0.6, rows=0.05,
                                     margin=0.1) if c.b < 0.3]  # fmt: skip
        layer.polygons(joints, shade(_WALL, 0.95))
    layer.box(layer.x0, 0.618, layer.x1, FOOT, shade(_WALL, 0.8))
    layer.box(layer.x0, 0.612, layer.x1, 0.622, shade(_WALL, 1.3))


def _arch(x: float, top: float, low: float, half: float) -> Contour:
    """A tall opening with a pointed head."""
    up = np.linspace(0, 1, 7)
    left = np.stack([x - half + half * up**2, top + half * 1.5 * (1 - up) ** 1.0 * (1 - 0.35 * up)], 1)
    right = np.stack([2 * x - left[::-1, 0], left[::-1, 1]], 1)
    return np.concatenate([[(x - half, low)], left, right[1:], [(x + half, low)]])


def _window(layer: Layer, cell: Cell) -> None:
    """A pointed window, panes of coloured glass around a clear middle; a banner to each side."""
    x, top, low = cell.x, 0.1, 0.52
    layer.polygon(_arch(x, top - 0.03, low + 0.02, 0.118), shade(_WALL, 1.4))
    layer.polygon(_arch(x, top, low, 0.1), shade(_WALL, 0.55))
    outdoors(layer, x - 0.058, 0.24, x + 0.058, low - 0.012, cell.c)
    shine = 0.35 + 0.65 * min(1.0, layer.stage.open_sky.brightness)
    for side in (-1, 1):
        for n in range(5):
            pane = box(x + side * 0.079 - 0.015, 0.24 + 0.054 * n, x + side * 0.079 + 0.015, 0.288 + 0.054 * n)
            rgb = _GLASS[(n + (side > 0)) % 4]
            layer.glow([pane], mix((30, 28, 60), rgb, shine))
    rose = [moved(oval(0.0, 0.0, 0.013, 0.013, 14), x + 0.028 * math.cos(n * 1.047),
        0.193 + 0.028 * math.sin(n * 1.047))
            for n in range(6)]  # fmt: skip
    for n, pane in enumerate(rose):
        layer.glow([pane], mix((30, 28, 60), _GLASS[n % 4], shine))
    layer.glow([oval(x, 0.193, 0.014, 0.014, 16)], mix((30, 28, 60), (252, 236, 180), shine))
    for side in (-1, 1):
        _banner(layer, x + side * 0.2, side)
    light = layer.stage.open_sky
    if light.orb == "sun" and light.orb_strength > 0.6 and light.windows < 0.5:
        for n, dx in enumerate((-0.05, 0.0, 0.05)):
            patch = [(x + dx - 0.02, 0.685), (x + dx + 0.02, 0.685), (x + dx + 0.1, 0.735), (x + dx + 0.06, 0.735)]
            layer.glow([patch], _GLASS[n], alpha=0.3)


def _banner(layer: Layer, x: float, side: int) -> None:
    """A long cloth with a golden lily and fringe."""
    sway, rgb = 0.002 * layer.stage.sway(x), _RED if side < 0 else (70, 92, 158)
    layer.polygon(
        [(x - 0.036, 0.14), (x + 0.036, 0.14), (x + 0.036 + sway, 0.46), (x + sway, 0.50), (x - 0.036 + sway, 0.46)],
        rgb,
    )
    layer.polygon([(x - 0.036 + sway, 0.452), (x + sway, 0.492), (x + 0.036 + sway, 0.452), (x + 0.036 + sway,
        0.46), (x + sway, 0.50),
                   (x - 0.036 + sway, 0.46)], _GOLD)  # fmt: skip
    layer.box(x - 0.044, 0.132, x + 0.044, 0.142, _GOLD)
    for dx, dy, rx, ry in (
        (0.0, 0.26, 0.007, 0.026),
        (-0.013, 0.272, 0.006, 0.015),
        (0.013, 0.272, 0.006, 0.015),
        (0.0, 0.288, 0.017, 0.004),
    ):
        layer.polygon(oval(x + dx, dy, rx, ry, 14), _GOLD)


def _pillar(layer: Layer, x: float) -> None:
    """A fluted pillar with its capital, a candle bracket on it."""
    top = min(layer.y0, 0.0) - 0.05
    layer.box(x - 0.042, top, x + 0.042, 0.685, _PILLAR)
    layer.box(x + 0.014, top, x + 0.042, 0.685, shade(_PILLAR, 0.9))
    layer.polygons([box(x + k, 0.09, x + k + 0.005, 0.64) for k in (-0.03, -0.014, 0.002, 0.02)], shade(_PILLAR, 0.84))
    for y, half in ((0.03, 0.066), (0.055, 0.054), (0.078, 0.048), (0.64, 0.05), (0.66, 0.058)):
        layer.box(x - half, y, x + half, y + 0.022, shade(_PILLAR, 1.1 if half > 0.05 else 0.94))
    layer.box(x - 0.064, 0.682, x + 0.064, 0.70, shade(_PILLAR, 0.82))
    lit = layer.stage.light.windows
    if lit > 0.2:
        halo(layer, x, 0.33, 0.13)
    layer.polygon([(x - 0.028, 0.375), (x + 0.028, 0.375), (x + 0.006, 0.405), (x - 0.006, 0.405)], _GOLD)
    layer.polygons([box(x + k - 0.0055, 0.344, x + k + 0.0055, 0.376) for k in (-0.02, 0.0, 0.02)], (250, 246, 232))
    if lit > 0.2:
        flick = 0.002 * math.sin(layer.stage.seconds * 8 + x * 9)
        flames: list[Contour] = [
            [(x + k - 0.004, 0.343), (x + k + flick, 0.325), (x + k + 0.004, 0.343)] for k in (-0.02, 0.0, 0.02)
        ]
        layer.glow(flames, (255, 222, 130))


def _throne(layer: Layer, x: float) -> None:
    """A throne under a canopy, on three steps."""
    cloth = [
        (x - 0.16, 0.1),
        (x + 0.16, 0.1),
        (x + 0.13, 0.6),
        (x + 0.09, 0.6),
        (x + 0.075, 0.19),
        (x - 0.075, 0.19),
        (x - 0.09, 0.6),
        (x - 0.13, 0.6),
    ]
    layer.polygon([(x - 0.1, 0.13), (x + 0.1, 0.13), (x + 0.1, 0.62), (x - 0.1, 0.62)], shade(_RED, 0.7))
    layer.polygon(cloth, _RED)
    layer.polygons(
        [[(x + s * 0.12, 0.2), (x + s * 0.127, 0.2), (x + s * 0.112, 0.6), (x + s * 0.105, 0.6)] for s in (-1, 1)],
        shade(_RED, 0.8),
    )
    layer.polygon([(x - 0.175, 0.105), (x - 0.16, 0.075), (x, 0.045), (x + 0.16, 0.075), (x + 0.175, 0.105)], _GOLD)
    layer.polygons([oval(x - 0.15 + 0.03 * n, 0.108, 0.0155, 0.016, 14) for n in range(11)], shade(_GOLD, 0.9))
    for n, half in enumerate((0.2, 0.17, 0.14)):
        y = 0.715 - 0.026 * n
        layer.box(x - half, y - 0.028, x + half, y, shade(MARBLE, 0.82 + 0.06 * n))
        layer.box(x - half, y - 0.028, x + half, y - 0.02, shade(MARBLE, 1.3))
    layer.polygon(
        [
            (x - 0.062, 0.62),
            (x - 0.066, 0.36),
            (x - 0.05, 0.33),
            (x, 0.30),
            (x + 0.05, 0.33),
            (x + 0.066, 0.36),
            (x + 0.062, 0.62),
        ],
        _GOLD,
    )
    layer.polygon(
        [(x - 0.045, 0.55), (x - 0.048, 0.37), (x, 0.335), (x + 0.048, 0.37), (x + 0.045, 0.55)], shade(_RED, 1.1)
    )
    layer.box(x - 0.075, 0.545, x + 0.075, 0.578, shade(_RED, 1.2))
    layer.box(x - 0.075, 0.575, x + 0.075, 0.592, _GOLD)
    layer.polygons([box(x + s * 0.07 - 0.011, 0.49, x + s * 0.07 + 0.011, 0.634) for s in (-1, 1)], shade(_GOLD, 0.9))
    layer.polygons(
        [oval(x + s * 0.07, 0.488, 0.015, 0.015, 18) for s in (-1, 1)] + [oval(x, 0.296, 0.014, 0.014, 18)],
        shade(_GOLD, 1.25),
    )


def _carpet(layer: Layer) -> None:
    """A carpet along the hall, edged with gold."""
    layer.box(layer.x0, 0.785, layer.x1, 0.885, _RED)
    layer.polygons([box(layer.x0, y, layer.x1, y + h) for y, h in ((0.792, 0.006), (0.87, 0.009))], _GOLD)
    if layer.detail > 80:
        diamonds: list[Contour] = [[(c.x - 0.03, 0.835), (c.x, 0.821), (c.x + 0.03, 0.835), (c.x, 0.851)]
                                   for c in layer.cells("diamonds", 0.16, margin=0.05, shake=0.0)]  # fmt: skip
        layer.polygons(diamonds, shade(_RED, 0.86))


def _lustre(layer: Layer, x: float, y: float) -> None:
    """A ring of candles on a chain."""
    layer.box(x - 0.002, min(layer.y0, 0.0) - 0.05, x + 0.002, y, shade(_GOLD, 0.7))
    halo(layer, x, y, 0.2)
    layer.polygon(
        [(x - 0.1, y), (x, y - 0.06), (x + 0.1, y), (x + 0.094, y), (x, y - 0.052), (x - 0.094, y)], shade(_GOLD, 0.8)
    )
    layer.polygon(oval(x, y + 0.004, 0.11, 0.014, 32), _GOLD)
    candles = [box(x + k * 0.045 - 0.005, y - 0.03, x + k * 0.045 + 0.005, y) for k in (-2, -1, 0, 1, 2)]
    layer.polygons(candles, (250, 246, 232))
    if layer.stage.light.windows > 0.2:
        flames: list[Contour] = [[(x + k * 0.045 - 0.004, y - 0.031), (x + k * 0.045, y - 0.05),
            (x + k * 0.045 + 0.004, y - 0.031)]
                                 for k in (-2, -1, 0, 1, 2)]  # fmt: skip
        layer.glow(flames, (255, 226, 136))
